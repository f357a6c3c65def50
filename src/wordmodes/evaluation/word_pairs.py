"""Which word pairs to compare: Google's families, stand-ins for their words, wrong partners, resampled pairs."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wordmodes import _validate
from wordmodes._validate import Seed
from wordmodes.evaluation.bootstrap import MOST_DRAWS
from wordmodes.evaluation.questions import AnalogyQuestions

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
_TRIES = 1000  # for each draw, before a sampler gives up

LABELS = {
    "capital-world": "capital", "family": "gender", "gram1-adjective-to-adverb": "adverb", "gram2-opposite": "opposite",
    "gram3-comparative": "comparative", "gram4-superlative": "superlative", "gram5-present-participle": "participle",
    "gram6-nationality-adjective": "nationality", "gram7-past-tense": "past tense", "gram8-plural": "plural",
    "gram9-plural-verbs": "third person",
}  # fmt: skip
"""Short names of Google's families; the two about American cities and money, of five pairs here, are left out, and so
are the common capitals, whose pairs *capital-world* has too."""


def family_pairs(questions: AnalogyQuestions) -> dict[str, IntArray]:
    """Distinct pairs (a, b) of each family in `LABELS` that the vocabulary covers.

    Parameters
    ----------
    questions : AnalogyQuestions

    Returns
    -------
    dict of str to ndarray of int, shape (n, 2)
        By short name, rows of the vocabulary, in ascending order.

    Raises
    ------
    TypeError
        If `questions` is something else.

    Examples
    --------
    >>> from wordmodes.evaluation.questions import analogy_questions
    >>> family_pairs(analogy_questions(["man", "woman", "king", "queen"]))["gender"].tolist()
    [[0, 1], [2, 3]]
    """
    _validate.instance("questions", questions, AnalogyQuestions, "analogy_questions(words)")
    found = {}
    for name, label in LABELS.items():
        if name in questions.families:
            rows = questions.indices[questions.family == questions.families.index(name)]
            found[label] = np.unique(rows.reshape(-1, 2), axis=0)
    return found


def questions_about(questions: AnalogyQuestions, label: str) -> AnalogyQuestions:
    """The questions of one family alone.

    Parameters
    ----------
    questions : AnalogyQuestions
    label : str
        The family's short name, from `LABELS`, or its name in the question file.

    Returns
    -------
    AnalogyQuestions

    Raises
    ------
    TypeError, ValueError
        If no family of that name is covered.

    Examples
    --------
    >>> from wordmodes.evaluation.questions import analogy_questions
    >>> len(questions_about(analogy_questions(["man", "woman", "king", "queen", "cat", "cats"]), "gender"))
    2
    """
    _validate.instance("questions", questions, AnalogyQuestions, "analogy_questions(words)")
    label = _validate.string("label", label)
    name = {short: name for name, short in LABELS.items()}.get(label, label)
    if name not in questions.families:
        raise ValueError(f"label: no question of family {label!r} is covered; there are {list(questions.families)}")
    keep = questions.family == questions.families.index(name)
    n = int(keep.sum())
    return AnalogyQuestions(questions.words, (name,), np.zeros(n, dtype=np.int64), questions.indices[keep])


def stand_ins(pairs: ArrayLike, V: int, n_draws: int, seed: Seed = 0) -> IntArray:
    """Families that mean nothing: each word replaced by a random one about as frequent.

    With rows in order of frequency, row r is replaced by one between (r + 20)/1.3 - 20 and 1.3 (r + 20) - 20. All
    words of a draw are different.

    Parameters
    ----------
    pairs : array_like of int, shape (n, 2)
        Rows of a vocabulary in order of frequency.
    V : int
        Its size.
    n_draws : int
    seed : int or Generator

    Returns
    -------
    ndarray of int, shape (n_draws, n, 2)

    Raises
    ------
    TypeError, ValueError
        If a row is not from 0 to V - 1, or different words cannot be found.

    Examples
    --------
    >>> stand_ins([[10, 200], [30, 400]], V=1000, n_draws=5).shape
    (5, 2, 2)
    """
    V, n_draws = _validate.integer("V", V, 1), _validate.integer("n_draws", n_draws, 1, MOST_DRAWS)
    pairs = _validate.rows("pairs", pairs, V, ("n", 2))
    low = np.ceil(np.maximum((pairs + 20) / 1.3 - 20, 0)).astype(int)
    high = np.minimum(1.3 * (pairs + 20) - 20, V - 1).astype(int)
    rng, drawn = _validate.generator("seed", seed), []
    for tries in range(_TRIES * n_draws):
        draw = rng.integers(low, high + 1)
        if len(np.unique(draw)) == draw.size:
            drawn.append(draw)
        if len(drawn) == n_draws:
            return np.array(drawn)
        if not drawn and tries == 10 * _TRIES:
            break
    raise ValueError(f"pairs: no different words as frequent as these were found among V = {V}; leave pairs out")


def mispaired(pairs: ArrayLike, n_draws: int, seed: Seed = 0) -> IntArray:
    """The same two lists of words, joined anew: to no pair that was given, and no word to itself.

    Parameters
    ----------
    pairs : array_like of int, shape (n, 2)
        Rows of a vocabulary: two pairs or more, no pair twice.
    n_draws : int
    seed : int or Generator

    Returns
    -------
    ndarray of int, shape (n_draws, n, 2)

    Raises
    ------
    TypeError, ValueError
        If there are fewer than two pairs, one is given twice, or no such joining was found.

    Examples
    --------
    >>> mispaired([[0, 1], [2, 3]], n_draws=1).tolist()
    [[[0, 3], [2, 1]]]
    """
    n_draws = _validate.integer("n_draws", n_draws, 1, MOST_DRAWS)
    pairs = _validate.integers("pairs", pairs, ("n", 2), low=0, hint="encode() marks a word it doesn't know by -1")
    if len(pairs) < 2:
        raise ValueError("pairs: one pair cannot be joined anew")
    distinct, times = np.unique(pairs, axis=0, return_counts=True)
    if times.max() > 1:
        raise ValueError(f"pairs holds {distinct[times.argmax()].tolist()} {times.max()} times; give each pair once")
    rng, drawn = _validate.generator("seed", seed), []
    first, second = np.unique(pairs, return_inverse=True)[1].reshape(pairs.shape).T  # small, so that codes fit
    given = first * len(pairs) * 2 + second
    for tries in range(_TRIES * n_draws):
        order = rng.permutation(len(pairs))
        if not np.isin(first * len(pairs) * 2 + second[order], given).any() and (first != second[order]).all():
            drawn.append(np.column_stack([pairs[:, 0], pairs[order, 1]]))
        if len(drawn) == n_draws:
            return np.array(drawn)
        if not drawn and tries == 10 * _TRIES:
            break
    raise ValueError(
        "pairs: so many share a word that a pair is always kept, or a word joined to itself; leave some out"
    )


def drawn_pairs(n: int, n_samples: int = 1000, seed: Seed = 0) -> FloatArray:
    """How often a bootstrap draws each of n pairs; at least two different ones each time.

    Parameters
    ----------
    n : int
        2 or more.
    n_samples : int
    seed : int or Generator

    Returns
    -------
    ndarray, shape (n_samples, n)
        Each row sums to n.

    Raises
    ------
    TypeError, ValueError
        If n is below 2, or n_samples below 1.

    References
    ----------
    Efron & Tibshirani (1993).

    Examples
    --------
    >>> drawn_pairs(2, n_samples=3).tolist()
    [[1.0, 1.0], [1.0, 1.0], [1.0, 1.0]]
    """
    n = _validate.integer("n", n, 2, 10**5, hint="one pair can't be drawn anew")
    n_samples = _validate.integer("n_samples", n_samples, 1, MOST_DRAWS)
    rng = _validate.generator("seed", seed)
    weights = rng.multinomial(n, np.full(n, 1 / n), size=n_samples)
    while (alone := (weights > 0).sum(axis=1) < 2).any():
        weights[alone] = rng.multinomial(n, np.full(n, 1 / n), size=alone.sum())
    return weights.astype(np.float64)
