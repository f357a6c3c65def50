"""Sphinx extension: plain Markdown links, as notebooks use them, lead to papers, terms and proofs; papers' labels."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes
from pybtex.database import Entry
from pybtex.plugin import register_plugin
from pybtex.style.formatting.unsrt import Style
from pybtex.style.labels import BaseLabelStyle
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

from references import citations


class CitedLabels(BaseLabelStyle):
    """Label a paper with the words by which the text cites it."""

    def format_labels(self, sorted_entries: list[Entry]) -> Iterator[str]:
        """Yield one label an entry."""
        for entry in sorted_entries:
            yield citations()[entry.key][1]


class BookStyle(Style):
    """Sort papers by author and year, under those labels."""

    default_sorting_style = "author_year_title"
    default_label_style = CitedLabels


def targets(env: BuildEnvironment) -> dict[str, tuple[str, str]]:
    """Return page and anchor of every paper (by its key), term (as term-closed-form) and theorem (by its label)."""
    papers = {
        paper.key: (paper.bibliography_key.docname, paper.citation_id) for paper in env.get_domain("cite").citations
    }
    terms = {
        "term-" + re.sub(r"\W+", "-", name.lower()): place
        for (kind, name), place in env.get_domain("std").objects.items()
        if kind == "term"
    }
    theorems = {name: (found["docname"], name) for name, found in getattr(env, "proof_list", {}).items()}
    return papers | terms | theorems


def made_later(anchor: str) -> bool:
    """Whether a place on a page is no heading: a setting of an explorer, or a claim's row in the ledger."""
    return "=" in anchor or anchor.startswith("ledger-")


def plain_anchors(app: Sphinx, document: nodes.document) -> None:
    """Take the point out of a glossary term's anchor: the theme looks anchors up as selectors, and stumbles over it."""
    std = app.env.get_domain("std")
    for term in document.findall(nodes.term):
        plain = {old: old.replace(".", "-") for old in term["ids"] if "." in old}
        term["ids"] = [plain.get(old, old) for old in term["ids"]]
        for table in (std.objects, std._terms):
            for key, (page, anchor) in list(table.items()):
                if anchor in plain:
                    table[key] = page, plain[anchor]


class PlainLinks(SphinxPostTransform):
    """Resolve the links that MyST itself has no target for; what is unknown here too is left for it to warn about."""

    default_priority = 8  # before MyST's own, which is 9

    def run(self, **kwargs: object) -> None:
        """Go through the page's open links."""
        known = targets(self.env)
        for link in list(self.document.findall(pending_xref)):
            if link["reftype"] == "myst" and link["reftarget"] in known:
                page, anchor = known[link["reftarget"]]
                words = nodes.inline("", "", *link[0].children)
                link.replace_self(make_refnode(self.app.builder, self.env.docname, page, anchor, words))
            elif link.get("refdomain") == "doc" and made_later(anchor := link.get("reftargetid") or ""):
                words = nodes.inline("", "", *link[0].children)
                link.replace_self(make_refnode(self.app.builder, self.env.docname, link["reftarget"], anchor, words))


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    register_plugin("pybtex.style.formatting", "book", BookStyle)
    app.connect("doctree-read", plain_anchors)
    app.add_post_transform(PlainLinks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
