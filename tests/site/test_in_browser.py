"""The built site as a reader meets it: every page, over http and from its files, with no other site in reach."""

import json

import pytest

import axe
from conftest import LISTEN, PAGES, SITE, soup
from page_weight import Weight, weighing
from predicting import answer_all, check_paper
from settings import check_settings
from wordmodes import explorers

pytestmark = pytest.mark.browser

LISTEN_TO_ALL = LISTEN.replace("window.drawn =", "(window.all ??= {})[event.detail.explorer] =")
# For what matches a selector and shows, once each: a colour, what lies behind it, layer over layer, and a text that has
# both. What is folded away, and the marks that show a heading's address under the mouse, are left out.
COLOURS = """selector => {
    const parse = c => { const [r, g, b, a = 1] = c.match(/[\\d.]+/g).map(Number); return [r, g, b, a]; };
    const mix = (under, [r, g, b, a]) => [r, g, b].map((c, k) => a * c + (1 - a) * under[k]);
    const known = new Map([[null, { ground: [255, 255, 255], seen: 1 }]]);
    const behind = e => {
        if (known.has(e)) return known.get(e);
        const under = behind(e.parentElement), style = getComputedStyle(e);
        const own = {
            ground: mix(under.ground, parse(style.backgroundColor)),
            seen: under.seen * Number(style.opacity),  // what opacity leaves of a text
        };
        known.set(e, own);
        return own;
    };
    const found = new Map();
    for (const e of document.querySelectorAll(selector)) {
        if (!e.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
        if (e.matches(".headerlink")) continue;
        const { ground, seen } = behind(e), colour = parse(getComputedStyle(e).color);
        const shown = mix(ground, [...colour.slice(0, 3), seen]);
        const key = JSON.stringify([shown, ground]);
        if (!found.has(key)) found.set(key, [shown, ground, e.textContent.trim().slice(0, 40)]);
    }
    return [...found.values()];
}"""


# How far below the page's header an element that a link led to begins.
TOP = """selector => document.querySelector(selector).getBoundingClientRect().top
    - parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop)"""
ROOTS = """document.addEventListener('wordmodes:drawn', ({target, detail}) => {
    (window.roots ??= {})[detail.explorer] = target;
});"""
# How much of the screen has been moved about, and how far, since the page began to open.
SHIFTS = """window.shifts = 0;
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) shifts += value;
}).observe({ type: 'layout-shift', buffered: true });"""
COVERED = ".wm-live .wm-veil:not(.wm-open) > .wm-behind *"  # until a question is answered
UNSET = """() => [...document.querySelectorAll('.math:not(:has(mjx-container))')].map(e => {
    const { top, bottom } = e.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
})"""


