"""Two losses, two sets of weights, one start: the runs of the ablation explorer, stored or made in a kernel.

    python tools/results/explorer_tables.py

makes the stored ones again. Times are in units of 1/h₁, h₁ the largest eigenvalue of the corner's own H = g ∘ M*_Ψ / 4,
which near zero sets the speeds. With even weights that is 1/λ₁ of the book's time.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import scipy
from numpy.typing import NDArray
from tqdm.auto import tqdm

from wordmodes.text.planted import planted_language
from wordmodes.theory.dynamics import half_rise_time, small_init_starts
from wordmodes.theory.modes import all_modes
from wordmodes.theory.spectra import subspace_overlap
from wordmodes.theory.targets import WeightedTarget, independent, m_star, weighted_target
from wordmodes.training._checks import LossName
from wordmodes.training.descent import descend
from wordmodes.training.losses import objective, weighted_limit
from wordmodes.training.start import initial_embedding, negative_distribution

FloatArray = NDArray[np.float64]

LOSSES: tuple[LossName, ...] = ("quartic", "logistic")
WEIGHTS = ("even", "word2vec")
SCALES = (1e-6, 1e-4, 1e-2, 0.1, 0.5)
STEP = 0.05
"""Length of a step, in units of 1/h₁."""
COLUMNS, NEGATIVES, SEED = 3, 5, 0
STORED = "runs.npz"
_RECORDS = 96


class Corner(NamedTuple):
    """What one set of weights makes of the planted language, and what the modes of its H foretell.

    Attributes
    ----------
    target : WeightedTarget
    own, star : ndarray, shape (V, d)
        The first d eigenvectors of H and of M*.
    lead : float
        h₁.
    rates : ndarray, shape (d,)
        Growth of log s_k per unit of time: log(1 + STEP h_k/h₁)/STEP, so that the steps' slower clock is allowed for.
    heights : ndarray, shape (d,)
        Where s_k² would end if mode k of H were alone: 4 h_k / Σ g_ij e_i² e_j². With even weights that is λ_k.
    starts : ndarray, shape (d,)
        s_k(0) at σ = 1, by QR decomposition.
    """

    target: WeightedTarget
    own: FloatArray
    star: FloatArray
    lead: float
    rates: FloatArray
    heights: FloatArray
    starts: FloatArray


class AblationRun(NamedTuple):
    """Records of one run.

    Attributes
    ----------
    times : ndarray, shape (T,)
    squares : ndarray, shape (T, d)
        Squared singular values.
    loss : ndarray, shape (T,)
        1 where nothing is learned, 0 at the run's end.
    overlaps : ndarray, shape (T, 2)
        Of the d learned directions with the first d modes of H, and of M*.
    """

    times: FloatArray
    squares: FloatArray
    loss: FloatArray
    overlaps: FloatArray


@cache
def corner(weights: str) -> Corner:
    """Make the target of Ψ = 1/(P + Q) ("even") or of word2vec's own weights ("word2vec"), and its modes.

    Raises
    ------
    ValueError
        If `weights` is neither.
    """
    if weights not in WEIGHTS:
        raise ValueError(f"weights must be one of {', '.join(WEIGHTS)}, got {weights!r}")
    P = planted_language().P
    Q, p = independent(P), P.sum(axis=1)
    even = 1 / (P + Q)
    psi = (even, even) if weights == "even" else (1.0, NEGATIVES * negative_distribution(p) / p)
    target = weighted_target(P, *psi)
    modes, E = all_modes(target.g * target.M / 4), all_modes(m_star(P)).eigenvectors[:, :COLUMNS]
    h, own = modes.eigenvalues[:COLUMNS], modes.eigenvectors[:, :COLUMNS]
    heights = 4 * h / np.einsum("ik,ij,jk->k", own**2, target.g, own**2)
    starts = small_init_starts(own.T @ initial_embedding(len(P), COLUMNS, 1.0, SEED))
    return Corner(target, own, E, float(h[0]), np.log1p(STEP * h / h[0]) / STEP, heights, starts)


def foretold(weights: str, init_scale: float) -> FloatArray:
    """Half-rise times of the modes of H, each alone: shape (d,), in units of 1/h₁."""
    _, _, _, _, rates, heights, starts = corner(weights)
    return half_rise_time(heights, init_scale * starts) * heights / rates


def horizon(init_scale: float) -> float:
    """Where the time axis ends at a σ, the same for the four corners."""
    return 1.3 * max(foretold(weights, init_scale)[-1] for weights in WEIGHTS) + 5


def train(
    loss: LossName, weights: str, init_scale: float, progress: Callable[[float], None] | None = None
) -> AblationRun:
    """Full-batch gradient descent at one corner, one matrix, three columns, from the start of seed 0 at σ.

    Parameters
    ----------
    loss : {'quartic', 'logistic'}
    weights : {'even', 'word2vec'}
    init_scale : float
        σ.
    progress : callable, optional
        Told the share that is done, at every eighth record.

    Raises
    ------
    ValueError
        If there is no such corner, σ is not positive, or the steps are too long for it.
    """
    if loss not in LOSSES:
        raise ValueError(f"loss must be one of {', '.join(LOSSES)}, got {loss!r}")
    if not 0 < init_scale < np.inf:
        raise ValueError(f"σ must be a positive number, got {init_scale}")
    target, own, star, lead = corner(weights)[:4]
    start = initial_embedding(len(target.M), COLUMNS, init_scale, SEED)
    step = STEP / lead / 2  # the loss counts each pair of a symmetric table twice
    if not step < weighted_limit(target, start, None, loss):
        raise ValueError(f"at σ = {init_scale:g} the start is so large that steps of {STEP}/h₁ would diverge")
    every = ceil(horizon(init_scale) / STEP / _RECORDS)
    squares, values, overlaps = [], [], []
    path = descend(objective(target, loss), start, np.full(every * _RECORDS, step))
    for i, (value, W) in enumerate(path):
        if i % every:
            continue
        left, singular, _ = np.linalg.svd(W, full_matrices=False)
        squares.append(singular**2)
        values.append(value)
        overlaps.append([subspace_overlap(left, basis) for basis in (own, star)])
        if progress and i % (8 * every) == 0:
            progress(i / (every * _RECORDS))
    nothing = target.g.sum() * np.log(2)
    share = (np.array(values) - values[-1]) / (nothing - values[-1])
    return AblationRun(STEP * every * np.arange(_RECORDS + 1.0), np.array(squares), share, np.array(overlaps))


def stored_runs() -> tuple[dict[str, dict[str, FloatArray]], dict[tuple[str, str, float], AblationRun]]:
    """Read what each set of weights foretells (rates, heights, starts), and the runs by loss, weights and σ."""
    with files(__package__).joinpath(STORED).open("rb") as file, np.load(file, allow_pickle=False) as stored:
        scales = json.loads(str(stored["provenance"]))["init_scales"]
        theory: dict[str, dict[str, FloatArray]] = {
            w: {part: stored[f"{w}/{part}"] for part in ("rates", "heights", "starts")} for w in WEIGHTS
        }
        runs: dict[tuple[str, str, float], AblationRun] = {
            (loss, weights, scale): AblationRun(*(stored[f"{loss}/{weights}/{i}/{x}"] for x in AblationRun._fields))
            for loss in LOSSES
            for weights in WEIGHTS
            for i, scale in enumerate(scales)
        }
    return theory, runs


def store_runs(path: Path, scales: tuple[float, ...] = SCALES) -> None:
    """Make every corner's run at every σ, and write them with what is foretold and their provenance."""
    provenance = {
        "made by": "python tools/results/explorer_tables.py",
        "language": "the planted language",
        "columns": COLUMNS,
        "seed": SEED,
        "negatives": NEGATIVES,
        "init_scales": scales,
        "step": f"{STEP} / h₁",
        "versions": {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__},
    }
    arrays: dict[str, Any] = {"provenance": np.array(json.dumps(provenance, ensure_ascii=False))}
    for weights in WEIGHTS:
        for part in ("rates", "heights", "starts"):
            arrays[f"{weights}/{part}"] = np.array([float(f"{x:.10g}") for x in getattr(corner(weights), part)])
    keys = [(loss, weights, i) for loss in LOSSES for weights in WEIGHTS for i in range(len(scales))]
    for loss, weights, i in tqdm(keys):
        run = train(loss, weights, scales[i])
        for part, values in run._asdict().items():
            arrays[f"{loss}/{weights}/{i}/{part}"] = values.astype(np.float32)
    draft = path.with_suffix(".tmp.npz")
    np.savez_compressed(draft, **arrays)
    draft.replace(path)
