"""The spike explorer as a still picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wordmodes.book.figures.style import INK, PALETTE, BookFigure, figure
from wordmodes.evaluation.families import differences, leading_shares, marchenko_pastur_edge

if TYPE_CHECKING:
    from wordmodes.explorers.spike.explorer import SpikeTable


def spike_still(table: SpikeTable, family: str, d: int = 20) -> BookFigure:
    """The explorer's three panels for one family: spectrum, its largest eigenvalue against d, steps of the pairs.

    Parameters
    ----------
    table : SpikeTable
        Made by `wordmodes.explorers.spike_table`.
    family : str
    d : int
        Number of modes, one of the table's grid.

    Raises
    ------
    ValueError
        If the family or d is not in the table.
    """
    if family not in table.families or d not in table.grid:
        raise ValueError(f"no {family!r} at d = {d}: choose from {list(table.families)} and {list(table.grid)}")
    pairs, band = table.families[family], table.bands[family]
    n, at = len(pairs), table.grid.index(d)
    D = differences(table.W[:, :d], pairs)
    shares = leading_shares(D, n)
    fig, axes = figure(2, 2, height=4.8, height_ratios=(3, 2), width_ratios=(11, 9))
    top, bottom = axes[:, 0]

    k, (low, high) = np.arange(1, n + 1), band[at]
    top.bar(k, high - low, 0.8, low, color=INK, alpha=0.4, linewidth=0, label="random words, nine in ten")
    top.vlines(k, 0, shares, color=[PALETTE[1], *[INK] * (n - 1)], linewidth=1.6)
    top.scatter(k, shares, s=[36, *[16] * (n - 1)], color=[PALETTE[1], *[INK] * (n - 1)], zorder=3)
    top.axhline(
        float(marchenko_pastur_edge(n, d)), color=PALETTE[0], linestyle=(0, (5, 3)), label="Marchenko–Pastur edge"
    )
    top.set(ylim=(0, None), xlabel="eigenvalue, the largest first")
    top.set_title(f"eigenvalues as shares, d = {d}", loc="left")
    top.yaxis.set_major_formatter("{x:.0%}")
    top.legend(loc="upper right", frameon=False)

    grid = np.array(table.grid)
    largest = [leading_shares(differences(table.W[:, :m], pairs))[0] for m in grid]
    bottom.fill_between(grid, band[:, 0, 0], band[:, 1, 0], color=INK, alpha=0.4, linewidth=0)
    bottom.plot(grid, np.minimum(marchenko_pastur_edge(n, grid), 1), color=PALETTE[0], linestyle=(0, (5, 3)))
    bottom.plot(grid, largest, color=PALETTE[1])
    bottom.axvline(d, color=INK, linewidth=1)
    bottom.set_xscale("log")
    ticks = [m for m in (2, 5, 10, 20, 50, 100, 200) if grid[0] <= m <= grid[-1]]
    bottom.set_xticks(ticks, [str(m) for m in ticks])
    bottom.minorticks_off()
    bottom.yaxis.set_major_formatter("{x:.0%}")
    bottom.set(ylim=(0, 1), xlabel="modes kept, $d$")
    bottom.set_title("the largest, as modes are added", loc="left")

    right = axes[0, 1]
    right.set_subplotspec(right.get_gridspec()[:, 1])
    axes[1, 1].remove()
    along = D @ np.linalg.svd(D, full_matrices=False)[2][0]
    along = along if along.sum() > 0 else -along
    order = np.argsort(-along, kind="stable")
    right.barh(range(n), along[order], 0.35, color=[PALETTE[1] if x > 0 else INK for x in along[order]])
    right.set_yticks(range(n), [f"{table.words[a]} → {table.words[b]}" for a, b in pairs[order]], fontsize=8)
    right.set_ylim(n - 0.4, -0.6)
    right.tick_params(axis="y", length=0)
    right.set_title("steps along the leading direction", loc="right")
    return fig
