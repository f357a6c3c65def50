"""Whether the modes of wikipedia at the paper's vocabulary hold in text they never saw: part of ``make results``.

python tools/results/concepts_wikipedia.py CLONE [--small] [--out FOLDER]

CLONE is a clone of the repository that build_wikipedia.py names. What concepts.py and noise.py do with gazette, at
V = 10 000 and window 16, with fewer splits. Writes concepts_wikipedia.json:

halves
    ranks[s][k], coherence[s][k], intruders[s] as in concepts.json, s running over both directions of every split;
    words[k], those judged for s = 0; squares[split][k][l], squared cosine of mode k of one half and mode l of the
    other; home[s][k], a mode's eigenvalue in its own half, and held_out[s][k], what it keeps in the other.
shuffled
    eigenvalues[s], the largest of each shuffled text; words[k] of shuffle 0; own and other as in concepts.json.
``--small`` takes the encyclopaedia articles of gazette and few words, for a test of this script.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import numpy as np
from tqdm import tqdm

import _record
import build_wikipedia
from wordmodes.evaluation import reading
from wordmodes.text import Vocabulary, count, number, sources, tokenize_all
from wordmodes.text._stream import END, Stream
from wordmodes.text.numbered import Numbered
from wordmodes.theory import modes, targets
from wordmodes.theory.association import Association

GUESSED = 5  # end words among which an intruder is looked for


@dataclass(frozen=True)
class Settings:
    """The sizes of a run."""

    V: int = 10_000
    window: int = 16
    d: int = 10
    n_words: int = 8
    n_groups: int = 1000
    n_splits: int = 3
    n_shuffles: int = 2
    tol: float = 1e-4
    seed: int = 0


SMALL = Settings(V=60, d=3, n_groups=100, n_splits=1)


def part(text: Numbered, documents: Sequence[np.ndarray]) -> Numbered:
    """A text of these documents."""
    ended = np.concatenate([np.append(document, np.int32(END)) for document in documents])
    stream = Stream(4 * len(ended) + 4)
    stream.append(ended)
    return Numbered(text.types, text.tallies, len(documents), stream)


def matrix(text: Numbered, vocabulary: Vocabulary, s: Settings) -> tuple[Association, modes.Modes]:
    """M* and its leading modes, two more than are read."""
    counts = count(text, vocabulary, s.window, dense=False)
    if alone := int(np.sum(~counts.present)):
        raise ValueError(f"{alone} words have no neighbour in a part of the text; take a longer one")
    M = targets.m_star(counts.P).astype(np.float32)
    return M, modes.leading_modes(M, s.d + 2, tol=s.tol)


def block(M: Association, groups: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The part of a matrix that groups of words need, and the groups as its rows."""
    rows, place = np.unique(groups, return_inverse=True)
    return M.rows(rows)[:, rows].astype(np.float64), place.reshape(groups.shape)


def coherence(M: Association, groups: np.ndarray) -> np.ndarray:
    return reading.coherence(*block(M, np.asarray(groups)))


def rank(M: Association, end: np.ndarray, s: Settings) -> float:
    """Share of random groups of equally frequent words that cohere less."""
    random = reading.matched_groups(end, M.shape[0], s.n_groups, seed=s.seed)
    return float(np.mean(coherence(M, random) < coherence(M, end)))


def intruders(M: Association, vectors: np.ndarray) -> float:
    """Share of intruders that are found, as `reading.intrusion` has it, mean over ends."""
    named = [reading.ends(vector, GUESSED) for vector in vectors.T]
    found = []
    for k, pair in enumerate(named):
        size = np.abs(vectors[:, k])
        others = np.unique(np.concatenate([end for j, both in enumerate(named) if j != k for end in both]))
        others = others[size[others] < np.median(size)]
        for end in pair:
            if len(strange := np.setdiff1d(others, end)):
                groups = np.column_stack([np.tile(end, (len(strange), 1)), strange])
                found.append(np.mean(reading.odd_one_out(*block(M, groups)) == GUESSED))
    return round(float(np.mean(found)), 6)


