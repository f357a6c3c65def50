"""The claims about the path of training, put to a text: its M* is all that they ask for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from wordmodes import training
from wordmodes._cli.material import Material
from wordmodes.theory import dynamics, modes, spectra, subspaces, targets

FloatArray = NDArray[np.float64]
Values = dict[str, float]

_SEEDS = 5
_SMALL = 1e-12  # the paper's small start, in N(0, σ²/d)


def tanh(text: Material) -> Values:
    """M* against the hyperbolic tangent of PMI, pair by pair."""
    P = np.asarray(text.near.P)
    silent = P == 0
    pmi = np.where(silent, -np.inf, targets.pmi(P))
    return {
        "deviation": float(np.abs(text.m_star - 2 * np.tanh(pmi / 2)).max()),
        "unseen": float(np.abs(text.m_star[silent] + 2).max(initial=0.0)),
    }


def half(text: Material) -> Values:
    """How many eigenvalues of M* are not negative."""
    return {"gazette": float(np.mean(text.spectrum.eigenvalues >= 0))}


def marginal(text: Material) -> Values:
    """M* with the unigram probability for the marginal."""
    P, u = np.asarray(text.flow.P), text.flow.vocabulary.unigram
    Q, few = np.outer(u, u), min(5, len(u) // 2)
    E, F = text.spectrum.eigenvectors, modes.all_modes(2 * (P - Q) / (P + Q)).eigenvectors
    first, five = subspaces.overlaps(E, F, (1, few))
    return {"gazette_first": float(first), "gazette": float(five)}


def factorisation(text: Material) -> Values:
    """Both sides of the theorem at random W."""
    P = np.asarray(text.flow.P)
    Q = np.outer(text.flow.marginal, text.flow.marginal)
    A, B, M = P / (P + Q), Q / (P + Q), np.asarray(targets.m_star(P))

    def loss(x: FloatArray) -> float:
        return float(np.sum(A * (x**2 / 8 - x / 2) + B * (x**2 / 8 + x / 2)))

    off = []
    for seed, sigma in enumerate((0.3, 1.0, 3.0)):
        W = training.initial_embedding(len(M), min(10, len(M)), sigma, seed)
        right = float(np.sum((W @ W.T - M) ** 2 - M**2)) / 8
        off.append(abs((loss(W @ W.T) - loss(0 * M)) / right - 1))
    return {"gazette": max(off)}


def sigmoid(text: Material) -> Values:
    """One column from random starts against the sigmoid of the first mode."""
    lam, E = text.spectrum.eigenvalues, text.spectrum.eigenvectors
    if lam[0] <= 0:
        raise ValueError("M* has no positive eigenvalue")
    gaps = []
    for seed in range(_SEEDS):
        A0 = E.T @ training.initial_embedding(len(lam), 1, 1e-6, seed)
        start = abs(A0[0, 0])
        times = np.linspace(0, 2 * dynamics.half_rise_time(lam[0], start), 200)
        grown = dynamics.exact_singular_values(lam, A0, times)[:, 0] ** 2
        gaps.append(np.abs(grown - dynamics.sigmoid(lam[0], start, times)).max() / lam[0])
    return {"gazette": float(max(gaps))}


def stagewise(text: Material) -> Values:
    """Exact curves against sigmoids, from the paper's small start and from a larger one."""
    gaps = _gaps(text, _SMALL)
    return {
        "gazette_typical": float(np.median(gaps)),
        "gazette_worst": float(np.median(gaps.max(axis=1))),
        "gazette_millionth": float(np.median(_gaps(text, 1e-6).max(axis=1))),
    }


def limit(text: Material) -> Values:
    """The same from a large start to the smallest."""
    tenth, small, tiny = (_gaps(text, sigma).max(axis=1) for sigma in (0.1, _SMALL, 1e-30))
    return {
        "gazette_tenth": float(np.median(tenth)), "gazette_small": float(np.median(small)),
        "gazette_tiny": float(np.median(tiny)), "gazette_unlucky": float(tiny.max()),
    }  # fmt: skip


def staircase(text: Material) -> Values:
    """How often the loss lands, where a landing would be flattest: on its level, and level."""
    landings, millionth = (
        float(np.median([_landings(text, sigma, seed) for seed in range(_SEEDS)])) for sigma in (_SMALL, 1e-6)
    )
    return {"gazette_landings": landings, "gazette_millionth": millionth}


