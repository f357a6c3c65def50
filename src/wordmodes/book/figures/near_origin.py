"""Figures of chapter 04: the loss near the origin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.ticker import NullLocator
from numpy.typing import ArrayLike
from scipy.special import expit

from wordmodes.book.figures.style import (
    CLOCK,
    INK,
    PALETTE,
    BookFigure,
    apart,
    dressed,
    figure,
    name_ends,
    note,
)

_DASHES = (0, (5, 2.5))


class Scores(NamedTuple):
    """One panel of `score_sizes`: `clock` (T,) in units of 1/λ₁ and `sizes` (T, n), quantiles of |x|, ascending."""

    title: str
    clock: ArrayLike
    sizes: ArrayLike


class Start(NamedTuple):
    """One panel of `first_steps`.

    `steps` (T,) and `squares`, for each loss (T, m) squared singular values of the leading m modes; `growth` (m,) is
    the factor by which a step multiplies a mode's square while scores are small.
    """

    title: str
    steps: ArrayLike
    squares: Mapping[str, ArrayLike]
    growth: ArrayLike


def parabola() -> BookFigure:
    """The cost of a real pair and its slope, each with its Taylor polynomial at the origin."""
    x = np.linspace(-5, 5, 161)
    fig, (cost, slope) = figure(1, 2, height=3.2)
    for ax, exact, taylor in (
        (cost, np.logaddexp(0, -x), np.log(2) - x / 2 + x**2 / 8),
        (slope, -expit(-x), -0.5 + x / 4),
    ):
        ax.plot(x, exact, color=PALETTE[0], linewidth=2)
        ax.plot(x, taylor, color=PALETTE[1], linewidth=2, linestyle=_DASHES)
        ax.set(xlabel=r"score $x$", xlim=(-5, 5))
    cost.text(-4.7, 2.4, "logistic", color=PALETTE[0], ha="left")
    cost.text(3.4, 1.05, "parabola", color=PALETTE[1], ha="right")
    slope.text(3.1, -0.32, "logistic", color=PALETTE[0], ha="center")
    slope.text(1.7, 0.35, "parabola", color=PALETTE[1], ha="right")
    cost.set(title="cost of a real pair", ylim=(-0.1, 5.2))
    slope.set(title="its slope", ylim=(-1.6, 0.9))
    return fig


def along_a_line(
    r: ArrayLike, losses: Mapping[str, tuple[ArrayLike, ArrayLike]], rates: Mapping[str, float]
) -> BookFigure:
    """The loss less its value at the origin, along straight lines through it, beside its second order.

    Parameters
    ----------
    r : array_like, shape (n,)
        Distance from the origin.
    losses : mapping of str to (logistic, quartic), arrays of shape (n,)
        One pair of curves for each line, with the name of the line.
    rates : mapping of str to float
        uᵀHu of each line's direction u: close to the origin the loss is -r² times it.

    Raises
    ------
    ValueError
        If a rate is nothing beside the largest: such a direction lies where H is zero, and which of them an
        eigensolver returns is decided by rounding.
    """
    largest = max(map(abs, rates.values()))
    for name in losses:
        if abs(rates[name]) < 1e-6 * largest:
            raise ValueError(f"along the {name} the loss has no second order, so that rounding chose the direction")
    fig, ax = figure(height=3.5)
    r = np.asarray(r)
    lowest = min(np.min(curve) for pair in losses.values() for curve in pair)
    low, high = 1.35 * lowest, -1.9 * lowest
    ax.axhline(0, color=INK, linewidth=0.9)
    for (name, (logistic, quartic)), colour in dressed(losses.items(), PALETTE):
        logistic, quartic = np.asarray(logistic), np.asarray(quartic)
        ax.plot(r, logistic, color=colour, linewidth=3.6, alpha=0.5)
        ax.plot(r, quartic, color=colour, linewidth=1.6, linestyle=_DASHES)
        parabola = -rates[name] * r**2
        inside = (parabola > low) & (parabola < high)
        ax.plot(r[inside], parabola[inside], color=INK, linewidth=1.1, linestyle=":")
        at = int(np.argmax(np.abs(logistic) > 0.5 * abs(lowest)))
        note(ax, name, (r[at], logistic[at]), (-8, 4) if logistic[at] > 0 else (-9, -8), color=colour, ha="right",
             va="center")  # fmt: skip
    ax.plot([], [], color=INK, linewidth=3.6, alpha=0.5, label="logistic loss")
    ax.plot([], [], color=INK, linewidth=1.6, linestyle=_DASHES, label="quartic loss")
    ax.plot([], [], color=INK, linewidth=1.1, linestyle=":", label="second order")
    ax.legend(loc="upper left", frameon=False, labelcolor=INK)
    ax.set(xlabel=r"length of $W$", ylabel="loss, less its value at 0", ylim=(low, high))
    ax.set_xlim(0, r[-1])
    return fig


def score_sizes(panels: Sequence[Scores], names: Sequence[str], marks: Mapping[str, float]) -> BookFigure:
    """How large the scores of a model are as it trains.

    Parameters
    ----------
    panels : sequence of Scores
    names : sequence of str
        What each column of `sizes` is.
    marks : mapping of str to float
        Levels to draw across, with their names.
    """
    fig, axes = figure(1, len(panels), height=3.6, sharey=True)
    looks = ((PALETTE[0], "-"), (PALETTE[2], (0, (6, 2, 1.5, 2))), (PALETTE[1], _DASHES), (PALETTE[3], (0, (1.5, 1.5))))
    top = max(float(np.max(panel.sizes)) for panel in panels)
    for ax, panel in zip(axes, panels, strict=True):
        clock, sizes = np.asarray(panel.clock), np.asarray(panel.sizes)
        for level in marks.values():
            ax.axhline(level, color=INK, linewidth=0.9, linestyle=":")
        for column, (colour, style) in dressed(sizes.T, looks):
            ax.plot(clock, column, color=colour, linestyle=style, linewidth=2)
        ax.set(xlim=(0, clock[-1]), ylim=(0, 1.06 * top), xlabel=CLOCK)
        ax.grid(False)
        ax.set_title(panel.title, fontsize=10.5)
    for name, level in marks.items():
        axes[0].text(0.02, level, name, color=INK, fontsize=9, va="bottom", transform=axes[0].get_yaxis_transform())
    places = np.asarray(panels[-1].sizes)[-1]
    for (name, place), (colour, _) in dressed(zip(names, places, strict=True), looks):
        axes[-1].annotate(name, (1.02, place), xycoords=("axes fraction", "data"), color=colour, va="center",
                          fontsize=9.5, annotation_clip=False)  # fmt: skip
    axes[0].set_ylabel("size of a score, |x|")
    return fig


def first_steps(panels: Sequence[Start], names: Sequence[str]) -> BookFigure:
    """Squared singular values in the first steps, under two losses, with the growth that is foretold.

    Parameters
    ----------
    panels : sequence of Start
    names : sequence of str
        The two losses: solid and dashed.
    """
    fig, axes = figure(1, len(panels), height=3.7, sharey=True)
    for ax, panel in zip(axes, panels, strict=True):
        steps = np.asarray(panel.steps)
        solid, dashed = (np.asarray(panel.squares[name]) for name in names)
        for k, growth in enumerate(panel.growth):
            # Laid through the curve where the mode has left the other directions of the start behind.
            anchor = int(np.argmax(solid[:, k] > 30 * solid[0, k]))
            line = solid[anchor, k] * growth ** (steps - steps[anchor])
            inside = (line > 0.3 * solid[0, k]) & (line < 4 * solid[:, 0].max())
            ax.semilogy(steps[inside], line[inside], color=INK, linewidth=1.1, linestyle=":")
            ax.semilogy(steps, solid[:, k], color=PALETTE[k], linewidth=3.6, alpha=0.5)
            ax.semilogy(steps, dashed[:, k], color=PALETTE[k], linewidth=1.5, linestyle=_DASHES)
        places = np.exp(apart(np.log(solid[-1]), np.log(2.2)))
        name_ends(ax, places, [f"{k + 1}" for k in range(len(places))], fontsize=9.5)
        ax.set(xlim=(0, steps[-1]), xlabel="steps")
        ax.yaxis.set_minor_locator(NullLocator())
        ax.set_title(panel.title, fontsize=10.5)
    axes[0].set_ylabel(r"squared singular value $s_k^2$")
    axes[0].plot([], [], color=INK, linewidth=3.6, alpha=0.5, label=names[0])
    axes[0].plot([], [], color=INK, linewidth=1.5, linestyle=_DASHES, label=names[1])
    axes[0].plot([], [], color=INK, linewidth=1.1, linestyle=":", label="foretold growth")
    fig.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=3, frameon=False,
               labelcolor=INK)  # fmt: skip
    return fig
