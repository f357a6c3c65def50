"""The counts of two languages: those of their source, and such as the library takes."""

import numpy as np
import pytest

import languages
from wordmodes.book.languages import LANGUAGES, language
from wordmodes.book.stored import stored
from wordmodes.text.cooccurrence import count


@pytest.mark.parametrize("name", LANGUAGES)
def test_the_stored_counts_are_those_of_the_speeches(name):
    kept = language(name)
    speeches = languages.documents(name)
    fresh = count(speeches, kept.vocabulary, window=16)
    assert np.array_equal(kept.counts, fresh.counts)
    assert kept.vocabulary.n_tokens == sum(map(len, speeches))
    assert kept.vocabulary.n_types == len({token for speech in speeches for token in speech})


def test_they_are_the_languages_that_they_are_called():
    assert {"und", "nicht", "für"} <= set(language("German").words[:30])
    assert {"que", "los", "señor"} <= set(language("Spanish").words[:30])


def test_no_text_is_stored():
    result = stored("languages")
    kept = {"language", "source", "documents", "n_tokens", "n_types", "words", "counts", "triangle"}
    for run in result["runs"]:
        assert set(run) == kept
        assert len(set(run["words"])) == len(run["words"]) == result["settings"]["V"]


def test_the_script_writes_them_with_their_provenance(tmp_path):
    languages.main(["--small", "--out", str(tmp_path)])
    small = stored("languages", tmp_path)
    assert small["command"].endswith("languages.py --small")
    assert [run["language"] for run in small["runs"]] == list(LANGUAGES)
    assert len(small["runs"][0]["words"]) == small["settings"]["V"] == 50


def test_a_language_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="German"):
        language("Latin")


def test_a_file_that_is_another_is_refused(tmp_path):
    (tmp_path / "parlspeech-v2-sample-bundestag.zip").write_bytes(b"another")
    with pytest.raises(ValueError, match="delete it and run again"):
        languages.source("German", tmp_path)