def order(text: Material) -> Values:
    """When modes are learned, against their eigenvalues and against the clock with s(0) from QR."""
    lam, d = _spectrum(text)
    seen, foretold = np.swapaxes([_learned(text, seed) for seed in range(_SEEDS)], 0, 1)
    if np.isnan(seen).any():
        raise ValueError("some eigenvalues are so close that not every mode is learned by itself")
    error = np.abs(seen / foretold - 1)
    return {
        "by_eigenvalue": min(float(spearmanr(-lam[:d], row).statistic) for row in seen),
        "by_clock": min(float(spearmanr(*pair).statistic) for pair in zip(foretold, seen, strict=True)),
        "worst_time_error": float(error.max()),
    }


def pca(text: Material) -> Values:
    """Directions that gradient descent has learned by the chapter's last step, against the eigenvectors."""
    lam, few = _spectrum(text)
    M, E, d = np.asarray(targets.m_star(text.flow.P)), text.spectrum.eigenvectors, min(40, int(np.sum(lam > 0)))
    if d < 5:
        raise ValueError("M* has fewer than five positive eigenvalues")
    step = 0.9 * training.stability_limit(M, modes.embed(text.spectrum.top(few)))
    start = training.initial_embedding(len(lam), d, 1e-3, seed=0)
    W = training.gradient_descent(M, start, step, n_steps=1000, record_every=1000).W
    U = np.linalg.svd(W, full_matrices=False)[0]
    return {
        "first_five": spectra.subspace_overlap(U[:, :5], E[:, :5]),
        "all_directions": spectra.subspace_overlap(U, E[:, :d]),
    }


def _spectrum(text: Material) -> tuple[FloatArray, int]:
    """Eigenvalues, and ten, or as many of them as can be learned."""
    lam = text.spectrum.eigenvalues
    d = min(10, int(np.sum(lam > 0)))
    if d < 3:
        raise ValueError("M* has fewer than three positive eigenvalues")
    return lam, d


def _start(text: Material, sigma: float, seed: int) -> FloatArray:
    lam, d = _spectrum(text)
    made: FloatArray = text.spectrum.eigenvectors.T @ training.initial_embedding(len(lam), d, sigma, seed)
    return made


def _gaps(text: Material, sigma: float) -> FloatArray:
    """Largest distance of each exact curve from its sigmoid, as a share of its height: a row for each seed."""
    return np.array([_gap(text, sigma, seed) for seed in range(_SEEDS)])


def _gap(text: Material, sigma: float, seed: int) -> FloatArray:
    lam, d = _spectrum(text)
    A0, lead = _start(text, sigma, seed), lam[:d]
    left = dynamics.small_init_starts(A0)
    halves = np.log(np.maximum(lead / left**2 - 1, 1e-3)) / (2 * lead)
    rises = np.maximum(halves + np.linspace(-5, 5, 12)[:, None] / (2 * lead), 0).ravel()
    times = np.sort(np.r_[np.linspace(0, rises.max(), 20), rises])
    exact = dynamics.exact_singular_values(lam, A0, times) ** 2
    sigmoids = np.sort(dynamics.sigmoid(lead, left, times))[:, ::-1]
    gap: FloatArray = np.max(np.abs(exact - sigmoids), axis=0) / lead
    return gap


def _landings(text: Material, sigma: float, seed: int) -> int:
    lam, d = _spectrum(text)
    A0 = _start(text, sigma, seed)
    halves = dynamics.half_rise_time(lam[:d], dynamics.small_init_starts(A0))
    order = np.argsort(halves)
    halves, lead, h = halves[order], lam[:d][order], 1e-3 / lam[0]
    leaving, coming = 2 * lead[:-1], lead[1:]
    at = (leaving * halves[:-1] + coming * halves[1:]) / (leaving + coming)
    before, here, after = (dynamics.exact_loss(lam, A0, np.maximum(at + shift, 0)) for shift in (-h, 0, h))
    off = np.abs(here - np.sum(lam**2) + np.cumsum(lead**2)[:-1]) / coming**2
    slope = (before - after) / (2 * h) / (16 / 27 * coming**3)
    return int(np.sum((off < 0.1) & (slope < 0.1)))


def _learned(text: Material, seed: int) -> tuple[FloatArray, FloatArray]:
    lam, d = _spectrum(text)
    A0, lead = _start(text, _SMALL, seed), lam[:d]
    foretold = dynamics.half_rise_time(lead, dynamics.small_init_starts(A0))
    times = np.linspace(0, 1.3 * foretold.max(), 150)
    table = dynamics.flow_tables(lam, A0, times)
    held = [np.sum((table.rows(i) @ table.inverse_factor(i))[:d] ** 2, axis=1) for i in range(len(times))]
    return spectra.rise_times(times, np.array(held), lead), foretold
