"""The one-mode explorer as a still picture."""

from __future__ import annotations

import numpy as np

from wordmodes.book.figures.one_mode import dashes
from wordmodes.book.figures.style import INK, PALETTE, BookFigure, figure
from wordmodes.theory.dynamics import half_rise_time, sigmoid

_END = 24.0
_SIZES = np.linspace(0.02, 1.99, 90)


def one_mode_still(eigenvalue: float = 1.0, start: float = 1e-3, step: float = 0.15) -> BookFigure:
    """The explorer's three panels: s² of the flow and of the steps, the same on a logarithmic axis, and the ends.

    Parameters
    ----------
    eigenvalue : float
        λ > 0.
    start : float
        s(0) > 0, with s(0)² < λ/2.
    step : float
        η, below 1/(2λ), where gradient descent begins to diverge.

    Raises
    ------
    ValueError
        If the mode does not rise, or gradient descent diverges.
    """
    half = float(half_rise_time(eigenvalue, start))
    size = 4 * step * eigenvalue
    if not 0 < size < 2:
        raise ValueError(f"step = {step:g} must lie between 0 and 1/(2λ) = {1 / (2 * eigenvalue):g}")
    times = np.linspace(0, _END, 241)
    dots = 4 * step * np.arange(int(_END / (4 * step)) + 1)
    shares = _descend(np.array([size]), start / np.sqrt(eigenvalue), len(dots) - 1)[:, 0]

    fig, axes = figure(2, 2, height=4.2, width_ratios=(57, 43), height_ratios=(3, 2), sharex="col")
    rise, logarithm = axes[:, 0]
    for ax in (rise, logarithm):
        ax.plot(times, sigmoid(eigenvalue, start, times), color=PALETTE[0], linewidth=2.2)
        ax.plot(dots, eigenvalue * shares, "o-", color=PALETTE[1], markersize=3.4, linewidth=0.7, markeredgewidth=0)
        ax.set_xlim(0, _END)
    rise.plot([half, half], [0, eigenvalue / 2], color=PALETTE[0], linestyle=(0, (4, 3)), linewidth=1.3)
    rise.annotate("half-way", (half, eigenvalue / 2), (-8, 0), textcoords="offset points", ha="right", color=PALETTE[0])
    rise.set_title("squared singular value $s^2$", loc="left")
    logarithm.set_yscale("log")
    logarithm.set_xlabel("time $t$")
    logarithm.set_title("the same, logarithmic", loc="left")

    ends = axes[0, 1]
    ends.set_subplotspec(ends.get_gridspec()[:, 1])
    axes[1, 1].remove()
    dashes(ends, _SIZES, _descend(_SIZES, 0.5, 1060)[-32:].T)
    ends.axvline(size, color=INK, linewidth=1.2)
    last = np.unique(_descend(np.array([size]), 0.5, 20000)[-16:].round(6))
    ends.plot(np.full(len(last), size), last, "o", color=PALETTE[1], markersize=5.5)
    ends.set_xticks([0.5, 1, np.sqrt(5) - 1, 2], ["½", "1", "√5−1", "2"])
    ends.tick_params(axis="x", labelbottom=True)
    ends.set(xlim=(0, 2.1), ylim=(0, 2.05), yticks=[0, 1, 2], xlabel=r"step size $4\eta\lambda$")
    ends.set_title("where steps end: $s^2/\\lambda$", loc="left")
    return fig


def _descend(sizes: np.ndarray, start: float, n: int) -> np.ndarray:
    """s²/λ of n steps from a share of the final length, for several sizes of step, shape (n + 1, sizes)."""
    v = np.full(len(sizes), start)
    path = [v]
    for _ in range(n):
        v = v * (1 + sizes * (1 - v**2))
        path.append(v)
    return np.array(path) ** 2
