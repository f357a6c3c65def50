"""The analogies explorer as a still picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from wordmodes.book.figures.style import INK, PALETTE, BookFigure, figure

if TYPE_CHECKING:
    from wordmodes.explorers.analogies.explorer import AnalogyTable

FloatArray = NDArray[np.float64]

_SHOWN = 8


def analogies_still(
    table: AnalogyTable, question: tuple[str, str, str], d: int, expected: str | None = None
) -> BookFigure:
    """The explorer's three panels for one question: an answer's place against d, the best answers, the parallelogram.

    Parameters
    ----------
    table : AnalogyTable
        Made by `wordmodes.explorers.analogy_table`.
    question : (str, str, str)
        a, b and c, which are not allowed as answers.
    d : int
        Number of modes.
    expected : str, optional
        The answer to follow; by default the first at this d.

    Raises
    ------
    ValueError
        If d or a word is not in the table, or the expected answer is one of the question's words.
    """
    words = table.words[: table.size]
    if not 2 <= d <= table.d:
        raise ValueError(f"d must lie between 2 and {table.d}, got {d}")
    for word in (*question, *([] if expected is None else [expected])):
        if word not in words:
            raise ValueError(f"{word!r} is not among the table's {table.size} words")
    if expected in question:
        raise ValueError(f"{expected!r} is a word of the question and not allowed as an answer")
    upper = np.array([word.upper() for word in words])
    allowed = ~np.isin(upper, [word.upper() for word in question])
    rows = [words.index(word) for word in question]
    coded, step = table.coded()
    W = coded * step
    sizes = np.arange(2, table.d + 1)
    scores = np.array([np.where(allowed, _cosines(W[:, :m], rows), -np.inf) for m in sizes])
    order = np.argsort(-scores[d - 2], kind="stable")
    goal = int(order[0]) if expected is None else words.index(expected)
    places = 1 + (scores > scores[:, [goal]]).sum(axis=1)

    fig, axes = figure(2, 2, height=4.8, height_ratios=(2, 3), width_ratios=(9, 11))
    top, left, right = axes[0, 0], axes[1, 0], axes[1, 1]
    top.set_subplotspec(top.get_gridspec()[0, :])
    axes[0, 1].remove()
    top.plot(sizes, places, color=INK, linewidth=1.2)
    first = places == 1
    top.plot(sizes[first], places[first], "o", color=PALETTE[2], markersize=4)
    top.axvline(d, color=INK, linewidth=1)
    top.set(yscale="log", ylim=(1.6 * places.max(), 0.7), xlabel="modes kept, $d$")
    top.yaxis.set_major_formatter("{x:.0f}")
    top.minorticks_off()
    a, b, c = question
    top.set_title(f"{a} : {b} :: {c} : ?  Place of “{words[goal]}” among the answers", loc="left")

    best = [int(i) for i in order[:_SHOWN]]
    shown = best if goal in best else [*best, goal]
    colours = [PALETTE[2] if i == goal else PALETTE[0] for i in shown]
    left.barh(range(len(shown)), scores[d - 2, shown], 0.6, color=colours)
    far = f"{words[goal]}, place {places[d - 2]}"
    left.set_yticks(range(len(shown)), [words[i] if i in best else far for i in shown])
    left.set_ylim(len(shown) - 0.4, -0.6)
    left.tick_params(axis="y", length=0)
    left.set_title(f"cosine with b − a + c, d = {d}", loc="right")
    _plane(right, W[:, :d], rows, shown, goal, words)
    return fig


def _unit(W: FloatArray) -> FloatArray:
    length = np.linalg.norm(W, axis=1, keepdims=True)
    return np.divide(W, length, out=np.zeros_like(W), where=length > 0)


def _cosines(W: FloatArray, question: list[int]) -> FloatArray:
    """Cosines of all rows with b - a + c."""
    unit = _unit(W)
    a, b, c = unit[question]
    total = b - a + c
    return unit @ total / max(float(np.linalg.norm(total)), np.finfo(float).tiny)


def _plane(ax: Axes, W: FloatArray, question: list[int], shown: list[int], goal: int, words: tuple[str, ...]) -> None:
    """The plane through a, b and c: they and the sum lie in it, the answers are projected."""
    unit = _unit(W)
    a, b, c = unit[question]
    axes, _ = np.linalg.qr(np.column_stack([b - a, c - a]))
    axes = axes * np.sign([axes[:, 0] @ (b - a), axes[:, 1] @ (c - a)])
    corner = (np.array([a, b, b - a + c, c]) - a) @ axes
    spots = (unit[shown] - a) @ axes
    ax.plot(*corner[[0, 3]].T, color=INK, linewidth=0.8, alpha=0.4)
    ax.plot(*corner[[1, 2]].T, color=INK, linewidth=0.8, alpha=0.4)
    target = spots[shown.index(goal)]
    for start, end, colour, dash in (
        (corner[0], corner[1], PALETTE[0], "-"), (corner[3], corner[2], PALETTE[0], (0, (4, 3))),
        (corner[3], spots[0], PALETTE[1], "-"), (corner[3], target, PALETTE[2], "-"),
    ):  # fmt: skip
        if colour == PALETTE[1] and shown[0] == goal:
            continue
        style = {"arrowstyle": "-|>", "color": colour, "linestyle": dash, "linewidth": 1.4, "shrinkA": 4, "shrinkB": 4}
        ax.annotate("", end, start, arrowprops=style)
    ax.plot(*corner[[0, 1, 3]].T, "o", color=INK, markersize=4)
    ax.plot(*corner[2], "s", color=PALETTE[0], markerfacecolor="none", markersize=6)
    ax.plot(*spots.T, "o", color=INK, markersize=2.5, alpha=0.45)
    ax.plot(*target, "o", color=PALETTE[2], markersize=4)
    sides = ((0, "right"), (1, "left"), (3, "right"), (2, "left"))
    names = (*(words[i] for i in question), "b − a + c")
    for (i, side), name in zip(sides, names, strict=True):
        shift = (-7 if side == "right" else 7, 0)
        colour = PALETTE[0] if i == 2 else INK
        ax.annotate(name, corner[i], shift, textcoords="offset points", ha=side, va="center", color=colour, fontsize=9)
    named = {goal: PALETTE[2], shown[0]: PALETTE[2] if shown[0] == goal else PALETTE[1]}
    for k, (i, colour) in enumerate(named.items()):
        spot = spots[shown.index(i)]
        ax.annotate(
            words[i], spot, (7, 8 if k else -8), textcoords="offset points", va="center", color=colour, fontsize=9
        )
    ax.set(aspect="equal", xticks=[], yticks=[])
    ax.margins(0.3, 0.15)
    ax.spines[:].set_visible(False)
    ax.set_title("in the plane through a, b and c", loc="left")
