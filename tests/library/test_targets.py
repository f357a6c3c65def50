"""Association matrices against their definitions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from wordmodes.theory import targets


@st.composite
def joints(draw: st.DrawFn) -> np.ndarray:
    """Draw a small symmetric joint distribution, zeros allowed off the diagonal."""
    V = draw(st.integers(2, 7))
    counts = draw(arrays(np.int64, (V, V), elements=st.integers(0, 40)))
    counts = counts + counts.T + np.diag(np.ones(V, dtype=np.int64))
    return counts / counts.sum()


@given(joints())
def test_m_star_is_twice_tanh_of_half_pmi(P):
    np.testing.assert_allclose(targets.m_star(P), 2 * np.tanh(targets.pmi(P) / 2), rtol=0, atol=1e-12)


@given(joints())
def test_unseen_pairs_have_their_value_by_definition(P):
    unseen = P == 0
    assert (targets.m_star(P)[unseen] == -2).all()
    assert np.isneginf(targets.pmi(P)[unseen]).all()
    assert np.isneginf(targets.shifted_pmi(P, 5)[unseen]).all()
    assert (targets.ppmi(P)[unseen] == 0).all()
    assert np.isfinite(targets.pmi(P)[~unseen]).all()


@given(joints())
def test_theorem_weights_give_the_plain_problem(P):
    psi = 1 / (P + targets.independent(P))
    problem = targets.weighted_target(P, psi, psi)
    np.testing.assert_allclose(problem.M, targets.m_star(P), atol=1e-12)
    np.testing.assert_allclose(problem.g, 1.0, atol=1e-12)


@given(joints(), st.floats(0.1, 20))
def test_shift_is_log_k(P, k):
    seen = P > 0
    np.testing.assert_allclose(targets.pmi(P)[seen] - targets.shifted_pmi(P, k)[seen], np.log(k), atol=1e-12)


def test_tied_model_sees_the_symmetric_part():
    P = np.array([[0.1, 0.2], [0.2, 0.5]])
    psi_minus = np.array([[1.0, 3.0], [5.0, 1.0]])
    problem = targets.weighted_target(P, 1.0, psi_minus)
    Q = targets.independent(P)
    g01 = 0.2 + 4.0 * Q[0, 1]
    assert problem.g[0, 1] == pytest.approx(g01)
    assert problem.M[0, 1] == pytest.approx((0.2 - 4.0 * Q[0, 1]) / (g01 / 2))
    np.testing.assert_array_equal(problem.M, problem.M.T)


def test_damped_m_star_by_hand():
    counts = np.array([[10, 5], [5, 0]])
    damped = targets.damped_m_star(counts, window=5)
    c = counts / 5
    expected = 3 * 1 / 4  # row sums 3 and 1, total 4
    assert damped[0, 1] == pytest.approx(2 * (c[0, 1] - expected) / (c[0, 1] + expected + 2))
    assert np.abs(damped).max() < 2


def test_damping_fades_with_evidence():
    counts = np.array([[60, 20, 5], [20, 40, 10], [5, 10, 30]])
    sharp = targets.m_star(counts / counts.sum())
    gaps = [np.abs(targets.damped_m_star(counts * n, window=1) - sharp).max() for n in (1, 100, 10_000)]
    assert gaps[0] > 50 * gaps[1] > 2500 * gaps[2] > 0


def test_rank_one_scale():
    D = targets.rank_one_scale([1, 3], 0.5)
    np.testing.assert_allclose(D, np.sqrt([0.5, 1.5]))
    np.testing.assert_array_equal(targets.rank_one_scale([1, 3, 9], 0), 1.0)


GOOD = np.array([[0.4, 0.1], [0.1, 0.4]])


@pytest.mark.parametrize(
    ("P", "message"),
    [
        (np.ones((2, 3)) / 6, r"shape \(V, V\)"),
        (np.array([[1.0]]), "at least two words"),
        (np.array([[0.5, np.nan], [np.nan, 0.5]]), r"P\[0, 1\] is nan"),
        (np.array([[0.8, -0.1], [-0.1, 0.4]]), r"P\[0, 1\] is -0.1; P must be >= 0"),
        (np.array([[0.4, 0.3], [0.1, 0.2]]), "not symmetric"),
        (GOOD * 2, "sums to 2"),
        (np.diag([0.5, 0.5, 0.0]), "word 2 of P co-occurs with nothing"),
    ],
)
def test_a_bad_joint_is_refused(P, message):
    for function in (targets.m_star, targets.pmi, targets.ppmi, targets.marginal):
        with pytest.raises(ValueError, match=message):
            function(P)


def test_other_bad_input_is_refused():
    with pytest.raises(ValueError, match="negatives must be a finite number > 0"):
        targets.shifted_pmi(GOOD, 0)
    with pytest.raises(ValueError, match="psi_plus is -1; psi_plus must be >= 0"):
        targets.weighted_target(GOOD, -1.0, 1.0)
    with pytest.raises(ValueError, match="does not broadcast"):
        targets.weighted_target(GOOD, np.ones(3), 1.0)
    with pytest.raises(ValueError, match="weight g = 0"):
        targets.weighted_target(np.diag([0.5, 0.5]), 1.0, 0.0)
    with pytest.raises(ValueError, match="unigram"):
        targets.rank_one_scale([1, 0], 0.5)
    with pytest.raises(ValueError, match="window"):
        targets.damped_m_star(np.ones((2, 2)), 0)
    with pytest.raises(ValueError, match="P_i² of word 1 of P is 0"):
        targets.m_star([[1 - 2e-200, 1e-200], [1e-200, 0]])
