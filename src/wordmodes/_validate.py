"""What every public function asks of its arguments, in one place; each error names the argument and says what to do."""

from __future__ import annotations

import inspect
import numbers
import operator
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from typing import Any

import numpy as np
import scipy.linalg
from numpy.typing import ArrayLike, DTypeLike, NDArray

Seed = int | np.random.Generator

_SYMMETRY = 1e-10  # of the largest entry: more than rounding leaves, less than a mistake


def integer(name: str, value: Any, low: int | None = None, high: int | None = None, hint: str = "") -> int:
    """A whole number from `low` to `high`, as Python's own int, which no product wraps round."""
    wanted = f"{name} must be a whole number{_between(low, high)}, got {_shown(value)}{_also(hint)}"
    if isinstance(value, (bool, np.bool_)):
        raise TypeError(wanted)
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError(wanted) from None
    if (low is not None and number < low) or (high is not None and number > high):
        raise ValueError(wanted)
    return number


def real(
    name: str,
    value: Any,
    low: float | None = None,
    high: float | None = None,
    *,
    above: float | None = None,
    below: float | None = None,
    hint: str = "",
) -> float:
    """A finite number, with `low` <= it <= `high`, or `above` < it < `below`."""
    wanted = f"{name} must be a finite number{_between(low, high, above, below)}, got {_shown(value)}{_also(hint)}"
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Real):
        raise TypeError(wanted)
    try:
        number = float(value)
    except OverflowError:
        raise ValueError(wanted) from None
    fits = (
        np.isfinite(number)
        and (low is None or number >= low)
        and (high is None or number <= high)
        and (above is None or number > above)
        and (below is None or number < below)
    )
    if not fits:
        raise ValueError(wanted)
    return number


def truth(name: str, value: Any) -> bool:
    """True or False."""
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} must be True or False, got {_shown(value)}")
    return bool(value)


def choice(name: str, value: Any, options: Collection[Any]) -> Any:
    """One of a few values."""
    if not any(type(value) is type(option) and value == option for option in options):
        raise ValueError(f"{name} must be one of {', '.join(map(repr, options))}, got {_shown(value)}")
    return value


def string(name: str, value: Any) -> str:
    """A str, not bytes."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a string, got {_shown(value)}; decode bytes first")
    return value


def generator(name: str, seed: Any) -> np.random.Generator:
    """The Generator itself, or one made from a whole number >= 0."""
    if isinstance(seed, np.random.Generator):
        return seed
    return np.random.default_rng(integer(name, seed, 0, hint="or pass a numpy.random.Generator"))


def array(
    name: str,
    values: ArrayLike,
    shape: Sequence[int | str] | None = None,
    *,
    dtype: DTypeLike = np.float64,
    finite: bool = True,
    low: float | None = None,
    high: float | None = None,
    above: float | None = None,
    empty: bool = False,
    hint: str = "",
) -> NDArray[Any]:
    """Numbers as an array of a float type.

    `shape` has a number for a length that is known, a letter for one that is not; the same letter means the same
    length: ("V", "V") is a square matrix. A letter may also stand for a length of 0 if `empty`.
    """
    given = _numbers(name, values)
    _check_shape(name, given.shape, shape, empty, hint)
    with np.errstate(over="ignore", invalid="ignore"):
        made = given.astype(dtype, copy=False)
    if finite and not np.isfinite(made).all():
        where = _first(~np.isfinite(made))
        raise ValueError(f"{_at(name, where)} is {made[where]}; every value of {name} must be finite{_also(hint)}")
    _check_range(name, made, low, high, above, hint)
    return made


def integers(
    name: str,
    values: ArrayLike,
    shape: Sequence[int | str] | None = None,
    *,
    low: int | None = None,
    high: int | None = None,
    empty: bool = False,
    hint: str = "",
) -> NDArray[np.int64]:
    """Whole numbers as int64; floats that are whole pass, what int64 can't hold does not."""
    given = _numbers(name, values)
    _check_shape(name, given.shape, shape, empty, hint)
    if given.dtype.kind == "f" and given.size:
        odd = ~np.isfinite(given) | (given != np.rint(given))
        if odd.any():
            where = _first(odd)
            raise ValueError(f"{_at(name, where)} is {given[where]}; {name} must hold whole numbers{_also(hint)}")
    if given.size and not (int(given.min()) >= -(2**63) and int(given.max()) < 2**63):
        raise ValueError(f"{name} holds numbers beyond 2^63, which 64-bit integers can't{_also(hint)}")
    made = given.astype(np.int64, copy=False)
    _check_range(name, made, low, high, None, hint)
    return made


