"""The odds explorer: the logistic loss of one pair of words, its parabola at zero, and where each has its minimum."""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets

from wordmodes._validate import instance, strings
from wordmodes.explorers.frame import Explorer, module, sheet
from wordmodes.explorers.odds.pairs import LIMIT, OddsTable, book_table, pack

NEGATIVES = (1, 2, 5)


class OddsExplorer(Explorer):
    """Interactive figure of one pair's loss near the origin: the odds of the pair move both of its minima.

    The page's own JavaScript has the formulas; the odds of some hundred words' pairs come in tables. All traits can be
    set from a cell, and follow what the reader does.

    Attributes
    ----------
    text : str
        The text whose pairs are shown.
    words : list of two str
        The pair of words whose odds are shown; two empty strings for odds of the reader's own.
    odds : float
        P_ij / (P_i P_j): 0 for a pair never seen, else from 1e-6 to 1e6.
    negatives : int
        k, made-up pairs for each real one: 1, 2 or 5. The loss weighs real against made up as odds / k to 1.
    key : str
        The explorer's name in the address's fragment on a static page.
    """

    _esm = module("odds/maths", "odds/panels", "odds/explorer")
    _css = sheet("odds/explorer")

    text = traitlets.Unicode().tag(sync=True)
    words = traitlets.List(traitlets.Unicode(), ["", ""], minlen=2, maxlen=2).tag(sync=True)
    odds = traitlets.Float(4.0).tag(sync=True)
    negatives = traitlets.Int(1).tag(sync=True)

    def __init__(self, table: OddsTable, **traits: Any) -> None:
        self._table = instance("table", table, OddsTable, "odds_table(texts, pairs)")
        manifest, tables = pack(table)
        super().__init__(**{"key": "odds", "_manifest": manifest, "_tables": tables, **self._start(traits)})

    @property
    def table(self) -> OddsTable:
        """What is shown: the words and their odds in each text."""
        return self._table

    def _start(self, traits: dict[str, Any]) -> dict[str, Any]:
        """Complete the traits to begin with: a pair's odds are those that it has in the text."""
        if "words" in traits:
            traits = traits | {"words": list(strings("words", traits["words"]))}
        traits = {"text": self._table.texts[0]} | traits
        text = traits["text"]  # whatever it is: the trait refuses what is no string
        odds = self._table.odds(text, traits.get("words", ())) if isinstance(text, str) else None
        return traits if odds is None else traits | {"odds": odds}

    @traitlets.validate("text")
    def _check_text(self, proposal: dict[str, Any]) -> str:
        if proposal["value"] not in self._table.texts:
            raise traitlets.TraitError(f"text must be one of {self._table.texts}, got {proposal['value']!r}")
        return proposal["value"]

    @traitlets.validate("words")
    def _check_words(self, proposal: dict[str, Any]) -> list[str]:
        for word in proposal["value"]:
            if word and word not in self._table.words:
                raise traitlets.TraitError(f"words must be among the {len(self._table.words)} shown, got {word!r}")
        return proposal["value"]

    @traitlets.validate("odds")
    def _check_odds(self, proposal: dict[str, Any]) -> float:
        odds = proposal["value"]
        if not (odds == 0 or 0.999 / LIMIT <= odds <= 1.001 * LIMIT):
            raise traitlets.TraitError(f"odds must be 0 or lie between {1 / LIMIT:g} and {LIMIT:g}, got {odds!r}")
        return odds

    @traitlets.validate("negatives")
    def _check_negatives(self, proposal: dict[str, Any]) -> int:
        if proposal["value"] not in NEGATIVES:
            raise traitlets.TraitError(f"negatives must be one of {NEGATIVES}, got {proposal['value']!r}")
        return proposal["value"]

    @traitlets.observe("words", "text")
    def _go_to_the_pair(self, _: Any) -> None:
        odds = self._table.odds(self.text, self.words)
        if odds is not None:
            self.odds = odds

    @traitlets.observe("odds")
    def _leave_the_pair(self, _: Any) -> None:
        odds = self._table.odds(self.text, self.words)
        if odds is not None and not np.isclose(self.odds, odds, rtol=1e-9, atol=0):
            self.words = ["", ""]


def odds_explorer(table: OddsTable | None = None, **traits: Any) -> OddsExplorer:
    """Make the odds explorer: one pair's loss, its parabola, and M* against the odds of real pairs.

    Parameters
    ----------
    table : OddsTable, optional
        From `odds_table`; by default gazette and wikipedia, and the pairs that chapter 4 speaks of.
    **traits
        Where to start: `text`, `words` or `odds`, `negatives`, `key`. By default with a pair that is real four times
        for each time that it is made up.

    Returns
    -------
    OddsExplorer

    Raises
    ------
    traitlets.TraitError
        If a trait is out of range, or a word is none of the table's.

    References
    ----------
    Levy & Goldberg (2014) for the minimum of the logistic loss; Karkada et al. (2025) for that of the parabola.
    """
    return OddsExplorer(book_table() if table is None else table, **traits)
