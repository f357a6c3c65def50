"""Sphinx extension: `{find-word}`, a field that tells which explorers know a word and leads to them, set to it.

What book/assets/find-word.js looks through stands in the page, so that one opened from a file has it too.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from book_explorers import Held, titled, where
from whole import write_whole
from wordmodes.text.cooccurrence import Cooccurrence
from wordmodes.text.sources import gazette

NEAREST = "nearest.js"
OFTEN = 5  # meetings that make a bond more than an accident
IN_PAGE = "wm-find-word"
FIELD = """<div class="wm-find-word">
<label for="wm-find-word">Find your word</label>
<input id="wm-find-word" type="search" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="40"
 placeholder="any word" aria-describedby="wm-find-word-of">
<span id="wm-find-word-of">Which explorers know it? Each link sets one to the word.</span>
<div role="status" aria-live="polite"></div>
</div>
<script type="application/json" id="wm-words">{index}</script>"""


class Known(NamedTuple):
    """Words that an explorer knows, and how to set it to one of them.

    `settings` are its traits, in which "{word}" stands for the word, and others in braces for those of its `company`,
    word by word; a word without company of its own has that of "".
    """

    entry: Held
    title: str
    words: Sequence[str]
    settings: dict[str, Any]
    company: dict[str, list[str]]


def knowledge(entries: Sequence[Held]) -> list[Known]:
    """Return what is known about words to each of these explorers, one or more entries each."""
    found = []
    for entry in entries:
        manifest, key = entry.state.get("_manifest"), entry.state["key"]
        title = titled(entry)
        if key == "own":
            found += [
                Known(entry, f"{title}: {text['title']}", text["words"], {"text": text["key"], "word": "{word}"}, {})
                for text in manifest
            ]
        elif key in MAKERS and manifest:
            settings, company = MAKERS[key](manifest)
            found.append(Known(entry, title, manifest["words"], settings, company))
    return found


def alone(manifest: dict[str, Any]) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Of an explorer of single words."""
    return {"word": "{word}"}, {}


def paired(manifest: dict[str, Any]) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Of an explorer of pairs: with each word stands the one of them that it is bound to most."""
    return {"words": ["{word}", "{1}"]}, bonds(gazette(), manifest["words"])


def asked(manifest: dict[str, Any]) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Of questions: a word of a family is asked about with another of its pairs, others with the first example."""
    words = manifest["words"]
    company = {"": manifest["examples"][0][:2]}
    for family in manifest["families"]:
        pairs = [[words[row] for row in pair] for pair in family["pairs"]]
        for pair in pairs:
            other = next((one for one in pairs if not set(one) & set(pair)), None)
            if other:
                company.setdefault(pair[0], other)
                company.setdefault(pair[1], other[::-1])
    return {"a": "{1}", "b": "{2}", "c": "{word}"}, company


MAKERS = {"window": alone, "association": paired, "odds": paired, "concepts": alone, "analogies": asked, "spike": alone}


def bonds(counts: Cooccurrence, words: Sequence[str]) -> dict[str, list[str]]:
    """Return for each word the other one that it meets oftenest against chance, of those met often or else of all."""
    rows = np.array([counts.vocabulary.index[word] for word in words])
    met = counts.counts[np.ix_(rows, rows)].astype(float)
    np.fill_diagonal(met, 0)
    with np.errstate(divide="ignore"):
        bond = np.log(met) - np.log(counts.marginal[rows])  # of a row; the word's own share changes no order
    enough = met >= OFTEN * (counts.window + 1) / 2  # the average weight of a meeting
    best = np.where(enough.any(axis=1), np.where(enough, bond, -np.inf).argmax(axis=1), met.argmax(axis=1))
    return {word: [words[other]] for word, other in zip(words, best.tolist(), strict=True)}


def index(known: Sequence[Known], address: dict[str, str]) -> dict[str, Any]:
    """Return what the page is given: explorers, and words by the explorers that know them, as places in their list."""
    places: dict[str, str] = {}
    for number, one in enumerate(known):
        for word in one.words:
            places[word] = places.get(word, "") + chr(ord("a") + number)
    by_place: dict[str, list[str]] = {}
    for word, who in sorted(places.items()):
        by_place.setdefault(who, []).append(word)
    explorers = [
        {
            "title": one.title,
            "where": where(one.entry),
            "address": f"{address[one.entry.page]}#{one.entry.state['key']}={one.entry.at(one.settings)}",
            "company": one.company,
        }
        for one in known
    ]
    return {"explorers": explorers, "words": {who: " ".join(words) for who, words in by_place.items()}}


class FindWord(SphinxDirective):
    """`{find-word}`: the field and its index."""

    def run(self) -> list[nodes.Node]:
        """Return the field, hidden where no script runs, and what its script looks through."""
        self.env.note_reread()
        entries: dict[str, Held] = {}
        for entry in self.env.book_explorers:
            entries.setdefault(entry.state["key"], entry)
        address = {
            entry.page: self.env.app.builder.get_relative_uri(self.env.docname, entry.page)
            for entry in entries.values()
        }
        data = json.dumps(index(knowledge(list(entries.values())), address), ensure_ascii=False, separators=(",", ":"))
        return [nodes.raw("", FIELD.format(index=data.replace("</", "<\\/")), format="html", ids=[IN_PAGE])]


def write(app: Sphinx, error: Exception | None) -> None:
    """Give the page the explorers' own way to find words spelt alike."""
    if error is None and app.builder.format == "html":
        code = files("wordmodes.explorers").joinpath(NEAREST).read_text(encoding="utf-8").replace("export ", "")
        script = f"window.nearestWords = (() => {{\n{code}\nreturn nearestWords;\n}})();\n"
        write_whole(Path(app.outdir) / "_static" / NEAREST, script)


def add(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Load the scripts on the page that has the field alone."""
    if doctree is not None and any(IN_PAGE in node["ids"] for node in doctree.findall(nodes.raw)):
        for script in (NEAREST, "find-word.js"):
            app.add_js_file(script, loading_method="defer")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.add_directive("find-word", FindWord)
    app.connect("html-page-context", add)
    app.connect("build-finished", write)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
