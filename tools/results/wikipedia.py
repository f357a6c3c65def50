"""Closed forms and gensim on wikipedia, from 0.15 to 65 million words: part of ``make results``.

python tools/results/wikipedia.py CLONE [--only closed gensim] [--jobs 2] [--hours 8] [--small] [--out FOLDER]

CLONE is a clone of the repository that build_wikipedia.py names. Every run is stored when it ends; whoever starts the
script again goes on from there. A gensim series doubles its epochs until that raises the analogies by less than one
standard error, and until it has read twenty million words, since before that it may not have begun to learn; a second
seed is trained once, for as many epochs as the first has come to. No run is begun once --hours have passed: all of them
take half a day. MEN is left out, since no package carries it. ``--small`` takes a few articles of gazette's, few words
and few epochs, for a test of this script.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import multiprocessing
import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import numpy as np
from gensim.models import Word2Vec
from tqdm import tqdm

import _record
import build_wikipedia
from wordmodes import evaluation
from wordmodes.evaluation.bootstrap import bootstrap_accuracy, bootstrap_spearman
from wordmodes.text import Vocabulary, count, number, sources, text8, tokenize_all
from wordmodes.theory import modes, targets

GENSIM_LIMIT = 10_000  # gensim drops what a document holds beyond this, so longer ones are cut into pieces
TOKENS = "wikipedia-tokens.npy"
FAMOUS = ("king", "man", "woman")


@dataclass(frozen=True)
class Settings:
    """The sizes of a run."""

    V: int = 10_000
    min_count: int = 5
    tokens: tuple[int, ...] = (150_000, 600_000, 2_500_000, 10_000_000, 25_000_000, 65_000_000)
    shapes: tuple[tuple[int, int], ...] = ((5, 100), (16, 200))  # window, d
    tol: float = 1e-4
    most_epochs: int = 128
    least_read: int = 20_000_000
    seeds: tuple[int, ...] = (1, 2)


SMALL = Settings(V=1000, tokens=(20_000, 40_000), shapes=((5, 10),), most_epochs=2, least_read=0)


@dataclass(frozen=True)
class Series:
    """One way to train, for more and more epochs."""

    tokens: int
    window: int
    d: int
    negatives: int
    subsample: float
    seed: int


def series_of(s: Settings) -> list[Series]:
    """All series, what most rests on first: all of the text for each seed, at the paper's settings and as gensim comes.

    Then the shorter texts and the larger d, as gensim comes.
    """
    (narrow, d), (wide, D) = s.shapes[0], s.shapes[-1]
    *shorter, largest = sorted(s.tokens)
    asked: list[Series] = []
    for seed in s.seeds:
        asked += [Series(largest, wide, D, 1, 1e-5, seed), Series(largest, narrow, d, 5, 1e-3, seed)]
    for seed in s.seeds:
        asked += [Series(n, narrow, d, 5, 1e-3, seed) for n in shorter]
        asked.append(Series(largest, narrow, D, 5, 1e-3, seed))
    return list(dict.fromkeys(asked))


def prepare(clone: Path | None, cache: Path) -> None:
    """Number the text once; every process maps the file."""
    if (cache / TOKENS).exists():
        return
    cache.mkdir(parents=True, exist_ok=True)
    documents = tokenize_all(sources.wikipedia_sample())[:30] if clone is None else build_wikipedia.documents(clone)
    start = time.process_time()
    with number(documents) as text:
        seconds = time.process_time() - start
        part = cache / f"{TOKENS}.part"
        with part.open("wb") as file:
            np.save(file, np.concatenate(list(text.blocks())))
        about = {"types": text.types, "cpu_seconds": seconds, "n_tokens": text.n_tokens}
        (cache / f"{TOKENS}.json").write_text(json.dumps(about), encoding="utf-8")
        part.replace(cache / TOKENS)


def articles(cache: Path, tokens: int) -> Iterator[list[str]]:
    """The first articles, until they hold so many words."""
    ids = np.load(cache / TOKENS, mmap_mode="r")
    types = np.array(json.loads((cache / f"{TOKENS}.json").read_text(encoding="utf-8"))["types"], dtype=object)
    seen = start = 0
    for end in np.flatnonzero(ids == -1).tolist():
        if seen >= tokens:
            return
        yield types[ids[start:end]].tolist()
        seen, start = seen + end - start, end + 1


@dataclass(frozen=True)
class Pieces:
    """The same articles, cut into pieces that gensim reads whole, as often as it asks."""

    cache: Path
    tokens: int

    def __iter__(self) -> Iterator[list[str]]:
        for article in articles(self.cache, self.tokens):
            for i in range(0, len(article), GENSIM_LIMIT):
                yield article[i : i + GENSIM_LIMIT]


def scored(W: np.ndarray, words: Sequence[str]) -> dict[str, Any]:
    """Scores with standard errors; the answers as bits, so that ratios can be resampled."""
    questions = evaluation.analogy_questions(words)
    found = evaluation.analogies(W, words, questions=questions)
    error = np.std(bootstrap_accuracy(questions, found.hits[None], 500, 0))
    result: dict[str, Any] = {
        "analogies": [round(float(found.accuracy), 5), round(float(error), 5)],
        "questions": len(found.hits),
        "hits": np.packbits(found.hits).tobytes().hex(),
        "families": {row.family: [row.hits, row.questions] for row in found.families},
    }
    for dataset in ("wordsim353", "simlex999"):
        one = evaluation.word_similarity(W, words, dataset)
        error = np.std(bootstrap_spearman(one.human, one.cosine[None], 500, 0))
        result[dataset] = [round(float(one.spearman), 5), round(float(error), 5), len(one.pairs)]
    if set(FAMOUS) <= set(words):
        king, man, woman = (W[list(words).index(word)] / np.linalg.norm(W[list(words).index(word)]) for word in FAMOUS)
        near = np.argsort(-(W @ (king - man + woman)) / np.linalg.norm(W, axis=1))
        result["king - man + woman"] = [words[i] for i in near[:6]]
    return result


def run_closed(cache: Path, s: Settings, tokens: int, window: int, d: int) -> list[dict[str, Any]]:
    """Every recipe at one size and window."""
    start = time.process_time()
    with number(articles(cache, tokens)) as text:
        reading = time.process_time() - start
        known = text.vocabulary(min_count=s.min_count)
        vocabulary, start = known.top(min(s.V, len(known))), time.process_time()
        counts = count(text, vocabulary, window, dense=False)
        counting = time.process_time() - start
    d = min(d, len(vocabulary))
    keep = np.flatnonzero(counts.present)
    C = counts.counts[keep][:, keep]
    words = [vocabulary.words[i] for i in keep]
    P, D = C / C.sum(), targets.rank_one_scale(vocabulary.counts[keep], 0.25)
    D35 = targets.rank_one_scale(vocabulary.counts[keep], 0.35)
    recipes: dict[str, tuple[Callable[[], targets.Association], str]] = {
        "M*": (lambda: targets.m_star(P), "value"),
        "M*, signed": (lambda: targets.m_star(P), "modulus"),
        "M*, D^.25": (lambda: targets.m_star(P).scaled(D), "value"),
        "M*, D^.25, signed": (lambda: targets.m_star(P).scaled(D), "modulus"),
        "damped M*, signed": (lambda: targets.damped_m_star(C, window), "modulus"),
        "PPMI": (lambda: targets.ppmi(P), "value"),
        "PMI, 0 where never seen": (lambda: targets.pmi(P, unseen=0.0), "value"),
        "log((P + Q) / 2Q), D^.35, signed": (lambda: targets.mixed_pmi(P).scaled(D35), "modulus"),
    }
    runs = []
    for name, (target, by) in recipes.items():
        start = time.process_time()
        found = modes.leading_modes(target().astype(np.float32), d, by=by, tol=s.tol)
        seconds = time.process_time() - start
        runs.append({
            "recipe": name, "tokens": tokens, "window": window, "d": d, "V": len(words),
            "reading": round(reading, 2), "counting": round(counting, 2), "cpu_seconds": round(seconds, 2),
            "pairs_seen": round(C.nnz / len(words) ** 2, 4), "residual": float(f"{found.residual:.1e}"),
            **scored(modes.embed_signed(found)[0], words),
        })  # fmt: skip
    return runs


def run_gensim(cache: Path, s: Settings, series: Series, epochs: int) -> list[dict[str, Any]]:
    """Train once, from the start, on one thread."""
    with number(articles(cache, series.tokens)) as text:
        known = text.vocabulary(min_count=s.min_count)
    vocabulary: Vocabulary = known.top(min(s.V, len(known)))
    start = time.process_time()
    model = Word2Vec(
        sg=1, vector_size=min(series.d, len(vocabulary)), window=series.window, negative=series.negatives,
        sample=series.subsample, min_count=1, epochs=epochs, seed=series.seed, workers=1,
    )  # fmt: skip
    model.build_vocab_from_freq(dict(zip(vocabulary.words, vocabulary.counts.tolist(), strict=True)))
    model.train(Pieces(cache, series.tokens), total_words=known.n_tokens, epochs=epochs)
    seconds = time.process_time() - start
    W = model.wv.vectors[[model.wv.key_to_index[word] for word in vocabulary.words]]
    return [{"trainer": "gensim", **asdict(series), "epochs": epochs, "V": len(vocabulary),
             "cpu_seconds": round(seconds, 1), **scored(W, vocabulary.words)}]  # fmt: skip


MAKERS: tuple[Callable[..., Any], ...] = (articles, Pieces, scored, run_closed, run_gensim)


def makers_hash() -> str:
    """Return the hash of what makes a run: a change elsewhere, in the order of runs say, makes no stored run old."""
    return hashlib.sha256("".join(map(inspect.getsource, MAKERS)).encode()).hexdigest()


def ran(series: Series, runs: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the runs of a series, fewest epochs first."""
    own = [run for run in runs if "trainer" in run and asdict(series).items() <= run.items()]
    return sorted(own, key=lambda run: run["epochs"])


