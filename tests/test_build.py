"""What the Makefile does where something is missing, half-made, or goes on at the same time."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import course_otter

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no make on Windows")

ROOT = Path(__file__).parent.parent
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def find_python(folder: Path, pythons: dict[str, str], **variables: str) -> subprocess.CompletedProcess[str]:
    """Run find_python.sh where the PATH has only these pythons, by name, with the versions that they claim."""
    for name, version in pythons.items():
        (folder / name).write_text(f"#!/bin/sh\necho {version}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    return subprocess.run(
        ["/bin/sh", ROOT / "tools/find_python.sh"],
        env={"PATH": str(folder)} | {name: str(folder / value) for name, value in variables.items()},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    ("pythons", "expected"),
    [
        ({"python3": "312"}, "python3"),
        ({"python3": "310", "python3.12": "312"}, "python3.12"),
        ({"python3": "314", "python3.11": "311"}, "python3.11"),  # the newest is not chosen where another runs all
        ({"python": "313"}, "python"),
    ],
)
def test_the_first_python_that_runs_everything_is_taken(tmp_path, pythons, expected):
    done = find_python(tmp_path, pythons)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{expected}\n", "")


@pytest.mark.parametrize("variables", [{}, {"PYTHON": "python3"}])
def test_a_python_too_new_for_gensim_is_taken_with_a_word(tmp_path, variables):
    done = find_python(tmp_path, {"python3": "314"}, **variables)
    assert done.returncode == 0
    assert done.stdout.strip().endswith("python3")
    assert "gensim has no build for it" in done.stderr


def test_a_python_that_was_asked_for_and_is_too_old_is_refused_by_name(tmp_path):
    done = find_python(tmp_path, {"mine": "309", "python3": "312"}, PYTHON="mine")
    assert (done.returncode, done.stdout) == (1, "")
    assert f"PYTHON={tmp_path / 'mine'} is no Python of 3.11 or newer" in done.stderr


def test_without_a_python_it_says_what_to_do(tmp_path):
    done = find_python(tmp_path, {"python3": "308"})
    assert (done.returncode, done.stdout) == (1, "")
    assert "install one, or set PYTHON" in done.stderr


def test_a_half_made_environment_is_made_again(tmp_path):
    """As it is left where Debian lacks python3-venv, or by Ctrl-C: a Python, and no pip."""
    (tmp_path / "tools").mkdir()
    for name in ("Makefile", "tools/find_python.sh", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "requirements.lock").write_text("no-such-package-here==0\n", encoding="utf-8")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / ".venv"], check=True)
    own = tmp_path / ".venv/bin/python"
    assert subprocess.run([own, "-m", "pip", "--version"], capture_output=True).returncode
    variables = os.environ | {"PIP_NO_INDEX": "1", "PYTHON": sys.executable}
    done = subprocess.run(["make", ".venv/.ready"], cwd=tmp_path, env=variables, capture_output=True, text=True)
    assert "no-such-package-here" in done.stderr  # pip is there, and has come this far
    assert subprocess.run([own, "-m", "pip", "--version"], capture_output=True).returncode == 0


def test_publishing_goes_one_step_after_the_other(tmp_path):
    """Under `make -j` too: the steps read and change the same site."""
    (tmp_path / "tools").mkdir()
    text = re.sub(r"^\$\(READY\):.*?\n\n", "$(READY):\n\n", MAKEFILE, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"^\$\(SITE\)/index\.html:.*?\n\n", "$(SITE)/index.html:\n\n", text, flags=re.DOTALL | re.MULTILINE)
    (tmp_path / "Makefile").write_text(text, encoding="utf-8")
    step = "import sys, time; print(sys.argv[0], 'begins', flush=True); time.sleep(0.2); print(sys.argv[0], 'ends')\n"
    for name in ("lite", "slides", "make_pdf", "make_zip", "publish"):
        (tmp_path / f"tools/{name}.py").write_text(step, encoding="utf-8")
    command = ["make", "-j", "4", "publish", f"BIN={Path(sys.executable).parent}"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    steps = re.findall(r"^tools/(\w+)\.py (\w+)$", done.stdout, re.MULTILINE)
    names = ("lite", "slides", "make_pdf", "publish", "make_zip", "publish")
    assert steps == [(name, word) for name in names for word in ("begins", "ends")]


def test_each_dependency_is_declared_once():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    assert list(extras.pop("otter")) == course_otter.REQUIREMENTS.splitlines()  # nothing here has it
    groups = {"": project["dependencies"], **extras}
    names = [re.match(r"[\w.-]+", line)[0].lower() for lines in groups.values() for line in lines]
    assert sorted(set(names)) == sorted(names)
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == [f"-e .[{','.join(extras)}]"]
    pinned = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(names) <= pinned, "run `make lock`"


def test_make_results_runs_every_script_that_makes_one():
    recipe = MAKEFILE.partition("\nresults:")[2].partition("\n\n")[0]
    called = re.findall(r"tools/results/(\w+)\.py", recipe)
    scripts = {path.stem for path in (ROOT / "tools/results").glob("[!_]*.py")}
    assert set(called) == scripts
    assert "build_gazette.py --check" in recipe


def test_the_book_is_built_anew_when_solutions_come_or_go(tmp_path):
    kept = tmp_path / "_build/.solutions"
    times = []
    for solutions in ("0", "0", "1"):
        asked = ["make", "-f", ROOT / "Makefile", "_build/.solutions", f"SOLUTIONS={solutions}"]
        subprocess.run(asked, cwd=tmp_path, check=True, capture_output=True)
        assert kept.read_text(encoding="utf-8") == f"{solutions}\n"
        times.append(kept.stat().st_mtime_ns)
    assert times[0] == times[1] < times[2]
    assert re.search(r"^\$\(SITE\)/index\.html:.* _build/\.solutions$", MAKEFILE, re.MULTILINE)
