"""Odd inputs: a public function answers, or says in one error, with the argument's name, what is wrong with it."""

from __future__ import annotations

import contextlib
import copy
import dataclasses
import functools
import importlib
import inspect
import pkgutil
import re
import resource
import signal
import warnings
from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import Any

import numpy as np

SECONDS = 5  # of the processor's time, which another load does not lengthen
WAIT = 120  # seconds for who waits and does not work
MEMORY = 3 << 30  # beyond what the process holds when the calls begin

VALUES = (
    None, True, False, "", "word", "a\ud800b", b"bytes", object, 0, 1, -1, 2, 7, 2**31, 2**63, 10**30, -(10**30),
    0.0, -0.0, 0.5, -1.5, 2.0, 1e-320, 1e300, -1e300, np.nan, np.inf, -np.inf, 1j, np.int8(127), np.int8(-1),
    np.uint8(255), np.uint64(2**63 + 5), np.float32(0.5), np.float16(2), np.float32(np.nan), np.bool_(True),
    np.datetime64("2020-01-01"), np.str_("word"), {}, {"a": 1}, {1, 2}, set(), [], (), [[]], [None], [None, 1.0],
    ["a", None], ["a", "a"], [1, "a"], [[1, 2], [3]], [np.nan], [1e300, 1e300], range(3), np.array(3.0),
    np.zeros(0), np.zeros((0, 0)), np.zeros((2, 0)), np.zeros(3), np.ones((2, 2)), np.zeros((3, 3)), np.eye(3)[:2],
    np.ones((2, 2, 2)), np.array([1j]), np.array(["a", "b"]), np.array([b"a"]), np.array([None, 1], dtype=object),
    np.array([True, False]), np.full((2, 2), np.nan), np.full((3, 3), -1.0), np.triu(np.ones((3, 3))),
    np.ma.masked_array([1.0, 2.0], [True, False]), np.array([2**63 + 5], dtype=np.uint64), [-1], [10**9], [10**30],
    [0, 0], slice(None), Ellipsis, NotImplemented, print, len,
)  # fmt: skip
ENTRIES = (np.nan, np.inf, -np.inf, -1, 0, 1, 2, 0.5, 1e-310, 1e-200, 1e200, 1e308, 2**31, 2**53)
N_RANDOM = 140


def _anything() -> list[Callable[[], Any]]:
    """What can stand for any argument: the values above, what can be read once, and arrays drawn at random."""
    rng = np.random.default_rng(1)
    shapes = [rng.integers(0, 5, size=rng.integers(0, 4)) for _ in range(N_RANDOM)]
    kinds = rng.choice(["f8", "f4", ">f8", "i1", "i8", "u1", "u8", "c16", "O"], size=N_RANDOM)
    arrays = []
    for shape, kind in zip(shapes, kinds, strict=True):
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            arrays.append(np.asarray(rng.choice(ENTRIES, size=shape)).astype(kind))
    once = [lambda: iter([["a", "b"]]), lambda: (x for x in (1, 2)), lambda: np.random.default_rng(0)]
    return [*(functools.partial(copy.copy, value) for value in (*VALUES, *arrays)), *once]


def check(
    function: Callable[..., Any],
    valid: Mapping[str, Any] | Callable[[], Mapping[str, Any]],
    *,
    also: tuple[type[Exception], ...] = (),
    allow_nan: bool = False,
    least: int = 200,
) -> None:
    """Call `function` at least `least` times with one or two arguments of a correct call replaced by something odd.

    Right are an answer without NaN (`allow_nan` where the docstring promises one), and a ValueError or a TypeError
    (or one of `also`) that names a replaced argument. Wrong are any other exception, any warning, a call of more than
    5 s or of more than 3 GB.
    """
    fresh = valid if callable(valid) else (lambda: copy.deepcopy(dict(valid)))
    name = getattr(function, "__qualname__", repr(function))
    first = function(**fresh())
    assert allow_nan or not has_nan(first), f"{name}: the correct call gives NaN"
    wrong: list[str] = []
    for n, odd in enumerate(_odd_calls(fresh(), least)):
        given = dict(fresh()) | {argument: make(fresh()[argument]) for argument, make in odd.items()}
        shown = ", ".join(f"{argument}={_short(given[argument])}" for argument in odd)
        if (found := _fault(function, given, tuple(odd), also, allow_nan)) is not None:
            wrong.append(f"  {name}({shown}) -> {found}   [call {n}]")
    assert not wrong, f"{len(wrong)} odd inputs bite:\n" + "\n".join(wrong[:25])


def public(package: ModuleType) -> dict[str, Any]:
    """Public functions and classes that are defined in a package or in a module, by module and name."""
    found = pkgutil.walk_packages(getattr(package, "__path__", []), package.__name__ + ".")
    names = [module.name for module in found if not module.name.rpartition(".")[2].startswith("_")]
    modules = [package, *map(importlib.import_module, names)]
    return {
        f"{module.__name__.removeprefix('wordmodes.')}.{name}": item
        for module in modules
        for name, item in vars(module).items()
        if not name.startswith("_")
        and (inspect.isfunction(item) or inspect.isclass(item))
        and item.__module__ == module.__name__
    }


def has_nan(answer: Any) -> bool:
    """Whether there is a NaN anywhere in an answer."""
    if dataclasses.is_dataclass(answer) and not isinstance(answer, type):
        return any(has_nan(getattr(answer, field.name)) for field in dataclasses.fields(answer))
    if isinstance(answer, Mapping):
        return any(map(has_nan, answer.values()))
    if isinstance(answer, (list, tuple)):
        return any(map(has_nan, answer[:1000]))
    if isinstance(answer, (float, np.floating, np.ndarray)) and np.asarray(answer).dtype.kind in "fc":
        return bool(np.isnan(answer).any())
    return False


