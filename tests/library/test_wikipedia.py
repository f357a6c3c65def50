"""Wikipedia's counts: read back as written, what the note says they are, and made from a repository by git alone."""

import hashlib
import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import _bundles
import build_wikipedia
from wordmodes.text import _bundled, _packing, wikipedia, wikipedia_vocabulary
from wordmodes.text.bundled import _GAZETTE, _WIKIPEDIA
from wordmodes.text.cooccurrence import count
from wordmodes.text.corpus import Vocabulary, tokenize

DATA = Path(__file__).resolve().parents[2] / "src/wordmodes/text/data"
FILES = ("wikipedia-vocabulary.json", "wikipedia-window16.counts", "wikipedia-window5.counts")


def the_note() -> str:
    return (DATA / "PROVENANCE.md").read_text(encoding="utf-8")


def test_the_files_are_small():
    assert sum((DATA / name).stat().st_size for name in FILES) < 29e6


@pytest.mark.parametrize(("window", "size"), [(16, 10_000), (5, 5000)])
def test_decoding_is_quick_and_exact(window, size):
    """By the hash in the note; and in CPU seconds, the better of two times, since other tests run beside this one."""
    guide, seconds = None, []
    for _ in range(2):
        start = time.process_time()
        if window == 5:
            guide = np.concatenate(list(_packing.unpacked((DATA / FILES[1]).read_bytes(), size)))
        triangle = np.concatenate(
            list(_packing.unpacked((DATA / _WIKIPEDIA.counts_file(window)).read_bytes(), size, guide))
        )
        seconds.append(time.process_time() - start)
    assert hashlib.sha256(triangle.astype("<i4").tobytes()).hexdigest() in the_note()
    assert min(seconds) < 3


def test_all_words_come_as_a_sparse_array_that_a_count_would_be():
    full = wikipedia()
    counts = full.counts
    assert counts.shape == (10_000, 10_000)
    assert (counts.dtype, counts.indices.dtype, counts.indptr.dtype) == (np.int64, np.int32, np.int32)
    assert (full.window, full.weighting) == (16, "linear")
    assert (counts.nnz, int(counts.data.max()), full.total) == (50_042_943, 92_159_870, 14_040_436_026)
    assert counts.data.all()
    assert full.present.all()
    transposed = counts.T.tocsr()
    assert np.array_equal(counts.indices, transposed.indices)  # sorted, as tocsr leaves them
    assert np.array_equal(counts.data, transposed.data)
    # A token weighs L (L + 1) over the places of its two sides, less the unknown words there and the document's ends.
    assert (counts.sum(axis=1) / full.vocabulary.counts).max() <= 16 * 17
    corner = wikipedia(700)
    assert np.array_equal(corner.counts, counts[:700, :700].toarray())
    assert corner.words == full.words[:700]


def test_a_table_up_to_5_000_words_and_either_on_request():
    table, sparse = wikipedia(5000, 5), wikipedia(5000, 5, dense=False)
    assert isinstance(table.counts, np.ndarray)
    assert np.array_equal(sparse.counts.toarray(), table.counts)
    assert (table.window, int(table.counts.max())) == (5, 9_321_138)
    assert np.array_equal(table.counts, table.counts.T)
    assert np.array_equal(wikipedia(40, 5, dense=True).counts, table.counts[:40, :40])


def test_the_vocabulary_is_what_the_note_says():
    vocabulary, note = wikipedia_vocabulary(), the_note()
    assert f"{vocabulary.n_tokens:,} tokens of {vocabulary.n_types:,} types".replace(",", " ") in note
    assert f"The most frequent 10 000 words occur {vocabulary.counts[-1]} times or more" in note
    falling = list(zip(-vocabulary.counts, vocabulary.words, strict=True))
    assert falling == sorted(falling)
    index = dict(zip(vocabulary.words, vocabulary.counts.tolist(), strict=True))
    assert (index["king"], index["queen"]) == (28_859, 7_611)
    for mark, times in (("formula", "24 073"), ("br", "6 785"), ("ref", "1 255")):
        assert f"*{mark}* {times}" in note
        assert index[mark] == int(times.replace(" ", ""))


def test_the_note_names_the_source_as_the_builder_checks_it():
    text = build_wikipedia.TEXT
    for said in (text.repository, text.commit, text.pattern, text.sha256, "CC BY-SA"):
        assert said in the_note()


