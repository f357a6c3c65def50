"""Sphinx extension: what book/assets/search.js looks through, every section, glossary term and function of the book.

It is a script and no data file, so that a page opened from a file can load it too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from whole import write_whole

PLACES = "search-places.js"
GREEK = dict(zip(["alpha", "beta", "gamma", "delta", "epsilon", "eta", "theta", "kappa", "lambda", "mu", "pi", "rho", "sigma", "tau", "phi", "psi", "omega"],  # noqa: E501
                 "αβγδεηθκλμπρστφψω", strict=True))  # fmt: skip
GREEK |= {"Lambda": "Λ", "Sigma": "Σ", "Psi": "Ψ", "Theta": "Θ", "star": "*", "top": "ᵀ", "infty": "∞"}


def plain_formula(tex: str) -> str:
    """Return a formula as a reader would type it: letters and numbers, M* for M^\\star."""
    text = re.sub(
        r"\\(?:begin|end)\{\w+\*?\}|\\(?:quad|qquad|,|;|!|tfrac|frac|sqrt|left|right|big|Big)(?![a-zA-Z])", " ", tex
    )
    text = re.sub(r"\\([A-Za-z]+)", lambda match: GREEK.get(match[1], ""), text)
    return " ".join(re.sub(r"[\\{}^&$]", "", text.replace("_", "")).split())


def titled(node: nodes.Node) -> bool:
    """Tell whether a node is a section with a title; the body of a solution has none, and belongs to what holds it."""
    return isinstance(node, nodes.section) and any(isinstance(child, nodes.title) for child in node.children)


def words(node: nodes.Node) -> str:
    """Return a node's prose: formulas as plain letters, without code, drawings and sections of its own."""
    if isinstance(node, nodes.math | nodes.math_block):
        return plain_formula(node.astext())
    if isinstance(node, nodes.Text):
        return node.astext()
    if titled(node) or isinstance(
        node, nodes.raw | nodes.literal_block | nodes.comment | addnodes.desc | addnodes.glossary
    ):
        return ""
    block = isinstance(node, nodes.Body | nodes.Part) and not isinstance(node, nodes.Inline)
    return "".join(map(words, node.children)) + (" " if block else "")


def places(document: nodes.document) -> Iterator[tuple[str, str, str, str]]:
    """Yield anchor, title, kind and text of each section, term and function of a page; the first section is the page."""  # noqa: E501
    for part in document.findall(
        lambda node: titled(node) or isinstance(node, nodes.definition_list_item | addnodes.desc)
    ):
        if isinstance(part, nodes.section):
            title = part.next_node(nodes.title)
            text = "".join(words(child) for child in part.children if not isinstance(child, nodes.title))
            yield part["ids"][0], words(title), "section", text
        elif isinstance(part, addnodes.desc):
            signature = part.next_node(addnodes.desc_signature)
            if signature["ids"]:
                content = part.next_node(addnodes.desc_content)
                yield signature["ids"][0], signature["ids"][0].rpartition(".")[2], "function", content.astext()
        elif isinstance(part.parent.parent, addnodes.glossary):
            meaning = "".join(words(child) for one in part.findall(nodes.definition) for child in one.children)
            yield from (
                (term["ids"][0], words(term), "term", meaning) for term in part.findall(nodes.term) if term["ids"]
            )


def write(app: Sphinx, error: Exception | None) -> None:
    """Write the script with all places: rows of page, page's title, anchor, title, kind, text."""
    if error is not None or app.builder.format != "html":
        return
    rows = []
    for item in app.config.external_site_map.values():
        name = ""
        for anchor, title, kind, text in places(app.env.get_doctree(item.docname)):
            tidy, shown = " ".join(text.split()), " ".join(title.split())
            name = name or shown
            rows.append([item.docname, name, anchor, shown, kind, tidy])
    script = f"window.bookPlaces = {json.dumps(rows, ensure_ascii=False, separators=(',', ':'))};\n"
    write_whole(Path(app.outdir) / "_static" / PLACES, script)


def add(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Load both scripts on the page of search alone."""
    if page == "search":
        for script in (PLACES, "search.js"):
            app.add_js_file(script, loading_method="defer")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.connect("html-page-context", add)
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
