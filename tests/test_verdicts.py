"""Where a verdict begins: no drift that the guard lets pass may turn one, and no value stands there unsaid."""

import math

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


def test_no_verdict_hangs_on_a_digit_but_these_two():
    """Both stand exactly on their bar, which the ledger says; the second could also leave it unnoticed, by 0.01."""
    assert set(bars_within_reach(shown=True)) == {"spike.beyond_random", "emergence.columns"}
    spike, emergence = claims.load()["spike"], claims.load()["emergence"]
    assert spike.on_bar({"families": 11, "beyond_edge": 11, "beyond_random": 10, "second": 9}) == ["beyond_random"]
    assert emergence.on_bar({"columns": 0.9, "time": 0.83, "ratio": -0.16}) == ["columns"]
    assert emergence.on_bar({"columns": 0.91, "time": 0.83, "ratio": -0.16}) == []


def test_that_one_digit_of_emergence_turns_no_verdict():
    """Its other two numbers are far from their bars, and decide."""
    emergence = claims.load()["emergence"]
    verdicts = {emergence.verdict({"columns": x, "time": 0.83, "ratio": -0.16}) for x in (0.89, 0.9, 0.91)}
    assert verdicts == {claims.IN_TREND}


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
    on = {"families": 11, "beyond_edge": 10, "beyond_random": 10, "second": 2}
    assert spike.verdict(on) == claims.REPRODUCED
    assert spike.on_bar(on) == ["beyond_edge", "beyond_random", "second"]
    assert spike.verdict(on | {"second": 3}) == claims.IN_TREND
    assert spike.verdict(on | {"beyond_random": 8, "beyond_edge": 8}) == claims.IN_TREND
    assert spike.verdict(on | {"beyond_random": 7}) == claims.FAILS
