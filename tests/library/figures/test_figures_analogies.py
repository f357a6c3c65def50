"""Figures of chapter 10: families under their names, shares in per cent where the axis says so."""

import numpy as np
import pytest
from marks import (
    bars,
    boxes,
    colour,
    entries,
    is_at,
    line,
    look,
    place,
    runs,
    says,
    segments,
    spans,
    texts,
    ticks,
    xy,
)
from matplotlib.patches import Rectangle

from wordmodes.book import figures
from wordmodes.book.figures.style import INK, PALETTE

NAMES = ["capitals", "plurals", "gender"]
ROWS = {name: k for k, name in enumerate(NAMES)}


def test_pair_arrows():
    ends = np.array([[0.1, 0.5], [0.3, 0.4], [0.6, -0.2]])
    named = figures.Arrows("true", [("man", "woman"), ("king", "queen"), ("he", "she")], ends)
    fig = figures.pair_arrows([named, figures.Arrows("random", None, -ends)])
    assert fig.axes[-1].get_xlabel() == "along the mean difference"
    for ax, title, sign in zip(fig.axes, ("true", "random"), (1, -1), strict=True):
        arrows = [(one.xyann[0], one.xy[0]) for one in ax.texts if one.arrowprops]
        wanted = sorted(map(tuple, sign * ends), key=lambda pair: pair[0] - pair[1])
        assert arrows == wanted
        assert [one.xy[1] for one in ax.texts if one.arrowprops] == [0, 1, 2]
        assert [tuple(xy(one)[0]) for one in ax.lines] == [(tail, n) for n, (tail, _) in enumerate(wanted)]
        assert all(one.get_markevery() == [0] for one in ax.lines)
        assert ax.get_title(loc="left") == title
        assert runs(ax, down=True)
    for (first, second), (tail, head) in zip(named.words, ends, strict=True):
        assert (place(fig.axes[0], first)[0], place(fig.axes[0], second)[0]) == (tail, head)
        assert place(fig.axes[0], first)[1] == place(fig.axes[0], second)[1]
    assert {one for one in texts(fig.axes[1]) if one} == set()


def test_scores_by_rule():
    scores = {
        "3CosAdd": [(0.5, 0.02), (0.8, 0.03), (0.02, 0.04)],
        "nearest": [(0.3, 0.01), (0.1, 0.02), (0.4, 0.05)],
        "only b": [(0.25, 0.03), (0.35, 0.02), (0.45, 0.06)],
    }
    fig = figures.scores_by_rule(NAMES, scores)
    (ax,) = fig.axes
    assert says(ax, "answered correctly, %", "")
    assert runs(ax, down=True)
    assert ticks(ax.yaxis) == ROWS
    assert list(entries(fig.legends[0])) == list(scores)
    for (rule, pairs), shift in zip(scores.items(), (-0.24, 0, 0.24), strict=True):
        drawn = bars(ax)[rule]
        value, error = 100 * np.transpose(pairs)
        assert is_at(drawn.lines[0], value, np.arange(3) + shift)
        assert np.allclose(spans(drawn), np.column_stack([np.maximum(value - error, 0), value + error]))
    hues = [colour(bars(ax)[rule].lines[0]) for rule in scores]
    assert len(set(hues)) == 3


def test_spikes():
    share, error = np.array([0.5, 0.4, 0.3]), np.array([0.01, 0.02, 0.03])
    wrong, edge = np.array([0.2, 0.21, 0.22]), np.array([0.1, 0.11, 0.12])
    null = np.array([[0.05, 0.08], [0.06, 0.09], [0.07, 0.13]])
    fig = figures.spikes(NAMES, share, error, wrong, null, edge)
    (ax,) = fig.axes
    assert says(ax, "largest eigenvalue, as a share of their sum", "")
    assert runs(ax, down=True)
    assert ticks(ax.yaxis) == ROWS
    drawn = bars(ax)["true pairs"]
    assert is_at(drawn.lines[0], share, range(3))
    assert np.allclose(spans(drawn), np.column_stack([share - error, share + error]))
    said = {one.get_label(): one for one in ax.lines}
    assert is_at(said["Marchenko–Pastur edge"], edge, range(3))
    assert is_at(said["partners exchanged"], wrong, range(3))
    drawn = boxes(ax)
    assert np.allclose(np.column_stack([drawn[:, 0], drawn[:, 0] + drawn[:, 2]]), null)
    assert np.allclose(drawn[:, 1] + drawn[:, 3] / 2, range(3))
    names = {one.get_text() for one in fig.legends[0].get_texts()}
    assert names == {"random words, nine in ten", "Marchenko–Pastur edge", "partners exchanged", "true pairs"}


def test_ratio_and_accuracy():
    columns = []
    for title, x in (("one text", np.array([2, 10, 50])), ("another", np.array([4, 20, 200]))):
        curves = {name: np.array([2.0, 4, 3]) + k for k, name in enumerate(NAMES)}
        random = {name: np.array([1.5, 2, 1.2]) + 0.1 * k for k, name in enumerate(NAMES)}
        accuracy = {name: np.array([0.1, 0.3, 0.6]) / (k + 1) for k, name in enumerate(NAMES)}
        columns.append(figures.ModesKept(title, x, curves, random, accuracy))
    fig = figures.ratio_and_accuracy(columns)
    shown = entries(fig.legends[0])
    assert list(shown) == NAMES
    tops, bottoms = fig.axes[:2], fig.axes[2:]
    assert [ax.get_ylabel() for ax in (tops[0], bottoms[0])] == ["signal-to-noise ratio", "analogies correct, %"]
    for top, bottom, column in zip(tops, bottoms, columns, strict=True):
        assert top.get_title(loc="left") == column.title
        assert bottom.get_xlabel() == "modes kept, $d$"
        assert runs(top, "log", "log")
        assert runs(bottom, "log")
        for name in NAMES:
            hue = colour(shown[name])
            assert is_at(line(top, hue, marker="None"), column.sizes, column.random[name])
            assert line(top, hue, marker="None").get_linestyle() == ":"
            (own,) = [one for one in top.lines if colour(one) == hue and one.get_marker() != "None"]
            assert is_at(own, column.sizes, column.ratio[name])
            assert is_at(line(bottom, hue), column.sizes, 100 * column.accuracy[name])
            assert look(line(bottom, hue)) == look(own)
    assert list(ticks(bottoms[0].xaxis)) == ["2", "5", "10", "20", "50"]
    assert list(ticks(bottoms[1].xaxis)) == ["5", "10", "20", "50", "100", "200"]
    assert list(ticks(tops[0].yaxis)) == ["1", "2", "5", "10", "20"]


