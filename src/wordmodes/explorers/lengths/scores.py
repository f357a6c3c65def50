"""What each method scores at each length of text: the points of the explorer of lengths, from stored runs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from math import hypot
from pathlib import Path
from statistics import fmean, variance
from typing import Any, NamedTuple

from wordmodes import _validate

Run = Mapping[str, Any]

STORED = "scores.json"
TESTS = ("analogies", "wordsim353", "simlex999")
CLOSED = ("M*", "M*, D^.25, signed", "damped M*, signed", "PPMI")
"""Recipes that are shown."""
SGNS, PUBLISHED_SGNS = "SGNS", "SGNS, k = 1, t = 1e-5"
TRAINED = {SGNS: (5, 1e-3), PUBLISHED_SGNS: (1, 1e-5)}
"""Negatives and subsampling: as gensim comes, and as published."""
SHAPES = {5: 100, 16: 200}
"""d by window."""
_ALWAYS = ("tokens", "window", "d", "V", "cpu_seconds", "questions", *TESTS)
_LEAST_READ, _MOST_EPOCHS = 20_000_000, 128  # as in tools/results/wikipedia.py


class LengthPoint(NamedTuple):
    """One method at one length of text.

    `scores` by test: value and standard error, analogies as a share; `asked` questions or pairs, by test; `seconds` of
    the processor, reading left out; of a trainer `epochs`, `seeds` over which the scores are means, and `rising`,
    whether more epochs may still raise them.
    """

    method: str
    tokens: int
    window: int
    d: int
    V: int
    scores: Mapping[str, tuple[float, float]]
    asked: Mapping[str, int]
    seconds: float
    epochs: int = 0
    seeds: int = 1
    rising: bool = False


def length_points(runs: Iterable[Run]) -> tuple[LengthPoint, ...]:
    """Choose what is shown: the recipes of `CLOSED`, and of each series of a trainer the last epochs.

    Parameters
    ----------
    runs : iterable of mappings
        As tools/results/wikipedia.py stores them.

    Returns
    -------
    tuple of LengthPoint
        By window, method and length. A trainer's score is the mean over its seeds.

    Raises
    ------
    TypeError, ValueError
        If these are no such runs, or none of them is shown.
    """
    every: list[Run] = _runs(runs)
    found: list[LengthPoint] = []
    for shape in SHAPES.items():
        here = sorted((run for run in every if (run["window"], run["d"]) == shape), key=lambda run: run["tokens"])
        for recipe in CLOSED:
            found += [_closed(run) for run in here if run.get("recipe") == recipe]
        for name, setting in TRAINED.items():
            own = [run for run in here if (run.get("negatives"), run.get("subsample")) == setting]
            for tokens in dict.fromkeys(run["tokens"] for run in own):
                found.append(_trained(name, [run for run in own if run["tokens"] == tokens]))
    if not found:
        raise ValueError(f"runs holds none of {', '.join(CLOSED)} and no trainer; pass the runs of wikipedia.json")
    return tuple(found)


def _runs(runs: Any) -> list[Run]:
    """The runs, each a mapping with what every run has."""
    if isinstance(runs, (str, bytes, Mapping)) or not _validate.iterable(runs):
        raise TypeError("runs must be a sequence of mappings, the runs of wikipedia.json")
    every = list(runs)
    for i, run in enumerate(every):
        if not isinstance(run, Mapping):
            raise TypeError(f"runs[{i}] must be a mapping, a run of wikipedia.json, got a {type(run).__name__}")
        kind = ("recipe", "counting") if "recipe" in run else ("negatives", "subsample", "seed", "epochs")
        if missing := [key for key in (*_ALWAYS, *kind) if key not in run]:
            raise ValueError(f"runs[{i}] lacks {', '.join(missing)}; pass the runs of wikipedia.json as they are")
    return every


def _closed(run: Run) -> LengthPoint:
    scores = {test: (run[test][0], run[test][1]) for test in TESTS}
    return LengthPoint(
        run["recipe"], run["tokens"], run["window"], run["d"], run["V"], scores, _asked(run),
        round(run["counting"] + run["cpu_seconds"], 2),
    )  # fmt: skip


def _trained(name: str, runs: Sequence[Run]) -> LengthPoint:
    """The mean over seeds; their questions are the same, so that only the trainer's own spread shrinks with them."""
    of_seed = {seed: [run for run in runs if run["seed"] == seed] for seed in sorted({run["seed"] for run in runs})}
    series = [sorted(own, key=lambda run: run["epochs"]) for own in of_seed.values()]
    last = [own[-1] for own in series]
    rising = _rises(max(series, key=len))  # a further seed is trained once, for as many epochs as the first came to
    scores = {}
    for test in TESTS:
        values = [run[test][0] for run in last]
        spread = (variance(values) / len(values)) ** 0.5 if len(values) > 1 else 0.0
        scores[test] = (round(fmean(values), 5), round(hypot(fmean(run[test][1] for run in last), spread), 5))
    first = last[0]
    return LengthPoint(
        name, first["tokens"], first["window"], first["d"], first["V"], scores, _asked(first),
        round(fmean(run["cpu_seconds"] for run in last), 1), max(run["epochs"] for run in last), len(last), rising,
    )  # fmt: skip


def _rises(series: Sequence[Run]) -> bool:
    """Whether the series has neither stopped rising nor come to the most epochs there are."""
    if series[-1]["epochs"] >= _MOST_EPOCHS:
        return False
    if len(series) < 2 or series[-1]["epochs"] * series[-1]["tokens"] < _LEAST_READ:
        return True
    (before, _), (value, error) = series[-2]["analogies"], series[-1]["analogies"]
    return bool(value - before > error)


def _asked(run: Run) -> dict[str, int]:
    return {"analogies": run["questions"]} | {test: run[test][2] for test in TESTS[1:]}


def store_points(runs: Iterable[Run], path: Path) -> None:
    """Write what the explorer carries."""
    points = ",\n".join(json.dumps(point._asdict()) for point in length_points(runs))
    path.write_text(
        f'{{"made by": "python tools/results/explorer_tables.py lengths",\n"points": [\n{points}\n]}}\n',
        encoding="utf-8",
    )


def stored_points() -> tuple[LengthPoint, ...]:
    """Read what the explorer carries."""
    stored = json.loads(files(__package__).joinpath(STORED).read_text(encoding="utf-8"))
    return tuple(
        LengthPoint(**{**point, "scores": {test: (value, error) for test, (value, error) in point["scores"].items()}})
        for point in stored["points"]
    )
