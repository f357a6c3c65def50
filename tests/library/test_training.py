"""Full-batch gradient descent: gradients, clocks, limits, and where it ends."""

import numpy as np
import pytest

from wordmodes import training
from wordmodes.text.planted import planted_language
from wordmodes.theory import dynamics, modes, targets
from wordmodes.theory.targets import WeightedTarget
from wordmodes.training import descent, losses

LOSSES = ["quartic", "logistic"]


@pytest.fixture(scope="module")
def language():
    return planted_language(n_topics=6)  # V = 120


@pytest.fixture(scope="module")
def M(language) -> np.ndarray:
    return targets.m_star(language.P)


def word2vec_target(P: np.ndarray, negatives: float = 5.0) -> WeightedTarget:
    """Subsampling and the 3/4 power, as weights."""
    p = P.sum(axis=1)
    keep = np.minimum(1, np.sqrt(2e-3 / p))
    noise = p**0.75 / (p**0.75).sum()
    return targets.weighted_target(P, np.outer(keep, keep), negatives * np.outer(keep, noise / p))


def pairwise_loss(A, B, x, loss):
    """The loss as a sum over pairs, from its definition."""
    if loss == "logistic":
        return np.sum(A * np.log(1 + np.exp(-x)) + B * np.log(1 + np.exp(x)))
    return np.sum(A * (np.log(2) - x / 2 + x**2 / 8) + B * (np.log(2) + x / 2 + x**2 / 8))


def random_target(V: int, seed: int) -> tuple[np.ndarray, np.ndarray, WeightedTarget]:
    A, B = np.random.default_rng(seed).random((2, V, V))
    A[0, 1] = B[2, 0] = 0.0
    return A, B, WeightedTarget(M=2 * (A - B) / (A + B), g=A + B)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("tied", [True, False])
def test_gradients_and_curvature_agree_with_finite_differences(loss, tied):
    A, B, target = random_target(6, seed=1)  # not symmetric: a tied model sees the symmetric part
    rng = np.random.default_rng(2)
    W, C = rng.standard_normal((2, 6, 3))
    point = W.ravel() if tied else np.concatenate([W, C], axis=None)

    def value(v: np.ndarray) -> float:
        parts = v.reshape(-1, 6, 3)
        return pairwise_loss(A, B, parts[0] @ parts[-1].T, loss)

    def gradient(v: np.ndarray) -> np.ndarray:
        parts = v.reshape(-1, 6, 3)
        _, dW, dC = losses.loss_and_gradient(target, parts[0], None if tied else parts[1], loss)
        return dW.ravel() if tied else np.concatenate([dW, dC], axis=None)

    got, _, dC = losses.loss_and_gradient(target, W, None if tied else C, loss)
    assert got == pytest.approx(value(point), rel=1e-13)
    assert (dC is None) == tied
    h, axes = 1e-5, np.eye(len(point))
    numeric = [(value(point + h * e) - value(point - h * e)) / (2 * h) for e in axes]
    np.testing.assert_allclose(gradient(point), numeric, rtol=1e-7, atol=1e-8)
    hessian = np.array([(gradient(point + h * e) - gradient(point - h * e)) / (2 * h) for e in axes])
    top = np.linalg.eigvalsh((hessian + hessian.T) / 2)[-1]
    assert losses.curvature(target, W, None if tied else C, loss) == pytest.approx(top, rel=1e-7)


def test_logistic_loss_does_not_overflow():
    target = WeightedTarget(M=np.array([[2.0, -2.0], [-2.0, 2.0]]), g=np.ones((2, 2)))
    W = np.array([[60.0], [-60.0]])
    value, dW, _ = losses.loss_and_gradient(target, W, loss="logistic")
    assert value == pytest.approx(0, abs=1e-12)
    assert np.isfinite(dW).all()


