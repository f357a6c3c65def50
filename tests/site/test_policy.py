"""The site on a server that allows a page no more than README says it must."""

import re
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from conftest import SITE, Visit
from lite import ROOT

[ALLOWED] = re.findall(
    r"Content-Security-Policy must allow `([^`]+)`", (ROOT / "README.md").read_text(encoding="utf-8")
)


class Strict(SimpleHTTPRequestHandler):
    """Files, each with the policy."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", f"default-src 'self'; {ALLOWED}")
        super().end_headers()

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.mark.browser
def test_what_readme_says_is_enough(chromium):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Strict, directory=SITE))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = chromium.new_context()
    try:
        reader = Visit(context.new_page(), f"http://127.0.0.1:{server.server_port}/")
        reader.open("05_one_mode.html")
        assert reader.page.locator(".wm-widget canvas").first.is_visible()
        assert reader.page.locator("mjx-container").count() > 10
        assert reader.complaints == []
    finally:
        context.close()
        server.shutdown()
        server.server_close()
