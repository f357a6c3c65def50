"""Figures of chapter 11: beyond word2vec."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from wordmodes.book.figures.style import CLOCK, DASHES, INK, PALETTE, BookFigure, apart, figure, name_ends, note


class Heights(NamedTuple):
    """One panel of `mode_heights`.

    `times` (T,) and `heights` (T, d) of a run; `names` (d,), written at the ends; `theory` (T, d) dashed; `levels` (d,)
    dotted.
    """

    title: str
    times: ArrayLike
    heights: ArrayLike
    names: Sequence[str]
    theory: ArrayLike | None = None
    levels: ArrayLike | None = None


def mode_heights(
    panels: Sequence[Heights], rate: ArrayLike, height: float = 3.5, label: str = "height of the mode"
) -> BookFigure:
    """How high each mode of a next-word model stands against time, with what it is compared to.

    Parameters
    ----------
    panels : sequence of Heights
        Solid lines are `heights`, thin dashes `theory`, dotted levels `levels`.
    rate : array_like, shape (panels,) or ()
        λ₁, the unit of each panel's clock.
    height : float
        In inches.
    label : str
        Of the vertical axis, which panels of one rate share.
    """
    rates = np.broadcast_to(np.asarray(rate, dtype=np.float64), len(panels))
    fig, axes = figure(1, len(panels), height=height, squeeze=False, sharey=np.ndim(rate) == 0)
    for ax, panel, unit in zip(axes[0], panels, rates, strict=True):
        clock, heights = unit * np.asarray(panel.times), np.asarray(panel.heights)
        for k in range(heights.shape[1]):
            colour = PALETTE[k % len(PALETTE)]
            band = {"linewidth": 3.4, "alpha": 0.45} if panel.theory is not None else {"linewidth": 2.0}
            ax.plot(clock, heights[:, k], color=colour, **band)
            if panel.theory is not None:
                ax.plot(clock, np.asarray(panel.theory)[:, k], color=colour, linewidth=1.4, linestyle=DASHES)
            if panel.levels is not None:
                ax.axhline(np.asarray(panel.levels)[k], color=colour, linewidth=1.1, linestyle=":")
        ax.set_title(panel.title, loc="left", color=INK, fontsize=10.5)
        ax.set(xlim=(0, clock[-1]), xlabel=CLOCK)
    axes[0, 0].set_ylabel(label)
    for ax, panel in zip(axes[0], panels, strict=True):
        _name_ends(ax, np.asarray(panel.heights)[-1], panel.names)
    return fig


def surprise_of_modes(tables: Sequence[tuple[str, ArrayLike, ArrayLike]]) -> BookFigure:
    """What share of a table's residuals lies in pairs that meet so many times more often than by chance, or more.

    Parameters
    ----------
    tables : sequence of (name, ratios, shares)
        Ratios B/(p q), ascending, and the share of Σ N² in pairs at or above each.
    """
    fig, ax = figure(height=3.5)
    styles = ("-", DASHES, (0, (1, 1.2)), "-.")
    for k, (name, ratios, shares) in enumerate(tables):
        ratios, shares = np.asarray(ratios), np.asarray(shares)
        ax.semilogx(ratios, shares, color=PALETTE[k], linewidth=2.2, linestyle=styles[k])
        at = int(np.argmin(np.abs(shares - (0.36, 0.5, 0.62)[k % 3])))
        note(ax, name, (ratios[at], shares[at]), (7, 2), color=PALETTE[k], fontsize=10)
    ax.axvline(np.e, color=INK, linewidth=1, linestyle=":")
    ax.text(np.e * 0.93, 0.03, "logit 1", rotation=90, ha="right", va="bottom", color=INK, fontsize=9)
    ax.set(
        xlabel="times as often as by chance, or more", ylabel="share of all residuals", ylim=(0, 1.02), xlim=(1, 1e3)
    )
    return fig


def knob(turns: ArrayLike, shifts: ArrayLike, slopes: ArrayLike, leaks: ArrayLike, names: Sequence[str]) -> BookFigure:
    """What adding a concept direction does to the next word: to that concept, and to the others.

    Parameters
    ----------
    turns : array_like, shape (n,)
        How many times the direction is added.
    shifts : array_like, shape (n, K)
        Mean change in the log-odds of each attribute when its own direction is added.
    slopes : array_like, shape (K,)
        Predicted slopes, drawn as dashes.
    leaks : array_like, shape (n, K)
        The largest mean change in any other attribute.
    names : sequence of str
    """
    turns, shifts, leaks = np.asarray(turns), np.asarray(shifts), np.asarray(leaks)
    fig, (left, right) = figure(1, 2, height=3.6, sharey=True)
    markers = "osD^v"
    for k, slope in enumerate(np.asarray(slopes)):
        left.plot(turns, slope * turns, color=PALETTE[k], linewidth=1.4, linestyle=DASHES)
        left.plot(turns, shifts[:, k], markers[k], color=PALETTE[k], markersize=5.5, markeredgewidth=0)
        right.plot(turns, leaks[:, k], markers[k], color=PALETTE[k], markersize=5.5, markeredgewidth=0, alpha=0.7)
    _name_ends(left, shifts[-1], names)
    for ax, title in ((left, "the attribute that is turned"), (right, "the others")):
        ax.axhline(0, color=INK, linewidth=0.8, alpha=0.6)
        ax.set_title(title, loc="left", color=INK, fontsize=10.5)
        ax.set_xlabel("times the direction is added")
    left.set_ylabel("change in log-odds")
    return fig


def _name_ends(ax: Axes, ends: ArrayLike, names: Sequence[str], gap: float = 0.062) -> None:
    """Write each curve's name at its end; names that would collide are moved apart, all of them up if need be."""
    ends = np.asarray(ends, dtype=np.float64)
    low, high = ax.get_ylim()
    places = apart(ends, gap * (high - low))
    places += max(0.0, low + 0.02 * (high - low) - places.min())
    name_ends(ax, places, names, order=np.argsort(-ends, kind="stable"), x=1.02)
