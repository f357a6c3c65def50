"""What the chapters' text refers to exists, reads well without the site, and holds no result that someone typed."""

import re
from pathlib import Path

import nbformat
import pytest

import references
from wordmodes.book import claims

BOOK = Path(__file__).parent.parent / "book"
NOTEBOOKS = sorted(BOOK.glob("*.ipynb"))
STATED = {"2.5"}  # million words of the bundled counts
NUMBER = re.compile(r"(?<![\w.,])(?:\d*\.\d+|\d+(?= ?%))")
SCALE = re.compile(r"^- .*, right within .*$", re.MULTILINE)  # of a question: what a reader may say, and no result
NOT_PROSE = re.compile(r"\$\$.*?\$\$|\$[^$]*\$|`[^`]*`", re.DOTALL)

v4 = nbformat.v4


def texts(path: Path, kind: str = "markdown") -> list[str]:
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == kind]


def outputs(path: Path) -> str:
    cells = nbformat.read(path, as_version=4).cells
    found = [output for cell in cells for output in cell.get("outputs", [])]
    return "\n".join(output.get("text", "") + output.get("data", {}).get("text/plain", "") for output in found)


def typed_results(path: Path) -> list[str]:
    """List decimals and percentages that stand in prose and are no setting, no published figure and no cited one.

    In formulas only those of three digits or more that a cell of the chapter printed, and not what is worked out from
    other numbers there, as in $16 / 8.5 ≈ 1.88$.
    """
    published = " ".join(claim.published for claim in claims.load().values())
    known = STATED | set(NUMBER.findall("\n".join(texts(path, "code")) + published))
    printed = set(NUMBER.findall(outputs(path)))
    found = []
    for text in texts(path):
        text = SCALE.sub("", text)
        for paragraph in re.split(r"\n\s*\n", re.sub(r"\b(?:Figure|Exercise) \d+\.\d+", "", text)):
            if {target for _, target in references.LINK.findall(paragraph)} & set(references.citations()):
                continue
            numbers = set(NUMBER.findall(NOT_PROSE.sub("", paragraph)))
            shown = re.sub(r"(\d[^$]*\\approx *)-?[\d.]+", r"\1", paragraph)
            formulas = {n for n in NUMBER.findall(shown) if len(re.sub(r"^[0.]*|\.", "", n)) > 2}
            found += sorted((numbers | formulas & printed) - known)
    return found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_result_is_typed_into_prose(path):
    assert typed_results(path) == []


@pytest.mark.parametrize(
    ("prose", "typed"),
    [
        ("The overlap is 0.987.", ["0.987"]),
        ("It solves 31 % of them.", ["31"]),
        ("So $x = 0.987$.", ["0.987"]),
        ("So $x \\approx 0.987$.", ["0.987"]),
        ("So $75/76 \\approx 0.987$.", []),
        ("With a step of 0.05, and $x = 2.2$, [Figure 1.1](#fig-01-a).", []),
        ("[Saxe et al. (2014)](#saxe2014) report 0.4.", []),
    ],
)
def test_a_typed_result_is_found(tmp_path, prose, typed):
    out = v4.new_output("stream", text="overlap 0.987")
    cells = [v4.new_markdown_cell(prose), v4.new_code_cell("step = 0.05", outputs=[out])]
    nbformat.write(v4.new_notebook(cells=cells), tmp_path / "x.ipynb")
    assert typed_results(tmp_path / "x.ipynb") == typed


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_links_are_plain_markdown(path):
    text = "\n".join(texts(path))
    assert re.findall(r"\{(?:numref|cite:?\w*|term|doc|prf:ref)\}`", text) == []
    assert re.findall(r"\]\(#[\w-]+\)", text) or path.stem == "index"


def test_every_paper_is_referred_to():
    pages = [*NOTEBOOKS, *BOOK.glob("*.md")]
    named = set(re.findall(r"[#`,](\w+\d{4}\w?)(?=[)`,])", "\n".join(p.read_text(encoding="utf-8") for p in pages)))
    assert set(references.citations()) - named == set()


def chapter() -> nbformat.NotebookNode:
    figure = {"mystnb": {"figure": {"name": "fig-08-gap", "caption": "See [](#saxe2014)."}}}
    return v4.new_notebook(
        cells=[
            v4.new_markdown_cell("[](#fig-08-gap) by [](#levy2014b) ([p](#saxe2014)), [](#ex-08-all), [x](#term-mode)"),
            v4.new_code_cell("draw()", metadata=figure),
            v4.new_markdown_cell(
                "```{exercise} All\n:label: ex-08-all\nDo.\n```\n\n```{solution-start} ex-08-all\nSo.\n```"
            ),
            v4.new_code_cell("answer"),
            v4.new_markdown_cell("```{solution-end}\n```"),
            v4.new_code_cell("say()", metadata={"tags": ["hide-input"]}),
            v4.new_code_cell("after"),
        ]
    )


def test_links_are_filled_in_and_captions_mirrored():
    notebook = chapter()
    references.complete(notebook)
    text, figure, caption, exercise, solution, _, said, after = notebook.cells
    assert text.source == (
        "[Figure 8.1](#fig-08-gap) by [Levy and Goldberg (2014b)](#levy2014b) ([Saxe et al., 2014](#saxe2014)),"
        " [Exercise 8.1](#ex-08-all), [x](#term-mode)"
    )
    assert caption.source == "**Figure 8.1.** See [Saxe et al. (2014)](#saxe2014)."
    assert caption.metadata.tags == ["remove-cell"]
    assert exercise.source.startswith(":::{exercise} All\n:label: ex-08-all\nDo.\n:::\n")
    assert "jupyter" not in figure.metadata
    assert solution.metadata.jupyter == {"outputs_hidden": True, "source_hidden": True}
    assert said.metadata.jupyter == {"source_hidden": True}
    assert "jupyter" not in after.metadata


def test_a_figure_that_moves_is_renumbered():
    notebook = chapter()
    references.complete(notebook)
    first = {"mystnb": {"figure": {"name": "fig-08-first", "caption": "First."}}}
    notebook.cells.insert(0, v4.new_code_cell("draw()", metadata=first))
    references.complete(notebook)
    assert [cell.source[:13] for cell in notebook.cells if cell.source.startswith("**")] == [
        "**Figure 8.1.",
        "**Figure 8.2.",
    ]
    assert "[Figure 8.2](#fig-08-gap)" in notebook.cells[2].source


def test_a_term_is_linked_where_it_is_first_used():
    figure = {"mystnb": {"figure": {"name": "fig-08-gap", "caption": "A mode."}}}
    cells = [
        v4.new_markdown_cell(
            "# A mode\n\nIn `mode` and $mode$, *modes* grow. A mode saturates. A document has a type."
        ),
        v4.new_code_cell("draw()", metadata=figure),
        v4.new_markdown_cell("A [token](#term-token), then tokens; see [](#fig-08-gap)."),
    ]
    notebook = v4.new_notebook(cells=cells)
    references.complete(notebook)
    assert notebook.cells[0].source.endswith(
        "In `mode` and $mode$, *[modes](#term-mode)* grow. A mode saturates. A document has a type."
    )
    assert notebook.cells[3].source.startswith("A [token](#term-token), then tokens;")
    assert {"term-context", "term-type"} & set(references.terms()) == set()
