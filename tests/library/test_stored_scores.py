"""Scores of stored answers: their error bars cover pairs and seeds, and ratios are taken draw by draw."""

import json
from pathlib import Path

import numpy as np
import pytest

from wordmodes import evaluation
from wordmodes.book.scores import Score, answers, score
from wordmodes.book.stored import stored
from wordmodes.text.sources import gazette_vocabulary


@pytest.fixture(scope="module")
def questions():
    return evaluation.analogy_questions(gazette_vocabulary().words)


def test_both_forms_of_stored_answers_are_read():
    gensim = stored("gensim")["runs"][0]
    assert 100 * answers(gensim).mean() == pytest.approx(gensim["analogies"]["percent"], abs=1e-3)
    bits = stored("wikipedia")["runs"][0]
    assert answers(bits).mean() == pytest.approx(bits["analogies"][0], abs=1e-5)
    assert len(answers(bits)) == bits["questions"]
    with pytest.raises(TypeError, match="run must be a string"):
        answers({"analogies": [0.5, 0.1]})


def test_seeds_widen_the_error_bar_and_pairs_are_drawn_alike(questions):
    runs = [run for run in stored("gensim")["runs"] if run["epochs"] == 10]
    hits = np.array([answers(run) for run in runs])
    together, first = score(questions, hits), score(questions, hits[0])
    assert together.value == pytest.approx(hits.mean())
    pairs = evaluation.bootstrap_accuracy(questions, hits, 1000).mean(axis=1).std()
    seeds = hits.mean(axis=1).std(ddof=1) / np.sqrt(3)
    assert together.error == pytest.approx(np.hypot(pairs, seeds))
    assert together.error > pairs
    assert first.error == pytest.approx(evaluation.bootstrap_accuracy(questions, hits[0], 1000).std())
    ratio, error = first.over(first)
    assert (ratio, error) == (1.0, 0.0)
    assert first.beyond(first) == (0.0, 0.0)


def test_a_difference_of_methods_with_common_answers_is_surer_than_their_scores(questions):
    rng = np.random.default_rng(0)
    base = rng.random(len(questions)) < 0.5
    other = base ^ (rng.random(len(questions)) < 0.02)
    one, two = score(questions, base), score(questions, other)
    assert one.beyond(two)[1] < one.error / 2
    assert one.over(two)[1] < one.error / one.value / 2


def test_the_seeds_part_is_added_to_ratios_and_differences():
    same = np.full(5, 0.5)
    one, two = Score(np.array([0.4, 0.6]), same), Score(np.array([0.5]), same)
    assert one.beyond(two) == pytest.approx((0.0, 0.1))
    assert one.over(two) == pytest.approx((1.0, 0.2))
    assert str(one) == "50.0 ± 10.0"


def test_answers_to_other_questions_are_refused(questions):
    with pytest.raises(ValueError, match="hits"):
        score(questions, [True, False])


def test_every_stored_run_on_all_of_wikipedia_was_asked_the_same():
    content = json.loads((Path(__file__).parents[2] / "src/wordmodes/book/results/wikipedia.json").read_text("utf-8"))
    asked = {run["questions"] for run in content["runs"] if run["tokens"] == 65_000_000}
    assert len(asked) == 1
