"""Time the site as a reader has it: each page until it answers, and each explorer's sliders, in Chromium and Firefox.

python benchmarks/bench_explorer.py [SITE]     (the built site's folder; by default _build/html)

A page answers when it has loaded and all its explorers have drawn; formulas out of view may still be waiting. It is
opened from localhost by a browser that has never seen it. A move is an input event on a slider; the explorer answers it
at once, and reading back a pixel of each picture and the explorer's height makes the browser finish what it may have
put off. Both browsers are headless. Each drag is done five times, and '95 %', which the limit is for, is of all moves.
'of places' says whose doing a late one is: there each place of the slider counts with its median, since what the page
is slow at it is slow at every time, and what the machine does beside comes at any place. How much that is stands before
a browser's sliders: 8 ms of work, a loop on an empty page that counts and draws nothing, once a frame.
"""

from __future__ import annotations

import statistics
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
from browser import find, missing
from engines import Engine, firefox
from page_weight import Weight, weighing

if TYPE_CHECKING:
    from _typeshed import SupportsRead, SupportsWrite

SITE = Path(__file__).resolve().parent.parent / "_build/html"
MOVES, DRAGS, OPENINGS = 40, 5, 5
SETTLED_MS = 1500  # a new window draws its own tabs and bars for a second, which is no page's doing
MOVE_LIMITS_MS, OPENING_LIMIT_MS = {"chromium": 16.0, "firefox": 24.0}, 2000.0

LISTEN = """document.addEventListener('wordmodes:drawn', ({target}) => {
  target.closest('.wm-widget').dataset.drawn = '';
});"""
ANSWERS = """async () => {
  const drawn = () => document.querySelectorAll('.wm-widget[data-ready][data-drawn]').length;
  const due = document.querySelectorAll('script[type="application/vnd.jupyter.widget-view+json"]').length;
  while (document.readyState !== 'complete' || drawn() !== due) await new Promise(requestAnimationFrame);
  return performance.now();
}"""
# Each explorer's name, its sliders' and, one after another, what its radio buttons choose.
CONTROLS = """[...document.querySelectorAll('.wm-explorer')].map((root) => [
  root.getAttribute('aria-label') ?? 'explorer',
  [...root.querySelectorAll('input[type=range]')].map((slider) => slider.getAttribute('aria-label') ?? 'slider'),
  [...root.querySelectorAll('input[type=radio]')].map((choice) => choice.labels[0]?.textContent.trim() || choice.value),
])"""
DRAG = """async ([place, number, choice, moves]) => {
  const root = document.querySelectorAll('.wm-explorer')[place];
  if (choice !== null) root.querySelectorAll('input[type=radio]')[choice].click();
  const slider = root.querySelectorAll('input[type=range]')[number];
  if (!slider.checkVisibility() || slider.disabled) return null;
  const move = (share) => {
    slider.value = +slider.min + share * (slider.max - slider.min);
    slider.dispatchEvent(new Event('input', {bubbles: true}));
    for (const canvas of root.querySelectorAll('canvas')) canvas.getContext('2d').getImageData(0, 0, 1, 1);
    root.getBoundingClientRect();
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
}"""
COUNT = """async (moves) => {
  const took = [];
  const count = (n) => { for (let i = 0; i < n; i++) sum += i % 7; };
  let [sum, n] = [0, 1e5];
  for (let start = performance.now(); performance.now() - start < 300;) count(n);  // warm
  const start = performance.now();
  for (let i = 0; i < 100; i++) count(n);
  n *= 800 / (performance.now() - start);
  for (let i = 0; i < moves; i++) {
    await new Promise(requestAnimationFrame);
    const start = performance.now();
    count(n);
    took.push(performance.now() - start);
  }
  return [took, sum];
}"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass

    def copyfile(self, source: SupportsRead[bytes], outputfile: SupportsWrite[bytes]) -> None:
        """Send a file, unless the page has been left meanwhile."""
        with suppress(ConnectionError):
            super().copyfile(source, outputfile)


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a folder on localhost; return its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=site)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@contextmanager
def fresh(chromium: Browser) -> Iterator[Page]:
    """Return a page of a browser that has seen nothing yet."""
    context = chromium.new_context(viewport={"width": 1280, "height": 1000})
    page = context.new_page()
    page.add_init_script(LISTEN)
    page.wait_for_timeout(SETTLED_MS)
    yield page
    context.close()


def opened(page: Page | Engine, address: str) -> float:
    """Go to a page; return the milliseconds from the navigation until it answers."""
    if isinstance(page, Engine):
        page.goto(address)
    else:
        page.goto(address, wait_until="commit")
        page.wait_for_load_state("domcontentloaded")  # or not all that is due may be there
    return page.evaluate(ANSWERS)


def visits(chromium: Browser, address: str) -> tuple[float, Weight]:
    """Open a page several times; return the median milliseconds until it answers, and its weight."""
    times = []
    for _ in range(OPENINGS):
        with fresh(chromium) as page:
            times.append(opened(page, address))
    with fresh(chromium) as page, weighing(page) as weight:
        opened(page, address)
    return statistics.median(times), weight


def late(times: list[float]) -> float:
    """95th percentile."""
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


Drag = list[float]  # the milliseconds of its moves


def drag(page: Page | Engine, times: int, place: int, number: int, choice: int | None) -> list[Drag]:
    """Drag a slider several times, if it can be seen and moved."""
    found = [page.evaluate(DRAG, [place, number, choice, MOVES]) for _ in range(times)]
    return [] if None in found else found


def drags(page: Page | Engine) -> Iterator[tuple[str, str, str, list[Drag]]]:
    """Return each explorer's name, slider, picked choice where it is slowest, and the drags there."""
    for place, (name, sliders, choices) in enumerate(page.evaluate(CONTROLS)):
        for number, slider in enumerate(sliders):
            took: dict[int | None, list[Drag]] = {None: drag(page, DRAGS, place, number, None)}  # as it opens: first
            took |= {choice: drag(page, 1, place, number, choice) for choice in range(len(choices))}
            moved = [choice for choice in took if took[choice]]
            slowest = max(moved, key=lambda choice: late(took[choice][0]), default=None)
            if slowest is not None:
                took[slowest] += drag(page, DRAGS - 1, place, number, slowest)
            if took[slowest]:
                yield name, slider, "as it opens" if slowest is None else choices[slowest], took[slowest]


