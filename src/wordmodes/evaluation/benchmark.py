"""Embeddings side by side: the same questions, the same resampled pairs, error bars for scores and for ratios."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.stats
from numpy.typing import ArrayLike, NDArray

from wordmodes.evaluation.scores import (
    AnalogyQuestions,
    analogies,
    analogy_questions,
    bootstrap_accuracy,
    bootstrap_spearman,
    word_similarity,
)

FloatArray = NDArray[np.float64]
SIMILARITY_TESTS = ("wordsim353", "simlex999")
TESTS = ("analogies", *SIMILARITY_TESTS)


@dataclass(frozen=True, eq=False)
class Answers:
    """What one embedding answered.

    Attributes
    ----------
    hits : ndarray of bool, shape (n,)
        Analogies answered correctly.
    cosines : tuple of ndarray
        Cosines of the pairs of each similarity test.
    """

    hits: NDArray[np.bool_]
    cosines: tuple[FloatArray, ...]


@dataclass(frozen=True, eq=False)
class Comparison:
    """Scores of several embeddings on the same tests.

    Attributes
    ----------
    names : tuple of str
    scores, errors : ndarray, shape (m, 3)
        Accuracy and the two rank correlations, columns in the order of `TESTS`, with their standard errors.
    draws : ndarray, shape (n_samples, m, 3)
        The resampled scores. All embeddings saw the same draws.
    """

    names: tuple[str, ...]
    scores: FloatArray
    errors: FloatArray
    draws: FloatArray

    def __str__(self) -> str:
        width = max(map(len, self.names))
        rows = [f"{'':{width}}    analogies, %    WordSim353      SimLex-999"]
        for name, (accuracy, *ranks), (slack, *slacks) in zip(self.names, self.scores, self.errors, strict=True):
            cells = [f"{100 * accuracy:6.1f} ± {100 * slack:3.1f}"]
            cells += [f"{rank:6.3f} ± {error:.3f}" for rank, error in zip(ranks, slacks, strict=True)]
            rows.append(f"{name:{width}}   " + "  ".join(cells))
        return "\n".join(rows)

    def row(self, name: str) -> list[tuple[float, float]]:
        """Score and standard error of one embedding on each test.

        Raises
        ------
        ValueError
            If there is no embedding of that name.
        """
        i = self._place(name)
        return [(float(score), float(error)) for score, error in zip(self.scores[i], self.errors[i], strict=True)]

    def ratio(self, name: str, baseline: str, test: str = "analogies") -> tuple[float, float]:
        """One score over another, with the standard error of the quotient under common draws.

        Raises
        ------
        ValueError
            If a name or the test is unknown.
        """
        i, j, k = self._place(name), self._place(baseline), self._test(test)
        quotient = self.draws[:, i, k] / self.draws[:, j, k]
        return float(self.scores[i, k] / self.scores[j, k]), float(np.nanstd(quotient))

    def difference(self, name: str, baseline: str, test: str = "analogies") -> tuple[float, float]:
        """One score less another, with the standard error of the difference under common draws.

        Raises
        ------
        ValueError
            If a name or the test is unknown.
        """
        i, j, k = self._place(name), self._place(baseline), self._test(test)
        return float(self.scores[i, k] - self.scores[j, k]), float(np.nanstd(self.draws[:, i, k] - self.draws[:, j, k]))

    def _place(self, name: str) -> int:
        if name not in self.names:
            raise ValueError(f"no embedding is called {name!r}; there are {list(self.names)}")
        return self.names.index(name)

    def _test(self, test: str) -> int:
        if test not in TESTS:
            raise ValueError(f"test must be one of {list(TESTS)}, got {test!r}")
        return TESTS.index(test)


class Benchmark:
    """The test sets that a vocabulary covers: Google analogies, WordSim353, SimLex-999.

    Parameters
    ----------
    words : sequence of str, length V
        The rows of the embeddings to come.

    Raises
    ------
    ValueError
        If a test is not covered by these words.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)
        self.questions: AnalogyQuestions = analogy_questions(self.words)
        nothing = np.zeros((len(self.words), 1))
        self.human = tuple(word_similarity(nothing, self.words, test).human for test in SIMILARITY_TESTS)

    def answers(self, W: ArrayLike) -> Answers:
        """Put all questions to an embedding, shape (V, d).

        Raises
        ------
        ValueError
            If W has not one finite row per word.
        """
        cosines = tuple(word_similarity(W, self.words, test).cosine for test in SIMILARITY_TESTS)
        return Answers(analogies(W, self.words, questions=self.questions).hits, cosines)

    def read(self, run: Mapping[str, Any]) -> Answers:
        """Take the answers of an embedding from a stored result.

        Parameters
        ----------
        run : mapping
            With the answers as benchmarks/results.py writes them.

        Raises
        ------
        ValueError
            If the run answered other questions than these words cover.
        """
        hits = np.array([hit == "1" for hit in run["analogies"]["hits"]])
        cosines = tuple(np.array(run[test]["cosines"]) for test in SIMILARITY_TESTS)
        expected, got = ([len(x) for x in (first, *rest)] for first, rest in
                         ((self.questions.indices, self.human), (hits, cosines)))  # fmt: skip
        if expected != got:
            raise ValueError(
                f"the stored run has {got} answers, these words cover {expected}; re-make it: make results"
            )
        return Answers(hits, cosines)

    def compare(
        self, results: Mapping[str, Answers | Sequence[Answers]], n_samples: int = 1000, seed: int = 0
    ) -> Comparison:
        """Score embeddings, and draw the test pairs again, with replacement, for the error bars.

        Parameters
        ----------
        results : mapping of str to Answers or sequence of Answers
            Several answers under one name are seeds of one method: their scores are averaged, in each draw too.
        n_samples : int
        seed : int

        Raises
        ------
        ValueError
            If there is nothing to compare.

        See Also
        --------
        wordmodes.evaluation.bootstrap_accuracy : what is drawn.
        """
        if not results:
            raise ValueError("results is empty; pass at least one embedding's answers")
        groups = [[given] if isinstance(given, Answers) else list(given) for given in results.values()]
        everyone = [answers for group in groups for answers in group]
        hits = np.array([answers.hits for answers in everyone])
        scores, draws = [hits.mean(axis=1)], [bootstrap_accuracy(self.questions, hits, n_samples, seed)]
        for k, human in enumerate(self.human):
            cosines = np.array([answers.cosines[k] for answers in everyone])
            scores.append(np.array([scipy.stats.spearmanr(human, row).statistic for row in cosines]))
            draws.append(bootstrap_spearman(human, cosines, n_samples, seed))
        owner = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
        members = [np.flatnonzero(owner == g) for g in range(len(groups))]
        table, resampled = np.stack(scores, axis=-1), np.stack(draws, axis=-1)
        mean_draws = np.stack([resampled[:, rows].mean(axis=1) for rows in members], axis=1)
        mean_scores = np.stack([table[rows].mean(axis=0) for rows in members])
        return Comparison(tuple(results), mean_scores, np.nanstd(mean_draws, axis=0), mean_draws)
