"""Print the built site as one PDF: python tools/make_pdf.py SITE OUT.pdf

The pages are put into one document in the order of _toc.yml, with a title page and a table of contents. Explorers don't
run on paper, so their still pictures stand there; solutions are unfolded, and hidden code stays hidden. Links lead to
places inside the PDF.
"""

from __future__ import annotations

import re
import sys
import tempfile
from html import escape
from pathlib import Path

import yaml
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import sync_playwright

import added
import browser

ROOT = Path(__file__).resolve().parent.parent
WHOLE = "_whole-book.html"  # in the site while it is printed, beside its styles and fonts
LEFT_OUT = (
    ".headerlink, .copybtn, .wm-run, .prev-next-area, script, noscript, "
    "details.hide, .cell.tag_hide-input > .cell_input"
)
STYLE = """
@page { size: A4; margin: 20mm 18mm 22mm; }
html { font-size: 10.5pt; }
body { margin: 0; background: none; }
.bd-article { max-width: none; padding: 0; }
.wm-page { break-before: page; }
.wm-title { padding-top: 30vh; text-align: center; }
.wm-title p { font-size: 1.2rem; }
/* a title on one line: the outline would drop the space where it breaks */
.wm-page h1 { font-size: 1.7rem; }
.wm-contents ol, .wm-contents ul { line-height: 2; }
h1, h2, h3, summary, .admonition-title { break-after: avoid; }
figure, .wm-figure, .wm-claim, .wm-entry, .admonition.tip { break-inside: avoid; }
div.cell_input, div.highlight, div.cell_output pre { break-inside: avoid; }
.bd-article div.admonition.solution { break-inside: auto; }
pre { white-space: pre-wrap !important; }
.widget-subarea, .cell_output > script { display: none; }
a { color: #0b5c8a; text-decoration: none; }
"""
PAGE = """<!doctype html>
<html lang="en" data-theme="light" data-mode="light"><head><meta charset="utf-8"><title>{title}</title>
{sheets}<style>{style}</style>
<script>window.MathJax = {{options: {{enableMenu: false, processHtmlClass: "math"}}}};</script>
<script src="_static/mathjax/tex-chtml.js"></script></head>
<body><main class="bd-content"><article class="bd-article">{body}</article></main></body></html>
"""
FOOTER = (
    '<div style="width: 100%; font: 8px sans-serif; text-align: center; color: #555">'
    '<span class="pageNumber"></span></div>'
)


def pages(toc: Path) -> list[tuple[str, list[str]]]:
    """Return the parts of the table of contents: a caption each, and its pages' names; the opening page first."""
    content = yaml.safe_load(toc.read_text(encoding="utf-8"))
    parts = [(part["caption"], [item["file"] for item in part["chapters"]]) for part in content["parts"]]
    return [("", [content["root"]]), *parts]


def anchored(html: str, name: str, names: set[str]) -> str:
    """Make a page's ids unique in the book by its name, and lead its links there."""

    def link(match: re.Match[str]) -> str:
        page, _, place = match[2].partition("#")
        page = page.removesuffix(".html") or name
        if page not in names or "://" in match[2]:
            return match[0]
        setting = "=" in place  # of an explorer, which doesn't run on paper: its page will do
        return f'{match[1]}="#{page}--{place}"' if place and not setting else f'{match[1]}="#{page}"'

    html = re.sub(r'(?<![\w-])id="([^"]+)"', rf'id="{name}--\1"', html)
    html = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}--\1)", html)
    html = re.sub(r'((?:aria-labelledby|for))="([^"]+)"', rf'\1="{name}--\2"', html)
    return re.sub(r'((?:xlink:)?href)="([^"]*)"', link, html)


def article(site: Path, name: str) -> Tag:
    """Return the text of one page, without what only a screen needs."""
    soup = BeautifulSoup(added.without(site / f"{name}.html"), "html.parser")
    found = soup.select_one("article.bd-article")
    for part in found.select(LEFT_OUT):
        part.decompose()
    for part in found.select("details"):
        part["open"] = ""
    return found


def assemble(site: Path, toc: Path) -> str:
    """Return the whole book as one HTML document."""
    parts = pages(toc)
    names = {name for _, group in parts for name in group}
    front = BeautifulSoup(added.without(site / "index.html"), "html.parser")
    title = front.title.string.strip()
    sheets = "".join(str(sheet) for sheet in front.select('link[rel="stylesheet"]'))
    contents, body = [], []
    for caption, group in parts:
        entries = []
        for name in group:
            text = article(site, name)
            heading = text.h1.get_text().strip()
            entries.append(f'<li><a href="#{name}">{escape(heading)}</a></li>')
            body.append(
                f'<section class="wm-page" id="{name}">{anchored(text.decode_contents(), name, names)}</section>'
            )
        if caption:
            contents.append(f"<h3>{escape(caption)}</h3><ul>{''.join(entries)}</ul>")
    top = (
        f'<section class="wm-title"><h1>{escape(title)}</h1><p>How word2vec learns</p></section>'
        f'<nav class="wm-page wm-contents"><h2>Contents</h2>{"".join(contents)}</nav>'
    )
    return PAGE.format(title=escape(title), sheets=sheets, style=STYLE, body=top + "".join(body))


def make_pdf(site: Path, out: Path, toc: Path = ROOT / "_toc.yml") -> None:
    """Print the book through a temporary file beside `out`.

    Raises
    ------
    ValueError
        If the site isn't built, or no browser is found.
    """
    if not (site / "index.html").is_file():
        raise ValueError(f"{site} holds no built site; run `make book` first")
    if (executable := browser.find()) is None:
        raise ValueError(browser.HELP)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent) as folder, sync_playwright() as playwright:
        book, draft = site / WHOLE, Path(folder) / out.name
        book.write_text(assemble(site, toc), encoding="utf-8")
        try:
            chromium = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
            page = chromium.new_page()
            page.goto(book.resolve().as_uri(), wait_until="load", timeout=300_000)
            page.wait_for_function("window.MathJax?.startup?.promise !== undefined", timeout=300_000)
            page.evaluate("MathJax.startup.promise.then(() => document.fonts.ready).then(() => true)")
            page.pdf(
                path=draft,
                prefer_css_page_size=True,
                print_background=True,
                tagged=True,
                outline=True,
                display_header_footer=True,
                header_template="<span></span>",
                footer_template=FOOTER,
            )
            chromium.close()
        finally:
            book.unlink(missing_ok=True)
        draft.replace(out)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python tools/make_pdf.py SITE OUT.pdf")
    try:
        make_pdf(Path(sys.argv[1]), Path(sys.argv[2]))
    except ValueError as error:
        sys.exit(str(error))
