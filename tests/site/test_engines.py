"""The book in readers' own browsers, those that BROWSERS names; all else is asked of Chromium without a window."""

import io
import re
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Playwright
from pypdf import PdfReader

sys.path.append(str(Path(__file__).parents[1] / "library"))

from own_texts import english

import browser
from conftest import PAGES, RESTS, SETTLED, SITE, _Quiet, soup
from engine_scripts import BLANK, FOCUS, HOLD, LINKS, OUTSIDE, PAPER, PICTURES, READY, RECORDER, TRY, UNEVEN, WIDE
from engines import SCREEN, START, Engine
from predicting import OF_A_KIND, answered, asked, truth, wrong
from test_in_browser import COVERED, TOP, check_theme, explorers_of
from test_own_text_explorer import PASTE, check
from test_place import FOLLOW

pytestmark = pytest.mark.browser

THUMBS = {link["href"].partition("#")[0]: link["href"] for link in soup(SITE / "explorers.html").select("a.wm-thumb")}
CHOSEN = [name for name in browser.chosen() if name in START]
LONG = ["05_one_mode.html", "06_small_initialisation.html", "proofs.html"]  # where most is set above the reader


class _Recorded(_Quiet):
    """The site, each page of it with the recorder."""

    def do_GET(self) -> None:
        path = SITE / self.path.partition("?")[0].lstrip("/")
        if path.suffix != ".html":
            return super().do_GET()
        page = recorded(path).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)


def recorded(path: Path) -> str:
    """Return a page that notes what it says."""
    return path.read_text(encoding="utf-8").replace("<head>", f"<head>{RECORDER}", 1)


@pytest.fixture(scope="session")
def root() -> Iterator[str]:
    """Return the recorded site's address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Recorded, directory=SITE))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module", params=CHOSEN)
def engine(request: pytest.FixtureRequest, playwright: Playwright) -> Iterator[Engine]:
    """Start one for all tests."""
    if (path := browser.find(request.param)) is None:
        pytest.fail(browser.missing(request.param), pytrace=False)
    given = (path, playwright) if request.param == "chrome" else (path,)
    with START[request.param](*given) as started:
        yield started


def begin(engine: Engine, address: str) -> None:
    """Open a page on a wide screen; an empty one is soon laid out for it, and the last one would not be."""
    engine.goto("about:blank")
    engine.set_viewport_size(SCREEN)
    engine.goto(address)


def settle(engine: Engine) -> None:
    """Wait for a page's formulas, their fonts, and its widgets."""
    engine.wait_for_function("document.readyState === 'complete'")
    engine.evaluate(SETTLED)
    engine.wait_for_function(READY)


def check_place(engine: Engine) -> None:
    """Who jumps down the page half a second after it has come stays there while it is being set."""
    time.sleep(0.5)
    places, done = engine.evaluate(FOLLOW, [0.7, COVERED])
    assert done
    assert max(places) - min(places) <= 5


def check_controls(engine: Engine, name: str) -> None:
    """Every explorer has drawn, and answers to each of its controls, and to keys."""
    keys = explorers_of(name)
    assert set(engine.evaluate("Object.keys(window.roots ?? {})")) == keys
    assert engine.evaluate(BLANK) == []
    assert engine.evaluate(UNEVEN) == []
    faults, tried = engine.evaluate(TRY)
    assert faults == []
    assert len(tried) >= 2 * len(keys)
    if engine.evaluate(FOCUS):
        engine.press("End")
        high = engine.evaluate(PICTURES)
        engine.press("Home")  # a worker may have to answer
        engine.wait_for_function(f"high => JSON.stringify({PICTURES}) !== JSON.stringify(high)", high)


def check_held_key(engine: Engine) -> None:
    """A key that is held makes more settings than an address may have; it comes to the last of them."""
    engine.evaluate(f"({FOCUS})()")
    engine.press("End")
    address = engine.evaluate("location.hash")
    engine.evaluate(HOLD)
    engine.wait_for_function("address => location.hash === address", address)


def check_themes(engine: Engine, name: str) -> None:
    """The page is as dark as the reader's system, text, explorers and all, until its button says otherwise."""
    reader = SimpleNamespace(page=SimpleNamespace(**{
        key: getattr(engine, key) for key in ("evaluate", "wait_for_function")}, url=name))  # fmt: skip
    check_theme(reader, "dark")
    dark = engine.evaluate(PICTURES)
    for _ in range(3):
        if engine.evaluate("document.documentElement.dataset.theme") == "light":
            break
        engine.evaluate("[...document.querySelectorAll('button.theme-switch-button')].at(-1).click()")
    check_theme(reader, "light")
    light = engine.evaluate(PICTURES)
    assert all(one != other for one, other in zip(dark, light, strict=True))


def check_phone(engine: Engine) -> None:
    """On a narrow screen nothing reaches out of it."""
    engine.set_viewport_size({"width": 390, "height": 800})
    assert engine.evaluate("innerWidth") == 390
    assert engine.evaluate(WIDE) == []


