"""A text read once: its words numbered as they are met, and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from wordmodes import _validate
from wordmodes.text._progress import bar
from wordmodes.text._reading import Met, batches
from wordmodes.text._stream import Stream
from wordmodes.text.corpus import tokenize
from wordmodes.text.vocabulary import Vocabulary

SPILL = 1 << 28  # bytes of numbers that are held in memory

_BLOCK = 1 << 22  # numbers in a block


@dataclass(frozen=True, eq=False, repr=False)
class Numbered:
    """A text as numbers, with how often each of its words occurs: made by `number`.

    A text that is long lies in a temporary file, which goes with `close()`, at the end of a `with`, or when Python
    exits.

    Attributes
    ----------
    types : tuple of str
        The distinct words, in the order in which they were first met: word t has number t.
    tallies : ndarray of int64, shape (n_types,)
        How often each occurs.
    n_documents : int
        Empty ones included.
    _stream : Stream
        The numbers, which `blocks` gives.

    Raises
    ------
    TypeError, ValueError
        If the tallies are not one whole number a word.

    Examples
    --------
    >>> with number([["the", "cat", "and", "the", "dog"], ["cat"]]) as text:
    ...     text.types, text.tallies, text.n_tokens, [block.tolist() for block in text.blocks()]
    (('the', 'cat', 'and', 'dog'), array([2, 2, 1, 1]), 6, [[0, 1, 2, 0, 3, -1, 1, -1]])
    """

    types: tuple[str, ...]
    tallies: NDArray[np.int64]
    n_documents: int
    _stream: Stream = field(default_factory=lambda: Stream(SPILL))

    def __post_init__(self) -> None:
        types = _validate.strings("types", self.types)
        tallies = _validate.integers(
            "tallies", self.tallies, (len(types),), low=0, empty=True, hint="one for each of types"
        )
        object.__setattr__(self, "types", types)
        object.__setattr__(self, "tallies", tallies)
        object.__setattr__(self, "n_documents", _validate.integer("n_documents", self.n_documents, 0))

    @property
    def n_tokens(self) -> int:
        """Running words."""
        return int(self.tallies.sum())

    @property
    def n_types(self) -> int:
        """Distinct words."""
        return len(self.types)

    def vocabulary(self, size: int | None = None, min_count: int = 1) -> Vocabulary:
        """The most frequent words: what `Vocabulary.from_documents` makes of the same text.

        Parameters
        ----------
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
        TypeError, ValueError
            If the text holds fewer than two such words, or fewer than `size`.

        Examples
        --------
        >>> number([["the", "cat", "and", "the", "dog"]]).vocabulary(size=2).words
        ('the', 'and')
        """
        return Vocabulary.from_tallies(self.types, self.tallies, size, min_count)

    def blocks(self, size: int = _BLOCK) -> Iterator[NDArray[np.int32]]:
        """The text, piece by piece.

        Parameters
        ----------
        size : int
            At most so many numbers a block.

        Yields
        ------
        ndarray of int32
            The words' numbers, and -1 after each document. Put together they are the whole text. A block ends where a
            document does, unless a document is longer than a block.

        Raises
        ------
        TypeError, ValueError
            If `size` is no whole number >= 1, or the text is closed.

        Examples
        --------
        >>> [block.tolist() for block in number([["a", "b"], ["b"]]).blocks(size=4)]
        [[0, 1, -1], [1, -1]]
        """
        yield from self._stream.blocks(_validate.integer("size", size, 1))

    def close(self) -> None:
        """Let go of the memory and of the file, if there is one. Types and tallies stay.

        Examples
        --------
        >>> text = number([["the", "cat"]], spill=0)
        >>> text.close()
        """
        self._stream.close()

    def __repr__(self) -> str:
        return f"Numbered(n_documents={self.n_documents}, n_tokens={self.n_tokens}, n_types={self.n_types})"

    def __enter__(self) -> Numbered:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def number(
    documents: Iterable[str | Sequence[str]], tokenizer: Callable[[str], Sequence[str]] = tokenize, spill: int = SPILL
) -> Numbered:
    """Read a text once: number its words as they are met, and count them.

    Parameters
    ----------
    documents : iterable of str or of sequences of str
        Texts, or tokenised documents. A generator will do, and may yield more than the memory holds.
    tokenizer : callable
        Turns a text into a list of words.
    spill : int
        Bytes of numbers, four a word, that are held in memory; a longer text goes to a temporary file.

    Returns
    -------
    Numbered

    Raises
    ------
    TypeError
        If `documents` is one string, a document holds anything but strings, or the tokenizer does not return words.
    OSError
        If the disk is full. Nothing is left there.

    Examples
    --------
    >>> number(["The cat saw.", "A dog saw the cat."]).tallies
    array([2, 2, 2, 1, 1])
    """
    _validate.function("tokenizer", tokenizer)
    spill = _validate.integer("spill", spill, 0)
    numbers, stream, tallies = Met(), Stream(spill), np.zeros(1, dtype=np.int64)
    try:
        with bar() as progress:
            for batch in batches(documents, numbers, tokenizer):
                stream.append(batch)
                here = np.bincount(batch + 1, minlength=len(numbers))
                here[: len(tallies)] += tallies
                tallies = here
                progress.update(len(batch))
        types = numbers.types()
        for token in types:
            if not isinstance(token, str):
                raise TypeError(f"documents hold {token!r}, which is no string; drop or replace missing tokens")
        return Numbered(types, tallies[1:], int(tallies[0]), stream)
    except BaseException:
        stream.close()  # an interrupted run leaves no file
        raise
