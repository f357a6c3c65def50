"""Pairs added up, whatever the vocabulary: the frequent words' in a table, the others' as sparse rows."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from types import ModuleType

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from wordmodes.text import _arrays, _merging
from wordmodes.text._stream import END

HEAD = 2048  # words whose pairs go into a table, in all but a table's count; its triangle fits a cache

_FEW = 1 << 19  # tokens that numpy counts sooner than numba is imported


@dataclass(frozen=True)
class Shape:
    """What is counted: V words, those of the table first, and the weights of pairs."""

    V: int
    head: int
    window: int
    weighting: str

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
    """The counts so far, each unordered pair once, in a lower triangle."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.head = np.zeros(shape.head * (shape.head + 1) // 2, dtype=np.int64)
        self.tail = _merging.Levels()
        self.bound = 0

    def add(self, rows: NDArray[np.int32], fresh: int) -> None:
        """Count a block, of which everything before `fresh` is context."""
        V, size, window = self.shape.V, self.shape.head, self.shape.window
        new = len(rows) - fresh
        here = self.shape.bound(rows)
        self.bound += here
        if self.bound >= 2**63:
            raise ValueError(
                f"a window of {window} places may count to more than 2^63 in documents as long as these, which 64-bit"
                " integers can't hold; use a smaller window"
            )
        loops = kernels(new)
        reach = min(window, len(rows))
        weight, step = (window, 1) if self.shape.weighting == "linear" else (1, 0)
        loops.add_head(rows, fresh, reach, weight, step, size, self.head)
        if size < V:
            sums = np.zeros(V, dtype=np.int32 if here < _merging.NARROW else np.int64)
            indptr, indices, data = loops.tail_rows(rows, fresh, reach, weight, step, size, sums)
            self.tail.add(_merging.canonical(data, indices, indptr, (V - size, V)))

    def table(self) -> NDArray[np.int64]:
        """The symmetric counts of all words as a table."""
        return _merging.triangle_as_table(self.head, self.shape.head)

    def sparse(self) -> csr_array:
        """The symmetric counts as a CSR array."""
        V, size = self.shape.V, self.shape.head
        first = _merging.triangle_as_rows(self.head, size, V)
        self.head = np.zeros(0, dtype=np.int64)
        return _merging.symmetric(first, self.tail.whole((V - size, V)))


def kernels(tokens: int) -> ModuleType:
    """The compiled loops, where they are to be had and worth their start."""
    if tokens < _FEW and "wordmodes.text._kernels" not in sys.modules:
        return _arrays
    try:
        from wordmodes.text import _kernels
    except ImportError:  # as in the browser
        return _arrays
    return _kernels
