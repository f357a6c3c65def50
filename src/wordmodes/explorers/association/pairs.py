"""Word pairs for the association explorer: the counts of a text, its telling pairs, and a cloud of others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wordmodes._validate import generator, instance, string, strings
from wordmodes.explorers._checks import tuples
from wordmodes.explorers.frame import Tables
from wordmodes.explorers.named import named_in
from wordmodes.text.cooccurrence import Cooccurrence, count
from wordmodes.text.corpus import Vocabulary, tokenize
from wordmodes.text.sources import gazette

IntArray = NDArray[np.int64]

GAZETTE_PAIRS = tuple(
    tuple(pair.split())
    for pair in (
        "prime minister", "harry potter", "gold silver", "mother daughter", "monday tuesday", "of the", "king said",
        "was are", "percent music", "language shares", "she billion", "potter lumpur",
    )
)  # fmt: skip
"""Strong and weak bonds, pairs at chance and below it, two that never met, and one that met by accident."""
GAZETTE_WORDS = """
    king queen man woman boy girl father son he his her paris france london england germany berlin russia china water
    river sea song war army president government election party market bank million city science theory church god film
    book team game school food money oil court law two three red black white day night year good bad big small
"""
"""Words that a reader may want to try, beside those that chapters name."""
_WORDS, _A_BAND = 420, 160  # words to choose from; pairs of the cloud in each tenfold step of P_i P_j
_FEW_TOKENS, _MANY_LETTERS, _VOCABULARY = 500, 8_000_000, 2000  # of a reader's own text


class AssociationTable(NamedTuple):
    """What the association explorer is about.

    `words` n words; `counts` (n, n) of theirs; `sums` (n,) of each one's counts with all words of the text; `total` of
    all counts; `encounters`: how many encounters a probability of 1 stands for; `telling` pairs of words to be named;
    `cloud` (m, 2) pairs of rows drawn at random; `title` and `note` of the text.
    """

    words: tuple[str, ...]
    counts: IntArray
    sums: IntArray
    total: int
    encounters: float
    telling: tuple[tuple[str, str], ...]
    cloud: IntArray
    title: str
    note: str

    @property
    def reach(self) -> tuple[float, float]:
        """Powers of ten that all P_ij above 0 and all P_i P_j lie between."""
        p, P = self.sums / self.total, self.counts[self.counts > 0] / self.total
        low, high = min(p.min() ** 2, P.min()), max(p.max() ** 2, P.max())
        return 10.0 ** int(np.floor(np.log10(low))), 10.0 ** int(np.ceil(np.log10(high)))

    def place(self, pair: Sequence[str]) -> tuple[float, float] | None:
        """P_ij and P_i P_j of two of the words; None if they are not two of them."""
        if len(pair) != 2 or not set(pair) <= set(self.words):
            return None
        i, j = (self.words.index(word) for word in pair)
        return float(self.counts[i, j] / self.total), float(self.sums[i] / self.total * (self.sums[j] / self.total))


def association_table(
    counts: Cooccurrence,
    pairs: Sequence[Sequence[str]] | None = None,
    extra: Sequence[str] = (),
    title: str = "this text",
    seed: int = 0,
) -> AssociationTable:
    """Prepare the counts of a text for the association explorer.

    Parameters
    ----------
    counts : Cooccurrence
    pairs : sequence of (str, str), optional
        Telling pairs, to be named; by default the strongest, those at chance, the silent and the accidental ones.
    extra : sequence of str
        Words to have in any case. Others join them, of all frequencies, so that there are some 400.
    title : str
        What the text is called in a sentence.
    seed : int
        Of the cloud: up to 160 pairs of these words from each tenfold step of P_i P_j.

    Returns
    -------
    AssociationTable

    Raises
    ------
    ValueError
        If a word is not in the vocabulary, or there are fewer than three words that have neighbours.
    """
    instance("counts", counts, Cooccurrence, "cooccurrence.count(documents, vocabulary, window)")
    title, rng = string("title", title), generator("seed", seed)
    extra = strings("extra", extra)
    sums = counts.counts.sum(axis=1)
    if np.sum(sums > 0) < 3:
        raise ValueError(f"{title}: fewer than three different words stand near others; take a longer text")
    index = counts.vocabulary.index
    if pairs is None:
        rows = _telling_rows(counts)
    else:
        rows = [(_row("pairs", index, a), _row("pairs", index, b)) for a, b in tuples("pairs", pairs, 2)]
    wanted = {row for pair in rows for row in pair} | {_row("extra", index, word) for word in extra}
    shown = np.array(sorted(wanted | set(_over_all_frequencies(np.flatnonzero(sums > 0), _WORDS - len(wanted)))))
    p = sums[shown] / sums.sum()
    first, second = np.triu_indices(len(shown), 1)
    band = np.floor(np.log10(p[first] * p[second]))
    drawn = [_some(np.flatnonzero(band == value), rng) for value in np.unique(band)]
    cloud = np.concatenate(drawn)
    names = tuple(counts.words[row] for row in shown)
    return AssociationTable(
        words=names,
        counts=counts.counts[np.ix_(shown, shown)],
        sums=sums[shown],
        total=counts.total,
        encounters=_encounters(counts),
        telling=tuple((counts.words[i], counts.words[j]) for i, j in rows),
        cloud=np.column_stack([first[cloud], second[cloud]]),
        title=title,
        note=f"window {counts.window}, {len(counts.words)} words counted",
    )


def _encounters(counts: Cooccurrence) -> float:
    """How many encounters a probability of 1 stands for: all counts over the average weight of one."""
    return counts.total / ((counts.window + 1) / 2 if counts.weighting == "linear" else 1)


def _row(name: str, index: Mapping[str, int], word: str) -> int:
    if word not in index:
        raise ValueError(f"{name}: {word!r} is not among the {len(index)} words that were counted; leave it out")
    return index[word]


def _some(places: IntArray, rng: np.random.Generator) -> IntArray:
    """At most as many places as a band of the cloud shows."""
    return np.sort(rng.choice(places, _A_BAND, replace=False)) if len(places) > _A_BAND else places


def _over_all_frequencies(rows: IntArray, n: int) -> list[int]:
    """About n of the rows, the first ones close together and the later ones ever farther apart."""
    n = min(max(n, 2), len(rows))
    steps = n
    while len(places := np.unique(np.rint(np.geomspace(1, len(rows), steps)).astype(int))) < n:
        steps += max(n // 10, 1)
    return rows[places - 1].tolist()


def _telling_rows(counts: Cooccurrence) -> list[tuple[int, int]]:
    """Pairs of a text that nobody has looked at: by the encounters due and seen, each kind that the chapter names."""
    upper = np.triu(np.outer(*[counts.marginal > 0] * 2), 1)
    first, second = np.nonzero(upper)
    seen, due = (_encounters(counts) * x[upper] for x in (counts.P, np.outer(counts.marginal, counts.marginal)))
    with np.errstate(divide="ignore"):
        surprise = np.log(seen / due)
    kinds = (
        (np.where(seen >= 5, surprise, -np.inf), 3),  # the strongest bonds
        (seen, 1),  # the most frequent pair
        (np.where(seen >= np.quantile(seen, 0.99), -np.abs(surprise), -np.inf), 2),  # at chance, and that known well
        (np.where((seen > 0) & (due >= 5), -surprise, -np.inf), 2),  # those that avoid each other
        (np.where(seen > 0, -np.inf, due), 2),  # silent, against all expectation
        (np.where((seen > 0) & (due < 1), surprise, -np.inf), 1),  # an accident, most likely
    )
    chosen: list[int] = []
    for rank, n in kinds:
        best = np.argsort(-rank, kind="stable")[: n + len(chosen)]
        new = [int(place) for place in best if np.isfinite(rank[place]) and place not in chosen]
        chosen += new[:n]
    return [(int(first[place]), int(second[place])) for place in chosen]


def count_text(text: str, name: str = "the text", report: Any = lambda share: None) -> Cooccurrence:
    """Count a reader's own text as chapter 2 counts: linear weights, L = 16, the 2 000 most frequent words.

    Parameters
    ----------
    text : str
        One document.
    name : str
        What errors call it.
    report : callable
        Is told the share of the work that is done.

    Raises
    ------
    ValueError
        If the text is too short to say anything about pairs, or longer than 8 million letters.
    """
    if len(text) > _MANY_LETTERS:
        raise ValueError(
            f"{name} has {len(text) / 1e6:.1f} million letters; up to {_MANY_LETTERS / 1e6:.0f} million can be sent to"
            " the kernel from here, so take a part of it, or pass its counts: association_explorer(counts)"
        )
    tokens = tokenize(text)
    report(0.2)
    if len(tokens) < _FEW_TOKENS:
        raise ValueError(
            f"{name} has {len(tokens)} {'word' if len(tokens) == 1 else 'words'} of the letters a to z, and it takes"
            f" {_FEW_TOKENS} or more to say anything about pairs"
        )
    types = len(set(tokens))
    if types < 3:
        raise ValueError(f"{name} has only {types} different {'word' if types == 1 else 'words'}; it takes three")
    vocabulary = Vocabulary.from_documents([tokens], size=min(types, _VOCABULARY))
    report(0.3)
    counts = count([tokens], vocabulary, 16)
    report(0.8)
    return counts


def gazette_table(seed: int = 0) -> AssociationTable:
    """The table of the book's own explorer: gazette, V = 5 000, window 16."""
    counts = gazette(5000, 16)
    extra = dict.fromkeys([*GAZETTE_WORDS.split(), *named_in(counts.vocabulary.index)])
    return association_table(counts, GAZETTE_PAIRS, tuple(extra), "gazette", seed)


def pack(table: AssociationTable) -> tuple[dict[str, Any], bytes]:
    """Lay out what the page needs: counts of the words' pairs, row after row from the diagonal on, sums, the cloud."""
    tables = Tables()
    upper = np.triu_indices(len(table.words))
    index = {word: row for row, word in enumerate(table.words)}
    return {
        "title": table.title,
        "note": table.note,
        "words": list(table.words),
        "telling": [[index[word] for word in pair] for pair in table.telling],
        "reach": list(table.reach),
        "total": float(table.total),
        "encounters": table.encounters,
        "band": _A_BAND,
        "counts": tables.put(table.counts[upper], "uint32"),
        "sums": tables.put(table.sums, "float64"),
        "cloud": tables.put(table.cloud, "uint16"),
    }, bytes(tables)
