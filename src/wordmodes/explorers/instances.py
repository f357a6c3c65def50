"""The book's own explorers, by name: each as its chapter shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from wordmodes.evaluation.families import family_pairs
from wordmodes.evaluation.questions import analogy_questions
from wordmodes.explorers.ablation.explorer import ablation_explorer
from wordmodes.explorers.analogies.explorer import AnalogiesExplorer, analogies_explorer
from wordmodes.explorers.association.explorer import association_explorer
from wordmodes.explorers.concepts.explorer import concepts_explorer
from wordmodes.explorers.frame import Explorer
from wordmodes.explorers.odds.explorer import odds_explorer
from wordmodes.explorers.lengths.explorer import lengths_explorer
from wordmodes.explorers.next_modes.explorer import next_modes_explorer
from wordmodes.explorers.one_mode.explorer import one_mode_explorer
from wordmodes.explorers.sigma.instances import book_explorer
from wordmodes.explorers.spike.explorer import SpikeExplorer, spike_explorer
from wordmodes.explorers.update.explorer import update_explorer
from wordmodes.explorers.window.explorer import window_explorer
from wordmodes.text.sources import gazette
from wordmodes.theory.modes import embed_signed, leading_modes
from wordmodes.theory.targets import damped_m_star, m_star


def _spike(**traits: Any) -> SpikeExplorer:
    """Chapter 10's: the families of gazette in a hundred modes of the damped M*."""
    counts = gazette(size=5000, window=5)
    damped = leading_modes(damped_m_star(counts.counts, window=5), 100, by="modulus", tol=1e-8)
    pairs = family_pairs(analogy_questions(counts.words))
    return spike_explorer(embed_signed(damped)[0], counts.words, pairs, **{"family": "past tense"} | traits)


def _analogies(**traits: Any) -> AnalogiesExplorer:
    """Chapter 10's: questions put to gazette, in the modes of M* itself."""
    counts = gazette(size=5000, window=5)
    plain = leading_modes(m_star(counts.P), 160, by="modulus", tol=1e-8)
    pairs = family_pairs(analogy_questions(counts.words))
    return analogies_explorer(plain.positive(100), counts.words, pairs, **traits)


class Instance(NamedTuple):
    """`title` of what it shows; `make(**traits)` makes it, set as the chapter has it but for these traits."""

    title: str
    make: Callable[..., Explorer]


BOOK = {
    "window": Instance("What a window counts", window_explorer),
    "association": Instance("Three measures of association", association_explorer),
    "update": Instance("One update of two vectors", update_explorer),
    "odds": Instance("Odds against M*, the loss against its parabola", odds_explorer),
    "one_mode": Instance("One mode, by flow and by steps", one_mode_explorer),
    "sigma": Instance("One concept at a time", book_explorer),
    "ablation": Instance("Loss and weights, exchanged one by one", ablation_explorer),
    "concepts": Instance("What the modes say", concepts_explorer),
    "spike": Instance("What a family of words has in common", _spike),
    "analogies": Instance("Analogies in ever more modes", _analogies),
    "next_modes": Instance("Next words, one mode at a time", next_modes_explorer),
    "lengths": Instance("What more text buys", lengths_explorer),
}
"""In the order of the chapters; every call computes the tables anew, which takes up to a few seconds."""
