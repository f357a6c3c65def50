"""The loops of counting in numpy and scipy, where there is no numba: in the browser, and for texts that are short.

What the arguments mean stands in `_kernels`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array


def add_head(
    rows: NDArray[np.int32], fresh: int, reach: int, weight: int, step: int, size: int, head: NDArray[np.int64]
) -> None:
    """Add the pairs of the first `size` words to the lower triangle `head`, which lies row after row."""
    for low, high, w in _pairs(rows, fresh, reach, weight, step, size):
        np.add.at(head, high * (high + 1) // 2 + low, w)


def add_tail(
    rows: NDArray[np.int32],
    fresh: int,
    reach: int,
    weight: int,
    step: int,
    size: int,
    table: NDArray[np.int64],
    kind: NDArray[Any],
) -> None:
    """Add the pairs of the other words, with any, to their rows of a table."""
    V, flat = len(table), table.reshape(-1)
    for low, high, w in _pairs(rows, fresh, reach, weight, step, V):
        beyond = high >= size
        np.add.at(flat, high[beyond] * V + low[beyond], w)


def tail_rows(
    rows: NDArray[np.int32], fresh: int, reach: int, weight: int, step: int, size: int, V: int, kind: NDArray[Any]
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[Any]]:
    """The lower triangle's rows from `size` on, as CSR."""
    tail = csr_array((V - size, V), dtype=kind.dtype)
    for low, high, w in _pairs(rows, fresh, reach, weight, step, V):
        beyond = high >= size
        weights = np.full(int(beyond.sum()), w, dtype=kind.dtype)
        tail = tail + coo_array((weights, (high[beyond] - size, low[beyond])), shape=tail.shape).tocsr()
    return tail.indptr, tail.indices, tail.data


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
