"""Modes: the leading eigenpairs of an association matrix, and the embeddings that they give without training."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy.linalg
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]

# So narrow a block needs the fewest operations in all, and is still wide enough for fast matrix products.
_BLOCK = 12
_DENSE_BELOW = 800


@dataclass(frozen=True)
class Modes:
    """Eigenpairs of a symmetric matrix, in the order asked for.

    Attributes
    ----------
    eigenvalues : ndarray, shape (d,)
    eigenvectors : ndarray, shape (V, d)
        Orthonormal columns; in each the entry of largest modulus is positive (the first of them in a tie).
    residual : float
        Largest ‖M v - λ v‖ over the pairs, relative to the largest |λ| among them.
    """

    eigenvalues: FloatArray
    eigenvectors: FloatArray
    residual: float

    def __len__(self) -> int:
        return len(self.eigenvalues)

    def top(self, d: int) -> Modes:
        """Return the first `d` modes.

        Raises
        ------
        ValueError
            If there are fewer than `d`.
        """
        if not 1 <= d <= len(self):
            raise ValueError(f"d must be between 1 and the {len(self)} modes at hand, got {d}")
        return Modes(self.eigenvalues[:d], self.eigenvectors[:, :d], self.residual)

    def positive(self, d: int) -> Modes:
        """Return the first `d` modes with λ > 0: of modes ordered by modulus, those that lead by value.

        Raises
        ------
        ValueError
            If there are fewer than `d`.
        """
        keep = np.flatnonzero(self.eigenvalues > 0)
        if not 1 <= d <= len(keep):
            raise ValueError(f"d must be between 1 and the {len(keep)} positive modes at hand, got {d}; solve for more")
        return Modes(self.eigenvalues[keep[:d]], self.eigenvectors[:, keep[:d]], self.residual)


def leading_modes(M: ArrayLike, d: int, by: Literal["value", "modulus"] = "value", tol: float = 1e-10) -> Modes:
    """Leading eigenpairs of a dense symmetric matrix.

    A block Krylov space is grown, fully re-orthogonalised, until every wanted pair has converged. The few huge
    negative eigenvalues of M*, which slow a restarted solver down, are found in its first steps and cost nothing after.

    Parameters
    ----------
    M : array_like, shape (V, V)
        Symmetric and finite.
    d : int
        Number of pairs.
    by : {'value', 'modulus'}
        The largest eigenvalues (what one matrix W can learn) or those largest in modulus, signs kept (what two can).
    tol : float
        Residual at which to stop, relative to the largest |λ| returned.

    Returns
    -------
    Modes
        In descending order of λ or |λ|.

    Raises
    ------
    ValueError
        If `M` is not a finite symmetric matrix, d > V, or `by` is neither of the two.

    References
    ----------
    Golub & Underwood (1977), the block Lanczos method; Halko, Martinsson & Tropp (2011), section 4.5, the random start.
    """
    M = _symmetric(M)
    V = len(M)
    if by not in ("value", "modulus"):
        raise ValueError(f"by must be 'value' or 'modulus', got {by!r}")
    if not 1 <= d <= V:
        raise ValueError(f"d must be between 1 and V = {V}, got {d}")
    if V <= _DENSE_BELOW or 4 * d > V:
        return _finish(M, *_select(*scipy.linalg.eigh(M), d, by))
    values, vectors = _block_lanczos(M, d, by, tol) or _select(*scipy.linalg.eigh(M), d, by)
    return _finish(M, values, vectors)


def all_modes(M: ArrayLike) -> Modes:
    """Every eigenpair of a dense symmetric matrix, in descending order of λ.

    Raises
    ------
    ValueError
        If `M` is not a finite symmetric matrix.
    """
    M = _symmetric(M)
    return _finish(M, *_select(*scipy.linalg.eigh(M), len(M), "value"))


def embed(modes: Modes, power: float = 0.5) -> FloatArray:
    """Embeddings without training: W = E λ^power, one row a word.

    Parameters
    ----------
    modes : Modes
        With positive eigenvalues only.
    power : float
        ½ makes W Wᵀ the best rank-d approximation of the matrix among those that W Wᵀ can be.

    Returns
    -------
    ndarray, shape (V, d)

    Raises
    ------
    ValueError
        If an eigenvalue is not positive: W Wᵀ has no negative ones.

    References
    ----------
    Karkada et al. (2025); Eckart & Young (1936).
    """
    if not (modes.eigenvalues > 0).all():
        k = int(np.argmin(modes.eigenvalues > 0))
        raise ValueError(
            f"mode {k + 1} has eigenvalue {modes.eigenvalues[k]:.3g}, which W Wᵀ cannot have; "
            f"keep at most {k} modes, or use embed_signed"
        )
    return modes.eigenvectors * modes.eigenvalues**power


def embed_signed(modes: Modes, power: float = 0.5) -> tuple[FloatArray, FloatArray]:
    """Two matrices without training: W = E |λ|^power and C = W sign(λ), so that W Cᵀ keeps negative modes.

    Parameters
    ----------
    modes : Modes
        As from `leading_modes(M, d, by="modulus")`.

    Returns
    -------
    (ndarray, ndarray), each of shape (V, d)
        Words and contexts.
    """
    W = modes.eigenvectors * np.abs(modes.eigenvalues) ** power
    return W, W * np.sign(modes.eigenvalues)


def _block_lanczos(M: FloatArray, d: int, by: str, tol: float) -> tuple[FloatArray, FloatArray] | None:
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
            values, U = _select(*scipy.linalg.eigh(Q[:, :m].T @ MQ[:, :m]), d, by)
            vectors = Q[:, :m] @ U
            if np.linalg.norm(MQ[:, :m] @ U - vectors * values, axis=0).max() <= tol * np.abs(values).max():
                return values, vectors
            check_at = m + 2 * d
    return None


def _select(values: FloatArray, vectors: FloatArray, d: int, by: str) -> tuple[FloatArray, FloatArray]:
    order = np.argsort(-(values if by == "value" else np.abs(values)), kind="stable")[:d]
    return values[order], vectors[:, order]


def _finish(M: FloatArray, values: FloatArray, vectors: FloatArray) -> Modes:
    # Entries that tie in exact arithmetic differ by rounding: take the first within a hair of the largest, or the sign
    # would depend on the machine.
    size = np.abs(vectors)
    first = (size >= size.max(axis=0) * (1 - 1e-6)).argmax(axis=0)
    vectors = vectors * np.sign(vectors[first, np.arange(len(values))])
    residual = np.linalg.norm(M @ vectors - vectors * values, axis=0).max() / np.abs(values).max()
    return Modes(values, vectors, float(residual))


def _symmetric(M: ArrayLike) -> FloatArray:
    M = np.asarray(M, dtype=np.float64)
    if M.ndim != 2 or M.shape[0] != M.shape[1]:
        raise ValueError(f"M must be a square matrix, got shape {M.shape}")
    if not np.isfinite(M).all():
        i, j = np.argwhere(~np.isfinite(M))[0]
        raise ValueError(
            f"M[{i}, {j}] is {M[i, j]}; PMI is -inf for pairs never seen: use PPMI or M*, or choose a value for them"
        )
    if not scipy.linalg.issymmetric(M) and np.abs(M - M.T).max() > 1e-10 * np.abs(M).max():
        raise ValueError("M is not symmetric; eigenmodes need (M + M.T) / 2")
    return M
