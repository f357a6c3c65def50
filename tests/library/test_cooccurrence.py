"""Counting pairs, against the shortest loop that says what is meant."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wordmodes.text import _counting, _reading, _tally
from wordmodes.text.cooccurrence import Cooccurrence, count
from wordmodes.text.corpus import Vocabulary

PAIR = Vocabulary(("a", "b"), np.array([2, 1]))


def brute_force(documents, vocabulary, window, weighting):
    counts = np.zeros((len(vocabulary), len(vocabulary)), dtype=int)
    for document in documents:
        for i, a in enumerate(document):
            for j, b in enumerate(document):
                if 0 < abs(i - j) <= window and a in vocabulary.index and b in vocabulary.index:
                    weight = window + 1 - abs(i - j) if weighting == "linear" else 1
                    counts[vocabulary.index[a], vocabulary.index[b]] += weight
    return counts


corpora = st.lists(st.lists(st.sampled_from("abcdefg"), max_size=15), min_size=1, max_size=5).filter(
    lambda documents: len({token for document in documents for token in document}) >= 2
)


@settings(deadline=None)  # a busy machine is no failure
@given(corpora, st.data(), st.integers(1, 20), st.sampled_from(["linear", "flat"]))
def test_counts_equal_brute_force(documents, data, window, weighting):
    types = Vocabulary.from_documents(documents).n_types
    vocabulary = Vocabulary.from_documents(documents, size=data.draw(st.integers(2, types)))
    counted = count(documents, vocabulary, window, weighting)
    assert counted.counts.dtype == np.int64
    assert np.array_equal(counted.counts, brute_force(documents, vocabulary, window, weighting))
    assert np.array_equal(counted.counts, counted.counts.T)


@settings(deadline=None)  # a busy machine is no failure
@given(corpora, st.data(), st.integers(1, 8), st.sampled_from(["linear", "flat"]))
def test_a_corner_is_what_counting_with_fewer_words_gives(documents, data, window, weighting):
    vocabulary = Vocabulary.from_documents(documents)
    size = data.draw(st.integers(2, len(vocabulary)))
    corner = count(documents, vocabulary, window, weighting).corner(size)
    fewer = count(documents, Vocabulary.from_documents(documents, size), window, weighting)
    assert corner.words == fewer.words
    assert np.array_equal(corner.counts, fewer.counts)
    assert (corner.window, corner.weighting) == (window, weighting)


def test_weights_fall_with_distance_and_unknown_words_keep_their_place():
    documents = [["a", "x", "b"]]
    assert count(documents, PAIR, 1).total == 0
    assert count(documents, PAIR, 2).counts.tolist() == [[0, 1], [1, 0]]
    assert count(documents, PAIR, 5).counts.tolist() == [[0, 4], [4, 0]]
    assert count(documents, PAIR, 5, "flat").counts.tolist() == [[0, 1], [1, 0]]


def test_a_word_beside_itself_counts_both_ways():
    assert count([["a", "a"]], PAIR, 1).counts.tolist() == [[2, 0], [0, 0]]


def test_no_pair_reaches_into_the_next_document():
    assert count([["a"], ["b"]], PAIR, 100).total == 0
    assert count([["a", "b"], [], ["b", "a"]], PAIR, 100).counts.tolist() == [[0, 200], [200, 0]]


def test_documents_may_come_from_a_generator():
    assert count((document for document in [["a", "b"]]), PAIR, 1).total == 2


def test_probabilities_and_marginal():
    counted = count([["a", "b", "a", "a"]], PAIR, 2)
    assert counted.counts.tolist() == [[6, 5], [5, 0]]
    assert counted.P.tolist() == [[6 / 16, 5 / 16], [5 / 16, 0]]
    assert counted.marginal == pytest.approx([11 / 16, 5 / 16])
    assert counted.P.sum(axis=1) == pytest.approx(counted.marginal)


def test_without_any_pair_there_are_no_probabilities():
    lonely = count([["a"], ["b"]], PAIR, 3)
    for name in ("P", "marginal"):
        with pytest.raises((TypeError, ValueError), match="no two words of the vocabulary occur within one window"):
            getattr(lonely, name)


@pytest.mark.parametrize("window", [0, -1, 2.5, True, None])
def test_a_window_that_is_not_a_positive_integer_is_refused(window):
    with pytest.raises((TypeError, ValueError), match="window must be a whole number"):
        count([["a", "b"]], PAIR, window)


@pytest.mark.parametrize(
    ("documents", "weighting", "message"),
    [
        ([], "linear", "the corpus is empty"),
        ([[], []], "linear", "the corpus is empty"),
        (["a b"], "linear", "tokenise it first"),
        ([["a", "b"]], "harmonic", "weighting must be one of 'linear', 'flat'"),
    ],
)
def test_a_bad_corpus_or_weighting_is_refused(documents, weighting, message):
    with pytest.raises((TypeError, ValueError), match=message):
        count(documents, PAIR, 1, weighting)


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ([[0, 1, 2], [1, 0, 2]], "must have shape \\(2, 2\\)"),
        ([[0, 1, 0], [1, 0, 0], [0, 0, 0]], "must have shape \\(2, 2\\)"),
        ([[0, -1], [-1, 0]], r"counts\[0, 1\] is -1"),
        ([[0, 1], [2, 0]], "symmetric"),
        ([[0, np.nan], [np.nan, 0]], "is nan"),
        ([[0, 0.5], [0.5, 0]], "whole numbers"),
    ],
)
def test_bad_counts_are_refused(counts, message):
    with pytest.raises((TypeError, ValueError), match=message):
        Cooccurrence(np.array(counts), PAIR, 5)


def test_text_is_read_in_batches_that_change_no_count_and_bound_the_memory(monkeypatch):
    rng = np.random.default_rng(0)
    vocabulary = Vocabulary(tuple("abcdef"), np.ones(6, dtype=int))
    documents = [rng.choice(list("abcdefg"), size=n).tolist() for n in rng.integers(0, 40, size=200)]
    whole = count(documents, vocabulary, 4).counts
    monkeypatch.setattr(_counting, "_BLOCK", 50)
    monkeypatch.setattr(_reading, "_BATCH", 20)
    sizes = []
    add = _tally.Tally.add
    monkeypatch.setattr(
        _tally.Tally, "add", lambda self, rows, fresh: sizes.append(len(rows)) or add(self, rows, fresh)
    )
    assert np.array_equal(count((d for d in documents), vocabulary, 4).counts, whole)
    assert len(sizes) > 20
    assert max(sizes) <= 4 + 50 + 2 * 20  # context, a block, the batch that fills it with a document's end


def test_a_generator_without_a_token_is_refused():
    with pytest.raises(ValueError, match="corpus is empty"):
        count(([] for _ in range(3)), PAIR, 2)


def test_a_window_longer_than_every_document_costs_what_the_documents_do():
    documents = [["a", "b", "c", "d", "e"] * 2 for _ in range(200)]
    vocabulary = Vocabulary.from_documents(documents)
    whole = count(documents, vocabulary, 9, "flat")
    tracemalloc.start()
    huge = count(documents, vocabulary, 10**6, "flat")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert np.array_equal(huge.counts, whole.counts)
    assert peak < 2_000_000


def test_narrow_and_too_large_integers_do_not_wrap_round():
    documents, vocabulary = [["a", "b", "a", "b", "b", "a"]], Vocabulary(("a", "b"), [3, 3])
    for window in (np.int8(127), np.uint8(255)):
        assert count(documents, vocabulary, window).total == count(documents, vocabulary, int(window)).total > 3000
    for counts in (np.array([[2**63 + 5, 1], [1, 1]], dtype=np.uint64), [[1e30, 1], [1, 1]]):
        with pytest.raises(ValueError, match="2\\^63"):
            Cooccurrence(counts, vocabulary, 2)
    with pytest.raises(ValueError, match="2\\^62"):
        Cooccurrence(np.array([[2**62, 2**61], [2**61, 2**62]]), vocabulary, 2)


def test_a_table_that_would_not_fit_is_refused_before_it_is_made():
    words = tuple(f"w{i}" for i in range(30_000))
    many = Vocabulary(words, np.ones(30_000, dtype=int))
    with pytest.raises(ValueError, match=r"6\.7 GiB; count with dense=False.*vocabulary\.top\(23170\)"):
        count([["w1", "w2"]], many, 5, dense=True)
    sparse = count([["w1", "w2"]], many, 5)
    assert (sparse.counts.nnz, sparse.total) == (2, 10)
    with pytest.raises(ValueError, match="dense"):
        sparse.dense()
