"""Counting which words occur near which: exact integers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from wordmodes.text.corpus import Vocabulary
from wordmodes.text.without_gensim import CountsOnly

Weighting = Literal["linear", "flat"]

_BATCH = 1 << 18  # tokens encoded at a time, which bounds the memory that text takes


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
    """

    counts: NDArray[np.int64]
    vocabulary: Vocabulary
    window: int
    weighting: Weighting = "linear"

    def __post_init__(self) -> None:
        _check_window(self.window, self.weighting)
        object.__setattr__(self, "counts", _checked_counts(self.counts, len(self.vocabulary)))

    @property
    def words(self) -> tuple[str, ...]:
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
        """The counts of the first `size` words: what counting with that vocabulary gives."""
        return Cooccurrence(self.counts[:size, :size].copy(), self.vocabulary.top(size), self.window, self.weighting)

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
        L >= 1, the places to either side.
    weighting : {"linear", "flat"}
        A pair j places apart adds L + 1 - j (the expectation, times L, of the window that word2vec draws anew
        for each word), or 1.

    Returns
    -------
    Cooccurrence
        Exact integer counts.

    Raises
    ------
    ValueError
        If the window or the weighting is not valid, or the documents hold no token.

    References
    ----------
    Mikolov et al. (2013a), section 3.2; Levy, Goldberg & Dagan (2015), section 3.1.
    """
    _check_window(window, weighting)
    if isinstance(documents, CountsOnly):
        return documents.count(vocabulary, window, weighting)
    size = len(vocabulary)
    one_way = np.zeros(size * size, dtype=np.int64)
    for ids in _encode_apart(documents, vocabulary, window):
        for offset in range(1, window + 1):
            left, right = ids[:-offset], ids[offset:]
            known = (left >= 0) & (right >= 0)
            pairs = left[known] * size + right[known]
            np.add.at(one_way, pairs, window + 1 - offset if weighting == "linear" else 1)
    counts = one_way.reshape(size, size)
    return Cooccurrence(counts + counts.T, vocabulary, window, weighting)


def _encode_apart(
    documents: Iterable[Sequence[str]], vocabulary: Vocabulary, window: int
) -> Iterator[NDArray[np.int64]]:
    """Batches of documents, each as one array of rows, a window's length of -1 after each, which no pair can bridge."""
    gap = np.full(window, -1, dtype=np.int32)
    parts: list[NDArray[np.int32]] = []
    held = seen = 0
    for document in documents:
        if isinstance(document, str):
            raise ValueError("a document is a string; tokenise it first: tokenize_all(texts)")
        parts += [vocabulary.encode(document), gap]
        held += len(parts[-2])
        if held >= _BATCH:
            yield np.concatenate(parts).astype(np.int64)
            parts, held, seen = [], 0, seen + held
    if seen + held == 0:
        raise ValueError("the corpus is empty: no document holds a token; check the texts and the tokenizer")
    if parts:
        yield np.concatenate(parts).astype(np.int64)


def _check_window(window: int, weighting: str) -> None:
    if isinstance(window, bool) or not isinstance(window, (int, np.integer)) or window < 1:
        raise ValueError(f"window must be a whole number of places, 1 or more, got {window!r}")
    if weighting not in ("linear", "flat"):
        raise ValueError(f"weighting must be 'linear' or 'flat', got {weighting!r}")


def _checked_counts(counts: NDArray, size: int) -> NDArray[np.int64]:
    counts = np.asarray(counts)
    if counts.shape != (size, size):
        raise ValueError(f"counts must be square with the vocabulary's {size} words, got shape {counts.shape}")
    if not np.issubdtype(counts.dtype, np.integer):
        if not np.isfinite(counts).all():
            raise ValueError("counts hold NaN or infinity; count again, or drop the words concerned")
        if (counts != np.rint(counts)).any():
            raise ValueError("counts must be whole numbers; for probabilities use the functions of targets directly")
    if counts.min() < 0:
        i, j = np.unravel_index(counts.argmin(), counts.shape)
        raise ValueError(f"counts must be >= 0, but entry ({i}, {j}) is {counts[i, j]}")
    if not np.array_equal(counts, counts.T):
        raise ValueError("counts must be symmetric; add the transpose, so that each pair counts both ways")
    return counts.astype(np.int64, copy=False)
