"""Families of word pairs in ever more modes, and without their own counts: part of ``make results``.

python tools/results/families.py [--small] [--out FOLDER]

Needs no text: the counts of both corpora come along. Writes families.json, an entry a corpus:

gazette     V = 5 000, window 5, damped M*, by value; deletion and scores with the signs kept, d = 100
wikipedia   V = 10 000, window 16, M*, by value; d = 200

pairs            of each family the number of pairs
sizes            numbers of modes
snr              by family, the published signal-to-noise ratio at each size, rows not scaled to one length
random           the mean of the same over families of random words about as frequent
accuracy         by family, share of its questions answered at each size; error, the standard error of its last
highest          by family, the size at which accuracy is highest in resampled pairs: 16, 50 and 84 per cent points
rows             by target and family, the shared part of differences of whole rows, and what 95 % of random families
                 stay below
deletion         by family, accuracy before and after every family's own block of the target is set to 0, which is
                 chance, and the standard error of the change; all, over all questions
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import numpy as np
from scipy.sparse import csr_array
from tqdm import tqdm

import _record
from wordmodes import evaluation
from wordmodes.evaluation import families
from wordmodes.text import sources
from wordmodes.text.cooccurrence import Cooccurrence
from wordmodes.theory import modes, targets
from wordmodes.theory.association import Association

Pairs = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Settings:
    """The sizes of a run."""

    most: int = 512
    a_decade: int = 10
    n_random: int = 100
    n_samples: int = 500
    tol: float = 1e-4
    fewest: int = 6
    seed: int = 0


SMALL = Settings(most=40, a_decade=4, n_random=5, n_samples=20)


@dataclass(frozen=True)
class Corpus:
    """Counts, the target that the chapter takes of them, and its embedding."""

    counts: Cooccurrence
    target: Callable[[Cooccurrence], Association]
    d: int
    signed: bool

    def vectors(self, M: Association, s: Settings) -> np.ndarray:
        """The chapter's embedding, of this matrix."""
        found = modes.leading_modes(M, self.d, by="modulus" if self.signed else "value", tol=s.tol)
        return modes.embed_signed(found)[0]


def of_m_star(counts: Cooccurrence) -> Association:
    return targets.m_star(counts.P)


def of_damped(counts: Cooccurrence) -> Association:
    return targets.damped_m_star(counts.counts, counts.window)


def sizes_of(s: Settings) -> list[int]:
    """From 2 on, evenly on a logarithmic axis."""
    steps = round(s.a_decade * np.log10(s.most / 2)) + 1
    return np.unique(np.geomspace(2, s.most, steps).round().astype(int)).tolist()


def rounded(values: Any, digits: int = 4) -> list:
    return np.round(np.asarray(values, dtype=float), digits).tolist()


def points(values: np.ndarray) -> list[float]:
    return rounded(np.quantile(values, (0.16, 0.5, 0.84)))


def ratios(W: np.ndarray, rows: np.ndarray, sizes: Sequence[int]) -> np.ndarray:
    """The published ratio at each size, the sizes first."""
    D = families.differences(W, rows, scaled=False)
    return np.array([families.spike_snr(D[..., :d]) for d in sizes])


def sweep(W: np.ndarray, counts: Cooccurrence, pairs: Pairs, s: Settings) -> dict[str, Any]:
    """Ratio and accuracy of each family as modes are added."""
    words, sizes = counts.words, [d for d in sizes_of(s) if d <= W.shape[1]]
    asked = {name: families.questions_about(evaluation.analogy_questions(words), name) for name in pairs}
    found: dict[str, Any] = {"sizes": sizes} | {key: {} for key in ("snr", "random", "accuracy", "error", "highest")}
    for name, rows in tqdm(pairs.items(), unit="family", disable=None):
        hits = np.array([evaluation.analogies(W[:, :d], words, questions=asked[name]).hits for d in sizes])
        drawn = evaluation.bootstrap_accuracy(asked[name], hits, s.n_samples, s.seed)
        drawn = drawn[np.isfinite(drawn).all(axis=1)]
        many = families.stand_ins(rows, len(words), s.n_random, s.seed)
        found["snr"][name] = rounded(ratios(W, rows, sizes))
        found["random"][name] = rounded(ratios(W, many, sizes).mean(axis=1))
        found["accuracy"][name] = rounded(hits.mean(axis=1))
        found["error"][name] = round(float(drawn[:, -1].std()), 4)
        found["highest"][name] = points(np.array(sizes)[drawn.argmax(axis=1)])
    return found


