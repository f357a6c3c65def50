"""The explorer of one update: two vectors in the plane, a pair that is real or made up, and the step it asks for."""

from __future__ import annotations

from typing import Any

import traitlets

from wordmodes.explorers.frame import Choice, Explorer, module, sheet, within

STEPS = 60
REACH = 2.5


class UpdateExplorer(Explorer):
    """Interactive figure of skip-gram's step on one pair, w ← w + ηec and c ← c + ηew with e = y - logistic(w·c).

    It needs no tables: the page's own JavaScript makes the steps. All traits can be set from a cell, and follow what
    the reader does.

    Attributes
    ----------
    word, context : list of two float
        Where w and c start, each number from -2.5 to 2.5.
    pair : str
        "real", "made-up", or "both": now real, now made up, at one to five, and each step their mean.
    rate : float
        η, from 0.05 to 2.
    steps : int
        Steps made so far, from 0 to 60.
    key : str
        The explorer's name in the address's fragment on a static page.
    """

    _esm = module("update/maths", "update/panels", "update/explorer")
    _css = sheet("update/explorer")

    word = traitlets.List(traitlets.Float(), [1.15, -0.35], minlen=2, maxlen=2).tag(sync=True)
    context = traitlets.List(traitlets.Float(), [0.45, 0.9], minlen=2, maxlen=2).tag(sync=True)
    pair = Choice(["real", "made-up", "both"], "real").tag(sync=True)
    rate = traitlets.Float(0.7).tag(sync=True)
    steps = traitlets.Int(0).tag(sync=True)
    key = traitlets.Unicode("update").tag(sync=True)

    _check_rate = traitlets.validate("rate")(within(0.05, 2))
    _check_steps = traitlets.validate("steps")(within(0, STEPS))

    @traitlets.validate("word", "context")
    def _check_vector(self, proposal: dict[str, Any]) -> list[float]:
        if not all(-REACH <= x <= REACH for x in proposal["value"]):
            name = proposal["trait"].name
            raise traitlets.TraitError(f"{name} needs two numbers from {-REACH} to {REACH}, got {proposal['value']!r}")
        return proposal["value"]


def update_explorer(**traits: Any) -> UpdateExplorer:
    """Make the explorer of one update.

    Parameters
    ----------
    **traits
        Where to start: `word`, `context`, `pair`, `rate`, `steps`, `key`.

    Returns
    -------
    UpdateExplorer

    Raises
    ------
    traitlets.TraitError
        If a trait is out of range.

    References
    ----------
    Mikolov et al. (2013b), equation 4; Levy & Goldberg (2014) for where a pair that is both real and made up comes to
    rest.
    """
    return UpdateExplorer(**traits)
