"""The lower triangle of symmetric counts, row after row, in which each pair of words stands once."""

from __future__ import annotations

from collections.abc import Iterable
from math import isqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, issparse, tril

from wordmodes.text._merging import canonical, triangle_as_table

Triangle = NDArray[np.int32]


def starts_of(size: int) -> NDArray[np.int64]:
    """Where each of `size` rows begins, and where the last one ends."""
    return np.cumsum(np.arange(size + 1), dtype=np.int64)


def size_of(triangle: Triangle) -> int:
    """How many rows there are."""
    return (isqrt(8 * len(triangle) + 1) - 1) // 2


def lower(counts: NDArray[np.int64] | csr_array) -> Triangle:
    """The lower triangle L of counts L + Lᵀ, row after row: what a word counts with itself is halved."""
    V = counts.shape[0]
    if issparse(counts):
        below = tril(counts, format="coo")
        triangle = np.zeros(V * (V + 1) // 2, dtype=np.int64)
        triangle[starts_of(V)[below.row] + below.col] = below.data
    else:
        triangle = np.concatenate([row[: i + 1] for i, row in enumerate(counts)])
    diagonal = starts_of(V)[1:] - 1
    if (triangle[diagonal] & 1).any():
        raise ValueError("counts must be even on the diagonal, where each pair counts both ways")
    triangle[diagonal] >>= 1
    if triangle.min() < 0 or triangle.max() >= 1 << 31:
        raise ValueError("counts must lie between 0 and 2^31 to be packed")
    return triangle.astype(np.int32)


def table(triangle: Triangle) -> NDArray[np.int64]:
    """L + Lᵀ of a lower triangle."""
    return triangle_as_table(triangle.astype(np.int64), size_of(triangle))


def sparse(blocks: Iterable[Triangle], size: int) -> csr_array:
    """L + Lᵀ of a lower triangle that comes in blocks, without a table."""
    starts = starts_of(size)
    lengths = np.zeros(size, dtype=np.int64)
    columns, data = np.empty((2, starts[-1]), dtype=np.int32)  # takes no memory where nothing is written
    start = stored = 0
    for block in blocks:
        there = np.flatnonzero(block != 0)  # of truth values, which numpy finds sooner than numbers
        data[stored : stored + len(there)] = block[there]
        first, last = np.searchsorted(starts, start, "right") - 1, np.searchsorted(starts, start + len(block))
        cuts = np.searchsorted(there, starts[first : last + 1] - start)
        lengths[first:last] += np.diff(cuts)
        for row, a, b in zip(range(first, last), cuts, cuts[1:], strict=False):
            there[a:b] -= starts[row] - start
        columns[stored : stored + len(there)] = there
        start, stored = start + len(block), stored + len(there)
    L = canonical(data[:stored], columns[:stored], _indptr(np.cumsum(lengths)), (size, size))
    return _doubled(L, L.tocsc())


def _doubled(L: csr_array, U: Any) -> csr_array:
    """L + Lᵀ: a row is that of L, up to the diagonal, and then that of Lᵀ, a column of L, from there on."""
    V = L.shape[0]
    both = (L.diagonal() > 0).astype(np.int64)
    ends = np.cumsum(np.diff(L.indptr) + np.diff(U.indptr) - both)
    indices, data = np.empty(ends[-1], dtype=np.int32), np.empty(ends[-1], dtype=np.int64)
    start = 0
    for i, end in enumerate(ends.tolist()):
        a, b, c, d = L.indptr[i], L.indptr[i + 1], U.indptr[i] + both[i], U.indptr[i + 1]
        middle = start + b - a
        indices[start:middle], indices[middle:end] = L.indices[a:b], U.indices[c:d]
        data[start:middle], data[middle:end] = L.data[a:b], U.data[c:d]
        if both[i]:
            data[middle - 1] *= 2
        start = end
    made = csr_array((data, indices, _indptr(ends)), shape=(V, V))
    made.has_sorted_indices = made.has_canonical_format = True
    return made


def _indptr(ends: NDArray[np.int64]) -> NDArray[Any]:
    """Where rows begin, in four bytes if these do, as scipy wants it of an array whose columns take four."""
    return np.append(0, ends).astype(np.int32 if ends[-1] < 1 << 31 else np.int64)
