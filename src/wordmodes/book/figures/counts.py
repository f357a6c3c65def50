"""Figures of chapter 01: words and counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike, NDArray

from wordmodes.book.figures.style import INK, PALETTE, BookFigure, bare, dressed, figure, name_rows, note


def window_over_sentence(tokens: Sequence[str], window: int, panels: Sequence[tuple[int, Sequence[str]]]) -> BookFigure:
    """The window around a word of a sentence, each neighbour under a bar as high as its weight.

    Parameters
    ----------
    tokens : sequence of str
        The sentence.
    window : int
        L; a neighbour j places away weighs L + 1 - j.
    panels : sequence of (int, sequence of str)
        For each panel the place of the word in the middle, and the words left out of the vocabulary: these keep
        their place, without a bar.
    """
    fig, axes = figure(len(panels), 1, height=1.35 * len(panels), squeeze=False)
    for ax, (centre, left_out) in zip(axes[:, 0], panels, strict=True):
        for place, token in enumerate(tokens):
            weight = max(0, window + 1 - abs(place - centre))
            known = token not in left_out
            if place == centre:
                ax.add_patch(Rectangle((place - 0.46, -1.0), 0.92, 0.9, facecolor=PALETTE[1], alpha=0.25))
            elif weight and known:
                ax.add_patch(Rectangle((place - 0.3, 0), 0.6, weight, facecolor=PALETTE[0], alpha=0.75))
                ax.text(place, weight + 0.15, str(weight), ha="center", va="bottom")
            elif weight:
                box = {"fill": False, "edgecolor": PALETTE[0], "linestyle": ":"}
                ax.add_patch(Rectangle((place - 0.3, 0), 0.6, weight, **box))
            within = known and abs(place - centre) <= window
            ax.text(place, -0.55, token, ha="center", va="center", alpha=1 if within else 0.55)
        ax.axvline(-0.6, color=INK, linewidth=1.2)
        ax.set(xlim=(-0.9, len(tokens) - 0.3), ylim=(-1.1, window + 1.1))
        ax.axis("off")
    return fig


def zipf(counts: ArrayLike, words: Sequence[str], labelled_ranks: Sequence[int]) -> BookFigure:
    """Word counts against rank on logarithmic axes, with the line count = count₁ / rank and the slope of each decade.

    Parameters
    ----------
    counts : array_like, shape (V,)
        In falling order.
    words : sequence of str
        The words of these counts.
    labelled_ranks : sequence of int
        Ranks, from 1, whose words are written beside the curve.
    """
    counts = np.asarray(counts)
    shown = np.unique(np.geomspace(1, len(counts), 240).astype(int))
    fig, ax = figure(height=3.9)
    ends = np.array([1.0, len(counts)])
    ax.loglog(ends, counts[0] / ends, color=INK, linestyle="--", linewidth=1.2)
    note(ax, "slope −1", (300, counts[0] / 300), (-4, -4), ha="right", va="top")
    ax.loglog(shown, counts[shown - 1], color=PALETTE[0], linewidth=2.2)
    for rank in labelled_ranks:
        ax.plot(rank, counts[rank - 1], "o", color=PALETTE[1], markersize=5)
        note(ax, words[rank - 1], (rank, counts[rank - 1]), (6, 4), va="bottom")
    once = np.searchsorted(-counts, -1) + 1
    note(ax, "words that occur once ", (once, 1), (-2, 0), ha="right", va="center")
    ax.set(xlabel="rank, 1 = the most frequent", ylabel="occurrences", ylim=(0.6, 3 * counts[0]), xlim=(0.6, 1e5))
    return fig


def marginal_ratio(
    ratio: ArrayLike, counts: ArrayLike, words: Sequence[str], labelled: Sequence[str], every: int = 4
) -> BookFigure:
    """Each word's marginal over its unigram probability, against how often it occurs.

    Parameters
    ----------
    ratio, counts : array_like, shape (V,)
        P_i / u_i, and occurrences.
    words : sequence of str
    labelled : sequence of str
        Words to mark and name.
    every : int
        Draw every so many words, to keep the picture light; the labelled ones always.
    """
    ratio, counts = np.asarray(ratio), np.asarray(counts)
    fig, ax = figure(height=3.5)
    ax.axhline(1, color=INK, linewidth=1.2, linestyle="--")
    ax.semilogx(counts[::every], ratio[::every], "o", color=PALETTE[0], markersize=3, alpha=0.45, markeredgewidth=0)
    for word in labelled:
        i = words.index(word)
        ax.plot(counts[i], ratio[i], "D", color=PALETTE[1], markersize=5)
        note(ax, word, (counts[i], ratio[i]), (5, 3), va="bottom")
    ax.set(xlabel="occurrences", ylabel=r"marginal / unigram,  $P_i / u_i$")
    return fig


def joint_and_independent(P: ArrayLike, Q: ArrayLike, words: Sequence[str]) -> BookFigure:
    """Two corners side by side on one scale: what was counted, and what two independent words would give.

    Parameters
    ----------
    P, Q : array_like, shape (n, n)
        Probabilities of the pairs.
    words : sequence of str, length n
    """
    P, Q = np.asarray(P), np.asarray(Q)
    seen = np.concatenate([P[P > 0], Q[Q > 0]])
    low, high = np.log10(seen.min()), np.log10(seen.max())
    fig, axes = figure(1, 2, width=7.6, height=4.1)
    for ax, matrix, title in zip(axes, (P, Q), (r"counted:  $P_{ij}$", r"independent:  $P_i\,P_j$"), strict=True):
        _cells(ax, matrix, low, high)
        ax.set_title(title)
        ax.set_xticks(range(len(words)), words, rotation=90, fontsize=8.5)
        ax.set_yticks(range(len(words)), words if ax is axes[0] else [], fontsize=8.5)
    scale, steps = axes[1].inset_axes((1.05, 0, 0.05, 1), facecolor="none"), 24
    scale.tick_params(colors=INK)
    _cells(scale, 10 ** np.linspace(low, high, steps)[:, None], low, high, gap=0)
    marks = np.arange(np.ceil(low), np.floor(high) + 1)
    labels = [f"$10^{{{int(mark)}}}$" for mark in marks]
    scale.set_yticks((marks - low) / (high - low) * (steps - 1), labels, fontsize=8.5)
    scale.yaxis.tick_right()
    scale.set(aspect="auto", xticks=[], ylim=(-0.5, steps - 0.5))
    return fig


def _cells(ax: Axes, matrix: NDArray[np.float64], low: float, high: float, gap: float = 0.08) -> None:
    """Draw a matrix as squares of one hue, the fuller the larger the entry's logarithm; a zero stays empty."""
    squares, colours = [], []
    for (i, j), value in np.ndenumerate(matrix):
        if value > 0:
            squares.append(Rectangle((j - 0.5 + gap / 2, i - 0.5 + gap / 2), 1 - gap, 1 - gap))
            colours.append(to_rgba(PALETTE[0], round(0.04 + 0.96 * (np.log10(value) - low) / (high - low), 3)))
    ax.add_collection(PatchCollection(squares, facecolors=colours, edgecolors="none"))
    rows, columns = matrix.shape
    ax.set(xlim=(-0.5, columns - 0.5), ylim=(rows - 0.5, -0.5), aspect="equal")
    bare(ax)


