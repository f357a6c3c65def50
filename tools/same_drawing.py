"""Whether two drawings are the same: words, colours and parts exactly, places to half a point.

The last digit of a coordinate may differ between machines. What a reader sees may not.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

SLACK = 0.5  # points; a reader does not see it
PLACES = {"d", "points", "transform", "viewBox", "width", "height", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r"}
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
REFERENCE = re.compile(r"#([\w-]+)")


class Drawing:
    """An SVG that equals another where a reader sees no difference."""

    def __init__(self, svg: str) -> None:
        self.svg = svg

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Drawing) and difference(self.svg, other.svg) is None

    __hash__ = None  # type: ignore[assignment]  # equality with a slack is not transitive

    def __repr__(self) -> str:
        return f"<drawing of {len(self.svg)} characters>"


def compared(output: object) -> object:
    """Return a notebook's output as it is compared: a drawing as a `Drawing`, all else as it stands."""
    is_drawing = isinstance(output, str) and re.match(r"\s*(<\?xml[^>]*>\s*)?(<!DOCTYPE[^>]*>\s*)?<svg", output)
    return Drawing(output) if is_drawing else output


def difference(one: str, other: str) -> str | None:
    """Return the first difference that a reader would see, or None."""
    parts, others = (list(ET.fromstring(svg).iter()) for svg in (one, other))
    if len(parts) != len(others):
        return f"{len(parts)} parts, {len(others)} in the other"
    numbers, other_numbers = _numbered(parts), _numbered(others)
    for part, counterpart in zip(parts, others, strict=True):
        tag = part.tag.rpartition("}")[2]
        if part.tag != counterpart.tag or len(part) != len(counterpart):
            return f"{tag} with {len(part)} parts, {counterpart.tag} with {len(counterpart)}"
        for text, other_text in ((part.text, counterpart.text), (part.tail, counterpart.tail)):
            if (text or "").strip() != (other_text or "").strip():
                return f"{tag} says {text!r}, {other_text!r} in the other"
        if part.keys() != counterpart.keys():
            return f"{tag} has {part.keys()}, {counterpart.keys()} in the other"
        for name in part.attrib:
            value, other_value = _renamed(part, name, numbers), _renamed(counterpart, name, other_numbers)
            if not (_near(value, other_value) if name in PLACES else value == other_value):
                return f"{tag}'s {name} is {value[:80]!r}, {other_value[:80]!r} in the other"
    return None


def _numbered(parts: list[ET.Element]) -> dict[str, str]:
    """Ids by the order of their appearance: matplotlib makes some of them from the coordinates' last digits."""
    return {name: str(number) for number, name in enumerate(part.get("id", "") for part in parts) if name}


def _renamed(part: ET.Element, name: str, numbers: dict[str, str]) -> str:
    """An attribute's value, with ids as `_numbered` calls them."""
    value = part.get(name, "")
    return numbers[value] if name == "id" else REFERENCE.sub(lambda to: "#" + numbers.get(to[1], to[1]), value)


def _near(one: str, other: str) -> bool:
    """Same letters, and numbers in the same places that differ by no more than the slack."""
    if NUMBER.sub("0", one).split() != NUMBER.sub("0", other).split():
        return False
    pairs = zip(NUMBER.findall(one), NUMBER.findall(other), strict=True)
    return all(abs(float(a) - float(b)) <= SLACK for a, b in pairs)
