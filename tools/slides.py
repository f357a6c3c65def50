"""Make the lecture's slides: python tools/slides.py SITE OUT [N …]

From course/slides/N_name.md come OUT/N_name.html, one file that needs no other and no connection, and OUT/N_name.pdf.
Slides are parted by a line of three dashes. What they show is taken from the built site and from the notebooks:

    ```{figure} 06_small_initialisation fig-06-staircase     a figure, in the page's colours
    ```{explorer} sigma=planted,1e-06,0.6,1,2                an explorer, set so whenever its slide is shown
    ```{output} 08_pca words of its code                     what a cell printed
    ```{claim} stagewise                                     a claim with its verdict

and `:::{notes} 4` holds what the lecturer says in four minutes. When all decks are made the site gets them too.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import NamedTuple

import yaml
from bs4 import BeautifulSoup, Tag
from markdown_it import MarkdownIt
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from playwright.sync_api import Browser, sync_playwright
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools/site"))  # where the site's own extensions are

import added  # noqa: E402
import browser  # noqa: E402
import deck_browser  # noqa: E402
import reveal  # noqa: E402
from book_explorers import Held, held  # noqa: E402
from book_settings import complaint  # noqa: E402
from make_pdf import anchored  # noqa: E402
from whole import write_whole  # noqa: E402

DECKS = ROOT / "course/slides"
LIMIT = 3_000_000  # bytes of a deck
DIRECTIVE = re.compile(r"\{(\w+)\}\s*(.*)")


class Slide(NamedTuple):
    """A slide's HTML, what the lecturer says, in how many minutes, and the setting of the explorer that it shows."""

    html: str
    notes: str
    minutes: int
    setting: str


class Deck:
    """The slides of one file, with what they take from the site.

    Parameters
    ----------
    source : path
        The deck's Markdown.
    site : path
        The built site.

    Raises
    ------
    ValueError
        Naming the deck and the slide, if it asks for what the site doesn't hold, or a slide has no notes.
    """

    def __init__(self, source: Path, site: Path) -> None:
        self.site = site
        head, _, body = source.read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")
        self.head: dict[str, str] = yaml.safe_load(head)
        self.explorers: dict[str, Held] = {}
        self.markdown = MarkdownIt("commonmark").enable("table")
        self.markdown.use(dollarmath_plugin, renderer=_formula).use(colon_fence_plugin)
        self.markdown.renderer.rules |= {"fence": self._fence, "colon_fence": self._fence}
        self.slides: list[Slide] = []
        for number, text in enumerate(re.split(r"^---$", body, flags=re.MULTILINE), 1):
            try:
                self.slides.append(self._slide(text))
            except (ValueError, LookupError) as error:
                raise ValueError(f"{source.name}, slide {number}: {error}") from error

    def _slide(self, text: str) -> Slide:
        self.setting, self.notes, self.minutes = "", "", 0
        html = self.markdown.render(text)
        if not self.notes:
            raise ValueError("it has no notes; say in ':::{notes} 4' what is told in four minutes")
        return Slide(html, self.notes, self.minutes, self.setting)

    def _fence(self, tokens, index, options, env) -> str:
        kind, content = DIRECTIVE.match(tokens[index].info.strip()), tokens[index].content
        if kind is None:
            lexer = get_lexer_by_name(tokens[index].info.strip() or "text")
            return highlight(content, lexer, HtmlFormatter())
        made = getattr(self, f"_{kind[1]}_block", None)
        if made is None:
            raise ValueError(f"{kind[0]!r} is none of figure, explorer, output, claim, notes")
        return made(kind[2].strip(), content)

    def _notes_block(self, minutes: str, content: str) -> str:
        if not minutes.isdigit():
            raise ValueError(f"notes begin with their minutes, and not with {minutes!r}")
        self.notes, self.minutes = self.markdown.render(content), int(minutes)
        return ""

    def _figure_block(self, given: str, content: str) -> str:
        page, name = given.split()
        figure = _only(_page(self.site, page).select(f"figure#{name} > .wm-figure"), f"{page} has no figure {name!r}")
        own = f"{page}-{name}"
        return f'<figure class="wm-plot">{anchored(str(figure), own, {own})}</figure>'

    def _explorer_block(self, given: str, content: str) -> str:
        key, _, value = given.partition("=")
        if key not in explorers():
            raise ValueError(f"no explorer is called {key!r}; there are {', '.join(explorers())}")
        entry = explorers()[key]
        if why := complaint(entry, value):
            raise ValueError(f"{given!r}: {why}")
        self.explorers[key], self.setting = entry, given
        return f'<div class="wm-place" data-key="{key}" data-prevent-swipe><!-- still --></div>'

    def _output_block(self, given: str, content: str) -> str:
        page, _, words = given.partition(" ")
        cells = [cell for cell in _page(self.site, page).select(".cell") if words in _code(cell)]
        output = _only(cells, f"{page} has not one cell with {words!r}").select_one(".cell_output")
        if output is None:
            raise ValueError(f"the cell with {words!r} printed nothing")
        return anchored(str(output), page, set())

    def _claim_block(self, given: str, content: str) -> str:
        found = _page(self.site, "ledger").select(f"#ledger-{given} > p:first-child")
        return f'<div class="wm-claim">{_only(found, f"the ledger has no claim {given!r}")}</div>'

    def page(self) -> str:
        """Return the deck as one HTML document; formulas and stills are set by `deck_browser`."""
        models = {key: _model(entry.page, key) for key, entry in self.explorers.items()}
        views = "".join(
            f'<script type="application/vnd.jupyter.widget-view+json">{json.dumps({"model_id": key})}</script>'
            for key in models
        )
        parts = {
            "title": escape(self.head["title"]),
            "styles": _styles(self.site),
            "sections": "\n".join(map(_section, self.slides)),
            "state": json.dumps({"version_major": 2, "version_minor": 0, "state": models}).replace("</", "<\\/"),
            "views": views,
            "version": reveal.VERSION,
            "license": reveal.file("LICENSE"),
            "reveal": reveal.file("dist/reveal.js"),
            "notes": reveal.file("dist/plugin/notes.js"),
            "host": (ROOT / "book/assets/widget-host.js").read_text(encoding="utf-8"),
            "deck": (ROOT / "tools/deck/deck.js").read_text(encoding="utf-8"),
        }
        page = (ROOT / "tools/deck/deck.html").read_text(encoding="utf-8")
        return re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match[1]], page)


