"""Pack the built site into one file, to be read with no network: python tools/make_zip.py SITE OUT.zip

Unpacked, its one folder opens from index.html. What was added to the built site stays out, with the links to it: the
notebooks that run in the browser, which need a server, and the book's other forms. The same site gives the same bytes.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import added
import lite
import make_pdf

LEFT_OUT = {added.SLIDES, lite.NAME, make_pdf.WHOLE, "objects.inv"}  # the last serves builds of other books
OTHER_FORMS = {".pdf", ".zip"}


def left_out(path: Path) -> bool:
    """Return whether what lies in the site's own folder is no part of it: what was added, and drafts of other tools."""
    return path.name in LEFT_OUT or path.name.startswith(".") or path.suffix in OTHER_FORMS


def make_zip(site: Path, out: Path) -> None:
    """Write the archive through a temporary file beside `out`; its one folder has the archive's name.

    Raises
    ------
    ValueError
        If the site isn't built.
    """
    if not (site / "index.html").is_file():
        raise ValueError(f"{site} holds no built site; run `make book` first")
    kept = [path for path in site.iterdir() if not left_out(path)]
    files = sorted(path for top in kept for path in [top, *top.rglob("*")] if path.is_file())
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent) as folder:
        draft = Path(folder) / out.name
        with ZipFile(draft, "w", ZIP_DEFLATED, compresslevel=9) as archive:
            for path in files:
                page = path.parent == site and path.suffix == ".html"
                entry = ZipInfo(f"{out.stem}/{path.relative_to(site).as_posix()}")  # dated 1980
                entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
                archive.writestr(entry, added.without(path).encode() if page else path.read_bytes())
        draft.replace(out)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python tools/make_zip.py SITE OUT.zip")
    try:
        make_zip(Path(sys.argv[1]), Path(sys.argv[2]))
    except ValueError as error:
        sys.exit(str(error))
