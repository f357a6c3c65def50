"""The loops of counting in numpy and scipy, where there is no numba: in the browser, and for texts that are short.

What the arguments mean stands in `_kernels`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

_HELD = 1 << 21  # pairs that are sorted at a time


def add_table(
    rows: NDArray[np.int32],
    fresh: int,
    reach: int,
    weight: int,
    step: int,
    head: NDArray[np.int64],
    size: int,
    table: NDArray[np.int64],
    kind: NDArray[Any],
) -> None:
    """Add the pairs to the rows of a table; `head`, `size` and `kind` are for the compiled loop."""
    V, flat = len(table), table.reshape(-1)
    for low, high, w in _pairs(rows, fresh, reach, weight, step, V):
        np.add.at(flat, high * V + low, w)


def add_sparse(
    rows: NDArray[np.int32],
    fresh: int,
    reach: int,
    weight: int,
    step: int,
    head: NDArray[np.int64],
    size: int,
    V: int,
    kind: NDArray[Any],
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[Any]]:
    """Add the pairs of the first `size` words to the triangle `head`; of the others, the rows from `size` on as CSR."""
    tail = csr_array((V - size, V), dtype=kind.dtype)
    parts: list[tuple[NDArray[Any], ...]] = []
    held = 0
    for low, high, w in _pairs(rows, fresh, reach, weight, step, V):
        beyond = high >= size
        np.add.at(head, _place(high[~beyond]) + low[~beyond], w)
        low, high = low[beyond], high[beyond] - size
        parts.append((np.full(len(low), w, dtype=kind.dtype), high, low))
        held += len(low)
        if held >= _HELD:
            tail, parts, held = tail + _summed(parts, tail.shape), [], 0
    if held:
        tail = tail + _summed(parts, tail.shape)
    return tail.indptr, tail.indices, tail.data


def _place(row: NDArray[np.int64]) -> NDArray[np.int64]:
    return row * (row + 1) // 2


def _summed(parts: list[tuple[NDArray[Any], ...]], shape: tuple[int, int]) -> csr_array:
    data, row, column = map(np.concatenate, zip(*parts, strict=True))
    return coo_array((data, (row, column)), shape=shape).tocsr()


def _pairs(
    rows: NDArray[np.int32], fresh: int, reach: int, weight: int, step: int, size: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], int]]:
    """The pairs of the first `size` words, by distance: the smaller row, the larger, and what the pair weighs."""
    places = np.arange(len(rows))
    room = places - np.maximum.accumulate(np.where(rows < 0, places, -1)) - 1  # tokens before it in its document
    right = np.flatnonzero((rows >= 0) & (rows < size) & (places >= fresh))
    for j in range(1, reach + 1):
        right = right[room[right] >= j]
        if not len(right):
            return
        a, b = rows[right - j].astype(np.int64), rows[right].astype(np.int64)
        known = a < size
        a, b = a[known], b[known]
        yield np.minimum(a, b), np.maximum(a, b), weight - (j - 1) * step
