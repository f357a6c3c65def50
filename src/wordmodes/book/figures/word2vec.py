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
        dots.
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
    title, times, own, star, *_ = panels[-1]
    place = len(times) * 3 // 5
    for curve, name, colour in ((own, "modes of $H$", PALETTE[1]), (star, "modes of $M^*$", PALETTE[0])):
        note(axes[-1], name, (times[place], curve[place]), (0, -9), color=colour, ha="center", va="top")
    note(axes[0], "both: $H = M^*/4$", (panels[0][1][len(panels[0][1]) // 2], 0.97), (0, -12), color=INK, ha="center",
         va="top")  # fmt: skip
    axes[0].set_ylabel("subspace overlap, first three")
    return fig


def two_matrices(
    clock: ArrayLike, held: ArrayLike, names: Sequence[str], times: ArrayLike, mean_score: ArrayLike, rates: ArrayLike,
    negatives: int,
) -> BookFigure:  # fmt: skip
    """Signed heights of modes under even weights; under word2vec's, the constant and an attribute's growth rate.

    Parameters
    ----------
    clock, held : array_like, shapes (T,), (T, n)
        e W Cᵀ e / V of each mode.
    names : sequence of str
    times, mean_score : array_like, shape (T,)
    rates : array_like, shape (T - 1,)
        Growth rate of an attribute between two times, over half of its eigenvalue in A.
    negatives : int
        k: the levels -log k and 2k/(k + 1) are drawn.
    """
    fig, (left, upper) = figure(1, 2, height=3.6, width_ratios=(1.1, 1))
    held = np.asarray(held)
    for k in range(held.shape[1]):
        left.plot(clock, held[:, k], color=PALETTE[k], linewidth=2, linestyle="--" if held[-1, k] < 0 else "-")
    left.axhline(0, color=INK, linewidth=0.8)
    left.set(xlim=(0, clock[-1]), xlabel=CLOCK, ylabel="height of the mode")
    left.set_title("even weights", loc="left", color=INK, fontsize=10.5)
    _names(left, held[-1], names)
    upper.plot(times, mean_score, color=PALETTE[1], linewidth=2, linestyle="--")
    upper.plot(times[1:], rates, color=PALETTE[0], linewidth=2)
    for level, name in ((-np.log(negatives), r"$-\log k$"), (2 * negatives / (negatives + 1), r"$2k/(k+1)$"), (1, "1")):
        upper.axhline(level, color=INK, linewidth=0.9, linestyle=":")
        upper.annotate(name, (1.02, level), xycoords=("axes fraction", "data"), va="center", color=INK, fontsize=9.5)
    note(upper, "rate of attribute 1", (times[-1], 2 * negatives / (negatives + 1)), (-4, 6), color=PALETTE[0],
         ha="right", va="bottom")  # fmt: skip
    note(upper, "mean score", (times[-1], -np.log(negatives)), (-4, 6), color=PALETTE[1], ha="right", va="bottom")
    upper.set(xlim=(0, times[-1]), ylim=(-2.1, 2.3), xlabel=r"time $\tau$")
    upper.set_title("word2vec's weights", loc="left", color=INK, fontsize=10.5)
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
        note(left, name, (times[-1], mean[-1]), (0, 5), color=colour, ha="right")
    for (name, (times, _, largest)), colour, level, shift in dressed(
        runs.items(), PALETTE, (3, 1.8, 3), ((7, -4), (6, -4), (-7, 4))
    ):
        passed = times[int(np.argmax(np.asarray(largest) > level))]
        note(right, name, (passed, level), shift, color=colour, fontsize=8.5, ha="left" if shift[0] > 0 else "right")
    left.set(title="mean score of pairs never seen", xlabel=CLOCK)
    right.set(title=r"largest $s^2$ over $\lambda_1$", xlabel=CLOCK, xlim=(None, 900), ylim=(0.25, 20))
    plain_ticks(right.yaxis, (0.3, 1, 3, 10))
    return fig


def _names(ax: Axes, ends: ArrayLike, names: Sequence[str]) -> None:
    """Write names to the right of the ends of curves; those that would collide are moved apart."""
    ends = ax.transData.transform(np.column_stack([np.zeros(len(names)), ends]))[:, 1]
    low, high = ax.transAxes.transform([(0, 0), (0, 1)])[:, 1]
    name_ends(ax, apart((ends - low) / (high - low), 0.065), names, height="axes fraction")
