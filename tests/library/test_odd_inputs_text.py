"""Every public function of `wordmodes.text` and of `wordmodes.vectors`, given odd inputs."""

import io
from pathlib import Path

import numpy as np
import pytest
from odd_inputs import check, public

from wordmodes import text, vectors, word_vectors
from wordmodes.text import (
    bundled,
    cooccurrence,
    corpus,
    files,
    numbered,
    planted,
    sources,
    text8,
    vocabulary,
    without_gensim,
)
from wordmodes.theory.modes import leading_modes

DOCUMENTS = [["a", "b", "c", "a"], ["b", "c", "b"]]
WORDS = corpus.Vocabulary(("a", "b", "c"), [2, 3, 2])
NUMBERED = numbered.number(DOCUMENTS)
COUNTS = cooccurrence.count(DOCUMENTS, WORDS, 2)
LANGUAGE = planted.planted_language(3, (0.8, 0.5))
PARTS = {name: getattr(LANGUAGE, name) for name in LANGUAGE.__dataclass_fields__}
MISSING = (FileNotFoundError,)
VECTORS = word_vectors.WordVectors(WORDS, leading_modes(np.diag([3.0, 2.0, 1.0]), 2))


def wikipedia() -> dict:
    page = "<title>Cat</title><ns>0</ns><id>1</id><revision><text>" + 50 * "cats " + "</text></revision>"
    xml = f'<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.10/"><page>{page}</page></mediawiki>'
    return {"dump": io.BytesIO(xml.encode())}


CALLS = {
    "text.bundled.gazette": (bundled.gazette, {"size": 2, "window": 5, "path": None}, MISSING),
    "text.bundled.gazette_folder": (bundled.gazette_folder, {"path": None}, MISSING),
    "text.bundled.gazette_vocabulary": (bundled.gazette_vocabulary, {"path": None}, MISSING),
    "text.bundled.wikipedia": (bundled.wikipedia, {"size": 2, "window": 16, "path": None, "dense": False}, MISSING),
    "text.bundled.wikipedia_vocabulary": (bundled.wikipedia_vocabulary, {"path": None}, MISSING),
    "text.cooccurrence.Cooccurrence": (
        cooccurrence.Cooccurrence,
        {"counts": COUNTS.counts, "vocabulary": WORDS, "window": 2, "weighting": "linear"},
    ),
    "text.cooccurrence.Cooccurrence.corner": (COUNTS.corner, {"size": 2}),
    "text.cooccurrence.checked_window": (cooccurrence.checked_window, {"window": 2, "weighting": "flat"}),
    "text.cooccurrence.count": (
        cooccurrence.count,
        {"documents": DOCUMENTS, "vocabulary": WORDS, "window": 2, "weighting": "linear", "oov": "drop", "thin": 0.5,
         "seed": 1, "workers": 1, "dense": False},
    ),
    "text.cooccurrence.Cooccurrence.dense": (lambda dense: cooccurrence.count(DOCUMENTS, WORDS, 2, dense=dense).dense(),
                                             {"dense": True}),
    "text.cooccurrence.Cooccurrence.sparse": (
        lambda dense: cooccurrence.count(DOCUMENTS, WORDS, 2, dense=dense).sparse(), {"dense": True}
    ),
    "text.corpus.tokenize": (corpus.tokenize, {"text": "one text"}),
    "text.corpus.tokenize_any_script": (corpus.tokenize_any_script, {"text": "one text"}),
    "text.corpus.foreign_share": (corpus.foreign_share, {"text": "one text"}),
    "text.corpus.tokenize_all": (corpus.tokenize_all, {"texts": ["one", "two"], "tokenizer": str.split}),
    "text.corpus.tokenized": (corpus.tokenized, {"tokenizer": str.split, "text": "one"}),
    "text.files.GitTree": (files.GitTree, {"path": "a", "commit": "v1", "pattern": "*.txt"}),
    "text.numbered.Numbered": (
        numbered.Numbered,
        {"types": ("a", "b"), "tallies": np.array([2, 1]), "n_documents": 1},
    ),
    "text.numbered.Numbered.blocks": (lambda size: list(NUMBERED.blocks(size)), {"size": 4}),
    "text.numbered.Numbered.vocabulary": (NUMBERED.vocabulary, {"size": 2, "min_count": 1}),
    "text.numbered.number": (
        numbered.number, {"documents": [*DOCUMENTS, "and a text"], "tokenizer": str.split, "spill": 99}
    ),
    "text.planted.PlantedLanguage": (planted.PlantedLanguage, PARTS),
    "text.planted.PlantedLanguage.flip": (LANGUAGE.flip, {"row": np.array([0, 3]), "attribute": 1}),
    "text.planted.PlantedLanguage.sample": (LANGUAGE.sample, {"n_tokens": 9, "seed": 1}),
    "text.planted.PlantedLanguage.questions": (LANGUAGE.questions, {"n": 3, "seed": 1}),
    "text.planted.planted_language": (
        planted.planted_language,
        {"n_topics": 3, "strengths": [0.8, 0.5], "topic_strength": 8.0, "zipf": 0.7, "seed": 0},
    ),
    "text.vocabulary.Vocabulary": (
        vocabulary.Vocabulary,
        {"words": ["a", "b"], "counts": np.array([2, 1]), "n_tokens": 9, "n_types": 3},
    ),
    "text.vocabulary.Vocabulary.encode": (WORDS.encode, {"tokens": ["a", "c", "x"]}),
    "text.vocabulary.Vocabulary.from_documents": (
        vocabulary.Vocabulary.from_documents,
        {"documents": DOCUMENTS, "size": 2, "min_count": 1},
    ),
    "text.vocabulary.Vocabulary.from_tallies": (
        vocabulary.Vocabulary.from_tallies,
        {"types": ["a", "b", "c"], "tallies": np.array([2, 1, 4]), "size": 2, "min_count": 1},
    ),
    "text.vocabulary.Vocabulary.from_words": (
        vocabulary.Vocabulary.from_words,
        {"words": ["a", "b"], "documents": DOCUMENTS},
    ),
    "text.vocabulary.Vocabulary.top": (WORDS.top, {"size": 2}),
    "text.without_gensim.missing": (without_gensim.missing, {"what": "this"}),
    "vectors.damped": (vectors.damped, {"counts": COUNTS}),
    "vectors.embed_counts": (
        vectors.embed_counts,
        {"counts": COUNTS, "d": 2, "target": vectors.damped, "by": "modulus", "tol": 1e-3},
    ),
    "vectors.embed_text": (
        vectors.embed_text,
        {"documents": DOCUMENTS, "V": 3, "d": 2, "window": 2, "min_count": 1, "tokenizer": str.split,
         "target": vectors.damped, "by": "modulus", "tol": 1e-3, "workers": 1},
    ),
    "word_vectors.WordVectors": (word_vectors.WordVectors, {"vocabulary": WORDS, "modes": VECTORS.modes}),
    "word_vectors.WordVectors.analogy": (VECTORS.analogy, {"a": "a", "b": "b", "c": "c", "n": 1}),
    "word_vectors.WordVectors.ends": (VECTORS.ends, {"k": 1, "n": 1}),
    "word_vectors.WordVectors.neighbours": (VECTORS.neighbours, {"word": "a", "n": 1}),
}  # fmt: skip
ELSEWHERE = {
    "text.distributed.count_distributed",  # test_distributed
    "text.documents.Documents", "text.files.read_documents",  # below
    "text.corpus.read_texts", "text.sources.articles", "text.sources.wikipedia_sample",  # below
    "text.text8.default_cache", "text.text8.fetch_text8", "text.text8.text8", "text.without_gensim.CountsOnly",
}  # fmt: skip


