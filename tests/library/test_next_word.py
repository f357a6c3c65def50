"""The linear next-word model: gradients, the second-order expansion, the clock, and what the softmax changes."""

import numpy as np
import pytest

from wordmodes.text.corpus import Vocabulary
from wordmodes.text.planted import planted_language
from wordmodes.theory.dynamics import half_rise_time, sigmoid
from wordmodes.training import bigrams, next_word

LOSSES = ["softmax", "quadratic"]


@pytest.fixture(scope="module")
def language():
    return planted_language(n_topics=5)  # V = 80


@pytest.fixture
def table() -> np.ndarray:
    B = np.random.default_rng(0).random((6, 6)) ** 3
    B[0, 1] = B[4, 4] = 0
    return B / B.sum()


def definition(B, W, C, loss):
    """The loss from its definition, pair by pair."""
    p, q = B.sum(1), B.sum(0)
    z = W @ C.T
    if loss == "softmax":
        share = q * np.exp(z)
        share /= share.sum(1, keepdims=True)
        return -sum(B[i, j] * np.log(share[i, j]) for i in range(len(B)) for j in range(len(B)))
    centred = z - (z @ q)[:, None]
    expected = np.outer(p, q)
    off = (centred - (B - expected) / expected) ** 2 - ((B - expected) / expected) ** 2
    return -q @ np.log(q) + np.sum(expected * off) / 2


@pytest.mark.parametrize("loss", LOSSES)
def test_loss_and_gradients_agree_with_the_definition_and_finite_differences(table, loss):
    W, C = np.random.default_rng(1).standard_normal((2, 6, 3))
    value, dW, dC = next_word.loss_and_gradients(table, W, C, loss)
    assert value == pytest.approx(definition(table, W, C, loss), rel=1e-12)
    for matrix, gradient in ((W, dW), (C, dC)):
        for i, j in np.ndindex(matrix.shape):
            h = np.zeros_like(matrix)
            h[i, j] = 1e-5
            up, down = ((W + h, C), (W - h, C)) if matrix is W else ((W, C + h), (W, C - h))
            slope = (definition(table, *up, loss) - definition(table, *down, loss)) / 2e-5
            assert gradient[i, j] == pytest.approx(slope, abs=1e-9)


def test_the_expansion_is_right_to_second_order(table):
    W, C = np.random.default_rng(2).standard_normal((2, 6, 2))
    gaps = []
    for scale in (1e-1, 1e-2):  # z scales as its square, what is left out as its sixth power
        exact, near = (next_word.loss_and_gradients(table, scale * W, scale * C, loss)[0] for loss in LOSSES)
        gaps.append(abs(exact - near))
    assert np.log10(gaps[0] / gaps[1]) == pytest.approx(6, abs=0.4)


def test_the_quadratic_loss_is_a_factorisation_of_the_residuals(table):
    W, C = np.random.default_rng(3).standard_normal((2, 6, 2))
    p, q = bigrams.margins(table)
    product = np.sqrt(p)[:, None] * W @ (C - q @ C).T * np.sqrt(q)
    N = bigrams.residuals(table)
    value = next_word.loss_and_gradients(table, W, C, "quadratic")[0]
    constant = -q @ np.log(q) - np.sum(N**2) / 2
    assert value == pytest.approx(constant + np.sum((product - N) ** 2) / 2, rel=1e-12)


def test_residuals_are_those_of_correspondence_analysis(table):
    N = bigrams.residuals(table)
    p, q = bigrams.margins(table)
    np.testing.assert_allclose(N @ np.sqrt(q), 0, atol=1e-15)
    np.testing.assert_allclose(np.sqrt(p) @ N, 0, atol=1e-15)
    # the same singular values, and one that is 1, without taking out chance
    whole = np.linalg.svd(table / np.sqrt(np.outer(p, q)), compute_uv=False)
    np.testing.assert_allclose(whole, np.r_[1, np.linalg.svd(N, compute_uv=False)[:-1]], atol=1e-12)


def test_residual_modes_of_the_planted_language(language):
    found = bigrams.axes(bigrams.residuals(language.P), 4)
    np.testing.assert_allclose(found.singular_values, [0.64, 0.49, 0.36, 0.64 * 0.49], rtol=1e-12)
    signs = np.sqrt(language.P.sum(1)) * language.attributes[:, 0]
    assert abs(found.left[:, 0] @ signs) == pytest.approx(1, abs=1e-12)
    assert (found.left[np.abs(found.left).argmax(axis=0), range(4)] > 0).all()


