"""Links, in a built page, to what is made after it. Marked, so that they can be renewed and taken out again."""

from __future__ import annotations

import re
from pathlib import Path

from whole import write_whole

SLIDES = "slides"  # the folder in the site that has them
MARKED = re.compile(r"<!--added-->.*?<!--/added-->", flags=re.DOTALL)


def without(page: Path) -> str:
    """Return a page as it was built, without what was added."""
    return MARKED.sub("", page.read_text(encoding="utf-8"))


def add(page: Path, start: str, end: str, html: str) -> None:
    """Write HTML into a page, in place of what was added before: behind the first `end` that follows `start`.

    Raises
    ------
    ValueError
        If the page has no such place.
    """
    head, found, tail = without(page).partition(start)
    inside, closed, tail = tail.partition(end)
    if not (found and closed):
        raise ValueError(f"{page.name} has no {start!r} with a {end!r} behind it, where a link was to stand")
    write_whole(page, f"{head}{start}{inside}{end}<!--added-->{html}<!--/added-->{tail}")
