"""Closed forms on counts made as a trainer makes them, on gazette and on wikipedia: part of ``make results``.

python tools/results/recount.py CLONE [--small] [--out FOLDER]

gensim takes words outside the vocabulary out, and thins common ones, before it lays windows; in the bundled counts
they keep their place. Chapter 08 asks what that is worth. CLONE is a clone of the repository that build_wikipedia.py
names. ``--small`` takes a few articles of gazette's, for a test of this script.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import numpy as np
from tqdm import tqdm

import _record
import build_gazette
import wikipedia
from wordmodes.text import Numbered, count, number, sources, text8, tokenize_all
from wordmodes.theory import Association, modes, targets

WAYS = ("kept", "dropped", "dropped and thinned")


@dataclass(frozen=True)
class Text:
    """One text and how it is counted: window, d, and the t of subsampling; `thinnings` copies of it are added up."""

    name: str
    V: int
    shapes: tuple[tuple[int, int, float], ...]
    thinnings: int


@dataclass(frozen=True)
class Settings:
    """The sizes of a run."""

    texts: tuple[Text, ...] = (
        Text("gazette", 5000, ((5, 100, 1e-3), (16, 100, 1e-3)), 3),
        Text("wikipedia", 10_000, ((5, 100, 1e-3), (16, 200, 1e-5)), 1),
    )
    tol: float = 1e-4
    alpha: float = 0.25
    added: float = 1e-25


SMALL = Settings(texts=(Text("gazette", 1000, ((5, 10, 1e-3),), 2),))

GAZETTE_ONLY = {
    "M*, signed", "damped M*", "PPMI, signed", "PMI, log(P/Q + 1e-25)", "PMI, 0 where never seen", "M*, D^.25",
    "damped M*, D^.25, signed", "PPMI, D^.25, signed",
}  # fmt: skip


def recipes(C: Any, unigram: Any, window: int, s: Settings) -> dict[str, tuple[Callable[[], Association], str]]:
    """The targets, by name, and which modes each keeps."""
    P, D = C / C.sum(), targets.rank_one_scale(unigram, s.alpha)
    return {
        "M*": (lambda: targets.m_star(P), "value"),
        "M*, signed": (lambda: targets.m_star(P), "modulus"),
        "M*, D^.25": (lambda: targets.m_star(P).scaled(D), "value"),
        "M*, D^.25, signed": (lambda: targets.m_star(P).scaled(D), "modulus"),
        "damped M*": (lambda: targets.damped_m_star(C, window), "value"),
        "damped M*, signed": (lambda: targets.damped_m_star(C, window), "modulus"),
        "damped M*, D^.25, signed": (lambda: targets.damped_m_star(C, window).scaled(D), "modulus"),
        "PPMI": (lambda: targets.ppmi(P), "value"),
        "PPMI, signed": (lambda: targets.ppmi(P), "modulus"),
        "PPMI, D^.25, signed": (lambda: targets.ppmi(P).scaled(D), "modulus"),
        "PMI, 0 where never seen": (lambda: targets.pmi(P, unseen=0.0), "value"),
        "PMI, log(P/Q + 1e-25)": (lambda: targets.pmi(P, unseen=float(np.log(s.added))), "value"),
    }


def runs_of(text: Text, numbered: Numbered, s: Settings) -> Iterator[dict[str, Any]]:
    """Each shape, way of counting and recipe."""
    known = numbered.vocabulary(min_count=1)
    vocabulary = known.top(text.V)
    for window, d, t in text.shapes:
        for way in WAYS:
            thin = t if "thinned" in way else None
            some = [
                count(numbered, vocabulary, window, oov="keep" if way == "kept" else "drop", thin=thin, seed=seed,
                      dense=False).counts
                for seed in range(text.thinnings if thin else 1)
            ]  # fmt: skip
            C = sum(some[1:], some[0])
            if (missing := int(np.sum(C.sum(axis=1) == 0))) > 0:
                raise ValueError(f"{missing} words of {text.name} have no neighbour; take fewer")
            for name, (target, by) in tqdm(recipes(C, vocabulary.counts, window * len(some), s).items(), desc=way):
                if text.name == "wikipedia" and (name in GAZETTE_ONLY or way == "kept"):
                    continue  # what wikipedia.py has, or chapter 08 does not ask for
                found = modes.leading_modes(target().astype(np.float32), d, by=by, tol=s.tol)
                yield {"text": text.name, "window": window, "d": d, "t": t, "way": way, "recipe": name,
                       "pairs_seen": round(C.nnz / len(vocabulary) ** 2, 4),
                       **wikipedia.scored(modes.embed_signed(found)[0], vocabulary.words)}  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Run and store."""
    parser = _record.parser(__doc__, "a few articles and few words: a test of this script")
    parser.add_argument("clone", type=Path, nargs="?")
    options = parser.parse_args(arguments)
    if options.clone is None and not options.small:
        parser.error("name the clone of the text's repository; build_wikipedia.py says which one it is")
    s = SMALL if options.small else Settings()
    provenance, runs = _record.provenance("recount.py", options, s), []
    for text in s.texts:
        if text.name == "gazette":
            documents = tokenize_all(sources.wikipedia_sample())[:30] if options.small else build_gazette.documents()
        else:
            wikipedia.prepare(options.clone, text8.default_cache())
            documents = wikipedia.articles(text8.default_cache(), 10**9)
        with number(documents) as numbered:
            runs += runs_of(text, numbered, s)
    _record.write(options.out / "recount.json", provenance | {"runs": runs})


if __name__ == "__main__":
    main()
