"""What the files of claims may hold (ledger/README.md explains their keys): dataclasses, read and validated."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

IDENTITY, REPRODUCED, OURS, IN_TREND = "identity", "reproduced", "ours", "in trend"
FAILS, TOO_SMALL = "does not hold", "not reproduced at this scale"
VERDICTS = (IDENTITY, REPRODUCED, OURS, IN_TREND, FAILS, TOO_SMALL)
KINDS = (IDENTITY, REPRODUCED, OURS)
"""What a claim can be at best: true by algebra, a published figure met, or our own finding."""

TEXTS = ("published", "planted", "gazette", "wikipedia")
SENTENCES = ("replicated", "scaling", "why")
SETTING = ("tokens", "V", "window", "d", "k", "t", "σ", "tied")

SPREADS, UNITS = 6, 1.5
"""How far a tolerance may reach: in standard deviations where a spread is measured, else in units of the last digit."""


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
            low, high = float(match[1]), float(match[2])
            if low <= high:
                return cls(low, high)
        raise ValueError(f'must read ">= x", "<= x" or "x to y" with x <= y, got {text!r}')

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

    @property
    def bound(self) -> bool:
        """Whether one end is open."""
        return math.isinf(self.low) or math.isinf(self.high)

    def recorded(self, value: float) -> float:
        """Return the value as it is shown: rounded, or the bound that it satisfies when only the bound is shown."""
        if self.format is not None:
            return float(format(value, self.format)) + 0.0  # -0.0, whose sign depends on the machine, becomes 0.0
        return self.high if math.isfinite(self.high) else self.low

    def shown(self, value: float) -> str:
        """Return the text that stands for the value in every output."""
        return format(self.recorded(value), self.format) if self.format is not None else self.expectation


@dataclass(frozen=True)
class Claim:
    """A claim of the book, as written in its chapter's file."""

    id: str
    chapter: str
    statement: str
    source: str
    published: str
    quantities: Mapping[str, Quantity]
    kind: str
    holds: Mapping[str, Condition]
    in_trend: Mapping[str, Condition] | None
    otherwise: str
    why: str
    replicated: str
    scaling: str
    setting: Mapping[str, Mapping[str, str]]
    short: Mapping[str, str]

    @property
    def levels(self) -> Mapping[str, Mapping[str, Condition]]:
        """The verdicts that have conditions, best first."""
        return {self.kind: self.holds} | ({} if self.in_trend is None else {IN_TREND: self.in_trend})

    def verdict(self, values: Mapping[str, float]) -> str:
        """Return what our values make of the claim."""
        for verdict, conditions in self.levels.items():
            if all(condition.holds(values[name]) for name, condition in conditions.items()):
                return verdict
        return self.otherwise

    def on_bar(self, values: Mapping[str, float]) -> list[str]:
        """Return the quantities whose shown value stands exactly where a verdict begins or ends."""
        shown = {name for name, quantity in self.quantities.items() if quantity.format is not None}
        ends = [(name, c) for level in self.levels.values() for name, c in level.items()]
        return sorted({name for name, c in ends if name in shown and values[name] in (c.low, c.high)})

    def cell(self, text: str, shown: Mapping[str, str]) -> str:
        """Return what the ledger's table says of one text."""
        return self.short[text].format_map(shown) if text in self.short else ""

    def sentences(self, shown: Mapping[str, str]) -> Mapping[str, str]:
        """Return what the claim says beside its numbers, with the quantities that it names as they are shown."""
        return {key: said.format_map(shown) for key in SENTENCES if (said := getattr(self, key))}

    def settings(self) -> Mapping[str, str]:
        """Return the conditions of the published figure and of ours, each in a line."""
        return {
            f"{side} at": ", ".join(f"{key} {said}" for key, said in values.items())
            for side, values in self.setting.items()
        }


@lru_cache
def read_claims(folder: Path) -> Mapping[str, Claim]:
    """Read a folder with one file a chapter; anything malformed raises ValueError naming the claim and the key."""
    claims: dict[str, Claim] = {}
    if not (files := sorted(folder.glob("*.toml"))):
        raise ValueError(f"{folder} has no file of claims, such as 02.toml")
    for path in files:
        if not re.fullmatch(r"\d\d", path.stem):
            raise ValueError(f"{path.name}: a file of claims is named for its chapter, such as 02.toml")
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise ValueError(f"{path.name} is not valid TOML: {error}") from error
        for claim_id, entry in table.items():
            if claim_id in claims:
                raise ValueError(f"claim {claim_id!r} stands in {claims[claim_id].chapter}.toml and in {path.name}")
            claims[claim_id] = _claim(claim_id, path.stem, entry)
    return claims


