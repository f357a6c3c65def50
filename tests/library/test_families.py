"""Families of word pairs: against definitions, against simulated noise and signal, and on the planted language."""

import numpy as np
import pytest

from wordmodes import evaluation
from wordmodes.evaluation import families
from wordmodes.text import planted
from wordmodes.theory import modes, targets


@pytest.fixture(scope="module")
def language() -> planted.PlantedLanguage:
    return planted.planted_language(zipf=0.0)


@pytest.fixture(scope="module")
def top(language) -> modes.Modes:
    return modes.leading_modes(targets.m_star(language.P), 14)


def attribute_pairs(language, k) -> np.ndarray:
    plus = np.flatnonzero(language.attributes[:, k] > 0)
    return np.column_stack([plus, language.flip(plus, k)])


def test_family_pairs_are_the_distinct_pairs_of_the_question_file():
    words = ("he", "she", "king", "queen", "man", "woman", "go", "going", "run", "running", "cat", "cats")
    questions = evaluation.analogy_questions(words)
    pairs = families.family_pairs(questions)
    assert list(pairs) == ["gender", "participle"]
    assert {(words[a], words[b]) for a, b in pairs["gender"]} == {("he", "she"), ("king", "queen"), ("man", "woman")}
    assert {(words[a], words[b]) for a, b in pairs["participle"]} == {("go", "going"), ("run", "running")}
    about = families.questions_about(questions, "participle")
    assert (about.indices == [[6, 7, 8, 9], [8, 9, 6, 7]]).all()
    assert about.families == ("gram5-present-participle",)
    with pytest.raises(ValueError, match="no question of family 'capital'"):
        families.questions_about(questions, "capital")


def test_differences_scale_rows_first_and_keep_leading_axes():
    W = np.array([[3.0, 0.0], [0.0, 5.0], [1.0, 1.0]])
    found = families.differences(W, [[[0, 1]], [[0, 2]]])
    assert np.allclose(found, [[[-1, 1]], [[0.5**0.5 - 1, 0.5**0.5]]])
    with pytest.raises(ValueError, match="is zero"):
        families.differences(np.array([[1.0, 0], [0, 0]]), [[0, 1]])
    with pytest.raises(ValueError, match="two columns"):
        families.differences(W, [[0, 1, 2]])


def test_leading_shares_are_squared_singular_values():
    D = np.random.default_rng(0).standard_normal((4, 7, 30))
    squares = np.linalg.svd(D, compute_uv=False) ** 2
    assert np.allclose(families.leading_shares(D, 3), (squares / squares.sum(axis=1, keepdims=True))[:, :3])
    with pytest.raises(ValueError, match="k must be a whole number from 1 to 7"):
        families.leading_shares(D, 8)


@pytest.mark.parametrize(("n", "d"), [(200, 100), (60, 400)])
def test_the_edge_is_where_noise_ends(n, d):
    noise = np.random.default_rng(1).standard_normal((20, n, d))
    assert families.leading_shares(noise)[:, 0].mean() == pytest.approx(families.marchenko_pastur_edge(n, d), rel=0.03)
    with pytest.raises(ValueError, match="n must be >= 1"):
        families.marchenko_pastur_edge(0, 3)


def test_the_shared_part_is_unbiased_where_the_mean_alone_is_not():
    rng = np.random.default_rng(2)
    D = 0.2 + rng.standard_normal((4000, 8, 25))  # ‖μ‖² = 1, noise 25
    signal = families.shared_part(D)
    error = signal.shared.std() / np.sqrt(4000)
    assert abs(signal.shared.mean() - 1) < 4 * error
    assert abs((D.mean(axis=1) ** 2).sum(axis=1).mean() - 1) > 20 * error
    assert signal.own.mean() == pytest.approx(25, rel=0.01)


def test_the_published_ratio_is_the_largest_eigenvalue_over_the_mean_of_those_that_are_not_zero():
    D = np.random.default_rng(7).standard_normal((5, 9, 4))  # nine differences in four dimensions: rank four
    squares = np.linalg.svd(D, compute_uv=False) ** 2
    np.testing.assert_allclose(families.spike_snr(D), squares[:, 0] / squares[:, :4].mean(axis=1))
    parallel = np.outer([1.0, 2.0, -3.0], [1.0, 1.0])
    assert families.spike_snr(parallel) == pytest.approx(1)
    assert families.spike_snr(np.eye(3)) == pytest.approx(1)


def test_differences_of_rows_as_they_are():
    W = np.array([[3.0, 0.0], [0.0, 5.0], [0.0, 0.0]])
    assert families.differences(W, [[0, 1], [2, 0]], scaled=False).tolist() == [[-3, 5], [3, 0]]