def unseen_pairs(sizes: Sequence[int], shares: Mapping[str, Sequence[tuple[float, float]]]) -> BookFigure:
    """Share of pairs never seen against the vocabulary's size, counted and expected of independent words.

    Parameters
    ----------
    sizes : sequence of int, length n
    shares : mapping of str to sequence of (float, float), length n
        For each text, the counted and the expected share at each size.
    """
    fig, ax = figure(height=3.6)
    for (text, pairs), colour, marker in dressed(shares.items(), PALETTE, "os^D"):
        counted, by_chance = np.transpose(pairs)
        ax.plot(sizes, counted, color=colour, marker=marker, markersize=5)
        ax.plot(sizes, by_chance, color=colour, linestyle="--", marker=marker, markersize=4, fillstyle="none")
        label = {"textcoords": "offset points", "color": colour, "va": "center"}
        ax.annotate(text, (sizes[-1], counted[-1]), (8, 3), **label)
        ax.annotate("by chance", (sizes[-1], by_chance[-1]), (8, -4), **label)
    ax.set_xscale("log")
    ax.set_xticks(sizes, [f"{size:,}".replace(",", " ") for size in sizes])
    ax.minorticks_off()
    ax.set(xlabel="vocabulary size $V$", ylabel="share of pairs never seen", ylim=(-0.03, 1))
    ax.set_xlim(sizes[0] * 0.9, sizes[-1] * 1.75)
    return fig


def nearest_rows(
    lists: Mapping[str, tuple[Sequence[str], ArrayLike]], typical: Mapping[str, float], columns: int = 3
) -> BookFigure:
    """For each word the words with the nearest rows, as dots at their cosines.

    Parameters
    ----------
    lists : mapping of str to (words, cosines)
        Nearest first.
    typical : mapping of str to float
        The median cosine of each word's row with all others, drawn as a line.
    columns : int
        Panels in a row.
    """
    rows = -(-len(lists) // columns)
    fig, axes = figure(rows, columns, width=7.4, height=2.15 * rows, sharex=True, squeeze=False)
    for (word, (near, cosines)), ax in dressed(lists.items(), axes.flat):
        places = name_rows(ax, near)
        ax.axvline(typical[word], color=INK, linestyle="--", linewidth=1.2)
        ax.hlines(places, typical[word], cosines, color=PALETTE[0], linewidth=1.2, alpha=0.6)
        ax.plot(cosines, places, "o", color=PALETTE[0], markersize=5)
        ax.set_title(word, color=PALETTE[1], loc="left", fontweight="bold")
        ax.grid(axis="y", visible=False)
    for ax in axes[-1]:
        ax.set_xlabel("cosine")
    return fig
