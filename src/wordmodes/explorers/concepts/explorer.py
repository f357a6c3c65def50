"""The concepts explorer: what each mode of a corpus says, when it is learned, and how the words fly apart."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
import traitlets
from numpy.typing import NDArray

from wordmodes._validate import instance, integer, real, string
from wordmodes.evaluation.reading import ends
from wordmodes.explorers._checks import vocabulary
from wordmodes.explorers.frame import Answer, Explorer, Tables, module, sheet, within
from wordmodes.text.cooccurrence import count
from wordmodes.text.corpus import Vocabulary, tokenize
from wordmodes.text.sources import gazette
from wordmodes.theory.dynamics import small_init_starts
from wordmodes.theory.modes import Modes, all_modes
from wordmodes.theory.noise import shuffled_spectra, target_with_absent
from wordmodes.theory.targets import m_star
from wordmodes.training.start import initial_embedding

FloatArray = NDArray[np.float64]

SMALLEST_SCALE, LARGEST_SCALE = 1e-8, 1e-2
"""Where the limit of a small start is a good account of the flow."""
N_MODES, N_ENDS = 36, 8
STORED = "shuffles.json"
_FINEST = 2047  # a loading is off by a 4000th of its mode's largest at most
_SIZE, _OFTEN, _FEWEST, _MOST_TOKENS, _WINDOW = 2000, 5, 100, 3_000_000, 16  # of a reader's own text


class ConceptTable(NamedTuple):
    """What the concepts explorer is about.

    `title` of the corpus; `words` V of them; `eigenvalues` (K,); `loadings` (V, K) eigenvectors; `starts` (K,) of the
    small-initialisation limit at σ = 1; `edge` largest eigenvalue of shuffled texts, or None; `shuffles` how many;
    `note` how all this was made.
    """

    title: str
    words: tuple[str, ...]
    eigenvalues: FloatArray
    loadings: FloatArray
    starts: FloatArray
    edge: float | None
    shuffles: int
    note: str


class ConceptsExplorer(Explorer):
    """Interactive figure of the modes of a corpus: their words, when each is learned, and all words in flight.

    Every mode follows its own sigmoid, as in the limit of a small start. All traits can be set from a cell, and follow
    what the reader does.

    Attributes
    ----------
    mode : int
        The mode that is read, from 1; it lies across in the plane.
    against : int
        The other mode of the plane; where it is `mode` itself, a neighbour stands in.
    time : float
        Where the scrubber stands, from 0 to 1, as a share of the time axis.
    word : str
        The word that is taken apart; '' takes the outermost word of the mode's + end.
    sigma : float
        Initialisation scale, from 1e-8 to 1e-2. It has no control on the page.
    third : int
        A third mode, that lies in depth, or 0 for none; where it is one of the two others, the next stands in.
    turn : int
        By how many degrees three modes are turned about the upright one, from -180 to 180.
    key : str
        The explorer's name in the address's fragment on a static page.
    """

    _esm = module("concepts/modes", "concepts/panels", "concepts/plane", "concepts/explorer")
    _css = sheet("concepts/explorer")

    mode = traitlets.Int(3).tag(sync=True)
    against = traitlets.Int(1).tag(sync=True)
    time = traitlets.Float(0.4).tag(sync=True)
    word = traitlets.Unicode("").tag(sync=True)
    sigma = traitlets.Float(1e-6).tag(sync=True)
    third = traitlets.Int(0).tag(sync=True)
    turn = traitlets.Int(30).tag(sync=True)
    key = traitlets.Unicode("concepts").tag(sync=True)

    def __init__(self, table: ConceptTable, **traits: Any) -> None:
        self._table = instance("table", table, ConceptTable, "concept_table(modes, words)")
        manifest, tables = pack(table)
        start = {"mode": min(3, len(table.eigenvalues))}
        super().__init__(**{**start, "_manifest": manifest, "_tables": tables, **traits})

    @property
    def table(self) -> ConceptTable:
        """What is shown now."""
        return self._table

    _check_sigma = traitlets.validate("sigma")(within(SMALLEST_SCALE, LARGEST_SCALE))
    _check_time = traitlets.validate("time")(within(0, 1))
    _check_turn = traitlets.validate("turn")(within(-180, 180))

    @traitlets.validate("third")
    def _check_third(self, proposal: dict[str, Any]) -> int:
        return within(0, len(self._table.eigenvalues))(self, proposal)

    @traitlets.validate("mode", "against")
    def _check_mode(self, proposal: dict[str, Any]) -> int:
        return within(1, len(self._table.eigenvalues))(self, proposal)

    @traitlets.validate("word")
    def _check_word(self, proposal: dict[str, Any]) -> str:
        if proposal["value"] and proposal["value"] not in self._table.words:
            known = f"the {len(self._table.words)} words of {self._table.title}"
            raise traitlets.TraitError(f"word must be among {known}, got {proposal['value']!r}")
        return proposal["value"]

    def _tasks(self) -> Mapping[str, Any]:
        return {"load": self._load}

    def _load(self, message: dict[str, Any]) -> Answer:
        """Read a text that the page sends, and show its modes in place of the ones there were."""
        table = text_table(message["text"], title=message["name"], report=self._report("load"))
        manifest, tables = pack(table)
        with self.hold_sync():
            self._table = table
            K = len(table.eigenvalues)
            self.mode, self.against, self.third = min(self.mode, K), min(self.against, K), min(self.third, K)
            self.word = ""
            self._manifest, self._tables = manifest, tables
        return {"name": table.title, "words": len(table.words)}, []


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


def gazette_concepts(size: int = 2000) -> ConceptTable:
    """Gazette as chapter 9 reads it: window 16, the noise of ten shuffles (stored) where the vocabulary is theirs."""
    counts, stored = gazette(size), json.loads(files(__package__).joinpath(STORED).read_text(encoding="utf-8"))
    theirs = (stored["V"], stored["window"]) == (size, counts.window)
    edge, shuffles = (stored["edge"], stored["shuffles"]) if theirs else (None, 0)
    note = f"window {counts.window}"
    modes = all_modes(m_star(counts.P))
    return concept_table(modes, counts.words, edge=edge, shuffles=shuffles, title="Gazette", note=note)


def concepts_explorer(table: ConceptTable | None = None, **traits: Any) -> ConceptsExplorer:
    """Make the concepts explorer: pick a mode, read its ends, watch the words fly.

    Parameters
    ----------
    table : ConceptTable, optional
        From `concept_table` or `text_table`; by default gazette's.
    **traits
        Where to start: `mode`, `against`, `time`, `word`, `sigma`, `third`, `turn`, `key`.

    Returns
    -------
    ConceptsExplorer

    References
    ----------
    Karkada et al. (2025), who read modes of Wikipedia by their largest entries.
    """
    return ConceptsExplorer(gazette_concepts() if table is None else table, **traits)


def pack(table: ConceptTable) -> tuple[dict[str, Any], bytes]:
    """Lay out what the page needs. Loadings go as 12 bits of their mode's largest; those of the end words in full."""
    tables, E = Tables(), table.loadings
    largest = np.abs(E).max(axis=0)
    rows = np.array([np.concatenate(ends(column, N_ENDS)) for column in E.T])  # (K, 2n): + end, then - end
    manifest = {
        "title": table.title,
        "note": table.note,
        "words": list(table.words),
        "eigenvalues": table.eigenvalues.tolist(),
        "starts": table.starts.tolist(),
        "edge": table.edge,
        "shuffles": table.shuffles,
        "loadings": tables.put(np.rint(E * (_FINEST / largest)), "int16"),
        "scale": tables.put(largest / _FINEST, "float32"),
        "ends": tables.put(rows, "uint16"),
        "reach": tables.put(np.take_along_axis(E.T, rows, axis=1), "float32"),
    }
    return manifest, bytes(tables)


def _digits(values: Any) -> FloatArray:
    """Round to 11 digits: on the last ones no two machines agree."""
    return np.array([float(f"{x:.11g}") for x in values])
