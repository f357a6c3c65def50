"""Shuffles, halves and what they have in common; the script that stores it for gazette, and what it stored."""

import json
import subprocess
import sys
from collections import Counter
from itertools import chain
from pathlib import Path

import numpy as np
import pytest

from wordmodes.text import cooccurrence, planted, sources
from wordmodes.text.corpus import Vocabulary
from wordmodes.theory import modes, noise, spectra, targets

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def language() -> planted.PlantedLanguage:
    return planted.planted_language()


@pytest.fixture(scope="module")
def sample(language) -> list[list[str]]:
    return language.sample(100_000, seed=1)


@pytest.fixture(scope="module")
def vocabulary(language, sample) -> Vocabulary:
    return Vocabulary.from_words(language.words, sample)


def random_basis(V: int, d: int, seed: int) -> np.ndarray:
    return np.linalg.qr(np.random.default_rng(seed).standard_normal((V, d)))[0]


def test_shuffling_keeps_tokens_and_lengths_and_nothing_else():
    documents = [list("abcabcabc"), [], list("ddddd"), list("ef")]
    dealt = noise.shuffled(documents, seed=3)
    assert [len(document) for document in dealt] == [9, 0, 5, 2]
    assert Counter(chain(*dealt)) == Counter(chain(*documents))
    assert dealt[2] != documents[2]
    assert noise.shuffled(documents, seed=3) == dealt
    assert noise.shuffled(documents, seed=4) != dealt


def test_halves_share_no_document_and_leave_none_out():
    documents = [[str(i)] for i in range(11)]
    first, second = noise.halves(documents, seed=0)
    assert (len(first), len(second)) == (5, 6)
    assert sorted(first + second) == sorted(documents)
    assert noise.halves(documents, seed=1)[0] != first


def test_overlaps_are_those_of_each_subspace_by_itself():
    E, F = random_basis(40, 12, 0), random_basis(40, 12, 1)
    by_hand = [spectra.subspace_overlap(E[:, :r], F[:, :r]) for r in (1, 3, 12)]
    np.testing.assert_allclose(noise.overlaps(E, F, (1, 3, 12)), by_hand, rtol=1e-12)
    np.testing.assert_allclose(noise.overlaps(E, E, (1, 5)), 1, rtol=1e-12)


def test_reliability_is_the_squared_length_of_the_shadow():
    E, F = random_basis(30, 4, 0), random_basis(30, 9, 1)
    shadow = F[:, :6] @ (F[:, :6].T @ E)
    np.testing.assert_allclose(noise.reliability(E, F, (6,))[0], np.sum(shadow**2, axis=0), rtol=1e-12)
    np.testing.assert_allclose(noise.reliability(F[:, :4], F, (2, 9)), [[1, 1, 0, 0], [1, 1, 1, 1]], atol=1e-12)
    # the mean over the first r modes is the overlap
    np.testing.assert_allclose(noise.reliability(F[:, :4], E, (4,)).mean(), noise.overlaps(F[:, :4], E, (4,))[0])


def test_held_out_eigenvalues_are_the_eigenvalues_at_home_and_the_mean_one_for_strangers():
    rng = np.random.default_rng(0)
    M = rng.standard_normal((300, 300))
    M = M + M.T + 5 * np.eye(300)
    at_home = modes.all_modes(M)
    np.testing.assert_allclose(noise.held_out(at_home.eigenvectors, M), at_home.eigenvalues, atol=1e-9)
    strangers = noise.held_out(random_basis(300, 200, 1), M)
    assert strangers.mean() == pytest.approx(np.trace(M) / 300, abs=0.3)


def test_a_word_without_pairs_is_in_no_mode(language):
    documents = [["a", "b"] * 20, ["c", "b", "a"] * 20, ["d"]]
    counts = cooccurrence.count(documents, Vocabulary.from_words(list("abcd"), documents), window=1)
    M = noise.target_with_absent(counts)
    assert not M[3].any()
    assert not M[:, 3].any()
    np.testing.assert_array_equal(M[:3, :3], targets.m_star(counts.P[:3, :3]))


def test_halves_of_a_planted_corpus_agree_on_its_attributes_and_not_on_noise(language, sample, vocabulary):
    found = noise.split_half(sample, vocabulary, 5, d=40, ranks=(3, 40), n_splits=2, seed=0)
    assert found.overlap.shape == (2, 2)
    assert found.reliability.shape == found.reliability_of_whole.shape == (2, 2, 40)
    assert found.overlap[:, 0].min() > 0.9
    assert found.reliability[:, 0, :3].min() > 0.8
    assert found.reliability[:, 1, 20:].max() < 0.4
    assert found.absent == (0, 0)
    # parts of the whole look like the whole, even where there is nothing
    assert found.reliability_of_whole[:, 1, 20:].mean() > 2 * found.reliability[:, 1, 20:].mean()
    exact = modes.leading_modes(targets.m_star(language.P), 3).eigenvalues
    share = found.held_out[:, :3] / exact  # a half's mode misses its aim a little, and so does not keep everything
    assert 0.8 < share.min() < share.max() < 1
    np.testing.assert_allclose(found.held_out[:, 20:].mean(), 0, atol=3)


