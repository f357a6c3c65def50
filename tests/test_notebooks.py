"""The stored notebooks: run to the end, normalised, with nothing in them of one machine and nothing left unchecked."""

import copy
import re
from pathlib import Path

import nbformat
import pytest

import execute
from wordmodes.figures.style import INK, PALETTE

BOOK = Path(__file__).parent.parent / "book"
NOTEBOOKS = sorted(BOOK.glob("*.ipynb"))
MACHINE = re.compile(
    r"/home/|/Users/|/root/|/tmp/|[A-Z]:\\\\|site-packages|dist-packages|" + re.escape(str(BOOK.parent))
)
UNCHECKED = {"nbval-ignore-output", "nbval-skip", "raises-exception"}

pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def code_cells(path: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def test_every_cell_was_run_in_order_without_error(path):
    cells = [cell for cell in code_cells(path) if cell.source.strip()]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    for cell in cells:
        for output in cell.outputs:
            assert output.output_type != "error", cell.source
            assert output.get("name") != "stderr", output.text


def test_it_is_as_make_execute_leaves_it(path):
    stored = nbformat.read(path, as_version=4)
    assert execute.normalise(copy.deepcopy(stored)) == stored


def test_it_says_nothing_of_a_machine(path):
    assert MACHINE.findall(path.read_text(encoding="utf-8")) == []


def test_nothing_is_left_out_of_the_comparison(path):
    for cell in code_cells(path):
        assert not UNCHECKED & set(cell.metadata.get("tags", [])), cell.source
        assert "nbval" not in cell.source.lower(), cell.source
        assert "# pytest_validate" not in cell.source.lower(), cell.source


def test_every_figure_says_what_it_shows(path):
    for cell in code_cells(path):
        pictures = [key for output in cell.outputs for key in output.get("data", {}) if key.startswith("image/")]
        if pictures:
            assert len(cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")) >= 30, cell.source


def test_figures_use_colours_that_follow_the_page(path):
    known = {colour.lower() for colour in (INK, *PALETTE)}
    for cell in code_cells(path):
        for output in cell.outputs:
            drawing = output.get("data", {}).get("image/svg+xml", "")
            used = re.findall(r"(?:fill|stroke|stop-color)[:=][\s\"]*(#[0-9a-fA-F]{3,6})", drawing)
            assert {colour.lower() for colour in used} - known == set(), cell.source
            # matplotlib leaves out the fill of a black text, which nobody can read in the dark
            texts = re.findall(r"<text[^>]* style=[^>]*>", drawing)
            assert [text for text in texts if "fill:" not in text] == [], cell.source


def test_it_describes_itself(path):
    assert 40 <= len(nbformat.read(path, as_version=4).metadata.get("description", "")) <= 220