def time_pages(chromium: Browser, root: str, names: Iterable[str]) -> bool:
    """Print a line for each page; return whether one is above its limits."""
    failed = False
    print(f"{'page':30} {'KB gzip':>8} {'requests':>8} {'tables KB':>9} {'answers after ms':>16}")
    for name in names:
        answers, weight = visits(chromium, root + name)
        size, tables = weight.total / 1e3, weight.tables / 1e3
        print(f"{name:30} {size:8.0f} {len(weight.files):8} {tables:9.0f} {answers:16.0f}")
        over = weight.excesses() + [f"answers after {OPENING_LIMIT_MS:.0f} ms"] * (answers > OPENING_LIMIT_MS)
        failed |= bool(over)
        print("".join(f"  above the limit: {sentence}\n" for sentence in over), end="")
    return failed


def head(browser: str) -> str:
    """Return the line above a browser's sliders."""
    limit = f"(limit {MOVE_LIMITS_MS[browser]:.0f} ms)"
    return f"\n{f'slider, in {browser}':58} {'median ms':>9} {'95 %':>5} {'of places':>9}   slowest with     {limit}"


def row(label: str, drags: list[Drag], choice: str = "") -> tuple[str, float]:
    """Return a line of what drags took, and its 95 %."""
    moves = [time for drag in drags for time in drag]
    places = [statistics.median(times) for times in zip(*drags, strict=True)]
    return f"{label:58} {statistics.median(moves):9.1f} {late(moves):5.1f} {late(places):9.1f}   {choice}", late(moves)


def time_counting(page: Page | Engine) -> None:
    """Print a line like a slider's for a loop that counts."""
    took = [page.evaluate(COUNT, MOVES)[0] for _ in range(DRAGS)]
    print(row("an empty page: 8 ms of counting", took)[0])


def time_sliders(browser: str, page: Page | Engine, address: str) -> bool:
    """Print a line for each slider of a page; return whether one is above its limit, or the page itself."""
    failed, limit, name = False, MOVE_LIMITS_MS[browser], address.rpartition("/")[2].removesuffix(".html")
    answers = opened(page, address)
    if browser != "chromium" and answers > OPENING_LIMIT_MS:  # of Chromium `time_pages` says it, by a median
        failed = True
        print(f"{name}: answers in {browser} after {answers:.0f} ms, above the limit of {OPENING_LIMIT_MS:.0f}")
    for explorer, slider, choice, took in drags(page):
        line, slow = row(f"{name}: {explorer}: {slider}", took, choice)
        print(line)
        failed |= slow > limit
    return failed


def main(site: Path = SITE) -> int:
    """Print a line for each page and each slider; return 1 if one is above its limit."""
    if (executable := find("chrome")) is None:
        sys.exit(missing("chrome"))
    names = sorted(path.name for path in site.glob("*.html"))
    with served(site) as root, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        failed = time_pages(chromium, root, names)
        print(head("chromium"))
        with fresh(chromium) as page:
            time_counting(page)
        for name in names:
            with fresh(chromium) as page:
                failed |= time_sliders("chromium", page, root + name)
        chromium.close()
        if (other := find("firefox")) is None:
            print(missing("firefox"))
            return 1
        with firefox(other) as engine:
            engine.add_init_script(LISTEN)
            print(head("firefox"))
            time_counting(engine)
            for name in names:
                failed |= time_sliders("firefox", engine, root + name)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
