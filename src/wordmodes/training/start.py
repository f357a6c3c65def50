"""What training starts from: random embeddings, and how often words are kept and drawn as negatives."""

from __future__ import annotations

import os
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wordmodes import _validate
from wordmodes._validate import Seed


def quiet() -> bool:
    """Whether TQDM_DISABLE is set; tqdm's bar for notebooks does not look there by itself.

    Returns
    -------
    bool

    Examples
    --------
    >>> import os
    >>> os.environ["TQDM_DISABLE"] = "1"
    >>> quiet()
    True
    """
    return bool(os.environ.get("TQDM_DISABLE"))


def initial_embedding(V: int, d: int, init_scale: float, seed: Seed) -> NDArray[np.float64]:
    """A random start: entries drawn from N(0, σ²/d), so that a row's length is about σ.

    Parameters
    ----------
    V, d : int
        Words and dimensions, d <= V.
    init_scale : float
        σ >= 0. In this unit gensim starts at 1/√(3d) and word2vec.c at 1/(2√(3d)); both draw uniformly.
    seed : int or Generator

    Returns
    -------
    ndarray, shape (V, d)

    Raises
    ------
    TypeError, ValueError
        If d > V, or `init_scale` is negative or not finite.

    Examples
    --------
    >>> W = initial_embedding(V=500, d=100, init_scale=0.1, seed=0)
    >>> W.shape, round(float(np.linalg.norm(W, axis=1).mean()), 2)
    ((500, 100), 0.1)
    """
    V = _validate.integer("V", V, 1)
    d = _validate.integer("d", d, 1, V, hint="there are no more modes than words")
    init_scale = _validate.real("init_scale", init_scale, 0, 1e300)
    return _validate.generator("seed", seed).standard_normal((V, d)) * (init_scale / sqrt(d))


def keep_probability(unigram: ArrayLike, subsample: float) -> NDArray[np.float64]:
    """Chance that an occurrence of each word is kept: min(1, √(t/u) + t/u).

    Parameters
    ----------
    unigram : array_like, shape (V,)
        u, the word probabilities.
    subsample : float
        t >= 0, the threshold; 0 keeps everything.

    Returns
    -------
    ndarray, shape (V,)
        1 for a word that never occurs.

    Raises
    ------
    TypeError, ValueError
        If `unigram` holds other than probabilities, or `subsample` is negative or not finite.

    References
    ----------
    word2vec.c; Mikolov et al. (2013b), equation 5, has 1 - √(t/u) for the chance to drop, which differs by the
    second term.

    Examples
    --------
    >>> keep_probability([0.1, 0.001], subsample=0.001).round(2).tolist()
    [0.11, 1.0]
    """
    unigram = _validate.array("unigram", unigram, ("V",), low=0, high=1, hint="divide counts by their sum")
    subsample = _validate.real("subsample", subsample, 0)
    if not subsample:
        return np.ones_like(unigram)
    with np.errstate(divide="ignore", over="ignore"):  # a word that never occurs is kept whenever it does
        ratio = subsample / unigram
    return np.minimum(1.0, np.sqrt(ratio) + ratio)


def negative_distribution(counts: ArrayLike, power: float = 0.75) -> NDArray[np.float64]:
    """Probability that each word is drawn as a negative: counts**power, scaled to sum to 1.

    Parameters
    ----------
    counts : array_like, shape (V,)
        How often each word occurs, or its probability; only ratios matter.
    power : float
        From 0, all words alike, by 1, as often as they occur, to 10.

    Returns
    -------
    ndarray, shape (V,)

    Raises
    ------
    TypeError, ValueError
        If a count is negative or not finite, all are 0, or `power` is out of range.

    References
    ----------
    Mikolov et al. (2013b), section 2.2, for the power ¾.

    Examples
    --------
    >>> negative_distribution([81, 16]).round(3).tolist()
    [0.771, 0.229]
    """
    counts = _validate.array("counts", counts, ("V",), low=0)
    power = _validate.real("power", power, 0, 10)
    with np.errstate(over="ignore", under="ignore"):
        weights = counts**power
        total = weights.sum()
    if not 0 < total < np.inf:
        raise ValueError(
            f"counts to the power {power:g} sum to {total:g}, which can't be scaled to 1; check the counts"
        )
    return weights / total
