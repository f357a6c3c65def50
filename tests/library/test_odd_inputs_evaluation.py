"""Odd inputs to whatever `evaluation` makes public: an answer, or an error that names the argument."""

import numpy as np
import pytest
from odd_inputs import check, public

from wordmodes import evaluation
from wordmodes.evaluation import benchmark, bootstrap, directions, families, questions, reading, scores, word_pairs

RNG = np.random.default_rng(0)
WORDS = ("man", "woman", "king", "queen", "tiger", "cat", "professor", "cucumber")
W = RNG.standard_normal((8, 3))
M = (lambda A: A + A.T)(RNG.standard_normal((8, 8)))
D = RNG.standard_normal((4, 3))
ASKED = questions.analogy_questions(WORDS)
PAIRS = np.array([[0, 1], [2, 3], [4, 5]])

CALLS = {
    "evaluation.bootstrap.bootstrap_accuracy": (
        bootstrap.bootstrap_accuracy, {"questions": ASKED, "hits": np.array([1, 0]), "n_samples": 5, "seed": 0},
    ),
    "evaluation.bootstrap.bootstrap_spearman": (
        bootstrap.bootstrap_spearman,
        {"human": np.array([1.0, 2, 3, 4]), "cosine": np.array([0.1, 0.3, 0.2, 0.4]), "n_samples": 5, "seed": 0},
    ),
    "evaluation.benchmark.Answers": (
        benchmark.Answers, {"hits": np.array([1, 0]), "cosines": [np.array([0.1, 0.2]), np.array([0.3])]},
    ),
    "evaluation.directions.concept_cosines": (directions.concept_cosines, {"families": [D, D + 1]}),
    "evaluation.directions.mode_energy": (directions.mode_energy, {"D": D + 3}),
    "evaluation.directions.unbiased_cosines": (
        directions.unbiased_cosines,
        {"families": [D + 1, D[:3] + 2], "pairs": [PAIRS[[0, 0, 1, 2]], PAIRS], "n_samples": 2, "seed": 0},
    ),
    "evaluation.families.bootstrap_share": (families.bootstrap_share, {"D": D, "n_samples": 5, "seed": 0}),
    "evaluation.families.differences": (families.differences, {"W": W, "pairs": PAIRS, "scaled": True}),
    "evaluation.families.leading_shares": (families.leading_shares, {"D": D, "k": 2}),
    "evaluation.families.marchenko_pastur_edge": (families.marchenko_pastur_edge, {"n": 20, "d": 50}),
    "evaluation.families.shared_part": (
        families.shared_part, {"D": D, "weights": np.array([[1, 1, 2, 0], [1, 1, 1, 1]])},
    ),
    "evaluation.families.spike_snr": (families.spike_snr, {"D": D}),
    "evaluation.questions.AnalogyQuestions": (
        questions.AnalogyQuestions,
        {"words": WORDS, "families": ("family",), "family": np.zeros(2, int), "indices": ASKED.indices},
    ),
    "evaluation.questions.analogy_questions": (questions.analogy_questions, {"words": WORDS}),
    "evaluation.questions.first_index": (questions.first_index, {"words": WORDS}),
    "evaluation.questions.hit_rows": (questions.hit_rows, {"hits": np.array([1, 0]), "n": 2, "several": True}),
    "evaluation.questions.judgements": (questions.judgements, {"dataset": "wordsim353"}),
    "evaluation.reading.coherence": (reading.coherence, {"M": M, "groups": np.array([0, 1, 2])}),
    "evaluation.reading.coherence_rank": (
        reading.coherence_rank, {"M": M, "group": np.array([0, 1]), "n_groups": 5, "reach": 3, "seed": 0},
    ),
    "evaluation.reading.ends": (reading.ends, {"vector": W[:, 0], "n": 2, "among": np.ones(8, int)}),
    "evaluation.reading.matched_groups": (
        reading.matched_groups, {"group": np.array([0, 1]), "V": 8, "n_groups": 5, "reach": 3, "seed": 0},
    ),
    "evaluation.reading.odd_one_out": (reading.odd_one_out, {"M": M, "groups": np.array([0, 1, 2])}),
    "evaluation.scores.analogies": (
        scores.analogies, {"W": W, "words": WORDS, "exclude": True, "questions": ASKED},
    ),
    "evaluation.scores.word_similarity": (
        scores.word_similarity, {"W": W, "words": (*WORDS[:6], "king", "cabbage"), "dataset": "wordsim353"},
    ),
    "evaluation.word_pairs.drawn_pairs": (word_pairs.drawn_pairs, {"n": 3, "n_samples": 5, "seed": 0}),
    "evaluation.word_pairs.family_pairs": (word_pairs.family_pairs, {"questions": ASKED}),
    "evaluation.word_pairs.mispaired": (word_pairs.mispaired, {"pairs": PAIRS, "n_draws": 3, "seed": 0}),
    "evaluation.word_pairs.questions_about": (word_pairs.questions_about, {"questions": ASKED, "label": "gender"}),
    "evaluation.word_pairs.stand_ins": (
        word_pairs.stand_ins, {"pairs": PAIRS, "V": 100, "n_draws": 3, "seed": 0},
    ),
}  # fmt: skip
NAN = {
    "evaluation.bootstrap.bootstrap_accuracy", "evaluation.bootstrap.bootstrap_spearman",
    "evaluation.directions.unbiased_cosines",
}  # fmt: skip


OTHERS = {
    "evaluation.benchmark.Benchmark", "evaluation.benchmark.Comparison", "evaluation.families.Parts",
    "evaluation.questions.FamilyScore", "evaluation.scores.AnalogyScore", "evaluation.scores.SimilarityScore",
    "evaluation.reading.intrusion",  # below
}  # fmt: skip


def test_whatever_is_public_is_called():
    assert set(public(evaluation)) == {*CALLS, *OTHERS}


@pytest.mark.parametrize("name", CALLS)
def test_odd_inputs(name):
    function, valid = CALLS[name]
    check(function, valid, allow_nan=name in NAN)


def test_odd_inputs_to_intrusion():
    check(reading.intrusion, {"M": M, "vectors": W[:, :2], "n": 2, "among": np.ones(8, int)}, allow_nan=True)
