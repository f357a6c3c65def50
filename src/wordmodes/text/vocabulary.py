"""Vocabularies: the words of a corpus that are kept, and how often each occurs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wordmodes import _validate
from wordmodes.text.without_gensim import CountsOnly


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The words of a corpus that are kept, most frequent first.

    Attributes
    ----------
    words : tuple of str
        V distinct words; those made by `from_documents` are sorted by (-count, word).
    counts : ndarray of int64, shape (V,)
        How often each occurs in the corpus.
    n_tokens, n_types : int
        Running words and distinct words of the whole corpus, those left out of the vocabulary included.
        Where not given, the vocabulary is taken to be all there is.

    Raises
    ------
    TypeError, ValueError
        If words are fewer than two, not distinct or not strings; if counts are not one whole number >= 0 a word.

    Examples
    --------
    >>> vocabulary = Vocabulary(("the", "cat"), [3, 1])
    >>> len(vocabulary), vocabulary.n_tokens, vocabulary.unigram
    (2, 4, array([0.75, 0.25]))
    """

    words: tuple[str, ...]
    counts: NDArray[np.int64]
    n_tokens: int | None = None
    n_types: int | None = None

    def __post_init__(self) -> None:
        words = _validate.strings("words", self.words)
        if len(words) < 2:
            found = f"only the word {words[0]!r}" if words else "no word"
            raise ValueError(f"a vocabulary needs at least two distinct words and has {found}; use a longer text")
        hint = "pass how often each word occurs, not its frequency"
        counts = _validate.integers("counts", self.counts, (len(words),), low=0, hint=hint).copy()
        if len(set(words)) < len(words):
            repeated = next(word for word, times in Counter(words).items() if times > 1)
            raise ValueError(f"the words of a vocabulary must be distinct, but {repeated!r} is repeated; drop one")
        total = sum(counts.tolist())  # in whole numbers of any length
        if total >= 2**63:
            raise ValueError(f"counts sum to {total}, beyond the 2^63 that 64-bit integers hold")
        counts.setflags(write=False)
        known = {"n_tokens": total, "n_types": len(words)}
        least = {"n_tokens": total, "n_types": int(np.count_nonzero(counts))}  # a word may be known and not occur
        for name in known:
            if (given := getattr(self, name)) is not None:
                known[name] = _validate.integer(name, given, least[name])
        for name, value in {"words": words, "counts": counts, **known}.items():
            object.__setattr__(self, name, value)

    @classmethod
    def from_documents(
        cls, documents: Iterable[Sequence[str]], size: int | None = None, min_count: int = 1
    ) -> Vocabulary:
        """The most frequent words of a corpus.

        Parameters
        ----------
        documents : iterable of sequences of str
            Tokenised documents.
        size : int, optional
            How many words to keep; all of them by default.
        min_count : int
            Words that occur less often are left out.

        Returns
        -------
        Vocabulary
            Sorted by (-count, word), so that ties fall the same way everywhere.

        Raises
        ------
        TypeError
            If a document is a string or a token is none.
        ValueError
            If the corpus is empty, holds fewer than two distinct words, or fewer than `size`.

        Examples
        --------
        >>> Vocabulary.from_documents([["the", "cat", "and", "the", "dog"]], size=2).words
        ('the', 'and')
        """
        min_count = _validate.integer("min_count", min_count, 0)
        if isinstance(documents, CountsOnly):
            known = documents.vocabulary()
            return known if size is None else known.top(size)
        tally = _tally(documents)
        return cls._ranked(tuple(tally), np.fromiter(tally.values(), np.int64, len(tally)), size, min_count)

    @classmethod
    def from_tallies(
        cls, types: Sequence[str], tallies: ArrayLike, size: int | None = None, min_count: int = 1
    ) -> Vocabulary:
        """The most frequent words, from how often each word of a corpus occurs.

        Parameters
        ----------
        types : sequence of str
            The distinct words, in any order.
        tallies : array_like of int, shape (n_types,)
            How often each occurs.
        size : int, optional
            How many words to keep; all of them by default.
        min_count : int
            Words that occur less often are left out.

        Returns
        -------
        Vocabulary
            Sorted by (-count, word).

        Raises
        ------
        TypeError
            If the types are no strings or the tallies no numbers.
        ValueError
            If they differ in length, or as `from_documents`.

        Examples
        --------
        >>> Vocabulary.from_tallies(["cat", "the", "and"], [1, 2, 1], size=2).words
        ('the', 'and')
        """
        min_count = _validate.integer("min_count", min_count, 0)
        types = _validate.strings("types", types)
        tallies = _validate.integers("tallies", tallies, (len(types),), low=0, empty=True, hint="one for each of types")
        return cls._ranked(types, tallies, size, min_count)

    @classmethod
    def _ranked(cls, types: Sequence[str], tallies: NDArray[np.int64], size: int | None, min_count: int) -> Vocabulary:
        total = sum(tallies.tolist())
        if not total:
            raise ValueError("documents hold no token: the corpus is empty; check the texts and the tokenizer")
        kept = np.flatnonzero(tallies >= min_count)
        if len(kept) < 2:
            found = f"only the word {types[kept[0]]!r}" if len(kept) else "no word"
            raise ValueError(
                f"a vocabulary needs at least two distinct words, and the documents have {found} that occurs at least"
                f" min_count = {min_count} times; use a longer text"
            )
        if size is not None and not 2 <= _validate.integer("size", size) <= len(kept):
            raise ValueError(
                f"size = {size} words asked for, but the corpus has {len(kept)} distinct words that occur at least"
                f" {min_count} times; choose a size from 2 to {len(kept)}"
            )
        if size is not None:  # what cannot be among them need not be sorted
            kept = kept[tallies[kept] >= np.partition(tallies[kept], len(kept) - size)[len(kept) - size]]
        by_word = np.array(sorted(kept.tolist(), key=types.__getitem__))
        ranked = by_word[np.argsort(-tallies[by_word], kind="stable")][:size]
        return cls(tuple(types[i] for i in ranked.tolist()), tallies[ranked], total, int(np.count_nonzero(tallies)))

    @classmethod
    def from_words(cls, words: Iterable[str], documents: Iterable[Sequence[str]]) -> Vocabulary:
        """A vocabulary of given words in the given order, counted in a corpus.

        For a corpus sampled from a planted language, whose exact `P` has an order of its own.

        Parameters
        ----------
        words : iterable of str
            V >= 2 distinct words.
        documents : iterable of sequences of str
            Tokenised documents.

        Returns
        -------
        Vocabulary

        Raises
        ------
        TypeError
            If a document is a string or a token is none.
        ValueError
            If none of the words occurs, or as the constructor.

        Examples
        --------
        >>> Vocabulary.from_words(["cat", "dog"], [["a", "dog", "and", "a", "dog"]]).counts
        array([0, 2])
        """
        words = _validate.strings("words", words)
        tally = _tally(documents)
        counts = [tally[word] for word in words]
        if not any(counts):
            raise ValueError("none of the words occurs in the documents; check both")
        return cls(words, np.array(counts, dtype=np.int64), tally.total(), len(tally))

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def index(self) -> dict[str, int]:
        """Each word's row."""
        return {word: i for i, word in enumerate(self.words)}

    @property
    def unigram(self) -> NDArray[np.float64]:
        """Unigram probabilities, shape (V,): counts over their sum."""
        if not self.counts.any():
            raise ValueError("all counts are 0, so that no word has a probability; count the words in a text")
        return self.counts / self.counts.sum()

    def encode(self, tokens: Iterable[str]) -> NDArray[np.int32]:
        """Rows of the tokens, -1 where a token is not in the vocabulary.

        Parameters
        ----------
        tokens : iterable of str

        Returns
        -------
        ndarray of int32, shape (n,)

        Raises
        ------
        TypeError
            If `tokens` is one string or holds something that can't be a token.

        Examples
        --------
        >>> Vocabulary(("the", "cat"), [3, 1]).encode(["a", "cat"])
        array([-1,  1], dtype=int32)
        """
        if isinstance(tokens, (str, bytes)) or not isinstance(tokens, Iterable):
            raise TypeError("tokens must be a sequence of words, not one string; tokenise it first: tokenize(text)")
        index = self.index
        try:
            return np.fromiter((index.get(token, -1) for token in tokens), dtype=np.int32)
        except TypeError as error:
            raise TypeError(f"tokens must be strings ({error})") from None

    def top(self, size: int) -> Vocabulary:
        """The first `size` words.

        Parameters
        ----------
        size : int
            From 2 to V.

        Returns
        -------
        Vocabulary

        Raises
        ------
        TypeError, ValueError
            If `size` is not such a number.

        Examples
        --------
        >>> Vocabulary(("the", "cat", "sat"), [3, 1, 1]).top(2).words
        ('the', 'cat')
        """
        size = _validate.integer("size", size)
        if not 2 <= size <= len(self):
            raise ValueError(f"size must lie between 2 and the vocabulary's {len(self)} words, got {size}")
        return Vocabulary(self.words[:size], self.counts[:size], self.n_tokens, self.n_types)


def _tally(documents: Iterable[Sequence[str]]) -> Counter[str]:
    """How often each token occurs."""
    tally: Counter[str] = Counter()
    for n, document in enumerate(_validate.documents("documents", documents)):
        try:
            tally.update(document)
        except TypeError as error:
            raise TypeError(f"documents[{n}] must hold tokens, which are strings ({error})") from None
    if odd := [token for token in tally if not isinstance(token, str)]:
        raise TypeError(f"documents hold {odd[0]!r}, which is no string; drop or replace missing tokens")
    return tally
