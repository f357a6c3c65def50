"""Figures of chapter 09: what the concepts are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from wordmodes.book.figures.style import CLOCK, INK, PALETTE, BookFigure, figure, note

_MARKERS = "os^D"


class Flock(NamedTuple):
    """Words drawn alike in `flight`: their rows, a colour's number, a marker, a label for either plane."""

    rows: ArrayLike
    colour: int
    marker: str = "o"
    labels: tuple[str, str] = ("", "")


def flight(frames: Sequence[tuple[str, ArrayLike]], flocks: Sequence[Flock], height: float = 3.9) -> BookFigure:
    """Word vectors at several times, three dimensions as two planes: 1 and 2 above, 3 and 2 below.

    Parameters
    ----------
    frames : sequence of (title, coordinates)
        Coordinates (V, 3), the same scale in all frames.
    flocks : sequence of Flock
        Words to be seen, the first drawn largest; labels stand in the last frame, where the words are far from the
        middle.
    height : float
        In inches.
    """
    fig, axes = figure(2, len(frames), height=height, sharex=True, sharey=True, squeeze=False)
    reach = 1.18 * max(float(np.abs(np.asarray(W)[:, :3]).max()) for _, W in frames)
    for column, (title, W) in zip(axes.T, frames, strict=True):
        W = np.asarray(W)
        for plane, (ax, (x, y)) in enumerate(zip(column, ((0, 1), (2, 1)), strict=True)):
            for n, flock in enumerate(flocks):
                rows = np.atleast_1d(flock.rows)
                size, hue = 7.5 - 4 * n / len(flocks), PALETTE[flock.colour]
                ax.plot(W[rows, x], W[rows, y], flock.marker, color=hue, markersize=size)
                at = W[rows].mean(axis=0)
                if column[0] is axes[0, -1] and np.hypot(at[x], at[y]) > 0.3 * reach:
                    _label(ax, flock.labels[plane], PALETTE[flock.colour], at[x], at[y])
            ax.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal", xticks=[], yticks=[])
            ax.axhline(0, color=INK, linewidth=0.6, alpha=0.4)
            ax.axvline(0, color=INK, linewidth=0.6, alpha=0.4)
            ax.grid(False)
            for spine in ax.spines.values():
                spine.set(visible=True, alpha=0.35)
        column[0].set_title(title, fontsize=10)
        column[0].set_xlabel("column 1", fontsize=9)
        column[1].set_xlabel("column 3", fontsize=9)
    for ax in axes[:, 0]:
        ax.set_ylabel("column 2", fontsize=9)
    return fig


def timeline(
    times: ArrayLike, shares: ArrayLike, predicted: ArrayLike, words: Sequence[tuple[Sequence[str], Sequence[str]]]
) -> BookFigure:
    """The words at the ends of each mode, and when it is learned: one row a mode, its rise at the right.

    Parameters
    ----------
    times : array_like, shape (T,)
        In units of 1/λ₁.
    shares : array_like, shape (T, d)
        How much of each mode has been learned, from 0 to 1.
    predicted : array_like, shape (d,)
        Predicted half-rise times, in the same unit.
    words : sequence of (positive end, negative end)
        For each mode.
    """
    times, shares = np.asarray(times), np.asarray(shares)
    d = shares.shape[1]
    fig, (beside, ax) = figure(1, 2, width=7.6, height=0.7 + 0.5 * d, sharey=True, width_ratios=(1.25, 0.75))
    for k in range(d):
        colour = PALETTE[k % len(PALETTE)]
        ax.plot(times, k + 0.36 - 0.72 * shares[:, k], color=colour, linewidth=1.8)
        ax.axhline(k + 0.36, color=INK, linewidth=0.5, alpha=0.35)
        ax.plot(predicted[k], k, "o", color=colour, markersize=6.5, markerfacecolor="none", markeredgewidth=1.5)
        for end, sign, place in zip(words[k], "+−", (k - 0.17, k + 0.2), strict=True):
            beside.text(0.07, place, f"{sign}  {', '.join(end)}", va="center", fontsize=9,
                        color=colour if sign == "+" else INK)  # fmt: skip
        beside.text(0, k, f"{k + 1}", va="center", fontsize=11, color=colour)
    ax.set(xlim=(0, times[-1]), ylim=(d - 0.4, -0.6), yticks=[], xlabel=CLOCK)
    ax.grid(axis="y", visible=False)
    beside.set_axis_off()
    beside.set_xlim(0, 1)
    return fig


