"""Sparse parts of one count, added exactly, and the whole made symmetric."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from wordmodes.text import _arrays, _loops

NARROW = 1 << 31  # below it four bytes hold a count


class Levels:
    """Sparse parts added as a binary counter adds: each entry takes part in log2(parts) additions."""

    def __init__(self) -> None:
        self._levels: list[csr_array | None] = []

    def add(self, part: csr_array) -> None:
        """One part more."""
        for n, other in enumerate(self._levels):
            if other is None:
                self._levels[n] = part
                return
            part, self._levels[n] = added(part, other), None
        self._levels.append(part)

    def whole(self, shape: tuple[int, int]) -> csr_array:
        """The sum of all parts, which are gone."""
        whole: csr_array | None = None
        for part in self._levels:
            if part is not None:
                whole = part if whole is None else added(whole, part)
        self._levels = []
        return csr_array(shape, dtype=np.int32) if whole is None else whole


def added(a: csr_array, b: csr_array) -> csr_array:
    """a + b, in four bytes a count where they are enough."""
    if a.dtype == b.dtype == np.int32 and largest(a) + largest(b) >= NARROW:
        a = a.astype(np.int64)
    return a + b


def largest(part: csr_array) -> int:
    """The largest count."""
    return int(part.data.max(initial=0))


def canonical(
    data: NDArray[np.integer], indices: NDArray[np.integer], indptr: NDArray[np.integer], shape: tuple[int, int]
) -> csr_array:
    """A CSR array whose rows are known to be sorted, with no column twice."""
    made = csr_array((data, indices, indptr), shape=shape)
    made.has_sorted_indices = made.has_canonical_format = True
    return made


def mirrored(head: NDArray[np.int64], size: int, table: NDArray[np.int64]) -> NDArray[np.int64]:
    """L + Lᵀ, made in place of a table of L, some of whose first `size` rows lies in `head`."""
    start = 0
    for i in range(size):
        table[i, : i + 1] += head[start : start + i + 1]
        start += i + 1
    tile = 512  # of which two are in the cache, since one of them is gone through column by column
    for i in range(0, len(table), tile):
        for j in range(0, i, tile):
            table[j : j + tile, i : i + tile] = table[i : i + tile, j : j + tile].T
        corner = table[i : i + tile, i : i + tile]
        corner += corner.T.copy()
    return table


def triangle_as_table(head: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """L + Lᵀ of a lower triangle that lies row after row."""
    return mirrored(head, size, np.zeros((size, size), dtype=np.int64))


def triangle_as_rows(head: NDArray[np.int64], size: int, V: int) -> csr_array:
    """A lower triangle that lies row after row, as the sparse first rows of a V × V one."""
    ends = np.arange(1, size + 1, dtype=np.int64)
    ends = ends * (ends + 1) // 2
    found = np.flatnonzero(head)
    indptr = np.concatenate([[0], np.searchsorted(found, ends)])
    row = np.repeat(np.arange(size), np.diff(indptr))
    indices = (found - row * (row + 1) // 2).astype(np.int32)
    data = head[found]
    narrow = data.astype(np.int32) if data.max(initial=0) < NARROW else data
    return canonical(narrow, indices, indptr.astype(np.int32), (size, V))


def symmetric(upper: csr_array, lower: csr_array) -> csr_array:
    """L + Lᵀ in int64, of a lower triangle given as its first rows and the rest."""
    V = upper.shape[1]
    loops = _loops.chosen(upper.nnz + lower.nnz)
    if loops is _arrays:
        L = vstack([upper, lower], format="csr", dtype=np.int64)
        return L + L.T.tocsr()
    parts = ((upper, 0), (lower, upper.shape[0]))
    starts = np.zeros(V + 1, dtype=np.int64)
    for part, row in parts:
        loops.row_lengths(part.indptr, part.indices, row, starts[1:])
    np.cumsum(starts, out=starts)
    n = int(starts[-1])
    width: type[np.int32 | np.int64] = np.int32 if n < NARROW else np.int64  # what scipy would choose
    columns: NDArray[Any] = np.empty(n, dtype=width)
    values = np.empty(n, dtype=np.int64)
    cursor = starts[:-1].copy()
    for part, row in parts:
        loops.fill_rows(part.indptr, part.indices, part.data, row, cursor, columns, values)
    return canonical(values, columns, starts.astype(width), (V, V))
