"""Cards over terms, references and formulas: what the pages say, within reach of pointer and keys."""

import json
import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT

import axe
from conftest import PAGES, SITE, soup

CHAPTER = "05_one_mode.html"
# Mark the formula in the text that reads so.
FORMULA = """tex => {
    document.getElementById('wm-asked')?.removeAttribute('id');
    const set = MathJax.startup.document.getMathItemsWithin(document.querySelector('article'));
    const open = set.find(({math, typesetRoot}) => math === tex && typesetRoot.matches('p *:not(.wm-veil *)'));
    open.typesetRoot.id = 'wm-asked';
}"""
OPEN = "document.querySelector('.wm-card')?.offsetHeight > 0"


@pytest.fixture(scope="module")
def cards() -> dict:
    script = (SITE / "_static/card-texts.js").read_text(encoding="utf-8")
    return json.loads(script.removeprefix("window.wordmodesCards = ").rstrip(";\n"))


def test_every_term_and_paper_that_a_page_links_to_has_a_card(cards):
    link = re.compile(r'href="(glossary\.html|bibliography\.html)#([^"]+)"')
    linked = {found for name in PAGES for found in link.findall((SITE / name).read_text(encoding="utf-8"))}
    assert {page for page, _ in linked} == {"glossary.html", "bibliography.html"}
    assert [(page, anchor) for page, anchor in sorted(linked) if len(cards[page].get(anchor, ["", ""])[1]) < 20] == []


def test_a_card_says_what_the_page_says(cards):
    glossary = soup(SITE / "glossary.html")
    for anchor, (term, text) in cards["glossary.html"].items():
        entry = glossary.find(id=anchor)
        assert entry.get_text().startswith(term)
        assert "<a" not in text
        assert text.count('<span class="math">') == len(entry.find_next_sibling("dd").p.select(".math"))
    rows = soup(SITE / "notation.html").select("table tbody tr")
    assert len(cards["symbols"]) == len(rows)
    for card, row in zip(cards["symbols"], rows, strict=True):
        assert card["names"]
        assert all(name in row.td.get_text() for name in card["names"])
        assert len(card["text"]) > 5
        assert all((SITE / page).is_file() for page in card["where"])


def test_no_two_symbols_of_a_page_have_one_name(cards):
    common = [name for card in cards["symbols"] if not card["where"] for name in card["names"]]
    assert sorted({name for name in common if common.count(name) > 1}) == []


SETTLED = "() => new Promise(done => setTimeout(() => requestAnimationFrame(done), 300))"


def said(page) -> str:
    page.wait_for_function(OPEN)
    return page.locator(".wm-card").inner_text()


@pytest.mark.browser
def test_cards_open_and_close(visit, cards):
    with visit("http") as reader:
        page = reader.page
        reader.open(CHAPTER)
        page.evaluate("MathJax.startup.promise")  # all formulas are set
        assert not page.evaluate("Boolean(window.wordmodesCards)")  # until the first is asked for
        term = page.locator('article p a[href*="glossary.html#"]').first
        anchor = term.get_attribute("href").partition("#")[2]
        term.hover()
        assert said(page).startswith(cards["glossary.html"][anchor][0] + ": ")
        page.locator(".wm-card").hover()  # it can be read at leisure
        page.wait_for_timeout(400)
        assert page.evaluate(OPEN)
        box = page.locator(".wm-card").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 1280
        page.keyboard.press("Escape")
        assert page.locator(".wm-card").count() == 0
        # by keys, and read aloud with the link
        paper = page.locator('article p a[href*="bibliography.html#"]').first
        paper.focus()
        for _ in range(3):  # on a busy machine the page may scroll to the link late, and what scrolls closes a card
            page.evaluate(SETTLED)
            page.keyboard.press("Shift+Tab")
            page.keyboard.press("Tab")
            page.evaluate(SETTLED)
            if page.locator(".wm-card").count():
                break
        [_, entry] = cards["bibliography.html"][paper.get_attribute("href").partition("#")[2]]
        assert said(page)[:40] == re.sub("<[^>]+>", "", entry)[:40]
        assert paper.get_attribute("aria-describedby") == "wm-card"
        page.keyboard.press("Tab")
        assert paper.get_attribute("aria-describedby") is None
        # symbols of a formula
        for tex, meaning in (("\\lambda_1", "eigenvalue"), ("M^*", "the target"), ("\\sigma = 10^{-3}", "scale")):
            page.keyboard.press("Escape")
            page.evaluate(FORMULA, tex)
            page.locator("#wm-asked").hover()
            page.wait_for_function("document.querySelector('.wm-card dl dt mjx-container')")
            assert meaning in said(page)
        assert reader.complaints == []  # before axe, which measures what is covered too
        page.evaluate(AXE_SCRIPT)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            page.wait_for_function("theme => document.documentElement.dataset.theme === theme", arg=theme)
            assert axe.run(page, theme, axe.OPTIONS, ".wm-card") == []
