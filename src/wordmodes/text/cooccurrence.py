"""Counting which words occur near which: exact integers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, issparse

from wordmodes import _validate
from wordmodes._validate import Seed
from wordmodes.text import _checks
from wordmodes.text._counting import counted
from wordmodes.text._rows import Choice, thinning
from wordmodes.text.numbered import Numbered
from wordmodes.text.vocabulary import Vocabulary
from wordmodes.text.without_gensim import CountsOnly, missing

Weighting = Literal["linear", "flat"]

WEIGHTINGS = ("linear", "flat")
TABLE_SIZE = 5000  # words up to which counts are a table unless it is asked for otherwise


@dataclass(frozen=True, eq=False)
class Cooccurrence:
    """Co-occurrence counts of a vocabulary.

    Attributes
    ----------
    counts : ndarray of int64 or scipy.sparse.csr_array of int64, shape (V, V)
        Symmetric: each pair of positions is counted as (i, j) and as (j, i), with its window weight. A sparse array
        has its columns in order and stores no zero.
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

    counts: NDArray[np.int64] | csr_array
    vocabulary: Vocabulary
    window: int
    weighting: Weighting = "linear"

    def __post_init__(self) -> None:
        window = checked_window(self.window, self.weighting)
        _validate.instance("vocabulary", self.vocabulary, Vocabulary, "Vocabulary.from_documents(documents)")
        V = len(self.vocabulary)
        hint = "probabilities are for the functions of wordmodes.theory.targets"
        counts: NDArray[np.int64] | csr_array
        if issparse(self.counts):
            counts = _checks.sparse_counts(self.counts, V, hint)
        else:
            counts = _validate.integers("counts", self.counts, (V, V), low=0, hint=hint)
        if not _checks.is_symmetric(counts):
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
    def P(self) -> NDArray[np.float64] | csr_array:
        """Co-occurrence probabilities P_ij, shape (V, V), which sum to 1; sparse if the counts are. Computed anew."""
        return self.counts / self._positive_total()

    @property
    def marginal(self) -> NDArray[np.float64]:
        """P_i = Σ_j P_ij, shape (V,): close to the unigram probabilities, and not equal to them."""
        return self.counts.sum(axis=1) / self._positive_total()

    @property
    def present(self) -> NDArray[np.bool_]:
        """Whether each word ever stands near a word of the vocabulary, shape (V,)."""
        return self.counts.sum(axis=1) > 0

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
        return self._of(self.counts[:size, :size].copy(), vocabulary)

    def sparse(self) -> Cooccurrence:
        """The same counts as a CSR array.

        Returns
        -------
        Cooccurrence

        Examples
        --------
        >>> Cooccurrence([[0, 3], [3, 2]], Vocabulary(("the", "cat"), [4, 3]), window=1).sparse().counts.nnz
        3
        """
        return self if issparse(self.counts) else self._of(csr_array(self.counts), self.vocabulary)

    def dense(self) -> Cooccurrence:
        """The same counts as a table.

        Returns
        -------
        Cooccurrence

        Raises
        ------
        ValueError
            If the table would take over 4 GiB.

        Examples
        --------
        >>> Cooccurrence([[0, 3], [3, 2]], Vocabulary(("the", "cat"), [4, 3]), window=1).sparse().dense().counts
        array([[0, 3],
               [3, 2]])
        """
        if not issparse(self.counts):
            return self
        _checks.check_table(len(self.vocabulary))
        return self._of(csr_array(self.counts).toarray(), self.vocabulary)

    def _of(self, counts: NDArray[np.int64] | csr_array, vocabulary: Vocabulary) -> Cooccurrence:
        return _known(counts, vocabulary, self.window, self.weighting)

    def _positive_total(self) -> int:
        if (total := self.total) == 0:
            raise ValueError("no two words of the vocabulary occur within one window; use a longer text or window")
        return total


