"""Sphinx extension: links that set an explorer, `[at the start of gensim](#sigma=gazette,0.058)`.

A reference to the figure of an explorer is one too: it sets what the still picture shows. Where no script runs, and on
paper, such a link leads to the figure; book/assets/arrive.js does the setting.
"""

from __future__ import annotations

import re
from html import escape
from urllib.parse import unquote

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from book_explorers import Held

SETTING = re.compile(r"(\w+)=(.*)")

logger = logging.getLogger(__name__)


def complaint(entry: Held, value: str) -> str:
    """Say what is wrong with a setting written by hand, or nothing; fields left out or empty are as at the start."""
    stored = [entry.state[name] for name in entry.fields]
    flat = [x for value in stored for x in (value if isinstance(value, list) else [value])]
    given = value.split(",")
    if len(given) > len(flat):
        return f"{len(given)} fields, and the explorer has {len(flat)}: {', '.join(entry.fields)}"
    for field, like in zip(given, flat, strict=False):
        if field and not isinstance(like, str):
            try:
                float(field)
            except ValueError:
                return f"{field!r} is no number"
    return ""


class SettingLinks(SphinxPostTransform):
    """Turn links with a setting, and references to explorers' figures, into links that set the explorer."""

    default_priority = 7  # before the other links are resolved

    def run(self, **kwargs: object) -> None:
        """Go through the page's open links."""
        own = [entry for entry in getattr(self.env, "book_explorers", []) if entry.page == self.env.docname]
        figures = {entry.figure: entry for entry in own if entry.figure}
        keys = {entry.state["key"]: entry for entry in own}
        for cell in self.document.findall(nodes.container):
            if "tag_still" in cell["classes"]:
                cell["classes"].append(
                    "full-width"
                )  # the theme's contents at the side make way for what has this class
        for link in list(self.document.findall(nodes.reference)):  # within a page MyST has resolved them
            if entry := figures.get(link.get("refid", "")):
                self.replace(link, link.children, entry, entry.at(entry.pictured))
        for link in list(self.document.findall(pending_xref)):
            if link["reftype"] != "myst":
                continue
            target = unquote(link["reftarget"])
            if match := SETTING.fullmatch(target):
                found = keys.get(match[1])
                why = complaint(found, match[2]) if found else "no explorer of this page has that key"
                if found is None or why:
                    logger.warning("a link to #%s sets nothing: %s", target, why, location=link)
                else:
                    self.replace(link, link[0].children, found, match[2])

    def replace(self, link: nodes.Element, words: list[nodes.Node], entry: Held, value: str) -> None:
        """Put the anchor in the link's place."""
        place, setting = escape(f"#{entry.figure}"), escape(f"{entry.state['key']}={value}")
        start = f'<a class="reference internal wm-set" href="{place}" data-setting="{setting}">'
        link.replace_self([nodes.raw("", start, format="html"), *words, nodes.raw("", "</a>", format="html")])


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.add_post_transform(SettingLinks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
