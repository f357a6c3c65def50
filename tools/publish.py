"""Put the printed book and the packed site into the built site, linked from its first page: publish.py SITE PDF ZIP"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import added

LINKS = """
<p>To take along: <a href="{pdf}">the whole book as a PDF</a> ({pdf_size}), or <a href="{zip}">this site
in one file</a> ({zip_size}), which opens with no network once it is unpacked.</p>"""


def main(site: Path, pdf: Path, archive: Path) -> None:
    """Copy the two files and link to them where the first page tells how to read the book.

    Raises
    ------
    ValueError
        If the site isn't built, a file is missing, or the page has no such place.
    """
    for path, target in (site / "index.html", "book"), (pdf, "pdf"), (archive, "zip"):
        if not path.is_file():
            raise ValueError(f"{path} is missing; run `make {target}` first")
    sizes = [f"{path.stat().st_size / 1e6:.0f} MB" for path in (pdf, archive)]
    for path in pdf, archive:
        draft = site / f".{path.name}.tmp"
        shutil.copy(path, draft)
        draft.replace(site / path.name)
    html = LINKS.format(pdf=pdf.name, zip=archive.name, pdf_size=sizes[0], zip_size=sizes[1])
    added.add(site / "index.html", "<strong>Read it.</strong>", "</p>", html)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: python tools/publish.py SITE PDF ZIP")
    try:
        main(*map(Path, sys.argv[1:]))
    except ValueError as error:
        sys.exit(str(error))
