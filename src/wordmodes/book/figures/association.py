"""Figures of chapter 02: association."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
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