def test_both_forms_agree_and_share_the_clock(M):
    W = training.initial_embedding(len(M), 3, 0.1, seed=0)
    step = 0.5 * training.stability_limit(M, W)
    squares = training.gradient_descent(M, W, step, 150)
    ones = WeightedTarget(M, np.ones_like(M))
    taylor = training.factorise(ones, W, 8 * step, 150)
    np.testing.assert_allclose(taylor.W, squares.W, atol=1e-12)
    np.testing.assert_allclose(taylor.times, squares.times, rtol=1e-12)
    assert squares.times[-1] == pytest.approx(4 * step * 150)
    # Two matrices from equal starts stay equal: each sees half of the tied gradient, and the clock says so.
    both = training.factorise(ones, W, 16 * step, 150, C=W)
    np.testing.assert_allclose(both.W, squares.W, atol=1e-12)
    np.testing.assert_allclose(both.times, squares.times, rtol=1e-12)
    np.testing.assert_allclose(both.squared_singular_values, squares.squared_singular_values, atol=1e-11)
    np.testing.assert_allclose(squares.loss[-1], np.sum((squares.W @ squares.W.T - M) ** 2), rtol=1e-12)
    np.testing.assert_allclose(taylor.loss - taylor.loss[-1], (squares.loss - squares.loss[-1]) / 8, atol=1e-9)


def test_small_steps_follow_the_exact_solution(M):
    W = training.initial_embedding(len(M), 4, 1e-2, seed=3)
    spectrum = modes.all_modes(M)
    errors = []
    for c in (0.02, 0.01):
        step = c / spectrum.eigenvalues[0] / 4
        run = training.gradient_descent(M, W, step, int(16 / c), record_every=int(1 / c))
        exact = dynamics.exact_singular_values(spectrum.eigenvalues, spectrum.eigenvectors.T @ W, run.times) ** 2
        errors.append(np.abs(run.squared_singular_values - exact).max() / exact.max())
    assert errors[0] < 0.15
    assert errors[1] == pytest.approx(errors[0] / 2, rel=0.1), "Euler's error is of first order in the step"


def test_training_ends_in_the_closed_form(M):
    W = training.initial_embedding(len(M), 3, 1e-3, seed=0)
    run = training.gradient_descent(M, W, 0.95 * training.stability_limit(M, W), 400)
    top = modes.leading_modes(M, 3)
    np.testing.assert_allclose(run.squared_singular_values[-1], top.eigenvalues, rtol=1e-9)
    np.testing.assert_allclose(run.W @ run.W.T, (top.eigenvectors * top.eigenvalues) @ top.eigenvectors.T, atol=1e-7)
    assert run.steps[0] == 0
    assert run.steps[-1] == 400
    assert (np.diff(run.loss) < 1e-9).all()


def euler(M, W, step, n):
    for _ in range(n):
        W = W + 4 * step * (M - W @ W.T) @ W
    return W


@pytest.mark.parametrize("case", ["top mode", "negative end", "large start"])
def test_limit_divides_what_converges_from_what_does_not(case):
    """Below the limit the run ends in the closed form; the same steps just above it do not."""
    rng = np.random.default_rng(0)
    E = np.linalg.qr(rng.standard_normal((30, 30)))[0]
    lam = np.linspace(1, -1, 30)
    lam[0], lam[-1] = {"top mode": (10, -5), "negative end": (10, -100), "large start": (10, -15)}[case]
    M = (E * lam) @ E.T
    W = training.initial_embedding(30, 1, 0.1, seed=1)
    if case == "large start":  # along the most negative mode, higher than any mode will be
        W = 9.0 * E[:, -1:] + 1e-3 * E[:, :1]
    limit = training.stability_limit(M, W)
    expected = {"top mode": 1 / 40, "negative end": 2 / 110 / 4, "large start": 2 / (81 + 15) / 4}[case]
    assert limit == pytest.approx(expected, rel=1e-4)
    run = training.gradient_descent(M, W, 0.98 * limit, 3000)
    assert run.squared_singular_values[-1, 0] == pytest.approx(10, rel=1e-6)
    with np.errstate(over="ignore", invalid="ignore"):
        beyond = euler(M, W, 1.03 * limit, 3000 if case != "large start" else 3)
    if case == "large start":
        assert np.abs(beyond).max() > np.abs(W).max()
    else:
        assert not np.isclose(np.sum(beyond**2), 10, rtol=1e-2)
    with pytest.raises(ValueError, match=f"stability limit {limit:.4g}".replace(".", r"\.")):
        training.gradient_descent(M, W, 1.03 * limit, 1)
    with pytest.raises(ValueError, match="above 0"):
        training.gradient_descent(M, W, 0.0, 1)


