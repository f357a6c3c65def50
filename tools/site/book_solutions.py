"""Sphinx extension: what stands in the body of a `solution-start` directive belongs to the solution.

sphinx-exercise keeps only what stands between the two directives. In the body JupyterLab folds it away, too.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx_exercise.nodes import solution_start_node


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


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.add_transform(KeepTheBody)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
