"""The book's claims: each is checked by one cell, which shows the measured value and leaves a record for the ledger."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from IPython.display import display

CLAIMS_FILE = Path(__file__).with_name("claims.toml")
"""Where the claims are written down; the head of that file explains its keys."""

MIME = "application/vnd.wordmodes.claim+json"
"""MIME type of the record that `check` leaves in a notebook's stored output."""

REPRODUCED, IN_TREND, NOT_REPRODUCED = "reproduced", "in trend", "not reproduced at this scale"
_MARKS = {REPRODUCED: "✓", IN_TREND: "≈", NOT_REPRODUCED: "✗"}


class ClaimDrift(ValueError):
    """A measured value has left the range that claims.toml expects of it."""


@dataclass(frozen=True)
class Condition:
    """A range that a value must lie in: `">= 0.9"`, `"<= 1e-8"` or `"0.9 to 1.1"`."""

    low: float
    high: float

    @classmethod
    def parse(cls, text: str) -> Condition:
        """Read a condition; anything else than the three forms raises ValueError."""
        number = r"([-+]?[\d.]+(?:[eE][-+]?\d+)?)"
        if match := re.fullmatch(rf"\s*(>=|<=)\s*{number}\s*", text):
            value = float(match[2])
            return cls(value, math.inf) if match[1] == ">=" else cls(-math.inf, value)
        if match := re.fullmatch(rf"\s*{number}\s+to\s+{number}\s*", text):
            return cls(float(match[1]), float(match[2]))
        raise ValueError(f'must read ">= x", "<= x" or "x to y", got {text!r}')

    def holds(self, value: float) -> bool:
        """Whether the value lies in the range."""
        return self.low <= value <= self.high


@dataclass(frozen=True)
class Quantity:
    """One measured number of a claim and the range we expect it in."""

    name: str
    label: str
    format: str | None
    low: float
    high: float
    expectation: str

    def recorded(self, value: float) -> float:
        """Return the value as it is shown: rounded, or the bound that it satisfies when only the bound is shown."""
        if self.format is not None:
            return float(format(value, self.format))
        return self.high if math.isfinite(self.high) else self.low

    def shown(self, value: float) -> str:
        """Return the text that stands for the value in every output."""
        return format(value, self.format) if self.format is not None else self.expectation


@dataclass(frozen=True)
class Claim:
    """A claim of the book, as written in claims.toml."""

    id: str
    chapter: str
    statement: str
    source: str
    published: str
    quantities: Mapping[str, Quantity]
    reproduced: Mapping[str, Condition]
    in_trend: Mapping[str, Condition] | None
    why: str

    def verdict(self, values: Mapping[str, float]) -> str:
        """Return what the published figure makes of our values."""
        for verdict, conditions in ((REPRODUCED, self.reproduced), (IN_TREND, self.in_trend)):
            if conditions is not None and all(c.holds(values[name]) for name, c in conditions.items()):
                return verdict
        return NOT_REPRODUCED


def load(path: str | Path | None = None) -> Mapping[str, Claim]:
    """Read and validate a file of claims.

    Parameters
    ----------
    path : path, optional
        A TOML file as described at the head of claims.toml, which is the default.

    Returns
    -------
    mapping of str to Claim
        By id, in the file's order.

    Raises
    ------
    ValueError
        Naming the claim and the key that is missing, unknown or malformed.
    """
    return _load(Path(path if path is not None else CLAIMS_FILE))


@lru_cache
def _load(path: Path) -> Mapping[str, Claim]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path.name} is not valid TOML: {error}") from error
    return {claim_id: _claim(claim_id, entry) for claim_id, entry in table.items()}


def _claim(claim_id: str, entry: Any) -> Claim:
    where = f"claim {claim_id!r}"
    required = {"chapter": str, "statement": str, "source": str, "published": str, "quantities": dict, "verdict": dict}
    _check_keys(where, entry, required, {"why": str})
    if not entry["quantities"]:
        raise ValueError(f"{where}: 'quantities' is empty; a claim needs at least one measured number")
    quantities = {name: _quantity(where, name, q) for name, q in entry["quantities"].items()}
    verdict = entry["verdict"]
    _check_keys(f"{where}, 'verdict'", verdict, {"reproduced": dict}, {"in_trend": dict})
    conditions = {key: _conditions(where, key, verdict[key], quantities) for key in verdict}
    return Claim(
        id=claim_id,
        quantities=quantities,
        reproduced=conditions["reproduced"],
        in_trend=conditions.get("in_trend"),
        why=entry.get("why", ""),
        **{key: entry[key].strip() for key in ("chapter", "statement", "source", "published")},
    )


