"""Texts, tokens, vocabularies, and what each says when it is given something it can't use."""

import re
import sys
import unicodedata
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wordmodes.text.corpus import (
    Vocabulary,
    foreign_share,
    read_texts,
    tokenize,
    tokenize_all,
    tokenize_any_script,
)
from wordmodes.text.sources import wikipedia_sample

DOCUMENTS = [["b", "a", "b", "c"], [], ["a", "d", "b"]]


def test_tokenize_keeps_runs_of_the_26_letters():
    assert tokenize("Don't! The naïve CO2-man, 1984.") == ["don", "t", "the", "na", "ve", "co", "man"]
    assert tokenize("1984") == []


def test_words_of_any_script_keep_their_letters_and_marks():
    assert tokenize_any_script("Don't! The naïve CO2-man") == ["don", "t", "the", "naïve", "co", "man"]
    assert tokenize_any_script("हिन्दी में ÉTÉ e\u0301te\u0301, слово_3\ud800x") == [
        "हिन्दी", "में", "été", "été", "слово", "x",
    ]  # fmt: skip
    assert tokenize_any_script("İstanbul istanbul, καλά καλ\u1f71") == ["istanbul"] * 2 + ["καλά"] * 2
    assert tokenize_any_script("I ❤\ufe0f you ☀\ufe0f 1\ufe0f\u20e3, \u0301a") == ["i", "you", "a"]
    every = "x".join(map(chr, range(sys.maxunicode + 1)))
    kept = unicodedata.normalize("NFC", every.lower().replace("i\u0307", "i"))
    kinds = "".join(unicodedata.category(one)[0] for one in kept)
    assert tokenize_any_script(every) == [kept[m.start() : m.end()] for m in re.finditer("L[LM]*", kinds)]


def test_what_is_foreign_is_a_share_of_the_letters():
    assert foreign_share("abc 123 ...") == 0
    assert foreign_share("42") == 0
    assert foreign_share("ÄB, cд") == 0.5


def test_tokenize_all_takes_any_callable_and_keeps_documents_apart():
    assert tokenize_all(["A b.", "", "c"]) == [["a", "b"], [], ["c"]]
    assert tokenize_all(["A b."], tokenizer=str.split) == [["A", "b."]]


def test_vocabulary_is_sorted_by_falling_count_then_word():
    vocabulary = Vocabulary.from_documents(DOCUMENTS)
    assert vocabulary.words == ("b", "a", "c", "d")
    assert vocabulary.counts.tolist() == [3, 2, 1, 1]
    assert (vocabulary.n_tokens, vocabulary.n_types) == (7, 4)
    assert vocabulary.index == {"b": 0, "a": 1, "c": 2, "d": 3}


def test_size_and_min_count_drop_words_but_not_the_corpus_totals():
    for vocabulary in (
        Vocabulary.from_documents(DOCUMENTS, size=2),
        Vocabulary.from_documents(DOCUMENTS, min_count=2),
        Vocabulary.from_documents(DOCUMENTS).top(2),
    ):
        assert vocabulary.words == ("b", "a")
        assert (vocabulary.n_tokens, vocabulary.n_types) == (7, 4)
        assert vocabulary.unigram.tolist() == [3 / 5, 2 / 5]


def test_encode_marks_unknown_words():
    vocabulary = Vocabulary.from_documents(DOCUMENTS, size=2)
    encoded = vocabulary.encode(["a", "c", "b", "unheard"])
    assert encoded.dtype == np.int32
    assert encoded.tolist() == [1, -1, 0, -1]


def test_from_words_keeps_the_given_order():
    vocabulary = Vocabulary.from_words(["c", "b", "unheard"], DOCUMENTS)
    assert vocabulary.words == ("c", "b", "unheard")
    assert vocabulary.counts.tolist() == [1, 3, 0]
    assert (vocabulary.n_tokens, vocabulary.n_types) == (7, 4)


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(st.lists(st.sampled_from("abcdef"), max_size=12), max_size=6))
def test_vocabulary_agrees_with_counting_by_hand(documents):
    tokens = [token for document in documents for token in document]
    if len(set(tokens)) < 2:
        with pytest.raises(ValueError, match=r"empty|at least two distinct words"):
            Vocabulary.from_documents(documents)
        return
    vocabulary = Vocabulary.from_documents(documents)
    expected = sorted(Counter(tokens).items(), key=lambda item: (-item[1], item[0]))
    assert list(zip(vocabulary.words, vocabulary.counts.tolist(), strict=True)) == expected
    assert [vocabulary.words[i] for i in vocabulary.encode(tokens)] == tokens


