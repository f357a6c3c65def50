"""What the odds explorer draws and says, read back by its own axes, against the losses' definitions."""

import re

import numpy as np
import pytest
from drawings import assert_readable, near, on_curve, shown

from wordmodes.explorers import OddsExplorer
from wordmodes.explorers.odds.pairs import book_table

CASES = [
    {"odds": 4.0}, {"odds": 0.2}, {"odds": 1.0}, {"odds": 0.0}, {"odds": 30.0, "negatives": 5},
    {"odds": 0.02, "text": "wikipedia", "negatives": 2}, {"odds": 900.0}, {"words": ["prime", "minister"]},
    {"words": ["she", "billion"]}, {"words": ["she", "billion"], "text": "wikipedia"}, {"odds": 4.0, "width": 390},
]  # fmt: skip
AT = range(len(CASES))


@pytest.fixture(scope="module")
def table():
    return book_table()


@pytest.fixture(scope="module")
def drawn(table, tmp_path_factory):
    return shown(OddsExplorer(table), tmp_path_factory.mktemp("odds"), *CASES)


def ratio_of(case, table):
    odds = table.odds(case.get("text", "gazette"), case["words"]) if "words" in case else case["odds"]
    return odds / case.get("negatives", 1)


def loss(x, ratio):
    return (ratio * np.logaddexp(0, -x) + np.logaddexp(0, x)) / (1 + ratio)


def parabola(x, ratio):
    return np.log(2) + x**2 / 8 - (ratio - 1) / (ratio + 1) * x / 2


def goal(ratio):
    return 2 * (ratio - 1) / (ratio + 1)


def panel_of(state, name):
    panel = state.panel(name)
    return panel, panel.x_axis(least=6), panel.y_axis(least=4)


def diamond(panel):
    (found,) = panel.find("area", fill="mode 2")
    return np.mean(found["points"][:4], axis=0)


@pytest.mark.parametrize("n", AT)
def test_both_curves_are_the_pairs_losses_and_touch_at_zero(drawn, table, n):
    ratio = ratio_of(CASES[n], table)
    panel, x, y = panel_of(drawn[n], "The logistic loss")
    inside = lambda points: points[(y.at(points[:, 1]) < 2.25) & (y.at(points[:, 1]) > -0.1)]  # noqa: E731
    on_curve(inside(panel.points(stroke="mode 1", width=2.6)), x, y, lambda s: loss(s, ratio))
    on_curve(inside(panel.points(stroke="mode 2", width=2.2, dash=True)), x, y, lambda s: parabola(s, ratio))
    (dot,) = panel.find("dot", fill="ink", radius=3)
    near([dot["x"], dot["y"]], [x.px(0), y.px(np.log(2))])
    near(diamond(panel), [x.px(goal(ratio)), y.px(parabola(goal(ratio), ratio))])
    best = panel.find("dot", fill="mode 1", radius=6.5)
    assert len(best) == (ratio > 0)
    for one in best:
        near([one["x"], one["y"]], [x.px(np.log(ratio)), y.px(loss(np.log(ratio), ratio))])
    (band,) = [one for one in panel.find("bar", fill="grid") if one["across"] > 20]
    low, high = x.at([band["x"], band["x"] + band["across"]])
    assert (high / 4) / (np.tanh(high / 2) / 2) == pytest.approx(1.1, abs=0.01)
    assert low == pytest.approx(-high, abs=0.06)  # two pixels


@pytest.mark.parametrize("n", AT)
def test_the_goals_lie_on_the_diagonal_and_on_the_bounded_curve(drawn, table, n):
    ratio = ratio_of(CASES[n], table)
    panel = drawn[n].panel("The score of least loss")
    x, y = drawn[n].panel("How all pairs").x_axis(least=6), panel.y_axis(least=5)  # the panel below has the axis
    on_curve(panel.points(stroke="mode 2", width=2.4), x, y, lambda s: 2 * np.tanh(s / 2))
    on_curve(panel.points(stroke="mode 1", width=2), x, y, lambda s: s)
    across = x.px(np.log(ratio)) if ratio else x.px(-7.2)
    near(diamond(panel), [across, y.px(goal(ratio))])
    (gap,) = panel.find("line", stroke="mode 10", width=2.5)
    near(gap["points"][1], [across, y.px(goal(ratio))])
    text, k = CASES[n].get("text", "gazette"), CASES[n].get("negatives", 1)
    odds = np.array([table.odds(text, pair) for pair in table.telling]) / k
    with np.errstate(divide="ignore"):
        places = np.clip(np.log(odds), -7.2, 7.2)
    dots = panel.find("dot", fill="faint")
    near([[one["x"], one["y"]] for one in dots], np.column_stack([x.px(places), y.px(goal(odds))]))


