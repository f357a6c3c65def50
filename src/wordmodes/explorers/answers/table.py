"""Which analogies are answered, by text, target and columns: the table of the explorer of answers, from stored runs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

STORED = "scores.json"
TARGETS = ("M*", "damped M*", "PPMI")
MODES = ("by value", "by modulus")

Run = Mapping[str, Any]


class TextAnswers(NamedTuple):
    """What one text's closed forms answer.

    `families` name and number of questions; `columns` ascending; `hits[target][modes]` a row of hits by family for each
    number of columns; `trained` what SGNS answers, by family, a mean over seeds, `trainer` how it was trained.
    """

    text: str
    tokens: int
    V: int
    window: int
    families: tuple[tuple[str, int], ...]
    columns: tuple[int, ...]
    hits: Mapping[str, Mapping[str, tuple[tuple[int, ...], ...]]]
    trained: tuple[float, ...]
    trainer: str


def text_answers(
    runs: Iterable[Run], trained: Mapping[str, tuple[str, Mapping[str, float]]]
) -> tuple[TextAnswers, ...]:
    """Order stored runs as the explorer shows them.

    Parameters
    ----------
    runs : iterable of mappings
        As tools/results/columns.py stores them.
    trained : mapping
        By text: how SGNS was trained, and its hits by family; a text without an entry is shown without SGNS.

    Returns
    -------
    tuple of TextAnswers
        By text, in the order of the runs.

    Raises
    ------
    ValueError
        If a target, a choice of modes or a number of columns is lacking, or a family has other questions.
    """
    every, made = list(runs), []
    for text in dict.fromkeys(run["text"] for run in every):
        own = [run for run in every if run["text"] == text]
        first = own[0]
        families = tuple((name, asked) for name, (_, asked) in first["families"].items())
        columns = tuple(sorted({run["d"] for run in own}))
        found = {(run["target"], MODES[run["signed"]], run["d"]): run["families"] for run in own}
        wanted = [(target, kind, d) for target in TARGETS for kind in MODES for d in columns]
        if missing := [key for key in wanted if key not in found]:
            raise ValueError(f"runs of {text!r} lack {missing[0]}; pass those of columns.json")
        if any([(name, asked) for name, (_, asked) in one.items()] != list(families) for one in found.values()):
            raise ValueError(f"runs of {text!r} were asked different questions")
        hits = {
            target: {
                kind: tuple(tuple(right for right, _ in found[target, kind, d].values()) for d in columns)
                for kind in MODES
            }
            for target in TARGETS
        }
        trainer, right = trained.get(text, ("", {}))
        by_family = tuple(round(float(right[name]), 2) for name, _ in families) if right else ()
        made.append(
            TextAnswers(
                text, first["n_tokens"], first["V"], first["window"], families, columns, hits, by_family, trainer
            )
        )
    if not made:
        raise ValueError("runs is empty: there is nothing to show; pass those of columns.json")
    return tuple(made)


def store_answers(answers: Iterable[TextAnswers], path: Path) -> None:
    """Write what the explorer carries."""
    texts = ",\n".join(json.dumps(one._asdict()) for one in answers)
    content = f'{{"made by": "python tools/results/explorer_tables.py answers",\n"texts": [\n{texts}\n]}}\n'
    path.write_text(content, encoding="utf-8")


def stored_answers() -> tuple[TextAnswers, ...]:
    """Read what the explorer carries."""
    stored = json.loads(files(__package__).joinpath(STORED).read_text(encoding="utf-8"))
    return tuple(
        TextAnswers(**{
            **one,
            "families": tuple((name, asked) for name, asked in one["families"]),
            "columns": tuple(one["columns"]),
            "hits": {
                target: {kind: tuple(map(tuple, rows)) for kind, rows in kinds.items()}
                for target, kinds in one["hits"].items()
            },
            "trained": tuple(one["trained"]),
        })
        for one in stored["texts"]
    )  # fmt: skip
