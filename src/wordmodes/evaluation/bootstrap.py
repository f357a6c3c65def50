"""Error bars: analogy and similarity scores under resampled test pairs."""

from __future__ import annotations

import numpy as np
import scipy.stats
from numpy.typing import ArrayLike, NDArray

from wordmodes.evaluation.questions import AnalogyQuestions, hit_rows

FloatArray = NDArray[np.float64]
Seed = int | np.random.Generator


def bootstrap_accuracy(
    questions: AnalogyQuestions, hits: ArrayLike, n_samples: int = 1000, seed: Seed = 0
) -> FloatArray:
    """Resampled analogy accuracies, for error bars.

    A family with n pairs asks up to n(n - 1) questions, so questions are far from independent; pairs are what was
    sampled. Each family's distinct pairs (a, b) are therefore drawn with replacement, and a question made of two
    pairs counts as often as both were drawn, the product. A pair that two families share (the common capitals) is
    drawn once for both, with the family where it comes first.

    Parameters
    ----------
    questions : AnalogyQuestions
    hits : array_like of bool, shape (n,) or (m, n)
        Answers of one or of m embeddings. All see the same draws, so that ratios and differences are paired.
    n_samples : int
    seed : int or Generator

    Returns
    -------
    ndarray, shape (n_samples,) or (n_samples, m)
        Its standard deviation is the standard error; NaN in a draw that leaves no question.

    Raises
    ------
    ValueError
        If there is not one hit per question.

    References
    ----------
    Efron & Tibshirani (1993); Owen (2007), the product of weights for data with two crossed factors.
    """
    rows = hit_rows(hits, len(questions))
    rng = np.random.default_rng(seed)
    pairs, pair_of = np.unique(questions.indices.reshape(-1, 2), axis=0, return_inverse=True)
    pair_of = pair_of.reshape(-1, 2)
    home = np.full(len(pairs), len(questions.families))
    np.minimum.at(home, pair_of, questions.family[:, None])
    drawn = np.zeros((n_samples, len(pairs)))
    for f in np.unique(home):
        members = np.flatnonzero(home == f)
        drawn[:, members] = rng.multinomial(len(members), np.full(len(members), 1 / len(members)), size=n_samples)
    weights = drawn[:, pair_of[:, 0]] * drawn[:, pair_of[:, 1]]
    with np.errstate(invalid="ignore"):
        accuracy = (weights @ rows.T) / weights.sum(axis=1, keepdims=True)
    return accuracy if np.ndim(hits) == 2 else accuracy[:, 0]


def bootstrap_spearman(human: ArrayLike, cosine: ArrayLike, n_samples: int = 1000, seed: Seed = 0) -> FloatArray:
    """Resampled rank correlations, for error bars: word pairs are drawn with replacement.

    Parameters
    ----------
    human : array_like, shape (n,)
    cosine : array_like, shape (n,) or (m, n)
        Cosines of one or of m embeddings, which all see the same draws.
    n_samples : int
    seed : int or Generator

    Returns
    -------
    ndarray, shape (n_samples,) or (n_samples, m)

    Raises
    ------
    ValueError
        If the lengths differ, or a value is not finite.

    References
    ----------
    Efron & Tibshirani (1993), section 6.2.
    """
    human, cosine = np.asarray(human, dtype=np.float64), np.asarray(cosine, dtype=np.float64)
    if not (np.isfinite(human).all() and np.isfinite(cosine).all()):
        raise ValueError("human and cosine must be finite, and hold NaN or infinity; drop those pairs")
    if human.ndim != 1 or cosine.ndim not in (1, 2) or cosine.shape[-1] != len(human):
        raise ValueError(f"cosine must have one value per judgement, {human.shape}, got shape {cosine.shape}")
    draws = np.random.default_rng(seed).integers(len(human), size=(n_samples, len(human)))
    x = _standard_ranks(human[draws])
    samples = np.stack([(x * _standard_ranks(row[draws])).sum(axis=1) for row in np.atleast_2d(cosine)], axis=1)
    return samples if cosine.ndim == 2 else samples[:, 0]


def _standard_ranks(x: FloatArray) -> FloatArray:
    ranks = scipy.stats.rankdata(x, axis=1)
    ranks -= ranks.mean(axis=1, keepdims=True)
    return ranks / np.linalg.norm(ranks, axis=1, keepdims=True)
