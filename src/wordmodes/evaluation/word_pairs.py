"""Which word pairs to compare: Google's families, stand-ins for their words, wrong partners, resampled pairs."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wordmodes.evaluation.questions import AnalogyQuestions

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Seed = int | np.random.Generator

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

    Returns
    -------
    dict of str to ndarray of int, shape (n, 2)
        By short name, rows of the vocabulary, in ascending order.
    """
    found = {}
    for name, label in LABELS.items():
        if name in questions.families:
            rows = questions.indices[questions.family == questions.families.index(name)]
            found[label] = np.unique(rows.reshape(-1, 2), axis=0)
    return found


def questions_about(questions: AnalogyQuestions, label: str) -> AnalogyQuestions:
    """The questions of one family alone.

    Raises
    ------
    ValueError
        If no family of that short name is covered.
    """
    name = {short: name for name, short in LABELS.items()}.get(label, label)
    if name not in questions.families:
        raise ValueError(f"no question of family {label!r} is covered; there are {list(questions.families)}")
    keep = questions.family == questions.families.index(name)
    n = int(keep.sum())
    return AnalogyQuestions(questions.words, (name,), np.zeros(n, dtype=np.int64), questions.indices[keep])


def stand_ins(pairs: ArrayLike, V: int, n_draws: int, seed: Seed = 0) -> IntArray:
    """Families that mean nothing: each word replaced by a random one about as frequent; shape (n_draws, n, 2).

    With rows in order of frequency, row r is replaced by one between (r + 20)/1.3 - 20 and 1.3 (r + 20) - 20. All
    words of a draw are different.

    Parameters
    ----------
    pairs : array_like of int, shape (n, 2)
        Rows of a vocabulary in order of frequency.
    V : int
        Its size.

    Raises
    ------
    ValueError
        If a row is not below V, or different words cannot be found.
    """
    pairs = np.asarray(pairs)
    if pairs.max() >= V:
        raise ValueError(f"row {pairs.max()} does not exist in a vocabulary of {V} words")
    low = np.ceil(np.maximum((pairs + 20) / 1.3 - 20, 0)).astype(int)
    high = np.minimum(1.3 * (pairs + 20) - 20, V - 1).astype(int)
    rng, drawn = np.random.default_rng(seed), []
    for _ in range(1000 * n_draws):
        draw = rng.integers(low, high + 1)
        if len(np.unique(draw)) == draw.size:
            drawn.append(draw)
        if len(drawn) == n_draws:
            return np.array(drawn)
    raise ValueError("no different words as frequent as these were found; the vocabulary is too small for the family")


def mispaired(pairs: ArrayLike, n_draws: int, seed: Seed = 0) -> IntArray:
    """The same two lists of words, joined anew: no a keeps its b; shape (n_draws, n, 2).

    Raises
    ------
    ValueError
        If there are fewer than two pairs.
    """
    pairs = np.asarray(pairs)
    if len(pairs) < 2:
        raise ValueError("one pair cannot be joined anew")
    rng, drawn = np.random.default_rng(seed), []
    while len(drawn) < n_draws:
        order = rng.permutation(len(pairs))
        if (pairs[order] != pairs).any(axis=1).all():
            drawn.append(np.column_stack([pairs[:, 0], pairs[order, 1]]))
    return np.array(drawn)


def drawn_pairs(n: int, n_samples: int = 1000, seed: Seed = 0) -> FloatArray:
    """How often a bootstrap draws each of n pairs, shape (n_samples, n); at least two different ones each time."""
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(n, np.full(n, 1 / n), size=n_samples)
    while (alone := (weights > 0).sum(axis=1) < 2).any():
        weights[alone] = rng.multinomial(n, np.full(n, 1 / n), size=alone.sum())
    return weights.astype(np.float64)
