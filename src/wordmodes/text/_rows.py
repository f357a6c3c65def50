"""A text as blocks of a vocabulary's rows: unknown words in place or gone, frequent ones thinned, windows whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wordmodes import _validate
from wordmodes._validate import Seed
from wordmodes.text._stream import END
from wordmodes.text.vocabulary import Vocabulary

_CERTAIN = 1 << 53  # draws lie below it


@dataclass(frozen=True)
class Choice:
    """Which tokens take a place: unknown words (row V) or not, and the chance of each known one.

    Attributes
    ----------
    V : int
    drop : bool
        Unknown words take none.
    chances : ndarray or None
        A word's chance to be kept, times 2^53.
    key : int
        A token's draw depends on the key and on the token's place in the text, and on nothing else.
    """

    V: int
    drop: bool = False
    chances: NDArray[np.int64] | None = None
    key: int = 0

    def __call__(self, rows: NDArray[np.int32], start: int) -> NDArray[np.int32]:
        """The rows that take a place, of those from place `start` of the text on."""
        if not self.drop and self.chances is None:
            return rows
        keep = rows != self.V if self.drop else np.ones(len(rows), dtype=bool)
        if self.chances is not None:
            draws = np.random.PCG64(self.key).advance(start).random_raw(len(rows)) >> np.uint64(11)
            keep &= draws < self.chances.astype(np.uint64)[rows]  # the last chance is an end's, whose row is -1
        return rows[keep]


def thinning(vocabulary: Vocabulary, thin: float | None, seed: Seed) -> tuple[NDArray[np.int64] | None, int]:
    """The chances for a `Choice`, and its key."""
    rng = _validate.generator("seed", seed)
    if thin is None:
        return None, 0
    thin = _validate.real("thin", thin, above=0)
    if not vocabulary.counts.any():
        raise ValueError("thin needs to know how often words occur, and the vocabulary's counts are all 0")
    return _chances(vocabulary.counts, thin), int(rng.integers(2**63))


def blocks(
    parts: Iterable[NDArray[np.int32]], choice: Choice, window: int, size: int, start: int = 0
) -> Iterator[tuple[NDArray[np.int32], int, int]]:
    """Blocks of some `size` rows with the context before each: rows, how many are context, numbers read for them.

    Wherever the text is cut, a block begins with as much of the document that it goes on with as the window reaches.
    """
    held: list[NDArray[np.int32]] = []
    context = np.empty(0, dtype=np.int32)
    fresh = read = 0
    for part in parts:
        kept = choice(part, start)
        held.append(kept)
        start, read, fresh = start + len(part), read + len(part), fresh + len(kept)
        if fresh >= size:
            rows = np.concatenate([context, *held])
            yield rows, len(context), read
            context = _open_end(rows, window)
            held, fresh, read = [], 0, 0
    if held:
        yield np.concatenate([context, *held]), len(context), read


def _open_end(rows: NDArray[np.int32], window: int) -> NDArray[np.int32]:
    """What a document that is not over reaches on with."""
    last = rows[max(0, len(rows) - window) :]
    ends = np.flatnonzero(last == END)
    return (last[ends[-1] + 1 :] if len(ends) else last).copy()


def _chances(counts: NDArray[np.int64], threshold: float) -> NDArray[np.int64]:
    """The chance of each word to be kept, times 2^53: word2vec's, as gensim computes it; then those of V and of -1."""
    with np.errstate(divide="ignore", over="ignore"):
        f = counts / counts.sum() / threshold
        chance = np.where(counts > 0, 1 / np.sqrt(f) + 1 / f, 1.0)
    return np.append((np.minimum(chance, 1.0) * _CERTAIN).astype(np.int64), [_CERTAIN, _CERTAIN])
