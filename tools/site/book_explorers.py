"""Sphinx extension: the page of explorers, made from the widgets that the notebooks hold and from their docstrings."""

from __future__ import annotations

import importlib
import inspect
import json
import re
from collections.abc import Mapping
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from book_figures import inline_svg
from still_settings import STILLS
from wordmodes.explorers.frame import Explorer

STILL = re.compile(r'\bstill\("(\w+)"(?:, "(\w+)")?\)')
STATE = "application/vnd.jupyter.widget-state+json"


class Held(NamedTuple):
    """An explorer in a notebook: its page, class and stored state; its figure's name, what that shows, its file."""

    page: str
    kind: type[Explorer]
    state: dict[str, Any]
    figure: str = ""
    pictured: Mapping[str, Any] = {}
    still: str = "still"

    @property
    def fields(self) -> list[str]:
        """Traits that its address keeps, in their order there: those that the module hands to `frame`."""
        listed = re.search(r"\bframe\(\{.*?traits: \[(.*?)\]", self.state["_esm"], re.DOTALL)
        if listed is None:
            raise ExtensionError(f"{self.kind.__name__}: no list of traits was found in its module")
        return re.findall(r'"(\w+)"', listed[1])

    def fragment_at(self, traits: Mapping[str, Any]) -> str:
        """Return the address's fragment with some traits set otherwise; without any, as the explorer would write it."""
        return "#" + urlencode({self.state["key"]: self.at(traits)}).replace("%2C", ",")

    def at(self, traits: Mapping[str, Any]) -> str:
        """Return the fragment's value with these traits; others are left out, as they are stored. Without any, all."""
        state = self.state | dict(traits)
        flat = [
            (name, x) for name in self.fields for x in (state[name] if isinstance(state[name], list) else [state[name]])
        ]
        value = ",".join(written(x) if name in traits or not traits else "" for name, x in flat)
        return value.rstrip(",") if traits else value  # a word that is empty is one of all


def written(value: Any) -> str:
    """A field of the address: four digits, 1 or 0 for a truth, a word's own comma escaped."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int | float):
        return f"{value:.4g}"
    return value.replace("%", "%25").replace(",", "%2C")


def held(page: str, notebook: Path) -> list[Held]:
    """Return the explorers that a notebook shows, in the order of its cells."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    states = content["metadata"].get("widgets", {}).get(STATE, {}).get("state", {})
    found = []
    for cell, following in pairwise([*content["cells"], {}]):
        outputs = [output.get("data", {}) for output in cell.get("outputs", [])]
        for model in (data[view]["model_id"] for data in outputs for view in data if view.endswith("widget-view+json")):
            state = states[model]["state"]
            module, name = state["_anywidget_id"].rsplit(".", 1)
            found.append(Held(page, getattr(importlib.import_module(module), name), state, *pictured(following)))
    return found


def pictured(cell: dict[str, Any]) -> tuple[str, Mapping[str, Any], str]:
    """Return the figure's name of a cell that shows a still, the setting of its last picture, and its file's name."""
    call = STILL.search("".join(cell.get("source", "")))
    name = cell.get("metadata", {}).get("mystnb", {}).get("figure", {}).get("name", "")
    if call is None or not name:
        return "", {}, "still"
    explorer, variant = call.groups("")
    return (
        name,
        STILLS["_".join(filter(None, (explorer, variant)))].settings[-1],
        "_".join(filter(None, ("still", variant))),
    )


def attributes(kind: type) -> list[tuple[str, str, str]]:
    """Return name, type and description of each attribute that a class's numpydoc names."""
    _, _, part = inspect.getdoc(kind).partition("Attributes\n----------\n")
    entries = re.findall(r"^(\w[\w, ]*) : (.+)\n((?:    .*\n?|\n)+)", part, re.MULTILINE)
    return [(name, what, " ".join(text.split())) for name, what, text in entries]


