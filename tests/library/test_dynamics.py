"""The closed forms against numerical integration and high-precision arithmetic."""

import mpmath as mp
import numpy as np
import pytest
from scipy.integrate import solve_ivp

from wordmodes.text.planted import planted_language
from wordmodes.theory import _checks, dynamics, modes, targets


@pytest.fixture(scope="module")
def planted() -> modes.Modes:
    return modes.all_modes(targets.m_star(planted_language().P))


def integrate(M: np.ndarray, W: np.ndarray, times: np.ndarray) -> np.ndarray:
    """Integrate dW/dt = (M - W Wᵀ) W; shape (T, V, d)."""
    flow = lambda t, w: ((M - (X := w.reshape(W.shape)) @ X.T) @ X).ravel()  # noqa: E731
    solution = solve_ivp(flow, (0, times[-1]), W.ravel(), method="DOP853", t_eval=times, rtol=1e-12, atol=1e-14)
    return solution.y.T.reshape(len(times), *W.shape)


@pytest.mark.parametrize("init_scale", [1e-3, 0.3, 3.0])
def test_exact_solution_agrees_with_an_integrator(planted, init_scale):
    V, d = planted.eigenvectors.shape[0], 5
    M = (planted.eigenvectors * planted.eigenvalues) @ planted.eigenvectors.T
    W0 = init_scale / np.sqrt(d) * np.random.default_rng(0).standard_normal((V, d))
    times = np.array([0.002, 0.01, 0.03, 0.06, 0.2])
    A0 = planted.eigenvectors.T @ W0
    path = integrate(M, W0, times)
    s = dynamics.exact_singular_values(planted.eigenvalues, A0, times)
    np.testing.assert_allclose(s, np.linalg.svd(path, compute_uv=False), rtol=1e-8)
    loss = dynamics.exact_loss(planted.eigenvalues, A0, times)
    np.testing.assert_allclose(loss, [np.sum((W @ W.T - M) ** 2) for W in path], rtol=1e-8)
    W = dynamics.exact_embedding(planted, A0, times[2])
    gram = path[2] @ path[2].T
    np.testing.assert_allclose(W @ W.T, gram, atol=1e-8 * np.abs(gram).max())


def high_precision(eigenvalues: np.ndarray, A0: np.ndarray, t: float) -> np.ndarray:
    """Evaluate the closed form as it is printed, with 700 digits."""
    with mp.workdps(700):
        lam, A = [mp.mpf(float(x)) for x in eigenvalues], mp.matrix(A0.tolist())
        grow = mp.diag([mp.e ** (x * mp.mpf(t)) for x in lam])
        middle = mp.diag([(mp.e ** (2 * x * mp.mpf(t)) - 1) / x for x in lam])
        root = mp.cholesky(mp.eye(A.cols) + A.T * middle * A) ** -1
        X = root * (A.T * grow * grow * A) * root.T
        return np.array(sorted((float(mp.sqrt(x)) for x in mp.eigsy(X, eigvals_only=True)), reverse=True))


@pytest.mark.parametrize("init_scale", [1e-12, 1e-6, 1e-2, 1.0, 10.0])
def test_small_modes_keep_their_relative_accuracy(init_scale):
    rng = np.random.default_rng(3)
    lam = np.sort(np.r_[50, 30, 29.5, 20, 10, 9.75, rng.uniform(-8, 8, 8), -150])[::-1]
    A0 = init_scale * rng.standard_normal((len(lam), 4))
    for t in (0.0, 0.02, 0.2, 0.6, 1.5):
        found = dynamics.exact_singular_values(lam, A0, [t])[0]
        np.testing.assert_allclose(found, high_precision(lam, A0, t), rtol=1e-12)


@pytest.mark.parametrize("init_scale", [1e-6, 1.0])
def test_modes_that_fall_away_keep_their_relative_accuracy(init_scale):
    lam = np.array([40.0, 5, -10, -60, -80, -100])  # in the end the largest is 10^27 times the smallest or more
    A0 = init_scale * np.random.default_rng(5).standard_normal((6, 4))
    for t in (0.0, 0.1, 0.5, 1.0):
        found = dynamics.exact_singular_values(lam, A0, [t])[0]
        np.testing.assert_allclose(found, high_precision(lam, A0, t), rtol=1e-12)


@pytest.mark.parametrize("init_scale", [1e-12, 1e-3, 10.0])
def test_any_time_is_finite_and_the_end_is_the_spectrum(planted, init_scale):
    A0 = init_scale * np.random.default_rng(0).standard_normal((len(planted), 3))
    s = dynamics.exact_singular_values(planted.eigenvalues, A0, [0, 1e-9, 1, 1e3, 1e9, 1e200])
    assert np.isfinite(s).all()
    np.testing.assert_allclose(s[-1] ** 2, planted.eigenvalues[:3], rtol=1e-12)
    loss = dynamics.exact_loss(planted.eigenvalues, A0, [1e9])
    np.testing.assert_allclose(loss, np.sum(planted.eigenvalues[3:] ** 2), rtol=1e-10)