def rotated_pair(panels: Sequence[tuple[str, ArrayLike]], signs: ArrayLike) -> BookFigure:
    """Words in the plane of two modes, for several samples; four kinds of word by colour and marker.

    Parameters
    ----------
    panels : sequence of (title, coordinates)
        Coordinates (V, 2).
    signs : array_like, shape (V, 2)
        ±1: the two attributes that should lie along the axes.
    """
    signs = np.asarray(signs)
    kinds = ((1, 1), (1, -1), (-1, 1), (-1, -1))
    fig, axes = figure(1, len(panels), height=2.75, sharex=True, sharey=True)
    for ax, (title, W) in zip(axes, panels, strict=True):
        W = np.asarray(W)
        for n, kind in enumerate(kinds):
            rows = (signs == kind).all(axis=1)
            ax.plot(W[rows, 0], W[rows, 1], _MARKERS[n], color=PALETTE[n], markersize=2.6, alpha=0.55)
            at = np.median(W[rows], axis=0)
            name = " ".join("+" if s > 0 else "−" for s in kind)
            ax.annotate(name, 1.75 * at, color=PALETTE[n], ha="center", va="center", fontsize=10.5, weight="bold")
        ax.set(aspect="equal", xticks=[], yticks=[], xlabel="mode 2")
        ax.axhline(0, color=INK, linewidth=0.7, alpha=0.5)
        ax.axvline(0, color=INK, linewidth=0.7, alpha=0.5)
        ax.grid(False)
        reach = 2.2 * max(np.abs(W).mean(axis=0)) * np.sqrt(2)
        ax.set(xlim=(-reach, reach), ylim=(-reach, reach))
        ax.set_title(title, fontsize=10)
    axes[0].set_ylabel("mode 3")
    return fig


def end_coherence(panels: Mapping[str, tuple[ArrayLike, ArrayLike]], threshold: float = 0.95) -> BookFigure:
    """How much the end words of each mode keep company, and which of them beat random groups.

    Parameters
    ----------
    panels : mapping of str to (coherence, ranks), each of shape (n, d, 2)
        n judgements of d modes with two ends.
    threshold : float
        Ranks above it are dots, others crosses.
    """
    fig, axes = figure(1, len(panels), height=3.5, sharey=True, width_ratios=[2] + [1.25] * (len(panels) - 1))
    for ax, (title, (coherence, ranks)) in zip(axes, panels.items(), strict=True):
        coherence, ranks = np.asarray(coherence), np.asarray(ranks)
        n, d, _ = coherence.shape
        offset = np.linspace(-0.13, 0.13, n)[:, None] + np.arange(1, d + 1)
        for side, (colour, shift) in enumerate(((PALETTE[0], -0.17), (PALETTE[1], 0.17))):
            passed = ranks[:, :, side] > threshold
            x, y = offset + shift, coherence[:, :, side]
            ax.plot(x[passed], y[passed], "o", color=colour, markersize=3, alpha=0.75, markeredgewidth=0)
            ax.plot(x[~passed], y[~passed], "x", color=colour, markersize=4.5, markeredgewidth=1.2)
        ax.axhline(0, color=INK, linewidth=0.8)
        ax.set_title(title, loc="left", fontsize=10)
        ax.set(
            xticks=range(1, d + 1) if d <= 10 and ax is axes[0] else range(2, d + 1, 4), xlabel="mode", ylim=(-2, 2.1)
        )
        ax.grid(axis="x", visible=False)
    axes[0].set_ylabel(r"mean $M^*$ among eight end words")
    said = "• beats 95 % of random groups\n× does not"
    axes[0].text(0.02, 0.03, said, transform=axes[0].transAxes, fontsize=8.5)
    return fig


