"""The questions of the Predict boxes, read from a chapter's Markdown and held against the answers of its cells."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from wordmodes.book.predictions import MIME, NAME, OTHERWISE

KINDS = ("choice", "number", "order", "curve")
SIDES = ("low", "high")
BOX = re.compile(r"^(:{3,})\{admonition\} Predict\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
SCALE = re.compile(
    r"from (?P<low>-?[\d ]*\.?\d+) to (?P<high>-?[\d ]*\.?\d+)(?: (?P<unit>[^\d,][^,]*))?,"
    r" right within (?P<factor>a factor of )?(?P<tolerance>[\d ]*\.?\d+)"
)


class Fault(ValueError):
    """A question that can't be asked, an answer that is none, or one without the other."""


@dataclass(frozen=True)
class Question:
    """A Predict box that can be answered, and where it stands: page, number of the cell."""

    name: str
    kind: str
    page: str
    cell: int
    text: str
    items: tuple[str, ...]
    at_once: bool = False
    low: float = 0.0
    high: float = 1.0
    unit: str = ""
    factor: bool = False
    tolerance: float = 0.0
    across: str = ""
    up: str = ""

    @property
    def sided(self) -> bool:
        """Whether an answer may be too low or too high."""
        return self.kind in ("number", "curve")


@dataclass(frozen=True)
class Answer:
    """A cell's record: what it says, and where."""

    page: str
    cell: int
    record: dict[str, Any]

    @property
    def name(self) -> str:
        """The question that it answers."""
        return self.record["name"]


def number(text: str) -> float:
    """Read a number with spaces between its thousands."""
    return float(text.replace(" ", ""))


def plain(text: str) -> str:
    """Return Markdown without what only marks it, as an option's beginning is written in Python."""
    return re.sub(r"[*`$]|\]\([^)]*\)|\[", "", text)


def scale(said: str, name: str) -> dict[str, Any]:
    """Read a scale such as 'from 0 to 100 per cent, right within 10'."""
    match = SCALE.fullmatch(said)
    if match is None:
        raise Fault(f"{name}: write a scale as 'from 0 to 100 per cent, right within 10', or 'within a factor of 2'")
    low, high, tolerance = (number(match[key]) for key in ("low", "high", "tolerance"))
    factor = bool(match["factor"])
    if not low < high or not (tolerance > 1 if factor else 0 < tolerance < high - low):
        raise Fault(f"{name}: the scale {said!r} has no room, or no tolerance")
    if factor and low <= 0:
        raise Fault(f"{name}: a scale by factors begins above zero")
    return {"low": low, "high": high, "unit": match["unit"] or "", "factor": factor, "tolerance": tolerance}


def question(body: str, page: str, cell: int) -> Question | None:
    """Read what stands in a Predict box; None where it is a plain one."""
    options = dict(re.findall(r"^:(\w+): *(.*)$", body, re.MULTILINE))
    classes = options.get("class", "").split()
    kinds = [name.removeprefix("predict-") for name in classes if name.startswith("predict-")]
    name = options.get("name", "")
    if not kinds and not name:
        return None
    if len(kinds) != 1 or kinds[0] not in KINDS:
        raise Fault(f"{page}: a question's class is one of {', '.join(f'predict-{kind}' for kind in KINDS)}")
    if not (match := NAME.fullmatch(name)) or not page.startswith(match[1]):
        raise Fault(f"{page}: a question's name is like predict-{page[:2]}-wait, not {name!r}")
    lines = [line for line in body.splitlines() if not re.match(r":\w+:", line)]
    text, _, listed = "\n".join(lines).strip().partition("\n\n- ")
    items = tuple(listed.split("\n- ")) if listed else ()
    if not text or any("\n" in item for item in items):
        raise Fault(f"{name}: a question is its text and then one list, a line an item, with nothing behind it")
    made = {"name": name, "kind": kinds[0], "page": page, "cell": cell, "text": text, "items": items}
    made["at_once"] = "veil-text" in classes
    if made["kind"] == "number":
        if len(items) != 1:
            raise Fault(f"{name}: a number has one list item, its scale")
        made |= scale(plain(items[0]), name)
    elif made["kind"] == "curve":
        match = re.fullmatch(r"across: ([^\n]+)\n- up: ([^\n]+?), (from [^\n]+)", plain(listed))
        if match is None:
            raise Fault(f"{name}: a curve has two list items, 'across: …' and 'up: …, from 0 to 1, right within 0.1'")
        made |= {"across": match[1], "up": match[2]} | scale(match[3], name)
        if made["factor"]:
            raise Fault(f"{name}: a curve's scale goes by differences, not by factors")
    elif len(items) < 2 or len(set(map(plain, items))) < len(items):
        raise Fault(f"{name}: a list of two or more different items is missing")
    return Question(**made)


