"""Sphinx extension: who wrote this, in which version, how to cite it: for readers, for machines, and a feed of changes.

All but the licence's address comes from CITATION.cff and CHANGELOG.md.
"""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import dataclass
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import Any

import yaml
from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError

from whole import write_whole

ROOT = Path(__file__).parent.parent.parent
VERSION = re.compile(r"^## (?P<version>\d[\d.]*), (?P<day>\d{4}-\d\d-\d\d)\n(?P<text>.*?)(?=^## |\Z)", re.M | re.S)
FEED = "changes.xml"


@dataclass(frozen=True)
class Change:
    """A version that has appeared, and what it brought."""

    version: str
    day: str
    items: tuple[str, ...]


@cache
def citation() -> dict[str, Any]:
    """Return CITATION.cff; its authors are names of people, or one of a group."""
    found: dict[str, Any] = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    return found


def authors() -> list[str]:
    """Return the authors' names as they are written."""
    parts = ("given-names", "family-names", "name")
    return [" ".join(author[part] for part in parts if part in author) for author in citation()["authors"]]


def changes(text: str) -> list[Change]:
    """Return the versions of a change log that have a day, the newest first, as they stand there."""
    found = [(match["version"], match["day"], match["text"]) for match in VERSION.finditer(text)]
    return [Change(v, day, tuple(re.findall(r"^- (.+)$", body, re.M))) for v, day, body in found]


def bibtex(address: str) -> str:
    """Return this book's entry for a bibliography; its address where it has one."""
    year = str(citation()["date-released"])[:4]
    lines = [
        f"  title   = {{{citation()['title']}}}",
        f"  author  = {{{' and '.join(f'{{{name}}}' for name in authors())}}}",
        f"  year    = {{{year}}}",
        f"  version = {{{citation()['version']}}}",
        *([f"  url     = {{{address}}}"] if address else []),
    ]
    return f"@book{{wordmodes{year},\n" + ",\n".join(lines) + "\n}"


class Cite(Directive):
    """`{cite-this-book}`: a sentence to cite by, and the same for BibTeX."""

    def run(self) -> list[nodes.Node]:
        config = self.state.document.settings.env.config
        released = citation()["date-released"]
        words = f"{', '.join(authors())} ({str(released)[:4]}). "
        title = nodes.emphasis("", citation()["title"])
        rest = f" (version {citation()['version']}). {config.html_baseurl}".rstrip()
        entry = bibtex(config.html_baseurl)
        code = nodes.literal_block(entry, entry, language="bibtex")
        return [nodes.paragraph("", "", nodes.Text(words), title, nodes.Text(rest)), code]


def for_machines(title: str, address: str, chapter: bool, site: str) -> str:
    """Return what Zotero, Scholar and search engines read from a page's head.

    Parameters
    ----------
    title : str
        The page's.
    address, site : str
        The page's and the site's, or nothing where there is none yet.
    chapter : bool
        Whether the page is a part of the book rather than its opening page.
    """
    about = citation()
    day = str(about["date-released"])
    tags = [("citation_title", title), *(("citation_author", name) for name in authors())]
    tags += [("citation_publication_date", day.replace("-", "/")), ("citation_language", "en")]
    tags += [("citation_inbook_title", about["title"])] if chapter else []
    tags += [("citation_public_url", address)] if address else []
    book = {
        "@type": "Book", "name": about["title"], "author": [{"@type": "Organization", "name": n} for n in authors()],
        "version": about["version"], "datePublished": day, "inLanguage": "en", "isAccessibleForFree": True,
        "license": "https://creativecommons.org/licenses/by/4.0/", **({"url": site} if site else {}),
    }  # fmt: skip
    part = {"@type": "Chapter", "name": title, "isPartOf": book, **({"url": address} if address else {})}
    data = {"@context": "https://schema.org", **(part if chapter else book)}
    script = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    lines = [f'<meta name="{name}" content="{escape(text)}" />' for name, text in tags]
    lines.append(f'<script type="application/ld+json">{script}</script>')
    lines.append(f'<link rel="alternate" type="application/atom+xml" title="Changes" href="{FEED}" />')
    return "\n".join(lines)


def describe(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Add them to a page's head."""
    if doctree is None:
        return
    root = page == app.config.root_doc
    site = app.config.html_baseurl
    address = site.rstrip("/") + "/" + app.builder.get_target_uri(page) if site else ""
    title = citation()["title"] if root else app.env.titles[page].astext()
    context["metatags"] = "\n".join([context.get("metatags", ""), for_machines(title, address, not root, site)])


def feed(found: list[Change], title: str, site: str) -> str:
    """Return an Atom feed, an entry a version; its links are relative to where the feed lies."""
    if not found:
        raise ExtensionError("CHANGELOG.md has no version with a day, such as '## 0.1.0, 2026-11-22'")
    same = uuid.uuid5(uuid.NAMESPACE_URL, site or title)
    entries = []
    for change in found:
        items = "".join(f"<li>{escape(item)}</li>" for item in change.items)
        entries.append(f"""  <entry>
    <title>Version {change.version}</title>
    <id>urn:uuid:{uuid.uuid5(same, change.version)}</id>
    <updated>{change.day}T00:00:00Z</updated>
    <link href="{site}about.html" />
    <content type="html">{escape(f"<ul>{items}</ul>")}</content>
  </entry>""")
    head = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title>{escape(title)}: changes</title>
  <id>urn:uuid:{same}</id>
  <updated>{found[0].day}T00:00:00Z</updated>
  <author><name>{escape(", ".join(authors()))}</name></author>
  <link rel="self" href="{site}{FEED}" />
"""
    return head + "\n".join(entries) + "\n</feed>\n"


def for_models(app: Sphinx) -> str:
    """Return llms.txt: every page in the book's order, with what it is about, as its own head says."""
    site = app.config.html_baseurl
    lines = [f"# {app.config.html_title}", "", f"> {' '.join(app.config.book_description.split())}", ""]
    lines += [f"Version {citation()['version']}. A page's source lies under _sources, named in its place.", ""]
    lines += ["## Pages", ""]
    for name in [app.config.root_doc, *app.env.toctree_includes.get(app.config.root_doc, [])]:
        head = (Path(app.outdir) / f"{name}.html").read_text(encoding="utf-8").partition("</head>")[0]
        about = re.search(r'<meta name="description" content="([^"]*)"', head)
        lines.append(f"- [{app.env.titles[name].astext()}]({site}{name}.html): {unescape(about[1]) if about else ''}")
    return "\n".join(lines) + "\n"


def write(app: Sphinx, error: Exception | None) -> None:
    """Write the feed and llms.txt beside the pages."""
    if error is not None or app.builder.format != "html":
        return
    config, found = app.config, changes((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    for name, text in (FEED, feed(found, config.html_title, config.html_baseurl)), ("llms.txt", for_models(app)):
        write_whole(Path(app.outdir) / name, text)


def in_the_foot(app: Sphinx, config: Config) -> None:
    """Say the version at every page's foot."""
    link = f'Version {citation()["version"]}. <a href="about.html">How to cite, and what has changed</a>.'
    config.html_theme_options["extra_footer"] += f"<br />{link}"


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.add_directive("cite-this-book", Cite)
    app.connect("config-inited", in_the_foot)
    app.connect("html-page-context", describe, priority=600)
    app.connect("build-finished", write, priority=920)  # when pages are what they will be
    return {"parallel_read_safe": True, "parallel_write_safe": True}
