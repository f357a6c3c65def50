"""What several explorers ask of the arguments of their makers, over `wordmodes._validate`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wordmodes import _validate

LARGEST = 1e100
"""Beyond it, squares and their sums may overflow."""


def moderate(name: str, values: ArrayLike, shape: Sequence[int | str]) -> NDArray[np.float64]:
    """Finite numbers whose squares are finite too."""
    hint = f"its squares must not overflow, so keep within ±{LARGEST:g}"
    return _validate.array(name, values, shape, low=-LARGEST, high=LARGEST, hint=hint)


def vocabulary(name: str, words: Any, V: int, rows_of: str, least: int = 1) -> tuple[str, ...]:
    """One word for each of V rows, all different, and at least so many."""
    made = _validate.strings(name, words)
    if len(made) != V or len(set(made)) < V or least > V:
        raise ValueError(
            f"{name} must hold a different word for each of the {V} rows of {rows_of}, {least} or more; got {len(made)}"
            f" words, {len(set(made))} of them different"
        )
    return made


def tuples(name: str, values: Any, n: int, least: int = 1) -> tuple[tuple[str, ...], ...]:
    """A sequence of n strings each, such as pairs of words."""
    if isinstance(values, (str, bytes, Set, Mapping)) or not _validate.iterable(values):
        raise TypeError(f"{name} must be a sequence of {n} strings each")
    made = tuple(_validate.strings(f"{name}[{i}]", value) for i, value in enumerate(values))
    if len(made) < least or any(len(value) != n for value in made):
        raise ValueError(f"{name} must hold {least} or more times {n} strings, got lengths {[*map(len, made)]}")
    return made


def families(name: str, given: Any) -> dict[str, Any]:
    """Families of word pairs by name; None is none."""
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise TypeError(f"{name} must be a mapping from a family's name to its pairs, got a {type(given).__name__}")
    return {_validate.string(f"a name in {name}", key): pairs for key, pairs in given.items()}
