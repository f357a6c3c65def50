"""A table of words that gives each a number, as a dictionary does, several times as fast."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from wordmodes.text import _word_kernels as loops
from wordmodes.text._reading import lowered
from wordmodes.text._word_kernels import APART, ENDS

if TYPE_CHECKING:
    from wordmodes.text._reading import Known, Met

_BYTES = 1 << 20  # numbered at a time; what that takes beside the text is about ten times as much

_bytes = np.arange(256)

# Of a text: lowercase letters stay, capitals become such, and every other byte parts words, but for one that UTF-8 does
# not have and that ends a document.
LETTERS = np.where((_bytes >= 97) & (_bytes <= 122), _bytes, APART).astype(np.int16)
LETTERS[65:91] = _bytes[97:123]
# Of words with a zero between: every other byte is part of one.
ANYTHING = _bytes.astype(np.int16)
ANYTHING[0] = APART
LETTERS[255] = ANYTHING[255] = ENDS


def batches(pieces: Iterator[Any], mark: object, numbers: Met | Known, n: int) -> Iterator[NDArray[np.int32]]:
    """The numbers of texts and runs of tokens, and -1 for each mark; document n is the first."""
    held: list[bytes] = []
    size, texts = 0, False
    table = numbers.table
    assert table is not None
    for piece in pieces:
        part = b"\xff" if piece is mark else _as_bytes(piece)
        if size >= _BYTES or (size and (part is None or (piece is not mark and texts != isinstance(piece, str)))):
            yield table.read(b"".join(held), LETTERS if texts else ANYTHING)
            held, size = [], 0
        if part is None:
            yield np.array([_number(token, numbers, n) for token in piece], dtype=np.int32)
        else:
            held.append(part)
            size += len(part)
        if piece is mark:
            n += 1
        else:
            texts = isinstance(piece, str)
    if size:
        yield table.read(b"".join(held), LETTERS if texts else ANYTHING)


class Table:
    """Words numbered in the order in which they are met; or some that are known, and one number for all others."""

    def __init__(self, words: Iterable[str], known: bool) -> None:
        self.n = 0
        self.other = -1
        self._slots = np.full(1 << 16, -1, dtype=np.int32)
        self._hashes = np.empty(1 << 15, dtype=np.uint64)
        self._ends = np.empty(1 << 15, dtype=np.int64)
        self._arena = np.empty(1 << 18, dtype=np.uint8)
        self.intern(list(words))
        if known:
            self.other = self.n

    def read(self, text: bytes, letters: NDArray[np.int16]) -> NDArray[np.int32]:
        """The numbers of the words of UTF-8 text, and -1 where a document ends."""
        given = np.frombuffer(text, dtype=np.uint8)
        out = np.empty(len(given), dtype=np.int32)
        place = written = 0
        while True:
            self._grow(len(given) - place)
            place, written, self.n = loops.read(given, place, letters, *self._parts(), out, written)
            if place == len(given):
                return out[:written].copy()

    def intern(self, words: Sequence[str]) -> NDArray[np.int32]:
        """The numbers of words of any characters, and of none."""
        encoded = [word.encode("utf-8", "surrogatepass") for word in words]
        given = np.frombuffer(b"".join(encoded), dtype=np.uint8)
        stops = np.cumsum(np.fromiter(map(len, encoded), dtype=np.int64, count=len(encoded)))
        out = np.empty(len(encoded), dtype=np.int32)
        place = 0
        while place < len(out):
            self._grow(len(given))
            place, self.n = loops.read_apart(given, stops, place, *self._parts(), out)
        return out

    def words(self) -> tuple[str, ...]:
        """The words by their numbers."""
        held = self._arena[: self._ends[self.n - 1] if self.n else 0].tobytes()
        stops = self._ends[: self.n].tolist()
        return tuple(held[a:b].decode("utf-8", "surrogatepass") for a, b in zip([0, *stops], stops, strict=False))

    def _parts(self) -> tuple[Any, ...]:
        return self._slots, self._hashes, self._ends, self._arena, self.n, self.other

    def _grow(self, size: int) -> None:
        """Make room for so many bytes more, and keep half of the slots free."""
        least = (int(self._ends[self.n - 1]) if self.n else 0) + size
        if least > len(self._arena):
            self._arena = _longer(self._arena, max(2 * len(self._arena), least))
        if 2 * self.n >= len(self._slots):
            self._slots = np.full(4 * len(self._slots), -1, dtype=np.int32)
            self._hashes = _longer(self._hashes, len(self._slots) // 2)
            self._ends = _longer(self._ends, len(self._slots) // 2)
            loops.refill(self._slots, self._hashes, self.n)


def _longer(values: NDArray[Any], length: int) -> NDArray[Any]:
    longer = np.empty(length, dtype=values.dtype)
    longer[: len(values)] = values
    return longer


def _as_bytes(piece: Any) -> bytes | None:
    """A text, or tokens with a zero after each; None if some are no strings, are empty, or hold a zero."""
    if isinstance(piece, str):
        return lowered(piece).encode("utf-8", "replace") + b"\n"
    if not piece:
        return b""
    try:
        joined = "\0".join(piece)
    except TypeError:
        return None
    if joined.count("\0") != len(piece) - 1 or "\0\0" in f"\0{joined}\0":
        return None
    return joined.encode("utf-8", "surrogatepass") + b"\0"


def _number(token: Any, numbers: Met | Known, n: int) -> int:
    """The number of a token of any kind, of document n."""
    table = numbers.table
    assert table is not None
    if isinstance(token, str):
        return int(table.intern([token])[0])
    try:
        hash(token)
    except TypeError as error:
        raise TypeError(f"documents[{n}] must hold tokens, which are strings ({error})") from None
    if table.other < 0:
        raise TypeError(f"documents hold {token!r}, which is no string; drop or replace missing tokens")
    return table.other
