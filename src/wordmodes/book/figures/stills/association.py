"""The association explorer as a still picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes

from wordmodes.book.figures.style import INK, PALETTE, BookFigure, figure

if TYPE_CHECKING:
    from wordmodes.explorers.association.pairs import AssociationTable


def association_still(table: AssociationTable, words: Sequence[str]) -> BookFigure:
    """The explorer's two panels for one pair: its place among the pairs of a text, and what three measures make of it.

    Parameters
    ----------
    table : AssociationTable
        Made by `wordmodes.explorers.association_table` or `gazette_table`.
    words : (str, str)
        The pair, two of the table's words.

    Raises
    ------
    ValueError
        If the table does not have the pair.
    """
    place = table.place(words)
    if place is None:
        raise ValueError(f"{tuple(words)} are not two of the {len(table.words)} words of the table")
    fig, (left, right) = figure(1, 2, width=8.4, height=4.0, width_ratios=(11, 10))
    _plane(left, table, words, place)
    _curves(right, place)
    return fig


def _plane(ax: Axes, table: AssociationTable, words: Sequence[str], place: tuple[float, float]) -> None:
    """The cloud and the telling pairs; pairs never seen stand in a strip below the logarithmic axis."""
    low, high = table.reach
    never = low / 5
    i, j = table.cloud.T
    p, q = table.counts[i, j] / table.total, table.sums[i] * table.sums[j] / float(table.total) ** 2
    ax.axhspan(never / 2.2, never * 2.2, color=INK, alpha=0.14, linewidth=0)
    scattered = never * 1.9 ** (2 * (np.arange(len(p)) * 0.618034 % 1) - 1)
    ax.plot(q, np.where(p > 0, p, scattered), ".", color=INK, markersize=1.8, alpha=0.6)
    ax.plot([low, high], [low, high], color=INK, linewidth=1.2)
    ax.fill_between([low, high], np.sqrt([low, high]), high, color=INK, alpha=0.14, linewidth=0)
    ax.text(low * 1.6, high / 2, "no pair can\nlie here", va="top", fontsize=8.5)
    ax.text(high / 1.5, never, "never seen", va="center", ha="right", fontsize=8.5)
    observed, expected = place
    ax.set(xscale="log", yscale="log", xlim=(low, high), ylim=(never / 2.2, high))
    _names(ax, {" ".join(pair): table.place(pair) for pair in (words, *table.telling)}, never)
    ax.plot([expected] * 2, [observed or never, expected], color=INK, linewidth=1.4)
    ax.plot(expected, observed or never, "o", color=PALETTE[0], markersize=8)
    ticks = 10.0 ** np.arange(round(np.log10(high)), np.log10(low) - 0.5, -2)
    ax.set_yticks([never, *ticks], ["0", *(f"$10^{{{round(np.log10(tick))}}}$" for tick in ticks)])
    ax.set_xticks(ticks)
    ax.minorticks_off()
    ax.set_xlabel("expected by chance, $P_iP_j$")
    ax.set_title("observed, $P_{ij}$", loc="left")


def _names(ax: Axes, places: dict[str, tuple[float, float]], never: float) -> None:
    """Dots with names that stand clear of each other, those first in the list first; the first in colour."""
    dots = {name: (expected, observed or never) for name, (observed, expected) in places.items()}
    at = {name: ax.transAxes.inverted().transform(ax.transData.transform(dot)) for name, dot in dots.items()}
    taken: list[np.ndarray] = []  # boxes in shares of the panel, from corner to corner
    for name, (x, y) in at.items():
        first = not taken
        width = (0.02 if first else 0.0175) * len(name)
        for side, step in ((side, step) for step in (0, -1, 1, -2, 2) for side in (1, -1)):
            start, middle = x + 0.025 * side, y + 0.04 * step
            box = np.array([[min(start, start + side * width), middle - 0.02], [0, middle + 0.02]])
            box[1, 0] = box[0, 0] + width
            clear = not any((box[0] < b[1]).all() and (b[0] < box[1]).all() for b in taken)
            dotless = not any((box[0] < dot).all() and (dot < box[1]).all() for dot in at.values())
            if first or (clear and dotless and box[0, 0] > 0 and box[1, 0] < 1):
                taken.append(box)
                look = {"color": PALETTE[0], "weight": "bold", "fontsize": 9} if first else {"fontsize": 8}
                where = {"va": "center", "ha": "left" if side > 0 else "right", "transform": ax.transAxes}
                ax.text(start, middle, name, **look, **where)
                break
        ax.plot(*dots[name], "o", color=INK, markersize=3.2)


def _curves(ax: Axes, place: tuple[float, float]) -> None:
    """PMI, PPMI and M* against the ratio of observed and expected, and their values at the pair's."""
    observed, expected = place
    ratio = np.logspace(-3, 4, 281)
    colours = (INK, PALETTE[1], PALETTE[0])
    for curve, colour, style in zip(_measures(ratio), colours, ("--", "-.", "-"), strict=True):
        ax.plot(ratio, curve, color=colour, linestyle=style)
    floor = ratio[0] / 6
    x = observed / expected or floor
    ax.axvspan(floor / 2.2, floor * 2.2, color=INK, alpha=0.14, linewidth=0)
    bottom, top = -7.6, 9.8
    with np.errstate(divide="ignore"):
        values = _measures(np.array([observed / expected]))[:, 0]
    shown = np.maximum(values, bottom)
    ax.plot([x, x], [shown[0], shown[2]], color=PALETTE[9], linewidth=2)
    for value, colour in zip(shown, colours, strict=True):
        ax.plot(x, value, "o", color=colour, markersize=6, clip_on=False)
    ax.text(3000, 8.9, "PMI", ha="right")
    ax.text(5000, 6.6, "PPMI", color=PALETTE[1])
    ax.text(9000, 1.7, "$M^*$", color=PALETTE[0], ha="right", va="top")
    ax.set(xscale="log", xlim=(floor / 2.2, ratio[-1]), ylim=(bottom, top))
    ax.set_xticks([floor, 1e-2, 1, 100, 10000], ["0", "1/100", "1", "100", "10 000"])
    ax.minorticks_off()
    ax.set_xlabel("observed / expected")
    ax.set_title("what three measures make of it", loc="left")


def _measures(ratio: np.ndarray) -> np.ndarray:
    """PMI, PPMI and M* at P_ij / (P_i P_j), shape (3, n)."""
    pmi = np.log(ratio)
    return np.array([pmi, np.maximum(pmi, 0), 2 * (ratio - 1) / (ratio + 1)])
