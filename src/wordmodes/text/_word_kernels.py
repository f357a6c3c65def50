"""Words found and numbered by compiled loops: a hash table of bytes.

The table: `slots` has a word's number where its hash says, or -1; word t has hash `hashes[t]` and ends at `ends[t]` of
`arena`, where word t - 1 ends being where it begins. A word that is met for the first time gets the next number, unless
`other` >= 0 stands for all such.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from wordmodes.text._kernels import compiled

APART, ENDS = -1, -2  # what a byte may be but part of a word: what parts words, what ends a document


@compiled
def read(
    text: NDArray[np.uint8],
    place: int,
    letters: NDArray[np.int16],
    slots: NDArray[np.int32],
    hashes: NDArray[np.uint64],
    ends: NDArray[np.int64],
    arena: NDArray[np.uint8],
    n: int,
    other: int,
    out: NDArray[np.int32],
    written: int,
) -> tuple[int, int, int]:
    """Write the numbers of a text's words, from a place on, and -1 where a document ends; stop where the table is full.

    Gives the place, how many numbers are written, and how many words the table has.
    """
    while place < len(text) and 2 * n < len(slots):
        letter = letters[text[place]]
        if letter < 0:
            if letter == ENDS:
                out[written] = -1
                written += 1
            place += 1
            continue
        first = ends[n - 1] if n else 0
        last, hashed = first, np.uint64(_BASIS)
        while letter >= 0:
            arena[last] = letter
            hashed = (hashed ^ np.uint64(letter)) * np.uint64(_PRIME)
            last, place = last + 1, place + 1
            if place == len(text):
                break
            letter = letters[text[place]]
        out[written], n = _numbered(slots, hashes, ends, arena, n, other, first, last, hashed)
        written += 1
    return place, written, n


@compiled
def read_apart(
    text: NDArray[np.uint8],
    stops: NDArray[np.int64],
    place: int,
    slots: NDArray[np.int32],
    hashes: NDArray[np.uint64],
    ends: NDArray[np.int64],
    arena: NDArray[np.uint8],
    n: int,
    other: int,
    out: NDArray[np.int32],
) -> tuple[int, int]:
    """Write the numbers of words of any bytes, of which word k ends at `stops[k]`; stop where the table is full."""
    while place < len(stops) and 2 * n < len(slots):
        first = ends[n - 1] if n else 0
        last, hashed = first, np.uint64(_BASIS)
        for k in range(stops[place - 1] if place else 0, stops[place]):
            arena[last] = text[k]
            hashed = (hashed ^ np.uint64(text[k])) * np.uint64(_PRIME)
            last += 1
        out[place], n = _numbered(slots, hashes, ends, arena, n, other, first, last, hashed)
        place += 1
    return place, n


@compiled
def refill(slots: NDArray[np.int32], hashes: NDArray[np.uint64], n: int) -> None:
    """Find the words' slots anew, in a longer table."""
    mask = np.uint64(len(slots) - 1)
    for word in range(n):
        slot = _slot(hashes[word], mask)
        while slots[slot] >= 0:
            slot = (slot + np.uint64(1)) & mask
        slots[slot] = word


_BASIS, _PRIME = 14695981039346656037, 1099511628211  # of the hash FNV-1a


@numba.njit(inline="always")
def _slot(hashed: Any, mask: Any) -> Any:
    return (hashed ^ (hashed >> np.uint64(32))) & mask


@numba.njit(inline="always")
def _numbered(
    slots: NDArray[np.int32],
    hashes: NDArray[np.uint64],
    ends: NDArray[np.int64],
    arena: NDArray[np.uint8],
    n: int,
    other: int,
    first: int,
    last: int,
    hashed: Any,
) -> tuple[int, int]:
    """The number of the word that lies in the arena from `first` to `last`, after all others; how many there are."""
    mask = np.uint64(len(slots) - 1)
    slot = _slot(hashed, mask)
    while slots[slot] >= 0:
        word = slots[slot]
        begin = ends[word - 1] if word else 0
        if hashes[word] == hashed and ends[word] - begin == last - first:
            k = 0
            while k < last - first and arena[begin + k] == arena[first + k]:
                k += 1
            if k == last - first:
                return word, n
        slot = (slot + np.uint64(1)) & mask
    if other >= 0:
        return other, n
    slots[slot], hashes[n], ends[n] = n, hashed, last
    return n, n + 1
