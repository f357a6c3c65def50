"""Which cells of a notebook lean on gensim or its articles, and which others these need: read from their names.

A cell leans on gensim if its tag says so, if it reads the articles that come with it (their counts stand in where it is
missing), or if it takes a name that such a cell has given. What is overlooked here, a test finds: a cell that asks for
gensim though it seemed not to lean on it doesn't get it, and one that lacks a name stops.
"""

from __future__ import annotations

import ast
from typing import NamedTuple

from nbformat import NotebookNode

import lite

ARTICLES = "wikipedia_sample"


class Names(NamedTuple):
    """What a cell takes from the cells before it, and what it gives to those behind it."""

    taken: set[str]
    given: set[str]


def _bound(statement: ast.stmt) -> tuple[set[str], set[str]]:
    """Return the names that a statement gives to what follows it, and those that live inside it alone."""
    nodes = list(ast.walk(statement))
    inner = {node.arg for node in nodes if isinstance(node, ast.arg)}
    for node in nodes:
        if isinstance(node, ast.comprehension):
            inner |= {name.id for name in ast.walk(node.target) if isinstance(name, ast.Name)}
    stored = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)} - inner
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return {statement.name}, inner | stored
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            stored |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.FunctionDef):
            stored.add(node.name)
    assigned = isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign)  # its right side comes first
    return stored, inner if assigned else inner | stored


def _changed(statement: ast.stmt) -> set[str]:
    """Return the names whose parts a statement sets, as ``W[0] = 1`` does, or which it moves, as ``n += 1``."""
    found = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store):
            while isinstance(node, ast.Subscript | ast.Attribute):
                node = node.value
        elif isinstance(node, ast.AugAssign):
            node = node.target
        else:
            continue
        if isinstance(node, ast.Name):
            found.add(node.id)
    return found


def names(source: str) -> Names:
    """Read a cell."""
    taken: set[str] = set()
    given: set[str] = set()
    for statement in ast.parse(source).body:
        own, inner = _bound(statement)
        changed = _changed(statement)
        read = {n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
        taken |= ((read - inner) | changed) - given
        given |= own | changed
    return Names(taken, given)


def _reads_articles(source: str) -> bool:
    return any(
        ARTICLES in (getattr(node, "attr", None), getattr(node, "id", None)) for node in ast.walk(ast.parse(source))
    )


def leaning(notebook: NotebookNode) -> list[bool]:
    """Say of each code cell whether it leans on gensim."""
    found, tainted = [], set()
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        taken, given = names(cell.source)
        leans = lite.STOPS in cell.metadata.get("tags", []) or _reads_articles(cell.source) or taken & tainted
        tainted = tainted | given if leans else tainted - given
        found.append(bool(leans))
    return found


def needed(notebook: NotebookNode) -> list[bool]:
    """Say of each code cell whether it leans on gensim, or gives what such a cell takes."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    found, lacking = [], set()
    for cell, leans in reversed(list(zip(code, leaning(notebook), strict=True))):
        taken, given = names(cell.source)
        found.append(leans or bool(given & lacking))
        if found[-1]:
            lacking = (lacking - given) | taken
    return found[::-1]