def test_a_bootstrap_never_multiplies_a_pair_with_its_copy():
    D = np.random.default_rng(3).standard_normal((6, 20))
    weights = np.array([[2, 0, 1, 1, 0, 3], [1, 1, 1, 1, 1, 1]])
    gram, expected = D @ D.T, []
    for w in weights:
        rows = np.repeat(np.arange(6), w)
        apart = rows[:, None] != rows[None, :]
        expected.append(gram[np.ix_(rows, rows)][apart].mean())
    signal = families.shared_part(D, weights)
    assert np.allclose(signal.shared, expected)
    assert signal.share[1] == pytest.approx(families.shared_part(D).share)
    with pytest.raises(ValueError, match="at least two"):
        families.shared_part(D[:1])


def test_bootstrap_of_the_share_measures_its_spread():
    rng = np.random.default_rng(4)
    share = [families.leading_shares(0.3 + rng.standard_normal((25, 60)))[0] for _ in range(200)]
    error = [families.bootstrap_share(0.3 + rng.standard_normal((25, 60)), 200, seed).std() for seed in range(20)]
    assert 0.5 < np.mean(error) / np.std(share) < 2
    drawn = families.drawn_pairs(2, 500)
    assert (drawn == 1).all(), "two pairs: both, every time"


def test_a_resampled_share_is_that_of_the_pairs_as_often_as_they_were_drawn():
    D = np.random.default_rng(3).standard_normal((9, 20)) + 0.5
    drawn = families.drawn_pairs(len(D), 20, seed=4).astype(int)
    assert drawn.max() > 1
    repeated = [families.leading_shares(np.repeat(D, times, axis=0))[0] for times in drawn]
    np.testing.assert_allclose(families.bootstrap_share(D, 20, seed=4), repeated, rtol=1e-9)


def test_stand_ins_are_about_as_frequent_and_all_different():
    pairs = np.array([[0, 40], [900, 3], [2000, 2400]])
    drawn = families.stand_ins(pairs, 2500, 300, seed=1)
    assert drawn.shape == (300, 3, 2)
    assert all(len(np.unique(draw)) == 6 for draw in drawn)
    assert (np.abs(np.log((drawn + 20) / (pairs + 20))) <= np.log(1.3) + 1e-9).all()
    assert drawn.max() < 2500
    assert len(np.unique(drawn[:, 1, 0])) > 100
    with pytest.raises(ValueError, match=r"pairs\[2, 0\] is 2000"):
        families.stand_ins(pairs, 2000, 1)
    with pytest.raises(ValueError, match="no different words"):
        families.stand_ins([[0, 1], [2, 3], [0, 1]], 5, 1)


def test_no_word_keeps_its_partner_when_pairs_are_joined_anew():
    pairs = np.arange(10).reshape(5, 2)
    drawn = families.mispaired(pairs, 50, seed=0)
    assert (drawn[:, :, 0] == pairs[:, 0]).all()
    assert (drawn[:, :, 1] != pairs[:, 1]).all()
    assert (np.sort(drawn[:, :, 1]) == pairs[:, 1]).all()
    with pytest.raises(ValueError, match="one pair"):
        families.mispaired(pairs[:1], 1)


def test_none_is_joined_to_another_partner_of_its_own_or_to_itself():
    given = [(0, 1), (0, 2), (1, 2), (3, 4), (5, 6), (7, 0)]
    for drawn in families.mispaired(given, 200, seed=0).tolist():
        assert not {tuple(pair) for pair in drawn} & set(given)
        assert all(a != b for a, b in drawn)
    for hopeless in ([[0, 1], [0, 2]], [[0, 1], [1, 2]]):
        with pytest.raises(ValueError, match="share a word"):
            families.mispaired(hopeless, 1)


