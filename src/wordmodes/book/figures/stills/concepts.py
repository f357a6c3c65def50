"""The concepts explorer as a still picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from wordmodes.book.figures.style import INK, PALETTE, BookFigure, figure
from wordmodes.evaluation.reading import ends
from wordmodes.theory.dynamics import half_rise_time, sigmoid

if TYPE_CHECKING:
    from wordmodes.explorers.concepts.explorer import ConceptTable

_CROWD = 4  # of the words of other modes every fourth is drawn


def concepts_still(
    table: ConceptTable, mode: int = 3, against: int = 1, time: float = 0.4, sigma: float = 1e-6
) -> BookFigure:
    """The explorer's three large panels: a mode's ends, all modes against time, the words in the plane of two modes.

    Parameters
    ----------
    table : ConceptTable
        Made by `wordmodes.explorers.concept_table`.
    mode, against : int
        The modes across and up, from 1.
    time : float
        Where the scrubber stands, as a share of the time axis.
    sigma : float
        Initialisation scale.

    Raises
    ------
    ValueError
        If a mode is not in the table, or the two are one.
    """
    lam, K = table.eigenvalues, len(table.eigenvalues)
    if not (1 <= mode <= K and 1 <= against <= K) or mode == against:
        raise ValueError(f"mode = {mode} and against = {against} must be two different modes from 1 to {K}")
    halves = half_rise_time(lam, sigma * table.starts)
    end = float(np.max(halves + 4 / lam))
    k, other = mode - 1, against - 1
    fig, axes = figure(2, 2, height=4.6, height_ratios=(4, 5), width_ratios=(1, 1))
    _ends(axes[0, 0], table, k)

    below = axes[1, 0]
    for m in [*(m for m in range(K) if m != k), k]:  # the picked one on top
        t = np.concatenate([[0], halves[m] + np.linspace(-3, 3, 19) / lam[m], [end]])
        t = t[(t >= 0) & (t <= end)]
        width, alpha = (2.6, 1) if m == k else (1, 0.6)
        below.plot(lam[0] * t, sigmoid(lam[m], sigma * table.starts[m], t), color=_colour(m), lw=width, alpha=alpha)
    half = lam[0] * halves[k]
    below.plot(half, lam[k] / 2, "o", color=_colour(k), markersize=6)
    below.annotate(f"mode {mode}: half-learned at {half:.1f}", (1, lam[k]), (0, -5), xycoords=("axes fraction", "data"),
                   textcoords="offset points", fontsize=8.5, color=_colour(k), va="top", ha="right")  # fmt: skip
    if table.edge is not None:
        below.axhline(table.edge, color=INK, linewidth=1, linestyle=(0, (5, 3)))
        below.text(0.5, table.edge, " noise", va="bottom", fontsize=8)
    below.axvline(lam[0] * time * end, color=INK, linewidth=1)
    below.set(xlim=(0, lam[0] * end), ylim=(0, None), xlabel="time, in units of 1/λ$_1$")
    below.set_title("how far each mode has risen, $s^2$", loc="left")

    plane = axes[0, 1]
    plane.set_subplotspec(plane.get_gridspec()[:, 1])
    axes[1, 1].remove()
    s = np.sqrt(sigmoid(lam, sigma * table.starts, time * end))
    _plane(plane, table, s, k, other)
    return fig


def _colour(k: int) -> str:
    return PALETTE[k % len(PALETTE)]


def _ends(ax: Axes, table: ConceptTable, k: int) -> None:
    """Bars to the right for the + end, to the left for the - end, each with its word."""
    vector = table.loadings[:, k]
    for rows, colour, side in zip(ends(vector, 8), (_colour(k), INK), (1, -1), strict=True):
        ax.barh(range(8), vector[rows], 0.8, color=colour, alpha=0.3, linewidth=0)
        for place, row in enumerate(rows):
            ax.annotate(table.words[row], (0, place), (4 * side, 0), textcoords="offset points", fontsize=8.5,
                        ha="left" if side > 0 else "right", va="center", color=colour)  # fmt: skip
    ax.axvline(0, color=INK, linewidth=1)
    ax.set(ylim=(7.6, -0.6), yticks=[])
    ax.grid(False)
    ax.spines["left"].set_visible(False)
    ax.set_title(f"mode {k + 1}: loadings at its two ends", loc="left")


def _plane(ax: Axes, table: ConceptTable, s: np.ndarray, k: int, other: int) -> None:
    """All words at their places; those that will be longest in one of the two modes in its colour."""
    lam, places = table.eigenvalues, table.loadings * s
    home = np.argmax(lam * table.loadings**2, axis=1)
    # two modes of one colour: the second in ink
    second = _colour(other) if (other - k) % len(PALETTE) else INK
    rest = np.flatnonzero((home != k) & (home != other))[::_CROWD]
    for rows, colour, size, alpha in (
        (rest, INK, 1.2, 0.35), (np.flatnonzero(home == other), second, 1.8, 0.8),
        (np.flatnonzero(home == k), _colour(k), 2.2, 0.9),
    ):  # fmt: skip
        # a line of no length for each dot, all in one path: a third of what as many markers take
        path = Path(places[rows][:, [k, other]].repeat(2, axis=0), np.tile([Path.MOVETO, Path.LINETO], len(rows)))
        path.should_simplify = False
        ax.add_patch(PathPatch(path, edgecolor=colour, linewidth=size, alpha=alpha, capstyle="round", facecolor="none"))
    reach = 1.15 * np.abs(table.loadings[:, [k, other]] * np.sqrt(lam[[k, other]])).max()
    for rows, side in zip(ends(table.loadings[:, k], 4), (1, -1), strict=True):
        x, y = places[rows][:, [k, other]].T
        ax.plot(x, y, "o", color=_colour(k), markersize=3.6)
        heights = _apart(y, 0.085 * reach)
        for row, at, height in zip(rows, x, heights, strict=True):
            ax.text(at + 0.04 * side * reach, height, table.words[row], fontsize=8, va="center", color=_colour(k),
                    ha="left" if side > 0 else "right")  # fmt: skip
    ax.axhline(0, color=INK, linewidth=0.6, alpha=0.5)
    ax.axvline(0, color=INK, linewidth=0.6, alpha=0.5)
    ax.set(xlim=(-1.38 * reach, 1.38 * reach), ylim=(-reach, reach), xticks=[], yticks=[])
    ax.set_aspect("equal")
    ax.spines[:].set_visible(False)
    ax.set_title(f"↑ mode {other + 1}", color=second, fontsize=9.5, loc="left")
    ax.set_xlabel(f"mode {k + 1} →", color=_colour(k), loc="right", fontsize=9.5)


def _apart(heights: np.ndarray, gap: float) -> np.ndarray:
    """Heights, moved apart to at least `gap` in their order."""
    order = np.argsort(heights)
    steps = np.arange(len(heights)) * gap
    moved = np.maximum.accumulate(heights[order] - steps) + steps
    out = np.empty(len(heights))
    out[order] = moved - (moved - heights[order]).mean()
    return out
