"""Which files are meant by paths, and their bytes: files on disk and files of a git repository alike."""

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Literal

from wordmodes.text import _git
from wordmodes.text._archives import BLOCK, unpacked
from wordmodes.text._formats import MAYBE, SURE, format_of, suffix

Errors = Literal["strict", "replace", "ignore"]

_HEAD = 1 << 16  # bytes by which a format is told


@dataclass(frozen=True)
class Source:
    """A file: on disk, or in a git repository, where `blob` is its object and `path` the repository."""

    name: str
    path: str
    size: int
    blob: str = ""


@dataclass(frozen=True)
class Reading:
    """What `read_documents` was told."""

    encoding: str
    errors: Errors
    field: str
    piece: int
    max_ratio: float | None
    drop_markup: bool
    progress: bool


class Opened:
    """What is open while documents are read: at most one file, and one process for each repository."""

    def __init__(self, advance: Callable[[int], object] = lambda n: None) -> None:
        self._advance = advance
        self._stack = ExitStack()
        self._blobs: dict[str, _git.Blobs] = {}

    def __enter__(self) -> Opened:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def start(self, source: Source, max_ratio: float | None) -> tuple[bytes, Iterator[bytes]]:
        """The first bytes of a file, decompressed, and all of them."""
        blocks = unpacked(self._blocks(source), source.name, max_ratio)
        held: list[bytes] = []
        n = 0
        for block in blocks:
            held.append(block)
            n += len(block)
            if n >= _HEAD:
                break
        return b"".join(held)[:_HEAD], chain(held, blocks)

    def _blocks(self, source: Source) -> Iterator[bytes]:
        for block in self._from_git(source) if source.blob else _from_disk(source):
            self._advance(len(block))
            yield block

    def _from_git(self, source: Source) -> Iterator[bytes]:
        if source.path not in self._blobs:
            self._blobs[source.path] = self._stack.enter_context(_git.Blobs(source.path))
        return self._blobs[source.path].blocks(source.blob, source.name)


def _from_disk(source: Source) -> Iterator[bytes]:
    try:
        with Path(source.path).open("rb", buffering=0) as file:
            while block := file.read(BLOCK):
                yield block
    except OSError as error:
        raise unreadable(source.name, error) from error


def unreadable(name: str, error: OSError) -> ValueError:
    """The error for what is there and can't be read."""
    return ValueError(
        f"{name} in paths can't be read ({error.strerror or error}); mend its permissions, or leave it out"
    )


def on_disk(given: str | Path, how: Reading) -> tuple[list[Source], list[str]]:
    """The files of one path and those that are left out."""
    try:
        there = str(given) != "" and Path(given).exists()
    except PermissionError as error:
        raise unreadable(str(given), error) from error
    except (OSError, ValueError):  # a null byte, a lone surrogate, a name that is too long
        there = False
    if not there:
        raise ValueError(f"{str(given)!r} in paths does not exist; give files, folders or git+FOLDER@COMMIT")
    path = Path(given)
    if path.is_file():
        return [_file(path)], []
    if not path.is_dir():
        raise ValueError(
            f"{path} in paths is no file but a device or a pipe, which can't be read again; save it to a file"
        )
    sources, left_out = _chosen([_file(file) for file in sorted(_below(path))], how)
    if not sources:
        raise ValueError(f"{path} in paths is a folder {_without_documents(left_out)}")
    return sources, left_out


def in_git(path: str, commit: str, pattern: str, how: Reading) -> tuple[list[Source], list[str]]:
    """The files of a repository at a commit (its full hash) that a pattern names, and those that are left out."""
    everything = _git.files(path, commit)
    folder = f"{pattern.rstrip('/')}/" if pattern else ""
    wanted = [file for file in everything if file[0] == pattern or fnmatch.fnmatchcase(file[0], pattern)]
    below = [file for file in everything if file[0].startswith(folder) and not hidden(file[0].removeprefix(folder))]
    chosen = wanted or below
    if not chosen:
        shown = f"; there are {', '.join(repr(name) for name, _ in everything[:3])}, …" if everything else ""
        raise ValueError(f"{path!r} in paths has no file {pattern!r} at its commit {commit[:12]}{shown}")
    sources = [
        Source(f"{commit[:12]}:{name}", path, size, blob)
        for (name, blob), size in zip(chosen, _git.sizes(path, chosen), strict=True)
    ]
    if wanted:
        return sources, []
    sources, left_out = _chosen(sources, how)
    if not sources:
        raise ValueError(f"the git repository {path!r} in paths is, at its commit, {_without_documents(left_out)}")
    return sources, left_out


def _below(folder: Path) -> Iterator[Path]:
    def stop(error: OSError) -> None:
        raise unreadable(str(error.filename), error) from error

    for parent, folders, names in os.walk(folder, onerror=stop):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = [name for name in folders if Path(parent, name).is_symlink()]  # not followed: they may lead in circles
        yield from (Path(parent, name) for name in names + links if not name.startswith("."))


def hidden(below: str | Path) -> bool:
    """Whether a file or a folder that leads to it is hidden, by its path below the folder that was given."""
    return any(part.startswith(".") for part in Path(below).parts)


def _file(path: Path) -> Source:
    return Source(str(path), str(path), path.stat().st_size if path.exists() else 0)


def _chosen(files: list[Source], how: Reading) -> tuple[list[Source], list[str]]:
    """What a folder is read for: documents by their names, or by what is in them where names don't tell."""
    chosen: list[Source] = []
    left_out: list[str] = []
    with Opened() as opened:
        for file in files:
            ending = suffix(file.name)
            if not file.blob and Path(file.path).exists() and not Path(file.path).is_file():
                left_out.append(file.name)  # a pipe, at which reading would wait, or a link to a folder
            elif ending in SURE or (ending in MAYBE and _looks_like_documents(opened, file, how)):
                chosen.append(file)
            else:
                left_out.append(file.name)
    return chosen, left_out


def _looks_like_documents(opened: Opened, file: Source, how: Reading) -> bool:
    head, _ = opened.start(file, how.max_ratio)
    try:
        kind = format_of(file.name, head, how.encoding)
    except ValueError:
        return False
    start = head.decode(how.encoding, "ignore").lstrip("\ufeff \t\r\n")
    return kind != "text" and (suffix(file.name) != ".json" or bool(re.match(r'\{[ \t]*"', start)))


def _without_documents(left_out: list[str]) -> str:
    if not left_out:
        return "without a file in it; put your texts there as .txt"
    return (
        f"of {len(left_out)} files, such as {left_out[0]}, and none is .txt, .jsonl, a WikiExtractor file or a"
        " MediaWiki dump (compressed or not); name the files themselves if they are text"
    )
