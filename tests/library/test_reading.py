"""Words at the ends of modes, and what another text says of them."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from wordmodes.evaluation import reading
from wordmodes.text import planted, sources
from wordmodes.theory import modes, targets

ROOT = Path(__file__).resolve().parents[2]
RNG = np.random.default_rng(0)
SYMMETRIC = (lambda A: A + A.T)(RNG.standard_normal((40, 40)))


def test_ends_by_hand():
    plus, minus = reading.ends([0.1, -3.0, 2.0, 0.5, -1.0, 4.0], n=2)
    assert plus.tolist() == [5, 2]
    assert minus.tolist() == [1, 4]
    plus, minus = reading.ends([0.1, -3.0, 2.0, 0.5, -1.0, 4.0], n=2, among=[1, 0, 1, 1, 1, 0])
    assert plus.tolist() == [2, 3]
    assert minus.tolist() == [4, 0]


def test_coherence_is_the_mean_over_pairs():
    group = [3, 17, 8, 30]
    pairs = [SYMMETRIC[i, j] for i in group for j in group if i != j]
    assert reading.coherence(SYMMETRIC, group) == pytest.approx(np.mean(pairs), rel=1e-12)
    both = reading.coherence(SYMMETRIC, [group, [1, 2, 5, 9]])
    assert both.shape == (2,)
    assert both[0] == pytest.approx(np.mean(pairs), rel=1e-12)


def test_matched_groups_stay_within_reach_and_name_no_word_twice():
    group = np.array([0, 1, 2, 60, 61, 99])
    drawn = reading.matched_groups(group, V=100, n_groups=500, reach=7, seed=1)
    assert drawn.shape == (500, 6)
    assert np.abs(drawn - group).max() == 7
    assert drawn.min() == 0
    assert drawn.max() == 99
    assert all(len(set(row)) == 6 for row in drawn.tolist())
    assert np.array_equal(drawn, reading.matched_groups(group, V=100, n_groups=500, reach=7, seed=1))


def test_coherence_rank_is_uniform_for_random_groups_and_one_for_a_clique():
    M = np.zeros((300, 300))
    noise = RNG.standard_normal((300, 300))
    M += noise + noise.T
    ranks = [
        reading.coherence_rank(M, RNG.choice(300, 5, replace=False), n_groups=200, reach=300, seed=s)
        for s in range(400)
    ]
    assert np.mean(np.array(ranks) > 0.95) == pytest.approx(0.05, abs=0.033)  # three standard errors
    assert np.mean(ranks) == pytest.approx(0.5, abs=0.045)
    clique = [10, 80, 150, 220, 290]
    M[np.ix_(clique, clique)] += 50
    assert reading.coherence_rank(M, clique) == 1


def test_odd_one_out_by_hand():
    M = np.array([[9.0, 1, 1, -1], [1, 0, 1, -2], [1, 1, 0, 0], [-1, -2, 0, 100]])
    assert reading.odd_one_out(M, [0, 1, 2, 3]) == 3
    assert reading.odd_one_out(M, [[3, 1, 0, 2], [1, 3, 0, 2]]).tolist() == [0, 1]


def test_intruders_are_found_among_blocks_and_by_chance_in_noise():
    """Three modes, each of two blocks of words that keep to themselves."""
    block = np.repeat(np.arange(6), 20)
    M = np.where(block[:, None] == block, 1.0, -0.5)
    vectors = np.zeros((120, 3))
    for k in range(3):
        vectors[block == 2 * k, k], vectors[block == 2 * k + 1, k] = 1, -1
    vectors += 1e-3 * RNG.standard_normal(vectors.shape)
    assert np.array_equal(reading.intrusion(M, vectors), np.ones((3, 2)))
    noise = RNG.standard_normal((120, 120))
    found = [reading.intrusion(noise + noise.T, RNG.standard_normal((120, 8))) for _ in range(20)]
    assert np.nanmean(found) == pytest.approx(1 / 6, abs=0.04)


def test_attributes_of_the_planted_language_cohere():
    language = planted.planted_language(n_topics=6)
    M = targets.m_star(language.P)
    found = modes.leading_modes(M, 3)
    for k, vector in enumerate(found.eigenvectors.T):
        for end, sign in zip(reading.ends(vector), (1, -1), strict=True):
            marks = language.attributes[end, k]
            assert len(set(marks.tolist())) == 1, (k, sign)
            assert reading.coherence_rank(M, end) > 0.95


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: reading.ends(np.arange(6.0), n=4), "ask for fewer"),
        (lambda: reading.ends(np.arange(6.0), n=2, among=[True]), "one truth value"),
        (lambda: reading.coherence(SYMMETRIC, [3]), "at least two"),
        (lambda: reading.coherence(SYMMETRIC, [3, 3]), "twice"),
        (lambda: reading.coherence(SYMMETRIC, [3, -1]), r"groups\[1\] is -1.*encode\(\)"),
        (lambda: reading.odd_one_out(SYMMETRIC, [3, 4, 40]), r"groups\[2\] is 40"),
        (lambda: reading.matched_groups(range(100, 151), 5000, 10), "stand so close"),
        (lambda: reading.matched_groups([0, 50], V=40), r"rows go from 0 to V - 1 = 39"),
        (lambda: reading.matched_groups([0, 1, 2], V=40, reach=1), "widen"),
    ],
)
def test_bad_input_is_explained(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def check_concepts(content: dict) -> None:
    s, halves, shuffled = content["settings"], content["halves"], content["shuffled"]
    for judged, n in ((halves, 2 * s["n_splits"]), (shuffled["own"], 2), (shuffled["other"], 2)):
        ranks, coherence = np.array(judged["ranks"]), np.array(judged["coherence"])
        assert ranks.shape == coherence.shape == (n, s["d"], 2)
        assert ranks.min() >= 0
        assert ranks.max() <= 1
        assert np.abs(coherence).max() <= 2
        assert len(judged["intruders"]) == n
    squares = np.array(halves["squares"])
    assert squares.shape == (s["n_splits"], s["d"] + 2, s["d"] + 2)
    assert max(squares.sum(axis=1).max(), squares.sum(axis=2).max()) < 1.001
    assert np.shape(halves["words"]) == np.shape(shuffled["words"]) == (s["d"], 2, s["n_words"])
    assert len(content["mixture"]["random"]) == s["n_mixtures"]


def test_script_of_concepts_writes_what_it_says(tmp_path):
    script = ROOT / "tools/results/concepts.py"
    subprocess.run([sys.executable, script, "--small", "--out", tmp_path], check=True, capture_output=True)
    content = json.loads((tmp_path / "concepts.json").read_text(encoding="utf-8"))
    assert content["command"].endswith("--small")
    check_concepts(content)


def test_stored_concepts_are_of_full_size_and_of_the_bundled_words():
    content = json.loads((ROOT / "src/wordmodes/book/results" / "concepts.json").read_text(encoding="utf-8"))
    assert content["command"] == "python tools/results/concepts.py"
    check_concepts(content)
    known = set(sources.gazette(content["settings"]["V"]).words)
    assert {word for pair in content["halves"]["words"] for end in pair for word in end} <= known
    squares = np.array(content["halves"]["squares"])
    stored = json.loads((ROOT / "src/wordmodes/book/results" / "noise.json").read_text(encoding="utf-8"))
    overlap = squares[:, :5, :5].sum(axis=(1, 2)) / 5  # the same splits
    assert overlap == pytest.approx(stored["halves"]["overlap"]["5"]["values"], abs=1e-3)


def test_ties_are_named_in_the_order_of_the_vocabulary():
    noise = 1e-13 * np.random.default_rng(0).standard_normal(8)
    top, bottom = reading.ends(np.array([-1, 1, 1, -1, 1, -1, 0, 0]) + noise, n=3)
    assert top.tolist() == [1, 2, 4]
    assert bottom.tolist() == [0, 3, 5]
    top, bottom = reading.ends(noise, n=4)
    assert top.tolist() == [0, 1, 2, 3]
    assert bottom.tolist() == [4, 5, 6, 7]
