"""What is asked of counts, whether they are a table or sparse."""

from __future__ import annotations

from math import isqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from wordmodes import _validate

LARGEST_TABLE = 4 << 30  # bytes


def check_table(size: int) -> None:
    """Refuse a table that would not fit."""
    if 8 * size * size > LARGEST_TABLE:
        raise ValueError(
            f"dense counts of the vocabulary's {size} words would take V² · 8 bytes = {8 * size * size / 2**30:.1f}"
            f" GiB; count with dense=False, or keep fewer words: vocabulary.top({isqrt(LARGEST_TABLE // 8)})"
        )


def sparse_counts(given: Any, V: int, hint: str) -> csr_array:
    """Whole numbers >= 0 in canonical form. What is in order already is not copied."""
    if given.shape != (V, V):
        raise ValueError(f"counts must have shape ({V}, {V}), a row a word, got {given.shape}; {hint}")
    made = csr_array(given)
    data = _validate.integers("counts", made.data, ("n",), low=0, empty=True, hint=hint)
    made = csr_array((data, made.indices, made.indptr), shape=(V, V))
    if not made.has_canonical_format or not data.all():
        made = made.copy()
        made.sum_duplicates()
        made.eliminate_zeros()
    return made


def is_symmetric(counts: NDArray[np.int64] | csr_array) -> bool:
    """Whether counts equal their transpose; for a canonical CSR array without a table."""
    if not isinstance(counts, csr_array):
        return bool(np.array_equal(counts, counts.T))
    other = counts.T.tocsr()
    return all(np.array_equal(getattr(counts, part), getattr(other, part)) for part in ("indptr", "indices", "data"))
