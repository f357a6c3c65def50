"""Figures of chapter 06: the small-initialisation limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from wordmodes._validate import array
from wordmodes.book.figures.style import CLOCK, DASHES, INK, PALETTE, BookFigure, apart, figure, name_ends, note

FloatArray = NDArray[np.float64]

_DOTTED = (0, (1.5, 1.5))


class Rise(NamedTuple):
    """One panel of `rising_modes`.

    `times` (T,) in the time of the flow and `squares` (T, d) the squared singular values; `eigenvalues` (d,) what they
    rise to; `limit` (T, d) dashed beside them; `dots`, times (n,) and squares (n, d) of a run.
    """

    title: str
    times: ArrayLike
    squares: ArrayLike
    eigenvalues: ArrayLike
    limit: ArrayLike | None = None
    dots: tuple[ArrayLike, ArrayLike] | None = None


class Steps(NamedTuple):
    """One column of `staircase`.

    `times` (T,), `loss` (T,) and `rank` (T,); `landings` and `ranks`, the loss and the effective rank between steps.
    """

    title: str
    times: ArrayLike
    loss: ArrayLike
    rank: ArrayLike
    landings: ArrayLike
    ranks: ArrayLike


def rising_modes(panels: Sequence[Rise], cols: int | None = None, height: float | None = None) -> BookFigure:
    """Squared singular values against time, one colour a mode, with what they are compared to.

    Parameters
    ----------
    panels : sequence of Rise
        Solid lines are `squares`, thin dashes `limit`, circles `dots`.
    cols : int, optional
        Panels in a row; all of them by default.
    height : float, optional
        In inches.
    """
    cols = cols or len(panels)
    rows = -(-len(panels) // cols)
    same = len({float(np.max(panel.eigenvalues)) for panel in panels}) == 1
    fig, axes = figure(rows, cols, height=height or 0.6 + 2.6 * rows, squeeze=False, sharey=same)
    for ax, panel in zip(axes.ravel(), panels, strict=True):
        lam = np.asarray(panel.eigenvalues, dtype=np.float64)
        clock, squares = lam[0] * np.asarray(panel.times), np.asarray(panel.squares)
        for k in range(len(lam)):
            colour = PALETTE[k % len(PALETTE)]
            band = {"linewidth": 3.4, "alpha": 0.45} if panel.limit is not None else {"linewidth": 2.0}
            ax.plot(clock, squares[:, k], color=colour, **band)
            if panel.limit is not None:
                ax.plot(clock, np.asarray(panel.limit)[:, k], color=colour, linewidth=1.3, linestyle=DASHES)
            if panel.dots is not None:
                at, dots = panel.dots
                ax.plot(lam[0] * np.asarray(at), np.asarray(dots)[:, k], "o", color=colour, markersize=3,
                        markeredgewidth=0)  # fmt: skip
        _name_modes(ax, squares[-1], lam)
        ax.set_title(panel.title, loc="left", color=INK, fontsize=10.5)
        ax.set(xlim=(0, clock[-1]), ylim=(-0.03 * lam[0], None))
    for ax in axes[-1]:
        ax.set_xlabel(CLOCK)
    for ax in axes[:, 0]:
        ax.set_ylabel(r"squared singular value $s_k^2$")
    return fig


def alignment_and_growth(
    panels: Sequence[tuple[str, ArrayLike, ArrayLike, ArrayLike]], first_eigenvalue: float
) -> BookFigure:
    """How far each singular vector points along its eigenvector, and how far it has grown, against time.

    Parameters
    ----------
    panels : sequence of (title, times, aligned, grown)
        `aligned` (T, d) squared cosines, solid; `grown` (T, d) squared singular values over eigenvalues, dashed.
    first_eigenvalue : float
        λ₁, the clock's unit.
    """
    fig, axes = figure(1, len(panels), height=3.3, sharey=True)
    for ax, (title, times, aligned, grown) in zip(axes, panels, strict=True):
        clock, aligned, grown = first_eigenvalue * np.asarray(times), np.asarray(aligned), np.asarray(grown)
        for k in range(aligned.shape[1]):
            ax.plot(clock, aligned[:, k], color=PALETTE[k], linewidth=2)
            ax.plot(clock, grown[:, k], color=PALETTE[k], linewidth=1.8, linestyle=DASHES)
        ax.set(xlim=(0, clock[-1]), ylim=(-0.02, 1.16), yticks=[0, 0.25, 0.5, 0.75, 1], xlabel=CLOCK)
        ax.set_title(title, loc="left", color=INK, fontsize=10.5)
    axes[0].set_ylabel("share of its final value")
    for k in range(aligned.shape[1]):
        axes[0].plot([], [], color=PALETTE[k], linewidth=2, label=f"mode {k + 1}")
    axes[0].plot([], [], color=INK, linewidth=2, label="pointing")
    axes[0].plot([], [], color=INK, linewidth=1.8, linestyle=DASHES, label="growing")
    fig.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=aligned.shape[1] + 2,
               frameon=False, labelcolor=INK, fontsize=9.5)  # fmt: skip
    return fig


def staircase(columns: Sequence[Steps], first_eigenvalue: float, height: float = 4.3) -> BookFigure:
    """The loss and the effective rank against time, with the levels between steps.

    Parameters
    ----------
    columns : sequence of Steps
    first_eigenvalue : float
        λ₁, the clock's unit.
    height : float
        In inches.
    """
    fig, axes = figure(2, len(columns), height=height, squeeze=False, sharex="col", sharey="row")
    for (top, bottom), column in zip(axes.T, columns, strict=True):
        clock = first_eigenvalue * np.asarray(column.times)
        for ax, values, levels in ((top, column.loss, column.landings), (bottom, column.rank, column.ranks)):
            for level in np.asarray(levels):
                ax.axhline(level, color=INK, linewidth=0.9, linestyle=":")
            ax.plot(clock, np.asarray(values), color=PALETTE[0] if ax is top else PALETTE[1], linewidth=2)
            ax.grid(False)
        top.set_title(column.title, loc="left", color=INK, fontsize=10.5)
        bottom.set(xlim=(0, clock[-1]), xlabel=CLOCK)
    axes[0, 0].set_ylabel("loss, share of its start")
    axes[1, 0].set_ylabel("effective rank")
    axes[1, 0].set_ylim(0.5, None)
    return fig


def deviation_against_scale(
    panels: Sequence[tuple[str, ArrayLike, ArrayLike, int]], exponents: Sequence[float | None]
) -> BookFigure:
    """How far the curves are from their sigmoids against σ, on logarithmic axes.

    Parameters
    ----------
    panels : sequence of (title, scales, deviations, d)
        `scales`, σ, ascending; `deviations` (seeds, scales, 3), for starts from QR, from the singular values of W(0)
        and from σ: each seed a thin line, their median a thick one. `d` places the landmarks of word2vec.c and gensim.
    exponents : sequence of float or None
        Slope of a guide through each panel's first curve; None for no guide.
    """
    fig, axes = figure(1, len(panels), height=4.1)
    looks = (("from |R|", PALETTE[0], "-", "o"), ("from S(0)", PALETTE[2], _DOTTED, "^"), ("from σ", PALETTE[1], DASHES,
             "s"))  # fmt: skip
    for ax, (title, scales, deviations, d), exponent in zip(axes, panels, exponents, strict=True):
        scales = np.asarray(scales, dtype=np.float64)
        for values, (name, colour, line, marker) in zip(np.moveaxis(deviations, 2, 0), looks, strict=True):
            for seed in values:
                ax.loglog(scales, seed, color=colour, linewidth=0.8, alpha=0.5, linestyle=line)
            ax.loglog(scales, np.median(values, axis=0), color=colour, linewidth=2.2, linestyle=line, marker=marker,
                      markersize=4.5, label=name)  # fmt: skip
        if exponent is not None:
            first = np.median(np.asarray(deviations)[:, :, 0], axis=0)
            ends = scales[[0, -3]]
            guide = 0.2 * first[0] * (ends / ends[0]) ** exponent
            ax.loglog(ends, guide, color=INK, linewidth=1.2, linestyle=":")
            note(ax, f"slope {exponent:.2f}", (np.sqrt(ends.prod()), np.sqrt(guide.prod())), (6, -12), color=INK,
                 fontsize=9.5)  # fmt: skip
        for name, scale, side in (("word2vec.c", 1 / np.sqrt(12 * d), "right"), ("gensim", 1 / np.sqrt(3 * d), "left")):
            ax.axvline(scale, color=INK, linewidth=1, linestyle="-.", alpha=0.8)
            ax.text(scale, 0.03, f" {name} ", rotation=90, ha=side, va="bottom", color=INK, fontsize=8.5,
                    transform=ax.get_xaxis_transform())  # fmt: skip
        ax.set_title(title, loc="left", color=INK, fontsize=10.5)
        ax.set_xlabel(r"initialisation scale $\sigma$")
    axes[0].set_ylabel("largest gap, share of a mode's height")
    fig.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=len(looks), frameon=False,
               labelcolor=INK, fontsize=9.5, handlelength=3.2)  # fmt: skip
    return fig


def learning_order(
    eigenvalues: ArrayLike, measured: ArrayLike, predicted: ArrayLike, curve: tuple[ArrayLike, ArrayLike]
) -> BookFigure:
    """When each mode was learned, seed by seed, against its eigenvalue.

    Parameters
    ----------
    eigenvalues : array_like, shape (d,)
    measured, predicted : array_like, shape (seeds, d)
        Half-rise times, in the time of the flow.
    curve : (array_like, array_like)
        Times and eigenvalues of a line to draw: the time of a mode whose start is σ itself.
    """
    lam = array("eigenvalues", eigenvalues, ("d",))
    measured = array("measured", measured, ("seeds", len(lam)), finite=False)
    predicted = array("predicted", predicted, measured.shape, finite=False)
    fig, ax = figure(height=3.9)
    ax.plot(lam[0] * np.asarray(curve[0]), curve[1], color=INK, linewidth=1.2, linestyle=DASHES)
    middle = len(curve[0]) // 2
    beside = (lam[0] * curve[0][middle], curve[1][middle])
    note(ax, r"$\log(\lambda/\sigma^2)/(2\lambda)$", beside, (12, 8), color=INK)
    for k in range(len(lam)):
        colour = PALETTE[k % len(PALETTE)]
        height = np.full(len(measured), lam[k])
        ax.plot(lam[0] * predicted[:, k], height, "o", color=colour, markersize=8, markerfacecolor="none", alpha=0.7)
        ax.plot(lam[0] * measured[:, k], height, ".", color=colour, markersize=6)
    _name_modes(ax, lam, lam, gap=0.045)
    ax.set(xlabel=CLOCK, ylabel=r"eigenvalue $\lambda_k$", ylim=(lam[-1] - 0.09 * lam[0], None))
    return fig


def _name_modes(ax: Axes, ends: FloatArray, lam: FloatArray, gap: float = 0.072) -> None:
    """Number each mode at the end of its curve; numbers that would collide are moved apart, above zero."""
    order = np.argsort(-ends, kind="stable")
    gap = gap * lam[0]
    places = apart(ends, gap)
    places[order] = np.maximum(places[order], gap * np.arange(len(ends))[::-1])
    name_ends(ax, places, [f"{k + 1}" for k in range(len(ends))], order=order)
