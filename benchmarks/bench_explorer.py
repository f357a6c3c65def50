"""Time the σ explorer in headless Chromium: from the slider's move to the finished picture, 40 moves a language.

python benchmarks/bench_explorer.py [ADDRESS]     (of a page that shows it; by default one made for the purpose)

A move is an input event on the slider; the explorer answers it at once, and reading a pixel back from each picture
makes the browser finish what it may have put off.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from wordmodes.widgets import book_explorer

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
from browser import find
from widget_page import widget_page

MOVES = 40
LIMIT_MS = 16.0

DRAG = """
async ([name, moves]) => {
  const root = document.querySelector('.wm-explorer');
  root.querySelector(`input[value="${name}"]`).click();
  const slider = root.querySelector('input[aria-label="initialisation scale σ"]');
  const move = (share) => {
    slider.value = +slider.min + share * (slider.max - slider.min);
    slider.dispatchEvent(new Event('input', {bubbles: true}));
    for (const canvas of root.querySelectorAll('canvas')) canvas.getContext('2d').getImageData(0, 0, 1, 1);
  };
  for (let i = 0; i < 10; i++) move(Math.random());  // as warm as a reader's second drag
  const took = [];
  for (let i = 0; i < moves; i++) {
    await new Promise(requestAnimationFrame);  // one move a frame, as a hand does
    const start = performance.now();
    move((i + 0.5) / moves);
    took.push(performance.now() - start);
  }
  return took;
}
"""


def measure(address: str, names: list[str]) -> dict[str, list[float]]:
    """Return the milliseconds of each move, for each language."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.goto(address)
        page.wait_for_selector(".wm-explorer canvas")
        took = {name: page.evaluate(DRAG, [name, MOVES]) for name in names}
        browser.close()
    return took


def main(address: str | None = None) -> int:
    """Print a line for each language; return 1 if one is above the limit."""
    with tempfile.TemporaryDirectory() as folder:
        if address is None:
            page = Path(folder) / "explorer.html"
            page.write_text(widget_page(book_explorer()), encoding="utf-8")
            address = page.as_uri()
        took = measure(address, ["planted", "gazette"])
    worst = 0.0
    for name, times in took.items():
        late = statistics.quantiles(times, n=20, method="inclusive")[-1]
        worst = max(worst, late)
        middle = statistics.median(times)
        print(f"{name:8} {len(times)} moves   median {middle:4.1f} ms   95th percentile {late:4.1f} ms", end="   ")
        print(f"limit {LIMIT_MS:.0f} ms")
    return int(worst > LIMIT_MS)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
