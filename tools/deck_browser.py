"""What the slides need a browser for: their formulas are set, their explorers pictured, and all is printed."""

from __future__ import annotations

import importlib.util
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page

from book_figures import inline_svg
from still_settings import STILLS
from stills import DRAWN, NAMED, recorder
from wordmodes.book.figures.style import INK, PALETTE

WIDE = 1280  # of a slide, in pixels, where it is pictured and printed
HIGH = 720
# As drawings: so a deck needs no fonts and no script for them. What a screen reader says is within each.
TYPESET = """async () => {
  await MathJax.startup.promise;
  return [...document.querySelectorAll(".wm-tex")].map((span) => {
    const display = span.textContent.startsWith("\\\\[");
    const tex = span.textContent.slice(2, -2);
    const drawn = MathJax.tex2svg(tex, { display });
    drawn.querySelector("svg").setAttribute("aria-hidden", "true");
    return drawn.outerHTML;
  });
}"""
# As wide as its type is large enough on paper, whatever the slide would make of it
PICTURED = NAMED + " html body .wm-place { width: 900px } html body .wm-place .wm-explorer { zoom: 1 !important }"
SETTINGS = "() => [...document.querySelectorAll('.slides > section')].map(({ dataset }) => dataset.setting ?? '')"


def finished(browser: Browser, html: str, folder: Path) -> str:
    """Return a deck's page with its formulas set and a still picture in place of each explorer, for print."""
    with tempfile.TemporaryDirectory(dir=folder) as own:
        draft = Path(own) / "deck.html"
        draft.write_text(html.replace("</head>", f"<style>{PICTURED}</style></head>", 1), encoding="utf-8")
        page = browser.new_page(viewport={"width": WIDE, "height": HIGH}, color_scheme="light")
        page.add_init_script(recorder())
        page.goto(draft.resolve().as_uri())
        page.evaluate("window.deckReady")
        formulas, pictures = _formulas(page), iter(list(_pictures(page)))
        page.close()
    html = re.sub(r'(<span class="wm-tex">).*?(</span>)', lambda found: found[1] + next(formulas) + found[2], html)
    return re.sub("<!-- still -->", lambda _: next(pictures), html)


def _formulas(page: Page) -> Iterator[str]:
    """The inside of each formula of the page, drawn."""
    package = importlib.util.find_spec("sphinx-mathjax-offline")
    options = "window.MathJax = {options: {enableMenu: false}, startup: {typeset: false}, svg: {fontCache: 'none'}}"
    page.evaluate(options)
    page.add_script_tag(path=Path(package.origin).parent / "static/mathjax/tex-svg.js")
    return iter(page.evaluate(TYPESET))


def _pictures(page: Page) -> Iterator[str]:
    """The still picture of each explorer, slide by slide, with its read-out."""
    for number, setting in enumerate(page.evaluate(SETTINGS)):
        if not setting:
            continue
        page.evaluate("number => deck.show(number)", number)
        page.wait_for_function(f"deck.settled() && {DRAWN.replace('.wm-explorer', '.present .wm-explorer')}")
        explorer = page.locator(".present .wm-explorer")
        kind = next(name[6:] for name in explorer.get_attribute("class").split() if name.startswith("wm-of-"))
        book = {"ink": INK, "palette": PALETTE}
        given = {"words": STILLS[kind].words, "name": f"still-{number}", "book": book}
        taken = explorer.evaluate("(root, given) => takeStill(root, given)", given)
        said = explorer.locator(".wm-readout").first.inner_text()
        width = explorer.evaluate("root => root.clientWidth")
        size = f'width="{width}px" height="{taken["height"]:g}px" viewBox="0 0 {width} {taken["height"]:g}"'
        drawing = f'<svg {size} font-family="sans-serif">{"".join(taken["panels"])}</svg>'
        yield f'<div class="wm-still">{inline_svg(drawing, said, f"still-{number}")}<p>{said}</p></div>'


def print_pdf(browser: Browser, deck: Path) -> None:
    """Print a deck beside it, a page a slide."""
    draft = deck.with_name(f".{deck.stem}.pdf.tmp")
    page = browser.new_page(viewport={"width": WIDE, "height": HIGH}, color_scheme="light")
    page.goto(deck.resolve().as_uri())
    page.evaluate("window.deckReady")
    page.pdf(path=draft, prefer_css_page_size=True, print_background=True, tagged=True)
    page.close()
    draft.replace(deck.with_suffix(".pdf"))
