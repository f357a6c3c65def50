"""The frame that all explorers share: what keys do to a slider, and what the address keeps."""

import pytest
from drawings import shown

from wordmodes.explorers import one_mode_explorer, update_explorer

LABELS = {"eigenvalue": "eigenvalue λ", "sigma": "initialisation scale σ", "step": "step size η"}


def press(trait, *keys):
    return "".join(f"page.find({LABELS[trait]!r}).press({key!r});" for key in keys)


def test_keys_walk_a_ladder_from_wherever_the_slider_stands(tmp_path):
    cases = [
        ("eigenvalue", 1.03, ["ArrowRight"], 1.10),
        ("eigenvalue", 1.03, ["ArrowUp"], 1.10),
        ("eigenvalue", 1.03, ["ArrowLeft"], 1.0),
        ("eigenvalue", 1.03, ["ArrowDown"], 1.0),
        ("step", 0.1512, ["ArrowRight"], 0.155),
        ("step", 0.1512, ["ArrowLeft"], 0.145),
        ("sigma", 1.3e-3, ["ArrowRight"], 1.585e-3),  # a rung is a tenth of a decade
        ("eigenvalue", 1.25, ["ArrowRight"] * 3 + ["ArrowLeft"] * 3, 1.25),  # there and back
        ("eigenvalue", 1.25, ["PageUp"], 1.75),
        ("eigenvalue", 1.25, ["PageDown"], 0.75),
        ("eigenvalue", 1.25, ["End"], 3),
        ("eigenvalue", 1.25, ["Home"], -1),
        ("eigenvalue", 1.25, ["End", "ArrowRight"], 3),
        ("eigenvalue", 1.25, ["Home", "PageDown"], -1),
    ]
    states = [{trait: start, "act": press(trait, *keys)} for trait, start, keys, _ in cases]
    for (trait, start, keys, rung), after in zip(cases, shown(one_mode_explorer(), tmp_path, *states), strict=True):
        assert after.state[trait] == pytest.approx(rung, rel=1e-9), f"{trait}: {keys} from {start}"


def test_the_address_keeps_four_digits_and_leads_back_to_the_same_picture(tmp_path):
    widget = one_mode_explorer()
    (made,) = shown(widget, tmp_path, {"sigma": 1.234e-3, "step": 0.123, "act": press("eigenvalue", "ArrowRight")})
    assert made.hash == f"#{widget.key}=1.05,0.001234,0.123"
    (back,) = shown(widget, tmp_path, {"hash": made.hash})
    assert back.detail == made.detail
    assert back.said == made.said
    assert [list(panel.words()) for panel in back.panels.values()] == [
        list(panel.words()) for panel in made.panels.values()
    ]
    assert back.hash == made.hash  # looking changes nothing


def test_lists_and_words_come_back_too(tmp_path):
    widget = update_explorer()
    start = {"word": [1.23, -0.45], "context": [-0.05, 1.2], "pair": "made-up", "rate": 0.35, "steps": 3}
    (made,) = shown(widget, tmp_path, {**start, "act": "page.find('steps made').press('ArrowRight');"})
    assert made.hash == f"#{widget.key}=1.23,-0.45,-0.05,1.2,made-up,0.35,4"
    (back,) = shown(widget, tmp_path, {"hash": made.hash})
    assert back.detail == made.detail
