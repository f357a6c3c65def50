"""Sphinx extension: solutions of exercises, shown or left out.

What stands in the body of a `solution-start` directive belongs to the solution: sphinx-exercise keeps only what stands
between the two directives, and in the body JupyterLab folds it away, too. With SOLUTIONS=0 neither the pages nor the
notebooks that they offer hold a solution.
"""

from __future__ import annotations

import json
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx_exercise.nodes import solution_start_node

import unsolved
from whole import write_whole


class KeepTheBody(SphinxTransform):
    """Move the body of each `solution-start` behind it, where the solution's cells are."""

    default_priority = 9  # sphinx-exercise merges at 10

    def apply(self, **kwargs: object) -> None:
        """Go through the page's solutions."""
        for start in list(self.document.findall(solution_start_node)):
            for body in [child for child in start.children if isinstance(child, nodes.section)]:
                place = start.parent.index(start) + 1
                start.parent.children[place:place] = body.children
                for child in body.children:
                    child.parent = start.parent
                body.children = []


def leave_out(app: Sphinx, docname: str, source: list[str]) -> None:
    """Take the solutions out of a notebook that has been read."""
    if not app.config.book_solutions and Path(app.env.doc2path(docname)).suffix == ".ipynb":
        source[0] = json.dumps(unsolved.without_solutions(json.loads(source[0])))


def leave_out_of_copies(app: Sphinx, exception: Exception | None) -> None:
    """Take them out of the notebooks that the pages offer to download."""
    if exception is None and not app.config.book_solutions:
        for path in Path(app.outdir, "_sources").rglob("*.ipynb"):
            notebook = unsolved.without_solutions(json.loads(path.read_text(encoding="utf-8")))
            write_whole(path, json.dumps(notebook, indent=1, ensure_ascii=False) + "\n")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.add_config_value("book_solutions", unsolved.wanted(), "env", types=(bool,))
    app.add_transform(KeepTheBody)
    app.connect("source-read", leave_out)
    app.connect("build-finished", leave_out_of_copies)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
