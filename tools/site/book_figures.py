"""Sphinx extension: SVG figures become part of the page, in the page's colours, with their finding as their name."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from figure_markers import plain_markers
from figure_stack import stacked
from wordmodes.book.figures.style import INK, PALETTE

logger = logging.getLogger(__name__)


def inline_svg(svg: str, alt: str, prefix: str) -> str:
    """Return an SVG picture ready to stand inside a page.

    Parameters
    ----------
    svg : str
        The file's text.
    alt : str
        What the picture shows, for readers who don't see it.
    prefix : str
        Put before every id, so that two pictures on a page don't share one.

    Returns
    -------
    str
        HTML.
    """
    svg = svg[svg.index("<svg") :].strip()
    below = stacked(svg, prefix)
    svg = plain_markers(svg)
    svg = re.sub(r"<metadata>.*?</metadata>|<style[^>]*>.*?</style>|<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\bid="', f'id="{prefix}-', svg)
    svg = re.sub(r'((?:xlink:)?href="#|url\(#)', rf"\g<1>{prefix}-", svg)
    svg = re.sub(re.escape(INK), "currentColor", svg, flags=re.IGNORECASE)
    for number, colour in enumerate(PALETTE):
        svg = re.sub(re.escape(colour), f"var(--wm-c{number}, {colour})", svg, flags=re.IGNORECASE)
    head, body = svg.split(">", 1)
    width = re.search(r'\bwidth="([\d.]+)(pt|px|)"', head)
    if width is None or "viewBox" not in head:
        raise ValueError("a figure's SVG needs a width in points and a viewBox, as matplotlib writes them")
    pixels = float(width[1]) * (4 / 3 if width[2] == "pt" else 1)
    head = re.sub(r'\s(?:width|height|version|xmlns)="[^"]*"', "", head)
    _, _, across, up = map(float, re.search(r'viewBox="([^"]*)"', head)[1].split())
    kind = "wm-wide" if across > 1.3 * up else "wm-tall"  # wide ones scroll on a narrow screen, not to shrink too far
    name = escape(alt)
    return (
        f'<div class="wm-figure{" wm-cut" if below else ""}"><div class="{kind}" style="width: {pixels:.0f}px; aspect-ratio: {across:g} / {up:g}">'  # noqa: E501
        f'{head} role="img" aria-label="{name}">\n<title>{name}</title>{body}</div>{below}</div>'
    )


class InlineFigures(SphinxPostTransform):
    """Replace every SVG image by its own markup, and refuse a picture without alt text."""

    default_priority = 8  # after MyST-NB has chosen the output to show, before Sphinx collects files to copy
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Go through the page's images."""
        for number, image in enumerate(list(self.document.findall(nodes.image))):
            alt = " ".join(image.get("alt", "").split())
            if not alt:
                logger.warning(
                    "a figure has no alt text: say what it shows", location=image, type="book", subtype="alt"
                )
                continue
            path = Path(self.env.srcdir, image["uri"].lstrip("/"))
            if path.suffix == ".svg" and "://" not in image["uri"]:
                svg = inline_svg(path.read_text(encoding="utf-8"), alt, f"wm{number}")
                image.replace_self(nodes.raw("", svg, format="html"))


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.add_post_transform(InlineFigures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
