"""Figures of chapter 12: scaling up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullFormatter
from numpy.typing import ArrayLike

from wordmodes.book.figures.style import INK, PALETTE, BookFigure, apart, dressed, figure, note

MARKERS = "osD^v"

# quantity on the axis, sizes, seconds
Line = tuple[ArrayLike, ArrayLike]


def scaling_memory(
    measured: Mapping[str, Line], sizes: ArrayLike, predicted: Mapping[str, ArrayLike], limits: Mapping[str, float],
    tables: Mapping[str, float],
) -> BookFigure:  # fmt: skip
    """Memory against the vocabulary: measured, worked out, and what computers have.

    Parameters
    ----------
    measured : mapping of str to (sizes, bytes)
        Dots.
    sizes : array_like, shape (n,)
        V of the lines.
    predicted : mapping of str to array_like, shape (n,)
        Bytes, dashed; a name that is also in `measured` has one colour.
    limits : mapping of str to float
        Horizontal lines: bytes by name.
    tables : mapping of str to float
        Vertical lines: V by name.
    """
    fig, ax = figure(height=3.7)
    sizes = np.asarray(sizes)
    for name, colour, marker in dressed(dict.fromkeys([*measured, *predicted]), PALETTE, MARKERS):
        if name in measured:
            at, peak = measured[name]
            ax.loglog(at, np.asarray(peak) / 1e9, marker, color=colour, markersize=5.5, linestyle="")
            end = np.asarray(at)[-1], np.asarray(peak)[-1] / 1e9
        if name in predicted:
            line = np.asarray(predicted[name]) / 1e9
            ax.loglog(sizes, line, color=colour, linestyle="--", linewidth=1.3)
            end = sizes[-1], line[-1]
        note(ax, name, end, (7, 0), color=colour, va="center")
    for name, size in limits.items():
        ax.axhline(size / 1e9, color=INK, linewidth=1, linestyle=":")
        note(ax, name, (sizes[0], size / 1e9), (0, 3), color=INK)
    for name, size in tables.items():
        ax.axvline(size, color=INK, linewidth=1, linestyle=":")
        note(ax, name, (size, 0), (-4, 6), xycoords=("data", "axes fraction"), color=INK, ha="right")
    ax.set(xlabel="words $V$", ylabel="memory, GB", xlim=(sizes[0] * 0.85, sizes[-1] * 2.6))
    _plain_ticks(ax)
    return fig


def scaling_known(
    tokens: ArrayLike, modes_found: ArrayLike, edge: ArrayLike, eigenvalues: ArrayLike, above_half: ArrayLike
) -> BookFigure:
    """The planted language: modes found and the noise that hides the others, against the length of the text.

    Parameters
    ----------
    tokens, modes_found, edge : array_like, shape (n,)
        Lengths of the samples, modes above their shuffled text, and its largest eigenvalue.
    eigenvalues : array_like, shape (m,)
        The exact ones, which are drawn as levels.
    above_half : array_like, shape (n,)
        How many of them lie above half the edge.
    """
    tokens, edge, levels = np.asarray(tokens), np.asarray(edge), np.asarray(eigenvalues)
    found, half = np.asarray(modes_found), np.asarray(above_half)
    fig, (left, right) = figure(1, 2, width=7.6, height=3.6)
    for level in levels:
        left.axhline(level, color=PALETTE[0], linewidth=0.8, alpha=0.6)
    left.loglog(tokens, edge, "s-", color=PALETTE[1], markersize=5)
    note(left, "edge", (tokens[-2], edge[-2]), (6, 5), color=PALETTE[1])
    left.set(xlabel="tokens $T$", ylabel="eigenvalue of $M^*$", ylim=(levels[-1] / 1.3, levels[0] * 1.7))
    left.set_title("exact eigenvalues, and the edge", loc="left")
    right.semilogx(tokens, half, "--", color=PALETTE[0], marker="_", markersize=9)
    right.semilogx(tokens, found, "o-", color=PALETTE[2], markersize=5)
    note(right, "above half the edge", (tokens[0], half[0]), (0, 24), color=PALETTE[0])
    note(right, "found", (tokens[1], found[1]), (2, -14), color=PALETTE[2])
    right.set(xlabel="tokens $T$", ylabel="number of modes", ylim=(0, 1.12 * max(found.max(), half.max())))
    right.set_title("modes of the sample", loc="left")
    for ax in (left, right):
        _plain_ticks(ax, y=ax is left)
    return fig


def scaling_noise(tokens: ArrayLike, above: ArrayLike, overlap: ArrayLike, ranks: Sequence[int]) -> BookFigure:
    """Real text: modes above the shuffled text, and the overlap of halves, against the length of the text.

    Parameters
    ----------
    tokens, above : array_like, shape (n,)
        One entry a subset.
    overlap : array_like, shape (n, len(ranks))
    ranks : sequence of int
        Sizes of the subspaces compared.
    """
    tokens, above, overlap = np.asarray(tokens), np.asarray(above), np.asarray(overlap)
    fig, (left, right) = figure(1, 2, width=7.6, height=3.5)
    left.semilogx(tokens, above, "o", color=PALETTE[2], markersize=5)
    left.semilogx(*_means(tokens, above), color=PALETTE[2])
    left.set(xlabel="tokens $T$", ylabel="modes above the shuffled text", ylim=(0, None))
    for k, (r, colour, marker) in enumerate(dressed(ranks, PALETTE, MARKERS)):
        right.semilogx(tokens, overlap[:, k], marker, color=colour, markersize=5)
        at, mean = _means(tokens, overlap[:, k])
        right.semilogx(at, mean, color=colour)
        note(right, f"$r$ = {r}", (at[-1], mean[-1]), (8, 0), color=colour, va="center")
    right.set(xlabel="tokens $T$", ylabel="overlap of two halves", ylim=(0, 1.03))
    right.set_xlim(None, tokens.max() * 2.6)
    for ax in (left, right):
        _plain_ticks(ax, y=False)
    return fig


def scaling_scores(
    measured: Mapping[str, Line], fits: Mapping[str, ArrayLike], continued: ArrayLike,
    published: Mapping[str, tuple[float, float]],
) -> BookFigure:  # fmt: skip
    """Analogies against the length of the text: measured, continued beyond it, and published.

    Parameters
    ----------
    measured : mapping of str to (tokens, percent)
        One entry a run.
    fits : mapping of str to array_like, shape (n,)
        Percent along `continued`, by the names of `measured`.
    continued : array_like, shape (n,)
        Tokens; solid up to the longest text measured, dashed beyond.
    published : mapping of str to (tokens, percent)
        Hollow, by the names of `measured`.
    """
    continued = np.asarray(continued)
    longest = max(np.max(tokens) for tokens, _ in measured.values())
    fig, ax = figure(height=4.0)
    ax.axvspan(longest, continued[-1] * 2.2, color=INK, alpha=0.08, linewidth=0)
    note(ax, "continued, not measured", (longest, 0), (8, 8), xycoords=("data", "axes fraction"), color=INK)
    for (name, (tokens, percent)), colour, marker in dressed(measured.items(), PALETTE, MARKERS):
        ax.semilogx(tokens, percent, marker, color=colour, markersize=5.5)
        curve, inside = np.asarray(fits[name]), continued <= longest
        ax.semilogx(continued[inside], curve[inside], color=colour)
        ax.semilogx(continued[~inside], curve[~inside], color=colour, linestyle="--", linewidth=1.3)
        if name in published:
            ax.semilogx(*published[name], marker, color=colour, markersize=9, markerfacecolor="none", markeredgewidth=2)
    last = {name: float(np.mean(np.asarray(percent)[np.asarray(tokens) == longest]))
            for name, (tokens, percent) in measured.items()}  # fmt: skip
    names = sorted(last, key=last.__getitem__, reverse=True)
    for name, place in zip(names, apart([last[name] for name in names], 6.0), strict=True):
        shift = 12, 2.2 * (place - last[name]) - 2  # a per cent is some two points high
        note(ax, name, (longest, last[name]), shift, color=PALETTE[list(measured).index(name)], va="center")
    if published:
        at, percent = min(published.values(), key=lambda point: point[1])
        note(ax, "published", (at, percent), (0, -18), color=INK, ha="center")
    ax.set(xlabel="tokens $T$", ylabel="analogies, %", ylim=(0, 102))
    ax.set_xlim(None, continued[-1] * 2.2)
    _plain_ticks(ax, y=False)
    return fig


def scaling_turn(
    ratios: Mapping[str, tuple[ArrayLike, ArrayLike, ArrayLike]], published: tuple[float, float]
) -> BookFigure:
    """One method's score over another's, against the length of the text.

    Parameters
    ----------
    ratios : mapping of str to (tokens, ratios, errors)
        By the name of the text; the errors are drawn as bars.
    published : tuple of (tokens, ratio)
        A ring.
    """
    fig, ax = figure(height=3.5)
    ax.axhline(1, color=INK, linewidth=1, linestyle=":")
    note(ax, "as good as SGNS", (1, 1), (-2, 4), xycoords=("axes fraction", "data"), color=INK, ha="right")
    for (name, (tokens, ratio, error)), colour, marker in dressed(ratios.items(), PALETTE, MARKERS):
        tokens, ratio = np.asarray(tokens), np.asarray(ratio)
        ax.errorbar(tokens, ratio, error, color=colour, marker=marker, markersize=5.5, linewidth=1.6, capsize=3)
        note(ax, name, (tokens[-1], ratio[-1]), (9, -3), color=colour, va="top")
    at, value = published
    ax.plot(at, value, "o", color=PALETTE[0], markersize=9, markerfacecolor="none", markeredgewidth=2)
    note(ax, "published", (at, value), (0, -18), color=INK, ha="center")
    ax.set(xscale="log", xlabel="tokens $T$", ylabel="score of $M^*$ over SGNS's", ylim=(0, None))
    ax.set_xlim(None, at * 2.2)
    _plain_ticks(ax, y=False)
    return fig


def _means(tokens: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Means over subsets of about the same length, which lie within a fifth of one another."""
    order = np.argsort(tokens)
    cuts = np.flatnonzero(np.diff(np.log(tokens[order])) > 0.2) + 1
    groups = np.split(order, cuts)
    return np.array([tokens[g].mean() for g in groups]), np.array([values[g].mean() for g in groups])


def _plain_ticks(ax: Axes, y: bool = True) -> None:
    """Numbers such as 300 k and 2 M in place of powers of ten, few enough to be read."""

    def name(value: float, _: int) -> str:
        for size, unit in ((1e9, " G"), (1e6, " M"), (1e3, " k")):
            if value >= size:
                return f"{value / size:g}{unit}"
        return f"{value:g}"

    low, high = ax.get_xlim()
    powers = 10.0 ** np.arange(np.floor(np.log10(low)), np.ceil(np.log10(high)) + 1)
    steps = (1, 3) if np.log10(high / low) < 2.5 else (1,)
    ax.xaxis.set_major_locator(FixedLocator([k * p for p in powers for k in steps]))
    ax.xaxis.set_major_formatter(FuncFormatter(name))
    ax.xaxis.set_minor_formatter(NullFormatter())
    if y:
        ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        ax.yaxis.set_minor_formatter(NullFormatter())
