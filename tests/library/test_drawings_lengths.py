"""What the explorer of lengths draws and says, read back by its own axes."""

import re

import numpy as np
import pytest
from drawings import assert_readable, near, places, shown
from test_lengths import LENGTHS, runs

from wordmodes.explorers import length_points, lengths_explorer
from wordmodes.explorers.lengths.explorer import PUBLISHED

CASES = [
    ("M*", "SGNS", "analogies", 5, LENGTHS[1]),
    ("PPMI", "SGNS", "wordsim353", 16, LENGTHS[2]),
    ("M*", "SGNS", "analogies", 16, LENGTHS[0]),
    ("M*", "PPMI", "analogies", 16, LENGTHS[2]),
]
COLOUR = {"M*": "mode 1", "PPMI": "mode 3"}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    states = [dict(zip(("method", "against", "test", "window", "tokens"), case, strict=True)) for case in CASES]
    states += [{**state, "width": 330} for state in states]
    found = shown(lengths_explorer(runs()), tmp_path_factory.mktemp("lengths"), *states)
    return dict(zip([*CASES, *((case, "narrow") for case in CASES)], found, strict=True))


def scores(method: str, test: str, window: int) -> dict[int, tuple[float, float]]:
    return {
        p.tokens: p.scores[test]
        for p in length_points(runs())
        if p.method.startswith(method) and p.window == window and p.method in (method, f"{method}, k = 1, t = 1e-5")
    }


@pytest.mark.parametrize("case", CASES)
def test_the_chosen_method_stands_at_its_scores(drawn, case):
    method, _, test, window, tokens = case
    panel = drawn[case].panel("Scores against the length")
    x, up = panel.x_axis(log=True), panel.y_axis()
    own = scores(method, test, window)
    curve = panel.points(stroke=COLOUR[method], width=2.4)
    near(curve, [[x.px(n), up.px(value)] for n, (value, _) in own.items()])
    bars = [one["points"] for one in panel.find("line", stroke=COLOUR[method], width=1.6)]
    tall = sorted(
        (min(bar, key=lambda p: p[1])[1], max(bar, key=lambda p: p[1])[1], bar[0][0])
        for bar in bars
        if abs(bar[0][0] - bar[1][0]) < 0.1
    )
    near(sorted(tall), sorted((up.px(v + e), up.px(v - e), x.px(n)) for n, (v, e) in own.items()))
    (now,) = (one for one in panel.find("line", stroke="ink", dash=True))
    near([p[0] for p in now["points"]], [x.px(tokens)] * 2)
    rings = [one for one in panel.find("dot", fill="ground") if abs(one["x"] - x.px(PUBLISHED["tokens"])) < 2]
    expected = PUBLISHED["scores"].get(test, {}) if window == PUBLISHED["window"] else {}
    near(sorted(one["y"] for one in rings), sorted(up.px(value) for value in expected.values()))
    assert ("published" in panel.words()) == bool(expected)
    assert method in panel.words()


@pytest.mark.parametrize("case", CASES)
def test_a_series_that_still_rises_is_hollow(drawn, case):
    _, _, test, window, _ = case
    panel = drawn[case].panel("Scores against the length")
    x, up = panel.x_axis(log=True), panel.y_axis()
    for n, (value, _) in scores("SGNS", test, window).items():
        (dot,) = (
            one
            for one in panel.find("dot")
            if one.get("fill") in ("ground", "mode 2")
            and np.hypot(one["x"] - x.px(n), one["y"] - up.px(value)) < 1.6
            and 3 < one["radius"] < 4
        )
        assert dot["fill"] == ("ground" if n == LENGTHS[2] else "mode 2")


@pytest.mark.parametrize("case", CASES)
def test_the_ratio_and_its_turn(drawn, case):
    method, rival, test, window, _ = case
    panel = drawn[case].panel("The closed form's score over")
    x, up = panel.x_axis(log=True), panel.y_axis()
    own, other = scores(method, test, window), scores(rival, test, window)
    ratio = {n: own[n][0] / other[n][0] for n in own.keys() & other.keys()}
    dots = panel.find("dot", fill=COLOUR[method])
    near(sorted(places(dots).tolist()), sorted([x.px(n), up.px(r)] for n, r in ratio.items()))
    (one,) = (line for line in panel.find("line", stroke="ink", dash=True, width=1.2))
    near([p[1] for p in one["points"]], [up.px(1)] * 2)
    assert [text for text in panel.words() if text.startswith("lowest")] == (
        [f"lowest: {min(ratio.values()):.2f}"] if len(ratio) > 1 else []
    )
    rings = panel.find("dot", fill="ground")
    here = PUBLISHED["scores"].get(test, {}) if window == PUBLISHED["window"] else {}
    near(
        places(rings).reshape(-1, 2),
        [[x.px(PUBLISHED["tokens"]), up.px(here[method] / here[rival])] for _ in here and [0]] or np.empty((0, 2)),
    )


@pytest.mark.parametrize("case", CASES)
def test_all_methods_at_the_length_in_order(drawn, case):
    _, _, test, window, tokens = case
    panel = drawn[case].panel("All methods at this length")
    x = panel.x_axis()
    expected = {p.method: p.scores[test] for p in length_points(runs()) if (p.window, p.tokens) == (window, tokens)}
    names = {
        text.removesuffix(" (still rising)"): one["y"]
        for text, one in panel.words(fill="ink").items()
        if text.removesuffix(" (still rising)") in expected
    }
    assert sorted(names, key=names.get) == sorted(expected, key=lambda name: -expected[name][0])
    dots = sorted((one for one in panel.find("dot") if "fill" in one), key=lambda one: one["y"])
    near([one["x"] for one in dots], x.px(sorted((value for value, _ in expected.values()), reverse=True)))


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("wide", [True, False])
def test_its_words_can_be_read(drawn, case, wide):
    for panel in drawn[case if wide else (case, "narrow")].panels.values():
        assert_readable(panel)


@pytest.mark.parametrize("case", CASES)
def test_it_says_the_score_the_ratio_and_the_turn(drawn, case):
    method, rival, test, window, tokens = case
    said = drawn[case].said
    value, error = scores(method, test, window)[tokens]
    number = (lambda v: f"{100 * v:.1f}\u00a0%") if test == "analogies" else (lambda v: f"{v:.3f}".removeprefix("0"))
    assert f"{number(value)} (± {number(error)})" in said
    other = scores(rival, test, window)
    if tokens in other:
        assert f"the ratio is {value / other[tokens][0]:.2f}, ±" in said
        assert ("more epochs may still help it" in said) == (rival == "SGNS" and tokens == LENGTHS[2])
    else:
        assert "No SGNS of this length and window is stored." in said
    assert ("the ratio is lowest at" in said) == (len(other) > 1)
    assert bool(re.search(r"each doubling of the text brought", said)) == (tokens > LENGTHS[0])
