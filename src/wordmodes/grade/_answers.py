"""Answers as plain data: what leaves the process in which a student's code has run, and what enters it."""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

MOST_NUMBERS = 4_000_000
MOST_CHARACTERS = 100_000
DEEPEST = 5
NUMBERS = "biuf"


class Missing(NamedTuple):
    """No answer, and why: the name is not there, still `...`, of a kind that can't be graded, or its code failed."""

    why: str


def encode(value: Any, depth: int = 0) -> Any:
    """Turn an answer into what JSON can hold: numbers, strings, arrays, and lists and dictionaries of them."""
    if value is None or value is ...:
        return {"missing": "there is no answer yet"}
    if type(value) in (bool, int, float, str):
        return _plain(value)
    if isinstance(value, np.floating):  # the item of a long double is one again
        return _plain(float(value))
    if isinstance(value, np.generic) and not isinstance(value.item(), np.generic):
        return encode(value.item(), depth)
    if isinstance(value, np.ndarray):
        return _array(value)
    if depth < DEEPEST and type(value) in (list, tuple) and len(value) <= MOST_CHARACTERS:
        return [encode(one, depth + 1) for one in value]
    if depth < DEEPEST and type(value) in (set, frozenset) and len(value) <= MOST_CHARACTERS:
        return [encode(one, depth + 1) for one in sorted(value, key=repr)]
    if depth < DEEPEST and type(value) is dict and len(value) <= MOST_CHARACTERS:
        return {"pairs": [[encode(key, depth + 1), encode(one, depth + 1)] for key, one in value.items()]}
    return {"missing": f"an answer of type '{type(value).__name__}' can't be graded"}


def _plain(value: float | str) -> Any:
    if isinstance(value, str):
        return value if len(value) <= MOST_CHARACTERS else {"missing": "an answer must be shorter than 100 000 letters"}
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**53:
        value = float(value) if abs(value) < 2**1000 else math.inf
    return value if not isinstance(value, float) or math.isfinite(value) else {"number": str(value)}


def _array(value: np.ndarray[Any, Any]) -> Any:
    if value.dtype.kind not in NUMBERS:
        return encode(value.tolist()) if value.size <= MOST_CHARACTERS else {"missing": "that array is too large"}
    if value.size > MOST_NUMBERS:
        return {"missing": f"an array of {value.size} numbers is too large to be graded"}
    kind = "<f8" if value.dtype.kind == "f" or value.dtype == np.uint64 else "<i8"
    content = np.ascontiguousarray(value, dtype=kind).tobytes()
    return {"array": base64.b64encode(content).decode(), "shape": list(value.shape), "kind": kind}


def decode(value: Any) -> Any:
    """Turn `encode`'s result back into numbers, strings, arrays, lists and dictionaries."""
    try:
        return _decoded(value)
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError, MemoryError):
        return Missing("the answer can't be read")


def _decoded(value: Any) -> Any:
    if isinstance(value, list):
        return [_decoded(one) for one in value]
    if not isinstance(value, dict):
        return value
    if "array" in value:
        kind = "<i8" if value.get("kind") == "<i8" else "<f8"
        content = np.frombuffer(base64.b64decode(value["array"], validate=True), dtype=kind)
        return content.reshape([int(n) for n in value["shape"]]).copy()
    if "number" in value:
        return float(value["number"])
    if "pairs" in value:
        return {_decoded(key): _decoded(one) for key, one in value["pairs"]}
    return Missing(str(value["missing"])[:300])


def collect(namespace: Mapping[str, Any], ask: Mapping[str, Any]) -> Any:
    """Take one answer from a namespace: a value, or what a function gives for each of its inputs."""
    name = ask["name"]
    if name not in namespace:
        return {"missing": f"there is no {name}"}
    value = namespace[name]
    if ask.get("calls") is None:
        return _encoded(value)
    if not callable(value):
        return {"missing": f"{name} must be a function"}
    answers = []
    for arguments in ask["calls"]:
        try:
            answer = value(*[decode(one) for one in arguments])
        except SystemExit:
            answers.append({"missing": f"{name} ends the program: take out its exit()"})
        except Exception as error:
            answers.append({"missing": f"{name} raised {type(error).__name__}: {str(error)[:200]}"})
        else:
            answers.append({"missing": f"{name} returned nothing"} if answer is None else _encoded(answer))
    return answers


def _encoded(value: Any) -> Any:
    """`encode`, whatever an answer's own methods do."""
    try:
        return encode(value)
    except (Exception, SystemExit) as error:
        return {"missing": f"the answer can't be read ({type(error).__name__})"}
