"""The book's own explorers, by name: each as its chapter shows it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from wordmodes.evaluation.families import family_pairs
from wordmodes.evaluation.questions import analogy_questions
from wordmodes.explorers.ablation.explorer import ablation_explorer
from wordmodes.explorers.analogies.explorer import AnalogiesExplorer, analogies_explorer
from wordmodes.explorers.answers.explorer import answers_explorer
from wordmodes.explorers.association.explorer import association_explorer
from wordmodes.explorers.concepts.explorer import concepts_explorer
from wordmodes.explorers.frame import Explorer
from wordmodes.explorers.lengths.explorer import lengths_explorer
from wordmodes.explorers.named import NAMED
from wordmodes.explorers.next_modes.explorer import next_modes_explorer
from wordmodes.explorers.odds.explorer import odds_explorer
from wordmodes.explorers.one_mode.explorer import one_mode_explorer
from wordmodes.explorers.own_text.explorer import own_text_explorer
from wordmodes.explorers.sigma.instances import book_explorer
from wordmodes.explorers.spike.explorer import SpikeExplorer, spike_explorer
from wordmodes.explorers.update.explorer import update_explorer
from wordmodes.explorers.window.explorer import window_explorer
from wordmodes.text.sources import wikipedia
from wordmodes.theory.modes import Modes, embed, leading_modes
from wordmodes.theory.targets import m_star

QUESTIONS = (
    ("man", "king", "woman"), ("germany", "berlin", "france"), ("spain", "spanish", "greece"),
    ("small", "smaller", "large"), ("father", "mother", "son"), ("car", "cars", "child"),
)  # fmt: skip
"""Chapter 10's examples, of several kinds."""


@cache
def _wikipedia_modes() -> tuple[Modes, tuple[str, ...]]:
    """Chapter 10's embedding, the modes of M* at the paper's setting; most of the time goes into it."""
    counts = wikipedia(10_000, window=16)
    M = m_star(counts.P)
    return leading_modes(M.astype(np.float32), 200, tol=1e-3), counts.words


def _spike(**traits: Any) -> SpikeExplorer:
    """Chapter 10's: the families of wikipedia in its leading modes."""
    learned, words = _wikipedia_modes()
    pairs = family_pairs(analogy_questions(words))
    return spike_explorer(embed(learned.top(63)), words, pairs, **{"family": "past tense"} | traits)


def _analogies(**traits: Any) -> AnalogiesExplorer:
    """Chapter 10's: questions put to wikipedia."""
    learned, words = _wikipedia_modes()
    pairs = family_pairs(analogy_questions(words))
    options = {"size": 2055, "extra": NAMED, "n_modes": 106, "examples": QUESTIONS, "d": 60}
    return analogies_explorer(learned, words, pairs, **options | traits)


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
    "answers": Instance("Which analogies a closed form answers", answers_explorer),
    "concepts": Instance("What the modes say", concepts_explorer),
    "spike": Instance("What a family of words has in common", _spike),
    "analogies": Instance("Analogies in ever more modes", _analogies),
    "next_modes": Instance("Next words, one mode at a time", next_modes_explorer),
    "lengths": Instance("What more text buys", lengths_explorer),
    "own_text": Instance("Your text", own_text_explorer),
}
"""In the order of the chapters; a call takes a few seconds, the first about wikipedia half a minute."""
