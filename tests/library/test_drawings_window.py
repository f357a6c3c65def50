"""What the window explorer draws and says, against the weights' definition and the library's rows."""

import re

import numpy as np
import pytest
from drawings import assert_readable, near, shown

from wordmodes.explorers import window_explorer
from wordmodes.explorers.window.distances import leading, stored_table
from wordmodes.explorers.window.explorer import SENTENCE

CASES = [
    {"word": "water", "window": 3, "weighting": "linear", "order": "beyond", "centre": 6},
    {"word": "king", "window": 16, "weighting": "flat", "order": "share", "centre": 1},
    {"word": "king", "window": 5, "weighting": "linear", "order": "share", "centre": 9},
    {"word": "water", "window": 1, "weighting": "flat", "order": "beyond", "centre": 2},
]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    return shown(window_explorer(), tmp_path_factory.mktemp("window"), *CASES, width=900)


def weight(case, distance):
    """L + 1 - j within the window, or 1 where all count the same."""
    if not 0 < distance <= case["window"]:
        return 0
    return case["window"] + 1 - distance if case["weighting"] == "linear" else 1


@pytest.mark.parametrize("i", range(len(CASES)))
def test_each_word_of_the_sentence_stands_under_a_bar_as_high_as_its_weight(drawn, i):
    case, panel = CASES[i], drawn[i].panel("The window over a sentence")
    (centre,) = (one for one in panel.find("bar") if one["fill"] == "ink")
    bars = [one for one in panel.find("bar") if one["fill"] not in ("ink", "grid")]
    words = [one for one in panel.find("text") if one["text"] in SENTENCE and one["y"] > 90]
    assert [one["text"] for one in sorted(words, key=lambda one: one["x"])] == list(SENTENCE)
    x = sorted(one["x"] for one in words)
    assert centre["x"] < x[case["centre"] - 1] < centre["x"] + centre["across"]
    counted = [weight(case, abs(place + 1 - case["centre"])) for place in range(len(SENTENCE))]
    middles = [one["x"] + one["across"] / 2 for one in bars]
    near(middles, [x[place] for place, w in enumerate(counted) if w], 12)  # a word at the margin keeps within it
    heights = np.array([one["height"] for one in bars])
    shown_weights = np.array([w for w in counted if w])
    np.testing.assert_allclose(heights / heights.max(), shown_weights / max(shown_weights), atol=1e-6)
    assert np.ptp([one["y"] + one["height"] for one in bars]) < 1e-6
    numbers = sorted(
        (one for one in panel.find("text", fill="ink", align="center") if one["text"].isdigit()),
        key=lambda one: one["x"],
    )
    assert [int(one["text"]) for one in numbers] == shown_weights.tolist()
    near([one["x"] for one in numbers], middles)
    for one, middle in zip(bars, middles, strict=True):
        distance = np.abs(np.array(x) - middle).argmin() + 1 - case["centre"]
        assert (one["fill"] == "mode 1") == (abs(distance) == 1)  # next door is blue
    assert_readable(panel)


@pytest.mark.parametrize("i", range(len(CASES)))
def test_bars_are_shares_and_the_marks_are_chance(drawn, i):
    case, panel = CASES[i], drawn[i].panel("The word's contexts")
    row = leading(stored_table(), case["word"], case["window"], case["weighting"], case["order"])
    names = sorted(panel.find("text", fill="ink", size=13), key=lambda one: one["y"])
    names = [one for one in names if "%" not in one["text"]]
    assert [one["text"] for one in names] == list(row.contexts)
    (foot,) = panel.find("line", stroke="faint")
    start = foot["points"][0][0]
    bars = [[b for b in panel.find("bar") if b["y"] <= one["y"] <= b["y"] + b["height"]] for one in names]
    ends = np.array([max(b["x"] + b["across"] for b in row_bars) for row_bars in bars])
    marks = np.array([one["points"][0][0] for one in panel.find("line", stroke="ink", width=2)])
    unit = (ends[0] - start) / row.share[0]
    near(ends, start + unit * row.share)
    near(marks, start + unit * row.chance)
    for k, row_bars in enumerate(bars):
        pieces = row.parts[k][row.parts[k] > 0]
        near(sorted(b["x"] for b in row_bars), start + unit * (np.cumsum(pieces) - pieces))
        if row.parts[k][0]:
            assert min(row_bars, key=lambda b: b["x"])["fill"] == "mode 1"  # next door comes first, and is blue
        texts = {
            one["text"]: one["x"] for one in panel.find("text") if abs(one["y"] - names[k]["y"]) < 1 and "fill" in one
        }
        (share,), (times,) = ([t for t in texts if sign in t] for sign in "%×")
        assert float(share.split("\u00a0")[0]) / 100 == pytest.approx(row.share[k], rel=0.06)
        assert float(times[:-1]) == pytest.approx(row.share[k] / row.chance[k], rel=0.06)
    assert_readable(panel)


@pytest.mark.parametrize("i", range(len(CASES)))
def test_it_says_what_the_window_counts_and_which_contexts_lead(drawn, i):
    case, said = CASES[i], drawn[i].said
    counted = [weight(case, abs(place + 1 - case["centre"])) for place in range(len(SENTENCE))]
    assert f": {sum(counted)} in all." in said
    lost = 2 * case["window"] - sum(w > 0 for w in counted)
    assert (re.search(r"(\w+) places? of the window lies? beyond", said) is not None) == (lost > 0)
    if lost > 1:
        assert f"{lost} places of the window lie beyond the sentence" in said
    row = leading(stored_table(), case["word"], case["window"], case["weighting"], case["order"])
    lead = "The largest shares" if case["order"] == "share" else "Furthest beyond chance"
    assert f"{lead} in the row of “{case['word']}” in gazette: “{row.contexts[0]}” (" in said
    held, places = re.search(r"bars hold ([\d.]+)\u00a0% of the row, counted ([\d.]+) places? away", said).groups()
    assert float(held) == pytest.approx(100 * row.share.sum(), rel=0.06)
    parts = row.parts.sum(axis=0)
    assert float(places) == pytest.approx(parts @ np.arange(1, len(parts) + 1) / parts.sum(), abs=0.06)
