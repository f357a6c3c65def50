"""The script behind the results on wikipedia, run at a small size: what it stores, and that it goes on where it was."""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

import wikipedia

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "tools/results/wikipedia.py"


def run(folder: Path, *also: str) -> dict:
    command = [sys.executable, SCRIPT, "--small", "--jobs", "1", "--out", folder, *also]
    subprocess.run(command, check=True, capture_output=True)
    return json.loads((folder / "wikipedia.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("wikipedia")


@pytest.fixture(scope="module")
def small(folder) -> dict:
    run(folder, "--only", "closed")
    return run(folder)


def test_every_recipe_and_every_series_is_there(small):
    closed, trained = ([r for r in small["runs"] if key in r] for key in ("recipe", "trainer"))
    assert len({(r["recipe"], r["tokens"]) for r in closed}) == len(closed) == 8 * len(wikipedia.SMALL.tokens)
    for series in wikipedia.series_of(wikipedia.SMALL):
        epochs = sorted(r["epochs"] for r in trained if asdict(series).items() <= r.items())
        assert epochs == ([1, 2] if series.seed == 1 else [2])
    assert wikipedia.waiting(wikipedia.SMALL, ("closed", "gensim"), small["runs"]) == []


def test_the_answers_are_stored_as_bits(small):
    for one in small["runs"]:
        hits = np.unpackbits(np.frombuffer(bytes.fromhex(one["hits"]), dtype=np.uint8))[: one["questions"]]
        assert hits.mean() == pytest.approx(one["analogies"][0], abs=1e-5)
        assert np.sum(list(one["families"].values()), axis=0).tolist() == [hits.sum(), one["questions"]]


def test_what_is_stored_is_not_run_again(folder, small):
    before = (folder / "wikipedia.json").stat().st_mtime_ns
    assert run(folder)["runs"] == small["runs"]
    assert (folder / "wikipedia.json").stat().st_mtime_ns == before


def test_articles_are_whole_and_pieces_short(folder, small, monkeypatch):
    articles = list(wikipedia.articles(folder / "cache", 20_000))
    monkeypatch.setattr(wikipedia, "GENSIM_LIMIT", 1000)
    pieces = list(wikipedia.Pieces(folder / "cache", 20_000))
    assert max(map(len, pieces)) == 1000
    assert [word for piece in pieces for word in piece] == [word for article in articles for word in article]
    assert 20_000 <= sum(map(len, articles)) < 20_000 + max(map(len, articles))


def test_a_second_seed_is_trained_once_for_as_long_as_the_first():
    s = wikipedia.Settings()
    first, second = (one for one in wikipedia.series_of(s) if (one.tokens, one.d) == (10_000_000, 100))
    assert (first.seed, second.seed) == (1, 2)

    def run(series: wikipedia.Series, epochs: int, score: float) -> dict:
        return {"trainer": "gensim", **asdict(series), "epochs": epochs, "analogies": [score, 0.01]}

    runs = [run(first, 1, 0.2), run(first, 2, 0.3)]
    assert wikipedia.next_epochs(s, second, runs) is None, "the first has not settled"
    runs.append(run(first, 4, 0.305))
    assert wikipedia.next_epochs(s, second, runs) == 4
    assert wikipedia.next_epochs(s, second, [*runs, run(second, 4, 0.3)]) is None


def test_runs_by_other_code_or_of_other_sizes_are_not_kept(small, tmp_path):
    path = tmp_path / "wikipedia.json"
    assert wikipedia.kept_runs(path, wikipedia.SMALL) == []
    sizes = {"settings": small["settings"] | {"min_count": 9}}
    for changed, kept in (({"script_sha256": "0"}, small["runs"]), ({"makers_sha256": "0"}, []), (sizes, [])):
        path.write_text(json.dumps(small | changed), encoding="utf-8")
        assert wikipedia.kept_runs(path, wikipedia.SMALL) == kept


def test_a_series_ends_when_doubling_no_longer_helps():
    s = wikipedia.SMALL
    series = wikipedia.series_of(s)[0]

    def after(*scores):
        runs = [
            {"trainer": "gensim", **asdict(series), "epochs": 2**k, "analogies": [x, 0.01]}
            for k, x in enumerate(scores)
        ]
        return [job[2] for job in wikipedia.waiting(wikipedia.Settings(), ("gensim",), runs) if job[1] == series]

    series = next(one for one in wikipedia.series_of(wikipedia.Settings()) if one.tokens == 10_000_000)
    assert after() == [1]
    assert after(0.2) == [2]
    assert after(0.2, 0.3) == [4]
    assert after(0.2, 0.3, 0.305) == []
    assert after(0.2, 0.1) == []
    series = next(one for one in wikipedia.series_of(wikipedia.Settings()) if one.tokens == 150_000)
    assert after(*[0.01] * 7) == [128], "nineteen million words have been read"
    assert after(*[0.01] * 8) == []