def squared_cosines(squares: ArrayLike, labels: tuple[str, str]) -> BookFigure:
    """Squared cosines between two sets of modes, as squares of that area.

    Parameters
    ----------
    squares : array_like, shape (m, n)
        From 0 to 1.
    labels : (str, str)
        What the rows and the columns are.
    """
    squares = np.asarray(squares)
    fig, ax = figure(width=4.8, height=4.4)
    for (k, j), value in np.ndenumerate(squares):
        if value >= 0.01:
            side = np.sqrt(value) * 0.94
            ax.add_patch(_square(j + 1, k + 1, side, PALETTE[0] if k == j else PALETTE[1]))
    m, n = squares.shape
    ax.set(xlim=(0.4, n + 0.6), ylim=(m + 0.6, 0.4), aspect="equal", xticks=range(1, n + 1), yticks=range(1, m + 1))
    ax.set(ylabel=labels[0], xlabel=labels[1])
    ax.tick_params(length=0)
    ax.grid(alpha=0.15)
    return fig


def modes_against_noise(
    eigenvalues: ArrayLike, shuffled: ArrayLike, held_out: ArrayLike, held_out_spread: ArrayLike,
    chance: ArrayLike, shown: int = 100,
) -> BookFigure:  # fmt: skip
    """Left: the spectrum beside that of shuffled text. Right: what each mode keeps when judged by the other half.

    Parameters
    ----------
    eigenvalues : array_like, shape (d,)
    shuffled : array_like, shape (n, m)
        Leading eigenvalues of n shuffled texts.
    held_out, held_out_spread : array_like, shape (d,)
        Mean and standard deviation of the eigenvalues that halves leave each other.
    chance : array_like, shape (d,)
        Mean of the same for shuffled text.
    shown : int
        How many modes to draw.
    """
    lam, null = np.asarray(eigenvalues)[:shown], np.asarray(shuffled)[:, :shown]
    kept, spread, chance = (np.asarray(x)[:shown] for x in (held_out, held_out_spread, chance))
    k = np.arange(1, shown + 1)
    fig, axes = figure(1, 2, width=7.6, height=3.7, sharey=True)
    left, right = axes
    left.fill_between(k, null.min(axis=0), null.max(axis=0), color=PALETTE[1], alpha=0.8, linewidth=1.2)
    left.plot(k, lam, color=PALETTE[0], linewidth=2)
    above = int(np.sum(lam > null.max()))
    left.axhline(null.max(), color=PALETTE[1], linewidth=1, linestyle=":")
    left.axvline(above + 0.5, color=INK, linewidth=1, linestyle=":")
    left.text(above + 3, lam[0] * 0.6, f"{above} above\nall shuffles", va="top")
    note(left, "as it was", (k[2], lam[2]), (8, 4), color=PALETTE[0])
    left.text(shown, null.min() * 0.8, "shuffled", color=PALETTE[1], ha="right", va="top")
    left.set(xlabel="mode", ylabel="eigenvalue")
    right.plot(k, lam, color=PALETTE[0], linewidth=1.2, linestyle="--", alpha=0.8)
    right.fill_between(k, kept - spread, kept + spread, color=PALETTE[2], alpha=0.35, linewidth=0)
    right.plot(k, kept, color=PALETTE[2], linewidth=2)
    right.plot(k, chance, color=PALETTE[1], linewidth=1.2)
    right.axhline(0, color=INK, linewidth=1)
    right.text(shown, lam[-1] + 8, "at home", color=PALETTE[0], ha="right", va="bottom")
    right.text(shown, kept[-1] + 9, "before the other half", color=PALETTE[2], ha="right", va="bottom")
    right.text(shown, -9, "the same, shuffled", color=PALETTE[1], ha="right", va="top")
    right.set(xlabel="mode", ylim=(-45, None))
    for ax in axes:
        ax.set_xticks([1, *range(20, shown + 1, 20)])
    return fig


def _square(x: float, y: float, side: float, colour: str):
    from matplotlib.patches import Rectangle

    return Rectangle((x - side / 2, y - side / 2), side, side, facecolor=colour, linewidth=0)


def _label(ax: Axes, label: str, colour: str, x: float, y: float) -> None:
    note(ax, label, (x, y), (0, 6 if y >= 0 else -6), fontsize=9, ha="center", va="bottom" if y >= 0 else "top",
         color=colour)  # fmt: skip
