"""Sphinx extension: Predict boxes that can be answered, with what follows them covered until they are.

The right answer is taken from the output of the cell that gives it. Without scripts, and on paper, a box stays the
plain question that it is in the notebook, and nothing is covered. book/assets/predict.js does the rest.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

import predict_controls as controls
from predict_questions import Answer, Fault, Question, edition, pair, read
from whole import write_whole

SHEET = "predictions"
"""The page that holds the tally of the whole book."""

MEASURED = "pre, .nboutput > .output_area, .cell_output > .output, .jp-RenderedHTMLCommon"
COVERED = ".wm-live .wm-veil:not(.wm-open)"

Found = list[tuple[Question, Answer, dict[str, Any]]]


def collect(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Read every notebook of the table of contents; a question without its answer, or the reverse, stops the build."""
    asked, given = [], []
    try:
        for item in app.config.external_site_map.values():
            path = Path(env.srcdir, f"{item.docname}.ipynb")
            if path.exists():
                questions, answers = read(path)
                asked += questions
                given += answers
        env.book_predictions = list(pair(asked, given))
    except Fault as fault:
        raise ExtensionError(f"the predictions do not add up:\n  {fault}") from fault


class Questions(SphinxPostTransform):
    """Make each question's box a form, move what its answer cell says into it, and cover what follows."""

    default_priority = 3  # before MyST-NB chooses what to show of an output
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Go through the page's questions."""
        found: Found = [entry for entry in self.env.book_predictions if entry[0].page == self.env.docname]
        cells = {
            cell["cell_index"]: cell
            for cell in self.document.findall(nodes.container)
            if cell.get("nb_element") == "cell_code"
        }
        for asked, given, judged in found:
            [box] = [box for box in self.document.findall(nodes.admonition) if asked.name in box["ids"]]
            cell = cells[given.cell]
            if cell.parent is not box.parent:
                raise ExtensionError(f"{asked.name}: its answer stands behind another heading")
            box.extend(self.form(asked, given, judged, box, cell))
            if self.config.book_veil:
                cover(asked, box, cell)
            cell.parent.remove(cell)
        if found:
            [top] = [child for child in self.document.children if isinstance(child, nodes.section)][:1]
            top.append(controls.html(controls.tally(self.env.docname, self.config.html_title)))

    def form(
        self, asked: Question, given: Answer, judged: dict[str, Any], box: nodes.Element, cell: nodes.Element
    ) -> Any:
        """Yield the nodes of a form: raw markup around the box's own items and the cell's own sentences."""
        [said] = [part for part in cell.findall(nodes.container) if part.get("mime_type") == "text/markdown"]
        items = [item[0].children for item in box[-1]]
        box[-1]["classes"].append("wm-asked")
        yield controls.html(controls.opening(asked, edition(asked, given), judged))
        for place, item in enumerate(items if asked.kind in ("choice", "order") else []):
            before, behind = controls.around(asked, place)
            yield controls.html(before)
            words = nodes.inline("", "", *(part.deepcopy() for part in item))
            for link in list(words.findall(pending_xref)):  # a click is a choice here
                link.replace_self(link[0].children)
            yield words
            yield controls.html(behind)
        yield controls.html(controls.closing(asked))
        for item in said.children[-1]:  # in the order of the judged mistakes
            yield controls.html('<p class="wm-tempting" hidden>')
            # what it is about stands before the sentence, for readers in Jupyter
            yield nodes.inline("", "", *item[0].children[1:])
            yield controls.html("</p>")
        yield controls.html("</form>")


