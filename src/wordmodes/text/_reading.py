"""Documents turned into numbers in one pass: batch by batch, whatever the length of a document."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from wordmodes import _validate
from wordmodes.text._stream import END
from wordmodes.text.corpus import tokenize, tokenized
from wordmodes.text.documents import Documents

if TYPE_CHECKING:
    from wordmodes.text._words import Table

_BATCH = 1 << 17  # tokens looked up at a time
_FEW = 1 << 21  # tokens that a dictionary numbers sooner than numba is imported
_SLICE = 1 << 20  # characters tokenised at a time

_MARK = object()  # stands among the tokens for the end of a document

# Lowercase letters stay, capitals become such, and every other byte of UTF-8 parts words.
_LETTERS = bytes(c + 32 if 65 <= c <= 90 else c if 97 <= c <= 122 else 32 for c in range(256))
_LOWER_TO_ASCII = ("\u0130", "\u212a")  # İ and the Kelvin sign: alone beyond ASCII, their lowercase holds i and k
_PARTS = re.compile("[^a-zA-Z\u0130\u212a]")


class Met(dict[Any, int]):
    """Numbers given to tokens as they are first met."""

    def __init__(self) -> None:
        self[_MARK] = END
        self.table: Table | None = None  # in which they are, once there are many

    def __missing__(self, token: Any) -> int:
        self[token] = number = len(self) - 1
        return number

    def __len__(self) -> int:
        return super().__len__() if self.table is None else self.table.n + 1

    def types(self) -> tuple[Any, ...]:
        """The tokens in the order of their numbers."""
        return tuple(islice(self, 1, None)) if self.table is None else self.table.words()


class Known(dict[Any, int]):
    """Rows of a vocabulary's words; every other token has one number, that of the row after the last."""

    def __init__(self, index: Mapping[str, int]) -> None:
        super().__init__(index)
        self._other = len(index)
        self[_MARK] = END
        self.table: Table | None = None

    def __missing__(self, token: Any) -> int:
        return self._other


def batches(
    documents: Iterable[Any], numbers: Met | Known, tokenizer: Callable[[str], Sequence[str]] | None = None
) -> Iterator[NDArray[np.int32]]:
    """The documents' numbers with -1 after each document, batch by batch. Texts only with a tokenizer.

    They are looked up in a dictionary; texts in a compiled table, as soon as that pays.
    """
    pieces, tokens = _pieces(documents, tokenizer), []
    n = first = read = 0
    texts = False
    for piece in pieces:
        if piece is _MARK:
            tokens.append(_MARK)
            n += 1
        else:
            texts = isinstance(piece, str)
            tokens.extend(words(piece) if texts else piece)
        if len(tokens) >= _BATCH:
            yield _numbered(tokens, numbers, first)
            tokens, first, read = [], n, read + len(tokens)
            if texts and (compiled := _compiled(numbers, read)) is not None:
                yield from compiled.batches(pieces, _MARK, numbers, n)
                return
    if tokens:
        yield _numbered(tokens, numbers, first)


def words(text: str) -> list[str]:
    """What `corpus.tokenize` makes of a text, twice as fast."""
    return lowered(text).encode("utf-8", "replace").translate(_LETTERS).decode("ascii").split()


def lowered(text: str) -> str:
    """The text with those characters in lowercase that hold one of a to z only then."""
    for letter in _LOWER_TO_ASCII:
        if letter in text:
            text = text.replace(letter, letter.lower())
    return text


def _compiled(numbers: Met | Known, read: int) -> ModuleType | None:
    """The compiled reader, its table filled, if that pays for a text of which so many tokens have been read."""
    if read < _FEW and "wordmodes.text._words" not in sys.modules:
        return None
    try:
        from wordmodes.text import _words
    except ImportError:  # as in the browser
        return None
    known = [token for token in numbers if token is not _MARK]
    if not all(isinstance(token, str) for token in known):
        return None  # an error that is said when all is read
    numbers.table = _words.Table(known, isinstance(numbers, Known))
    return _words


def _apart(documents: Any, tokenizer: Callable[[str], Sequence[str]] | None) -> Iterator[tuple[Any, bool]]:
    """Documents, each whole, or from files in pieces; with whether a document ends there."""
    if isinstance(documents, Documents) and tokenizer is tokenize:
        yield from documents.pieces()
    else:
        for document in _validate.documents("documents", documents, texts=tokenizer is not None):
            yield document, True


def _pieces(documents: Any, tokenizer: Callable[[str], Sequence[str]] | None) -> Iterator[Any]:
    """The documents as texts, where the tokenizer is the usual one, and runs of tokens; _MARK after each document."""
    for document, ends in _apart(documents, tokenizer):
        if isinstance(document, str) and tokenizer is not None:
            yield from _slices(document) if tokenizer is tokenize else (tokenized(tokenizer, document),)
        elif isinstance(document, list) and len(document) <= _BATCH:
            yield document
        else:
            rest = iter(document)
            while piece := list(islice(rest, _BATCH)):
                yield piece
        if ends:
            yield _MARK


def _slices(text: str) -> Iterator[str]:
    """A text cut between words."""
    start = 0
    while start < len(text):
        apart = _PARTS.search(text, start + _SLICE)
        stop = apart.end() if apart else len(text)
        yield text[start:stop]
        start = stop


def _numbered(tokens: Sequence[Any], numbers: Met | Known, first: int) -> NDArray[np.int32]:
    try:
        return np.fromiter(map(numbers.__getitem__, tokens), dtype=np.int32, count=len(tokens))
    except TypeError as error:
        n = first
        for token in tokens:
            n += token is _MARK
            try:
                hash(token)
            except TypeError:
                break
        raise TypeError(f"documents[{n}] must hold tokens, which are strings ({error})") from None
