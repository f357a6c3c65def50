"""Print the paths of the browsers that the tests drive, or say in one line how to install one that is missing.

BROWSERS names them: chromium, the engine, without a window where there is one without, since that takes half the work;
chrome, the same as readers have it; firefox, webkit. Where it is not set: chromium alone.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

INSTALL = {
    "chromium": "Debian: apt-get install chromium-headless-shell; anywhere: python -m playwright install chromium",
    "chrome": "Debian: apt-get install chromium; anywhere: python -m playwright install chromium",
    "firefox": "Debian: apt-get install firefox-esr",
    "webkit": "Debian: apt-get install webkit2gtk-driver xvfb",
}
CHROME = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NAMES = {
    "chromium": ("chromium-headless-shell", *CHROME),
    "chrome": CHROME,
    "firefox": ("firefox-esr", "firefox"),
    "webkit": ("WebKitWebDriver",),
}


def missing(name: str) -> str:
    """Return the sentence that says how to install a browser."""
    return (
        f"No {name} found for the site's tests: install it ({INSTALL[name]}), "
        + ("" if name == "chromium" else "leave it out of BROWSERS, ")
        + "or set SKIP_BROWSER=1 to open the site in none."
    )


HELP = missing("chromium")


def chosen() -> list[str]:
    """Return the browsers that BROWSERS names, in its order."""
    names = list(dict.fromkeys(os.environ.get("BROWSERS", "").replace(",", " ").split())) or ["chromium"]
    if strange := [name for name in names if name not in INSTALL]:
        raise ValueError(f"BROWSERS names {strange[0]}, which is none of {', '.join(INSTALL)}.")
    return names


def find(name: str = "chromium") -> str | None:
    """Return a browser's path, for WebKit its driver's, of Chromium also Playwright's own; None if there is none."""
    path = next((path for one in NAMES[name] if (path := shutil.which(one))), None)
    if name == "webkit":  # which draws on a screen, and here on one that nobody sees
        return path and shutil.which("Xvfb") and path
    if path or name not in ("chromium", "chrome"):
        return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def main() -> None:
    """Print a line for each browser."""
    try:
        names = chosen()
    except ValueError as error:
        sys.exit(str(error))
    for name in names:
        if (found := find(name)) is None:
            sys.exit(missing(name))
        print(found)


if __name__ == "__main__":
    main()
