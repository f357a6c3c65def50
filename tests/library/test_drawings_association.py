"""What the association explorer draws and says, read back by its own axes, against the measures' definitions."""

import re

import numpy as np
import pytest
from drawings import assert_readable, near, on_curve, places, shown

from wordmodes.explorers import AssociationExplorer, gazette_table

POINTS = [(1e-4, 1e-6), (2e-8, 1e-6), (1e-6, 1e-6), (0.0, 1e-6), (3e-7, 1e-7), (1e-5, 1e-9), (3e-8, 1e-5)]
FREE = {"words": ["", ""]}


@pytest.fixture(scope="module")
def table():
    return gazette_table()


@pytest.fixture(scope="module")
def widget(table) -> AssociationExplorer:
    return AssociationExplorer(table)


@pytest.fixture(scope="module")
def drawn(widget, tmp_path_factory):
    states = [{"observed": p, "expected": q, **FREE} for p, q in POINTS]
    return dict(zip(POINTS, shown(widget, tmp_path_factory.mktemp("pairs"), *states), strict=True))


def m_star(ratio):
    return 2 * (ratio - 1) / (ratio + 1)


def ratio_axes(state):
    panel = state.panel("PMI, PPMI and M*")
    return panel, panel.x_axis(log=True, but=10_000), panel.y_axis(least=6)


def plane_axes(state):
    panel = state.panel("The pair in the plane")
    return panel, panel.x_axis(log=True, least=4), panel.y_axis(log=True, least=4)


def test_each_curve_is_its_measure_in_its_colour(drawn):
    panel, x, up = ratio_axes(drawn[POINTS[0]])
    on_curve(panel.points(stroke="mode 1", width=2.6, dash=False), x, up, m_star)
    on_curve(panel.points(stroke="ink", width=1.5, dash=True), x, up, np.log)
    lower = panel.points(stroke="mode 2", width=2, dash=True) - [0, 2]  # stands two pixels below, to be seen
    on_curve(lower, x, up, lambda ratio: np.maximum(np.log(ratio), 0))
    words = panel.words()
    assert words["M* = 2 tanh(PMI/2)"]["fill"] == "name 1"
    assert {one["fill"] for one in panel.find("text", text="PPMI") if "fill" in one} == {"name 2"}
    assert {one["fill"] for one in panel.find("text", text="PMI") if "fill" in one} == {"ink"}
    for one in panel.find("text", text="PMI"):
        near(up.at(one["y"]), np.log(x.at(one["x"])), 2.5)
    near(words["M* = 2 tanh(PMI/2)"]["y"], up.px(2), 20)


@pytest.mark.parametrize("point", POINTS)
def test_the_three_dots_stand_at_the_pairs_own_values(drawn, point):
    p, q = point
    panel, x, up = ratio_axes(drawn[point])
    ratio = p / q
    with np.errstate(divide="ignore"):
        pmi = np.log(ratio)
    across = panel.words()["0"]["x"] if p == 0 else x.px(ratio)
    (m,) = panel.find("dot", fill="mode 1", radius=6.5)
    near([m["x"], m["y"]], [across, up.px(m_star(ratio))])
    (high,) = panel.find("dot", fill="ink", radius=5)
    near(high["x"], across)
    if p:
        near(high["y"], up.px(pmi))
    else:
        assert high["y"] > up.px(-7)  # no floor
    (positive,) = (one for one in panel.find("dot", fill="mode 2") if one["radius"] > 3.3)
    near([positive["x"], positive["y"]], [across, up.px(max(pmi, 0))])
    for text, one in panel.words().items():
        if text.startswith("distance") and p:
            assert float(text.split()[1]) == pytest.approx(abs(pmi - m_star(ratio)), abs=0.006)
            assert min(m["y"], high["y"]) - 8 < one["y"] < max(m["y"], high["y"]) + 8


@pytest.mark.parametrize("point", POINTS)
def test_the_handle_stands_at_the_pair_and_its_line_is_its_pmi(drawn, point):
    p, q = point
    panel, x, up = plane_axes(drawn[point])
    words = panel.words()
    assert "expected by chance, PᵢPⱼ" in words
    (handle,) = panel.find("dot", fill="mode 1", radius=7.5)
    height = up.px(p) if p else words["never seen"]["y"]
    near([handle["x"], handle["y"]], [x.px(q), height])
    (line,) = panel.find("line", stroke="ink", width=2)
    near(line["points"], [[x.px(q), height], [x.px(q), up.px(q)]])