@pytest.fixture(scope="module")
def trained(language):
    found = bigrams.axes(bigrams.residuals(language.P), 4)
    X, Y = next_word.start(language.V, 4, 1e-5, seed=0)
    starts = next_word.starting_heights(found, X, Y)
    step = 0.05 / found.singular_values[0]
    runs = {loss: next_word.train(language.P, X, Y, step, 900, 5, loss=loss) for loss in LOSSES}
    return found, starts, step, runs


def test_the_quadratic_loss_follows_the_clock_to_the_residuals_modes(trained):
    found, starts, step, runs = trained
    run = runs["quadratic"]
    heights = run.heights(found)
    np.testing.assert_allclose(heights[-1], found.singular_values, rtol=0.02)
    np.testing.assert_allclose(run.singular_values()[-1], found.singular_values, rtol=0.02)
    predicted = next_word.half_rise(found.singular_values, starts, step)
    for k in range(2):
        measured = np.interp(found.singular_values[k] / 2, heights[:, k], run.times)
        assert measured == pytest.approx(predicted[k], rel=0.01)


def test_the_softmax_raises_attributes_further_and_never_learns_their_product(trained):
    found, _, _, runs = trained
    heights = runs["softmax"].heights(found)
    np.testing.assert_allclose(heights[-1, :3], np.arctanh(found.singular_values[:3]), rtol=2e-3)
    assert abs(heights[-1, 3]) < 1e-3 < 0.3 < runs["quadratic"].heights(found)[-1, 3]


def test_the_softmax_rise_is_the_attributes_own(trained):
    found, starts, step, runs = trained
    run = runs["softmax"]
    for k in range(2):
        lam = found.singular_values[k]
        stretched = run.times * np.log1p(step * lam) / (step * lam)  # Euler's growth, for the flow's
        predicted = next_word.softmax_rise(lam, starts[k], stretched)
        assert np.abs(run.heights(found)[:, k] - predicted).max() < 0.02 * np.arctanh(lam)


def test_softmax_rise_begins_as_the_sigmoid_and_ends_at_artanh():
    times = np.linspace(0, 60, 200)
    rise = next_word.softmax_rise(0.5, 1e-4, times)
    assert rise[-1] == pytest.approx(np.arctanh(0.5), rel=1e-9)
    small = rise < 1e-3
    np.testing.assert_allclose(rise[small], sigmoid(0.5, 1e-4, times)[small], rtol=2e-2)
    # a weak mode: tanh s = s, and the sigmoid all the way
    weak = next_word.softmax_rise(1e-3, 1e-4, times * 500)
    np.testing.assert_allclose(weak, sigmoid(1e-3, 1e-4, times * 500), rtol=1e-5)


def test_half_rise_is_the_sigmoids_and_allows_for_eulers_step():
    assert next_word.half_rise([0.5], [1e-4])[0] == pytest.approx(half_rise_time([0.5], [1e-4])[0], rel=1e-12)
    assert next_word.half_rise([0.5], [1e-4], step=1e-6)[0] == pytest.approx(half_rise_time([0.5], [1e-4])[0], rel=1e-6)
    assert next_word.half_rise([0.5], [1e-4], step=0.2)[0] > 1.04 * half_rise_time([0.5], [1e-4])[0]


def test_sigmoids_pass_half_their_height_on_time():
    lam, starts = np.array([0.6, 0.3]), np.array([1e-4, 3e-4])
    for step in (None, 0.2):
        due = next_word.half_rise(lam, starts, step)
        np.testing.assert_allclose(np.diag(next_word.sigmoids(lam, starts, due, step)), lam / 2, rtol=1e-9)
    at = np.array([3.0, 20.0])
    np.testing.assert_allclose(next_word.sigmoids(lam, starts, at)[:, 1], sigmoid(0.3, 3e-4, at), rtol=1e-12)


