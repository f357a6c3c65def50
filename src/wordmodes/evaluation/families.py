"""Families of word pairs: what the differences b - a of *man, woman*, *king, queen*, … have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wordmodes.evaluation.word_pairs import (
    LABELS,
    Seed,
    drawn_pairs,
    family_pairs,
    mispaired,
    questions_about,
    stand_ins,
)

__all__ = [
    "LABELS", "Signal", "additive_residual", "bootstrap_share", "concept_cosines", "differences", "drawn_pairs",
    "family_pairs", "leading_shares", "marchenko_pastur_edge", "mispaired", "mode_energy", "questions_about",
    "signal_to_noise", "stand_ins",
]  # fmt: skip

FloatArray = NDArray[np.float64]


def differences(W: ArrayLike, pairs: ArrayLike) -> FloatArray:
    """Difference vectors b - a of pairs of rows, each row scaled to length 1 first, as 3CosAdd does.

    Parameters
    ----------
    W : array_like, shape (V, d)
    pairs : array_like of int, shape (..., n, 2)

    Returns
    -------
    ndarray, shape (..., n, d)

    Raises
    ------
    ValueError
        If a row in use is zero or not finite, or `pairs` does not end in an axis of length 2.
    """
    W, pairs = np.asarray(W, dtype=np.float64), np.asarray(pairs)
    if pairs.ndim < 2 or pairs.shape[-1] != 2:
        raise ValueError(f"pairs must have two columns, the rows of a and of b, got shape {pairs.shape}")
    ends = W[pairs]
    length = np.linalg.norm(ends, axis=-1, keepdims=True)
    if not (np.isfinite(length).all() and (length > 0).all()):
        raise ValueError("a word of some pair has a zero or non-finite vector; leave it out")
    ends = ends / length
    return ends[..., 1, :] - ends[..., 0, :]


def leading_shares(D: ArrayLike, k: int = 1) -> FloatArray:
    """Largest k eigenvalues of D Dᵀ as shares of their sum: how much of the differences lies along one direction.

    Parameters
    ----------
    D : array_like, shape (..., n, d)
        Difference vectors, not centred: a mean that is not zero is what one looks for.
    k : int

    Returns
    -------
    ndarray, shape (..., k)
        Descending; each between 0 and 1.

    Raises
    ------
    ValueError
        If k is not between 1 and n.
    """
    D = np.asarray(D, dtype=np.float64)
    if D.ndim < 2 or not 1 <= k <= D.shape[-2]:
        raise ValueError(f"k must be between 1 and the number of rows of D, got {k} for shape {D.shape}")
    gram = D @ np.swapaxes(D, -1, -2)
    values = np.linalg.eigvalsh(gram)[..., ::-1]
    return values[..., :k] / values.sum(axis=-1, keepdims=True)


def marchenko_pastur_edge(n: ArrayLike, d: ArrayLike) -> FloatArray:
    """Where pure noise would put the largest eigenvalue of D Dᵀ, as a share of their sum: (1/√n + 1/√d)².

    Exact for n × d independent entries of one variance, n and d large. Entries of difference vectors are neither, since
    columns differ in variance: compare with random pairs as well.

    Raises
    ------
    ValueError
        If n or d is not positive.

    References
    ----------
    Marchenko & Pastur (1967); Johnstone (2001) for the largest eigenvalue.
    """
    n, d = np.asarray(n, dtype=np.float64), np.asarray(d, dtype=np.float64)
    if not ((n > 0).all() and (d > 0).all()):
        raise ValueError("n and d must be positive numbers of rows and columns")
    return (1 / np.sqrt(n) + 1 / np.sqrt(d)) ** 2


class Signal(NamedTuple):
    """Squared lengths of what the differences of a family share, ‖μ‖², and of what they do not, E‖Δ - μ‖².

    The first is an unbiased estimate and may be negative.
    """

    shared: FloatArray
    noise: FloatArray

    @property
    def ratio(self) -> FloatArray:
        """Signal-to-noise ratio ‖μ‖² / E‖Δ - μ‖²."""
        return self.shared / self.noise


def signal_to_noise(D: ArrayLike, weights: ArrayLike | None = None) -> Signal:
    """Split the squared length of a family's differences into the common part and the rest.

    Two different pairs share nothing but μ, so the mean inner product of different differences estimates ‖μ‖². (The
    squared length of the mean difference does not: it is too long by the noise divided by n.)

    Parameters
    ----------
    D : array_like, shape (..., n, d)
    weights : array_like, shape (n_samples, n), optional
        How often a bootstrap drew each pair. A pair is never multiplied with its own copy.

    Returns
    -------
    Signal
        With one value for each leading index of D, or for each row of `weights`.

    Raises
    ------
    ValueError
        If there are fewer than two pairs.

    References
    ----------
    Hoeffding (1948): this is a U-statistic.
    """
    D = np.asarray(D, dtype=np.float64)
    if D.ndim < 2 or D.shape[-2] < 2:
        raise ValueError(f"D must hold at least two differences, got shape {D.shape}")
    gram = D @ np.swapaxes(D, -1, -2)
    own = np.diagonal(gram, axis1=-2, axis2=-1)
    w = np.ones((1, D.shape[-2])) if weights is None else np.asarray(weights, dtype=np.float64)
    both = np.einsum("si,...ij,sj->...s", w, gram, w) - np.einsum("...i,si->...s", own, w**2)
    shared = both / (w.sum(axis=1) ** 2 - (w**2).sum(axis=1))
    total = np.einsum("...i,si->...s", own, w) / w.sum(axis=1)
    return Signal(shared[..., 0], (total - shared)[..., 0]) if weights is None else Signal(shared, total - shared)


def bootstrap_share(D: ArrayLike, n_samples: int = 1000, seed: Seed = 0) -> FloatArray:
    """Leading share with the pairs drawn anew, shape (n_samples,); its standard deviation is the standard error.

    Its mean is too high, since a pair drawn twice agrees with itself.

    References
    ----------
    Efron & Tibshirani (1993), section 7.2: the bootstrap of an eigenvalue's share.
    """
    D = np.asarray(D, dtype=np.float64)
    root = np.sqrt(drawn_pairs(len(D), n_samples, seed))
    return leading_shares(root[:, :, None] * D)[:, 0]


def concept_cosines(families: Sequence[ArrayLike]) -> FloatArray:
    """Cosines between the mean differences of several families, shape (m, m).

    Raises
    ------
    ValueError
        If a mean difference is zero.
    """
    means = np.array([np.mean(D, axis=0) for D in families])
    length = np.linalg.norm(means, axis=1, keepdims=True)
    if not (length > 0).all():
        raise ValueError("a family's mean difference is zero, and has no direction")
    return (means / length) @ (means / length).T


def mode_energy(D: ArrayLike) -> FloatArray:
    """Share of each column, that is of each mode, in what the differences of a family have in common.

    Parameters
    ----------
    D : array_like, shape (n, d)
        Columns must be modes: differences of rows of E |λ|^½, not of a rotated embedding.

    Returns
    -------
    ndarray, shape (d,)
        Sums to 1. Unbiased before the division, as in `signal_to_noise`, so that a share can come out below 0.

    Raises
    ------
    ValueError
        If nothing is shared.
    """
    D = np.asarray(D, dtype=np.float64)
    energy = D.sum(axis=0) ** 2 - (D**2).sum(axis=0)
    if not energy.sum() > 0:
        raise ValueError("these differences have nothing in common, so there is nothing to divide among modes")
    return energy / energy.sum()


def additive_residual(block: ArrayLike, max_rank: int = 3) -> FloatArray:
    """What a block of a matrix keeps when rows, columns and r further terms are fitted: shares of its variance.

    The fit is m + a_i + b_j + a matrix of rank r, by least squares: both means are subtracted, then r singular values.

    Parameters
    ----------
    block : array_like, shape (n, m)
    max_rank : int

    Returns
    -------
    ndarray, shape (max_rank + 1,)
        Unexplained shares for r = 0, …, max_rank; 1 would be a block whose rows and columns all have one mean.

    Raises
    ------
    ValueError
        If all entries of the block are equal.

    References
    ----------
    Gollob (1968), the additive model with multiplicative terms.
    """
    X = np.asarray(block, dtype=np.float64)
    X = X - X.mean()
    if not np.abs(X).max() > 0:
        raise ValueError("all entries of the block are equal, so there is no variance to explain")
    rest = X - X.mean(axis=0) - X.mean(axis=1, keepdims=True)
    squares = np.linalg.svd(rest, compute_uv=False) ** 2
    left = squares.sum() - np.concatenate([[0.0], np.cumsum(squares)])
    return np.maximum(left[: max_rank + 1], 0.0) / (X**2).sum()
