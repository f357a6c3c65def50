"""Figures of chapter 05: one mode, two modes, and the size of a step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from wordmodes.book.figures.style import CLOCK, INK, PALETTE, BookFigure, figure, note

FloatArray = NDArray[np.float64]

_DASHES = ((0, ()), (0, (5, 2)), (0, (1.5, 1.5)), (0, (6, 2, 1, 2)), (0, (2.5, 1)))


class Plane(NamedTuple):
    """One panel of `phase_planes`.

    `eigenvalues` (2,); `paths`, pairs of a name and the lengths (T, 2) of what W holds of the two modes; `d` is 1 if
    the modes share one column and 2 if each has its own, which decides the arrows and where the flow rests.
    """

    title: str
    eigenvalues: ArrayLike
    paths: Sequence[tuple[str, ArrayLike]]
    d: int


def word_numbers(times: ArrayLike, numbers: ArrayLike, attribute: ArrayLike) -> BookFigure:
    """Each word's one number against time, in the colour of the word's attribute.

    Parameters
    ----------
    times : array_like, shape (T,)
        In units of 1/λ₁.
    numbers : array_like, shape (T, n)
    attribute : array_like, shape (n,)
        ±1.
    """
    times, numbers, attribute = np.asarray(times), np.asarray(numbers), np.asarray(attribute)
    fig, ax = figure(height=3.2)
    for sign, colour, line in ((1, PALETTE[0], "-"), (-1, PALETTE[1], _DASHES[1])):
        group = numbers[:, attribute == sign]
        ax.plot(times, group, color=colour, linestyle=line, linewidth=0.9, alpha=0.8)
        ax.annotate(f"{'+' if sign > 0 else '−'} words", (1.01, group[-1].mean()), va="center", color=colour,
                    xycoords=("axes fraction", "data"), annotation_clip=False)  # fmt: skip
    ax.set(xlim=(0, times[-1]), xlabel=CLOCK, ylabel="a word's number")
    return fig


def phase_lines(eigenvalues: Sequence[float], reach: float = 1.5) -> BookFigure:
    """The speed ds/dt = (λ - s²)s against s, with arrows for its sign and dots where it is zero.

    Parameters
    ----------
    eigenvalues : sequence of float
        A panel each.
    reach : float
        Largest |s| drawn.
    """
    fig, axes = figure(1, len(eigenvalues), height=2.9, sharey=True)
    s = np.linspace(-reach, reach, 241)
    for ax, lam in zip(axes, eigenvalues, strict=True):
        ax.plot(s, (lam - s**2) * s, color=PALETTE[0], linewidth=2)
        ax.axhline(0, color=INK, linewidth=1)
        rests = np.array([-np.sqrt(lam), 0.0, np.sqrt(lam)]) if lam > 0 else np.array([0.0])
        edges = np.concatenate([[-reach], rests, [reach]])
        for middle in (edges[:-1] + edges[1:]) / 2:
            way = 0.16 * np.sign((lam - middle**2) * middle)
            ax.annotate("", (middle + way, 0), (middle - way, 0),
                        arrowprops={"arrowstyle": "-|>", "color": PALETTE[1], "linewidth": 2, "mutation_scale": 15,
                                    "shrinkA": 0, "shrinkB": 0})  # fmt: skip
        for rest in rests:
            _rest(ax, rest, 0, filled=lam - 3 * rest**2 <= 0, size=8)
        ax.set(xlim=(-reach, reach), ylim=(-1.1, 1.1), xlabel="s")
        ax.set_title(f"λ = {lam:g}".replace("-", "−"), loc="left", color=INK)
    axes[0].set_ylabel("speed ds/dt")
    return fig


def rise_and_odds(
    times: ArrayLike, share: ArrayLike, dots: tuple[ArrayLike, ArrayLike], half: float, rate: float
) -> BookFigure:
    """A sigmoid as share of its height, and the same as odds on a logarithmic axis, where it is a straight line.

    Parameters
    ----------
    times, share : array_like, shape (T,)
        Time in units of 1/λ and s²/λ.
    dots : (array_like, array_like)
        Times and shares of a run.
    half : float
        Time of the half-rise.
    rate : float
        Slope of the line, per unit of time, in natural logarithms.
    """
    times, share = np.asarray(times), np.asarray(share)
    at, seen = np.asarray(dots[0]), np.asarray(dots[1])
    fig, (left, right) = figure(1, 2, height=3.2)
    for ax, line, points in ((left, share, seen), (right, share / (1 - share), seen / (1 - seen))):
        ax.plot(times, line, color=PALETTE[0], linewidth=2)
        ax.plot(at, points, "o", color=PALETTE[1], markersize=4, markeredgewidth=0)
        ax.axvline(half, color=INK, linewidth=1, linestyle=":")
        ax.set(xlim=(0, times[-1]), xlabel=r"time, in units of $1/\lambda$")
    left.set(ylabel=r"share grown, $p = s^2/\lambda$", ylim=(-0.04, 1.08))
    left.text(0.36 * half, 0.05, "waiting", color=INK, ha="center")
    left.text(half - 0.3, 0.52, "half-way", color=INK, ha="right")
    left.text(times[-1], 0.9, "full", color=INK, ha="right")
    right.set_yscale("log")
    right.set(ylabel=r"odds, $p/(1-p)$")
    right.axhline(1, color=INK, linewidth=1, linestyle=":")
    middle = len(times) // 3
    odds = share / (1 - share)
    note(right, f"slope {rate:g}λ", (times[middle], odds[middle]), (-6, 10), color=PALETTE[0], ha="right")
    return fig


def sharper(curves: Sequence[tuple[str, ArrayLike]], clock: ArrayLike) -> BookFigure:
    """Rises from several starts, each on the clock of its own waiting time.

    Parameters
    ----------
    curves : sequence of (name, shares)
        s²/λ, shape (T,), the largest start first.
    clock : array_like, shape (T,)
        Time over half-rise time.
    """
    clock = np.asarray(clock)
    fig, ax = figure(height=3.3)
    for k, (name, share) in enumerate(curves):
        ax.plot(clock, share, color=PALETTE[k], linestyle=_DASHES[k], linewidth=2, label=name)
    ax.legend(title="s(0)/√λ", loc="lower right", labelcolor="linecolor", handlelength=3.2,
              alignment="left", frameon=False)  # fmt: skip
    ax.set(xlim=(clock[0], clock[-1]), ylim=(-0.03, 1.06), ylabel=r"share grown, $s^2/\lambda$")
    ax.set_xlabel("time, in units of the mode's own half-rise time")
    return fig


def phase_planes(panels: Sequence[Plane]) -> BookFigure:
    """Paths in the plane of two modes: what W holds of the second against what it holds of the first.

    Parameters
    ----------
    panels : sequence of Plane
        Axes are in units of √λ₁. Filled dots attract from everywhere nearby, half-filled ones are saddles of this
        plane, and the hollow dot at zero repels.
    """
    fig, axes = figure(1, len(panels), height=4.3, sharey=True)
    for ax, panel in zip(axes, panels, strict=True):
        x, y = np.meshgrid(np.linspace(0, 1.2, 13), np.linspace(0, 1.2, 13))
        gap = np.asarray(panel.eigenvalues)[1] / np.asarray(panel.eigenvalues)[0]
        both = x**2 + y**2
        brake = (both, both) if panel.d == 1 else (x**2, y**2)
        speed = (1 - brake[0]) * x, (gap - brake[1]) * y
        size = np.hypot(*speed)
        keep = size > 1e-12
        ax.quiver(x[keep], y[keep], *(part[keep] / size[keep] for part in speed), color=INK, alpha=0.45, scale=22,
                  width=0.0042, headwidth=4, headlength=5, headaxislength=4.5)  # fmt: skip
        for k, (name, path) in enumerate(panel.paths):
            x, y = np.asarray(path).T / np.sqrt(np.asarray(panel.eigenvalues)[0])
            ax.plot(x, y, color=PALETTE[k], linestyle=_DASHES[k], linewidth=2.1, label=name)
        top = np.sqrt(gap)
        _rest(ax, 0, 0, filled=False)
        rests = [(1, 0, panel.d == 1), (0, top, False)] + [(1, top, True)] * (panel.d == 2)
        for x, y, attracts in rests:
            _rest(ax, x, y, filled=attracts, saddle=not attracts)
        ax.set(xlim=(-0.06, 1.2), ylim=(-0.06, 1.2), box_aspect=1, xlabel=r"part along $e_1$",
               xticks=[0, 0.5, 1], yticks=[0, 0.5, 1])  # fmt: skip
        ax.set_title(panel.title, loc="left", color=INK, fontsize=10.5)
        ax.grid(False)
    axes[0].set_ylabel(r"part along $e_2$")
    handles = {line.get_label(): line for ax in axes for line in ax.lines if not line.get_label().startswith("_")}
    fig.legend(handles.values(), handles.keys(), loc="outside lower center", ncols=len(handles), labelcolor=INK,
               frameon=False, handlelength=2.8)  # fmt: skip
    return fig


def step_runs(runs: Sequence[tuple[str, ArrayLike]]) -> BookFigure:
    """The share grown, step by step, for several sizes of step.

    Parameters
    ----------
    runs : sequence of (title, shares)
        s²/λ, shape (steps,).
    """
    fig, axes = figure(1, len(runs), height=2.7, sharey=True)
    for ax, (title, shares) in zip(axes, runs, strict=True):
        ax.axhline(1, color=INK, linewidth=1, linestyle=":")
        ax.plot(shares, "o-", color=PALETTE[0], markersize=3.6, linewidth=1, markeredgewidth=0)
        ax.set_title(title, loc="left", color=INK, fontsize=10.5)
        ax.set(xlabel="step", ylim=(-0.06, 1.75))
    axes[0].set_ylabel(r"share grown, $s^2/\lambda$")
    return fig


def _rest(ax: Axes, x: float, y: float, *, filled: bool, saddle: bool = False, size: float = 9) -> None:
    """A place where the flow rests: filled if it attracts, half-filled for a saddle, hollow if it repels."""
    style = {"marker": "o", "markersize": size, "color": INK, "markeredgecolor": INK, "markeredgewidth": 1.6}
    if saddle:
        ax.plot([x], [y], fillstyle="left", markerfacecoloralt="none", clip_on=False, zorder=6, **style)
    else:
        ax.plot([x], [y], fillstyle="full" if filled else "none", clip_on=False, zorder=6, **style)
