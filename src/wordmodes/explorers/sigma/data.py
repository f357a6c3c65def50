"""What the σ explorer is about: a matrix, a start, and the words to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wordmodes._validate import array, instance, integer, iterable, string, strings, symmetric
from wordmodes.explorers._checks import moderate, tuples, vocabulary
from wordmodes.theory._ends import from_both_ends
from wordmodes.theory.dynamics import small_init_starts
from wordmodes.theory.modes import Modes, all_modes
from wordmodes.training.start import initial_embedding

FloatArray = NDArray[np.float64]
SMALLEST_SCALE, LARGEST_SCALE = 1e-12, 3.0


class Run(NamedTuple):
    """A run of gradient descent, as it was recorded.

    `times` (T,) in the unit of the flow; `squares` (T, d) the squared singular values of W; `loss` (T,) ‖W Wᵀ - M‖².
    """

    init_scale: float
    times: NDArray[np.floating]
    squares: NDArray[np.floating]
    loss: NDArray[np.floating]


@dataclass(frozen=True, eq=False)
class ExplorerData:
    """One language of the explorer; made by `explorer_data`.

    Attributes
    ----------
    title, note : str
        What the reader chooses it by, and what it is: V, d, seed.
    M : ndarray, shape (V, V)
    modes : Modes
        All V of them.
    start : ndarray, shape (V, d)
        W(0) at σ = 1.
    words : tuple of str
        All V words.
    shown : ndarray of intp
        Rows of the words that are drawn, the most telling first.
    poles : tuple of (str, str)
        For each of the d modes, where its positive and its negative end lead.
    runs : tuple of Run
        Stored runs of gradient descent from this very start.
    """

    title: str
    note: str
    M: FloatArray
    modes: Modes
    start: FloatArray
    words: tuple[str, ...]
    shown: NDArray[np.intp]
    poles: tuple[tuple[str, str], ...]
    runs: tuple[Run, ...] = field(default=())

    @property
    def V(self) -> int:
        return self.start.shape[0]

    @property
    def d(self) -> int:
        return self.start.shape[1]

    @cached_property
    def projections(self) -> FloatArray:
        """Eᵀ W(0) at σ = 1, shape (V, d)."""
        return self.modes.eigenvectors.T @ self.start

    def horizon(self, init_scale: float) -> float:
        """How long the explorer's time axis is at that σ: until the slowest of the d sigmoids has risen."""
        lam = self.modes.eigenvalues[: self.d]
        starts = init_scale * small_init_starts(self.projections)
        return float(((np.log1p(lam / starts**2) + 6) / (2 * lam)).max())

    def landmarks(self) -> list[tuple[str, float]]:
        """σ at which others start: the programs draw uniformly, word2vec.c from ±1/(2d), gensim from ±1/d.

        The paper's is the small one of the authors' notebook for figure 2 (Karkada et al., 2025).
        """
        programs = [("word2vec.c", 1 / (2 * np.sqrt(3 * self.d))), ("gensim", 1 / np.sqrt(3 * self.d))]
        return [*programs, ("the paper", SMALLEST_SCALE)]


def explorer_data(
    M: ArrayLike,
    words: Sequence[str],
    d: int,
    seed: int = 0,
    *,
    title: str = "your matrix",
    shown: int | Sequence[str] = 40,
    poles: Sequence[tuple[str, str]] | None = None,
    runs: Sequence[Run] = (),
) -> ExplorerData:
    """Prepare a matrix for the σ explorer.

    Parameters
    ----------
    M : array_like, shape (V, V)
        Symmetric target, such as M*; its whole spectrum is computed, about 2 s at V = 2 000.
    words : sequence of str
        V words.
    d : int
        Dimension of the embedding, from 2 to 10 (a colour each); M must have as many positive eigenvalues.
    seed : int
        Of the start, W(0) ~ N(0, σ²/d).
    title : str
        What the reader chooses this language by.
    shown : int or sequence of str
        The words to draw, or how many: the two ends of each mode in turn.
    poles : sequence of (str, str), optional
        A name for each mode's positive and negative end; by default the two outermost words.
    runs : sequence of Run
        Runs of gradient descent from the same start.

    Returns
    -------
    ExplorerData

    Raises
    ------
    ValueError
        If sizes disagree, d is out of range, a word to show is not in `words`, or `M` is not symmetric.
    """
    M = moderate("M", symmetric("M", M), ("V", "V"))
    V, d, seed, title = len(M), integer("d", d), integer("seed", seed, 0), string("title", title)
    words = vocabulary("words", words, V, "M")
    modes = all_modes(M)
    positive = int((modes.eigenvalues > 0).sum())
    if not 2 <= d <= min(10, positive):
        raise ValueError(
            f"d must lie between 2 and {min(10, positive)} (10 colours, {positive} positive modes), got {d}"
        )
    ends = [from_both_ends(modes.eigenvectors[:, k]) for k in range(d)]
    if not iterable(shown):
        rows = _first_seen(ends, shown)
    else:
        index = {word: i for i, word in enumerate(words)}
        shown = strings("shown", shown, 1)
        if missing := [word for word in shown if word not in index]:
            raise ValueError(f"shown: not among the words: {', '.join(map(repr, missing))}; choose some of `words`")
        rows = np.array([index[word] for word in shown], dtype=np.intp)
    outermost = [[", ".join(words[i] for i in end[:2]) for end in pair] for pair in ends]
    named = tuple((plus, minus) for plus, minus in tuples("poles", outermost if poles is None else poles, 2))
    if len(named) != d:
        raise ValueError(f"poles must name both ends of each of the d = {d} modes, got {len(named)} pairs")
    return ExplorerData(
        title=title,
        note=f"V = {V} words, d = {d}, seed {seed}.",
        M=M,
        modes=modes,
        start=initial_embedding(V, d, 1.0, seed),
        words=words,
        shown=rows,
        poles=named,
        runs=_checked_runs(runs, d),
    )


def _checked_runs(runs: Sequence[Run], d: int) -> tuple[Run, ...]:
    """Runs whose arrays fit each other and the d modes."""
    if isinstance(runs, (str, bytes)) or not iterable(runs):
        raise TypeError("runs must be a sequence of Run")
    made = tuple(instance(f"runs[{i}]", run, Run, "those of sigma.runs.train") for i, run in enumerate(runs))
    for i, run in enumerate(made):
        times = array(f"runs[{i}].times", run.times, ("T",), low=0)
        moderate(f"runs[{i}].squares", run.squares, (len(times), d))
        moderate(f"runs[{i}].loss", run.loss, (len(times),))
    return made


def _first_seen(ends: Sequence[tuple[NDArray[np.intp], NDArray[np.intp]]], n: Any) -> NDArray[np.intp]:
    """Up to n distinct rows: the outermost of every end, then the next, ….."""
    n = integer("shown", n, 1)
    order = np.stack([end for pair in ends for end in pair], axis=1).ravel()
    return np.array(list(dict.fromkeys(order.tolist()))[:n], dtype=np.intp)
