"""Figures of chapter 10: families under their names, shares in per cent where the axis says so."""

import numpy as np
import pytest
from marks import (
    bars,
    boxes,
    colour,
    entries,
    is_at,
    levels,
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


def test_emergence():
    x = np.array([2.0, 10, 50])
    accuracy = {name: (np.array([0.1, 0.3, 0.6]) / (k + 1), np.full(3, 0.02 * (k + 1))) for k, name in enumerate(NAMES)}
    strength = {name: np.array([1.0, 2, 4]) * (k + 1) for k, name in enumerate(NAMES)}
    for log in (True, False):
        fig = figures.emergence(figures.Sweep("columns", x, accuracy, strength), log=log)
        top, bottom = fig.axes
        assert says(top, "", "analogies correct, %")
        assert says(bottom, "columns", "strength of the spike")
        assert runs(top, "log" if log else "linear")
        assert runs(bottom, "log" if log else "linear")
        shown = entries(fig.legends[0])
        assert list(shown) == NAMES
        for name, (value, error) in accuracy.items():
            assert is_at(line(bottom, colour(shown[name])), x, strength[name])
            assert is_at(line(top, colour(shown[name])), x, 100 * value)
            assert look(line(top, colour(shown[name]))) == look(line(bottom, colour(shown[name])))
            (bar,) = [c for c in top.containers if colour(c.lines[2][0]) == colour(shown[name])]
            assert np.allclose(spans(bar), [[100 * (value[-1] - error[-1]), 100 * (value[-1] + error[-1])]])
            assert segments(bar.lines[2][0])[0, 0, 0] > x[-1]
        assert levels(bottom) == [1]
        assert place(bottom, "random words")[1] == 1


def test_energy_by_mode():
    rows = {"gender": [0.5, 0.3, 0.2], "plural": [0.1, 0.2, 0.7]}
    fig = figures.energy_by_mode(rows)
    (ax,) = fig.axes
    assert says(ax, "first $k$ modes", "share of the concept")
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


def test_additive_share():
    share, residual = np.array([0.5, 0.4, -0.1]), np.array([0.3, 0.2, 0.25])
    null, other = np.array([[0, 0.1], [0.02, 0.12], [-0.03, 0.1]]), np.array([[0.6, 0.7], [0.61, 0.75], [0.5, 0.8]])
    left, right = figures.additive_share(NAMES, share, null, residual, other).axes
    assert says(left, "share", "", "shared by the differences")
    assert says(right, "share", "", "block not explained")
    assert ticks(left.yaxis) == ROWS
    for ax, value, spread in ((left, share, null), (right, residual, other)):
        assert is_at(line(ax), value, range(3))
        drawn = boxes(ax)
        assert np.allclose(np.column_stack([drawn[:, 0], drawn[:, 0] + drawn[:, 2]]), spread)
        assert np.allclose(drawn[:, 1] + drawn[:, 3] / 2, range(3))
        assert runs(ax, down=True)


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
