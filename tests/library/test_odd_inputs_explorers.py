"""The explorers' makers and their traits answer odd inputs, or say in one error what is wrong with them."""

import inspect

import numpy as np
import pytest
from odd_inputs import check
from traitlets import TraitError

from wordmodes import explorers
from wordmodes.explorers.frame import Explorer
from wordmodes.explorers.sigma.data import Run
from wordmodes.explorers.window.distances import distance_table, leading, weights
from wordmodes.text.cooccurrence import count
from wordmodes.text.corpus import Vocabulary
from wordmodes.theory.modes import all_modes

RNG = np.random.default_rng(0)
V = 18
WORDS = tuple(f"w{i}" for i in range(V))
DOCUMENTS = [[WORDS[i] for i in RNG.integers(0, V, 60)] for _ in range(4)]
VOCABULARY = Vocabulary.from_documents(DOCUMENTS)
COUNTS = count(DOCUMENTS, VOCABULARY, 3)
W = RNG.normal(size=(V, 4))
M = W @ W.T
MODES = all_modes(M)
PAIRS = [("w0", "w1"), ("w2", "w3"), ("w4", "w5")]
RUN = Run(0.1, np.arange(3.0), np.ones((3, 2)), np.ones(3))

SIGMA = {"M": M, "words": WORDS, "d": 2, "seed": 0, "title": "t", "shown": 5, "poles": [("a", "b")] * 2, "runs": [RUN]}
ASSOCIATION = {"counts": COUNTS, "pairs": PAIRS[:2], "extra": ["w6"], "title": "t", "seed": 0}
CONCEPTS = {
    "modes": MODES,
    "words": WORDS,
    "n_modes": 3,
    "edge": 1.0,
    "shuffles": 1,
    "seed": 0,
    "title": "t",
    "note": "",
}
PLACED = {
    "table": explorers.concept_table(all_modes(M[:17, :17]), WORDS[:17], n_modes=3), "counts": COUNTS, "words": ["w17"],
}  # fmt: skip
SPIKE = {"W": W, "words": WORDS, "families": {"f": PAIRS}, "seed": 0}
ANALOGIES = {
    "modes": MODES.top(4), "words": WORDS, "families": {"f": np.array([[0, 1], [2, 3]])}, "size": 10, "n_modes": 3,
    "examples": [("w0", "w1", "w2")], "init_scale": 1e-6, "seed": 0,
}  # fmt: skip
ODDS = {"texts": {"t": COUNTS}, "pairs": PAIRS[:2], "extra": ["w6"], "size": 10}
DISTANCES = {
    "documents": DOCUMENTS,
    "vocabulary": VOCABULARY,
    "words": WORDS[:3],
    "title": "t",
    "progress": lambda share: 0,
}
TABLE = distance_table(**DISTANCES)
LENGTHS = [
    {
        "recipe": recipe, "tokens": tokens, "window": 5, "d": 100, "V": 10, "counting": 1.0, "cpu_seconds": 1.0,
        "questions": 9, "analogies": [0.5, 0.1], "wordsim353": [0.5, 0.1, 9], "simlex999": [0.5, 0.1, 9],
    } for recipe in ("M*", "PPMI") for tokens in (100, 1000)
]  # fmt: skip

