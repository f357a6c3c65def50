"""Where a verdict begins: no drift that the guard lets pass may turn one, and no value stands there unsaid."""

import math
import re

from wordmodes.book import claims


def bars_within_reach(*, shown: bool) -> dict[str, bool]:
    """Bars that a value can meet without raising, of quantities whose value is shown, or of which only a bound is.

    By the quantity's name, whether it is the guard's own bound.
    """
    return {
        f"{claim.id}.{name}": bar in (quantity.low, quantity.high)
        for claim in claims.load().values()
        for conditions in claim.levels.values()
        for name, condition in conditions.items()
        for quantity in [claim.quantities[name]]
        for bar in (condition.low, condition.high)
        if (quantity.format is not None) == shown and math.isfinite(bar) and quantity.low <= bar <= quantity.high
    }


def test_no_verdict_hangs_on_a_digit():
    assert bars_within_reach(shown=True) == {}


def test_where_only_a_bound_is_shown_the_check_fails_before_the_verdict_could_turn():
    """For identities the bar is the guard itself, which raises; no other claim may have such a bar."""
    same = {"tanh.deviation", "tanh.wikipedia", "tanh.unseen", "tanh.planted", "tanh.series"}
    same |= {"optimum.pairwise", "sigmoid.integrator", "exact.loss"}
    same |= {"factorisation.planted", "factorisation.gazette", "factorisation.wikipedia", "factorisation.weighted"}
    same |= {"exact.singular_values"}
    assert bars_within_reach(shown=False) == dict.fromkeys(same, True)
    assert claims.load()["tanh"].on_bar(dict.fromkeys(("deviation", "wikipedia", "planted"), 1e-10)) == []


def test_a_value_on_its_bar_meets_it():
    spike = claims.load()["spike"]
    on = {"families": 11, "edge": 9.5, "random": 8.5, "gazette": 10, "overlap": 4}
    assert spike.verdict(on) == claims.REPRODUCED
    assert spike.on_bar(on) == ["edge", "random"]
    assert spike.on_bar(on | {"random": 8.6}) == ["edge"]
    assert spike.verdict(on | {"random": 8}) == claims.IN_TREND
    assert spike.verdict(on | {"random": 5}) == claims.FAILS


def test_no_measured_value_is_typed_beside_the_numbers():
    """A length of text, a size and a seed may be; a decimal, a per cent or a count comes from the check."""
    typed = re.compile(r"(?<!\d)\.\d+|\d\.\d+(?! million)|\d ?%|(?<!= )\b\d{1,3}(?: \d{3})+")
    assert typed.search("4 914 of V = 10 000")
    said = {claim.id: claim.sentences(dict.fromkeys(claim.quantities, "")) for claim in claims.load().values()}
    found = {claim_id: typed.findall(" ".join(sentences.values())) for claim_id, sentences in said.items()}
    assert {claim_id: numbers for claim_id, numbers in found.items() if numbers} == {}
