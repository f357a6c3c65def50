"""Families of word pairs: what the differences b - a of *man, woman*, *king, queen*, … have in common."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wordmodes import _validate
from wordmodes._validate import Seed
from wordmodes.evaluation._checks import differences_of, moderate
from wordmodes.evaluation.directions import concept_cosines, mode_energy, unbiased_cosines
from wordmodes.evaluation.word_pairs import (
    LABELS,
    drawn_pairs,
    family_pairs,
    mispaired,
    questions_about,
    stand_ins,
)

__all__ = [
    "LABELS", "Parts", "bootstrap_share", "concept_cosines", "differences", "drawn_pairs",
    "family_pairs", "leading_shares", "marchenko_pastur_edge", "mispaired", "mode_energy", "questions_about",
    "shared_part", "spike_snr", "stand_ins", "unbiased_cosines",
]  # fmt: skip

FloatArray = NDArray[np.float64]


def differences(W: ArrayLike, pairs: ArrayLike, scaled: bool = True) -> FloatArray:
    """Difference vectors b - a of pairs of rows.

    Parameters
    ----------
    W : array_like, shape (V, d)
    pairs : array_like of int, shape (..., n, 2)
    scaled : bool
        Whether each row is scaled to length 1 first, as 3CosAdd does.

    Returns
    -------
    ndarray, shape (..., n, d)

    Raises
    ------
    TypeError, ValueError
        If a row to be scaled is zero, a value is not finite, a pair names a row that is not from 0 to V - 1, or
        `pairs` does not end in an axis of length 2.

    Examples
    --------
    >>> differences([[2.0, 0.0], [0.0, 3.0]], [[0, 1]]).tolist()
    [[-1.0, 1.0]]
    """
    W = moderate("W", W, ("V", "d"))
    hint = "they are rows of W, and encode() marks a word that it doesn't know by -1"
    pairs = _validate.integers("pairs", pairs, low=0, high=len(W) - 1, hint=hint)
    if pairs.ndim < 2 or pairs.shape[-1] != 2:
        raise ValueError(f"pairs must have two columns, the rows of a and of b, got shape {pairs.shape}")
    ends = W[pairs]
    if not _validate.truth("scaled", scaled):
        return ends[..., 1, :] - ends[..., 0, :]
    length = np.linalg.norm(ends, axis=-1, keepdims=True)
    if not (length > 0).all():
        raise ValueError(f"row {pairs[length[..., 0] == 0][0]} of W, which pairs names, is zero; leave that word out")
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
    TypeError, ValueError
        If k is not between 1 and n, a value is not finite, or all differences of a family are zero.

    References
    ----------
    Jolliffe (2002), section 6.1: the share of variance of a component, here without centring.

    Examples
    --------
    >>> leading_shares([[3.0, 0.0], [0.0, 1.0]], k=2).round(6).tolist()
    [0.9, 0.1]
    """
    D = differences_of(D)
    k = _validate.integer("k", k, 1, D.shape[-2], hint="no more than the rows of D")
    if not D.any(axis=(-2, -1)).all():
        raise ValueError("D is zero throughout, and has no direction")
    gram = D @ np.swapaxes(D, -1, -2)
    values = np.linalg.eigvalsh(gram)[..., ::-1]
    return values[..., :k] / values.sum(axis=-1, keepdims=True)


def marchenko_pastur_edge(n: ArrayLike, d: ArrayLike) -> FloatArray:
    """Where pure noise would put the largest eigenvalue of D Dᵀ, as a share of their sum: (1/√n + 1/√d)².

    Exact for n × d independent entries of one variance, n and d large. Entries of difference vectors are neither, since
    columns differ in variance: compare with random pairs as well.

    Parameters
    ----------
    n, d : array_like
        Numbers of rows and of columns, of one shape or a scalar beside an array.

    Returns
    -------
    ndarray
        Of the shape of n and d.

    Raises
    ------
    TypeError, ValueError
        If n or d is below 1, or their shapes do not fit.

    References
    ----------
    Marchenko & Pastur (1967); Johnstone (2001) for the largest eigenvalue.

    Examples
    --------
    >>> round(float(marchenko_pastur_edge(25, 100)), 6)
    0.09
    """
    n, d = (_validate.array(name, value, low=1) for name, value in (("n", n), ("d", d)))
    if n.ndim and d.ndim and n.shape != d.shape:
        raise ValueError(f"n and d must have one shape, or one be a number; got {n.shape} and {d.shape}")
    return (1 / np.sqrt(n) + 1 / np.sqrt(d)) ** 2


