"""How good an embedding is: analogies and word similarity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wordmodes import _validate
from wordmodes.evaluation.bootstrap import bootstrap_accuracy, bootstrap_spearman
from wordmodes.evaluation.questions import (
    SIMILARITY_FILES,
    AnalogyQuestions,
    FamilyScore,
    analogy_questions,
    first_index,
    judgements,
)

__all__ = [
    "AnalogyQuestions", "AnalogyScore", "FamilyScore", "SimilarityScore", "analogies", "analogy_questions",
    "bootstrap_accuracy", "bootstrap_spearman", "word_similarity",
]  # fmt: skip

FloatArray = NDArray[np.float64]

_CHUNK = 512  # questions answered in one matrix product: 20 MB of cosines at V = 5 000


@dataclass(frozen=True, eq=False)
class AnalogyScore:
    """The answers of one embedding.

    Attributes
    ----------
    questions : AnalogyQuestions
    predicted : ndarray of int, shape (n,)
        Row of the word answered.
    hits : ndarray of bool, shape (n,)

    Examples
    --------
    >>> score = analogies([[1.0, 0], [1, 1], [2, 0], [2, 2]], ["man", "woman", "king", "queen"])
    >>> score.accuracy, score.families
    (1.0, [FamilyScore(family='family', hits=2, questions=2)])
    """

    questions: AnalogyQuestions
    predicted: NDArray[np.int64]
    hits: NDArray[np.bool_]

    @property
    def accuracy(self) -> float:
        """Fraction of the covered questions answered correctly, from 0 to 1."""
        return float(self.hits.mean())

    @property
    def families(self) -> list[FamilyScore]:
        """Hits and questions of each family."""
        return self.questions.table(self.hits)


@dataclass(frozen=True, eq=False)
class SimilarityScore:
    """The cosines of one embedding beside human judgements.

    Attributes
    ----------
    dataset : str
    pairs : list of (str, str)
        The pairs covered, in the order of the file.
    human, cosine : ndarray, shape (n,)
    n_pairs : int
        Pairs in the data set, covered or not.

    Examples
    --------
    >>> score = SimilarityScore("mine", [("a", "b"), ("a", "c")], np.array([9.0, 1.0]), np.array([0.9, 0.2]), 2)
    >>> round(score.spearman, 12)
    1.0
    """

    dataset: str
    pairs: list[tuple[str, str]]
    human: FloatArray
    cosine: FloatArray
    n_pairs: int

    @property
    def spearman(self) -> float:
        """Rank correlation of the cosines with the judgements.

        Raises
        ------
        ValueError
            If all cosines, or all judgements, are equal: they have no order to compare.
        """
        if any(len(set(values.tolist())) < 2 for values in (self.human, self.cosine)):
            raise ValueError("all cosines, or all judgements, are equal, so that there are no ranks to compare")
        from scipy.stats import spearmanr  # slow to import, and only needed here

        return float(spearmanr(self.human, self.cosine).statistic)


def analogies(
    W: ArrayLike, words: Sequence[str], *, exclude: bool = True, questions: AnalogyQuestions | None = None
) -> AnalogyScore:
    """Answer analogies by 3CosAdd: the word whose cosine with b - a + c is largest, rows scaled to length 1 first.

    Parameters
    ----------
    W : array_like, shape (V, d)
        One row a word. A row of zeros has cosine 0 with everything.
    words : sequence of str, length V
    exclude : bool
        Whether a, b and c are not allowed as answers, as is usual. With False the answer is mostly c or b.
    questions : AnalogyQuestions, optional
        What to ask; by default `analogy_questions(words)`, which takes 0.1 s that a loop can save.

    Returns
    -------
    AnalogyScore

    Raises
    ------
    TypeError, ValueError
        If W has not one finite row per word, or no question is covered.

    Notes
    -----
    Equal to gensim's ``KeyedVectors.evaluate_word_analogies``, question by question, as long as no word has four or
    more spellings in `words` (us, Us, US, uS). gensim looks at the five best answers only: if all of them are
    spellings of the question's own words, it counts the question as missed, where this function looks on.

    References
    ----------
    Mikolov, Yih & Zweig (2013), equation 1; Levy & Goldberg (2014b), section 3, for the name.

    Examples
    --------
    >>> score = analogies([[1.0, 0], [1, 1], [2, 0], [2, 2]], ["man", "woman", "king", "queen"])
    >>> score.hits.tolist()
    [True, True]
    """
    words = _validate.strings("words", words, 1)
    W = _embedding(W, len(words))
    exclude = _validate.truth("exclude", exclude)
    if questions is not None:
        _validate.instance("questions", questions, AnalogyQuestions, "analogy_questions(words)")
    questions = analogy_questions(words) if questions is None else questions
    if questions.words != words:
        raise ValueError("questions were made for another vocabulary; pass analogy_questions(words)")
    unit = _unit_rows(W)
    index = first_index(words)
    same = np.array([index[word.upper()] for word in words])  # words that differ in case only count as one
    predicted = np.empty(len(questions), dtype=np.int64)
    for start in range(0, len(questions), _CHUNK):
        a, b, c, _ = questions.indices[start : start + _CHUNK].T
        cosines = (unit[b] - unit[a] + unit[c]) @ unit.T  # up to the length of b - a + c, which ranks nothing
        if exclude:
            for word in (a, b, c):
                cosines[same == word[:, None]] = -np.inf
        predicted[start : start + _CHUNK] = cosines.argmax(axis=1)
    return AnalogyScore(questions, predicted, same[predicted] == questions.indices[:, 3])


def word_similarity(
    W: ArrayLike, words: Sequence[str], dataset: Literal["wordsim353", "simlex999"] = "wordsim353"
) -> SimilarityScore:
    """Compare cosines with human judgements of how similar two words are.

    Parameters
    ----------
    W : array_like, shape (V, d)
    words : sequence of str, length V
        Case is ignored as in `analogy_questions`.
    dataset : {'wordsim353', 'simlex999'}
        Relatedness (Finkelstein et al. 2002) or similarity proper (Hill et al. 2015).

    Returns
    -------
    SimilarityScore

    Raises
    ------
    TypeError, ValueError
        If W has not one finite row per word, the data set is unknown, or fewer than two of its pairs are covered.

    References
    ----------
    Spearman (1904). Equal to gensim's ``KeyedVectors.evaluate_word_pairs``.

    Examples
    --------
    >>> W = [[1.0, 0.0], [0.8, 0.6], [0.0, 1.0], [0.6, 0.8]]
    >>> score = word_similarity(W, ["king", "cabbage", "professor", "cucumber"])
    >>> score.pairs, score.cosine.round(2).tolist()
    ([('professor', 'cucumber'), ('king', 'cabbage')], [0.8, 0.8])
    """
    words = _validate.strings("words", words, 1)
    W = _embedding(W, len(words))
    _validate.choice("dataset", dataset, tuple(SIMILARITY_FILES))
    index = first_index(words)
    judged = judgements(dataset)
    covered = [(a, b, human) for a, b, human in judged if a in index and b in index]
    if len(covered) < 2:
        raise ValueError(f"{dataset} has {len(covered)} pairs among these {len(words)} words; use a larger vocabulary")
    rows = np.array([(index[a], index[b]) for a, b, _ in covered])
    unit = _unit_rows(W)
    cosine = (unit[rows[:, 0]] * unit[rows[:, 1]]).sum(axis=1)
    pairs = [(words[i], words[j]) for i, j in rows]
    return SimilarityScore(dataset, pairs, np.array([human for *_, human in covered]), cosine, len(judged))


def _embedding(W: ArrayLike, V: int) -> NDArray[Any]:
    W = _validate.array("W", W, (V, "d"), hint=f"it must have one row for each of the {V} words")
    if W.shape[1] > V:
        raise ValueError(f"W has d = {W.shape[1]} columns for V = {V} words; d must not exceed V")
    return W


def _unit_rows(W: FloatArray) -> FloatArray:
    _, exponent = np.frexp(np.abs(W).max(axis=1, keepdims=True))
    W = np.ldexp(W, -exponent)  # exact, and no square overflows or vanishes
    length = np.linalg.norm(W, axis=1, keepdims=True)
    return np.divide(W, length, out=np.zeros_like(W), where=length > 0)
