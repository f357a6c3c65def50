"""The loops of counting, compiled by numba: the same integers as `_arrays`, several times as fast.

`rows` holds a word's row, V for a word that is unknown and keeps its place, -1 after a document. Pairs within
`rows[:fresh]` have been counted. A pair j places apart, at most `reach`, weighs weight - (j - 1) step.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

_CHUNK = 16  # columns that are looked through together, of which one mark says whether there is anything


def _compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    try:
        return numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # nowhere to keep what was compiled: each process compiles it anew
        return numba.njit(nogil=True)(function)


@_compiled
def add_head(
    rows: NDArray[np.int32], fresh: int, reach: int, weight: int, step: int, size: int, head: NDArray[np.int64]
) -> None:
    """Add the pairs of the first `size` words to the lower triangle `head`, which lies row after row."""
    for j in range(fresh, len(rows)):
        b = np.int64(rows[j])
        if b < 0 or b >= size:
            continue
        row, w = b * (b + 1) // 2, weight
        for i in range(j - 1, max(j - reach, 0) - 1, -1):
            a = np.int64(rows[i])
            if a < 0:
                break
            if a <= b:
                head[row + a] += w
            elif a < size:
                head[a * (a + 1) // 2 + b] += w
            w -= step


@_compiled
def tail_rows(
    rows: NDArray[np.int32], fresh: int, reach: int, weight: int, step: int, size: int, sums: NDArray[Any]
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[Any]]:
    """The lower triangle's rows from `size` on, as CSR, word by word: a row is summed up in the cache.

    `sums` holds a zero a word; its type is that of the counts.
    """
    V, n = len(sums), len(rows)
    places = np.zeros(V - size + 1, dtype=np.int64)
    for p in range(n):
        if size <= rows[p] < V:
            places[rows[p] - size] += 1
    total = np.int64(0)
    for a in range(V - size + 1):  # where each word's positions begin
        total, places[a] = total + places[a], total
    positions = np.empty(total, dtype=np.int32)
    for p in range(n):
        if size <= rows[p] < V:
            positions[places[rows[p] - size]] = p
            places[rows[p] - size] += 1  # and in the end where they stop

    indptr = np.zeros(V - size + 1, dtype=np.int64)
    indices, data = np.empty(2 * total + V, dtype=np.int32), np.empty(2 * total + V, dtype=sums.dtype)
    marks = np.zeros((V >> 4) + 1, dtype=np.uint8)
    stored, start = 0, np.int64(0)
    for a in range(size, V):
        for k in range(start, places[a - size]):
            p = np.int64(positions[k])
            if p >= fresh:
                w = weight
                for i in range(p - 1, max(p - reach, 0) - 1, -1):
                    b = rows[i]
                    if b < 0:
                        break
                    if b < a:
                        sums[b] += w
                        marks[b >> 4] = 1
                    w -= step
            first = max(p + 1, fresh)
            w = weight - (first - p - 1) * step
            for i in range(first, min(p + reach + 1, n)):
                b = rows[i]
                if b < 0:
                    break
                if b <= a:
                    sums[b] += w
                    marks[b >> 4] = 1
                w -= step
        start = places[a - size]
        if stored + a + 1 > len(indices):
            indices, data = _longer(indices, stored + a + 1), _longer(data, stored + a + 1)
        for c in range((a >> 4) + 1):
            if marks[c]:
                marks[c] = 0
                for b in range(c << 4, min((c << 4) + 16, a + 1)):
                    if sums[b]:
                        indices[stored], data[stored] = b, sums[b]
                        sums[b] = 0
                        stored += 1
        indptr[a - size + 1] = stored
    return indptr, indices[:stored].copy(), data[:stored].copy()


@_compiled
def _longer(values: NDArray[Any], least: int) -> NDArray[Any]:
    longer = np.empty(max(2 * len(values), least), dtype=values.dtype)
    longer[: len(values)] = values
    return longer
