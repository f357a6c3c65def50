"""The ablation explorer as a still picture."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from wordmodes.book.figures.style import INK, PALETTE, BookFigure, figure
from wordmodes.theory.dynamics import sigmoid
from wordmodes.theory.spectra import rise_times

_POINTS = 200
_TITLES = {"even": "even weights", "word2vec": "word2vec's weights"}
_OWN = PALETTE[3]


def ablation_still(
    loss: str = "logistic", weights: str = "word2vec", init_scale: float = 1e-4, share: float = 0.45
) -> BookFigure:
    """The explorer's panels at one corner and one stored σ: squares, loss and overlap; the four corners beside them.

    Parameters
    ----------
    loss : {'logistic', 'quartic'}
    weights : {'word2vec', 'even'}
    init_scale : float
        σ of a stored run.
    share : float
        Where the scrubber stands, as a share of the time axis.

    Raises
    ------
    ValueError
        If no such run is stored.
    """
    # A figure needs no widgets until it is one of theirs.
    from wordmodes.explorers.ablation.runs import LOSSES, WEIGHTS, horizon, stored_runs

    theory, runs = stored_runs()
    if (loss, weights, init_scale) not in runs:
        scales = sorted({scale for *_, scale in runs})
        raise ValueError(
            f"no run of {loss!r} loss, {weights!r} weights is stored at σ = {init_scale}: σ is in {scales}"
        )
    end = horizon(init_scale)
    times, now = np.linspace(0, end, _POINTS), share * end

    fig, axes = figure(6, 3, height=4.6, width_ratios=(46, 27, 27))
    grid = axes[0, 0].get_gridspec()
    rows = (slice(0, 3), slice(3, 4), slice(4, 6))
    strips = [_over(ax, grid[part, 0]) for ax, part in zip(axes[:3, 0], rows, strict=True)]
    corners = [_over(axes[i, 1 + j], grid[3 * i : 3 * i + 3, 1 + j]) for i in (0, 1) for j in (0, 1)]
    for ax in (*axes[3:, 0], *axes[2:, 1:].ravel()):
        ax.remove()

    run, foretold = runs[loss, weights, init_scale], _sigmoids(theory[weights], init_scale, times)
    top, middle, bottom = strips
    _curves(top, run.times, run.squares, times, foretold, 3.2)
    heights = theory[weights]["heights"]
    for k, rise in enumerate(rise_times(run.times, run.squares, heights)):
        if np.isfinite(rise):
            top.plot(rise, heights[k] / 2, "o", color=PALETTE[k], markersize=5, markerfacecolor="none")
    middle.plot(run.times, run.loss, color=INK)
    for k, (values, name, colour) in enumerate(zip(run.overlaps.T, ("H", "M*"), (_OWN, INK), strict=True)):
        bottom.plot(run.times, values, color=colour, label=name, zorder=2 + k)
    bottom.legend(loc="lower right", ncols=2, borderaxespad=0.1, frameon=False, labelcolor=INK)
    for ax, title in zip(
        strips, ("squared singular values", "loss still to be removed", "overlap with the modes of"), strict=True
    ):
        ax.set_title(title, loc="left")
        ax.set_xlim(0, end)
        ax.axvline(now, color=INK, linewidth=1)
    for ax in strips[1:]:
        ax.set(ylim=(-0.06, 1.1), yticks=[0, 1])
        ax.yaxis.set_major_formatter("{x:.0%}")
    for ax in strips[:-1]:
        ax.tick_params(labelbottom=False)
    bottom.set_xlabel("time, in units of 1/h$_1$")

    for ax, (one, other) in zip(corners, ((one, other) for one in LOSSES for other in WEIGHTS), strict=True):
        shown = runs[one, other, init_scale]
        _curves(ax, shown.times, shown.squares, times, _sigmoids(theory[other], init_scale, times), 2.4)
        ax.axvline(now, color=INK, linewidth=0.8)
        ax.set(xlim=(0, end), xticks=[], yticks=[])
        picked = (one, other) == (loss, weights)
        ax.set_title(
            f"{one} loss,\n{_TITLES[other]}", loc="left", fontsize=9, fontweight="bold" if picked else "normal"
        )
        ax.spines[:].set_visible(True)
        ax.spines[:].set_linewidth(1.6 if picked else 0.5)
    return fig


def _over(ax: Axes, place: object) -> Axes:
    ax.set_subplotspec(place)
    return ax


def _sigmoids(
    theory: dict[str, NDArray[np.float64]], init_scale: float, times: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Each mode of H alone: it grows by its rate and ends at its height."""
    columns = zip(theory["rates"], theory["heights"], init_scale * theory["starts"], strict=True)
    return np.column_stack([sigmoid(height, start, times * rate / height) for rate, height, start in columns])


def _curves(
    ax: Axes, clock: NDArray[np.float64], squares: NDArray[np.float64], times: NDArray[np.float64],
    foretold: NDArray[np.float64], width: float,
) -> None:  # fmt: skip
    """A run as bands, what is foretold as dashes."""
    for k in range(squares.shape[1]):
        ax.plot(clock, squares[:, k], color=PALETTE[k], linewidth=width, alpha=0.5)
        ax.plot(times, foretold[:, k], color=PALETTE[k], linewidth=1.2, linestyle=(0, (4, 2.5)))
