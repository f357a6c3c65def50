"""Whatever a symmetric matrix may come as: an array, a sparse array, an operator that only multiplies."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import issparse
from scipy.sparse.linalg import LinearOperator

from wordmodes import _validate
from wordmodes.theory.association import Association

FloatArray = NDArray[np.floating]

_LARGEST = 1e100  # entries whose products and squares stay within float64
_HINT = "PMI is -inf for pairs never seen: use PPMI or M*, or choose a value for them"


def symmetric(M: Any) -> Any:
    """A symmetric matrix in float32 or float64, as an array or an operator."""
    if issparse(M):
        return Association(M)
    if isinstance(M, LinearOperator):
        return M if isinstance(M, Association) else _probed(M)
    kind = np.float32 if getattr(M, "dtype", None) == np.float32 else np.float64
    checked = _validate.array("M", M, ("V", "V"), low=-_LARGEST, high=_LARGEST, hint=_HINT)
    return _validate.symmetric("M", checked).astype(kind, copy=False)


def array(M: Any) -> FloatArray:
    """The matrix written out."""
    return M if isinstance(M, np.ndarray) else M @ np.eye(M.shape[0], dtype=M.dtype)


def filled(M: Any) -> Any:
    """An operator that stores a third of its entries or more, written out where there is room; else M as it is."""
    # BLAS multiplies it in a third of the time; beside what is stored it takes at most twice as much (float64).
    if isinstance(M, Association) and 3 * M.sparse.nnz >= M.shape[0] ** 2:
        with suppress(MemoryError):  # as in a browser, which gives a page a few GB
            return M.toarray()
    return M


def product(M: Any) -> Callable[[FloatArray], FloatArray]:
    """What multiplies a block of columns by M."""
    # M = Mᵀ; a product with few rows on the left is a quarter faster than one with few columns on the right.
    return (lambda X: (X.T @ M).T) if isinstance(M, np.ndarray) else (lambda X: M @ np.ascontiguousarray(X))


def signed(vectors: NDArray[Any]) -> NDArray[Any]:
    """Eigenvectors with the sign that makes the entry of largest modulus positive."""
    # Entries that tie in exact arithmetic differ by rounding: take the first within a hair of the largest, or the sign
    # would depend on the machine.
    size = np.abs(vectors)
    first = (size >= size.max(axis=0) * (1 - 1e-6)).argmax(axis=0)
    return vectors * np.sign(vectors[first, np.arange(vectors.shape[1])])


def _probed(M: LinearOperator) -> LinearOperator:
    """An operator of somebody else's, once two random vectors have seen no asymmetry."""
    if M.dtype not in (np.float32, np.float64) or len(M.shape) != 2 or M.shape[0] != M.shape[1] or not M.shape[0]:
        raise ValueError(f"M must be a real operator of shape (V, V), got {M.shape} of {M.dtype}")
    x, y = np.random.default_rng(0).standard_normal((2, M.shape[0])).astype(M.dtype)
    Mx, My = M @ x, M @ y
    size = np.linalg.norm(x) * np.linalg.norm(My) + np.linalg.norm(y) * np.linalg.norm(Mx)
    if not np.isfinite(size):
        raise ValueError(f"a product with M is not finite; {_HINT}")
    if abs(x @ My - y @ Mx) > 1e3 * np.finfo(M.dtype).eps * size:
        raise ValueError("M is not symmetric: x·My and y·Mx differ for random x and y")
    return M
