"""Error bars: analogy and similarity scores under resampled test pairs."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wordmodes import _validate
from wordmodes._validate import Seed
from wordmodes.evaluation.questions import AnalogyQuestions, hit_rows

FloatArray = NDArray[np.float64]

MOST_DRAWS = 10**6  # far beyond what error bars need; a slip of the hand is refused, not run for hours


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
        How many draws, 1 or more.
    seed : int or Generator

    Returns
    -------
    ndarray, shape (n_samples,) or (n_samples, m)
        Its standard deviation is the standard error; NaN in a draw that leaves no question.

    Raises
    ------
    TypeError, ValueError
        If there is not one hit per question, or a setting is out of range.

    References
    ----------
    Efron & Tibshirani (1993); Owen (2007), the product of weights for data with two crossed factors.

    Examples
    --------
    >>> from wordmodes.evaluation.questions import analogy_questions
    >>> questions = analogy_questions(["man", "woman", "king", "queen", "he", "she"])
    >>> bootstrap_accuracy(questions, np.ones(len(questions)), n_samples=50).shape
    (50,)
    """
    _validate.instance("questions", questions, AnalogyQuestions, "analogy_questions(words)")
    rows = hit_rows(hits, len(questions))
    n_samples = _validate.integer("n_samples", n_samples, 1, MOST_DRAWS)
    rng = _validate.generator("seed", seed)
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
        Judgements of n >= 2 pairs, not all of them equal.
    cosine : array_like, shape (n,) or (m, n)
        Cosines of one or of m embeddings, which all see the same draws.
    n_samples : int
        How many draws, 1 or more.
    seed : int or Generator

    Returns
    -------
    ndarray, shape (n_samples,) or (n_samples, m)
        NaN in a draw whose judgements, or cosines, all came out equal.

    Raises
    ------
    TypeError, ValueError
        If the lengths differ, a value is not finite, or all judgements, or all cosines of an embedding, are equal:
        they have no order to compare.

    References
    ----------
    Efron & Tibshirani (1993), section 6.2.

    Examples
    --------
    >>> draws = bootstrap_spearman([1, 2, 3, 4, 5], [0.1, 0.3, 0.2, 0.5, 0.4], n_samples=500)
    >>> draws.shape, bool(0.5 < np.nanmean(draws) < 1)
    ((500,), True)
    """
    human = _validate.array("human", human, ("n",))
    cosine = _validate.array("cosine", cosine)
    shape = (len(human),) if cosine.ndim < 2 else ("m", len(human))
    cosine = _validate.array("cosine", cosine, shape, hint="one value for each judgement in human")
    for name, rows in (("human", human[None]), ("cosine", np.atleast_2d(cosine))):
        if (rows == rows[:, :1]).all(axis=1).any():
            raise ValueError(f"all values of {name} are equal, so that there are no ranks to compare")
    n_samples = _validate.integer("n_samples", n_samples, 1, MOST_DRAWS)
    draws = _validate.generator("seed", seed).integers(len(human), size=(n_samples, len(human)))
    x = _standard_ranks(human[draws])
    samples = np.stack([(x * _standard_ranks(row[draws])).sum(axis=1) for row in np.atleast_2d(cosine)], axis=1)
    return samples if cosine.ndim == 2 else samples[:, 0]


def _standard_ranks(x: FloatArray) -> FloatArray:
    from scipy.stats import rankdata  # slow to import, and only needed here

    ranks = rankdata(x, axis=1)
    ranks -= ranks.mean(axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):  # equal values have no ranks: NaN
        return ranks / np.linalg.norm(ranks, axis=1, keepdims=True)
