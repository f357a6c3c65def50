"""Time text to word vectors in closed form, against gensim's training at an equal score.

python benchmarks/bench_vectors.py [--small] [--wikipedia CLONE] [--only gazette wikipedia]

On gazette gensim runs here, from the same texts in memory to vectors, for a few numbers of epochs: its own curve of
score against CPU seconds, on which our score is sought. On wikipedia, where that would take hours, one epoch runs here,
and how many its best run has taken, and to which score, `make results` has stored.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import _measure
import _texts
import numpy as np
from _measure import Row

import _record
import results
import wikipedia
from wordmodes import evaluation, vectors
from wordmodes.text import Cooccurrence, text8, tokenize_all
from wordmodes.theory import targets
from wordmodes.theory.association import Association
from wordmodes.word_vectors import WordVectors

EPOCHS = (3, 5, 7)


def weighted(counts: Cooccurrence) -> Association:
    """M* under mild weights of rank one, D^¼ M* D^¼."""
    return targets.m_star(counts.P).scaled(targets.rank_one_scale(counts.vocabulary.counts, 0.25))


def percent(W: Any, words: Sequence[str]) -> float:
    """Of the analogies that the words cover."""
    return 100 * evaluation.analogies(W, words).accuracy


def ours(texts: Iterable[str], V: int, d: int, window: int, target: Callable[[Cooccurrence], Any]) -> WordVectors:
    """One call."""
    return vectors.embed_text(texts, V, d, window, target=target)


def gensim(texts: Sequence[str], s: results.Settings, epochs: int) -> tuple[Any, Sequence[str]]:
    """As `make results` trains, on one thread, tokens and vocabulary included."""
    documents, n = tokenize_all(texts), results.GENSIM_LIMIT
    pieces = [document[i : i + n] for document in documents for i in range(0, len(document), n)]
    return results.train_gensim(pieces, s, epochs, seed=1)


def at_score(score: float, curve: Sequence[tuple[float, float]]) -> tuple[float, str]:
    """CPU seconds at which a curve of (seconds, score) reaches a score, between its points along a straight line."""
    reached = [k for k, (_, there) in enumerate(curve) if there >= score]
    if not reached:
        return curve[-1][0], "gensim has not reached it"
    k = reached[0]
    if k == 0:
        return curve[0][0], "gensim has reached it before its first point"
    (before, low), (after, high) = curve[k - 1], curve[k]
    return before + (after - before) * (score - low) / (high - low), "between two points of its curve"


def on_gazette(given: Any) -> list[Row]:
    """V = 5 000, window 5, d = 100."""
    texts, s = _texts.gazette(given.small), results.SMALL if given.small else results.Settings()
    epochs = s.epochs if given.small else EPOCHS
    seconds, curve = [], []
    for n in epochs:
        made = _measure.by_turns(1, {
            "ours": lambda: ours(texts, s.V, s.d, s.window, vectors.damped),
            f"gensim, {n} epochs": lambda n=n: gensim(texts, s, n),
        })  # fmt: skip
        mine, its = made.values()
        seconds.append(mine.best)
        curve.append((its.best, percent(*its.gave)))
    score = percent(mine.gave.W, mine.gave.words)
    its_seconds, where = at_score(score, curve)
    points = "; ".join(f"{n} epochs {t:.3g} s, {there:.2f} %" for n, (t, there) in zip(epochs, curve, strict=True))
    typical = float(np.median(seconds))
    return [Row(
        f"gazette, text to vectors, V = {s.V}, window {s.window}, d = {s.d}", f"{typical:.3g} s, {score:.2f} %",
        f"{its_seconds:.3g} s, gensim at that score", its_seconds / typical, 15,
        note=f"`embed_text` as it comes (damped M*, signed), the median of {len(seconds)} runs. gensim's curve, one"
        f" seed and no repeats: {points}; {where}. Both begin with texts in memory.",
        reason="Reading the text is most of what is left.",
    )]  # fmt: skip


def one_epoch(peer: dict[str, Any], clone: Path | None) -> float:
    """CPU seconds in which gensim, set as for a stored run, reads the text once; without a clone, a few articles."""
    s = wikipedia.Settings() if clone else wikipedia.SMALL
    series = wikipedia.Series(**{field.name: peer[field.name] for field in fields(wikipedia.Series)})
    with TemporaryDirectory() as folder:
        cache = text8.default_cache() if clone else Path(folder)
        wikipedia.prepare(clone, cache)
        [run] = wikipedia.run_gensim(cache, s, series, epochs=1)
    return run["cpu_seconds"]


def on_wikipedia(given: Any) -> list[Row]:
    """V = 10 000, window 16, d = 200: ours, and an epoch of gensim's for each that its best run has taken."""
    V, window, d, words = (500, 16, 10, 1e4) if given.small else (10_000, 16, 200, float("inf"))
    row = Row(f"wikipedia, text to vectors, V = {V}, window {window}, d = {d}", _measure.NO_CLONE, bar=30)
    if given.wikipedia is None and not given.small:
        return [row]
    clone = None if given.small else given.wikipedia
    texts = _texts.gazette(True) if clone is None else _texts.wikipedia(clone, words)
    peer = best_stored(_record.RESULTS / "wikipedia.json", window, 200)
    if peer is None:
        return [replace(row, peer=f"not measured yet: `make results`, window {window}, d = {d}")]
    timed = _measure.by_turns(1, {"ours": lambda: ours(texts, V, d, window, weighted)})["ours"]
    epoch = one_epoch(peer, clone)
    whole, score, its = epoch * peer["epochs"], percent(timed.gave.W, timed.gave.words), 100 * peer["analogies"][0]
    return [replace(
        row, ours=f"{timed}, {score:.2f} %", peer=f"{whole:.4g} s, {its:.2f} %, gensim", ratio=whole / timed.best,
        holds=score >= 0.98 * its,
        note="`embed_text` of M* under weights D^.25, signed; from the files of the clone on, unpacked by git. gensim"
        f" took {epoch:.4g} s for one epoch in the same run, and its time is {peer['epochs']} times that: so many"
        f" epochs took the best stored run of `make results` at this window and d (k = {peer['negatives']}, t ="
        f" {peer['subsample']:g}; {peer['cpu_seconds']:.4g} s then). Training alone, its text read and numbered before."
        f" Ours has {score / its:.3f} of its analogies; .98 is asked for.",
        reason="It is one run of gensim's that is compared with, whatever it took to find how many epochs it needs.",
    )]  # fmt: skip


def best_stored(path: Path, window: int, d: int) -> dict[str, Any] | None:
    """gensim's run with the best score, on all of the text."""
    runs = json.loads(path.read_text(encoding="utf-8"))["runs"] if path.exists() else []
    runs = [run for run in runs if "trainer" in run and (run["window"], run["d"]) == (window, d)]
    most = max((run["tokens"] for run in runs), default=0)
    return max((run for run in runs if run["tokens"] == most), key=lambda run: run["analogies"][0], default=None)


def main(arguments: Sequence[str] | None = None) -> None:
    given = _measure.options(__doc__, arguments, ("gazette", "wikipedia"))
    rows = on_gazette(given) if "gazette" in given.only else []
    rows += on_wikipedia(given) if "wikipedia" in given.only else []
    _measure.store("vectors", rows, given)


if __name__ == "__main__":
    main()
