"""Problem set 2, SGNS by hand: a small language with its noise, and the checks that run in the notebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wordmodes.grade import students
from wordmodes.grade.judging import Checks, Wrong, array, close
from wordmodes.grade.sets._common import Own, experiment

TITLE = "SGNS by hand"
WRITTEN = {"2.1": 10, "2.4": 10, "2.5": 10, "2.6": 10}
CHECKS = Checks("set2")

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Data(Own):
    """What set 2 hands out."""

    k: int
    w: FloatArray
    c: FloatArray
    made_up: FloatArray
    W0: FloatArray
    C0: FloatArray
    step: float

    def noise(self, power: float = 0.75) -> FloatArray:
        """The distribution that made-up contexts are drawn from: frequencies to a power."""
        weights = self.P.sum(axis=1) ** power
        return np.asarray(weights / weights.sum())

    @property
    def A(self) -> FloatArray:
        """How often each pair is real."""
        return self.P

    @property
    def B(self) -> FloatArray:
        """How often each pair is made up."""
        return self.made(0.75)

    def made(self, power: float) -> FloatArray:
        """The same for another power of the noise."""
        return self.k * np.outer(self.P.sum(axis=1), self.noise(power))


def data(student: str, course: str = "") -> Data:
    """A student's data."""
    rng = students.generator("set2", student, course)
    language = students.language(rng, topics=(4,), n_attributes=2, topic_strength=float(rng.integers(3, 7)), zipf=0.7)
    V, k = len(language.words), int(rng.integers(2, 7))
    w, c = (rng.integers(-15, 16, size=3) / 10 + 0.05 for _ in range(2))
    made_up = rng.integers(-15, 16, size=(k, 3)) / 10
    W0, C0 = (0.3 * rng.standard_normal((V, V)) for _ in range(2))
    return Data("set2", language, k, w, c, made_up, W0, C0, float(rng.integers(5, 9)))


def places(data: Data) -> list[tuple[FloatArray, FloatArray, FloatArray, FloatArray]]:
    """Arguments of a loss and its gradients: a small model, and one with very large scores."""
    W, C = data.W0[:, :3], data.C0[:, 1:4]
    return [(W, C, data.A, data.B), (300 * W, 300 * C, data.A, data.B)]


def around(data: Data) -> list[tuple[FloatArray, FloatArray, FloatArray, FloatArray]]:
    """The first place and two on either side of it, for a difference quotient."""
    W, C, A, B = places(data)[0]
    return [(W, C, A, B)] + [(W + h * W[::-1], C + h * C[::-1], A, B) for h in (1e-4, -1e-4)]


@CHECKS.add("2.2", 4, "the gradient is that of your loss", loss=around, gradients=around)
def _quotient(data: Data, loss: list[Any], gradients: list[Any]) -> None:
    W, C, _, _ = places(data)[0]
    _, above, below = (float(array("loss(...)", one, ())) for one in loss)
    dW, dC = (array("gradients(...)", one, W.shape) for one in gradients[0])
    slope = float(np.vdot(dW, W[::-1]) + np.vdot(dC, C[::-1]))
    if above == below or not close((above - below) / 2e-4, slope, 1e-4):
        raise Wrong(f"in one direction the loss changes by {(above - below) / 2e-4:.6g}, the gradient says {slope:.6g}")


@CHECKS.add("2.3", 2, "the step goes down", "W1", "C1")
def _down(data: Data, W1: Any, C1: Any) -> None:
    W, C = (array(name, value, data.W0.shape) for name, value in (("W1", W1), ("C1", C1)))
    if not _loss(W, C, data) < _loss(data.W0, data.C0, data):
        raise Wrong("the loss after the step is not lower than before")
    dW, dC, h = W - data.W0, C - data.C0, 1e-4
    slope = (_loss(data.W0 + h * dW, data.C0 + h * dC, data) - _loss(data.W0 - h * dW, data.C0 - h * dC, data)) / (
        2 * h
    )
    if not close(slope, -(np.vdot(dW, dW) + np.vdot(dC, dC)) / data.step, 1e-3):
        raise Wrong("along a step of gradient descent the loss falls by the step's squared length over mine.step")


def _loss(W: FloatArray, C: FloatArray, data: Data) -> float:
    x = W @ C.T
    return float(np.vdot(data.A, np.logaddexp(0, -x)) + np.vdot(data.B, np.logaddexp(0, x)))


experiment(CHECKS, "2.6", predicted_height=("rises", "falls", "stays"))
