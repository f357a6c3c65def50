"""Fill in a notebook's links to figures, exercises, papers and terms, and mirror its captions.

In a notebook ``[](#fig-08-spectrum)`` becomes ``[Figure 8.1](#fig-08-spectrum)``, ``[](#ex-08-names)`` becomes
``[Exercise 8.7](#ex-08-names)`` and ``[](#saxe2014)`` becomes ``[Saxe et al. (2014)](#saxe2014)``; with a p between the
brackets ``[Saxe et al., 2014](#saxe2014)``. The site turns them into its own links (tools/site/book_links.py).
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

from nbformat import NotebookNode, v4
from pybtex.database import Person, parse_file
from pybtex.richtext import Text

BOOK = Path(__file__).resolve().parent.parent / "book"
BIBLIOGRAPHY, GLOSSARY = BOOK / "references.bib", BOOK / "glossary.md"
LINK = re.compile(r"\[([^\[\]]*)\]\(#([\w-]+)\)")
NUMBERED = re.compile(r"(?:fig|ex)-(\d\d)-[\w-]+")
DIRECTIVE = re.compile(r"^(`{3,})(\{[\w:-]+\}.*?)^\1$", re.MULTILINE | re.DOTALL)
EXERCISE = re.compile(r"^:{3,}\{exercise(?:-start)?\}[^\n]*\n:label: ([\w-]+)", re.MULTILINE)

HEADS = re.compile(
    r"^(?:#|:|\||(?:\*\*Figure)).*$", re.MULTILINE
)  # headings, fences and their options, tables, captions
OPAQUE = re.compile(r"\$\$.*?\$\$|\$[^$]*\$|`[^`]*`|!?\[[^\]]*\]\([^)]*\)|\*\*.*?\*\*", re.DOTALL)
EVERYDAY = {"context", "cycle", "document", "landing", "passage", "relation", "score", "signed", "stand-in", "target"}
EVERYDAY |= {"tied", "type", "wikipedia"}
"""Terms that are everyday words too: an author links them where the technical sense comes first."""


def surname(person: Person) -> str:
    """Return a person's last name as text, with what stands before it."""
    return str(Text.from_latex(" ".join(person.prelast_names + person.last_names)))


@cache
def citations(path: Path = BIBLIOGRAPHY) -> dict[str, tuple[str, str]]:
    """Return for each key of a BibTeX file how it is cited in a sentence and in parentheses."""
    entries = parse_file(path).entries
    labels = {}
    for key, entry in entries.items():
        names = [surname(person) for person in entry.persons.get("author") or entry.persons["editor"]]
        shown = f"{names[0]} et al." if len(names) > 2 else " and ".join(names)
        labels[key] = shown, entry.fields["year"]
    times, seen = Counter(labels.values()), Counter()
    cited = {}
    for key in sorted(labels):  # two works of the same people in one year become a and b, in the order of their keys
        shown, year = labels[key]
        letter = chr(ord("a") + seen[labels[key]]) if times[labels[key]] > 1 else ""
        seen[labels[key]] += 1
        cited[key] = f"{shown} ({year}{letter})", f"{shown}, {year}{letter}"
    return cited


def figure_name(cell: NotebookNode) -> str:
    """Return the name of a cell's captioned figure, or an empty text."""
    return cell.metadata.get("mystnb", {}).get("figure", {}).get("name", "")


def number(kind: str, names: list[str]) -> dict[str, str]:
    """Return 'Figure 8.2' for each name such as fig-08-rates: the chapter is in the name, the rest is the order."""
    return {
        name: f"{kind} {int(match[1])}.{place}"
        for place, name in enumerate(names, start=1)
        if (match := NUMBERED.fullmatch(name))
    }


def labels(notebook: NotebookNode) -> dict[str, str]:
    """Return what to call each figure and each exercise of a chapter, by its name."""
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    figures = [name for cell in notebook.cells if (name := figure_name(cell))]
    return number("Figure", figures) | number("Exercise", EXERCISE.findall(prose))


def fill(text: str, named: dict[str, str]) -> str:
    """Fill in the links of a Markdown text that name a figure, an exercise or a paper."""

    def filled(match: re.Match[str]) -> str:
        words, target = match.groups()
        if target in named:
            return f"[{named[target]}](#{target})"
        if target in citations():
            sentence, brackets = citations()[target]
            return f"[{brackets if words in ('p', brackets) else words or sentence}](#{target})"
        return match[0]

    return LINK.sub(filled, text)


@cache
def terms(path: Path = GLOSSARY) -> dict[str, re.Pattern[str]]:
    """Return for the anchor of each glossary term a pattern that finds it, in the singular or the plural."""
    names = re.findall(r"^(\S[^\n]*)\n {4}", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {
        "term-" + re.sub(r"\W+", "-", name.lower()): re.compile(
            rf"(?<![\w-]){re.escape(name)}s?(?![\w-])", re.IGNORECASE
        )
        for name in names
        if name not in EVERYDAY
    }


def link_terms(cells: list[NotebookNode]) -> None:
    """Link each glossary term where a chapter first uses it."""
    prose = [cell for cell in cells if cell.cell_type == "markdown"]
    for anchor, pattern in terms().items():
        for cell in prose:
            plain = cell.source
            for hidden in (HEADS, OPAQUE):
                plain = hidden.sub(lambda match: " " * len(match[0]), plain)
            link, word = cell.source.find(f"](#{anchor})"), pattern.search(plain)
            if word and (link < 0 or word.start() < link):
                start, end = word.span()
                cell.source = f"{cell.source[:start]}[{cell.source[start:end]}](#{anchor}){cell.source[end:]}"
            if word or link >= 0:
                break


def fence(text: str) -> str:
    """Fence directives with colons, as plain Jupyter would show what is between backticks as code."""
    return DIRECTIVE.sub(lambda match: ":" * len(match[1]) + match[2] + ":" * len(match[1]), text)


def mirror_caption(cell: NotebookNode, label: str) -> NotebookNode:
    """Return the Markdown cell that shows a figure's caption where the site's own caption is not: in Jupyter."""
    source = f"**{label}.** {cell.metadata['mystnb']['figure']['caption']}"
    return v4.new_markdown_cell(source, id=figure_name(cell), metadata={"tags": ["remove-cell"]})


def complete(notebook: NotebookNode) -> None:
    """Fill in links, link terms, mirror captions, fence with colons; fold in Jupyter what the site folds."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = fence(cell.source)
    named = labels(notebook)
    if named:  # a chapter
        link_terms(notebook.cells)
    notebook.cells = [cell for cell in notebook.cells if not NUMBERED.fullmatch(cell.get("id", ""))]
    cells, in_solution = [], False
    for cell in notebook.cells:
        cells.append(cell)
        cell.source = fill(cell.source, named)  # code too: a sentence that a cell says may name a figure
        if cell.cell_type == "markdown":
            start, end = cell.source.rfind("{solution-start}"), cell.source.rfind("{solution-end}")
            in_solution = start > end or (in_solution and end < 0)
            continue
        if cell.cell_type != "code":
            continue
        if in_solution:
            cell.metadata["jupyter"] = {"outputs_hidden": True, "source_hidden": True}
        elif "hide-input" in cell.metadata.get("tags", []):
            cell.metadata["jupyter"] = {"source_hidden": True}
        else:
            cell.metadata.pop("jupyter", None)
        if label := named.get(figure_name(cell)):
            figure = cell.metadata["mystnb"]["figure"]
            figure["caption"] = fill(figure["caption"], named)
            cells.append(mirror_caption(cell, label))
    notebook.cells = cells
