"""Reading modes: the words at their ends, and whether these belong together in a text that the mode was not made from.

Rows are in order of frequency, as in every `Vocabulary`, so that neighbouring rows are about equally frequent.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
Rows = NDArray[np.intp]


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
    ValueError
        If there are fewer than 2n words to choose from, or `among` does not fit.
    """
    vector = np.asarray(vector, dtype=np.float64)
    among = np.ones(len(vector), dtype=bool) if among is None else np.asarray(among, dtype=bool)
    if among.shape != vector.shape:
        raise ValueError(f"among must hold one truth value for each of {len(vector)} words, got shape {among.shape}")
    if not 1 <= n <= among.sum() // 2:
        raise ValueError(f"two ends of n = {n} words cannot be read off {among.sum()} words; ask for fewer")
    rounded = np.round(vector, 9)
    falling, rising = (np.argsort(sign * rounded, kind="stable") for sign in (-1, 1))
    top = falling[among[falling]][:n]
    rising = rising[among[rising]]
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
    ValueError
        If a group has fewer than two words or names one of them twice.

    References
    ----------
    Lau, Newman & Baldwin (2014), who compare such measures with people; there of PMI and its normalised form.
    """
    groups = _groups(groups)
    among = _within(np.asarray(M, dtype=np.float64), groups)
    n = groups.shape[-1]
    return (among.sum(axis=(-2, -1)) - np.einsum("...ii", among)) / (n * (n - 1))


def matched_groups(
    group: ArrayLike, V: int, n_groups: int = 1000, reach: int = 50, seed: int | np.random.Generator = 0
) -> Rows:
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
    ValueError
        If the group is larger than the neighbourhood it is drawn from.
    """
    group = _groups(group)
    if group.ndim != 1 or group.min() < 0 or group.max() >= V:
        raise ValueError(f"group must be a list of rows from 0 to {V - 1}")
    if not len(group) <= min(reach + 1, V):
        raise ValueError(f"reach = {reach} leaves too few words to draw {len(group)} different ones from; widen it")
    rng = np.random.default_rng(seed)
    low, high = np.maximum(group - reach, 0), np.minimum(group + reach, V - 1)
    drawn = rng.integers(low, high + 1, size=(n_groups, len(group)))
    while len(again := np.flatnonzero((np.diff(np.sort(drawn, axis=1), axis=1) == 0).any(axis=1))):
        drawn[again] = rng.integers(low, high + 1, size=(len(again), len(group)))
    return drawn


def coherence_rank(
    M: ArrayLike, group: ArrayLike, n_groups: int = 1000, reach: int = 50, seed: int | np.random.Generator = 0
) -> float:
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
    """
    M = np.asarray(M, dtype=np.float64)
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
    """
    groups = _groups(groups)
    among = _within(np.asarray(M, dtype=np.float64), groups)
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
        Share of intruders found, for the positive and the negative end of each mode; 1/(n + 1) by guessing. nan where
        no word is fit to intrude.

    References
    ----------
    Chang et al. (2009), where people look for the intruder; Lau, Newman & Baldwin (2014), a machine.
    """
    vectors = np.asarray(vectors, dtype=np.float64)
    named = [ends(vector, n, among) for vector in vectors.T]
    found = np.full((len(named), 2), np.nan)
    for k, pair in enumerate(named):
        size = np.abs(vectors[:, k])
        others = np.unique(np.concatenate([end for j, both in enumerate(named) if j != k for end in both]))
        others = others[size[others] < np.median(size)]
        for side, end in enumerate(pair):
            if len(others):
                groups = np.column_stack([np.tile(end, (len(others), 1)), others])
                found[k, side] = np.mean(odd_one_out(M, groups) == n)
    return found


def _groups(groups: ArrayLike) -> Rows:
    groups = np.asarray(groups, dtype=np.intp)
    if groups.ndim < 1 or groups.shape[-1] < 2:
        raise ValueError(f"a group needs at least two words, got shape {groups.shape}")
    if (np.diff(np.sort(groups, axis=-1), axis=-1) == 0).any():
        raise ValueError("a group names one word twice; its association with itself is not company")
    return groups


def _within(M: FloatArray, groups: Rows) -> FloatArray:
    return M[groups[..., :, None], groups[..., None, :]]
