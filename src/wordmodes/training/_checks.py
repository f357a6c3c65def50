"""What the losses and the descents ask of a target and of a start, over `wordmodes._validate`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wordmodes import _validate
from wordmodes.text.vocabulary import Vocabulary
from wordmodes.theory.targets import WeightedTarget

FloatArray = NDArray[np.floating]
FloatType = type[np.float32] | type[np.float64]
LossName = Literal["quartic", "logistic"]

LOSSES: tuple[LossName, ...] = ("quartic", "logistic")


def checked(
    target: WeightedTarget,
    W: ArrayLike,
    C: ArrayLike | None,
    loss: LossName,
    dtype: FloatType = np.float64,
    narrow: bool = True,
) -> tuple[WeightedTarget, FloatArray, FloatArray | None]:
    """What the losses ask of their arguments; arrays of one float type come back."""
    _validate.choice("loss", loss, LOSSES)
    target = checked_target(target, dtype)
    W = checked_start("W", W, len(target.M), dtype, narrow)
    return target, W, None if C is None else moderate("C", C, W.shape, dtype, hint="the shape of W")


def checked_target(target: WeightedTarget, dtype: FloatType = np.float64) -> WeightedTarget:
    """A target of finite M and of weights g >= 0 that are not all 0."""
    _validate.instance("target", target, WeightedTarget, "weighted_target(P, psi_plus, psi_minus)")
    M = moderate("target.M", target.M, ("V", "V"), dtype)
    g = moderate("target.g", target.g, M.shape, dtype, low=0)
    if not g.any():
        raise ValueError("target.g is 0 everywhere, so that no pair counts; see weighted_target")
    return WeightedTarget(M, g)


def checked_symmetric(M: ArrayLike, dtype: FloatType = np.float64) -> FloatArray:
    """A symmetric matrix of moderate entries."""
    return moderate("M", _validate.symmetric("M", M, hint="use M* or PPMI rather than PMI"), ("V", "V"), dtype)


def checked_start(name: str, W: ArrayLike, V: int, dtype: FloatType = np.float64, narrow: bool = True) -> FloatArray:
    """A start of V rows and, if `narrow`, of no more columns."""
    made = moderate(name, W, (V, "d"), dtype, hint=f"one row for each of the V = {V} rows of M, or of the target")
    if narrow and made.shape[1] > V:
        raise ValueError(f"{name} must have d <= V = {V} columns, got {made.shape[1]}: no more modes than words")
    return made


def moderate(
    name: str,
    values: ArrayLike,
    shape: Sequence[int | str],
    dtype: FloatType = np.float64,
    low: float | None = None,
    hint: str = "",
) -> NDArray[Any]:
    """An array whose entries are so far from overflow that a weight times their fourth power, summed, is too."""
    bound = float(np.finfo(dtype).max) ** (1 / 6)
    low = -bound if low is None else low
    return _validate.array(name, values, shape, dtype=dtype, low=low, high=bound, hint=hint)


def checked_pair(
    V: int, W: ArrayLike, C: ArrayLike, names: tuple[str, str] = ("W", "C")
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Two matrices of V rows and one shape."""
    W = moderate(names[0], W, (V, "d"))
    return W, moderate(names[1], C, W.shape, hint=f"the shape of {names[0]}")


def encoded(documents: Iterable[Sequence[str]], vocabulary: Vocabulary) -> Iterator[NDArray[np.int64]]:
    """Rows of each document's words, -1 for those out of the vocabulary."""
    for n, document in enumerate(documents):
        try:
            yield vocabulary.encode(document).astype(np.int64)
        except TypeError as error:
            raise TypeError(f"documents[{n}]: {error}") from None
