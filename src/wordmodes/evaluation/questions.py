"""The test sets that gensim installs: Google analogies and human judgements of similarity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

SIMILARITY_FILES = {"wordsim353": "wordsim353.tsv", "simlex999": "simlex999.txt"}


class FamilyScore(NamedTuple):
    """One row of the analogy table."""

    family: str
    hits: int
    questions: int


@dataclass(frozen=True, eq=False)
class AnalogyQuestions:
    """Google analogies 'a is to b as c is to d' whose four words are in a vocabulary.

    Attributes
    ----------
    words : tuple of str
        The vocabulary.
    families : tuple of str
        Names of the sections of the question file, in its order, without those that have no covered question.
    family : ndarray of int, shape (n,)
        Each question's family.
    indices : ndarray of int, shape (n, 4)
        Rows of a, b, c, d in `words`.
    """

    words: tuple[str, ...]
    families: tuple[str, ...]
    family: NDArray[np.int64]
    indices: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.indices)

    def table(self, hits: ArrayLike) -> list[FamilyScore]:
        """Hits and questions of each family, from one True or False per question."""
        hits = hit_rows(hits, len(self))[0]
        return [FamilyScore(name, int(hits[self.family == f].sum()), int((self.family == f).sum()))
                for f, name in enumerate(self.families)]  # fmt: skip


def analogy_questions(words: Sequence[str]) -> AnalogyQuestions:
    """The Google analogy questions that a vocabulary covers, letter case ignored.

    Parameters
    ----------
    words : sequence of str
        The vocabulary, most frequent first: of words that differ in case only, the first stands for all.

    Raises
    ------
    ValueError
        If no question has its four words in `words`.

    References
    ----------
    Mikolov et al. (2013a), section 4.1: 19 544 questions in 14 families.
    """
    index = first_index(words)
    names, family, indices = [], [], []
    for name, question in _google_questions():
        if all(word in index for word in question):
            if name not in names:
                names.append(name)
            family.append(names.index(name))
            indices.append([index[word] for word in question])
    if not indices:
        raise ValueError(
            f"none of the Google analogies has its four words among these {len(words)}; use a larger vocabulary"
        )
    return AnalogyQuestions(tuple(words), tuple(names), np.array(family), np.array(indices))


def _data_file(name: str) -> Path:
    spec = find_spec("gensim")  # gensim's own import takes two seconds and is not needed to read a file
    if spec and spec.origin:
        folder, origin = Path(spec.origin).parent / "test" / "test_data", "gensim's test data lack"
    else:  # in the browser the site has put them beside the chapters
        folder, origin = Path("data"), "gensim is not installed, and the folder data lacks"
    if not (folder / name).exists():
        raise FileNotFoundError(f"{origin} {name}; install gensim from its wheel: pip install gensim")
    return folder / name


@cache
def _google_questions() -> tuple[tuple[str, tuple[str, ...]], ...]:
    questions, family = [], ""
    for line in _data_file("questions-words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith(":"):
            family = line[1:].strip()
        else:
            questions.append((family, tuple(line.upper().split())))
    return tuple(questions)


@cache
def judgements(dataset: str) -> tuple[tuple[str, str, float], ...]:
    """Word pairs, in capitals, with what people said of them on a scale from 0 to 10."""
    lines = _data_file(SIMILARITY_FILES[dataset]).read_text(encoding="utf-8").splitlines()
    fields = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple((a.upper(), b.upper(), float(human)) for a, b, human in fields)


def first_index(words: Sequence[str]) -> dict[str, int]:
    """Row of each word in capitals; of words that differ in case only, the first."""
    return {word.upper(): i for i, word in reversed(list(enumerate(words)))}


def hit_rows(hits: ArrayLike, n: int) -> NDArray[np.float64]:
    """Answers as numbers, shape (m, n), checked to be one per question."""
    rows = np.atleast_2d(np.asarray(hits, dtype=bool))
    if rows.ndim != 2 or rows.shape[1] != n:
        raise ValueError(f"hits must hold one True or False for each of the {n} questions, got shape {np.shape(hits)}")
    return rows.astype(np.float64)
