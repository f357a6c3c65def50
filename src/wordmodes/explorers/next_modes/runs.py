"""A next-word model on four tables, each mixed with chance in several shares: the runs of the explorer of next words.

    python tools/results/explorer_tables.py next_modes

makes the stored ones again. Times are in units of 1/λ₁, λ₁ the largest singular value of the mixed table's N.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Callable
from importlib.resources import files
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray
from tqdm.auto import tqdm

from wordmodes.text.corpus import Vocabulary, tokenize_all
from wordmodes.text.planted import planted_language
from wordmodes.text.sources import gazette, wikipedia, wikipedia_sample
from wordmodes.theory.spectra import subspace_overlap
from wordmodes.training import bigrams, next_word

FloatArray = NDArray[np.float64]

SHARES = (1.0, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001)
"""How much of the table there is; the rest is chance."""
COLUMNS, WORDS, INIT_SCALE, SEED = 6, 500, 1e-6, 0
STEP = 0.1
"""Length of a step, in units of 1/λ₁."""
STORED = "runs.npz"
_RECORDS, _EVERY = 96, 2


def _planted() -> FloatArray:
    return planted_language().P


def _adjacent() -> FloatArray:
    articles = tokenize_all(wikipedia_sample())
    counts = bigrams.count_next(articles, Vocabulary.from_documents(articles, WORDS))
    return counts / counts.sum()


TABLES: dict[str, Callable[[], FloatArray]] = {
    "planted": _planted,
    "gazette": lambda: gazette(WORDS).P,
    "wikipedia": lambda: wikipedia(WORDS).P,
    "adjacent": _adjacent,
}
"""Joint distributions: the planted language, words within 16 of each other in two texts, and words in a row."""


class NextRun(NamedTuple):
    """What the six leading modes of N foretell, and what a run made of them.

    Attributes
    ----------
    values : ndarray, shape (d,)
        Singular values of the mixed table's N.
    starts : ndarray, shape (d,)
        √height at the start, by QR decomposition.
    met : ndarray, shape (d,)
        When the height of each mode passed half its singular value; NaN if it didn't.
    times : ndarray, shape (T,)
    heights : ndarray, shape (T, d)
        Along the foretold modes.
    learned : ndarray, shape (T, d)
        Singular values of the model.
    overlaps : ndarray, shape (T, d)
        Of the first r learned directions with the first r foretold, r = 1 … d.
    """

    values: FloatArray
    starts: FloatArray
    met: FloatArray
    times: FloatArray
    heights: FloatArray
    learned: FloatArray
    overlaps: FloatArray


def diluted(B: ArrayLike, share: float) -> FloatArray:
    """Mix a table with chance, share B + (1 - share) p qᵀ: the same modes, their singular values times the share."""
    B = np.asarray(B, dtype=np.float64)
    return share * B + (1 - share) * np.outer(B.sum(axis=1), B.sum(axis=0))


def follow(
    B: ArrayLike, d: int = COLUMNS, init_scale: float = INIT_SCALE, seed: int = SEED, beyond: float = 1.15, **train: Any
) -> NextRun:
    """Train a next-word model until its last foretold mode is overdue, and compare it with what was foretold.

    Parameters
    ----------
    B : array_like, shape (V, V)
        Joint distribution of two words in a row.
    d, init_scale, seed
        As for `next_word.start`.
    beyond : float
        Where to stop: so many times the last foretold half-rise.
    **train
        `loss`, as for `next_word.train`.

    Raises
    ------
    TypeError, ValueError
        As `next_word.train`.
    """
    axes = bigrams.axes(bigrams.residuals(B), d)
    lam = axes.singular_values
    X, Y = next_word.start(len(axes.left), d, init_scale, seed)
    starts, step = next_word.starting_heights(axes, X, Y), STEP / lam[0]
    due = next_word.half_rise(lam, starts, step)
    run = next_word.train(B, X, Y, step, ceil(beyond * due.max() / step), _EVERY, **train)
    heights = run.heights(axes)
    some = np.unique(np.linspace(0, len(run.times) - 1, _RECORDS + 1).astype(int))
    overlaps = [
        [subspace_overlap(left[:, :r], axes.left[:, :r]) for r in range(1, d + 1)]
        for left in (run.directions(i, d) for i in some)
    ]
    met = np.array([passed(run.times, heights[:, k], lam[k] / 2) for k in range(d)])
    return NextRun(
        lam,
        starts,
        lam[0] * met,
        lam[0] * run.times[some],
        heights[some],
        run.singular_values()[some],
        np.array(overlaps),
    )


def passed(times: FloatArray, height: FloatArray, level: float) -> float:
    """When a curve first passes a level, on a straight line between two records; NaN if it doesn't."""
    above = height >= level
    if above[0] or not above.any():
        return np.nan
    i = int(above.argmax())
    return float(times[i - 1] + (times[i] - times[i - 1]) * (level - height[i - 1]) / (height[i] - height[i - 1]))


def stored_runs() -> dict[tuple[str, float], NextRun]:
    """Read the runs, by table and share."""
    with files(__package__).joinpath(STORED).open("rb") as file, np.load(file, allow_pickle=False) as stored:
        shares = json.loads(str(stored["provenance"]))["shares"]
        return {
            (name, share): NextRun(*(stored[f"{name}/{i}/{part}"].astype(np.float64) for part in NextRun._fields))
            for name in TABLES
            for i, share in enumerate(shares)
        }


def store_runs(path: Path, shares: tuple[float, ...] = SHARES) -> None:
    """Make every run, and write them with their provenance."""
    provenance = {
        "made by": "python tools/results/explorer_tables.py next_modes",
        "columns": COLUMNS, "words": WORDS, "init_scale": INIT_SCALE, "seed": SEED, "step": f"{STEP} / λ₁",
        "shares": shares,
        "versions": {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__},
    }  # fmt: skip
    arrays: dict[str, Any] = {"provenance": np.array(json.dumps(provenance, ensure_ascii=False))}
    for name, make in TABLES.items():
        B = make()
        for i, share in enumerate(tqdm(shares, desc=name)):
            for part, values in follow(diluted(B, share))._asdict().items():
                arrays[f"{name}/{i}/{part}"] = values.astype(np.float32)
    draft = path.with_suffix(".tmp.npz")
    np.savez_compressed(draft, **arrays)
    draft.replace(path)
