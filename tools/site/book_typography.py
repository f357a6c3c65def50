"""Sphinx extension: thousands that no line break parts, arXiv numbers that lead to the paper, and lighter code."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TextIO

from docutils import nodes
from pygments.formatters import HtmlFormatter
from pygments.token import Token
from sphinx.application import Sphinx
from sphinx.highlighting import PygmentsBridge
from sphinx.transforms.post_transforms import SphinxPostTransform

THOUSANDS = re.compile(r"(?<![\w.,])\d{1,3}(?: \d{3})+(?![\w]|\.\d)")
ARXIV = re.compile(r"arXiv:(\d{4}\.\d{4,5})")
NARROW = "\u202f"  # a space at which no line breaks
PLAIN = {Token.Name, Token.Punctuation, Token.Text.Whitespace}


class Typography(SphinxPostTransform):
    """Mend the texts of a page, but for code and formulas."""

    default_priority = 700
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Go through the page's texts."""
        for text in list(self.document.findall(nodes.Text)):
            within = [text.parent, text.parent.parent]
            if any(isinstance(one, nodes.literal | nodes.FixedTextElement | nodes.math | nodes.raw) for one in within):
                continue
            better = THOUSANDS.sub(lambda match: match[0].replace(" ", NARROW), text)
            if isinstance(text.parent.parent, nodes.citation):
                text.parent.replace(text, linked(better))
            elif better != text:
                text.parent.replace(text, nodes.Text(better))


def linked(text: str) -> list[nodes.Node]:
    """Return a text with each arXiv number as a link."""
    parts, at = [], 0
    for match in ARXIV.finditer(text):
        address = f"https://arxiv.org/abs/{match[1]}"
        parts += [nodes.Text(text[at : match.start()]), nodes.reference("", match[0], refuri=address, internal=False)]
        at = match.end()
    return [*parts, nodes.Text(text[at:])]


class Code(HtmlFormatter):
    """Code whose names, punctuation and blanks, all of one colour, have no tags: a quarter of the book's elements."""

    def format(self, tokensource: Iterable[tuple], outfile: TextIO) -> None:
        """Write code as HTML."""
        super().format(((Token.Text if kind in PLAIN else kind, text) for kind, text in tokensource), outfile)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.add_post_transform(Typography)
    PygmentsBridge.html_formatter = Code
    return {"parallel_read_safe": True, "parallel_write_safe": True}
