"""Parts of the site's extensions: settings in links, where figures are cut, formulas' places, search."""

import pytest
from docutils import nodes

import book_formulas
import book_search
import book_settings
import book_typography
import figure_stack
from book_explorers import Held
from figure_markers import plain_markers
from wordmodes.explorers.frame import Explorer

HELD = Held(
    "page", Explorer, {"key": "k", "_esm": 'frame({ traits: ["name", "pair", "on"] })', "name": "a", "pair": [1, 2], "on": True}  # noqa: E501
)  # fmt: skip


@pytest.mark.parametrize("value", ["", "b", "b,1.5", ",,3", "b,1e-4,2,0"])
def test_a_setting_may_leave_fields_out(value):
    assert book_settings.complaint(HELD, value) == ""


@pytest.mark.parametrize(
    ("value", "why"), [("a,1,2,1,5", "5 fields, and the explorer has 4"), ("a,x", "'x' is no number")]
)
def test_a_setting_that_sets_nothing_is_told(value, why):
    assert why in book_settings.complaint(HELD, value)


def test_the_setting_of_a_picture_leaves_out_what_is_as_stored():
    assert HELD.at({"pair": [3, 4]}) == ",3,4"
    assert HELD.at({}) == "a,1,2,1"


def svg(*panels: tuple[float, float], words: str = "") -> str:
    """A drawing with panels from one x to another, written as matplotlib writes it."""
    axes = "".join(
        f'<g id="axes_{n}"><g id="patch_{n}"><path d="M {low} 90 L {high} 90 L {high} 10 L {low} 10 z"/></g>'
        f'<g><text style="font-size: 10px; text-anchor: start" x="{low}" y="8">{words}</text></g></g>'
        for n, (low, high) in enumerate(panels)
    )
    return f'<svg viewBox="0 0 400 100"><g id="figure_1">{axes}</g></svg>'


def test_a_figure_is_cut_between_its_columns():
    left, right = figure_stack.pieces(svg((20, 190), (230, 390)))
    assert left == (0, 0, pytest.approx(210), 100)
    assert right == (pytest.approx(210), 0, pytest.approx(190), 100)
    assert 'href="#wm1-figure_1"' in figure_stack.stacked(svg((20, 190), (230, 390)), "wm1")


def test_a_figure_is_not_cut_through_a_word():
    assert figure_stack.pieces(svg((20, 190), (230, 390), words="a title that goes on over the next panel")) == []
    assert figure_stack.pieces(svg((20, 390))) == []
    assert figure_stack.stacked(svg((20, 390)), "wm1") == ""


def test_narrow_panels_stay_side_by_side():
    assert len(figure_stack.pieces(svg((10, 90), (110, 190), (210, 290), (310, 390)))) == 2


def markers(path: str, *uses: tuple[float, float, str]) -> str:
    """Markers as matplotlib writes them: one definition, which each place uses."""
    places = "".join(f'<use xlink:href="#m1" x="{x}" y="{y}" style="{style}"/>\n' for x, y, style in uses)
    defined = f'<defs>\n<path id="m1" d="{path}" style="stroke: #000"/>\n</defs>'
    return f'<g>{defined}\n<g clip-path="url(#p)">{places}</g></g>'


CIRCLE = (
    "M 0 1.5 C 0.397805 1.5 0.77937 1.341951 1.06066 1.06066 C 1.341951 0.77937 1.5 0.397805 1.5 0 "
    "C 1.5 -0.397805 1.341951 -0.77937 1.06066 -1.06066 C 0.77937 -1.341951 0.397805 -1.5 0 -1.5 "
    "C -0.397805 -1.5 -0.77937 -1.341951 -1.06066 -1.06066 C -1.341951 -0.77937 -1.5 -0.397805 -1.5 0 "
    "C -1.5 0.397805 -1.341951 0.77937 -1.06066 1.06066 C -0.77937 1.341951 -0.397805 1.5 0 1.5 z"
)


