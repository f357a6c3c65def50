"""Set 4: the checks that students don't see. Each mistake that is looked for is computed, and has its hint."""

from functools import cache

import numpy as np

from wordmodes.grade import Checks, Wrong, array, close, same
from wordmodes.grade.sets.set4 import projections

CHECKS = Checks("set4")


def half(lam, s):
    return np.log(lam / s**2 - 1) / (2 * lam)


def slips(lam, s):
    """Half-rise times as known mistakes give them."""
    return {
        "this is the paper's clock, in which all takes twice as long": 2 * half(lam, s),
        "s for s²: the mode's height is the square of its length": np.log(np.maximum(lam / s - 1, 1e-9)) / (2 * lam),
        "this is in binary logarithms": half(lam, s) / np.log(2),
        "the eigenvalue is not divided by: it sets the speed": half(lam, s) * lam,
    }


@CHECKS.add("4.1", 6, "the clock of one mode", "t_half", "height_at_t")
def _clock(data, t_half, height_at_t):
    lam, s = data.eigenvalue, data.start
    same("t_half", t_half, half(lam, s), {
        **slips(lam, s),
        "this is log(λ/s²)/2λ, right for small starts; yours is not small": np.log(lam / s**2) / (2 * lam),
    })  # fmt: skip
    t, s2 = 1 / lam, s**2
    same("height_at_t", height_at_t, s2 * np.exp(2) / (1 + s2 * (np.exp(2) - 1) / lam), {
        "this is growth without end; it slows down as it nears λ": s2 * np.exp(2),
        "this is s, the height is s²": np.sqrt(s2 * np.exp(2 * lam * t) / (1 + s2 * (np.exp(2) - 1) / lam)),
        "this is the paper's clock, half as fast": s2 * np.e / (1 + s2 * (np.e - 1) / lam),
    })  # fmt: skip


@cache
def truth(data):
    lam, E = np.linalg.eigh(data.M)
    return lam[::-1][:3], E[:, ::-1][:, :3], lam


@CHECKS.add("4.2", 6, "the order", "eigenvalues", "order")
def _order(data, eigenvalues, order):
    lam, E, all_of = truth(data)
    by_size = all_of[np.argsort(-np.abs(all_of))][:3]
    same("eigenvalues", eigenvalues, lam, {
        "ascending: these are the smallest ones": all_of[:3],
        "by modulus: negative modes are never learned by W Wᵀ": by_size,
        "singular values lose the sign; negative modes are never learned by W Wᵀ": np.abs(by_size),
        "in ascending order": lam[::-1],
    })  # fmt: skip
    right = np.argmax(np.abs(data.attributes.T.astype(float) @ E), axis=0)
    same("order", order, right, {
        "attributes count from 0": right + 1,
        "this is the place of each attribute; asked for is the attribute at each place": np.argsort(right)
        if not np.array_equal(np.argsort(right), right)
        else right + 9,
        "the last one comes first: the largest eigenvalue is the fastest": right[::-1],
    })  # fmt: skip


@CHECKS.add("4.3", 9, "starts from QR", starts=projections)
def _starts(data, starts):
    for got, (A,) in zip(starts, projections(data), strict=True):
        right = np.abs(np.diag(np.linalg.qr(A.T)[1]))
        same("starts", got, right, {
            "these are lengths of rows: a mode gets only what the modes before it leave": np.linalg.norm(A, axis=1),
            "these are lengths of columns": np.linalg.norm(A, axis=0),
            "these are singular values: sorted numbers, which belong to no mode": np.linalg.svd(A, compute_uv=False),
            "QR of A₀ takes columns in turn; modes are rows: decompose A₀ᵀ": np.abs(np.diag(np.linalg.qr(A)[1])),
            "signs: a start is a length": np.diag(np.linalg.qr(A.T)[1]),
            "this is the diagonal of A₀": np.abs(np.diag(A)),
        })  # fmt: skip


