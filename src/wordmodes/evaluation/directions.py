"""What families of word pairs share: directions among families, modes in a family, blocks of a matrix."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wordmodes import _validate
from wordmodes.evaluation._checks import moderate

FloatArray = NDArray[np.float64]


def concept_cosines(families: Sequence[ArrayLike]) -> FloatArray:
    """Cosines between the mean differences of several families.

    Parameters
    ----------
    families : sequence of array_like, each of shape (n, d)
        n may differ from family to family, d not.

    Returns
    -------
    ndarray, shape (m, m)

    Raises
    ------
    TypeError, ValueError
        If a mean difference is zero, a value is not finite, or d differs.

    Examples
    --------
    >>> concept_cosines([[[1.0, 0.0]], [[1.0, 1.0], [1.0, 1.0]]]).round(3).tolist()
    [[1.0, 0.707], [0.707, 1.0]]
    """
    some = families.ndim if isinstance(families, np.ndarray) else isinstance(families, list | tuple)
    if not some or not len(families):
        raise TypeError("families must be a list of arrays of differences, one or more")
    checked = [moderate(f"families[{i}]", D, ("n", "d")) for i, D in enumerate(families)]
    if len({D.shape[1] for D in checked}) > 1:
        raise ValueError(f"families must have one number of columns, got {[D.shape[1] for D in checked]}")
    means = np.array([D.mean(axis=0) for D in checked])
    length = np.linalg.norm(means, axis=1, keepdims=True)
    if not (length > 0).all():
        raise ValueError("families: a mean difference is zero, and has no direction")
    return (means / length) @ (means / length).T


def mode_energy(D: ArrayLike) -> FloatArray:
    """Share of each column, that is of each mode, in what the differences of a family have in common.

    Parameters
    ----------
    D : array_like, shape (n, d)
        Columns must be modes: differences of rows of E |λ|^½, not of a rotated embedding.

    Returns
    -------
    ndarray, shape (d,)
        Sums to 1. Unbiased before the division, as in `signal_to_noise`, so that a share can come out below 0.

    Raises
    ------
    TypeError, ValueError
        If nothing is shared, or a value is not finite.

    Examples
    --------
    >>> mode_energy([[2.0, 1.0], [2.0, 1.0]]).tolist()
    [0.8, 0.2]
    """
    D = moderate("D", D, ("n", "d"))
    energy = D.sum(axis=0) ** 2 - (D**2).sum(axis=0)
    if not energy.sum() > 0:
        raise ValueError("the differences D have nothing in common, so there is nothing to divide among modes")
    return energy / energy.sum()


def additive_residual(block: ArrayLike, max_rank: int = 3) -> FloatArray:
    """What a block of a matrix keeps when rows, columns and r further terms are fitted: shares of its variance.

    The fit is m + a_i + b_j + a matrix of rank r, by least squares: both means are subtracted, then r singular values.

    Parameters
    ----------
    block : array_like, shape (n, m)
    max_rank : int
        From 0 to the smaller of n and m.

    Returns
    -------
    ndarray, shape (max_rank + 1,)
        Unexplained shares for r = 0, …, max_rank; 1 would be a block whose rows and columns all have one mean.

    Raises
    ------
    TypeError, ValueError
        If all entries of the block are equal, or one is not finite.

    References
    ----------
    Gollob (1968), the additive model with multiplicative terms.

    Examples
    --------
    >>> additive_residual([[1.0, 2.0], [2.0, 3.0]], max_rank=1).tolist()
    [0.0, 0.0]
    """
    X = moderate("block", block, ("n", "m"))
    max_rank = _validate.integer("max_rank", max_rank, 0, min(X.shape))
    X = X - X.mean()
    if not np.abs(X).max() > 0:
        raise ValueError("all entries of the block are equal, so there is no variance to explain")
    rest = X - X.mean(axis=0) - X.mean(axis=1, keepdims=True)
    squares = np.linalg.svd(rest, compute_uv=False) ** 2
    left = squares.sum() - np.concatenate([[0.0], np.cumsum(squares)])
    return np.maximum(left[: max_rank + 1], 0.0) / (X**2).sum()
