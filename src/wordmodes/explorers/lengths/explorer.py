"""The explorer of lengths: what more text buys, for each method, by each test, and against a rival."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np
import traitlets

from wordmodes.explorers.frame import Choice, Explorer, Tables, module, sheet
from wordmodes.explorers.lengths.scores import (
    CLOSED,
    SGNS,
    SHAPES,
    TESTS,
    TRAINED,
    LengthPoint,
    Run,
    length_points,
    stored_points,
)

PUBLISHED = {
    "tokens": 2_000_000_000,
    "window": 16,
    "scores": {
        "analogies": {"M*": 0.663, "PPMI": 0.506, SGNS: 0.680},
        "wordsim353": {"M*": 0.683, "PPMI": 0.690, SGNS: 0.698},
    },
}
"""Karkada et al. (2025), v3, figure 3b: V = 10 000, d = 200."""


FEWEST = 3
"""Lengths at which SGNS has to have been trained for the explorer to open with it as the rival."""


class LengthsExplorer(Explorer):
    """Interactive figure of scores against the length of the text, and of each method's score over another's.

    All traits can be set from a cell, and follow what the reader does.

    Attributes
    ----------
    method : str
        A closed form, one of those in the table, such as "M*".
    against : str
        What it is held against: "SGNS", where one was trained, or another closed form.
    test : str
        "analogies", "wordsim353" or "simlex999".
    window : int
        5, where d = 100, or 16, where d = 200.
    tokens : int
        Length of the text; another number leads to the nearest length in the table.
    key : str
        The explorer's name in the address's fragment on a static page.
    """

    _esm = module("lengths/ratios", "lengths/panels", "lengths/explorer")
    _css = sheet("lengths/explorer")

    method = traitlets.Unicode("M*").tag(sync=True)
    against = traitlets.Unicode("PPMI").tag(sync=True)
    test = Choice(list(TESTS), "analogies").tag(sync=True)
    window = traitlets.Int(5).tag(sync=True)
    tokens = traitlets.Int(2_500_000).tag(sync=True)
    key = traitlets.Unicode("lengths").tag(sync=True)

    def __init__(self, points: tuple[LengthPoint, ...], **traits: Any) -> None:
        self._points = points
        manifest, tables = pack(points)
        windows = sorted({point.window for point in points})
        closed = [name for name in CLOSED if name in manifest["methods"]]
        there = Counter(point.method for point in points if point.window == windows[0])
        followed = [name for name in manifest["trained"] if there[name] >= FEWEST]
        rivals = [*followed, "PPMI", *closed]
        start = {
            "window": windows[0],
            "method": closed[0],
            "against": next(x for x in rivals if x in manifest["methods"]),
        }
        super().__init__(**{**start, "_manifest": manifest, "_tables": tables, **traits})

    @traitlets.validate("method")
    def _check_method(self, proposal: dict[str, Any]) -> str:
        known = [point.method for point in self._points if point.method not in TRAINED]
        if proposal["value"] not in known:
            names = ", ".join(dict.fromkeys(known))
            raise traitlets.TraitError(f"method must be one of {names}, got {proposal['value']!r}")
        return proposal["value"]

    @traitlets.validate("against")
    def _check_against(self, proposal: dict[str, Any]) -> str:
        known = list(dict.fromkeys(point.method for point in self._points))
        if proposal["value"] not in known:
            raise traitlets.TraitError(f"against must be one of {', '.join(known)}, got {proposal['value']!r}")
        return proposal["value"]

    @traitlets.validate("window")
    def _check_window(self, proposal: dict[str, Any]) -> int:
        known = sorted({point.window for point in self._points})
        if proposal["value"] not in known:
            raise traitlets.TraitError(f"window must be one of {known}, got {proposal['value']}")
        return proposal["value"]

    @traitlets.validate("tokens")
    def _check_tokens(self, proposal: dict[str, Any]) -> int:
        known = sorted({point.tokens for point in self._points})
        if not known[0] <= proposal["value"] <= known[-1]:
            raise traitlets.TraitError(f"tokens must lie between {known[0]} and {known[-1]}, got {proposal['value']}")
        return proposal["value"]


def lengths_explorer(runs: Iterable[Run] | None = None, **traits: Any) -> LengthsExplorer:
    """Make the explorer of lengths.

    Parameters
    ----------
    runs : iterable of mappings, optional
        As tools/results/wikipedia.py stores them; by default the scores that come with the explorer.
    **traits
        Where to start: `method`, `against`, `test`, `window`, `tokens`, `key`.

    Returns
    -------
    LengthsExplorer

    Raises
    ------
    ValueError
        As `length_points`; if no closed form is among the runs.
    traitlets.TraitError
        If a trait is out of range.

    References
    ----------
    Karkada et al. (2025), figure 3b, for the published scores beside them.
    """
    points = stored_points() if runs is None else length_points(runs)
    if not any(point.method in CLOSED for point in points):
        raise ValueError(f"runs holds no closed form to show; it needs one of {', '.join(CLOSED)}")
    return LengthsExplorer(points, **traits)


def pack(points: tuple[LengthPoint, ...]) -> tuple[dict[str, Any], bytes]:
    """Lay out what the page needs: a row of numbers for each point, in the order of `columns`."""
    methods = [name for name in (*CLOSED, *TRAINED) if any(point.method == name for point in points)]
    lengths = sorted({point.tokens for point in points})
    windows = sorted({point.window for point in points})
    rows = [
        [methods.index(p.method), lengths.index(p.tokens), windows.index(p.window)]
        + [p.V, p.seconds, p.epochs, p.seeds, p.rising]
        + [number for test in TESTS for number in (*p.scores[test], p.asked[test])]
        for p in points
    ]  # fmt: skip
    tables = Tables()
    manifest = {
        "methods": methods,
        "trained": [name for name in methods if name in TRAINED],
        "lengths": lengths,
        "windows": [[window, SHAPES[window]] for window in windows],
        "tests": list(TESTS),
        "published": PUBLISHED,
        "points": tables.put(np.array(rows, dtype=np.float64), "float64"),
        "width": len(rows[0]),
    }
    return manifest, bytes(tables)
