"""Reading modes: the words at their ends, and whether these belong together in a text that the mode was not made from.

Rows are in order of frequency, as in every `Vocabulary`, so that neighbouring rows are about equally frequent.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wordmodes import _validate
from wordmodes._validate import Seed
from wordmodes.evaluation._checks import moderate
from wordmodes.evaluation.bootstrap import MOST_DRAWS
from wordmodes.theory._ends import from_both_ends

FloatArray = NDArray[np.float64]
Rows = NDArray[np.intp]

_TRIES = 1000  # rounds of drawing again, before a sampler gives up


def ends(vector: ArrayLike, n: int = 8, among: ArrayLike | None = None) -> tuple[Rows, Rows]:
    """The words at the two ends of a mode.

    Parameters
    ----------
    vector : array_like, shape (V,)
        An eigenvector.
    n : int
        Words at each end.
    among : array_like of bool, shape (V,), optional
        Which words may be named; all of them by default.

    Returns
    -------
    (ndarray, ndarray), each of shape (n,)
        Rows of the largest entries, the largest first, and of the smallest, the smallest first; entries equal to nine
        digits stand in the order of the vocabulary, so that every machine names the same words.

    Raises
    ------
    TypeError, ValueError
        If there are fewer than 2n words to choose from, or `among` does not fit.

    Examples
    --------
    >>> top, bottom = ends([0.1, -3.0, 2.0, 0.5, -1.0, 4.0], n=2)
    >>> top.tolist(), bottom.tolist()
    ([5, 2], [1, 4])
    """
    vector = _validate.array("vector", vector, ("V",), low=-1e250, high=1e250)  # so that it can be rounded
    n = _validate.integer("n", n, 1)
    some = np.ones(len(vector), bool) if among is None else _validate.truths(
        "among", among, vector.shape, f"one truth value for each of the {len(vector)} words of vector")  # fmt: skip
    if n > some.sum() // 2:
        raise ValueError(
            f"two ends of n = {n} words cannot be read off {some.sum()} words of vector or among; ask for fewer"
        )
    falling, rising = (order[some[order]] for order in from_both_ends(vector))
    top = falling[:n]
    return top, rising[~np.isin(rising, top)][:n]


def coherence(M: ArrayLike, groups: ArrayLike) -> FloatArray:
    """How much the words of a group keep company: the mean of M_ij over its pairs of different words.

    Parameters
    ----------
    M : array_like, shape (V, V)
        Association, such as M* of a text that had no part in choosing the words.
    groups : array_like of int, shape (..., n)
        Rows of the words of each group.

    Returns
    -------
    ndarray, shape (...)

    Raises
    ------
    TypeError, ValueError
        If a group has fewer than two words, names one of them twice, or names a row that is not from 0 to V - 1.

    References
    ----------
    Lau, Newman & Baldwin (2014), who compare such measures with people; there of PMI and its normalised form.

    Examples
    --------
    >>> float(coherence([[0.0, 1.0, -1.0], [1.0, 0.0, 0.5], [-1.0, 0.5, 0.0]], [0, 1]))
    1.0
    """
    M = moderate("M", M, ("V", "V"))
    groups = _groups("groups", groups, len(M))
    among = _within(M, groups)
    n = groups.shape[-1]
    return (among.sum(axis=(-2, -1)) - np.einsum("...ii", among)) / (n * (n - 1))


def matched_groups(group: ArrayLike, V: int, n_groups: int = 1000, reach: int = 50, seed: Seed = 0) -> Rows:
    """Random groups of words as frequent as those of a given group.

    Parameters
    ----------
    group : array_like of int, shape (n,)
        Rows of the words.
    V : int
        Size of the vocabulary.
    n_groups : int
    reach : int
        Each word is replaced by one at most `reach` places away in the order of frequency.
    seed : int or numpy.random.Generator

    Returns
    -------
    ndarray, shape (n_groups, n)
        No word twice in a group.

    Raises
    ------
    TypeError, ValueError
        If the group is larger than the neighbourhood it is drawn from, or so dense in it that different words are not
        found; if a row is not from 0 to V - 1.

    Examples
    --------
    >>> drawn = matched_groups([10, 20, 30], V=100, n_groups=5, reach=3)
    >>> drawn.shape, int(np.abs(drawn - [10, 20, 30]).max()) <= 3
    ((5, 3), True)
    """
    V = _validate.integer("V", V, 2)
    group = _groups("group", _validate.rows("group", group, V, ("n",)), V)
    n_groups, reach = _validate.integer("n_groups", n_groups, 1, MOST_DRAWS), _validate.integer("reach", reach, 1)
    reach = min(reach, V)
    if not len(group) <= min(reach + 1, V):
        raise ValueError(
            f"reach = {reach} leaves too few words to draw group's {len(group)} different ones from; widen it"
        )
    rng = _validate.generator("seed", seed)
    low, high = np.maximum(group - reach, 0), np.minimum(group + reach, V - 1)
    drawn = rng.integers(low, high + 1, size=(n_groups, len(group)))
    for _ in range(_TRIES):
        again = np.flatnonzero((np.diff(np.sort(drawn, axis=1), axis=1) == 0).any(axis=1))
        if not len(again):
            return drawn
        drawn[again] = rng.integers(low, high + 1, size=(len(again), len(group)))
    raise ValueError(
        f"the words of group stand so close that reach = {reach} hardly ever gives different ones; widen it"
    )


def coherence_rank(M: ArrayLike, group: ArrayLike, n_groups: int = 1000, reach: int = 50, seed: Seed = 0) -> float:
    """Share of random groups of equally frequent words that cohere less than a given group.

    Parameters
    ----------
    M, group
        As for `coherence`, one group.
    n_groups, reach, seed
        As for `matched_groups`.

    Returns
    -------
    float
        From 0 to 1; uniform between them if the group is no better than chance.

    Raises
    ------
    TypeError, ValueError
        As `coherence` and `matched_groups`.

    References
    ----------
    Lau, Newman & Baldwin (2014) for the measure.

    Examples
    --------
    >>> M = np.zeros((100, 100))
    >>> M[10, 20] = M[20, 10] = 1
    >>> coherence_rank(M, [10, 20], n_groups=50) > 0.9
    True
    """
    M = moderate("M", M, ("V", "V"))
    chance = coherence(M, matched_groups(group, len(M), n_groups, reach, seed))
    return float(np.mean(chance < coherence(M, group)))


def odd_one_out(M: ArrayLike, groups: ArrayLike) -> Rows:
    """Place in each group of the word that has the least to do with the others, by the sum of its associations.

    Parameters
    ----------
    M, groups
        As for `coherence`.

    Returns
    -------
    ndarray of int, shape (...)

    Raises
    ------
    TypeError, ValueError
        As `coherence`.

    References
    ----------
    Chang et al. (2009), with people.

    Examples
    --------
    >>> int(odd_one_out([[0.0, 1.0, -1.0], [1.0, 0.0, 0.5], [-1.0, 0.5, 0.0]], [0, 1, 2]))
    2
    """
    M = moderate("M", M, ("V", "V"))
    groups = _groups("groups", groups, len(M))
    among = _within(M, groups)
    return np.argmin(among.sum(axis=-1) - np.einsum("...ii->...i", among), axis=-1)


def intrusion(M: ArrayLike, vectors: ArrayLike, n: int = 5, among: ArrayLike | None = None) -> FloatArray:
    """How often an intruder among a mode's end words is found by its associations.

    To the n words at an end one word is added: an end word of another mode, whose entry in this one is below the median
    in modulus. Every such intruder is tried.

    Parameters
    ----------
    M : array_like, shape (V, V)
        Association in the text that judges.
    vectors : array_like, shape (V, d)
        Modes, d >= 2.
    n, among
        As for `ends`.

    Returns
    -------
    ndarray, shape (d, 2)
        Share of intruders found, for the positive and the negative end of each mode; 1/(n + 1) by guessing. NaN where
        no word is fit to intrude.

    Raises
    ------
    TypeError, ValueError
        If there are fewer than two modes, shapes do not fit, or a value is not finite; as `ends`.

    References
    ----------
    Chang et al. (2009), where people look for the intruder; Lau, Newman & Baldwin (2014), a machine.

    Examples
    --------
    >>> block = np.repeat([0, 1, 2, 3], 4)
    >>> M = np.where(block[:, None] == block, 1.0, -0.5)
    >>> vectors = np.column_stack([(block == 0) - 1.0 * (block == 1), (block == 2) - 1.0 * (block == 3)])
    >>> intrusion(M, vectors + np.linspace(0, 1e-3, 16)[:, None], n=3).tolist()
    [[1.0, 1.0], [1.0, 1.0]]
    """
    M = moderate("M", M, ("V", "V"))
    vectors = _validate.array("vectors", vectors, (len(M), "d"), low=-1e250, high=1e250)
    if vectors.shape[1] < 2:
        raise ValueError("vectors must be two modes or more, since one intrudes into another")
    named = [ends(vector, n, among) for vector in vectors.T]
    found = np.full((len(named), 2), np.nan)
    for k, pair in enumerate(named):
        size = np.abs(vectors[:, k])
        others = np.unique(np.concatenate([end for j, both in enumerate(named) if j != k for end in both]))
        others = others[size[others] < np.median(size)]
        for side, end in enumerate(pair):
            if len(strangers := np.setdiff1d(others, end)):
                groups = np.column_stack([np.tile(end, (len(strangers), 1)), strangers])
                found[k, side] = np.mean(odd_one_out(M, groups) == n)
    return found


def _groups(name: str, groups: ArrayLike, V: int) -> Rows:
    made = _validate.rows(name, groups, V)
    if made.ndim < 1 or made.shape[-1] < 2:
        raise ValueError(f"{name}: a group needs at least two words, got shape {made.shape}")
    if (np.diff(np.sort(made, axis=-1), axis=-1) == 0).any():
        raise ValueError(f"{name}: a group names one word twice; its association with itself is not company")
    return made


def _within(M: FloatArray, groups: Rows) -> FloatArray:
    return M[groups[..., :, None], groups[..., None, :]]
