"""On a phone: figures stack, the bibliography reads, numbers hold together, and a swipe does one thing."""

import re
from contextlib import contextmanager

import pytest

from battery import source
from conftest import LISTEN, RESTS
from wordmodes.explorers.instances import BOOK

pytestmark = pytest.mark.browser


@contextmanager
def phone(chromium, address: str, width: int = 390):
    """Open a page as a phone does: a narrow screen, a finger and no mouse."""
    context = chromium.new_context(viewport={"width": width, "height": 700}, has_touch=True, is_mobile=True)
    try:
        page = context.new_page()
        page.add_init_script(LISTEN)
        page.goto(address)
        yield page
    finally:
        context.close()


FIGURES = """() => [...document.querySelectorAll('figure .wm-figure')].filter(figure => figure.checkVisibility()).map(figure => ({
    name: figure.closest('figure').id, wide: figure.scrollWidth - figure.clientWidth, cut: figure.matches('.wm-cut'),
    pieces: [...figure.querySelectorAll('.wm-stack > svg')].map(svg => {
      const { width, height } = svg.getBoundingClientRect();
      const use = svg.querySelector('use').getBBox();
      return { width, height, drawn: use.width, scale: width / svg.viewBox.baseVal.width };
    }) }))"""  # noqa: E501


def check_numbers(page) -> None:
    """No line breaks within a number."""
    text = page.evaluate(
        """() => [...document.querySelectorAll('article :is(p, li, figcaption)')].filter(e => !e.closest('.cell_output, .math, code'))
             .map(e => e.textContent).join('\\n')"""  # noqa: E501
    )
    assert re.search(r"\d\u202f\d{3}\b", text)
    assert re.findall(r"(?<![\w.,])\d{1,3} \d{3}\b.{0,20}", text) == []


def test_panels_stand_one_below_the_other_numbers_hold_together_and_code_can_be_copied(chromium, roots):
    with phone(chromium, roots["http"] + "03_skip_gram.html") as page:
        check_numbers(page)
        assert page.locator("button.copybtn").first.evaluate("e => getComputedStyle(e).opacity") == "1"
        figures = page.evaluate(FIGURES)
        cut = [figure for figure in figures if figure["cut"]]
        assert len(cut) >= 3
        for figure in cut:
            assert figure["wide"] <= 0, f"{figure['name']} scrolls sideways"
            assert len(figure["pieces"]) >= 2
            for piece in figure["pieces"]:
                assert 100 < piece["width"] <= 358.5
                assert piece["drawn"] > 100
                assert piece["scale"] > 0.65  # letters stay readable
        named = page.locator(".wm-cut svg[role=img]").first
        assert named.get_attribute("aria-label")
        page.set_viewport_size({"width": 1280, "height": 800})
        assert not any(piece["width"] for figure in page.evaluate(FIGURES) for piece in figure["pieces"])


def test_the_bibliography_reads(chromium, roots):
    with phone(chromium, roots["http"] + "bibliography.html") as page:
        widths = page.locator("div.citation > p").evaluate_all("all => all.map(p => p.getBoundingClientRect().width)")
        assert min(widths) > 300
        assert page.locator("div.citation a[href^='https://arxiv.org/abs/']").count() > 20


def swipe(page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Move a finger from one place of the screen to another."""
    session = page.context.new_cdp_session(page)
    steps = 12
    for n in range(steps + 1):
        x, y = (a + (b - a) * n / steps for a, b in zip(start, end, strict=True))
        kind = "touchStart" if n == 0 else "touchMove"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(400)
    page.evaluate(RESTS)


def test_a_swipe_scrolls_or_moves_time_and_never_both(chromium, tmp_path):
    (tmp_path / "sigma.html").write_text(source(BOOK["sigma"].make), encoding="utf-8")
    with phone(chromium, (tmp_path / "sigma.html").as_uri()) as page:
        page.wait_for_function("window.drawn")
        page.evaluate("document.querySelector('canvas').scrollIntoView()")
        state = "() => [window.drawn.detail?.time ?? location.hash, Math.round(scrollY)]"
        box = page.locator("canvas").first.bounding_box()
        before = page.evaluate(state)
        middle, low = box["x"] + 0.6 * box["width"], box["y"] + 250
        swipe(page, (middle, low), (middle + 4, low - 180))
        scrolled = page.evaluate(state)
        assert scrolled[0] == before[0], "scrolling has moved the time"
        assert scrolled[1] > before[1] + 50
        box = page.locator("canvas").first.bounding_box()
        swipe(page, (middle, box["y"] + 300), (middle - 120, box["y"] + 310))
        page.wait_for_function(f"was => ({state})()[0] !== was", arg=scrolled[0])  # on a busy machine it takes a while
        moved = page.evaluate(state)
        assert moved[0] != scrolled[0]
        assert moved[1] == scrolled[1], "moving the time has scrolled the page"
