"""Figures of chapter 02: association."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from wordmodes.book.figures.style import INK, PALETTE, BookFigure, dressed, figure, note


def association_bands(
    panels: Mapping[str, tuple[ArrayLike, ArrayLike]], shares: Sequence[float] = (0.0, 0.05, 0.5, 0.95, 1.0)
) -> BookFigure:
    """How widely PMI spreads at each number of encounters due, one panel a text.

    Parameters
    ----------
    panels : mapping of str to (due, pmi)
        For each text, the encounters that chance would give each pair, and its PMI; unseen pairs are left out.
    shares : sequence of float
        Quantiles to draw, from the lowest to the highest: two outer ones, two inner ones, one in the middle.
    """
    fig, axes = figure(1, len(panels), width=7.4, height=3.7, sharey=True)
    edges = np.logspace(-2, 4, 19)
    for ax, (name, (due, pmi)) in zip(np.atleast_1d(axes), panels.items(), strict=True):
        due, pmi = np.asarray(due), np.asarray(pmi)
        due, pmi = due[np.isfinite(pmi)], pmi[np.isfinite(pmi)]
        bins = np.digitize(due, edges)
        kept = [b for b in range(1, len(edges)) if np.sum(bins == b) >= 40]
        middle = np.sqrt(edges[np.array(kept) - 1] * edges[kept])
        low, lower, half, upper, high = np.array([np.quantile(pmi[bins == b], shares) for b in kept]).T
        ax.fill_between(middle, low, high, color=PALETTE[0], alpha=0.18, linewidth=0)
        ax.fill_between(middle, lower, upper, color=PALETTE[0], alpha=0.4, linewidth=0)
        ax.plot(middle, half, color=PALETTE[0], linewidth=2)
        ax.plot(middle, high, color=PALETTE[1], linewidth=1.4, linestyle="--")
        ax.axhline(0, color=INK, linewidth=1)
        ax.set_xscale("log")
        ax.set_title(name)
        ax.set(xlabel="encounters due by chance")
        at = np.searchsorted(middle, 0.3)
        note(ax, "highest", (middle[at], high[at]), (8, 6), color=PALETTE[1], va="bottom")
    np.atleast_1d(axes)[0].set_ylabel("PMI of the pairs seen")
    return fig


def association_errors(due: ArrayLike, errors: Mapping[str, ArrayLike]) -> BookFigure:
    """Error of a sampled association against the encounters expected, with the rule 1/√n.

    Parameters
    ----------
    due : array_like, shape (n,)
        Expected encounters of each bin's pairs.
    errors : mapping of str to array_like, shape (n,)
        For each measure the root mean square error of the bin; NaN where there is none.
    """
    due = np.asarray(due)
    fig, ax = figure(height=3.7)
    ax.loglog(due, due**-0.5, color=INK, linestyle="--", linewidth=1.2)
    note(ax, r"$1/\sqrt{n}$", (due[0], due[0] ** -0.5), (10, 2), va="center")
    curves = {name: np.asarray(values) for name, values in errors.items()}
    common = np.flatnonzero(np.isfinite(list(curves.values())).all(axis=0))[-1]
    lowest = min(curves, key=lambda name: curves[name][common])
    for (name, values), colour, marker in dressed(curves.items(), PALETTE, "os^"):
        ax.loglog(due, values, color=colour, marker=marker, markersize=5)
        if name == lowest and len(curves) > 1:  # its name goes below the rule, where nothing is drawn
            note(ax, name, (due[common], due[common] ** -0.5), (-4, -6), color=colour, va="top", ha="right")
        else:
            last = np.flatnonzero(np.isfinite(values))[-1]
            note(ax, name, (due[last], values[last]), (2, 5), color=colour, va="bottom", ha="left")
    ax.set(xlabel="encounters $n$ expected of the pair", ylabel="typical error of PMI", xlim=(None, due[-1] * 3))
    ax.set_yticks([0.05, 0.1, 0.2, 0.5, 1], ["0.05", "0.1", "0.2", "0.5", "1"])
    ax.set_xticks([1, 3, 10, 30, 100, 300], ["1", "3", "10", "30", "100", "300"])
    ax.minorticks_off()
    return fig


def association_curve(marked: Mapping[str, float]) -> BookFigure:
    """PMI, its positive part and M* as functions of PMI, with what each gives a pair never seen.

    Parameters
    ----------
    marked : mapping of str to float
        Pairs of words and their PMI, marked on the curve of M*.
    """
    x = np.linspace(-5.2, 5.2, 400)
    fig, ax = figure(height=4.0)
    for level in (-2, 2):
        ax.axhline(level, color=INK, linewidth=1, linestyle=":")
    ax.plot(x, x, color=INK, linewidth=1.3, linestyle="--")
    ax.plot(x, np.maximum(x, 0) - 0.03 * (x > 0), color=PALETTE[1], linewidth=1.8, linestyle="-.")
    ax.plot(x, 2 * np.tanh(x / 2), color=PALETTE[0], linewidth=2.4)
    ax.text(2.45, 3.15, "PMI", ha="right", color=INK)
    ax.text(3.35, 3.0, "PPMI", ha="left", va="top", color=PALETTE[1])
    ax.text(-4.9, 0.12, "PPMI", color=PALETTE[1])
    ax.text(5.1, 0.1, r"$M^* = 2\,\tanh(\mathrm{PMI}/2)$", color=PALETTE[0], ha="right", va="top")
    ax.text(-5.1, -2.12, "$M^*$: never seen, −2", va="top", color=PALETTE[0])
    ax.text(-3.1, -3.3, "PMI: never seen, −∞", ha="left", va="top")
    for name, value in marked.items():
        y = 2 * np.tanh(value / 2)
        ax.plot(value, y, "o", color=PALETTE[0], markersize=6)
        side = {"xytext": (4, -8), "ha": "right"} if value > 3 else {"xytext": (9, -6), "ha": "left"}
        ax.annotate(name, (value, y), textcoords="offset points", va="top", **side)
    ax.set(xlabel="PMI", ylabel="association", xlim=(-5.3, 5.3), ylim=(-4.2, 4.2))
    return fig


def another_text(
    due: ArrayLike, panels: Mapping[str, tuple[ArrayLike, ArrayLike]], names: tuple[str, str] = ("gazette", "wikipedia")
) -> BookFigure:
    """What M* says of pairs in one text, and what it says of the same pairs in another, against the encounters due.

    Parameters
    ----------
    due : array_like, shape (n,)
        Encounters that chance would give in the first text, the middle of each bin.
    panels : mapping of str to (first, second)
        For each kind of pair the median in the first text, shape (n,), and the quartiles in the second, shape (n, 3);
        NaN where a bin is empty.
    names : (str, str)
        Of the two texts.
    """
    due = np.asarray(due)
    fig, axes = figure(1, len(panels), width=7.4, height=3.6, sharey=True)
    for ax, (title, (first, second)) in zip(np.atleast_1d(axes), panels.items(), strict=True):
        first, (low, half, high) = np.asarray(first), np.transpose(second)
        ax.axhline(0, color=INK, linewidth=1)
        ax.fill_between(due, low, high, color=PALETTE[0], alpha=0.3, linewidth=0)
        ax.plot(due, half, color=PALETTE[0], marker="o", markersize=4.5)
        ax.plot(due, first, color=PALETTE[1], linestyle="--", marker="s", markersize=4.5)
        for name, values, colour in zip(names, (first, half), PALETTE[1::-1], strict=True):
            at = np.flatnonzero(np.isfinite(values))[0]
            note(ax, name, (due[at], values[at]), (0, 8), color=colour, va="bottom")
        ax.set_title(title)
        ax.set(xscale="log", xlabel=f"encounters due in {names[0]}", ylim=(-2.15, 2.15))
    np.atleast_1d(axes)[0].set_ylabel("$M^*$")
    return fig


def association_spectra(spectra: Mapping[str, ArrayLike], width: float = 8.0) -> BookFigure:
    """Histograms of all eigenvalues of several matrices, one above the other; single ones that stand apart are marked.

    Parameters
    ----------
    spectra : mapping of str to array_like, shape (V,)
        Eigenvalues.
    width : float
        Of a bar.
    """
    everything = np.concatenate([np.asarray(values) for values in spectra.values()])
    edges = np.arange(np.floor(everything.min() / width), np.ceil(everything.max() / width) + 1) * width
    fig, axes = figure(len(spectra), 1, height=1.75 * len(spectra), sharex=True, sharey=True)
    for (ax, (name, values)), colour in dressed(zip(axes, spectra.items(), strict=True), PALETTE):
        counts = np.histogram(values, edges)[0]
        full = counts > 0
        ax.bar(edges[:-1][full], counts[full], width=width * 0.92, align="edge", color=colour, linewidth=0)
        ax.axvline(0, color=INK, linewidth=1)
        ends = np.sort(values)
        for end, neighbour in ((ends[0], ends[1]), (ends[-1], ends[-2])):
            if abs(end - neighbour) > 0.3 * abs(end):
                note(ax, "one", (end, 1), (0, 6), ha="center", color=colour)
        ax.text(0.01, 0.93, name, transform=ax.transAxes, va="top", color=colour, fontweight="bold")
        ax.set_yscale("log")
        ax.set_yticks([1, 10, 100], ["1", "10", "100"])
        ax.minorticks_off()
    axes[0].set_ylim(0.6, 2 * max(np.histogram(values, edges)[0].max() for values in spectra.values()))
    axes[len(axes) // 2].set_ylabel("how many eigenvalues")
    axes[-1].set_xlabel("eigenvalue")
    return fig


def planted_growth(
    tokens: ArrayLike, found: ArrayLike, exact: ArrayLike, edges: ArrayLike, attributes: int = 3, topics: int = 11
) -> BookFigure:
    """Eigenvalues counted from ever larger samples of a planted language, beside the exact ones and chance.

    Parameters
    ----------
    tokens : array_like, shape (n,)
        Sizes of the samples.
    found : array_like, shape (n, d)
        Leading eigenvalues of each.
    exact : array_like, shape (d,)
        Those of the exact matrix.
    edges : array_like, shape (n,)
        Largest eigenvalue of each shuffled sample.
    attributes, topics : int
        How many leading modes are the attributes, and how many of the next are topics.
    """
    tokens, found, exact, edges = (np.asarray(values) for values in (tokens, found, exact, edges))
    fig, ax = figure(height=4.0)
    ax.fill_between(tokens, 3, edges, color=INK, alpha=0.2, linewidth=0)
    for k in range(len(exact)):
        kind = int(k >= attributes) + int(k >= attributes + topics)
        colour = PALETTE[kind]
        ax.plot(
            tokens, found[:, k], color=colour, marker="osD"[kind], markersize=3.5, linewidth=1.1,
            linestyle="--" if kind == 2 else "-",
        )  # fmt: skip
        ax.plot([tokens[-1] * 1.35, tokens[-1] * 1.9], [exact[k]] * 2, color=colour, linewidth=2)
    ax.text(tokens[-1] * 1.6, exact[0] * 1.15, "exact", ha="center", va="bottom")
    ax.text(tokens[1], exact[0] * 1.12, "attributes", color=PALETTE[0], va="bottom", ha="center")
    ax.text(tokens[-2], exact[attributes] * 1.45, "topics", color=PALETTE[1], va="bottom", ha="center")
    if len(exact) > attributes + topics:
        ax.text(tokens[-1] * 1.05, found[-1, -1] * 0.72, "others", color=PALETTE[2], va="top", ha="left")
    ax.text(tokens[0] * 1.1, 5, "shuffled text", va="center")
    ax.set(xscale="log", yscale="log", xlabel="tokens", ylabel="eigenvalue", ylim=(3, exact[0] * 1.9))
    ax.set_yticks([5, 10, 20, 50, 100, 200, 400], ["5", "10", "20", "50", "100", "200", "400"])
    ax.minorticks_off()
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
        _ticks_from_one(ax, shown)
    return fig


def subspaces_of_halves(
    ranks: Sequence[int], overlap: ArrayLike, spread: ArrayLike, shuffled: ArrayLike, V: int
) -> BookFigure:
    """Overlap of the leading subspaces of two halves against their size, with chance.

    Parameters
    ----------
    ranks : sequence of int, length n
    overlap, spread : array_like, shape (n,)
        Mean and standard deviation over splits.
    shuffled : array_like, shape (n,)
        Of the halves of a shuffled text.
    V : int
        For the line r/V of unrelated subspaces.
    """
    ranks, overlap, shuffled = (np.asarray(x, dtype=float) for x in (ranks, overlap, shuffled))
    fig, ax = figure(height=3.5)
    ax.errorbar(ranks, overlap, np.asarray(spread), color=PALETTE[0], marker="o", markersize=5.5, capsize=3)
    ax.plot(ranks, shuffled, color=PALETTE[1], marker="s", markersize=4.5, linestyle="--")
    ax.plot(ranks, ranks / V, color=INK, linestyle=":", linewidth=1.3)
    note(ax, "two halves", (ranks[2], overlap[2]), (6, 8), color=PALETTE[0])
    note(ax, "two halves, shuffled", (ranks[1], shuffled[1]), (8, 6), color=PALETTE[1])
    ax.text(ranks[0], 0.015, "unrelated: $r/V$", ha="left", va="bottom")
    ax.set_xscale("log")
    ax.set_xticks(ranks, [f"{int(r)}" for r in ranks])
    ax.minorticks_off()
    ax.set(xlabel="size $r$ of the leading subspace", ylabel="overlap", ylim=(0, 1))
    return fig


def _ticks_from_one(ax: Axes, last: int) -> None:
    ax.set_xticks([1, *range(20, last + 1, 20)])
