"""The stored notebooks: run to the end, normalised, with nothing in them of one machine and nothing left unchecked."""

import copy
import re
from pathlib import Path

import nbformat
import pytest
from nbval.plugin import comment_markers, metadata_tags

import execute
import references
from wordmodes.book.figures.style import INK, PALETTE

BOOK = Path(__file__).parent.parent / "book"
NOTEBOOKS = sorted(BOOK.glob("*.ipynb"))
MACHINE = re.compile(
    r"/home/|/Users/|/root/|/tmp/|[A-Z]:\\\\|site-packages|dist-packages|" + re.escape(str(BOOK.parent))
)
TAGS = {"needs-gensim", "hide-input", "remove-input", "still"}  # a code cell has no other: some switch its check off
UNSEEN = {"image/png", "image/jpeg", "text/latex"}  # nbval does not compare the first two, and we show none of them

CHAPTERS = [path for path in NOTEBOOKS if re.match(r"\d\d_", path.name)]
LONGEST = {"03_skip_gram": 15}  # the two halves of its trainer

of_every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
of_every_chapter = pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)


def code_cells(path: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


@of_every_notebook
def test_every_cell_was_run_in_order_without_error(path):
    cells = [cell for cell in code_cells(path) if cell.source.strip()]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    for cell in cells:
        for output in cell.outputs:
            assert output.output_type != "error", cell.source
            assert output.get("name") != "stderr", output.text


@of_every_notebook
def test_it_is_as_make_execute_leaves_it(path):
    stored = nbformat.read(path, as_version=4)
    assert execute.normalise(copy.deepcopy(stored)) == stored


@of_every_notebook
def test_it_says_nothing_of_a_machine(path):
    assert MACHINE.findall(path.read_text(encoding="utf-8")) == []


@of_every_notebook
def test_nothing_is_left_out_of_the_comparison(path):
    for cell in code_cells(path):
        assert left_out(cell) == [], cell.source


def left_out(cell: nbformat.NotebookNode) -> list[str]:
    """What may keep a cell or its outputs from being compared with a fresh run."""
    tags = [f"tag {tag!r}; known are {sorted(TAGS)}" for tag in cell.metadata.get("tags", []) if tag not in TAGS]
    kinds = {kind for output in cell.outputs for kind in output.get("data", {})} & UNSEEN
    words = re.findall(r"nbval|pytest\W?_?validate", cell.source, re.IGNORECASE)
    return tags + sorted(kinds) + words


@pytest.mark.parametrize(
    "tag", [*metadata_tags, "remove-output", "skip-execution", "NBVAL_IGNORE_OUTPUT", "nbval_ignore_output"]
)
def test_a_tag_that_switches_a_check_off_is_noticed(tag):
    assert left_out(nbformat.v4.new_code_cell("1", metadata={"tags": ["still", tag]}))


@pytest.mark.parametrize("marker", comment_markers)
@pytest.mark.parametrize("spelling", ["# {}", "#{}", "##  {}", "#\t{}"])
def test_a_comment_that_switches_a_check_off_is_noticed(spelling, marker):
    for word in (marker, marker.lower()):
        assert left_out(nbformat.v4.new_code_cell("x = 1\n  " + spelling.format(word) + "\nx"))


def test_a_picture_that_is_not_compared_is_noticed():
    shown = nbformat.v4.new_output("display_data", data={"image/png": "iVBOR"})
    assert left_out(nbformat.v4.new_code_cell("x", outputs=[shown])) == ["image/png"]


@of_every_notebook
def test_every_figure_says_what_it_shows(path):
    for cell in code_cells(path):
        pictures = [key for output in cell.outputs for key in output.get("data", {}) if key.startswith("image/")]
        if pictures:
            assert len(cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")) >= 30, cell.source


@of_every_notebook
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


@of_every_notebook
def test_it_describes_itself(path):
    assert 40 <= len(nbformat.read(path, as_version=4).metadata.get("description", "")) <= 220


@of_every_chapter
def test_a_chapter_has_its_parts_in_order(path):
    text = "\n".join([cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"])
    parts = [
        "\nAfter this chapter you ",
        "**Needs",
        "**Leads to",
        "\n## Where it stops",
        "\n## Exercises",
        "\n## Further reading",
    ]
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    assert text.count("{admonition} Predict") >= 3


@of_every_chapter
def test_every_exercise_has_a_solution_that_is_run_and_checked(path):
    exercises, solved, solution = set(), set(), None
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code" and solution and "assert" in cell.source:
            solved.add(solution)
        if cell.cell_type == "markdown":
            exercises |= set(references.EXERCISE.findall(cell.source))
            for kind, name in re.findall(r"^:{3,}\{solution-(start|end)\} ?(\S*)", cell.source, re.MULTILINE):
                solution = name if kind == "start" else None
    assert 4 <= len(exercises) <= 8
    assert exercises == solved


@of_every_chapter
def test_cells_are_short_and_draw_nothing_themselves(path):
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            assert not re.search(r"matplotlib|\bplt\.|\.subplots\(|\.plot\(", cell.source), cell.source
            if "jupyter" not in cell.metadata:
                assert len([line for line in cell.source.splitlines() if line.strip()]) <= LONGEST.get(path.stem, 14), (
                    cell.source
                )


@of_every_chapter
def test_every_figure_is_referred_to(path):
    cells = nbformat.read(path, as_version=4).cells
    names = {name for cell in cells if (name := references.figure_name(cell))}
    assert names - {target for cell in cells for _, target in references.LINK.findall(cell.source)} == set()
