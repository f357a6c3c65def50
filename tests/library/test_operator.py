"""The association operator against the dense array, for every target, on random small corpora."""

import tracemalloc

import numpy as np
import pytest
import scipy.linalg
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.linalg import LinearOperator, eigsh

from wordmodes.text import Vocabulary, cooccurrence, planted_language
from wordmodes.theory import modes, noise, targets
from wordmodes.theory.association import Association

ALPHA = 0.25

TARGETS = {
    "m_star": targets.m_star,
    "ppmi": targets.ppmi,
    "shifted ppmi": lambda P: targets.ppmi(P, negatives=5),
    "pmi with 0": lambda P: targets.pmi(P, unseen=0.0),
    "pmi with -3": lambda P: targets.pmi(P, unseen=-3.0),
    "mixed_pmi": targets.mixed_pmi,
    "damped": lambda P: targets.damped_m_star(P * 1000.0, window=3),
    "rank-one psi": lambda P: targets.rank_one_m_star(P, np.arange(1.0, len_of(P) + 1), np.ones(len_of(P))),
}


def len_of(P) -> int:
    return P.shape[0]


@st.composite
def joints(draw: st.DrawFn) -> np.ndarray:
    """Counts of a random corpus over Zipf's frequencies: few words see each other, none sees nobody."""
    V, seed = draw(st.integers(2, 40)), draw(st.integers(0, 2**32))
    rng = np.random.default_rng(seed)
    u = 1 / (np.arange(V) + 1.0) ** draw(st.floats(0, 2))
    pairs = rng.choice(V, size=(draw(st.integers(1, 400)), 2), p=u / u.sum())
    counts = np.zeros((V, V))
    np.add.at(counts, (pairs[:, 0], pairs[:, 1]), rng.integers(1, 6, len(pairs)))
    counts += counts.T
    idle = np.flatnonzero(~counts.any(axis=1))
    counts[idle, 0] += 1
    counts[0, idle] += 1
    return counts / counts.sum()


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=40, deadline=None)
@given(P=joints(), seed=st.integers(0, 1000))
def test_operator_and_array_are_one_matrix(name, P, seed):
    dense, operator = TARGETS[name](P), TARGETS[name](csr_array(P))
    assert isinstance(operator, Association)
    assert isinstance(operator, LinearOperator)
    V, near = len(P), {"rtol": 0, "atol": 1e-12}
    np.testing.assert_allclose(operator.toarray(), dense, **near)
    np.testing.assert_allclose(operator.diagonal(), np.diag(dense), **near)
    i = seed % V
    np.testing.assert_allclose(operator.row(i), dense[i], **near)
    np.testing.assert_allclose(operator.rows([i, 0, i]), dense[[i, 0, i]], **near)
    X = np.random.default_rng(seed).standard_normal((V, 3))
    np.testing.assert_allclose(operator @ X, dense @ X, rtol=0, atol=1e-12 * V)
    np.testing.assert_allclose(operator.T @ X[:, 0], dense @ X[:, 0], rtol=0, atol=1e-12 * V)
    D = targets.rank_one_scale(P.sum(axis=1), ALPHA)
    np.testing.assert_allclose(operator.scaled(D).toarray(), D[:, None] * dense * D, rtol=1e-12, atol=1e-12)
    some = np.flatnonzero(np.arange(V) % 2 == 0)[::-1]
    np.testing.assert_allclose(operator.restricted(some).toarray(), dense[np.ix_(some, some)], **near)
    assert operator.astype(np.float32).toarray() == pytest.approx(dense, abs=1e-4)
    d = max(1, V // 4)
    for by in ("value", "modulus"):
        found, known = (modes.leading_modes(M, d, by=by).eigenvalues for M in (operator, dense))
        if by == "modulus":  # λ and -λ tie in it
            found, known = np.abs(found), np.abs(known)
        np.testing.assert_allclose(found, known, rtol=1e-9, atol=1e-12 * V)


@pytest.fixture(scope="module")
def planted() -> tuple[np.ndarray, Association]:
    """P of V = 1 200 words, sampled so thinly that most pairs never met, and its M* as an operator."""
    P = planted_language(n_topics=17).P
    P = P[:1200, :1200]
    counts = np.random.default_rng(0).poisson(0.4 * len(P) ** 2 * P / P.sum() / 2)
    counts = counts + counts.T
    keep = np.flatnonzero(counts.any(axis=1))
    P = counts[np.ix_(keep, keep)] / counts.sum()
    return P, targets.m_star(csr_array(P))


@pytest.mark.parametrize("by", ["value", "modulus"])
def test_operators_are_solved_as_lapack_solves_the_array(planted, by):
    P, operator = planted
    values, vectors = scipy.linalg.eigh(targets.m_star(P))
    order = np.argsort(-(values if by == "value" else np.abs(values)))[:20]
    found = modes.leading_modes(operator, 20, by=by)
    np.testing.assert_allclose(found.eigenvalues, values[order], rtol=1e-9)
    clear = np.flatnonzero(np.diff(-values[order]) > 1e-3)[:3]  # where the next is far enough to tell them apart
    overlap = np.abs(np.sum(vectors[:, order] * found.eigenvectors, axis=0))
    np.testing.assert_allclose(overlap[clear[clear == np.arange(len(clear))]], 1, atol=1e-7)
    assert found.residual <= 1e-10
    loose = modes.leading_modes(operator.astype(np.float32), 20, by=by, tol=1e-3)
    # So loosely a λ and a -λ that are nearly as large may change places.
    np.testing.assert_allclose(np.abs(loose.eigenvalues), np.abs(values[order]), rtol=1e-3)
    assert loose.residual <= 1.1e-3


def test_a_space_that_may_not_grow_starts_anew_and_finds_the_same(planted, monkeypatch):
    _, operator = planted
    whole = {by: modes.leading_modes(operator, 10, by=by) for by in ("value", "modulus")}
    monkeypatch.setattr(modes, "_SPACE", operator.shape[0] * 8 * 64)
    products = []
    count = Association._matmat
    monkeypatch.setattr(Association, "_matmat", lambda M, X: products.append(X.shape[1]) or count(M, X))
    for by, expected in whole.items():
        found = modes.leading_modes(operator, 10, by=by)
        np.testing.assert_allclose(found.eigenvalues, expected.eigenvalues, rtol=1e-10)
        assert found.residual <= 1e-10
    assert sum(products) > 2 * 64 + 2 * 10  # more columns than either space holds: there were restarts


def test_an_operator_that_is_nearly_full_is_written_out_and_a_sparse_one_never(planted, monkeypatch):
    _, sparse = planted
    known = {key: modes.leading_modes(sparse, 10, by=key).eigenvalues for key in ("value", "modulus")}
    full = Association(csr_array(sparse.toarray()))  # the same matrix, all of whose entries are stored
    written = []
    toarray = Association.toarray
    monkeypatch.setattr(Association, "toarray", lambda M: written.append(M) or toarray(M))
    for by, expected in known.items():
        found = modes.leading_modes(full, 10, by=by)
        np.testing.assert_allclose(found.eigenvalues, expected, rtol=1e-9)
        assert written.pop() is full
        modes.leading_modes(sparse, 10, by=by)
        assert not written

    def no_room(M: Association) -> np.ndarray:
        raise MemoryError

    monkeypatch.setattr(Association, "toarray", no_room)
    np.testing.assert_allclose(modes.leading_modes(full, 10).eigenvalues, known["value"], rtol=1e-9)


def test_any_solver_takes_it(planted):
    _, operator = planted
    np.testing.assert_allclose(
        np.sort(eigsh(operator, 4, which="LA")[0]), np.sort(modes.leading_modes(operator, 4).eigenvalues), rtol=1e-9
    )


def test_sparse_arrays_and_others_operators_are_solved_too():
    M = np.diag(np.arange(1.0, 901.0))
    for given_as in (csr_array(M), LinearOperator((900, 900), matvec=lambda x: M @ x, dtype=np.float64), M):
        found = modes.leading_modes(given_as, 3)
        np.testing.assert_allclose(found.eigenvalues, [900, 899, 898])
    lopsided = np.triu(np.ones((900, 900)))
    with pytest.raises(ValueError, match="M is not symmetric"):
        modes.leading_modes(LinearOperator((900, 900), matvec=lambda x: lopsided @ x, dtype=np.float64), 3)
    with pytest.raises(ValueError, match="sparse is not symmetric"):
        modes.leading_modes(csr_array(lopsided), 3)


def test_what_is_no_such_matrix_is_refused():
    S = csr_array(np.ones((2, 2)))
    with pytest.raises(ValueError, match="core is not symmetric"):
        Association(S, np.ones((2, 2)), [[1.0, 2.0], [3.0, 4.0]])
    with pytest.raises(ValueError, match="core must have shape"):
        Association(S, np.ones((2, 1)))
    with pytest.raises(TypeError, match="sparse must be a scipy sparse array"):
        Association(np.ones((2, 2)))
    with pytest.raises(ValueError, match="every value of sparse must be finite"):
        Association(csr_array([[0.0, np.inf], [np.inf, 0.0]]))
    with pytest.raises(ValueError, match="unseen must be a finite number"):
        targets.pmi(csr_array([[0.5, 0.0], [0.0, 0.5]]))
    with pytest.raises(TypeError, match="P must be a dense array here"):
        targets.weighted_target(csr_array([[0.5, 0.0], [0.0, 0.5]]), 1.0, 1.0)


def test_duplicates_and_zeros_that_are_stored_change_nothing():
    twice = csr_array(([0.25, 0.25, 0.0, 0.5], [0, 0, 1, 1], [0, 3, 4]), shape=(2, 2))
    np.testing.assert_allclose(targets.m_star(twice).toarray(), targets.m_star(np.diag([0.5, 0.5])), rtol=1e-15)


def test_no_table_is_made_on_the_way():
    """A hundred thousand pairs among 20 000 words: a table would be 3.2 GB, and all steps together take a fraction."""
    rng = np.random.default_rng(0)
    V, n = 20_000, 100_000
    i, j = rng.integers(0, V, (2, n))
    i, j = np.r_[i, np.arange(V)], np.r_[j, (np.arange(V) + 1) % V]
    counts = csr_array((np.ones(2 * len(i)), (np.r_[i, j], np.r_[j, i])), shape=(V, V))
    tracemalloc.start()
    for operator in (targets.m_star(counts / counts.sum()), targets.damped_m_star(counts, window=5)):
        found = modes.leading_modes(operator.astype(np.float32), 5, by="modulus", tol=1e-2)
        assert found.residual <= 1.1e-2
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * V * V / 10


def test_halves_and_shuffles_are_compared_without_a_table(monkeypatch):
    """What the splits and the shuffles say is the same when counts come sparse, absent words among them."""
    language = planted_language(n_topics=3, strengths=(0.8, 0.5))
    documents = language.sample(6_000, seed=0)
    words = Vocabulary(("absent", *language.words), np.ones(len(language.words) + 1, dtype=np.int64))
    asked = {"d": 3, "seed": 1}

    def both():
        return (
            noise.split_half(documents, words, 3, ranks=(1, 3), n_splits=1, **asked),
            noise.shuffled_spectra(documents, words, 3, n_shuffles=2, **asked),
        )

    (halves, null), count = both(), cooccurrence.count
    monkeypatch.setattr(cooccurrence, "count", lambda *given: count(*given, dense=False))
    sparse_halves, sparse_null = both()
    np.testing.assert_allclose(sparse_null, null, rtol=1e-9)
    for name in ("overlap", "reliability", "reliability_of_whole", "held_out"):
        np.testing.assert_allclose(getattr(sparse_halves, name), getattr(halves, name), rtol=1e-7, err_msg=name)
    assert sparse_halves.absent == halves.absent == (2,)
