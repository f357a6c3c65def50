"""Sphinx extension: what the cards say that open over a term, a reference or a formula (book/assets/cards.js).

Made from the built glossary, bibliography and notation page, so that a card can't differ from them.
"""

from __future__ import annotations

import json
from copy import copy
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from whole import write_whole

KEPT = {"em", "strong", "code"}  # all the markup that a card needs; formulas stay as TeX
NEXT_WORD = "the-next-word-model-of-chapter-11"  # the section whose letters hold in that chapter alone


def plain(tag: Tag) -> str:
    """Return what a tag holds as HTML without links, anchors and classes; formulas as they are before they are set."""
    tag = copy(tag)
    for inner in tag.find_all(True):
        if inner.name == "span" and "math" in inner.get("class", []):
            inner.attrs = {"class": "math"}
        elif inner.name in KEPT:
            inner.attrs = {}
        else:
            inner.unwrap()
    return " ".join(tag.decode_contents().split())


def terms(page: BeautifulSoup) -> dict[str, list[str]]:
    """Return name and first paragraph of every term, by its anchor."""
    return {
        dt["id"]: [dt.find(string=True).strip(), plain(dt.find_next_sibling("dd").p)]
        for dt in page.select("dl.glossary dt[id]")
    }


def papers(page: BeautifulSoup) -> dict[str, list[str]]:
    """Return every entry of the bibliography, by its anchor."""
    return {entry["id"]: ["", plain(entry.p)] for entry in page.select(".citation[id]")}


def symbols(page: BeautifulSoup) -> list[dict]:
    """Return rows of the notation page: symbols as TeX, their meaning, the pages they belong to, if not to all."""
    found: list[dict] = []
    for table in page.select("table"):
        head = [cell.get_text() for cell in table.select("thead th")]
        section = table.find_parent("section")["id"]
        for row in table.select("tbody tr"):
            first, second, *rest = row.select("td")
            tex = [math.get_text().strip()[2:-2] for math in first.select(".math")]
            where: list[str] = []
            if head[0] == "Letter":
                where = [link["href"].partition("#")[0] for link in second.select("a")]
                second = rest[0]
            elif section == NEXT_WORD:
                where = ["11_beyond_word2vec.html"]
            names = [name.strip() for text in tex for name in text.split(",")]
            found.append({"names": names, "text": plain(second), "where": where, "instead": section == NEXT_WORD})
    return found


def write(app: Sphinx, error: Exception | None) -> None:
    """Write the cards beside the other assets; a page loads them when the first is asked for."""
    if error is not None or app.builder.format != "html":
        return
    out = Path(app.outdir)
    cards: dict[str, dict | list] = {"glossary.html": {}, "bibliography.html": {}, "symbols": []}
    makers = {"glossary": terms, "bibliography": papers, "notation": symbols}
    for name in makers.keys() & app.env.found_docs:  # a part of the book may be built without them
        found = makers[name](BeautifulSoup((out / f"{name}.html").read_text(encoding="utf-8"), "html.parser"))
        if not found:
            raise ExtensionError(f"no cards could be made of {name}: its markup has changed")
        cards["symbols" if name == "notation" else f"{name}.html"] = found
    text = json.dumps(cards, ensure_ascii=False, separators=(",", ":"))
    write_whole(out / "_static/card-texts.js", f"window.wordmodesCards = {text};\n")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.connect("build-finished", write, priority=930)  # when pages are what they will be
    return {"parallel_read_safe": True, "parallel_write_safe": True}
