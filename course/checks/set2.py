"""Set 2: the checks that students don't see. Each mistake that is looked for is computed, and has its hint."""

import numpy as np

from wordmodes.grade import Checks, Wrong, array, same
from wordmodes.grade.sets.set2 import places

CHECKS = Checks("set2")


def sigma(x):
    return 0.5 * (1 + np.tanh(x / 2))


@CHECKS.add("2.1", 8, "one pair, by hand", "pair_loss", "grad_w", "grad_c", "grad_made_up")
def _pair(data, pair_loss, grad_w, grad_c, grad_made_up):
    w, c, N = data.w, data.c, data.made_up
    x, y = w @ c, N @ w
    real, made = sigma(x) - 1, sigma(y)
    right = np.logaddexp(0, -x) + np.logaddexp(0, y).sum()
    same("pair_loss", pair_loss, right, {
        "this is in bits; the logarithm is the natural one": right / np.log(2),
        "the sign is the other one: a loss is -log of a probability": -right,
        "the made-up contexts are missing": np.logaddexp(0, -x),
        "made-up pairs should be told to be made up: their score enters with the other sign": np.logaddexp(0, -x)
        + np.logaddexp(0, -y).sum(),
        "the made-up contexts are averaged; they are summed": np.logaddexp(0, -x) + np.logaddexp(0, y).mean(),
    }, rtol=1e-4)  # fmt: skip
    w_right = real * c + made @ N
    same("grad_w", grad_w, w_right, {
        "the sign is the other one: this is the direction in which to go, not the gradient": -w_right,
        "σ(w·c) in the place of σ(w·c) - 1": sigma(x) * c + made @ N,
        "the made-up contexts are missing": real * c,
        "a vector's own row in the place of the other's: c moves w": real * w + made @ N,
    }, rtol=1e-4)  # fmt: skip
    same("grad_c", grad_c, real * w, {
        "the sign is the other one: this is the direction in which to go, not the gradient": -real * w,
        "c in the place of w: it is w that moves c": real * c,
    }, rtol=1e-4)  # fmt: skip
    same("grad_made_up", grad_made_up, made[:, None] * w, {
        "the sign is the other one: this is the direction in which to go, not the gradient": -made[:, None] * w,
        "σ - 1 belongs to the real context; here it is σ": (made - 1)[:, None] * w,
    }, rtol=1e-4)  # fmt: skip


def loss_of(W, C, A, B):
    x = W @ C.T
    return np.vdot(A, np.logaddexp(0, -x)) + np.vdot(B, np.logaddexp(0, x))


def slopes(W, C, A, B):
    return B * sigma(W @ C.T) - A * sigma(-W @ C.T)


@CHECKS.add("2.2", 5, "the expected loss", loss=places)
def _loss(data, loss):
    for got, (W, C, A, B) in zip(loss, places(data), strict=True):
        right = loss_of(W, C, A, B)
        if not np.isfinite(array("loss", got, ())):
            raise Wrong("loss is not finite for large scores: e^x overflows; use np.logaddexp(0, x)", share=0.5)
        same("loss", got, right, {
            "scores are those of W with itself: W Wᵀ in the place of W Cᵀ": loss_of(W, W, A, B),
            "made-up pairs and real ones are exchanged": loss_of(W, C, B, A),
            "this is the mean over pairs; A and B are weights already": right / A.size,
            "this is in bits; the logarithm is the natural one": right / np.log(2),
            "made-up pairs are missing": loss_of(W, C, A, 0 * B),
        })  # fmt: skip


@CHECKS.add("2.2", 7, "its gradients", gradients=places)
def _gradients(data, gradients):
    for got, (W, C, A, B) in zip(gradients, places(data), strict=True):
        G = slopes(W, C, A, B)
        dW, dC = got
        if not (np.isfinite(array("dW", dW)).all() and np.isfinite(array("dC", dC)).all()):
            raise Wrong("the gradients are not finite for large scores: e^x overflows", share=0.5)
        same("the gradient of W", dW, G @ C, {
            "W in the place of C: the contexts move the words": G @ W,
            "the sign is the other one": -G @ C,
            "the matrix is transposed": G.T @ C,
        })  # fmt: skip
        same("the gradient of C", dC, G.T @ W, {
            "C in the place of W: the words move the contexts": G.T @ C,
            "the sign is the other one": -G.T @ W,
            "the matrix is not transposed: its rows are words": G @ W,
        })  # fmt: skip


