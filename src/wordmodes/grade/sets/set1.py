"""Problem set 1, counting and PMI: a student's language and texts, and the checks that run in the notebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wordmodes.grade import students
from wordmodes.grade.judging import Checks, Wrong, array, close
from wordmodes.grade.sets._common import Own, experiment

TITLE = "Counting and PMI"
WRITTEN = {"1.1": 10, "1.6": 14, "1.7": 12}
CHECKS = Checks("set1")
STRANGER = "zzz"  # a word that no language has

Documents = list[list[str]]


@dataclass(frozen=True, eq=False)
class Data(Own):
    """What set 1 hands out."""

    window: int
    length: int
    documents: Documents
    often: NDArray[np.intp]
    lengths: tuple[int, int, int]
    seeds: tuple[int, int]

    def text(self, n_tokens: int, sample: int) -> Documents:
        """Sample 0 or 1, of any length."""
        return self._language.sample(n_tokens, seed=self.seeds[sample])


def data(student: str, course: str = "") -> Data:
    """A student's data."""
    rng = students.generator("set1", student, course)
    language = students.language(rng, topics=(5, 6), topic_strength=float(rng.integers(4, 9)), zipf=0.7)
    seeds = tuple(int(seed) for seed in rng.integers(10**6, size=3))
    often = np.argsort(-language.P.sum(axis=1), kind="stable")[:12]
    return Data(
        "set1", language, int(rng.integers(3, 7)), int(rng.integers(31, 90)), language.sample(20_000, seeds[0]), often,
        (40_000, 160_000, 640_000), (seeds[1], seeds[2]),
    )  # fmt: skip


def small_texts(data: Data) -> Sequence[tuple[Documents, list[str], int]]:
    """Two texts on which counting can be followed by hand."""
    a, b, c = data.words[:3]
    return [([[a, b, a, c]], [a, b, c], 2), ([[a, b], [c, STRANGER, a]], [a, b, c], 2)]


def corner(data: Data) -> NDArray[np.float64]:
    """A distribution with pairs that never meet."""
    P = data.P[:12, :12].copy()
    P[0, 3] = P[3, 0] = P[5, 6] = P[6, 5] = 0
    return np.asarray(P / P.sum())


def joints(data: Data) -> list[tuple[NDArray[np.float64]]]:
    """Arguments for a function of P."""
    return [(corner(data),), (data.P[:16, :16] / data.P[:16, :16].sum(),)]


@CHECKS.add("1.2", 4, "counts of two small texts", count_pairs=small_texts)
def _small(data: Data, count_pairs: list[Any]) -> None:
    first, second = (array("count_pairs(...)", one, (3, 3)) for one in count_pairs)
    if not close(first, first.T) or not close(second, second.T):
        raise Wrong("a pair of words is noted twice, once from each side, so that the table is symmetric")
    if first.sum() != 16:
        raise Wrong(
            f"the first text has 3 pairs of weight 2 and 2 of weight 1, each noted twice: 16, not {first.sum():g}"
        )
    if second.sum() != 6:
        raise Wrong(
            "in the second text only two pairs count: those of the first document, of weight 2, and the outer ones of"
            f" the second, of weight 1, as the stranger between keeps its place: 6 in all, not {second.sum():g}"
        )


@CHECKS.add("1.3", 3, "P is a distribution", "P_counted", "p_counted")
def _distribution(data: Data, P_counted: Any, p_counted: Any) -> None:
    V = len(data.words)
    P, p = array("P_counted", P_counted, (V, V)), array("p_counted", p_counted, (V,))
    if not close(P.sum(), 1) or P.min() < 0:
        raise Wrong(f"P_counted must sum to 1, and sums to {P.sum():g}")
    if not close(p.sum(), 1):
        raise Wrong(f"p_counted must sum to 1, and sums to {p.sum():g}")


@CHECKS.add("1.4", 3, "what every PMI obeys", pmi=joints)
def _pmi(data: Data, pmi: list[Any]) -> None:
    X = array("pmi(P)", pmi[0], (12, 12))
    if not np.array_equal(-np.inf == X, corner(data) == 0):
        raise Wrong("pmi(P) must be minus infinity for the pairs that never meet, and for no others")
    P = corner(data)
    if not np.vdot(P[P > 0], X[P > 0]) > 0:
        raise Wrong("the mean of PMI under P, the mutual information, is never negative; look at the sign")


@CHECKS.add("1.5", 3, "what every M* obeys", m_star=joints)
def _m_star(data: Data, m_star: list[Any]) -> None:
    M = array("m_star(P)", m_star[0], (12, 12))
    if not np.allclose(M, M.T):
        raise Wrong("m_star(P) must be symmetric")
    if M.min() < -2 - 1e-9 or M.max() > 2 + 1e-9:
        raise Wrong(f"m_star(P) must lie between -2 and 2, and reaches from {M.min():g} to {M.max():g}")
    if not np.array_equal(M <= -2 + 1e-9, corner(data) == 0):
        raise Wrong("m_star(P) must be -2 for the pairs that never meet, and for no others")


@CHECKS.add("1.6", 2, "three strengths", "epsilon")
def _three(data: Data, epsilon: Any) -> None:
    found = array("epsilon", epsilon, (3,))
    if not ((found > 0) & (found < 1)).all():
        raise Wrong("strengths lie between 0 and 1")


experiment(CHECKS, "1.7", predicted_factor=(1, 16))
