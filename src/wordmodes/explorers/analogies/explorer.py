"""The analogies explorer: a is to b as c is to …, for any words, any number of modes and any time of training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import traitlets
from numpy.typing import ArrayLike, NDArray

from wordmodes._validate import instance, integer, real, rows, strings
from wordmodes.evaluation.questions import first_index
from wordmodes.explorers._checks import families as checked_families
from wordmodes.explorers._checks import tuples, vocabulary
from wordmodes.explorers.frame import Answer, Choice, Explorer, Tables, module, sheet
from wordmodes.theory.dynamics import half_rise_time, small_init_starts
from wordmodes.theory.modes import Modes, embed
from wordmodes.training.start import initial_embedding

FloatArray = NDArray[np.float64]

EXAMPLES = (
    ("man", "king", "woman"), ("france", "paris", "japan"), ("greece", "greek", "spain"), ("big", "bigger", "small"),
    ("father", "mother", "son"), ("car", "cars", "child"), ("good", "best", "bad"),
)  # fmt: skip
"""Questions of several kinds: some that 60 modes of gazette answer and some that they don't."""
_FINE, _FINER, _LEADING = 2.0**-10, 2.0**-12, 12  # steps of the coding; the leading modes stand alone at small d
_OF_THE_TABLE = ("size", "extra", "n_modes", "examples", "init_scale", "seed")
_LATE = 1.1  # where time ends, in units of the last half-rise


