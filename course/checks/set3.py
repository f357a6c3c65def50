"""Set 3: the checks that students don't see. Each mistake that is looked for is computed, and has its hint."""

import numpy as np
from scipy.optimize import brentq

from wordmodes import m_star
from wordmodes.grade import Checks, Wrong, array, same
from wordmodes.grade.sets.set3 import models, weights

CHECKS = Checks("set3")


@CHECKS.add("3.1", 6, "the reach of the parabola", "reach")
def _reach(data, reach):
    def off(x):
        return np.log(2) - x / 2 + x**2 / 8 - np.logaddexp(0, -x) - data.error

    right = brentq(off, 0.1, 10)
    same("reach", reach, right, {
        "this is where the bound x⁴/192 reaches the error; the parabola gets further": (192 * data.error) ** 0.25,
        "this is for the straight line log 2 - x/2, without x²/8": brentq(
            lambda x: np.logaddexp(0, -x) - np.log(2) + x / 2 - data.error, 0.01, 10
        ),
        "this is for x²/4 in the place of x²/8": brentq(
            lambda x: np.log(2) - x / 2 + x**2 / 4 - np.logaddexp(0, -x) - data.error, 0.01, 10
        ),
    }, rtol=1e-3)  # fmt: skip


@CHECKS.add("3.2", 5, "target and weights", target=weights)
def _target(data, target):
    A, B = data.A, data.B
    S = (B + B.T) / 2
    M, g = target[0]
    right = 2 * (A - S) / (A + S)
    same("M", M, right, {
        "B is not symmetric; a tied model sees its symmetric part": 2 * (A - B) / (A + B),
        "half as large as it should be": right / 2,
        "the sign is the other one": -right,
        "this is the logarithm, the optimum of the logistic loss": np.log(A / S),
        "this is M* of the language; the weights Ψ are in A and B": np.asarray(m_star(data.P)),
    })  # fmt: skip
    same("g", g, A + S, {
        "B is not symmetric; a tied model sees its symmetric part": A + B,
        "half as large as it should be": (A + S) / 2,
        "this is the curvature with its quarter; g is A + B": (A + S) / 4,
    })  # fmt: skip


def quartic(x, A, B):
    return np.sum(A * (np.log(2) - x / 2 + x**2 / 8) + B * (np.log(2) + x / 2 + x**2 / 8))


@CHECKS.add("3.2", 4, "the quartic loss", quartic_loss=models)
def _quartic(data, quartic_loss):
    for got, (W, A, B) in zip(quartic_loss, models(data), strict=True):
        x, log2 = W @ W.T, np.log(2)
        same("quartic_loss", got, quartic(x, A, B), {
            "the sign of the linear term is the other one": quartic(-x, A, B),
            "x²/4 in the place of x²/8": np.sum((A + B) * (log2 + x**2 / 4) - (A - B) * x / 2),
            "the constant log 2 is missing": quartic(x, A, B) - log2 * np.sum(A + B),
            "this is the logistic loss itself": np.sum(A * np.logaddexp(0, -x) + B * np.logaddexp(0, x)),
            "without the weights A + B: they belong inside the sum": np.sum((x - 2 * (A - B) / (A + B)) ** 2) / 8,
        })  # fmt: skip


@CHECKS.add("3.3", 6, "the constant", "constant")
def _constant(data, constant):
    M = np.asarray(m_star(data.P))
    size, norm = M.size, np.sum(M**2)
    same("constant", constant, size * np.log(2) - norm / 8, {
        "log 2 counts once for each of the V² pairs": np.log(2) - norm / 8,
        "the eighth is missing: the square is ⅛ (x - M*)²": size * np.log(2) - norm,
        "a half where an eighth belongs": size * np.log(2) - norm / 2,
        "what completes the square is taken off": size * np.log(2) + norm / 8,
        "log 2 is missing": -norm / 8,
    })  # fmt: skip


@CHECKS.add("3.4", 6, "rates at the origin", "growth", "escaping")
def _growth(data, growth, escaping):
    A, B, eta = data.A, data.B, data.step
    S = (B + B.T) / 2
    mu = np.linalg.eigvalsh(A - S)[::-1]
    lam = np.linalg.eigvalsh(2 * (A - S) / (A + S))[::-1]
    same("growth", growth, 1 + eta * mu[:3], {
        "this is e^{ημ}, the growth of the flow; a step multiplies by 1 + ημ": np.exp(eta * mu[:3]),
        "these are eigenvalues of the target M; near the origin it is the weighted A - B that pulls": 1 + eta * lam[:3],
        "twice the rate: differentiate W Wᵀ, and mind the half of the linear term": 1 + 2 * eta * mu[:3],
        "half the rate: W occurs twice in W Wᵀ": 1 + eta * mu[:3] / 2,
        "these are rates; a step multiplies by 1 + rate": eta * mu[:3],
        "B was not made symmetric": 1 + eta * np.sort(np.linalg.eigvals(A - B).real)[::-1][:3],
    })  # fmt: skip
    same("escaping", escaping, (mu > 1e-9 * mu[0]).sum(), {
        "these are all directions, also those in which W shrinks": len(mu),
        "these are the directions in which W shrinks": (mu < -1e-9 * mu[0]).sum(),
        "rounding is counted: eigenvalues below 1e-9 of the largest are zero": (mu > 0).sum(),
    }, rtol=1e-9)  # fmt: skip


