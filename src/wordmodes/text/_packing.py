"""Symmetric counts in a small file, of which the first words can be read alone.

What is packed is the lower triangle, row after row. Most of it is noise that nothing can shorten: a pair that met once
counts 1, 2, … or L, each as likely as the others. So the leading bits of a count are its *symbol*, and the rest are
stored as they are. A symbol is coded by how often it occurs among the pairs of its *context*, which is what is expected
of a pair before its count is known:

- the nearest product of whole-numbered vectors, one a word, to log2(count + 1): its leading modes by modulus, rounded.
  A float32 holds such products exactly, so that every machine finds the same;
- or, where the same words have been counted in another window, the symbol of that count.

The coder is the range variant of asymmetric numeral systems. Its states stand side by side in an array, and each step
takes a count out of every one of them, so that numpy decodes fifty million in about a second.

References
----------
Duda (2013), arXiv 1311.2540; Giesen (2014), arXiv 1402.3392, whose interleaved states these are.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wordmodes.text._triangles import Triangle, size_of, starts_of

File = Mapping[str, NDArray[Any]]

_MAGIC = b"wordmodes counts 1\n"
_DIGEST = hashlib.sha256().digest_size
_MISGUIDED = "it was packed with another guide"

_LARGE = 1 << 23  # counts from here on are few, and listed apart
_KEPT = 2  # bits that a symbol keeps after the first one that is set; of 0 to 7 all
_SYMBOLS = np.arange((_LARGE.bit_length() - _KEPT) << _KEPT, dtype=np.int64)
_SHIFT = np.maximum((_SYMBOLS >> _KEPT) - 1, 0)  # how many bits follow
_BASE = (_SYMBOLS - (_SHIFT << _KEPT)) << _SHIFT  # the count, if all of them are 0

_MODES = 32
_UNIT = 16  # what 1 is in the rounded modes, whose entries stay below 128 in modulus
_CONTEXTS = 128
_FINENESS = 4  # contexts for each factor of two in what is expected
_LOWEST = 2  # the first of them is 2^-2

_STATES = 1 << 13
_STEPS = 64  # taken before the counts are passed on
_SCALE = 12  # a context's frequencies sum to 2^12
_WORD = 32  # bits that a state gives away or takes in; between two steps it holds 33 to 64


def pack(triangle: Triangle, guide: Triangle | None = None, states: int = _STATES) -> bytes:
    """A triangle as a file; smaller if the same words' triangle of another window will be at hand to read it."""
    size = size_of(triangle)
    modes, signs = _modes(triangle) if guide is None else (np.zeros((size, 0), np.int8), np.zeros(0, np.int8))
    contexts = _contexts(modes, signs, size, guide)
    large = np.flatnonzero(triangle >= _LARGE)
    last, words, frequencies = _encoded(triangle, contexts, min(states, len(triangle)))
    file = io.BytesIO()
    np.savez_compressed(
        file,
        modes=modes,
        signs=signs,
        frequencies=frequencies.astype(np.uint16),
        states=last,
        words=words,
        large=np.stack([large, triangle[large]]),
    )
    return _MAGIC + hashlib.sha256(file.getvalue()).digest() + file.getvalue()


def unpacked(data: bytes, size: int, guide: Triangle | None = None) -> Iterator[Triangle]:
    """The triangle of the first `size` words out of what `pack` made, in blocks."""
    file = _opened(data)
    if size > (V := len(file["modes"])):
        raise ValueError(f"size must be at most {V}, since no more words are packed, got {size}")
    contexts = _contexts(file["modes"], file["signs"], size, guide)
    where, large = file["large"]
    start = 0
    for counts in _decoded(contexts, file, whole=size == V):
        here = slice(*np.searchsorted(where, (start, start + len(counts))))
        counts[where[here] - start] = large[here]
        start += len(counts)
        yield counts


def _opened(data: bytes) -> File:
    """The arrays in a file that is as it was written."""
    rest = memoryview(data)[len(_MAGIC) + _DIGEST :]
    if not data.startswith(_MAGIC):
        raise ValueError("it does not begin as packed counts do; is it another file?")
    if hashlib.sha256(rest).digest() != data[len(_MAGIC) : len(data) - len(rest)]:
        raise ValueError("it is damaged or cut short: its SHA-256 is not the one that was written into it")
    with np.load(io.BytesIO(rest), allow_pickle=False) as file:
        return dict(file)


def _symbols(triangle: Triangle) -> NDArray[np.uint8]:
    counts = np.minimum(triangle, _LARGE - 1)
    shift = np.maximum(np.frexp(counts.astype(np.float32))[1] - 1 - _KEPT, 0)  # exact, below 2^24
    return ((shift << _KEPT) + (counts >> shift)).astype(np.uint8)


def _modes(triangle: Triangle) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Leading modes of log2(count + 1), each times the root of |eigenvalue|, rounded; and the eigenvalues' signs."""
    size = size_of(triangle)
    logs = np.zeros((size, size), dtype=np.float32)
    for i, start in enumerate(starts_of(size)[:-1]):
        logs[i, : i + 1] = np.log2(triangle[start : start + i + 1] + np.float32(1))
    logs = np.maximum(logs, logs.T)
    basis = np.random.default_rng(0).standard_normal((size, min(3 * _MODES, size)), dtype=np.float32)
    for _ in range(6):
        basis = np.linalg.qr(logs @ basis).Q
    values, vectors = np.linalg.eigh(basis.T @ (logs @ basis))
    leading = np.argsort(-np.abs(values))[:_MODES]
    modes = basis @ vectors[:, leading] * np.sqrt(np.abs(values[leading])) * _UNIT
    return np.rint(modes).clip(-127, 127).astype(np.int8), np.sign(values[leading]).astype(np.int8)


