"""Problem set 6, concepts and analogies in a text of one's choice, and the checks that run in the notebook."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wordmodes.grade import students
from wordmodes.grade._files import write
from wordmodes.grade.corpora import COUNTS, FEWEST_TOKENS, FEWEST_WORDS, Corpus, count_text
from wordmodes.grade.judging import Checks, Wrong, array
from wordmodes.grade.sets._common import experiment, said
from wordmodes.grade.sets._ledger import ledger_of
from wordmodes.text.planted import PlantedLanguage

TITLE = "Concepts and analogies in a text of your own"
WRITTEN = {"6.1": 6, "6.3": 4, "6.5": 6, "6.6": 9}
CHECKS = Checks("set6")
LEDGER = "set6_ledger.txt"
FILES = (COUNTS, LEDGER)  # handed in beside the notebook

MODES, READ, END, COLUMNS = 8, 5, 6, 20  # modes found, modes read, words at an end, columns of the vectors
CORPUS = ("TEXTS", "words", "counts", "halves", "shuffled", "n_tokens")
FEWEST_PAIRS, MOST_PAIRS, FEWEST_CLAIMS = 8, 60, 5

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Data:
    """What set 6 hands out: a planted text, for whoever has no other."""

    set_name: str
    documents: list[list[str]]
    _language: PlantedLanguage

    @cached_property
    def corpus(self) -> Corpus:
        """The text, counted."""
        return count_text(self.documents, "planted")

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {word: row for row, word in enumerate(self._language.words)}

    def sign(self, word: str, attribute: int) -> int:
        """The sign, 1 or -1, that a word has of attribute 0, 1 or 2."""
        return int(self._language.attributes[self._rows[word], attribute])

    def other(self, word: str, attribute: int) -> str:
        """The word that differs from this one in the sign of attribute 0, 1 or 2, and in nothing else."""
        return self._language.words[int(self._language.flip(self._rows[word], attribute))]

    def save_text(self, path: str | Path) -> None:
        """Write the text, a document a line."""
        write(path, "".join(" ".join(document) + "\n" for document in self.documents))


def data(student: str, course: str = "") -> Data:
    """A student's data."""
    rng = students.generator("set6", student, course)
    language = students.language(rng, topics=(9,), topic_strength=float(rng.integers(5, 8)), zipf=0.7)
    n_documents = int(rng.integers(170, 240))
    return Data("set6", language.sample(200 * n_documents, seed=int(rng.integers(10**6))), language)


def basis(data: Data, TEXTS: Any, words: Any, *tables: Any) -> tuple[list[str], list[FloatArray]]:
    """The words and tables that everything is computed from, if they can be what a text gave."""
    if not isinstance(TEXTS, str) or not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise Wrong("TEXTS must be a text, and words those of corpus.words")
    found = [array("counts, halves and shuffled", table, (len(words), len(words))) for table in tables]
    for table in found:
        if (table < 0).any() or (table != np.round(table)).any() or (table != table.T).any() or not table.any():
            raise Wrong("counts are whole numbers, symmetric, as corpus has them: leave that cell as it was")
        if not table.sum(axis=1).all():
            raise Wrong("a word has no counts: leave the cell that takes them from corpus as it was")
    if not TEXTS.strip():
        own = data.corpus
        known = [*own.halves, own.shuffled]
        same = [any(np.array_equal(table, one) for one in known) for table in found[1:]]
        if list(own.words) != words or not np.array_equal(found[0], own.counts) or not all(same):
            raise Wrong("these counts are not those of your planted text: is STUDENT your id, and TEXTS your own text?")
    if len(set(words)) < max(len(words), FEWEST_WORDS):
        raise Wrong(f"there must be at least {FEWEST_WORDS} different words")
    return words, found


