"""Every student's own data: seeds and planted languages drawn from an id."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from wordmodes import _validate
from wordmodes.text.planted import PlantedLanguage, planted_language

CONSONANTS, VOWELS = "bcdfghjklmnpqrstvwxz", "aeiou"
RANGES = ((0.76, 0.86), (0.64, 0.72), (0.5, 0.58))  # strengths far enough apart that no two modes can be confused


def generator(set_name: str, student: str, course: str = "") -> np.random.Generator:
    """The random numbers of one student, one problem set and one course.

    Parameters
    ----------
    set_name : str
        Such as "set1".
    student : str
        The id under which the work is handed in; upper and lower case and blanks around it don't matter.
    course : str
        What tells this year's course from another one.

    Returns
    -------
    numpy.random.Generator

    Raises
    ------
    TypeError, ValueError
        If one of them is no string, or the id is empty.

    Examples
    --------
    >>> [int(generator("set1", student).integers(1000)) for student in ("ada", " ADA ", "emmy")]
    [268, 268, 120]
    """
    set_name, course = (_validate.string(name, value) for name, value in (("set_name", set_name), ("course", course)))
    student = one_id(student)
    if not student:
        raise ValueError("student must be the id under which you hand in, got nothing: fill in STUDENT")
    digest = hashlib.sha256(f"{course.strip()}/{set_name}/{student}".encode("utf-8", "surrogatepass")).digest()
    return np.random.default_rng(int.from_bytes(digest[:16], "big"))


def one_id(student: str) -> str:
    """An id as it is told from others: in lowercase, without blanks around it, its letters composed with their marks.

    Parameters
    ----------
    student : str

    Returns
    -------
    str

    Raises
    ------
    TypeError
        If it is no string.

    Examples
    --------
    >>> one_id(" Jose\\u0301 ") == one_id("jos\\u00e9")
    True
    """
    return unicodedata.normalize("NFC", _validate.string("student", student).strip().lower())


def language(
    rng: np.random.Generator,
    topics: Sequence[int] = (8, 9, 10),
    n_attributes: int = 3,
    topic_strength: float = 8.0,
    zipf: float = 0.0,
) -> PlantedLanguage:
    """A planted language with strengths, number of topics, order and letters of its own.

    Parameters
    ----------
    rng : numpy.random.Generator
        A student's own, from `generator`.
    topics : sequence of int
        The numbers of topics to draw from.
    n_attributes : int
        1 to 3.
    topic_strength, zipf : float
        As for `planted_language`.

    Returns
    -------
    PlantedLanguage

    Raises
    ------
    TypeError, ValueError
        If a setting is out of range.

    Examples
    --------
    >>> own = language(generator("set1", "ada"), topics=(3,), n_attributes=1)
    >>> own.V, own.words[:2], own.strengths
    (6, ('lafik', 'lafij'), (0.83,))
    """
    n_attributes = _validate.integer("n_attributes", n_attributes, 1, len(RANGES))
    drawn = [round(float(rng.uniform(low, high)), 3) for low, high in RANGES[:n_attributes]]
    strengths = [drawn[k] for k in rng.permutation(n_attributes)]
    made = planted_language(int(rng.choice(list(topics))), strengths, topic_strength, zipf, rng)
    letters = str.maketrans(
        CONSONANTS + VOWELS, "".join(rng.permutation(list(CONSONANTS))) + "".join(rng.permutation(list(VOWELS)))
    )
    return replace(made, words=tuple(word.translate(letters) for word in made.words))
