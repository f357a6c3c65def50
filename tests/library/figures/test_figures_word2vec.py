"""Figures of chapter 07: what gensim and gradient descent did, and what was foretold of them."""

import numpy as np
import pytest
from marks import is_at, levels, line, lines, place, runs, says, text, ticks, xy

from wordmodes.book import figures
from wordmodes.book.figures.style import PALETTE

UNITS = r"time, in units of $1/\lambda_1$"
TIMES = np.linspace(0, 8, 9)


def test_foretold_and_measured():
    dots = np.outer(TIMES, [1.0, 0.98, 0.2])
    with_all = figures.Curves("both", TIMES, dots, 0.9 * dots, ["x", "y", "z"], guides=0.5 * dots)
    bare = figures.Curves("dots", TIMES, 2 * dots, None, ["p", "q", "r"])
    fig = figures.foretold_and_measured([with_all, bare], dots=4)
    left, right = fig.axes
    assert left.get_ylabel() == r"$s_k^2 / V$"
    for ax, panel in ((left, with_all), (right, bare)):
        assert ax.get_title(loc="left") == panel.title
        assert ax.get_xlabel() == UNITS
        assert runs(ax)
        for k, name in enumerate(panel.names):
            assert is_at(line(ax, name, marker="o"), TIMES[::2], panel.dots[::2, k])
            assert len(lines(ax, name)) == (3 if panel.lines is not None else 1)
            if panel.lines is not None:
                assert is_at(line(ax, name, style="-"), TIMES, panel.lines[:, k])
                assert is_at(line(ax, name, style="--"), TIMES, panel.guides[:, k])
    heights = [place(left, name)[1] for name in "xyz"]
    low, high = left.get_ylim()
    assert heights[0] == pytest.approx((8 - low) / (high - low))
    assert heights[0] - heights[1] == pytest.approx(0.065)
    assert heights[2] == pytest.approx((1.6 - low) / (high - low))
    other = figures.foretold_and_measured([bare], xlabel="a clock", ylabel="a height")
    assert says(other.axes[0], "a clock", "a height")


def test_four_corners():
    panels = {}
    for n, name in enumerate("abcd"):
        squares = 1e-6 * np.exp(np.outer(TIMES, [1.5, 0.7])) / (n + 1)
        panels[name] = (TIMES, squares, 1.2 * squares * np.exp(TIMES / 40)[:, None])
    fig = figures.four_corners(panels)
    for ax, (name, (times, squares, foretold)) in zip(fig.axes, panels.items(), strict=True):
        for k in range(2):
            assert is_at(line(ax, PALETTE[k], marker="o"), times, squares[:, k])
            x, y = xy(line(ax, PALETTE[k], style="--")).T
            drawn = np.isfinite(y)
            assert np.allclose(y[drawn], foretold[drawn, k])
            assert drawn.sum() > 6
            assert np.array_equal(x, times)
        assert ax.get_title(loc="left") == name
        assert runs(ax, y="log")
    assert [ax.get_ylabel() for ax in fig.axes] == ["$s_k^2$", "", "$s_k^2$", ""]
    assert [ax.get_xlabel() for ax in fig.axes] == [""] * 2 + [r"time, in units of $1/\lambda_1$ of $H$"] * 2


def test_leaving():
    own, star, own4, star4 = 0.9 - TIMES / 20, TIMES / 10, 0.8 - TIMES / 30, TIMES / 12
    panels = [
        ("even", TIMES, own, star, own4, star4),
        ("word2vec's", 2 * TIMES, own / 2, star / 2, own4 / 2, star4 / 2),
    ]
    fig = figures.leaving(panels)
    first, last = fig.axes
    assert first.get_ylabel() == "subspace overlap, first three"
    for ax, (title, times, *curves) in ((first, panels[0]), (last, panels[1])):
        for name, solid, dotted in (("modes of $H$", curves[0], curves[2]), ("modes of $M^*$", curves[1], curves[3])):
            hue = text(first, name).get_color()
            (curve,) = [one for one in lines(ax, hue) if one.get_marker() == "None"]
            assert is_at(curve, times, solid)
            assert is_at(line(ax, hue, marker="o"), times, dotted)
        assert ax.get_title(loc="left") == title
        assert ax.get_xlabel().endswith("of $H$")
        assert runs(ax)
    assert place(first, "modes of $H$") == (TIMES[5], own[5])
    assert place(first, "modes of $M^*$") == (TIMES[5], star[5])


