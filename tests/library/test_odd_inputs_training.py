"""Odd inputs to whatever `training` makes public: an answer, or an error that names the argument."""

import numpy as np
import pytest
from odd_inputs import check, public

from wordmodes import training
from wordmodes.text.corpus import Vocabulary
from wordmodes.theory.targets import WeightedTarget
from wordmodes.training import bigrams, descent, gensim_watch, losses, next_word, next_word_loss, next_word_rise, start

RNG = np.random.default_rng(0)
V, D = 4, 2
W, C = RNG.standard_normal((2, V, D)) / 10
M = (lambda A: (A + A.T) / 2)(RNG.uniform(-1, 1, (V, V)))
TARGET = WeightedTarget(M, np.ones((V, V)))
B = np.full((V, V), 1 / 16) + 0.02 * np.diag([1, -1, 1, -1])
AXES = bigrams.axes(bigrams.residuals(B), D)
TEXT = [["a", "b", "c", "a", "b"], ["b", "a", "c", "a"]] * 2
WORDS = Vocabulary.from_documents(TEXT)

CALLS = {
    "training.bigrams.axes": (bigrams.axes, {"N": M, "d": 2}),
    "training.bigrams.count_next": (bigrams.count_next, {"documents": TEXT, "vocabulary": WORDS}),
    "training.bigrams.margins": (bigrams.margins, {"B": B}),
    "training.bigrams.residuals": (bigrams.residuals, {"B": B}),
    "training.bigrams.Axes": (bigrams.Axes, {"left": W, "singular_values": np.array([2.0, 1.0]), "right": C}),
    "training.descent.descend": (
        lambda value_and_gradient, start, steps: descent.descend(value_and_gradient, start, steps),
        {"value_and_gradient": lambda x: (0.0, x), "start": W, "steps": np.array([0.5, 0.1])},
    ),
    "training.descent.factorise": (
        descent.factorise,
        {"target": TARGET, "W": W, "step": 0.1, "n_steps": 3, "record_every": 2, "C": C, "loss": "logistic",
         "dtype": np.float64},
    ),
    "training.descent.gradient_descent": (
        descent.gradient_descent,
        {"M": M, "W": W, "step": 0.01, "n_steps": 3, "record_every": 2, "dtype": np.float64},
    ),
    "training.descent.product_singular_values": (descent.product_singular_values, {"W": W, "C": C}),
    "training.gensim_watch.expected_descent": (
        gensim_watch.expected_descent,
        {"A": B, "B": B, "W": W, "C": C, "times": np.array([0.0, 1.0, 2.0]), "max_step": 0.5},
    ),
    "training.losses.curvature": (losses.curvature, {"target": TARGET, "W": W, "C": C, "loss": "quartic"}),
    "training.losses.loss_and_gradient": (
        losses.loss_and_gradient, {"target": TARGET, "W": W, "C": C, "loss": "logistic"},
    ),
    "training.losses.objective": (losses.objective, {"target": TARGET, "loss": "quartic", "tied": True}),
    "training.losses.stability_limit": (losses.stability_limit, {"M": M, "W": W}),
    "training.losses.weighted_limit": (losses.weighted_limit, {"target": TARGET, "W": W, "C": C, "loss": "quartic"}),
    "training.next_word.start": (next_word.start, {"V": 4, "d": 2, "init_scale": 0.1, "seed": 0}),
    "training.next_word.train": (
        next_word.train,
        {"B": B, "X": W, "Y": C, "step": 0.1, "n_steps": 3, "record_every": 2, "scaled": True, "loss": "softmax"},
    ),
    "training.next_word_loss.loss_and_gradients": (
        next_word_loss.loss_and_gradients, {"B": B, "W": W, "C": C, "loss": "quadratic"},
    ),
    "training.next_word_loss.predict": (next_word_loss.predict, {"W": W, "C": C, "q": np.full(V, 0.25)}),
    "training.next_word_rise.half_rise": (
        next_word_rise.half_rise, {"singular_values": np.array([0.5, 0.3]), "starts": np.array([1e-2, 1e-3]),
                                   "step": 0.1},
    ),
    "training.next_word_rise.sigmoids": (
        next_word_rise.sigmoids, {"singular_values": np.array([0.5, 0.3]), "starts": np.array([1e-2, 1e-3]),
                                  "times": np.array([0.0, 1.0]), "step": 0.1},
    ),
    "training.next_word_rise.softmax_rise": (
        next_word_rise.softmax_rise, {"singular_value": 0.5, "start": 1e-2, "times": np.array([0.0, 1.0, 2.0])},
    ),
    "training.next_word_rise.starting_heights": (next_word_rise.starting_heights, {"axes": AXES, "X": W, "Y": C}),
    "training.start.initial_embedding": (
        start.initial_embedding, {"V": 4, "d": 2, "init_scale": 0.1, "seed": 0},
    ),
    "training.start.keep_probability": (
        start.keep_probability, {"unigram": np.array([0.5, 0.3, 0.2]), "subsample": 1e-3},
    ),
    "training.start.negative_distribution": (
        start.negative_distribution, {"counts": np.array([5, 3, 2]), "power": 0.75},
    ),
}  # fmt: skip


OTHERS = {
    "training.descent.TrainingRun", "training.gensim_watch.Watched", "training.next_word.Run",  # what runs return
    "training.gensim_watch.watch_gensim",  # below
    "training.next_word_rise.checked_axes", "training.start.quiet",  # of other modules' calls; without arguments
}  # fmt: skip


def test_whatever_is_public_is_called():
    assert set(public(training)) == {*CALLS, *OTHERS}


@pytest.mark.parametrize("name", CALLS)
def test_odd_inputs(name):
    function, valid = CALLS[name]
    check(function, valid)


def test_odd_inputs_never_reach_gensim():
    """Its module is loaded before, so that no call is slow for that."""
    pytest.importorskip("gensim")
    check(
        gensim_watch.watch_gensim,
        {"documents": TEXT, "vocabulary": WORDS, "d": 2, "checkpoints": 2, "start_scale": 0.5, "window": 2,
         "negatives": 2, "subsample": 0.01, "learning_rate": 0.02, "min_learning_rate": 0.001, "seed": 1},
    )  # fmt: skip
