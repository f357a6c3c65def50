"""Pairs added up, whatever the vocabulary: the frequent words' in a table, the others' as sparse rows."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from wordmodes.text import _arrays, _loops, _merging
from wordmodes.text._stream import END

HEAD = 1024  # frequent words, whose pairs with each other are added up in a triangle that fits a cache

_PIECE = 1 << 18  # tokens that numpy counts at a time, which bounds its memory


@dataclass(frozen=True)
class Shape:
    """What is counted: the pairs of V words by their weights, those of the first words apart; a table or not."""

    V: int
    head: int
    window: int
    weighting: str
    table: bool = False

    def bound(self, rows: NDArray[np.int32]) -> int:
        """No less than what a block's pairs can weigh in all."""
        bound = self._bound(len(rows), min(self.window, len(rows)))
        if bound >= _merging.NARROW:  # then it pays to see how long the documents are
            ends = np.flatnonzero(rows == END)
            longest = int(np.diff(ends, prepend=-1, append=len(rows)).max())
            bound = self._bound(len(rows), min(self.window, longest))
        return bound

    def _bound(self, tokens: int, reach: int) -> int:
        if self.weighting == "flat":
            return tokens * reach
        return tokens * (reach * self.window - reach * (reach - 1) // 2)


class Tally:
    """The counts so far, each unordered pair once, in the row of the rarer word."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.head = np.zeros(shape.head * (shape.head + 1) // 2, dtype=np.int64)
        self.table = np.zeros((shape.V, shape.V), dtype=np.int64) if shape.table else None
        self.tail = _merging.Levels()
        self.bound = 0

    def add(self, rows: NDArray[np.int32], fresh: int) -> None:
        """Count a block, of which everything before `fresh` is context."""
        here = self.shape.bound(rows)
        self.bound += here
        if self.bound >= 2**63:
            raise ValueError(
                f"a window of {self.shape.window} places may count to more than 2^63 in documents as long as these,"
                " which 64-bit integers can't hold; use a smaller window"
            )
        loops = _loops.chosen((len(rows) - fresh) * min(self.shape.window, len(rows)))
        if loops is not _arrays:
            self._add(loops, rows, fresh, here)
            return
        for start in range(fresh, len(rows), _PIECE):
            context = min(start, self.shape.window)
            self._add(loops, rows[start - context : start + _PIECE], context, here)

    def _add(self, loops: ModuleType, rows: NDArray[np.int32], fresh: int, bound: int) -> None:
        V, size = self.shape.V, self.shape.head
        weight, step = (self.shape.window, 1) if self.shape.weighting == "linear" else (1, 0)
        if bound >= _merging.NARROW:  # then it pays to see how often the most frequent of the other words occurs
            times = np.bincount(np.where((rows >= size) & (rows < V), rows, V), minlength=V + 1)[:V]
            bound = 2 * self.shape.bound(rows) // len(rows) * int(times.max())
        kind = np.zeros(0, dtype=np.int32 if bound < _merging.NARROW else np.int64)
        pairs = rows, fresh, min(self.shape.window, len(rows)), weight, step, self.head, size
        if self.table is not None:
            loops.add_table(*pairs, self.table, kind)
            return
        indptr, indices, data = loops.add_sparse(*pairs, V, kind)
        if size < V:
            self.tail.add(_merging.canonical(data, indices, indptr, (V - size, V)))

    def merge(self, head: NDArray[np.int64], tail: csr_array, bound: int) -> None:
        """Add what another tally of the same words has found."""
        self.head += head
        self.bound += bound
        if self.table is None:
            self.tail.add(tail)
        else:
            row = np.repeat(np.arange(self.shape.head, self.shape.V), np.diff(tail.indptr))
            self.table[row, tail.indices] += tail.data

    def counts(self) -> NDArray[np.int64] | csr_array:
        """The symmetric counts; the tally is used up."""
        V, size = self.shape.V, self.shape.head
        if self.table is not None:
            return _merging.mirrored(self.head, size, self.table)
        first = _merging.triangle_as_rows(self.head, size, V)
        return _merging.symmetric(first, self.tail.whole((V - size, V)))
