"""Compressed files: the same text from each kind, and one clear error for what is damaged, cut short or a bomb."""

import bz2
import gzip
import lzma
import random

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from wordmodes.text import _archives, read_documents

KINDS = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress, ".zst": zstandard.compress}
RANDOM = random.Random(0)
TEXT = " ".join(RANDOM.choices(["cat", "dog", "queen", "été", "字"], k=60_000))  # beyond one block of 256 KiB

every_kind = pytest.mark.parametrize("suffix", KINDS)


def write(path, *members: bytes, padding: bytes = b""):
    compress = KINDS[path.suffix]
    path.write_bytes(padding.join(map(compress, members)) + padding)
    return path


@every_kind
def test_the_text_is_the_same_however_it_is_compressed(tmp_path, suffix):
    assert list(read_documents(write(tmp_path / f"a.txt{suffix}", TEXT.encode()))) == [TEXT]
    lines = "\n".join(f'{{"text": "{word}"}}' for word in TEXT.split()[:999])
    assert list(read_documents(write(tmp_path / f"a.jsonl{suffix}", lines.encode()))) == TEXT.split()[:999]
    page = f'<doc id="1" url="u" title="t">\n{TEXT}\n</doc>\n'
    assert list(read_documents(write(tmp_path / f"wiki_00{suffix}", page.encode()))) == [f"\n{TEXT}"]


@every_kind
def test_streams_that_follow_one_another_are_one_text(tmp_path, suffix):
    content = TEXT.encode()
    members = [content[i : i + 100_000] for i in range(0, len(content), 100_000)]
    assert list(read_documents(write(tmp_path / f"a.txt{suffix}", *members))) == [TEXT]
    assert list(read_documents(write(tmp_path / f"b.txt{suffix}", b"", b"one ", b"", b"two", b""))) == ["one two"]


@pytest.mark.parametrize("suffix", [".gz", ".xz"])
def test_zeros_between_streams_are_padding(tmp_path, suffix):
    assert list(read_documents(write(tmp_path / f"a.txt{suffix}", b"one ", b"two", padding=bytes(8)))) == ["one two"]


@every_kind
def test_a_file_is_known_by_its_first_bytes_too(tmp_path, suffix):
    path = write(tmp_path / f"wiki_00{suffix}", b"some text")
    assert list(read_documents(path.rename(tmp_path / "plain"))) == ["some text"]
    (tmp_path / f"fake.txt{suffix}").write_text("some text")
    with pytest.raises(ValueError, match=rf"fake\.txt\{suffix} in paths is no .* file.*fetch it anew"):
        list(read_documents(tmp_path / f"fake.txt{suffix}"))
    twice = write(tmp_path / f"twice.txt{suffix}", gzip.compress(b"text"))
    with pytest.raises(ValueError, match="compressed twice"):
        list(read_documents(twice))


@every_kind
def test_what_was_cut_short_is_never_taken_for_the_whole(tmp_path, suffix):
    path = write(tmp_path / f"a.txt{suffix}", TEXT.encode(), b"the end")
    content = path.read_bytes()
    first = len(KINDS[suffix](TEXT.encode()))
    for length in [*RANDOM.sample(range(20, len(content)), 6), len(content) - 1, first - 1, first + 5]:
        path.write_bytes(content[:length])
        with pytest.raises(
            ValueError, match=r"a\.txt.* in paths (ends in the middle of its \w+ data|can't be unpacked)"
        ):
            list(read_documents(path))


@every_kind
def test_what_is_damaged_is_named(tmp_path, suffix):
    path = tmp_path / f"a.txt{suffix}"
    zstd = zstandard.ZstdCompressor(write_checksum=True).compress
    compressed = bytearray((zstd if suffix == ".zst" else KINDS[suffix])(TEXT.encode()))
    compressed[len(compressed) // 2] ^= 0xFF
    path.write_bytes(compressed)
    with pytest.raises(
        ValueError, match=r"a\.txt.* in paths (can't be unpacked: its \w+ data are damaged|is not utf-8.*fetch)"
    ):
        list(read_documents(path))
    with pytest.raises(ValueError, match=r"can't be unpacked: its \w+ data are damaged after \d+ bytes"):
        list(read_documents(path, encoding="latin-1"))
    path.write_bytes(KINDS[suffix](b"text") + b"and something that is no stream")
    with pytest.raises(ValueError, match="can't be unpacked"):
        list(read_documents(path))


@every_kind
def test_a_bomb_is_refused_unless_it_is_meant(tmp_path, suffix, monkeypatch):
    monkeypatch.setattr(_archives, "_FREE", 1 << 18)
    path = write(tmp_path / f"a.txt{suffix}", *[b"boom " * (1 << 17)] * 4)
    with pytest.raises(ValueError, match=r"a\.txt.* in paths swells to more than 200 times.*max_ratio=None"):
        for _ in read_documents(path).pieces():
            pass
    assert sum(len(text) for text, _ in read_documents(path, max_ratio=None).pieces()) == 5 << 19
    path = write(tmp_path / f"b.txt{suffix}", TEXT.encode())
    assert list(read_documents(path)) == [TEXT]
    with pytest.raises(ValueError, match=r"more than 1\.5 times"):
        list(read_documents(path, max_ratio=1.5))


def test_what_asks_for_too_much_memory_is_refused(tmp_path, monkeypatch):
    window = zstandard.ZstdCompressionParameters(window_log=28, enable_ldm=True)
    path = tmp_path / "a.txt.zst"
    inner = zstandard.ZstdCompressor(compression_params=window).compressobj()  # of unknown size: the window is kept
    path.write_bytes(inner.compress(b"text") + inner.flush())
    with pytest.raises(ValueError, match=r"asks for more memory than is given .*unpack it first"):
        list(read_documents(path))
    monkeypatch.setattr(_archives, "_XZ_MEMORY", 1 << 16)
    with pytest.raises(ValueError, match=r"asks for more memory than is given .*unpack it first"):
        list(read_documents(write(tmp_path / "a.txt.xz", b"text")))


def test_zstandard_s_frames_to_skip_are_skipped(tmp_path):
    skippable = b"\x50\x2a\x4d\x18\x04\x00\x00\x00note"
    (tmp_path / "a.txt.zst").write_bytes(skippable + zstandard.compress(b"text") + skippable)
    assert list(read_documents(tmp_path / "a.txt.zst")) == ["text"]


@settings(deadline=None, max_examples=40)
@given(st.binary(max_size=3000), st.integers(1, 50), st.sampled_from(sorted(KINDS)))
def test_bytes_come_back_whatever_the_blocks(content, size, suffix):
    compressed = KINDS[suffix](content) + KINDS[suffix](content)
    head, rest = compressed[:16], compressed[16:]  # a file's first block is never shorter than its mark
    blocks = [head, *(rest[i : i + size] for i in range(0, len(rest), size))]
    assert b"".join(_archives.unpacked(iter(blocks), "f", None)) == content + content