def _claim(claim_id: str, chapter: str, entry: Any) -> Claim:
    where = f"claim {claim_id!r}"
    required = {"statement": str, "source": str, "published": str, "quantities": dict, "verdict": dict, "table": dict}
    _check_keys(where, entry, required, dict.fromkeys(SENTENCES, str) | {"setting": dict})
    if not entry["quantities"]:
        raise ValueError(f"{where}: 'quantities' is empty; a claim needs at least one measured number")
    quantities = {name: _quantity(where, name, q) for name, q in entry["quantities"].items()}
    kind, holds, in_trend, otherwise = _verdict(where, entry["verdict"], quantities)
    if kind == OURS and not entry.get("replicated"):
        raise ValueError(f"{where}: a finding of ours needs 'replicated': with which other seeds, on which other text")
    if otherwise == TOO_SMALL and not entry.get("scaling"):
        raise ValueError(f"{where}: {TOO_SMALL!r} needs 'scaling': where it is seen that more text helps")
    _check_keys(f"{where}, 'table'", entry["table"], {"published": str}, dict.fromkeys(TEXTS, str))
    written = {f"table.{text}": said for text, said in entry["table"].items()}
    for key, said in (written | {key: entry[key] for key in SENTENCES if key in entry}).items():
        try:
            said.format_map(dict.fromkeys(quantities, ""))
        except (KeyError, ValueError, IndexError) as error:
            raise ValueError(f"{where}: {key} names {error}; quantities are {sorted(quantities)}") from None
    setting = entry.get("setting", {})
    _check_keys(f"{where}, 'setting'", setting, {}, {"published": dict, "ours": dict})
    for side, values in setting.items():
        _check_keys(f"{where}, setting.{side}", values, {}, dict.fromkeys(SETTING, str))
    return Claim(
        id=claim_id,
        chapter=chapter,
        quantities=quantities,
        kind=kind,
        holds=holds,
        in_trend=in_trend,
        otherwise=otherwise,
        setting=setting,
        short=entry["table"],
        **{key: entry.get(key, "").strip() for key in ("statement", "source", "published", *SENTENCES)},
    )


def _verdict(
    where: str, entry: Mapping[str, Any], quantities: Mapping[str, Quantity]
) -> tuple[str, dict[str, Condition], dict[str, Condition] | None, str]:
    kinds = dict.fromkeys(KINDS, dict)
    _check_keys(f"{where}, 'verdict'", entry, {}, kinds | {"in_trend": dict, "otherwise": str})
    if len(given := [kind for kind in KINDS if kind in entry]) != 1:
        raise ValueError(f"{where}: 'verdict' must have exactly one of {list(KINDS)}, got {given or 'none'}")
    otherwise = entry.get("otherwise", FAILS)
    if otherwise not in (FAILS, TOO_SMALL):
        raise ValueError(f"{where}: verdict.otherwise must be {FAILS!r} or {TOO_SMALL!r}, got {otherwise!r}")
    levels = {key: _conditions(where, key, entry[key], quantities) for key in entry if key != "otherwise"}
    for key, level in levels.items() if given[0] != IDENTITY else ():
        for name, condition in level.items():
            guard = quantities[name]
            if guard.bound and (condition.low, condition.high) == (guard.low, guard.high):
                raise ValueError(
                    f"{where}: verdict.{key} begins for {name!r} where the check already raises ({guard.expectation}), "
                    "so that it cannot fail"
                )
    return given[0], levels[given[0]], levels.get("in_trend"), otherwise


def _quantity(where: str, name: str, entry: Any) -> Quantity:
    where = f"{where}, quantity {name!r}"
    if not name.isidentifier() or name in ("stored", "claim_id"):
        raise ValueError(f"{where}: the name must be a Python identifier other than 'stored' and 'claim_id'")
    number = (int, float)
    optional = {"format": str, "expected": number, "tolerance": number, "spread": number}
    optional |= {"at_most": number, "at_least": number}
    _check_keys(where, entry, {"label": str}, optional)
    given = [key for key in ("expected", "at_most", "at_least") if key in entry]
    if len(given) != 1:
        raise ValueError(f"{where}: give exactly one of 'expected', 'at_most', 'at_least', got {given or 'none'}")
    if ("expected" in entry) != ("tolerance" in entry):
        raise ValueError(f"{where}: 'expected' and 'tolerance' go together")
    if "spread" in entry and "tolerance" not in entry:
        raise ValueError(f"{where}: 'spread' goes with 'tolerance'; a bound has neither")
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
        if tolerance > (most := _most(where, entry, style)) * (1 + 1e-9):
            raise ValueError(
                f"{where}: 'tolerance' may be at most {most:.2g}, got {tolerance:g}; a value that moves from seed to "
                f"seed may drift by {SPREADS} times its 'spread', any other by {UNITS} units of its last digit"
            )
        slack = tolerance + 1e-9 * tolerance + 1e-12 * abs(value)  # the rounding of the subtraction itself
        bounds = (value - slack, value + slack, f"{value:g} ± {tolerance:g}")
    else:
        bounds = (-math.inf, value, f"≤ {value:g}") if "at_most" in entry else (value, math.inf, f"≥ {value:g}")
    return Quantity(name, entry["label"], style, *bounds)


def _most(where: str, entry: Mapping[str, Any], style: str) -> float:
    """Return the largest tolerance that still tells drift from chance or rounding."""
    if "spread" in entry:
        if not 0 < (spread := float(entry["spread"])) < math.inf:
            raise ValueError(f"{where}: 'spread' must be finite and above 0, got {spread}")
        return SPREADS * spread
    digits = Decimal(format(float(entry["expected"]), f"#{style}"))
    return UNITS * 10.0 ** int(digits.as_tuple().exponent)


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