def judged(vectors: np.ndarray, M: Association, s: Settings) -> dict:
    """What the matrix M says of the words at the ends of modes."""
    groups = [reading.ends(vector, s.n_words) for vector in vectors.T[: s.d]]
    return {
        "ranks": [[rank(M, end, s) for end in pair] for pair in groups],
        "coherence": [np.round(coherence(M, np.array(pair)), 6).tolist() for pair in groups],
        "intruders": intruders(M, vectors[:, : s.d]),
    }


def transposed(records: Sequence[dict]) -> dict:
    """A list of records as a record of lists."""
    return {key: [record[key] for record in records] for key in records[0]}


def named(vectors: np.ndarray, vocabulary: Vocabulary, s: Settings) -> list:
    """The words at the ends of modes."""
    words = np.array(vocabulary.words)
    return [[words[end].tolist() for end in reading.ends(v, s.n_words)] for v in vectors.T[: s.d]]


def kept(vectors: np.ndarray, M: Association) -> list[float]:
    """What modes keep before another matrix."""
    return np.round(np.einsum("vk,vk->k", vectors, M @ vectors.astype(np.float32)), 4).tolist()


def of_halves(text: Numbered, documents: list, vocabulary: Vocabulary, s: Settings) -> dict:
    records, squares, words = [], [], []
    for split in tqdm(range(s.n_splits), unit="split", disable=None):
        order = np.random.default_rng((s.seed, split)).permutation(len(documents))
        cut = len(order) // 2
        parts = [[documents[i] for i in np.sort(half)] for half in (order[:cut], order[cut:])]
        (M, E), (N, F) = (matrix(part(text, half), vocabulary, s) for half in parts)
        words = words or named(E.eigenvectors, vocabulary, s)
        for own, other in ((E, N), (F, M)):
            home, held = own.eigenvalues[: s.d], kept(own.eigenvectors[:, : s.d], other)
            records.append(judged(own.eigenvectors, other, s) | {"home": np.round(home, 4).tolist(), "held_out": held})
        squares.append(np.round((E.eigenvectors.T @ F.eigenvectors) ** 2, 4).tolist())
    return transposed(records) | {"words": words, "squares": squares}


def of_shuffles(text: Numbered, documents: list, vocabulary: Vocabulary, s: Settings) -> dict:
    ends = np.cumsum([len(document) for document in documents])[:-1]
    made = []
    for i in range(s.n_shuffles):
        dealt = np.random.default_rng((s.seed, i)).permutation(np.concatenate(documents))
        made.append(matrix(part(text, np.split(dealt, ends)), vocabulary, s))
    (M, E), (N, F) = made[:2]
    return {
        "eigenvalues": [round(float(one[1].eigenvalues[0]), 4) for one in made],
        "words": named(E.eigenvectors, vocabulary, s),
        "own": transposed([judged(E.eigenvectors, M, s), judged(F.eigenvectors, N, s)]),
        "other": transposed([judged(E.eigenvectors, N, s), judged(F.eigenvectors, M, s)]),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Run and store."""
    parser = _record.parser(__doc__, "some articles, 60 words: a test of this script")
    parser.add_argument("clone", type=Path, nargs="?")
    options = parser.parse_args(arguments)
    if options.clone is None and not options.small:
        parser.error("name the clone of the text's repository; build_wikipedia.py says which one it is")
    s = SMALL if options.small else Settings()
    read = tokenize_all(sources.wikipedia_sample()) if options.small else build_wikipedia.documents(options.clone)
    with number(read) as text:
        vocabulary = text.vocabulary(size=s.V)
        stream = np.concatenate(list(text.blocks()))
        documents = [one[one != END] for one in np.split(stream, np.flatnonzero(stream == END) + 1)]
        documents = [one for one in documents if len(one)]
        about = {"n_documents": len(documents), "n_tokens": text.n_tokens, "n_types": text.n_types}
        parts = {"shuffled": of_shuffles, "halves": of_halves}
        made = {name: of(text, documents, vocabulary, s) for name, of in parts.items()}
    provenance = _record.provenance("concepts_wikipedia.py", options, s)
    _record.write(options.out / "concepts_wikipedia.json", provenance | {"corpus": about} | made)


if __name__ == "__main__":
    main()
