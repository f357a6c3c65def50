"""Files of a git repository at a commit, read from its objects: no work tree, and nothing is fetched."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from wordmodes.text._archives import BLOCK


def _environment(path: str) -> dict[str, str]:
    """No repository but the one that is named, no network, no prompts, English messages."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    above = str(Path(path).absolute().parent)
    return kept | {
        "GIT_CEILING_DIRECTORIES": above,
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }


def _run(path: str, *arguments: str, given: bytes = b"") -> bytes:
    command = ["git", "-C", path, *arguments]
    try:
        done = subprocess.run(command, input=given, capture_output=True, check=False, env=_environment(path))
    except (OSError, ValueError) as error:
        raise ValueError(f"git could not be run for {path!r} in paths ({error}); is it installed?") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise ValueError(f"git can't read {path!r} in paths: {said[-1] if said else 'it stopped'}")
    return done.stdout


def pinned(path: str, commit: str) -> str:
    """The full hash of a commit, a tag or a branch."""
    try:
        return _run(path, "rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}").decode().strip()
    except ValueError as error:
        if "it stopped" not in str(error):
            raise
        raise ValueError(
            f"the git repository {path!r} in paths has no commit {commit!r}; is the clone complete?"
        ) from None


def files(path: str, commit: str) -> list[tuple[str, str]]:
    """Name and hash of each file, by name, folder by folder; links and submodules are no files."""
    listed = _run(path, "ls-tree", "-r", "-z", "--full-tree", commit).decode("utf-8", "surrogateescape")
    entries = [entry.partition("\t") for entry in listed.split("\0") if entry]
    found = [(name, about.split()[2]) for about, _, name in entries if about.startswith("100")]
    return sorted(found, key=lambda file: file[0].split("/"))


def sizes(path: str, named: list[tuple[str, str]]) -> list[int]:
    """Bytes of each file; one whose object the clone lacks is named before anything is read."""
    asked = "".join(f"{blob}\n" for _, blob in named).encode()
    partial = "it is a partial clone; clone it without --filter, or fetch them (git fetch --refetch)"
    try:
        answers = _run(path, "cat-file", "--batch-check", given=asked).decode().splitlines()
    except ValueError as error:
        if "promisor" in str(error):  # until 2.45 git asks for what is missing, and may not here
            raise ValueError(
                f"the git repository {path!r} in paths lacks some of {len(named)} files: {partial}"
            ) from error
        raise
    lacking = [name for (name, _), answer in zip(named, answers, strict=True) if answer.endswith("missing")]
    if lacking:
        n = f"{len(lacking)} of {len(named)} files, such as {lacking[0]!r}"
        raise ValueError(f"the git repository {path!r} in paths lacks {n}: {partial}")
    return [int(answer.split()[2]) for answer in answers]


class Blobs:
    """One `git cat-file --batch` for many files, ended with the block that it is opened in."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Blobs:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process, whatever it is at."""
        if (process := self._process) is not None:
            self._process = None
            process.kill()
            process.communicate()

    def blocks(self, blob: str, name: str) -> Iterator[bytes]:
        """The bytes of one file."""
        process = self._process = self._process or subprocess.Popen(
            ["git", "-C", self._path, "cat-file", "--batch"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(self._path),
        )
        if process.stdin is None or process.stdout is None:
            raise AssertionError("both are pipes")
        whole = False
        try:
            try:
                process.stdin.write(f"{blob}\n".encode())
                process.stdin.flush()
            except BrokenPipeError:
                pass  # it has ended, and says nothing below
            answer = process.stdout.readline().split()
            if len(answer) != 3:
                raise ValueError(f"git can't read {name} in paths: its object {blob} is missing or damaged (git fsck)")
            left = int(answer[2])
            while left:
                block = process.stdout.read(min(BLOCK, left))
                if not block:
                    raise ValueError(
                        f"git stopped in the middle of {name} in paths; its object may be damaged (git fsck)"
                    )
                left -= len(block)
                yield block
            process.stdout.read(1)  # a line end after each
            whole = True
        finally:
            if not whole:
                self.close()  # what is left in the pipe would be taken for the next file
