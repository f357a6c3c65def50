"""Photograph the σ explorer for the README, as book/assets/explorer.png: python tools/explorer_picture.py"""

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from browser import find
from widget_page import widget_page
from wordmodes.explorers import book_explorer

TARGET = Path(__file__).resolve().parent.parent / "book/assets/explorer.png"


def main() -> None:
    """Draw gazette, midway, from a small start."""
    explorer = book_explorer(dataset="gazette", sigma=1e-6, time=0.58)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = Path(folder) / "explorer.html"
        page_file.write_text(widget_page(explorer), encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 920, "height": 1000}, device_scale_factor=2)
        page.goto(page_file.as_uri())
        page.wait_for_selector(".wm-widget[data-ready]")
        picture = page.locator(".wm-explorer").screenshot()
        browser.close()
    draft = TARGET.with_suffix(".tmp")
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(256).save(draft, format="png", optimize=True)
    draft.replace(TARGET)


if __name__ == "__main__":
    main()