@pytest.mark.parametrize("name", CALLS)
def test_odd_inputs_are_answered_or_refused_by_name(name):
    function, valid, *also = CALLS[name]
    check(function, valid, also=also[0] if also else ())


def test_texts_and_dumps_that_are_none_are_refused_by_name(tmp_path):
    (tmp_path / "a.txt").write_text("one text", encoding="utf-8")
    check(corpus.read_texts, {"path": str(tmp_path), "encoding": "utf-8"})
    check(corpus.read_texts, {"path": tmp_path})
    check(sources.articles, wikipedia)


def test_files_that_are_none_are_refused_by_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("one text", encoding="utf-8")
    Path("b.jsonl").write_text('{"text": "two"}', encoding="utf-8")
    how = {"encoding": "utf-8", "errors": "strict", "field": "text", "piece": 9, "max_ratio": 200.0}
    check(files.read_documents, {"paths": "a.txt"} | how | {"drop_markup": False, "progress": False})
    check(files.read_documents, {"paths": ["a.txt", "b.jsonl"]} | how)
    check(files.read_documents([Path("a.txt"), Path("b.jsonl")]).shards, {"n": 2})


def test_paths_that_are_none_are_refused_by_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(text8, "TEXT8_SHA256", "0" * 64)
    monkeypatch.setattr(text8, "TEXT8_URL", "http://127.0.0.1:9/text8.zip")
    for function in (lambda cache_dir: text8.text8(cache_dir), lambda url: text8.text8(tmp_path, url)):
        for odd in (1, 0.5, b"a", [], {}, ""):
            with pytest.raises((TypeError, ValueError, ConnectionError), match=r"cache_dir|url"):
                function(odd)
    check(lambda path, binary: VECTORS.save_word2vec(path, binary), {"path": str(tmp_path / "x.txt"), "binary": False})
    check(VECTORS.save, {"path": str(tmp_path / "x.npz"), "settings": {"window": 5}})
    VECTORS.save(tmp_path / "y.npz")
    check(VECTORS.load, {"path": str(tmp_path / "y.npz")})
    assert not list(Path().glob(".wordmodes-*"))


def test_every_public_function_was_asked():
    found = public(text) | public(vectors) | public(word_vectors)
    assert set(found) - set(CALLS) == ELSEWHERE
    classes = {name for name, item in found.items() if isinstance(item, type)}
    assert all(name in found or name.rpartition(".")[0] in classes for name in CALLS)
