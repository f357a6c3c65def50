"""The notebooks that run in the browser: built once into a copy of the site, and opened with no other site in reach.

Python for the browser comes from elsewhere; test_lite_kernel.py runs cells in one. What is tested here is that the
notebooks open, that what leans on gensim stops there and says so (all else runs without it in `make test-notebooks`),
and that the browser's has what the wheel asks for.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import distribution
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from packaging.requirements import Requirement

import added
import leaning
import lite
import lite_python
from conftest import SITE

BOOK = lite.ROOT / "book"
NOTEBOOKS = sorted(path.name for path in BOOK.glob("*.ipynb"))
COUNTS = re.compile(r"text/data/\w+-window")  # in the package; the browser has them only when a cell asks
CHAPTERS = sorted(SITE.glob("[0-9][0-9]_*.html"))

# What is in Pyodide's own set, as pyodide-lock.json of npm's pyodide says. All else must be pure Python.
PYODIDE = "314.0.6"
CARRIED = {"numpy": "2.4.6", "scipy": "1.18.0", "matplotlib": "3.10.8", "tqdm": "4.67.3", "ipython": "9.12.0"}
EMSCRIPTEN = {"sys_platform": "emscripten", "platform_system": "Emscripten", "platform_machine": "wasm32", "extra": ""}


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """Build it into a site that has the pages of the built one; twice, as a reader might."""
    folder = tmp_path_factory.mktemp("site")
    for page in (SITE / "index.html", *CHAPTERS):
        shutil.copy(page, folder)
    shutil.copytree(SITE / "_static", folder / "_static")
    (folder / "lite").mkdir()
    (folder / "lite/stale.txt").write_text("of an earlier build", encoding="utf-8")
    lite.main(folder)
    for page in folder.glob("[0-9][0-9]_*.html"):
        lite.link(page)
    return folder


@pytest.fixture(scope="module")
def wheel(site) -> Path:
    [found] = (site / "lite/pypi").glob("*.whl")
    return found


def listed(site: Path, folder: str) -> set[str]:
    content = json.loads((site / "lite/api/contents" / folder / "all.json").read_text(encoding="utf-8"))["content"]
    return {entry["name"] for entry in content}


def test_it_lists_every_notebook_and_has_what_they_load(site):
    assert listed(site, "") == {"book"}
    assert {name for name in listed(site, "book") if name.endswith(".ipynb")} == set(NOTEBOOKS)
    files = site / "lite/files"
    for name in NOTEBOOKS:
        assert (files / "book" / name).is_file()
    assert listed(site, "book/data") == {*lite.TEST_SETS, "THIRD_PARTY.md"}
    notice = (files / "book/data/THIRD_PARTY.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in notice for name in lite.TEST_SETS)
    assert not (site / "lite/stale.txt").exists()


def test_only_what_is_needed_is_shipped(site):
    assert [path for path in (site / "lite").rglob("*") if path.suffix == ".map"] == []
    assert sum(path.stat().st_size for path in (site / "lite").rglob("*") if path.is_file()) < 75e6
    assert list(site.glob(".*")) == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_is_the_books_own_after_the_library_is_installed(site, name):
    original = nbformat.read(BOOK / name, as_version=4)
    copy = nbformat.read(site / "lite/files/book" / name, as_version=4)
    nbformat.validate(copy)
    welcome, install, *rest = copy.cells
    assert "over the network" in welcome.source
    assert install.source == "%pip install -q wordmodes"
    code = [cell for cell in rest if cell.cell_type == "code"]
    assert [(c.source, c.get("outputs")) for c in code] == [
        (c.source, c.get("outputs")) for c in original.cells if c.cell_type == "code"
    ]
    stored = json.loads((site / "lite/files/book" / name).read_text(encoding="utf-8"))["cells"]  # nbformat drops trust
    assert all(cell["metadata"]["trusted"] for cell in stored if cell["cell_type"] == "code")
    prose = [cell.source for cell in rest if cell.cell_type == "markdown" and cell.source != lite.NOTE]
    written = [cell.source for cell in original.cells if cell.cell_type == "markdown"]
    assert len(prose) == len(written)
    assert not any(re.search(r"\]\((#|\w+\.md)", source) for source in prose)
    for before, cell in pairwise(copy.cells):
        tags = cell.metadata.get("tags", [])
        assert (lite.STOPS in tags) == ("raises-exception" in tags) == (before.source == lite.NOTE)


@pytest.fixture(scope="module")
def packages(wheel, tmp_path_factory) -> Path:
    """A folder that Python imports from: the library as the browser has it, and no gensim."""
    folder = tmp_path_factory.mktemp("packages")
    shutil.unpack_archive(wheel, folder, "zip")
    for counts in wheel.parent.glob("*.counts"):  # which the browser fetches when a cell asks
        shutil.copy(counts, folder / "wordmodes/text/data")
    (folder / "sitecustomize.py").write_text("import sys\nsys.modules['gensim'] = None\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "name", [name for name in NOTEBOOKS if lite.STOPS in (BOOK / name).read_text(encoding="utf-8")]
)
def test_without_gensim_the_cells_that_say_so_stop_and_no_other(site, packages, tmp_path, name):
    """Of the cells that lean on gensim, and those that these need; in `make test-notebooks` the others have none."""
    shutil.copytree(site / "lite/files", tmp_path / "files")
    notebook = nbformat.read(tmp_path / "files/book" / name, as_version=4)
    install, *own = (cell for cell in notebook.cells if cell.cell_type == "code")
    plan = leaning.needed(nbformat.v4.new_notebook(cells=own))
    notebook.cells = [install, *(cell for cell, runs in zip(own, plan, strict=True) if runs)]
    install.source = "import wordmodes; print(wordmodes.__file__)"
    client = NotebookClient(notebook, kernel_name="python3", timeout=900, allow_errors=True)
    client.resources["metadata"] = {"path": str(tmp_path / "files/book")}
    client.execute(env={**os.environ, "PYTHONPATH": str(packages)})
    assert install.outputs[0].text.startswith(str(packages))
    stopped = [cell.source for cell in notebook.cells if any(output.output_type == "error" for output in cell.outputs)]
    assert stopped == [cell.source for cell in own if lite.STOPS in cell.metadata.get("tags", [])]


def test_the_wheel_is_pure_and_the_index_knows_it(site, wheel):
    assert wheel.name.endswith("-py3-none-any.whl")
    [release] = json.loads((wheel.parent / "all.json").read_text(encoding="utf-8"))["wordmodes"]["releases"].values()
    assert release[0]["filename"] == wheel.name
    assert release[0]["digests"]["sha256"] == hashlib.sha256(wheel.read_bytes()).hexdigest()
    with zipfile.ZipFile(wheel) as archive:
        shipped = {name.removeprefix("wordmodes/") for name in archive.namelist() if name.startswith("wordmodes/")}
        assert not [name for name in shipped if name.endswith((".so", ".pyd"))]
    package = lite.ROOT / "src/wordmodes"
    source = {str(path.relative_to(package)) for path in package.rglob("*") if path.is_file()}
    assert shipped == {name for name in source if "__pycache__" not in name and not COUNTS.match(name)}
    settings = json.loads((site / "lite/jupyter-lite.json").read_text(encoding="utf-8"))["jupyter-config-data"]
    kernel = settings["litePluginSettings"]["@jupyterlite/pyodide-kernel-extension:kernel"]
    assert any(url.startswith("./pypi/all.json") for url in kernel["pipliteUrls"])


def test_the_large_counts_lie_beside_the_wheel_and_are_in_no_index(wheel, tmp_path):
    package = lite.ROOT / "src/wordmodes"
    apart = sorted((package / "text/data").glob("*.counts"))
    assert [path.name for path in apart] == [
        f"{name}-window{L}.counts" for name in ("gazette", "wikipedia") for L in (16, 5)
    ]
    for path in apart:
        assert (wheel.parent / path.name).read_bytes() == path.read_bytes()
    assert list(json.loads((wheel.parent / "all.json").read_text(encoding="utf-8"))) == ["wordmodes"]
    assert wheel.stat().st_size < 3e6
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        tmp_path,
        wheel,
    ]
    subprocess.run(command, check=True, capture_output=True)  # its list of files is right
    with zipfile.ZipFile(wheel) as archive:
        [record] = (name for name in archive.namelist() if name.endswith(".dist-info/RECORD"))
        listed_there = {line.partition(",")[0] for line in archive.read(record).decode().splitlines()}
        assert listed_there == set(archive.namelist())


def test_python_for_the_browser_has_what_the_wheel_requires(site, wheel):
    schema = site / "lite/extensions/@jupyterlite/pyodide-kernel-extension/static/schema/kernel.v0.schema.json"
    assert f"/v{PYODIDE}/" in schema.read_text(encoding="utf-8")  # CARRIED is of this version
    with zipfile.ZipFile(wheel) as archive:
        [metadata] = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        lines = archive.read(metadata).decode().partition("\n\n")[0].splitlines()
    waiting = [Requirement(line.partition(": ")[2]) for line in lines if line.startswith("Requires-Dist: ")]
    assert len(waiting) >= 7
    seen = set()
    while waiting:
        requirement = waiting.pop()
        name = requirement.name.lower().replace("_", "-")
        if name in seen or (requirement.marker and not requirement.marker.evaluate(EMSCRIPTEN)):
            continue
        seen.add(name)
        if name in CARRIED:
            assert requirement.specifier.contains(CARRIED[name]), requirement
            continue
        theirs = distribution(name)
        # psygnal has compiled wheels beside its pure one; whoever runs this has one of them
        assert name == "psygnal" or "Tag: py3-none-any" in theirs.read_text("WHEEL"), f"{name} is not pure Python"
        waiting += [Requirement(line) for line in theirs.requires or []]
    assert {"anywidget", "numpy"} <= seen
    assert "gensim" not in seen


def test_with_a_pyodide_of_ones_own_what_it_lacks_comes_along():
    lacking = lite_python.lacking({"info": {"python": "3.14.2"}, "packages": CARRIED})
    names = {line.partition("==")[0] for line in lacking}
    assert {"anywidget", "ipywidgets", "psygnal"} <= names
    assert not names & {"wordmodes", "gensim", "numba", *CARRIED}
    assert lacking == sorted(f"{name}=={distribution(name).version}" for name in names)


def test_a_pyodide_that_is_none_is_refused_and_an_address_is_passed_on(tmp_path, monkeypatch):
    (tmp_path / lite_python.LOCK).write_text("{}", encoding="utf-8")
    for place in (tmp_path, tmp_path / "none"):
        with pytest.raises(ValueError, match=r"PYODIDE=.* has no pyodide\.mjs"):
            lite_python.provide(str(place), tmp_path)
    monkeypatch.setattr(lite_python, "locked", lambda address: {})
    monkeypatch.setattr(lite_python, "wheels", lambda lock, folder: [])
    settings, _ = lite_python.provide("https://example.org/python/", tmp_path)
    assert settings == {"disablePyPIFallback": True, "pyodideUrl": "https://example.org/python/pyodide.mjs"}
    assert not (tmp_path / "static").exists()


IMPORT_ALL = """\
import sys
sys.modules["gensim"] = None
sys.path.insert(0, sys.argv[1])
import importlib, pkgutil, wordmodes
assert wordmodes.__file__.startswith(sys.argv[1]), wordmodes.__file__
for module in pkgutil.walk_packages(wordmodes.__path__, "wordmodes."):
    importlib.import_module(module.name)
