"""Analogy scores of stored and of fresh answers, with error bars that cover the choice of pairs and of seeds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wordmodes import _validate
from wordmodes.evaluation import AnalogyQuestions, bootstrap_accuracy


@dataclass(frozen=True, eq=False)
class Score:
    """Share of the analogies that a method answers, a mean over its seeds.

    Attributes
    ----------
    seeds : ndarray, shape (m,)
        The share of each seed; of a closed form there is one.
    draws : ndarray, shape (n_samples,)
        The mean share, with the test's pairs drawn again. Scores of the same questions see the same draws.

    Examples
    --------
    >>> one = Score(np.array([0.5, 0.7]), np.array([0.55, 0.65]))
    >>> str(one)
    '60.0 ± 11.2'
    """

    seeds: NDArray[np.float64]
    draws: NDArray[np.float64]

    @property
    def value(self) -> float:
        """The mean over seeds."""
        return float(self.seeds.mean())

    @property
    def error(self) -> float:
        """Standard error: of the choice of pairs and, where there are several seeds, of theirs."""
        return float(np.hypot(np.nanstd(self.draws), self._seeds_error))

    @property
    def _seeds_error(self) -> float:
        m = len(self.seeds)
        return float(self.seeds.std(ddof=1) / np.sqrt(m)) if m > 1 else 0.0

    def over(self, other: Score) -> tuple[float, float]:
        """This score over another, and the standard error of the ratio.

        Parameters
        ----------
        other : Score
            Of the same questions.

        Returns
        -------
        (float, float)

        Examples
        --------
        >>> one, two = Score(np.array([0.3]), np.array([0.2, 0.4])), Score(np.array([0.6]), np.array([0.4, 0.8]))
        >>> one.over(two)
        (0.5, 0.0)
        """
        ratio = self.value / other.value
        seeds = ratio * np.hypot(self._seeds_error / self.value, other._seeds_error / other.value)
        return ratio, float(np.hypot(np.nanstd(self.draws / other.draws), seeds))

    def beyond(self, other: Score) -> tuple[float, float]:
        """This score less another, and the standard error of the difference.

        Parameters
        ----------
        other : Score
            Of the same questions.

        Returns
        -------
        (float, float)

        Examples
        --------
        >>> one, two = Score(np.array([0.5]), np.array([0.5, 0.75])), Score(np.array([0.25]), np.array([0.25, 0.5]))
        >>> one.beyond(two)
        (0.25, 0.0)
        """
        apart = float(np.nanstd(self.draws - other.draws))
        return self.value - other.value, float(np.hypot(apart, np.hypot(self._seeds_error, other._seeds_error)))

    def __str__(self) -> str:
        return f"{100 * self.value:.1f} ± {100 * self.error:.1f}"


def answers(run: Mapping[str, Any]) -> NDArray[np.bool_]:
    """Return a stored run's answers, question by question.

    Parameters
    ----------
    run : mapping
        With its answers as the scripts in tools/results store them: bits in hexadecimal and the number of questions, or
        a text of 0 and 1.

    Returns
    -------
    ndarray of bool, shape (n,)

    Raises
    ------
    TypeError, ValueError
        If it holds no such answers.

    Examples
    --------
    >>> answers({"hits": "a0", "questions": 3}).tolist(), answers({"hits": "01"}).tolist()
    ([True, False, True], [False, True])
    """
    found = run.get("hits", run.get("analogies", {}))
    found = found["hits"] if isinstance(found, Mapping) and "hits" in found else found
    _validate.string("run", found)
    if "questions" in run:
        return np.unpackbits(np.frombuffer(bytes.fromhex(found), dtype=np.uint8))[: run["questions"]].astype(bool)
    return np.array(list(found)) == "1"


def score(questions: AnalogyQuestions, hits: ArrayLike, n_samples: int = 1000) -> Score:
    """Score answers, and draw the test's pairs again for the error bar.

    Parameters
    ----------
    questions : AnalogyQuestions
    hits : array_like of bool, shape (n,) or (m, n)
        Of one embedding, or of m seeds of one method.
    n_samples : int
        How many draws.

    Returns
    -------
    Score

    Raises
    ------
    TypeError, ValueError
        If there is not one answer to each question.

    Examples
    --------
    >>> from wordmodes.evaluation import analogy_questions
    >>> questions = analogy_questions(["man", "woman", "king", "queen", "he", "she"])
    >>> score(questions, [[True] * 6, [False, True] * 3], n_samples=20).seeds.tolist()
    [1.0, 0.5]
    """
    rows = np.atleast_2d(np.asarray(hits, dtype=bool))
    draws = bootstrap_accuracy(questions, rows, n_samples)
    return Score(rows.mean(axis=1), draws.mean(axis=1))
