"""Print the built site as one PDF: python tools/make_pdf.py SITE OUT.pdf

The pages are put into one document in the order of _toc.yml, behind a cover and a table of contents. Explorers don't
run on paper, so their still pictures stand there, without the code and the sentences that are for a hand; solutions
are gathered at the end. Links lead to places inside the PDF. What a page holds, pdf.js decides.
"""

from __future__ import annotations

import re
import sys
import tempfile
from datetime import date
from html import escape
from pathlib import Path
from urllib.parse import unquote

import yaml
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Page, sync_playwright
from pypdf import PdfReader

import added
import browser

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tools/site"))
import book_about  # noqa: E402

WHOLE = "_whole-book.html"  # in the site while it is printed, beside its styles and fonts
LEFT_OUT = (
    ".headerlink, .copybtn, .wm-run, .wm-screen, .wm-find-word, .wm-guess, .wm-curtain, .wm-tally, .wm-sheet, "
    ".wm-status, .prev-next-area, noscript, details.hide, .cell.tag_hide-input > .cell_input, "
    ".cell.tag_still > .cell_input"
)
WIDGET_TYPE = "application/vnd.jupyter.widget-view+json"
WIDGET = f'script[type="{WIDGET_TYPE}"]'
SOLUTIONS = "solutions"
PAGE = """<!doctype html>
<html lang="en" data-theme="light" data-mode="light"><head><meta charset="utf-8"><title>{title}</title>
{sheets}<style>{style}</style>
<script>window.MathJax = {{options: {{enableMenu: false, processHtmlClass: "math"}}}};</script>
<script src="_static/mathjax/tex-chtml.js"></script></head>
<body><main class="bd-content"><article class="bd-article">{body}</article></main></body></html>
"""
COVER = """<section class="wm-cover"><h1>{title}</h1><p class="wm-under">{under}</p><p>{authors}</p>
<p class="wm-about">Version {version}, {day}<br>Text under CC BY 4.0, code under BSD-3-Clause.</p></section>"""
ON = '<span class="wm-on">000</span>'  # the page that the link around it leads to
LINE = f'<li><a href="#{{name}}"><span>{{title}}</span><span class="wm-leader"></span>{ON}</a></li>'
SEE = f'<p class="wm-see"><a href="#{{solution}}">Solution on page {ON}</a></p>'
BACK = f'<span class="wm-see">, <a href="#{{exercise}}">page {ON}</a></span>'
DRAWING = re.compile(r"<script\b.*?</script>|<svg\b.*?</svg>", re.DOTALL)
EMPTY = '<svg data-drawing="{}"></svg>'
# Everything keeps its place, and nothing is painted.
DRAFT = "* { visibility: hidden !important; background: none !important; } svg * { display: none !important; }"


def pages(toc: Path) -> list[tuple[str, list[str]]]:
    """Return the parts of the table of contents: a caption each, and its pages' names; the opening page first."""
    content = yaml.safe_load(toc.read_text(encoding="utf-8"))
    parts = [(part["caption"], [item["file"] for item in part["chapters"]]) for part in content["parts"]]
    return [("", [content["root"]]), *parts]


def set_aside(html: str) -> tuple[str, list[str]]:
    """Return a page with an empty drawing in place of each, and the drawings: they are most of it to read through."""
    drawings: list[str] = []

    def empty(match: re.Match[str]) -> str:
        if match[0].startswith("<script"):
            return match[0]
        drawings.append(match[0])
        return EMPTY.format(len(drawings) - 1)

    return DRAWING.sub(empty, html), drawings


def put_back(html: str, drawings: list[str]) -> str:
    """Put the drawings of `set_aside` where they were."""
    return re.sub(EMPTY.format(r"(\d+)"), lambda match: drawings[int(match[1])], html)


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


def article(page: BeautifulSoup) -> Tag:
    """Return the text of a page, without what only a screen needs."""
    found = page.select_one("article.bd-article")
    for widget in found.select(WIDGET):  # its still picture stands in a cell of its own
        if code := widget.find_parent(class_="cell").find(class_="cell_input"):
            code.decompose()
    for part in found.select(f"script, {LEFT_OUT}"):
        part.decompose()
    for cell in found.select(".cell"):
        if not cell.get_text(strip=True) and not cell.find(["svg", "img"]):
            cell.decompose()
    for part in found.select("details"):
        part["open"] = ""
    for term in found.select(".wm-entry dl > dt"):  # a row each, as in a claim's box
        row = term.wrap(page.new_tag("div"))
        row.append(row.find_next_sibling("dd"))
    return found


def take_solutions(text: Tag) -> list[Tag]:
    """Take the solutions out of a page; each and its exercise say on which page the other is."""
    taken = [solution.extract() for solution in text.select(".solution")]
    for solution in taken:
        title = solution.select_one(".admonition-title")
        exercise = text.find(id=title.a["href"].removeprefix("#"))
        title.append(BeautifulSoup(BACK.format(exercise=exercise["id"]), "html.parser"))
        exercise.append(BeautifulSoup(SEE.format(solution=solution["id"]), "html.parser"))
        solution["class"].remove("dropdown")
    return taken


