"""The spike explorer: what the differences of a word family have in common, beside what noise would have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import traitlets
from numpy.typing import ArrayLike, NDArray

from wordmodes._validate import instance, integer, rows
from wordmodes.evaluation.families import differences, leading_shares, mispaired, stand_ins
from wordmodes.explorers._checks import families as checked_families
from wordmodes.explorers._checks import moderate, tuples, vocabulary
from wordmodes.explorers.frame import Answer, Choice, Explorer, Tables, module, sheet

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

GRID = (2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40, 50, 63, 80, 100, 126, 160, 200)
"""Numbers of modes at which random families are drawn: about ten a decade."""
_DRAWS, _MORE = 400, 1000
_FINEST = 32767


class SpikeExplorer(Explorer):
    """Interactive figure of the eigenvalues of a family's differences, for any number of modes.

    The page's own JavaScript computes the eigenvalues; random families come in tables. All traits can be set from a
    cell, and follow what the reader does.

    Attributes
    ----------
    family : str
        Name of the family shown.
    d : int
        Number of modes kept, one of `GRID`; another number leads to the nearest.
    partners : str
        "true", or "exchanged": the same words, joined wrongly.
    word : str
        A word of the families, whose nearest are shown, or ''. It is one of the family shown: either leads the other.
    key : str
        The explorer's name in the address's fragment on a static page.
    """

    _esm = module("spike/spectrum", "spike/explorer")
    _css = sheet("spike/explorer")

    family = traitlets.Unicode().tag(sync=True)
    d = traitlets.Int(20).tag(sync=True)
    partners = Choice(["true", "exchanged"], "true").tag(sync=True)
    word = traitlets.Unicode("").tag(sync=True)

    def __init__(self, table: SpikeTable, **traits: Any) -> None:
        self._table = instance("table", table, SpikeTable, "spike_table(W, words, families)")
        manifest, tables = pack(table)
        start = {"key": "spike", "family": next(iter(table.families)), "d": min(20, table.grid[-1])}
        super().__init__(**{**start, "_manifest": manifest, "_tables": tables, **traits})

    @traitlets.validate("family")
    def _check_family(self, proposal: dict[str, Any]) -> str:
        if proposal["value"] not in self._table.families:
            known = ", ".join(self._table.families)
            raise traitlets.TraitError(f"family must be one of {known}, got {proposal['value']!r}")
        return proposal["value"]

    @traitlets.validate("word")
    def _check_word(self, proposal: dict[str, Any]) -> str:
        if proposal["value"] and not self._families_with(proposal["value"]):
            raise traitlets.TraitError(f"word must be one of the families' words, got {proposal['value']!r}")
        return proposal["value"]

    @traitlets.observe("family", "word")
    def _keep_together(self, change: dict[str, Any]) -> None:
        if not self.word or self.family in (found := self._families_with(self.word)):
            return
        if change["name"] == "word":
            self.family = found[0]
        else:
            self.word = ""

    def _families_with(self, word: str) -> list[str]:
        """Names of the families that have a word."""
        table = self._table
        return [name for name, pairs in table.families.items() if word in (table.words[row] for row in pairs.ravel())]

    @traitlets.validate("d")
    def _check_d(self, proposal: dict[str, Any]) -> int:
        grid = self._table.grid
        if not grid[0] <= proposal["value"] <= grid[-1]:
            raise traitlets.TraitError(f"d must lie between {grid[0]} and {grid[-1]}, got {proposal['value']}")
        return proposal["value"]

    def _tasks(self) -> Mapping[str, Any]:
        return {"draw": self._draw}

    def _draw(self, message: dict[str, Any]) -> Answer:
        """Draw random families anew for the family shown; the array holds their ranges, shape (grid, 2, n)."""
        name, seed = message["family"], int(message["seed"])
        pairs, W = self._table.families[name], self._table.W
        report, bands = self._report("draw"), []
        many = stand_ins(pairs, len(W), _MORE, seed)
        for i, d in enumerate(self._table.grid):
            bands.append(_band(W, many, d))
            report((i + 1) / len(self._table.grid))
        return {"family": name, "n": _MORE}, [np.array(bands)]


class SpikeTable(NamedTuple):
    """What the spike explorer is about.

    `W` (V, d) embedding, a column a mode; `words` V words; `families` rows of the pairs (n, 2) by name; `grid` numbers
    of modes; `bands` (grid, 2, n) by family: what nine random families in ten keep within; `seed` theirs,
    and that of the exchange of partners.
    """

    W: FloatArray
    words: tuple[str, ...]
    families: dict[str, IntArray]
    grid: tuple[int, ...]
    bands: dict[str, FloatArray]
    seed: int


def spike_table(
    W: ArrayLike, words: Sequence[str], families: Mapping[str, ArrayLike | Sequence[tuple[str, str]]], seed: int = 0
) -> SpikeTable:
    """Prepare families of word pairs for the spike explorer.

    Parameters
    ----------
    W : array_like, shape (V, d)
        Embedding; column k is mode k, so that the first columns are the embedding of fewer dimensions.
    words : sequence of str
        V words, the most frequent first.
    families : mapping
        By name, pairs of rows, shape (n, 2), or of words.
    seed : int
        Of the random families, several hundred for each, of words about as frequent as the family's own; and of the
        exchange of partners.

    Returns
    -------
    SpikeTable

    Raises
    ------
    ValueError
        If sizes disagree, a word is not in `words`, or a family has fewer than three pairs.
    """
    W, seed = moderate("W", W, ("V", "d")), integer("seed", seed, 0)
    words = vocabulary("words", words, len(W), "W")
    if W.shape[1] < GRID[0]:
        raise ValueError(f"W must have {GRID[0]} columns or more, got {W.shape[1]}")
    families = checked_families("families", families)
    if not families:
        raise ValueError("families is empty: there is no family to show; pass pairs of words by name")
    index = {word: row for row, word in enumerate(words)}
    found = {name: _rows(name, pairs, index) for name, pairs in families.items()}
    grid = tuple(d for d in GRID if d <= W.shape[1])
    bands = {}
    for name, pairs in found.items():
        many = stand_ins(pairs, len(words), _DRAWS, seed)
        bands[name] = np.array([_band(W, many, d) for d in grid])
    return SpikeTable(W, words, found, grid, bands, seed)


def _rows(name: str, pairs: Any, index: Mapping[str, int]) -> IntArray:
    """A family's pairs as rows of the vocabulary."""
    where = f"families[{name!r}]"
    try:
        numbers = np.asarray(pairs).dtype.kind in "fiub"
    except ValueError:  # pairs of different lengths
        numbers = False
    if numbers:
        made = rows(where, pairs, len(index), ("n", 2))
    else:
        given = tuples(where, pairs.tolist() if isinstance(pairs, np.ndarray) else pairs, 2)
        if missing := [word for pair in given for word in pair if word not in index]:
            raise ValueError(f"{where}: not among the words: {', '.join(map(repr, missing))}")
        made = np.array([[index[a], index[b]] for a, b in given], dtype=np.int64)
    if len(made) < 3:
        raise ValueError(f"{where} needs three pairs or more, two words each; got {len(made)}")
    if len(np.unique(made, axis=0)) < len(made):
        raise ValueError(f"{where} holds a pair twice; leave the second out")
    return made


