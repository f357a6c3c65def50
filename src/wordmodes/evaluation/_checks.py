"""What the measures of difference vectors ask of them, over `wordmodes._validate`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wordmodes import _validate

_LARGEST = 1e60


def differences_of(D: ArrayLike) -> NDArray[Any]:
    """Difference vectors, shape (..., n, d)."""
    made = moderate("D", D)
    if made.ndim < 2:
        raise ValueError(f"D must have shape (..., n, d), got shape {made.shape}")
    return made


def moderate(name: str, values: ArrayLike, shape: tuple[str, ...] | None = None) -> NDArray[Any]:
    """An array without entries whose squares would overflow; those whose squares would vanish count as 0."""
    made = _validate.array(name, values, shape, low=-_LARGEST, high=_LARGEST)
    return np.where(np.abs(made) < 1 / _LARGEST, 0.0, made)
