"""What an explorer draws, recorded in Node and read back by the drawing's own axes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations
from math import nan
from pathlib import Path
from typing import Any

import numpy as np
from javascript import ask
from numpy.typing import ArrayLike, NDArray

from wordmodes.explorers.frame import Explorer

SHOW = """
return question.map(({traits, act, ...rest}) =>
  show(module, {...state, ...traits}, {...rest, act: new Function('page', act ?? '')}));
"""
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
PIXEL = 1.01  # grid lines and numbers stand on whole pixels


@dataclass(frozen=True)
class Shown:
    """An explorer in one state: its panels by name, its read-out, the numbers it announces, the address, the traits."""

    panels: dict[str, Panel]
    said: str
    detail: dict[str, Any]
    hash: str
    state: dict[str, Any]

    def panel(self, start: str) -> Panel:
        """The panel whose name begins like this."""
        (found,) = (panel for name, panel in self.panels.items() if name.startswith(start))
        return found


def shown(widget: Explorer, folder: Path, *states: dict[str, Any], **rest: Any) -> list[Shown]:
    """Draw the explorer in each state: its traits, and the `width`, `hash` and `act` that `show` in page.mjs takes."""
    asked = []
    for state in states:
        options = {name: state[name] for name in ("width", "hash", "act") if name in state}
        asked.append({"traits": {name: x for name, x in state.items() if name not in options}, **rest, **options})
    answers = ask(widget, SHOW, asked, folder)
    return [
        Shown(**{**answer, "panels": {panel.pop("name"): Panel(**panel) for panel in answer["panels"]}})
        for answer in answers
    ]


def number(label: str) -> float | None:
    """Read an axis's label: 0.5, −2, 50 %, 10⁻⁴, 1/100, ½, 1 000; None if it is no number."""
    text = label.replace("−", "-").replace("\u202f", "").replace("½", "0.5")
    if match := re.fullmatch(r"10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", text):
        return 10.0 ** int(match[1].translate(RAISED))
    if match := re.fullmatch(r"(-?[\d.]+)(/[\d.]+|\u00a0%)?", text):
        value, rest = float(match[1]), match[2] or ""
        return value / 100 if rest.endswith("%") else value / float(rest[1:]) if rest else value
    return None


@dataclass(frozen=True)
class Axis:
    """A straight line from numbers to pixels, through the places where the axis's own labels stand."""

    slope: float
    start: float
    log: bool
    values: tuple[float, ...]

    def of(self, factor: float) -> Axis:
        """The same axis for numbers that are `factor` times smaller than those it shows."""
        return Axis(self.slope * factor, self.start, self.log, self.values)

    def px(self, value: ArrayLike) -> NDArray[np.float64]:
        value = np.asarray(value, dtype=np.float64)
        return self.start + self.slope * (np.log10(value) if self.log else value)

    def at(self, px: ArrayLike) -> NDArray[np.float64]:
        value = (np.asarray(px, dtype=np.float64) - self.start) / self.slope
        return 10**value if self.log else value


