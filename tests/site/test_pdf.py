"""The whole book as one document, which `make pdf` prints: its links stay inside, and nothing needs a screen."""

import re
from collections import Counter

import pytest
from bs4 import BeautifulSoup

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
    assert len(whole.select(".wm-figure > svg")) > 60


def test_without_a_site_it_says_what_to_do(tmp_path):
    with pytest.raises(ValueError, match="make book"):
        make_pdf.make_pdf(tmp_path, tmp_path / "x.pdf")