@pytest.mark.parametrize("n", AT)
def test_the_bars_are_the_shares_of_pairs_and_the_coloured_ones_are_nearer(drawn, table, n):
    ratio, k = ratio_of(CASES[n], table), CASES[n].get("negatives", 1)
    panel = drawn[n].panel("How all pairs")
    x = panel.x_axis(least=6)
    row = table.texts.index(CASES[n].get("text", "gazette"))
    all_pairs = table.spread[row].sum() + table.never[row]
    edges = np.linspace(-8, 8, table.spread.shape[1] + 1)
    sums = np.r_[0, table.spread[row].cumsum()]
    bars = [one for one in panel.find("bar") if one["fill"] in ("mode 3", "faint")]
    (silent,) = panel.find("bar", fill="mode 10")
    foot = max(one["y"] + one["height"] for one in bars)
    starts = x.at([one["x"] for one in bars])
    shares = (
        np.diff([np.interp([s + np.log(k), s + 0.25 + np.log(k)], edges, sums) for s in starts]).ravel() / all_pairs
    )
    heights = np.array([one["height"] for one in bars])
    scale = heights.max() / shares.max()
    near(heights, scale * shares)
    assert silent["height"] == pytest.approx(scale * table.never[row] / all_pairs, abs=1)
    assert silent["y"] + silent["height"] == pytest.approx(foot, abs=1)
    far = abs(np.log(ratio)) if ratio else np.inf
    for one, start in zip(bars, starts, strict=True):
        if abs(abs(start + 0.125) - far) > 0.02:
            assert (one["fill"] == "mode 3") == (abs(start + 0.125) <= far)


@pytest.mark.parametrize("n", AT)
def test_words_can_be_read(drawn, n):
    for panel in drawn[n].panels.values():
        assert_readable(panel)


# ---- what is said
@pytest.mark.parametrize("n", AT)
def test_it_says_where_both_are_drawn_and_how_many_pairs_are_nearer(drawn, table, n):
    said, case = drawn[n].said, CASES[n]
    ratio, k = ratio_of(case, table), case.get("negatives", 1)
    text = case.get("text", "gazette")
    who = "“{}” and “{}” in {}".format(*case["words"], text) if "words" in case else "A pair"
    assert said.startswith(f"{who}:" if k == 1 else f"{who}, with k = {k}:")
    if not ratio:
        assert "the score to −∞, the parabola to −2" in said
        return
    found = [float(value.replace("−", "-")) for value in re.findall(r"(?:log\(A/B\)|M) = (−?\d+\.\d\d)", said)]
    assert found == pytest.approx([np.log(ratio), goal(ratio)], abs=0.006)
    one, other = re.search(r"as ([\d.]+) : ([\d.]+)", said).groups()
    assert float(one) / float(other) == pytest.approx(ratio, rel=0.06)
    if short := re.search(r"(\d+)\u00a0% short of it", said):
        assert int(short[1]) == pytest.approx(100 * (1 - goal(ratio) / np.log(ratio)), abs=0.51)
    counted = {"gazette": 0, "wikipedia": 1}[text]
    edges = np.linspace(-8, 8, table.spread.shape[1] + 1)
    reach = np.log(k) + abs(np.log(ratio)) * np.array([-1, 1])
    inside = np.diff(np.interp(reach, edges, np.r_[0, table.spread[counted].cumsum()]))[0]
    share = inside / (table.spread[counted].sum() + table.never[counted])
    told = re.search(r"(more than )?(\d+)\u00a0% are nearer", said)
    assert (told[1] and share > 0.995) or int(told[2]) == pytest.approx(100 * share, abs=0.51)
