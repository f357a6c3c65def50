"""The loops of counting, compiled by numba: the same integers as `_arrays`, several times as fast.

`rows` holds a word's row, V for a word that is unknown and keeps its place, -1 after a document. Pairs within
`rows[:fresh]` have been counted. A pair j places apart, at most `reach`, weighs weight - (j - 1) step. Counts are those
of the lower triangle: each pair once, in the row of the rarer word.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from wordmodes.text._instructions import prefetch, zeros_below

Lower = tuple[NDArray[np.int64], NDArray[np.int32], NDArray[Any]]

_AHEAD = 16  # positions whose surroundings are on their way to the cache


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function that numba compiles when it is first called, and keeps where it can."""
    try:
        return numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # nowhere to keep what was compiled: each process compiles it anew
        return numba.njit(nogil=True)(function)


@compiled
def _add_head(
    rows: NDArray[np.int32], fresh: int, reach: int, weight: int, step: int, size: int, head: NDArray[np.int64]
) -> None:
    """Add the pairs of the first `size` words to the lower triangle `head`, which lies row after row."""
    for j in range(fresh, len(rows)):
        b = np.int64(rows[j])
        if b < 0 or b >= size:
            continue
        w = weight
        for i in range(j - 1, max(j - reach, 0) - 1, -1):
            a = np.int64(rows[i])
            if a < 0:
                break
            if a < size:
                high = max(a, b)
                head[(high * (high + 1) >> 1) + min(a, b)] += w
            w -= step


@compiled
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
    """Add the pairs of the first `size` words to the triangle `head`, those of the others to their rows of a table.

    Sums are of the type of `kind`.
    """
    _add_head(rows, fresh, reach, weight, step, size, head)
    V = len(table)
    positions, stops = _positions(rows, size, V)
    sums, marks = np.zeros(V + 32, dtype=kind.dtype), np.zeros(V // 32 + 2, dtype=np.uint64)
    start = np.int64(0)
    for a in range(size, V):
        if start == stops[a - size]:
            continue
        _sum_row(rows, positions, start, stops[a - size], a, fresh, reach, weight, step, sums, marks)
        start = stops[a - size]
        row = table[a]
        for c in range((a >> 5) + 1):
            if marks[c]:
                marks[c] = 0
                for b in range(c << 5, min((c << 5) + 32, a + 1)):
                    row[b] += sums[b]
                    sums[b] = 0


@compiled
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
) -> Lower:
    """Add the pairs of the first `size` words to the triangle `head`; of the others, the rows from `size` on as CSR.

    Sums are of the type of `kind`.
    """
    _add_head(rows, fresh, reach, weight, step, size, head)
    positions, stops = _positions(rows, size, V)
    sums, marks = np.zeros(V + 32, dtype=kind.dtype), np.zeros(V // 32 + 2, dtype=np.uint64)
    indptr = np.zeros(V - size + 1, dtype=np.int64)
    indices = np.empty(min(2 * reach, 4) * len(positions) + V, dtype=np.int32)
    data = np.empty(len(indices), dtype=kind.dtype)
    stored, start = 0, np.int64(0)
    for a in range(size, V):
        indptr[a - size + 1] = stored
        if start == stops[a - size]:
            continue
        _sum_row(rows, positions, start, stops[a - size], a, fresh, reach, weight, step, sums, marks)
        start = stops[a - size]
        if stored + a + 4 > len(indices):
            indices, data = _longer(indices, stored + a + 4), _longer(data, stored + a + 4)
        for c in range((a >> 5) + 1):
            word = marks[c]
            marks[c] = 0
            while word:
                first = (c << 5) + (np.int64(zeros_below(word)) >> 3 << 2)
                word &= word - np.uint64(1)
                for b in range(first, first + 4):  # without a branch that would be guessed wrong every other time
                    indices[stored], data[stored] = b, sums[b]
                    stored += sums[b] != 0
                    sums[b] = 0
        indptr[a - size + 1] = stored
    return indptr, indices[:stored], data[:stored]  # what lies beyond was never written and takes no memory


@compiled
def _positions(rows: NDArray[np.int32], size: int, V: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Where the words from `size` on stand, word by word; and where each word's positions end."""
    stops = np.zeros(V - size + 1, dtype=np.int64)
    for p in range(len(rows)):
        if size <= rows[p] < V:
            stops[rows[p] - size] += 1
    total = np.int64(0)
    for a in range(V - size + 1):
        total, stops[a] = total + stops[a], total
    positions = np.empty(total, dtype=np.int32)
    for p in range(len(rows)):
        if size <= rows[p] < V:
            positions[stops[rows[p] - size]] = p
            stops[rows[p] - size] += 1
    return positions, stops


@compiled
def _sum_row(
    rows: NDArray[np.int32],
    positions: NDArray[np.int32],
    start: int,
    stop: int,
    a: int,
    fresh: int,
    reach: int,
    weight: int,
    step: int,
    sums: NDArray[Any],
    marks: NDArray[np.uint64],
) -> None:
    """Add the row of word `a` to `sums`, and mark each four columns that may hold something with a byte."""
    marked = marks.view(np.uint8)
    for k in range(start, stop):
        p = int(positions[min(k + _AHEAD, len(positions) - 1)])
        prefetch(rows, max(p - reach, 0))
        prefetch(rows, min(p + reach, len(rows) - 1))
        p = int(positions[k])
        if p >= fresh:
            w = weight
            for i in range(p - 1, max(p - reach, 0) - 1, -1):
                b = rows[i]
                if b < 0:
                    break
                sums[b] += w if b < a else 0  # zero rather than a branch; a pair of one word counts to the right
                marked[b >> 2] = 1
                w -= step
        first = max(p + 1, fresh)
        w = weight - (first - p - 1) * step
        for i in range(first, min(p + reach + 1, len(rows))):
            b = rows[i]
            if b < 0:
                break
            sums[b] += w if b <= a else 0
            marked[b >> 2] = 1
            w -= step


@compiled
def _longer(values: NDArray[Any], least: int) -> NDArray[Any]:
    longer = np.empty(max(2 * len(values), least), dtype=values.dtype)
    longer[: len(values)] = values
    return longer


@compiled
def row_lengths(indptr: NDArray[Any], indices: NDArray[Any], row: int, lengths: NDArray[np.int64]) -> None:
    """Add how many entries L + Lᵀ has in each row for those that L has from `row` on."""
    for i in range(len(indptr) - 1):
        for k in range(indptr[i], indptr[i + 1]):
            lengths[row + i] += 1
            if indices[k] < row + i:
                lengths[indices[k]] += 1


@compiled
def fill_rows(
    indptr: NDArray[Any],
    indices: NDArray[Any],
    data: NDArray[Any],
    row: int,
    cursor: NDArray[np.int64],
    columns: NDArray[Any],
    values: NDArray[np.int64],
) -> None:
    """Write L + Lᵀ, of which L has rows from `row` on; the rows before have been written as far as they are known.

    Row after row: an entry's own place comes before those of all that mirror it there, so that columns are in order.
    """
    for i in range(len(indptr) - 1):
        for k in range(indptr[i], indptr[i + 1]):
            ahead = cursor[indices[min(k + _AHEAD, len(indices) - 1)]]
            prefetch(columns, ahead)
            prefetch(values, ahead)
            j, value = indices[k], np.int64(data[k])
            columns[cursor[row + i]], values[cursor[row + i]] = j, value if j < row + i else 2 * value
            cursor[row + i] += 1
            if j < row + i:
                columns[cursor[j]], values[cursor[j]] = row + i, value
                cursor[j] += 1