@pytest.mark.parametrize(("path", "one", "other"), [
    (CIRCLE, '<circle cx="10.00" cy="20.00" r="1.5"/>', '<circle cx="30.00" cy="5.50" r="1.5"/>'),
    ("M 0 0 \nL 0 3.5 \n", '<path d="M10.00 20.00l0 3.5"/>', '<path d="M30.00 5.50l0 3.5"/>'),
    ("M -2 2 L 2 2 L 2 -2 z M 1 1 L 1 5", '<path d="M8.00 22.00l4 0l0 -4zm3 -1l0 4"/>',
     '<path d="M28.00 7.50l4 0l0 -4zm3 -1l0 4"/>'),
])  # fmt: skip
def test_markers_of_one_style_are_drawn_one_by_one_under_it(path, one, other):
    made = plain_markers(markers(path, (10, 20, "fill: red"), (30, 5.5, "fill: red"), (1, 1, "fill: blue")))
    assert f'<g style="fill: red; stroke: #000">{one}{other}</g>' in made
    assert made.count('<g style="fill: blue; stroke: #000">') == 1
    assert "<use" not in made
    assert "<defs>" not in made


@pytest.mark.parametrize(("path", "style"), [
    (CIRCLE.replace("1.5 0 C", "1.4 0 C"), "fill: red"),
    ("M 0 1 C 1 1 2 2 3 3 z", "fill: red"),
    (CIRCLE, "opacity: 0.5"),
])  # fmt: skip
def test_a_marker_of_another_shape_or_faded_as_a_whole_stays_as_it_is(path, style):
    given = markers(path, (10, 20, style), (30, 5.5, style))
    assert plain_markers(given) == given


@pytest.mark.parametrize(("tex", "low", "high"), [("s^2", 0.8, 1.6), ("M^*", 0.9, 1.9), (r"\lambda_k/s_k^2(0)", 2.5, 5.5),  # noqa: E501
    (r"dW/dt = (M - W W^\top)\, W", 8, 15)])  # fmt: skip
def test_a_formulas_width_is_about_right(tex, low, high):
    assert low < book_formulas.width(tex) < high


def test_a_formula_holds_its_place_once():
    html = (
        r'<p><span class="math notranslate nohighlight">\(s^2 &lt; 1\)</span></p><div class="math notranslate nohighlight" id="e">'  # noqa: E501
        + "\n"
        + r"\[\frac{a}{b}\]</div>"
    )
    held = book_formulas.hold(html)
    assert held.count("--wide") == held.count("--high") == 1
    assert r"\(s^2 &lt; 1\)" in held
    assert 'id="e"' in held
    assert book_formulas.hold(held) == held


@pytest.mark.parametrize(
    ("tex", "plain"), [(r"M^*", "M*"), (r"M^{\star}", "M*"), (r"\sigma = 10^{-6}", "σ = 10-6"), (r"P_{ij}", "Pij")]
)
def test_a_formula_is_searched_as_a_reader_types_it(tex, plain):
    assert book_search.plain_formula(tex) == plain


@pytest.mark.parametrize(("text", "better"), [("150 000 words", "150\u202f000 words"), ("2 000", "2\u202f000"), ("in 2014 100 of them", "in 2014 100 of them"),  # noqa: E501
    ("chapter 3 of 12", "chapter 3 of 12"), ("0.123 456", "0.123 456")])  # fmt: skip
def test_thousands_hold_together(text, better):
    transform = object.__new__(book_typography.Typography)
    paragraph = nodes.paragraph("", text)
    section = nodes.section("", paragraph)
    transform.document = section
    transform.run()
    assert paragraph.astext() == better


def test_an_arxiv_number_leads_to_the_paper():
    link = book_typography.linked("2026. arXiv:2605.01609.")[1]
    assert link["refuri"] == "https://arxiv.org/abs/2605.01609"
