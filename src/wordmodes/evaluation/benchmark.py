"""Embeddings side by side: the same questions, the same resampled pairs, error bars for scores and for ratios."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wordmodes import _validate
from wordmodes.evaluation.scores import (
    AnalogyQuestions,
    analogies,
    analogy_questions,
    bootstrap_accuracy,
    bootstrap_spearman,
    word_similarity,
)

FloatArray = NDArray[np.float64]
SIMILARITY_TESTS: tuple[Literal["wordsim353", "simlex999"], ...] = ("wordsim353", "simlex999")
TESTS = ("analogies", *SIMILARITY_TESTS)


@dataclass(frozen=True, eq=False)
class Answers:
    """What one embedding answered.

    Attributes
    ----------
    hits : ndarray of bool, shape (n,)
        Analogies answered correctly.
    cosines : tuple of ndarray
        Cosines of the pairs of each similarity test, in the order of `SIMILARITY_TESTS`.

    Raises
    ------
    TypeError, ValueError
        If there is not a list of truth values, and one of finite cosines for each similarity test.

    Examples
    --------
    >>> Answers([True, False], ([0.1, 0.2], [0.3, 0.1])).hits.tolist()
    [True, False]
    """

    hits: NDArray[np.bool_]
    cosines: tuple[FloatArray, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "hits", _validate.truths("hits", self.hits, ("n",)))
        if not isinstance(self.cosines, list | tuple) or len(self.cosines) != len(SIMILARITY_TESTS):
            raise TypeError(f"cosines must be a tuple of {len(SIMILARITY_TESTS)} lists of cosines, one for each test")
        checked = (_validate.array(f"cosines[{i}]", one, ("n",)) for i, one in enumerate(self.cosines))
        object.__setattr__(self, "cosines", tuple(checked))


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

    Examples
    --------
    >>> made = Comparison(("a", "b"), np.array([[0.4] * 3, [0.2] * 3]), np.zeros((2, 3)), np.full((9, 2, 3), 0.2))
    >>> made.ratio("a", "b"), made.difference("a", "b"), made.row("b")[0]
    ((2.0, 0.0), (0.2, 0.0), (0.2, 0.0))
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

        Parameters
        ----------
        name : str

        Returns
        -------
        list of (float, float)

        Raises
        ------
        ValueError
            If there is no embedding of that name.
        """
        i = self._place(name)
        return [(float(score), float(error)) for score, error in zip(self.scores[i], self.errors[i], strict=True)]

    def ratio(self, name: str, baseline: str, test: str = "analogies") -> tuple[float, float]:
        """One score over another, with the standard error of the quotient under common draws.

        Parameters
        ----------
        name, baseline : str
        test : {'analogies', 'wordsim353', 'simlex999'}

        Returns
        -------
        (float, float)

        Raises
        ------
        ValueError
            If a name or the test is unknown, or the baseline's score is 0.
        """
        if self.scores[self._place(baseline), self._test(test)] == 0:
            raise ValueError(f"the baseline {baseline!r} scores 0, over which there is no ratio")
        return self._against(name, baseline, test, np.divide)

    def difference(self, name: str, baseline: str, test: str = "analogies") -> tuple[float, float]:
        """One score less another, with the standard error of the difference under common draws.

        Parameters
        ----------
        name, baseline, test
            As for `ratio`.

        Returns
        -------
        (float, float)

        Raises
        ------
        ValueError
            If a name or the test is unknown.
        """
        return self._against(name, baseline, test, np.subtract)

    def _against(self, name: str, baseline: str, test: str, how: Callable[..., Any]) -> tuple[float, float]:
        i, j, k = self._place(name), self._place(baseline), self._test(test)
        with np.errstate(divide="ignore", invalid="ignore"):
            drawn = how(self.draws[:, i, k], self.draws[:, j, k])
            return float(how(self.scores[i, k], self.scores[j, k])), float(np.nanstd(drawn))

    def _place(self, name: str) -> int:
        if not isinstance(name, str) or name not in self.names:
            raise ValueError(f"no embedding is called {name!r}; there are {list(self.names)}")
        return self.names.index(name)

    def _test(self, test: str) -> int:
        return TESTS.index(_validate.choice("test", test, TESTS))


