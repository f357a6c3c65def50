"""Figures of chapter 01: what is drawn is what was counted."""

import numpy as np
import pytest
from marks import boxes, colour, is_at, levels, line, lines, place, runs, says, segments, text, ticks, xy

from wordmodes.book import figures
from wordmodes.book.figures.style import PALETTE


def test_window_over_sentence():
    fig = figures.window_over_sentence(["the", "cat", "sat", "on", "mats"], 2, [(2, []), (0, ["cat"])])
    first, second = fig.axes
    weights = [(x + width / 2, height) for x, y, width, height in boxes(first) if y == 0]
    assert np.allclose(weights, [(0, 1), (1, 2), (3, 2), (4, 1)])
    said = [(one.get_position()[0], one.get_text()) for one in first.texts if one.get_text().isdigit()]
    assert said == [(0, "1"), (1, "2"), (3, "2"), (4, "1")]
    assert [place(first, word)[0] for word in ("the", "cat", "sat", "on", "mats")] == [0, 1, 2, 3, 4]
    (middle,) = [patch for patch in second.patches if patch.get_y() < 0]
    assert middle.get_x() + middle.get_width() / 2 == pytest.approx(0)
    hollow = [patch for patch in second.patches if not patch.get_fill()]
    assert len(hollow) == 1
    assert hollow[0].get_x() + 0.3 == 1
    assert hollow[0].get_height() == 2
    assert text(second, "cat").get_alpha() < text(second, "sat").get_alpha() == 1
    assert runs(first)
    assert first.get_ylim()[1] > 2


def test_zipf():
    counts = np.maximum(3000 / np.arange(1, 901) ** 1.3, 1).astype(int)
    fig = figures.zipf(counts, [f"w{i}" for i in range(900)], [1, 10])
    (ax,) = fig.axes
    assert says(ax, "rank, 1 = the most frequent", "occurrences")
    assert runs(ax, "log", "log")
    curve = line(ax, PALETTE[0])
    ranks = curve.get_xdata().astype(int)
    assert is_at(curve, ranks, counts[ranks - 1])
    assert ranks[0] == 1
    assert ranks[-1] == 900
    assert len(ranks) > 100
    assert is_at(line(ax, style="--"), [1, 900], [counts[0], counts[0] / 900])
    assert place(ax, "w0") == (1, counts[0])
    assert place(ax, "w9") == (10, counts[9])
    assert sorted(xy(one)[0].tolist() for one in lines(ax, PALETTE[1])) == [[1, counts[0]], [10, counts[9]]]
    assert place(ax, "words that occur once")[0] == np.flatnonzero(counts == 1)[0] + 1
    assert place(ax, "slope −1") == (300, counts[0] / 300)


def test_marginal_ratio():
    ratio, counts = np.linspace(0.7, 1.4, 12), np.geomspace(9000, 3, 12)
    (ax,) = figures.marginal_ratio(ratio, counts, [f"w{i}" for i in range(12)], ["w5"], every=3).axes
    assert says(ax, "occurrences", r"marginal / unigram,  $P_i / u_i$")
    assert runs(ax, "log")
    assert is_at(line(ax, PALETTE[0]), counts[::3], ratio[::3])
    assert is_at(line(ax, PALETTE[1]), counts[5:6], ratio[5:6])
    assert place(ax, "w5") == (counts[5], ratio[5])
    assert levels(ax) == [1]


def test_joint_and_independent():
    P, Q = np.array([[0.1, 0.01], [0.0, 0.001]]), np.array([[0.05, 0.02], [0.02, 0.008]])
    fig = figures.joint_and_independent(P, Q, ["a", "b"])
    counted, independent = fig.axes[:2]
    assert (counted.get_title(), independent.get_title()) == ("counted:  $P_{ij}$", r"independent:  $P_i\,P_j$")
    for ax, matrix in ((counted, P), (independent, Q)):
        (cells,) = ax.collections
        strength = dict(zip(_centres(cells), cells.get_facecolors()[:, 3], strict=True))
        assert set(strength) == {(j, i) for i, j in zip(*np.nonzero(matrix), strict=True)}
        for (j, i), alpha in strength.items():
            assert alpha == pytest.approx(0.04 + 0.96 * (np.log10(matrix[i, j]) + 3) / 2, abs=1e-3)
        assert ticks(ax.xaxis) == {"a": 0, "b": 1}
        assert runs(ax, down=True)
    assert ticks(counted.yaxis) == {"a": 0, "b": 1}
    (scale,) = independent.child_axes
    assert [(t.get_text(), round(at, 6)) for t, at in zip(scale.get_yticklabels(), scale.get_yticks(), strict=True)] \
        == [("$10^{-3}$", 0), ("$10^{-2}$", 11.5), ("$10^{-1}$", 23)]  # fmt: skip
    assert np.all(np.diff(scale.collections[0].get_facecolors()[:, 3]) > 0)
    assert runs(scale)


def _centres(cells):
    corners = (path.vertices[:4] for path in cells.get_paths())
    return [tuple(int(v) for v in np.round(four.mean(axis=0))) for four in corners]


def test_unseen_pairs():
    shares = {"this": [(0.5, 0.3), (0.8, 0.6)], "that": [(0.2, 0.1), (0.4, 0.25)]}
    (ax,) = figures.unseen_pairs([1000, 5000], shares).axes
    assert says(ax, "vocabulary size $V$", "share of pairs never seen")
    assert runs(ax, "log")
    assert ticks(ax.xaxis) == {"1 000": 1000, "5 000": 5000}
    by_chance = [one for one in ax.texts if one.get_text() == "by chance"]
    for (name, pairs), chance in zip(shares.items(), by_chance, strict=True):
        counted, expected = np.transpose(pairs)
        assert is_at(line(ax, name, style="-"), [1000, 5000], counted)
        assert is_at(line(ax, name, style="--"), [1000, 5000], expected)
        assert place(ax, name) == (5000, counted[-1])
        assert chance.xy == (5000, expected[-1])
        assert colour(chance) == colour(text(ax, name))


def test_nearest_rows():
    lists = {w: ([f"{w}{i}" for i in range(3)], np.array([0.9, 0.8, 0.7]) - k / 20) for k, w in enumerate("abcd")}
    typical = {"a": 0.1, "b": 0.2, "c": 0.3, "d": 0.4}
    fig = figures.nearest_rows(lists, typical)
    for ax, (word, (near, cosines)) in zip(fig.axes, lists.items(), strict=False):
        assert ax.get_title(loc="left") == word
        assert levels(ax, "x") == [typical[word]]
        assert is_at(line(ax, marker="o"), cosines, range(3))
        (stems,) = ax.collections
        wanted = [[[typical[word], i], [c, i]] for i, c in enumerate(cosines)]
        assert np.allclose(np.sort(segments(stems), axis=1), wanted)
        assert ticks(ax.yaxis) == {name: i for i, name in enumerate(near)}
        assert runs(ax, down=True)
    assert all(ax.get_xlabel() == "cosine" for ax in fig.axes[-3:])
