"""A text read once: its numbers say which words it has and where, whether they lie in memory or in a file."""

import gc
import subprocess
import sys
import tempfile
import tracemalloc
from itertools import chain

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wordmodes.text import _counting, _reading, _words
from wordmodes.text._stream import Stream
from wordmodes.text.cooccurrence import count
from wordmodes.text.corpus import tokenize
from wordmodes.text.numbered import Numbered, number
from wordmodes.text.vocabulary import Vocabulary

documents = st.lists(st.lists(st.sampled_from(["the", "cat", "a", "dog", "is", "ß"]), max_size=9), max_size=7)


@pytest.fixture
def folder(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def read_back(text):
    """The documents, from the numbers."""
    stream = list(chain.from_iterable(text.blocks()))
    ends = [i for i, number in enumerate(stream) if number < 0]
    starts = [0, *(end + 1 for end in ends)]
    assert starts[-1] == len(stream)
    return [[text.types[i] for i in stream[start:end]] for start, end in zip(starts, ends, strict=False)]


tokens = st.sampled_from(["the", "cat", "a", "dog", "is", "ß", "", "\0", "a\0b", "\ud800", "\x01", "\xff", "\n"])
texts = st.text(st.sampled_from("abZ é\u0130\u212a.\ud800\0\xff"), max_size=20)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.one_of(st.lists(tokens, max_size=9), texts), max_size=9), st.integers(1, 12), st.integers(1, 30))
def test_a_dictionary_and_a_compiled_table_give_the_same_numbers(given_documents, batch, size):
    expected = [tokenize(one) if isinstance(one, str) else one for one in given_documents]
    vocabulary = Vocabulary(("cat", "a", "", "b", "\ud800"), [1] * 5)
    rows = [[vocabulary.index.get(token, 5) for token in document] for document in expected]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_words, "_BYTES", size)
        patch.setattr(_reading, "_FEW", 0)
        for _ in range(2):
            assert read_back(number(iter(given_documents))) == expected
            known = _reading.batches(given_documents, _reading.Known(vocabulary.index), tokenize)
            assert list(chain.from_iterable(known)) == [n for document in rows for n in (*document, -1)]
            patch.setattr(_reading, "_BATCH", batch)  # until when a dictionary is used


def test_a_compiled_table_grows_with_what_it_meets(monkeypatch):
    monkeypatch.setattr(_reading, "_FEW", 0)
    monkeypatch.setattr(_reading, "_BATCH", 1)
    many = [f"w{i}" for i in range(150_000)]
    for given_documents in (
        ["a", many, many],
        ["a", " ".join(many).translate(str.maketrans("0123456789", "abcdefghij"))],
    ):
        text = number(given_documents)
        read = read_back(text)
        assert read[0] == ["a"]
        assert read[-1] == (tokenize(given_documents[-1]) if isinstance(given_documents[-1], str) else many)
        assert len(text.types) == len(set(text.types)) == 150_001


@settings(deadline=None)
@given(documents, st.integers(0, 100), st.integers(1, 12), st.integers(1, 9))
def test_numbers_are_the_documents(given_documents, spill, batch, block):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_reading, "_BATCH", batch)
        with number(iter(given_documents), spill=spill) as text:
            assert read_back(text) == given_documents
            assert text.n_documents == len(given_documents)
            assert text.n_tokens == sum(map(len, given_documents))
            tokens = list(chain.from_iterable(given_documents))
            assert text.types == tuple(dict.fromkeys(tokens))
            assert text.tallies.tolist() == [tokens.count(word) for word in text.types]
            pieces = [piece.tolist() for piece in text.blocks(block)]
            assert list(chain.from_iterable(pieces)) == list(chain.from_iterable(text.blocks()))
            for piece in pieces:
                assert 0 < len(piece) <= block
                assert piece[-1] == -1 or -1 not in piece


@settings(deadline=None)
@given(documents, st.integers(2, 6), st.integers(0, 3))
def test_its_vocabulary_is_that_of_the_documents(given_documents, size, min_count):
    for asked in ({"min_count": min_count}, {"size": size, "min_count": min_count}):
        answers = []
        for make in (number(given_documents).vocabulary, lambda **a: Vocabulary.from_documents(given_documents, **a)):
            try:
                made = make(**asked)
                answers.append((made.words, made.counts.tolist(), made.n_tokens, made.n_types))
            except ValueError as error:
                answers.append(str(error))
        assert answers[0] == answers[1]


def test_a_tie_falls_to_the_first_in_the_alphabet():
    text = number([["pear", "fig", "fig", "plum", "apple"]])
    assert text.vocabulary().words == ("fig", "apple", "pear", "plum")
    assert text.vocabulary(2).words == ("fig", "apple")


def test_fast_tokens_are_those_of_tokenize_for_every_character():
    for start in range(0, 0x110000, 1 << 12):
        apart = "".join(f"a{chr(c)}Z{chr(c)}{chr(c)}x " for c in range(start, start + (1 << 12)))
        assert _reading.words(apart) == tokenize(apart)


@given(st.text(st.sampled_from("aZ é\u0130\u212aßΣς\ud800\n'9\u0307")))
def test_fast_tokens_are_those_of_tokenize(text):
    assert _reading.words(text) == tokenize(text)


