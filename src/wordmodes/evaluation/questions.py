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

from wordmodes import _validate

SIMILARITY_FILES = {"wordsim353": "wordsim353.tsv", "simlex999": "simlex999.txt"}


class FamilyScore(NamedTuple):
    """One row of the analogy table.

    Attributes
    ----------
    family : str
    hits, questions : int
        How many were answered correctly, of how many.

    Examples
    --------
    >>> FamilyScore("family", hits=3, questions=4).hits
    3
    """

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

    Raises
    ------
    TypeError, ValueError
        If there is no question, or a family or a row does not exist.

    Examples
    --------
    >>> one = AnalogyQuestions(("man", "king", "woman", "queen"), ("family",), [0], [[0, 2, 1, 3]])
    >>> len(one), [one.words[i] for i in one.indices[0]]
    (1, ['man', 'woman', 'king', 'queen'])
    """

    words: tuple[str, ...]
    families: tuple[str, ...]
    family: NDArray[np.int64]
    indices: NDArray[np.int64]

    def __post_init__(self) -> None:
        words, families = _validate.strings("words", self.words, 1), _validate.strings("families", self.families, 1)
        indices = _validate.integers(
            "indices", self.indices, ("n", 4), low=0, high=len(words) - 1, hint="rows of words"
        )
        family = _validate.integers(
            "family",
            self.family,
            (len(indices),),
            low=0,
            high=len(families) - 1,
            hint="a place in families for each row of indices",
        )
        for name, value in (("words", words), ("families", families), ("family", family), ("indices", indices)):
            object.__setattr__(self, name, value)

    def __len__(self) -> int:
        return len(self.indices)

    def table(self, hits: ArrayLike) -> list[FamilyScore]:
        """Hits and questions of each family.

        Parameters
        ----------
        hits : array_like of bool, shape (n,)
            Whether each question was answered correctly.

        Returns
        -------
        list of FamilyScore

        Raises
        ------
        TypeError, ValueError
            If there is not one truth value per question.

        Examples
        --------
        >>> one = AnalogyQuestions(("man", "king", "woman", "queen"), ("family",), [0], [[0, 2, 1, 3]])
        >>> one.table([True])
        [FamilyScore(family='family', hits=1, questions=1)]
        """
        right = hit_rows(hits, len(self), several=False)[0]
        return [FamilyScore(name, int(right[self.family == f].sum()), int((self.family == f).sum()))
                for f, name in enumerate(self.families)]  # fmt: skip


def analogy_questions(words: Sequence[str]) -> AnalogyQuestions:
    """The Google analogy questions that a vocabulary covers, letter case ignored.

    Parameters
    ----------
    words : sequence of str
        The vocabulary, most frequent first: of words that differ in case only, the first stands for all.

    Returns
    -------
    AnalogyQuestions

    Raises
    ------
    TypeError, ValueError
        If no question has its four words in `words`.

    References
    ----------
    Mikolov et al. (2013a), section 4.1: 19 544 questions in 14 families.

    Examples
    --------
    >>> questions = analogy_questions(["man", "woman", "king", "queen"])
    >>> len(questions), questions.families
    (2, ('family',))
    """
    words = _validate.strings("words", words, 1)
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


def judgements(dataset: str) -> tuple[tuple[str, str, float], ...]:
    """Word pairs, in capitals, with what people said of them on a scale from 0 to 10.

    Parameters
    ----------
    dataset : {'wordsim353', 'simlex999'}

    Returns
    -------
    tuple of (str, str, float)

    Raises
    ------
    ValueError
        If there is no such data set.
    FileNotFoundError
        If gensim, which brings the files, is not installed.

    References
    ----------
    Finkelstein et al. (2002); Hill, Reichart & Korhonen (2015).

    Examples
    --------
    >>> judgements("wordsim353")[0]
    ('LOVE', 'SEX', 6.77)
    """
    _validate.choice("dataset", dataset, tuple(SIMILARITY_FILES))
    return _judgements(dataset)


@cache
def _judgements(dataset: str) -> tuple[tuple[str, str, float], ...]:
    lines = _data_file(SIMILARITY_FILES[dataset]).read_text(encoding="utf-8").splitlines()
    fields = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple((a.upper(), b.upper(), float(human)) for a, b, human in fields)


def first_index(words: Sequence[str]) -> dict[str, int]:
    """Row of each word in capitals; of words that differ in case only, the first.

    Parameters
    ----------
    words : sequence of str

    Returns
    -------
    dict of str to int

    Raises
    ------
    TypeError
        If `words` is no sequence of strings.

    Examples
    --------
    >>> first_index(["us", "US", "we"])
    {'WE': 2, 'US': 0}
    """
    words = _validate.strings("words", words)
    return {word.upper(): i for i, word in reversed(list(enumerate(words)))}


def hit_rows(hits: ArrayLike, n: int, several: bool = True) -> NDArray[np.float64]:
    """Answers as numbers, checked to be one per question.

    Parameters
    ----------
    hits : array_like of bool, shape (n,) or (m, n)
        0 and 1 will do.
    n : int
        How many questions there are.
    several : bool
        Whether more than one embedding may have answered.

    Returns
    -------
    ndarray, shape (m, n)

    Raises
    ------
    TypeError, ValueError
        If there is not one truth value per question.

    Examples
    --------
    >>> hit_rows([True, False], 2).tolist()
    [[1.0, 0.0]]
    """
    n = _validate.integer("n", n, 1)
    hint = f"one True or False for each of the {n} questions (n)"
    rows = _validate.truths("hits", hits, hint=hint)
    one = not _validate.truth("several", several) or rows.ndim < 2
    return np.atleast_2d(_validate.truths("hits", rows, (n,) if one else ("m", n), hint)).astype(np.float64)
