"""Documents from files: which there are, in what order, whole or in pieces, and what is refused."""

import json
import os
import pickle
import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wordmodes.text import _formats, read_documents
from wordmodes.text.corpus import tokenize

WIKI = """<doc id="1" url="https://en.wikipedia.org/wiki?curid=1" title="One > two">
One > two

A text &amp;lt;br&amp;gt; of &lt;ref name="x"&gt; formula_12, codice_3 &amp; more.

</doc>
<doc id="2" url="u" title="Empty">
</doc>

<doc id="3" url="u" title="Three">
Three
</doc>
"""


def read(path, content: str | bytes, **how) -> list[str]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_documents(path, **how))


def test_a_folder_is_read_by_name_and_by_content(tmp_path):
    folder = tmp_path / "corpus"
    for name, content in {
        "b.txt": "b", "B.TXT": "B", "a/z.txt": "z", "a-b.txt": "a-b", "lines.jsonl": '{"text": "l1"}\n{"text": "l2"}',
        "AA/wiki_00": WIKI, "more.ndjson": '{"text": "n"}', "c4.json": '{"text": "c4", "url": "u"}\n',
        "extracted": '{"id": 1, "text": "as JSON"}\n', "c5.json": '\ufeff { "text": "c5"}\n',
        # not read
        "package.json": "{\n}", "README": "no", "notes.md": "no", "x.xml": "<x/>", "photo": "\0\1", ".hidden.txt": "no",
        ".git/a.txt": "no",
    }.items():  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    documents = read_documents(folder)
    names = [str(Path(name).relative_to(folder)) for name in documents.files]
    assert names == [
        "AA/wiki_00", "B.TXT", "a/z.txt", "a-b.txt", "b.txt", "c4.json", "c5.json", "extracted", "lines.jsonl",
        "more.ndjson",
    ]  # fmt: skip
    texts = list(documents)
    assert len(texts) == 3 + 10
    assert texts[3:] == ["B", "z", "a-b", "b", "c4", "c5", "as JSON", "l1", "l2", "n"]
    assert list(documents) == texts  # and again
    left_out = {Path(name).name for name in documents.left_out}
    assert left_out == {"README", "notes.md", "package.json", "photo", "x.xml"}
    assert documents.provenance == (str(folder),)
    assert documents.n_bytes == sum(Path(name).stat().st_size for name in documents.files)
    assert list(read_documents([folder / "notes.md", str(folder / "b.txt")])) == ["no", "b"]


def test_a_text_s_line_ends_and_its_mark_are_no_part_of_it(tmp_path):
    assert read(tmp_path / "a.txt", b"\xef\xbb\xbfone\r\ntwo\rthree\n") == ["one\ntwo\nthree\n"]
    assert read(tmp_path / "a.txt", "wide".encode("utf-16"), encoding="utf-16") == ["wide"]
    assert read(tmp_path / "a.jsonl", b'\xef\xbb\xbf{"text": "one"}\r\n\r\n{"text": "a\\u2028\\nb"}') == [
        "one",
        "a\u2028\nb",
    ]


def test_wikiextractor_s_documents_keep_their_title(tmp_path):
    one, empty, three = read(tmp_path / "wiki_00", WIKI)
    assert one.startswith("\nOne > two\n\nA text")
    assert (empty, three) == ("", "\nThree")
    assert read(tmp_path / "named.txt", WIKI) == [one, empty, three]
    plain = read(tmp_path / "wiki_00", WIKI, drop_markup=True)[0]
    assert tokenize(plain) == ["one", "two", "a", "text", "of", "more"]


