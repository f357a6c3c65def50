"""Who wrote this, in which version, and where to say that something is wrong: for readers and for machines."""

import json
import re
import tomllib
from html import unescape
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
import yaml
from bs4 import BeautifulSoup
from sphinx.errors import ExtensionError

import book_about
import book_report
import book_run
from conftest import PAGES, SITE, soup
from lite import ROOT

ATOM = "{http://www.w3.org/2005/Atom}"
ABOUT = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
REPORT = "https://example.org/new?title={page}:%20{section}&body={version}"


TEXTS = [name for name in PAGES if name != "search.html"]  # all that the table of contents names


def test_the_version_is_the_librarys():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert ABOUT["version"] == project["version"]
    newest = book_about.changes((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))[0]
    assert (newest.version, newest.day) == (ABOUT["version"], str(ABOUT["date-released"]))


@pytest.mark.parametrize("name", TEXTS)
def test_a_page_can_be_cited(name):
    page = soup(SITE / name)
    tags = {tag["name"]: tag["content"] for tag in page.select("meta[name^=citation_]")}
    assert tags["citation_author"] == ABOUT["authors"][0]["name"]
    assert tags["citation_publication_date"] == str(ABOUT["date-released"]).replace("-", "/")
    data = json.loads(page.select_one("script[type='application/ld+json']").string)
    assert data["name"] == tags["citation_title"]
    if name == "index.html":
        assert (data["@type"], data["name"], data["version"]) == ("Book", ABOUT["title"], ABOUT["version"])
    else:
        assert (data["@type"], data["isPartOf"]["name"]) == ("Chapter", tags["citation_inbook_title"])
        assert data["name"] in page.h1.get_text()
    foot = page.select_one("footer .extra_footer, .bd-footer-content .extra_footer")
    assert f"Version {ABOUT['version']}" in foot.get_text()
    assert foot.select_one("a[href='about.html']")


def test_a_reader_finds_what_to_write():
    page = soup(SITE / "about.html")
    entry = page.select_one(".highlight-bibtex").get_text()
    assert re.search(rf"version = \{{{re.escape(ABOUT['version'])}\}}", entry)
    assert f"title   = {{{ABOUT['title']}}}" in entry
    assert ABOUT["title"] in page.select_one("#how-to-cite-it em").get_text()
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert len(page.select("#what-has-changed section")) == log.count("\n## ")
    assert len(page.select("#what-has-changed section li")) == log.count("\n- ")


def test_an_address_is_named_where_there_is_one():
    assert "url" not in book_about.bibtex("")
    assert "url     = {https://example.org/book/}" in book_about.bibtex("https://example.org/book/")
    head = book_about.for_machines("<b>", "https://example.org/x.html", True, "https://example.org/")
    found = BeautifulSoup(head, "html.parser")
    assert found.select_one("meta[name=citation_public_url]")["content"] == "https://example.org/x.html"
    assert json.loads(found.script.string)["isPartOf"]["url"] == "https://example.org/"
    assert found.select_one("meta[name=citation_title]")["content"] == "<b>"


def test_the_feed_has_every_version_that_has_appeared():
    tree = ElementTree.parse(SITE / "changes.xml").getroot()
    entries = tree.findall(f"{ATOM}entry")
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [
        f"Version {version}" for version in re.findall(r"^## (\d[\d.]*), ", log, re.M)
    ]
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
    for entry in entries:
        items = BeautifulSoup(entry.findtext(f"{ATOM}content"), "html.parser").select("ul > li")
        assert all(item.get_text() in log for item in items)
        assert items
    assert tree.findtext(f"{ATOM}updated") == entries[0].findtext(f"{ATOM}updated")
    assert {(SITE / entry.find(f"{ATOM}link").get("href")).is_file() for entry in entries} == {True}


def test_a_log_with_no_day_has_no_feed():
    assert book_about.changes("# Changes\n\n## Unreleased\n\n- This.\n") == []
    with pytest.raises(ExtensionError, match="no version with a day"):
        book_about.feed([], "A book", "")


def test_models_read_every_page_of_the_book():
    text = (SITE / "llms.txt").read_text(encoding="utf-8")
    named = re.findall(r"^- \[(.+?)\]\((.+?)\): (.+)$", text, re.M)
    assert sorted(address for _, address, _ in named) == TEXTS
    for title, address, about in named:
        page = (SITE / address).read_text(encoding="utf-8")
        assert title in unescape(re.search("<h1>(.*?)</h1>", page, re.DOTALL)[1])
        assert about in unescape(page)


def reported(where: str) -> BeautifulSoup:
    heading = '<h{0}>{1}<a class="headerlink" href="#{2}" title="Link to this heading">#</a></h{0}>'
    context = {"body": heading.format(1, "A <em>b</em> &amp; c", "a-b-c") + "<p>x</p>" + heading.format(2, "D?", "d")}
    app = SimpleNamespace(config=SimpleNamespace(book_report=where))
    book_report.check(app, app.config)
    book_report.add(app, "05_one_mode", "page.html", context, SimpleNamespace())
    return BeautifulSoup(context["body"], "html.parser")


def test_every_section_has_a_link_to_report_an_error():
    links = reported(REPORT).select("a.wm-report")
    asked = [parse_qs(urlsplit(link["href"]).query) for link in links]
    assert [query["title"] for query in asked] == [
        ["05_one_mode.html: A b & c (#a-b-c)"], ["05_one_mode.html: D? (#d)"]
    ]  # fmt: skip
    assert all(query["body"] == [ABOUT["version"]] for query in asked)
    assert [link["aria-label"] for link in links] == ["Report an error in ‘A b & c’", "Report an error in ‘D?’"]
    mail = reported("mailto:them@example.org?subject={page}").select_one("a.wm-report")
    assert mail["href"] == "mailto:them@example.org?subject=05_one_mode.html"


def test_without_an_address_there_is_none():
    assert not reported("").select("a.wm-report")


@pytest.mark.parametrize("where", ["javascript:alert(1)", "https://example.org/{title}", "https://e.org/{", "us@e.org"])
def test_an_address_that_leads_nowhere_stops_the_build(where):
    with pytest.raises(ExtensionError, match="book_report"):
        reported(where)


def test_a_hub_opens_the_notebook_of_any_repository():
    found = BeautifulSoup(
        book_run.line("https://git.example.org/a/our.book.git", "main", "book/x.ipynb", "https://hub.example.org/"),
        "html.parser",
    )
    [link] = found.select("a")
    assert not found.select("details")  # Colab has nothing to do with it
    where = urlsplit(link["href"])
    assert (where.netloc, where.path) == ("hub.example.org", "/hub/user-redirect/git-pull")
    query = parse_qs(where.query)
    assert query["repo"] == ["https://git.example.org/a/our.book.git"]
    assert query["urlpath"] == ["lab/tree/our.book/book/x.ipynb"]
    assert book_run.line("", "main", "book/x.ipynb", "https://hub.example.org/") == ""
