"""What the appendix of proofs says holds, its numbers are those measured, and its conditions are not idle."""

import re
from pathlib import Path

import numpy as np
import pytest

from wordmodes.text.planted import planted_language
from wordmodes.theory import dynamics, modes, targets, weighted

PAGE = (Path(__file__).resolve().parents[2] / "book/proofs.md").read_text(encoding="utf-8")

SIGMAS = 10.0 ** np.array([-3, -4, -5, -6])


def power(sigmas: np.ndarray, errors: np.ndarray) -> np.ndarray:
    """Return the exponents p of errors ~ σ^p between neighbouring σ."""
    return np.diff(np.log(errors), axis=0).T / np.diff(np.log(sigmas))


def error_at_half_rise(eigenvalues: np.ndarray, Z: np.ndarray, k: int, sigma: float) -> float:
    """Relative error of mode k's height at the half-rise time that the sigmoid foretells."""
    start = sigma * dynamics.small_init_starts(Z)[k]
    time = float(dynamics.half_rise_time(eigenvalues[k], start))
    found = dynamics.exact_singular_values(eigenvalues, sigma * Z, [time])[0][k] ** 2
    return abs(found / (eigenvalues[k] / 2) - 1)


def time_of_half_rise(eigenvalues: np.ndarray, Z: np.ndarray, sigma: float) -> float:
    """When the exact s₁² passes λ₁/2, by bisection."""
    low, high = 0.0, 3 * np.log(1 / sigma) / eigenvalues[0]
    for _ in range(60):
        middle = (low + high) / 2
        below = dynamics.exact_singular_values(eigenvalues, sigma * Z, [middle])[0][0] ** 2 < eigenvalues[0] / 2
        low, high = (middle, high) if below else (low, middle)
    return low


# min(γ, λ): however negative the other eigenvalue, σ² is all that its decay is worth.
@pytest.mark.parametrize(("other", "expected"), [(0.7, 0.6), (0.3, 1.4), (-0.2, 2.0), (-2.0, 2.0), (-5.0, 2.0)])
def test_a_half_rise_is_as_near_as_proved_and_no_nearer(other, expected):
    eigenvalues, Z = np.array([1.0, other]), np.array([[0.8], [0.6]])
    errors = np.array([error_at_half_rise(eigenvalues, Z, 0, sigma) for sigma in SIGMAS])
    assert expected == pytest.approx(2 * min(1 - other, 1))
    np.testing.assert_allclose(power(SIGMAS, errors), expected, atol=0.03)


def test_a_zero_eigenvalue_costs_a_logarithm():
    eigenvalues, Z = np.array([1.0, 0.0]), np.array([[0.8], [0.6]])
    errors = np.array([error_at_half_rise(eigenvalues, Z, 0, sigma) for sigma in SIGMAS])
    assert (power(SIGMAS, errors) < 1.97).all()
    np.testing.assert_allclose(power(SIGMAS, errors / np.log(1 / SIGMAS)), 2.0, atol=0.06)


def test_the_bound_is_a_bound_and_not_the_power():
    eigenvalues, Z = np.array([1.0, 0.5]), np.array([[0.8], [0.6]])
    starts = SIGMAS[:3] * 0.8
    foretold = dynamics.half_rise_time(1.0, starts)
    errors = np.abs([time_of_half_rise(eigenvalues, Z, sigma) for sigma in SIGMAS[:3]] - foretold)
    np.testing.assert_allclose(power(SIGMAS[:3], errors), 2.0, atol=0.05)  # proved: 1


@pytest.mark.parametrize("seed", range(5))
def test_several_modes_are_as_near_as_proved(seed):
    eigenvalues = np.array([3.0, 2.2, 1.0, 0.7, -0.1, -4.0])
    Z = np.random.default_rng(seed).standard_normal((6, 3))
    for k, nearest in enumerate([0.8, 0.8, 0.3]):
        proved = 2 * min(nearest, eigenvalues[k]) / eigenvalues[k]
        errors = np.array([error_at_half_rise(eigenvalues, Z, k, sigma) for sigma in SIGMAS])
        scaled = errors / SIGMAS**proved  # stays bounded; single powers don't tell, where an error changes its sign
        assert scaled[-1] <= 1.2 * scaled[:-1].max(), (k, scaled)


@pytest.mark.parametrize("last", [0.7, -0.1, -4.0])
def test_the_whole_matrix_is_as_near_as_proved_at_all_times(last):
    eigenvalues = np.array([3.0, 2.2, 1.0, last])
    gap = min(0.8, 1 - last)
    Z = np.random.default_rng(1).standard_normal((4, 3))
    modes = dynamics.small_init_starts(Z)
    worst = []
    for sigma in SIGMAS:
        times = np.linspace(0, 3 * np.log(1 / sigma), 400)
        tables = dynamics.flow_tables(eigenvalues, sigma * Z, times)  # as exact_embedding, at many times
        Y = [tables.rows(i) @ tables.inverse_factor(i) for i in range(len(times))]
        aligned = np.zeros((len(times), 4))
        aligned[:, :3] = dynamics.sigmoid(eigenvalues[:3], sigma * modes, times)
        worst.append(max(np.linalg.norm(y @ y.T - np.diag(x)) for y, x in zip(Y, aligned, strict=True)))
    proved = 2 * gap / (2 * 3.0 + gap)
    assert (power(SIGMAS, np.array(worst)) > proved - 0.02).all(), power(SIGMAS, np.array(worst))


