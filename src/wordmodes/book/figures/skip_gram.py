"""Figures of chapter 03: skip-gram with negative sampling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.ticker import MultipleLocator
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit

from wordmodes._validate import array
from wordmodes.book.figures.style import INK, PALETTE, BookFigure, dressed, figure, note, plain_ticks

REAL, MADE_UP, WORD = PALETTE[0], PALETTE[1], PALETTE[2]
"""One colour each for real pairs, made-up pairs and the word that both are judged with."""


def judging() -> BookFigure:
    """What a judgement costs, and how hard it pushes the score, for a real and for a made-up pair."""
    x = np.linspace(-5, 5, 121)
    fig, (cost, push) = figure(1, 2, height=3.1)
    for label, sign, colour, style in (("real", 1, REAL, "-"), ("made up", -1, MADE_UP, "--")):
        cost.plot(x, np.logaddexp(0, -sign * x), color=colour, linestyle=style, linewidth=2)
        push.plot(x, sign * expit(-sign * x), color=colour, linestyle=style, linewidth=2)
        cost.text(-sign * 3.2, 3.9, label, color=colour, ha="left" if sign > 0 else "right")
        push.text(-sign * 4.8, 0.72 * sign, label, color=colour, ha="left" if sign > 0 else "right", va="center")
    cost.plot(0, np.log(2), "o", color=INK, markersize=5)
    note(cost, "log 2", (0, np.log(2)), (9, 0), color=INK, va="center")
    cost.set(title="what it costs", xlabel=r"score $x = w \cdot c$", ylabel="loss", ylim=(0, 5.2))
    push.axhline(0, color=INK, linewidth=0.8)
    push.set(title="where it pushes the score", xlabel=r"score $x = w \cdot c$", ylabel="minus the slope")
    return fig


def trained_words(places: ArrayLike, attributes: ArrayLike) -> BookFigure:
    """The trained words in two planes, marked by the signs of their attributes.

    Parameters
    ----------
    places : array_like, shape (V, 3)
        Coordinates along three directions. Each is turned so that + lies to the right or above.
    attributes : array_like, shape (V, 3)
        Signs; the first panel shows the first two directions and marks the first two attributes, the second panel
        the last two of each.
    """
    places, attributes = np.asarray(places), np.asarray(attributes)
    places = places * np.sign((places * attributes).sum(axis=0))
    names = ("second", "third", "fourth")
    fig, axes = figure(1, 2, height=3.5)
    for panel, ax in enumerate(axes):
        xy, signs = places[:, panel : panel + 2], attributes[:, panel : panel + 2]
        ax.axhline(0, color=INK, linewidth=0.8)
        ax.axvline(0, color=INK, linewidth=0.8)
        for first, second in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
            chosen = (signs == (first, second)).all(axis=1)
            colour = PALETTE[0] if first > 0 else PALETTE[1]
            ax.plot(*xy[chosen].T, "o" if first > 0 else "^", fillstyle="full" if second > 0 else "none", color=colour,
                    markersize=5.5)  # fmt: skip
            corner = np.array([first, second]) * 0.44 + 0.5
            label = f"{'+' if first > 0 else '−'} {'+' if second > 0 else '−'}"
            ax.text(*corner, label, color=colour, transform=ax.transAxes, ha="center", va="center", fontsize=13)
        reach = np.abs(xy).max(axis=0) * 1.3
        ax.set(xlim=(-reach[0], reach[0]), ylim=(-reach[1], reach[1]))
        ax.set(xlabel=f"{names[panel]} direction", ylabel=f"{names[panel + 1]} direction")
        ax.set_title(f"attributes {panel + 1} and {panel + 2}")
    return fig


def weights_by_frequency(
    share: ArrayLike, factors: Mapping[str, ArrayLike], words: Sequence[str], labelled: Sequence[str]
) -> BookFigure:
    """What subsampling and the noise distribution do to words of each frequency.

    Parameters
    ----------
    share : array_like, shape (V,)
        Unigram probabilities.
    factors : mapping of str to array_like, shape (V,)
        For each label the factor by which it changes how often a word is used.
    words, labelled : sequence of str
        All words, and those to name along the foot of the figure.
    """
    share = np.asarray(share)
    fig, ax = figure(height=3.5)
    order = np.argsort(-share, kind="stable")
    shown = order[np.unique(np.geomspace(1, len(share), 160).astype(int)) - 1]
    ax.axhline(1, color=INK, linewidth=1)
    looks = (REAL, MADE_UP, WORD), ("-", "--", "-."), (3, 8, 6), ((0, -13), (0, 6), (-4, -13))
    for (label, factor), colour, style, part, shift in dressed(factors.items(), *looks):
        factor = np.asarray(factor)
        ax.loglog(share[shown], factor[shown], color=colour, linestyle=style, linewidth=2.2)
        place = shown[-1 - len(shown) // part]
        note(ax, label, (share[place], factor[place]), shift, color=colour, ha="right" if shift[0] else "left")
    low = 0.35 * min(np.min(factor) for factor in factors.values())
    for word in labelled:
        i = words.index(word)
        foot = min(np.asarray(factor)[i] for factor in factors.values())
        ax.plot([share[i]] * 2, [low, foot], color=INK, linewidth=0.8, linestyle=":")
        note(ax, word, (share[i], low), (-3, 4), color=INK, ha="right", va="bottom", rotation=90)
    ax.set(xlabel="share of all tokens", ylabel="factor", ylim=(low, 3.4))
    plain_ticks(ax.yaxis, (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2))
    return fig


def drawn_against_expected(drawn: Mapping[str, tuple[ArrayLike, ArrayLike]], shown: int = 400) -> BookFigure:
    """How often each pair was drawn against how often it was expected, with the band of two standard errors.

    Parameters
    ----------
    drawn : mapping of str to (drawn, expected), arrays of one shape
        One panel each.
    shown : int
        Points to draw in each panel, evenly chosen along the expected numbers.
    """
    fig, axes = figure(1, len(drawn), height=3.3, squeeze=False)
    for (ax, (title, pair)), colour in dressed(zip(axes[0], drawn.items(), strict=True), (REAL, MADE_UP)):
        times, expected = (np.asarray(values, dtype=np.float64).ravel() for values in pair)
        order = _evenly(expected, min(shown, len(expected)))
        line = np.geomspace(expected.min(), expected.max(), 60)
        below = np.maximum(line - 2 * np.sqrt(line), 0.5)  # a logarithmic axis has no zero
        ax.fill_between(line, below, line + 2 * np.sqrt(line), color=INK, alpha=0.2, linewidth=0)
        ax.loglog(line, line, color=INK, linewidth=1)
        ax.loglog(expected[order], times[order], "o", color=colour, markersize=2.6, alpha=0.6, markeredgewidth=0)
        ax.set(title=title, xlabel="expected", ylabel="drawn", ylim=(max(0.7, times.min() * 0.9), times.max() * 1.15))
        steps = (1, 2, 3, 5, 7) if expected.max() < 10 * expected.min() else (1,)
        ticks = np.outer(10.0 ** np.arange(-1, 8), steps).ravel()
        for axis, (low, high) in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
            plain_ticks(axis, ticks[(ticks >= low) & (ticks <= high)])
    return fig


def towards_the_optimum(products: Mapping[int, ArrayLike], target: ArrayLike, shown: int = 350) -> BookFigure:
    """Inner products against the shifted PMI at several moments of a descent.

    Parameters
    ----------
    products : mapping of int to array_like, shape (V, V)
        W Cᵀ after so many steps.
    target : array_like, shape (V, V)
    shown : int
        Pairs to draw, evenly chosen along the target.
    """
    target = np.asarray(target).ravel()
    order = _evenly(target, shown)
    ends = np.array([target.min() - 0.3, target.max() + 0.3])
    fig, axes = figure(1, len(products), height=2.8, sharex=True, sharey=True)
    for ax, (steps, values) in zip(axes, products.items(), strict=True):
        ax.plot(ends, ends, color=INK, linewidth=1)
        ax.plot(target[order], np.asarray(values).ravel()[order], "o", color=PALETTE[0], markersize=2.8, alpha=0.6,
                markeredgewidth=0)  # fmt: skip
        ax.set(title=f"{steps:,} steps".replace(",", " "), xlabel=r"PMI − log $k$")
        ax.set_aspect("equal")
    axes[0].set_ylabel(r"inner product $w_i \cdot c_j$")
    return fig


def never_seen(steps: ArrayLike, unseen: ArrayLike, seen: ArrayLike) -> BookFigure:
    """Mean inner product of pairs never seen, and the mean distance of the others from their optimum, over training.

    Parameters
    ----------
    steps, unseen, seen : array_like, shape (n,)
    """
    fig, (left, right) = figure(1, 2, height=3.0, sharex=True)
    left.semilogx(steps, unseen, color=MADE_UP, marker="s", markersize=4)
    left.set(title="pairs never seen", xlabel="steps", ylabel="mean inner product")
    right.loglog(steps, seen, color=REAL, marker="o", markersize=4)
    right.set(title="all other pairs", xlabel="steps", ylabel="mean distance from optimum")
    return fig


def gensim_spectrum(
    closed: ArrayLike, measured: ArrayLike, target: ArrayLike, products: ArrayLike, shown: int = 500
) -> BookFigure:
    """Singular values and single inner products of a trained model beside those of the closed form.

    Parameters
    ----------
    closed, measured : array_like, shape (n,)
        Singular values over V: of the optimum, and of the trained W Cᵀ.
    target, products : array_like, shape (V, V)
        The optimum and W Cᵀ.
    shown : int
        Pairs to draw, evenly chosen along the target.
    """
    closed = array("closed", closed, ("n",))
    measured = array("measured", measured, closed.shape)
    target = array("target", target, ("V", "V"))
    products = array("products", products, target.shape).ravel()
    target = target.ravel()
    fig, (left, right) = figure(1, 2, height=3.6, width_ratios=(1.25, 1))
    places = np.arange(1, len(closed) + 1)
    left.hlines(closed, places - 0.42, places + 0.42, color=INK, linewidth=2.2)
    left.plot(places, measured, "o", color=PALETTE[0], markersize=5)
    left.set_yscale("log")
    plain_ticks(left.yaxis, (0.01, 0.03, 0.1, 0.3, 1, 3))
    names = {1: "constant", 2: "attribute 1", 3: "attribute 2", 4: "attribute 3"}
    for place, name in names.items():
        note(left, name, (place, closed[place - 1]), (13, 1), color=INK, va="center")
    left.text(10, closed[9] * 1.5, "topics", color=INK, ha="center")
    left.xaxis.set_major_locator(MultipleLocator(4))
    left.set(
        xlim=(0, len(closed) + 1),
        xlabel="number of the singular value",
        ylabel="singular value / V",
        title="bars: theory, dots: gensim",
    )
    order = _evenly(target, shown)
    ends = np.array([target.min() - 0.2, target.max() + 0.2])
    right.plot(ends, ends, color=INK, linewidth=1)
    right.plot(target[order], products[order], "o", color=PALETTE[0], markersize=2.6, alpha=0.6, markeredgewidth=0)
    right.set(xlabel="optimum of the pair", ylabel="gensim's inner product", title="single pairs")
    right.set_aspect("equal")
    return fig


def _evenly(values: NDArray[np.float64], shown: int) -> NDArray[np.int64]:
    """The places of so many values, evenly chosen by rank."""
    order = np.argsort(values, kind="stable")
    return order[np.linspace(0, len(order) - 1, shown).astype(int)]
