"""Figures of chapter 08: embeddings by PCA."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.collections import PatchCollection
from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from wordmodes.book.figures.style import INK, PALETTE, BookFigure, apart, bare, dressed, figure, name_rows, note

TOGETHER, APART = PALETTE[0], PALETTE[1]
"""One colour each for what is positive (words that go together) and negative (words that avoid each other)."""


def pca_spectrum(eigenvalues: ArrayLike, d: int) -> BookFigure:
    """All eigenvalues in descending order: those that d columns take, and those that W Wᵀ cannot have.

    The last one, far below the rest, is shown as an arrow at the foot.

    Parameters
    ----------
    eigenvalues : array_like, shape (V,)
        Descending.
    d : int
        How many the embedding keeps.
    """
    values = np.asarray(eigenvalues)
    V, positive = len(values), int((values > 0).sum())
    foot = 1.2 * values[-2]
    fig, ax = figure(height=3.5)
    ranks = np.arange(1, V + 1)
    ax.fill_between(ranks[d:positive], values[d:positive], color=INK, alpha=0.3, linewidth=0)
    ax.fill_between(ranks[positive:], np.maximum(values[positive:], foot), color=APART, alpha=0.45, linewidth=0)
    ax.bar(ranks[:d], values[:d], width=1, color=TOGETHER, linewidth=0)
    ax.axhline(0, color=INK, linewidth=1)
    note(ax, f"the first {d}: kept", (d, values[d // 4]), (10, 0), color=TOGETHER)
    ax.text(positive * 0.42, values[d] * 0.62, "positive, left out", color=INK, ha="center")
    ax.text(
        (positive + V) / 2, foot * 0.3, "negative: out of reach for $W W^\\top$", color=APART, ha="center", va="top"
    )
    note(ax, f"$\\lambda_{{{V}}}$ = −{-values[-1]:.0f}", (V, foot), (-78, 9), color=APART, va="center",
         arrowprops={"arrowstyle": "-|>", "color": APART, "shrinkA": 2, "shrinkB": 0})  # fmt: skip
    ax.set(
        xlabel="number $k$ of the eigenvalue", ylabel=r"eigenvalue $\lambda_k$", xlim=(0, V * 1.015), ylim=(foot, None)
    )
    return fig


def pca_convergence(
    runs: Mapping[int, tuple[ArrayLike, ArrayLike]], exact: Mapping[int, tuple[ArrayLike, ArrayLike]],
    gaps: Mapping[int, float], floor: float = 1e-5,
) -> BookFigure:  # fmt: skip
    """What is missing from the overlap of the learned subspace with the leading eigenvectors, against time.

    Parameters
    ----------
    runs, exact : mapping of int to (times, shortfalls)
        For each d: of gradient descent (dots) and of the exact flow (curve).
    gaps : mapping of int to float
        λ_d - λ_{d+1}; a dashed line falls with twice that slope, down to the last dot.
    floor : float
        Least shortfall shown.
    """
    fig, ax = figure(height=3.8)
    ends = []
    for (d, (times, missing)), colour, marker in dressed(runs.items(), PALETTE, "os^D"):
        times, missing = np.asarray(times), np.asarray(missing)
        shown = missing > floor
        ax.semilogy(times[shown], missing[shown], marker, color=colour, markersize=5.5, linestyle="")
        ax.semilogy(*(np.asarray(values) for values in exact[d]), color=colour, linewidth=1.4)
        last = np.flatnonzero(shown)[-1]
        line = times[last] + np.array([-0.45, 0.0]) * min(1, 2.5 / gaps[d])
        ax.semilogy(
            line, 2.2 * missing[last] * np.exp(-2 * gaps[d] * (line - times[last])), "--", color=colour, linewidth=1.2
        )
        ends.append((missing[last], times[last], d, colour))
    ends.sort()
    heights = np.exp(-apart([-np.log(end[0]) for end in ends], np.log(1.7)))  # each clear of the one under it
    for (_, time, d, colour), height in zip(ends, heights, strict=True):
        note(ax, f"$d$ = {d}", (time, height), (9, 0), color=colour, va="center")
    ax.set(xlabel="time $t$", ylabel="1 − overlap, all $d$ directions", ylim=(floor, 0.5))
    ax.set_xlim(0, 1.12 * max(np.max(times) for times, _ in runs.values()))
    return fig


def pca_word_blocks(matrix: ArrayLike, first: Sequence[str], second: Sequence[str]) -> BookFigure:
    """Entries of M* between the words at the two ends of a mode, as squares of two hues, hollow where it is -2.

    Parameters
    ----------
    matrix : array_like, shape (m + n, m + n)
        Entries from -2 to 2.
    first, second : sequence of str, lengths m and n
        The words, in the order of the rows.
    """
    matrix, words = np.asarray(matrix), [*first, *second]
    squares, faces, edges = [], [], []
    for (i, j), value in np.ndenumerate(matrix):
        colour = TOGETHER if value > 0 else APART
        squares.append(Rectangle((j - 0.42, i - 0.42), 0.84, 0.84))
        faces.append(to_rgba(colour, 0 if value <= -2 else round(min(abs(value) / 2, 1), 3)))
        edges.append(to_rgba(colour, 0.7 if value <= -2 else 0))
    fig, ax = figure(width=6.4, height=5.3)
    ax.add_collection(PatchCollection(squares, facecolors=faces, edgecolors=edges, linewidths=0.8))
    for (i, j), value in np.ndenumerate(matrix):
        if -2 < value < 0:  # colour is not the only sign
            ax.plot([j - 0.15, j + 0.15], [i, i], color=INK, linewidth=1)
    ax.axhline(len(first) - 0.5, color=INK, linewidth=1.4)
    ax.axvline(len(first) - 0.5, color=INK, linewidth=1.4)
    ax.set_xticks(range(len(words)), words, rotation=90)
    ax.set_yticks(range(len(words)), words)
    ax.set(xlim=(-0.5, len(words) - 0.5), ylim=(len(words) - 0.5, -0.5), aspect="equal")
    bare(ax)
    return fig


def pca_damping(expected: ArrayLike, share: ArrayLike) -> BookFigure:
    """Pairs never seen: how many chance would have produced, and what two targets say of them.

    Parameters
    ----------
    expected : array_like, shape (n,)
        Ascending numbers E of meetings expected by chance.
    share : array_like, shape (n,)
        Share of the unseen pairs with an expectation below E.
    """
    expected, share = np.asarray(expected), np.asarray(share)
    fig, (left, right) = figure(1, 2, height=3.2, sharex=True)
    left.semilogx(expected, share, color=PALETTE[2])
    left.axvline(1, color=INK, linewidth=1, linestyle=":")
    left.set(xlabel="meetings $E$ expected by chance", ylabel="share of unseen pairs", ylim=(0, 1.04))
    left.set_title("how surprising is never?", loc="left")
    right.semilogx(expected, np.full(len(expected), -2.0), color=APART, linestyle="--")
    right.semilogx(expected, -2 * expected / (expected + 2), color=TOGETHER)
    right.text(expected[0], -1.93, r"$M^*$", color=APART, va="bottom")
    right.text(expected[0], -0.1, "damped", color=TOGETHER, va="top")
    right.axvline(1, color=INK, linewidth=1, linestyle=":")
    right.set(xlabel="meetings $E$ expected by chance", ylabel="target of an unseen pair", ylim=(-2.15, 0.1))
    right.set_title("what the target makes of it", loc="left")
    return fig


def pca_benchmark(
    kinds: Mapping[str, str], panels: Mapping[str, Mapping[str, tuple[float, float]]],
    published: Mapping[str, float] | None = None,
) -> BookFigure:  # fmt: skip
    """Analogy scores of many embeddings on several texts, as dots with error bars, one panel a text.

    Parameters
    ----------
    kinds : mapping of str to {'trained', 'theory', 'rival'}
        What each embedding is, by name, from the top.
    panels : mapping of str to mapping of str to (score, standard error)
        By title; each by name, as shares. A text may lack some of them.
    published : mapping of str to float, optional
        Published scores, which stand hollow in the first panel.
    """
    fig, axes = figure(1, len(panels), width=7.6, height=0.9 + 0.3 * len(kinds), sharey=True, squeeze=False)
    places = {name: place for place, name in enumerate(kinds)}
    for ax, (title, scores) in zip(axes[0], panels.items(), strict=True):
        for name, (score, error) in scores.items():
            colour, marker = _LOOKS[kinds[name]]
            ax.errorbar(
                100 * score, places[name], xerr=100 * error, fmt=marker, color=colour, markersize=6, elinewidth=1.5
            )
        ax.set_title(title, loc="left", fontsize=10.5)
        ax.set_xlabel("analogies answered, %")
        name_rows(ax, list(kinds))
        ax.grid(axis="y", visible=False)
    for name, score in (published or {}).items():
        colour, marker = _LOOKS[kinds[name]]
        axes[0, 0].plot(100 * score, places[name], marker, color=colour, markersize=7, markerfacecolor="none")
    return fig


_LOOKS = {"trained": (PALETTE[1], "D"), "theory": (PALETTE[0], "o"), "rival": (INK, "s")}
"""Colour and marker of each kind of embedding."""
