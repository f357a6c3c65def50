"""Runs the cells of a submission in a child process, with limits, and brings its answers back."""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import wordmodes
from wordmodes.grade._answers import Missing, decode

UNPROTECTED = "it could not be kept from files and further processes"
NEEDED = {"files", "forks"}
ROUNDS = 50  # of looking for what a submission has left
MOST_BYTES = 256_000_000  # of answers
CLEAN = {
    "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
    "NUMBA_NUM_THREADS": "1", "MPLBACKEND": "Agg", "TQDM_DISABLE": "1", "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
}  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """Seconds by the clock, bytes of memory, and bytes of files that a submission may use."""

    seconds: int = 300
    memory: int = 4_000_000_000
    disk: int = 100_000_000


@dataclass
class Outcome:
    """What came of a run: answers by name, errors by cell, what was kept from harm, and why it ended early."""

    answers: dict[str, Any] = field(default_factory=dict)
    errors: dict[int, str] = field(default_factory=dict)
    held: list[str] = field(default_factory=list)
    ended: str = ""
    seconds: float = 0.0


def run(
    cells: Sequence[str], asks: Sequence[Mapping[str, Any]], limits: Limits | None = None,
    trust: bool = False, files: Mapping[str, str] | None = None,
) -> Outcome:  # fmt: skip
    """Run a submission's cells, with the files that it may read, and collect its answers.

    With `trust` only the limits hold it.
    """
    limits = limits or Limits()
    folder = tempfile.mkdtemp(prefix="wordmodes-grade-")
    Path(folder).chmod(0o777)
    job = {
        "cells": list(cells), "asks": list(asks), "folder": folder, "trust": trust, "files": dict(files or {}),
        "limits": {"seconds": limits.seconds, "memory": limits.memory, "disk": limits.disk},
    }  # fmt: skip
    paths = [
        str(Path(wordmodes.__file__).parents[1]),
        *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep)),
    ]
    environment = CLEAN | {"PATH": os.defpath, "HOME": folder, "TMPDIR": folder, "PYTHONPATH": os.pathsep.join(paths)}
    if "SYSTEMROOT" in os.environ:  # without it Windows starts no Python
        environment["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
    begun = time.monotonic()
    try:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "wordmodes.grade._worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, cwd=folder, env=environment, start_new_session=True,
        )  # fmt: skip
        try:
            outcome = _listen(process, json.dumps(job).encode(), begun + limits.seconds, trust)
        finally:
            _end(process, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    outcome.seconds = round(time.monotonic() - begun, 2)
    return outcome


def _listen(process: subprocess.Popen[bytes], job: bytes, deadline: float, trust: bool) -> Outcome:
    outcome, received, line, done = Outcome(), 0, b"", False
    assert process.stdin is not None
    assert process.stdout is not None
    parts: queue.Queue[bytes] = queue.Queue(maxsize=16)
    threading.Thread(target=_read, args=(process.stdout.fileno(), parts, deadline), daemon=True).start()
    with suppress(BrokenPipeError):
        process.stdin.write(job)
        process.stdin.close()
    while not done:
        try:
            part = parts.get(timeout=max(deadline - time.monotonic(), 0.001))
        except queue.Empty:
            outcome.ended = "it took longer than it may: is there a loop that doesn't end?"
            return outcome
        received += len(part)
        if not part:
            outcome.ended = _why(process)
            return outcome
        if received > MOST_BYTES:
            outcome.ended = "its answers are far too large"
            return outcome
        *lines, line = (line + part).split(b"\n")
        for one in lines:
            done |= _heard(outcome, one)
            if not trust and NEEDED - set(outcome.held):
                outcome.ended = UNPROTECTED
                return outcome
    return outcome


def _read(pipe: int, parts: queue.Queue[bytes], deadline: float) -> None:
    """Hand on what comes out of the pipe, in a thread of its own, since Windows can't wait for a pipe."""
    part = b"-"
    while part:
        try:
            part = os.read(pipe, 1 << 20)
            parts.put(part, timeout=max(deadline - time.monotonic(), 0.001))
        except (OSError, queue.Full):  # nobody listens any more
            return


def _heard(outcome: Outcome, line: bytes) -> bool:
    """Note one message; whether it was the last. A submission may write into the pipe: nothing here trusts it."""
    try:
        message = json.loads(line)
        if "held" in message and not outcome.held:
            outcome.held = [str(one) for one in message["held"]]
        elif "cell" in message:
            outcome.errors[int(message["cell"])] = str(message["error"])[:500]
        elif "ask" in message:
            outcome.answers[str(message["ask"])] = decode(message["answer"])
        return bool(message.get("done"))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return False


def _why(process: subprocess.Popen[bytes]) -> str:
    with suppress(subprocess.TimeoutExpired):
        process.wait(5)
    said = b""
    if process.stderr is not None:
        with suppress(OSError, AttributeError):
            os.set_blocking(process.stderr.fileno(), False)
            said = process.stderr.read(20_000) or b""
    last = said.decode(errors="replace").strip().splitlines()[-1:]
    return f"its process ended before the answers were there{': ' + last[0][:200] if last else ''}"


def _end(process: subprocess.Popen[bytes], folder: str) -> None:
    """End the child and all that it started, also what has left its session."""
    for _ in range(ROUNDS):  # while the child lives, since its descendants are known by it
        found = _started(process.pid, folder)
        for pid in found:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        if not found:
            break
    with suppress(ProcessLookupError, PermissionError, AttributeError):
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    with suppress(subprocess.TimeoutExpired):
        process.wait(5)
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            stream.close()


def _started(root: int, folder: str) -> list[int]:
    """Living processes that `root` started: its children and theirs, its session, and those whose home is `folder`."""
    parents: dict[int, int] = {}
    found: set[int] = set()
    for place in Path("/proc").glob("[0-9]*"):  # there is none but on Linux
        with suppress(OSError, ValueError):
            state, parent, _, session = (place / "stat").read_text(errors="replace").rpartition(")")[2].split()[:4]
            if state in "ZX":
                continue
            pid = int(place.name)
            parents[pid] = int(parent)
            if int(session) == root or f"HOME={folder}\0".encode() in (place / "environ").read_bytes():
                found.add(pid)
    while grown := {pid for pid, parent in parents.items() if parent in found | {root}} - found:
        found |= grown
    return sorted(found - {root})


def missing(outcome: Outcome) -> Missing:
    """What stands for an answer that never came."""
    return Missing(outcome.ended or "there is no answer")
