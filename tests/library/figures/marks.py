"""Reads a finished figure back: which curve carries which name, where its points are, what its axes say."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.container import ErrorbarContainer
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from numpy.typing import ArrayLike, NDArray


def text(ax: Axes, words: str):
    """The one text on the axes that says these words."""
    found = [one for one in ax.texts if one.get_text().strip() == words]
    assert len(found) == 1, f"{words!r} stands {len(found)} times among {[one.get_text() for one in ax.texts]}"
    return found[0]


def place(ax: Axes, words: str) -> tuple[float, float]:
    """Where a note points to, or a text stands."""
    note = text(ax, words)
    return note.xy if hasattr(note, "xy") else note.get_position()


def texts(ax: Axes) -> list[str]:
    return [one.get_text().strip() for one in ax.texts]


def colour(artist) -> str:
    """The colour of a line, a text, a patch or a whole collection, as #rrggbb."""
    if isinstance(artist, Patch):
        return to_hex(artist.get_facecolor())
    shade = artist.get_color() if hasattr(artist, "get_color") else artist.get_facecolor()
    shades = {to_hex(one) for one in shade} if isinstance(shade, np.ndarray) and shade.ndim == 2 else {to_hex(shade)}
    assert len(shades) == 1, f"more than one colour: {shades}"
    return shades.pop()


def lines(ax: Axes, of: str | None = None, *, style: str | None = None, marker: str | None = None) -> list[Line2D]:
    """The lines with points on them, by colour (or the words of a text in that colour), style and marker.

    Style is "-", "--" for any dashes, ":" or "" for markers alone.
    """
    shade = of if of is None or of.startswith("#") else colour(text(ax, of))
    return [
        line
        for line in ax.lines
        if len(line.get_xdata())
        and (shade is None or colour(line) == shade)
        and (style is None or line.get_linestyle() in ({"": ("None", "")}.get(style, (style,))))
        and (marker is None or line.get_marker() == marker)
    ]


def line(ax: Axes, of: str | None = None, **look: str) -> Line2D:
    """The one line of that look."""
    found = lines(ax, of, **look)
    assert len(found) == 1, f"{len(found)} lines of {of!r} {look}"
    return found[0]


def xy(one: Line2D) -> NDArray[np.float64]:
    return np.asarray(one.get_xydata(), dtype=np.float64)


def is_at(one: Line2D, x: ArrayLike, y: ArrayLike) -> bool:
    """Whether a line goes through exactly these points."""
    want = np.column_stack(np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float)))
    got = xy(one)
    assert got.shape == want.shape, f"{len(got)} points drawn, {len(want)} wanted"
    np.testing.assert_allclose(got, want, rtol=1e-9, atol=1e-12)
    return True


def levels(ax: Axes, way: str = "y") -> list[float]:
    """The values at which lines run straight across the axes (axhline), or up them (axvline)."""
    across = (0, 1)
    found = []
    for one in ax.lines:
        x, y = one.get_xdata(), one.get_ydata()
        run, value = (x, y) if way == "y" else (y, x)
        if one.get_transform() in (ax.get_yaxis_transform(), ax.get_xaxis_transform()) and tuple(run) == across:
            found.append(float(value[0]))
    return found


def entries(legend) -> dict[str, Line2D]:
    """What each entry of a legend shows."""
    return {said.get_text(): shown for said, shown in zip(legend.get_texts(), legend.legend_handles, strict=True)}


def look(one: Line2D) -> tuple[str, str, str]:
    """What tells a line from its neighbours: colour, style and marker."""
    return colour(one), str(one.get_linestyle()), str(one.get_marker())


def bars(ax: Axes) -> dict[str, ErrorbarContainer]:
    """Error bars by the label of their legend entry."""
    return {c.get_label(): c for c in ax.containers if isinstance(c, ErrorbarContainer)}


def spans(container: ErrorbarContainer) -> NDArray[np.float64]:
    """The two ends of every error bar, along the axis it runs."""
    ends = np.array([segment for part in container.lines[2] for segment in part.get_segments()])
    moved = np.ptp(ends, axis=1).max(axis=0)
    return ends[:, :, int(np.argmax(moved))]


def boxes(ax: Axes) -> NDArray[np.float64]:
    """x, y, width and height of the rectangles, in the order they were drawn."""
    found = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    return np.array([[*patch.get_xy(), patch.get_width(), patch.get_height()] for patch in found])


def segments(collection) -> NDArray[np.float64]:
    """The corners of each line of a collection, (n, 2, 2)."""
    return np.array(collection.get_segments())


def outline(collection) -> NDArray[np.float64]:
    """The corners of a filled band."""
    (path,) = collection.get_paths()
    return path.vertices


def band(collection, x: ArrayLike, low: ArrayLike, high: ArrayLike) -> bool:
    """Whether a filled band runs from `low` to `high` over `x`."""
    corners = {(round(a, 9), round(b, 9)) for a, b in outline(collection)}
    for side in (low, high):
        for a, b in zip(*np.broadcast_arrays(np.asarray(x, float), np.asarray(side, float)), strict=True):
            assert (round(float(a), 9), round(float(b), 9)) in corners, f"({a}, {b}) is no corner of the band"
    return True


def says(ax: Axes, x: str, y: str, title: str | None = None) -> bool:
    """Whether the axes are labelled so; a title may stand at the left or in the middle."""
    assert (ax.get_xlabel(), ax.get_ylabel()) == (x, y)
    assert title is None or (ax.get_title() or ax.get_title(loc="left")) == title
    return True


def runs(ax: Axes, x: str = "linear", y: str = "linear", *, down: bool = False) -> bool:
    """Whether the axes have these scales and ascend; with `down`, the vertical one counts from the top."""
    assert (ax.get_xscale(), ax.get_yscale()) == (x, y)
    left, right = ax.get_xlim()
    low, high = ax.get_ylim()
    assert left < right, (left, right)
    assert (low > high) if down else (low < high), (low, high)
    return True


def ticks(axis) -> dict[str, float]:
    """What the ticks say, and where they stand."""
    return {said.get_text(): float(at) for said, at in zip(axis.get_ticklabels(), axis.get_ticklocs(), strict=True)}


def hues(collections: Iterable) -> list[str]:
    return [colour(one) for one in collections]
