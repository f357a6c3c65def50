"""Several explorers in one document: none of them touches what another one holds."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Locator, Page

from widget_page import widget_page
from wordmodes.explorers import update_explorer, window_explorer

pytestmark = pytest.mark.browser

# For each explorer, in the order of the page: what is chosen in each of its groups of radio buttons.
CHOSEN = """() => [...document.querySelectorAll('.wm-explorer')].map((root) =>
  [...root.querySelectorAll('fieldset')].map((group) => group.querySelector('input:checked')?.value ?? null))"""
NAMES = "() => [...document.querySelectorAll('.wm-explorer [id]')].map((node) => node.id)"
GROUPS = """() => [...document.querySelectorAll('.wm-explorer fieldset')].map((group) =>
  [...new Set([...group.querySelectorAll('input')].map((input) => input.name))])"""
# What each explorer refers to by id, and whether that lies in the same explorer.
REFERENCES = """() => [...document.querySelectorAll('.wm-explorer')].map((root) =>
  ['aria-describedby', 'list'].flatMap((attribute) => [...root.querySelectorAll(`[${attribute}]`)].map((node) =>
    root.contains(document.getElementById(node.getAttribute(attribute))))))"""
# The two differ in what they open with, so that a group shared with the other would lose it.
OPENING = [["linear", "beyond"], ["flat", "share"], ["real"]]


def assert_apart(page: Page) -> None:
    """Assert that no explorer of the page uses a name of another's."""
    repeated = [name for name, times in Counter(page.evaluate(NAMES)).items() if times > 1]
    assert repeated == []
    groups = page.evaluate(GROUPS)
    assert all(len(names) == 1 for names in groups)
    assert len({name for [name] in groups}) == len(groups)
    for inside in page.evaluate(REFERENCES):
        assert inside
        assert all(inside)


def choose(explorer: Locator, text: str) -> None:
    explorer.get_by_role("radio", name=text, exact=True).check()


def test_three_on_a_page_keep_apart(alone):
    three = (window_explorer(), window_explorer(weighting="flat", order="share", key="second"), update_explorer())
    with alone(widget_page(*three)) as visit:
        assert visit.page.evaluate(CHOSEN) == OPENING
        assert_apart(visit.page)
        explorers = visit.page.locator(".wm-explorer")
        for number, text, expected in (
            (0, "flat", [["flat", "beyond"], ["flat", "share"], ["real"]]),
            (2, "made up", [["flat", "beyond"], ["flat", "share"], ["made-up"]]),
            (1, "linear", [["flat", "beyond"], ["linear", "share"], ["made-up"]]),
        ):
            choose(explorers.nth(number), text)
            assert visit.page.evaluate(CHOSEN) == expected
        described = [
            explorers.nth(i)
            .locator("canvas")
            .first.evaluate("node => document.getElementById(node.getAttribute('aria-describedby')).textContent")
            for i in range(3)
        ]
        for i, start in enumerate(("L = 3, flat", "L = 3, linear", "A made-up pair")):
            assert described[i].startswith(start)


MAKE = "from wordmodes.explorers import update_explorer, window_explorer\n"
THREE = ("window_explorer()", "window_explorer(weighting='flat', order='share')", "update_explorer()")
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Serve a folder with a JupyterLab; yield its address and the folder."""
    folder, own = tmp_path / "work", tmp_path / "own"
    folder.mkdir()
    places = {f"JUPYTER_{kind}_DIR": str(own / kind) for kind in ("CONFIG", "RUNTIME", "DATA")}
    options = ("--no-browser", "--allow-root", "--port=0", "--ServerApp.token=known", f"--ServerApp.root_dir={folder}")
    alone = ("--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--LabApp.news_url=None")
    command = [sys.executable, "-m", "jupyterlab", *options, *alone, "--expose-app-in-browser"]
    environment = {**os.environ, **places, "IPYTHONDIR": str(own), "JUPYTERLAB_SETTINGS_DIR": str(own / "settings")}
    log = (tmp_path / "log").open("w+", encoding="utf-8")
    server = subprocess.Popen(command, stdout=log, stderr=log, env=environment, cwd=folder)
    try:
        for _ in range(300):
            if records := list((own / "RUNTIME").glob("jpserver-*.json")):
                break
            assert server.poll() is None, Path(log.name).read_text(encoding="utf-8")
            time.sleep(0.1)
        address = json.loads(records[0].read_text(encoding="utf-8"))["url"]
        yield f"{address}lab?token=known&reset", folder
    finally:
        server.terminate()  # its kernels end with it
        server.wait(20)
        log.close()


RUN = """async (path) => {
  const app = window.jupyterapp;
  await app.restored;
  const panel = await app.commands.execute('docmanager:open', { path });
  await panel.sessionContext.ready; // without a kernel, JupyterLab would ask which one to start
  await app.commands.execute('notebook:run-all-cells');
}"""
SAID = "() => [...document.querySelectorAll('.wm-explorer .wm-readout')].filter((node) => node.textContent).length"


def run(page: Page, name: str, shown: int) -> None:
    """Open a notebook in a tab, run all its cells, and wait until so many explorers show in all tabs."""
    page.wait_for_function("window.jupyterapp")
    page.evaluate(RUN, name)
    page.wait_for_function(f"shown => ({SAID})() === shown", arg=shown)


def test_in_jupyterlab_they_keep_apart_too(lab, chromium):
    """Here each widget imports a module of its own, and two notebooks lie in one document."""
    address, folder = lab
    for name, sources in (("three.ipynb", THREE), ("one.ipynb", THREE[2:])):
        cells = [new_code_cell(MAKE + source) for source in sources]
        nbformat.write(new_notebook(cells=cells, metadata=KERNEL), folder / name)
    page = chromium.new_context(viewport={"width": 1280, "height": 3600}).new_page()  # all of it is in view
    try:
        page.goto(address)
        run(page, "three.ipynb", 3)
        assert page.evaluate(CHOSEN) == OPENING
        choose(page.locator(".wm-explorer").nth(2), "both, 1 : 5")
        run(page, "one.ipynb", 4)
        assert page.evaluate(CHOSEN) == [*OPENING[:2], ["both"], ["real"]]
        assert_apart(page)
    finally:
        page.context.close()
