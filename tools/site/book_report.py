"""Sphinx extension: every section has a link to report an error in it, once _config.yml says where to."""

from __future__ import annotations

import re
from html import escape, unescape
from string import Formatter
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError

from book_about import citation

FIELDS = {"page", "section", "version"}
HEADING = re.compile(
    r"<h(?P<level>\d)>(?P<text>.*?)"
    r'(?P<link><a class="headerlink" href="#(?P<anchor>[^"]*)"[^>]*>.*?</a>)</h(?P=level)>',
    re.DOTALL,
)


def check(app: Sphinx, config: Config) -> None:
    """Refuse an address that could not be followed."""
    where = config.book_report
    if not where:
        return
    try:
        unknown = {name for _, name, _, _ in Formatter().parse(where) if name is not None} - FIELDS
    except ValueError as error:
        raise ExtensionError(f"book_report in _config.yml: {error} in {where!r}") from None
    if unknown:
        raise ExtensionError(f"book_report in _config.yml may name {sorted(FIELDS)}, not {sorted(unknown)}: {where!r}")
    if not re.match(r"https?://[^/]+|mailto:[^@]+@", where):
        raise ExtensionError(f"book_report in _config.yml must be an https:// or a mailto: address, not {where!r}")


def address(where: str, page: str, section: str) -> str:
    """Return where to report an error, with page, section and version filled in."""
    version = citation()["version"]
    return where.format(page=quote(page, safe=""), section=quote(section, safe=""), version=quote(version, safe=""))


def add(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Put the link behind every heading of a page."""
    where = app.config.book_report
    if not where or doctree is None:
        return

    def behind(match: re.Match[str]) -> str:
        words = " ".join(unescape(re.sub(r"<[^>]+>", "", match["text"])).split())
        url = escape(address(where, f"{page}.html", f"{words} (#{match['anchor']})"))
        label = escape(f"Report an error in ‘{words}’")
        link = f'<a class="wm-report reference external" href="{url}" aria-label="{label}" title="{label}">⚑</a>'
        return f"<h{match['level']}>{match['text']}{match['link']}{link}</h{match['level']}>"

    context["body"] = HEADING.sub(behind, context["body"])


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.add_config_value("book_report", "", "html")
    app.connect("config-inited", check)
    app.connect("html-page-context", add, priority=700)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
