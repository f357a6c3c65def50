"""Compressed files, opened a block at a time: what is damaged, cut short or swells beyond reason is refused by name."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import Any, Protocol

BLOCK = 1 << 18
_FREE = 1 << 26  # bytes that anything may swell to before its ratio is asked for
_XZ_MEMORY = 1 << 28  # xz -9 asks for a quarter of it
_ZSTD_BITE = 1 << 10  # zstandard's decompressor gives out all it can; a KiB can't be more than 32 MiB

SUFFIXES = {".gz": "gzip", ".bz2": "bzip2", ".xz": "xz", ".zst": "zstd"}
_MAGIC = {
    "gzip": (b"\x1f\x8b\x08",),
    "bzip2": (*(b"BZh%d1AY&SY" % level for level in range(1, 10)), *(b"BZh%d\x17rE8P\x90" % n for n in range(1, 10))),
    "xz": (b"\xfd7zXZ\x00",),
    "zstd": (
        b"\x28\xb5\x2f\xfd",
        *(bytes([n]) + b"\x2a\x4d\x18" for n in range(0x50, 0x60)),
    ),  # a frame, or one to skip
}


class _Decompressor(Protocol):
    """What bz2 and lzma have: at most `max_length` bytes at a call, the rest at the next."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Gzip:
    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)  # 31: gzip's header and checksum
        self.needs_input = True

    def decompress(self, data: bytes, max_length: int) -> bytes:
        given = self._inner.decompress(self._inner.unconsumed_tail + data, max_length)
        self.needs_input = not self._inner.unconsumed_tail and len(given) < max_length
        return given

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data


class _Zstd:
    def __init__(self) -> None:
        self._inner = zstandard().ZstdDecompressor().decompressobj()
        self._waiting = b""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        waiting, at, n, given = self._waiting + data, 0, 0, []
        while at < len(waiting) and n < max_length and not self._inner.eof:
            given.append(self._inner.decompress(waiting[at : at + _ZSTD_BITE]))
            n += len(given[-1])
            at += _ZSTD_BITE
        self._waiting = waiting[at:]
        return b"".join(given)

    @property
    def needs_input(self) -> bool:
        return not self._waiting

    @property
    def eof(self) -> bool:
        return bool(self._inner.eof)

    @property
    def unused_data(self) -> bytes:
        return bytes(self._inner.unused_data) + self._waiting


def zstandard() -> Any:
    """The module that reads .zst, or the error that says how to get it."""
    try:
        import zstandard as module  # Python has one of its own from 3.14 on only
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "reading .zst files needs zstandard, which is not installed here: pip install zstandard, or unpack them",
            name="zstandard",
        ) from error
    return module


_MAKE: dict[str, Callable[[], _Decompressor]] = {
    "gzip": _Gzip,
    "bzip2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(memlimit=_XZ_MEMORY),
    "zstd": _Zstd,
}


def compression(name: str, head: bytes) -> str | None:
    """How a file is compressed, as its first bytes say; its name must not contradict them."""
    found = next((kind for kind, magics in _MAGIC.items() if head.startswith(magics)), None)
    said = next((kind for suffix, kind in SUFFIXES.items() if name.lower().endswith(suffix)), None)
    if said is not None and found != said:
        what = f"but {found}" if found else "its first bytes say; it may have been cut short or renamed"
        raise ValueError(f"{name} in paths is no {said} file, {what}; fetch it anew, or name it as what it is")
    return found


def unpacked(blocks: Iterator[bytes], name: str, max_ratio: float | None) -> Iterator[bytes]:
    """The bytes of a file, decompressed if they are compressed; streams that follow one another are one."""
    first = next(blocks, b"")
    kind = compression(name, first)
    if kind is None:
        yield first
        yield from blocks
        return
    taken = given = 0
    inner: _Decompressor | None = None
    block: bytes | None = first
    while block is not None:
        taken += len(block)
        data = block
        while data or (inner is not None and not inner.needs_input):
            if inner is None:
                data = data.lstrip(b"\0") if given else data  # tapes and xz pad with zeros
                if not data:
                    break
                inner = _MAKE[kind]()
            out = _decompressed(inner, data, name, kind, given)
            data = b""
            given += len(out)
            if max_ratio is not None and given > _FREE and given > max_ratio * taken:
                raise ValueError(
                    f"{name} in paths swells to more than {max_ratio:g} times its size, as text does not; if it is"
                    f" meant to, lift the bound: max_ratio=None"
                )
            if out:
                yield out
            if inner.eof:
                data, inner = inner.unused_data, None
        block = next(blocks, None)
    if inner is not None:
        raise ValueError(
            f"{name} in paths ends in the middle of its {kind} data, after {given} bytes of text: it was cut short;"
            " fetch it anew"
        )


def _decompressed(inner: _Decompressor, data: bytes, name: str, kind: str, given: int) -> bytes:
    try:
        return inner.decompress(data, BLOCK)
    except ModuleNotFoundError:
        raise
    except Exception as error:  # each library has its own, and zstandard's may be missing
        if isinstance(error, MemoryError) or "memory" in str(error).lower():
            hint = f"it asks for more memory than is given ({error}); unpack it first"
        else:
            hint = f"its {kind} data are damaged after {given} bytes of text ({error}); fetch it anew"
        raise ValueError(f"{name} in paths can't be unpacked: {hint}") from error