def cover() -> str:
    """Return the cover, which says what the site's last page does: whose this is, and which version."""
    about = book_about.citation()
    title, _, under = about["title"].partition(": ")
    day = date.fromisoformat(str(about["date-released"]))
    said = {
        "title": title,
        "under": under.capitalize() if under.islower() else under,
        "authors": ", ".join(book_about.authors()),
        "version": about["version"],
        "day": f"{day.day} {day:%B %Y}",
    }
    return COVER.format(**{key: escape(text) for key, text in said.items()})


def running_head(name: str, heading: str) -> str:
    """Return the rules by which each page of a part says at its top which part that is."""
    quoted = heading.replace("\\", r"\\").replace('"', r"\"")
    return f'[id="{name}"] {{ page: wm-{name}; }} @page wm-{name} {{ @top-left {{ content: "{quoted}"; }} }}\n'


def section(name: str, body: str) -> str:
    """Return a part of the book, which begins on a page of its own."""
    return f'<section class="wm-page" id="{name}">{body}</section>'


def assemble(site: Path, toc: Path) -> str:
    """Return the whole book as one HTML document."""
    parts = pages(toc)
    names = {name for _, group in parts for name in group}
    sheets: list[str] = []
    style = (ROOT / "tools/pdf.css").read_text(encoding="utf-8")
    contents, body, solutions = [], [], []
    for caption, group in parts:
        lines = []
        for name in group:
            html, drawings = set_aside(added.without(site / f"{name}.html"))
            page = BeautifulSoup(html, "html.parser")
            sheets = max(sheets, [str(sheet) for sheet in page.select('link[rel="stylesheet"]')], key=len)
            text = article(page)
            heading = " ".join(text.h1.get_text().split())
            solved = put_back("".join(str(solution) for solution in take_solutions(text)), drawings)
            if solved:
                link = f'<h2><a href="#{name}">{escape(heading)}</a></h2>'
                solutions.append((name, heading, link + anchored(solved, name, names)))
            lines.append(LINE.format(name=name, title=escape(heading)))
            style += running_head(name, heading)
            body.append(section(name, anchored(put_back(text.decode_contents(), drawings), name, names)))
        if caption:
            contents.append(f"<h3>{escape(caption)}</h3><ul>{''.join(lines)}</ul>")
    chapters = []
    for number, (name, heading, text) in enumerate(solutions):  # the first of them under the title
        part = f"{SOLUTIONS}--{name}" if number else SOLUTIONS
        chapters.append(f'<a href="#{part}">{escape(heading.partition(".")[0])}</a>')
        style += running_head(part, f"Solutions: {heading}")
        body.append(section(part, ("" if number else "<h1>Solutions</h1>") + text))
    if solutions:
        line = LINE.format(name=SOLUTIONS, title="Solutions")
        contents.append(f"<ul>{line}</ul><p>Solutions by chapter: {', '.join(chapters)}.</p>")
    top = f'{cover()}<nav class="wm-page wm-contents"><h2>Contents</h2>{"".join(contents)}</nav>'
    title = escape(book_about.citation()["title"])
    return PAGE.format(title=title, sheets="".join(sheets), style=style, body=top + "".join(body))


def print_to(page: Page, out: Path, **how: bool) -> dict[str, int]:
    """Print the page as it is; return on which page of the print each place is that a link leads to."""
    page.pdf(path=out, prefer_css_page_size=True, print_background=True, **how)
    book = PdfReader(out)
    places = book.named_destinations.items()
    return {unquote(name.lstrip("/")): book.get_destination_page_number(place) + 1 for name, place in places}


def printed(page: Page, out: Path) -> None:
    """Settle what stands on which page, and print: first drafts, each for a third of the cost, to see where it came."""
    page.emulate_media(media="print")
    page.evaluate((ROOT / "tools/pdf.js").read_text(encoding="utf-8"))
    unpainted = page.add_style_tag(content=DRAFT)
    while page.evaluate("pages => hold(pages)", pages := print_to(page, out)):
        pass
    page.evaluate("pages => number(pages)", pages)
    unpainted.evaluate("style => { style.remove(); links.remove(); }")
    for _ in range(3):  # again only if a place is on another page than it says
        if not page.evaluate("pages => number(pages)", print_to(page, out, tagged=True, outline=True)):
            return


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
            page = chromium.new_page(viewport={"width": 658, "height": 964})
            page.goto(book.resolve().as_uri(), wait_until="load", timeout=300_000)
            page.wait_for_function("window.MathJax?.startup?.promise !== undefined", timeout=300_000)
            page.evaluate("MathJax.startup.promise.then(() => document.fonts.ready).then(() => true)")
            printed(page, draft)
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