def test_weighted_limit_is_the_unweighted_one_where_weights_are_equal(M):
    W = training.initial_embedding(len(M), 5, 1e-3, seed=0)
    ones = WeightedTarget(M, np.ones_like(M))
    assert losses.weighted_limit(ones, W) == pytest.approx(8 * training.stability_limit(M, W), rel=1e-5)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("tied", [True, False])
def test_weighted_limit_divides_what_converges_from_what_does_not(language, loss, tied):
    target = word2vec_target(language.P)
    W, C = (training.initial_embedding(language.V, 3, 1e-3, seed=s) for s in (0, 1))
    C = None if tied else C
    limit = losses.weighted_limit(target, W, C, loss)
    run = training.factorise(target, W, 0.95 * limit, 800, C=C, loss=loss)
    assert (run.W is run.C) == tied
    assert run.loss[-2] - run.loss[-1] < 1e-4 * (run.loss[0] - run.loss[-1]), "it settled"
    with pytest.raises(ValueError, match="stability limit"):
        training.factorise(target, W, 1.01 * limit, 1, C=C, loss=loss)
    # An estimate made before training, and on the safe side of the limit at the end: but not by much, where the loss
    # is quartic. The logistic loss bends less than its bound of ¼.
    at_end = 2 / losses.curvature(target, run.W, None if tied else run.C, loss)
    assert {"quartic": 0.75, "logistic": 0.5}[loss] < limit / at_end < 1


@pytest.mark.parametrize("tied", [True, False])
def test_a_start_that_bends_more_than_the_end_sets_the_limit(M, tied):
    ones = WeightedTarget(M, np.ones_like(M))
    W, C = (training.initial_embedding(len(M), 3, 20.0, seed=s) for s in (0, 1))
    C = None if tied else C
    small = losses.weighted_limit(ones, W / 1e3, None if tied else C / 1e3)
    limit = losses.weighted_limit(ones, W, C)
    assert limit < small / 10
    assert limit == pytest.approx(2 / losses.curvature(ones, W, C), rel=1e-9)


def test_descent_visits_every_place_once_and_keeps_the_type():
    for dtype in (np.float32, np.float64):
        start = np.array([[4.0, 2.0]], dtype)
        path = list(training.descend(lambda x: (float(x.sum()), x), start, [0.5, 0.25]))
        assert [value for value, _ in path] == [6, 3, 2.25]
        assert [x.tolist() for _, x in path] == [[[4, 2]], [[2, 1]], [[1.5, 0.75]]]
        assert {x.dtype for _, x in path} == {np.dtype(dtype)}
        assert start.tolist() == [[4, 2]]
    with pytest.raises(ValueError, match=r"steps\[1\] is 0"):
        training.descend(lambda x: (0, x), np.ones(2), [0.5, 0.0])


def test_singular_values_of_a_product():
    W, C = np.random.default_rng(0).standard_normal((2, 5, 30, 4))
    found = training.product_singular_values(W, C)
    for k in range(5):
        np.testing.assert_allclose(found[k], np.linalg.svd(W[k] @ C[k].T, compute_uv=False)[:4], rtol=1e-12)
    tiny = W[0] * [1, 1, 1, 1e-12]  # a product would lose what is below 1e-16 of the largest
    np.testing.assert_allclose(training.product_singular_values(tiny, tiny),
                               np.linalg.svd(tiny, compute_uv=False) ** 2, rtol=1e-12)  # fmt: skip


