"""Sphinx extension: each page's description and social card; chapter numbers that follow the files' names."""

from __future__ import annotations

import re
from html import escape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx_external_toc.collectors import TocTreeCollectorWithStyles

CARD = "_static/social-card.png"


def plain(paragraph: nodes.paragraph) -> str:
    """Return a paragraph's words, without its formulas."""
    return "".join(text for text in paragraph.findall(nodes.Text) if not isinstance(text.parent, nodes.math))


def describe(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Write the page's meta tags; those that need the site's address only when _config.yml gives one."""
    config, root = app.config, page == app.config.root_doc
    words = app.env.metadata.get(page, {}).get("description", "")
    if not words and doctree is not None and not root:
        first = next(
            (p for p in doctree.findall(nodes.paragraph) if isinstance(p.parent, nodes.section) and p.astext()), None
        )
        words = "" if first is None else plain(first)
    words = " ".join((words or config.book_description).split())
    if len(words) > 200:
        words = words[:199].rsplit(" ", 1)[0].rstrip(",;:.") + " …"
    title = re.sub(r"<[^>]+>", "", context.get("title", ""))
    name = config.html_title if root or not title else f"{title} — {config.html_title}"
    tags = {
        ("name", "description"): words,
        ("property", "og:title"): name,
        ("property", "og:description"): words,
        ("property", "og:type"): "book" if root else "article",
        ("property", "og:site_name"): config.html_title,
    }
    if config.html_baseurl:
        address = config.html_baseurl.rstrip("/") + "/"
        tags |= {
            ("property", "og:url"): address + app.builder.get_target_uri(page),
            ("property", "og:image"): address + CARD,
            ("property", "og:image:alt"): config.book_card_alt,
            ("name", "twitter:card"): "summary_large_image",
        }
    lines = [f'<meta {kind}="{key}" content="{escape(text)}" />' for (kind, key), text in tags.items()]
    context["metatags"] = "\n".join([context.get("metatags", ""), *lines])
    if root:
        context["docstitle"] = ""  # the opening page's title is the book's: say it once


def number_by_file(env: BuildEnvironment) -> None:
    """Make chapter 06_….ipynb chapter 6, whether or not the chapters before it are in _toc.yml."""
    for page, numbers in env.toc_secnumbers.items():
        if match := re.match(r"(\d+)_", page):
            own = int(match[1])
            env.toc_secnumbers[page] = {key: n and (own, *n[1:]) for key, n in numbers.items()}
            for node in [env.titles[page], *env.tocs[page].findall(nodes.reference)]:
                if node.get("secnumber"):
                    node["secnumber"] = (own, *node["secnumber"][1:])


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.add_config_value("book_description", "", "html")
    app.add_config_value("book_card_alt", "", "html")
    assign = TocTreeCollectorWithStyles.assign_section_numbers

    def assign_section_numbers(collector: TocTreeCollectorWithStyles, env: BuildEnvironment) -> list[str]:
        rewritten = assign(collector, env)
        number_by_file(env)
        return rewritten

    # Figure numbers are made from section numbers right after these, so there is no event to do it in.
    TocTreeCollectorWithStyles.assign_section_numbers = assign_section_numbers
    app.connect("html-page-context", describe)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