def luminance(colour: list[float]) -> float:
    """Relative luminance of red, green and blue from 0 to 255, as WCAG 2 defines it."""
    channels = [c / 255 for c in colour[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: list[float], other: list[float]) -> float:
    """Contrast ratio of two colours, as WCAG 2 defines it."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


# Text, and drawings whose text takes their colour.
TEXT = (
    ".bd-article :is(h1, h2, p, li, td, dt, dd, figcaption, figcaption *, a.reference), .wm-badge, .wm-figure, "
    ".bd-article pre, .bd-article pre span, .bd-search-container h1, .bd-sidebar-primary a"
)


def check_weight(reader, name: str, weight: Weight) -> None:
    """The page passes none of the limits, and all of it was weighed."""
    assert reader.root + name in weight.files
    assert len(weight.files) > 10
    assert (weight.tables > 0) == (reader.page.locator(".wm-widget").count() > 0)
    assert weight.excesses() == []


def check_widgets(reader) -> None:
    """Every widget has drawn something."""
    for widget in reader.page.locator(".wm-widget").all():
        box = widget.bounding_box()
        assert box is not None
        assert box["height"] > 20
        assert box["width"] > 100
        assert widget.inner_text().strip()


def check_formulas(reader) -> None:
    """Every formula is set, those behind a question as soon as they are uncovered, and MathJax understood each."""
    assert reader.page.locator(f".math:not(:has(mjx-container), {COVERED})").count() == 0
    reader.page.evaluate("document.querySelectorAll('.wm-look').forEach(button => button.click())")
    assert reader.page.locator(COVERED).count() == 0
    reader.page.wait_for_function("!document.querySelector('.wm-behind .math:not(:has(mjx-container))')")
    assert reader.page.locator(".math:not(:has(mjx-container))").count() == 0
    # an error in its words; a command that it doesn't know, in red
    assert reader.page.locator("mjx-merror, mjx-mtext[style*='color: red']").count() == 0


def check_code(reader) -> None:
    """Code of 76 columns fits its column, beside both sidebars."""
    cut = reader.page.evaluate(
        """() => [...document.querySelectorAll('.cell_input pre')]
             .filter(pre => pre.clientWidth && pre.scrollWidth > pre.clientWidth)
             .filter(pre => Math.max(...pre.textContent.split('\\n').map(line => line.length)) <= 76)
             .map(pre => pre.textContent)"""
    )
    assert cut == []


def check_questions(reader, name: str) -> None:
    """Every question can be answered, rightly and wrongly."""
    reader.page.emulate_media(reduced_motion="reduce")  # to scroll smoothly takes a second a question
    answer_all(reader.page, name)
    reader.page.emulate_media(reduced_motion="no-preference")


def check_theme(reader, theme: str) -> None:
    """The page follows the reader's theme, and its text stands out by 4.5 to 1."""
    reader.page.wait_for_function("theme => document.documentElement.dataset.theme === theme", arg=theme)
    [[_, ground, _]] = reader.page.evaluate(COLOURS, "body")
    assert (luminance(ground) < 0.05) == (theme == "dark")
    shown = reader.page.evaluate(COLOURS, TEXT)
    # the search page has no text of its own until something is searched for
    assert shown or "search.html" in reader.page.url
    assert [entry for entry in shown if contrast(entry[0], entry[1]) < 4.5] == []


def explorers_of(name: str) -> set[str]:
    """Keys of the explorers that a page of the site holds."""
    state = soup(SITE / name).find("script", type="application/vnd.jupyter.widget-state+json")
    models = json.loads(state.string)["state"].values() if state else []
    return {model["state"]["key"] for model in models if "key" in model["state"]}


def check_explorers(reader, name: str) -> None:
    """Each explorer has drawn and hides its still picture; on paper it is the other way round."""
    page, keys = reader.page, explorers_of(name)
    assert set(page.evaluate("window.all ?? {}")) == keys
    shown, pictures = page.locator(".wm-explorer").all(), page.locator(".tag_still .wm-figure svg").all()
    assert len(shown) == len(pictures) >= len(keys)
    page.wait_for_function("n => document.querySelectorAll('.tag_still.wm-drawn').length === n", arg=len(shown))
    assert not any(still.is_visible() for still in pictures)
    page.emulate_media(media="print")
    assert all(still.is_visible() for still in pictures)
    assert not any(explorer.is_visible() for explorer in shown)
    page.emulate_media(media="screen")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_over_http(visit, name):
    """All that is asked of a page, at one visit: to open one costs more than to look at it."""
    with visit("http") as reader:
        reader.page.add_init_script(LISTEN_TO_ALL + SHIFTS)
        with weighing(reader.page) as weight:
            reader.open(name)
        assert reader.page.evaluate("shifts") <= 0.05
        check_weight(reader, name, weight)
        check_widgets(reader)
        check_questions(reader, name)
        check_formulas(reader)
        check_code(reader)
        check_explorers(reader, name)
        check_settings(reader, name)
        check_theme(reader, "light")
        reader.page.emulate_media(color_scheme="dark")
        check_theme(reader, "dark")
        for width in (390, 360):
            reader.page.set_viewport_size({"width": width, "height": 800})
            reader.page.wait_for_timeout(150)
            assert reader.page.evaluate("document.body.scrollWidth") <= width
        reader.page.mouse.wheel(0, 20_000)
        assert reader.complaints == []
        assert axe.faults(reader.page) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_from_its_file(visit, name):
    with visit("file", width=390, theme="dark") as reader:
        reader.page.add_init_script(LISTEN_TO_ALL)
        reader.open(name)
        check_widgets(reader)
        assert reader.complaints == []
        check_paper(reader.page, name)
        # what was laid out for paper is covered again, which the browser remarks upon
        reader.complaints[:] = [said for said in reader.complaints if "hidden by content-visibility" not in said]
        check_formulas(reader)
        assert set(reader.page.evaluate("window.all ?? {}")) == explorers_of(name)
        check_theme(reader, "dark")
        assert reader.page.evaluate("document.body.scrollWidth") <= 390
        assert reader.complaints == []


def test_search_finds_a_word(visit):
    with visit("http") as reader:
        reader.page.goto(reader.root + "search.html?q=sigmoid")
        reader.page.wait_for_selector("ul.search li a")
        assert reader.page.locator("ul.search li a").count() >= 1
        assert reader.complaints == []


def test_the_theme_button_switches_and_is_remembered(visit):
    with visit("http") as reader:
        reader.open("index.html")
        button = reader.page.locator("button.theme-switch-button").last
        for _ in range(3):
            button.click()
            if reader.page.get_attribute("html", "data-theme") == "dark":
                break
        assert reader.page.get_attribute("html", "data-theme") == "dark"
        reader.open("notation.html")
        assert reader.page.get_attribute("html", "data-theme") == "dark"
        assert reader.complaints == []


def test_the_page_of_explorers_leads_to_each(visit):
    with visit("http") as reader:
        reader.page.add_init_script(LISTEN_TO_ALL)
        reader.page.add_init_script(ROOTS)
        reader.open("explorers.html")
        links = reader.page.locator("article section section a.wm-thumb").evaluate_all("all => all.map(a => a.href)")
        assert all(picture.is_visible() for picture in reader.page.locator("a.wm-thumb svg").all())
        assert not any(traits.is_visible() for traits in reader.page.locator("details dl").all())  # folded
        assert len(links) == len([name for name in explorers.__all__ if name.endswith("Explorer")])
        for link in links:
            reader.page.goto("about:blank")  # or a second link to a page would only change its fragment
            name = link.removeprefix(reader.root)
            reader.open(name)
            key = name.partition("#")[2].partition("=")[0]
            reader.page.wait_for_function("key => window.all?.[key]", arg=key)
            reader.page.wait_for_function("key => document.activeElement === window.roots[key]", arg=key)
            assert reader.page.evaluate(TOP, ":focus") == pytest.approx(0, abs=1)
        assert reader.complaints == []


def test_formulas_out_of_view_wait_until_the_page_answers(visit):
    with visit("http") as reader:
        reader.page.add_init_script(f"addEventListener('load', () => {{ window.unset = ({UNSET})(); }});")
        reader.open("05_one_mode.html")
        unset = reader.page.evaluate("window.unset")
        assert len(unset) > 100
        assert not any(unset)  # what is in view has been set before
        check_formulas(reader)


def test_formulas_wait_for_the_reader_too(visit):
    with visit("http") as reader:
        reader.page.add_init_script(
            f"""addEventListener('load', () => {{
                window.unset = [];
                const moving = setInterval(() => {{
                    document.body.dispatchEvent(new Event('input', {{ bubbles: true }}));
                    unset.push(({UNSET})().length);
                    if (unset.length === 100) clearInterval(moving);
                }}, 10);
            }});"""
        )
        reader.open("05_one_mode.html")
        unset = reader.page.evaluate("window.unset")
        assert len(unset) == 100
        assert unset[-1] == unset[0] > 100
        check_formulas(reader)


def test_a_page_printed_while_it_opens_has_all_its_formulas(visit):
    with visit("http") as reader:
        reader.page.add_init_script(
            f"""addEventListener('load', () => {{
                window.before = ({UNSET})().length;
                dispatchEvent(new Event('beforeprint'));
                window.after = ({UNSET})().length;
            }});"""
        )
        reader.open("05_one_mode.html")
        assert reader.page.evaluate("window.before") > 100
        assert reader.page.evaluate("window.after") == 0
        check_formulas(reader)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_link_into_a_page_holds_its_place(visit, width):
    with visit("http", width=width) as reader:
        reader.open("05_one_mode.html#exercises")  # far down, and long enough to reach the top of the screen
        reader.page.wait_for_timeout(300)
        assert reader.page.evaluate(TOP, "#exercises") == pytest.approx(0, abs=2)
        check_formulas(reader)


@pytest.mark.parametrize("fragment", ["%", "no-such-place", "mode=x&%=%&=", "sigma=1"])
def test_an_address_that_leads_nowhere_does_no_harm(visit, fragment):
    with visit("http") as reader:
        reader.open(f"05_one_mode.html#{fragment}")
        check_widgets(reader)
        check_formulas(reader)
        assert reader.complaints == []