MAKERS = {
    explorers.explorer_data: SIGMA,
    explorers.association_table: ASSOCIATION,
    explorers.concept_table: CONCEPTS,
    explorers.place_words: PLACED,
    explorers.spike_table: SPIKE,
    explorers.length_points: {"runs": LENGTHS},
    explorers.odds_table: ODDS,
    explorers.analogy_table: ANALOGIES,
    distance_table: DISTANCES,
    leading: {"table": TABLE, "word": "w0", "window": 3, "weighting": "flat", "order": "share", "n": 3},
    weights: {"window": 3, "weighting": "linear"},
}
# An explorer as its own maker makes it, with the traits that a cell can set.
TRAITS = {
    explorers.sigma_explorer: {
        "datasets": {"t": explorers.explorer_data(**SIGMA)}, "dataset": "t", "sigma": 0.1, "time": 0.5, "modes": [1, 2],
        "brief": True,
    },
    explorers.odds_explorer: {
        "table": explorers.odds_table(**ODDS), "text": "t", "words": ["w0", "w1"], "odds": 2.0, "negatives": 2,
    },
    explorers.lengths_explorer: {
        "runs": LENGTHS, "method": "M*", "against": "PPMI", "test": "analogies", "window": 5, "tokens": 300,
    },
    explorers.next_modes_explorer: {"table": "planted", "share": 0.1, "shown": "heights", "time": 0.5},
    explorers.answers_explorer: {"text": "gazette", "target": "PPMI", "modes": "by value", "d": 40},
    explorers.one_mode_explorer: {"eigenvalue": 1.0, "sigma": 0.1, "step": 0.1},
    explorers.update_explorer: {"word": [1.0, 0.5], "context": [0.5, 1.0], "pair": "real", "rate": 0.5, "steps": 3},
    explorers.ablation_explorer: {"loss": "logistic", "weights": "even", "sigma": 0.1, "time": 0.5},
    explorers.concepts_explorer: {
        "table": explorers.concept_table(**CONCEPTS), "mode": 1, "against": 2, "time": 0.5, "word": "w0", "sigma": 1e-4,
        "third": 0, "turn": 30,
    },
    explorers.association_explorer: {**ASSOCIATION, "words": ["w0", "w1"]},
    explorers.window_explorer: {
        "table": TABLE, "word": "w0", "window": 3, "weighting": "flat", "order": "share", "centre": 2,
    },
    explorers.own_text_explorer: {
        "samples": {"t": COUNTS}, "text": "t", "beside": "planted", "mode": 1, "sigma": 0.1, "time": 0.5, "word": "w0",
        "a": "w0", "b": "w1", "c": "w2", "window": 16, "letters": "az",
    },
    explorers.spike_explorer: {**SPIKE, "family": "f", "d": 3, "partners": "true", "word": ""},
    explorers.analogies_explorer: {
        **ANALOGIES, "a": "w0", "b": "w1", "c": "w2", "axis": "time", "d": 2, "time": 20.0, "exclude": True,
    },
}  # fmt: skip
# What only passes its arguments to one of these, or to a function of the library that checks them.
PASSED_ON = {"book_explorer", "gazette_data", "gazette_table", "planted_data"}


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.__name__)
def test_makers_of_tables(maker):
    check(maker, MAKERS[maker])


@pytest.mark.parametrize("maker", TRAITS, ids=lambda maker: maker.__name__)
def test_explorers(maker):
    # what is shown where there is no table takes the book's texts, and longer than an odd input may
    kept = {name: value for name, value in TRAITS[maker].items() if name in ("table", "counts")}

    def make(**given):
        return maker(**kept, **given)._manifest

    make.__qualname__ = maker.__name__
    check(
        make, {name: value for name, value in TRAITS[maker].items() if name not in kept}, also=(TraitError,), least=120
    )


KINDS = [
    explorers.AnalogiesExplorer,
    explorers.AssociationExplorer,
    explorers.ConceptsExplorer,
    explorers.OddsExplorer,
    explorers.SpikeExplorer,
    explorers.WindowExplorer,
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("odd", [None, "t", {}, np.zeros(3)], ids=repr)
def test_an_explorer_takes_its_own_table_only(kind, odd):
    with pytest.raises(TypeError, match="table must be a"):
        kind(odd)


def test_nothing_public_is_left_out():
    checked = {maker.__name__ for maker in (*MAKERS, *TRAITS)} | PASSED_ON
    public = {name for name in explorers.__all__ if inspect.isfunction(getattr(explorers, name))}
    assert public <= checked
    made = {type(maker(**TRAITS[maker])).__name__ for maker in TRAITS}
    assert made == {name for name in explorers.__all__ if name.endswith("Explorer")}
    for maker, given in TRAITS.items():
        own = set(type(maker(**given)).class_traits(sync=True)) - set(Explorer.class_traits(sync=True))
        assert {name for name in own if name[0] != "_"} - {"observed", "expected"} <= set(given)
