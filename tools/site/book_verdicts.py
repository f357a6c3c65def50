"""Sphinx extension: the role `claim`, which says what a claim came to and leads to its entry in the ledger."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from wordmodes.book import claims

LEDGER = "ledger"
"""The page that holds the ledger."""

logger = logging.getLogger(__name__)


class Verdict(SphinxRole):
    """``{claim}`pca` ``: the verdict of a claim, as the build's notebooks give it, linked to the ledger."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the link; a claim that no page of this build checks is warned of, which stops the build."""
        checked = {claim.id: (claim, record) for _, claim, record in getattr(self.env, "book_records", [])}
        if self.text not in checked:
            logger.warning("no page checks the claim %r", self.text, location=self.get_location())
            return [nodes.literal("", self.text)], []
        self.env.note_reread()
        claim, record = checked[self.text]
        badge = nodes.raw("", claims.badge(record["verdict"]), format="html")
        address = f"{self.env.app.builder.get_relative_uri(self.env.docname, LEDGER)}#ledger-{claim.id}"
        settings = {"internal": True, "refuri": address, "reftitle": claim.statement, "classes": ["wm-verdict"]}
        return [nodes.reference("", "", badge, **settings)], []


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the role."""
    app.add_role("claim", Verdict())
    return {"parallel_read_safe": False, "parallel_write_safe": True}