def test_an_aligned_start_is_a_sigmoid():
    lam = np.array([5.0, 3.0, 1.0, -2.0])
    starts = np.array([1e-4, 2e-3, 0.5])
    A0 = np.vstack([np.diag(starts), np.zeros(3)])
    times = np.linspace(0, 6, 30)
    exact = np.sort(dynamics.sigmoid(lam[:3], starts, times), axis=1)[:, ::-1]
    np.testing.assert_allclose(dynamics.exact_singular_values(lam, A0, times) ** 2, exact, rtol=1e-12)


@pytest.mark.parametrize("eigenvalue", [40.0, 1.0, 0.0, -3.0])
def test_sigmoid_solves_its_equation(eigenvalue):
    times = np.linspace(0, 2, 9)
    flow = lambda t, x: 2 * x * (eigenvalue - x)  # noqa: E731
    path = solve_ivp(flow, (0, 2), [0.01], t_eval=times, rtol=1e-11, atol=1e-14, method="DOP853").y[0]
    np.testing.assert_allclose(dynamics.sigmoid(eigenvalue, 0.1, times), path, rtol=1e-8, atol=1e-12)


def test_sigmoid_never_overflows():
    values = dynamics.sigmoid([1e3, -1e3, 0.0], [1e-12, 10.0, 1.0], [0.0, 1e3, 1e9])
    assert np.isfinite(values).all()
    assert values[-1, 0] == pytest.approx(1e3)
    assert values[-1, 1] == 0


@pytest.mark.parametrize("t", [0.0, 1e-200, 1.0, _checks.LATEST])
@pytest.mark.parametrize("eigenvalue", [-_checks.LARGEST, -1e-50, 1e-50, _checks.LARGEST])
@pytest.mark.parametrize("start", [_checks.SMALLEST, 1e-100, 1.0, _checks.LARGEST])
def test_what_the_bounds_allow_is_answered(eigenvalue, start, t):
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert np.isfinite(dynamics.sigmoid(eigenvalue, start, t))
        assert np.isfinite(dynamics.exact_singular_values([eigenvalue], [[start]], [t])).all()
        if start**2 < eigenvalue / 2:
            assert np.isfinite(dynamics.half_rise_time(eigenvalue, start))


def test_half_rise_is_half_way_up():
    lam, start = np.array([7.0, 0.3]), np.array([1e-5, 0.2])
    t = dynamics.half_rise_time(lam, start)
    for k in range(2):
        assert dynamics.sigmoid(lam[k], start[k], t[k]) == pytest.approx(lam[k] / 2, rel=1e-12)


def test_the_small_limit_is_the_qr_start(planted):
    """From σ = 1e-9 each mode half-rises where the sigmoid from |R_kk| does; from σ alone it does not."""
    d, scale = 3, 1e-9
    A0 = scale / np.sqrt(d) * np.random.default_rng(5).standard_normal((len(planted), d))
    predicted = dynamics.half_rise_time(planted.eigenvalues[:d], dynamics.small_init_starts(A0))
    found = np.sqrt(planted.eigenvalues[:d] / 2)
    at = dynamics.exact_singular_values(planted.eigenvalues, A0, predicted)
    np.testing.assert_allclose(np.diag(at), found, rtol=1e-5)
    crude = dynamics.half_rise_time(planted.eigenvalues[:d], np.full(d, scale))
    assert np.abs(crude / predicted - 1).max() > 1e-3


def test_one_table_serves_every_scale(planted):
    Z0 = np.random.default_rng(2).standard_normal((len(planted), 4)) / 2
    times = [0.0, 0.01, 0.05]
    tables = dynamics.flow_tables(planted.eigenvalues, Z0, times)
    for scale in (1e-8, 1e-3, 3.0):
        direct = dynamics.exact_singular_values(planted.eigenvalues, scale * Z0, times)
        shared = [np.linalg.svd(tables.solve(k, scale), compute_uv=False) for k in range(3)]
        np.testing.assert_allclose(shared, direct, rtol=1e-9, atol=1e-13 * direct.max())


def test_bad_input_is_refused(planted):
    lam = planted.eigenvalues
    with pytest.raises(ValueError, match="do not fit"):
        dynamics.exact_singular_values(lam[:5], np.ones((4, 2)), [0])
    with pytest.raises(ValueError, match="descending"):
        dynamics.exact_singular_values(lam[::-1], np.ones((len(lam), 2)), [0])
    with pytest.raises(ValueError, match="row per mode"):
        dynamics.small_init_starts(np.ones((2, 3)))
    with pytest.raises(ValueError, match="finite"):
        dynamics.small_init_starts(np.full((3, 3), np.nan))
    with pytest.raises(ValueError, match="does not reach"):
        dynamics.exact_singular_values(lam, np.zeros((len(lam), 2)), [0])
    with pytest.raises(ValueError, match="times"):
        dynamics.sigmoid(1.0, 0.1, [-1])
    with pytest.raises(ValueError, match="half-risen already"):
        dynamics.half_rise_time(1.0, 2.0)
    with pytest.raises(ValueError, match="start is a singular value"):
        dynamics.half_rise_time(1.0, -0.1)
