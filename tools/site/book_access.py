"""Sphinx extension: the theme's and its extensions' markup, mended where axe-core finds it out of readers' reach.

book/assets/reach.js does the rest: what scrolls sideways can be reached by the keyboard.
"""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx

from whole import write_whole

# A pattern that no longer finds anything, since upstream has mended it, does no harm: tests/site/axe.py decides.
MENDED = (
    # What lies beside the text is a landmark too.
    (r'<div class="bd-sidebar-primary ', '<div role="complementary" aria-label="Book" class="bd-sidebar-primary '),
    # A name that is not the words on the button keeps it from who says them.
    (r'(search-button-field[^>]*?) aria-label="Search"', r"\1"),
    (r' aria-label="Toggle hidden content"', ""),
    # A bibliography is paragraphs: ARIA's role for an entry is gone, and a list holds list items only.
    (r' role="doc-biblioentry"', ""),
    (r'<div role="list" class="citation-list">', '<div class="citation-list">'),
    # sphinx-exercise and sphinx-proof give all their boxes the same one.
    (r' id="(?:exercise-content|solution-content|proof-content|proof)"', ""),
    # A column without a heading has none.
    (r'<th class="head">(?:<p></p>)?</th>', "<td></td>"),
)


def mend(html: str) -> str:
    """Return a page's HTML with the faults of `MENDED` mended; a second time changes nothing."""
    for pattern, better in MENDED:
        html = re.sub(pattern, better, html)
    return html


def mend_pages(app: Sphinx, error: Exception | None) -> None:
    """Mend every page that has been written."""
    if error is not None or app.builder.format != "html":
        return
    for page in Path(app.outdir).glob("*.html"):
        write_whole(page, mend(page.read_text(encoding="utf-8")))


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.connect("build-finished", mend_pages, priority=910)  # after the theme has written its files
    return {"parallel_read_safe": True, "parallel_write_safe": True}