def test_the_edge_by_hand():
    assert families.marchenko_pastur_edge(25, 100) == pytest.approx(0.09, rel=1e-12)
    np.testing.assert_allclose(families.marchenko_pastur_edge([4, 16], 4), [1, 0.5625], rtol=1e-12)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: families.mispaired([[0, 1], [0, 1]], 1), r"\[0, 1\] 2 times; give each pair once"),
        (lambda: families.mispaired([[0, 9], [1, 9], [2, 9]], 1), "share a word"),
        (lambda: families.mispaired([[0, 1], [2, -1]], 1), r"pairs\[1, 1\] is -1"),
        (lambda: families.drawn_pairs(1, 5), "n must be a whole number from 2"),
        (lambda: families.bootstrap_share(np.ones((1, 4)), 5), "at least two differences"),
        (lambda: families.bootstrap_share(np.ones((1, 3, 4)), 5), "shape"),
        (lambda: families.differences(np.eye(3), [[0, -1]]), r"pairs\[0, 1\] is -1.*encode\(\)"),
        (lambda: families.stand_ins([[0, -1]], 10, 1), r"pairs\[0, 1\] is -1.*encode\(\)"),
    ],
)
def test_what_has_no_answer_is_refused_and_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_each_planted_attribute_is_one_mode_and_one_direction(language, top):
    W = modes.embed(top)
    found = [families.differences(W, attribute_pairs(language, k)) for k in range(3)]
    assert np.allclose(families.concept_cosines(found), np.eye(3), atol=1e-10)
    for k, D in enumerate(found):
        assert families.leading_shares(D)[0] == pytest.approx(1, abs=1e-10)
        assert families.mode_energy(D)[k] == pytest.approx(1, abs=1e-10)
    with pytest.raises(ValueError, match="no direction"):
        families.concept_cosines([np.zeros((3, 2))])


def test_mode_energy_of_differences_that_share_nothing_is_refused():
    with pytest.raises(ValueError, match="nothing in common"):
        families.mode_energy([[1.0, 0.0], [-1.0, 0.0]])


def test_mode_energy_does_not_count_noise():
    rng = np.random.default_rng(6)
    shares = [families.mode_energy([2.0, 0, 0, 0] + rng.standard_normal((20, 4)) * [1, 2, 1, 1]) for _ in range(2000)]
    assert np.abs(np.mean(shares, axis=0) - [1, 0, 0, 0]).max() < 0.02


def test_rows_of_planted_pmi_are_additive(language):
    pairs = attribute_pairs(language, 0)
    rows = targets.pmi(language.P)[pairs]
    D = rows[:, 1] - rows[:, 0]
    assert families.shared_part(D).own < 1e-20 * families.shared_part(D).shared


def test_cosines_without_bias_recover_an_angle_that_noise_hides():
    rng = np.random.default_rng(8)
    one, other = np.zeros(30), np.zeros(30)
    one[:2], other[:2] = (1.0, 0.0), (0.6, 0.8)
    found = []
    for _ in range(300):
        noisy = [mean + 0.35 * rng.standard_normal((n, 30)) for mean, n in ((one, 12), (other, 20))]
        found.append([families.concept_cosines(noisy)[0, 1], families.unbiased_cosines(noisy)[0, 1]])
    hidden, right = np.mean(found, axis=0)
    assert hidden < 0.5
    assert right == pytest.approx(0.6, abs=0.02)


def test_cosines_leave_out_products_of_pairs_with_a_common_word():
    rng = np.random.default_rng(9)
    D, E = rng.standard_normal((4, 6)) + 1, rng.standard_normal((3, 6)) + 1
    pairs = [np.array([[0, 1], [2, 3], [4, 5], [6, 7]]), np.array([[1, 8], [9, 10], [11, 4]])]
    shared = np.array([[True, False, False], [False] * 3, [False, False, True], [False] * 3])
    square = [(X @ X.T)[~np.eye(len(X), dtype=bool)].mean() for X in (D, E)]
    expected = (D @ E.T)[~shared].mean() / np.sqrt(np.prod(square))
    assert families.unbiased_cosines([D, E], pairs)[0, 1] == pytest.approx(expected)
    assert families.unbiased_cosines([D, E])[0, 1] != pytest.approx(expected)
    with pytest.raises(ValueError, match="one array for each of 2"):
        families.unbiased_cosines([D, E], pairs[:1])
    opposed = [[[1.0, 0.0], [-1.0, 0.0]], [[1.0, 0.0], [1.0, 0.0]]]
    assert np.isnan(families.unbiased_cosines(opposed)[0]).all()


def test_drawn_cosines_are_those_of_the_pairs_as_often_as_they_were_drawn():
    rng = np.random.default_rng(10)
    D, E = rng.standard_normal((5, 4)) + 2, rng.standard_normal((6, 4)) + 2
    drawn = families.unbiased_cosines([D, E], n_samples=3, seed=1)
    shared = np.random.default_rng(1)
    for found, v, w in zip(drawn, *(families.drawn_pairs(n, 3, shared) for n in (5, 6)), strict=True):
        lengths = [families.shared_part(X, u[None].astype(int)).shared[0] for X, u in ((D, v), (E, w))]
        assert found[0, 1] == pytest.approx(v @ (D @ E.T) @ w / 30 / np.sqrt(np.prod(lengths)))
    spread = families.unbiased_cosines([D, E], n_samples=500)[:, 0, 1].std()
    assert 0.01 < spread < 0.2
