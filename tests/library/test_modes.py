"""Eigenpairs against LAPACK, on a spectrum as skewed as M*'s."""

import numpy as np
import pytest
import scipy.linalg

from wordmodes.theory import modes


@pytest.fixture(scope="module")
def skewed() -> np.ndarray:
    """V = 1 500 with a noise bulk, two clustered leaders and one huge negative eigenvalue."""
    rng = np.random.default_rng(1)
    V = 1500
    E = np.linalg.qr(rng.standard_normal((V, 45)))[0]
    strength = np.r_[-2000.0, -170.0, np.linspace(300, 110, 20), 109.99, np.linspace(-90, -70, 22)]
    noise = rng.standard_normal((V, V))
    return (E * strength) @ E.T + (noise + noise.T) / 2


@pytest.mark.parametrize(("by", "d"), [("value", 1), ("value", 21), ("value", 40), ("modulus", 5), ("modulus", 40)])
def test_leading_modes_agree_with_lapack(skewed, by, d):
    found = modes.leading_modes(skewed, d, by=by)
    values, vectors = scipy.linalg.eigh(skewed)
    order = np.argsort(-(values if by == "value" else np.abs(values)))[:d]
    np.testing.assert_allclose(found.eigenvalues, values[order], rtol=1e-11)
    overlap = np.linalg.svd(vectors[:, order].T @ found.eigenvectors, compute_uv=False)
    np.testing.assert_allclose(overlap, 1, atol=1e-9)


def test_every_returned_pair_meets_its_residual(skewed):
    found = modes.leading_modes(skewed, 40, by="modulus")
    residuals = np.linalg.norm(skewed @ found.eigenvectors - found.eigenvectors * found.eigenvalues, axis=0)
    assert residuals.max() <= 1e-10 * np.abs(found.eigenvalues).max() * 1.01
    assert found.residual == pytest.approx(residuals.max() / np.abs(found.eigenvalues).max())


def test_residuals_on_the_real_matrix():
    from wordmodes.text import sources
    from wordmodes.theory import targets

    M = targets.m_star(sources.gazette(2000, window=16).P)
    for by in ("value", "modulus"):
        found = modes.leading_modes(M, 100, by=by)
        residuals = np.linalg.norm(M @ found.eigenvectors - found.eigenvectors * found.eigenvalues, axis=0)
        assert residuals.max() <= 1e-6 * modes.leading_modes(M, 1).eigenvalues[0]


def test_signs_and_order_are_fixed(skewed):
    found = modes.leading_modes(skewed, 10)
    largest = np.take_along_axis(found.eigenvectors, np.abs(found.eigenvectors).argmax(axis=0)[None], axis=0)
    assert (largest > 0).all()
    assert (np.diff(found.eigenvalues) < 0).all()
    again = modes.leading_modes(skewed.copy(), 10)
    np.testing.assert_array_equal(found.eigenvectors, again.eigenvectors)


def test_all_modes_rebuild_the_matrix(skewed):
    corner = skewed[:300, :300]
    every = modes.all_modes(corner)
    np.testing.assert_allclose((every.eigenvectors * every.eigenvalues) @ every.eigenvectors.T, corner, atol=1e-10)
    assert every.top(3).eigenvectors.shape == (300, 3)


def test_embeddings_are_the_best_low_rank_factors(skewed):
    top = modes.leading_modes(skewed, 12)
    W = modes.embed(top)
    values = scipy.linalg.eigvalsh(skewed)
    left = np.sum((skewed - W @ W.T) ** 2)
    # Eckart-Young for W Wᵀ: what is left is every eigenvalue but the 12 largest.
    assert left == pytest.approx(np.sum(np.sort(values)[:-12] ** 2), rel=1e-10)


def test_two_matrices_keep_the_signs(skewed):
    top = modes.leading_modes(skewed, 5, by="modulus")
    assert top.eigenvalues[0] < 0
    W, C = modes.embed_signed(top)
    np.testing.assert_allclose(W @ C.T, (top.eigenvectors * top.eigenvalues) @ top.eigenvectors.T, atol=1e-9)
    np.testing.assert_allclose(np.linalg.norm(W, axis=0), np.sqrt(np.abs(top.eigenvalues)))