def next_epochs(s: Settings, series: Series, runs: Sequence[dict[str, Any]]) -> int | None:
    """Return for how many epochs this series is to be trained next; None once it has come to its end."""
    own = ran(series, runs)
    if series.seed != s.seeds[0]:
        first = replace(series, seed=s.seeds[0])
        return None if own or next_epochs(s, first, runs) else ran(first, runs)[-1]["epochs"]
    early = len(own) < 2 or own[-1]["epochs"] * series.tokens < s.least_read
    rises = early or own[-1]["analogies"][0] - own[-2]["analogies"][0] > own[-1]["analogies"][1]
    epochs = 2 * own[-1]["epochs"] if own else 1
    return epochs if rises and epochs <= s.most_epochs else None


def waiting(s: Settings, only: Sequence[str], runs: Sequence[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """What is to be run next: closed forms that are lacking, and the next epochs of each series."""
    asked: list[tuple[Any, ...]] = []
    if "closed" in only:
        there = {(run["tokens"], run["window"], run["d"]) for run in runs if "recipe" in run}
        (narrow, _), (_, D) = s.shapes[0], s.shapes[-1]
        shapes = [(n, *shape) for n in s.tokens for shape in s.shapes] + [(max(s.tokens), narrow, D)]
        asked += [(run_closed, *shape) for shape in dict.fromkeys(shapes) if shape not in there]
    for series in series_of(s) if "gensim" in only else ():
        if (epochs := next_epochs(s, series, runs)) is not None:
            asked.append((run_gensim, series, epochs))
    return asked


SIZES = ("V", "min_count", "tol")


def kept_runs(path: Path, s: Settings) -> list[dict[str, Any]]:
    """Return the stored runs that the code as it is now has made, at these sizes."""
    stored = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    same = stored.get("makers_sha256") == makers_hash()
    return stored["runs"] if same and all(stored["settings"][name] == getattr(s, name) for name in SIZES) else []


def main(arguments: Sequence[str] | None = None) -> None:
    parser = _record.parser(__doc__, "a few articles and few words: a test of this script")
    parser.add_argument("clone", type=Path, nargs="?")
    parser.add_argument("--only", nargs="+", choices=("closed", "gensim"), default=("closed", "gensim"))
    parser.add_argument("--jobs", type=int, default=2, help="processes at a time")
    parser.add_argument("--hours", type=float, default=24.0, help="begin no run after so long")
    options = parser.parse_args(arguments)
    if options.clone is None and not options.small:
        parser.error("name the clone of the text's repository; build_wikipedia.py says which one it is")
    s, path = SMALL if options.small else Settings(), options.out / "wikipedia.json"
    cache = options.out / "cache" if options.small else text8.default_cache()
    prepare(None if options.small else options.clone, cache)
    fresh = _record.provenance("wikipedia.py", options, s) | {"makers_sha256": makers_hash()}
    runs = kept_runs(path, s)
    about = json.loads((cache / f"{TOKENS}.json").read_text(encoding="utf-8"))
    fresh["settings"] |= {"power": 0.75, "trainer_start": "gensim's own", "workers": 1, "n_tokens": about["n_tokens"]}
    end, at_work = time.monotonic() + 3600 * options.hours, dict[Future[list[dict[str, Any]]], tuple[Any, ...]]()
    with ProcessPoolExecutor(options.jobs, multiprocessing.get_context("spawn")) as pool, tqdm(unit="run") as bar:
        while True:
            for job in waiting(s, options.only, runs) if time.monotonic() < end else ():
                if len(at_work) < options.jobs and job not in at_work.values():
                    at_work[pool.submit(job[0], cache, s, *job[1:])] = job
            if not at_work:
                return
            for future in wait(at_work, return_when=FIRST_COMPLETED).done:
                del at_work[future]
                runs += future.result()
                bar.update()
                _record.write(path, fresh | {"runs": runs})


if __name__ == "__main__":
    main()
