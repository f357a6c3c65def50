"""The window explorer as a still picture, for readers without JavaScript and for print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.patches import Rectangle

from wordmodes.book.figures.style import INK, PALETTE, BookFigure, figure

if TYPE_CHECKING:
    from wordmodes.explorers.window.distances import DistanceTable


def window_still(
    table: DistanceTable,
    word: str,
    windows: Sequence[int],
    weighting: str = "linear",
    order: str = "beyond",
    n: int = 12,
) -> BookFigure:
    """The head of a word's row of counts for several windows side by side, each bar divided by distance.

    Parameters
    ----------
    table : DistanceTable
        Such as `wordmodes.explorers.window.distances.stored_table()`.
    word : str
        Whose row.
    windows : sequence of int
        One panel for each L.
    weighting : {"linear", "flat"}
    order : {"share", "beyond"}
        See `wordmodes.explorers.window.distances.leading`.
    n : int
        Contexts in each panel.
    """
    from wordmodes.explorers.window.distances import REACH, leading

    fig, axes = figure(1, len(windows), height=0.6 + 0.24 * n, squeeze=False)
    # blue next door, ochre sixteen places away, as in the explorer; blue lies over ochre, so that both follow the page
    near = 1 - np.log2(np.arange(1, REACH + 1)) / np.log2(REACH)
    for ax, window in zip(axes[0], windows, strict=True):
        row = leading(table, word, window, weighting, order, n)
        for k, parts in enumerate(100 * row.parts):
            ends = np.cumsum(parts)
            ax.add_patch(Rectangle((0, k - 0.36), ends[-1], 0.72, facecolor=PALETTE[4], linewidth=0))
            for j in np.flatnonzero(parts):
                piece = Rectangle((ends[j] - parts[j], k - 0.36), parts[j], 0.72, facecolor=PALETTE[0], linewidth=0)
                piece.set_alpha(near[j])
                ax.add_patch(piece)
        for k, chance in enumerate(100 * row.chance):
            ax.plot([chance] * 2, [k - 0.48, k + 0.48], color=INK, linewidth=1.6)
        most = 100 * max(row.share.max(), row.chance.max())
        ax.set(xlim=(0, 1.04 * most), ylim=(len(row.contexts) - 0.4, -0.6), xlabel="share of the row, %")
        ax.set_yticks(range(len(row.contexts)), row.contexts)
        ax.grid(axis="y", visible=False)
        ax.set_title(f"L = {window}", loc="left")
    return fig
