"""Values at the pairs of a sparse table, some millions of pairs at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

_AT_A_TIME = 1 << 22  # stored entries, which bounds what a step holds beside the matrix


def pairwise(
    P: csr_array, size: NDArray[np.float64], value: Callable[[NDArray[Any], NDArray[Any]], NDArray[Any]]
) -> csr_array:
    """value(P_ij, s_i s_j) at each stored pair, some millions of pairs at a time."""
    data = np.empty(P.nnz)
    for start, end, rows in _stretches(P):
        with np.errstate(divide="ignore"):  # a zero that is stored is a pair that never met all the same
            data[start:end] = value(P.data[start:end], size[rows] * size[P.indices[start:end]])
    return csr_array((data, P.indices, P.indptr), shape=P.shape)


def _stretches(P: csr_array) -> Iterator[tuple[int, int, NDArray[np.intp]]]:
    """Stretches of whole rows, with the row of each of their entries."""
    ends = np.searchsorted(P.indptr, np.arange(_AT_A_TIME, P.nnz + _AT_A_TIME, _AT_A_TIME), side="right") - 1
    first = 0
    for last in [*np.unique(ends).tolist(), P.shape[0]]:
        if last > first:
            yield (
                int(P.indptr[first]),
                int(P.indptr[last]),
                np.repeat(np.arange(first, last), np.diff(P.indptr[first : last + 1])),
            )
            first = last
