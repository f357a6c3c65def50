"""The library as it is installed: a wheel, in an empty folder, with no checkout of the book in reach."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LARGEST = 35_000_000  # bytes; most of it is the bundled counts


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    [found] = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """Return the folder that the wheel was installed into."""
    folder = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", folder, wheel]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def run(code: str, installed: Path, folder: Path) -> str:
    """Run code in an empty folder; return what it prints."""
    assert list(folder.iterdir()) == []
    code += f"\nimport wordmodes; assert wordmodes.__file__.startswith({str(installed)!r}), wordmodes.__file__"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_holds_the_package_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.partition("/")[0] for name in names} == {
        "wordmodes",
        f"{'-'.join(wheel.name.split('-')[:2])}.dist-info",
    }
    assert "wordmodes/py.typed" in names
    assert LARGEST / 2 < wheel.stat().st_size < LARGEST


def test_the_readmes_example_runs(installed, tmp_path):
    [example] = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert run(f"{example}\nprint(W.shape)", installed, tmp_path) == "(2000, 50)\n"


def test_both_corpora_come_with_it(installed, tmp_path):
    code = """
from wordmodes.text import gazette, wikipedia, wikipedia_vocabulary
print(gazette(300, 5).total, wikipedia(300, 5).total, wikipedia(400).counts.shape, len(wikipedia_vocabulary()))
"""
    assert run(code, installed, tmp_path).split(" ", 2)[1:] == ["518328992", "(400, 400) 10000\n"]


def test_the_explorers_and_the_stored_results_find_what_they_load(installed, tmp_path):
    code = """
from wordmodes import gazette
from wordmodes.book.stored import stored
from wordmodes.explorers import association_explorer, concepts_explorer
assert gazette(2000).counts.shape == (2000, 2000)
association_explorer(), concepts_explorer()
print(stored("noise")["command"])
"""
    assert run(code, installed, tmp_path).startswith("python tools/results/noise.py")
