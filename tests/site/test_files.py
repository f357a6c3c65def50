"""The built site as files: what every page must carry, and links that lead somewhere."""

import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest

from conftest import PAGES, SITE, soup
from wordmodes.book.figures.style import PALETTE

BOOK = Path(__file__).parent.parent.parent / "book"
CSS = BOOK / "assets/book.css"


@lru_cache
def anchors(path: Path) -> set[str]:
    return {"", "top"} | {tag["id"] for tag in soup(path).find_all(id=True)}


def test_the_site_has_its_pages():
    assert {"index.html", "ledger.html", "notation.html", "glossary.html", "bibliography.html"} <= set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_it_is(name):
    page = soup(SITE / name)
    assert page.html["lang"] == "en"
    assert "One Concept at a Time" in page.title.string
    descriptions = page.find_all("meta", attrs={"name": "description"})
    assert [tag for tag in descriptions if len(tag["content"]) > 20]
    assert len(descriptions) == 1
    assert "\\" not in descriptions[0]["content"]
    icon = page.find("link", rel=re.compile("icon"))
    assert (SITE / icon["href"]).exists()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_an_address_in_its_tags_only_if_the_book_has_one(name):
    page = soup(SITE / name)
    assert page.find("meta", attrs={"property": "og:title"})
    for key in ("og:url", "og:image"):
        tag = page.find("meta", attrs={"property": key})
        assert tag is None or re.match(r"https?://[^/]+/", tag["content"])


@pytest.mark.parametrize("name", PAGES)
def test_every_figure_has_a_name(name):
    page = soup(SITE / name)
    for image in page.select("article img"):
        assert image.get("alt", "").strip(), image
    drawings = [one for one in page.select(".wm-figure svg") if not one.find_parent(class_="wm-stack")]
    for drawing in drawings:
        assert drawing["role"] == "img"
        assert drawing["aria-label"].strip()
        assert drawing.title.string.split() == drawing["aria-label"].split()
        assert not drawing.find("style")
    assert len(page.select("article figure")) <= len(drawings) + len(
        page.select("article figure img, article figure table")
    )


@pytest.mark.parametrize("name", PAGES)
def test_an_id_occurs_once(name):
    found = [tag["id"] for tag in soup(SITE / name).find_all(id=True) if tag["id"] != "search-input"]  # the theme's
    assert sorted({i for i in found if found.count(i) > 1}) == []


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name):
    page = soup(SITE / name)
    broken = []
    for tag in page.find_all(["a", "link", "script", "img", "use"]):
        target = tag.get("href") or tag.get("src") or tag.get("xlink:href")
        if not target or (tag.name == "link" and tag.get("rel") == ["canonical"]):
            continue
        parts = urlsplit(target)
        if parts.scheme or parts.netloc:
            assert tag.name == "a", f"{tag} is loaded from elsewhere"
            continue
        path = (SITE / name).parent / unquote(parts.path) if parts.path else SITE / name
        if not path.is_file():
            broken.append(target)
        elif parts.fragment and "=" not in parts.fragment and path.suffix == ".html":  # with '=' it sets an explorer
            anchor = unquote(parts.fragment)
            if anchor not in anchors(path.resolve()):
                broken.append(target)
    assert broken == []


def test_stylesheets_load_nothing_from_elsewhere():
    remote = {
        f"{path.name}: {address}"
        for path in SITE.rglob("*.css")
        for address in re.findall(
            r"(?:@import\s+|url\()[\"']?((?:https?:)?//[^\"')\s]+)", path.read_text(encoding="utf-8")
        )
    }
    assert remote == set()


def luminance(colour: str) -> float:
    channels = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_colour_of_a_figure_stands_out(theme):
    block = re.search(rf'html\[data-theme="{theme}"\] \{{(.*?)\}}', CSS.read_text(encoding="utf-8"), re.DOTALL)[1]
    values = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
    ground = luminance(values.get("pst-color-background", "#ffffff"))
    for number, drawn in enumerate(PALETTE):
        colour = luminance(values.get(f"wm-c{number}", drawn))
        low, high = sorted((colour, ground))
        assert (high + 0.05) / (low + 0.05) >= 3, f"colour {number} in the {theme} theme"
    assert (theme == "light") or {f"wm-c{number}" for number in range(len(PALETTE))} <= set(values)


@pytest.mark.parametrize("name", PAGES)
def test_a_link_says_the_number_of_what_it_leads_to(name):
    page = soup(SITE / name)
    for link in page.select("article a.reference.internal"):
        if not (said := re.fullmatch(r"(Figure|Exercise) [\d.]+", link.get_text().strip())):
            continue
        address, _, place = link["href"].partition("#")
        target = soup(SITE / (address or name)).find(id=place)
        assert target.select_one(".caption-number").get_text().strip() == said[0]


@pytest.mark.parametrize("name", [name for name in PAGES if re.match(r"\d\d_", name)])
def test_a_solution_says_what_its_author_wrote(name):
    cells = nbformat.read(BOOK / name.replace(".html", ".ipynb"), as_version=4).cells
    start = re.compile(r"^:{3,}\{solution-start\} (\S+)\n:class: dropdown\n(.*?)^:{3,}$", re.MULTILINE | re.DOTALL)
    written = [body for cell in cells if cell.cell_type == "markdown" for _, body in start.findall(cell.source)]
    shown = [" ".join(solution.get_text().split()) for solution in soup(SITE / name).select(".solution")]
    assert 4 <= len(written) == len(shown)
    for body, text in zip(written, shown, strict=True):
        body = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"*\1*", body)
        plain = max(re.split(r"[$`*_\[\]{}\\’'\"<>&\n]|--|\.\.\.", body), key=len).strip()
        assert len(plain) > 10, body
        assert plain in text.replace("’", "'")
