"""Texts, tokens and vocabularies: what a corpus is before anything is counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from wordmodes.text.without_gensim import CountsOnly

_WORD = re.compile("[a-z]+")


def tokenize(text: str) -> list[str]:
    """Split a text into lowercase words, the maximal runs of the letters a to z.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of str
        Digits, punctuation and accented letters separate words: "Don't" gives ``["don", "t"]``.
    """
    return _WORD.findall(text.lower())


def tokenize_all(texts: Iterable[str], tokenizer: Callable[[str], list[str]] = tokenize) -> list[list[str]]:
    """Tokenise texts, one document each.

    Parameters
    ----------
    texts : iterable of str
        One string per document. Documents stay apart: no window reaches from one into the next.
    tokenizer : callable, optional
        Anything that turns a string into a list of words.

    Returns
    -------
    list of list of str

    Raises
    ------
    ValueError
        If `texts` is one string, whose letters would each become a document.
    """
    if isinstance(texts, CountsOnly):
        return texts
    if isinstance(texts, str):
        raise ValueError("texts is a single string; pass a list with one string per document: tokenize_all([text])")
    return [tokenizer(text) for text in texts]


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
    """

    words: tuple[str, ...]
    counts: NDArray[np.int64]
    n_tokens: int | None = None
    n_types: int | None = None

    def __post_init__(self) -> None:
        words, counts = tuple(self.words), np.asarray(self.counts)
        if len(words) < 2:
            found = f"only the word {words[0]!r}" if words else "no word"
            raise ValueError(f"a vocabulary needs at least two distinct words and has {found}; use a longer text")
        if counts.shape != (len(words),):
            raise ValueError(f"counts must be one number per word, shape ({len(words)},), got shape {counts.shape}")
        if not np.issubdtype(counts.dtype, np.integer) or counts.min() < 0:
            raise ValueError("counts must be integers >= 0; pass how often each word occurs, not its frequency")
        if len(set(words)) < len(words):
            repeated = next(word for word, times in Counter(words).items() if times > 1)
            raise ValueError(f"the words of a vocabulary must be distinct, but {repeated!r} is repeated; drop one")
        counts = counts.astype(np.int64)
        counts.setflags(write=False)
        for name, value in (("words", words), ("counts", counts)):
            object.__setattr__(self, name, value)
        if self.n_tokens is None:
            object.__setattr__(self, "n_tokens", int(counts.sum()))
        if self.n_types is None:
            object.__setattr__(self, "n_types", len(words))

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
        ValueError
            If the corpus is empty, holds fewer than two distinct words, or fewer than `size`.
        """
        if isinstance(documents, CountsOnly):
            known = documents.vocabulary()
            return known if size is None else known.top(size)
        tally: Counter[str] = Counter()
        for document in documents:
            if isinstance(document, str):
                raise ValueError("a document is a string; tokenise it first: tokenize_all(texts)")
            tally.update(document)
        if not tally:
            raise ValueError("the corpus is empty: no document holds a word; check the texts and the tokenizer")
        ranked = sorted(((w, c) for w, c in tally.items() if c >= min_count), key=lambda item: (-item[1], item[0]))
        if size is not None and not 2 <= size <= len(ranked):
            raise ValueError(
                f"size = {size} words asked for, but the corpus has {len(ranked)} distinct words that occur at least"
                f" {min_count} times; choose a size from 2 to {len(ranked)}"
            )
        kept = ranked[:size]
        counts = np.array([count for _, count in kept], dtype=np.int64)
        return cls(tuple(word for word, _ in kept), counts, tally.total(), len(tally))

    @classmethod
    def from_words(cls, words: Iterable[str], documents: Iterable[Sequence[str]]) -> Vocabulary:
        """A vocabulary of given words in the given order, counted in a corpus.

        For a corpus sampled from a planted language, whose exact `P` has an order of its own.
        """
        tally = Counter(word for document in documents for word in document)
        words = tuple(words)
        return cls(words, np.array([tally[word] for word in words], dtype=np.int64), tally.total(), len(tally))

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def index(self) -> dict[str, int]:
        """Each word's row."""
        return {word: i for i, word in enumerate(self.words)}

    @property
    def unigram(self) -> NDArray[np.float64]:
        """Unigram probabilities, shape (V,): counts over their sum."""
        return self.counts / self.counts.sum()

    def encode(self, tokens: Iterable[str]) -> NDArray[np.int32]:
        """Rows of the tokens, -1 where a token is not in the vocabulary."""
        index = self.index
        return np.fromiter((index.get(token, -1) for token in tokens), dtype=np.int32)

    def top(self, size: int) -> Vocabulary:
        """The first `size` words."""
        if not 2 <= size <= len(self):
            raise ValueError(f"size must lie between 2 and the vocabulary's {len(self)} words, got {size}")
        return Vocabulary(self.words[:size], self.counts[:size], self.n_tokens, self.n_types)


def read_texts(path: str | Path, encoding: str = "utf-8") -> list[str]:
    """Read a text file, or every ``.txt`` file of a folder.

    Parameters
    ----------
    path : str or Path
        A file gives one document; a folder one for each ``.txt`` file in it or below it, sorted by path.
    encoding : str

    Returns
    -------
    list of str

    Raises
    ------
    ValueError
        If nothing is there, the folder holds no ``.txt`` file, a file is not in `encoding`, or all are blank.
    """
    path = Path(path)
    if not path.exists():
        raise ValueError(f"{path} does not exist; give the path of a text file or of a folder with .txt files")
    files = sorted(path.rglob("*.txt")) if path.is_dir() else [path]
    if not files:
        raise ValueError(f"the folder {path} holds no .txt file; put your texts there as .txt, or name one file")
    texts = []
    for file in files:
        try:
            texts.append(file.read_text(encoding=encoding))
        except UnicodeDecodeError as error:
            raise ValueError(
                f"{file} is not {encoding} (byte {error.start}); save it as UTF-8, or pass its encoding, such as"
                " encoding='cp1252'"
            ) from error
    if not any(text.strip() for text in texts):
        raise ValueError(f"{path} holds no text: every file is blank")
    return texts
