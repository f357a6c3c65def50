"""Sphinx extension: the ledger page, made from the records that claim checks leave in the notebooks' stored outputs."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from wordmodes.book import claims
from wordmodes.book._claims_file import TEXTS, Quantity


def records(notebook: Path) -> list[dict[str, Any]]:
    """Return the claim records in a notebook's stored outputs, in order."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    outputs = (output for cell in cells for output in cell.get("outputs", []))
    return [output["data"][claims.MIME] for output in outputs if claims.MIME in output.get("data", {})]


def audit(known: dict[str, claims.Claim], checked: dict[str, list[dict[str, Any]]]) -> list[str]:
    """List what is wrong between the claims and the records of each page (a page's number is its file's)."""
    problems, pages = [], {match[1]: page for page in checked if (match := re.match(r"(\d+)_", page))}
    for page, found in checked.items():
        for record in found:
            claim = known.get(record["id"])
            if claim is None:
                problems.append(f"{page} checks {record['id']!r}, which the ledger does not have")
            elif pages.get(claim.chapter) != page:
                problems.append(f"{page} checks {claim.id!r}, which belongs to chapter {claim.chapter}")
            else:
                problems += stale(claim, record, page)
    times = Counter(record["id"] for found in checked.values() for record in found)
    for claim in known.values():
        if claim.chapter in pages and times[claim.id] != 1:
            problems.append(
                f"claim {claim.id!r} is checked {times[claim.id]} times in chapter {claim.chapter}, not once"
            )
    return problems


def stale(claim: claims.Claim, record: dict[str, Any], page: str) -> list[str]:
    """Say whether the ledger has changed since the record was stored."""
    try:
        fresh = claims.evaluate(claim, record["values"], record["stored"])
    except ValueError as error:
        return [f"{page}: {error}"]
    return (
        []
        if fresh == record
        else [f"{page} stores an outdated check of {claim.id!r}; run `make execute NB=book/{page}.ipynb`"]
    )


def collect(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Read every notebook of the table of contents, and stop the build when claims and checks don't match."""
    pages = [item.docname for item in app.config.external_site_map.values()]
    notebooks = {page: Path(env.srcdir, f"{page}.ipynb") for page in pages}
    checked = {page: records(path) for page, path in notebooks.items() if path.exists()}
    known = dict(claims.load())
    if problems := audit(known, checked):
        raise ExtensionError("the ledger of claims does not add up:\n  " + "\n  ".join(problems))
    env.book_records = [(page, known[record["id"]], record) for page, found in checked.items() for record in found]


class Ledger(SphinxDirective):
    """`{ledger}`: first a table of all claims with their verdicts, then of each what was measured and how."""

    def run(self) -> list[nodes.Node]:
        """Return the page's content."""
        self.env.note_reread()
        found = self.env.book_records
        if not found:
            return [nodes.paragraph("", "No chapter of this build checks a claim.")]
        verdicts = Counter(record["verdict"] for _, _, record in found)
        counts = ", ".join(f"{verdicts[verdict]} {verdict}" for verdict in claims.VERDICTS if verdicts[verdict])
        total = nodes.paragraph("", f"{len(found)} claim{'s' * (len(found) > 1)}: {counts}.")
        title = nodes.rubric("", "Each claim, what was measured and how")
        return [total, self.table(found), title, *(self.entry(*item) for item in found)]

    def table(self, found: list[tuple[str, claims.Claim, dict[str, Any]]]) -> nodes.Node:
        """Return the table of all claims: what was published, what each text says, the verdict, where it is checked."""
        body = nodes.tbody()
        for page, claim, record in found:
            statement = nodes.reference("", claim.statement, internal=True, refuri=f"#ledger-{claim.id}")
            texts = [nodes.paragraph("", claim.cell(text, record["shown"]) or "–") for text in TEXTS]
            verdict = nodes.paragraph("", "", nodes.raw("", claims.badge(record["verdict"]), format="html"))
            cells = [
                nodes.paragraph("", "", statement),
                *texts,
                verdict,
                nodes.paragraph("", "", self.link(page, claim)),
            ]
            body += nodes.row("", *(nodes.entry("", cell) for cell in cells))
        titles = ["claim", *TEXTS, "verdict", "checked in"]
        head = nodes.thead("", nodes.row("", *(nodes.entry("", nodes.paragraph("", title)) for title in titles)))
        columns = [nodes.colspec(colwidth=1) for _ in titles]  # the style sheet sets the widths
        group = nodes.tgroup("", *columns, head, body, cols=len(columns))
        return nodes.table("", group, classes=["wm-ledger"])

    def link(self, page: str, claim: claims.Claim) -> nodes.Node:
        """Return a link to the cell that checks a claim."""
        address = f"{self.env.app.builder.get_relative_uri(self.env.docname, page)}#claim-{claim.id}"
        return nodes.reference("", f"chapter {int(claim.chapter)}", internal=True, refuri=address)

    def entry(self, page: str, claim: claims.Claim, record: dict[str, Any]) -> nodes.Node:
        """Return one claim as a card."""
        head = nodes.paragraph()
        head += [nodes.raw("", claims.badge(record["verdict"]) + " ", format="html"), nodes.strong("", claim.statement)]
        rows: list[tuple[str, list[nodes.Node]]] = [
            (f"Ours: {q.label}", [nodes.Text(ours(claim, record, name))]) for name, q in claim.quantities.items()
        ]
        rows.append(("Published", [nodes.Text(claim.published)]))
        rows.append(("Source", [nodes.Text(claim.source)]))
        rows += [(key.capitalize(), [nodes.Text(said)]) for key, said in claim.settings().items()]
        rows += [(key.capitalize(), [nodes.Text(said)]) for key, said in claim.sentences(record["shown"]).items()]
        where: list[nodes.Node] = [self.link(page, claim)]
        if record["stored"]:
            where += [nodes.Text("; stored, re-run with "), nodes.literal("", record["stored"])]
        rows.append(("Checked in", where))
        terms = nodes.definition_list()
        for term, content in rows:
            body = nodes.definition("", nodes.paragraph("", "", *content))
            terms += nodes.definition_list_item("", nodes.term("", term), body)
        return nodes.container("", head, terms, classes=["wm-entry"], ids=[f"ledger-{claim.id}"])


def ours(claim: claims.Claim, record: dict[str, Any], name: str) -> str:
    """Say what was measured, when the check fails, and whether a verdict hangs on the last digit."""
    said = record["shown"][name] + guard(claim.quantities[name])
    return said + ("; exactly where a verdict begins" if name in claim.on_bar(record["values"]) else "")


def guard(quantity: Quantity) -> str:
    """Say when a check fails: the tolerance is no uncertainty, and must not read as one."""
    if quantity.format is None:
        return ""
    if math.isinf(quantity.low) or math.isinf(quantity.high):
        return f" (the check fails unless {quantity.expectation})"
    slack = (quantity.high - quantity.low) / 2
    return (
        f" (the check fails if it moves by more than {slack:.1g})" if slack > 1e-9 else " (the check fails if it moves)"
    )


def widen(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Give the page that shows the ledger its own style sheet."""
    if doctree and any("wm-ledger" in table["classes"] for table in doctree.findall(nodes.table)):
        app.add_css_file("ledger.css")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.add_directive("ledger", Ledger)
    app.connect("env-before-read-docs", collect)
    app.connect("html-page-context", widen)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
