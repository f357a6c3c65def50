"""Figures of chapter 10: analogies and linear structure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from wordmodes.book.figures.style import INK, PALETTE, BookFigure, bare, dressed, figure, name_rows, note, plain_ticks

Words = Sequence[str]
LOOKS = tuple(zip(PALETTE[:6], "osD^vP", ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1))), strict=True))


class Arrows(NamedTuple):
    """One panel of pairs: a title, the words (a, b) or nothing, and the place of both ends on a line, (n, 2)."""

    title: str
    words: Sequence[tuple[str, str]] | None
    ends: ArrayLike


def pair_arrows(panels: Sequence[Arrows]) -> BookFigure:
    """Pairs as arrows along the direction of their mean difference, one under the other.

    Parameters
    ----------
    panels : sequence of Arrows
    """
    fig, axes = figure(len(panels), 1, height=2.6 * len(panels), sharex=True, squeeze=False)
    for (ax, panel), colour in dressed(zip(axes[:, 0], panels, strict=True), PALETTE):
        ends = np.asarray(panel.ends)
        for place, i in enumerate(np.argsort(ends[:, 0] - ends[:, 1])):
            tail, head = ends[i]
            ax.plot([tail, head], [place, place], "o", color=colour, markersize=3.5, markevery=[0])
            arrow = {"arrowstyle": "-|>", "color": colour, "shrinkA": 0, "shrinkB": 0}
            ax.annotate("", (head, place), (tail, place), arrowprops=arrow)
            if panel.words:
                side = 1 if head > tail else -1
                for x, word, way in ((tail, panel.words[i][0], -side), (head, panel.words[i][1], side)):
                    where = {"ha": "left" if way > 0 else "right", "va": "center"}
                    note(ax, word, (x, place), (6 * way, 0), **where)
        ax.set_title(panel.title, loc="left")
        ax.set_yticks([])
        ax.margins(x=0.12)
        ax.set_ylim(len(ends) - 0.4, -0.6)
    axes[-1, 0].set_xlabel("along the mean difference")
    return fig


def scores_by_rule(families: Words, scores: Mapping[str, Sequence[tuple[float, float]]]) -> BookFigure:
    """Accuracy of each family under several ways to answer, in per cent, with error bars.

    Parameters
    ----------
    families : sequence of str
    scores : mapping of str to pairs (score, standard error)
        By rule, one pair a family; shares between 0 and 1.
    """
    fig, ax = figure(height=1.1 + 0.37 * len(families))
    places = name_rows(ax, families)
    for (rule, pairs), shift, (colour, marker, _) in dressed(scores.items(), (-0.24, 0, 0.24), LOOKS):
        value, error = 100 * np.array(pairs).T
        low = np.minimum(error, value)  # no share is below 0
        ax.errorbar(value, places + shift, xerr=[low, error], fmt=marker, color=colour, markersize=5.5, label=rule)
    ax.set_xlabel("answered correctly, %")
    ax.set_xlim(left=-2)
    _legend(fig, 2)
    return fig


def spikes(families: Words, share: ArrayLike, error: ArrayLike, wrong: ArrayLike, null: ArrayLike, edge: ArrayLike) -> BookFigure:  # fmt: skip  # noqa: E501
    """Largest eigenvalue of each family's differences beside what stand-ins, wrong partners and pure noise give.

    Parameters
    ----------
    families : sequence of str, length m
    share, error : array_like, shape (m,)
        Leading share and its standard error.
    wrong : array_like, shape (m,)
        The same with partners exchanged, on average.
    null : array_like, shape (m, 2)
        5 and 95 per cent points for stand-ins.
    edge : array_like, shape (m,)
        Marchenko and Pastur's.
    """
    fig, ax = figure(height=1.1 + 0.37 * len(families))
    places = name_rows(ax, families)
    for place, (low, high) in zip(places, np.asarray(null), strict=True):
        label = "random words, nine in ten" if place == 0 else None
        ax.add_patch(Rectangle((low, place - 0.3), high - low, 0.6, color=INK, alpha=0.35, linewidth=0, label=label))
    ax.plot(edge, places, "|", color=INK, markersize=17, markeredgewidth=1.6, label="Marchenko–Pastur edge")
    ax.plot(wrong, places, "D", color=PALETTE[1], markersize=5, markerfacecolor="none", label="partners exchanged")
    ax.errorbar(share, places, xerr=error, fmt="o", color=PALETTE[0], markersize=6, label="true pairs")
    ax.set(xlim=(0, None), xlabel="largest eigenvalue, as a share of their sum")
    _legend(fig, 2)
    return fig


class ModesKept(NamedTuple):
    """One column of panels: a title, numbers of modes, and by family the ratio, that of random words, the accuracy."""

    title: str
    sizes: ArrayLike
    ratio: Mapping[str, ArrayLike]
    random: Mapping[str, ArrayLike]
    accuracy: Mapping[str, ArrayLike]


def ratio_and_accuracy(columns: Sequence[ModesKept]) -> BookFigure:
    """Signal-to-noise ratio (above; dotted: random words) and accuracy (below) of families as modes are added.

    Parameters
    ----------
    columns : sequence of ModesKept
        The same families in each, six at most.
    """
    fig, axes = figure(2, len(columns), height=5.6, sharex="col", sharey="row", squeeze=False)
    for (top, bottom), column in zip(axes.T, columns, strict=True):
        x = np.asarray(column.sizes)
        for (name, ratio), (colour, marker, line) in dressed(column.ratio.items(), LOOKS):
            own = name if column is columns[0] else None
            top.plot(x, column.random[name], color=colour, linestyle=":", linewidth=1.1)
            top.plot(x, ratio, marker=marker, color=colour, linestyle=line, markersize=3.5, label=own)
            accuracy = 100 * np.asarray(column.accuracy[name])
            bottom.plot(x, accuracy, marker=marker, color=colour, linestyle=line, markersize=3.5)
        top.set(xscale="log", yscale="log")
        top.set_title(column.title, loc="left")
        plain_ticks(top.yaxis, (1, 2, 5, 10, 20))
        plain_ticks(bottom.xaxis, [tick for tick in (2, 5, 10, 20, 50, 100, 200, 500) if x[0] <= tick <= x[-1]])
        bottom.set(xlabel="modes kept, $d$", ylim=(0, None))
    axes[0, 0].set_ylabel("signal-to-noise ratio")
    axes[1, 0].set_ylabel("analogies correct, %")
    _legend(fig, 3)
    return fig


def energy_by_mode(rows: Mapping[str, ArrayLike]) -> BookFigure:
    """How much of a relation lies in the first k modes, one curve a relation.

    Parameters
    ----------
    rows : mapping of str to array_like, shape (d,)
        Shares of the modes, which sum to 1.
    """
    fig, ax = figure(height=3.6)
    for (name, energy), (colour, _, line) in dressed(rows.items(), LOOKS):
        total = np.concatenate([[0.0], np.cumsum(energy)])
        ax.step(np.arange(len(total)), total, where="post", color=colour, linestyle=line, label=name)
    ax.set(xlabel="first $k$ modes", ylabel="share of the relation", xlim=(0, None), ylim=(-0.03, 1.06))
    _legend(fig, 3)
    return fig


def concept_angles(names: Words, cosines: ArrayLike, related: ArrayLike) -> BookFigure:
    """Cosines between directions of relations as a table of squares; those of families that share words are framed.

    Parameters
    ----------
    names : sequence of str, length m
    cosines : array_like, shape (m, m)
    related : array_like of bool, shape (m, m)
    """
    cosines, related, m = np.asarray(cosines), np.asarray(related), len(names)
    fig, ax = figure(width=5.4, height=5.0)  # tall ones shrink to a narrow screen, so this one is drawn small
    for i in range(1, m):
        for j in range(i):
            value = cosines[i, j]
            colour, side = (PALETTE[0] if value > 0 else PALETTE[1]), 0.94 * np.sqrt(min(abs(value), 1))
            corner = (j - side / 2, i - side / 2)
            ax.add_patch(Rectangle(corner, side, side, facecolor=colour, alpha=0.4, linewidth=0))
            if related[i, j]:
                ax.add_patch(Rectangle((j - 0.48, i - 0.48), 0.96, 0.96, fill=False, edgecolor=INK, linewidth=1.4))
            text = f"{value:.2f}".replace("-", "−").replace("0.", ".").replace("−.00", ".00")
            ax.text(j, i, text, ha="center", va="center", fontsize=9.5)
    ax.set_xticks(range(m - 1), names[:-1], rotation=55, ha="right", rotation_mode="anchor")
    ax.set_yticks(range(1, m), names[1:])
    ax.set(xlim=(-0.55, m - 1.45), ylim=(m - 0.45, 0.45), aspect="equal")
    bare(ax)
    return fig


def rows_and_deletion(
    names: Words, share: ArrayLike, null: ArrayLike, before: ArrayLike, after: ArrayLike, error: ArrayLike
) -> BookFigure:
    """What the rows of a family share (left), and accuracy with and without the family's own counts (right).

    Parameters
    ----------
    names : sequence of str, length m
    share, null : array_like, shape (m,)
        The shared part, and what 95 per cent of random families stay below.
    before, after, error : array_like, shape (m,)
        Accuracy with all counts and without the family's own, from 0 to 1, and the standard error of the change.
    """
    fig, (left, right) = figure(1, 2, height=1.35 + 0.33 * len(names), sharey=True)
    places = name_rows(left, names)
    for place, high in zip(places, np.asarray(null), strict=True):
        label = "random words, nineteen in twenty" if place == 0 else None
        left.add_patch(Rectangle((0, place - 0.3), high, 0.6, color=INK, alpha=0.35, linewidth=0, label=label))
    left.plot(share, places, "o", color=PALETTE[0], markersize=6, label="shared by the rows")
    left.set(xlim=(0, None), xlabel="share of squared length")
    before, after, error = (100 * np.asarray(values) for values in (before, after, error))
    right.hlines(places, before, after, color=INK, linewidth=1.2)
    right.plot(before, places, "D", color=PALETTE[1], markersize=5.5, markerfacecolor="none", label="all counts")
    right.errorbar(after, places, xerr=error, fmt="s", color=PALETTE[2], markersize=5, label="own pairs set to chance")
    right.set(xlim=(0, None), xlabel="analogies correct, %")
    right.tick_params(axis="y", length=0)
    _legend(fig, 2)
    return fig


def words_on_direction(words: Words, value: ArrayLike, interval: ArrayLike, spread: float, known: int) -> BookFigure:
    """Words on a concept's direction with bootstrap intervals, and a band that holds two thirds of all words.

    Parameters
    ----------
    words : sequence of str, length m
    value : array_like, shape (m,)
    interval : array_like, shape (2, m)
        Lower and upper ends.
    spread : float
        Standard deviation of the whole vocabulary.
    known : int
        How many of the first words are ones whose place is known by definition; drawn in another colour.
    """
    value, interval, places = np.asarray(value), np.asarray(interval), np.arange(len(words), dtype=float)
    places[known:] += 0.6
    fig, ax = figure(width=4.8, height=0.7 + 0.24 * len(words))  # narrow, as it shrinks to a narrow screen
    ax.axvspan(-spread, spread, color=INK, alpha=0.15, linewidth=0)
    ax.axvline(0, color=INK, linewidth=1)
    for part, colour, marker in ((slice(0, known), PALETTE[1], "s"), (slice(known, None), PALETTE[0], "o")):
        ax.hlines(places[part], *interval[:, part], color=colour, linewidth=1.6)
        ax.plot(value[part], places[part], marker, color=colour, markersize=5)
    ax.set_yticks(places, words)
    ax.set(ylim=(places[-1] + 0.7, -0.7), xlabel="cosine with the gender direction (he ←  → she)")
    ax.tick_params(axis="y", length=0)
    return fig


def _legend(fig: BookFigure, columns: int) -> None:
    fig.legend(loc="outside upper left", ncols=columns, frameon=False, labelcolor=INK)
