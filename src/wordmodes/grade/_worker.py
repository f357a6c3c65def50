"""The process in which a submission runs: it confines itself, runs the cells, and sends answers as plain data.

It knows neither the right answers nor the checks. Whatever a submission changes here, it changes only for itself.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import linecache
import os
import random
import sys
import types
from pathlib import Path
from typing import Any

import numpy as np

import wordmodes.grade
from wordmodes.evaluation import scores  # noqa: F401  imported while files can be read
from wordmodes.grade import _confine
from wordmodes.grade._answers import collect
from wordmodes.training import descent  # noqa: F401

LONGER = 30  # seconds after which a submission ends even where nobody ends it
LONGEST = 20_000  # characters that are kept of what a submission prints


class _Printed(io.TextIOBase):
    """What a submission prints, of which the beginning is kept."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        self.text += text[: LONGEST - len(self.text)]
        return len(text)


def _send(pipe: int, message: dict[str, Any]) -> None:
    content = json.dumps(message).encode() + b"\n"
    while content:
        content = content[os.write(pipe, content) :]


def _confined(job: dict[str, Any]) -> list[str]:
    folder, limits = job["folder"], job["limits"]
    held: list[str] = []
    if not job["trust"]:
        with contextlib.suppress(OSError):
            held += _confine.namespaces(folder, limits["disk"])
        if "processes" in held:
            _confine.wait_for_child(limits["seconds"] + LONGER)
    os.chdir(folder)
    if not job["trust"]:
        places = {sys.prefix, sys.base_prefix, *sys.path, str(Path(wordmodes.__file__).parent)}
        locked = _confine.landlock(folder, sorted(place for place in places if place and Path(place).is_dir()))
        held += locked + _confine.nobody(bool(locked))
    held += _confine.limits(limits["memory"], limits["seconds"], limits["disk"])
    held += _confine.alone()
    return sorted(set(held))


def _run(cells: list[str], pipe: int) -> dict[str, Any]:
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    module.__dict__["display"] = lambda *_, **__: None  # every notebook has it
    for number, source in enumerate(cells, 1):
        name = f"<cell {number}>"
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        try:
            exec(compile(source, name, "exec"), module.__dict__)
        except SystemExit:
            _send(pipe, {"cell": number, "error": "the cell ends the program: take out its exit()"})
        except MemoryError:
            _send(pipe, {"cell": number, "error": "MemoryError: the cell asks for more memory than there is"})
        except BaseException as error:
            _send(pipe, {"cell": number, "error": f"{type(error).__name__}: {str(error)[:300]}"})
    return module.__dict__


def main() -> None:
    """Read the job, run it, send what came of it."""
    job = json.loads(sys.stdin.buffer.read())
    pipe = os.dup(1)
    with open(os.devnull, "r+b") as nothing:  # noqa: PTH123
        for stream in (0, 1, 2):
            os.dup2(nothing.fileno(), stream)
    printed = _Printed()
    sys.stdout = sys.stderr = printed
    held = _confined(job)
    for name, text in job["files"].items():
        Path(name).write_text(text, encoding="utf-8")
    _send(pipe, {"held": held})
    np.random.seed(0)  # noqa: NPY002  whoever draws without a seed gets the same numbers again
    random.seed(0)
    namespace = _run(job["cells"], pipe)
    for ask in job["asks"]:
        _send(pipe, {"ask": ask["key"], "answer": collect(namespace, ask)})
        gc.collect()
    _send(pipe, {"done": True})
    os._exit(0)


if __name__ == "__main__":
    main()
