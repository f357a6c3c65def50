"""Figures of chapter 12: costs, memory and quality, each line under its name and in its unit."""

import numpy as np
import pytest
from marks import boxes, colour, is_at, levels, line, lines, place, runs, says, text, texts, ticks, xy

from wordmodes.book import figures
from wordmodes.book.figures.style import INK, PALETTE

TOKENS = np.array([1e5, 1e6, 1e7])


def test_scaling_memory():
    sizes = np.array([1e3, 1e4, 1e5])
    predicted = {"a table": sizes**2 * 8, "both": sizes * 1e4}
    measured = {"process": ([1e3, 5e4], [9e6, 9e8]), "both": ([1e3, 1e4], [2e7, 2e8])}
    (ax,) = figures.scaling_memory(measured, sizes, predicted, {"a laptop": 16e9}, {"this book": 1e4}).axes
    assert says(ax, "words $V$", "memory, GB")
    assert runs(ax, "log", "log")
    for name in ("process", "both", "a table"):
        dots = [one for one in lines(ax, name) if one.get_marker() != "None"]
        assert len(dots) == (name in measured)
        if dots:
            assert is_at(dots[0], measured[name][0], np.array(measured[name][1]) / 1e9)
        if name in predicted:
            assert is_at(line(ax, name, style="--"), sizes, predicted[name] / 1e9)
            assert place(ax, name) == (1e5, predicted[name][-1] / 1e9)
    assert place(ax, "process") == (5e4, 0.9)
    assert levels(ax) == [16]
    assert levels(ax, "x") == [1e4]
    assert place(ax, "a laptop")[1] == 16
    assert place(ax, "this book")[0] == 1e4


def test_scaling_turn():
    ratios = {"one": (TOKENS, [1.2, 0.6, 0.9], [0.3, 0.1, 0.05]), "other": ([2e5, 2e6], [0.9, 0.7], [0.2, 0.1])}
    (ax,) = figures.scaling_turn(ratios, (2e9, 0.975)).axes
    assert says(ax, "tokens $T$", "score of $M^*$ over SGNS's")
    assert runs(ax, "log")
    assert levels(ax) == [1]
    bars = {container.lines[0].get_marker(): container for container in ax.containers}
    for (name, (tokens, ratio, error)), marker in zip(ratios.items(), "os", strict=True):
        curve, _, (whiskers,) = bars[marker].lines
        assert is_at(curve, tokens, ratio)
        assert colour(curve) == colour(text(ax, name))
        ends = np.array([segment[:, 1] for segment in whiskers.get_segments()])
        np.testing.assert_allclose(ends, np.transpose([np.subtract(ratio, error), np.add(ratio, error)]))
        assert place(ax, name) == (tokens[-1], ratio[-1])
    (ring,) = [one for one in lines(ax, PALETTE[0]) if one.get_markerfacecolor() == "none"]
    assert tuple(xy(ring)[0]) == (2e9, 0.975)
    assert place(ax, "published") == (2e9, 0.975)
    said = ticks(ax.xaxis)
    assert {name: said[name] for name in ("1 M", "10 M", "1 G")} == {"1 M": 1e6, "10 M": 1e7, "1 G": 1e9}


def test_scaling_known():
    found, half, edge = np.array([3, 6, 9]), np.array([4, 7, 8]), np.array([50.0, 20, 7])
    left, right = figures.scaling_known(TOKENS, found, edge, [90.0, 40, 10], half).axes
    assert says(left, "tokens $T$", "eigenvalue of $M^*$", "exact eigenvalues, and the edge")
    assert says(right, "tokens $T$", "number of modes", "modes of the sample")
    assert runs(left, "log", "log")
    assert runs(right, "log")
    assert levels(left) == [90, 40, 10]
    assert is_at(line(left, "edge"), TOKENS, edge)
    assert place(left, "edge") == (1e6, 20)
    assert is_at(line(right, "above half the edge"), TOKENS, half)
    assert is_at(line(right, "found"), TOKENS, found)
    assert (place(right, "above half the edge"), place(right, "found")) == ((1e5, 4), (1e6, 6))


def test_scaling_noise():
    tokens = np.array([1e5, 1.05e5, 1e6])
    above, overlap = np.array([4.0, 6, 20]), np.array([[0.2, 0.1], [0.3, 0.15], [0.8, 0.6]])
    left, right = figures.scaling_noise(tokens, above, overlap, [5, 20]).axes
    assert says(left, "tokens $T$", "modes above the shuffled text")
    assert says(right, "tokens $T$", "overlap of two halves")
    assert runs(left, "log")
    assert runs(right, "log")
    mean = [1.025e5, 1e6]
    assert is_at(line(left, marker="o"), tokens, above)
    assert is_at(line(left, style="-", marker="None"), mean, [5, 20])
    for k, r in enumerate((5, 20)):
        assert is_at(line(right, f"$r$ = {r}", marker="os"[k]), tokens, overlap[:, k])
        assert is_at(line(right, f"$r$ = {r}", style="-"), mean, [overlap[:2, k].mean(), overlap[2, k]])
        assert place(right, f"$r$ = {r}") == (1e6, overlap[2, k])


def test_scaling_scores():
    ahead = np.geomspace(1e5, 1e9, 9)
    measured = {"M*": (TOKENS, [10, 30, 50]), "SGNS": (TOKENS, [5, 20, 55]), "PPMI": (TOKENS, [2, 10, 30])}
    fits = {name: np.linspace(10 * k, 60 + 10 * k, 9) for k, name in enumerate(measured)}
    published = {"M*": (1e9, 66.5), "SGNS": (1e9, 67.9)}
    (ax,) = figures.scaling_scores(measured, fits, ahead, published).axes
    assert says(ax, "tokens $T$", "analogies, %")
    assert runs(ax, "log")
    inside = ahead <= 1e7
    for name, (tokens, percent) in measured.items():
        full, *hollow = [one for one in lines(ax, name) if one.get_marker() != "None"]
        assert is_at(full, tokens, percent)
        assert is_at(line(ax, name, style="-"), ahead[inside], fits[name][inside])
        assert is_at(line(ax, name, style="--"), ahead[~inside], fits[name][~inside])
        assert [tuple(xy(one)[0]) for one in hollow] == [published[name] for _ in range(name in published)]
        assert all(one.get_markerfacecolor() == "none" for one in hollow)
        assert place(ax, name) == (1e7, percent[-1])
    assert place(ax, "published") == (1e9, 66.5)
    (span,) = boxes(ax)
    assert span[0] == pytest.approx(1e7)
    assert place(ax, "continued, not measured")[0] == 1e7
    assert "published" not in texts(figures.scaling_scores(measured, fits, ahead, {}).axes[0])
    assert colour(text(ax, "published")) == INK
    assert colour(text(ax, "M*")) == PALETTE[0]
