"""One style for every figure of the book: transparent SVG, readable on a light and on a dark page."""

from __future__ import annotations

import io
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

INK = "#767676"
"""Text, axes and grid: a grey that reads on white and on black; the site replaces it by the page's text colour."""

PALETTE = ("#0072b2", "#d55e00", "#009e73", "#b5579f", "#a67c00", "#3d8fc4", "#8c6d5a", "#5f7f2b", "#7a6fd0", "#c2474b")
"""After Okabe & Ito (2008), with at least 3 : 1 contrast on both grounds; the site refines them per theme."""

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
