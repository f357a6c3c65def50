"""The markup of a question's form, of what covers its answer, of the tally and of the sheet."""

from __future__ import annotations

import json
from dataclasses import asdict
from html import escape
from math import ceil, floor, log, log10
from typing import Any

from docutils import nodes

from predict_questions import Question
from wordmodes import __version__

HINTS = {
    "choice": "",
    "number": "Move the slider, or type a number.",
    "order": "Move the items with the arrows beside them.",
    "curve": "Draw with the pointer; or choose a point with the left and right arrow keys, and move it up and down.",
}


def html(text: str) -> nodes.raw:
    """Return markup as a node of the page."""
    return nodes.raw("", text, format="html")


def data(asked: Question, mark: str, judged: dict[str, Any]) -> str:
    """Return, for an attribute, what the script needs: the scale, the right answer, the mark of this edition."""
    kept = ("name", "kind", "page", "text", "low", "high", "unit", "factor", "tolerance", "across", "up")
    settings = {key: value for key, value in asdict(asked).items() if key in kept}
    return escape(json.dumps({**settings, "edition": mark, **judged}, ensure_ascii=False))


def opening(asked: Question, mark: str, judged: dict[str, Any]) -> str:
    """Return how a question's form begins, up to its items."""
    hint = f'<p class="wm-hint">{HINTS[asked.kind]}</p>' if HINTS[asked.kind] else ""
    list_of = {"order": "<ol>", "choice": ""}.get(asked.kind, "")
    return (
        f'<form class="wm-guess wm-{asked.kind}" data-predict="{data(asked, mark, judged)}" novalidate><fieldset>'
        f'<legend class="wm-unseen">Your prediction</legend>{hint}{list_of}'
    )


def around(asked: Question, place: int) -> tuple[str, str]:
    """Return what stands before and behind an item."""
    if asked.kind == "choice":
        box = f'<input type="radio" name="{asked.name}" value="{place}">'
        return f'<label class="wm-option">{box}', "</label>"
    buttons = "".join(
        f'<button type="button" data-by="{by}"><span aria-hidden="true">{arrow}</span>'
        f'<span class="wm-unseen">move {way}</span></button>'
        for by, arrow, way in ((-1, "↑", "up"), (1, "↓", "down"))
    )
    return f'<li data-item="{place}">', f"{buttons}</li>"


def marks(asked: Question) -> str:
    """Return the numbers under a slider: powers of ten of a scale by factors, the ends and the middle of another."""
    if asked.factor:
        powers = range(ceil(log10(asked.low) - 1e-9), floor(log10(asked.high) + 1e-9) + 1)
        values = sorted({asked.low, asked.high, *(10.0**power for power in powers)})
        values = [x for x in values if x in (asked.low, asked.high) or asked.low * 2 < x < asked.high / 2]
        shares = [log(x / asked.low) / log(asked.high / asked.low) for x in values]
    else:
        shares = [0.0, 0.5, 1.0]
        values = [asked.low + share * (asked.high - asked.low) for share in shares]
    texts = (f"{x:,.10g}".replace(",", "\u202f") for x in values)
    return "".join(f'<span style="left: {share:.1%}">{text}</span>' for share, text in zip(shares, texts, strict=True))


def closing(asked: Question) -> str:
    """Return what stands between the items and the sentences: the other controls, the buttons, the result."""
    unit = f" {escape(asked.unit)}" if asked.unit else ""
    end = {
        "order": "</ol>",
        "number": (
            f'<div class="wm-scale"><input type="range" aria-label="Your prediction{unit and "," + unit}">'
            '<span class="wm-here" aria-hidden="true" hidden></span>'
            f'<span class="wm-marks" aria-hidden="true">{marks(asked)}</span></div>'
            f'<label class="wm-typed"><input type="text" inputmode="decimal" autocomplete="off" size="7" '
            f'aria-label="The same, typed{unit and "," + unit}"><span aria-hidden="true">{unit}</span></label>'
        ),
        "curve": '<div class="wm-plot"></div>',
    }.get(asked.kind, "")
    return (
        f'{end}</fieldset><div class="wm-acts"><button type="submit">Commit</button>'
        '<button type="button" class="wm-look">Show me without guessing</button></div>'
        '<div class="wm-result" role="status"></div>'
    )


def veil(name: str, quiet: bool = False) -> tuple[str, str]:
    """Return what covers a part of the page, before it and behind; a quiet cover doesn't say that it is one."""
    said = f'<p class="wm-curtain">Covered until you have <a href="#{name}">made your prediction</a>.</p>'
    curtain = "" if quiet else said
    return f'<div class="wm-veil" data-of="{name}">{curtain}<div class="wm-behind">', "</div></div>"


def tally(page: str, title: str) -> str:
    """Return the place of a chapter's tally."""
    return (
        f'<section class="wm-tally" aria-label="Your predictions in this chapter" data-page="{page}"'
        f' data-book="{escape(title)}" data-version="{__version__}">'
        '<p class="wm-count" role="status"></p><p class="wm-acts">'
        f'<a href="predictions.html#chapter={page[:2]}">All your predictions</a>'
        '<button type="button" class="wm-save">Save this chapter’s sheet</button>'
        '<button type="button" class="wm-forget">Forget these answers</button></p></section>'
    )


def sheet(pages: list[str], title: str) -> str:
    """Return the head of the page for the whole book: the count, whose sheet it is, which chapter, what to do."""
    chapters = "".join(f'<option value="{page[:2]}">chapter {int(page[:2])}</option>' for page in pages)
    return (
        f'<section class="wm-sheet" aria-label="The sheet" data-book="{escape(title)}" data-version="{__version__}">'
        '<p class="wm-count" role="status"></p><p class="wm-fields">'
        '<label>Your name, for the sheet <input type="text" class="wm-name" autocomplete="name"></label>'
        f'<label>Show <select class="wm-which"><option value="">the whole book</option>{chapters}</select></label></p>'
        '<p class="wm-acts"><button type="button" class="wm-save">Save the sheet (JSON)</button>'
        '<button type="button" class="wm-print">Print it</button>'
        '<button type="button" class="wm-forget">Forget these answers</button></p></section>'
    )


def entry(asked: Question, mark: str) -> tuple[str, str]:
    """Return what stands before and behind a question on the page for the whole book."""
    status = '<p class="wm-status">Not answered.</p>'
    return f'<div class="wm-foretold" data-predict="{data(asked, mark, {})}">', status