def _quantity(where: str, name: str, entry: Any) -> Quantity:
    where = f"{where}, quantity {name!r}"
    if not name.isidentifier() or name in ("stored", "claim_id"):
        raise ValueError(f"{where}: the name must be a Python identifier other than 'stored' and 'claim_id'")
    number = (int, float)
    optional = {"format": str, "expected": number, "tolerance": number, "at_most": number, "at_least": number}
    _check_keys(where, entry, {"label": str}, optional)
    given = [key for key in ("expected", "at_most", "at_least") if key in entry]
    if len(given) != 1:
        raise ValueError(f"{where}: give exactly one of 'expected', 'at_most', 'at_least', got {given or 'none'}")
    if ("expected" in entry) != ("tolerance" in entry):
        raise ValueError(f"{where}: 'expected' and 'tolerance' go together")
    style = entry.get("format")
    if "expected" in entry and style is None:
        raise ValueError(f"{where}: 'format' is missing; only a bound may be shown without its value")
    if style is not None and not re.fullmatch(r"\.\d+[efg]", style):
        raise ValueError(f"{where}: 'format' must look like '.3f', '.2e' or '.3g', got {style!r}")
    value = float(entry[given[0]])
    if not math.isfinite(value):
        raise ValueError(f"{where}: {given[0]!r} must be finite, got {value}")
    if "expected" in entry:
        tolerance = float(entry["tolerance"])
        if not 0 <= tolerance < math.inf:
            raise ValueError(f"{where}: 'tolerance' must be finite and not negative, got {tolerance}")
        slack = tolerance + 1e-9 * tolerance + 1e-12 * abs(value)  # the rounding of the subtraction itself
        bounds = (value - slack, value + slack, f"{value:g} ± {tolerance:g}")
    else:
        bounds = (-math.inf, value, f"≤ {value:g}") if "at_most" in entry else (value, math.inf, f"≥ {value:g}")
    return Quantity(name, entry["label"], style, *bounds)


def _conditions(where: str, key: str, entry: Mapping[str, Any], quantities: Mapping[str, Any]) -> dict[str, Condition]:
    if not entry or (unknown := set(entry) - set(quantities)):
        what = f"names unknown quantities {sorted(unknown)}" if entry else "is empty"
        raise ValueError(f"{where}: verdict.{key} {what}; the claim's quantities are {sorted(quantities)}")
    try:
        return {name: Condition.parse(str(text)) for name, text in entry.items()}
    except ValueError as error:
        raise ValueError(f"{where}: verdict.{key} {error}") from None


def _check_keys(where: str, entry: Any, required: Mapping[str, Any], optional: Mapping[str, Any]) -> None:
    if not isinstance(entry, dict):
        raise ValueError(f"{where}: must be a table, got {entry!r}")
    for key in required:
        if key not in entry or entry[key] == "":
            raise ValueError(f"{where}: key {key!r} is missing or empty")
    for key, value in entry.items():
        kind = required.get(key) or optional.get(key)
        if kind is None:
            raise ValueError(f"{where}: unknown key {key!r}; known are {sorted([*required, *optional])}")
        if not isinstance(value, kind) or isinstance(value, bool):
            raise ValueError(f"{where}: key {key!r} has the wrong type, {type(value).__name__}")


