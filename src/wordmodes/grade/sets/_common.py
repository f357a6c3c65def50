"""What several problem sets share: predictions, findings, and numbers drawn for a student."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wordmodes.grade.judging import Checks, Wrong, array
from wordmodes.text.planted import PlantedLanguage

FEWEST_WORDS = 30


@dataclass(frozen=True, eq=False)
class Own:
    """What sets 1 to 5 hand out: a language without the numbers that it was drawn from."""

    set_name: str
    _language: PlantedLanguage

    @property
    def words(self) -> tuple[str, ...]:
        """The words, in the order of the rows."""
        return self._language.words

    @property
    def P(self) -> NDArray[np.float64]:
        """The exact P."""
        return self._language.P

    @property
    def attributes(self) -> NDArray[np.int8]:
        """The signs of each word."""
        return self._language.attributes

    def flip(self, row: int, attribute: int) -> int:
        """Row of the word that differs in one sign."""
        return int(self._language.flip(row, attribute))


def prediction(name: str, value: Any, low: float, high: float) -> float:
    """A number that was guessed before the experiment; any guess that makes sense is a good one."""
    number = float(array(name, value, ()))
    if not low <= number <= high:
        raise Wrong(f"{name} is {number:g}; a guess lies between {low:g} and {high:g}")
    return number


def choice(name: str, value: Any, options: tuple[str, ...]) -> str:
    """A guess by name."""
    if value not in options:
        raise Wrong(f"{name} must be one of {', '.join(options)}")
    return str(value)


def experiment(checks: Checks, part: str, **asked: tuple[float, float] | tuple[str, ...]) -> None:
    """Add what every experiment asks: predictions by name, each from a range or by name, and a finding in words."""

    @checks.add(part, 2, "a prediction" if len(asked) == 1 else "predictions", *asked)
    def _predictions(data: Any, **made: Any) -> None:
        for name, allowed in asked.items():
            if isinstance(allowed[0], str):
                choice(name, made[name], allowed)
            else:
                prediction(name, made[name], *allowed)

    @checks.add(part, 2, "a finding in words", "finding")
    def _finding(data: Any, finding: Any) -> None:
        said("finding", finding)


def said(name: str, value: Any) -> None:
    """A few sentences that name a number; a person reads what they say."""
    if not isinstance(value, str):
        raise Wrong(f"{name} must be a text")
    words = re.findall(r"\w+", value)
    if len(set(map(str.lower, words))) < FEWEST_WORDS * 2 // 3 or len(words) < FEWEST_WORDS:
        raise Wrong(f"{name} has {len(words)} words; write at least {FEWEST_WORDS}")
    if not re.search(r"\d", value):
        raise Wrong(f"{name} names no number: say what you measured")