def test_frequency_first():
    shares = np.linspace(0, 1, 9)
    cosines = np.column_stack([np.linspace(1, 0.6, 8), np.linspace(0.5, 1, 8)])
    rates, score = np.linspace(1, 1.6, 8), -1.4 * shares
    panels = [("planted", shares, cosines, rates, score), ("gazette", shares, cosines**2, rates / 2, score / 2)]
    fig = figures.frequency_first(panels, negatives=4)
    upper, lower = fig.axes[:2], fig.axes[2:]
    frequency, constant = (text(upper[-1], f"with {one}").get_color() for one in ("frequency", "the constant"))
    rate, mean = text(lower[0], "rate").get_color(), text(lower[0], "mean score").get_color()
    assert len({frequency, constant, rate, mean}) == 4
    for above, below, (title, _, turned, grown, end) in zip(upper, lower, panels, strict=True):
        assert above.get_title(loc="left") == title
        assert runs(above)
        assert runs(below)
        assert is_at(line(above, frequency, style="--"), shares[1:], turned[:, 0])
        assert is_at(line(above, constant, style="-"), shares[1:], turned[:, 1])
        assert is_at(line(below, rate, style="-"), shares[1:], grown)
        assert is_at(line(below, mean, style="-."), shares, end)
        assert levels(below) == pytest.approx([-np.log(4), 1, 8 / 5])
        assert below.get_xlabel() == "share of the time"
    assert [ax.get_ylabel() for ax in fig.axes] == [
        "cosine of first direction", "", "next mode; score", "",
    ]  # fmt: skip
    wanted = {r"$-\log k$": -np.log(4), r"$2k/(k+1)$": 8 / 5, "1": 1}
    assert all(place(lower[-1], name)[1] == pytest.approx(level) for name, level in wanted.items())


def test_noise_against_rate():
    rates = np.array([0.01, 0.04, 0.16])
    (ax,) = figures.noise_against_rate(rates, 1.5 * rates**0.5, 4 * rates).axes
    assert says(ax, "learning rate", "distance from the expected")
    assert runs(ax, "log", "log")
    for name, values in (("a single score, slope ½", 1.5 * rates**0.5), ("the mean score, slope 1", 4 * rates)):
        dots, guide = [one for one in lines(ax, name) if one.get_marker() != "None"], line(ax, name, style="--")
        assert is_at(dots[0], rates, values)
        assert len(dots) == 1
        assert is_at(guide, rates, values)  # the powers were exact, so the guide lies on the dots
        assert list(place(ax, name)) in [pytest.approx(point) for point in xy(guide).tolist()]
    assert ticks(ax.xaxis) == {"0.01": 0.01, "0.04": 0.04, "0.16": 0.16}


def test_running_away():
    times = np.array([1.0, 10, 100, 500])
    runs_ = {f"d = {d}": (times, -np.arange(4.0) * d, np.array([0.5, 1, 4, 9]) * (1 + d / 10)) for d in (2, 4, 8)}
    left, right = figures.running_away(runs_).axes
    assert says(left, UNITS, "", "mean score of pairs never seen")
    assert runs(left, "log")
    assert says(right, UNITS, "", r"largest $s^2$ over $\lambda_1$")
    assert runs(right, "log", "log")
    for (name, (_, mean, largest)), level in zip(runs_.items(), (3, 1.8, 3), strict=True):
        assert is_at(line(left, name), times, mean)
        assert is_at(line(right, name), times, largest)
        assert place(left, name) == (500, mean[-1])
        assert place(right, name) == (times[largest > level][0], level)
        assert line(left, name).get_linestyle() == line(right, name).get_linestyle()
    assert all(float(said) == at for said, at in ticks(right.yaxis).items())
