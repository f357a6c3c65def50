"""The script behind the stored learning curves of gazette, run at a small size, and what it stored."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from wordmodes.text import sources

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> dict:
    folder = tmp_path_factory.mktemp("scaling")
    script = ROOT / "tools/results/scaling.py"
    subprocess.run([sys.executable, script, "--small", "--out", folder], check=True, capture_output=True)
    return json.loads((folder / "scaling.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def stored() -> dict:
    return json.loads((ROOT / "src/wordmodes/book/results" / "scaling.json").read_text(encoding="utf-8"))


def select(content: dict, **wanted) -> list[dict]:
    return [run for run in content["runs"] if all(run.get(key) == value for key, value in wanted.items())]


def test_small_run_says_where_it_comes_from(small):
    assert small["command"].endswith("--small")
    assert set(small["versions"]) == {"python", "numpy", "scipy", "gensim", "wordmodes"}
    assert small["machine"]["threads"] == 1


def test_small_run_scores_every_method_on_the_same_questions(small):
    runs = [run for run in small["runs"] if "hits" in run]
    assert {run["method"] for run in runs} == {"M*", "damped M*, signed", "SGNS"}
    assert len({len(run["hits"]) for run in runs}) == 1
    for run in runs:
        assert run["percent"] == pytest.approx(100 * np.mean([hit == "1" for hit in run["hits"]]), abs=1e-3)
    assert {run["seed"] for run in select(small, method="noise")} == {0, 1}


def test_subsets_of_a_seed_grow_and_differ_between_seeds(small):
    seeds = {run["seed"]: run["tokens"] for run in select(small, method="noise")[:2]}
    assert seeds[0] != seeds[1]
    assert min(seeds.values()) >= 10_000
    whole = select(small, method="noise")[-1]
    assert whole["documents"] == 12


def test_stored_run_is_of_full_size(stored):
    assert stored["command"] == "python tools/results/scaling.py"
    assert stored["settings"]["V"] == 5000
    whole = select(stored, method="noise")[-1]
    assert (whole["tokens"], whole["documents"]) == (sources.gazette(2).vocabulary.n_tokens, 3883)
    for run in stored["runs"]:
        if "hits" in run:
            assert len(run["hits"]) == 2420


def test_the_trainer_read_enough_of_every_subset(stored):
    trained = select(stored, method="SGNS")
    assert {run["epochs"] for run in trained} == {16, 32, 64, 128}
    assert min(run["epochs"] * run["tokens"] for run in trained) >= 19_000_000
