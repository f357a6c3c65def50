"""Gradient descent for the σ explorer: real runs, made in a kernel or stored beside this module.

    python tools/results/explorer_tables.py

makes the stored ones again, from the same starts as the book's two instances.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray
from tqdm.auto import tqdm

from wordmodes.explorers.sigma.data import ExplorerData, Run
from wordmodes.training.descent import gradient_descent

STORED = "runs.npz"
STORED_SCALES = (1e-12, 1e-8, 1e-6, 1e-4, 1e-2, 1e-1, 1.0)
STEP = 0.02  # in units of 1/λ₁: puts half-rises about 1 % late
_RECORDS, _CHUNKS = 48, 12


def train(
    data: ExplorerData, init_scale: float, horizon: float, progress: Callable[[float], None] | None = None
) -> Run:
    """Train by full-batch gradient descent on ‖W Wᵀ - M‖², from the explorer's start.

    Parameters
    ----------
    data : ExplorerData
    init_scale : float
        σ.
    horizon : float
        Where to stop, in the time of the flow; a step η is t = 4η of it.
    progress : callable, optional
        Told the share that is done, 12 times.

    Returns
    -------
    Run
        The start and 48 records after it.

    Raises
    ------
    ValueError
        If the step is beyond the stability limit at this σ, or the horizon is not positive.
    """
    if not horizon > 0:
        raise ValueError(f"horizon must be positive, got {horizon}")
    lead = float(data.modes.eigenvalues[0])
    every = max(1, round(horizon * lead / STEP / _RECORDS))
    W: NDArray[np.floating] = init_scale * data.start
    parts = []
    chunk = every * (_RECORDS // _CHUNKS if progress else _RECORDS)  # a kernel that reports trains piece by piece
    for done in range(0, every * _RECORDS, chunk):
        run = gradient_descent(data.M, W, STEP / lead / 4, chunk, every)
        W = run.W
        skip = int(done > 0)  # a piece's first record is the last of the piece before
        parts.append((done * STEP / lead + run.times[skip:], run.squared_singular_values[skip:], run.loss[skip:]))
        if progress:
            progress((done + chunk) / (every * _RECORDS))
    return Run(init_scale, *(np.concatenate(part) for part in zip(*parts, strict=True)))


def stored_runs(name: str) -> tuple[Run, ...]:
    """Read the stored runs of one of the book's instances; none if they were never made."""
    path = files(__package__).joinpath(STORED)
    if not path.is_file():
        return ()
    with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
        scales = json.loads(str(stored["provenance"]))["init_scales"]
        return tuple(
            Run(scale, *(stored[f"{name}/{i}/{part}"] for part in ("times", "squares", "loss")))
            for i, scale in enumerate(scales)
            if f"{name}/{i}/times" in stored
        )


def store_runs(datasets: dict[str, ExplorerData], path: Path, scales: tuple[float, ...] = STORED_SCALES) -> None:
    """Make the runs of every instance at every σ, and write them with their provenance."""
    provenance = {
        "made by": "python tools/results/explorer_tables.py",
        "init_scales": scales,
        "step": f"{STEP} / λ₁ in the time of the flow",
        "instances": {name: data.note for name, data in datasets.items()},
        "versions": {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__},
    }
    arrays: dict[str, Any] = {"provenance": np.array(json.dumps(provenance, ensure_ascii=False))}
    for name, data in datasets.items():
        for i, scale in enumerate(tqdm(scales, desc=name)):
            run = train(data, scale, data.horizon(scale))
            for part in ("times", "squares", "loss"):
                arrays[f"{name}/{i}/{part}"] = getattr(run, part).astype(np.float32)
    draft = path.with_suffix(".tmp.npz")
    np.savez_compressed(draft, **arrays)
    draft.replace(path)