@settings(deadline=None)
@given(st.text(st.sampled_from("abZ é\u0130\u212a."), max_size=60), st.integers(1, 9))
def test_a_long_text_is_cut_between_words(text, length):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_reading, "_SLICE", length)
        assert read_back(number([text, "and another"])) == [tokenize(text), ["and", "another"]]


def test_texts_and_tokens_may_be_mixed_and_a_tokenizer_given():
    text = number(["One text, one", ["One", "text"]])
    assert text.types == ("one", "text", "One")
    assert number(["One text, one"], str.split).types == ("One", "text,", "one")


def test_a_long_text_lies_in_a_file_that_goes_when_it_is_closed(folder):
    with number([["a", "b"] * 50] * 3, spill=100) as text:
        [path] = folder.glob("wordmodes-*/*")
        assert path.stat().st_size == 4 * 303
    assert not list(folder.iterdir())
    with pytest.raises(ValueError, match="closed; number the documents anew"):
        next(text.blocks())
    with pytest.raises(ValueError, match="closed"):
        count(text, text.vocabulary(), 2)
    assert text.tallies.tolist() == [150, 150]


def test_a_file_goes_with_its_text(folder):
    text = number([["a", "b"] * 50], spill=0)
    assert list(folder.iterdir())
    del text
    gc.collect()
    assert not list(folder.iterdir())


def test_a_file_goes_when_python_ends(folder):
    code = "import sys; from wordmodes.text.numbered import number; t = number([['a', 'b']], spill=0); "
    for end in ("", "raise KeyboardInterrupt", "sys.exit(3)"):
        subprocess.run(
            [sys.executable, "-c", code + end], env={"TMPDIR": str(folder)}, capture_output=True, check=False
        )
        assert not list(folder.iterdir())


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError, MemoryError])
def test_a_reading_that_breaks_off_leaves_no_file(folder, error):
    def breaking_off():
        yield ["a", "b"] * 100_000
        assert list(folder.iterdir())
        raise error

    with pytest.raises(error):
        number(breaking_off(), spill=0)
    assert not list(folder.iterdir())


@pytest.mark.parametrize(
    ("given_documents", "message"),
    [
        ("one text", "documents is a single string"),
        ([["a"], b"bytes"], r"documents\[1\] is a string; tokenise it first"),
        ([["a"], 3], r"documents\[1\] must be a sequence of tokens"),
        ([["a"], ["b", None]], "documents hold None, which is no string"),
        ([["a"], [], ["b", ["c"]]], r"documents\[2\] must hold tokens, which are strings"),
        ([["a"] * 9, ["b"], ["c"] * 8, [{}]], r"documents\[3\] must hold tokens"),
        (["a " * 9, ["b", 3]], "documents hold 3, which is no string"),
    ],
)
def test_what_is_no_text_is_refused_by_name(given_documents, message, monkeypatch):
    for batch in (1, 4, 1 << 17):
        monkeypatch.setattr(_reading, "_BATCH", batch)
        monkeypatch.setattr(_reading, "_FEW", 0)
        with pytest.raises(TypeError, match=message):
            number(given_documents)


def test_a_text_without_a_token_has_no_vocabulary_and_no_counts():
    empty = number([[], []])
    assert (empty.n_documents, empty.n_tokens, empty.types) == (2, 0, ())
    with pytest.raises(ValueError, match="corpus is empty"):
        empty.vocabulary()
    with pytest.raises(ValueError, match="corpus is empty"):
        count(empty, Vocabulary(("a", "b"), [1, 1]), 2)
    with pytest.raises(ValueError, match="corpus is empty"):
        number([]).vocabulary()


def test_memory_does_not_grow_with_the_text(folder, monkeypatch):
    monkeypatch.setattr(_counting, "_BLOCK", 1 << 17)
    monkeypatch.setattr(_words, "_BYTES", 1 << 16)

    def peak(n):
        tracemalloc.start()
        with number((["red", "cat", "saw"] * 1000 for _ in range(n)), spill=1 << 16) as text:
            assert text.n_tokens == 3000 * n
            vocabulary = text.vocabulary()
            read = tracemalloc.get_traced_memory()[1]
            tracemalloc.reset_peak()
            count(text, vocabulary, 2)
        counted = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return max(read, counted)

    peak(10)
    assert peak(1000) < 1.5 * peak(100) + 1e6


def test_a_numbered_text_says_what_it_is_and_checks_what_it_is_made_of():
    assert repr(number([["a", "b", "a"], []])) == "Numbered(n_documents=2, n_tokens=3, n_types=2)"
    with pytest.raises(ValueError, match="tallies"):
        Numbered(("a", "b"), np.array([1]), 1)


def test_what_is_in_memory_is_given_as_it_was_written():
    stream = Stream(1 << 20)
    for start in range(0, 300_000, 1000):
        stream.append(np.arange(start, start + 1000, dtype=np.int32))
    assert np.array_equal(stream.read(0, 300_000), np.arange(300_000))
    assert np.array_equal(stream.read(299_990, 400_000), np.arange(299_990, 300_000))
