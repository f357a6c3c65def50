"""What the explorers share: the base class, and the block of numbers that a page works with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from typing import Any, TypeAlias

import anywidget
import numpy as np
import traitlets
from numpy.typing import ArrayLike, NDArray

# What a task answers: a message for the page, and arrays that go with it as float32.
Answer: TypeAlias = tuple[Mapping[str, Any], Sequence[NDArray[Any]]]


def module(*names: str) -> str:
    """Join what every explorer shares and the named parts of one ("sigma/flow") to one JavaScript module.

    A browser that imports a module from a Blob URL can't resolve relative imports.
    """
    return _joined("js", ("shared", "maths", "drawing", "nearest", "hands", "stage", "frame", *names))


def sheet(*names: str) -> str:
    """Join the style sheet of every explorer and the named ones ("sigma/explorer")."""
    return _joined("css", ("frame", *names))


def _joined(kind: str, names: Sequence[str]) -> str:
    return "\n".join(files(__package__).joinpath(f"{name}.{kind}").read_text(encoding="utf-8") for name in names)


class Explorer(anywidget.AnyWidget):
    """Base of the explorers: one class in Python, one module in JavaScript, tables that go from here to there.

    A subclass sets `_esm = module(...)`, and `_css = sheet(...)` if it has a sheet of its own; declares what a reader
    can set as traits tagged `sync=True`; and passes its tables as `_manifest` and `_tables`. The page needs no kernel;
    where there is one, `_tasks` names what it does.

    Attributes
    ----------
    key : str
        The explorer's name in the address's fragment on a static page.
    """

    _css = sheet()

    key = traitlets.Unicode().tag(sync=True)
    _manifest = traitlets.Any().tag(sync=True)
    _tables = traitlets.Bytes().tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self.on_msg(self._answer)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.key})"

    def _tasks(self) -> Mapping[str, Callable[[dict[str, Any]], Answer]]:
        """What the page may ask of a kernel, by name; a ValueError is shown to the reader."""
        return {}

    def _answer(self, _: Any, message: dict[str, Any], buffers: Any) -> None:
        """Serve the page: a greeting says that there is a kernel; a task is carried out at once."""
        name = str(message.get("type"))
        if name == "hello":
            self.send({"type": "ready"})
        elif task := self._tasks().get(name):
            try:
                answer, arrays = task(message)
            except BaseException as error:  # an interrupt too: the page must not wait for ever
                why = str(error) or type(error).__name__
                self.send({"type": "failed", "task": name, "text": f"This did not work: {why}"})
                if not isinstance(error, ValueError):
                    raise
                return
            packed = [np.ascontiguousarray(array, dtype="<f4").tobytes() for array in arrays]
            self.send({**answer, "type": "done", "task": name}, packed)

    def _report(self, task: str) -> Callable[[float], None]:
        """Return a function that moves that task's progress bar to a share from 0 to 1."""
        return lambda share: self.send({"type": "progress", "task": task, "share": share})


class Choice(traitlets.Enum[Any]):
    """A trait that is one of a few strings; it compares nothing else with them."""

    def validate(self, obj: Any, value: Any) -> Any:
        if not isinstance(value, str):
            self.error(obj, value)
        return super().validate(obj, value)


def within(low: float, high: float) -> Callable[[traitlets.HasTraits, dict[str, Any]], Any]:
    """Return a trait's validator: a finite number from `low` to `high`, to rounding."""

    def check(_: traitlets.HasTraits, proposal: dict[str, Any]) -> Any:
        slack = 1e-9 * max(abs(low), abs(high))
        if not low - slack <= proposal["value"] <= high + slack:
            name = proposal["trait"].name
            raise traitlets.TraitError(f"{name} must lie between {low:g} and {high:g}, got {proposal['value']!r}")
        return proposal["value"]

    return check


class Tables:
    """Numbers for the page: one block of little-endian bytes, and where in it each array lies."""

    def __init__(self) -> None:
        self._block = bytearray()

    def put(self, array: ArrayLike, kind: str) -> list[Any]:
        """Append an array as that kind of number ("float32", "int8", …); return what JavaScript's readArray takes.

        Raises
        ------
        ValueError
            If a number doesn't fit the kind.
        """
        given = np.asarray(array)
        stored = np.ascontiguousarray(given, dtype=np.dtype(kind).newbyteorder("<"))
        if stored.dtype.kind in "iu" and not np.array_equal(stored, given):
            raise ValueError(f"the table's numbers don't fit {kind}: round them, and keep them within its range")
        offset = len(self._block)
        self._block.extend(stored.tobytes())
        return [kind, offset, stored.size]

    def __bytes__(self) -> bytes:
        return bytes(self._block)