def test_plain_descent_turns_to_the_modes_of_the_plain_difference_first():
    language = planted_language(n_topics=5, zipf=2.0)
    B = language.P
    D = B - np.outer(B.sum(0), B.sum(1))
    found = bigrams.axes(D, 3)
    X, Y = next_word.start(language.V, 3, 1e-8, seed=0)
    run = next_word.train(B, X, Y, 0.1 / found.singular_values[0], 150, 10, scaled=False)
    alone = run.directions(-1, 1)[:, 0] @ found.left[:, 0]
    assert alone**2 > 0.95
    standard = bigrams.axes(bigrams.residuals(B), 1).left[:, 0]
    assert (run.directions(-1, 1)[:, 0] @ standard) ** 2 < 0.9
    np.testing.assert_array_equal(run.X[-1], run.W)


def test_the_model_a_run_returns_predicts_what_its_loss_says(language):
    X, Y = next_word.start(language.V, 3, 0.5, seed=1)
    run = next_word.train(language.P, X, Y, 0.1, 50)
    _, q = bigrams.margins(language.P)
    share = next_word.predict(run.W, run.C, q)
    np.testing.assert_allclose(share.sum(axis=1), 1, rtol=1e-12)
    assert run.loss[-1] == pytest.approx(-np.sum(language.P * np.log(share)), rel=1e-12)
    assert (np.diff(run.loss) < 0).all()


def test_what_the_softmax_does_not_see_is_left_out(language):
    X, Y = next_word.start(language.V, 3, 0.5, seed=1)
    _, q = bigrams.margins(language.P)
    found = bigrams.axes(bigrams.residuals(language.P), 3)
    one, other = (
        next_word.train(language.P, X, Y + shift, 0.1, 1) for shift in (0, np.outer(np.sqrt(q), [1.0, 2.0, -1.0]))
    )
    assert other.loss[0] == pytest.approx(one.loss[0], rel=1e-12)
    np.testing.assert_allclose(other.singular_values()[0], one.singular_values()[0], rtol=1e-10)
    np.testing.assert_allclose(other.heights(found)[0], one.heights(found)[0], atol=1e-12)


def test_next_words_are_counted_in_order_and_not_across_documents_or_gaps():
    documents = [["a", "b", "a", "x", "b"], ["b", "b", "a"], []]
    vocabulary = Vocabulary.from_words(["a", "b"], documents)
    a, b = vocabulary.index["a"], vocabulary.index["b"]
    counts = bigrams.count_next(documents, vocabulary)
    assert counts[a, b] == 1
    assert counts[b, a] == 2
    assert counts[b, b] == 1
    assert counts[a, a] == 0


def test_a_word_that_nothing_follows_is_named():
    documents = [["a", "a", "b"]]
    with pytest.raises(ValueError, match="'b' is never followed"):
        bigrams.count_next(documents, Vocabulary.from_words(["a", "b"], documents))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda B: bigrams.residuals(B[:, :5]), r"shape \(V, V\)"),
        (lambda B: bigrams.residuals(2 * B), "sum to 1"),
        (lambda B: bigrams.residuals(np.diag([0.5, 0.5, 0.0])), "empty row or column"),
        (lambda B: bigrams.axes(B, 7), "from 1 to 6"),
        (lambda B: bigrams.axes(B[:5], 2), r"shape \(V, V\)"),
        (lambda B: next_word.half_rise([0.5], [0.6]), "below half"),
        (lambda B: next_word.softmax_rise(1.5, 1e-3, [0.0, 1.0]), "0 < λ < 1"),
        (lambda B: next_word.softmax_rise(0.5, 1e-3, [1.0, 2.0]), "begins with 0"),
        (lambda B: next_word.loss_and_gradients(B, np.ones((6, 2)), np.ones((6, 3))), "shape"),
        (
            lambda B: next_word.loss_and_gradients(B, np.ones((6, 2)), np.ones((6, 2)), "hinge"),
            "one of 'softmax', 'quadratic'",
        ),
        (lambda B: next_word.train(B, np.ones((6, 2)), np.ones((6, 2)), 0, 5), "step must be a finite number > 0"),
        (lambda B: next_word.train(B, *next_word.start(6, 2, 1.0, 0), 500.0, 50), "the loss rose"),
    ],
)
def test_bad_input_is_refused_with_what_was_wrong(table, call, message):
    with pytest.raises(ValueError, match=message):
        call(table)
