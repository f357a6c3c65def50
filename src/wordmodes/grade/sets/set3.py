"""Problem set 3, near the origin: a small language with word2vec's weights, and the checks that run in the notebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wordmodes.grade import students
from wordmodes.grade.judging import Checks, Wrong, array, close
from wordmodes.grade.sets._common import Own, experiment
from wordmodes.theory.targets import m_star

TITLE = "Near the origin"
WRITTEN = {"3.1": 8, "3.2": 8, "3.3": 6, "3.4": 8, "3.5": 6, "3.6": 6}
CHECKS = Checks("set3")

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Data(Own):
    """What set 3 hands out."""

    k: int
    error: float
    kept: FloatArray
    step: float
    W0: FloatArray

    @property
    def Q(self) -> FloatArray:
        """What P would be without association."""
        p = self.P.sum(axis=1)
        return np.outer(p, p)

    @property
    def A(self) -> FloatArray:
        """Real pairs after subsampling."""
        return self.P * np.outer(self.kept, self.kept)

    @property
    def B(self) -> FloatArray:
        """Made-up pairs: k for each real one, drawn from frequencies to the power 3/4. Not symmetric."""
        noise = self.P.sum(axis=1) ** 0.75
        return self.k * np.outer(self.A.sum(axis=1), noise / noise.sum())

    @property
    def even_step(self) -> float:
        """A step for even weights, with which mode 1 grows by 15 per cent a step."""
        return float(0.3 / np.linalg.eigvalsh(np.asarray(m_star(self.P)))[-1])


def data(student: str, course: str = "") -> Data:
    """A student's data."""
    rng = students.generator("set3", student, course)
    language = students.language(rng, topics=(5,), topic_strength=float(rng.integers(3, 7)), zipf=0.7)
    p = language.P.sum(axis=1)
    kept = np.minimum(1, np.sqrt(float(rng.uniform(0.3, 0.7)) * p.mean() / p))
    k, error = int(rng.integers(1, 4)), float(rng.integers(10, 60)) / 1000
    W0 = 1e-6 * rng.standard_normal((len(p), 3))
    made = Data("set3", language, k, error, kept, 0.0, W0)
    slope = np.linalg.eigvalsh(made.A - (made.B + made.B.T) / 2)[-1]
    return Data("set3", language, k, error, kept, float(f"{0.25 / slope:.3g}"), W0)


def weights(data: Data) -> list[tuple[FloatArray, FloatArray]]:
    """Arguments for a function of the weights."""
    return [(data.A, data.B)]


def models(data: Data) -> list[tuple[FloatArray, FloatArray, FloatArray]]:
    """Arguments for a loss: a model, and the origin."""
    return [(4e5 * data.W0, data.A, data.B), (0 * data.W0, data.A, data.B)]


@CHECKS.add("3.2", 3, "what every target obeys", target=weights)
def _target(data: Data, target: list[Any]) -> None:
    V = len(data.words)
    M, g = (array(name, one, (V, V)) for name, one in zip(("M", "g"), target[0], strict=True))
    if not (close(M, M.T) and close(g, g.T)):
        raise Wrong(
            "a tied model sees W Wᵀ, which is symmetric; so must M and g be: take the symmetric part of B first"
        )
    if np.abs(M).max() > 2 + 1e-9 or g.min() < 0:
        raise Wrong("M lies between -2 and 2, and weights g are not negative")
    if not close(g.sum(), (data.A + data.B).sum()):
        raise Wrong("all weights g together are all of A + B")
    if not close(np.vdot(g, M), 2 * (data.A - data.B).sum(), atol=1e-9 * g.sum()):
        raise Wrong("g times M, summed over all pairs, is twice the sum of A - B")


@CHECKS.add("3.2", 2, "the loss at the origin", quartic_loss=models)
def _origin(data: Data, quartic_loss: list[Any]) -> None:
    if not close(float(array("quartic_loss", quartic_loss[1], ())), np.log(2) * (data.A + data.B).sum()):
        raise Wrong("at W = 0 every pair costs log 2: the loss is log 2 times the sum of all weights A + B")


@CHECKS.add("3.4", 3, "growth of three modes", "growth")
def _growth(data: Data, growth: Any) -> None:
    found = array("growth", growth, (3,))
    if not (found > 1).all() or not (np.diff(found) < 0).all():
        raise Wrong("three factors above 1 are asked for, the largest first")


experiment(CHECKS, "3.6", predicted_step=(1, 10_000))