def test_counts_cannot_be_changed_from_outside():
    counts = np.array([2, 1])
    vocabulary = Vocabulary(("a", "b"), counts)
    counts[0] = 99
    assert vocabulary.counts.tolist() == [2, 1]
    with pytest.raises(ValueError, match="read-only"):
        vocabulary.counts[0] = 99


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Vocabulary.from_documents([]), "the corpus is empty"),
        (lambda: Vocabulary.from_documents([[], []]), "the corpus is empty"),
        (lambda: Vocabulary.from_words([], []), "none of the words occurs"),
        (lambda: Vocabulary.from_documents([["a", "a"]]), "only the word 'a'"),
        (lambda: Vocabulary.from_documents(DOCUMENTS, min_count=3), "only the word 'b'"),
        (lambda: Vocabulary.from_documents(DOCUMENTS, size=5), "4 distinct words.*choose a size from 2 to 4"),
        (lambda: Vocabulary.from_documents(DOCUMENTS, size=1), "choose a size from 2 to 4"),
        (lambda: Vocabulary.from_documents(["a text"]), "tokenise it first"),
        (lambda: Vocabulary.from_documents(DOCUMENTS).top(5), "between 2 and the vocabulary's 4 words"),
        (lambda: tokenize_all("one text"), "a single string"),
        (lambda: Vocabulary(("a", "b"), np.array([1, 2, 3])), "counts must have shape"),
        (lambda: Vocabulary(("a", "b"), np.array([1, -2])), "must be >= 0"),
        (lambda: Vocabulary(("a", "b"), np.array([1.0, np.nan])), "whole numbers"),
        (lambda: Vocabulary(("a", "b", "a"), np.array([1, 2, 3])), "'a' is repeated"),
    ],
)
def test_a_bad_corpus_or_vocabulary_is_refused(make, message):
    with pytest.raises((TypeError, ValueError), match=message):
        make()


def test_read_texts_reads_a_file_or_a_folder_in_order(tmp_path):
    (tmp_path / "later").mkdir()
    (tmp_path / "b.txt").write_text("second — ünïcode", encoding="utf-8")
    (tmp_path / "a.txt").write_text("first", encoding="utf-8")
    (tmp_path / "later" / "c.txt").write_text("third", encoding="utf-8")
    (tmp_path / "notes.md").write_text("not read", encoding="utf-8")
    for hidden in (".d.txt", ".ipynb_checkpoints/a-checkpoint.txt"):
        (tmp_path / hidden).parent.mkdir(exist_ok=True)
        (tmp_path / hidden).write_text("not read", encoding="utf-8")
    assert read_texts(tmp_path) == ["first", "second — ünïcode", "third"]
    assert read_texts(str(tmp_path / "notes.md")) == ["not read"]


def test_read_texts_refuses_what_it_cannot_read(tmp_path):
    with pytest.raises(ValueError, match=r"a folder without a \.txt file"):
        read_texts(tmp_path)
    with pytest.raises(ValueError, match="does not exist"):
        read_texts(tmp_path / "missing.txt")
    blank = tmp_path / "blank.txt"
    blank.write_text(" \n", encoding="utf-8")
    with pytest.raises(ValueError, match="holds no text"):
        read_texts(blank)
    latin = tmp_path / "latin.txt"
    latin.write_bytes("caf\xe9 noir".encode("latin-1"))
    with pytest.raises(ValueError, match=r"latin\.txt in path is not utf-8 .*encoding='cp1252'"):
        read_texts(latin)
    assert read_texts(latin, encoding="cp1252") == ["café noir"]


def test_read_texts_finds_what_is_named_otherwise_and_says_what_it_cannot_read(tmp_path):
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "LOUD.TXT").write_text("loud", encoding="utf-8")
    assert read_texts(tmp_path) == ["loud"]
    with pytest.raises(ValueError, match="encoding 'utf-88' is not known"):
        read_texts(tmp_path, "utf-88")
    (tmp_path / "wide.txt").write_text("wide", encoding="utf-16")
    with pytest.raises(ValueError, match=r"wide\.txt in path is not utf-8 .*encoding='utf-16'"):
        read_texts(tmp_path)
    (tmp_path / "wide.txt").unlink()
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    with pytest.raises(ValueError, match=r"gone\.txt in path can't be read"):
        read_texts(tmp_path)


def test_words_of_a_vocabulary_may_not_occur():
    vocabulary = Vocabulary.from_words(["a", "b", "c"], [["a", "a", "x"]])
    assert (vocabulary.counts.tolist(), vocabulary.n_tokens, vocabulary.n_types) == ([2, 0, 0], 3, 2)
    with pytest.raises(ValueError, match="n_types must be a whole number >= 2"):
        Vocabulary(("a", "b"), [1, 1], n_types=1)


def test_missing_tokens_and_documents_of_bytes_are_named():
    with pytest.raises(TypeError, match="documents hold None"):
        Vocabulary.from_documents([["a", None, "b"]])
    with pytest.raises(TypeError, match=r"documents\[0\] is a string"):
        Vocabulary.from_documents([b"hello world"])
    with pytest.raises(TypeError, match="words must be a sequence"):
        Vocabulary({"a", "b"}, [1, 2])
    with pytest.raises(ValueError, match="beyond 2\\^63"):
        Vocabulary(("a", "b"), np.array([2**63 + 5, 1], dtype=np.uint64))
    with pytest.raises(ValueError, match="all counts are 0"):
        _ = Vocabulary(("a", "b"), [0, 0]).unigram


def test_the_wikipedia_sample():
    texts = wikipedia_sample()
    assert len(texts) == 106
    documents = tokenize_all(texts)
    vocabulary = Vocabulary.from_documents(documents)
    assert vocabulary.n_tokens == 470_251
    assert vocabulary.words[:3] == ("the", "of", "and")
    assert min(map(len, documents)) >= 50
    markup = re.compile(r"\{\{|\[\[|<ref|^#redirect", re.IGNORECASE)
    assert not [text[:60] for text in texts if markup.search(text)]
