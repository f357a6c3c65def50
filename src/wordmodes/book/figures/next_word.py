"""Figures of chapter 11: beyond word2vec."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

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


def months(panels: Sequence[tuple[str, ArrayLike]], wave: ArrayLike, names: Sequence[str]) -> BookFigure:
    """Months in the plane of their two leading directions, beside their places in the year.

    Parameters
    ----------
    panels : sequence of (title, directions)
        Directions have shape (n, 2) and orthonormal columns; they are turned, and mirrored if need be, to lie as near
        as possible to `wave`.
    wave : array_like, shape (n, 2)
        Where n words of equal distance in the year would stand: orthonormal columns.
    names : sequence of str
        In the order of the year; the first three letters are written.
    """
    fig, axes = figure(1, len(panels), height=3.9, squeeze=False, sharey=True)
    wave = np.asarray(wave)
    for ax, (title, directions) in zip(axes[0], panels, strict=True):
        places = np.asarray(directions) @ _turn(np.asarray(directions), wave)
        ax.plot(*wave.T, "o", color=INK, markersize=9, markerfacecolor="none", alpha=0.6)
        ax.plot(*np.vstack([places, places[:1]]).T, color=PALETTE[0], linewidth=1.1, alpha=0.7)
        ax.plot(*places.T, "o", color=PALETTE[0], markersize=5)
        for (x, y), word in zip(places, names, strict=True):
            outwards = np.array([x, y]) / max(np.hypot(x, y), 1e-9)
            note(ax, word[:3], (x, y), tuple(11 * outwards), color=INK, ha="center", va="center", fontsize=9.5)
        reach = 1.22 * max(np.abs(places).max(), np.abs(wave).max())
        ax.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal", xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
        ax.set_title(title, loc="left", color=INK, fontsize=10.5)
    return fig


def _turn(directions: NDArray[np.float64], onto: NDArray[np.float64]) -> NDArray[np.float64]:
    """The rotation or reflection that brings one pair of columns nearest to another (Procrustes)."""
    U, _, Vt = np.linalg.svd(directions.T @ onto)
    return U @ Vt


def _name_ends(ax: Axes, ends: ArrayLike, names: Sequence[str], gap: float = 0.062) -> None:
    """Write each curve's name at its end; names that would collide are moved apart, all of them up if need be."""
    ends = np.asarray(ends, dtype=np.float64)
    low, high = ax.get_ylim()
    places = apart(ends, gap * (high - low))
    places += max(0.0, low + 0.02 * (high - low) - places.min())
    name_ends(ax, places, names, order=np.argsort(-ends, kind="stable"), x=1.02)
