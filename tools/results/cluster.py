"""What each step of the way from text to modes costs a machine of a cluster: part of ``make results``.

python tools/results/cluster.py CLONE [--small] [--out FOLDER]

CLONE is a clone of the repository that wikipedia is read from. Prices are CPU seconds of one thread: for a word read,
for a word and a neighbour counted, for a pair merged, for a pair and a column multiplied. The appendix 'Past one
machine' works out from them what larger texts cost. ``--small`` takes a few articles of gazette's and needs no clone.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import numpy as np
from distributed import Client, LocalCluster
from scipy.sparse import csr_array, tril
from scipy.sparse.linalg import LinearOperator
from tqdm import tqdm

import _record
from wordmodes.text import Numbered, Vocabulary, _distributed, count, number, sources
from wordmodes.text._reading import Known, batches
from wordmodes.text.corpus import tokenize
from wordmodes.text.files import GitTree, read_documents
from wordmodes.theory import Association, leading_modes, m_star

COMMIT = "1c0fac92f29f17c1603bfffbe864e0dfdff66897"
FILES = "text/A[A-D]/wiki_*"


@dataclass(frozen=True)
class Settings:
    """The sizes of a run."""

    shapes: tuple[tuple[int, int, int], ...] = ((50_000, 5, 100), (10_000, 16, 200))  # V, window, d
    words: tuple[int, ...] = (1_000_000, 4_000_000, 16_000_000, 64_000_000)
    columns: int = 16  # of a product, as `leading_modes` asks for
    tol: float = 1e-3
    tasks: int = 300


SMALL = Settings(shapes=((1000, 5, 5),), words=(5_000, 20_000), tasks=10)


class Watched(LinearOperator):
    """An operator that notes how many columns it multiplied, and the seconds that this took."""

    def __init__(self, M: Association) -> None:
        self.M, self.columns, self.seconds = M, 0, 0.0
        super().__init__(dtype=M.dtype, shape=M.shape)

    def _matmat(self, X: np.ndarray) -> np.ndarray:
        seconds, Y = timed(lambda: self.M @ X)
        self.columns, self.seconds = self.columns + X.shape[1], self.seconds + seconds
        return Y

    def _matvec(self, x: np.ndarray) -> np.ndarray:
        return self._matmat(x.reshape(-1, 1))


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds, and what came of it."""
    start = time.process_time()
    made = work()
    return time.process_time() - start, made


def texts(clone: Path | None, folder: Path) -> Any:
    """The documents behind wikipedia, or a few of gazette's."""
    if clone is not None:
        return read_documents(GitTree(clone, COMMIT, FILES), errors="replace")
    for n, article in enumerate(sources.wikipedia_sample()[:20]):
        (folder / f"{n:02}.txt").write_text(article, encoding="utf-8")
    return read_documents(folder)


def shortened(text: Numbered, words: int) -> Numbered:
    """The first documents, until they hold so many words."""
    held, seen = [], 0
    for block in text.blocks():
        held.append(block)
        seen += int((block >= 0).sum())
        if seen >= words:
            break
    numbers = np.concatenate(held)
    ends = np.flatnonzero(numbers == -1)
    last = ends[min(np.searchsorted(ends - np.arange(len(ends)), words), len(ends) - 1)]
    numbers = numbers[: last + 1]
    made = Numbered(text.types, np.bincount(numbers[numbers >= 0], minlength=len(text.types)), int((numbers < 0).sum()))
    made._stream.append(numbers)
    return made


def reading(documents: Any, vocabulary: Vocabulary, words: int) -> float:
    """Nanoseconds a word: from the file to rows of the vocabulary, of the first words only."""
    some = islice(batches(documents, Known(vocabulary.index), tokenize), words >> 17 or 1)
    seconds, lengths = timed(lambda: [len(batch) for batch in some])
    return 1e9 * seconds / sum(lengths)


def shape(text: Numbered, V: int, window: int, d: int, s: Settings) -> dict[str, Any]:
    """Prices for so many words and so large a window, and the pairs that more and more text stores."""
    vocabulary = text.vocabulary(size=V)
    count(shortened(text, 1000), vocabulary, window, dense=False)  # compiles
    curve, seconds = [], 0.0
    for words in s.words:
        with shortened(text, words) as some:
            seconds, counts = timed(lambda some=some: count(some, vocabulary, window, dense=False))
            curve.append([some.n_tokens, int(counts.counts.nnz)])
    half = _distributed.Counted(narrow(tril(counts.counts, format="csr").astype(np.int32)), 0)
    merging, _ = timed(lambda: _distributed.added(half, half))

    keep = np.flatnonzero(counts.present)
    found = m_star(counts.counts[keep][:, keep] / counts.total).astype(np.float32)
    M = Watched(Association(narrow(found.sparse), found.factor, found.core))
    pairs = M.M.sparse.nnz
    solving, _ = timed(lambda: leading_modes(M, d, tol=s.tol))
    return {
        "V": V,
        "window": window,
        "d": d,
        "words_and_pairs": curve,
        "counting_ns": round(1e9 * seconds / (curve[-1][0] * window), 3),
        "merging_ns": round(1e9 * merging / (2 * half.triangle.nnz), 2),
        "product_ns": round(1e9 * M.seconds / (pairs * M.columns), 3),
        "columns": M.columns,
        "solver_s": round(solving - M.seconds, 2),
        "triangle_bytes": round((half.triangle.data.nbytes + half.triangle.indices.nbytes) / half.triangle.nnz, 2),
        "operator_bytes": round((M.M.sparse.data.nbytes + M.M.sparse.indices.nbytes) / pairs, 2),
    }


def narrow(part: csr_array) -> csr_array:
    """The same with four bytes an index, as what is counted and what workers hold has them."""
    return csr_array((part.data, part.indices.astype(np.int32), part.indptr.astype(np.int32)), shape=part.shape)


def task_ms(tasks: int) -> float:
    """Milliseconds that Dask takes for a task, beyond what is done in it: the least of five rounds."""
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=":0") as cluster, Client(cluster) as client:
        rounds = []
        for _ in range(5):
            start = time.perf_counter()
            client.gather(client.map(abs, range(tasks), pure=False))
            rounds.append(time.perf_counter() - start)
    return round(1e3 * min(rounds) / tasks, 2)


def main(arguments: list[str] | None = None) -> None:
    """Measure everything and write the file through a temporary one."""
    parser = _record.parser(__doc__, "a few articles, few words")
    parser.add_argument("clone", type=Path, nargs="?")
    options = parser.parse_args(arguments)
    if options.clone is None and not options.small:
        parser.error("name a clone of the repository that wikipedia is read from, or pass --small")
    s = SMALL if options.small else Settings()
    result = _record.provenance("cluster.py", options, s, also=("numba", "dask", "distributed"))
    with tempfile.TemporaryDirectory() as folder:
        documents = texts(None if options.small else options.clone, Path(folder))
        with number(documents) as text:
            result["reading_ns"] = round(reading(documents, text.vocabulary(size=s.shapes[0][0]), s.words[-2]), 1)
            result["bytes_a_word"] = round(documents.n_bytes / text.n_tokens, 3)
            bar = tqdm(s.shapes, unit="shape", disable=None)
            result["shapes"] = [shape(text, *one, s) for one in bar]
    result["task_ms"] = task_ms(s.tasks)
    _record.write(options.out / "cluster.json", result)


if __name__ == "__main__":
    main()
