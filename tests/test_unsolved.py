"""`make book SOLUTIONS=0`: neither the pages nor the notebooks that they offer hold a solution."""

import json
import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

import unsolved

ROOT = Path(__file__).parent.parent
BOOK = ROOT / "book"
CHAPTERS = sorted(BOOK.glob("[01]*.ipynb"))
SMALL = "04_near_the_origin"


def lines(path: Path) -> tuple[set[str], set[str]]:
    """Lines of a notebook inside its solutions and outside, read without the help of what is tested."""
    inside, outside, solution = set(), set(), False
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        for line in map(str.strip, "".join(cell["source"]).splitlines()):
            solution |= line.startswith(":") and "{solution-start}" in line
            (inside if solution else outside).add(line)
            solution &= not (line.startswith(":") and "{solution-end}" in line)
    return {line for line in inside if len(line) > 20 and not line.startswith(":")}, outside


def words(text: str) -> str:
    """Return the words of a text, whatever they are set in: Markdown, HTML, JSON."""
    plain = unescape(re.sub(r"<[^>]*>|\\[a-z]\b", " ", text))
    return " ".join(re.findall(r"[A-Za-z]{2,}", plain))


GIVEN = set().union(*(lines(path)[1] for path in BOOK.glob("*.ipynb")))


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_notebook_loses_its_solutions_and_nothing_else(path):
    inside, outside = lines(path)
    assert len(inside) > 20
    bare = unsolved.without_solutions(json.loads(path.read_text(encoding="utf-8")))
    left = {line.strip() for cell in bare["cells"] for line in "".join(cell["source"]).splitlines()}
    assert left & (inside - GIVEN) == set()
    assert {line for line in left if not line.startswith(":")} == {line for line in outside if not line.startswith(":")}
    assert all("".join(cell["source"]).strip() for cell in bare["cells"])


def test_a_solution_without_end_is_refused():
    cell = {"cell_type": "markdown", "source": ":::{solution-start} ex\n:class: dropdown\nSo.\n:::\n"}
    with pytest.raises(ValueError, match="no end"):
        unsolved.without_solutions({"cells": [cell]})


def test_the_built_site_holds_no_solution(tmp_path):
    """One chapter, all that is written for it: page, search index, notebook to download."""
    (tmp_path / "_toc.yml").write_text(f"format: jb-book\nroot: {SMALL}\n", encoding="utf-8")
    built = [Path(sys.executable).with_name("jupyter-book"), "build", BOOK, "--config", ROOT / "_config.yml"]
    subprocess.run(
        [*built, "--toc", tmp_path / "_toc.yml", "--path-output", tmp_path, "--quiet"],
        env=os.environ | {"SOLUTIONS": "0"}, cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    site = tmp_path / "_build/html"
    inside, outside = lines(BOOK / f"{SMALL}.ipynb")
    assert (site / "_static/search-places.js").is_file()
    written = [path for path in site.rglob("*") if path.suffix in (".html", ".js", ".ipynb", ".txt", ".xml")]
    shown = {path: words(path.read_text(encoding="utf-8")) for path in written}
    asked = {" ".join(words(line).split()[:8]) for line in inside - GIVEN if len(words(line).split()) >= 5}
    given = {" ".join(words(line).split()[:8]) for line in outside if len(words(line).split()) >= 5}
    told = " ".join(map(words, outside))
    asked = {line for line in asked if line not in told}
    assert len(asked) > 20
    assert [(path.name, line) for path, text in shown.items() for line in asked if line in text] == []
    page = shown[site / f"{SMALL}.html"]
    assert sum(line in page for line in given) > 50  # what was not taken out is found so