def _band(W: FloatArray, many: IntArray, d: int) -> FloatArray:
    """5 and 95 per cent points of every eigenvalue's share over random families, shape (2, n)."""
    D = differences(W[:, :d], many)
    return np.quantile(leading_shares(D, D.shape[1]), (0.05, 0.95), axis=0)


def spike_explorer(
    W: ArrayLike,
    words: Sequence[str],
    families: Mapping[str, ArrayLike | Sequence[tuple[str, str]]],
    seed: int = 0,
    **traits: Any,
) -> SpikeExplorer:
    """Make the spike explorer: the eigenvalues of D Dᵀ, D the differences of a family's pairs, for d = 2, 3, ….

    Parameters
    ----------
    W, words, families, seed
        See `spike_table`; the first family is shown first.
    **traits
        Where to start: `family`, `d`, `partners`, `word`, `key`.

    Returns
    -------
    SpikeExplorer

    Raises
    ------
    ValueError
        As `spike_table`.

    References
    ----------
    Marchenko & Pastur (1967) for the edge; Karkada et al. (2025) for the spike.
    """
    return SpikeExplorer(spike_table(W, words, families, seed), **traits)


def pack(table: SpikeTable) -> tuple[dict[str, Any], bytes]:
    """Lay out what the page needs: rows of the families' words to 16 bits a column, bands, one wrong joining each."""
    tables, used = Tables(), np.unique(np.concatenate([pairs.ravel() for pairs in table.families.values()]))
    W = table.W[used, : table.grid[-1]]
    scale = np.maximum(np.abs(W).max(axis=0), np.finfo(float).tiny) / _FINEST
    place = {int(row): i for i, row in enumerate(used)}
    manifest: dict[str, Any] = {
        "words": [table.words[row] for row in used],
        "grid": list(table.grid),
        "draws": _DRAWS,
        "seed": table.seed,
        "vectors": tables.put(np.rint(W / scale), "int16"),
        "scale": tables.put(scale, "float64"),
        "families": [],
    }
    for name, pairs in table.families.items():
        wrong = mispaired(pairs, 1, table.seed)[0]
        entry = {
            key: [place[int(row)] for row in rows.ravel()] for key, rows in (("true", pairs), ("exchanged", wrong))
        }
        band = tables.put(np.rint(table.bands[name] * 65535), "uint16")
        manifest["families"].append({"name": name, "pairs": entry, "band": band})
    return manifest, bytes(tables)
