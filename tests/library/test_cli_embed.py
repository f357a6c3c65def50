"""`wordmodes embed`: what it writes, what it goes on with after an interruption, and what it does not trust."""

import errno
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from gensim.models import KeyedVectors

from wordmodes import _vector_files
from wordmodes._cli import counting, folder, reading
from wordmodes.cli import main
from wordmodes.text.cooccurrence import count
from wordmodes.text.corpus import tokenize_any_script
from wordmodes.text.files import read_documents
from wordmodes.text.numbered import number
from wordmodes.text.planted import planted_language
from wordmodes.vectors import embed_text

OPTIONS = ["--V", "300", "--d", "10"]


@pytest.fixture(scope="module")
def texts(tmp_path_factory) -> Path:
    """Some files of plain text, one of JSON lines, and one that is a single long document."""
    made = tmp_path_factory.mktemp("texts")
    documents = [" ".join(document) for document in planted_language().sample(60_000, seed=0)]
    for i in range(5):
        (made / f"{i}.txt").write_text("\n".join(documents[i::10]), encoding="utf-8")
    lines = "".join(f'{{"text": "{text}"}}\n' for text in documents[5::10])
    (made / "lines.jsonl").write_text(lines, encoding="utf-8")
    (made / "long.txt").write_text(". ".join(documents[6::10] + documents[7::10]), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def whole(texts, tmp_path_factory) -> Path:
    """What a run makes that nothing interrupts."""
    out = tmp_path_factory.mktemp("whole") / "out"
    assert main(["embed", str(texts), "-o", str(out), "--format", "both", *OPTIONS]) == 0
    return out


def files(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in ("vectors.txt", "vectors.bin", "modes.npz", "counts.npz")}


def small_steps(monkeypatch) -> None:
    """Keep what was done after every few tokens."""
    monkeypatch.setattr(reading, "EVERY", 4000)
    monkeypatch.setattr(reading, "_GROUP", 1)
    monkeypatch.setattr(counting, "EVERY", 9000)
    monkeypatch.setattr(counting, "SECONDS", 0.0)


def test_it_writes_what_embed_text_makes(texts, whole):
    expected = embed_text(read_documents(texts), V=300, d=10)
    vectors, settings = folder.load(str(whole))
    assert vectors.words == expected.words
    assert np.array_equal(vectors.W, expected.W)
    assert settings["window"] == 5
    assert settings["d"] == 10
    assert settings["n_tokens"] == expected.vocabulary.n_tokens
    assert settings["paths"] == [str(texts)]
    assert settings["created_by"].startswith("wordmodes ")
    assert {file.name for file in whole.iterdir()} == {
        ".wordmodes",
        "counts.npz",
        "modes.npz",
        *folder.VECTORS.values(),
    }


@pytest.mark.parametrize(("name", "binary"), [("vectors.txt", False), ("vectors.bin", True)])
def test_gensim_loads_both_formats(whole, name, binary):
    vectors, _ = folder.load(str(whole))
    loaded = KeyedVectors.load_word2vec_format(str(whole / name), binary=binary)
    assert loaded.index_to_key == list(vectors.words)
    assert np.array_equal(loaded.vectors, vectors.W.astype(np.float32))


class Stop(KeyboardInterrupt):
    pass


@pytest.mark.parametrize("place", ["reading", "counting"])
@pytest.mark.parametrize("after", [1, 3])
def test_an_interrupted_run_goes_on_and_ends_the_same(texts, whole, tmp_path, monkeypatch, capsys, place, after):
    small_steps(monkeypatch)
    out, done = tmp_path / "out", []
    command = ["embed", str(texts), "-o", str(out), "--format", "both", *OPTIONS]
    owner, name = (reading.Log, "append") if place == "reading" else (counting, "save")
    original = getattr(owner, name)

    def then_stop(*arguments, **others):
        original(*arguments, **others)
        done.append(1)
        if len(done) == after:
            raise Stop

    with monkeypatch.context() as patch:
        patch.setattr(owner, name, then_stop)
        assert main(command) == 130
    assert re.fullmatch(r"wordmodes: interrupted; .*\n", capsys.readouterr().err)
    assert not (out / "modes.npz").exists()
    assert main(["concepts", str(out)]) == 2
    assert "is not finished" in capsys.readouterr().err
    read = []
    words = reading.words
    monkeypatch.setattr(reading, "words", lambda text: read.append(words(text)) or read[-1])
    assert main(command) == 0
    assert "going on from there" in capsys.readouterr().err
    assert files(out) == files(whole)
    assert 60_000 * 0.8 - sum(map(len, read)) >= (after * 4000 if place == "reading" else 60_000 * 0.8)


def test_nothing_that_a_killed_process_leaves_is_taken_for_whole(texts, whole, tmp_path):
    script = tmp_path / "slow.py"
    script.write_text(
        "import sys, time\n"
        "from wordmodes._cli import counting, reading\n"
        "from wordmodes.cli import main\n"
        "reading.EVERY, reading._GROUP, counting.EVERY, counting.SECONDS = 2000, 1, 3000, 0.0\n"
        "def slow(function):\n"
        "    def wrapped(*a, **o):\n"
        "        time.sleep(0.05)\n"
        "        return function(*a, **o)\n"
        "    return wrapped\n"
        "reading.Log.append, counting.save = slow(reading.Log.append), slow(counting.save)\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    out = tmp_path / "out"
    command = [sys.executable, str(script), "embed", str(texts), "-o", str(out), "--format", "both", *OPTIONS]
    killed = 0
    for wait in (0.2, 0.5, 0.9, 1.3):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None and not (out / folder.READING).exists():
            time.sleep(0.01)
        time.sleep(wait)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            killed += 1
        process.wait()
    assert killed
    if (out / folder.READING).exists():
        with (out / folder.READING / "numbers.int32").open("ab") as file:
            file.write(b"half a number")
    assert subprocess.run(command, capture_output=True).returncode == 0
    assert files(out) == files(whole)
    assert {file.name for file in out.iterdir()} == {".wordmodes", *files(whole)}


def test_what_a_killed_run_was_writing_is_cleared_away(texts, whole, tmp_path):
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").write_text("kept")
    (out / ".wordmodes-abc").mkdir(parents=True)
    (out / ".wordmodes").touch()
    (out / ".wordmodes-abc" / "counts.npz").write_bytes(b"half")
    (out / ".wordmodes-vectors.bin").write_bytes(b"half")
    (out / ".wordmodes-link").symlink_to(elsewhere)
    assert main(["embed", str(texts), "-o", str(out), *OPTIONS]) == 0
    assert sorted(file.name for file in out.iterdir()) == [".wordmodes", "counts.npz", "modes.npz", "vectors.txt"]
    assert (elsewhere / "kept").read_text() == "kept"


def test_what_it_wrote_among_the_texts_is_no_text(texts, whole, tmp_path, monkeypatch, capsys):
    mine = tmp_path / "mine"
    shutil.copytree(texts, mine)
    monkeypatch.chdir(mine)
    small_steps(monkeypatch)
    command = ["embed", ".", "-o", "out", "--format", "both", *OPTIONS]
    with monkeypatch.context() as patch:
        patch.setattr(counting, "save", lambda *_: (_ for _ in ()).throw(Stop))
        assert main(command) == 130
    assert main(command) == 0
    assert "going on from there" in capsys.readouterr().err
    assert (mine / "out" / "vectors.bin").read_bytes() == (whole / "vectors.bin").read_bytes()
    assert main(command) == 0
    said = capsys.readouterr().err
    assert "the counts in out are of these files" in said
    assert "out is no text: wordmodes embed has written it; left out" in said
    assert "named like no document" not in said
    assert main(["embed", ".", "-o", "other", *OPTIONS]) == 0
    assert (mine / "other" / "vectors.txt").read_bytes() == (whole / "vectors.txt").read_bytes()
    assert main(["embed", "out", "-o", "third", *OPTIONS]) == 2
    assert "nothing but what wordmodes embed has written" in capsys.readouterr().err
    assert main(["embed", "out/../out/vectors.txt", "0.txt", "-o", "third", *OPTIONS]) == 0
    assert "out is no text" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["reading/notes.txt", "vectors.txt", "counts.npz", "modes.npz"])
def test_what_it_has_not_written_is_not_touched(texts, tmp_path, capsys, name):
    theirs = tmp_path / "theirs" / name
    theirs.parent.mkdir(parents=True)
    theirs.write_text("my own words, and many of them. " * 2000)
    assert main(["embed", str(texts), "-o", str(tmp_path / "theirs"), *OPTIONS]) == 2
    assert "holds other files" in capsys.readouterr().err
    assert theirs.read_text().startswith("my own words")
    if name.endswith("txt"):
        assert main(["embed", str(theirs.parent), str(texts), "-o", str(tmp_path / "out"), *OPTIONS]) == 0
        assert "is no text" not in capsys.readouterr().err


def test_a_text_that_lies_among_what_it_wrote_is_read(texts, tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["embed", str(texts), "-o", str(out), *OPTIONS]) == 0
    shutil.copy(texts / "0.txt", out / "mine.txt")
    assert main(["embed", str(out), "-o", str(tmp_path / "next"), *OPTIONS]) == 0
    assert np.array_equal(
        folder.load(str(tmp_path / "next"))[0].W, embed_text(read_documents(texts / "0.txt"), V=300, d=10).W
    )


def test_a_file_system_without_locks_will_do(texts, tmp_path, monkeypatch):
    def unknown(*_):
        raise OSError(errno.ENOSYS, "Function not implemented")

    monkeypatch.setattr(folder.fcntl, "flock", unknown)
    assert main(["embed", str(texts), "-o", str(tmp_path / "out"), *OPTIONS]) == 0


def test_words_of_any_script_are_kept_whole_where_that_is_asked_for(tmp_path, monkeypatch, capsys):
    mine, out = tmp_path / "mine.txt", tmp_path / "out"
    lines = [" ".join(document).replace("a", "ä") for document in planted_language().sample(60_000, seed=0)]
    mine.write_text("\n".join(lines), encoding="utf-8")
    small_steps(monkeypatch)
    command = ["embed", str(mine), "-o", str(out), *OPTIONS]
    assert main(command) == 0
    assert re.search(r"1\d% of its letters are none of a to z.* --letters any", capsys.readouterr().err)
    assert all(word.isascii() for word in folder.load(str(out))[0].words)
    assert main([*command, "--letters", "any"]) == 0
    said = capsys.readouterr().err
    assert "of other files or settings; reading anew" in said
    assert "none of a to z" not in said
    vectors, settings = folder.load(str(out))
    assert settings["letters"] == "any"
    expected = embed_text(["\n".join(lines)], V=300, d=10, tokenizer=tokenize_any_script)
    assert vectors.words == expected.words
    assert np.array_equal(vectors.W, expected.W)
    loaded = KeyedVectors.load_word2vec_format(str(out / "vectors.txt"))
    assert loaded.index_to_key == list(vectors.words)
    assert any("ä" in word for word in vectors.words)
    assert main(["ledger", str(mine), "--letters", "any", "--only", "tanh"]) == 0
    assert " 528 different ones" in capsys.readouterr().out


def test_a_document_longer_than_a_part_loses_no_pair(monkeypatch, tmp_path):
    words = np.random.default_rng(0).choice(list("abcdefgh"), 400).tolist()
    with number([words[:9], words[9:300], [], words[300:]]) as text:
        vocabulary = text.vocabulary(6)
        for window, size in ((1, 7), (5, 11), (16, 10), (9, 120), (500, 90)):
            monkeypatch.setattr(counting, "EVERY", size)
            found = counting.counted(text, vocabulary, window, 1, tmp_path / "partial.npz", f"{window}").counts
            assert (found != count(text, vocabulary, window, dense=False).counts).nnz == 0
            assert found.data.min() > 0


def test_other_settings_use_the_counts_and_other_files_do_not(texts, whole, tmp_path, capsys):
    out = tmp_path / "out"
    mine = tmp_path / "mine.txt"
    mine.write_bytes((texts / "0.txt").read_bytes())
    command = ["embed", str(mine), "-o", str(out), "--V", "200", "--d", "5"]
    assert main(command) == 0
    assert capsys.readouterr().err == ""
    assert main([*command, "--target", "m_star", "--by", "value", "--format", "binary"]) == 0
    assert re.fullmatch(
        r"wordmodes: the counts in .* are of these files; going on from them\n", capsys.readouterr().err
    )
    assert sorted(file.name for file in out.iterdir()) == [".wordmodes", "counts.npz", "modes.npz", "vectors.bin"]
    assert folder.load(str(out))[1]["target"] == "m_star"
    mine.write_bytes((texts / "1.txt").read_bytes())
    assert main(command) == 0
    assert re.fullmatch(r"wordmodes: what .* holds is of other files .*; reading anew\n", capsys.readouterr().err)
    expected = embed_text(read_documents(mine), V=200, d=5)
    assert np.array_equal(folder.load(str(out))[0].W, expected.W)


def test_a_checkpoint_of_other_files_is_thrown_away(texts, tmp_path, monkeypatch, capsys):
    small_steps(monkeypatch)
    mine, out = tmp_path / "mine.txt", tmp_path / "out"
    mine.write_bytes((texts / "0.txt").read_bytes() * 3)
    with monkeypatch.context() as patch:
        patch.setattr(counting, "counted", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        assert main(["embed", str(mine), "-o", str(out), *OPTIONS]) == 130
    assert (out / folder.READING).is_dir()
    mine.write_bytes((texts / "1.txt").read_bytes())
    capsys.readouterr()
    assert main(["embed", str(mine), "-o", str(out), *OPTIONS]) == 0
    assert "reading anew" in capsys.readouterr().err
    assert np.array_equal(folder.load(str(out))[0].W, embed_text(read_documents(mine), V=300, d=10).W)


def test_a_full_disk_is_one_line_and_nothing_half_written(texts, tmp_path, monkeypatch, capsys):
    out = tmp_path / "out"

    def full(path, *_):
        Path(path).write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(_vector_files, "_open", full)
    assert main(["embed", str(texts), "-o", str(out), *OPTIONS]) == 2
    assert capsys.readouterr().err.splitlines() == ["wordmodes embed: [Errno 28] No space left on device"]
    assert sorted(file.name for file in out.iterdir()) == [".wordmodes", "counts.npz"]


def test_where_the_folder_itself_stays_the_error_is_said_all_the_same(tmp_path, monkeypatch, capsys):
    (tmp_path / "digits.txt").write_text("12 34")
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    monkeypatch.chdir(tmp_path / "real")
    for out in (".", "../link"):
        assert main(["embed", "../digits.txt", "-o", out]) == 2
        assert "hold no" in capsys.readouterr().err
        assert not any((tmp_path / "real").iterdir())


def test_two_runs_at_once_are_refused(texts, tmp_path, capsys):
    out = tmp_path / "out"
    with folder.locked(out):
        assert main(["embed", str(texts), "-o", str(out), *OPTIONS]) == 2
        assert "another run is writing" in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["no-such-file", "-o", "OUT"], "does not exist"),
        (["EMPTY", "-o", "OUT"], "a folder without a file"),
        (["BLANK", "-o", "OUT"], "empty"),
        (["TEXTS", "-o", "OUT", "--V", "1"], "V must be a whole number >= 2"),
        (["TEXTS", "-o", "OUT", "--d", "0"], "d must be a whole number >= 1"),
        (["TEXTS", "-o", "OUT", "--d", "9999"], "d = 9999 exceeds"),
        (["TEXTS", "-o", "OUT", "--window", "0"], "window"),
        (["TEXTS", "-o", "OUT", "--min-count", "-1"], "min_count"),
        (["TEXTS", "-o", "OUT", "--tol", "0"], "tol"),
        (["TEXTS", "-o", "OUT", "--workers", "0"], "workers"),
        (["TEXTS", "-o", "OUT", "--encoding", "morse"], "encoding"),
        (["TEXTS", "-o", "OUT", "--V", "many"], "--V"),
        (["TEXTS", "-o", "OUT", "--target", "best"], "--target"),
        (["TEXTS"], "-o/--out"),
        (["TEXTS", "-o", "TEXTS"], "holds other files"),
        (["TEXTS", "-o", "TEXTS/0.txt"], "is a file"),
        ([], "PATH"),
    ],
)
def test_bad_input_is_one_line_and_status_2(texts, tmp_path, capsys, arguments, message):
    (tmp_path / "empty").mkdir()
    (tmp_path / "blank.txt").write_text("1 2 3", encoding="utf-8")
    places = {"TEXTS": texts, "OUT": tmp_path / "out", "EMPTY": tmp_path / "empty", "BLANK": tmp_path / "blank.txt"}
    named = [re.sub("TEXTS|OUT|EMPTY|BLANK", lambda found: str(places[found[0]]), part) for part in arguments]
    assert main(["embed", *named]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert re.search(message, said.err)
    assert re.match(r"wordmodes embed: ", said.err)
    assert not (tmp_path / "out").exists() or "9999" in arguments
