"""Problem set 4, one mode and many: a language whose leading modes are its attributes, and checks for the notebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wordmodes.grade import students
from wordmodes.grade.judging import Checks, Wrong, array, close
from wordmodes.grade.sets._common import Own, experiment
from wordmodes.theory.targets import m_star

TITLE = "One mode and many"
WRITTEN = {"4.1": 8, "4.3": 8, "4.5": 8, "4.6": 8}
CHECKS = Checks("set4")

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Data(Own):
    """What set 4 hands out."""

    eigenvalue: float
    start: float
    Z: FloatArray
    sigmas: tuple[float, float]

    @property
    def M(self) -> FloatArray:
        """M* of the language."""
        return np.asarray(m_star(self.P))


def data(student: str, course: str = "") -> Data:
    """A student's data."""
    rng = students.generator("set4", student, course)
    language = students.language(rng, topics=(7, 8), topic_strength=5.0, zipf=0.0)
    eigenvalue = float(rng.integers(15, 60)) / 10
    start = round(float(np.sqrt(eigenvalue * rng.uniform(0.1, 0.2))), 3)
    return Data("set4", language, eigenvalue, start, rng.standard_normal((len(language.words), 3)), (0.2, 1e-12))


def projections(data: Data) -> list[tuple[FloatArray]]:
    """Arguments for the starts: square ones, which any eigenvectors and any start could give."""
    return [(data.Z[:3],), (1e-9 * data.Z[3:7, :3][:3],), (data.Z[7:9, :2],)]


@CHECKS.add("4.2", 3, "eigenvectors of M*", "eigenvalues", "E")
def _eigen(data: Data, eigenvalues: Any, E: Any) -> None:
    lam, E = array("eigenvalues", eigenvalues, (3,)), array("E", E, (len(data.words), 3))
    if not close(E.T @ E, np.eye(3), 1e-8):
        raise Wrong("the columns of E must have length 1 and be at right angles")
    if not close(data.M @ E, E * lam, 1e-8):
        raise Wrong("M E must be E times the eigenvalues, column by column")


@CHECKS.add("4.3", 3, "what every start obeys", starts=projections)
def _starts(data: Data, starts: list[Any]) -> None:
    for got, (A,) in zip(starts, projections(data), strict=True):
        found = array("starts(...)", got, (len(A),))
        if not (found > 0).all():
            raise Wrong("starts are lengths, and positive")
        if not close(np.prod(found) / abs(np.linalg.det(A)), 1, 1e-6):
            raise Wrong("the product of all starts must be the volume |det A₀|: no mode's share may be counted twice")


experiment(CHECKS, "4.6", predicted_ratio=(0.01, 1e12), predicted_better=("large", "small", "alike"))