def truths(name: str, values: ArrayLike, shape: Sequence[int | str] | None = None, hint: str = "") -> NDArray[np.bool_]:
    """True or False for each of many; 0 and 1 will do."""
    with suppress(ValueError, TypeError):  # what is no array at all is named below
        if np.asarray(values).dtype == np.bool_:
            values = np.asarray(values).astype(np.int64)
    return integers(name, values, shape, low=0, high=1, hint=hint).astype(np.bool_)


def rows(name: str, values: ArrayLike, V: int, shape: Sequence[int | str] | None = None) -> NDArray[np.int64]:
    """Rows of words, from 0 to V - 1: the -1 by which `encode` marks an unknown word is none."""
    hint = f"rows go from 0 to V - 1 = {V - 1}, and encode() marks a word that it doesn't know by -1"
    return integers(name, values, shape, low=0, high=V - 1, hint=hint)


def symmetric(name: str, M: ArrayLike, hint: str = "") -> NDArray[np.float64]:
    """A finite symmetric matrix of at least one row, as float64."""
    made = array(name, M, ("V", "V"), hint=hint)
    if not scipy.linalg.issymmetric(made) and np.abs(made - made.T).max() > _SYMMETRY * np.abs(made).max():
        raise ValueError(f"{name} is not symmetric; pass ({name} + {name}.T) / 2, or count each pair both ways")
    return made


def strings(name: str, values: Any, least: int = 0) -> tuple[str, ...]:
    """A sequence of strings, not one string, and nothing without an order."""
    if isinstance(values, (str, bytes)):
        raise TypeError(f"{name} is a single string; pass a list of strings")
    if not iterable(values) or isinstance(values, (Set, Mapping)):
        raise TypeError(f"{name} must be a sequence of strings, got {_shown(values)}")
    made = tuple(values)
    for i, value in enumerate(made):
        if not isinstance(value, str):
            raise TypeError(f"{name}[{i}] must be a string, got {_shown(value)}")
    if len(made) < least:
        raise ValueError(f"{name} must hold at least {least} strings, got {len(made)}")
    return made


def iterable(value: Any) -> bool:
    """Whether there is something to go through; an array without an axis only says so."""
    return value.ndim > 0 if isinstance(value, np.ndarray) else isinstance(value, Iterable)


def instance(name: str, value: Any, kind: type | tuple[type, ...], made_by: str) -> Any:
    """One of the library's own dataclasses."""
    if not isinstance(value, kind):
        kinds = kind if isinstance(kind, tuple) else (kind,)
        wanted = " or ".join(one.__name__ for one in kinds)
        raise TypeError(f"{name} must be a {wanted}, such as {made_by}, got {_shown(value)}")
    return value


def function(name: str, value: Any) -> Any:
    """Something that can be called with one argument."""
    try:
        inspect.signature(value).bind(None)
    except ValueError:
        pass  # some that are written in C don't say what they take
    except TypeError:
        raise TypeError(f"{name} must be a function of one argument, got {_shown(value)}") from None
    return value


