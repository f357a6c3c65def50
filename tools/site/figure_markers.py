"""A figure's markers, each drawn in its own right.

matplotlib defines a marker once and uses it at each of its places. A browser makes a tree of its own of every use, and
takes twice as long to open a page of scatter plots.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from itertools import groupby

DEFINED = re.compile(r'\s*<path id="([^"]*)" d="([^"]*)"(?: style="([^"]*)")?/>')
USE = r'<use xlink:href="#([^"]*)" x="([^"]*)" y="([^"]*)"(?: style="([^"]*)")?/>'
USES = re.compile(rf"(?:{USE}\s*)+")
STEP = re.compile(r"([A-Za-z])([^A-Za-z]*)")


def drawn(path: str) -> Callable[[float, float], str] | None:
    """Return how a marker is drawn at a place, its style aside; None if it is neither a circle nor of straight lines.

    matplotlib's circle is eight curves that end on it.
    """
    steps = [(kind, [float(x) for x in numbers.split()]) for kind, numbers in STEP.findall(path)]
    kinds = "".join(kind for kind, _ in steps)
    if kinds == "MCCCCCCCCz":
        radii = [math.hypot(*numbers[-2:]) for _, numbers in steps[:-1]]
        if max(radii) - min(radii) > 1e-5:
            return None
        return lambda x, y: f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radii[0]:g}"/>'
    if not re.fullmatch(r"(?:ML+z?)+", kinds):
        return None
    (left, top), rest = steps[0][1], ""
    start = last = [left, top]
    for kind, numbers in steps[1:]:  # each from where the one before ended; a closed line ends where it began
        rest += kind.lower() + " ".join(f"{to - at:g}" for to, at in zip(numbers, last, strict=False))
        last = numbers or start
        start = last if kind == "M" else start
    return lambda x, y: f'<path d="M{x + left:.2f} {y + top:.2f}{rest}"/>'


def plain_markers(svg: str) -> str:
    """Return a drawing that looks the same, its markers drawn one by one under the style that they share.

    Parameters
    ----------
    svg : str
        As matplotlib writes it.
    """
    known = {name: (drawn(path), own) for name, path, own in DEFINED.findall(svg)}
    gone = set()

    def one_by_one(uses: re.Match[str]) -> str:
        parts = []
        for (name, style), same in groupby(re.findall(USE, uses[0]), key=lambda use: (use[0], use[3])):
            draw, own = known.get(name, (None, ""))
            both = "; ".join(filter(None, (style, own)))  # what a marker says of itself holds against what its use says
            if draw is None or re.search(r"(?<!-)\bopacity\b", both):  # a group is faded as one
                parts += [f'<use xlink:href="#{name}" x="{x}" y="{y}" style="{style}"/>' for _, x, y, _ in same]
            else:
                gone.add(name)
                parts.append(f'<g style="{both}">{"".join(draw(float(x), float(y)) for _, x, y, _ in same)}</g>')
        return "\n".join(parts) + "\n"

    svg = USES.sub(one_by_one, svg)
    gone -= {use[0] for use in re.findall(USE, svg)}
    svg = DEFINED.sub(lambda path: "" if path[1] in gone else path[0], svg)
    return re.sub(r"\s*<defs>\s*</defs>", "", svg)
