"""Several processes count what one does, and leave nothing behind, whatever happens to them."""

import errno
import multiprocessing
import multiprocessing.connection
import os
import resource
import signal
import tempfile
import time

import numpy as np
import pytest

from wordmodes.text import _arrays, _counting, _loops, _shards
from wordmodes.text._stream import Stream
from wordmodes.text.cooccurrence import count
from wordmodes.text.numbered import number
from wordmodes.text.vocabulary import Vocabulary

LETTERS = list("abcdefghij")
WORDS = Vocabulary(tuple("cabfed"), np.ones(6, dtype=int))


@pytest.fixture
def documents():
    rng = np.random.default_rng(0)
    return [rng.choice(LETTERS, size=n).tolist() for n in rng.integers(0, 60, size=40)]


@pytest.fixture(autouse=True)
def small(monkeypatch, tmp_path):
    monkeypatch.setattr(_shards, "LEAST", 20)
    monkeypatch.setattr(_shards, "_TICK", 0.01)
    monkeypatch.setattr(_counting, "HEAD", 3)
    monkeypatch.setattr(_counting, "_BLOCK", 100)
    monkeypatch.setattr(_counting, "_PART", 10)
    monkeypatch.setattr(_loops, "chosen", lambda pairs: _arrays)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield
    assert not list(tmp_path.iterdir()), "a file was left behind"
    assert not multiprocessing.active_children()


def in_children(monkeypatch, what):
    """Let every worker do something else than to count; forked ones do what is patched here."""
    monkeypatch.setattr(_shards, "_context", lambda: multiprocessing.get_context("fork"))
    parent, really = os.getpid(), _shards.Recipe.count
    monkeypatch.setattr(_shards.Recipe, "count", lambda *given: really(*given) if os.getpid() == parent else what())


@pytest.mark.parametrize("workers", [2, 3, 7])
@pytest.mark.parametrize("dense", [True, False])
def test_the_number_of_workers_changes_no_count(documents, workers, dense):
    for settings in ({}, {"oov": "drop"}, {"thin": 0.1, "seed": 4, "oov": "drop"}):
        alone = count(documents, WORDS, 4, dense=dense, **settings).counts
        with number(documents) as text:
            for given in (documents, text):
                several = count(given, WORDS, 4, dense=dense, workers=workers, **settings).counts
                assert (alone != several).sum() == 0


def test_workers_that_are_started_anew_count_the_same(documents, monkeypatch):
    monkeypatch.setattr(_shards, "_context", lambda: multiprocessing.get_context("spawn"))
    alone = count(documents, WORDS, 4).counts
    assert np.array_equal(count(documents, WORDS, 4, workers=2).counts, alone)


def test_a_text_is_parted_between_documents(documents):
    with number(documents) as text:
        stream = text._stream
        for n in (1, 2, 3, 10, 1000):
            places = _shards.cuts(stream, n)
            assert places[0] == 0
            assert places[-1] == stream.length
            assert len(places) <= n + 1
            assert all(stream.read(place - 1, place)[0] == -1 for place in places[1:])
            assert np.all(np.diff(places) > 0)
    with number([["a"] * 500]) as text:
        assert len(_shards.cuts(text._stream, 4)) == 2  # a single document is not parted


def test_a_worker_that_is_killed_ends_in_one_error(documents, monkeypatch):
    in_children(monkeypatch, lambda: os.kill(os.getpid(), signal.SIGKILL))
    with pytest.raises(RuntimeError, match="was killed, perhaps for want of memory; use fewer workers"):
        count(documents, WORDS, 4, workers=2)


def test_a_worker_that_does_not_start_says_what_a_script_must_do(documents, monkeypatch):
    in_children(monkeypatch, lambda: os._exit(1))
    with pytest.raises(RuntimeError, match=r"did not start; .* under `if __name__ == '__main__':`"):
        count(documents, WORDS, 4, workers=2)


def test_an_error_of_one_worker_stops_the_others(documents, monkeypatch, tmp_path_factory):
    first = tmp_path_factory.mktemp("first") / "first"

    def first_fails():
        try:
            first.touch(exist_ok=False)
        except FileExistsError:
            time.sleep(60)
        raise ValueError("as it would be alone")

    in_children(monkeypatch, first_fails)
    begun = time.monotonic()
    with pytest.raises(ValueError, match="as it would be alone"):
        count(documents, WORDS, 4, workers=2)
    assert time.monotonic() - begun < 30


def test_an_interruption_ends_the_workers(documents, monkeypatch):
    in_children(monkeypatch, lambda: time.sleep(60))

    def interrupted(*given, **named):
        time.sleep(0.3)
        raise KeyboardInterrupt

    monkeypatch.setattr(multiprocessing.connection, "wait", interrupted)
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        count(documents, WORDS, 4, workers=2)
    assert time.monotonic() - begun < 30


def test_a_full_disk_ends_in_one_error_and_spoils_no_text(documents, monkeypatch):
    def full(*given):
        raise OSError(errno.ENOSPC, "No space left on device")

    alone = count(documents, WORDS, 4).counts
    monkeypatch.setattr(_shards, "_context", lambda: multiprocessing.get_context("fork"))
    with number(documents) as text:
        with monkeypatch.context() as patch:
            patch.setattr(np, "save", full)
            with pytest.raises(OSError, match=r"could not be written to .*make room there"):
                count(text, WORDS, 4, workers=2)
        assert np.array_equal(count(text, WORDS, 4).counts, alone)
    with number(documents) as text, monkeypatch.context() as patch:
        patch.setattr(Stream, "_write", full)
        with pytest.raises(OSError, match="No space"):
            count(text, WORDS, 4, workers=2)
        assert np.array_equal(count(text, WORDS, 4).counts, alone)


def test_a_disk_that_is_full_while_a_text_is_read_ends_in_one_error(documents):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))  # no file may grow longer
    try:
        with pytest.raises(OSError, match=r"could not be written to .*make room there, or name a folder.*TMPDIR"):
            number(documents, spill=100)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
