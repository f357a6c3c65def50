"""Chrome through Playwright; Firefox and WebKit by the W3C's own protocols, WebDriver BiDi and WebDriver.

No program stands between those two and the tests. An engine answers to the few calls of Playwright's Page that the
tests need, by the same names.
"""

import base64
import json
import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import websocket
from playwright.sync_api import Page, Playwright

PATIENCE = 60  # seconds, for whatever is asked of an engine
SCREEN = {"width": 1280, "height": 900}
# A page's script is a value or, as in Playwright, a function of one argument; its promise is waited for.
EVALUATE = """async (given) => {
  const found = (%s);
  return JSON.stringify((await (typeof found === 'function' ? found(JSON.parse(given)) : found)) ?? null);
}"""
WAIT = """async (given) => {
  for (const end = performance.now() + %d; performance.now() < end; await new Promise((done) => setTimeout(done, 30))) {
    const found = (%s);
    if (await (typeof found === 'function' ? found(given) : found)) return true;
  }
  return false;
}"""
KEYS = {"ArrowRight": "\ue014", "End": "\ue010", "Home": "\ue011", "Tab": "\ue004"}


class Engine:
    """What the engines share."""

    name: str

    def goto(self, address: str) -> None:
        """Go to a page, and wait until its markup is read."""
        raise NotImplementedError

    def call(self, function: str, given: str) -> str:
        """Return the text that an asynchronous function of a text returns in the page."""
        raise NotImplementedError

    def act(self, actions: list[dict]) -> None:
        """Do what a reader does, in WebDriver's terms."""
        raise NotImplementedError

    def set_viewport_size(self, size: dict[str, int]) -> None:
        """Make the page's part of the screen so large."""
        raise NotImplementedError

    def screenshot(self) -> bytes:
        """Return what is in view, as PNG."""
        raise NotImplementedError

    def evaluate(self, expression: str, arg: Any = None) -> Any:
        """Return what a script returns."""
        return json.loads(self.call(EVALUATE % expression, json.dumps(arg)))

    def wait_for_function(self, expression: str, arg: Any = None, timeout: float = 20_000) -> None:
        """Wait until a script returns something true."""
        assert self.evaluate(WAIT % (timeout, expression), arg), f"{self.name}: it never came to {expression}"

    def press(self, *keys: str) -> None:
        """Press and let go one key after another."""
        strokes = [{"type": kind, "value": KEYS.get(key, key)} for key in keys for kind in ("keyDown", "keyUp")]
        self.act([{"type": "key", "id": "keyboard", "actions": strokes}])


class Chrome(Engine):
    """Chromium or Chrome as readers have it, with all that comes with its window."""

    name = "chrome"

    def __init__(self, page: Page) -> None:
        self.page = page
        self.set_viewport_size = page.set_viewport_size
        self.screenshot, self.pdf = page.screenshot, page.pdf

    def goto(self, address: str) -> None:
        self.page.goto(address, wait_until="domcontentloaded")

    def call(self, function: str, given: str) -> str:
        return self.page.evaluate(function, given)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)


class Firefox(Engine):
    """Firefox over its one socket."""

    name = "firefox"

    def __init__(self, address: str) -> None:
        self.socket = websocket.create_connection(address, timeout=PATIENCE, suppress_origin=True)
        self.count = 0
        self._send("session.new", capabilities={})
        self.context = self._send("browsingContext.getTree")["contexts"][0]["context"]
        self._send("browsingContext.activate", context=self.context)  # or nothing in it has the focus
        self.set_viewport_size(SCREEN)

    def _send(self, method: str, **parameters: Any) -> dict:
        self.count += 1
        self.socket.send(json.dumps({"id": self.count, "method": method, "params": parameters}))
        while (answer := json.loads(self.socket.recv())).get("id") != self.count:
            pass  # an event
        assert answer["type"] == "success", f"{method}: {answer['message']}"
        return answer["result"]

    def goto(self, address: str) -> None:
        self._send("browsingContext.navigate", context=self.context, url=address, wait="interactive")

    def call(self, function: str, given: str) -> str:
        answer = self._send(
            "script.callFunction", functionDeclaration=function, arguments=[{"type": "string", "value": given}],
            target={"context": self.context}, awaitPromise=True,
        )  # fmt: skip
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return answer["result"]["value"]

    def add_init_script(self, script: str) -> None:
        """Run a script in every page that is opened from now on, before its own."""
        self._send("script.addPreloadScript", functionDeclaration=f"() => {{ {script} }}")

    def act(self, actions: list[dict]) -> None:
        self._send("input.performActions", context=self.context, actions=actions)

    def set_viewport_size(self, size: dict[str, int]) -> None:
        self._send("browsingContext.setViewport", context=self.context, viewport=size)

    def screenshot(self) -> bytes:
        return base64.b64decode(self._send("browsingContext.captureScreenshot", context=self.context)["data"])

    def pdf(self) -> bytes:
        """Return the page as it is printed."""
        return base64.b64decode(self._send("browsingContext.print", context=self.context)["data"])


