"""What several modules of this folder ask of their arguments, beyond `wordmodes._validate`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array, issparse

from wordmodes import _validate

FloatArray = NDArray[np.float64]

_SYMMETRY = {"float32": 1e-4, "float64": 1e-11}  # of a row's absolute sum: more than rounding leaves

# Of eigenvalues, starts and times: squares, fourth powers and an eigenvalue over a squared start stay within float64.
LARGEST = 1e50
SMALLEST = 1e-125
LATEST = 1e200


def joint(name: str, P: ArrayLike | csr_array) -> Any:
    """A symmetric joint distribution of at least two words, each of which has a pair; dense or sparse, as it came."""
    hint = "counts without pairs (a total of 0) give nan; pass counts / counts.sum()"
    sparse = issparse(P)
    if sparse:
        checked = symmetric_sparse(name, P).astype(np.float64, copy=False)
        _validate.array(f"{name}.data", checked.data, low=0, high=1 + 1e-9, empty=True)
    else:
        checked = _validate.array(name, P, ("V", "V"), low=0, high=1 + 1e-9, hint=hint)
    if checked.shape[0] < 2:
        raise ValueError(f"{name} must be a square matrix over at least two words, got shape {checked.shape}")
    if abs(checked.sum() - 1) > 1e-9:
        raise ValueError(f"{name} sums to {checked.sum():.6g}, not 1; pass counts / counts.sum()")
    checked = checked if sparse else _validate.symmetric(name, checked)
    there = checked.sum(axis=1) > 0 if sparse else checked.any(axis=1)
    if not there.all():
        word = int(np.flatnonzero(~there)[0])
        raise ValueError(f"word {word} of {name} co-occurs with nothing; drop it from the vocabulary")
    return checked


def symmetric_sparse(name: str, given: Any) -> csr_array:
    """A sparse symmetric matrix of finite floats, each entry stored once."""
    if not issparse(given):
        raise TypeError(f"{name} must be a scipy sparse array, got a {type(given).__name__}")
    if given.dtype.kind not in "fiu":
        raise TypeError(f"{name} must hold real numbers, got type {given.dtype}")
    if given.ndim != 2 or given.shape[0] != given.shape[1] or not given.shape[0]:
        raise ValueError(f"{name} must have shape (V, V), got {given.shape}")
    made = csr_array(given)
    if made.dtype.name not in _SYMMETRY:
        made = made.astype(np.float64)
    if not made.has_canonical_format:
        made = made.copy()
        made.sum_duplicates()
    if not np.isfinite(made.data).all():
        raise ValueError(f"every value of {name} must be finite; choose a value for pairs that never met")
    if not is_symmetric(made):
        raise ValueError(f"{name} is not symmetric; count each pair both ways")
    return made


def is_symmetric(M: csr_array) -> bool:
    """Whether M x = Mᵀ x for a random x > 0, row by row and to rounding; no second matrix is made."""
    x = np.random.default_rng(0).uniform(0.5, 1.5, M.shape[0]).astype(M.dtype)
    size = csr_array((np.abs(M.data), M.indices, M.indptr), shape=M.shape) @ x
    return bool((np.abs(M @ x - M.T @ x) <= _SYMMETRY[M.dtype.name] * size).all())


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
