"""Figures of chapter 05: one mode, two modes, and where the flow rests."""

import numpy as np
import pytest
from marks import entries, is_at, levels, line, lines, look, place, runs, says, xy

from wordmodes.book import figures
from wordmodes.book.figures.style import INK, PALETTE

CLOCK = r"time, in units of $1/\lambda_1$"


def test_word_numbers():
    times = np.linspace(0, 6, 4)
    numbers = np.outer([0.1, 0.5, 0.9, 1.0], [1.0, 2, -1, -3])
    (ax,) = figures.word_numbers(times, numbers, [1, 1, -1, -1]).axes
    assert says(ax, CLOCK, "a word's number")
    assert runs(ax)
    for name, rows, style in (("+ words", (0, 1), "-"), ("− words", (2, 3), "--")):
        for one, k in zip(lines(ax, name, style=style), rows, strict=True):
            assert is_at(one, times, numbers[:, k])
        assert place(ax, name)[1] == numbers[-1, list(rows)].mean()


def test_phase_lines():
    fig = figures.phase_lines([1.0, -0.5])
    assert fig.axes[0].get_ylabel() == "speed ds/dt"
    for ax, lam, title in zip(fig.axes, (1, -0.5), ("λ = 1", "λ = −0.5"), strict=True):
        s, speed = xy(line(ax, PALETTE[0])).T
        assert np.allclose(speed, lam * s - s**3)
        assert ax.get_title(loc="left") == title
        assert ax.get_xlabel() == "s"
        rests = {xy(one)[0, 0]: one.get_fillstyle() for one in lines(ax, marker="o")}
        assert rests == ({-1: "full", 0: "none", 1: "full"} if lam > 0 else {0: "full"})
        arrows = [(one.xyann[0], one.xy[0]) for one in ax.texts if one.arrowprops]
        assert len(arrows) == len(rests) + 1
        assert runs(ax)
        for tail, head in arrows:
            middle = (tail + head) / 2
            assert np.sign(head - tail) == np.sign(lam * middle - middle**3)


def test_rise_and_odds():
    times = np.linspace(0, 10, 51)
    share = 1 / (1 + np.exp(-2 * (times - 5)))
    dots = (times[::10], share[::10] * 0.99)
    left, right = figures.rise_and_odds(times, share, dots, half=5.0, rate=2).axes
    assert says(left, r"time, in units of $1/\lambda$", r"share grown, $p = s^2/\lambda$")
    assert runs(left)
    assert says(right, r"time, in units of $1/\lambda$", r"odds, $p/(1-p)$")
    assert runs(right, y="log")
    assert is_at(line(left, PALETTE[0]), times, share)
    assert is_at(line(left, PALETTE[1]), *dots)
    assert is_at(line(right, "slope 2λ"), times, share / (1 - share))
    assert is_at(line(right, PALETTE[1]), dots[0], dots[1] / (1 - dots[1]))
    assert levels(left, "x") == levels(right, "x") == [5]
    assert levels(right) == [1]
    assert place(left, "waiting")[0] < 5
    assert place(left, "half-way")[1] == pytest.approx(0.52)
    assert place(right, "slope 2λ") == (times[17], pytest.approx((share / (1 - share))[17]))


def test_sharper():
    clock = np.linspace(0, 2, 9)
    curves = [("0.1", clock / 4), ("0.01", clock**2 / 8), ("0.001", clock**3 / 20)]
    (ax,) = figures.sharper(curves, clock).axes
    assert says(ax, "time, in units of the mode's own half-rise time", r"share grown, $s^2/\lambda$")
    assert runs(ax)
    legend = ax.get_legend()
    assert legend.get_title().get_text() == "s(0)/√λ"
    assert list(entries(legend)) == [name for name, _ in curves]
    for name, share in curves:
        (one,) = [one for one in ax.lines if look(one) == look(entries(legend)[name])
                  and one.get_color() == entries(legend)[name].get_color()]  # fmt: skip
        assert is_at(one, clock, share)


def test_phase_planes():
    path = np.array([[0.1, 0.1], [1.0, 0.3], [2.0, 0.2]])
    paths = [("one way", path), ("another", path[:, ::-1])]
    panels = [figures.Plane("one column", [4.0, 1.0], paths, 1), figures.Plane("two columns", [4.0, 1.0], paths, 2)]
    fig = figures.phase_planes(panels)
    assert fig.axes[0].get_ylabel() == r"part along $e_2$"
    shown = entries(fig.legends[0])
    assert list(shown) == ["one way", "another"]
    for ax, panel in zip(fig.axes, panels, strict=True):
        assert ax.get_title(loc="left") == panel.title
        assert ax.get_xlabel() == r"part along $e_1$"
        assert runs(ax)
        for name, points in paths:
            assert is_at(line(ax, look(shown[name])[0]), *points.T / 2)
        rests = {tuple(xy(one)[0]): one.get_fillstyle() for one in lines(ax, INK, marker="o")}
        if panel.d == 1:
            assert rests == {(0, 0): "none", (1, 0): "full", (0, 0.5): "left"}
        else:
            assert rests == {(0, 0): "none", (1, 0): "left", (0, 0.5): "left", (1, 0.5): "full"}
        (arrows,) = ax.collections
        x, y = arrows.XY.T
        both = x**2 + y**2
        wanted = np.array(((1 - (both if panel.d == 1 else x**2)) * x, (0.25 - (both if panel.d == 1 else y**2)) * y))
        assert np.allclose(np.array([arrows.U, arrows.V]), wanted / np.hypot(*wanted))


def test_step_runs():
    fig = figures.step_runs([("small", [0.1, 0.4, 0.9]), ("large", [0.2, 1.4, 0.3, 1.5])])
    for ax, (title, shares) in zip(
        fig.axes, [("small", [0.1, 0.4, 0.9]), ("large", [0.2, 1.4, 0.3, 1.5])], strict=True
    ):
        assert is_at(line(ax, PALETTE[0]), range(len(shares)), shares)
        assert levels(ax) == [1]
        assert runs(ax)
        assert ax.get_title(loc="left") == title
        assert ax.get_xlabel() == "step"
    assert fig.axes[0].get_ylabel() == r"share grown, $s^2/\lambda$"