@CHECKS.add("3.4", 3, "the wait", "wait")
def _wait(data, wait):
    mu = np.linalg.eigvalsh(data.A - (data.B + data.B.T) / 2)[-1] * data.step
    same("wait", wait, np.log(1000) / np.log1p(mu), {
        "this is the wait of the flow; a step multiplies by 1 + ημ": np.log(1000) / mu,
        "this is in powers of ten: take the natural logarithm in both": 3 / np.log1p(mu),
        "this is how long the square takes, the height": np.log(1000) / np.log1p(mu) / 2,
    }, rtol=1e-4)  # fmt: skip


@CHECKS.add("3.5", 8, "rates at the second saddle", "rates")
def _rates(data, rates):
    l1, l2, l3 = np.linalg.eigvalsh(np.asarray(m_star(data.P)))[::-1][:3]
    right = np.array([[-2 * l1, l2 - l1, l3 - l1], [0, l2, l3]])
    same("rates", rates, right, {
        "the column that holds mode 1 pulls back twice as fast: d/ds of (λ - s²) s is -2λ there": np.array(
            [[-l1, l2 - l1, l3 - l1], [0, l2, l3]]
        ),
        "the second column can't grow along mode 1 any more: λ₁ - s² is 0": np.array(
            [[-2 * l1, l2 - l1, l3 - l1], [l1, l2, l3]]
        ),
        "the second column is at right angles to the first: what it has of modes 2 and 3 feels no pull back": np.array(
            [[-2 * l1, l2 - l1, l3 - l1], [0, l2 - l1, l3 - l1]]
        ),
        "these are the rates at the origin": np.array([[l1, l2, l3], [l1, l2, l3]]),
        "all are twice too large": 2 * right,
    })  # fmt: skip


def run(data, logistic):
    """Step by step, the lengths of W along three modes."""
    P, Q = data.P, data.Q
    A, B, W, found = P / (P + Q), Q / (P + Q), data.W0, []
    _, E = np.linalg.eigh(np.asarray(m_star(P)))
    E = E[:, ::-1][:, :3]
    for _ in range(250):
        found.append(np.linalg.norm(E.T @ W, axis=1))
        x = W @ W.T
        G = B / (1 + np.exp(-x)) - A / (1 + np.exp(x)) if logistic else (B - A) / 2 + x / 4
        W = W - 2 * data.even_step * G @ W
    return np.array(found)


@CHECKS.add("3.6", 8, "how long the straight line holds", "measured_growth", "leaves_at")
def _leaves(data, measured_growth, leaves_at):
    logistic, other = run(data, True), run(data, False)
    lam = np.linalg.eigvalsh(np.asarray(m_star(data.P)))[::-1][:3]
    rate = 1 + data.even_step * lam / 2
    if not np.isfinite(array("measured_growth", measured_growth, (3,))).all():
        raise Wrong("measured_growth is not finite: the run has left the origin long ago, or its step is unstable")
    same("measured_growth", measured_growth, (logistic[30] / logistic[10]) ** (1 / 20), {
        "this is the growth over all twenty steps; take the twentieth root": logistic[30] / logistic[10],
        "this is the growth of the square, the height": rate**2,
        "the step is twice too large: the gradient of W Wᵀ has its 2 already": 1 + data.even_step * lam,
        "the step is twice too small: W occurs twice in W Wᵀ": 1 + data.even_step * lam / 4,
    }, rtol=1e-4)  # fmt: skip
    steps = []
    for lengths in (logistic, other):
        forecast = lengths[0, 0] * rate[0] ** np.arange(len(lengths))
        steps.append(int(np.argmax(lengths[:, 0] < 0.9 * forecast)))
    found = array("leaves_at", leaves_at, (2,))
    if np.abs(found - steps).max() > 1:
        raise Wrong(
            "leaves_at: a step is off by more than one; the first with |e₁ᵀW| below .9 of the forecast from step 0"
        )