def evaluate(claim: Claim, measured: Mapping[str, float], stored: str | None = None) -> dict[str, Any]:
    """Compare measured values with what the claim expects.

    Parameters
    ----------
    claim : Claim
    measured : mapping of str to float
        One finite number for each of the claim's quantities.
    stored : str, optional
        The command that computed the values, where the cell only loads them.

    Returns
    -------
    dict
        The record: id, verdict, values (rounded), shown (their text) and stored.

    Raises
    ------
    ValueError
        If a quantity is missing, unknown or not finite; or if a claim that does not hold fails to say why.
    ClaimDrift
        If a value lies outside the expected range.
    """
    if set(measured) != set(claim.quantities):
        raise ValueError(f"claim {claim.id!r} measures {sorted(claim.quantities)}, got {sorted(measured)}")
    values, shown = {}, {}
    for name, quantity in claim.quantities.items():
        value = float(measured[name])
        if not math.isfinite(value):
            raise ValueError(f"claim {claim.id!r}: {name} must be finite, got {value}")
        rounded = value if quantity.format is None else quantity.recorded(value)
        if not quantity.low <= rounded <= quantity.high:
            raise ClaimDrift(
                f"claim {claim.id!r}: {name} = {value:.6g}, but claims.toml expects {quantity.expectation}; "
                "find out why it moved before changing the file"
            )
        values[name], shown[name] = quantity.recorded(value), quantity.shown(value)
    verdict = claim.verdict(values)
    if verdict == NOT_REPRODUCED and not claim.why:
        raise ValueError(f"claim {claim.id!r} is not reproduced with {shown}; add a key 'why' that says why")
    return {"id": claim.id, "verdict": verdict, "values": values, "shown": shown, "stored": stored}


class _Checked:
    """A checked claim as a notebook shows it."""

    def __init__(self, claim: Claim, record: dict[str, Any]) -> None:
        self.claim, self.record = claim, record

    def __repr__(self) -> str:
        measured = "; ".join(f"{q.label}: {self.record['shown'][name]}" for name, q in self.claim.quantities.items())
        return f"claim {self.claim.id}: {self.record['verdict']} | {measured} | published: {self.claim.published}"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/plain": repr(self), "text/html": self._html(), MIME: self.record}

    def _html(self) -> str:
        rows = [(q.label, self.record["shown"][name]) for name, q in self.claim.quantities.items()]
        rows.append(("published", f"{self.claim.published} ({self.claim.source})"))
        if self.record["verdict"] != REPRODUCED and self.claim.why:
            rows.append(("why", self.claim.why))
        if self.record["stored"]:
            rows.append(("stored", f"re-run with {self.record['stored']}"))
        items = "".join(f"<div><dt>{escape(key)}</dt><dd>{escape(value)}</dd></div>" for key, value in rows)
        return (
            f'<div class="wm-claim" id="claim-{self.claim.id}" style="border-left: 3px solid; padding: 0.2em 1em">'
            f"<p>{badge(self.record['verdict'])} {escape(self.claim.statement)}</p><dl>{items}</dl></div>"
        )


def badge(verdict: str) -> str:
    """Return a verdict as the HTML of its badge: a mark and the word, so that colour is not the only sign."""
    kind = verdict.split(" at ")[0].replace(" ", "-")
    return f'<strong class="wm-badge wm-{kind}">{_MARKS[verdict]} {verdict}</strong>'


def check(claim_id: str, *, stored: str | None = None, **measured: float) -> None:
    """Check a claim where it is made: show the measured values with the verdict, and leave a record for the ledger.

    Parameters
    ----------
    claim_id : str
        A claim of claims.toml.
    stored : str, optional
        The command that computed the values, where the cell loads a stored result.
    **measured : float
        One value for each of the claim's quantities.

    Raises
    ------
    ValueError
        For an unknown claim, a missing, unknown or non-finite quantity.
    ClaimDrift
        If a value has left the range that claims.toml expects.
    """
    known = load()
    if claim_id not in known:
        raise ValueError(f"unknown claim {claim_id!r}; claims.toml has {sorted(known) or 'none'}")
    claim = known[claim_id]
    display(_Checked(claim, evaluate(claim, measured, stored)))


class _Sentence:
    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/markdown": self.text, "text/plain": self.text}


def say(text: str) -> None:
    """Display a Markdown sentence, so that the numbers in the book's prose come from the cell that prints them.

    Parameters
    ----------
    text : str
        Markdown, mathematics between dollars included.
    """
    if not text.strip():
        raise ValueError("say needs a sentence, got an empty text")
    display(_Sentence(text))
