"""The association explorer: PMI, PPMI and M* of any pair, real or made up, from P_ij and P_i P_j alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import traitlets

from wordmodes._validate import instance, strings
from wordmodes.explorers.association.pairs import AssociationTable, association_table, count_text, gazette_table, pack
from wordmodes.explorers.frame import Answer, Explorer, module, sheet, within
from wordmodes.text.cooccurrence import Cooccurrence


class AssociationExplorer(Explorer):
    """Interactive figure of what PMI, PPMI and M* make of the same evidence.

    The page's own JavaScript computes the three measures; counts of some hundred words come in tables. All traits can
    be set from a cell, and follow what the reader does.

    Attributes
    ----------
    observed : float
        P_ij of the point: 0, or within the decades of the picture. The page lowers what exceeds √(P_i P_j), since no
        pair is more frequent than its rarer word.
    expected : float
        P_i P_j of the point, within the decades of the picture.
    words : list of two str
        The real pair that the point is at, which sets the other two traits; two empty strings where it is at none.
    key : str
        The explorer's name in the address's fragment on a static page.
    """

    _esm = module("association/panels", "association/explorer")
    _css = sheet("association/explorer")

    observed = traitlets.Float().tag(sync=True)
    expected = traitlets.Float(1e-6).tag(sync=True)
    words = traitlets.List(traitlets.Unicode(), ["", ""], minlen=2, maxlen=2).tag(sync=True)

    def __init__(self, table: AssociationTable, **traits: Any) -> None:
        self._table = instance("table", table, AssociationTable, "association_table(counts)")
        manifest, tables = pack(table)
        super().__init__(**{"key": "association", "_manifest": manifest, "_tables": tables, **self._start(traits)})

    @property
    def table(self) -> AssociationTable:
        """What is shown: the words, their counts, the cloud."""
        return self._table

    def _start(self, traits: dict[str, Any]) -> dict[str, Any]:
        """Complete the traits to begin with: the first telling pair, unless a point or a pair is given."""
        if "words" in traits:
            traits = traits | {"words": strings("words", traits["words"])}
        given = traits
        if not traits.keys() & {"words", "observed", "expected"}:
            given = traits | {"words": self._table.telling[0]}
        middle = float(np.sqrt(np.prod(self._table.reach)))
        place = self._table.place(given.get("words", ())) or (middle, middle)
        return {"observed": place[0], "expected": place[1]} | given

    @traitlets.validate("words")
    def _check_words(self, proposal: dict[str, Any]) -> list[str]:
        for word in proposal["value"]:
            if word and word not in self._table.words:
                raise traitlets.TraitError(f"words must be among the {len(self._table.words)} shown, got {word!r}")
        return proposal["value"]

    @traitlets.validate("observed")
    def _check_observed(self, proposal: dict[str, Any]) -> float:
        return proposal["value"] if proposal["value"] == 0 else within(*self._table.reach)(self, proposal)

    @traitlets.validate("expected")
    def _check_expected(self, proposal: dict[str, Any]) -> float:
        return within(*self._table.reach)(self, proposal)

    @traitlets.observe("words")
    def _go_to_the_pair(self, _: Any) -> None:
        if place := self._table.place(self.words):
            with self.hold_trait_notifications():
                self.observed, self.expected = place

    @traitlets.observe("observed", "expected")
    def _leave_the_pair(self, _: Any) -> None:
        place = self._table.place(self.words)
        if place and not np.allclose((self.observed, self.expected), place, rtol=1e-9, atol=0):
            self.words = ["", ""]

    def _tasks(self) -> Mapping[str, Any]:
        return {"load": self._load}

    def _load(self, message: dict[str, Any]) -> Answer:
        """Count the reader's own text and show its words and pairs."""
        report = self._report("load")
        counts = count_text(message["text"], message["name"], report)
        self._table = table = association_table(counts, title=message["name"])
        report(0.95)
        words = list(table.telling[0])
        place = table.place(words)
        assert place, "a telling pair is one of the table's"
        with self.hold_sync(), self.hold_trait_notifications():
            self.words, (self.observed, self.expected) = words, place
            self._manifest, self._tables = pack(table)
        report(1.0)
        return {}, []


def association_explorer(
    counts: Cooccurrence | None = None,
    pairs: Sequence[Sequence[str]] | None = None,
    extra: Sequence[str] = (),
    title: str = "this text",
    seed: int = 0,
    **traits: Any,
) -> AssociationExplorer:
    """Make the association explorer: a point in the plane of P_i P_j and P_ij, and its PMI, PPMI and M*.

    Parameters
    ----------
    counts : Cooccurrence, optional
        Of the text whose pairs are shown; by default gazette with window 16, and the pairs that chapter 2 speaks of.
    pairs, extra, title, seed
        See `association_table`.
    **traits
        Where to start: `words`, or `observed` and `expected`; `key`. By default at the first telling pair.

    Returns
    -------
    AssociationExplorer

    Raises
    ------
    ValueError
        As `association_table`.

    References
    ----------
    Church & Hanks (1990) for PMI; Karkada et al. (2025) for M*.
    """
    if counts is None:
        return AssociationExplorer(gazette_table(seed), **traits)
    return AssociationExplorer(association_table(counts, pairs, extra, title, seed), **traits)
