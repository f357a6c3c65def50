"""Problem set 5, PCA against training: counts of a short text, questions, and the checks that run in the notebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wordmodes.grade import students
from wordmodes.grade.judging import Checks, Wrong, array, close
from wordmodes.grade.sets._common import Own, experiment
from wordmodes.text.cooccurrence import count
from wordmodes.text.vocabulary import Vocabulary
from wordmodes.theory.targets import m_star
from wordmodes.training.losses import stability_limit

TITLE = "PCA against training"
WRITTEN = {"5.1": 8, "5.5": 10, "5.6": 12}
CHECKS = Checks("set5")
N_PAIRS = 9  # a family

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Data(Own):
    """What set 5 hands out."""

    counts: NDArray[np.int64]
    d: int
    W0: FloatArray
    step: float
    n_steps: tuple[int, int]
    pairs: NDArray[np.int64]
    family: NDArray[np.int64]
    questions: NDArray[np.int64]

    @property
    def M(self) -> FloatArray:
        """M* of the counted text."""
        return np.asarray(m_star(self.counts / self.counts.sum()))


def data(student: str, course: str = "") -> Data:
    """A student's data."""
    rng = students.generator("set5", student, course)
    language = students.language(rng, topics=(6,), topic_strength=6.0, zipf=0.7)
    V, d = len(language.words), 8
    text = language.sample(int(rng.integers(12, 16)) * 1000, rng)
    counts = count(text, Vocabulary(language.words, np.ones(V, dtype=int)), window=5).counts
    pairs = []
    for k in range(3):
        plus = np.flatnonzero(language.attributes[:, k] > 0)
        chosen = rng.choice(plus, size=N_PAIRS, replace=False)
        pairs.append(np.column_stack([chosen, language.flip(chosen, k)]))
    within = [(f * N_PAIRS + p, f * N_PAIRS + q) for f in range(3) for p in range(N_PAIRS) for q in range(N_PAIRS)]
    questions = [(p, q) for p, q in within if p != q]
    W0 = 1e-3 * rng.standard_normal((V, d))
    step = float(f"{0.3 * stability_limit(m_star(counts / counts.sum()), W0):.2g}")
    return Data(
        "set5", language, counts, d, W0, step, (200, 1500), np.concatenate(pairs).astype(np.int64),
        np.repeat(np.arange(3), N_PAIRS), np.array(questions),
    )  # fmt: skip


def matrices(data: Data) -> list[tuple[FloatArray, int]]:
    """Arguments for PCA: of the counts, and of a matrix with a large negative eigenvalue."""
    X = np.diag([3.0, 2.0, 0.5, -7.0, -1.0])
    turn = np.linalg.qr(data.W0[:5, :5])[0]
    return [(data.M, data.d), (turn @ X @ turn.T, 2)]


def subspaces(data: Data) -> list[tuple[FloatArray, FloatArray]]:
    """Arguments for an overlap: one space twice, in two bases; and two that have a part in common."""
    A, B = 1e3 * data.W0[:, :4], 1e3 * data.W0[:, 2:6]
    return [
        (A, A @ np.array([[1, 2, 0, 0], [0, 1, 3, 0], [1, 0, 1, 0], [0, 0, 1, 5.0]])),
        (A, B),
        (A[:, :2], 7 * B[:, 2:]),
    ]


def vectors(data: Data) -> list[tuple[Any, ...]]:
    """Arguments for analogies: rows a, b and c of questions, with vectors of unequal length."""
    W = data.W0 * 1e3 * (1 + 3 * np.abs(data.W0[:, :1]) * 1e3)
    a, b = data.pairs[data.questions[:, 0]].T
    return [(W, a[:120], b[:120], data.pairs[data.questions[:120, 1], 0])]


@CHECKS.add("5.1", 3, "the shape of an embedding", pca=matrices)
def _pca(data: Data, pca: list[Any]) -> None:
    for got, (M, d) in zip(pca, matrices(data), strict=True):
        W = array("pca(M, d)", got, (len(M), d))
        S = W.T @ W
        if not close(S, np.diag(np.diag(S)), atol=1e-9 * float(np.abs(S).max())):
            raise Wrong("columns of PCA are at right angles")
        if not np.diag(S).min() > 0:
            raise Wrong("a column of PCA is empty; here every one has a positive eigenvalue")


@CHECKS.add("5.2", 3, "one space in two bases", overlap=subspaces)
def _overlap(data: Data, overlap: list[Any]) -> None:
    found = [float(array("overlap(A, B)", one, ())) for one in overlap]
    if not close(found[0], 1, 1e-9):
        raise Wrong(
            f"two bases of one space must overlap by 1, not by {found[0]:.4g}: orthonormalise the columns first"
        )
    if not all(0 <= one < 1 - 1e-9 for one in found[1:]):
        raise Wrong("an overlap lies between 0 and 1, and is 1 for one and the same space only")


@CHECKS.add("5.4", 3, "answers are rows", answers=vectors)
def _answers(data: Data, answers: list[Any]) -> None:
    rows = array("answers(...)", answers[0], (120,))
    if not (np.isin(rows, np.arange(len(data.words)))).all():
        raise Wrong("answers are rows, whole numbers from 0")
    if len(np.unique(rows)) == 1:
        raise Wrong("every question has the same answer")


experiment(CHECKS, "5.6", predicted_winner=("pca", "training", "undecided"))
