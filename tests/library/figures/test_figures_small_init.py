"""Figures of chapter 06: measured is measured, predicted is predicted, and loss and rank stand on their own axes."""

import numpy as np
import pytest
from marks import entries, is_at, levels, line, lines, place, runs, says, text, xy

from wordmodes.book import figures
from wordmodes.book.figures.style import INK, PALETTE

CLOCK = r"time, in units of $1/\lambda_1$"


def test_rising_modes():
    times, lam = np.linspace(0, 3, 7), np.array([4.0, 3.9, 1.0])
    squares = lam * np.linspace(0, 1, 7)[:, None]
    dots = (times[::3], 0.9 * squares[::3])
    panels = [
        figures.Rise("bare", times, squares, lam),
        figures.Rise("with both", 2 * times, squares, lam, limit=0.8 * squares, dots=dots),
    ]
    fig = figures.rising_modes(panels, cols=1)
    for ax, panel in zip(fig.axes, panels, strict=True):
        assert ax.get_title(loc="left") == panel.title
        assert ax.get_ylabel() == r"squared singular value $s_k^2$"
        assert runs(ax)
        for k in range(3):
            assert is_at(line(ax, f"{k + 1}", style="-"), 4 * panel.times, squares[:, k])
            assert len(lines(ax, f"{k + 1}")) == (1 if panel.limit is None else 3)
            if panel.limit is not None:
                assert is_at(line(ax, f"{k + 1}", style="--"), 4 * panel.times, 0.8 * squares[:, k])
                assert is_at(line(ax, f"{k + 1}", marker="o"), 4 * dots[0], dots[1][:, k])
        names = [place(ax, f"{k + 1}")[1] for k in range(3)]
        assert names[0] == 4
        assert names[0] - names[1] >= 0.28
        assert names[2] == 1
    assert fig.axes[-1].get_xlabel() == CLOCK


def test_alignment_and_growth():
    times = np.linspace(0, 2, 5)
    aligned, grown = np.outer(times, [0.5, 0.4]), np.outer(times**2, [0.25, 0.2])
    fig = figures.alignment_and_growth([("a", times, aligned, grown), ("b", 3 * times, aligned / 2, grown / 2)], 10.0)
    shown = entries(fig.legends[0])
    assert list(shown) == ["mode 1", "mode 2", "pointing", "growing"]
    for ax, title, stretch, part in zip(fig.axes, "ab", (1, 3), (1, 0.5), strict=True):
        for k in range(2):
            hue = shown[f"mode {k + 1}"].get_color()
            assert is_at(
                line(ax, hue, style=shown["pointing"].get_linestyle()), 10 * stretch * times, part * aligned[:, k]
            )
            assert is_at(
                line(ax, hue, style=shown["growing"].get_linestyle()), 10 * stretch * times, part * grown[:, k]
            )
        assert ax.get_title(loc="left") == title
        assert ax.get_xlabel() == CLOCK
        assert runs(ax)
    assert fig.axes[0].get_ylabel() == "share of its final value"


def test_staircase():
    times = np.linspace(0, 2, 5)
    column = figures.Steps("even", times, [1, 0.7, 0.4, 0.3, 0.1], [1, 1.5, 2, 2.5, 3], [0.7, 0.3], [1, 2])
    other = column._replace(title="uneven", loss=np.array([1, 0.6, 0.5, 0.2, 0.0]))
    fig = figures.staircase([column, other], 5.0)
    (top, beside), (bottom, below) = fig.axes[:2], fig.axes[2:]
    assert (top.get_ylabel(), bottom.get_ylabel()) == ("loss, share of its start", "effective rank")
    for upper, lower, one in ((top, bottom, column), (beside, below, other)):
        assert is_at(line(upper, PALETTE[0]), 5 * times, one.loss)
        assert levels(upper) == [0.7, 0.3]
        assert is_at(line(lower, PALETTE[1]), 5 * times, one.rank)
        assert levels(lower) == [1, 2]
        assert upper.get_title(loc="left") == one.title
        assert lower.get_xlabel() == CLOCK
        assert runs(upper)
        assert runs(lower)


def test_deviation_against_scale():
    scales = np.array([0.001, 0.01, 0.1, 1.0])
    deviations = np.array([[[s**0.5, 2 * s**0.1, s**0.2] for s in scales], [[2 * s**0.5, 2, 3] for s in scales]])
    deviations = np.concatenate([deviations, 1.5 * deviations[:1]])
    fig = figures.deviation_against_scale(
        [("d = 3", scales, deviations, 3), ("d = 12", scales**2, 2 * deviations, 12)], [0.5, None]
    )
    assert fig.axes[0].get_ylabel() == "largest gap, share of a mode's height"
    shown = entries(fig.legends[0])
    assert list(shown) == ["from |R|", "from S(0)", "from σ"]
    drawn = (("d = 3", 3, 1, scales), ("d = 12", 12, 2, scales**2))
    for ax, (title, d, times, at) in zip(fig.axes, drawn, strict=True):
        assert ax.get_title(loc="left") == title
        assert ax.get_xlabel() == r"initialisation scale $\sigma$"
        assert runs(ax, "log", "log")
        for start, (name, marker) in enumerate((("from |R|", "o"), ("from S(0)", "^"), ("from σ", "s"))):
            hue = shown[name].get_color()
            assert shown[name].get_marker() == marker
            assert is_at(line(ax, hue, marker=marker), at, times * np.median(deviations[:, :, start], axis=0))
            for one, seed in zip(lines(ax, hue, marker="None"), deviations, strict=True):
                assert is_at(one, at, times * seed[:, start])
        assert levels(ax, "x") == [pytest.approx(1 / np.sqrt(12 * d)), pytest.approx(1 / np.sqrt(3 * d))]
        assert place(ax, "word2vec.c")[0] < place(ax, "gensim")[0] == pytest.approx(1 / np.sqrt(3 * d))
    x, y = xy(line(fig.axes[0], INK, style=":")).T
    assert np.log(y[1] / y[0]) / np.log(x[1] / x[0]) == pytest.approx(0.5)
    assert text(fig.axes[0], "slope 0.50")
    assert lines(fig.axes[1], INK, style=":") == []


def test_learning_order():
    lam = np.array([6.0, 3.0, 2.9])
    measured = np.array([[0.5, 1.0, 1.6], [0.6, 1.1, 1.7]])
    predicted = measured + 0.25
    curve = (np.array([0.4, 1.0, 2.0]), np.array([6.0, 3.0, 1.0]))
    (ax,) = figures.learning_order(lam, measured, predicted, curve).axes
    assert says(ax, CLOCK, r"eigenvalue $\lambda_k$")
    assert runs(ax)
    assert is_at(line(ax, r"$\log(\lambda/\sigma^2)/(2\lambda)$"), 6 * curve[0], curve[1])
    for k in range(3):
        hollow, full = lines(ax, f"{k + 1}", marker="o"), lines(ax, f"{k + 1}", marker=".")
        assert len(hollow) == len(full) == 1
        assert hollow[0].get_markerfacecolor() == "none"
        assert is_at(hollow[0], 6 * predicted[:, k], lam[k])
        assert is_at(full[0], 6 * measured[:, k], lam[k])
    assert place(ax, "1")[1] == 6
    assert place(ax, "2")[1] - place(ax, "3")[1] >= 0.045 * 6 - 1e-9
    with pytest.raises(ValueError, match="predicted must have shape"):
        figures.learning_order(lam, measured, predicted[:, :2], curve)
