"""Put the chapters, with a Python that runs in the page, into the built site: python tools/lite.py SITE [PYODIDE]

SITE/lite is a JupyterLite with the notebooks, and the library as a wheel with its data. The large counts lie beside the
wheel, from where the library fetches them when a cell asks. Python itself and the numerical packages come over the
network when a reader runs a cell, or, with PYODIDE, from the site or from where one likes. Each chapter's page then
links to its notebook there, but not at file://, where a browser refuses to run it. A page that Sphinx writes anew has
no link until then.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from importlib.util import find_spec
from pathlib import Path

import nbformat
from nbformat import NotebookNode, v4

import added
import lite_python
import unsolved

ROOT = Path(__file__).resolve().parent.parent
NAME = "lite"
APPS = ("notebooks", "tree")
EXTENSIONS = (  # of the many that are installed, those that a chapter needs
    "@jupyter-widgets/jupyterlab-manager",
    "@jupyterlite/pyodide-kernel-extension",
    "anywidget",
    "jupyterlab-myst",
)
THIRD_PARTY = "tools/THIRD_PARTY.md"  # says whose they are
TEST_SETS = ("questions-words.txt", "wordsim353.tsv", "simlex999.txt")  # gensim's; gensim itself has no build for this
APART = re.compile(r"wordmodes/text/data/\w+-window\d+\.counts")  # too large to be fetched by every reader
PLUGIN = "@jupyterlite/pyodide-kernel-extension:kernel"
KERNEL = {"display_name": "Python (Pyodide)", "language": "python", "name": "python"}
SETTINGS = {
    "jupyter-lite-schema-version": 0,
    "jupyter-config-data": {"appName": "One Concept at a Time", "appUrl": "./tree", "exposeAppInBrowser": False},
}
OVERRIDES = {"@jupyterlab/apputils-extension:themes": {"adaptive-theme": True}}  # light or dark as the reader's system
WELCOME = """\
**Python in this page.** This is a copy of the chapter that you can change: Shift+Enter runs a cell. Run the next cell
first. It installs the book's library from this site; Python itself and the numerical packages (NumPy, SciPy and
Matplotlib) come {whence}, some tens of megabytes the first time. The counts of gazette and of wikipedia, 4 and 29
megabytes more, are fetched from this site when a cell first asks for them. What you change stays in your browser.