@settings(deadline=None)  # a busy machine is no failure
@given(
    st.lists(
        st.text(st.sampled_from("ab é\n\t.—字\u2003"), max_size=60).filter(lambda t: "\n</doc>" not in t), max_size=5
    ),
    st.integers(1, 40),
    st.integers(1, 30),
)
def test_pieces_joined_are_the_documents_and_no_word_is_cut(texts, chunk, size):
    file = "".join(f'<doc id="{i}" title="t">\n{text}\n</doc>\n' for i, text in enumerate(texts))
    chunks = [file[i : i + chunk] for i in range(0, len(file), chunk)]
    wanted = [f"\n{text}" for text in texts]
    if re.search(rf"\w{{{size}}}", file):
        with suppress(ValueError):  # that many letters in a row may stand across a cut, and are found or not
            list(_formats.pieces(_formats.extracted(chunks, "f"), size, "f"))
        return
    found = list(_formats.pieces(_formats.extracted(chunks, "f"), size, "f"))
    assert all(len(text) <= size for text, _ in found)
    documents, held, words = [], "", []
    for text, ends in found:
        held += text
        words += tokenize(text)
        if ends:
            documents.append(held)
            held = ""
    assert documents == wanted
    assert held == ""
    assert words == [word for text in wanted for word in tokenize(text)]


def test_a_long_document_is_cut_after_a_space_and_a_short_one_is_not(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("don't stop\u2003believing this", encoding="utf-8")
    assert list(read_documents(path, piece=12).pieces()) == [
        ("don't ", False),
        ("stop\u2003", False),
        ("believing ", False),
        ("this", True),
    ]
    assert list(read_documents(path, piece=26).pieces()) == [("don't stop\u2003believing this", True)]
    path.write_text("一二三。四五六。七八", encoding="utf-8")  # no spaces at all
    assert list(read_documents(path, piece=5).pieces()) == [("一二三。", False), ("四五六。", False), ("七八", True)]
    path.write_text("QUJDREVGR0g", encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.txt in paths holds 5 letters or digits in a row.*piece"):
        list(read_documents(path, piece=5))


def test_bytes_of_another_encoding_are_named_or_replaced(tmp_path):
    path = tmp_path / "a.txt"
    content = b"x" * 300_000 + "é".encode() + b"caf\xe9 noir"
    with pytest.raises(ValueError, match=r"a\.txt in paths is not utf-8 at byte 300005 .*encoding='cp1252'"):
        read(path, content)
    assert read(path, content, errors="replace")[0].endswith("xécaf\ufffd noir")
    assert read(path, content, errors="ignore")[0].endswith("xécaf noir")
    with pytest.raises(ValueError, match=r"is not utf-8 at byte 1 "):
        read(path, "née".encode()[:2])  # ends in the middle of a character
    with pytest.raises(ValueError, match=r"UTF-16: encoding='utf-16'"):
        read(path, "wide".encode("utf-16"))
    with pytest.raises(ValueError, match="encoding 'hex' is not known"):
        read_documents(path, encoding="hex")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"text": "cut sho', r"line 2 of .*a\.jsonl in paths is no JSON .*cut short"),
        ('{"body": "b", "n": 1}', r"field 'text' does not occur in line 2 .*the fields with strings are 'body'"),
        ('{"text": null}', r"field 'text' holds no string in line 2 .* are none"),
        ('["text"]', r"line 2 .* is a JSON list"),
        ('{"text": "\\ud800"}', r"line 2 .* holds half a character"),
        ("[" * 100_000, r"line 2 .* is no JSON"),
        ('{"text": "' + "a " * 4000 + '"}', r"a line of more than 6400 characters.*\.txt.*piece"),
    ],
)
def test_a_line_that_is_no_document_is_named(tmp_path, line, message):
    with pytest.raises(ValueError, match=message):
        read(tmp_path / "a.jsonl", f'{{"text": "one"}}\n{line}', piece=100 if "a a" in line else 1 << 20)