def _odd_calls(valid: Mapping[str, Any], least: int) -> Iterator[dict[str, Callable[[Any], Any]]]:
    """`least` calls, or 40 an argument if that is more: two thirds odd in one argument, one third in two."""
    rng = np.random.default_rng(0)
    makers: dict[str, list[Callable[[Any], Any]]] = {
        name: [*(_constant(make) for make in _anything()), *_variants(value)] for name, value in valid.items()
    }
    alone = [(name, make) for name, some in makers.items() for make in some]
    n = max(least, 40 * len(makers))
    singly = n if len(makers) == 1 else n * 2 // 3
    assert singly <= len(alone)
    for i in rng.permutation(len(alone))[:singly]:
        yield dict([alone[i]])
    for _ in range(n - singly):
        two = rng.choice(list(makers), size=2, replace=False)
        yield {str(name): makers[name][rng.integers(len(makers[name]))] for name in two}


def _constant(make: Callable[[], Any]) -> Callable[[Any], Any]:
    return lambda _: make()


def _variants(value: Any) -> list[Callable[[Any], Any]]:
    """What is odd about a value itself: another type, one entry spoilt, another shape or order."""
    if isinstance(value, (bool, str)) or value is None:
        return []
    if isinstance(value, (int, float, np.number)):
        return [
            lambda x: -x, lambda x: x + 1, lambda x: x * 1000, lambda x: str(x), lambda x: [x], lambda x: float(x),
            lambda x: np.array(x), lambda x: np.array([x, x]), lambda x: complex(x), lambda x: np.float16(x),
            lambda x: np.longdouble(x),
        ]  # fmt: skip
    if isinstance(value, np.ndarray):

        def spoil(entry: Any) -> Callable[[Any], Any]:
            def spoilt(x: np.ndarray) -> np.ndarray:
                x = np.array(x, dtype=float)
                x.flat[x.size // 2] = entry
                return x

            return spoilt

        return [
            *(spoil(entry) for entry in (np.nan, np.inf, -np.inf, -1, 0, 1e300, 1e-310, 10**6, 0.5)), lambda x: x.T,
            lambda x: x[:-1], lambda x: x[..., None], lambda x: x[None], lambda x: x.ravel(), lambda x: x[::-1],
            lambda x: x.tolist(), lambda x: np.asfortranarray(x), lambda x: x.astype(">f8"), lambda x: x.astype(object),
            lambda x: x.astype(complex), lambda x: x.astype(np.float32), lambda x: x.astype(str), lambda x: x * 0,
            *([] if value.dtype == bool else [np.negative]), lambda x: x.astype(float) * 1e300,
            lambda x: x.astype(float) * 1e-300, lambda x: x.astype(bool),
            lambda x: np.ma.masked_array(x, np.arange(x.size).reshape(x.shape) == 0), lambda x: np.repeat(x, 2, axis=0),
            lambda x: x.astype(np.int8), lambda x: iter(x.tolist()),
        ]  # fmt: skip
    if isinstance(value, (list, tuple)):
        return [
            lambda x: x[:-1], lambda x: x[:1], lambda x: [*x, x[0]], lambda x: [*x, None], lambda x: [*x, "word"],
            lambda x: [*x, 3], lambda x: [*x, []], lambda x: [*x, [None]], lambda x: iter(x),
            lambda x: set(map(str, x)),
            lambda x: dict(enumerate(x)), lambda x: np.array([*x, None], dtype=object), lambda x: [iter([1]), *x],
            lambda x: [(w for w in ("a", "b", "a")), *x], lambda x: x[::-1], lambda x: [x], lambda x: str(x),
        ]  # fmt: skip
    if callable(value):
        return [lambda f: lambda *a, **k: None, lambda f: lambda *a, **k: np.nan, lambda f: lambda: 0]
    return []


def _fault(
    function: Callable[..., Any],
    given: Mapping[str, Any],
    odd: tuple[str, ...],
    also: tuple[type[Exception], ...],
    allow_nan: bool,
) -> str | None:
    """What is wrong about one call, or None."""
    try:
        with _limits(), warnings.catch_warnings():
            warnings.simplefilter("error")
            answer = function(**given)
    except _Hang:
        return f"no answer in {SECONDS} s"
    except Warning as error:
        return f"warning: {error}"
    except (ValueError, TypeError, *also) as error:
        known = type(error) in (ValueError, TypeError, *also)
        named = any(re.search(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])", str(error)) for name in odd)
        return None if known and named else f"{type(error).__name__}: {error}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "NaN in the answer" if not allow_nan and has_nan(answer) else None


class _Hang(BaseException):
    """No answer in time; no Exception, so that nobody on the way catches it."""


@contextlib.contextmanager
def _limits() -> Iterator[None]:
    def stop(*_: Any) -> None:
        raise _Hang

    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 (no file of ours)
        held = int(statm.read().split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    timers = {signal.SIGPROF: (signal.ITIMER_PROF, SECONDS), signal.SIGALRM: (signal.ITIMER_REAL, WAIT)}
    before = {kind: signal.signal(kind, stop) for kind in timers}
    resource.setrlimit(resource.RLIMIT_AS, (held + MEMORY, hard))
    for timer, seconds in timers.values():
        signal.setitimer(timer, seconds)
    try:
        yield
    finally:
        for timer, _ in timers.values():
            signal.setitimer(timer, 0)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
        for kind, handler in before.items():
            signal.signal(kind, handler)


def _short(value: Any) -> str:
    text = f"array{value.shape} {value.dtype} {value.tolist()}" if isinstance(value, np.ndarray) else repr(value)
    return text if len(text) <= 90 else text[:87] + "..."
