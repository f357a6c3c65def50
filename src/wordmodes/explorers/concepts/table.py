"""What the concepts explorer shows: the modes of a corpus, those of a reader's text, and words placed among them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wordmodes._validate import instance, integer, real, string, strings
from wordmodes.explorers._checks import vocabulary
from wordmodes.explorers.named import named_in
from wordmodes.text.cooccurrence import Cooccurrence, count
from wordmodes.text.corpus import Vocabulary, tokenize
from wordmodes.text.sources import gazette
from wordmodes.theory.dynamics import small_init_starts
from wordmodes.theory.modes import Modes, all_modes
from wordmodes.theory.noise import shuffled_spectra, target_with_absent
from wordmodes.theory.targets import m_star
from wordmodes.training.start import initial_embedding

FloatArray = NDArray[np.float64]

LARGEST_SCALE = 1e-2
"""The largest σ where the limit of a small start is a good account of the flow."""
N_MODES, N_ENDS = 36, 8
STORED = "shuffles.json"
_SIZE, _OFTEN, _FEWEST, _MOST_TOKENS, _WINDOW = 2000, 5, 100, 3_000_000, 16  # of a reader's own text


class ConceptTable(NamedTuple):
    """What the concepts explorer is about.

    `title` of the corpus; `words` V of them; `eigenvalues` (K,); `loadings` (V, K) eigenvectors; `starts` (K,) of the
    small-initialisation limit at σ = 1; `edge` largest eigenvalue of shuffled texts, or None; `shuffles` how many;
    `note` how all this was made; `placed` how many of the words, the last ones, `place_words` has added.
    """

    title: str
    words: tuple[str, ...]
    eigenvalues: FloatArray
    loadings: FloatArray
    starts: FloatArray
    edge: float | None
    shuffles: int
    note: str
    placed: int = 0


def concept_table(
    modes: Modes,
    words: Sequence[str],
    *,
    n_modes: int = N_MODES,
    edge: float | None = None,
    shuffles: int = 0,
    seed: int = 0,
    title: str = "corpus",
    note: str = "",
) -> ConceptTable:
    """Prepare the modes of a corpus for the concepts explorer.

    Parameters
    ----------
    modes : Modes
        Of M*, in descending order of eigenvalue; `modes.all_modes` gives the same digits on every machine.
    words : sequence of str
        One for each row, the most frequent first.
    n_modes : int
        K, how many to show, all with λ > 0: as many columns has the embedding.
    edge : float, optional
        Largest eigenvalue of shuffled texts: what a mode must exceed to be more than noise.
    shuffles : int
        How many shuffles `edge` is the largest of.
    seed : int
        Of the start, W(0) ~ N(0, σ²/K).
    title, note : str
        What the corpus is called, and how the modes were made.

    Returns
    -------
    ConceptTable
        Its numbers rounded to ten digits or so, and thereby the same on every machine.

    Raises
    ------
    ValueError
        If sizes disagree, there are fewer than 16 words, n_modes is out of range, or a mode is too weak to be learned.
    """
    instance("modes", modes, Modes, "all_modes(M)")
    V, n_modes, seed = len(modes.eigenvectors), integer("n_modes", n_modes), integer("seed", seed, 0)
    words = vocabulary("words", words, V, "modes", 2 * N_ENDS)
    shuffles, edge = integer("shuffles", shuffles, 0), None if edge is None else real("edge", edge)
    title, note = string("title", title), string("note", note)
    most = min(len(modes), V // 2, int((modes.eigenvalues > 0).sum()))
    if not 2 <= n_modes <= most:
        raise ValueError(
            f"n_modes must lie between 2 and {most} (modes with λ > 0, half as many as words), got {n_modes}"
        )
    lam, E = modes.eigenvalues[:n_modes], modes.eigenvectors[:, :n_modes]
    starts = small_init_starts(E.T @ initial_embedding(V, n_modes, 1.0, seed))
    if (weak := lam < 4 * (LARGEST_SCALE * starts) ** 2).any():
        k = int(weak.argmax())
        raise ValueError(
            f"mode {k + 1} has eigenvalue {lam[k]:.3g}, too small to be learned; ask for {k} modes at most: n_modes={k}"
        )
    lam, starts, (edge,) = _digits(lam), _digits(starts), [None] if edge is None else _digits([edge])
    return ConceptTable(title, words, lam, E.round(10), starts, edge, shuffles, note)


def text_table(
    text: str, title: str = "your text", report: Callable[[float], None] = lambda share: None
) -> ConceptTable:
    """The modes of a text: its 2 000 most frequent words, window 16, M*, and one shuffle of its tokens for the noise.

    Parameters
    ----------
    text : str
        One document.
    title : str
    report : callable
        Called with the share that is done, from 0 to 1.

    Returns
    -------
    ConceptTable

    Raises
    ------
    ValueError
        If the text has more than 3 000 000 words, or fewer than 100 different ones that occur five times or more.
    """
    tokens = tokenize(text)
    if len(tokens) > _MOST_TOKENS:
        raise ValueError(f"{title} has {len(tokens):,} words, and {_MOST_TOKENS:,} are the most; load a part of it")
    try:
        vocabulary = Vocabulary.from_documents([tokens], min_count=_OFTEN)
        enough = len(vocabulary) >= _FEWEST
    except ValueError:
        enough = False
    if not enough:
        raise ValueError(
            f"{title} is too short: {_FEWEST} different words (of the letters a to z) must occur {_OFTEN} times or"
            f" more; load a longer text. It has {len(tokens):,} words in all"
        )
    vocabulary = vocabulary.top(min(_SIZE, len(vocabulary)))
    report(0.1)
    M = target_with_absent(count([tokens], vocabulary, _WINDOW))
    report(0.4)
    found = all_modes(M)
    report(0.7)
    edge = shuffled_spectra([tokens], vocabulary, _WINDOW, d=1, n_shuffles=1).max()
    report(1.0)
    n_modes = min(N_MODES, int((found.eigenvalues > 1).sum()), len(vocabulary) // 4)
    note = f"{len(tokens):,} words in all, window {_WINDOW}"
    return concept_table(found, vocabulary.words, n_modes=n_modes, edge=edge, shuffles=1, title=title, note=note)


def place_words(table: ConceptTable, counts: Cooccurrence, words: Sequence[str] | None = None) -> ConceptTable:
    """Add words beyond the vocabulary, each placed by the company it keeps with it.

    A word of the vocabulary has the loading e_ik = Σ_j M*_ij e_jk / λ_k in mode k, since M* e_k = λ_k e_k. For a word
    beyond it the same sum is taken, of its own M*_ij with the vocabulary's words j (Nyström's extension). The modes
    stay what they were.

    Parameters
    ----------
    table : ConceptTable
    counts : Cooccurrence
        Of the same text and window, with a larger vocabulary.
    words : sequence of str, optional
        By default those that the book names.

    Returns
    -------
    ConceptTable
        With those words last that `counts` has, the table hasn't, and a word of the table has met.

    Raises
    ------
    TypeError, ValueError
        If `counts` lacks a word of the table, or an argument is of another kind.
    """
    instance("table", table, ConceptTable, "concept_table(modes, words)")
    instance("counts", counts, Cooccurrence, "cooccurrence.count(documents, vocabulary, window)")
    index, own = counts.vocabulary.index, table.words
    if missing := [word for word in own if word not in index]:
        raise ValueError(f"counts must have every word of the table; they lack {missing[0]!r}")
    asked = named_in(index) if words is None else dict.fromkeys(strings("words", words))
    rarer = set(index).difference(own)
    further = [word for word in asked if word in rarer]
    columns = [index[word] for word in own]
    C, c = (np.asarray(counts.counts[rows][:, columns], float) for rows in (columns, [index[w] for w in further]))
    met = np.flatnonzero(c.any(axis=1))
    further, c = [further[row] for row in met], c[met]
    Q = np.outer(c.sum(axis=1), C.sum(axis=1) / max(C.sum(), 1))
    M = np.divide(2 * (c - Q), c + Q, out=np.zeros_like(Q), where=c + Q > 0)  # 0 for a word that meets nobody
    E = (M @ table.loadings / table.eigenvalues).round(10)
    return table._replace(words=(*own, *further), loadings=np.vstack([table.loadings, E]), placed=len(further))


def gazette_concepts(size: int = 2000) -> ConceptTable:
    """Gazette as chapter 9 reads it: window 16, the noise of ten shuffles (stored) where the vocabulary is theirs.

    Words that the book names are placed where the vocabulary is smaller than they are rare.
    """
    counts, stored = gazette(size), json.loads(files(__package__).joinpath(STORED).read_text(encoding="utf-8"))
    theirs = (stored["V"], stored["window"]) == (size, counts.window)
    edge, shuffles = (stored["edge"], stored["shuffles"]) if theirs else (None, 0)
    note = f"window {counts.window}"
    modes = all_modes(m_star(counts.P))
    table = concept_table(modes, counts.words, edge=edge, shuffles=shuffles, title="Gazette", note=note)
    return place_words(table, gazette(5000))


def _digits(values: Any) -> FloatArray:
    """Round to 11 digits: on the last ones no two machines agree."""
    return np.array([float(f"{x:.11g}") for x in values])
