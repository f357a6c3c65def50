"""A mode read from its two ends, the same on every machine."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_DIGITS = 9  # what eigenvectors keep from one machine to another


def from_both_ends(vector: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """All rows, the largest entry first, and again the smallest first; equal ones in the order of the vocabulary."""
    rounded = np.round(vector, _DIGITS)
    return np.argsort(-rounded, kind="stable"), np.argsort(rounded, kind="stable")