def cover(asked: Question, box: nodes.Element, end: nodes.Element) -> None:
    """Cover what stands between a box and its answer: outputs, and from the first one on the text.

    Explorers, their stills and code stay in sight: they give nothing away.
    """
    parent, begun = box.parent, asked.at_once
    between = parent.children[parent.index(box) + 1 : parent.index(end)]
    run: list[nodes.Node] = []
    said = False  # by the neighbour before, that this is covered
    for node in between:
        outputs = (
            [part for part in node.children if part.get("nb_element") == "cell_code_output"] if is_cell(node) else []
        )
        begun = begun or bool(outputs)
        if is_cell(node) and (not outputs or "tag_still" in node["classes"] or shows_explorer(node)):
            wrap(asked, run, said)
            said = False
        elif is_cell(node) and "hide_mode" not in node:
            wrap(asked, run, said)
            said = wrap(asked, outputs, False)
        elif begun:
            run.append(node)
    wrap(asked, run, said)


def is_cell(node: nodes.Node) -> bool:
    """Whether a node is a code cell."""
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def shows_explorer(cell: nodes.Element) -> bool:
    """Whether a cell's output is an explorer."""
    kinds = (str(part.get("mime_type", "")) for part in cell.findall(nodes.container))
    return any(kind.endswith("widget-view+json") for kind in kinds)


def wrap(asked: Question, run: list[nodes.Node], said: bool) -> bool:
    """Put a cover around neighbouring nodes, begin a new run, and return whether the page now says that it is covered.

    Parameters
    ----------
    said : bool
        Whether it stands just above already.
    """
    if not run:
        return said
    parent, first = run[0].parent, run[0].parent.index(run[0])
    before, behind = (controls.html(part) for part in controls.veil(asked.name, quiet=said))
    parent.insert(first + len(run), behind)
    parent.insert(first, before)
    run.clear()
    return True


class Predictions(SphinxDirective):
    """`{predictions}`: every question of the book with the reader's answers, and the sheet to hand in."""

    def run(self) -> list[nodes.Node]:
        """Return the page's content, a part a chapter."""
        self.env.note_reread()
        found: Found = self.env.book_predictions
        if not found:
            return [nodes.paragraph("", "No chapter of this build asks for a prediction.")]
        pages = list(dict.fromkeys(asked.page for asked, _, _ in found))
        content: list[nodes.Node] = [controls.html(controls.sheet(pages, self.config.html_title))]
        for page in pages:
            address = self.env.app.builder.get_relative_uri(self.env.docname, page)
            title = nodes.rubric("", "", nodes.reference("", f"Chapter {int(page[:2])}", refuri=address, internal=True))
            content += [controls.html(f'<div class="wm-chapter" data-page="{page}">'), title]
            for asked, given, _ in (entry for entry in found if entry[0].page == page):
                link = nodes.reference("", "To the question", refuri=f"{address}#{asked.name}", internal=True)
                before, behind = controls.entry(asked, edition(asked, given))
                content += [controls.html(before), *self.parse_text_to_nodes(asked.text)]
                content += [controls.html(behind), nodes.paragraph("", "", link), controls.html("</div>")]
            content.append(controls.html("</div>"))
        return content


def scripts(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Load the scripts where there is something to answer."""
    asks = any(asked.page == page for asked, _, _ in getattr(app.env, "book_predictions", []))
    if asks or page == SHEET:
        app.add_css_file("predict.css")
        app.add_js_file("predict-first.js", priority=400)
        for name in ("predict-kinds.js", "predict.js"):
            app.add_js_file(name, defer="defer", priority=460)


def spare_covered(app: Sphinx, error: Exception | None) -> None:
    """Keep the theme from measuring what is covered, of which the browser would complain in its console."""
    script = Path(app.outdir) / "_static/scripts/pydata-sphinx-theme.js"
    if error is None and app.builder.format == "html":
        code = script.read_text(encoding="utf-8")
        write_whole(script, code.replace(f'"{MEASURED}"', f'":is({MEASURED}):not({COVERED} *)"'))


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.add_config_value("book_veil", True, "env", types=(bool,))
    app.add_directive("predictions", Predictions)
    app.add_post_transform(Questions)
    app.connect("env-before-read-docs", collect)
    app.connect("html-page-context", scripts)
    app.connect("build-finished", spare_covered, priority=900)  # after the theme has written its files
    return {"parallel_read_safe": False, "parallel_write_safe": True}