class AnalogiesExplorer(Explorer):
    """Interactive figure of 3CosAdd: the answers, their parallelogram, and when they become right.

    The page's own JavaScript ranks the words; the table holds the vectors of the most frequent ones. All traits can be
    set from a cell, and follow what the reader does.

    Attributes
    ----------
    a, b, c : str
        The question: a is to b as c is to what?
    axis : str
        "modes": the embedding of the first d modes; "time": all modes, as far as training has brought them.
    d : int
        Number of modes kept, from 2.
    time : float
        Time of training, in units of 1/λ₁, from the half-rise of the first mode to the end of the last one's rise.
    exclude : bool
        Whether a, b and c are not allowed as answers.
    key : str
        The explorer's name in the address's fragment on a static page.
    """

    _esm = module("analogies/vectors", "analogies/panels", "analogies/explorer")
    _css = sheet("analogies/explorer")

    a = traitlets.Unicode().tag(sync=True)
    b = traitlets.Unicode().tag(sync=True)
    c = traitlets.Unicode().tag(sync=True)
    axis = Choice(["modes", "time"], "modes").tag(sync=True)
    d = traitlets.Int().tag(sync=True)
    time = traitlets.Float().tag(sync=True)
    exclude = traitlets.Bool(True).tag(sync=True)
    key = traitlets.Unicode("analogies").tag(sync=True)

    def __init__(self, table: AnalogyTable, **traits: Any) -> None:
        self._table = self._shown = instance("table", table, AnalogyTable, "analogy_table(modes, words)")
        manifest, tables = pack(table)
        question = dict(zip("abc", table.examples[0], strict=True))
        start = {"d": table.d, "time": float(sum(table.times()) // 2)}
        super().__init__(**{**question, **start, "_manifest": manifest, "_tables": tables, **traits})

    @traitlets.validate("a", "b", "c")
    def _check_word(self, proposal: dict[str, Any]) -> str:
        if proposal["value"] not in (shown := self._shown.shown):
            name = proposal["trait"].name
            raise traitlets.TraitError(f"{name} must be one of the {len(shown)} words shown, got {proposal['value']!r}")
        return proposal["value"]

    @traitlets.validate("d")
    def _check_d(self, proposal: dict[str, Any]) -> int:
        if not 2 <= proposal["value"] <= self._shown.d:
            raise traitlets.TraitError(f"d must lie between 2 and {self._shown.d}, got {proposal['value']}")
        return proposal["value"]

    @traitlets.validate("time")
    def _check_time(self, proposal: dict[str, Any]) -> float:
        first, last = self._shown.times()
        if not first <= proposal["value"] <= last:
            raise traitlets.TraitError(
                f"time must lie between {first} and {last} at init_scale = {self._shown.init_scale:g}, got"
                f" {proposal['value']!r}"
            )
        return proposal["value"]

    def _tasks(self) -> Mapping[str, Any]:
        return {"words": self._words}

    def _words(self, message: dict[str, Any]) -> Answer:
        """Pass to the page all words and modes there are, not rounded, or again the table that it came with."""
        whole = bool(message["whole"])
        everything = self._table._replace(size=len(self._table.words), extra=(), d=len(self._table.modes))
        shown = everything if whole else self._table
        manifest, tables = pack(shown, exact=whole)
        self._report("words")(0.5)
        self._shown = shown
        with self.hold_sync():
            self._manifest, self._tables = manifest, tables
        return {"words": shown.size, "d": shown.d}, []


class AnalogyTable(NamedTuple):
    """What the analogies explorer is about.

    `modes` of M*, all positive; `words`, a row of the modes each; `size` and `d`, how many words and modes the page
    gets; `extra` rows of further words for it; `families` rows of the pairs (n, 2) by name, whose questions have an
    expected answer; `examples` (a, b, c); `init_scale` and `seed` of the start whose small-σ limit is shown.
    """

    modes: Modes
    words: tuple[str, ...]
    size: int
    d: int
    families: dict[str, NDArray[np.int64]]
    examples: tuple[tuple[str, str, str], ...]
    init_scale: float
    seed: int
    extra: tuple[int, ...] = ()

    @property
    def rows(self) -> NDArray[np.int64]:
        """Rows of the words that the page gets, the most frequent first."""
        return np.array([*range(self.size), *self.extra])

    @property
    def shown(self) -> tuple[str, ...]:
        """The words that the page gets."""
        return tuple(self.words[row] for row in self.rows)

    def coded(self) -> tuple[NDArray[np.int64], FloatArray]:
        """Rows of W, scaled to length 1, as whole numbers (rows, d) of a step for each mode (d,).

        3CosAdd sees directions only, so that a row's length may be dropped.
        """
        W = embed(self.modes.top(self.d))[self.rows]
        unit = W / np.maximum(np.linalg.norm(W, axis=1, keepdims=True), np.finfo(float).tiny)
        step = np.where(np.arange(self.d) < _LEADING, _FINER, _FINE)
        return np.rint(unit / step).astype(np.int64), step

    def starts(self) -> FloatArray:
        """s_k(0) of the d modes shown, shape (d,)."""
        start = initial_embedding(len(self.words), self.d, self.init_scale, seed=self.seed)
        return small_init_starts(self.modes.eigenvectors[:, : self.d].T @ start)

    def times(self) -> tuple[int, int]:
        """First and last time shown, in units of 1/λ₁."""
        lam = self.modes.eigenvalues[: self.d]
        half = lam[0] * half_rise_time(lam, self.starts())
        return int(np.floor(half[0])), int(np.ceil(_LATE * half.max()))


def analogies_explorer(
    modes: Modes, words: Sequence[str], families: Mapping[str, ArrayLike] | None = None, **options: Any
) -> AnalogiesExplorer:
    """Make the analogies explorer: b - a + c, ranked by cosine, for any three words.

    Parameters
    ----------
    modes, words, families
        See `analogy_table`.
    **options
        `size`, `extra`, `n_modes`, `examples`, `init_scale` and `seed` of the table; and where to start: `a`, `b`, `c`,
        `axis`, `d`, `time`, `exclude`, `key`.

    Returns
    -------
    AnalogiesExplorer

    Raises
    ------
    ValueError
        As `analogy_table`.

    References
    ----------
    Mikolov, Yih & Zweig (2013), equation 1, for the rule; `evaluation.analogies`.
    """
    own = {name: options.pop(name) for name in _OF_THE_TABLE if name in options}
    return AnalogiesExplorer(analogy_table(modes, words, families, **own), **options)


def analogy_table(
    modes: Modes,
    words: Sequence[str],
    families: Mapping[str, ArrayLike] | None = None,
    size: int = 3400,
    n_modes: int = 60,
    examples: Sequence[tuple[str, str, str]] = EXAMPLES,
    init_scale: float = 1e-6,
    seed: int = 0,
    extra: Sequence[str] = (),
) -> AnalogyTable:
    """Check and collect what `analogies_explorer` is made of.

    Parameters
    ----------
    modes : Modes
        Of M*, eigenvalues positive and descending; more than `n_modes` serve a live kernel only.
    words : sequence of str
        V words, the most frequent first.
    families : mapping of str to array_like of int, shape (n, 2), optional
        Rows of word pairs, as `families.family_pairs` returns: a question made of two pairs has an expected answer.
    size, n_modes : int
        How many words and modes the page gets; fewer if there are fewer.
    examples : sequence of (str, str, str)
        Questions (a, b, c) to choose from; those whose words are not shown are left out.
    init_scale, seed
        σ and seed of the start whose small-σ limit is shown as training.
    extra : sequence of str
        Words to have beside the most frequent ones, where there are rows of them.

    Returns
    -------
    AnalogyTable

    Raises
    ------
    ValueError
        If words and modes disagree, a mode is not positive, `n_modes` or `size` is too small, a pair is not of
        the words, or no example is left.
    """
    instance("modes", modes, Modes, "leading_modes(M, d)")
    words = vocabulary("words", words, len(modes.eigenvectors), "modes", 4)
    size = min(integer("size", size, 4), len(words))
    d = min(integer("n_modes", n_modes, 2), len(modes))
    if d < 2:
        raise ValueError(f"modes must be two or more, got {d}")
    embed(modes)  # names a mode that is not positive
    init_scale, seed = real("init_scale", init_scale, 1e-30, 1.0), integer("seed", seed, 0)
    given = checked_families("families", families)
    found = {name: rows(f"families[{name!r}]", pairs, len(words), ("n", 2)) for name, pairs in given.items()}
    index = {word: row for row, word in enumerate(words)}
    rare = tuple(sorted({index[word] for word in strings("extra", extra) if index.get(word, 0) >= size}))
    known = {*words[:size], *(words[row] for row in rare)}
    kept = tuple((a, b, c) for a, b, c in tuples("examples", examples, 3, 0) if known.issuperset((a, b, c)))
    if not kept:
        raise ValueError(
            f"examples: none has its three words among the {len(known)} shown; pass examples=[(a, b, c), …]"
        )
    table = AnalogyTable(modes, words, size, d, found, kept, init_scale, seed, rare)
    if not (table.starts() ** 2 < modes.eigenvalues[:d] / 2).all():
        raise ValueError(f"init_scale = {init_scale:g} is so large that a mode has half-risen from the start; lower it")
    return table


def pack(table: AnalogyTable, exact: bool = False) -> tuple[dict[str, Any], bytes]:
    """Lay out what the page needs: the vectors mode by mode, coded, or as float32 if exact.

    Low and high bytes lie apart: the high ones are mostly 0 or -1, which compresses.
    """
    tables = Tables()
    words, first, d = table.shown, first_index(table.shown), table.d
    if exact:
        coding: dict[str, Any] = {
            "exact": tables.put(np.float32(embed(table.modes.top(d))[table.rows].T.ravel()), "float32")
        }
    else:
        whole, step = table.coded()
        low, high = whole.T.ravel() & 255, whole.T.ravel() >> 8
        parts = (("step", step, "float64"), ("low", low, "uint8"), ("high", high, "int8"))
        coding = {name: tables.put(part, kind) for name, part, kind in parts}
    numbers = {"eigenvalues": table.modes.eigenvalues[:d], "starts": table.starts()}
    place = np.full(len(table.words), -1)
    place[table.rows] = np.arange(len(words))
    placed = {name: place[rows] for name, rows in table.families.items()}
    pairs = {name: rows[(rows >= 0).all(axis=1)] for name, rows in placed.items()}
    return {
        "words": list(words),
        "all": len(table.words),
        "extra": len(table.extra),
        "twins": [[i, first[word.upper()]] for i, word in enumerate(words) if first[word.upper()] != i],
        "examples": [list(question) for question in table.examples],
        "families": [{"name": name, "pairs": rows.tolist()} for name, rows in pairs.items() if len(rows)],
        "times": list(table.times()),
        "init_scale": table.init_scale,
        "coding": coding,
        # nine digits: the rest may depend on the number of threads
        **{name: tables.put([float(f"{x:.9g}") for x in part], "float64") for name, part in numbers.items()},
    }, bytes(tables)
