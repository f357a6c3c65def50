"""What families of word pairs share: directions among families, and modes in a family."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wordmodes import _validate
from wordmodes._validate import Seed
from wordmodes.evaluation._checks import moderate
from wordmodes.evaluation.word_pairs import drawn_pairs

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
    checked = _checked(families)
    means = np.array([D.mean(axis=0) for D in checked])
    length = np.linalg.norm(means, axis=1, keepdims=True)
    if not (length > 0).all():
        raise ValueError("families: a mean difference is zero, and has no direction")
    return (means / length) @ (means / length).T


def unbiased_cosines(
    families: Sequence[ArrayLike], pairs: Sequence[ArrayLike] | None = None, n_samples: int = 0, seed: Seed = 0
) -> FloatArray:
    """Cosines between what the differences of each family share, with no noise in them, and no word of both families.

    Mean differences are too long by their noise, so that cosines between them are too small. Here ‖μ‖² is estimated
    without bias, by the mean inner product of different pairs, and so is μ·μ'. Two pairs that have a word in common are
    not multiplied, which would compare the word with itself.

    Parameters
    ----------
    families : sequence of array_like, each of shape (n, d)
        n >= 2 may differ from family to family, d not.
    pairs : sequence of array_like of int, each of shape (n, 2), optional
        The words of each difference; without them no two pairs count as having one in common.
    n_samples : int
        Draws of the pairs, for error bars; 0 for the pairs as they are.
    seed : int or Generator

    Returns
    -------
    ndarray, shape (m, m) or (n_samples, m, m)
        May pass 1, being a ratio of estimates. NaN where a ‖μ‖² comes out at 0 or below, or no products are left.

    Raises
    ------
    TypeError, ValueError
        If a family has fewer than two differences, a value is not finite, d differs, or `pairs` does not fit.

    References
    ----------
    Spearman (1904), correction for attenuation; Hoeffding (1948), U-statistics.

    Examples
    --------
    >>> one, other = [[1.0, 1.0], [1.0, -1.0], [1.0, 0.0]], [[2.0, 2.0], [2.0, 2.0]]
    >>> unbiased_cosines([one, other]).round(3).tolist()
    [[1.0, 0.866], [0.866, 1.0]]
    """
    checked = _checked(families, least=2)
    sizes = [len(D) for D in checked]
    owner = np.repeat(np.arange(len(sizes)), sizes)
    apart = ~np.eye(len(owner), dtype=bool)
    if pairs is not None:
        if len(_listed("pairs", pairs)) != len(checked):
            raise ValueError(f"pairs must be one array for each of {len(checked)} families, got {len(pairs)}")
        given = zip(pairs, sizes, strict=True)
        words = np.concatenate([_validate.integers(f"pairs[{i}]", p, (n, 2), low=0) for i, (p, n) in enumerate(given)])
        apart &= ~(words[:, None, :, None] == words[None, :, None, :]).any(axis=(2, 3))
    stacked = np.concatenate(checked)
    n_samples = _validate.integer("n_samples", n_samples, 0, 10**5)
    rng = _validate.generator("seed", seed)
    drawn = [drawn_pairs(n, n_samples, rng) for n in sizes] if n_samples else [np.ones((1, n)) for n in sizes]
    weights = (owner == np.arange(len(sizes))[:, None]) * np.concatenate(drawn, axis=1)[:, None, :]
    with np.errstate(invalid="ignore", divide="ignore"):
        total, count = (weights @ M @ np.swapaxes(weights, 1, 2) for M in ((stacked @ stacked.T) * apart, 1.0 * apart))
        products = total / count
        squares = np.einsum("skk->sk", products)
        length = np.sqrt(np.where(squares > 0, squares, np.nan))
        found = products / (length[:, :, None] * length[:, None, :])
    return found if n_samples else found[0]


def mode_energy(D: ArrayLike) -> FloatArray:
    """Share of each column, that is of each mode, in what the differences of a family have in common.

    Parameters
    ----------
    D : array_like, shape (n, d)
        Columns must be modes: differences of rows of E |λ|^½, not of a rotated embedding.

    Returns
    -------
    ndarray, shape (d,)
        Sums to 1. Unbiased before the division, as in `shared_part`, so that a share can come out below 0.

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


def _listed(name: str, values: Any) -> Any:
    some = values.ndim if isinstance(values, np.ndarray) else isinstance(values, list | tuple)
    if not some or not len(values):
        raise TypeError(f"{name} must be a list of arrays, one or more, an array for each family")
    return values


def _checked(families: Sequence[ArrayLike], least: int = 1) -> list[FloatArray]:
    checked = [moderate(f"families[{i}]", D, ("n", "d")) for i, D in enumerate(_listed("families", families))]
    if len({D.shape[1] for D in checked}) > 1:
        raise ValueError(f"families must have one number of columns, got {[D.shape[1] for D in checked]}")
    if min(len(D) for D in checked) < least:
        raise ValueError(f"families must hold {least} differences or more each, got {[len(D) for D in checked]}")
    return checked