def _contexts(modes: NDArray[np.int8], signs: NDArray[np.int8], size: int, guide: Triangle | None) -> NDArray[np.uint8]:
    """What is expected of each pair."""
    if guide is not None:
        return _symbols(guide[: size * (size + 1) // 2])
    contexts = np.empty(size * (size + 1) // 2, dtype=np.uint8)
    right = modes.astype(np.float32)
    left = right * signs * np.float32(_FINENESS / _UNIT**2)  # a power of two, so that products stay exact
    start = 0
    for first in range(0, size, 512):
        strip = left[first : min(first + 512, size)] @ right[: first + 512].T
        strip += _FINENESS * _LOWEST
        for i, row in enumerate(strip.clip(0, _CONTEXTS - 1).astype(np.uint8), first):
            contexts[start : start + i + 1] = row[: i + 1]
            start += i + 1
    return contexts


def _frequencies(symbols: NDArray[np.uint8], contexts: NDArray[np.uint8]) -> NDArray[np.int64]:
    """How often each symbol occurs in each context, in parts of 2^12; what occurs has one of them at least."""
    joint = contexts * np.int64(len(_SYMBOLS)) + symbols
    counted = np.bincount(joint, minlength=_CONTEXTS * len(_SYMBOLS)).reshape(_CONTEXTS, -1)
    frequencies = np.zeros_like(counted)
    frequencies[:, 0] = 1 << _SCALE
    for context in np.flatnonzero(counted.any(axis=1)):
        seen = counted[context]
        row = np.maximum((seen << _SCALE) // seen.sum(), seen > 0)
        while lacking := (1 << _SCALE) - row.sum():
            most = row.argmax()
            row[most] += max(lacking, -(row[most] // 2))
        frequencies[context] = row
    return frequencies


def _encoded(
    triangle: Triangle, contexts: NDArray[np.uint8], states: int
) -> tuple[NDArray[np.uint64], NDArray[np.uint32], NDArray[np.int64]]:
    """The states that decoding starts from, the words that it takes in, and the frequencies."""
    symbols = _symbols(triangle)
    frequencies = _frequencies(symbols, contexts)
    starts = (np.cumsum(frequencies, axis=1) - frequencies).astype(np.uint64)
    shifts, bases, often = (values.astype(np.uint64) for values in (_SHIFT, _BASE, frequencies))
    state = np.full(states, 1 << _WORD, dtype=np.uint64)
    words = []
    for first in reversed(range(0, len(triangle), states)):
        symbol = symbols[first : first + states]
        which = contexts[first : first + states], symbol
        counts = np.minimum(triangle[first : first + states], _LARGE - 1).astype(np.uint64)
        x, f, shift = state[: len(symbol)], often[which], shifts[symbol]
        full = x >> _WORD >= f << np.uint64(_WORD - _SCALE) - shift
        words.append(x[full].astype(np.uint32))
        x[full] >>= _WORD
        x <<= shift
        x += counts - bases[symbol]
        x[:] = (x // f << _SCALE) + x % f + starts[which]
    return state, np.concatenate(words[::-1]), frequencies


def _decoded(contexts: NDArray[np.uint8], file: File, whole: bool) -> Iterator[Triangle]:
    """The counts of pairs whose contexts are known, in blocks."""
    words, state = file["words"], file["states"]
    table = _slots(file["frequencies"].astype(np.int64))
    n, taken = len(contexts), 0
    for first in range(0, n, _STEPS * len(state)):
        found = np.empty(min(_STEPS * len(state), n - first), dtype=np.int32)
        for start in range(0, len(found), len(state)):
            out = found[start : start + len(state)]
            x = state[: len(out)]
            slot = np.left_shift(contexts[first + start : first + start + len(out)], _SCALE, dtype=np.intp)
            slot |= (x & (1 << _SCALE) - 1).astype(np.intp)  # of 32 bits in the browser
            entry = table.take(slot, mode="clip")
            x >>= _SCALE
            x *= entry & 0x1FFF
            entry >>= 13
            x += entry & 0xFFF
            entry >>= 12
            shift = entry & 0x1F
            entry >>= 5
            entry += x
            x >>= shift
            entry -= x << shift
            out[:] = entry
            low = np.flatnonzero(x < 1 << _WORD)
            taken += len(low)
            if taken > len(words):
                raise ValueError(_MISGUIDED)
            x[low] = x[low] << _WORD | words[taken - len(low) : taken]
        yield found
    if whole and (taken != len(words) or (state != 1 << _WORD).any()):
        raise ValueError(_MISGUIDED)


def _slots(frequencies: NDArray[np.int64]) -> NDArray[np.uint64]:
    """What the last 12 bits of a state mean in each context.

    From the lowest bits up: 13 of the symbol's frequency, 12 of the slot among the symbol's own, 5 of how many bits
    follow, and the count without them.
    """
    starts = np.cumsum(frequencies, axis=1) - frequencies
    entry = frequencies | _SHIFT << 25 | _BASE << 30
    times = frequencies.ravel().astype(np.intp)
    slot = np.tile(np.arange(1 << _SCALE, dtype=np.int64), len(frequencies)) - np.repeat(starts.ravel(), times)
    return (np.repeat(entry.ravel(), times) | slot << 13).astype(np.uint64)
