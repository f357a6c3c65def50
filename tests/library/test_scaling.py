"""The script behind the stored costs and learning curves, run at a small size, and what it stored."""

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


def exponent(runs: list[dict], size: str, measured: str) -> float:
    return np.polyfit(np.log([run[size] for run in runs]), np.log([run[measured] for run in runs]), 1)[0]


def test_small_run_measures_every_step_with_its_provenance(small):
    assert small["command"].endswith("--small")
    assert set(small["versions"]) == {"python", "numpy", "scipy", "gensim", "wordmodes"}
    assert small["machine"]["threads"] == 1
    measured = {(run["step"], run["varies"]) for run in select(small, part="cost")}
    varied = {
        "read": ["tokens"], "vocabulary": ["tokens"], "count": ["tokens", "window", "V"], "target": ["V"],
        "solve": ["V", "d"], "all modes": ["V"], "sgns": ["tokens", "V", "d"],
    }  # fmt: skip
    assert measured == {(step, size) for step, sizes in varied.items() for size in sizes}
    for run in select(small, part="cost"):
        assert run["cpu_seconds"] >= 0
        assert run["peak_bytes"] > 0


def test_peak_bytes_are_those_of_the_arrays(small):
    """Counting ends in V² numbers of 8 bytes, and holds no three such tables on its way; a text's memory is its own."""
    for run in select(small, step="count", varies="V"):
        assert 8 * run["V"] ** 2 < run["peak_bytes"] < 24 * run["V"] ** 2
    assert exponent(select(small, step="read"), "tokens", "peak_bytes") == pytest.approx(1, abs=0.05)


def test_small_run_scores_every_method_on_the_same_questions(small):
    runs = [run for run in select(small, part="text") if "hits" in run]
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
    for run in select(stored, part="text"):
        if "hits" in run:
            assert len(run["hits"]) == 2420


def test_stored_memory_is_quadratic_in_the_vocabulary(stored):
    assert exponent(select(stored, step="target"), "V", "peak_bytes") == pytest.approx(2, abs=0.01)


def test_stored_counting_takes_memory_for_words_and_none_for_text(stored):
    runs = select(stored, step="count", varies="tokens")
    assert runs[-1]["tokens"] == 32 * runs[0]["tokens"]
    assert runs[-1]["peak_bytes"] < 1.05 * runs[0]["peak_bytes"]
