"""Figures of chapter 08: what the eigenvectors give without training."""

import numpy as np
import pytest
from marks import band, bars, boxes, colour, is_at, levels, line, lines, place, runs, says, spans, text, ticks, xy

from wordmodes.book import figures
from wordmodes.book.figures.style import INK, PALETTE


def test_pca_spectrum():
    values = np.array([9.0, 7, 5, 3, 2, -1, -2, -40])
    (ax,) = figures.pca_spectrum(values, 3).axes
    assert says(ax, "number $k$ of the eigenvalue", r"eigenvalue $\lambda_k$")
    assert runs(ax)
    drawn = boxes(ax)
    assert np.allclose(drawn[:, 0] + drawn[:, 2] / 2, [1, 2, 3])
    assert np.allclose(drawn[:, 3], [9, 7, 5])
    assert colour(ax.patches[0]) == colour(text(ax, "the first 3: kept"))
    left_out, negative = ax.collections
    assert band(left_out, [4, 5], 0, [3, 2])
    assert colour(left_out) == colour(text(ax, "positive, left out"))
    assert band(negative, [6, 7, 8], 0, [-1, -2, -2.4])
    assert colour(negative) == colour(text(ax, "negative: out of reach for $W W^\\top$"))
    assert place(ax, r"$\lambda_{8}$ = −40") == pytest.approx((8, -2.4))
    assert levels(ax) == [0]


def test_pca_convergence():
    times = np.linspace(0, 4, 9)
    runs_ = {2: (times, 0.3 * np.exp(-times)), 5: (times, 0.2 * np.exp(-4 * times))}
    exact = {d: (times, 0.8 * missing) for d, (_, missing) in runs_.items()}
    (ax,) = figures.pca_convergence(runs_, exact, {2: 0.5, 5: 2.0}).axes
    assert says(ax, "time $t$", "1 − overlap, all $d$ directions")
    assert runs(ax, y="log")
    for d, gap in ((2, 0.5), (5, 2.0)):
        missing = runs_[d][1]
        shown = missing > 1e-5
        name = f"$d$ = {d}"
        (dots,) = [one for one in lines(ax, name) if one.get_marker() != "None"]
        assert is_at(dots, times[shown], missing[shown])
        assert shown.sum() > 4
        assert is_at(line(ax, name, style="-"), *exact[d])
        guide = xy(line(ax, name, style="--"))
        assert np.diff(np.log(guide[:, 1]))[0] / np.diff(guide[:, 0])[0] == pytest.approx(-2 * gap)
        assert place(ax, name) == pytest.approx((times[shown][-1], missing[shown][-1]))


def test_pca_word_blocks():
    matrix = np.array([[1.5, 0.4, -2.0], [0.4, 1.0, -0.6], [-2.0, -0.6, 0.2]])
    (ax,) = figures.pca_word_blocks(matrix, ["a", "b"], ["c"]).axes
    assert ticks(ax.xaxis) == ticks(ax.yaxis) == {"a": 0, "b": 1, "c": 2}
    assert runs(ax, down=True)
    (cells,) = ax.collections
    for path, face, edge in zip(cells.get_paths(), cells.get_facecolors(), cells.get_edgecolors(), strict=True):
        j, i = np.round(path.vertices[:4].mean(axis=0)).astype(int)
        value = matrix[i, j]
        assert np.argmax(face[:3]) == (2 if value > 0 else 0)  # blue goes together, red apart
        assert face[3] == pytest.approx(0 if value <= -2 else abs(value) / 2)
        assert (edge[3] > 0) == (value <= -2)
    short = [one for one in ax.lines if 0 < np.ptp(one.get_xdata()) < 0.5 and np.ptp(one.get_ydata()) == 0]
    strokes = sorted(tuple(xy(one).mean(axis=0)) for one in short)
    assert strokes == [(1, 2), (2, 1)]
    assert levels(ax) == levels(ax, "x") == [1.5]


def test_pca_damping():
    expected, share = np.geomspace(0.01, 100, 9), np.linspace(0, 1, 9)
    left, right = figures.pca_damping(expected, share).axes
    xlabel = "meetings $E$ expected by chance"
    assert says(left, xlabel, "share of unseen pairs", "how surprising is never?")
    assert runs(left, "log")
    assert says(right, xlabel, "target of an unseen pair", "what the target makes of it")
    assert runs(right, "log")
    (curve,) = [one for one in lines(left) if len(xy(one)) == 9]
    assert is_at(curve, expected, share)
    assert levels(left, "x") == levels(right, "x") == [1]
    assert is_at(line(right, "$M^*$"), expected, np.full(9, -2))
    # (0 - E)/(½ (0 + E + 2)): one more meeting of either kind
    assert is_at(line(right, "damped"), expected, -expected / (0.5 * (expected + 2)))


def test_pca_benchmark():
    kinds = {"SGNS": "trained", "M*": "theory", "PPMI": "rival"}
    panels = {
        "large": {"SGNS": (0.65, 0.01), "M*": (0.60, 0.02), "PPMI": (0.50, 0.03)},
        "small": {"PPMI": (0.28, 0.02), "SGNS": (0.40, 0.04)},
    }
    published = {"M*": 0.663, "PPMI": 0.506}
    fig = figures.pca_benchmark(kinds, panels, published)
    looks = {"SGNS": (PALETTE[1], "D"), "M*": (PALETTE[0], "o"), "PPMI": (INK, "s")}
    for ax, (title, scores) in zip(fig.axes, panels.items(), strict=True):
        assert says(ax, "analogies answered, %", "", title)
        assert runs(ax, down=True)
        assert bars(ax)
        for one, (name, (score, error)) in zip(ax.containers, scores.items(), strict=True):
            assert is_at(one.lines[0], [100 * score], [list(kinds).index(name)])
            assert np.allclose(spans(one), [[100 * (score - error), 100 * (score + error)]])
            assert (one.lines[0].get_color(), one.lines[0].get_marker()) == looks[name]
    assert ticks(fig.axes[0].yaxis) == {name: i for i, name in enumerate(kinds)}
    hollow = [[one for one in ax.lines if one.get_markerfacecolor() == "none"] for ax in fig.axes]
    assert [len(some) for some in hollow] == [2, 0]
    for one, (name, score) in zip(hollow[0], published.items(), strict=True):
        assert is_at(one, [100 * score], [list(kinds).index(name)])
        assert (one.get_color(), one.get_marker()) == looks[name]
