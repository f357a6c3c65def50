"""What `wordmodes embed` costs and gives on texts of several lengths: part of ``make results``.

python tools/results/your_corpus.py [--wikipedia PATH] [--small] [--out FOLDER]

The first documents of gazette, in an order drawn once, and of the text at PATH (anything that the command reads, such
as ``git+REPOSITORY@COMMIT:PATTERN``), until they hold so many words. Each is embedded by the command in a process of
its own, whose processor time and peak memory are taken; then come the three scores, how many modes stand above those
of a shuffled text, and how far two halves agree. Without ``--wikipedia`` what is stored of that text stays.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import numpy as np
from tqdm import tqdm

import _record
import build_gazette
from wordmodes import evaluation
from wordmodes._cli.folder import load
from wordmodes._cli.material import READ, Material
from wordmodes.text import corpus, sources
from wordmodes.text.files import read_documents
from wordmodes.text.numbered import number
from wordmodes.theory import modes, noise, targets

NAME = "your_corpus.json"


@dataclass(frozen=True)
class Settings:
    """Sizes of a run."""

    gazette: tuple[int, ...] = (100_000, 300_000, 1_000_000, 2_540_276)
    wikipedia: tuple[int, ...] = (10_000_000, 65_000_000)
    V: int = 5000
    V_wikipedia: int = 10_000
    d: int = 100
    window: int = 5
    shuffled: int = 3_000_000  # longer texts are not shuffled and halved
    seed: int = 0


SMALL = Settings(gazette=(20_000, 40_000), wikipedia=(), V=600, d=10)


def shortened(documents: Iterable[list[str]], tokens: int) -> Iterator[list[str]]:
    """Documents until they hold so many tokens."""
    for document in documents:
        if tokens <= 0:
            return
        yield document
        tokens -= len(document)


def embedded(path: Path, out: Path, V: int, s: Settings) -> dict:
    """Run the command, and say what it took."""
    command = [sys.executable, "-m", "wordmodes", "embed", path, "-o", out, "--V", V, "--d", s.d, "--window", s.window]
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {status}")
    return {"cpu_seconds": round(used.ru_utime + used.ru_stime, 1), "peak_megabytes": round(used.ru_maxrss / 1000)}


def scores(out: Path) -> dict:
    """The three test sets, with error bars."""
    vectors, _ = load(str(out))
    W, words = vectors.W, vectors.words
    questions = evaluation.analogy_questions(words)
    hits = evaluation.analogies(W, words, questions=questions).hits
    found = {
        "V": len(words), "analogies": round(100 * float(hits.mean()), 2), "covered": len(questions),
        "error": round(100 * float(np.nanstd(evaluation.bootstrap_accuracy(questions, hits))), 2),
    }  # fmt: skip
    for test in ("wordsim353", "simlex999"):
        found[test] = round(evaluation.word_similarity(W, words, test).spearman, 3)
    positive = np.flatnonzero(vectors.modes.eigenvalues > 0)[:3]
    return found | {"ends": [vectors.ends(int(k) + 1, 5) for k in positive]}


def reliable(documents: list[list[str]], seed: int) -> dict:
    """Modes of M* above a shuffled text's, and the overlap of two halves."""
    with number(documents) as text:
        made = Material(text, Namespace(workers=1))
        lam = modes.leading_modes(targets.m_star(made.counts(READ, 16).P), 100).eigenvalues
        with made.shuffled((seed, 0)) as part:
            null = noise.target_with_absent(made.counts(READ, 16, part))
        leading = []
        for half in made.halves((seed, 0)):
            with half:
                M = noise.target_with_absent(made.counts(READ, 16, half))
            leading.append(modes.leading_modes(M, 10).eigenvectors)
    return {
        "modes_above": noise.modes_above(lam, modes.leading_modes(null, 1).eigenvalues),
        "overlap": round(float(noise.overlaps(*leading, [10])[0]), 3),
    }


def measured(name: str, documents: Iterable[list[str]], V: int, s: Settings) -> dict:
    """One text: what the command takes, and what comes of it."""
    with tempfile.TemporaryDirectory() as folder:
        path, tokens = Path(folder, "text.jsonl"), 0
        held: list[list[str]] = []
        with path.open("w", encoding="ascii") as file:
            for document in documents:
                file.write(json.dumps({"text": " ".join(document)}) + "\n")
                tokens += len(document)
                if tokens <= s.shuffled:
                    held.append(document)
        found = {"text": name, "tokens": tokens} | embedded(path, Path(folder, "out"), V, s)
        found |= scores(Path(folder, "out"))
        return found | (reliable(held, s.seed) if tokens <= s.shuffled else {})


def main(arguments: Sequence[str] | None = None) -> None:
    """Run and store."""
    parser = _record.parser(__doc__, "two short texts: a test of this script")
    parser.add_argument("--wikipedia", metavar="PATH")
    options = parser.parse_args(arguments)
    s = SMALL if options.small else Settings()
    if options.small:
        documents = corpus.tokenize_all(sources.wikipedia_sample())
    else:
        documents = build_gazette.documents()
        documents = [documents[i] for i in np.random.default_rng(s.seed).permutation(len(documents))]
    runs = [measured("gazette", shortened(documents, n), s.V, s) for n in tqdm(s.gazette)]
    if options.wikipedia:
        for n in tqdm(s.wikipedia):
            long = map(corpus.tokenize, read_documents(options.wikipedia))
            runs.append(measured("wikipedia", shortened(long, n), s.V_wikipedia, s))
    elif (path := options.out / NAME).exists():
        runs += [run for run in json.loads(path.read_text(encoding="utf-8"))["runs"] if run["text"] == "wikipedia"]
    _record.write(options.out / NAME, _record.provenance("your_corpus.py", options, s) | {"runs": runs})


if __name__ == "__main__":
    main()
