"""One style for every figure of the book: transparent SVG, readable on a light and on a dark page."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text
from matplotlib.ticker import NullLocator
from numpy.typing import ArrayLike, NDArray

INK = "#767676"
"""Text, axes and grid: a grey that reads on white and on black; the site replaces it by the page's text colour."""

PALETTE = ("#0072b2", "#d55e00", "#009e73", "#b5579f", "#a67c00", "#3d8fc4", "#8c6d5a", "#5f7f2b", "#7a6fd0", "#c2474b")
"""After Okabe & Ito (2008), with at least 3 : 1 contrast on both grounds; the site refines them per theme."""

CLOCK = r"time, in units of $1/\lambda_1$"
"""What the axis of time says where it counts in the first mode's own unit."""

DASHES = (0, (4, 2.5))
"""What is foretold, beside what was measured."""

_STYLE: dict[str, Any] = {
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "grid.color": INK,
    "grid.alpha": 0.2,
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "legend.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.prop_cycle": mpl.cycler(color=PALETTE),
    "axes.titlesize": 11,
    "axes.labelsize": 10.5,
    "xtick.labelsize": 9.5,
    "ytick.labelsize": 9.5,
    "legend.fontsize": 9.5,
    "lines.linewidth": 1.7,
    "font.size": 10.5,
    "font.family": "sans-serif",
    "svg.fonttype": "none",
    "svg.hashsalt": "wordmodes",
    "mathtext.fontset": "dejavusans",
}


class BookFigure(Figure):
    """A matplotlib figure that shows itself as one deterministic, transparent SVG.

    It never registers with pyplot, so a cell that ends with it shows it once, in any front end.
    """

    def svg(self) -> str:
        """Return the figure as SVG text, the same on every run."""
        # Text and inset axes that were added after the figure was opened have matplotlib's own black.
        for text in self.findobj(lambda artist: isinstance(artist, Text) and to_hex(artist.get_color()) == "#000000"):
            text.set_color(INK)
        buffer = io.StringIO()
        with mpl.rc_context(_STYLE):
            self.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
        text = buffer.getvalue()
        return text[text.index("<svg") :]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"image/svg+xml": self.svg(), "text/plain": f"<figure, {len(self.axes)} panels>"}


def figure(
    rows: int = 1, cols: int = 1, *, width: float = 7.2, height: float = 3.4, **subplots: Any
) -> tuple[BookFigure, Any]:
    """Open a figure in the book's style.

    Parameters
    ----------
    rows, cols : int
        Grid of axes.
    width, height : float
        Size in inches; 7.2 fills the text column.
    **subplots
        Passed to `Figure.subplots` (`sharex`, `width_ratios`, …).

    Returns
    -------
    (BookFigure, Axes or ndarray of Axes)
    """
    with mpl.rc_context(_STYLE):
        fig = BookFigure(figsize=(width, height), layout="constrained")
        FigureCanvasSVG(fig)
        axes = fig.subplots(rows, cols, **subplots)
    return fig, axes


def dressed(series: Iterable[Any], *looks: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """Give each of several series the next of some looks, such as colours and markers.

    Raises
    ------
    ValueError
        If there are more series than looks: none is left out without a word.
    """
    series = list(series)
    if len(series) > (most := min(len(look) for look in looks)):
        raise ValueError(
            f"there are {len(series)} series to draw, and only {most} looks to tell them apart; draw fewer"
        )
    return zip(series, *looks, strict=False)  # looks may be left over


def note(ax: Axes, words: str, at: tuple[float, float], shift: tuple[float, float], **look: Any) -> Annotation:
    """Write words beside a point of the data, shifted by so many printer's points."""
    return ax.annotate(words, at, shift, textcoords="offset points", **look)


def apart(places: ArrayLike, gap: float) -> NDArray[np.float64]:
    """Move places down, from the highest on, until each lies a gap below the one above it."""
    made = np.array(places, dtype=np.float64)
    above = np.inf
    for k in np.argsort(-made, kind="stable"):
        above = made[k] = min(made[k], above - gap)
    return made


def name_ends(
    ax: Axes, places: ArrayLike, names: Sequence[str], *, order: Iterable[int] | None = None, x: float = 1.015,
    height: str = "data", fontsize: float = 9,
) -> None:  # fmt: skip
    """Write names to the right of the axes at these heights, each in its curve's colour, `order` first to last."""
    places = np.asarray(places)
    for k in range(len(names)) if order is None else order:
        ax.annotate(names[k], (x, places[k]), xycoords=("axes fraction", height), va="center", fontsize=fontsize,
                    color=PALETTE[k % len(PALETTE)], annotation_clip=False)  # fmt: skip


def name_rows(ax: Axes, names: Sequence[str]) -> NDArray[np.int64]:
    """Give each name a row, the first at the top, and return the rows."""
    rows = np.arange(len(names))
    ax.set_yticks(rows, names)
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
    return rows


def plain_ticks(axis: Axis, ticks: Iterable[float]) -> None:
    """Put ticks here and nowhere else, each with its number written out."""
    ticks = list(ticks)
    axis.set_ticks(ticks, [f"{tick:g}" for tick in ticks])
    axis.set_minor_locator(NullLocator())


def bare(ax: Axes) -> None:
    """Leave neither grid nor frame, nor marks at the ticks."""
    ax.grid(False)
    ax.tick_params(length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)
