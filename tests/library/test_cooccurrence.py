"""Counting pairs, against the shortest loop that says what is meant."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array, csc_array, csr_array, csr_matrix, lil_array

from wordmodes.text import _counting, _reading, _rows, _tally
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


def test_sparse_counts_are_those_of_the_table():
    documents = [list("abracadabra"), list("cab")]
    vocabulary = Vocabulary.from_documents(documents)
    table = count(documents, vocabulary, 3)
    sparse = count(documents, vocabulary, 3, dense=False)
    assert isinstance(table.counts, np.ndarray)
    assert isinstance(sparse.counts, csr_array)
    for other in (sparse.dense(), sparse.sparse().dense(), table.sparse().dense()):
        assert np.array_equal(other.counts, table.counts)
    assert table.sparse().counts.has_canonical_format
    assert sparse.sparse() is sparse
    assert table.dense() is table
    assert sparse.total == table.total
    assert sparse.P.dtype == np.float64
    assert np.array_equal(sparse.P.toarray(), table.P)
    for name in ("marginal", "present"):
        assert np.array_equal(getattr(sparse, name), getattr(table, name))
        assert type(getattr(sparse, name)) is np.ndarray
    corner = sparse.corner(3)
    assert np.array_equal(corner.counts.toarray(), table.corner(3).counts)
    assert corner.counts.has_canonical_format
    both = Cooccurrence(sparse.counts + sparse.counts, vocabulary, 3)
    assert np.array_equal(both.counts.toarray(), 2 * table.counts)


def test_a_word_that_meets_no_other_is_absent():
    lonely = [["a", "b"], ["c"]]
    for dense in (True, False):
        assert count(lonely, Vocabulary(("a", "b", "c"), [1, 1, 1]), 2, dense=dense).present.tolist() == [1, 1, 0]


@pytest.mark.parametrize("kind", [csr_array, csr_matrix, coo_array, csc_array, lil_array])
def test_sparse_counts_come_in_any_form_and_go_in_one(kind):
    vocabulary = Vocabulary(("a", "b", "c"), [1, 1, 1])
    given = Cooccurrence(kind(np.array([[0, 3, 0], [3, 2, 0], [0, 0, 0]])), vocabulary, 2).counts
    assert type(given) is csr_array
    assert given.dtype == np.int64
    assert given.has_canonical_format
    assert given.nnz == 3
    floats = Cooccurrence(csr_array(np.array([[0, 3.0], [3.0, 2.0]])), PAIR, 2).counts
    assert floats.dtype == np.int64


def test_sparse_counts_out_of_order_are_put_in_order_in_a_copy():
    parts = np.array([3, 3, 2, 6, 0]), np.array([1, 1, 1, 0, 1]), np.array([0, 2, 5])  # a column twice, a stored zero
    given = csr_array(parts, shape=(2, 2))
    counts = Cooccurrence(given, PAIR, 2).counts
    assert counts.has_canonical_format
    assert (counts.nnz, counts.toarray().tolist()) == (3, [[0, 6], [6, 2]])
    assert (given.data.tolist(), given.indices.tolist()) == ([3, 3, 2, 6, 0], [1, 1, 1, 0, 1])


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        (csr_array(np.eye(3, dtype=int)), r"counts must have shape \(2, 2\)"),
        (csr_array(np.array([[0, 1], [2, 0]])), "symmetric"),
        (csr_array(np.array([[0, 1], [0, 0]])), "symmetric"),
        (csr_array(np.array([[0, -1], [-1, 0]])), "must be >= 0"),
        (csr_array(np.array([[0, 0.5], [0.5, 0]])), "whole numbers"),
        (csr_array(np.array([[0, np.nan], [np.nan, 0]])), "whole numbers"),
        (csr_array(np.array([[0, 1j], [1j, 0]])), "real numbers"),
        (csr_array(np.array([[0, 2**62], [2**62, 0]])), r"2\^62"),
        (coo_array(np.array([1, 2])), r"counts must have shape \(2, 2\)"),
    ],
)
def test_bad_sparse_counts_are_refused(counts, message):
    with pytest.raises((TypeError, ValueError), match=message):
        Cooccurrence(counts, PAIR, 5)


def test_words_may_be_dropped_before_windows_are_laid():
    documents = [["a", "x", "x", "b"]]
    assert count(documents, PAIR, 1).total == 0
    assert count(documents, PAIR, 1, oov="drop").counts.tolist() == [[0, 1], [1, 0]]


def test_frequent_words_are_thinned_as_trainers_do():
    rng = np.random.default_rng(1)
    p = np.array([0.6, 0.25, 0.1, 0.05])
    documents = [rng.choice(list("abcd"), size=2000, p=p).tolist() for _ in range(40)]
    vocabulary = Vocabulary.from_words(list("abcd"), documents)
    f, t = vocabulary.unigram, 0.05
    keep = np.minimum((np.sqrt(f / t) + 1) * t / f, 1)
    kept = f * keep
    totals = []
    for seed in range(4):
        counts = count(documents, vocabulary, 1, "flat", oov="drop", thin=t, seed=seed)
        assert counts.marginal == pytest.approx(kept / kept.sum(), abs=0.01)
        assert counts.total == pytest.approx(2 * 80_000 * kept.sum(), rel=0.02)
        totals.append(counts.total)
    assert len(set(totals)) == 4
    same = count(documents, vocabulary, 1, "flat", oov="drop", thin=t, seed=np.random.default_rng(3))
    assert same.total == totals[3]
    assert count(documents, vocabulary, 1, thin=10.0).total == count(documents, vocabulary, 1).total


def test_thinning_keeps_a_word_as_often_as_gensim_does():
    gensim = pytest.importorskip("gensim.models")
    documents = [list("aaaaaaaabbbbcd")] * 50
    model = gensim.Word2Vec(min_count=1, sample=0.05, vector_size=2)
    model.build_vocab(documents)
    vocabulary = Vocabulary.from_documents(documents)
    chances = _rows.thinning(vocabulary, 0.05, 0)[0] / 2.0**53
    theirs = [model.wv.get_vecattr(word, "sample_int") / (2**32 - 1) for word in vocabulary.words]
    assert chances[:4] == pytest.approx(theirs, abs=1e-9)
    assert chances[4:].tolist() == [1, 1]


def test_thinning_needs_counts_of_the_words():
    with pytest.raises(ValueError, match="thin needs to know how often words occur"):
        count([["a", "b"]], Vocabulary(("a", "b"), [0, 0]), 1, thin=0.1)


def test_counts_that_would_not_fit_into_64_bits_are_refused():
    pair = [["a", "b"] * 5]
    assert count(pair, PAIR, 2**31).total > 2**37
    with pytest.raises(ValueError, match=r"window of 2147483648 places may count to more than 2\^63"):
        count([["x"] * 200_000], PAIR, 2**31)
