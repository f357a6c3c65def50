"""Counting and solving on a cluster: the integers of one process, whatever the shards and whoever dies."""

import os
import signal
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
from distributed import Client, LocalCluster
from odd_inputs import check
from scipy.sparse import csr_array, random_array
from scipy.sparse.linalg import LinearOperator

from wordmodes.text import count, number, read_documents
from wordmodes.text.corpus import tokenize
from wordmodes.text.distributed import count_distributed
from wordmodes.theory import Association, leading_modes, m_star
from wordmodes.theory.distributed import distributed_operator

FILES = 9


@dataclass(frozen=True)
class Marking:
    """A tokenizer that leaves a mark for each text, may take its time, and fails at one of them while told so."""

    folder: Path
    seconds: float = 0.0

    def __call__(self, text):
        (self.folder / f"{os.getpid()}-{uuid4().hex}").touch()
        time.sleep(self.seconds)
        if "failing" in text and (self.folder / "fail").exists():
            raise ValueError("told to fail")
        return tokenize(text)

    def marks(self):
        return [path for path in self.folder.iterdir() if path.name != "fail"]


@pytest.fixture(scope="module")
def client():
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, memory_limit="1GiB", dashboard_address=":0") as cluster,
        Client(cluster) as made,
    ):
        yield made


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Nine files of the same length, so that each can be a shard, and one of many short documents."""
    made = tmp_path_factory.mktemp("texts")
    rng = np.random.default_rng(1)
    words = np.array([chr(97 + i // 26) + chr(97 + i % 26) for i in range(300)])
    share = 1 / (np.arange(300) + 2.0)
    for n in range(FILES):
        text = " ".join(rng.choice(words, size=1200, p=share / share.sum()))
        (made / f"{n}.txt").write_text(text + " failing" * (n == 5), encoding="utf-8")
    lines = [f'{{"text": "aa ab {words[i]} ac"}}' for i in range(40)]
    (made / f"{FILES}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return made


@pytest.fixture
def marking(tmp_path):
    (tmp_path / "marks").mkdir()
    return Marking(tmp_path / "marks")


def kill_one(client, pid=None):
    pid = next(iter(client.run(os.getpid).values())) if pid is None else pid
    os.kill(pid, signal.SIGKILL)


def same(a, b):
    assert a.words == b.words
    assert (a.vocabulary.counts == b.vocabulary.counts).all()
    assert (a.vocabulary.n_tokens, a.vocabulary.n_types) == (b.vocabulary.n_tokens, b.vocabulary.n_types)
    assert (a.dense().counts == b.dense().counts).all()


@pytest.mark.parametrize("shards", [1, 2, 7])
@pytest.mark.parametrize(
    "how", [{}, {"weighting": "flat", "oov": "drop", "thin": 1e-2, "seed": 3, "dense": False}], ids=["kept", "thinned"]
)
def test_the_integers_are_those_of_one_process(client, folder, shards, how):
    documents = read_documents(folder)
    text = number(documents)
    here = count(text, text.vocabulary(size=200, min_count=2), 5, **how)
    there = count_distributed(documents, 5, client, size=200, min_count=2, shards=shards, **how)
    same(here, there)
    assert type(there.counts) is type(here.counts)
    assert there.counts.dtype == np.int64
    assert there.window == 5


@pytest.mark.parametrize("thin", [None, 1e-2])
def test_a_known_vocabulary_is_counted_as_it_is(client, folder, thin):
    documents = read_documents(folder)
    words = number(documents).vocabulary(size=50)
    same(count(number(documents), words, 3, thin=thin), count_distributed(
        documents, 3, client, vocabulary=words, thin=thin, shards=4))  # fmt: skip


def test_a_run_that_was_stopped_goes_on_where_it_was(client, folder, marking, tmp_path):
    documents, kept = read_documents(sorted(folder.glob("*.txt"))), tmp_path / "kept"

    def run():
        return count_distributed(documents, 4, client, size=100, tokenizer=marking, shards=FILES, checkpoint=kept)

    (marking.folder / "fail").touch()
    with pytest.raises(ValueError, match="told to fail"):
        run()
    # what was at work when one failed, or about to be
    while any(client.processing().values()) or len(list(kept.glob("*.npz"))) < len(marking.marks()) - 1:
        time.sleep(0.01)
    (marking.folder / "fail").unlink()
    done, before = len(list(kept.iterdir())), len(marking.marks())
    assert 1 <= done < FILES
    here = count(number(documents), number(documents).vocabulary(size=100), 4)
    same(here, run())
    assert len(marking.marks()) - before == 2 * FILES - done
    assert len(list(kept.iterdir())) == 2 * FILES
    same(here, run())  # with nothing to read
    assert len(marking.marks()) - before == 2 * FILES - done


def test_what_is_damaged_or_outdated_is_made_anew(client, folder, marking, tmp_path):
    for path in folder.glob("[0-3].txt"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    documents, kept = read_documents(sorted(tmp_path.glob("*.txt"))), tmp_path / "kept"

    def run():
        before = len(marking.marks())
        made = count_distributed(documents, 4, client, size=90, tokenizer=marking, shards=4, checkpoint=kept)
        return made, len(marking.marks()) - before

    first, read = run()
    assert read == 8
    words, other = sorted(kept.glob("words-*"))[:2]
    pairs, third = sorted(kept.glob("pairs-*"))[:2]
    for path in (words, pairs):
        path.write_bytes(path.read_bytes()[:-100])
    for path in (other, third):
        spoilt = bytearray(path.read_bytes())
        spoilt[len(spoilt) // 2] ^= 255
        path.write_bytes(spoilt)
    again, read = run()
    same(first, again)
    assert read == 4
    assert not list(kept.glob(".part-*"))

    changed = tmp_path / "2.txt"
    changed.write_text(changed.read_text(encoding="utf-8").replace("aa", "ab"), encoding="utf-8")
    other, read = run()
    assert read == 5  # the file twice, and the others for the vocabulary that it changed
    same(count(number(documents), number(documents).vocabulary(size=90), 4), other)


@pytest.fixture(scope="module")
def association():
    A = random_array((1000, 1000), density=0.03, rng=np.random.default_rng(0))
    A = csr_array(A + A.T)
    return m_star(A / A.sum())


@pytest.mark.parametrize("blocks", [1, 2, 3])
def test_rows_of_an_operator_on_workers(client, association, blocks):
    there = distributed_operator(association, client, blocks)
    X = np.random.default_rng(0).standard_normal((1000, 7))
    assert np.array_equal(there @ X, association @ X)
    assert np.array_equal(there @ X[:, 0], (association @ X[:, :1])[:, 0])
    assert np.array_equal(there.T @ X, there.H @ X)
    assert there.dtype == association.dtype
    assert (distributed_operator(association.astype(np.float32), client, blocks) @ X.astype(np.float32)).dtype == "f4"
    here, found = (leading_modes(M, 10).eigenvalues for M in (association, there))
    np.testing.assert_allclose(found, here, rtol=1e-9, atol=0)


def test_a_worker_that_is_killed_while_it_counts_changes_nothing(client, folder, marking):
    documents = read_documents(folder)
    slow = Marking(marking.folder, 0.3)
    words = number(documents).vocabulary(size=100)
    found = []
    work = threading.Thread(
        target=lambda: found.append(count_distributed(
            documents, 4, client, vocabulary=words, tokenizer=slow, shards=FILES))
    )  # fmt: skip
    work.start()
    while len(slow.marks()) < 3:
        time.sleep(0.01)
    at_work = max(slow.marks(), key=lambda path: path.stat().st_mtime_ns)
    kill_one(client, int(at_work.name.split("-")[0]))
    work.join(120)
    same(count(number(documents), words, 4), found[0])
    assert len(slow.marks()) > FILES + 40  # documents: something was read a second time


class Deadly(LinearOperator):
    """An operator during whose third product a worker dies."""

    def __init__(self, M, client):
        self.M, self.client, self.products = M, client, 0
        super().__init__(dtype=M.dtype, shape=M.shape)

    def _matmat(self, X):
        self.products += 1
        if self.products == 3:
            kill_one(self.client)
        return self.M @ X

    def _matvec(self, x):
        return self._matmat(x.reshape(-1, 1))


def test_a_worker_that_dies_between_products_changes_no_eigenvalue(client, association):
    client.cluster.scale(3)  # the one that was killed above may take its time to come back
    while len(client.nthreads()) < 2:
        time.sleep(0.05)
    there = Deadly(distributed_operator(association, client), client)
    found = leading_modes(there, 10)
    np.testing.assert_allclose(found.eigenvalues, leading_modes(association, 10).eigenvalues, rtol=1e-9, atol=0)
    assert there.products > 5


def test_blocks_have_as_many_pairs_each(association):
    with Client(processes=False, n_workers=1, dashboard_address=":0") as client:
        there = distributed_operator(association, client, 4)
        pairs = np.diff(association.sparse.indptr[there._cuts])
    assert len(pairs) == 4
    assert pairs.max() / pairs.min() < 1.1


def test_without_dask_the_error_says_what_to_install(folder, association, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    for call in (
        lambda: count_distributed(read_documents(folder), 2, None),
        lambda: distributed_operator(association, None),
    ):
        with pytest.raises(ModuleNotFoundError, match=r"pip install 'wordmodes\[distributed\]'"):
            call()


def test_odd_inputs_are_answered_or_refused_by_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for n in range(2):
        (tmp_path / f"{n}.txt").write_text("a b c a b", encoding="utf-8")
    M = Association(csr_array(np.eye(3)), np.ones((3, 1)), [[-2.0]])
    documents = read_documents([tmp_path / "0.txt", tmp_path / "1.txt"])
    words = number(documents).vocabulary()
    with Client(processes=False, n_workers=1, threads_per_worker=1, dashboard_address=":0") as client:

        def counting(**how):
            return count_distributed(how.pop("documents", documents), client=how.pop("client", client), **how)

        check(counting, {"window": 2, "size": 2, "min_count": 1, "oov": "keep", "shards": 2, "dense": True})
        check(counting, {"window": 2, "weighting": "linear", "thin": 0.1, "seed": 1, "tokenizer": str.split})
        check(lambda blocks: distributed_operator(M, client, blocks), {"blocks": 2})
        for odd in (None, 1, "tcp://127.0.0.1:1", [], Client):
            for call in (lambda odd=odd: counting(window=2, client=odd), lambda odd=odd: distributed_operator(M, odd)):
                with pytest.raises(TypeError, match="client"):
                    call()
            with pytest.raises(TypeError, match="documents"):
                counting(window=2, documents=odd)
            with pytest.raises(TypeError, match="M must be"):
                distributed_operator(odd, client)
        for odd in (1, b"a", "", "a\0b", "0.txt", "a\ud800", ["a"]):
            with pytest.raises((TypeError, ValueError), match="checkpoint"):
                counting(window=2, checkpoint=odd)
        with pytest.raises(ValueError, match="size"):
            counting(window=2, vocabulary=words, size=2)
        with pytest.raises(TypeError, match="vocabulary"):
            counting(window=2, vocabulary=["a", "b"])
    with pytest.raises(ValueError, match="client is closed"):
        counting(window=2)
