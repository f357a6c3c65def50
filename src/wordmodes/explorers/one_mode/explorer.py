"""The explorer of one mode: its sigmoid, its clock, and what gradient descent makes of them with a finite step."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import ceil
from typing import Any

import numpy as np
import traitlets
from numpy.typing import NDArray

from wordmodes.explorers.frame import Answer, Explorer, module, sheet, within
from wordmodes.text.planted import planted_language
from wordmodes.theory.modes import leading_modes
from wordmodes.theory.spectra import rise_times
from wordmodes.theory.targets import m_star
from wordmodes.training.descent import gradient_descent
from wordmodes.training.start import initial_embedding

FloatArray = NDArray[np.float64]

_SEEDS = range(5)


class OneModeExplorer(Explorer):
    """Interactive figure of one mode, ds/dt = (λ - s²) s, and of gradient descent on it.

    It needs no tables: the page's own JavaScript has the formulas. All traits can be set from a cell, and follow what
    the reader does.

    Attributes
    ----------
    eigenvalue : float
        λ, from -1 to 3.
    sigma : float
        The start s(0), from 1e-8 to 1.
    step : float
        η, from 0.005 to 0.6; one step is 4η of the time shown. The limit of stability is 1/(4λ).
    key : str
        The explorer's name in the address's fragment on a static page.
    """

    _esm = module("one_mode/maths", "one_mode/panels", "one_mode/explorer")
    _css = sheet("one_mode/explorer")

    eigenvalue = traitlets.Float(1.0).tag(sync=True)
    sigma = traitlets.Float(1e-3).tag(sync=True)
    step = traitlets.Float(0.15).tag(sync=True)
    key = traitlets.Unicode("mode").tag(sync=True)

    _check_eigenvalue = traitlets.validate("eigenvalue")(within(-1, 3))
    _check_sigma = traitlets.validate("sigma")(within(1e-8, 1))
    _check_step = traitlets.validate("step")(within(0.005, 0.6))

    def _tasks(self) -> Mapping[str, Any]:
        return {"train": self._train}

    def _train(self, message: dict[str, Any]) -> Answer:
        """Train a column on the planted language; the arrays are the times and the squares of five random starts."""
        setting = {name: float(message[name]) for name in ("eigenvalue", "sigma", "step")}
        times, squares = train(
            setting["eigenvalue"], setting["sigma"], setting["step"], float(message["horizon"]), self._report("train")
        )
        halves = rise_times(times, squares, np.full(squares.shape[1], setting["eigenvalue"]))
        answer = {"halves": halves[np.isfinite(halves)].tolist(), "runs": squares.shape[1], "V": len(_target())}
        return {**setting, **answer}, [times, squares.T]


def one_mode_explorer(**traits: Any) -> OneModeExplorer:
    """Make the explorer of one mode.

    Parameters
    ----------
    **traits
        Where to start: `eigenvalue`, `sigma`, `step`, `key`.

    Returns
    -------
    OneModeExplorer

    Raises
    ------
    traitlets.TraitError
        If a trait is out of range.

    References
    ----------
    Saxe, McClelland & Ganguli (2014) for the sigmoid; May (1976) for what a large step does.
    """
    return OneModeExplorer(**traits)


def train(
    eigenvalue: float, init_scale: float, step: float, horizon: float, report: Any = lambda share: None
) -> tuple[FloatArray, FloatArray]:
    """Run gradient descent on all words of the planted language, one number a word, from five random starts.

    Parameters
    ----------
    eigenvalue : float
        λ > 0; the language's M* is scaled so that this is its largest eigenvalue.
    init_scale : float
        σ; what a start holds of the mode is a normal number of this size.
    step : float
        η.
    horizon : float
        Time at which to stop, in the unit of the flow.
    report : callable, optional
        Told the share done, after each start.

    Returns
    -------
    (ndarray of shape (T,), ndarray of shape (T, 5))
        Times, and s² of each run (seeds 0 to 4).

    Raises
    ------
    ValueError
        If λ is not positive, or the step is at or beyond the stability limit.
    """
    if not eigenvalue > 0:
        raise ValueError("the largest eigenvalue of a language is positive; move λ above zero")
    M = eigenvalue * _target()
    times, squares = np.empty(0), []
    for seed in _SEEDS:
        W = initial_embedding(len(M), 1, init_scale, seed)
        run = gradient_descent(M, W, step, max(1, ceil(horizon / (4 * step))))
        times, grown = run.times, run.squared_singular_values[:, 0]
        squares.append(grown)
        report((seed + 1) / len(_SEEDS))
    return times, np.array(squares).T


@cache
def _target() -> FloatArray:
    """M* of the planted language over its largest eigenvalue."""
    M = m_star(planted_language().P)
    return M / leading_modes(M, 1).eigenvalues[0]
