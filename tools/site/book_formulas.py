r"""Sphinx extension: a formula not set yet holds about the place that it will take: the page stays still.

The place is estimated from the TeX: a width for a formula in a line, a height for one on its own. book.css uses
both until MathJax has set the formula; without scripts, the TeX shows as it is.
"""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from sphinx.application import Sphinx

from whole import write_whole

INLINE = re.compile(
    r'(<span class="wm-one">)?<span class="math notranslate nohighlight"(?: style="[^"]*")?>'
    r"\\\((.*?)\\\)</span>([.,;:?!)]*)",
    re.DOTALL,
)
DISPLAY = re.compile(
    r'<div class="math notranslate nohighlight"( id="[^"]*")?(?: style="[^"]*")?>(.*?\\\[(.*?)\\\])</div>', re.DOTALL
)
SCALE = 1.19  # a letter of MathJax beside one of the page's, in em: their small letters are made equally high
# How wide TeX's letters, signs and commands are, in em of the page's text, with what stands around them: fitted to the
# widths that the book's formulas have once they are set.
LETTERS = (
    "A 0.94 B 1.03 C 0.95 D 1.05 E 0.95 F 0.91 G 1.06 H 1.07 I 0.68 K 1.17 L 0.94 M 1.31 N 1.13 O 0.96 P 0.93 Q "
    "1.01 R 0.94 S 0.8 V 0.99 W 1.38 X 1.12 Y 0.95 Z 0.9 a 0.69 b 0.56 c 0.6 d 0.68 e 0.63 f 0.7 g 0.66 h "
    "0.79 i 0.45 j 0.47 k 0.6 l 0.46 m 1.13 n 0.77 o 0.6 p 0.65 q 0.66 r 0.65 s 0.56 t 0.46 u 0.78 v "
    "0.57 w 0.92 x 0.79 y 0.64 z 0.64 "
)
COMMANDS = (
    "Delta 1.09 Lambda 0.86 Omega 0.91 Psi 0.88 Theta 0.95 Xi 0.81 approx 1.29 cdot 0.76 delta 0.67 dots "
    "1.63 eta 0.63 gamma 0.77 ge 1.47 hat 0 lambda 0.76 le 1.4 left 0 log 1.7 mathbf 0.1 mathrm 0 max "
    "2.25 mid 0.84 min 2.11 mu 0.83 operatorname 0 pm 0.9 right 0 sigma 0.76 sqrt 1.03 star 0.83 sum 1.39 "
    "tanh 2.56 tau 0.62 text 0 tfrac 0 to 1.75 top 0.72 varepsilon 0.67 "
    "ell 0.5 in 1.6 infty 1.1 leftarrow 1.5 ne 1.5 neq 1.5 propto 1.3 sim 1.5 succeq 1.4 times 1.3 quad 1.2 qquad 2.4 "
)
SIGNS = (
    "' 0.25 ( 0.52 ) 0.52 * 0.8 + 1.19 , 0.49 - 1.13 . 0.39 / 0.65 0 0.63 1 0.62 2 0.6 3 0.65 4 0.63 5 "
    "0.66 6 0.57 7 0.63 8 0.63 9 0.64 < 1.47 = 1.45 > 1.5 | 0.41 \\! 0.22 \\, 0.16 \\| 0.66 "
)


def table(text: str, before: str = "") -> dict[str, float]:
    """Return widths by name from names and widths in turn."""
    parts = text.split()
    return {before + name: float(width) for name, width in zip(parts[::2], parts[1::2], strict=True)}


WIDTHS = table(LETTERS) | table(COMMANDS, "\\") | table(SIGNS) | {" ": 0.12}
USUAL = 0.7  # of a letter or a command that has no width above
NOTHING = {
    *("mathrm", "operatorname", "text", "mathbf", "mathcal", "mathbb", "tfrac", "frac", "hat", "bar", "tilde"),
    *("left", "right", "big", "Big", "bigl", "bigr", "displaystyle", "boldsymbol", "limits", "begin", "end"),
}
TALL = re.compile(r"\\(?:d?frac|sum|prod|int|begin\{[bp]?matrix)")


def width(tex: str) -> float:
    """Estimate how wide a formula is, in em of the text around it."""
    total, small = 0.0, 1.0
    tokens = re.findall(r"\\[A-Za-z]+|\\.|\^|_|[{}]|.", tex.replace("\n", " "))
    depth: list[float] = []
    raised = False
    for token in tokens:
        scale, raised_now = small * (0.72 if raised else 1), raised
        raised = False
        if token in "^_":
            raised = True
        elif token == "{":
            depth.append(small)
            small = scale if raised_now else small
        elif token == "}":
            small = depth.pop() if depth else 1.0
        elif token.startswith("\\") and len(token) > 2:
            raised = raised_now and token[1:] in NOTHING
            total += scale * WIDTHS.get(token, 0.0 if token[1:] in NOTHING else USUAL)
        else:
            total += scale * WIDTHS.get(token, USUAL)
    return total


def height(tex: str) -> float:
    """Estimate how high a display is, in em, its margins included."""
    rows = re.split(r"\\\\(?:\[[^\]]*\])?", tex)
    return SCALE * sum(2.4 if TALL.search(row) else 1.35 for row in rows) + 2.75


def hold(html: str) -> str:
    """Return a page's HTML with every formula's place; a second time changes nothing."""

    def inline(match: re.Match[str]) -> str:
        held, tex, after = match.groups()
        place = f'style="--wide: {width(unescape(tex)):.1f}em"'
        formula = f'<span class="math notranslate nohighlight" {place}>\\({tex}\\)</span>{after}'
        if held:
            return f"{held}{formula}"
        return f'<span class="wm-one">{formula}</span>' if after else formula  # no line begins with a comma

    def display(match: re.Match[str]) -> str:
        place = f'style="--high: {height(unescape(match[3])):.1f}em"'
        return f'<div class="math notranslate nohighlight"{match[1] or ""} {place}>{match[2]}</div>'

    return DISPLAY.sub(display, INLINE.sub(inline, html))


def hold_pages(app: Sphinx, error: Exception | None) -> None:
    """Go through every page that has been written."""
    if error is not None or app.builder.format != "html":
        return
    for page in Path(app.outdir).glob("*.html"):
        write_whole(page, hold(page.read_text(encoding="utf-8")))


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.connect("build-finished", hold_pages, priority=905)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
