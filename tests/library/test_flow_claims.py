"""`wordmodes ledger` measures the path of training as chapters 05 and 06 do: gazette gives it the book's own values."""

from types import SimpleNamespace

import numpy as np
import pytest

from wordmodes._cli import flow_claims
from wordmodes.book import claims
from wordmodes.text.sources import gazette
from wordmodes.theory import modes, targets


@pytest.fixture(scope="module")
def text() -> SimpleNamespace:
    """Gazette as the command would hold it, had it read the text."""
    counts = gazette(1000)
    return SimpleNamespace(flow=counts, spectrum=modes.all_modes(targets.m_star(counts.P)))


@pytest.mark.parametrize("name", ["sigmoid", "stagewise", "staircase", "order", "limit"])
def test_gazette_gives_the_books_values(text, name):
    claim, found = claims.load()[name], getattr(flow_claims, name)(text)
    assert found
    for key, value in found.items():
        quantity = claim.quantities[key]
        assert quantity.low <= quantity.recorded(value) <= quantity.high, (key, value, quantity.expectation)


def test_a_descent_that_only_crosses_its_levels_has_no_landing(text):
    """From σ = 0.1 the loss meets several levels on its way down, and rests on none."""
    assert [flow_claims._landings(text, 0.1, seed) for seed in range(3)] == [0, 0, 0]


def test_a_text_with_one_mode_to_learn_is_no_staircase():
    lone = modes.Modes(np.array([2.0, -1.0, -1.0]), np.eye(3), 0.0)
    with pytest.raises(ValueError, match="fewer than three positive eigenvalues"):
        flow_claims.staircase(SimpleNamespace(spectrum=lone))
