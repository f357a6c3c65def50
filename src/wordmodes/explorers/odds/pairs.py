"""Word pairs for the odds explorer: how much oftener than by chance two words meet, in one text and in another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wordmodes._validate import instance, integer, string, strings
from wordmodes.explorers._checks import tuples
from wordmodes.explorers.frame import Tables
from wordmodes.explorers.named import NAMED
from wordmodes.text.bundled import gazette, wikipedia
from wordmodes.text.cooccurrence import Cooccurrence
from wordmodes.theory.targets import independent

BOOK_PAIRS = tuple(
    tuple(pair.split())
    for pair in (
        "prime minister", "king queen", "mother daughter", "film music", "war peace", "of the", "he said", "the the",
        "she billion", "percent music", "church oil", "moscow river",
    )
)  # fmt: skip
"""From bonds to pairs that avoid each other; some meet in the larger of the two texts only."""
BOOK_WORDS = """
    man woman boy girl father son his her him paris france london england germany berlin russia water sea song army
    president government election party market bank million city science theory god book team game school food money
    court law two three red black white day night year years good bad big small king he i you we they it is was are be
    been have has not do said people world life time new old first last state states united house white history english
    french german british american country north south east west land island age century play band album league cup
    football player win points computer system data energy light earth sun star space police killed troops military
    attack death health doctor drug tax trade price billion shares company business capital labour union road station
    railway line car air ship language word words letter name form species animal fish tree plant family children child
    wife husband brother sister born died university college student teacher art painting poetry novel opera a an to in
    and on for by at with from that this but or as if then
"""
"""Words that a reader may want to try, beside those that chapters name."""
LIMIT = 1e6
"""Odds beyond it, or below one in it, are shown as that; 0 stays 0."""
STEPS, REACH = 2000, 16  # a nat in the table's whole numbers; what they hold
UNSEEN = -STEPS * REACH  # stands for minus infinity
BIN, EDGE = 0.05, 8.0  # nats: of the spread of all pairs


class OddsTable(NamedTuple):
    """What the odds explorer is about.

    `words` n words; `texts` names of T texts; `log_odds` (T, n, n), log(P_ij / P_i P_j) in nats, minus infinity where
    two words never met; `spread` (T, m) numbers of pairs of the commonest words by their log odds, and `never` (T,)
    of those that never met; `size` how many words these are of; `telling` pairs to be named.
    """

    words: tuple[str, ...]
    texts: tuple[str, ...]
    log_odds: NDArray[np.float64]
    spread: NDArray[np.int64]
    never: NDArray[np.int64]
    size: int
    telling: tuple[tuple[str, str], ...]

    def odds(self, text: str, pair: Sequence[str]) -> float | None:
        """P_ij / (P_i P_j) of two of the words in a text, as the page has it; None if they are not two of them."""
        if len(pair) != 2 or text not in self.texts or not set(pair) <= set(self.words):
            return None
        i, j = (self.words.index(word) for word in pair)
        return float(np.exp(self.log_odds[self.texts.index(text), i, j]))


def odds_table(
    texts: Mapping[str, Cooccurrence], pairs: Sequence[Sequence[str]], extra: Sequence[str] = (), size: int = 1000
) -> OddsTable:
    """Prepare the odds of word pairs in one or several texts for the odds explorer.

    Parameters
    ----------
    texts : mapping of str to Cooccurrence
        By what each text is called in a sentence.
    pairs : sequence of (str, str)
        Telling pairs, to be named.
    extra : sequence of str
        Other words to have. Of these, and of the pairs', those that every text counted are kept.
    size : int
        The spread is that of all pairs of this many of each text's commonest words, or of all that it has.

    Returns
    -------
    OddsTable

    Raises
    ------
    TypeError, ValueError
        If there is no text, or none of the pairs is in all of them; if one of the words stands near no other.
    """
    if not isinstance(texts, Mapping) or not texts:
        raise TypeError("texts must be a mapping from what each text is called to its counts, with at least one")
    counted = {
        string("a name in texts", name): instance("texts", counts, Cooccurrence, "cooccurrence.count(…)")
        for name, counts in texts.items()
    }
    size = integer("size", size, 2)
    given, common = tuples("pairs", pairs, 2), set.intersection(*(set(one.words) for one in counted.values()))
    telling = tuple((a, b) for a, b in given if {a, b} <= common)
    if not telling:
        raise ValueError("pairs: none has both its words in every text; name some that the texts count")
    wanted = [*(word for pair in telling for word in pair), *strings("extra", extra)]
    words = tuple(dict.fromkeys(word for word in wanted if word in common))
    log_odds = np.array([_log_odds(counts, words) for counts in counted.values()])
    spreads = [_spread(counts.corner(min(size, len(counts.words)))) for counts in counted.values()]
    return OddsTable(
        words=words,
        texts=tuple(counted),
        log_odds=log_odds,
        spread=np.array([spread for spread, _ in spreads]),
        never=np.array([never for _, never in spreads]),
        size=min(size, *(len(counts.words) for counts in counted.values())),
        telling=telling,
    )


def _log_odds(counts: Cooccurrence, words: Sequence[str]) -> NDArray[np.float64]:
    """Of these words' pairs, rounded as the page gets them."""
    rows = np.array([counts.vocabulary.index[word] for word in words])
    met = counts.counts[rows][:, rows]
    met = met if isinstance(met, np.ndarray) else met.toarray()
    p = counts.marginal[rows]
    if not (p > 0).all():
        raise ValueError(f"{words[int(np.argmin(p))]!r} stands near no other word; leave it out")
    with np.errstate(divide="ignore"):
        exact = np.log(met / counts.total) - np.log(p)[:, None] - np.log(p)
    return np.where(met > 0, np.rint(np.clip(exact, -np.log(LIMIT), np.log(LIMIT)) * STEPS) / STEPS, -np.inf)


def _spread(counts: Cooccurrence) -> tuple[NDArray[np.int64], int]:
    """Numbers of pairs, each in both orders, by log odds, the ends with what lies beyond; and of those never met."""
    P = counts.dense().P
    seen = P > 0
    exact = np.clip(np.log(P[seen] / independent(P)[seen]), -EDGE + BIN / 2, EDGE - BIN / 2)
    numbers, _ = np.histogram(exact, bins=round(2 * EDGE / BIN), range=(-EDGE, EDGE))
    return numbers, int((~seen).sum())


def book_table() -> OddsTable:
    """The table of the book's own explorer: gazette and wikipedia, V = 5 000, window 16."""
    return odds_table({"gazette": gazette(), "wikipedia": wikipedia(5000)}, BOOK_PAIRS, [*BOOK_WORDS.split(), *NAMED])


def pack(table: OddsTable) -> tuple[dict[str, Any], bytes]:
    """Lay out what the page needs: log odds of pairs, row after row from the diagonal on, and the spreads."""
    tables = Tables()
    upper = np.triu_indices(len(table.words))
    index = {word: row for row, word in enumerate(table.words)}
    halves = np.array([one[upper] for one in table.log_odds])
    return {
        "words": list(table.words),
        "texts": list(table.texts),
        "telling": [[index[word] for word in pair] for pair in table.telling],
        "size": table.size,
        "steps": STEPS,
        "unseen": UNSEEN,
        "never": table.never.tolist(),
        "edge": EDGE,
        "logOdds": tables.put(np.where(np.isfinite(halves), np.rint(halves * STEPS), UNSEEN), "int16"),
        "spread": tables.put(table.spread, "uint32"),
    }, bytes(tables)