def test_positive_ones_among_the_largest_by_modulus_lead_by_value(skewed):
    mixed = modes.leading_modes(skewed, 40, by="modulus")
    n = int((mixed.eigenvalues > 0).sum())
    assert 2 < n < 40
    by_value = modes.leading_modes(skewed, n)
    found = mixed.positive(n)
    np.testing.assert_allclose(found.eigenvalues, by_value.eigenvalues, rtol=1e-9)
    np.testing.assert_allclose(modes.embed(found.positive(2)), modes.embed(by_value.top(2)), atol=1e-6)
    with pytest.raises(ValueError, match=f"{n} positive modes at hand"):
        mixed.positive(n + 1)


HARD = {
    "clustered": np.r_[10 + 1e-6 * np.arange(30), np.linspace(1, -1, 870)],
    "steep": np.r_[10.0 ** -np.arange(0, 12, 0.4), np.zeros(870)],
    "multiple": np.r_[np.repeat([9.0, 7.0, 5.0], [20, 13, 40]), np.linspace(1, -1, 827)],
    "negative end": np.r_[-1e6, -1e5, np.linspace(3, 2, 30), np.linspace(1, -1, 868)],
}  # V = 900, above which the block Lanczos is used for few modes


@pytest.mark.parametrize("name", HARD)
def test_hard_spectra_are_solved_as_lapack_solves_them(name):
    E = np.linalg.qr(np.random.default_rng(0).standard_normal((900, 900)))[0]
    M = (E * HARD[name]) @ E.T
    M = (M + M.T) / 2
    values = scipy.linalg.eigvalsh(M)
    for by in ("value", "modulus"):
        found = modes.leading_modes(M, 25, by=by)
        order = np.argsort(-(values if by == "value" else np.abs(values)), kind="stable")[:25]
        np.testing.assert_allclose(found.eigenvalues, values[order], rtol=0, atol=1e-12 * np.abs(values).max())
        np.testing.assert_allclose(found.eigenvectors.T @ found.eigenvectors, np.eye(25), atol=1e-11)
        assert found.residual <= 1e-10


def test_in_a_tie_the_first_entry_is_positive_whatever_rounding_says():
    v = np.array([-0.5, 0.5 * (1 + 1e-12), -0.5, 0.5])  # neither the largest nor the last decides
    found = modes.all_modes(np.outer(v, v)).eigenvectors[:, 0]
    np.testing.assert_allclose(found, [0.5, -0.5, 0.5, -0.5], atol=1e-9)


def test_zeros_have_modes_and_no_residual():
    assert modes.leading_modes(np.zeros((3, 3)), 1).residual == 0
    assert modes.leading_modes(np.diag([0.0, -1.0]), 1).residual == 0


def test_bad_input_is_refused(skewed):
    with pytest.raises(ValueError, match=r"M must have shape \(V, V\)"):
        modes.leading_modes(np.ones((3, 2)), 1)
    with pytest.raises(ValueError, match="d must be a whole number from 1 to 2"):
        modes.leading_modes(np.eye(2), 3)
    with pytest.raises(ValueError, match="by must be one of 'value', 'modulus'"):
        modes.leading_modes(np.eye(2), 1, by="size")
    with pytest.raises(ValueError, match="not symmetric"):
        modes.all_modes(np.array([[1.0, 2.0], [0.0, 1.0]]))
    with pytest.raises(ValueError, match=r"M\[0, 1\] is -inf"):
        modes.all_modes(np.array([[1.0, -np.inf], [-np.inf, 1.0]]))
    with pytest.raises(ValueError, match="mode 2 has eigenvalue -1"):
        modes.embed(modes.all_modes(np.diag([1.0, -1.0])))
    with pytest.raises(ValueError, match="there are 2 modes at hand"):
        modes.all_modes(np.eye(2)).top(3)