def spike_snr(D: ArrayLike) -> FloatArray:
    """Signal-to-noise ratio of a spike as published: λ_max(G) rank(G) / Tr G with G = D Dᵀ.

    The largest eigenvalue over the mean of those that are not zero. It is 1 at least, and the rank at most.

    Parameters
    ----------
    D : array_like, shape (..., n, d)
        Difference vectors; as published, of rows that were not scaled to one length, and not centred.

    Returns
    -------
    ndarray, shape (...)

    Raises
    ------
    TypeError, ValueError
        If a value is not finite, or all differences of a family are zero.

    References
    ----------
    Karkada et al. (2025), section 4.

    Examples
    --------
    >>> float(spike_snr([[3.0, 0.0], [0.0, 1.0]]).round(6))
    1.8
    """
    D = differences_of(D)
    return leading_shares(D)[..., 0] * np.linalg.matrix_rank(D)


class Parts(NamedTuple):
    """Squared lengths of what the differences of a family share, ‖μ‖², and of what is each pair's own, E‖Δ - μ‖².

    The first is an unbiased estimate and may be negative.

    Attributes
    ----------
    shared, own : ndarray

    Examples
    --------
    >>> Parts(np.array(0.5), np.array(2.0)).share
    np.float64(0.2)
    """

    shared: FloatArray
    own: FloatArray

    @property
    def share(self) -> FloatArray:
        """The shared part of the whole, ‖μ‖² / E‖Δ‖²."""
        return self.shared / (self.shared + self.own)


def shared_part(D: ArrayLike, weights: ArrayLike | None = None) -> Parts:
    """Split the squared length of a family's differences into the common part and the rest.

    Two different pairs share nothing but μ, so the mean inner product of different differences estimates ‖μ‖². (The
    squared length of the mean difference does not: it is too long by the rest divided by n.)

    Parameters
    ----------
    D : array_like, shape (..., n, d)
        n >= 2.
    weights : array_like, shape (n_samples, n), optional
        How often a bootstrap drew each pair: whole numbers, at least two of them not 0. A pair is never multiplied
        with its own copy.

    Returns
    -------
    Parts
        With one value for each leading index of D, or for each row of `weights`.

    Raises
    ------
    TypeError, ValueError
        If there are fewer than two pairs, or a value is not finite.

    References
    ----------
    Hoeffding (1948): this is a U-statistic.

    Examples
    --------
    >>> shared_part([[1.0, 1.0], [1.0, -1.0]])
    Parts(shared=array(0.), own=array(2.))
    """
    D = differences_of(D)
    if D.shape[-2] < 2:
        raise ValueError(f"D must hold at least two differences, got shape {D.shape}")
    if weights is not None:
        weights = _validate.integers(
            "weights",
            weights,
            ("n_samples", D.shape[-2]),
            low=0,
            high=10**9,
            hint="one column for each difference in D",
        )
        if ((weights > 0).sum(axis=1) < 2).any():
            raise ValueError("each row of weights must draw two different pairs or more; see drawn_pairs")
    gram = D @ np.swapaxes(D, -1, -2)
    own = np.diagonal(gram, axis1=-2, axis2=-1)
    w = np.ones((1, D.shape[-2])) if weights is None else weights.astype(np.float64)
    both = np.einsum("si,...ij,sj->...s", w, gram, w) - np.einsum("...i,si->...s", own, w**2)
    shared = both / (w.sum(axis=1) ** 2 - (w**2).sum(axis=1))
    total = np.einsum("...i,si->...s", own, w) / w.sum(axis=1)
    return Parts(shared[..., 0], (total - shared)[..., 0]) if weights is None else Parts(shared, total - shared)


def bootstrap_share(D: ArrayLike, n_samples: int = 1000, seed: Seed = 0) -> FloatArray:
    """Leading share with the pairs drawn anew; its standard deviation is the standard error.

    Its mean is too high, since a pair drawn twice agrees with itself.

    Parameters
    ----------
    D : array_like, shape (n, d)
        n >= 2 differences, no two of them all zero.
    n_samples : int
    seed : int or Generator

    Returns
    -------
    ndarray, shape (n_samples,)

    Raises
    ------
    TypeError, ValueError
        If there are fewer than two differences, or a value is not finite.

    References
    ----------
    Efron & Tibshirani (1993), section 7.2: the bootstrap of an eigenvalue's share.

    Examples
    --------
    >>> bootstrap_share([[1.0, 0.0], [0.0, 1.0]], n_samples=2).round(6).tolist()
    [0.5, 0.5]
    """
    D = moderate("D", D, ("n", "d"))
    if len(D) < 2 or (~D.any(axis=1)).sum() > 1:
        raise ValueError(f"D must hold at least two differences, no two of them zero, got shape {D.shape}")
    root = np.sqrt(drawn_pairs(len(D), n_samples, seed))
    return leading_shares(root[:, :, None] * D)[:, 0]
