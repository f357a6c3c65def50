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
_SIGMA = 1e-6


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


def stagewise(text: Material) -> Values:
    """Exact curves against sigmoids."""
    gaps = np.array([_gap(text, _SIGMA, seed) for seed in range(_SEEDS)])
    return {"gazette_typical": float(np.median(gaps)), "gazette_worst": float(np.median(gaps.max(axis=1)))}


def limit(text: Material) -> Values:
    """The same for other sizes of the start."""
    small, middle, large = (
        float(np.median([_gap(text, sigma, seed).max() for seed in range(_SEEDS)])) for sigma in (_SIGMA, 0.1, 1.0)
    )
    return {"gazette_small": small, "gazette_shrinks": middle / small, "gazette_large": large}


def staircase(text: Material) -> Values:
    """How often the loss lands, half-way between two steps, where it should."""
    lam, d = _spectrum(text)
    landed = []
    for seed in range(_SEEDS):
        A0 = _start(text, _SIGMA, seed)
        halves = dynamics.half_rise_time(lam[:d], dynamics.small_init_starts(A0))
        between = np.convolve(np.sort(halves), [0.5, 0.5], "valid")
        foretold = np.sum(lam**2) - np.cumsum(lam[:d] ** 2)[:-1]
        miss = np.abs(dynamics.exact_loss(lam, A0, between) - foretold) / lam[1:d] ** 2
        landed.append(np.sum(miss < 0.1))
    return {"gazette_landings": float(np.median(landed))}


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
        "time_error": float(np.median(error)), "worst_time_error": float(error.max()),
    }  # fmt: skip


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


def _gap(text: Material, sigma: float, seed: int) -> FloatArray:
    """Largest distance of each exact curve from its sigmoid, as a share of its height."""
    lam, d = _spectrum(text)
    A0, lead = _start(text, sigma, seed), lam[:d]
    left = dynamics.small_init_starts(A0)
    times = np.linspace(0, np.max((np.log1p(lead / left**2) + 6) / (2 * lead)), 200)
    exact = dynamics.exact_singular_values(lam, A0, times) ** 2
    sigmoids = np.sort(dynamics.sigmoid(lead, left, times))[:, ::-1]
    gap: FloatArray = np.max(np.abs(exact - sigmoids), axis=0) / lead
    return gap


def _learned(text: Material, seed: int) -> tuple[FloatArray, FloatArray]:
    lam, d = _spectrum(text)
    A0, lead = _start(text, _SIGMA, seed), lam[:d]
    foretold = dynamics.half_rise_time(lead, dynamics.small_init_starts(A0))
    times = np.linspace(0, 1.3 * foretold.max(), 150)
    table = dynamics.flow_tables(lam, A0, times)
    held = [np.sum((table.rows(i) @ table.inverse_factor(i))[:d] ** 2, axis=1) for i in range(len(times))]
    return spectra.rise_times(times, np.array(held), lead), foretold
