"""A stream of numbers too long to be sure of the memory: held there up to a bound, then in a file that goes with it."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

END = -1  # stands after each document's last token


class Stream:
    """int32 numbers, written from front to back and then read by place, as often as one likes.

    The file is an ordinary one in a temporary folder, so that other processes can read it by its path; the folder goes
    when the stream is closed, collected, or Python exits.
    """

    def __init__(self, spill: int) -> None:
        self.length = 0
        self.path: Path | None = None
        self._spill = spill
        self._held = np.empty(0, dtype=np.int32)
        self._delete: weakref.finalize[[str, int], Stream] | None = None
        self._closed = False

    def append(self, numbers: NDArray[np.int32]) -> None:
        """Write on at the end."""
        if self.path is None and 4 * (self.length + len(numbers)) > self._spill:
            self.to_file()
        if self.path is not None:
            try:
                self._write(numbers)
            except BaseException:
                self.close()  # a stream that lacks its end is none
                raise
        else:
            if self.length + len(numbers) > len(self._held):
                self._held.resize(max(2 * self.length, self.length + len(numbers), 1 << 16), refcheck=False)
            self._held[self.length : self.length + len(numbers)] = numbers
        self.length += len(numbers)

    @classmethod
    def of_file(cls, path: Path, length: int) -> Stream:
        """A stream that another process has written; its file stays."""
        stream = cls(0)
        stream.path, stream.length = path, length
        return stream

    def to_file(self) -> Path:
        """Where the numbers lie, all of them, from now on in a file."""
        self._open()
        if self.path is None:
            try:
                folder = tempfile.mkdtemp(prefix="wordmodes-")
            except OSError as error:
                raise no_room(error, tempfile.gettempdir()) from error
            self._delete = weakref.finalize(self, _delete, folder, os.getpid())
            self.path = Path(folder, "numbers.int32")
            try:
                self._write(self._held[: self.length])
            except BaseException:  # what is in memory stays good
                self._delete()
                self.path = self._delete = None
                raise
            self._held = np.empty(0, dtype=np.int32)
        return self.path

    def read(self, start: int, stop: int) -> NDArray[np.int32]:
        """The numbers from one place up to another."""
        self._open()
        if self.path is None:
            return self._held[start : min(stop, self.length)]
        return np.fromfile(self.path, dtype=np.int32, count=min(stop, self.length) - start, offset=4 * start)

    def blocks(self, size: int, start: int = 0, stop: int | None = None) -> Iterator[NDArray[np.int32]]:
        """Pieces of at most `size` numbers, each up to a document's end unless a document is longer than that."""
        stop = self.length if stop is None else stop
        while start < stop:
            block = self.read(start, min(start + size, stop))
            if start + len(block) < stop and len(ends := np.flatnonzero(block == END)):
                block = block[: ends[-1] + 1]
            yield block
            start += len(block)

    def close(self) -> None:
        """Let go of the memory and of the file."""
        self._closed = True
        self._held = np.empty(0, dtype=np.int32)
        if self._delete is not None:
            self._delete()

    def _open(self) -> None:
        if self._closed:
            raise ValueError("the numbers of this text are closed; number the documents anew")

    def _write(self, numbers: NDArray[np.int32]) -> None:
        assert self.path is not None
        try:
            with self.path.open("ab") as file:
                file.write(np.ascontiguousarray(numbers).data)
        except OSError as error:
            raise no_room(error, self.path.parent) from error


def no_room(error: OSError, folder: str | Path) -> OSError:
    """An error of the disk, as one that says what to do."""
    return OSError(
        error.errno,
        f"the text's numbers could not be written to {folder} ({error.strerror or error}); make room there, or name a"
        " folder with more of it in the environment variable TMPDIR",
    )


def _delete(folder: str, owner: int) -> None:
    if os.getpid() == owner:  # a forked worker that ends leaves its parent's file alone
        shutil.rmtree(folder, ignore_errors=True)
