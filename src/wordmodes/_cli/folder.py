"""The folder that `wordmodes embed` writes: which files it holds, and how it is read."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from wordmodes import _vector_files
from wordmodes.word_vectors import WordVectors

try:
    import fcntl
except ModuleNotFoundError:  # as on Windows, where two runs in one folder are the reader's own affair
    fcntl = None  # type: ignore[assignment]

COUNTS, MODES, PARTIAL, READING = "counts.npz", "modes.npz", "partial.npz", ".reading"
VECTORS = {"text": "vectors.txt", "binary": "vectors.bin"}
_MARK = ".wordmodes"  # the file by which a folder is known, and which a run locks
_PART = ".wordmodes-"  # how the name begins of what is being written
_OURS = {COUNTS, MODES, PARTIAL, READING, _MARK, *VECTORS.values()}


def out_folder(name: str) -> Path:
    """A folder that is new, empty or of an earlier run."""
    out = Path(name)
    try:
        if out.exists() and not out.is_dir():
            raise ValueError(f"OUT {name!r} is a file; name a folder")
        found = sorted(os.listdir(out)) if out.exists() else []  # noqa: PTH208 (a Path has no quicker way)
    except OSError as error:
        raise ValueError(f"OUT {name!r} can't be used ({error.strerror or error})") from error
    strange = [one for one in found if _MARK not in found or (one not in _OURS and not one.startswith(_PART))]
    if strange:
        raise ValueError(f"OUT {name!r} holds other files, such as {strange[0]!r}; name a new folder")
    return out


def of_ours(paths: Iterable[str]) -> dict[str, Path]:
    """Those files that `wordmodes embed` has written, each with the folder in which it has."""
    found: dict[str, Path] = {}
    for path in map(Path, paths):
        out = path.parent.parent if path.parent.name == READING else path.parent
        if path.relative_to(out).parts[0] in _OURS and (out / _MARK).is_file():
            found[str(path)] = out
    return found


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """The folder, for one run at a time, cleared of what a killed run was writing; taken away again if it is empty."""
    out.mkdir(parents=True, exist_ok=True)
    mine = False
    try:
        with (out / _MARK).open("a") as file:
            mine = _lock(file)
            if not mine:
                raise ValueError(f"another run is writing to {out}; wait for it, or name another folder")
            for left in out.glob(f"{_PART}*"):
                shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()
            yield
    finally:  # of what is still open Windows lets nothing be taken away
        if mine and os.listdir(out) == [_MARK]:  # noqa: PTH208
            (out / _MARK).unlink()
            with suppress(OSError):  # where it is this very folder, or a link to one
                out.rmdir()


def _lock(file: IO[str]) -> bool:
    """Whether no other run has it."""
    if fcntl is not None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # some file systems of clusters know no locks
            pass
    return True


def load(name: str) -> tuple[WordVectors, dict[str, Any]]:
    """Vectors and settings of a folder."""
    out = Path(name)
    if not out.is_dir():
        raise ValueError(f"OUT {name!r} is no folder; make one: wordmodes embed PATH -o {name}")
    if not (out / MODES).is_file():
        began = any((out / part).exists() for part in (READING, COUNTS))
        what = "is not finished; run the same 'wordmodes embed' again" if began else f"holds no {MODES}"
        raise ValueError(f"OUT {name!r} {what}")
    return WordVectors.load(out / MODES), _vector_files.read_modes(out / MODES)["settings"]
