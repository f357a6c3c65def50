"""Counting which words occur near which: exact integers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import isqrt
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from wordmodes import _validate
from wordmodes.text.vocabulary import Vocabulary
from wordmodes.text.without_gensim import CountsOnly

Weighting = Literal["linear", "flat"]

WEIGHTINGS = ("linear", "flat")
LARGEST_TABLE = 4 << 30  # bytes; counting takes three tables at a time

_BATCH = 1 << 18  # tokens and the gaps between documents encoded at a time, which bounds the memory that text takes


@dataclass(frozen=True, eq=False)
class Cooccurrence:
    """Co-occurrence counts of a vocabulary.

    Attributes
    ----------
    counts : ndarray of int64, shape (V, V)
        Symmetric: each pair of positions is counted as (i, j) and as (j, i), with its window weight.
    vocabulary : Vocabulary
        The words of the rows and columns.
    window : int
        L, how many places to either side are neighbours.
    weighting : {"linear", "flat"}
        A pair j places apart weighs L + 1 - j, or 1.

    Raises
    ------
    TypeError, ValueError
        If the counts are not symmetric whole numbers >= 0, a row a word; if window or weighting is not valid.

    Examples
    --------
    >>> counts = Cooccurrence([[0, 3], [3, 2]], Vocabulary(("the", "cat"), [4, 3]), window=1)
    >>> counts.total, counts.marginal
    (8, array([0.375, 0.625]))
    """

    counts: NDArray[np.int64]
    vocabulary: Vocabulary
    window: int
    weighting: Weighting = "linear"

    def __post_init__(self) -> None:
        window = checked_window(self.window, self.weighting)
        _validate.instance("vocabulary", self.vocabulary, Vocabulary, "Vocabulary.from_documents(documents)")
        V = len(self.vocabulary)
        hint = "probabilities are for the functions of wordmodes.theory.targets"
        counts = _validate.integers("counts", self.counts, (V, V), low=0, hint=hint)
        if not np.array_equal(counts, counts.T):
            raise ValueError("counts must be symmetric; add the transpose, so that each pair counts both ways")
        if counts.sum(dtype=np.float64) >= 2.0**62:  # near the bound a float decides as well as a whole number
            raise ValueError("counts sum to more than 2^62, which 64-bit integers can't hold; divide them first")
        object.__setattr__(self, "counts", counts)
        object.__setattr__(self, "window", window)

    @property
    def words(self) -> tuple[str, ...]:
        """The V words, in the order of the rows."""
        return self.vocabulary.words

    @property
    def total(self) -> int:
        """Sum of all counts."""
        return int(self.counts.sum())

    @property
    def P(self) -> NDArray[np.float64]:
        """Co-occurrence probabilities P_ij, shape (V, V), which sum to 1. Computed at each access."""
        return self.counts / self._positive_total()

    @property
    def marginal(self) -> NDArray[np.float64]:
        """P_i = Σ_j P_ij, shape (V,): close to the unigram probabilities, and not equal to them."""
        return self.counts.sum(axis=1) / self._positive_total()

    def corner(self, size: int) -> Cooccurrence:
        """The counts of the first `size` words: what counting with that vocabulary gives.

        Parameters
        ----------
        size : int
            From 2 to V.

        Returns
        -------
        Cooccurrence

        Raises
        ------
        TypeError, ValueError
            If `size` is not such a number.

        Examples
        --------
        >>> gazette_like = Cooccurrence(np.ones((3, 3), dtype=int), Vocabulary(("a", "b", "c"), [3, 2, 1]), window=5)
        >>> gazette_like.corner(2).counts.shape
        (2, 2)
        """
        vocabulary = self.vocabulary.top(size)
        size = len(vocabulary)
        return Cooccurrence(self.counts[:size, :size].copy(), vocabulary, self.window, self.weighting)

    def _positive_total(self) -> int:
        if (total := self.total) == 0:
            raise ValueError("no two words of the vocabulary occur within one window; use a longer text or window")
        return total


def count(
    documents: Iterable[Sequence[str]], vocabulary: Vocabulary, window: int, weighting: Weighting = "linear"
) -> Cooccurrence:
    """Count the pairs of words that stand at most `window` places apart.

    Parameters
    ----------
    documents : iterable of sequences of str
        Tokenised documents. No pair reaches from one document into another. They are read once and in batches, so that
        a generator may yield a corpus which is larger than the memory.
    vocabulary : Vocabulary
        The V words to count. Other words are not counted and keep their place, so that the counts of a
        smaller vocabulary are a corner of the counts of a larger one.
    window : int
        L >= 1, the places to either side. Time grows with it only up to the longest document.
    weighting : {"linear", "flat"}
        A pair j places apart adds L + 1 - j (the expectation, times L, of the window that word2vec draws anew
        for each word), or 1.

    Returns
    -------
    Cooccurrence
        Exact integer counts.

    Raises
    ------
    TypeError
        If a document is a string or a setting of the wrong type.
    ValueError
        If window or weighting is not valid, the documents hold no token, or V² counts would take over 4 GiB.

    References
    ----------
    Mikolov et al. (2013a), section 3.2; Levy, Goldberg & Dagan (2015), section 3.1.

    Examples
    --------
    >>> text = [["the", "cat", "saw", "the", "dog"]]
    >>> count(text, Vocabulary.from_documents(text, size=2), window=2).counts
    array([[0, 3],
           [3, 0]])
    """
    window = checked_window(window, weighting)
    _validate.instance("vocabulary", vocabulary, Vocabulary, "Vocabulary.from_documents(documents)")
    if isinstance(documents, CountsOnly):
        return documents.count(vocabulary, window, weighting)
    size = len(vocabulary)
    if 8 * size * size > LARGEST_TABLE:
        raise ValueError(
            f"the counts of the vocabulary's {size} words would take V² · 8 bytes = {8 * size * size / 2**30:.1f} GiB,"
            f" three times over while they are counted; keep fewer words: vocabulary.top({isqrt(LARGEST_TABLE // 8)})"
        )
    one_way = np.zeros(size * size, dtype=np.int64)
    for ids, reach in _encode_apart(_validate.documents("documents", documents), vocabulary, window):
        for offset in range(1, reach + 1):
            left, right = ids[:-offset], ids[offset:]
            known = (left >= 0) & (right >= 0)
            pairs = left[known] * size + right[known]
            np.add.at(one_way, pairs, window + 1 - offset if weighting == "linear" else 1)
    counts = one_way.reshape(size, size)
    return Cooccurrence(counts + counts.T, vocabulary, window, weighting)


def checked_window(window: int, weighting: str) -> int:
    """What every function that counts asks of its window; L as Python's own int comes back.

    Parameters
    ----------
    window : int
        L, from 1 to 2^31.
    weighting : {"linear", "flat"}

    Returns
    -------
    int

    Raises
    ------
    TypeError, ValueError
        If one of them is not valid.

    Examples
    --------
    >>> checked_window(np.int8(127), "flat")
    127
    """
    _validate.choice("weighting", weighting, WEIGHTINGS)
    return _validate.integer("window", window, 1, 2**31)


def _encode_apart(
    documents: Iterable[Sequence[str]], vocabulary: Vocabulary, window: int
) -> Iterator[tuple[NDArray[np.int64], int]]:
    """Batches of documents, each as one array of rows with as many -1 after each as no pair can bridge; and how many.

    A pair reaches no farther than the longest document is long, whatever the window.
    """
    parts: list[NDArray[np.int32]] = []
    held = longest = seen = 0
    for n, document in enumerate(documents):
        try:
            ids = vocabulary.encode(document)
        except TypeError as error:
            raise TypeError(f"documents[{n}]: {error}") from None
        if not len(ids):
            continue
        parts.append(ids)
        held, longest = held + len(ids), max(longest, len(ids))
        if held + len(parts) * min(window, longest) >= _BATCH:
            yield _joined(parts, reach := min(window, longest - 1)), reach
            parts, held, longest, seen = [], 0, 0, seen + held
    if seen + held == 0:
        raise ValueError("documents hold no token: the corpus is empty; check the texts and the tokenizer")
    if parts:
        yield _joined(parts, reach := min(window, longest - 1)), reach


def _joined(parts: Sequence[NDArray[np.int32]], gap: int) -> NDArray[np.int64]:
    apart = np.full(gap, -1, dtype=np.int32)
    return np.concatenate([piece for part in parts for piece in (part, apart)]).astype(np.int64)