def documents(name: str, given: Any, *, twice: bool = False, texts: bool = False) -> Iterator[Any]:
    """The documents one by one, each checked to be tokens, or with `texts` a string; `twice`: to be read more often."""
    if isinstance(given, (str, bytes)):
        raise TypeError(f"{name} is a single string; pass a list with one document: [text] or tokenize_all([text])")
    if not isinstance(given, Iterable) or isinstance(given, (Set, Mapping)) or getattr(given, "ndim", 1) == 0:
        raise TypeError(f"{name} must be a list of documents, got {_shown(given)}")
    if twice and isinstance(given, Iterator):
        raise ValueError(f"{name} is an iterator and can be read only once; pass a list, or an object to read anew")
    return _documents(name, given, twice, texts)


def _documents(name: str, given: Iterable[Any], twice: bool, texts: bool) -> Iterator[Any]:
    for n, document in enumerate(given):
        if isinstance(document, bytes) or (isinstance(document, str) and not texts):
            raise TypeError(f"{name}[{n}] is a string; tokenise it first: tokenize_all(texts)")
        if not iterable(document):
            raise TypeError(f"{name}[{n}] must be a sequence of tokens, got {_shown(document)}")
        if twice and isinstance(document, Iterator):
            raise ValueError(f"{name}[{n}] can be read only once, and is read twice here; pass a list of its words")
        yield document


def _numbers(name: str, values: ArrayLike) -> NDArray[Any]:
    if isinstance(values, np.ma.MaskedArray) and np.ma.is_masked(values):
        raise ValueError(f"{name} has masked entries; fill or drop them first")
    try:
        made = np.asarray(values)
    except (ValueError, TypeError, OverflowError):
        raise ValueError(f"{name} must be an array of numbers, and its rows differ in length or kind") from None
    if made.dtype.kind not in "fiu":
        if made.size == 0 and made.dtype.kind == "O":
            return made.astype(np.float64)
        raise TypeError(f"{name} must hold real numbers, got {_shown(values)} of type {made.dtype}")
    return made


def _check_shape(name: str, got: tuple[int, ...], shape: Sequence[int | str] | None, empty: bool, hint: str) -> None:
    lengths: dict[str, int] = {}
    fits = shape is None or len(shape) == len(got)
    if fits and shape is not None:
        for want, length in zip(shape, got, strict=True):
            if isinstance(want, int):
                fits = fits and want == length
            else:
                fits = fits and lengths.setdefault(want, length) == length and (empty or length > 0)
    elif fits and not empty:
        fits = 0 not in got
    if not fits:
        wanted = (
            "not be empty" if shape is None else f"have shape ({', '.join(map(str, shape))}{',' * (len(shape) == 1)})"
        )
        raise ValueError(f"{name} must {wanted}, got shape {got}{_also(hint)}")


def _check_range(
    name: str, made: NDArray[Any], low: float | None, high: float | None, above: float | None, hint: str
) -> None:
    for bound, sign, out in ((low, ">=", np.less), (high, "<=", np.greater), (above, ">", np.less_equal)):
        if bound is not None and (bad := out(made, bound)).any():
            where = _first(bad)
            shown = f"{made[where]:g}" if made.dtype.kind == "f" else str(made[where])
            raise ValueError(f"{_at(name, where)} is {shown}; {name} must be {sign} {bound}{_also(hint)}")


def _first(bad: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(int(i) for i in np.argwhere(bad)[0])


def _at(name: str, where: tuple[int, ...]) -> str:
    return f"{name}[{', '.join(map(str, where))}]" if where else name


def _between(low: float | None, high: float | None, above: float | None = None, below: float | None = None) -> str:
    if low is not None and high is not None:
        return f" from {low} to {high}"
    bounds = ((">=", low), ("<=", high), (">", above), ("<", below))
    said = " and ".join(f"{sign} {bound}" for sign, bound in bounds if bound is not None)
    return f" {said}" if said else ""


def _also(hint: str) -> str:
    return f"; {hint}" if hint else ""


def _shown(value: Any) -> str:
    if isinstance(value, (str, bytes, numbers.Number, type(None))):
        text = repr(value)
        return text if len(text) <= 60 else f"{text[:57]}..."
    return f"an array of shape {value.shape}" if isinstance(value, np.ndarray) else f"a {type(value).__name__}"
