"""The concepts explorer: what each mode of a corpus says, when it is learned, and how the words fly apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import traitlets

from wordmodes._validate import instance
from wordmodes.evaluation.reading import ends
from wordmodes.explorers.concepts.table import LARGEST_SCALE, N_ENDS, ConceptTable, gazette_concepts, text_table
from wordmodes.explorers.frame import Answer, Explorer, Tables, module, sheet, within

SMALLEST_SCALE = 1e-8
_FINEST = 2047  # a loading is off by a 4000th of its mode's largest at most


class ConceptsExplorer(Explorer):
    """Interactive figure of the modes of a corpus: their words, when each is learned, and all words in flight.

    Every mode follows its own sigmoid, as in the limit of a small start. All traits can be set from a cell, and follow
    what the reader does.

    Attributes
    ----------
    mode : int
        The mode that is read, from 1; it lies across in the plane.
    against : int
        The other mode of the plane; where it is `mode` itself, a neighbour stands in.
    time : float
        Where the scrubber stands, from 0 to 1, as a share of the time axis.
    word : str
        The word that is taken apart; '' takes the outermost word of the mode's + end.
    sigma : float
        Initialisation scale, from 1e-8 to 1e-2. It has no control on the page.
    third : int
        A third mode, that lies in depth, or 0 for none; where it is one of the two others, the next stands in.
    turn : int
        By how many degrees three modes are turned about the upright one, from -180 to 180.
    key : str
        The explorer's name in the address's fragment on a static page.
    """

    _esm = module("concepts/modes", "concepts/panels", "concepts/plane", "concepts/explorer")
    _css = sheet("concepts/explorer")

    mode = traitlets.Int(3).tag(sync=True)
    against = traitlets.Int(1).tag(sync=True)
    time = traitlets.Float(0.4).tag(sync=True)
    word = traitlets.Unicode("").tag(sync=True)
    sigma = traitlets.Float(1e-6).tag(sync=True)
    third = traitlets.Int(0).tag(sync=True)
    turn = traitlets.Int(30).tag(sync=True)
    key = traitlets.Unicode("concepts").tag(sync=True)

    def __init__(self, table: ConceptTable, **traits: Any) -> None:
        self._table = instance("table", table, ConceptTable, "concept_table(modes, words)")
        manifest, tables = pack(table)
        start = {"mode": min(3, len(table.eigenvalues))}
        super().__init__(**{**start, "_manifest": manifest, "_tables": tables, **traits})

    @property
    def table(self) -> ConceptTable:
        """What is shown now."""
        return self._table

    _check_sigma = traitlets.validate("sigma")(within(SMALLEST_SCALE, LARGEST_SCALE))
    _check_time = traitlets.validate("time")(within(0, 1))
    _check_turn = traitlets.validate("turn")(within(-180, 180))

    @traitlets.validate("third")
    def _check_third(self, proposal: dict[str, Any]) -> int:
        return within(0, len(self._table.eigenvalues))(self, proposal)

    @traitlets.validate("mode", "against")
    def _check_mode(self, proposal: dict[str, Any]) -> int:
        return within(1, len(self._table.eigenvalues))(self, proposal)

    @traitlets.validate("word")
    def _check_word(self, proposal: dict[str, Any]) -> str:
        if proposal["value"] and proposal["value"] not in self._table.words:
            known = f"the {len(self._table.words)} words of {self._table.title}"
            raise traitlets.TraitError(f"word must be among {known}, got {proposal['value']!r}")
        return proposal["value"]

    def _tasks(self) -> Mapping[str, Any]:
        return {"load": self._load}

    def _load(self, message: dict[str, Any]) -> Answer:
        """Read a text that the page sends, and show its modes in place of the ones there were."""
        table = text_table(message["text"], title=message["name"], report=self._report("load"))
        manifest, tables = pack(table)
        with self.hold_sync():
            self._table = table
            K = len(table.eigenvalues)
            self.mode, self.against, self.third = min(self.mode, K), min(self.against, K), min(self.third, K)
            self.word = ""
            self._manifest, self._tables = manifest, tables
        return {"name": table.title, "words": len(table.words)}, []


def concepts_explorer(table: ConceptTable | None = None, **traits: Any) -> ConceptsExplorer:
    """Make the concepts explorer: pick a mode, read its ends, watch the words fly.

    Parameters
    ----------
    table : ConceptTable, optional
        From `concept_table` or `text_table`; by default gazette's.
    **traits
        Where to start: `mode`, `against`, `time`, `word`, `sigma`, `third`, `turn`, `key`.

    Returns
    -------
    ConceptsExplorer

    References
    ----------
    Karkada et al. (2025), who read modes of Wikipedia by their largest entries.
    """
    return ConceptsExplorer(gazette_concepts() if table is None else table, **traits)


def pack(table: ConceptTable) -> tuple[dict[str, Any], bytes]:
    """Lay out what the page needs. Loadings go as 12 bits of their mode's largest; those of the end words in full."""
    tables, E = Tables(), table.loadings
    largest = np.abs(E).max(axis=0)
    own = E[: len(E) - table.placed]
    rows = np.array([np.concatenate(ends(column, N_ENDS)) for column in own.T])  # (K, 2n): + end, then - end
    manifest = {
        "title": table.title,
        "note": table.note,
        "words": list(table.words),
        "placed": table.placed,
        "eigenvalues": table.eigenvalues.tolist(),
        "starts": table.starts.tolist(),
        "edge": table.edge,
        "shuffles": table.shuffles,
        "loadings": tables.put(np.rint(E * (_FINEST / largest)), "int16"),
        "scale": tables.put(largest / _FINEST, "float32"),
        "ends": tables.put(rows, "uint16"),
        "reach": tables.put(np.take_along_axis(E.T, rows, axis=1), "float32"),
    }
    return manifest, bytes(tables)
