"""Print the path of a browser that the tests can drive, or say in one line how to install one."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

HELP = (
    "No browser found for the site's tests: install one (Debian: apt-get install chromium; anywhere: "
    "python -m playwright install chromium), or set SKIP_BROWSER=1 to leave them out."
)


def find() -> str | None:
    """Return chromium's or google-chrome's path, or that of Playwright's own; None if there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


if __name__ == "__main__":
    if (found := find()) is None:
        sys.exit(HELP)
    print(found)
