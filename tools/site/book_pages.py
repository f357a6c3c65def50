"""Sphinx extension: each page's description and social card."""

from __future__ import annotations

import re
from html import escape

from docutils import nodes
from sphinx.application import Sphinx

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


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.add_config_value("book_description", "", "html")
    app.add_config_value("book_card_alt", "", "html")
    app.connect("html-page-context", describe)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
