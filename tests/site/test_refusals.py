"""What must stop the real build: each fault, put into a small book of its own."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from wordmodes.book import claims

ROOT = Path(__file__).parent.parent.parent
SVG = '<svg width="72pt" height="72pt" viewBox="0 0 72 72"><path d="M 0 0 L 9 9"/></svg>'
v4 = nbformat.v4


def build(folder: Path, *cells: nbformat.NotebookNode) -> subprocess.CompletedProcess[str]:
    """Build a book of one page with our configuration and an address."""
    book = folder / "book"
    shutil.copytree(ROOT / "book/assets", book / "assets")
    shutil.copy(ROOT / "book/references.bib", book)
    shutil.copytree(ROOT / "tools", folder / "tools")
    for name in ("CITATION.cff", "CHANGELOG.md"):
        shutil.copy(ROOT / name, folder)
    config = (ROOT / "_config.yml").read_text(encoding="utf-8")
    config = re.sub(r'baseurl: "[^"]*"', 'baseurl: "https://example.org/book/"', config)
    (folder / "_config.yml").write_text(config, encoding="utf-8")
    (folder / "_toc.yml").write_text("format: jb-book\nroot: index\n", encoding="utf-8")
    notebook = v4.new_notebook(cells=[v4.new_markdown_cell("# Small\n\nA page."), *cells])
    notebook.metadata.language_info = {"name": "python", "pygments_lexer": "ipython3"}
    nbformat.write(notebook, book / "index.ipynb")
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", str(book), "--path-output", str(folder)]
    command += ["--config", str(folder / "_config.yml"), "--toc", str(folder / "_toc.yml"), "-W", "--keep-going"]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, env=os.environ | {"NO_COLOR": "1"})


def cell(data: dict, **metadata) -> nbformat.NotebookNode:
    return v4.new_code_cell("show()", outputs=[v4.new_output("display_data", data=data)], metadata=metadata)


def test_a_sound_page_is_built_with_its_figure_and_its_address(tmp_path):
    figure = cell({"image/svg+xml": SVG, "text/plain": "<figure>"}, mystnb={"image": {"alt": "A line that rises."}})
    done = build(tmp_path, figure)
    assert done.returncode == 0, done.stdout + done.stderr
    page = (tmp_path / "_build/html/index.html").read_text(encoding="utf-8")
    assert 'role="img" aria-label="A line that rises."' in page
    assert "_images" not in page
    assert '<link rel="canonical" href="https://example.org/book/index.html" />' in page
    assert '<meta property="og:image" content="https://example.org/book/_static/social-card.png" />' in page
    assert (tmp_path / "_build/html/_static/social-card.png").exists()


@pytest.mark.parametrize(
    ("faulty", "complaint"),
    [
        (cell({"image/svg+xml": SVG, "text/plain": "<figure>"}), "a figure has no alt text"),
        (
            cell({claims.MIME: {"id": "no-such"}, "text/plain": "x"}),
            "checks 'no-such', which the ledger does not have",
        ),
        (v4.new_markdown_cell("See {doc}`nowhere`."), "nowhere"),
        (v4.new_markdown_cell("[Nobody (1900)](#nobody1900)"), "nobody1900"),
    ],
    ids=["alt", "claim", "link", "citation"],
)
def test_a_fault_stops_the_build(tmp_path, faulty, complaint):
    done = build(tmp_path, faulty)
    assert done.returncode != 0
    assert complaint in done.stdout + done.stderr
