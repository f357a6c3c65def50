"""Figures of chapter 07: word2vec does it too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import NullLocator
from numpy.typing import ArrayLike

from wordmodes.book.figures.style import (
    CLOCK,
    DASHES,
    INK,
    PALETTE,
    BookFigure,
    apart,
    dressed,
    figure,
    name_ends,
    note,
    plain_ticks,
)


class Curves(NamedTuple):
    """One panel: what was measured, `dots` (T, n), and what was foretold, `lines` (T, n), at the same `times` (T,).

    `guides` (T, n) are drawn thin and dashed; `names` stand at the ends of the curves. There may be no `lines`.
    """

    title: str
    times: ArrayLike
    dots: ArrayLike
    lines: ArrayLike | None
    names: Sequence[str]
    guides: ArrayLike | None = None


def foretold_and_measured(
    panels: Sequence[Curves], xlabel: str = CLOCK, ylabel: str = r"$s_k^2 / V$", dots: int = 32, height: float = 3.4,
) -> BookFigure:  # fmt: skip
    """Curves of a theory with the dots of a run on them, one colour a mode.

    Parameters
    ----------
    panels : sequence of Curves
    xlabel, ylabel : str
    dots : int
        How many to draw of each curve, evenly spaced.
    height : float
        In inches.
    """
    fig, axes = figure(1, len(panels), height=height, sharey=True, squeeze=False)
    for ax, panel in zip(axes[0], panels, strict=True):
        times, seen = np.asarray(panel.times), np.asarray(panel.dots)
        every = max(1, len(times) // dots)
        for k in range(seen.shape[1]):
            colour = PALETTE[k % len(PALETTE)]
            if panel.guides is not None:
                ax.plot(times, np.asarray(panel.guides)[:, k], color=colour, linewidth=1.1, linestyle=DASHES)
            if panel.lines is not None:
                ax.plot(times, np.asarray(panel.lines)[:, k], color=colour, linewidth=1.6)
            ax.plot(times[::every], seen[::every, k], "o", color=colour, markersize=3.4, markeredgewidth=0)
        ax.set_title(panel.title, loc="left", color=INK, fontsize=10.5)
        ax.set(xlim=(0, times[-1]), xlabel=xlabel)
    axes[0, 0].set_ylabel(ylabel)
    for ax, panel in zip(axes[0], panels, strict=True):  # now that the limits are known
        _names(ax, np.asarray(panel.dots)[-1], panel.names)
    return fig


def four_corners(panels: Mapping[str, tuple[ArrayLike, ArrayLike, ArrayLike]], floor: float = 1e-9) -> BookFigure:
    """Squared singular values on a logarithmic axis, with the straight lines of the linearised model.

    Parameters
    ----------
    panels : mapping of str to (times, squares (T, d), foretold (T, d))
        Four of them, row by row.
    floor : float
        The foot of the vertical axis.
    """
    fig, axes = figure(2, 2, height=5.2, sharey=True, sharex="row")
    for ax, (title, (times, squares, foretold)) in zip(axes.ravel(), panels.items(), strict=True):
        times, squares, foretold = (np.asarray(values) for values in (times, squares, foretold))
        every = max(1, len(times) // 40)
        for k in range(squares.shape[1]):
            line = np.where(foretold[:, k] < 3 * squares.max(), foretold[:, k], np.nan)
            ax.semilogy(times, line, color=PALETTE[k], linewidth=1.2, linestyle=DASHES)
            ax.semilogy(times[::every], squares[::every, k], "o", color=PALETTE[k], markersize=3, markeredgewidth=0)
        ax.set_title(title, loc="left", color=INK, fontsize=10.5)
        ax.set(xlim=(0, times[-1]), ylim=(floor, 30 * squares.max()))
        ax.yaxis.set_minor_locator(NullLocator())
    for ax in axes[:, 0]:
        ax.set_ylabel(r"$s_k^2$")
    for ax in axes[-1]:
        ax.set_xlabel(r"time, in units of $1/\lambda_1$ of $H$")
    return fig


def leaving(panels: Sequence[tuple[str, ArrayLike, ArrayLike, ArrayLike, ArrayLike, ArrayLike]]) -> BookFigure:
    """How much the learned directions share with the modes of H and with those of M*, during training.

    Parameters
    ----------
    panels : sequence of (title, times, own, star, own_quartic, star_quartic)
        Subspace overlaps with the modes of H and of M*: for the logistic loss drawn as lines, for the quartic one as
        dots. The names stand in the first panel.
    """
    fig, axes = figure(1, len(panels), height=3.4, sharey=True)
    for ax, (title, times, *curves) in zip(axes, panels, strict=True):
        own, star, own_quartic, star_quartic = (np.asarray(curve) for curve in curves)
        shown = slice(None, None, max(1, len(own) // 26))
        for line, dots, colour, style in ((own, own_quartic, PALETTE[1], "--"), (star, star_quartic, PALETTE[0], "-")):
            ax.plot(times, line, color=colour, linewidth=2, linestyle=style)
            ax.plot(np.asarray(times)[shown], dots[shown], "o", color=colour, markersize=3.4, markeredgewidth=0)
        ax.set_title(title, loc="left", color=INK, fontsize=10.5)
        ax.set(xlim=(0, times[-1]), ylim=(0, 1.08), xlabel=r"time, in units of $1/\lambda_1$ of $H$")
    title, times, own, star, *_ = panels[0]
    place = len(times) * 3 // 5
    note(axes[0], "modes of $H$", (times[place], own[place]), (0, 9), color=PALETTE[1], ha="center", va="bottom")
    note(axes[0], "modes of $M^*$", (times[place], star[place]), (0, -9), color=PALETTE[0], ha="center", va="top")
    axes[0].set_ylabel("subspace overlap, first three")
    return fig


def frequency_first(
    panels: Sequence[tuple[str, ArrayLike, ArrayLike, ArrayLike, ArrayLike]], negatives: int
) -> BookFigure:
    """The first direction of word2vec's weights, from the words' frequencies to the constant, and the next mode's rate.

    Parameters
    ----------
    panels : sequence of (title, times, cosines, rates, score)
        Times, shape (T,), as shares of the last; cosines of the first direction with the frequencies and with the
        constant vector after each of them but the first, shape (T - 1, 2); the next mode's growth rate between two
        times, shape (T - 1,), over that in H; the mean score at each time, shape (T,).
    negatives : int
        k: the levels 1 and 2k/(k + 1) are drawn for the rate, and -log k below for the score.
    """
    fig, axes = figure(2, len(panels), height=4.6, sharex=True, sharey="row", height_ratios=(1, 1))
    curves = (("with frequency", PALETTE[1], "--"), ("with the constant", PALETTE[0], "-"))
    for (upper, lower), (title, times, cosines, rates, score) in zip(axes.T, panels, strict=True):
        times, cosines = np.asarray(times), np.asarray(cosines)
        for k, (_, colour, style) in enumerate(curves):
            upper.plot(times[1:], cosines[:, k], color=colour, linewidth=2, linestyle=style)
        upper.set_title(title, loc="left", color=INK, fontsize=10.5)
        upper.set(ylim=(0, 1.08))
        lower.plot(times[1:], rates, color=PALETTE[2], linewidth=2)
        lower.plot(times, score, color=PALETTE[3], linewidth=2, linestyle="-.")
        for level in (-np.log(negatives), 1, 2 * negatives / (negatives + 1)):
            lower.axhline(level, color=INK, linewidth=0.9, linestyle=":")
        lower.set(xlim=(0, 1), ylim=(-1.9, 2.1), xlabel="share of the time")
    axes[0, 0].set_ylabel("cosine of first direction")
    axes[1, 0].set_ylabel("next mode; score")
    last = axes[1, -1]
    for level, name in ((-np.log(negatives), r"$-\log k$"), (2 * negatives / (negatives + 1), r"$2k/(k+1)$"), (1, "1")):
        last.annotate(name, (1.02, level), xycoords=("axes fraction", "data"), va="center", color=INK, fontsize=9.5)
    for (name, colour, _), height in zip(curves, np.asarray(panels[-1][2])[-1], strict=True):
        note(axes[0, -1], name, (0.97, height), (0, -9), color=colour, ha="right", va="top")
    note(axes[1, 0], "rate", (0.97, 2 * negatives / (negatives + 1)), (0, 6), color=PALETTE[2], ha="right", va="bottom")
    note(axes[1, 0], "mean score", (0.97, -np.log(negatives)), (0, 8), color=PALETTE[3], ha="right", va="bottom")
    return fig


def noise_against_rate(rates: ArrayLike, scatter: ArrayLike, shift: ArrayLike) -> BookFigure:
    """What a stochastic trainer's noise does to single scores and to their mean, against the learning rate.

    Parameters
    ----------
    rates, scatter, shift : array_like, shape (n,)
        Learning rates; root mean square distance of a score from its expected value; distance of the mean score.
    """
    rates = np.asarray(rates, dtype=np.float64)
    fig, ax = figure(height=3.3, width=5.6)
    for values, power, name, colour, marker, rise in (
        (np.asarray(scatter), 0.5, "a single score", PALETTE[0], "o", 7),
        (np.asarray(shift), 1.0, "the mean score", PALETTE[1], "s", -16),
    ):
        middle = np.exp(np.mean(np.log(values) - power * np.log(rates)))
        ax.loglog(rates, middle * rates**power, color=colour, linewidth=1.2, linestyle=DASHES)
        ax.loglog(rates, values, marker, color=colour, markersize=6)
        slope, at = ("½", np.sort(rates)[-2]) if power == 0.5 else ("1", np.sort(rates)[1])
        note(ax, f"{name}, slope {slope}", (at, middle * at**power), (0, rise), color=colour,
             ha="right" if rise > 0 else "left")  # fmt: skip
    plain_ticks(ax.xaxis, rates)
    plain_ticks(ax.yaxis, (0.03, 0.1, 0.3, 1))
    ax.set(xlabel="learning rate", ylabel="distance from the expected")
    return fig


def running_away(runs: Mapping[str, tuple[ArrayLike, ArrayLike, ArrayLike]]) -> BookFigure:
    """Pairs never seen, and the largest singular value, over a long training, for several d.

    Parameters
    ----------
    runs : mapping of str to (times, mean, largest)
        Mean score of the pairs never seen; largest squared singular value over the largest eigenvalue of M*.
    """
    fig, (left, right) = figure(1, 2, height=3.4, sharex=True)
    for (name, (times, mean, largest)), colour, style in dressed(runs.items(), PALETTE, ("-", "--", "-.")):
        left.semilogx(times, mean, color=colour, linestyle=style, linewidth=2)
        right.loglog(times, largest, color=colour, linestyle=style, linewidth=2)
        note(left, name, (times[-1], mean[-1]), (4, 0), color=colour, fontsize=8.5, ha="left", va="center")
    for (name, (times, _, largest)), colour, level, shift in dressed(
        runs.items(), PALETTE, (3, 1.8, 3), ((7, -4), (6, -4), (-7, 4))
    ):
        passed = times[int(np.argmax(np.asarray(largest) > level))]
        note(right, name, (passed, level), shift, color=colour, fontsize=8.5, ha="left" if shift[0] > 0 else "right")
    left.set(title="mean score of pairs never seen", xlabel=CLOCK)
    right.set(title=r"largest $s^2$ over $\lambda_1$", xlabel=CLOCK, xlim=(None, 1500), ylim=(0.25, 20))
    plain_ticks(right.yaxis, (0.3, 1, 3, 10))
    return fig


def _names(ax: Axes, ends: ArrayLike, names: Sequence[str]) -> None:
    """Write names to the right of the ends of curves; those that would collide are moved apart."""
    ends = ax.transData.transform(np.column_stack([np.zeros(len(names)), ends]))[:, 1]
    low, high = ax.transAxes.transform([(0, 0), (0, 1)])[:, 1]
    name_ends(ax, apart((ends - low) / (high - low), 0.065), names, height="axes fraction")