@dataclass(frozen=True)
class Panel:
    """One canvas: what was drawn, in the order of drawing (see tools/canvas_recorder.js); colours by their names."""

    width: float
    height: float
    drawn: list[dict[str, Any]]

    def find(self, kind: str, **wanted: Any) -> list[dict[str, Any]]:
        """Give the things of a kind with these properties; a dash is given as true or false."""
        if "dash" in wanted:
            dashed = wanted.pop("dash")
            return [one for one in self.find(kind, **wanted) if "dash" in one and bool(one["dash"]) == dashed]
        return [one for one in self.drawn if one["kind"] == kind and all(one.get(k) == v for k, v in wanted.items())]

    def words(self, **wanted: Any) -> dict[str, dict[str, Any]]:
        """Give what is written, by its text, without the rims behind the letters."""
        return {one["text"]: one for one in self.find("text", **wanted) if "fill" in one}

    def _labels(self, along: str, span: tuple[float, float], **wanted: Any) -> list[tuple[float, float]]:
        low, high = span
        across = "y" if along == "x" else "x"
        texts = [one for one in self.find("text", fill="faint", **wanted) if low <= one[across] <= high]
        read = [(number(one["text"]), one[along]) for one in texts]
        return [(value, px) for value, px in read if value is not None]

    def x_axis(self, y: tuple[float, float] = (0, 1e9), log: bool = False, least: int = 3, but: float = nan) -> Axis:
        """The axis whose numbers (`but` one) stand, centred, between these heights; it runs to the right."""
        labels = self._labels("x", y, align="center", baseline="top")
        axis = _axis([(value, px) for value, px in labels if value != but], log, least)
        assert axis.slope > 0, "the axis runs to the left"
        return axis

    def y_axis(self, y: tuple[float, float] = (0, 1e9), log: bool = False, least: int = 3, up: bool = True) -> Axis:
        """The axis whose numbers stand at the left between these heights, right-aligned; it runs upwards, or not."""
        labels = self._labels("y", (0, self.width / 3), align="right", baseline="middle")
        axis = _axis([(value, px) for value, px in labels if y[0] <= px <= y[1]], log, least)
        assert (axis.slope < 0) == up, "the axis runs the wrong way"
        return axis

    def points(self, **wanted: Any) -> NDArray[np.float64]:
        """Give the points of all lines like this, as rows x, y; a line may have been cut where it leaves its frame."""
        found = [one["points"] for one in self.find("line", **wanted)]
        assert found, f"no line has {wanted}"
        return np.concatenate(found)

    def strips(self, *titles: str) -> list[tuple[float, float]]:
        """Give the heights between which each of these titles' own picture lies."""
        tops = [self.words()[title]["y"] for title in titles]
        return list(zip(tops, [*tops[1:], 1e9], strict=True))


def _axis(labels: list[tuple[float, float]], log: bool, least: int) -> Axis:
    labels = [(value, px) for value, px in labels if value or not log]  # a 0 beside a logarithmic axis is none of it
    assert len(labels) >= least, f"an axis with the numbers {labels}"
    values, px = np.array(labels).T
    scaled = np.log10(values) if log else values
    slope, start = np.polyfit(scaled, px, 1)
    off = np.abs(start + slope * scaled - px).max()
    assert off < PIXEL, f"the numbers of an axis are off by {off:.1f} pixels: {labels}"
    return Axis(float(slope), float(start), log, tuple(values))


def on_curve(points: ArrayLike, x: Axis, y: Axis, f: Callable[[Any], ArrayLike], slack: float = 1.6) -> None:
    """Assert that each point (pixels) lies on y = f(x) to `slack` pixels, whichever way one measures."""
    px, py = np.asarray(points, dtype=np.float64).T
    assert len(px) > 1
    heights = np.array([y.px(f(x.at(px + shift))) for shift in np.linspace(-slack, slack, 9)])
    off = np.maximum(heights.min(axis=0) - py, py - heights.max(axis=0))
    worst = int(np.argmax(off))
    assert off[worst] < slack, f"at x = {x.at(px[worst]):.4g} drawn {y.at(py[worst]):.4g}, not {f(x.at(px[worst]))}"


def near(drawn: ArrayLike, expected: ArrayLike, slack: float = 1.6) -> None:
    """Assert that pixels agree."""
    np.testing.assert_allclose(drawn, expected, rtol=0, atol=slack)


def places(things: Iterable[dict[str, Any]]) -> NDArray[np.float64]:
    return np.array([(one["x"], one["y"]) for one in things])


def assert_readable(panel: Panel, but: Callable[[str, str], bool] = lambda a, b: False) -> None:
    """Assert that no two of the panel's words overlap by more than a hair, and that none leaves it."""
    upright = [one for one in panel.find("text") if "fill" in one and one["text"] and not one["angle"]]
    texts = {
        (one["text"], one["x"], one["y"]): one for one in upright
    }.values()  # what is written twice in one place is once
    for one in texts:
        x0, y0, x1, y1 = one["box"]
        assert y0 > -2, f"{one['text']!r} leaves the picture"
        assert y1 < panel.height + 2, f"{one['text']!r} leaves the picture"
        assert x0 > -8, f"{one['text']!r} leaves the picture"
        assert x1 < panel.width + 8, f"{one['text']!r} leaves the picture"
    for one, other in combinations(texts, 2):
        (ax0, ay0, ax1, ay1), (bx0, by0, bx1, by1) = one["box"], other["box"]
        apart = ax0 > bx1 - 1.5 or bx0 > ax1 - 1.5 or ay0 > by1 - 1.5 or by0 > ay1 - 1.5
        assert apart or but(one["text"], other["text"]), f"{one['text']!r} and {other['text']!r} overlap"
