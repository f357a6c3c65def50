"""The window explorer: how far to look and how to weigh what is found, and what that makes of a word's company."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from wordmodes._validate import instance
from wordmodes.explorers.frame import Answer, Choice, Explorer, Tables, module, sheet, within
from wordmodes.explorers.window.distances import REACH, DistanceTable, distance_table, stored_table
from wordmodes.text.corpus import Vocabulary, tokenize

SENTENCE = tuple(tokenize("The king spoke to the queen, and the queen laughed."))
"""The sentence that chapter 01 counts by hand."""

LONGEST, SHORTEST = 5_000_000, 50  # characters and words of a text of the reader's own
_KNOWN, _ROWS = 2000, 300  # its words that are counted, and those of them whose rows can be shown


class WindowExplorer(Explorer):
    """Interactive figure of the context window: over a sentence, and in what a word's row of counts becomes.

    The page's own JavaScript adds up the row from counts by distance. All traits can be set from a cell, and follow
    what the reader does.

    Attributes
    ----------
    word : str
        The word whose row is shown.
    window : int
        L, places to either side, from 1 to 16.
    weighting : str
        "linear", a pair m places apart counts L + 1 - m; or "flat", it counts 1.
    order : str
        "share", the largest shares of the row first; or "beyond", those first that lie furthest beyond chance,
        (share - chance) / √chance.
    centre : int
        The place in the sentence, from 1, that the window is around.
    key : str
        The explorer's name in the address's fragment on a static page.
    """

    _esm = module("window/counts", "window/explorer")
    _css = sheet("window/explorer")

    word = traitlets.Unicode().tag(sync=True)
    window = traitlets.Int(3).tag(sync=True)
    weighting = Choice(["linear", "flat"], "linear").tag(sync=True)
    order = Choice(["share", "beyond"], "beyond").tag(sync=True)
    centre = traitlets.Int(6).tag(sync=True)

    def __init__(self, table: DistanceTable, **traits: Any) -> None:
        self._table = instance("table", table, DistanceTable, "distance_table(documents, vocabulary, words, title)")
        manifest, tables = pack(table)
        super().__init__(
            **{"key": "window", "word": table.words[0], "_manifest": manifest, "_tables": tables, **traits}
        )

    @property
    def table(self) -> DistanceTable:
        """What is shown: the stored counts, or those of a text that was loaded."""
        return self._table

    _check_window = traitlets.validate("window")(within(1, REACH))
    _check_centre = traitlets.validate("centre")(within(1, len(SENTENCE)))

    @traitlets.validate("word")
    def _check_word(self, proposal: dict[str, Any]) -> str:
        if proposal["value"] not in self._table.words:
            known = ", ".join(sorted(self._table.words))
            raise traitlets.TraitError(f"word must be one of {known}, got {proposal['value']!r}")
        return proposal["value"]

    def _tasks(self) -> Mapping[str, Any]:
        return {"count": self._count}

    def _count(self, message: dict[str, Any]) -> Answer:
        """Count a text of the reader's own, and show it in place of what was shown."""
        table = read_table(message.get("text"), str(message.get("name", "text")), self._report("count"))
        manifest, tables = pack(table)
        with self.hold_sync():
            self._table = table
            self._manifest, self._tables = manifest, tables
            self.word = table.words[0]
        return {"words": len(table.words)}, ()


def window_explorer(table: DistanceTable | None = None, **traits: Any) -> WindowExplorer:
    """Make the window explorer.

    Parameters
    ----------
    table : DistanceTable, optional
        Counts by distance, see `distances.distance_table`; by default those of gazette, stored with the library.
    **traits
        Where to start: `word`, `window`, `weighting`, `order`, `centre`, `key`.

    Returns
    -------
    WindowExplorer

    Raises
    ------
    traitlets.TraitError
        If a trait is out of its range, or there is no row of the word.
    """
    return WindowExplorer(stored_table() if table is None else table, **traits)


def read_table(text: Any, name: str, progress: Any = lambda share: None) -> DistanceTable:
    """Count a text by distance: one document, its 2 000 most frequent words, rows of the first 300 of these.

    The first word is the most frequent of five letters or more, which is seldom a small word of grammar.

    Raises
    ------
    ValueError
        If the text is too long, or holds too few words.
    """
    if not isinstance(text, str):
        raise ValueError("no text came with the file; choose a plain text file, saved as UTF-8")
    if len(text) > LONGEST:
        raise ValueError(
            f"{name} holds {len(text)} characters, and at most {LONGEST} can be counted here; cut it, or count it in a"
            " cell with corpus.read_texts and cooccurrence.count"
        )
    tokens = tokenize(text)
    if len(tokens) < SHORTEST:
        raise ValueError(
            f"{name} holds {len(tokens)} words of the letters a to z, and {SHORTEST} are needed; choose a longer text"
            " in an alphabet of these letters, saved as plain text in UTF-8"
        )
    everything = Vocabulary.from_documents([tokens])
    known = everything.top(min(_KNOWN, len(everything)))
    rows = sorted(known.words[:_ROWS], key=lambda word: len(word) < 5)
    return distance_table([tokens], known, rows, f"“{name if len(name) < 50 else name[:48] + '…'}”", progress)


def pack(table: DistanceTable) -> tuple[dict[str, Any], bytes]:
    """Lay out the table for the page: what it is called, and one block of little-endian whole numbers."""
    tables = Tables()

    def put(array: ArrayLike) -> list[Any]:
        flat = np.asarray(array).ravel()
        return tables.put(flat, "uint16" if flat.max(initial=0) < 1 << 16 else "uint32")

    arrays = {
        "sizes": put([len(kept) for kept in table.members]),
        "members": put(np.concatenate(table.members)),
        "counts": put(np.concatenate(table.counts)),
        "word_totals": put(table.word_totals),
        "context_totals": put(table.context_totals),
        "totals": put(table.totals),
    }
    manifest = {
        "title": table.title,
        "words": list(table.words),
        "contexts": list(table.contexts),
        "sentence": list(SENTENCE),
        "arrays": arrays,
    }
    return manifest, bytes(tables)
