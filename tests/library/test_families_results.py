"""The script behind chapter 10's stored result, run at a small size, and what it stored."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import families as script
from wordmodes import evaluation
from wordmodes.evaluation import families
from wordmodes.text import sources
from wordmodes.theory import modes, targets

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "tools/results/families.py"


def check(content: dict) -> None:
    for name in ("gazette", "wikipedia"):
        one = content[name]
        sizes, followed = one["sizes"], list(one["snr"])
        assert sizes == [d for d in script.sizes_of(script.Settings(**content["settings"])) if d <= sizes[-1]]
        for key in ("snr", "random", "accuracy"):
            assert all(len(one[key][family]) == len(sizes) for family in followed)
        for family in followed:
            snr = np.array(one["snr"][family])
            assert ((snr >= 1) & (snr <= np.minimum(sizes, one["pairs"][family]) + 1e-6)).all()
        assert set(one["deletion"]) == {*followed, "all"}
        assert all(0 <= share <= 1 for row in one["deletion"].values() for share in row)
        for target in ("target", "ppmi"):
            assert all(-0.5 < own <= 1 for own, _ in one["rows"][target].values())


def test_at_a_small_size(tmp_path):
    subprocess.run([sys.executable, SCRIPT, "--small", "--out", tmp_path], check=True, capture_output=True)
    check(json.loads((tmp_path / "families.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def stored() -> dict:
    return json.loads((ROOT / "src/wordmodes/book/results/families.json").read_text(encoding="utf-8"))


def test_what_is_stored_is_of_full_size_and_of_this_script(stored):
    assert stored["script_sha256"] == hashlib.sha256(SCRIPT.read_bytes()).hexdigest()
    assert [stored[name]["V"] for name in ("gazette", "wikipedia")] == [5000, 10_000]
    assert {family: stored["wikipedia"]["pairs"][family] for family in ("nationality", "opposite")} == {
        "nationality": 33, "opposite": 7,
    }  # fmt: skip
    check(stored)


def test_without_its_own_block_a_matrix_is_chance_there_and_the_same_elsewhere():
    counts = sources.gazette(1500, 5).sparse()
    M = targets.m_star(counts.P)
    pairs = {"one": np.array([[10, 20], [30, 40]]), "other": np.array([[30, 50], [70, 80]])}
    before, after = M.toarray(), script.without(M, pairs).toarray()
    own = np.zeros_like(before, dtype=bool)
    for rows in pairs.values():
        own[np.ix_(rows.ravel(), rows.ravel())] = True
    assert np.abs(after[own]).max() < 1e-12
    np.testing.assert_allclose(after[~own], before[~own], atol=1e-12)


def test_a_ratio_of_the_sweep_is_that_of_as_many_columns():
    counts = sources.gazette(1500, 5).sparse()
    W = modes.embed(modes.leading_modes(targets.m_star(counts.P), 12))
    rows = families.family_pairs(evaluation.analogy_questions(counts.words))["nationality"]
    D = W[rows[:, 1], :7] - W[rows[:, 0], :7]
    squares = np.linalg.svd(D, compute_uv=False) ** 2
    assert script.ratios(W, rows, [5, 7])[1] == pytest.approx(squares[0] / squares.mean())