def prose(text: str) -> list[nodes.Node]:
    """Return a docstring's text with code as code, and probabilities as the chapters write them."""
    for plain, written_out in (("P_i P_j", "PᵢPⱼ"), ("P_ij", "Pᵢⱼ")):
        text = text.replace(plain, written_out)
    parts = re.split(r"`([^`]*)`", text)
    return [nodes.literal("", part) if n % 2 else nodes.Text(part) for n, part in enumerate(parts)]


def titled(entry: Held) -> str:
    """Return what an explorer is called: its module's docstring up to the colon."""
    return inspect.getmodule(entry.kind).__doc__.partition("\n")[0].partition(": ")[0]


def where(entry: Held) -> str:
    """Return the name of the page that it stands on: chapter 3, the page Your text."""
    number = entry.page.partition("_")[0]
    return f"chapter {int(number)}" if number.isdigit() else f"the page {entry.page.replace('_', ' ').capitalize()}"


def thumbnail(entry: Held, address: str, title: str) -> nodes.Node:
    """Return an explorer's still picture as a link to the explorer, set as the picture shows it."""
    name = inspect.getmodule(entry.kind).__name__.split(".")[-2]
    picture = Path(inspect.getfile(entry.kind)).with_name(f"{entry.still}.svg").read_text(encoding="utf-8")
    drawing = inline_svg(picture, f"{title}: open the explorer as pictured", f"thumb-{name}")
    return nodes.raw("", f'<a class="wm-thumb" href="{escape(address)}">{drawing}</a>', format="html")


def collect(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Read every notebook of the table of contents; two explorers of one page must not share a key."""
    env.book_explorers = []
    for item in app.config.external_site_map.values():
        path = Path(env.srcdir, f"{item.docname}.ipynb")
        found = held(item.docname, path) if path.exists() else []
        keys = [entry.state["key"] for entry in found]
        if len(set(keys)) != len(keys):
            raise ExtensionError(f"{path.name}: two explorers share a key of the address: {', '.join(keys)}")
        env.book_explorers += found


class Explorers(SphinxDirective):
    """`{explorers}`: each explorer with what it shows, where it stands, its address and its traits."""

    def run(self) -> list[nodes.Node]:
        """Return the page's content, in the order of the chapters."""
        self.env.note_reread()
        first: dict[type, Held] = {}
        for entry in sorted(self.env.book_explorers, key=lambda entry: entry.page == self.config.root_doc):
            first.setdefault(entry.kind, entry)
        return [self.entry(entry) for entry in sorted(first.values(), key=lambda entry: entry.page)]

    def entry(self, entry: Held) -> nodes.Node:
        """Return one explorer as a section."""
        title, text = titled(entry), inspect.getmodule(entry.kind).__doc__.partition("\n")[0].partition(": ")[2]
        page = self.env.app.builder.get_relative_uri(self.env.docname, entry.page)
        address = f"{page}{entry.fragment_at(entry.pictured)}"
        place = nodes.paragraph("", "", *prose(f"{text[:1].upper()}{text[1:]} In "))
        place += [nodes.reference("", where(entry), internal=True, refuri=address), nodes.Text(".")]
        link = nodes.paragraph("", "Its setting in an address, where fields may be left out: ")
        link += nodes.literal("", f"#{entry.state['key']}={','.join(entry.fields)}")
        terms = nodes.definition_list()
        for trait, what, text in attributes(entry.kind):
            if trait == "key":
                continue  # the page says it once, of all
            head = nodes.term("", "", nodes.literal("", trait), nodes.Text(f" : {what}"))
            terms += nodes.definition_list_item("", head, nodes.definition("", nodes.paragraph("", "", *prose(text))))
        more = [
            nodes.raw("", "<details><summary>Its traits in Python, and its address</summary>", format="html"),
            link,
            terms,
        ]
        more.append(nodes.raw("", "</details>", format="html"))
        picture = thumbnail(entry, address, title)
        section = nodes.section(
            "", nodes.title("", title), picture, place, *more, ids=[f"explorer-{entry.state['key']}"]
        )
        self.state.document.note_explicit_target(section)
        return section


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.add_directive("explorers", Explorers)
    app.connect("env-before-read-docs", collect)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