def test_half_a_character_is_replaced_and_a_whole_one_kept(tmp_path):
    assert read(tmp_path / "a.jsonl", '{"text": "\\ud800 \\ud83d\\ude00"}', errors="replace") == ["\ufffd 😀"]
    assert read(tmp_path / "a.jsonl", '{"body": "b"}', field="body") == ["b"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a", b"%PDF-1.7", "is a PDF; save its text"),
        ("a.txt", b"PK\x03\x04..", "zip archive or an office document"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        ("a.txt", b"version https://git-lfs.github.com/spec/v1\noid", "git lfs pull"),
        ("a.txt", b"one\0two", "not utf-8 text but binary"),
        ("a.tar", b"n" * 257 + b"ustar\x0000", "a tar archive"),
        ("a.xml", b"<html/>", "no MediaWiki dump"),
        ("wiki_00", WIKI[:-9].encode(), "ends within a <doc …>: it was cut short"),
        ("wiki_00", b'<doc id="1">\nx\n</doc>\nstray', "text outside its <doc …> and </doc>: 'stray'"),
        ("wiki_00", b'<doc id="1">\nx\n</doc>\n<p>\n', "where <doc …> should stand"),
        ("wiki_00", b'<doc id="1">\nx\n</doc>\n<doc ' + b"x" * 70_000, "line without an end"),
        ("a.json", b'{\n  "text": "pretty"\n}', "line 1 of .* is no JSON"),
        ("a.txt", b" \n", "hold no text: every document in .* is blank"),
        ("a.txt", b"", "hold no text"),
    ],
)
def test_what_is_no_text_is_refused_with_what_to_do(tmp_path, name, content, message):
    with pytest.raises(ValueError, match=message) as caught:
        read(tmp_path / name, content)
    assert "paths" in str(caught.value)


def test_paths_with_nothing_to_read_are_named(tmp_path, monkeypatch):
    with pytest.raises(ValueError, match="in paths does not exist"):
        read_documents(tmp_path / "missing")
    with pytest.raises(ValueError, match="a folder without a file in it"):
        read_documents(tmp_path)
    (tmp_path / "notes.md").write_text("x")
    with pytest.raises(ValueError, match=r"a folder of 1 files, such as .*notes\.md.*name the files themselves"):
        read_documents(tmp_path)
    with pytest.raises(ValueError, match="paths is empty"):
        read_documents([])
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(ValueError, match=r"a\.txt is given twice in paths"):
        read_documents([tmp_path, tmp_path / "a.txt"])
    with pytest.raises(ValueError, match="a device or a pipe"):
        read_documents("/dev/zero")
    (tmp_path / "b.txt").symlink_to(tmp_path / "nowhere")
    with pytest.raises(ValueError, match=r"b\.txt in paths can't be read \(No such file"):
        list(read_documents(tmp_path))


def test_what_may_not_be_read_is_named(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("x")
    documents = read_documents(tmp_path)
    opened = Path.open

    def refused(self, *arguments, **named):
        if self.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return opened(self, *arguments, **named)

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(ValueError, match=r"a\.txt in paths can't be read \(Permission denied\)"):
        list(documents)
    monkeypatch.setattr(
        "os.scandir", lambda path: (_ for _ in ()).throw(PermissionError(13, "Permission denied", path))
    )
    with pytest.raises(ValueError, match=r"in paths can't be read \(Permission denied\)"):
        read_documents(tmp_path)


def test_a_link_to_a_folder_and_a_pipe_are_left_out(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "elsewhere").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.txt")
    documents = read_documents(tmp_path)
    assert list(documents) == ["x"]
    assert [Path(name).name for name in documents.left_out] == ["elsewhere", "pipe.txt"]


def test_shards_are_the_documents_in_their_order(tmp_path):
    for i in range(7):
        (tmp_path / f"{i}.txt").write_text(" " * i if i < 3 else f"{i} " * i)
    documents = read_documents(tmp_path)
    for n in (1, 2, 3, 7, 50):
        shards = pickle.loads(pickle.dumps(documents)).shards(n)  # as for a process or a machine of its own
        assert 1 <= len(shards) <= min(n, 7)
        assert [text for shard in shards for text in shard] == list(documents)


def test_a_bar_shows_the_bytes(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("TQDM_DISABLE")
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps({"text": "word " * 9}) for _ in range(99)))
    list(read_documents(tmp_path, progress=True))
    assert "100%" in capsys.readouterr().err
    list(read_documents(tmp_path))
    assert capsys.readouterr().err == ""
