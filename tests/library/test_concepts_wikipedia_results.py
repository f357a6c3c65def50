"""The script behind what chapter 09 says of wikipedia's halves, run at a small size, and what it stored."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
from result_scripts import small, stored
from scipy.sparse import csr_array

import concepts_wikipedia as script
from wordmodes.evaluation import reading
from wordmodes.theory.association import Association


def check(content: dict) -> None:
    s, halves = content["settings"], content["halves"]
    judgements = 2 * s["n_splits"]
    assert np.shape(halves["ranks"]) == np.shape(halves["coherence"]) == (judgements, s["d"], 2)
    assert np.shape(halves["home"]) == np.shape(halves["held_out"]) == (judgements, s["d"])
    assert np.shape(halves["squares"]) == (s["n_splits"], s["d"] + 2, s["d"] + 2)
    assert np.sum(halves["squares"], axis=2).max() <= 1 + 1e-3
    assert (np.array(halves["held_out"]) < halves["home"]).mean() > 0.8
    assert np.shape(halves["words"]) == np.shape(content["shuffled"]["words"]) == (s["d"], 2, s["n_words"])
    own, other = (np.array(content["shuffled"][judge]["ranks"]) > 0.95 for judge in ("own", "other"))
    assert own.mean() > other.mean() + 0.2
    assert other.mean() < 0.2


def test_at_a_small_size(tmp_path):
    check(small(tmp_path, "concepts_wikipedia"))


def test_what_is_stored_is_of_full_size_and_of_this_script():
    content = stored("concepts_wikipedia")
    assert content["script_sha256"] == hashlib.sha256(Path(script.__file__).read_bytes()).hexdigest()
    assert (content["settings"]["V"], content["corpus"]["n_tokens"]) == (10_000, 64_805_996)
    check(content)


def test_the_judges_are_the_librarys():
    rng = np.random.default_rng(0)
    A = rng.standard_normal((200, 200)).astype(np.float32)
    dense = (A + A.T).astype(np.float64)
    M = Association(csr_array(dense.astype(np.float32)))
    vectors, end = rng.standard_normal((200, 4)), np.array([3, 40, 90, 150])
    assert script.intruders(M, vectors) == pytest.approx(np.nanmean(reading.intrusion(dense, vectors)), abs=1e-6)
    assert script.coherence(M, end) == pytest.approx(reading.coherence(dense, end), abs=1e-6)
    s = script.Settings(n_groups=300)
    assert script.rank(M, end, s) == pytest.approx(reading.coherence_rank(dense, end, 300, seed=0), abs=1 / 300)