def _only(found: list[Tag], why: str) -> Tag:
    if len(found) != 1:
        raise ValueError(why)
    return found[0]


def _code(cell: Tag) -> str:
    source = cell.select_one(".cell_input pre")
    return source.get_text() if source else ""


def _formula(content: str, options: dict) -> str:
    around = r"\[{}\]" if options["display_mode"] else r"\({}\)"
    return f'<span class="wm-tex">{escape(around.format(content))}</span>'


def _section(slide: Slide) -> str:
    setting = f' data-setting="{escape(slide.setting)}"' if slide.setting else ""
    notes = f'<aside class="notes">{slide.notes}<p>{slide.minutes} min</p></aside>'
    timing = f' data-timing="{60 * slide.minutes}"'  # seconds, for the speaker's view
    return f'<section{timing}{setting}><div class="wm-slide">{slide.html}</div>{notes}</section>'


@cache
def _page(site: Path, name: str) -> BeautifulSoup:
    file = site / f"{name}.html"
    if not file.is_file():
        raise ValueError(f"the book has no page {name!r}")
    return BeautifulSoup(added.without(file), "html.parser")


@cache
def explorers() -> dict[str, Held]:
    """The book's explorers by key, each as its chapter shows it."""
    pages = sorted((ROOT / "book").glob("*.ipynb"), reverse=True)  # a chapter's after the opening page's
    return {entry.state["key"]: entry for path in pages for entry in held(path.stem, path)}


@cache
def _model(page: str, key: str) -> dict:
    """The stored model of an explorer, with its tables."""
    content = json.loads((ROOT / f"book/{page}.ipynb").read_text(encoding="utf-8"))
    states = content["metadata"]["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
    return next(model for model in states.values() if model["state"].get("key") == key)


@cache
def _styles(site: Path) -> str:
    files = [site / "_static/pygments.css", ROOT / "book/assets/book.css", ROOT / "tools/deck/deck.css"]
    return "\n".join([reveal.file("dist/reveal.css"), *(path.read_text(encoding="utf-8") for path in files)])


def make(chromium: Browser, site: Path, out: Path, numbers: Sequence[str] = ()) -> Iterator[tuple[Path, Deck]]:
    """Write each deck and its print; yield its path, and the deck.

    Raises
    ------
    ValueError
        If the site isn't built, a deck asks for what isn't there, or is too large.
    """
    if not (site / "index.html").is_file():
        raise ValueError(f"{site} holds no built site; run `make book` first")
    sources = sorted(path for path in DECKS.glob("[0-9]*.md") if not numbers or path.stem.split("_")[0] in numbers)
    if not sources:
        raise ValueError(f"{DECKS} holds no slides of these numbers: {', '.join(numbers)}")
    out.mkdir(parents=True, exist_ok=True)
    for source in sources:
        deck, target = Deck(source, site), out / f"{source.stem}.html"
        html = deck_browser.finished(chromium, deck.page(), out)
        if (size := len(html.encode())) > LIMIT:
            raise ValueError(f"{source.name} makes {size:,} bytes, over {LIMIT:,}")
        write_whole(target, html)
        deck_browser.print_pdf(chromium, target)
        yield target, deck


def offer(site: Path, decks: Sequence[tuple[Path, Deck]]) -> None:
    """Put decks into the site, where the lecturer's page lists them; earlier ones go.

    Raises
    ------
    ValueError
        If that page has no place for them.
    """
    draft, target = site / f".{added.SLIDES}", site / added.SLIDES
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    rows = []
    for path, deck in decks:
        for one in (path, path.with_suffix(".pdf")):
            shutil.copy(one, draft)
        title, place = escape(deck.head["title"]), f"{added.SLIDES}/{path.stem}"
        rows.append(f'<li><a href="{place}.html">{title}</a>, <a href="{place}.pdf">printed</a></li>')
    added.add(site / "lecturer.html", '<section id="slides">', "</p>", f"<ol>{''.join(rows)}</ol>")
    shutil.rmtree(target, ignore_errors=True)
    draft.replace(target)


def main(arguments: list[str]) -> str | None:
    """Make the decks that are asked for; return what went wrong, or nothing."""
    if len(arguments) < 2:
        return "usage: python tools/slides.py SITE OUT [N …]"
    if (executable := browser.find()) is None:
        return browser.HELP
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        try:
            decks = []
            for path, deck in make(chromium, Path(arguments[0]), Path(arguments[1]), arguments[2:]):
                print(f"{path}: {len(deck.slides)} slides, {sum(slide.minutes for slide in deck.slides)} minutes")
                decks.append((path, deck))
            if not arguments[2:]:
                offer(Path(arguments[0]), decks)
        except ValueError as problem:
            return str(problem)
        finally:
            chromium.close()
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
