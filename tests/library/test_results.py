"""The script behind the stored results, run at a small size, and the results that it stored."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from wordmodes import evaluation
from wordmodes.text.sources import gazette

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("closed_form", "gensim", "quartic")


def runs_of(content: dict) -> list[dict]:
    return content.get("runs", [content])


def check_scores(run: dict) -> None:
    """What a run says in several ways agrees."""
    analogies = run["analogies"]
    hits = np.array(list(analogies["hits"])) == "1"
    assert len(hits) == analogies["covered"]
    assert analogies["percent"] == pytest.approx(100 * hits.mean(), abs=1e-3)
    assert np.sum(list(analogies["families"].values()), axis=0).tolist() == [hits.sum(), len(hits)]
    for dataset in ("wordsim353", "simlex999"):
        assert len(run[dataset]["cosines"]) == run[dataset]["covered"]
        assert -1 <= run[dataset]["spearman"] <= 1


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> dict[str, dict]:
    folder = tmp_path_factory.mktemp("results")
    script = ROOT / "tools/results/results.py"
    subprocess.run([sys.executable, script, "--small", "--jobs", "1", "--out", folder], check=True, capture_output=True)
    assert sorted(path.name for path in folder.iterdir()) == [f"{part}.json" for part in PARTS]
    return {part: json.loads((folder / f"{part}.json").read_text(encoding="utf-8")) for part in PARTS}


@pytest.mark.parametrize("part", PARTS)
def test_script_writes_every_part_with_its_provenance(small, part):
    content = small[part]
    assert content["command"].endswith("--small")
    assert set(content["versions"]) == {"python", "numpy", "scipy", "gensim", "wordmodes"}
    assert content["machine"]["threads"] == 1
    for run in runs_of(content):
        check_scores(run)
        assert run["cpu_seconds"] >= 0


def test_small_runs_say_what_they_should(small):
    assert [(run["epochs"], run["seed"]) for run in small["gensim"]["runs"]] == [(1, 1), (1, 2), (2, 1), (2, 2)]
    quartic = small["quartic"]
    assert quartic["overlap"]["1"] > 0.9
    assert quartic["loss"][-1] < quartic["loss"][0]
    assert quartic["squared_singular_values"][0] == pytest.approx(quartic["eigenvalues"][0], rel=0.05)


def stored(part: str) -> dict:
    return json.loads((ROOT / "src/wordmodes/book/results" / f"{part}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("part", PARTS)
def test_stored_results_are_consistent_and_of_full_size(part):
    content = stored(part)
    assert content["command"] == "python tools/results/results.py"
    assert content["settings"]["V"] == 5000
    assert content["settings"]["d"] == 100
    for run in runs_of(content):
        check_scores(run)
        assert run["analogies"]["covered"] == 2420


def test_stored_hits_belong_to_the_questions_in_their_order():
    """A chapter resamples stored hits with the questions of the bundled vocabulary."""
    questions = evaluation.analogy_questions(gazette().words)
    for run in stored("gensim")["runs"]:
        table = questions.table(np.array(list(run["analogies"]["hits"])) == "1")
        assert {row.family: [row.hits, row.questions] for row in table} == run["analogies"]["families"]
