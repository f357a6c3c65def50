"""Take the explorers' still pictures, for print and where no script runs: python tools/stills.py [NAME …]

The pictures are what an explorer draws at one setting, recorded in Chromium and written as SVG into its folder.
README's picture, book/assets/explorer.png, is a photograph of the page; its name is readme. Without a name all are
taken.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from browser import HELP, find
from still_settings import STILLS, Still
from widget_page import widget_page
from wordmodes.book.figures.style import INK, PALETTE
from wordmodes.explorers.frame import Explorer
from wordmodes.explorers.instances import BOOK

ROOT = Path(__file__).resolve().parent.parent
EXPLORERS = ROOT / "src/wordmodes/explorers"
PHOTOGRAPH = ROOT / "book/assets/explorer.png"
WIDTH = 691  # of the text column, in pixels
GUTTER = 15  # between two explorers side by side
AROUND = 66  # from the panels to the edge of the page, left and right together
# What the recorded page says in place of colours: the ground's, and the grid's, which is translucent.
NAMED = """html body .wm-explorer {
  --wm-ink: rgb(118, 118, 118); --wm-faint: rgb(118, 118, 118); --wm-ground: ground; --wm-grid: grid;
}"""


DRAWN = """[...document.querySelectorAll(".wm-explorer canvas")]
  .filter((canvas) => canvas.getBoundingClientRect().width > 0)
  .every((canvas) => canvas.getContext("2d").drawn.length > 0)"""


def target(name: str) -> Path:
    """Where a still is stored: sigma/still.svg, sigma/still_large.svg."""
    explorer = STILLS[name].explorer
    return EXPLORERS / explorer / f"still{name.removeprefix(explorer)}.svg"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser."""
    if (path := find()) is None:
        sys.exit(HELP)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])


@contextmanager
def opened(browser: Browser, html: str, script: str = "", **options: Any) -> Iterator[Page]:
    """Open a page with an explorer, with a script before its own, and wait until it has drawn."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "explorer.html"
        file.write_text(html, encoding="utf-8")
        page = browser.new_page(**options)
        page.add_init_script(script)
        page.goto(file.as_uri())
        page.wait_for_selector(".wm-widget[data-ready]")
        yield page
        page.close()


def recorder() -> str:
    """Return a script to run before a page's own: its canvases then record, and `takeStill` writes what they hold."""
    parts = (Path(__file__).with_name(f"{part}.js") for part in ("canvas_recorder", "canvas_svg", "stills"))
    code = "\n".join(part.read_text(encoding="utf-8") for part in parts).replace("export ", "")
    return f"(() => {{ {code}\n install(); globalThis.takeStill = still; }})();"


def record(browser: Browser, explorer: Explorer, still: Still, name: str) -> str:
    """Return the still picture of this explorer as SVG."""
    book, count = {"ink": INK, "palette": PALETTE}, len(still.settings)
    wide = (WIDTH - GUTTER * (count - 1)) / count
    pictures, height, before = (
        [],
        0.0,
        {name: getattr(explorer, name) for name in explorer.traits(sync=True) if name[0] != "_"},
    )
    for n, traits in enumerate(still.settings):
        for trait, value in traits.items():
            setattr(explorer, trait, value)
        html = widget_page(explorer).replace("</style>", NAMED + "</style>", 1)
        viewport = {"width": round(wide) + AROUND, "height": 1000}
        with opened(browser, html, recorder(), viewport=viewport) as page:
            page.wait_for_function(DRAWN)  # its page is laid out after it is ready, on a busy machine much later
            given = {"words": still.words, "without": still.without, "name": f"{name}-{n}", "book": book}
            taken = page.locator(".wm-explorer").evaluate("(root, given) => takeStill(root, given)", given)
        left = n * (wide + GUTTER)
        pictures.append(f'<g transform="translate({left:g} 0)">\n' + "\n".join(taken["panels"]) + "\n</g>")
        height = max(height, taken["height"])
    for trait, value in (*before.items(), *before.items()):  # one may have set another
        setattr(explorer, trait, value)
    head = f'width="{WIDTH}px" height="{height:g}px" viewBox="0 0 {WIDTH} {height:g}" font-family="sans-serif"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {head}>\n' + "\n".join(pictures) + "\n</svg>\n"


def photograph(browser: Browser) -> None:
    """Take README's picture: gazette, midway, from a small start."""
    explorer = BOOK["sigma"].make(dataset="gazette", sigma=1e-6, time=0.58)
    with opened(browser, widget_page(explorer), viewport={"width": 920, "height": 1000}, device_scale_factor=2) as page:
        picture = page.locator(".wm-explorer").screenshot()
    draft = PHOTOGRAPH.with_suffix(".tmp")
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(256).save(draft, format="png", optimize=True)
    draft.replace(PHOTOGRAPH)


def main(names: list[str]) -> int:
    """Take the pictures named, or all; return 2, and say which there are, if one is unknown."""
    known = [*STILLS, "readme"]
    if not set(names) <= set(known):
        print(f"Which picture? NAME is one of {', '.join(known)}.", file=sys.stderr)
        return 2
    make = cache(lambda name: BOOK[name].make())
    with chromium() as browser:
        for name in names or known:
            if name == "readme":
                photograph(browser)
            else:
                still = STILLS[name]
                target(name).write_text(record(browser, make(still.explorer), still, name), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
