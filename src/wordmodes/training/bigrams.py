"""Tables of which word follows which, and their modes: what a next-word model sees at its start."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wordmodes import _validate
from wordmodes.text.vocabulary import Vocabulary
from wordmodes.training._checks import encoded

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

    Raises
    ------
    TypeError, ValueError
        If shapes do not fit, or a value is not finite.

    Examples
    --------
    >>> Axes(left=[[1.0], [0.0]], singular_values=[2.0], right=[[0.0], [1.0]]).right.shape
    (2, 1)
    """

    left: FloatArray
    singular_values: FloatArray
    right: FloatArray

    def __post_init__(self) -> None:
        left = _validate.array("left", self.left, ("V", "d"))
        values = _validate.array(
            "singular_values", self.singular_values, left.shape[1:], low=0, hint="one for each column of left"
        )
        right = _validate.array("right", self.right, left.shape, hint="the shape of left")
        for name, value in (("left", left), ("singular_values", values), ("right", right)):
            object.__setattr__(self, name, value)


def count_next(documents: Iterable[Sequence[str]], vocabulary: Vocabulary) -> NDArray[np.int64]:
    """Count how often word j comes directly after word i, never across documents.

    Parameters
    ----------
    documents : iterable of sequences of str
        Tokenised documents.
    vocabulary : Vocabulary
        A word outside it parts its neighbours.

    Returns
    -------
    ndarray of int, shape (V, V)
        Not symmetric.

    Raises
    ------
    TypeError, ValueError
        If a word of the vocabulary is never followed, or never preceded, by another: it has no row or no column to
        learn from. If documents are not lists of words.

    References
    ----------
    Shannon (1948), section 3: the second-order approximation by words.

    Examples
    --------
    >>> documents = [["a", "b", "a", "a"]]
    >>> count_next(documents, Vocabulary.from_documents(documents)).tolist()
    [[1, 1], [1, 0]]
    """
    _validate.instance("vocabulary", vocabulary, Vocabulary, "Vocabulary.from_documents(documents)")
    V = len(vocabulary)
    counts = np.zeros(V * V, dtype=np.int64)
    for rows in encoded(_validate.documents("documents", documents), vocabulary):
        both = (rows[:-1] >= 0) & (rows[1:] >= 0)
        counts += np.bincount(V * rows[:-1][both] + rows[1:][both], minlength=V * V)
    table = counts.reshape(V, V)
    for axis, side in ((1, "followed"), (0, "preceded")):
        if (empty := np.flatnonzero(table.sum(axis=axis) == 0)).size:
            word = vocabulary.words[empty[0]]
            raise ValueError(f"in documents {word!r} is never {side} by a word of the vocabulary; shorten it")
    return table


def margins(B: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """The distributions of the first and of the second word.

    Parameters
    ----------
    B : array_like, shape (V, V)
        B_ij, the probability that a pair is word i and then word j; it need not be symmetric.

    Returns
    -------
    (ndarray, ndarray), each of shape (V,)
        p and q.

    Raises
    ------
    TypeError, ValueError
        If B is not square, has a negative entry, does not sum to 1, or has an empty row or column.

    Examples
    --------
    >>> p, q = margins([[0.5, 0.25], [0.25, 0.0]])
    >>> p.tolist(), q.tolist()
    ([0.75, 0.25], [0.75, 0.25])
    """
    return _margins(_table(B))


def _table(B: ArrayLike) -> FloatArray:
    return _validate.array("B", B, ("V", "V"), low=0, high=2, hint="divide counts by their sum")


def _margins(B: FloatArray) -> tuple[FloatArray, FloatArray]:
    if not abs(B.sum() - 1) < _ROUNDING:
        raise ValueError(f"B must hold probabilities that sum to 1, got a sum of {B.sum():.6g}; divide by it")
    p, q = B.sum(axis=1), B.sum(axis=0)
    if not (np.outer(p, q) > 0).all():
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
    TypeError, ValueError
        As `margins`.

    References
    ----------
    Benzécri (1973); Greenacre (1984).

    Examples
    --------
    >>> residuals([[0.5, 0.0], [0.0, 0.5]]).tolist()
    [[0.5, -0.5], [-0.5, 0.5]]
    """
    B = _table(B)
    expected = np.outer(*_margins(B))
    return (B - expected) / np.sqrt(expected)


def axes(N: ArrayLike, d: int) -> Axes:
    """The d leading singular triples of N, signed so that each u_k has a positive largest entry.

    Parameters
    ----------
    N : array_like, shape (V, V)
        Such as `residuals(B)`.
    d : int
        From 1 to V.

    Returns
    -------
    Axes

    Raises
    ------
    TypeError, ValueError
        If N is not a square matrix of finite numbers, or d is not between 1 and V.

    References
    ----------
    Eckart & Young (1936).

    Examples
    --------
    >>> axes([[0.5, -0.5], [-0.5, 0.5]], 1).singular_values.round(6).tolist()
    [1.0]
    """
    N = _validate.array("N", N, ("V", "V"))
    d = _validate.integer("d", d, 1, len(N), hint="the rows of N")
    U, s, Vt = np.linalg.svd(N)
    U, Vt = U[:, :d], Vt[:d]
    sign = np.sign(U[np.abs(U).argmax(axis=0), np.arange(d)])
    return Axes(U * sign, s[:d], Vt.T * sign)
