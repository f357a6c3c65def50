"""Damped M*, whose value for a pair that never met depends on how often chance alone would have brought it about."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array, issparse

from wordmodes import _validate
from wordmodes.theory._checks import FloatArray, joint
from wordmodes.theory._pairwise import pairwise
from wordmodes.theory.association import Association


def damped_m_star(counts: ArrayLike | csr_array, window: int) -> FloatArray | Association:
    """M* with one pseudo-count on either side: 2 (c - E) / (c + E + 2).

    A pair that chance alone would hardly have produced (E small) says little by its absence, and this target says
    little of it: it is the posterior mean rate in place of the observed one, under a Gamma prior of one event.

    Parameters
    ----------
    counts : array_like or csr_array, shape (V, V)
        Symmetric weighted counts (weights L + 1 - j), up to 2⁶³.
    window : int
        L. Dividing by it gives c in the unit that the prior is stated in: the pairs which a trainer with a uniformly
        shrinking window expects to see.

    Returns
    -------
    ndarray or Association, shape (V, V)
        Within (-2, 2), and the nearer to M* the more was counted.

    Raises
    ------
    TypeError, ValueError
        If `counts` is not a symmetric non-negative matrix with a count in each row, or `window` < 1.

    References
    ----------
    DuMouchel (1999), the Gamma prior on the ratio of a count to its expectation. Trefethen (2013), chapter 8, for how
    few nodes a polynomial needs.

    Examples
    --------
    Two words that never met, in a short text and in one a hundred times as long:

    >>> damped_m_star([[10, 0], [0, 10]], window=5).round(3)[0, 1].item()
    -0.667
    >>> damped_m_star([[1000, 0], [0, 1000]], window=5).round(3)[0, 1].item()
    -1.961
    """
    window = _validate.integer("window", window, 1, 2**31)
    c: Any = counts
    if not issparse(c):
        c = _validate.array("counts", counts, ("V", "V"), low=0, high=2.0**63)
    elif c.dtype.kind not in "fiu":
        raise TypeError(f"counts must hold real numbers, got type {c.dtype}")
    total = float(c.sum(dtype=np.float64))
    if not 1e-200 <= total < np.inf:
        raise ValueError("counts must hold a pair, and all of them are 0 or one is not finite; count a longer text")
    P = joint("counts", c / total)
    scale = total / window
    row = P.sum(axis=1) * np.sqrt(scale)  # so that E_ij is row_i row_j
    if not issparse(P):
        return _damped(P * scale, np.outer(row, row))
    factor, core = _smooth(row)

    def beyond_chance(share: NDArray[Any], expected: NDArray[Any]) -> NDArray[Any]:
        return np.where(share > 0, _damped(share * scale, expected) - _damped(0.0, expected), 0.0)

    return Association(pairwise(P, row, beyond_chance), factor, core)


def _damped(c: Any, expected: NDArray[Any]) -> NDArray[Any]:
    return 2.0 * (c - expected) / (c + expected + 2.0)


def _smooth(row: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """B and K such that B K Bᵀ is -2E / (E + 2), E = row rowᵀ, to rounding.

    In x = log row the function is analytic up to a distance of π from the real line, since E + 2 = 0 at log 2 + iπ, so
    that Chebyshev interpolation in each argument gains the same factor ρ with each node.
    """
    from scipy.interpolate import BarycentricInterpolator  # slow to import, and only needed here

    x = np.log(row)
    middle, half = (x.max() + x.min()) / 2, max((x.max() - x.min()) / 2, 1e-3)
    strip = np.pi / half
    n = 8 + int(np.ceil(np.log(1e15) / np.log(strip + np.hypot(1.0, strip))))
    nodes = middle + half * np.cos((2 * np.arange(n) + 1) * np.pi / (2 * n))
    basis = BarycentricInterpolator(nodes, np.eye(n))(x)
    return basis, _damped(0.0, np.exp(np.add.outer(nodes, nodes)))