@pytest.mark.parametrize(
    ("given", "match"),
    [
        ({"window": 10}, "wikipedia is counted with window 16 or 5, got 10"),
        ({"size": 1}, "wikipedia holds 10000 words for window 16: size must lie between 2 and that, got 1"),
        ({"size": 10_001}, "wikipedia holds 10000 words for window 16"),
        ({"window": 5}, "wikipedia holds 5000 words for window 5: size must lie between 2 and that, got 10000"),
    ],
)
def test_what_is_not_bundled_is_refused(given, match):
    with pytest.raises(ValueError, match=match):
        wikipedia(**given)


@pytest.fixture
def folder(tmp_path):
    """Two small corpora in a folder."""
    rng = np.random.default_rng(0)
    documents = [rng.choice(list("abcdefgh"), p=[0.9, *[0.1 / 7] * 7], size=300).tolist() for _ in range(30)]
    vocabulary = Vocabulary.from_documents(documents, 6)
    counts = {window: count(documents, vocabulary, window) for window in (16, 5)}
    for corpus in (_WIKIPEDIA, _GAZETTE):
        _bundles.write(corpus, counts, tmp_path / "data")
        assert _bundles.differences(corpus, counts, tmp_path / "data") == []
    return tmp_path / "data"


def test_a_damaged_or_missing_file_is_named(folder):
    file = folder / "wikipedia-window16.counts"
    whole = file.read_bytes()
    for broken, match in (
        (whole[:-9], "it is damaged or cut short"),
        (b"<html>", "it does not begin as packed counts"),
    ):
        file.write_bytes(broken)
        for window in (16, 5):
            with pytest.raises(ValueError, match=f"path '.*data' holds counts that can't be read: {match}"):
                wikipedia(6, window, folder)
    file.unlink()
    with pytest.raises(FileNotFoundError, match=r"no wikipedia-window16\.counts in path"):
        wikipedia(6, path=folder)
    with pytest.raises(FileNotFoundError, match="leave `path` out for the counts that come along"):
        wikipedia(6, path=folder.parent)


def test_in_the_browser_the_counts_are_fetched_once_from_beside_the_wheel(folder, monkeypatch):
    asked = []
    files = {file.name: file.read_bytes() for file in folder.glob("*.counts")}

    class Request:
        @classmethod
        def new(cls):
            return cls()

        def open(self, method, url, wait_not):
            assert (method, wait_not) == ("GET", False)
            asked.append(url)
            self.name = url.rpartition("/")[2]

        def send(self):
            if not files:
                raise OSError("NetworkError")
            assert self.responseType == "arraybuffer"
            self.status = 200 if self.name in files else 404
            self.response = SimpleNamespace(to_bytes=lambda: files[self.name])

    wheel = "https://book.example/lite/pypi/./wordmodes-1-py3-none-any.whl?sha256=0"
    monkeypatch.setitem(sys.modules, "js", SimpleNamespace(XMLHttpRequest=Request))
    monkeypatch.setitem(sys.modules, "pyodide.ffi", SimpleNamespace(JsException=OSError))
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setattr(_bundled, "__file__", str(folder.parent / "module.py"))
    monkeypatch.setattr(
        _bundled.metadata, "distribution", lambda name: SimpleNamespace(read_text={"PYODIDE_URL": wheel}.get)
    )
    for file in folder.glob("wikipedia-window*"):
        file.unlink()
    assert wikipedia(6, 5).counts.shape == (6, 6)
    assert wikipedia(4, 16).counts.shape == wikipedia(4, 5, dense=False).counts.shape == (4, 4)
    assert asked == [f"https://book.example/lite/pypi/wikipedia-window{window}.counts" for window in (16, 5)]
    del files["wikipedia-window16.counts"]
    (folder / "wikipedia-window16.counts").unlink()
    with pytest.raises(FileNotFoundError, match=r"pypi/wikipedia-window16\.counts could not be fetched \(status 404\)"):
        wikipedia(6)
    files.clear()
    with pytest.raises(FileNotFoundError, match=r"could not be fetched \(NetworkError\); is the network there"):
        wikipedia(6)
    with pytest.raises(FileNotFoundError, match=r"no wikipedia-window16\.counts in path"):  # asked for by its place
        wikipedia(6, path=folder)


