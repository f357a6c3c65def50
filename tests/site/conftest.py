"""The built site, served over http and opened from its files, in a browser that reaches nothing else."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from xdist.scheduler import LoadScopeScheduling

from browser import HELP, chosen, find
from widget_page import widget_page
from wordmodes.explorers.frame import Explorer

SITE = Path(__file__).parent.parent.parent / "_build" / "html"
TOGETHER = ("test_explorer_page.py", "test_lite.py", "test_pdf.py", "test_slides.py", "test_zip.py")
PAGES = sorted(path.name for path in SITE.glob("*.html"))
if not PAGES:
    raise pytest.UsageError("the site is not built; run `make book` first, or `make test`, which does")
try:
    BROWSERS = chosen()
except ValueError as error:
    raise pytest.UsageError(str(error)) from None
collect_ignore = ["test_engines.py"] if BROWSERS == ["chromium"] else []


@cache
def soup(path: Path) -> BeautifulSoup:
    """A page's markup, read once a process: a chapter takes a second."""
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave a browser out only when told to."""
    for item in items:
        if not item.get_closest_marker("browser"):
            continue
        if os.environ.get("SKIP_BROWSER"):
            item.add_marker(pytest.mark.skip(reason="SKIP_BROWSER is set: the site was not opened in a browser"))
        elif "chromium" not in BROWSERS and "engine" not in item.fixturenames:
            item.add_marker(pytest.mark.skip(reason="BROWSERS does not name chromium"))


class _Scheduling(LoadScopeScheduling):
    """Tests go to whichever process is free, but those that share what takes long to make go to one."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if file.endswith(TOGETHER) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Hand the tests out so; the marks that xdist has for it are not seen under pytest 9."""
    return _Scheduling(config, log)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture(scope="session")
def roots() -> Iterator[dict[str, str]]:
    """Return the site's address by scheme."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=SITE))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield {"http": f"http://127.0.0.1:{server.server_port}/", "file": SITE.as_uri() + "/"}
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Start what drives Chromium and Chrome."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Start one browser for all tests."""
    path = find()
    if path is None:
        pytest.fail(HELP, pytrace=False)
    quiet = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
    browser = playwright.chromium.launch(executable_path=path, args=quiet)
    yield browser
    browser.close()


# A font is asked for when what is written in it has been laid out; who leaves before it has come breaks the request.
SETTLED = """async () => {
  await window.MathJax?.startup?.promise;
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  await document.fonts.ready;
}"""


# A page scrolls smoothly to what has the focus, and on after a swipe; whoever acts meanwhile acts elsewhere.
RESTS = """async () => {
  for (let [before, still] = [NaN, 0]; still < 10; still = scrollY === before ? still + 1 : 0) {
    before = scrollY;
    await new Promise(requestAnimationFrame);
  }
}"""


# No text is being read: what an explorer shows first is there, and what stands beside it.
READ = "!document.querySelector('.wm-reading > .wm-row:not([hidden])')"


class Visit:
    """An open page and everything it said, asked for or failed at."""

    def __init__(self, page: Page, root: str) -> None:
        self.page, self.root = page, root
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(f"console {message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        page.on("requestfailed", self._failed)
        page.route("**/*", self._only_ours)

    def _failed(self, request) -> None:
        """Note what could not be had; the icon comes after all else, and who leaves before breaks it off."""
        if not (request.url.endswith("/favicon.svg") and request.failure == "net::ERR_ABORTED"):
            self.complaints.append(f"failed: {request.url}, {request.failure}")

    def _only_ours(self, route) -> None:
        url = route.request.url
        if url.startswith((self.root, "data:", "blob:")):
            route.continue_()
        else:
            self.complaints.append(f"third-party request: {url}")
            route.abort()

    def open(self, name: str) -> None:
        """Go to a page and wait for its formulas, their fonts, and its widgets."""
        self.page.goto(self.root + name, wait_until="load")
        self.page.evaluate(SETTLED)
        self.page.wait_for_function(
            f"""() => document.querySelectorAll('script[type="application/vnd.jupyter.widget-view+json"]').length
                === document.querySelectorAll('.wm-widget[data-ready="true"]').length && {READ}""",
            timeout=20_000,
        )


@pytest.fixture
def visit(chromium: Browser, roots: dict[str, str]):
    """Return a context manager that opens a page: visit("http", width=390, theme="dark")."""

    @contextmanager
    def start(scheme: str, *, width: int = 1280, theme: str = "light") -> Iterator[Visit]:
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
        try:
            yield Visit(context.new_page(), roots[scheme])
        finally:
            context.close()

    return start


LISTEN = "document.addEventListener('wordmodes:drawn', (event) => { window.drawn = event.detail; });"


@pytest.fixture
def alone(chromium: Browser, tmp_path: Path):
    """Return a context manager that opens a page with one explorer and nothing else: alone(widget, fragment="#…")."""

    @contextmanager
    def start(given: Explorer | str, *, fragment: str = "", width: int = 1280, **context) -> Iterator[Visit]:
        text = given if isinstance(given, str) else widget_page(given)
        (tmp_path / "explorer.html").write_text(text, encoding="utf-8")
        own = chromium.new_context(viewport={"width": width, "height": 900}, **context)
        try:
            visit = Visit(own.new_page(), tmp_path.as_uri() + "/")
            visit.page.add_init_script(LISTEN)
            visit.open("explorer.html" + fragment)
            visit.page.wait_for_function("window.drawn")
            yield visit
            assert visit.complaints == []
        finally:
            own.close()

    return start


def drawn(visit: Visit) -> dict:
    """What the explorer says it drew last."""
    return visit.page.evaluate("window.drawn")