print(len(wordmodes.book.claims.load()))
"""


def test_the_wheel_itself_is_imported_without_gensim(wheel, tmp_path):
    shutil.unpack_archive(wheel, tmp_path / "unpacked", "zip")
    command = [sys.executable, "-c", IMPORT_ALL, str(tmp_path / "unpacked")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=300)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 10


def test_a_chapter_links_to_itself_once(site):
    assert [path.stem for path in CHAPTERS] == [name[:-6] for name in NOTEBOOKS if name[0].isdigit()]
    for path in CHAPTERS:
        text = (site / path.name).read_text(encoding="utf-8")
        [target] = re.findall(r'<p class="wm-run wm-lite" hidden><a href="lite/([^"]+)"', text)
        page, _, notebook = target.partition("?path=")
        assert (site / "lite" / page).is_file()
        assert (site / "lite/files" / notebook).is_file()
        assert notebook == f"book/{path.stem}.ipynb"
        assert added.without(site / path.name) == added.without(path)


def test_without_a_site_it_says_what_to_do(tmp_path):
    with pytest.raises(ValueError, match="make book"):
        lite.main(tmp_path)


class Server(SimpleHTTPRequestHandler):
    """Files, without a word in the terminal."""

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def opened(site, chromium):
    """Yield a function that opens a page of the site, over http or as a file, and the addresses that were refused."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    roots = {"http": f"http://127.0.0.1:{server.server_port}/", "file": site.as_uri() + "/"}
    context, refused = chromium.new_context(), []

    def only_ours(route) -> None:
        if route.request.url.startswith((*roots.values(), "data:", "blob:")):
            route.continue_()
        else:
            refused.append(route.request.url)
            route.abort()

    context.route("**/*", only_ours)
    page = context.new_page()
    page.set_default_timeout(20_000)

    def go(scheme: str, name: str):
        page.goto(roots[scheme] + name)
        return page

    yield go, refused
    context.close()
    server.shutdown()
    server.server_close()