def shared_rows(M: Association, pairs: Pairs, s: Settings) -> dict[str, list[float]]:
    """The shared part of differences of whole rows: of the family, and what nine in ten random ones stay below."""

    def share(rows: np.ndarray) -> float:
        a, b = M.rows(rows[:, 0]), M.rows(rows[:, 1])
        return float(families.shared_part(b - a).share)

    found = {}
    for name, rows in pairs.items():
        many = families.stand_ins(rows, M.shape[0], s.n_random, s.seed)
        found[name] = rounded([share(rows), np.quantile([share(sham) for sham in many], 0.95)])
    return found


def without(M: Association, pairs: Pairs) -> Association:
    """The same matrix with 0, which is chance, among the words of each family."""
    changed = np.zeros(0, dtype=np.int64)
    V = M.shape[0]
    for rows in pairs.values():
        own = np.unique(rows)
        changed = np.union1d(changed, (own[:, None] * V + own).ravel())
    i, j = changed // V, changed % V
    rest = dict(zip(np.unique(i).tolist(), M.rows(np.unique(i)), strict=True))
    taken = np.array([rest[a][b] for a, b in zip(i.tolist(), j.tolist(), strict=True)])
    return Association(M.sparse - csr_array((taken, (i, j)), shape=M.shape), M.factor, M.core)


def deletion(corpus: Corpus, M: Association, pairs: Pairs, s: Settings) -> dict[str, list[float]]:
    """Accuracy before and after, and the standard error of the change."""
    words = corpus.counts.words
    questions = evaluation.analogy_questions(words)
    both = [corpus.vectors(matrix, s) for matrix in (M, without(M, pairs))]
    found = {}
    for name in (*pairs, "all"):
        asked = questions if name == "all" else families.questions_about(questions, name)
        hits = np.array([evaluation.analogies(W, words, questions=asked).hits for W in both])
        drawn = evaluation.bootstrap_accuracy(asked, hits, s.n_samples, s.seed)
        found[name] = rounded([*hits.mean(axis=1), np.nanstd(drawn[:, 1] - drawn[:, 0])])
    return found


def measured(corpus: Corpus, s: Settings) -> dict[str, Any]:
    """Everything about one corpus."""
    counts, words = corpus.counts, corpus.counts.words
    asked = evaluation.analogy_questions(words)
    pairs = {name: rows for name, rows in families.family_pairs(asked).items() if len(rows) >= s.fewest}
    M = corpus.target(counts).astype(np.float32)
    by_target = {"target": shared_rows(M, pairs, s)}
    by_target["ppmi"] = shared_rows(targets.ppmi(counts.P).astype(np.float32), pairs, s)
    removed = deletion(corpus, M, pairs, s)
    found = modes.leading_modes(M, min(s.most, len(words) // 2), tol=s.tol)
    W = modes.embed(found.positive(int(np.sum(found.eigenvalues > 0))))
    about = {
        "V": len(words),
        "window": counts.window,
        "questions": len(asked),
        "residual": float(f"{found.residual:.1e}"),
    }
    return (
        about
        | {"pairs": {name: len(rows) for name, rows in pairs.items()}}
        | sweep(W, counts, pairs, s)
        | {"rows": by_target, "deletion": removed}
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run and store."""
    options = _record.parser(__doc__, "few words, few modes: a test of this script").parse_args(arguments)
    s = SMALL if options.small else Settings()
    V, narrow, wide = ((1500, 1500), 20, 20) if options.small else ((5000, 10_000), 100, 200)
    corpora = {
        "gazette": Corpus(sources.gazette(V[0], 5).sparse(), of_damped, narrow, signed=True),
        "wikipedia": Corpus(sources.wikipedia(V[1], 16).sparse(), of_m_star, wide, signed=False),
    }
    made = {name: measured(corpus, s) for name, corpus in corpora.items()}
    _record.write(options.out / "families.json", _record.provenance("families.py", options, s) | made)


if __name__ == "__main__":
    main()
