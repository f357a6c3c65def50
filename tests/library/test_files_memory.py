"""However long a line, a document or a dump, and whatever a bomb holds: memory is bounded, and nothing is written."""

import bz2
import gzip
import json
import lzma
import subprocess
import sys
from pathlib import Path

import pytest
import zstandard

MIB = 1 << 20
ROOM = 24 * MIB  # beyond what the libraries take; zstandard may give out 32 more at a time
WORDS = b"a queen is a king who was called otherwise " * 1000
PAGE = b"<page><title>A</title><ns>0</ns><id>1</id><revision><text>%s</text></revision></page>\n" % WORDS[:4300]

# Reads every file of a folder in a process that can neither hold nor write much, and says what came of each.
READ = """
import json, resource, sys
from pathlib import Path
from wordmodes.text import _mediawiki, read_documents

folder, room = Path(sys.argv[1]), int(sys.argv[2])
_mediawiki.remover = lambda: str  # gensim's takes the room of the test
list(read_documents(folder / "small.txt").pieces())  # what is imported late is imported now
with open("/proc/self/statm", encoding="ascii") as statm:
    held = int(statm.read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # as on a full disk: not a byte into any file
for path in sorted(folder.iterdir()):
    extra = 32 << 20 if path.suffix == ".zst" else 0
    resource.setrlimit(resource.RLIMIT_AS, (held + room + extra, resource.RLIM_INFINITY))
    letters = documents = 0
    try:
        for text, ends in read_documents(path, piece=1 << 18).pieces():
            letters += len(text)
            documents += ends
        came = [letters, documents]
    except ValueError as error:
        came = str(error)
    print(json.dumps([path.name, came]))
"""


def fill(path: Path, block: bytes, before: bytes = b"", after: bytes = b"") -> int:
    """A file of 64 MiB and more; returns how often it holds the block."""
    times = 64 * MIB // len(block)
    with path.open("wb") as file:
        file.write(before)
        for _ in range(times):
            file.write(block)
        file.write(after)
    return times


@pytest.fixture(scope="module")
def came(tmp_path_factory) -> dict:
    """What came of reading each file."""
    folder = tmp_path_factory.mktemp("long")
    (folder / "small.txt").write_text("one text")
    fill(folder / "line.txt", WORDS)
    fill(folder / "wiki_00", WORDS, b'<doc id="1" url="u" title="t">\n', b"\n</doc>\n")
    fill(folder / "pages.xml", PAGE, b"<mediawiki>", b"</mediawiki>")
    fill(folder / "long.jsonl", WORDS, b'{"text": "one"}\n{"text": "', b'"}\n')
    fill(folder / "word.txt", b"x" * 1000)
    kinds = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zst": zstandard.compress}
    for suffix, compress in kinds.items():
        (folder / f"bomb.txt.{suffix}").write_bytes(compress(b"boom" + b" " * (4 * MIB)) * 64)
    command = [sys.executable, "-c", READ, str(folder), str(ROOM)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(map(json.loads, done.stdout.splitlines()))


def test_one_document_of_a_single_line_is_never_held(came):
    times = 64 * MIB // len(WORDS)
    assert came["line.txt"] == [times * len(WORDS), 1]
    assert came["wiki_00"] == [times * len(WORDS) + 1, 1]


def test_a_dump_s_pages_are_never_all_held(came):
    times = 64 * MIB // len(PAGE)
    assert came["pages.xml"] == [times * 4300, times]


def test_a_line_of_json_and_a_word_too_long_to_hold_are_refused(came):
    assert "long.jsonl in paths holds a line of more than 16777216 characters" in came["long.jsonl"]
    assert "word.txt in paths holds 262144 letters or digits in a row" in came["word.txt"]


@pytest.mark.parametrize("suffix", ["gz", "bz2", "xz", "zst"])
def test_a_bomb_is_refused_before_it_is_held(came, suffix):
    assert f"bomb.txt.{suffix} in paths swells to more than 200 times its size" in came[f"bomb.txt.{suffix}"]
