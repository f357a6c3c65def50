"""The explorer of one update as a still picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import expit

from wordmodes.book.figures.style import INK, PALETTE, BookFigure, figure

_STEPS = 60
_SHARES = {"real": 1.0, "made-up": 0.0, "both": 1 / 6}
_WORD = PALETTE[2]
_CONTEXT = {"real": PALETTE[0], "made-up": PALETTE[1], "both": PALETTE[3]}


def update_still(
    word: Sequence[float] = (1.15, -0.35), context: Sequence[float] = (0.45, 0.9), pair: str = "real",
    rate: float = 0.7, steps: int = 0,
) -> BookFigure:  # fmt: skip
    """The explorer's plane, score and loss at one setting.

    Parameters
    ----------
    word, context : sequence of two float
        Where w and c start.
    pair : str
        "real", "made-up" or "both".
    rate : float
        η.
    steps : int
        Steps made, 0 to 60.

    Raises
    ------
    ValueError
        If the pair is of no such kind, or the steps are out of range.
    """
    if pair not in _SHARES or not 0 <= steps <= _STEPS:
        raise ValueError(f"no {pair!r} after {steps} steps: choose from {list(_SHARES)}, and 0 to {_STEPS} steps")
    share, colours = _SHARES[pair], (_WORD, _CONTEXT[pair])
    way = [np.array([word, context], dtype=np.float64)]
    for _ in range(_STEPS + 1):
        way.append(way[-1] + rate * (share - expit(way[-1][0] @ way[-1][1])) * way[-1][::-1])
    places = np.array(way)
    scores = (places[:, 0] * places[:, 1]).sum(axis=1)[:-1]
    losses = share * np.logaddexp(0, -scores) + (1 - share) * np.logaddexp(0, scores)

    fig, axes = figure(2, 2, height=3.6, width_ratios=(1, 1), sharex="col")
    plane, (top, bottom) = axes[0, 0], axes[:, 1]
    plane.set_subplotspec(plane.get_gridspec()[:, 0])
    axes[1, 0].remove()
    for v, (name, colour) in enumerate(zip("wc", colours, strict=True)):
        plane.plot(*places[steps:-1, v].T, color=colour, linewidth=1, linestyle=":")
        plane.plot(*places[: steps + 1, v].T, color=colour, linewidth=1, marker=".", markersize=4)
        if steps:
            plane.plot(*zip((0, 0), places[0, v], strict=True), color=colour, linewidth=1.2, alpha=0.4)
        for start, end, ink in (((0, 0), places[steps, v], colour), (places[steps, v], places[steps + 1, v], INK)):
            style = {"arrowstyle": "-|>", "color": ink, "linewidth": 2, "shrinkA": 0, "shrinkB": 0}
            plane.annotate("", end, start, arrowprops=style)
        plane.annotate(f"${name}$", places[steps, v], (-13, 2), textcoords="offset points", color=colour, fontsize=13)
    plane.plot(0, 0, "o", color=INK, markersize=3)
    seen = np.vstack([places[:-1].reshape(-1, 2), np.zeros((1, 2))])
    middle, half = (seen.max(axis=0) + seen.min(axis=0)) / 2, np.ptp(seen, axis=0).max() / 2 + 0.25
    plane.set(aspect="equal", xlim=(middle[0] - half, middle[0] + half), ylim=(middle[1] - half, middle[1] + half))
    plane.tick_params(axis="x", labelbottom=True)
    for ax, values, title in ((top, scores, r"score $w \cdot c$"), (bottom, losses, "loss")):
        ax.plot(range(_STEPS + 1), values, color=colours[1], linewidth=1.8)
        ax.plot(steps, values[steps], "o", color=INK, markersize=5)
        ax.set_title(title, loc="left")
    if 0 < share < 1:
        top.axhline(np.log(share / (1 - share)), color=INK, linewidth=1, linestyle=":")
    bottom.set(xlim=(0, _STEPS), xlabel="step", ylim=(0, None))
    return fig
