"""What the chapters ask a reader to predict: a cell gives the answer and leaves a record that the site judges by."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import floor, isfinite, log10
from typing import Any

from IPython.display import display

from wordmodes import _validate

__all__ = ["MIME", "NAME", "OTHERWISE", "answer"]

MIME = "application/vnd.wordmodes.answer+json"
"""MIME type of the record that `answer` leaves in a notebook's stored output."""

NAME = re.compile(r"predict-(\d\d)-[\w-]+")
"""A question's name: its chapter's number, then a word or two."""

OTHERWISE = "*"
"""Stands for every mistake that has no sentence of its own."""

_SIDES = {"low": "Too low", "high": "Too high", OTHERWISE: "Otherwise"}

Value = float | str | Sequence[str] | Sequence[tuple[float, float]]


def answer(name: str, value: Value, tempting: Mapping[str, str], *, digits: int = 2) -> None:
    """Give the answer to a question of the chapter: show it, and leave a record for the site.

    Parameters
    ----------
    name : str
        The question's name, such as predict-05-wait.
    value : float, str, sequence of str, or sequence of pairs
        A number; how the right option begins; how the items begin, in their right order; or the points of a curve.
    tempting : mapping of str to str
        Why a wrong answer is tempting, a sentence a mistake. A mistake is 'low' or 'high' for a number or a curve, how
        the option or the misplaced item begins, or '*' for any other.
    digits : int
        Significant digits of the numbers recorded: those that another machine would find too.

    Raises
    ------
    TypeError, ValueError
        If the name is not a question's, a number is not finite, or nothing is said of any mistake.
    """
    if not NAME.fullmatch(_validate.string("name", name)):
        raise ValueError(f"name must be like 'predict-05-wait', got {name!r}")
    digits = _validate.integer("digits", digits, low=1)
    _validate.instance("tempting", tempting, Mapping, "{'high': 'Because …'}")
    if not tempting or not all(_validate.string(f"tempting[{key!r}]", said).strip() for key, said in tempting.items()):
        raise ValueError("tempting must say of at least one mistake why it is tempting, a sentence each")
    display(
        _Answer({"name": name, "value": _recorded(value, digits), "tempting": list(tempting)}, list(tempting.values()))
    )


def _recorded(value: Any, digits: int) -> float | str | list[Any]:
    """Return a value as the record holds it."""
    if isinstance(value, str):
        return value
    if not hasattr(value, "__len__"):
        return _rounded(value, digits)
    parts = list(value)
    if parts and all(isinstance(part, str) for part in parts):
        return parts
    if len(parts) < 3 or any(isinstance(part, str) or len(part) != 2 for part in parts):
        raise ValueError(f"value must be items in their order or three points or more of a curve, got {value!r}")
    return [[_rounded(x, 6), _rounded(y, digits)] for x, y in parts]


def _rounded(value: Any, digits: int) -> float:
    """Round to significant digits."""
    number = _validate.real("value", value)
    if not isfinite(number) or number == 0:
        return _validate.real("value", number) + 0.0
    return round(number, digits - 1 - floor(log10(abs(number)))) + 0.0


class _Answer:
    """An answer as a notebook shows it: the value, and of each mistake why it is tempting."""

    def __init__(self, record: dict[str, Any], sentences: list[str]) -> None:
        self.record, self.sentences = record, sentences

    def __repr__(self) -> str:
        value = self.record["value"]
        if not isinstance(value, list):
            return f"{value:g}" if isinstance(value, float) else value
        return "; ".join(part if isinstance(part, str) else f"{part[1]:g} at {part[0]:g}" for part in value)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        labels = (_SIDES.get(key, f"If you said ‘{key}’") for key in self.record["tempting"])
        said = "\n".join(f"- *{label}:* {text}" for label, text in zip(labels, self.sentences, strict=True))
        begun = " …" if isinstance(self.record["value"], str) else ""
        shown = f"Your prediction? The answer is **{self!r}{begun}**.\n\n{said}"
        return {"text/plain": f"{self.record['name']}: {self!r}", "text/markdown": shown, MIME: self.record}
