"""The σ explorer as a still picture, for readers without JavaScript and for print."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from wordmodes.book.figures.style import INK, PALETTE, BookFigure, figure
from wordmodes.theory.dynamics import exact_loss, exact_singular_values, flow_tables, sigmoid, small_init_starts
from wordmodes.theory.spectra import effective_rank

if TYPE_CHECKING:
    from wordmodes.explorers import ExplorerData

FloatArray = NDArray[np.float64]

_TIMES, _TRAIL = 120, 32
_BEHIND, _AHEAD = 1.0, 0.3  # opacity of what has been and of what is still to come
_LABELS = 24


def explorer_still(
    data: ExplorerData, init_scale: float, share: float = 0.6, plane: tuple[int, int] = (1, 2)
) -> BookFigure:
    """The explorer's three panels at one σ and one time: modes, loss and rank, words.

    Parameters
    ----------
    data : ExplorerData
        A language of the explorer, such as `wordmodes.explorers.planted_data()`.
    init_scale : float
        σ.
    share : float
        Where the scrubber stands, as a share of the time axis.
    plane : (int, int)
        The modes, from 1, that span the plane of the words.
    """
    lam, d = data.modes.eigenvalues, data.d
    now = share * data.horizon(init_scale)
    times = np.union1d(np.linspace(0, data.horizon(init_scale), _TIMES), [now])
    start = init_scale * data.projections
    exact = exact_singular_values(lam, start, times) ** 2
    limit = sigmoid(lam[:d], small_init_starts(start), times)
    floor, full = np.sum(lam[d:] ** 2), np.sum(lam**2)
    loss = (exact_loss(lam, start, times) - floor) / (full - floor)
    limit_loss = 1 + np.sum(limit * (limit - 2 * lam[:d]), axis=1) / (full - floor)
    limit = np.sort(limit)[:, ::-1]  # by size, as singular values are

    fig, axes = figure(3, 2, height=4.4, width_ratios=(57, 43), height_ratios=(212, 74, 92), sharex="col")
    top, middle, bottom = axes[:, 0]
    unit = lam[0] * times
    for k in range(d):
        _pair(top, unit, exact[:, k], limit[:, k], PALETTE[k], share)
    heights = _apart(exact[-1], 0.075 * lam[0])
    for k, height in enumerate(heights):
        where = {"xycoords": ("axes fraction", "data"), "va": "center", "fontsize": 9}
        top.annotate(f"λ$_{{{k + 1}}}$", (1.012, height), color=PALETTE[k], annotation_clip=False, **where)
    _pair(middle, unit, loss, limit_loss, INK, share)
    _pair(bottom, unit, *([effective_rank(row) for row in part] for part in (exact, limit)), INK, share)
    titles = ("squared singular values $s^2$", "loss still to be removed", "effective rank")
    limits = ((-0.02 * lam[0], 1.1 * lam[0]), (-0.04, 1.08), (0.9, d + 0.3))
    for ax, title, ylim in zip(axes[:, 0], titles, limits, strict=True):
        ax.set_title(title, loc="left")
        ax.set(ylim=ylim, xlim=(0, unit[-1]))
        ax.axvline(lam[0] * now, color=INK, linewidth=1)
    middle.yaxis.set_major_formatter("{x:.0%}")
    middle.set_yticks([0, 0.5, 1])
    bottom.set_yticks(range(1, d + 1, 1 if d < 6 else 2))
    bottom.set_xlabel("time, in units of 1/λ$_1$")

    words = axes[0, 1]
    words.set_subplotspec(words.get_gridspec()[:, 1])
    for ax in axes[1:, 1]:
        ax.remove()
    _words(words, data, init_scale, now, [k - 1 for k in plane])
    return fig


def _pair(ax: Axes, x: FloatArray, exact: FloatArray, limit: FloatArray, colour: str, share: float) -> None:
    """An exact curve as a band and its small-σ limit as dashes, fainter from now on."""
    now = share * x[-1]
    for side, alpha in ((x <= now, _BEHIND), (x >= now, _AHEAD)):
        ax.plot(x[side], np.asarray(exact)[side], color=colour, linewidth=3.2, alpha=0.5 * alpha)
        ax.plot(x[side], np.asarray(limit)[side], color=colour, linewidth=1.3, alpha=alpha, linestyle=(0, (4, 2.5)))


def _apart(heights: FloatArray, gap: float) -> FloatArray:
    """Descending heights, moved down where they would stand closer than `gap`, and up again from 0."""
    out = np.array(heights)
    for k in range(1, len(out)):
        out[k] = min(out[k], out[k - 1] - gap)
    for k in range(len(out) - 1, -1, -1):
        out[k] = max(out[k], gap * (len(out) - 1 - k))
    return out


def _words(ax: Axes, data: ExplorerData, init_scale: float, now: float, plane: list[int]) -> None:
    """The shown words in the plane of two modes, with their ways so far."""
    path = _coordinates(data, init_scale, np.linspace(0, now, _TRAIL))[:, :, plane]
    across, up = (PALETTE[k] for k in plane)
    steps = np.stack([path[:-1], path[1:], np.full_like(path[1:], np.nan)], axis=2)  # (T-1, n, from to gap, 2)
    sideways = np.greater(*np.abs(np.diff(path, axis=0)).transpose(2, 0, 1))
    for chosen, colour in ((sideways, across), (~sideways, up)):
        ax.plot(*steps[chosen].reshape(-1, 2).T, color=colour, linewidth=1, alpha=0.45)
    places = path[-1]
    ax.plot(*places.T, "o", color=INK, markersize=2.6)
    reach = 1.3 * np.abs(path).max()
    taken: list[FloatArray] = []
    for row, place in zip(data.shown[:_LABELS], places, strict=False):
        word = data.words[row]
        for side, step in ((side, step) for step in (0, 1, -1, 2, -2, 3, -3) for side in (1, -1)):
            corner = place / reach + np.array([0.04 * side, 0.09 * step])
            edges = sorted([corner[0], corner[0] + 0.058 * len(word) * side])
            box = np.column_stack([edges, corner[1] + np.array([-0.04, 0.04])])
            if np.abs(box).max() < 1 and not any(
                (box[0] < other[1]).all() and (other[0] < box[1]).all() for other in taken
            ):
                taken.append(box)
                anchor = "left" if side > 0 else "right"
                ax.text(*(corner * reach), word, color=INK, va="center", ha=anchor, fontsize=8)
                break
    ax.axhline(0, color=INK, linewidth=0.6, alpha=0.5)
    ax.axvline(0, color=INK, linewidth=0.6, alpha=0.5)
    ax.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal", xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    ax.set_title(f"↑ {data.poles[plane[1]][0]}", color=up, fontsize=9)
    ax.set_xlabel(f"{data.poles[plane[0]][0]} →", color=across, fontsize=9)


def _coordinates(data: ExplorerData, init_scale: float, times: FloatArray) -> FloatArray:
    """Rows of W(t) for the shown words, shape (T, n, d), turned so that mode 1 lies along the first axis, mode 2 in the
    plane of the first two, and so on."""
    tables = flow_tables(data.modes.eigenvalues, init_scale * data.projections, times)
    rows = data.modes.eigenvectors[data.shown]
    places = np.empty((len(times), len(rows), data.d))
    for k in range(len(times)):
        A = tables.rows(k) @ tables.inverse_factor(k)
        rotation, R = np.linalg.qr(A[: data.d].T)
        places[k] = rows @ A @ (rotation * np.sign(np.diag(R)))
    return places