@pytest.mark.browser
def test_a_chapters_link_opens_its_notebook(opened):
    """The kernel can't start, as Python for the browser isn't in reach; it is the only thing that is asked for."""
    go, refused = opened
    page = go("http", "05_one_mode.html")
    page.get_by_role("link", name="Run this chapter in your browser").click()
    notebook = page.locator(".jp-Notebook")
    notebook.get_by_text("Python in this page.").wait_for()
    notebook.get_by_role("heading", name="One mode").first.wait_for()
    notebook.get_by_text("%pip install").wait_for()
    notebook.get_by_text("figures.phase_lines").first.scroll_into_view_if_needed()
    page.locator(".jp-OutputArea .jp-RenderedSVG").first.wait_for()  # stored figures show, as the notebook is trusted
    assert {"pyodide" in url for url in refused} <= {True}


@pytest.mark.browser
def test_it_lists_the_chapters(opened):
    go, refused = opened
    page = go("http", "lite/index.html")
    page.locator(".jp-DirListing-item").get_by_text("book", exact=True).dblclick()
    for name in NOTEBOOKS:
        page.locator(".jp-DirListing-item").get_by_text(name, exact=True).wait_for()
    assert refused == []


@pytest.mark.browser
def test_a_page_opened_from_its_file_has_no_link(opened):
    go, _ = opened
    page = go("file", "05_one_mode.html")
    assert page.locator("p.wm-lite").count() == 1
    assert not page.locator("p.wm-lite").is_visible()