@CHECKS.add("2.3", 6, "one step", "W1", "C1")
def _step(data, W1, C1):
    W, C, eta = data.W0, data.C0, data.step
    G = slopes(W, C, data.A, data.B)
    W_right, C_right = W - eta * G @ C, C - eta * G.T @ W
    later = slopes(W_right, C, data.A, data.B)
    same("W1", W1, W_right, {"this goes up: subtract the gradient": W + eta * G @ C})
    same("C1", C1, C_right, {
        "C has seen the new W; both move at once, from the old ones": C - eta * later.T @ W_right,
        "the errors are old but W is new; both move at once, from the old ones": C - eta * G.T @ W_right,
        "this goes up: subtract the gradient": C + eta * G.T @ W,
    })  # fmt: skip


@CHECKS.add("2.4", 8, "the optimum", "x_star")
def _optimum(data, x_star):
    right, p = np.log(data.A / data.B), data.P.sum(axis=1)
    same("x_star", x_star, right, {
        "log k is missing: this is the optimum for one made-up context": right + np.log(data.k),
        "log k has the wrong sign": right + 2 * np.log(data.k),
        "this is PMI - log k: the noise is the frequencies to the power 3/4, not the marginal": np.log(
            data.P / np.outer(p, p)
        )
        - np.log(data.k),
        "this is in bits; the logarithm is the natural one": right / np.log(2),
        "the sign is the other one": -right,
        "this is the first Newton step 2 (A - B)/(A + B), not the optimum": 2 * (data.A - data.B) / (data.A + data.B),
    })  # fmt: skip


@CHECKS.add("2.5", 6, "the least loss", "least_loss", "js")
def _least(data, least_loss, js):
    A, B, p = data.A, data.B, data.P.sum(axis=1)
    x = np.log(A / B)
    right = np.vdot(A, np.logaddexp(0, -x)) + np.vdot(B, np.logaddexp(0, x))
    same("least_loss", least_loss, right, {"this is in bits; the logarithm is the natural one": right / np.log(2)})
    Q = np.outer(p, p)
    middle = (data.P + Q) / 2
    J = 0.5 * np.vdot(data.P, np.log(data.P / middle)) + 0.5 * np.vdot(Q, np.log(Q / middle))
    same("js", js, J, {
        "this is in bits; the logarithm is the natural one": J / np.log(2),
        "the half is missing: JS is the mean of the two divergences": 2 * J,
        "this is the mutual information, the divergence of P from Q itself": np.vdot(data.P, np.log(data.P / Q)),
    })  # fmt: skip


@CHECKS.add("2.6", 10, "the heights", "heights", "final_losses")
def _heights(data, heights, final_losses):
    losses, e = array("final_losses", final_losses, (2,)), data._language.strengths[0]
    for loss, power in zip(losses, (0.75, 0.0), strict=True):
        least = loss_of(
            np.diag(np.ones(len(data.words))), np.log(data.A / data.made(power)).T, data.A, data.made(power)
        )
        if not np.isfinite(loss) or loss > 1.01 * least:
            raise Wrong(
                f"a final loss of {loss:.4g} is far above the least, {least:.4g}: the step was too large to be stable,"
                " or there were too few steps", share=0.2,
            )  # fmt: skip
        if loss < least * (1 - 1e-6):
            raise Wrong(f"a final loss of {loss:.6g} is below the least that there is; it is another loss")
    right = np.full(2, np.arctanh(e**2))
    same("heights", heights, right, {
        "divide by V², once": right * len(data.words) ** 2,
        "this is ε², the height of the quadratic loss": np.full(2, e**2),
    }, rtol=0.02)  # fmt: skip
