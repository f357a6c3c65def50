"""What training starts from: random embeddings, and how often words are kept and drawn as negatives."""

from __future__ import annotations

import os
from math import sqrt

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.floating]
Seed = int | np.random.Generator


def quiet() -> bool:
    """Whether TQDM_DISABLE is set; tqdm's bar for notebooks does not look there by itself."""
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
    ValueError
        If d > V, or `init_scale` is negative or not finite.
    """
    if not 1 <= d <= V:
        raise ValueError(f"d must be between 1 and V = {V}, got {d}: there are no more modes than words")
    if not 0 <= init_scale < np.inf:
        raise ValueError(f"init_scale must be a finite number >= 0, got {init_scale!r}")
    return np.random.default_rng(seed).standard_normal((V, d)) * (init_scale / sqrt(d))


def keep_probability(unigram: FloatArray, subsample: float) -> NDArray[np.float64]:
    """Chance that an occurrence of each word is kept: min(1, √(t/u) + t/u).

    Parameters
    ----------
    unigram : ndarray, shape (V,)
        u, the word probabilities.
    subsample : float
        t, the threshold; 0 keeps everything.

    References
    ----------
    word2vec.c; Mikolov et al. (2013b), equation 5, has 1 - √(t/u) for the chance to drop, which differs by the
    second term.
    """
    unigram = np.asarray(unigram, dtype=np.float64)
    with np.errstate(divide="ignore"):  # a word that never occurs is kept whenever it does
        ratio = subsample / unigram
    return np.minimum(1.0, np.sqrt(ratio) + ratio) if subsample else np.ones_like(unigram)


def negative_distribution(counts: NDArray[np.integer], power: float = 0.75) -> NDArray[np.float64]:
    """Probability that each word is drawn as a negative: counts**power, scaled to sum to 1.

    References
    ----------
    Mikolov et al. (2013b), section 2.2, for the power ¾.
    """
    weights = np.asarray(counts, dtype=np.float64) ** power
    return weights / weights.sum()
