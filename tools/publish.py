"""Put the printed book and the packed site, where they are there, into the built site: publish.py SITE FILE...

Its first page links to them, and says of which day they are: the pages may have changed since.
"""

from __future__ import annotations

import shutil
import sys
from datetime import datetime
from pathlib import Path

import added
from whole import write_whole

KINDS = {
    ".pdf": '<a href="{name}">the whole book as a PDF</a> ({size:.0f} MB, of {day})',
    ".zip": '<a href="{name}">this site in one file</a> ({size:.0f} MB, of {day}), which opens with no network once'
    " it is unpacked",
}


def offer(path: Path) -> str:
    """Return a link to a file, with its size and its day."""
    about, made = path.stat(), datetime.fromtimestamp(path.stat().st_mtime)
    return KINDS[path.suffix].format(name=path.name, size=about.st_size / 1e6, day=f"{made.day} {made:%B %Y}")


def main(site: Path, *files: Path) -> None:
    """Copy the files that are there, and link to them where the first page tells how to read the book.

    Raises
    ------
    ValueError
        If the site isn't built, or its first page has no such place.
    """
    if not (site / "index.html").is_file():
        raise ValueError(f"{site / 'index.html'} is missing; run `make book` first")
    offers = []
    for path in files:
        if not path.is_file():
            (site / path.name).unlink(missing_ok=True)
            continue
        draft = site / f".{path.name}.tmp"
        shutil.copy(path, draft)
        draft.replace(site / path.name)
        offers.append(offer(path))
    if offers:
        html = f"\n<p>To take along: {', or '.join(offers)}.</p>"
        added.add(site / "index.html", "<strong>Read it.</strong>", "</p>", html)
    else:
        write_whole(site / "index.html", added.without(site / "index.html"))


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("usage: python tools/publish.py SITE FILE...")
    try:
        main(*map(Path, sys.argv[1:]))
    except ValueError as error:
        sys.exit(str(error))
