"""What several modules of this folder ask of their arguments, beyond `wordmodes._validate`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wordmodes import _validate

FloatArray = NDArray[np.float64]

# Of eigenvalues, starts and times: squares, fourth powers and an eigenvalue over a squared start stay within float64.
LARGEST = 1e50
SMALLEST = 1e-125
LATEST = 1e200


def joint(name: str, P: ArrayLike) -> FloatArray:
    """A symmetric joint distribution of at least two words, each of which has a pair."""
    hint = "counts without pairs (a total of 0) give nan; pass counts / counts.sum()"
    checked = _validate.array(name, P, ("V", "V"), low=0, high=1 + 1e-9, hint=hint)
    if len(checked) < 2:
        raise ValueError(f"{name} must be a square matrix over at least two words, got shape {checked.shape}")
    if abs(checked.sum() - 1) > 1e-9:
        raise ValueError(f"{name} sums to {checked.sum():.6g}, not 1; pass counts / counts.sum()")
    checked = _validate.symmetric(name, checked)
    if not checked.any(axis=1).all():
        word = int(np.flatnonzero(~checked.any(axis=1))[0])
        raise ValueError(f"word {word} of {name} co-occurs with nothing; drop it from the vocabulary")
    return checked


def orthonormal(name: str, E: ArrayLike) -> FloatArray:
    """Orthonormal columns."""
    hint = "its columns must be orthonormal, such as the eigenvectors of a Modes"
    checked = _validate.array(name, E, ("V", "d"), low=-1.001, high=1.001, hint=hint)
    if checked.shape[1] > len(checked) or not np.allclose(checked.T @ checked, np.eye(checked.shape[1]), atol=1e-8):
        raise ValueError(f"the columns of {name} must be orthonormal, such as the eigenvectors of a Modes")
    return checked


def documents(given: Iterable[Sequence[str]]) -> list[Sequence[str]]:
    """Documents that are taken apart whole, so that no counting looks at their tokens first."""
    checked = list(_validate.documents("documents", given, twice=True))
    for n, document in enumerate(checked):
        if not all(isinstance(token, str) for token in document):
            raise TypeError(f"documents[{n}] holds something other than strings; tokenise it: tokenize_all(texts)")
    return checked


def ranks(values: Iterable[int], most: int) -> tuple[int, ...]:
    """Sizes of leading subspaces, from 1 to `most`."""
    given = values if isinstance(values, np.ndarray) or not isinstance(values, Iterable) else list(values)
    return tuple(_validate.integers("ranks", given, ("n",), low=1, high=most).tolist())


def starts(start: ArrayLike, name: str = "start") -> FloatArray:
    """Singular values at t = 0."""
    s = _validate.array(name, start, low=0, high=LARGEST, hint="a start is a singular value")
    if ((s > 0) & (s < SMALLEST)).any():
        raise ValueError(f"{name} must be 0 or at least {SMALLEST}; its square must not vanish")
    return s


def eigenvalues(values: ArrayLike, shape: tuple[str] | None = None) -> FloatArray:
    """Eigenvalues that can be squared."""
    return _validate.array("eigenvalues" if shape else "eigenvalue", values, shape, low=-LARGEST, high=LARGEST)


def times(values: ArrayLike) -> FloatArray:
    """Times t >= 0, one or many."""
    return _validate.array("times", values, low=0, high=LATEST)


def projections(values: ArrayLike) -> FloatArray:
    """A₀ = Eᵀ W(0): a row per mode, and at most as many columns."""
    A = _validate.array("projections", values, ("V", "d"), low=-LARGEST, high=LARGEST)
    if A.shape[0] < A.shape[1]:
        raise ValueError(f"projections must have a row per mode and at most as many columns, got shape {A.shape}")
    return A
