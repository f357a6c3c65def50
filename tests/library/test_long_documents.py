"""A document that is longer than the memory allows."""

import sys
import tracemalloc

import pytest

from wordmodes.text import _reading, number, read_documents, tokenize


@pytest.mark.parametrize("reader", ["dictionary", "compiled"])
def test_a_long_document_from_a_file_is_never_held(tmp_path, monkeypatch, reader):
    """Pieces of a file are numbered as they come: the same as the whole, in a fraction of the memory."""
    monkeypatch.setattr(_reading, "_FEW", 1 << 40 if reader == "dictionary" else 0)
    if reader == "dictionary":
        monkeypatch.delitem(sys.modules, "wordmodes.text._words", raising=False)
    number(["a text " * _reading._BATCH])  # what compiling takes is not what reading does
    assert ("wordmodes.text._words" in sys.modules) == (reader == "compiled")
    path = tmp_path / "long.txt"
    sentence = "the cat saw a dog, and the dog saw it; "
    path.write_text(sentence * 200_000, encoding="utf-8")
    tracemalloc.start()
    with number(read_documents(path), spill=1 << 16) as text:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert (text.n_documents, text.n_tokens) == (1, 2_000_000)
        assert text.types == tuple(dict.fromkeys(tokenize(sentence)))
        assert [len(block) for block in text.blocks(size=1 << 22)] == [2_000_001]
    assert peak < 40e6  # whole, the tokens alone are a list of 16 MB, and with the text and its copies 100
    path.write_text("one two three ", encoding="utf-8")
    with number(read_documents(path, piece=6)) as text:
        assert [block.tolist() for block in text.blocks()] == [[0, 1, 2, -1]]
