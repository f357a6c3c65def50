"""Drawings in notebooks are compared by what a reader sees."""

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest

from same_drawing import Drawing, compared, difference

ROOT = Path(__file__).resolve().parents[1]
PICTURE = """<svg viewBox="0 0 100 50" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">
<defs><path id="m1a" d="M 0 3 L 10.25 20"/><clipPath id="p2b"><rect x="0" y="0" width="9" height="9"/></clipPath></defs>
<g clip-path="url(#p2b)"><use xlink:href="#m1a" x="12.5" y="7" style="fill: #0072b2"/></g>
<text transform="translate(5.2 6.1) rotate(-90)" style="fill: #333333">loss</text>
</svg>"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("10.25", "10.7"),
        ("translate(5.2 6.1)", "translate(5.6 5.7)"),
    ],
)
def test_a_place_may_move_by_less_than_anyone_sees(old, new):
    assert Drawing(PICTURE) == Drawing(PICTURE.replace(old, new))


def test_ids_are_names_and_may_change_together():
    assert Drawing(PICTURE) == Drawing(PICTURE.replace("m1a", "m9f").replace("p2b", "p0"))
    assert Drawing(PICTURE) != Drawing(PICTURE.replace("#m1a", "#p2b"))


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("10.25", "10.8", "path's d"),
        ('x="12.5"', 'x="11.9"', "use's x"),
        ("rotate(-90)", "rotate(90)", "text's transform"),
        ("loss", "gain", "text says 'loss', 'gain'"),
        ("#0072b2", "#d55e00", "use's style"),
        ("L 10.25", "M 10.25", "path's d"),
        ("10.25 20", "10.25 20 L 11 20", "path's d"),
        ("<text", "<rect/><text", "8 parts, 9 in the other"),
        ('height="9"', 'stroke="9"', "rect has"),
        (' clip-path="url(#p2b)"', "", "g has"),
    ],
)
def test_what_a_reader_sees_may_not_change(old, new, named):
    assert named in difference(PICTURE, PICTURE.replace(old, new))


def test_only_drawings_are_compared_so():
    assert isinstance(compared(PICTURE), Drawing)
    for output in ("1.25", "<p>an <svg></svg> in a text</p>", {"model_id": "1"}, None):
        assert compared(output) is output
    one, other = (compared(PICTURE.replace(">loss<", f">loss {number}<")) for number in ("0.25", "0.35"))
    assert one != other, "nothing of a drawing is taken out before it is compared"


Cell = nbformat.NotebookNode


def printing(number: str, claim: str) -> list[Cell]:
    """A cell that prints, and one that shows a claim's check: with these outputs stored."""
    printed = nbformat.v4.new_output("stream", text=f"{number}\n")
    shown = nbformat.v4.new_output("execute_result", data={"text/plain": f"'{claim}'"}, execution_count=2)
    return [
        nbformat.v4.new_code_cell("print(325.1)", outputs=[printed], execution_count=1),
        nbformat.v4.new_code_cell("'claim a: 0.608'", outputs=[shown], execution_count=2),
    ]


def drawing(exchanged: bool = False) -> list[Cell]:
    """Two cells of the book that draw; their stored figures may have changed places."""
    cells = [
        cell
        for name in ("03_skip_gram", "04_near_the_origin")
        for cell in nbformat.read(ROOT / f"book/{name}.ipynb", as_version=4).cells
        if cell.source.startswith(("figures.judging", "figures.parabola"))
    ]
    cells[0].source = "from wordmodes.book import figures\n" + cells[0].source
    for number, cell in enumerate(cells, start=1):
        cell.execution_count = number
    if exchanged:
        first, second = (cell.outputs[0].data for cell in cells)
        first["image/svg+xml"], second["image/svg+xml"] = second["image/svg+xml"], first["image/svg+xml"]
    return cells


def importing(*tags: str) -> list[Cell]:
    """A cell that imports gensim."""
    cell = nbformat.v4.new_code_cell("import gensim.models\n1", execution_count=1, metadata={"tags": list(tags)})
    cell.outputs = [nbformat.v4.new_output("execute_result", data={"text/plain": "1"}, execution_count=1)]
    return [cell]


NOTEBOOKS = {
    "numbers": printing("325.1", "claim a: 0.608"),
    "numbers-changed": printing("326.1", "claim a: 0.609"),
    "drawings": drawing(),
    "drawings-exchanged": drawing(exchanged=True),
    "gensim": importing("needs-gensim"),
    "gensim-unsaid": importing(),
    "gensim-beside": [*importing("needs-gensim"), *importing()],
}


@pytest.fixture(scope="module")
def failures(tmp_path_factory) -> dict[str, list[str]]:
    """What nbval says against the cells of each notebook, with the options that `make test` gives."""
    folder = tmp_path_factory.mktemp("notebooks")
    for name, cells in NOTEBOOKS.items():
        nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / f"{name}.ipynb")
    options = re.search(r"pytest (--nbval\S*) book", (ROOT / "Makefile").read_text(encoding="utf-8"))[1]
    command = [sys.executable, "-m", "pytest", "-p", "conftest", "--rootdir", ROOT, options, folder, "-q"]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "tools")}  # for a plugin earlier than for conftest.py
    report = folder / "report.xml"
    subprocess.run([*command, "--junit-xml", report], cwd=ROOT, env=environment, capture_output=True, timeout=600)
    found = {name: [] for name in NOTEBOOKS}
    ran = 0
    for case in ElementTree.parse(report).iter("testcase"):
        name = re.search(r"([\w-]+)\.ipynb", f"{case.get('classname')}.ipynb {case.get('name')}")[1]
        ran += 1
        found[name.rpartition(".")[2]] += [part.text for part in case.iter("failure")]
    assert ran == sum(map(len, NOTEBOOKS.values()))
    return found


def test_nbval_sees_a_number_that_was_changed(failures):
    """One digit of what a cell prints, or of what a claim's check shows: nothing may hide it."""
    assert failures["numbers"] == []
    assert len(failures["numbers-changed"]) == 2


def test_nbval_sees_a_figure_that_was_exchanged(failures):
    """Two figures change places: the run is red, and says which drawing; as they were it is green."""
    assert failures["drawings"] == []
    assert ["the drawing has changed" in said for said in failures["drawings-exchanged"]] == [True, True]


def test_a_notebook_has_gensim_only_where_a_cell_says_so(failures):
    assert failures["gensim"] == []
    for name in ("gensim-unsaid", "gensim-beside"):
        [said] = failures[name]
        assert "No module named 'gensim" in said