def test_what_halves_say_of_each_other_is_the_mean_of_the_two_directions(sample, vocabulary):
    found = noise.split_half(sample, vocabulary, 5, d=8, ranks=(4,), n_splits=1, seed=3)
    sides = noise.halves(sample, np.random.default_rng((3, 0)))
    matrices = [targets.m_star(cooccurrence.count(side, vocabulary, 5).P) for side in sides]
    E, F = (modes.leading_modes(M, 8).eigenvectors for M in matrices)
    there, back = noise.reliability(E, F, (4,)), noise.reliability(F, E, (4,))
    assert np.abs(there - back).max() > 0.01
    np.testing.assert_allclose(found.reliability[0], (there + back) / 2, rtol=1e-12)
    there, back = noise.held_out(E, matrices[1]), noise.held_out(F, matrices[0])
    assert np.abs(there - back).max() > 0.01
    np.testing.assert_allclose(found.held_out[0], (there + back) / 2, rtol=1e-10)
    whole = modes.leading_modes(targets.m_star(cooccurrence.count(sample, vocabulary, 5).P), 8).eigenvectors
    there, back = noise.reliability(whole, E, (4,)), noise.reliability(whole, F, (4,))
    assert np.abs(there - back).max() > 0.001
    np.testing.assert_allclose(found.reliability_of_whole[0], (there + back) / 2, rtol=1e-10)


def test_splits_are_reproducible_and_differ(sample, vocabulary):
    sizes = {"d": 5, "ranks": (5,), "n_splits": 2}
    once, again = (noise.split_half(sample[:100], vocabulary, 5, seed=4, **sizes) for _ in range(2))
    np.testing.assert_array_equal(once.overlap, again.overlap)
    assert once.overlap[0] != once.overlap[1]
    other = noise.split_half(sample[:100], vocabulary, 5, seed=5, **sizes)
    assert not np.isin(other.overlap, once.overlap).any()


def test_planted_modes_rise_above_the_shuffled_ones(sample, vocabulary):
    lam = modes.leading_modes(targets.m_star(cooccurrence.count(sample, vocabulary, 5).P), 50).eigenvalues
    null = noise.shuffled_spectra(sample, vocabulary, 5, d=50, n_shuffles=2)
    assert null.shape == (2, 50)
    assert (np.diff(null, axis=1) <= 0).all()
    assert (null[0] != null[1]).all()
    # 3 attributes, 11 contrasts of 12 topics, and a product of attributes and topics or two: the exact M* has 16 modes
    # above half of the null's edge, from where noise lifts them over it
    assert 14 <= noise.modes_above(lam, null) <= 16
    assert noise.modes_above([5, 4, 3, 1], [[2, 1], [3.5, 0]]) == 2
    again = noise.shuffled_spectra(noise.shuffled(sample, seed=7), vocabulary, 5, d=5, n_shuffles=1)
    assert again[0, 0] == pytest.approx(null[0, 0], rel=0.03)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: noise.shuffled([[]]), "empty"),
        (lambda: noise.halves([["a", "b"]]), "cannot be halved"),
        (lambda: noise.overlaps(np.ones((5, 2)), np.ones((5, 2)), (1,)), "orthonormal"),
        (lambda: noise.overlaps(np.eye(5), np.eye(5)[:, :3], (1,)), "one shape"),
        (lambda: noise.overlaps(np.eye(5), np.eye(5), (6,)), "ranks must be <= 5"),
        (lambda: noise.reliability(np.eye(5), np.eye(6), (1,)), "one row for each word"),
        (lambda: noise.reliability(np.eye(5), np.eye(5), ()), r"ranks must have shape \(n,\)"),
        (lambda: noise.held_out(np.eye(5), np.eye(4)), "square with E's 5 rows"),
    ],
)
def test_bad_input_is_named(call, says):
    with pytest.raises(ValueError, match=says):
        call()


def check_content(content: dict) -> None:
    s = content["settings"]
    V, d = s["V"], s["d"]
    lam, null = np.array(content["eigenvalues"]), np.array(content["shuffled"]["eigenvalues"])
    assert len(lam) == d
    assert null.shape == (s["n_shuffles"], s["d_shuffled"])
    assert content["shuffled"]["above"] == np.sum(lam > null.max()) == min(content["shuffled"]["above_each"])
    for part, n_splits in (("halves", s["n_splits"]), ("shuffled_halves", s["n_splits_shuffled"])):
        found = content[part]
        assert len(found["absent"]) == n_splits
        assert len(found["held_out"]["mean"]) == d
        for r in map(str, s["ranks"]):
            assert len(found["overlap"][r]["values"]) == n_splits
            assert found["overlap"][r]["mean"] == pytest.approx(np.mean(found["overlap"][r]["values"]), abs=1e-5)
            assert found["overlap"][r]["lowest"] == min(found["overlap"][r]["values"])
            assert len(found["reliability"][r]["mean"]) == len(found["reliability_of_whole"][r]["mean"]) == 50
        # r modes of one half in the r-space of the other: their mean is the overlap
        assert found["overlap"]["50"]["mean"] == pytest.approx(np.mean(found["reliability"]["50"]["mean"]), abs=1e-5)
    assert content["shuffled"]["overlap"]["50"] == pytest.approx(50 / V, rel=0.5)


def test_script_writes_what_it_documents(tmp_path):
    script = ROOT / "tools/results/noise.py"
    subprocess.run([sys.executable, script, "--small", "--out", tmp_path], check=True, capture_output=True)
    content = json.loads((tmp_path / "noise.json").read_text(encoding="utf-8"))
    assert content["command"].endswith("--small")
    assert set(content["versions"]) == {"python", "numpy", "scipy", "gensim", "wordmodes"}
    check_content(content)


def test_stored_result_belongs_to_the_bundled_counts():
    content = json.loads((ROOT / "src/wordmodes/book/results" / "noise.json").read_text(encoding="utf-8"))
    assert content["command"] == "python tools/results/noise.py"
    check_content(content)
    counts = sources.gazette(2000, 16)
    assert content["corpus"]["n_tokens"] == counts.vocabulary.n_tokens
    lam = modes.leading_modes(targets.m_star(counts.P), 20).eigenvalues
    np.testing.assert_allclose(content["eigenvalues"][:20], lam, rtol=1e-6)