class Benchmark:
    """The test sets that a vocabulary covers: Google analogies, WordSim353, SimLex-999.

    Parameters
    ----------
    words : sequence of str, length V
        The rows of the embeddings to come.

    Raises
    ------
    TypeError, ValueError
        If a test is not covered by these words.

    Examples
    --------
    >>> from wordmodes.text.sources import gazette_vocabulary
    >>> words = gazette_vocabulary().words[:1000]
    >>> tests = Benchmark(words)
    >>> answers = tests.answers(np.random.default_rng(0).standard_normal((1000, 5)))
    >>> tests.compare({"random": answers}, n_samples=20).scores.shape
    (1, 3)
    >>> stored = {test: {"cosines": list(some)} for test, some in zip(SIMILARITY_TESTS, answers.cosines)}
    >>> stored["analogies"] = {"hits": "".join("01"[hit] for hit in answers.hits.astype(int))}
    >>> bool((tests.read(stored).hits == answers.hits).all())
    True
    """

    def __init__(self, words: Sequence[str]) -> None:
        self.words = _validate.strings("words", words, 1)
        self.questions: AnalogyQuestions = analogy_questions(self.words)
        nothing = np.zeros((len(self.words), 1))
        self.human = tuple(word_similarity(nothing, self.words, test).human for test in SIMILARITY_TESTS)

    def answers(self, W: ArrayLike) -> Answers:
        """Put all questions to an embedding.

        Parameters
        ----------
        W : array_like, shape (V, d)

        Returns
        -------
        Answers

        Raises
        ------
        TypeError, ValueError
            If W has not one finite row per word.
        """
        cosines = tuple(word_similarity(W, self.words, test).cosine for test in SIMILARITY_TESTS)
        return Answers(analogies(W, self.words, questions=self.questions).hits, cosines)

    def read(self, run: Mapping[str, Any]) -> Answers:
        """Take the answers of an embedding from a stored result.

        Parameters
        ----------
        run : mapping
            With the answers as `make results` writes them.

        Returns
        -------
        Answers

        Raises
        ------
        KeyError, TypeError, ValueError
            If the run answered other questions than these words cover.
        """
        hits = np.array([hit == "1" for hit in run["analogies"]["hits"]])
        return self._checked("run", Answers(hits, tuple(run[test]["cosines"] for test in SIMILARITY_TESTS)))

    def _checked(self, name: str, given: Answers) -> Answers:
        """The answers, if they are to the questions that these words cover."""
        _validate.instance(f"results[{name!r}]", given, Answers, "Benchmark.answers(W)")
        expected, got = ([len(x) for x in (first, *rest)] for first, rest in
                         ((self.questions.indices, self.human), (given.hits, given.cosines)))  # fmt: skip
        if expected != got:
            raise ValueError(f"{name} has {got} answers, these words cover {expected}; re-make it: make results")
        return given

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
            One number, so that all tests see the same draws.

        Returns
        -------
        Comparison

        Raises
        ------
        TypeError, ValueError
            If there is nothing to compare, or answers are to other questions than these words cover.

        See Also
        --------
        wordmodes.evaluation.bootstrap_accuracy : what is drawn.
        """
        if not isinstance(results, Mapping) or not results:
            raise ValueError("results is empty, or no mapping; pass at least one embedding's answers by name")
        seed = _validate.integer("seed", seed, 0)
        names = _validate.strings("results", list(results))
        groups: list[list[Any]] = [
            list(given) if isinstance(given, list | tuple) else [given] for given in results.values()
        ]
        everyone = [self._checked(name, one) for name, group in zip(names, groups, strict=True) for one in group]
        if not all(groups):
            raise ValueError("results holds a name without answers; leave it out")
        from scipy.stats import spearmanr  # slow to import, and only needed here

        hits = np.array([answers.hits for answers in everyone])
        scores, draws = [hits.mean(axis=1)], [bootstrap_accuracy(self.questions, hits, n_samples, seed)]
        for k, human in enumerate(self.human):
            cosines = np.array([answers.cosines[k] for answers in everyone])
            scores.append(np.array([spearmanr(human, row).statistic for row in cosines]))
            draws.append(bootstrap_spearman(human, cosines, n_samples, seed))
        owner = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
        members = [np.flatnonzero(owner == g) for g in range(len(groups))]
        table, resampled = np.stack(scores, axis=-1), np.stack(draws, axis=-1)
        mean_draws = np.stack([resampled[:, rows].mean(axis=1) for rows in members], axis=1)
        mean_scores = np.stack([table[rows].mean(axis=0) for rows in members])
        return Comparison(names, mean_scores, np.nanstd(mean_draws, axis=0), mean_draws)
