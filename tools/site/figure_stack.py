"""On a narrow screen a figure's panels stand one below the other: pieces of one drawing, cut between columns."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple
from xml.etree import ElementTree

LETTER = 0.58  # of a font's size: how wide a letter is at most, on average
ENOUGH = 158  # points: panels that are narrower together stand side by side
MARGIN = 3
KEY = 26  # points: the line or dot before a legend's words
Node = ElementTree.Element


class Span(NamedTuple):
    """From `low` to `high` in points, across or down."""

    low: float
    high: float

    def __or__(self, other: Span) -> Span:
        return Span(min(self.low, other.low), max(self.high, other.high))


def style(node: Node, name: str, default: str) -> str:
    """Return a property of an element's style."""
    found = re.search(rf"\b{name}: *([\w.-]+)", node.get("style", ""))
    return found[1] if found else default


def frame(axes: Node) -> tuple[Span, Span] | None:
    """Return where the rectangle of a set of axes lies, across and down; None of axes that draw none."""
    patch = next((part for part in axes if part.get("id", "").startswith("patch_")), None)
    path = None if patch is None else patch.find("path")
    numbers = [] if path is None else [float(x) for x in re.findall(r"-?\d+(?:\.\d+)?", path.get("d", ""))]
    if len(numbers) < 6:
        return None
    return Span(min(numbers[::2]), max(numbers[::2])), Span(min(numbers[1::2]), max(numbers[1::2]))


def texts(node: Node) -> list[tuple[Span, Span]]:
    """Return where each text under a node lies, across and down, roughly."""
    found = []
    for group in node.iter("g"):
        for text in group.findall("text"):
            moved = re.match(r"translate\(([-\d.]+) ([-\d.]+)\)", group.get("transform", ""))
            spans = text.findall("tspan")
            if spans and moved:  # a formula: each letter has its place
                size = max(float(style(span, "font-size", "10px").removesuffix("px")) for span in spans)
                x, y, long = float(moved[1]), float(moved[2]), float(spans[-1].get("x", "0").split()[-1]) + 0.7 * size
                left = x
            else:
                size = float(style(text, "font-size", "10px").removesuffix("px"))
                x, y, long = float(text.get("x", "0")), float(text.get("y", "0")), LETTER * size * len(text.text or "")
                left = x - long * {"middle": 0.5, "end": 1}.get(style(text, "text-anchor", "start"), 0)
            turned = re.search(r"rotate\((-?[\d.]+)", text.get("transform", ""))
            if turned and abs(abs(float(turned[1])) - 90) < 1:
                found.append((Span(x - size, x + 0.3 * size), Span(y - long / 2, y + long / 2)))
            else:
                found.append((Span(left, left + long), Span(y - size, y + 0.3 * size)))
    return found


def pieces(svg: str) -> list[tuple[float, float, float, float]]:
    """Return the pieces of a figure for a narrow screen, as x, y, width, height; none where it can't be cut cleanly.

    Parameters
    ----------
    svg : str
        As matplotlib writes it.
    """
    root = ElementTree.fromstring(
        re.sub(r'\sxmlns(:xlink)?="[^"]*"|xlink:|<\?xml[^>]*>|<!DOCTYPE[^>]*>|rdf:|cc:|dc:', "", svg)
    )
    _, _, width, height = map(float, root.get("viewBox", "0 0 0 0").split())
    figure = next((group for group in root.iter("g") if group.get("id") == "figure_1"), None)
    if figure is None:
        return []
    columns: list[list[Span]] = []  # of the rectangles, and of them with their words
    rows = []
    for axes in (part for part in figure if part.get("id", "").startswith("axes_")):
        place = frame(axes)
        if place is None:
            return []
        across, down = place
        words = texts(axes)
        rows.append(down)
        whole = across
        for one, level in words:
            whole |= one
            rows.append(level)
        same = next((column for column in columns if column[0].low < across.high and across.low < column[0].high), None)
        if same is None:
            columns.append([across, whole])
        else:
            same[:] = [same[0] | across, same[1] | whole]
    columns.sort()
    if len(columns) < 2:
        return []
    cuts = [0.0]
    for (_, left), (_, right) in pairwise(columns):
        if left.high > right.low + 1:
            return []
        cuts.append((left.high + right.low) / 2)
    cuts.append(width)
    aside = [place for part in figure if part.get("id", "").startswith(("legend_", "text_")) for place in texts(part)]
    rest = [level for _, level in aside]
    left = max(
        min((across.low for across, _ in aside), default=0.0) - KEY, 0.0
    )  # of a legend, with the key of its first entry
    long = min(max((across.high for across, _ in aside), default=width) + MARGIN, width) - left
    top, bottom = min(row.low for row in rows), max(row.high for row in rows)
    above = max((level.high for level in rest if level.high <= top + MARGIN), default=0.0)
    below = min((level.low for level in rest if level.low >= bottom - MARGIN), default=height)
    if any(level.high > top + MARGIN and level.low < bottom - MARGIN for level in rest):
        return []
    found = [(left, 0.0, long, above)] if above else []
    start = 0
    while start < len(columns):
        stop = start + 1
        while stop < len(columns) and cuts[stop] - cuts[start] < ENOUGH:
            stop += 1
        found.append((cuts[start], above, cuts[stop] - cuts[start], below - above))
        start = stop
    return ([*found, (left, below, long, height - below)] if below < height else found) if len(found) > 1 else []


def stacked(svg: str, prefix: str) -> str:
    """Return the pieces of a figure as HTML, which use the drawing that stands in the page; "" where there are none."""
    parts = []
    for x, y, wide, high in pieces(svg):
        box, natural = f"{x:.1f} {y:.1f} {wide:.1f} {high:.1f}", 4 / 3 * wide
        parts.append(
            f'<svg viewBox="{box}" style="max-width: {1.25 * natural:.0f}px"><use href="#{prefix}-figure_1"/></svg>'
        )
    return f'<div class="wm-stack" aria-hidden="true">{"".join(parts)}</div>' if parts else ""
