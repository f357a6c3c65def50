"""The book's own explorer: the planted language and gazette."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from wordmodes.explorers.sigma.data import ExplorerData, Run, explorer_data
from wordmodes.explorers.sigma.explorer import SigmaExplorer, sigma_explorer
from wordmodes.explorers.sigma.runs import stored_runs
from wordmodes.text.planted import MARKS, planted_language
from wordmodes.text.sources import gazette
from wordmodes.theory.targets import m_star


def planted_data(d: int = 3, seed: int = 0, runs: Sequence[Run] | None = None) -> ExplorerData:
    """The planted language: M* of its exact probabilities, a mode for each attribute; the words of three bases."""
    language = planted_language()
    forms = 2 ** len(language.strengths)
    place = len(language.words[0]) - len(language.strengths)
    letters = [
        (f"letter {place + k + 1} is {plus}", f"letter {place + k + 1} is {minus}")
        for k, (plus, minus) in enumerate(MARKS)
    ]
    return explorer_data(
        m_star(language.P), language.words, d, seed, title="Planted language",
        shown=language.words[: 3 * forms], poles=letters[:d] if d <= len(language.strengths) else None,
        runs=stored_runs("planted") if runs is None else runs,
    )  # fmt: skip


def gazette_data(
    size: int = 2000, d: int = 8, seed: int = 0, runs: Sequence[Run] | None = None, path: str | Path | None = None
) -> ExplorerData:
    """Gazette, window 16: M* of the counts of its most frequent words."""
    counts = gazette(size, 16, path)
    return explorer_data(
        m_star(counts.P), counts.vocabulary.words, d, seed, title="Gazette",
        runs=stored_runs("gazette") if runs is None else runs,
    )  # fmt: skip


def book_explorer(**traits: Any) -> SigmaExplorer:
    """Make the explorer that opens the book: planted language and gazette.

    Parameters
    ----------
    **traits
        Where to start: `sigma` (by default 1e-6), `time` (0.6), `modes`, `dataset`, `brief`, `key`.

    Returns
    -------
    SigmaExplorer
    """
    return sigma_explorer(
        {"planted": planted_data(), "gazette": gazette_data()}, **{"sigma": 1e-6, "time": 0.6} | traits
    )