def aligned(data, sigma):
    _, E, _ = truth(data)
    return np.abs(np.diag(np.linalg.qr((E.T @ (sigma / np.sqrt(3) * data.Z)).T)[1]))


@CHECKS.add("4.4", 14, "predicted times", "predicted_times")
def _times(data, predicted_times):
    lam, E, _ = truth(data)
    right = np.array([half(lam, aligned(data, sigma)) for sigma in data.sigmas])
    every = np.array([half(lam, np.full(3, sigma)) for sigma in data.sigmas])
    rows = np.array([half(lam, np.linalg.norm(E.T @ (sigma / np.sqrt(3) * data.Z), axis=1)) for sigma in data.sigmas])
    bare = np.array([half(lam, np.sqrt(3) * aligned(data, sigma)) for sigma in data.sigmas])
    same("predicted_times", predicted_times, right, {
        "every mode starts at σ here; take the starts of 4.3": every,
        "starts are lengths of rows here; take those of QR": rows,
        "W(0) is σ/√d times Z: the root of d is missing": bare,
        "this is the paper's clock, in which all takes twice as long": 2 * right,
        "one row a σ is asked for, the larger first": right[::-1],
    }, rtol=1e-5)  # fmt: skip


@CHECKS.add("4.5", 8, "heights of the landings", "landings")
def _landings(data, landings):
    lam, _, _ = truth(data)
    total = np.sum(data.M**2)
    right = total - np.concatenate([[0], np.cumsum(lam**2)])
    same("landings", landings, right, {
        "a mode lowers the loss by λ², not by λ": total - np.concatenate([[0], np.cumsum(lam)]),
        "the loss before any mode is learned is a landing too: four numbers, ‖M*‖² first": right[[1, 2, 3, 3]],
        "half of the loss asked for": right / 2,
        "a quarter of the loss asked for": right / 4,
        "only the three modes are in it; what they can't fit remains at the end": right - right[-1],
    })  # fmt: skip


@cache
def measured(data):
    """Half-rise times of descent with the step of the task, in the book's time."""
    lam, M = truth(data)[0], data.M
    h = 0.02 / lam[0]
    found = []
    for sigma in data.sigmas:
        W, times, n = sigma / np.sqrt(3) * data.Z, np.full(3, np.nan), 0
        while np.isnan(times).any():
            S = W.T @ W
            times[np.isnan(times) & (np.linalg.eigvalsh(S)[::-1] >= lam / 2)] = n * h
            W, n = W + h * (M @ W - W @ S), n + 1
        found.append(times)
    return np.array(found)


@CHECKS.add("4.6", 15, "measured times and gaps", "measured_times", "gaps")
def _measured(data, measured_times, gaps):
    lam, _, _ = truth(data)
    found, right = array("measured_times", measured_times, (2, 3)), measured(data)
    off = np.abs(np.log(np.where(found > 0, found, np.inf) / right))
    shares = [1.0, 0.02 / lam[0], 4.0, 0.5]  # of the mistakes below, which have hints of their own
    if not np.isfinite(found).all() or not any((np.abs(np.log(found * one / right)) < 0.3).all() for one in shares):
        raise Wrong(
            "measured times are missing, or far from where modes rise: was the step stable? One step moves W by"
            f" h (M* - W Wᵀ) W, and h λ₁ must stay well below 1 (a time is off by factor {np.exp(off.max()):.1f})"
        )
    same("measured_times", found, right, {
        "these are steps; the book's time is steps times h": right / (0.02 / lam[0]),
        "this is the time of the loss's own step: one step η down ‖W Wᵀ - M*‖² is 4η of the book's time": right / 4,
        "this is the paper's clock, in which all takes twice as long": 2 * right,
    }, rtol=0.02)  # fmt: skip
    predicted = np.array([half(lam, aligned(data, sigma)) for sigma in data.sigmas])
    got, want = array("gaps", gaps, (2,)), np.abs(found / predicted - 1).max(axis=1)
    if not close(got, want, 0.02, 2e-3):
        raise Wrong("gaps: for each σ the largest of the three |measured / predicted - 1|")