def pairs_of(data: Data, TEXTS: str, words: list[str], pairs: Any) -> NDArray[np.int64]:
    """Rows of the pairs, if they can be used."""
    found = array("pairs", pairs)
    if found.ndim != 2 or found.shape[1] != 2 or not FEWEST_PAIRS <= len(found) <= MOST_PAIRS:
        raise Wrong(f"pairs must be {FEWEST_PAIRS} to {MOST_PAIRS} rows of two")
    if not np.isin(found, np.arange(len(words))).all():
        raise Wrong("pairs are rows of words, whole numbers from 0")
    rows = found.astype(np.int64)
    if len(np.unique(rows)) < rows.size:
        raise Wrong("a word is in two pairs: such questions answer each other; take it out of one")
    if not TEXTS.strip():
        signs = [[data.sign(words[row], k) for k in range(3)] for row in rows.ravel()]
        apart = np.diff(np.reshape(signs, (-1, 2, 3)), axis=1)[:, 0]
        if not (apart == apart[0]).all() or np.sum(apart[0] != 0) != 1:
            raise Wrong("the second word of each pair must differ from the first by one sign, the same for all pairs")
    return rows


@CHECKS.add("6.1", 6, "a corpus that can be used, and three expectations", *CORPUS, "expected_concepts")
def _corpus(
    data: Data, TEXTS: Any, words: Any, counts: Any, halves: Any, shuffled: Any, n_tokens: Any, expected_concepts: Any,
) -> None:  # fmt: skip
    first, second = halves
    _, (whole, a, b, mixed) = basis(data, TEXTS, words, counts, first, second, shuffled)
    if not np.array_equal(whole, a + b):
        raise Wrong("the two halves must sum to the whole")
    if np.array_equal(whole, mixed):
        raise Wrong("shuffled has the counts of the text itself: leave the cell that takes it from corpus as it was")
    if not float(array("n_tokens", n_tokens, ())) >= FEWEST_TOKENS:
        raise Wrong(f"the text must have at least {FEWEST_TOKENS} words")
    said_of = {str(one).strip().lower() for one in expected_concepts}
    if len(expected_concepts) != 3 or len(said_of) != 3 or min(len(one.split()) for one in said_of) < 2:
        raise Wrong("expected_concepts must be three different texts, each a few words")


@CHECKS.add("6.2", 3, "modes of length 1, at right angles", "words", "eigenvalues", "E")
def _modes(data: Data, words: Any, eigenvalues: Any, E: Any) -> None:
    lam = array("eigenvalues", eigenvalues, (MODES,))
    if not (lam > 0).all() or (np.diff(lam) > 0).any():
        raise Wrong("eigenvalues are the largest, falling, and here all positive")
    found = array("E", E, (len(words), MODES))
    if not np.allclose(found.T @ found, np.eye(MODES), atol=1e-8):
        raise Wrong("the columns of E must have length 1 and be at right angles")


@CHECKS.add("6.4", 3, "pairs that can be asked about", "TEXTS", "words", "counts", "pairs")
def _pairs(data: Data, TEXTS: Any, words: Any, counts: Any, pairs: Any) -> None:
    basis(data, TEXTS, words, counts)
    pairs_of(data, TEXTS, words, pairs)


experiment(CHECKS, "6.5", predicted_kept=(0, 1.5))


@CHECKS.add("6.6", 3, "a ledger of this text", "ledger_text", "n_tokens")
def _ledger(data: Data, ledger_text: Any, n_tokens: Any) -> None:
    ledger = ledger_of(ledger_text)
    if ledger.n_tokens != n_tokens:
        raise Wrong(f"the ledger is of a text of {ledger.n_tokens} words, and yours has {n_tokens}")
    if len(ledger.claims) < FEWEST_CLAIMS:
        raise Wrong(f"{len(ledger.claims)} claims are measured; let the command measure at least {FEWEST_CLAIMS}")


@CHECKS.add("6.6", 2, "a report in words", "report", "quoted")
def _report(data: Data, report: Any, quoted: Any) -> None:
    said("report", report)
    if left := [str(name) for name in quoted if str(name) not in report]:
        raise Wrong(f"the report says nothing of {', '.join(left)}: name each claim that you quote")
