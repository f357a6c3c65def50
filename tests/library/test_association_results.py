"""The script behind chapter 02's stored results, run at a small size, and what it stored."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import association
from wordmodes.book.stored import stored
from wordmodes.text import gazette
from wordmodes.theory import modes, targets
from wordmodes.theory.subspaces import overlaps

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> dict:
    folder = tmp_path_factory.mktemp("association")
    command = [sys.executable, ROOT / "tools/results/association.py", "--small", "--out", folder]
    subprocess.run(command, check=True, capture_output=True)
    return json.loads((folder / "association.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("n", [1, 2, 7, 60])
def test_negative_eigenvalues_are_counted(n):
    rng = np.random.default_rng(n)
    for shift in (-n, -1.0, 0.0, 1.0, n):
        M = rng.standard_normal((n, n))
        M = M + M.T + shift * np.eye(n)
        assert association.negative_eigenvalues(M.copy()) == np.sum(np.linalg.eigvalsh(M) < 0)
    assert association.negative_eigenvalues(np.array([[0.0, 1.0], [1.0, 0.0]])) == 1


def test_what_is_stored_of_few_words_is_what_all_eigenvalues_say(small):
    c = gazette(400, 16)
    P, u = c.P, c.vocabulary.unigram
    Q = np.outer(u, u)
    ours, theirs = (modes.all_modes(M) for M in (targets.m_star(P), 2 * (P - Q) / (P + Q)))
    found = small["gazette"]
    assert found["V"] == 400
    assert found["negative"] == np.sum(ours.eigenvalues < 0)
    assert found["unigram_negative"] == np.sum(theirs.eigenvalues < 0)
    np.testing.assert_allclose(found["eigenvalues"], ours.eigenvalues[:50], atol=1e-3)
    np.testing.assert_allclose(found["unigram_eigenvalues"], theirs.eigenvalues[:50], atol=1e-3)
    shared = overlaps(ours.eigenvectors, theirs.eigenvectors, association.RANKS)
    np.testing.assert_allclose(list(found["overlap"].values()), shared, atol=1e-4)
    assert small["command"].endswith("association.py --small")


def test_the_stored_result_is_of_full_size():
    found = stored("association")
    assert found["command"] == "python tools/results/association.py"
    assert [found[text]["V"] for text in ("gazette", "wikipedia")] == [5000, 10_000]
    assert [found[text]["tokens"] for text in ("gazette", "wikipedia")] == [2_540_276, 64_805_996]
    assert list(found["wikipedia"]["overlap"]) == [str(r) for r in association.RANKS]
