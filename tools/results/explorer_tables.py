"""Make the tables that the explorers carry, or those named: python tools/results/explorer_tables.py [sigma …]."""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from pathlib import Path

import build_gazette
from wordmodes.book.stored import stored
from wordmodes.explorers import gazette_data, planted_data
from wordmodes.explorers.ablation import runs as ablation
from wordmodes.explorers.answers import table as answers
from wordmodes.explorers.concepts import table as concepts
from wordmodes.explorers.lengths import scores as lengths
from wordmodes.explorers.named import named_in
from wordmodes.explorers.next_modes import runs as next_modes
from wordmodes.explorers.sigma import runs as sigma
from wordmodes.explorers.window import distances
from wordmodes.text.sources import gazette_vocabulary

FOLDER = Path(str(files("wordmodes.explorers")))


def make_sigma() -> None:
    """Gradient descent from the starts of the book's two instances."""
    sigma.store_runs({"planted": planted_data(runs=()), "gazette": gazette_data(runs=())}, FOLDER / "sigma/runs.npz")


def make_ablation() -> None:
    """Every corner's run at every σ."""
    ablation.store_runs(FOLDER / "ablation/runs.npz")


def make_window() -> None:
    """What stands at each distance from the book's words and those that chapters name, in the texts behind gazette."""
    vocabulary = gazette_vocabulary()
    words = tuple(dict.fromkeys([*distances.WORDS, *named_in(vocabulary.index)]))
    table = distances.distance_table(build_gazette.documents(), vocabulary, words, "gazette")
    distances.store_table(table, FOLDER / "window/distances.npz")


def make_concepts() -> None:
    """How far noise reaches in the shuffled texts of the stored result."""
    noise = stored("noise")
    values = noise["shuffled"]["eigenvalues"]
    table = {
        "made by": "python tools/results/explorer_tables.py concepts",
        "V": noise["settings"]["V"],
        "window": noise["settings"]["window"],
        "shuffles": len(values),
        "edge": max(map(max, values)),
    }
    (FOLDER / "concepts" / concepts.STORED).write_text(json.dumps(table, indent=2) + "\n", encoding="utf-8")


def make_lengths() -> None:
    """What each method scores at each length, of the stored results on wikipedia."""
    lengths.store_points(stored("wikipedia")["runs"], FOLDER / "lengths" / lengths.STORED)


def make_answers() -> None:
    """What closed forms answer, of the stored results, and what gensim does after its longest training."""
    gensim, wikipedia = stored("gensim"), stored("wikipedia")
    on_gazette = [run for run in gensim["runs"] if run["epochs"] == 10]
    asked = {"tokens": 65_000_000, "window": 16, "d": 200, "negatives": 1, "subsample": 1e-5, "trainer": "gensim"}
    series = [run for run in wikipedia["runs"] if asked.items() <= run.items()]
    longest = [run for run in series if run["epochs"] == max(one["epochs"] for one in series)]
    trained = {"gazette": ("gensim, 10 epochs", _mean([run["analogies"]["families"] for run in on_gazette]))}
    if longest:
        said = f"gensim at the paper's setting, {longest[0]['epochs']} epochs"
        trained["wikipedia"] = (said, _mean([run["families"] for run in longest]))
    answers.store_answers(answers.text_answers(stored("columns")["runs"], trained), FOLDER / "answers" / answers.STORED)


def _mean(families: list[dict[str, list[int]]]) -> dict[str, float]:
    """Mean hits of each family over seeds."""
    return {name: sum(one[name][0] for one in families) / len(families) for name in families[0]}


def make_next_modes() -> None:
    """A next-word model on four tables, each mixed with chance."""
    next_modes.store_runs(FOLDER / "next_modes" / next_modes.STORED)


MAKERS = {
    "sigma": make_sigma,
    "ablation": make_ablation,
    "window": make_window,
    "concepts": make_concepts,
    "lengths": make_lengths,
    "answers": make_answers,
    "next_modes": make_next_modes,
}

if __name__ == "__main__":
    for name in sys.argv[1:] or MAKERS:
        if name not in MAKERS:
            sys.exit(f"no table {name!r}; there are {', '.join(MAKERS)}")
        MAKERS[name]()