class WebKit(Engine):
    """WebKitGTK's small browser, through its driver."""

    name = "webkit"

    def __init__(self, address: str) -> None:
        self.session = address
        wanted = {"timeouts": {"script": 1000 * PATIENCE}}
        for _ in range(20 * PATIENCE):
            try:
                made = self._send("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
                break
            except ConnectionError:
                time.sleep(0.05)  # it is not listening yet
        self.session = f"{address}/session/{made['sessionId']}"
        self.set_viewport_size(SCREEN)

    def _send(self, method: str, path: str, content: dict | None = None) -> Any:
        body = None if content is None else json.dumps(content).encode()
        request = urllib.request.Request(self.session + path, body, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=2 * PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {json.load(error)['value']['message']}") from None
        except urllib.error.URLError as error:
            raise ConnectionError(f"WebKitWebDriver does not answer: {error.reason}") from None

    def goto(self, address: str) -> None:
        self._send("POST", "/url", {"url": address})

    def call(self, function: str, given: str) -> str:
        script = f"""const done = arguments[1];
            ({function})(arguments[0]).then((value) => done({{value}}), (error) => done({{error: String(error)}}));"""
        answer = self._send("POST", "/execute/async", {"script": script, "args": [given]})
        assert "error" not in answer, answer["error"]
        return answer["value"]

    def act(self, actions: list[dict]) -> None:
        self._send("POST", "/actions", {"actions": actions})

    def set_viewport_size(self, size: dict[str, int]) -> None:
        for last in (False, False, False, True):  # on a busy machine a window may not hear of it
            self._send("POST", "/window/rect", size)
            height = 2 * size["height"] - self.evaluate("innerHeight")  # what the window keeps for itself
            self._send("POST", "/window/rect", {**size, "height": height})
            fits = "size => innerWidth === size.width && innerHeight === size.height"
            if last:
                self.wait_for_function(fits, size)
            elif self.evaluate(WAIT % (3_000, fits), size):
                return

    def screenshot(self) -> bytes:
        return base64.b64decode(self._send("GET", "/screenshot"))


@contextmanager
def _running(*command: str, **options: Any) -> Iterator[subprocess.Popen]:
    """Run a program; end it with all that it has started."""
    process = subprocess.Popen(command, start_new_session=True, **options)
    try:
        yield process
    finally:
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(process.pid, number)
                process.wait(5)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue


@contextmanager
def chrome(path: str, playwright: Playwright) -> Iterator[Chrome]:
    """Start Chromium or Chrome for a reader whose system is dark; a process has one Playwright and no more."""
    browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
    yield Chrome(browser.new_page(viewport=SCREEN, color_scheme="dark"))
    browser.close()


# A dark system; and a clock that is not made coarse, for whoever times a page.
PREFERENCES = """user_pref("layout.css.prefers-color-scheme.content-override", 0);
user_pref("privacy.reduceTimerPrecision", false);
"""


@contextmanager
def firefox(path: str) -> Iterator[Firefox]:
    """Start Firefox for a reader whose system is dark."""
    with ExitStack() as stack:
        profile = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        (profile / "user.js").write_text(PREFERENCES)
        command = (path, "--headless", "--no-remote", "--remote-debugging-port", "0", "--profile", str(profile))
        stack.enter_context(_running(*command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        served = profile / "WebDriverBiDiServer.json"  # it says there where it listens
        for _ in range(20 * PATIENCE):
            if served.exists() and (text := served.read_text()):
                break
            time.sleep(0.05)
        listening = json.loads(text)
        yield Firefox(f"ws://{listening['ws_host']}:{listening['ws_port']}/session")


# The small browser's bar of buttons is wider than a phone; without room for its own letters it is not.
NARROW = "* { min-width: 0; min-height: 0; padding: 0; margin: 0; border-width: 0; font-size: 1px; }"


@contextmanager
def webkit(path: str) -> Iterator[WebKit]:
    """Start WebKit for a reader whose system is dark, on a screen that nobody sees."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        (home / "gtk-3.0").mkdir()
        (home / "gtk-3.0" / "gtk.css").write_text(NARROW)
        heard, told = os.pipe()
        screen = ("Xvfb", "-displayfd", str(told), "-screen", "0", "1400x1100x24", "-nolisten", "tcp")
        stack.enter_context(_running(*screen, pass_fds=[told], stderr=subprocess.DEVNULL))
        os.close(told)
        with os.fdopen(heard) as number:
            display = f":{number.readline().strip()}"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        own = {"DISPLAY": display, "GTK_THEME": "Adwaita:dark", "XDG_CONFIG_HOME": str(home), "GDK_BACKEND": "x11"}
        stack.enter_context(_running(path, f"--port={port}", env={**os.environ, **own}, stderr=subprocess.DEVNULL))
        yield WebKit(f"http://127.0.0.1:{port}")


START = {"chrome": chrome, "firefox": firefox, "webkit": webkit}
