"""Figures of chapter 11: the next-word model's modes, and the knob."""

import numpy as np
import pytest
from marks import colour, is_at, levels, line, lines, place, runs, says, text

from wordmodes.book import figures
from wordmodes.book.figures.style import INK, PALETTE

CLOCK = r"time, in units of $1/\lambda_1$"


def test_mode_heights():
    times = np.linspace(0, 2, 5)
    heights = np.outer(times, [2.0, 1.98, 0.5])
    panels = [
        figures.Heights("with all", times, heights, ["a", "b", "c"], theory=0.9 * heights, levels=[4.5, 4.2, 1.5]),
        figures.Heights("bare", times, 2 * heights, ["p", "q", "r"]),
    ]
    for rate, clocks, label in ((3.0, (3, 3), "height of the mode"), ([3.0, 5.0], (3, 5), "another label")):
        fig = figures.mode_heights(panels, rate, label=label)
        assert fig.axes[0].get_ylabel() == label
        for ax, panel, unit in zip(fig.axes, panels, clocks, strict=True):
            for k, name in enumerate(panel.names):
                assert is_at(line(ax, name, style="-"), unit * times, panel.heights[:, k])
                if panel.theory is not None:
                    assert is_at(line(ax, name, style="--"), unit * times, panel.theory[:, k])
                    assert [one.get_ydata()[0] for one in lines(ax, name, style=":")] == [panel.levels[k]]
            assert ax.get_title(loc="left") == panel.title
            assert ax.get_xlabel() == CLOCK
            assert runs(ax)
        bare = fig.axes[1]
        low, high = bare.get_ylim()
        assert place(bare, "p")[1] == 8
        assert place(bare, "p")[1] - place(bare, "q")[1] == pytest.approx(0.062 * (high - low))
        assert place(bare, "r")[1] == 2


def test_knob():
    turns = np.arange(4.0)
    shifts, leaks = np.outer(turns, [1.0, 0.97, 2.0]), np.outer(turns, [0.1, 0.2, 0.3])
    left, right = figures.knob(turns, shifts, [0.9, 0.8, 1.7], leaks, ["a", "b", "c"]).axes
    assert says(left, "times the direction is added", "change in log-odds", "the attribute that is turned")
    assert says(right, "times the direction is added", "", "the others")
    for k, name in enumerate("abc"):
        (dots,) = [one for one in lines(left, name) if one.get_marker() != "None"]
        assert is_at(dots, turns, shifts[:, k])
        assert is_at(line(left, name, style="--"), turns, (0.9, 0.8, 1.7)[k] * turns)
        assert is_at(line(right, colour(text(left, name)), marker="osD"[k]), turns, leaks[:, k])
        assert dots.get_marker() == "osD"[k]
    for ax in (left, right):
        assert levels(ax) == [0]
        assert runs(ax)
    assert place(left, "c")[1] == 6
    assert place(left, "a")[1] > place(left, "b")[1]
    assert colour(text(left, "a")) == PALETTE[0] != INK


def test_months():
    turn = 2 * np.pi * np.arange(12) / 12
    wave = np.stack([np.cos(turn), np.sin(turn)], axis=1) / np.sqrt(6)
    angle = 2.1
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    off = np.linalg.qr(wave + 0.1 * np.random.default_rng(0).standard_normal((12, 2)))[0]
    names = [f"{letter}onth" for letter in "abcdefghijkl"]
    panels = [("turned", wave @ rotation), ("mirrored", wave * [1, -1]), ("off", off)]
    for ax, (title, given) in zip(figures.months(panels, wave, names).axes, panels, strict=True):
        assert ax.get_title(loc="left") == title
        rings = line(ax, INK, marker="o")
        assert is_at(rings, *wave.T)
        dots = line(ax, PALETTE[0], marker="o")
        path = line(ax, PALETTE[0], style="-", marker="None")
        places = np.stack(dots.get_data(), axis=1)
        assert is_at(path, *np.vstack([places, places[:1]]).T)
        if title != "off":
            np.testing.assert_allclose(places, wave, atol=1e-9)
        np.testing.assert_allclose(places @ places.T, given @ given.T, atol=1e-9)
        assert np.linalg.norm(places - wave) <= np.linalg.norm(off - wave) + 1e-9 if title == "off" else True
        assert place(ax, "lon") == pytest.approx(places[11])
        assert ax.get_aspect() == 1
