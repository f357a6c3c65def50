"""Sphinx extension: docstrings are plain text, where |λ| and M* mean what they say, for the page of functions."""

from __future__ import annotations

import re

from sphinx.application import Sphinx

MARKUP = re.compile(r"`+[^`]*`+|[|*]|(?<=\w)_(?!\w)")  # what stands in backticks is code, and stays as it is


def escape(app: Sphinx, what: str, name: str, thing: object, options: object, lines: list[str]) -> None:
    """Escape in a docstring what reStructuredText would take for markup; examples stay as they are."""
    example = False
    for i, line in enumerate(lines):
        example = bool(line.strip()) and (example or line.lstrip().startswith(">>>"))
        if not example:
            lines[i] = MARKUP.sub(lambda match: match[0] if "`" in match[0] else f"\\{match[0]}", line)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.connect("autodoc-process-docstring", escape, priority=400)  # before napoleon, which writes markup of its own
    return {"parallel_read_safe": True, "parallel_write_safe": True}
