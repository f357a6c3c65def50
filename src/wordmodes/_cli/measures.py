"""What the book measures of a corpus besides its claims: spectrum, noise, halves, closed forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from wordmodes._cli.material import READ, Material
from wordmodes.book.stored import stored
from wordmodes.evaluation import analogies, bootstrap_accuracy
from wordmodes.theory import modes, noise, spectra, subspaces, targets
from wordmodes.theory.noise import target_with_absent

Row = tuple[str, str, str]  # the book's value, the text's, and what it is

_LEADING, _RANK, _SHUFFLES = 60, 10, 2


def spectrum(text: Material) -> list[Row]:
    """Decay, effective rank, and how many modes chance would not make."""
    counts = text.counts(READ, 16)
    size = min(_LEADING, len(counts.words) // 4)
    lam = modes.leading_modes(targets.m_star(counts.P), size).eigenvalues
    null = [_null(text, seed) for seed in range(_SHUFFLES)]
    book = stored("noise")
    ours, theirs = np.array(book["eigenvalues"]), np.array(book["shuffled"]["eigenvalues"])
    above = noise.modes_above(lam, null)
    rows = [
        (f"{ours[0] / ours[size - 1]:.2f}", f"{lam[0] / lam[-1]:.2f}", f"first eigenvalue of M* over number {size}")
    ]
    if lam[-1] > 0:
        both = (f"{spectra.effective_rank(x[:size]):.1f}" for x in (ours, lam))
        rows.append((*both, f"effective rank of the first {size} eigenvalues"))  # type: ignore[arg-type]
    few = "" if above < size else "≥ "
    rows.append((
        str(noise.modes_above(ours, theirs)), f"{few}{above}", "modes above every one of a shuffled text's",
    ))  # fmt: skip
    return rows


def halves(text: Material) -> list[Row]:
    """How far two halves agree on the first ten modes."""
    E, F = (_leading(text, half) for half in text.halves((0, 0)))
    found = float(subspaces.overlaps(E, F, [_RANK])[0])
    ours = stored("noise")["halves"]["overlap"][str(_RANK)]["mean"]
    return [(f"{ours:.3f}", f"{found:.3f}", f"overlap of two halves' first {_RANK} modes")]


def closed_forms(text: Material) -> list[Row]:
    """Analogies by M* and by PPMI, without a trained model to compare with."""
    words, asked = text.near.words, text.questions
    made = {
        "M*": text.plain,
        "PPMI": modes.leading_modes(targets.ppmi(text.near.P), text.d(100), tol=1e-6),
    }  # fmt: skip
    book = {run["recipe"]: run["analogies"]["percent"] for run in stored("closed_form")["runs"]}
    rows = []
    for name, found in made.items():
        d = min(text.d(100), int(np.sum(found.eigenvalues > 0)))
        hits = analogies(modes.embed(found.positive(d)), words, questions=asked).hits
        error = 100 * float(np.nanstd(bootstrap_accuracy(asked, hits)))
        rows.append((
            f"{book[name]:.1f}", f"{100 * hits.mean():.1f} ± {error:.1f}", f"analogies by {name}, % of {len(asked)}",
        ))  # fmt: skip
    return rows


MEASURES: dict[str, Callable[[Material], list[Row]]] = {
    "spectrum": spectrum, "halves": halves, "closed forms": closed_forms,
}  # fmt: skip


def _null(text: Material, seed: int) -> float:
    with text.shuffled((0, seed)) as part:
        counts = text.counts(READ, 16, part)
    return float(modes.leading_modes(target_with_absent(counts, targets.m_star), 1).eigenvalues[0])


def _leading(text: Material, part: Any) -> Any:
    with part:
        counts = text.counts(READ, 16, part)
    return modes.leading_modes(target_with_absent(counts, targets.m_star), _RANK).eigenvectors
