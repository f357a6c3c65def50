"""From text to word vectors in one call, or from counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

import numpy as np

from wordmodes import _validate
from wordmodes.text.cooccurrence import Cooccurrence, checked_window, count
from wordmodes.text.corpus import Vocabulary, tokenize
from wordmodes.text.numbered import Numbered, number
from wordmodes.theory.association import Association
from wordmodes.theory.modes import leading_modes
from wordmodes.theory.targets import Matrix, damped_m_star
from wordmodes.word_vectors import WordVectors as WordVectors  # what is made here

_SINGLE = 1e-5  # the residual down to which float32 is good enough


def damped(counts: Cooccurrence) -> Matrix:
    """Damped M* of some counts.

    Parameters
    ----------
    counts : Cooccurrence

    Returns
    -------
    ndarray or Association, shape (V, V)

    Raises
    ------
    TypeError
        If `counts` is anything else.

    Examples
    --------
    >>> damped(Cooccurrence([[0, 3], [3, 0]], Vocabulary(("a", "b"), [3, 3]), window=1)).round(2).tolist()
    [[-0.86, 0.46], [0.46, -0.86]]
    """
    _validate.instance("counts", counts, Cooccurrence, "count(documents, vocabulary, window)")
    return damped_m_star(counts.counts, counts.window)


def embed_text(
    documents: Iterable[str | Sequence[str]] | Numbered,
    V: int = 5000,
    d: int = 100,
    window: int = 5,
    *,
    min_count: int = 5,
    tokenizer: Callable[[str], list[str]] = tokenize,
    target: Callable[[Cooccurrence], Matrix] = damped,
    by: Literal["value", "modulus"] = "modulus",
    tol: float = 1e-3,
    workers: int = 1,
) -> WordVectors:
    """Word vectors of a text in closed form: read it once, count, damp, solve.

    No step holds a table of V × V: the pairs that met, and V d numbers.

    Parameters
    ----------
    documents : iterable of str or of sequences of str, or Numbered
        Texts, or lists of words, read once; a generator or `read_documents(path)` may hold more than the memory does.
    V : int
        At most so many words, the most frequent.
    d : int
        Numbers per word.
    window : int
        L, how many places to either side are neighbours.
    min_count : int
        Words that occur less often are left out; so are those that never stand near another word of the vocabulary.
    tokenizer : callable
        Turns a text into a list of words.
    target : callable
        Turns the counts, which are sparse, into the association matrix; by default damped M*.
    by : {'value', 'modulus'}
        Which modes lead: see `leading_modes`. By modulus, negative ones are kept as well.
    tol : float
        Residual of the modes: 1e-3 is enough for vectors. Down to 1e-5 an operator is solved in float32.
    workers : int
        Processes that count.

    Returns
    -------
    WordVectors

    Raises
    ------
    TypeError
        If `documents` is one string, or an argument is of the wrong type.
    ValueError
        If there is too little text, or d exceeds the words kept.

    References
    ----------
    Levy & Goldberg (2014), section 3; Karkada et al. (2025); damping and negative modes as in chapter 08.

    Examples
    --------
    >>> text = "the red cat and the red dog saw the cat . the dog and the cat saw red ."
    >>> vectors = embed_text([text], d=3, min_count=1)
    >>> vectors.words[:3], vectors.W.shape
    (('the', 'cat', 'red'), (6, 3))
    """
    V, d = _validate.integer("V", V, 2), _validate.integer("d", d, 1)
    window = checked_window(window, "linear")
    min_count = _validate.integer("min_count", min_count, 0)
    _validate.function("tokenizer", tokenizer)
    tol = _checked_solving(target, by, tol)
    workers = _validate.integer("workers", workers, 1)
    text = documents if isinstance(documents, Numbered) else number(documents, tokenizer)
    try:
        vocabulary = text.vocabulary(min_count=min_count)
        counts = count(text, vocabulary.top(min(V, len(vocabulary))), window, workers=workers, dense=False)
    finally:
        if text is not documents:
            text.close()
    return _embedded(counts, d, target, by, tol, f"words that occur at least min_count = {min_count} times")


def embed_counts(
    counts: Cooccurrence,
    d: int = 100,
    *,
    target: Callable[[Cooccurrence], Matrix] = damped,
    by: Literal["value", "modulus"] = "modulus",
    tol: float = 1e-3,
) -> WordVectors:
    """Word vectors in closed form from counts: the second half of `embed_text`.

    Parameters
    ----------
    counts : Cooccurrence
        A table or sparse. Words that never stand near another are left out.
    d, target, by, tol
        As for `embed_text`.

    Returns
    -------
    WordVectors

    Raises
    ------
    TypeError, ValueError
        If `counts` are no counts or hold no pair, d exceeds the words, or a setting is not valid.

    References
    ----------
    As for `embed_text`.

    Examples
    --------
    >>> counts = Cooccurrence([[0, 3], [3, 2]], Vocabulary(("the", "cat"), [4, 3]), window=1)
    >>> embed_counts(counts, d=1).words
    ('the', 'cat')
    """
    _validate.instance("counts", counts, Cooccurrence, "count(documents, vocabulary, window)")
    d = _validate.integer("d", d, 1)
    return _embedded(counts, d, target, by, _checked_solving(target, by, tol), "words of counts")


def _checked_solving(target: Callable[[Cooccurrence], Matrix], by: str, tol: float) -> float:
    _validate.function("target", target)
    _validate.choice("by", by, ("value", "modulus"))
    return _validate.real("tol", tol, above=0)


def _embedded(
    counts: Cooccurrence,
    d: int,
    target: Callable[[Cooccurrence], Matrix],
    by: Literal["value", "modulus"],
    tol: float,
    words: str,
) -> WordVectors:
    counts = _with_neighbours(counts)
    V = len(counts.vocabulary)
    if d > V:
        raise ValueError(f"d = {d} exceeds the {V} {words}; use more text, a smaller d, or rarer words too")
    try:
        M = target(counts)
    except TypeError as error:
        raise TypeError(f"target must turn counts into an association matrix: {error}") from error
    if isinstance(M, Association):
        M = M.astype(np.float32) if tol >= _SINGLE else M
    else:
        M = _validate.array("target(counts)", M, (V, V))
    if M.shape != (V, V):
        raise ValueError(f"target(counts) must have shape ({V}, {V}), got {M.shape}")
    return WordVectors(counts.vocabulary, leading_modes(M, d, by=by, tol=tol))


def _with_neighbours(counts: Cooccurrence) -> Cooccurrence:
    """Drop the words whose row is empty. That changes no other count."""
    keep = np.flatnonzero(counts.present)
    if len(keep) == len(counts.vocabulary):
        return counts
    if not len(keep):
        raise ValueError("no two words of the vocabulary occur within one window; use longer documents or a window")
    old = counts.vocabulary
    words = Vocabulary(tuple(old.words[i] for i in keep), old.counts[keep], old.n_tokens, old.n_types)
    return Cooccurrence(counts.counts[keep][:, keep], words, counts.window, counts.weighting)