There is no gensim here. Where only the counts of its articles are needed, the bundled counts stand in, and the cell
says so. A cell that needs gensim itself stops; a line above it tells. The outputs stored below the cells were made with
gensim."""
NETWORK, HERE = "over the network", "from this site"
INSTALL = "%pip install -q wordmodes"
STOPS = "needs-gensim"  # the tag of a cell that can't run without gensim and its articles, or without such a cell
ELSEWHERE = re.compile(r"(?<!!)\[([^\]]+)\]\((?:#|\w+\.md\b)[^)\s]*\)")  # papers, terms, proofs: the site's pages
NOTE = (
    "*The next cell needs gensim or its articles, or a result of a cell that does, and there is no gensim for the"
    " browser. Its stored output is below; run here, it stops.*"
)
LINK = """
<p class="wm-run wm-lite" hidden><a href="{folder}/notebooks/index.html?path=book/{name}.ipynb">Run this chapter in your
browser</a>, with nothing to install. Its numerical packages come {whence}.</p>
<script>document.currentScript.previousElementSibling.hidden = location.protocol === "file:";</script>"""


def whence(pyodide: str) -> str:
    """Return from where Python itself comes."""
    return HERE if pyodide and not lite_python.is_address(pyodide) else NETWORK


def prepare(notebook: NotebookNode, source: str) -> NotebookNode:
    """Return the chapter as it is run in the page: first its installation, and notes where gensim is needed."""
    cells = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = ELSEWHERE.sub(r"\1", cell.source)
        elif cell.cell_type == "code":
            cell.metadata["trusted"] = True  # the site's own outputs are shown
            if STOPS in cell.metadata.get("tags", []):
                cells.append(v4.new_markdown_cell(NOTE, id=f"{cell.id}-note"))
                cell.metadata["tags"].append("raises-exception")  # 'run all' goes on
        cells.append(cell)
    notebook.cells = [
        v4.new_markdown_cell(WELCOME.format(whence=source), id="lite-welcome"),
        v4.new_code_cell(INSTALL, id="lite-install", metadata={"tags": ["lite-install"], "trusted": True}),
        *cells,
    ]
    notebook.metadata.kernelspec = KERNEL
    return notebook


def gather(folder: Path, source: str) -> None:
    """Put the notebooks, their pictures and the test sets into a folder; all else they load is in the wheel."""
    book, data = folder / "book", folder / "book/data"
    data.mkdir(parents=True)
    for path in sorted((ROOT / "book").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        if not unsolved.wanted():
            notebook = unsolved.without_solutions(notebook)
        for picture in sorted(set(re.findall(r"assets/[\w.-]+", "".join(cell.source for cell in notebook.cells)))):
            (book / "assets").mkdir(exist_ok=True)
            shutil.copy(ROOT / "book" / picture, book / picture)
        # not by nbformat, which drops the mark of trust
        (book / path.name).write_text(json.dumps(prepare(notebook, source), ensure_ascii=False), encoding="utf-8")
    for name in TEST_SETS:
        shutil.copy(Path(find_spec("gensim").origin).parent / "test/test_data" / name, data)
    shutil.copy(ROOT / THIRD_PARTY, data)


def set_apart(wheel: Path) -> list[Path]:
    """Move the large counts from the wheel into files beside it, and return these."""
    moved, whole = [], wheel.rename(wheel.with_suffix(".whole"))
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            data = old.read(member)
            if APART.fullmatch(member.filename):
                moved.append(wheel.with_name(Path(member.filename).name))
                moved[-1].write_bytes(data)
                continue
            if member.filename.endswith(".dist-info/RECORD"):
                lines = data.decode().splitlines(keepends=True)
                data = "".join(line for line in lines if not APART.match(line)).encode()
            new.writestr(member, data)
    whole.unlink()
    return moved


def run(*command: str | Path, folder: Path) -> None:
    """Run a Python module, silent unless it fails."""
    done = subprocess.run([sys.executable, "-m", *map(str, command)], cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise ValueError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def build(out: Path, pyodide: str = "") -> None:
    """Build the JupyterLite into `out`, through a temporary folder beside the site: another tool may be reading that.

    Raises
    ------
    ValueError
        If the wheel or the JupyterLite can't be built, with what was printed; or the Pyodide isn't there.
    """
    with tempfile.TemporaryDirectory(dir=out.parent.parent, prefix=".lite-") as name:
        work = Path(name).resolve()
        kernel, pure = lite_python.provide(pyodide, work) if pyodide else ({}, [])
        gather(work / "contents", whence(pyodide))
        run("hatchling", "build", "-t", "wheel", "-d", work / "wheels", folder=ROOT)
        [wheel] = (work / "wheels").glob("*.whl")
        counts = set_apart(wheel)
        extensions = Path(sys.prefix) / "share/jupyter/labextensions"
        settings = {
            "LiteBuildConfig": {
                "apps": APPS,
                "contents": ["contents"],
                "output_dir": "site",
                "no_sourcemaps": True,
                "no_unused_shared_packages": True,
                "ignore_sys_prefix": ["federated_extensions"],
                "federated_extensions": [str(extensions / extension) for extension in EXTENSIONS],
            },
            "PipliteAddon": {"piplite_urls": [str(path) for path in (wheel, *pure)]},
        }
        (work / "jupyter_lite_config.json").write_text(json.dumps(settings), encoding="utf-8")
        site = {**SETTINGS["jupyter-config-data"], "litePluginSettings": {PLUGIN: kernel}}
        text = json.dumps({**SETTINGS, "jupyter-config-data": site})
        (work / "jupyter-lite.json").write_text(text, encoding="utf-8")
        (work / "overrides.json").write_text(json.dumps(OVERRIDES), encoding="utf-8")
        run("jupyterlite_core", "build", "--lite-dir", ".", folder=work)
        for file in counts:
            shutil.copy(file, work / "site/pypi")
        shutil.rmtree(out, ignore_errors=True)
        (work / "site").rename(out)


def link(page: Path, source: str = NETWORK) -> None:
    """Write the link to its notebook under the title of a chapter's page."""
    html = LINK.format(folder=NAME, name=page.stem, whence=source)
    added.add(page, '<article class="bd-article">', "</h1>", html)


def main(site: Path, pyodide: str = "") -> None:
    """Build SITE/lite and link to it; `pyodide` is a folder or an address.

    Raises
    ------
    ValueError
        If the site isn't built; as `build`.
    """
    if not (site / "index.html").is_file():
        raise ValueError(f"{site} holds no built site; run `make book` first")
    build(site / NAME, pyodide)
    for page in sorted(site.glob("[0-9][0-9]_*.html")):
        link(page, whence(pyodide))


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: python tools/lite.py SITE [PYODIDE]")
    try:
        main(Path(sys.argv[1]), *sys.argv[2:])
    except ValueError as error:
        sys.exit(str(error))