def check_paper(engine: Engine, name: str) -> None:
    """On paper an explorer's still stands for it, and a question is the plain one."""
    explorers, guesses, stills, questions = engine.evaluate(PAPER)
    assert (explorers, guesses) == (0, 0)
    assert stills == len(soup(SITE / name).select(".tag_still .wm-figure svg"))
    assert stills >= len(explorers_of(name))
    assert questions == len(asked(name))


def check_questions(engine: Engine, name: str) -> None:
    """A question of each kind is judged."""
    for value, verdict in ((truth, "✓ Right."), (lambda data: wrong(data)[0], "✗ Not so.")):
        chosen = {data["name"]: None for data in asked(name)}
        for data in OF_A_KIND[name]:
            chosen[data["name"]] = value(data)
        for done in answered(engine, name, chosen):
            assert done["said"].startswith(verdict), done
        engine.evaluate("document.querySelector('.wm-tally .wm-forget').click()")


@pytest.mark.parametrize("name", PAGES)
def test_a_page(engine, root, name):
    """All that is asked of a page, at one visit."""
    link = name if name in LONG else THUMBS.get(name, name)
    begin(engine, root + link)
    if name in LONG:
        check_place(engine)
    settle(engine)
    if "#" in link:
        key = link.partition("#")[2].partition("=")[0]
        engine.wait_for_function("key => document.activeElement === window.roots[key]", key)
        assert engine.evaluate(TOP, f'[data-key="{key}"] > .wm-explorer') == pytest.approx(0, abs=1)
    assert engine.evaluate("complaints") == []
    assert engine.evaluate(OUTSIDE) == []
    check_controls(engine, name)
    engine.evaluate(RESTS)
    assert engine.evaluate(LINKS) == []
    if name in OF_A_KIND:
        check_questions(engine, name)
    check_themes(engine, name)
    check_phone(engine)
    assert engine.evaluate("complaints") == []
    check_paper(engine, name)


def read(engine: Engine, text: str) -> dict:
    """Paste a text into the open page of one's own text; return what was drawn of it."""
    engine.wait_for_function(READY)
    engine.evaluate(PASTE, text)
    engine.evaluate("document.querySelector('.wm-given button').click()")  # Read it
    engine.wait_for_function("window.drawn.shown === 'your text' && window.drawn.edges", timeout=40_000)
    assert engine.evaluate("complaints") == []
    return engine.evaluate("drawn")


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_a_pasted_text_is_read(engine, root, scheme, tmp_path):
    (tmp_path / "_static").symlink_to(SITE / "_static")
    (tmp_path / "your_text.html").write_text(recorded(SITE / "your_text.html"), encoding="utf-8")
    begin(engine, (root if scheme == "http" else tmp_path.as_uri() + "/") + "your_text.html")
    text = "\n".join(english()[:30])[:19_000]  # a longer one is read as soon as it is pasted
    check(read(engine, text), [text])
    refused = engine.evaluate("""() => {
      try {
        new Worker(URL.createObjectURL(new Blob([''], { type: 'text/javascript' }))).terminate();
        return false;
      } catch {
        return true;
      }
    }""")
    said = engine.evaluate("document.querySelector('.wm-explorer').textContent.includes('allows no worker here')")
    assert said == refused
    assert not (refused and scheme == "http")
    if scheme == "file":
        return
    engine.evaluate("""() => {
      const list = document.querySelector('.wm-explorer select[aria-label="window"]');
      list.value = '5';
      list.dispatchEvent(new Event('change'));
    }""")
    engine.wait_for_function("drawn.counted === 5", timeout=40_000)
    check(engine.evaluate("drawn"), [text], window=5)


def test_a_word_is_typed_and_a_key_is_held(engine, root):
    begin(engine, root + "02_association.html")
    engine.wait_for_function(READY)
    before = engine.evaluate("drawn")
    engine.evaluate("""() => {
      const field = document.querySelector('.wm-explorer .wm-word');
      field.focus();
      field.select();
    }""")
    engine.press(*"queen", "Tab")
    assert "queen" in engine.evaluate("document.querySelector('.wm-explorer .wm-readout').textContent")
    assert engine.evaluate("drawn") != before
    check_held_key(engine)
    assert engine.evaluate("complaints") == []


@pytest.mark.parametrize("engine", [name for name in CHOSEN if name != "webkit"], indirect=True)
def test_a_page_is_printed(engine, root):
    """WebKit's driver can't: test_a_page reads its rules for paper."""
    begin(engine, root + "08_pca.html")
    settle(engine)
    pages = PdfReader(io.BytesIO(engine.pdf())).pages
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))
    assert len(pages) > 5
    assert "Figure 8.1" in text
    assert all(word not in text for word in ("Reset", "Copy link", "Commit"))
