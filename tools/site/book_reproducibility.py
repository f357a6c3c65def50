"""Sphinx extension: the page on reproducibility, made from the lock file, the stored results and the notebooks."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from book_ledger import records
from wordmodes.book import claims

ROOT = Path(__file__).resolve().parents[2]
SHOWN = ("numpy", "scipy", "matplotlib", "gensim", "ipywidgets", "anywidget", "jupyter-book", "sphinx", "nbval")


def pinned(lock: str) -> dict[str, str]:
    """Return the packages of a lock file with their versions; where there are several for several Pythons, all."""
    found: dict[str, str] = {}
    for name, number in re.findall(r"^([\w-]+)==([\w.]+)", lock, re.MULTILINE):
        found[name] = f"{found[name]} or {number}" if name in found else number
    return found


def code(path: Path) -> list[str]:
    """Return the source of a notebook's code cells."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def seeds(sources: list[str]) -> list[int]:
    """Return the seeds that stand in code: ``seed=3`` and ``default_rng(3)``."""
    found = set()
    for call in (node for source in sources for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        values = [keyword.value for keyword in call.keywords if keyword.arg == "seed"]
        if isinstance(call.func, ast.Attribute) and call.func.attr == "default_rng":
            values += call.args
        found |= {value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, int)}
    return sorted(found)


def loaded(sources: list[str]) -> list[str]:
    """Return the stored results that code loads, in order."""
    return list(dict.fromkeys(re.findall(r"\bstored\(\"(\w+)\"\)", "\n".join(sources))))


def called(path: Path) -> str:
    """Return what the table calls a notebook: a chapter by its number, an appendix by its title."""
    if path.stem == "index":
        return "opening page"
    if path.stem[:2].isdigit():
        return f"chapter {int(path.stem[:2])}"
    first = json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"]
    return "".join(first).partition("\n")[0].removeprefix("# ")


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell or " " for cell in line) + " |" for line in lines)


def all_seeds(item: Any, name: str = "") -> set[int]:
    """Return every number that a stored result holds under a key that speaks of seeds."""
    if isinstance(item, dict):
        return {seed for key, value in item.items() for seed in all_seeds(value, key)}
    if isinstance(item, list):
        return {seed for value in item for seed in all_seeds(value, name)}
    return {item} if "seed" in name and isinstance(item, int) else set()


def listed(numbers: list[int] | set[int]) -> str:
    """Return numbers as text, a run of three or more as its ends."""
    parts: list[list[int]] = []
    for number in sorted(numbers):
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in parts)


class Reproducibility(SphinxDirective):
    """`{reproducibility} versions`, `status` or `stored`: one of the page's three tables."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table that the argument names."""
        self.env.note_reread()
        return self.parse_text_to_nodes(getattr(self, self.arguments[0])())

    def versions(self) -> str:
        """Return the pinned versions of the packages that make the numbers and the pages."""
        lock = ROOT / "requirements.lock"
        self.env.note_dependency(str(lock))
        found = pinned(lock.read_text(encoding="utf-8"))
        return table(["package", "pinned at"], [[name, found[name]] for name in SHOWN])

    def status(self) -> str:
        """Return what each page holds, loads and takes, when it was last run, and what its claims came to."""
        times = json.loads((ROOT / "src/wordmodes/book/results/run_times.json").read_text(encoding="utf-8"))
        rows = []
        for item in self.config.external_site_map.values():
            path = Path(self.env.srcdir, f"{item.docname}.ipynb")
            if path.exists():
                sources = code(path)
                seconds = times["cpu_seconds"].get(item.docname)
                verdicts = Counter(record["verdict"] for record in records(path))
                rows.append(
                    [
                        f"[{called(path)}]({path.name})",
                        str(len(sources)),
                        ", ".join(f"{verdicts[verdict]} {verdict}" for verdict in claims.VERDICTS if verdicts[verdict]),
                        listed(seeds(sources)),
                        ", ".join(loaded(sources)),
                        "not timed" if seconds is None else f"{seconds:.0f} s",
                        times.get("run_on", {}).get(item.docname, ""),
                    ]
                )
        machine = f"Timed on one thread of {times['machine']['processor']}, Python {times['versions']['python']}."
        titles = ["page", "cells", "claims", "seeds", "stored results", "CPU time", "timed on"]
        return table(titles, rows) + "\n\n" + machine

    def stored(self) -> str:
        """Return where each stored result comes from."""
        rows = []
        for path in sorted((ROOT / "src/wordmodes/book/results").glob("*.json")):
            result = json.loads(path.read_text(encoding="utf-8"))
            versions = ", ".join(
                f"{name} {number}" for name, number in result["versions"].items() if name != "wordmodes"
            )
            rows.append([path.stem, f"`{result['command']}`", listed(all_seeds(result)), versions])
        return table(["result", "re-run with", "seeds", "made with"], rows)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.add_directive("reproducibility", Reproducibility)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