def test_the_page_gives_the_powers_that_are_measured_here():
    (said,) = re.findall(r"measured powers are ([.\d]+), ([.\d]+), ([.\d]+) and ([.\d]+) for", PAGE)
    Z = np.array([[0.8], [0.6]])
    for power_said, other in zip(said, (0.7, 0.3, -0.2, -2.0), strict=True):
        errors = np.array([error_at_half_rise(np.array([1.0, other]), Z, 0, sigma) for sigma in SIGMAS])
        assert f"{power(SIGMAS, errors)[-1]:.2f}".removeprefix("0") == power_said


def best(M: np.ndarray, d: int) -> np.ndarray:
    """The best W Wᵀ of d columns, from the leading eigenvectors."""
    lam, E = np.linalg.eigh(M)
    return (E[:, -d:] * np.maximum(lam[-d:], 0)) @ E[:, -d:].T


@pytest.mark.parametrize(
    ("spectrum", "unique"),
    [
        ([3, 2, 1, -4], True),
        ([3, 1, 1, -4], False),  # the second and the third are equal, and positive
        ([3, 0, 0, -4], True),
        ([3, -1, -1, -4], True),
        ([2, 2, 1, -4], True),  # equal eigenvalues that are both kept don't matter
    ],
)
def test_the_best_factorisation_is_unique_just_where_the_page_says(spectrum, unique):
    rng = np.random.default_rng(0)
    E = np.linalg.qr(rng.standard_normal((4, 4)))[0]
    M = (E * spectrum) @ E.T
    least = np.sum((best(M, 2) - M) ** 2)
    left_out = [*np.sort(spectrum)[:2], *[x for x in np.sort(spectrum)[2:] if x < 0]]
    assert least == pytest.approx(np.sum(np.square(left_out, dtype=float)))
    swapped = E[:, [0, 2]]  # the third eigenvector in the place of the second
    other = (swapped * np.maximum(np.array(spectrum)[[0, 2]], 0)) @ swapped.T
    first = (E[:, :2] * np.maximum(spectrum[:2], 0)) @ E[:, :2].T
    assert np.sum((first - M) ** 2) == pytest.approx(least)
    ties = np.isclose(np.sum((other - M) ** 2), least)
    assert (not ties or np.allclose(other, first)) == unique


def test_rank_one_weights_are_solved_by_the_scaled_matrix():
    rng = np.random.default_rng(0)
    M = rng.standard_normal((8, 8))
    M = M + M.T
    D = weighted.rank_one_scale(rng.uniform(0.1, 1, 8), 0.5)
    solved = best(D[:, None] * M * D, 3) / np.outer(D, D)
    least = np.sum(np.outer(D, D) ** 2 * (solved - M) ** 2)
    W = np.linalg.eigh(solved)[1][:, -3:] * np.sqrt(np.linalg.eigvalsh(solved)[-3:])
    for _ in range(200):
        near = W + 0.05 * rng.standard_normal(W.shape)
        assert np.sum(np.outer(D, D) ** 2 * (near @ near.T - M) ** 2) > least
    unweighted = best(M, 3)
    assert np.sum(np.outer(D, D) ** 2 * (unweighted - M) ** 2) > least


def test_pmi_and_m_star_differ_in_the_third_order():
    M = np.array([0.4, 0.1, -0.2])
    left = np.abs(M + M**3 / 12 + M**5 / 80 - 2 * np.arctanh(M / 2))
    assert (left < 1.2 * np.abs(M) ** 7 / 448).all()  # the next term


def test_a_mixture_of_documents_has_a_covariance():
    language = planted_language(n_topics=4)
    excess = np.linalg.eigvalsh(language.P - targets.independent(language.P))
    assert excess.min() > -1e-12 * excess.max()
    assert np.linalg.eigvalsh(targets.m_star(language.P)).min() < -1


@pytest.mark.parametrize(("topics", "words"), [(12, "For the three attributes"), (4, "In the dialect")])
def test_the_page_says_how_nearly_attributes_are_eigenvectors(topics, words):
    language = planted_language(n_topics=topics)
    M = targets.m_star(language.P)
    E = modes.all_modes(M).eigenvectors
    residuals, cosines = [], []
    for v in language.attributes.T / np.sqrt(len(M)):
        height = v @ M @ v
        residuals.append(np.linalg.norm(M @ v - height * v) / height)
        cosines.append(np.max((E.T @ v) ** 2))
    said = [float(number) for number in re.findall(r"[ $](\.\d+)", PAGE[PAGE.index(words) :])[:4]]
    np.testing.assert_allclose(residuals, said[:3], atol=5.1e-5)
    assert max(1 - c for c in cosines) < 1.5 * (1 - said[3])
