"""Counts by distance, from which the row of a word at any window and weighting follows: the window explorer's table.

    python tools/results/explorer_tables.py

makes the stored table again, from the texts behind gazette.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from wordmodes._validate import choice, function, instance, integer, string, strings
from wordmodes._validate import documents as checked_documents
from wordmodes.text.cooccurrence import Weighting
from wordmodes.text.corpus import Vocabulary

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
Order: TypeAlias = Literal["share", "beyond"]

REACH = 16
"""The largest window."""
SHOWN = 12
"""How many contexts of a word are shown at once."""
STORED = "distances.npz"

# Words with company that tells: grammar, phrases, news and an encyclopaedia's letter A. The first is shown first.
_WORDS = """
    water king queen president minister court judge police army war soldiers peace attack bank market oil tax trade
    company money price air fire snow storm river sea earth acid gold animals food film music book game team season
    goal league school students university science theory language mother father daughter wife children women men
    family friends hospital drug cancer blood health monday tuesday friday january march december morning night year
    two four million london paris france russia china america africa australia turkey syria korea scotland he she
    her they would could must not very said is was of the on because red black white green new old great young long
    strong north church god car airport road phone internet twitter facebook apple lincoln aristotle trump vote
    election
"""
WORDS = tuple(_WORDS.split())


@dataclass(frozen=True, eq=False)
class DistanceTable:
    """Counts by distance, of some words with the contexts that can head their rows.

    Attributes
    ----------
    title : str
        What the words were counted in.
    words : tuple of str, length n
        The words whose rows can be shown.
    contexts : tuple of str, length m
        All contexts of all rows, in the vocabulary's order.
    members : tuple of n ndarrays of int64
        For each word its contexts, as places in `contexts`, rising.
    counts : tuple of n ndarrays of int64, each of shape (its contexts, 16)
        How often word and context stand 1, 2, …, 16 places apart, before or behind.
    word_totals, context_totals : ndarray of int64, shapes (n, 16) and (m, 16)
        The same with all words of the vocabulary together.
    totals : ndarray of int64, shape (16,)
        All words with all words, each pair from both ends.
    """

    title: str
    words: tuple[str, ...]
    contexts: tuple[str, ...]
    members: tuple[IntArray, ...]
    counts: tuple[IntArray, ...]
    word_totals: IntArray
    context_totals: IntArray
    totals: IntArray


class Row(NamedTuple):
    """The contexts that head a word's row, the first first.

    `share` is each one's part of the row, `chance` its part of all rows together; `parts`, (n, 16), is the share by
    distance.
    """

    contexts: tuple[str, ...]
    counts: IntArray
    share: FloatArray
    chance: FloatArray
    parts: FloatArray


def weights(window: int, weighting: Weighting) -> IntArray:
    """What a pair 1, 2, …, 16 places apart counts: L + 1 - j within the window, or 1; 0 beyond it."""
    window, weighting = integer("window", window, 1, REACH), choice("weighting", weighting, ("linear", "flat"))
    ramp = np.maximum(window + 1 - np.arange(1, REACH + 1), 0)
    return ramp if weighting == "linear" else np.minimum(ramp, 1)


def leading(table: DistanceTable, word: str, window: int, weighting: Weighting, order: Order, n: int = SHOWN) -> Row:
    """The head of a word's row of co-occurrence counts.

    Parameters
    ----------
    table : DistanceTable
    word : str
    window : int
        L, from 1 to 16.
    weighting : {"linear", "flat"}
    order : {"share", "beyond"}
        By share of the row; or by how far the share lies beyond chance, (share - chance) / √chance.
    n : int
        At most so many contexts.

    Returns
    -------
    Row
        Only contexts that were met; by "beyond", only those above chance.

    Raises
    ------
    ValueError
        If the table does not hold the word.
    """
    instance("table", table, DistanceTable, "distance_table(documents, vocabulary, words, title)")
    n, order = integer("n", n, 1), choice("order", order, ("share", "beyond"))
    if string("word", word) not in table.words:
        raise ValueError(
            f"word: there is no row of {word!r}; the {len(table.words)} words are {', '.join(table.words)}"
        )
    i, w = table.words.index(word), weights(window, weighting)
    counts, here = table.counts[i] @ w, table.members[i]
    total = max(int(table.word_totals[i] @ w), 1)  # nothing counted is a row of zeros
    share, chance = counts / total, table.context_totals[here] @ w / max(int(table.totals @ w), 1)
    first = _head(counts, share, chance, order, n)
    names = tuple(table.contexts[here[k]] for k in first)
    return Row(names, counts[first], share[first], chance[first], table.counts[i][first] * w / total)


def distance_table(
    documents: Iterable[Sequence[str]],
    vocabulary: Vocabulary,
    words: Iterable[str],
    title: str,
    progress: Callable[[float], None] = lambda share: None,
) -> DistanceTable:
    """Count by distance, and keep of each word's row what is shown of it at some window.

    Parameters
    ----------
    documents : iterable of sequences of str
        Tokenised documents, read once; no pair reaches from one into another.
    vocabulary : Vocabulary
        The words that are counted; others keep their place.
    words : iterable of str
        The words whose rows can be shown, all in the vocabulary.
    title : str
    progress : callable, optional
        Told the share that is done.

    Returns
    -------
    DistanceTable

    Raises
    ------
    ValueError
        If a word is not in the vocabulary, or is given twice.
    """
    instance("vocabulary", vocabulary, Vocabulary, "Vocabulary.from_documents(documents)")
    words, title = strings("words", words, 1), string("title", title)
    function("progress", progress)
    if missing := [word for word in words if word not in vocabulary.index]:
        raise ValueError(f"words: not in the vocabulary: {', '.join(map(repr, missing))}; leave them out")
    if len(set(words)) < len(words):
        raise ValueError("words holds a word twice; leave the second out")
    counts, everyone = _count(documents, vocabulary, [vocabulary.index[word] for word in words])
    settings = [weights(L, weighting) for L in range(1, REACH + 1) for weighting in ("linear", "flat")]
    chances = [everyone @ w / max(everyone.sum(axis=0) @ w, 1) for w in settings]
    members = []
    for i, word in enumerate(words):
        kept: set[int] = set()
        for w, chance in zip(settings, chances, strict=True):
            row = counts[i] @ w
            share = row / max(everyone[vocabulary.index[word]] @ w, 1)
            for order in ("share", "beyond"):
                kept.update(_head(row, share, chance, order, SHOWN).tolist())
        members.append(np.array(sorted(kept), dtype=np.int64))
        progress((i + 1) / len(words))
    shown = np.unique(np.concatenate(members))
    return DistanceTable(
        title=title,
        words=words,
        contexts=tuple(vocabulary.words[k] for k in shown),
        members=tuple(np.searchsorted(shown, kept) for kept in members),
        counts=tuple(counts[i][kept] for i, kept in enumerate(members)),
        word_totals=everyone[[vocabulary.index[word] for word in words]],
        context_totals=everyone[shown],
        totals=everyone.sum(axis=0),
    )


def _count(
    documents: Iterable[Sequence[str]], vocabulary: Vocabulary, rows: Sequence[int]
) -> tuple[IntArray, IntArray]:
    """Counts by distance of the given rows, (n, V, 16), and of every word with all the others together, (V, 16)."""
    V, gap = len(vocabulary), np.full(REACH, -1, dtype=np.int32)
    given = (strings(f"documents[{n}]", one) for n, one in enumerate(checked_documents("documents", documents)))
    encoded = [part for document in given for part in (vocabulary.encode(document), gap)]
    ids = np.concatenate([*encoded, gap]).astype(np.int64)
    place = np.full(V, -1)
    place[rows] = np.arange(len(rows))
    counts = np.zeros((len(rows), V, REACH), dtype=np.int64)
    everyone = np.zeros((V, REACH), dtype=np.int64)
    for j in range(1, REACH + 1):
        left, right = ids[:-j], ids[j:]
        known = (left >= 0) & (right >= 0)
        left, right = left[known], right[known]
        for here, there in ((left, right), (right, left)):
            everyone[:, j - 1] += np.bincount(here, minlength=V)
            mine = place[here] >= 0
            pairs = np.bincount(place[here[mine]] * V + there[mine], minlength=len(rows) * V)
            counts[:, :, j - 1] += pairs.reshape(len(rows), V)
    return counts, everyone


def _head(counts: IntArray, share: FloatArray, chance: FloatArray, order: Order, n: int) -> IntArray:
    """Places of the first n; of equals the earlier."""
    if order == "share":
        among, score = counts > 0, share
    else:
        among = share > chance
        score = (share - chance) / np.sqrt(np.where(among, chance, 1))
    first = np.argsort(np.where(among, -score, np.inf), kind="stable")[:n]
    return first[among[first]]


def stored_table() -> DistanceTable:
    """The table of gazette that comes with the library."""
    path = files(__package__).joinpath(STORED)
    with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
        about = json.loads(str(stored["about"]))
        cuts = np.cumsum(stored["sizes"])[:-1]
        whole = {name: stored[name].astype(np.int64) for name in ("members", "counts", "word_totals", "totals")}
        return DistanceTable(
            title=about["title"],
            words=tuple(about["words"]),
            contexts=tuple(about["contexts"]),
            members=tuple(np.split(whole["members"], cuts)),
            counts=tuple(np.split(whole["counts"], cuts)),
            word_totals=whole["word_totals"],
            context_totals=np.cumsum(stored["context_steps"], axis=1, dtype=np.int64),
            totals=whole["totals"],
        )


def store_table(table: DistanceTable, path: Path) -> None:
    """Write a table with its provenance."""
    about = {
        "made by": "python tools/results/explorer_tables.py",
        "texts": "those behind the bundled counts, src/wordmodes/text/data/PROVENANCE.md",
        "title": table.title,
        "words": table.words,
        "contexts": table.contexts,
    }
    arrays: dict[str, Any] = {
        "about": np.array(json.dumps(about)),
        "sizes": np.array([len(kept) for kept in table.members], dtype=np.uint16),
        "members": np.concatenate(table.members).astype(np.uint16),
        "counts": np.concatenate(table.counts).astype(np.uint16),
        "word_totals": table.word_totals.astype(np.uint32),
        "context_steps": np.diff(table.context_totals, axis=1, prepend=0).astype(np.int32),
        "totals": table.totals.astype(np.uint32),
    }
    draft = path.with_suffix(".tmp.npz")
    np.savez_compressed(draft, **arrays)
    draft.replace(path)