def git(repository: Path, *arguments: str) -> str:
    names = {f"GIT_{who}_{what}": "a@b.c" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    command = ["git", "-C", str(repository), "-c", "commit.gpgsign=false", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ | names).stdout.strip()


ARTICLES = {
    "text/AB/wiki_00": [("Gamma", "the cat, the dog & a formula_12 " * 12)],
    "text/AA/wiki_01": [("Beta", "the Dog sat on İstanbul " * 20), ("Stub", "too short")],
    "text/AA/wiki_00": [("Alpha", "a cat and a dog sat " * 15), ("Kelvin", "\N{KELVIN SIGN} and the cat\udcff " * 30)],
    "text/AE/wiki_00": [("Another", "not asked for " * 30)],
}


@pytest.fixture
def clone(tmp_path):
    """A repository whose newest commit no longer has the text; and where the text is in it."""
    repository = tmp_path / "clone"
    repository.mkdir()
    git(repository, "init", "--quiet")
    for name, articles in ARTICLES.items():
        file = repository / name
        file.parent.mkdir(parents=True, exist_ok=True)
        made = "".join(f'<doc id="1" url="u" title="{title}">\n{title}\n\n{text}\n</doc>\n' for title, text in articles)
        file.write_bytes(made.encode("utf-8", "surrogateescape"))
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "-m", "text")
    commit = git(repository, "rev-parse", "HEAD")
    git(repository, "rm", "--quiet", "-r", "text")
    git(repository, "commit", "--quiet", "-m", "no text")
    kept = [("Alpha", 0), ("Kelvin", 1), ("Beta", 0), ("Gamma", 0)]
    files = ["text/AA/wiki_00", "text/AA/wiki_00", "text/AA/wiki_01", "text/AB/wiki_00"]
    tokens = [tokenize(f"{title}\n{ARTICLES[file][i][1]}") for (title, i), file in zip(kept, files, strict=True)]
    digest = hashlib.sha256("".join(" ".join(line) + "\n" for line in tokens).encode()).hexdigest()
    return repository, replace(build_wikipedia.TEXT, commit=commit, sha256=digest), tokens


def test_the_builder_reads_a_clone_at_its_commit_and_nothing_else(clone, tmp_path, capsys):
    repository, text, tokens = clone
    assert not (repository / "text").exists()
    assert list(build_wikipedia.documents(repository, text)) == tokens
    new = tmp_path / "new"
    assert build_wikipedia.main([str(repository), str(new), "--workers", "1"], text) == 0
    said = capsys.readouterr().out
    n = sum(map(len, tokens))
    assert f"4 articles, {n} tokens" in said
    assert f"the files in {new} hold exactly these counts" in said
    vocabulary = Vocabulary.from_documents(tokens)
    for window in (16, 5):
        assert np.array_equal(wikipedia(len(vocabulary), window, new).counts, count(tokens, vocabulary, window).counts)
    assert wikipedia_vocabulary(new).words == vocabulary.words
    assert build_wikipedia.main([str(repository), str(new), "--check"], text) == 0
    table = json.loads((new / "wikipedia-vocabulary.json").read_text(encoding="utf-8"))
    table["counts"][-1] -= 1
    (new / "wikipedia-vocabulary.json").write_text(json.dumps(table), encoding="utf-8")
    assert build_wikipedia.main([str(repository), str(new), "--check"], text) == 1
    assert "differs in window 16: unigram counts, window 5: unigram counts" in capsys.readouterr().out


def test_another_text_or_no_such_commit_is_refused_and_nothing_written(clone, tmp_path, capsys):
    repository, text, _ = clone
    new = tmp_path / "new"
    for wrong, match in (
        (replace(text, sha256="0" * 64), "the counts were made from others"),
        (replace(text, commit="0" * 40), "has no commit"),
    ):
        assert build_wikipedia.main([str(repository), str(new)], wrong) == 2
        assert match in capsys.readouterr().err
    assert not new.exists()


def test_the_counts_are_made_again_bit_for_bit():
    """Where a clone is named, since it is too large to be fetched by a test: it takes some minutes."""
    clone = os.environ.get("WORDMODES_WIKIPEDIA")
    if not clone:
        pytest.skip("WORDMODES_WIKIPEDIA names no clone of the repository that build_wikipedia.py reads")
    assert build_wikipedia.main([clone, str(DATA), "--check"]) == 0
