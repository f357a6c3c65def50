"""Tables of which word follows which, and their modes: what a next-word model sees at its start."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wordmodes.text.corpus import Vocabulary

FloatArray = NDArray[np.float64]

_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Axes:
    """The leading singular triples of a matrix.

    Attributes
    ----------
    left : ndarray, shape (V, d)
        u_k, the word that predicts; its largest entry is positive.
    singular_values : ndarray, shape (d,)
        Descending.
    right : ndarray, shape (V, d)
        v_k, the word that is predicted.
    """

    left: FloatArray
    singular_values: FloatArray
    right: FloatArray


def count_next(documents: Iterable[Sequence[str]], vocabulary: Vocabulary) -> NDArray[np.int64]:
    """Count how often word j comes directly after word i, never across documents; shape (V, V), not symmetric.

    Raises
    ------
    ValueError
        If a word of the vocabulary is never followed, or never preceded, by another: it has no row or no column to
        learn from.
    """
    V = len(vocabulary)
    counts = np.zeros(V * V, dtype=np.int64)
    for document in documents:
        rows = vocabulary.encode(document).astype(np.int64)
        both = (rows[:-1] >= 0) & (rows[1:] >= 0)
        counts += np.bincount(V * rows[:-1][both] + rows[1:][both], minlength=V * V)
    counts = counts.reshape(V, V)
    for axis, side in ((1, "followed"), (0, "preceded")):
        if (empty := np.flatnonzero(counts.sum(axis=axis) == 0)).size:
            raise ValueError(f"{vocabulary.words[empty[0]]!r} is never {side} by a word of the vocabulary; shorten it")
    return counts


def margins(B: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return the distributions of the first and of the second word, p and q, each of shape (V,).

    Parameters
    ----------
    B : array_like, shape (V, V)
        B_ij, the probability that a pair is word i and then word j; it need not be symmetric.

    Raises
    ------
    ValueError
        If B is not square, has a negative entry, does not sum to 1, or has an empty row or column.
    """
    B = np.asarray(B, dtype=np.float64)
    if B.ndim != 2 or B.shape[0] != B.shape[1]:
        raise ValueError(f"B must be a square matrix, got shape {B.shape}")
    if not (np.isfinite(B).all() and B.min() >= 0 and abs(B.sum() - 1) < _ROUNDING):
        raise ValueError(f"B must hold probabilities that sum to 1, got a sum of {B.sum():.6g}; divide by it")
    p, q = B.sum(axis=1), B.sum(axis=0)
    if min(p.min(), q.min()) <= 0:
        raise ValueError("B has an empty row or column; drop the words that are never first or never second")
    return p, q


def residuals(B: ArrayLike) -> FloatArray:
    """The standardised residuals N = (B - p qᵀ) / √(p qᵀ) of a table, which correspondence analysis decomposes.

    Parameters
    ----------
    B : array_like, shape (V, V)
        See `margins`.

    Returns
    -------
    ndarray, shape (V, V)
        N √q = 0 and √pᵀ N = 0; its singular values lie in [0, 1].

    Raises
    ------
    ValueError
        As `margins`.

    References
    ----------
    Benzécri (1973); Greenacre (1984).
    """
    p, q = margins(B)
    expected = np.outer(p, q)
    return (np.asarray(B, dtype=np.float64) - expected) / np.sqrt(expected)


def axes(N: ArrayLike, d: int) -> Axes:
    """Return the d leading singular triples of N, signed so that each u_k has a positive largest entry.

    Raises
    ------
    ValueError
        If N is not a square matrix of finite numbers, or d is not between 1 and V.
    """
    N = np.asarray(N, dtype=np.float64)
    if N.ndim != 2 or N.shape[0] != N.shape[1] or not np.isfinite(N).all():
        raise ValueError(f"N must be a square matrix of finite numbers, got shape {N.shape}")
    if not 1 <= d <= len(N):
        raise ValueError(f"d must lie between 1 and {len(N)}, got {d}")
    U, s, Vt = np.linalg.svd(N)
    U, Vt = U[:, :d], Vt[:d]
    sign = np.sign(U[np.abs(U).argmax(axis=0), np.arange(d)])
    return Axes(U * sign, s[:d], Vt.T * sign)
