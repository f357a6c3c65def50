"""The page on reproducibility: what it collects is what is there."""

import argparse
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import nbformat
import pytest

import _record
import book_reproducibility as page
from wordmodes.book.stored import stored

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "book").glob("*.ipynb"))


def test_every_page_has_been_timed():
    times = stored("run_times")
    assert set(times["cpu_seconds"]) == {path.stem for path in NOTEBOOKS}
    assert {date.fromisoformat(day) <= date.today() for day in times["run_on"].values()} == {True}
    assert set(times["run_on"]) == set(times["cpu_seconds"])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_page_loads_what_exists(path):
    for name in page.loaded(page.code(path)):
        assert stored(name)["command"].startswith("python tools/results/")


def test_every_stored_result_says_how_it_was_made():
    for path in (ROOT / "src/wordmodes/book/results").glob("*.json"):
        result = json.loads(path.read_text(encoding="utf-8"))
        script = result["command"].split()[1]
        assert (ROOT / script).is_file()
        assert {"python", "numpy"} <= set(result["versions"])
        assert script in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_every_stored_result_was_written_by_its_script_as_it_is_now():
    """It has the keys that `_record.provenance` writes, and the hash of the script in the checkout."""
    wrong = []
    for path in sorted((ROOT / "src/wordmodes/book/results").glob("*.json")):
        result = json.loads(path.read_text(encoding="utf-8"))
        script = Path(result["command"].split()[1])
        fresh = _record.provenance(script.name, argparse.Namespace(small=False))
        old = [key for key in fresh if key not in result]
        if set(result.get("machine", {})) != set(fresh["machine"]):
            old.append("another machine's keys")
        old += [f"no version of {name}" for name in set(fresh["versions"]) - set(result["versions"])]
        if result.get("script_sha256") != fresh["script_sha256"]:
            old.append("another script's hash")
        if "--small" in result["command"]:
            old.append("--small")
        wrong += [f"{path.name}: {', '.join(sorted(old))}"] if old else []
    assert wrong == [], "make results"


def test_every_script_of_make_results_has_left_its_results():
    commands = {
        json.loads(path.read_text(encoding="utf-8"))["command"].split()[1]
        for path in (ROOT / "src/wordmodes/book/results").glob("*.json")
    }
    scripts = {f"tools/results/{path.name}" for path in (ROOT / "tools/results").glob("[!_]*.py")}
    assert scripts - commands == {
        f"tools/results/{name}.py" for name in ("build_gazette", "build_wikipedia", "explorer_tables")
    }
    assert commands <= scripts


def test_seeds_are_read_from_code():
    sources = ["rng = np.random.default_rng(7)\nf(x, seed=3)\ng(seed=s)", "h(9)\nnp.random.default_rng(seed=4)"]
    assert page.seeds(sources) == [3, 4, 7]
    assert page.loaded(['stored("noise")["a"]\nstored("gensim")', 'stored("noise")']) == ["noise", "gensim"]
    assert page.all_seeds({"seeds": [1, 2], "runs": [{"seed": 9, "epochs": 5}]}) == {1, 2, 9}
    assert page.listed({1, 2, 3, 7, 8, 10}) == "1 to 3, 7, 8, 10"


def test_a_page_is_called_by_its_number_or_its_title():
    names = [page.called(ROOT / "book" / f"{stem}.ipynb") for stem in ("index", "05_one_mode", "past_one_machine")]
    assert names == ["opening page", "chapter 5", "Past one machine"]


def test_a_version_for_each_python_is_shown():
    assert page.pinned("numpy==2.4.6 ; python_full_version >= '3.12'\nnumpy==2.2.1 ; x\nscipy==1.17.1") == {
        "numpy": "2.4.6 or 2.2.1",
        "scipy": "1.17.1",
    }


def test_timing_leaves_the_notebook_as_it_was_and_names_the_machine(tmp_path):
    path = tmp_path / "short.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("sum(range(10**7))")]), path)
    before = path.read_bytes()
    command = [sys.executable, ROOT / "tools/results/run_times.py", "--out", tmp_path, path]
    subprocess.run(command, check=True, capture_output=True)
    result = json.loads((tmp_path / "run_times.json").read_text(encoding="utf-8"))
    assert 0 < result["cpu_seconds"]["short"] < 60
    assert result["machine"]["processor"]
    assert result["run_on"] == {"short": date.today().isoformat()}
    assert path.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["run_times.json", "short.ipynb"]