def test_energy_by_mode():
    rows = {"gender": [0.5, 0.3, 0.2], "plural": [0.1, 0.2, 0.7]}
    fig = figures.energy_by_mode(rows)
    (ax,) = fig.axes
    assert says(ax, "first $k$ modes", "share of the relation")
    assert runs(ax)
    assert list(entries(fig.legends[0])) == list(rows)
    for one, (name, energy) in zip(ax.lines, rows.items(), strict=True):
        assert one.get_label() == name
        assert is_at(one, range(4), [0, *np.cumsum(energy)])
        assert one.get_drawstyle() == "steps-post"


def test_concept_angles():
    cosines = np.array([[1, 0.5, -0.2], [0.5, 1, 0.003], [-0.2, 0.003, 1]])
    related = np.array([[0, 1, 0], [1, 0, 0], [0, 0, 0]], dtype=bool)
    (ax,) = figures.concept_angles(NAMES, cosines, related).axes
    assert ticks(ax.xaxis) == {"capitals": 0, "plurals": 1}
    assert ticks(ax.yaxis) == {"plurals": 1, "gender": 2}
    assert runs(ax, down=True)
    said = {one.get_position(): one.get_text() for one in ax.texts}
    assert said == {(0, 1): ".50", (0, 2): "−.20", (1, 2): ".00"}
    filled = [patch for patch in ax.patches if isinstance(patch, Rectangle) and patch.get_fill()]
    for patch, (i, j) in zip(filled, ((1, 0), (2, 0), (2, 1)), strict=True):
        value = cosines[i, j]
        assert patch.get_width() * patch.get_height() == pytest.approx(0.94**2 * abs(value))
        assert patch.get_center() == pytest.approx((j, i))
        assert colour(patch) == (PALETTE[0] if value > 0 else PALETTE[1])
    (frame,) = [patch for patch in ax.patches if not patch.get_fill()]
    assert frame.get_center() == pytest.approx((0, 1))


def test_rows_and_deletion():
    share, null = np.array([0.5, 0.4, 0.01]), np.array([0.05, 0.06, 0.07])
    before, after, error = np.array([0.6, 0.3, 0.2]), np.array([0.5, 0.35, 0.2]), np.array([0.03, 0.04, 0.02])
    fig = figures.rows_and_deletion(NAMES, share, null, before, after, error)
    left, right = fig.axes
    assert says(left, "share of squared length", "")
    assert says(right, "analogies correct, %", "")
    assert ticks(left.yaxis) == ROWS
    assert runs(left, down=True)
    assert is_at(line(left), share, range(3))
    drawn = boxes(left)
    assert np.allclose(drawn[:, 0], 0)
    assert np.allclose(drawn[:, 2], null)
    assert np.allclose(drawn[:, 1] + drawn[:, 3] / 2, range(3))
    said = {one.get_label(): one for one in right.lines}
    assert is_at(said["all counts"], 100 * before, range(3))
    bar = bars(right)["own pairs set to chance"]
    assert is_at(bar.lines[0], 100 * after, range(3))
    assert np.allclose(spans(bar), 100 * np.column_stack([after - error, after + error]))
    joined = [one for one in right.collections if len(segments(one)) == 3 and colour(one) == INK]
    assert any(np.allclose(np.sort(segments(one)[:, :, 0]), 100 * np.sort(np.c_[before, after])) for one in joined)
    named = {one.get_text() for one in fig.legends[0].get_texts()}
    assert named == {"random words, nineteen in twenty", "shared by the rows", "all counts", "own pairs set to chance"}


def test_words_on_direction():
    value, interval = np.array([-0.5, 0.4, 0.1, -0.2]), np.array([[-0.6, 0.3, 0.0, -0.25], [-0.45, 0.55, 0.2, -0.1]])
    (ax,) = figures.words_on_direction(["he", "she", "nurse", "smith"], value, interval, 0.15, 2).axes
    assert says(ax, "cosine with the gender direction (he ←  → she)", "")
    assert runs(ax, down=True)
    rows = ticks(ax.yaxis)
    assert list(rows) == ["he", "she", "nurse", "smith"]
    known, others = line(ax, PALETTE[1], marker="s"), line(ax, PALETTE[0], marker="o")
    assert is_at(known, value[:2], [rows["he"], rows["she"]])
    assert is_at(others, value[2:], [rows["nurse"], rows["smith"]])
    for collection, part in zip(ax.collections, (slice(0, 2), slice(2, None)), strict=True):
        assert np.allclose(segments(collection)[:, :, 0], interval[:, part].T)
        assert np.allclose(segments(collection)[:, 0, 1], list(rows.values())[part])
    (spread,) = boxes(ax)
    assert (spread[0], spread[0] + spread[2]) == pytest.approx((-0.15, 0.15))
    assert colour(ax.patches[0]) == INK
