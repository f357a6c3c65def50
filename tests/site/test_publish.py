"""The book's other forms, put into the built site and linked from its first page."""

import os
import shutil
from datetime import datetime

import pytest
from bs4 import BeautifulSoup

import added
import publish
from conftest import SITE


@pytest.fixture
def parts(tmp_path):
    """The first page alone, and two files to offer."""
    (tmp_path / "site").mkdir()
    shutil.copy(SITE / "index.html", tmp_path / "site")
    for name, size in ("book.pdf", 2_000_000), ("book.zip", 3_000_000):
        (tmp_path / name).write_bytes(b"x" * size)
    return tmp_path / "site", tmp_path / "book.pdf", tmp_path / "book.zip"


def offered(site):
    """The paragraph of the first page that offers the book's other forms, or nothing."""
    page = BeautifulSoup((site / "index.html").read_text(encoding="utf-8"), "html.parser")
    [found] = page.select("p:has(> a[href$='.pdf'], > a[href$='.zip'])") or [None]
    return found


def test_the_first_page_offers_both(parts):
    site, pdf, archive = parts
    noon = datetime(2001, 9, 9, 12).timestamp()
    os.utime(pdf, (noon, noon))
    for _ in range(2):  # as often as one likes
        publish.main(site, pdf, archive)
    offer = offered(site)
    assert [link["href"] for link in offer.select("a")] == ["book.pdf", "book.zip"]
    assert "(2 MB, of 9 September 2001)" in offer.text
    assert "(3 MB, of " in offer.text
    assert "Read it." in offer.find_previous_sibling("p").text
    for path in (pdf, archive):
        assert (site / path.name).read_bytes() == path.read_bytes()
    assert added.without(site / "index.html") == added.without(SITE / "index.html")


def test_it_offers_what_is_there_and_no_more(parts):
    site, pdf, archive = parts
    for there in ((pdf,), (archive,), ()):
        for path in (pdf, archive):
            path.write_bytes(b"x") if path in there else path.unlink(missing_ok=True)
        publish.main(site, pdf, archive)
        offer = offered(site)
        links = [link["href"] for link in offer.select("a")] if offer else []
        assert links == [path.name for path in there]
        assert {path.name for path in site.iterdir()} == {"index.html", *(path.name for path in there)}


def test_github_serves_all_of_it():
    """Without this file it leaves out what begins with an underscore: styles, explorers, formulas."""
    assert (SITE / ".nojekyll").is_file()


def test_without_a_site_it_says_what_to_do(parts):
    site, *files = parts
    with pytest.raises(ValueError, match="make book"):
        publish.main(site / "none", *files)


def test_a_page_without_the_place_is_refused_and_kept(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<h1>A</h1>", encoding="utf-8")
    with pytest.raises(ValueError, match=r"page\.html has no '<h2>'"):
        added.add(page, "<h2>", "</h2>", "x")
    assert page.read_text(encoding="utf-8") == "<h1>A</h1>"
