"""The block Lanczos method that keeps the whole space orthogonal; see `wordmodes.theory.modes.leading_modes`."""

from __future__ import annotations

import numpy as np
import scipy.linalg

from wordmodes.theory._checks import FloatArray

# So narrow a block needs the fewest operations in all, and is still wide enough for fast matrix products.
_BLOCK = 12


def block_lanczos(M: FloatArray, d: int, by: str, tol: float) -> tuple[FloatArray, FloatArray] | None:
    """Return the wanted pairs, or None when the space would grow past half of the matrix."""
    V = len(M)
    room = min(V // 2, max(400, 40 * d)) // _BLOCK * _BLOCK
    Q, MQ = np.empty((V, room), order="F"), np.empty((V, room), order="F")
    # A fixed start: the result is that of the matrix, whatever the start, so that a seed would only suggest otherwise.
    X = np.random.default_rng(0).standard_normal((V, _BLOCK))
    check_at = 6 * d
    for n in range(0, room, _BLOCK):
        for _ in range(2):
            X = X - Q[:, :n] @ (Q[:, :n].T @ X)
        Q[:, n : n + _BLOCK] = np.linalg.qr(X)[0]
        # M = Mᵀ; a product with few rows on the left is a quarter faster than one with few columns on the right.
        X = MQ[:, n : n + _BLOCK] = (Q[:, n : n + _BLOCK].T @ M).T
        m = n + _BLOCK
        if m >= check_at:
            values, U = leading(Q[:, :m].T @ MQ[:, :m], d, by)
            vectors = Q[:, :m] @ U
            if np.linalg.norm(MQ[:, :m] @ U - vectors * values, axis=0).max() <= tol * np.abs(values).max():
                return values, vectors
            check_at = m + 2 * d
    return None


def leading(M: FloatArray, d: int, by: str) -> tuple[FloatArray, FloatArray]:
    """The wanted pairs of a matrix solved whole."""
    values, vectors = scipy.linalg.eigh(M)
    order = np.argsort(-(values if by == "value" else np.abs(values)), kind="stable")[:d]
    return values[order], vectors[:, order]
