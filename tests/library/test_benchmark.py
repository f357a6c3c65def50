"""Embeddings side by side: scores equal to the evaluation's own, paired error bars, stored answers read back."""

import json

import numpy as np
import pytest

from wordmodes import evaluation
from wordmodes.book.stored import stored
from wordmodes.evaluation.benchmark import Answers, Benchmark, Comparison
from wordmodes.text.sources import gazette
from wordmodes.theory.modes import embed, leading_modes
from wordmodes.theory.targets import m_star


@pytest.fixture(scope="module")
def benchmark():
    return Benchmark(gazette(1000, window=5).words)


@pytest.fixture(scope="module")
def embeddings(benchmark):
    found = leading_modes(m_star(gazette(1000, window=5).P), 40)
    return embed(found), embed(found.top(30))


def test_scores_are_those_of_the_evaluation(benchmark, embeddings):
    table = benchmark.compare({"a": benchmark.answers(embeddings[0]), "b": benchmark.answers(embeddings[1])})
    for name, W in zip("ab", embeddings, strict=True):
        expected = [evaluation.analogies(W, benchmark.words).accuracy]
        expected += [evaluation.word_similarity(W, benchmark.words, t).spearman for t in ("wordsim353", "simlex999")]
        assert [score for score, _ in table.row(name)] == pytest.approx(expected, abs=1e-12)
    assert (table.errors > 0).all()


def test_error_of_a_ratio_is_paired(benchmark, embeddings):
    a, b = (benchmark.answers(W) for W in embeddings)
    table = benchmark.compare({"a": a, "b": b, "a again": a})
    assert table.ratio("a", "a again") == (1.0, 0.0)
    assert table.difference("a", "a again", "simlex999") == (0.0, 0.0)
    for test, k, share in (("analogies", 0, 1), ("wordsim353", 1, 0.8)):
        apart = np.hypot(table.errors[0, k], table.errors[1, k])
        value, error = table.difference("b", "a", test)
        assert value == pytest.approx(table.scores[1, k] - table.scores[0, k])
        assert 0 < error < share * apart  # draws that were not common would give about `apart`


def test_error_of_a_ratio_is_that_of_the_drawn_quotients():
    draws = np.zeros((4, 2, 3))
    draws[:, 0, 0], draws[:, 1, 0] = [0.2, 0.4, 0.3, 0.6], [0.1, 0.2, 0.15, 0.3]  # one twice the other in each draw
    made = Comparison(("a", "b"), np.array([[0.4] * 3, [0.2] * 3]), draws.std(axis=0), draws)
    assert made.ratio("a", "b") == (pytest.approx(2), pytest.approx(0, abs=1e-12))
    value, error = made.difference("a", "b")
    assert value == pytest.approx(0.2)
    assert error == pytest.approx(np.std([0.1, 0.2, 0.15, 0.3]))
    with pytest.raises(ValueError, match="scores 0"):
        Comparison(("a", "b"), np.zeros((2, 3)), np.zeros((2, 3)), draws).ratio("a", "b")


def test_seeds_are_averaged(benchmark, embeddings):
    a, b = (benchmark.answers(W) for W in embeddings)
    table = benchmark.compare({"seeds": [a, b], "a": a, "b": b})
    assert table.scores[0] == pytest.approx((table.scores[1] + table.scores[2]) / 2)
    assert table.draws[:, 0] == pytest.approx((table.draws[:, 1] + table.draws[:, 2]) / 2, nan_ok=True)


def test_stored_answers_are_read_back(benchmark, embeddings, tmp_path):
    answers = benchmark.answers(embeddings[0])
    run = {"analogies": {"hits": "".join("01"[int(hit)] for hit in answers.hits)}}
    run |= {t: {"cosines": c.tolist()} for t, c in zip(("wordsim353", "simlex999"), answers.cosines, strict=True)}
    (tmp_path / "one.json").write_text(json.dumps(run))
    again = benchmark.read(stored("one", tmp_path))
    assert np.array_equal(again.hits, answers.hits)
    assert all(np.array_equal(x, y) for x, y in zip(again.cosines, answers.cosines, strict=True))
    run["analogies"]["hits"] = run["analogies"]["hits"][1:]
    with pytest.raises(ValueError, match="re-make it"):
        benchmark.read(run)


def test_bad_input_is_named(benchmark, embeddings, tmp_path):
    table = benchmark.compare({"a": benchmark.answers(embeddings[0])}, n_samples=20)
    with pytest.raises(ValueError, match="no embedding is called 'c'"):
        table.row("c")
    with pytest.raises(ValueError, match="test must be one of"):
        table.ratio("a", "a", "men")
    with pytest.raises(ValueError, match="empty"):
        benchmark.compare({})
    with pytest.raises(ValueError, match=r"name 'two' is no stored result; there are none"):
        stored("two", tmp_path)


def test_printed_table_has_a_line_per_embedding(benchmark):
    right = np.ones(len(benchmark.questions), dtype=bool)
    table = benchmark.compare({"all right": Answers(right, benchmark.human)}, n_samples=20)
    head, line = str(table).splitlines()
    assert line.split() == ["all", "right", "100.0", "±", "0.0", "1.000", "±", "0.000", "1.000", "±", "0.000"]
    assert "WordSim353" in head
