"""The benchmarks run at tiny sizes, where they check that ours and the peer agree. No time decides a test."""

import json
import os
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
RUN = """
import importlib, sys
for name in sys.argv[2:]:
    importlib.import_module(f"bench_{name}").main(["--small", "--out", sys.argv[1]])
"""
NAMES = ("vectors", "counting", "reading", "modes", "large")


@pytest.fixture(scope="module")
def measure():
    before = dict(os.environ)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(BENCHMARKS)
        import _measure

        yield _measure
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """What all scripts leave when they run in one process, which spares their imports."""
    pytest.importorskip("gensim")
    out = tmp_path_factory.mktemp("benchmarks")
    environment = {**os.environ, "PYTHONPATH": str(BENCHMARKS)}
    environment.pop("WORDMODES_WIKIPEDIA", None)
    done = subprocess.run(
        [sys.executable, "-c", RUN, out, *NAMES], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    return out


def test_every_benchmark_is_run_and_has_its_place_in_the_table(measure):
    of_the_library = {path.stem.removeprefix("bench_") for path in BENCHMARKS.glob("bench_*.py")} - {"explorer"}
    assert of_the_library == set(NAMES) == set(measure.ORDER)


@pytest.mark.parametrize("name", NAMES)
def test_each_prints_rows_that_end_in_the_table(folder, name):
    rows = json.loads((folder / "results" / f"{name}.json").read_text(encoding="utf-8"))
    table = (folder / "results.md").read_text(encoding="utf-8")
    assert rows
    for row in rows:
        assert f"| {row['what']} | {row['ours']} |" in table
        assert row["ratio"] is None or row["ratio"] > 0


def test_a_bar_is_met_only_with_all_that_goes_with_it(measure):
    def met(**given):
        return measure.Row("a", "1 s", "3 s", **given).met

    assert met(ratio=3.0, bar=3) is True
    assert met(ratio=2.9, bar=3) is False
    assert met(ratio=3.0, bar=3, holds=False) is False
    assert met(bar=3) is None
    assert met(ratio=3.0) is None


def test_what_is_not_measured_now_stays_as_it_was(measure, tmp_path, capsys):
    given = Namespace(out=tmp_path)
    measure.store("reading", [measure.Row("a", "1 s", "3 s", 3.0, 5, reason="Because.")], given)
    measure.store("reading", [measure.Row("a", "not measured"), measure.Row("b", "not measured")], given)
    report = (tmp_path / "results.md").read_text(encoding="utf-8")
    assert "| a | 1 s | 3 s | 3 | ≥ 5 | **falls short** |" in report
    assert "- *a*: 3 where 5 was asked for. Because." in report
    assert "| b | not measured |" in report
    measure.store("reading", [measure.Row("a", "1 s", "6 s", 6.0, 5, reason="Because.")], given)
    assert "Because" not in (tmp_path / "results.md").read_text(encoding="utf-8")
    assert "not measured" in capsys.readouterr().out


def test_turns_are_taken(measure):
    asked = []
    timed = measure.by_turns(
        2, {name: lambda name=name: asked.append(name) or name for name in "ab"}, digest=lambda gave: gave * 2
    )
    assert asked == list("abab")
    assert [one.gave for one in timed.values()] == ["aa", "bb"]
    assert all(len(one.cpu) == len(one.wall) == 2 for one in timed.values())