def test_a_run_that_oscillates_is_stopped(language, monkeypatch):
    target = word2vec_target(language.P)
    W = training.initial_embedding(language.V, 3, 1e-2, seed=0)
    limit = losses.weighted_limit(target, W)
    monkeypatch.setattr(descent, "_weighted_limit", lambda *_: np.inf)
    with pytest.raises(ValueError, match=r"the loss rose between steps \d+ and \d+.*stability limit was"):
        training.factorise(target, W, 1.5 * limit, 800)


@pytest.mark.parametrize("loss", LOSSES)
def test_quartic_and_logistic_learn_the_same_directions_on_the_planted_language(language, M, loss):
    one_each = targets.weighted_target(language.P, *(1 / (language.P + targets.independent(language.P)),) * 2)
    np.testing.assert_allclose(one_each.M, M, atol=1e-12)
    np.testing.assert_allclose(one_each.g, 1, atol=1e-12)
    W = training.initial_embedding(language.V, 3, 1e-4, seed=0)
    run = training.factorise(one_each, W, 0.9 * losses.weighted_limit(one_each, W, loss=loss), 400, loss=loss)
    top = modes.leading_modes(M, 3).eigenvectors
    overlap = np.linalg.norm(np.linalg.qr(run.W)[0].T @ top) ** 2 / 3
    assert overlap > {"quartic": 1 - 1e-9, "logistic": 0.99}[loss]


def test_float32_and_records(M):
    W = training.initial_embedding(len(M), 3, 1e-2, seed=0)
    step = 0.5 * training.stability_limit(M, W)
    double = training.gradient_descent(M, W, step, 101, record_every=40)
    assert double.steps.tolist() == [0, 40, 80, 101]
    assert double.squared_singular_values.shape == (4, 3)
    single = training.gradient_descent(M, W, step, 101, dtype=np.float32)
    assert single.W.dtype == np.float32
    assert double.W.dtype == np.float64
    np.testing.assert_allclose(single.W, double.W, atol=1e-4)
    np.testing.assert_allclose(double.squared_singular_values[0], np.linalg.svd(W, compute_uv=False) ** 2)


def test_bad_input_is_refused(M):
    V = len(M)
    W = training.initial_embedding(V, 3, 0.1, seed=0)
    hole, crooked = M.copy(), M.copy()
    hole[2, 1] = np.nan
    crooked[2, 1] += 1
    ones = WeightedTarget(M, np.ones_like(M))
    for call, message in [
        (lambda: training.gradient_descent(hole, W, 1e-3, 1), r"M\[2, 1\] is nan"),
        (lambda: training.gradient_descent(crooked, W, 1e-3, 1), "not symmetric"),
        (lambda: training.gradient_descent(M[:3], W, 1e-3, 1), r"shape \(V, V\)"),
        (lambda: training.gradient_descent(M, W[:5], 1e-3, 1), rf"shape \({V}, d\)"),
        (lambda: training.gradient_descent(M, np.ones((V, V + 1)), 1e-3, 1), f"d <= V = {V}"),
        (lambda: training.gradient_descent(M, np.full((V, 2), np.inf), 1e-3, 1), r"W\[0, 0\] is inf"),
        (lambda: training.gradient_descent(M, W, 1e-6, 0), "n_steps"),
        (lambda: training.factorise(ones, W, 1e-3, 1, loss="cubic"), "one of 'quartic', 'logistic'"),
        (lambda: training.factorise(ones, W, 1e-3, 1, C=W[:4]), "C must have shape"),
        (lambda: training.factorise(WeightedTarget(M, -np.ones_like(M)), W, 1e-3, 1), r"g\[0, 0\] is -1"),
        (lambda: training.factorise(WeightedTarget(M, np.ones(3)), W, 1e-3, 1), "g must have shape"),
    ]:
        with pytest.raises(ValueError, match=message):
            call()
