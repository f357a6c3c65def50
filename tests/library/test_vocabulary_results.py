"""The script behind the costs of large vocabularies, run at a small size, and what it stored."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import vocabulary
from wordmodes.text import Vocabulary, count, sources, tokenize_all
from wordmodes.theory import modes, targets

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "tools/results/vocabulary.py"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("vocabulary")
    subprocess.run([sys.executable, SCRIPT, "--small", "--out", folder], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def small(folder) -> list[dict]:
    return json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))["runs"]


def stored() -> list[dict]:
    path = ROOT / "src/wordmodes/book/results/vocabulary.json"
    return json.loads(path.read_text(encoding="utf-8"))["runs"]


def test_each_size_is_counted_and_solved_as_the_library_does(small):
    documents, seen = [], 0
    for document in tokenize_all(sources.wikipedia_sample())[:30]:
        if seen < vocabulary.SMALL.tokens:
            documents.append(document)
            seen += len(document)
    assert [run["V"] for run in small] == list(vocabulary.SMALL.sizes)
    for run in small:
        assert run["tokens"] == seen
        counts = count(documents, Vocabulary.from_documents(documents, run["V"]), vocabulary.SMALL.window)
        assert run["pairs"] == np.count_nonzero(counts.counts)
        assert run["residual"] <= vocabulary.SMALL.tol
        exact = modes.leading_modes(targets.m_star(counts.P), 10, tol=1e-9)
        again = modes.leading_modes(targets.m_star(counts.P).astype(np.float32), 10, tol=vocabulary.SMALL.tol)
        np.testing.assert_allclose(again.eigenvalues, exact.eigenvalues, rtol=1e-3)


def test_seconds_and_memory_are_those_of_each_part(small):
    for run in small:
        assert list(run["seconds"]) == list(run["gigabytes"]) == list(vocabulary.PARTS)
        assert min(run["seconds"].values()) >= 0
        held = list(run["gigabytes"].values())
        assert held == sorted(held)  # the most so far
        assert held[0] > 0.03


def test_one_size_alone_is_a_process_of_its_own(folder, small):
    command = [sys.executable, SCRIPT, "--small", "--out", folder, "--one", "500"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    one = json.loads(done.stdout)
    assert {key: one[key] for key in ("V", "pairs", "questions", "analogies")} == {
        key: small[0][key] for key in ("V", "pairs", "questions", "analogies")
    }


def test_stored_memory_grows_by_pairs_and_not_by_the_square():
    runs = stored()
    pairs, size = ([run[key] for run in runs] for key in ("pairs", "V"))
    assert pairs == sorted(pairs)
    grown = np.diff(np.log(pairs)) / np.diff(np.log(size))
    assert grown.max() < 1.2
    assert list(grown) == sorted(grown, reverse=True)
    for run in runs:
        assert max(run["gigabytes"].values()) < 4
    assert 8 * runs[-1]["V"] ** 2 > 20e9 * max(runs[-1]["gigabytes"].values())  # a table


def test_the_famous_answer_stays():
    assert {run["king - man + woman"][0] for run in stored()} == {"queen"}