def count(
    documents: Iterable[Sequence[str]] | Numbered,
    vocabulary: Vocabulary,
    window: int,
    weighting: Weighting = "linear",
    *,
    oov: Literal["keep", "drop"] = "keep",
    thin: float | None = None,
    seed: Seed = 0,
    workers: int = 1,
    dense: bool | None = None,
) -> Cooccurrence:
    """Count the pairs of words that stand at most `window` places apart.

    Parameters
    ----------
    documents : iterable of sequences of str, or Numbered
        Tokenised documents. No pair reaches from one document into another. They are read once and in batches, so that
        a generator may yield a corpus which is larger than the memory. A text that `number` has read is not read again.
    vocabulary : Vocabulary
        The V words to count.
    window : int
        L >= 1, the places to either side. Time grows with it only up to the longest document.
    weighting : {"linear", "flat"}
        A pair j places apart adds L + 1 - j (the expectation, times L, of the window that word2vec draws anew
        for each word), or 1.
    oov : {"keep", "drop"}
        Words outside the vocabulary are not counted. They keep their place, so that the counts of a smaller vocabulary
        are a corner of the counts of a larger one; or they are taken out before windows are laid, as trainers do.
    thin : float, optional
        t > 0: each word is taken out, as if dropped, but with the chance of word2vec's subsampling, (√(f/t) + 1) t/f
        for a word whose share of the vocabulary's own counts is f.
    seed : int or Generator
        For `thin`. Neither the batches nor `workers` change what is drawn.
    workers : int
        Processes that count, each a run of documents; a text of fewer than some million words is left to one. A script
        that asks for several does so under ``if __name__ == "__main__":``.
    dense : bool, optional
        Whether the counts are a table or a sparse array; by default a table up to V = 5 000.

    Returns
    -------
    Cooccurrence
        Exact integer counts, the same for any `workers`.

    Raises
    ------
    TypeError
        If a document is a string or a setting of the wrong type.
    ValueError
        If a setting is not valid, the documents hold no token, or a table is asked for that would take over 4 GiB.
    OSError
        If several workers share the work, and the disk is full.
    RuntimeError
        If a worker is killed or does not start.

    References
    ----------
    Mikolov et al. (2013a), section 3.2; Levy, Goldberg & Dagan (2015), section 3.1.

    Examples
    --------
    >>> text = [["the", "cat", "saw", "the", "dog"]]
    >>> count(text, Vocabulary.from_documents(text, size=2), window=2).counts
    array([[0, 3],
           [3, 0]])
    >>> count(text, Vocabulary.from_documents(text, size=2), window=2, oov="drop", dense=False).counts.toarray()
    array([[2, 4],
           [4, 0]])
    """
    window = checked_window(window, weighting)
    _validate.instance("vocabulary", vocabulary, Vocabulary, "Vocabulary.from_documents(documents)")
    drop = _validate.choice("oov", oov, ("keep", "drop")) == "drop"
    workers = _validate.integer("workers", workers, 1)
    choice = Choice(len(vocabulary), drop, *thinning(vocabulary, thin, seed))
    table = len(vocabulary) <= TABLE_SIZE if dense is None else _validate.truth("dense", dense)
    if isinstance(documents, CountsOnly):
        if drop or thin is not None:
            raise missing("counting these articles with words taken out")
        answer: Cooccurrence = documents.count(vocabulary, window, weighting)
        return answer if table else answer.sparse()
    if table:
        _checks.check_table(len(vocabulary))
    counts = counted(documents, vocabulary, window, weighting, choice, workers, table)
    return _known(counts, vocabulary, window, weighting)


def _known(counts: NDArray[np.int64] | csr_array, vocabulary: Vocabulary, window: int, weighting: Any) -> Cooccurrence:
    """Counts that are known to be symmetric whole numbers, and need not be gone through."""
    made = object.__new__(Cooccurrence)
    for name, value in (("counts", counts), ("vocabulary", vocabulary), ("window", window), ("weighting", weighting)):
        object.__setattr__(made, name, value)
    return made


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
