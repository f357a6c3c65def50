"""The whole book as one document, which `make pdf` prints: its links stay inside, and nothing needs a screen."""

import re
import subprocess
import sys
from collections import Counter

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

import make_pdf
from conftest import SITE


@pytest.fixture(scope="module")
def whole() -> BeautifulSoup:
    return BeautifulSoup(make_pdf.assemble(SITE, make_pdf.ROOT / "_toc.yml"), "html.parser")


def test_every_page_is_there_once_and_in_order(whole):
    names = [name for _, group in make_pdf.pages(make_pdf.ROOT / "_toc.yml") for name in group]
    assert [section["id"] for section in whole.select("section.wm-page")] == names
    assert [link["href"] for link in whole.select(".wm-contents a")] == [f"#{name}" for name in names[1:]]


def test_links_lead_to_places_in_the_document(whole):
    ids = Counter(tag["id"] for tag in whole.find_all(id=True))
    assert [name for name, times in ids.items() if times > 1] == []
    links = [tag.get("href") or tag.get("xlink:href") for tag in whole.find_all(["a", "use"])]
    inside = [link[1:] for link in links if link and link.startswith("#")]
    assert len(inside) > 500
    assert set(inside) - set(ids) == set()
    assert [link for link in links if link and re.search(r"\.html(#|$)", link) and "://" not in link] == []


def test_nothing_waits_for_a_click(whole):
    assert whole.select("script[type*=widget], .copybtn, details:not([open])") == []
    assert len(whole.select(".wm-figure svg")) > 60


@pytest.mark.browser
def test_the_printed_book(whole, tmp_path):
    # by a process of its own, as `make pdf` does: a browser of the other tests may be open in this one
    subprocess.run([sys.executable, make_pdf.__file__, SITE, tmp_path / "book.pdf"], check=True, timeout=600)
    assert [path.name for path in tmp_path.iterdir()] == ["book.pdf"]
    assert list(SITE.glob("_whole*")) == []
    book = PdfReader(tmp_path / "book.pdf")

    starts = [
        (entry.title, book.get_destination_page_number(entry)) for entry in book.outline if not isinstance(entry, list)
    ]
    headings = [" ".join(section.h1.get_text().split()) for section in whole.select("section.wm-page")]
    assert [title for title, _ in starts[1:]] == headings  # after the title page
    numbers = [number for _, number in starts]
    assert numbers == sorted(set(numbers))

    painting = re.compile(rb"\b(?:Tj|TJ|S|f\*?|Do)\b")  # text, strokes, surfaces, pictures
    painted = [len(painting.findall(page.get_contents().get_data())) for page in book.pages]
    assert [number for number, strokes in enumerate(painted) if strokes < 10] == []  # its number alone takes two

    links = [note.get_object() for page in book.pages for note in page.get("/Annots") or []]
    inside = [str(link["/Dest"]) for link in links if "/Dest" in link]
    outside = [link["/A"]["/URI"] for link in links if "/A" in link]
    assert len(inside) > 500
    assert len(inside) + len(outside) == len(links)
    assert set(inside) <= set(book.named_destinations)
    assert [address for address in outside if not re.match("https?://", address) or "localhost" in address] == []


def test_a_still_picture_stands_for_each_explorer(whole):
    names = [name for _, group in make_pdf.pages(make_pdf.ROOT / "_toc.yml") for name in group]
    for name in names:
        page = BeautifulSoup((SITE / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
        explorers = page.select('script[type="application/vnd.jupyter.widget-view+json"]')
        assert len(whole.find("section", id=name).select(".tag_still .wm-figure svg")) == len(explorers)


def test_without_a_site_it_says_what_to_do(tmp_path):
    with pytest.raises(ValueError, match="make book"):
        make_pdf.make_pdf(tmp_path, tmp_path / "x.pdf")