def test_lines_of_one_ratio_the_ceiling_and_the_names_stand_where_they_say(drawn, table):
    panel, x, up = plane_axes(drawn[POINTS[0]])
    (chance,) = panel.find("line", stroke="ink", width=1.4)
    on_curve(chance["points"], x, up, lambda q: q)
    slopes = [np.array(one["points"]) for one in panel.find("line", stroke="faint", dash=True)]
    assert len(slopes) > 6
    for points in slopes:
        power = round(float(np.log10(up.at(points[0, 1]) / x.at(points[0, 0]))))
        on_curve(points, x, up, lambda q, power=power: q * 10.0**power)
    turned = {one["text"]: one for one in panel.find("text") if one["angle"]}
    for text, ratio in (
        ("as by chance", 1),
        ("1/100 of chance", 0.01),
        ("1/10000 of chance", 1e-4),
        ("100 × chance", 100),
    ):
        one = turned[text]
        assert np.log10(up.at(one["y"]) / x.at(one["x"])) == pytest.approx(np.log10(ratio), abs=0.12)
    (ceiling,) = panel.find("area", fill="grid")
    corners = sorted(ceiling["points"], key=lambda point: -point[1])[:2]
    on_curve(corners, x, up, np.sqrt)
    told = 0
    for pair in table.telling:
        p, q = table.place(pair)
        one = panel.words().get(" ".join(pair))
        if one and p:
            told += 1
            assert abs(one["x"] - x.px(q)) < 16
            assert abs(one["y"] - up.px(p)) < 45
    assert told > 3


def test_each_small_dot_is_a_pair_of_the_text(drawn, table):
    panel, x, up = plane_axes(drawn[POINTS[0]])
    dots = [one for one in panel.find("bar", fill="faint") if one["across"] < 3]
    centres = places(dots) + dots[0]["across"] / 2
    pairs = np.array([table.place((table.words[i], table.words[j])) for i, j in table.cloud])
    assert len(centres) == len(pairs) > 500
    seen = pairs[:, 0] > 0
    near(centres[:, 0], x.px(pairs[:, 1]))
    near(centres[seen, 1], up.px(pairs[seen, 0]))
    assert (centres[~seen, 1] > up.px(pairs[seen, 0]).max() - 1).all()


@pytest.mark.parametrize("point", POINTS)
def test_words_can_be_read(drawn, point):
    for panel in drawn[point].panels.values():
        assert_readable(panel)


# ---- what is said
@pytest.mark.parametrize("point", POINTS)
def test_it_says_how_often_against_chance_and_on_which_side_m_star_lies(drawn, point):
    p, q = point
    said = drawn[point].said
    ratio = p / q
    if not p:
        assert "never seen, where chance would give" in said
        assert "M* = −2.00" in said
        assert "PMI = −∞" in said
        return
    if ratio == 1:
        assert "as much as chance would give" in said
        assert "M* and PMI agree" in said
        return
    stated = re.search(r", ([\d.]+) times what chance", said)
    assert float(stated[1]) == pytest.approx(ratio, rel=0.05) if stated else ratio < 0.001
    pmi, positive, m = (float(x.replace("−", "-")) for x in re.findall(r"= (−?\d+\.\d\d)", said)[:3])
    assert [pmi, positive, m] == pytest.approx([np.log(ratio), max(np.log(ratio), 0), m_star(ratio)], abs=0.006)
    distance, side = re.search(r"M\* lies ([\d.]+) (below|above) PMI", said).groups()
    assert side == ("below" if ratio > 1 else "above")  # M* is bounded, and so nearer to 0
    assert float(distance) == pytest.approx(abs(np.log(ratio) - m_star(ratio)), abs=0.006)


def test_a_named_pair_is_named_and_weighed(widget, table, tmp_path):
    first, second = table.telling[0]
    (state,) = shown(widget, tmp_path, {"words": [first, second]})
    p, q = table.place((first, second))
    assert state.said.startswith(f"“{first}” and “{second}”")
    assert [state.detail["observed"], state.detail["expected"]] == pytest.approx([p, q], rel=1e-9)
    due, met = re.search(
        r"chance would give ([\d.]+) encounters?, and there were about ([\d.]+)", state.said.replace("\u202f", "")
    ).groups()
    assert float(met) / float(due) == pytest.approx(p / q, rel=0.1)
