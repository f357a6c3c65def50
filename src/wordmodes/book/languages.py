"""Counts of two texts that are not English, which come with the stored results."""

from __future__ import annotations

import base64
import lzma

import numpy as np

from wordmodes import _validate
from wordmodes.book.stored import stored
from wordmodes.text import _triangles
from wordmodes.text.cooccurrence import Cooccurrence
from wordmodes.text.vocabulary import Vocabulary

LANGUAGES = ("German", "Spanish")


def language(name: str) -> Cooccurrence:
    """Load the counts of speeches in the German Bundestag or in the Spanish Congreso.

    Parameters
    ----------
    name : {"German", "Spanish"}

    Returns
    -------
    Cooccurrence
        Of the 500 commonest words of 1 000 speeches, about a quarter of a million tokens; window 16, linear weights.

    Raises
    ------
    ValueError
        If there is no such text.

    References
    ----------
    Rauh & Schwalbach (2020), *The ParlSpeech V2 data set*, doi:10.7910/DVN/L4OAKN. Made by tools/results/languages.py.
    """
    _validate.choice("name", name, LANGUAGES)
    result = stored("languages")
    (run,) = (run for run in result["runs"] if run["language"] == name)
    vocabulary = Vocabulary(tuple(run["words"]), run["counts"], n_tokens=run["n_tokens"], n_types=run["n_types"])
    triangle = np.frombuffer(lzma.decompress(base64.b85decode(run["triangle"])), dtype="<u4")
    return Cooccurrence(_triangles.table(triangle.astype(np.int32)), vocabulary, result["settings"]["window"])
