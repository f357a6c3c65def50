"""At which settings the explorers' still pictures show them: for tools/stills.py, which takes them, and for the site.

On the site a reference to an explorer's figure sets the explorer so (tools/site/book_settings.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Still(NamedTuple):
    """What is pictured.

    `explorer` its name; `settings` the traits that are set, one set for each picture beside another; `words` CSS
    selectors of what the page says beside the canvases and a picture needs; `without` numbers of canvases that it
    doesn't need.
    """

    explorer: str
    settings: tuple[Mapping[str, Any], ...]
    words: tuple[str, ...] = ()
    without: tuple[int, ...] = ()


STILLS = {
    "window": Still(
        "window", ({"word": "water", "window": 2}, {"word": "water", "window": 16}), (".wm-slider output",), (0,)
    ),
    "association": Still("association", ({"words": ["she", "billion"]},), (".wm-tiles",)),
    "update": Still("update", ({"pair": "real", "rate": 0.7, "steps": 8},)),
    "odds": Still("odds", ({"words": ["prime", "minister"]},)),
    "one_mode": Still("one_mode", ({"eigenvalue": 1.0, "sigma": 1e-3, "step": 0.15},)),
    "sigma": Still("sigma", ({"dataset": "planted", "sigma": 1e-6, "time": 0.6},)),
    "sigma_large": Still("sigma", ({"dataset": "planted", "sigma": 0.1, "time": 0.6},)),
    "sigma_front": Still("sigma", ({"dataset": "gazette", "sigma": 1e-6, "time": 0.5, "brief": True},)),
    "ablation": Still("ablation", ({"loss": "logistic", "weights": "word2vec", "sigma": 0.1, "time": 0.45},)),
    "answers": Still("answers", ({"text": "gazette", "target": "M*", "modes": "by value", "d": 100},)),
    "concepts": Still("concepts", ({"mode": 3, "against": 1, "time": 0.4},)),
    "spike": Still("spike", ({"family": "past tense", "d": 20},)),
    "analogies": Still("analogies", ({"a": "man", "b": "king", "c": "woman", "d": 105},)),
    "next_modes": Still("next_modes", ({"table": "gazette", "share": 1.0, "time": 0.45},)),
    "lengths": Still("lengths", ({"method": "M*", "test": "analogies", "window": 5, "tokens": 2_500_000},)),
    "own_text": Still("own_text", ({"text": "wikipedia", "sigma": 1e-6, "time": 0.5},), (), (2, 3, 4, 5, 6, 7)),
}
