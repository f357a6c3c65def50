"""The block Lanczos method that keeps the whole space orthogonal; see `wordmodes.theory.modes.leading_modes`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import scipy.linalg
from numpy.typing import NDArray

FloatArray = NDArray[np.floating]
Product = Callable[[FloatArray], FloatArray]

BLOCK = 16
"""So narrow a block needs few products in all, and fills a processor's vectors in each."""

_RESTARTS = 200
_PROBES = 4  # blocks that look for what the space has missed
_PROBED = 1e-6  # tolerances up to this one are for theory, and looked over


def block_lanczos(
    product: Product, V: int, d: int, by: str, tol: float, dtype: Any, room: int, block: int = BLOCK
) -> tuple[FloatArray, FloatArray] | None:
    """Return the wanted pairs, or None if many restarts don't bring them.

    `room` is the number of columns that the space may grow to. Then it starts anew from the Ritz vectors nearest to
    what is wanted, which keep all that was learnt about it (thick restart).
    """
    room = max(room, d + 4 * block)
    Q = np.empty((V, room + _PROBES * block), dtype=dtype, order="F")
    T = np.zeros((Q.shape[1], Q.shape[1]))
    # A fixed start: the result is that of the matrix, whatever the start, so that a seed would only suggest otherwise.
    rng = np.random.default_rng(0)
    X = rng.standard_normal((V, block)).astype(dtype)
    n, check_at, goal = 0, 4 * d, np.inf
    for _ in range(_RESTARTS):
        while n + block <= room:
            X = _grow(product, Q, T, n, X)
            n += block
            if n < check_at and n + block <= room:
                continue
            values, U = _wanted(T[:n, :n], d, by)
            before, goal = goal, _residuals(X, U).max() / (tol * np.abs(values).max())
            if goal <= 1:
                found = values, Q[:, :n] @ U.astype(dtype)
                if tol > _PROBED or _complete(
                    product, Q, T, n, rng.standard_normal((V, block)).astype(dtype), found, by
                ):
                    return found
                return block_lanczos(product, V, d, by, tol, dtype, room, 2 * block)
            # The space is looked at seldom, since that costs its cube; near the end as often as the last gain says.
            gain = np.log(before / goal) / max(d, block)
            check_at = n + int(np.clip(np.log(goal) / gain if gain > 0 else d, block, max(d, block)))
        values, U = _leading(T[:n, :n], by)
        residuals = _residuals(X, U)
        # Of the other end, what has converged is kept too: once dropped it would have to be found again.
        half = (room - block - d) // 2
        ready = d + np.flatnonzero((residuals[d:] <= tol * abs(values[0])) & (np.abs(values[d:]) > abs(values[d - 1])))
        keep = np.union1d(np.arange(d + half // 2), ready[-(half // 2) :])
        Q[:, : len(keep)] = Q[:, :n] @ U[:, keep].astype(dtype)
        n = len(keep)
        T[:n, :n] = np.diag(values[keep])
    return None


def leading(M: FloatArray, d: int, by: str) -> tuple[FloatArray, FloatArray]:
    """The wanted pairs of a matrix solved whole."""
    values, vectors = _leading(M, by)
    return values[:d], vectors[:, :d]


def _wanted(T: FloatArray, d: int, by: str) -> tuple[FloatArray, FloatArray]:
    """The wanted pairs of the space's own matrix; by value, only they are computed."""
    if by == "modulus":
        return leading(T, d, by)
    values, vectors = scipy.linalg.eigh(T, subset_by_index=[len(T) - d, len(T) - 1])
    return values[::-1], vectors[:, ::-1]


def _residuals(X: FloatArray, U: FloatArray) -> FloatArray:
    """‖M y - λ y‖ of the Ritz vectors Q U: since M Q = Q T + X Eᵀ, E the last block's columns, M need not be asked."""
    R = np.asarray(np.linalg.qr(X, mode="r"), dtype=np.float64)
    return np.linalg.norm(R @ U[-X.shape[1] :], axis=0)


def _leading(M: FloatArray, by: str) -> tuple[FloatArray, FloatArray]:
    values, vectors = scipy.linalg.eigh(M)
    order = np.argsort(-(values if by == "value" else np.abs(values)), kind="stable")
    return values[order], vectors[:, order]


def _grow(product: Product, Q: FloatArray, T: FloatArray, n: int, X: FloatArray) -> FloatArray:
    """Add a block to a space of n columns and to T = Qᵀ M Q; return what M makes of it beyond the space."""
    new = slice(n, n + X.shape[1])
    # X left the last step orthogonal to the space but for rounding; where little is left of it, that is not little.
    while True:
        X, R = np.linalg.qr(X - Q[:, :n] @ (Q[:, :n].T @ X))
        size = np.abs(np.diag(R))
        if size.min() > np.sqrt(np.finfo(X.dtype).eps) * size.max():
            break
    Q[:, new] = X
    X = product(X)
    T[: new.stop, new] = Q[:, : new.stop].T @ X
    T[new, : new.stop] = T[: new.stop, new].T
    return X - Q[:, : new.stop] @ T[: new.stop, new].astype(X.dtype)


def _complete(
    product: Product, Q: FloatArray, T: FloatArray, n: int, X: FloatArray, found: tuple[FloatArray, FloatArray], by: str
) -> bool:
    """Whether a fresh start beside the space finds nothing that belongs among the wanted pairs.

    Of an eigenvalue that is more often there than a block is wide, the rest is invisible from one start.
    """
    X = X - Q[:, :n] @ (Q[:, :n].T @ X)
    for _ in range(_PROBES):
        X = _grow(product, Q, T, n, X)
        n += X.shape[1]
    values = _leading(T[:n, :n], by)[0][: len(found[0])]
    return bool(np.abs(values - found[0]).max() <= _PROBED * np.abs(values).max())