def read(notebook: Path) -> tuple[list[Question], list[Answer]]:
    """Return a notebook's questions and answers, in order."""
    asked, given = [], []
    for index, cell in enumerate(json.loads(notebook.read_text(encoding="utf-8"))["cells"]):
        if cell["cell_type"] == "markdown":
            boxes = BOX.findall("".join(cell["source"]))
            asked += [found for _, body in boxes if (found := question(body, notebook.stem, index))]
        left = [output["data"][MIME] for output in cell.get("outputs", []) if MIME in output.get("data", {})]
        given += [Answer(notebook.stem, index, record) for record in left]
    return asked, given


def find(items: tuple[str, ...], start: str, name: str) -> int:
    """Return which item begins so."""
    found = [place for place, item in enumerate(items) if plain(item).startswith(start)]
    if len(found) != 1:
        raise Fault(f"{name}: {len(found)} of its items begin with {start!r}, not one")
    return found[0]


def resolved(asked: Question, given: Answer) -> dict[str, Any]:
    """Return what the page needs to judge an answer: the right one, and for each mistake named what it is.

    Raises
    ------
    Fault
        If the answer is none to this question, or a mistake has no sentence.
    """
    name, value, items = asked.name, given.record["value"], asked.items
    if asked.sided != (isinstance(value, float | int) or (isinstance(value, list) and isinstance(value[0], list))):
        raise Fault(f"{name}: {value!r} answers no question of the kind {asked.kind}")
    if asked.kind == "choice":
        right: Any = find(items, value, name)
    elif asked.kind == "order":
        right = [find(items, start, name) for start in value]
        if sorted(right) != list(range(len(items))):
            raise Fault(f"{name}: the answer must order all {len(items)} items")
        if right == sorted(right):
            raise Fault(f"{name}: its items are listed in the right order already")
    else:
        right = value
        heights = [y for _, y in value] if isinstance(value, list) else [value]
        if (asked.kind == "curve") != isinstance(value, list) or not all(asked.low <= y <= asked.high for y in heights):
            raise Fault(f"{name}: {value!r} is not on its scale, from {asked.low:g} to {asked.high:g}")
    known = given.record["tempting"]
    mistakes = [key if key == OTHERWISE or (asked.sided and key in SIDES) else find(items, key, name) for key in known]
    possible = set(SIDES) if asked.sided else set(range(len(items))) - ({right} if asked.kind == "choice" else set())
    if set(mistakes) - possible - {OTHERWISE}:
        raise Fault(f"{name}: a sentence is about a mistake that nobody can make")
    if OTHERWISE not in mistakes and possible - set(mistakes):
        raise Fault(f"{name}: say of each mistake why it is tempting, or of all others under {OTHERWISE!r}")
    return {"answer": right, "mistakes": mistakes}


def edition(asked: Question, given: Answer) -> str:
    """Return a mark of question and answer: what a reader said to others no longer counts."""
    return sha256(repr((asked.kind, asked.text, asked.items, given.record["value"])).encode()).hexdigest()[:8]


def pair(asked: list[Question], given: list[Answer]) -> Iterator[tuple[Question, Answer, dict[str, Any]]]:
    """Yield each question with its answer and what `resolved` makes of them; all faults are raised together."""
    faults = [f"{name} is asked {times} times" for name, times in Counter(q.name for q in asked).items() if times > 1]
    known = {q.name: q for q in asked}
    answers: dict[str, Answer] = {}
    for one in given:
        if one.name not in known or known[one.name].page != one.page:
            faults.append(f"{one.page} answers {one.name!r}, which it does not ask")
        elif one.name in answers:
            faults.append(f"{one.page} answers {one.name!r} twice")
        elif one.cell < known[one.name].cell:
            faults.append(f"{one.page} answers {one.name!r} before it asks")
        answers.setdefault(one.name, one)
    found = []
    for q in asked:
        if q.name not in answers:
            faults.append(f"{q.page} asks {q.name!r}, and no cell answers")
            continue
        try:
            found.append((q, answers[q.name], resolved(q, answers[q.name])))
        except Fault as fault:
            faults.append(str(fault))
    if faults:
        raise Fault("\n  ".join(faults))
    yield from found
