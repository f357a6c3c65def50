"""The explorer of answers: which analogies a closed form solves, family by family, beside a trained word2vec."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import traitlets

from wordmodes.evaluation.word_pairs import LABELS
from wordmodes.explorers.answers.table import MODES, TARGETS, TextAnswers, stored_answers
from wordmodes.explorers.frame import Choice, Explorer, Tables, module, sheet, within

COLUMNS = 10, 200
TITLES = {"gazette": "2.5 million words", "wikipedia": "65 million words"}
NAMES = {**LABELS, "capital-common-countries": "common capital", "city-in-state": "city in state"}
WORLD = {"gram6-nationality-adjective"}
"""Families that ask about the world although their names begin as those about grammar do."""


class AnswersExplorer(Explorer):
    """Interactive figure of the analogies that a closed form answers, by family, as columns are added.

    All traits can be set from a cell, and follow what the reader does.

    Attributes
    ----------
    text : str
        "gazette" or "wikipedia".
    target : str
        "M*", "damped M*" or "PPMI".
    modes : str
        "by value": the largest eigenvalues, which one matrix can hold; or "by modulus", which two can.
    d : int
        Number of columns, from 10 to 200; the page takes the nearest in its table.
    key : str
        The explorer's name in the address's fragment on a static page.
    """

    _esm = module("answers/panels", "answers/explorer")
    _css = sheet("answers/explorer")

    text = Choice(list(TITLES), "gazette").tag(sync=True)
    target = Choice(list(TARGETS), "M*").tag(sync=True)
    modes = Choice(list(MODES), "by value").tag(sync=True)
    d = traitlets.Int(100).tag(sync=True)
    key = traitlets.Unicode("answers").tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        manifest, tables = pack(stored_answers())
        super().__init__(**{"_manifest": manifest, "_tables": tables, **traits})

    _check_d = traitlets.validate("d")(within(*COLUMNS))


def answers_explorer(**traits: Any) -> AnswersExplorer:
    """Make the explorer of answers.

    Parameters
    ----------
    **traits
        Where to start: `text` (by default "gazette"), `target` ("M*"), `modes` ("by value"), `d` (100), `key`.

    Returns
    -------
    AnswersExplorer

    References
    ----------
    Mikolov et al. (2013a), the questions; Karkada et al. (2025), the closed form.
    """
    return AnswersExplorer(**traits)


def pack(answers: Sequence[TextAnswers]) -> tuple[dict[str, Any], bytes]:
    """Lay out what the page needs: hits by target, modes, columns and family, in that order."""
    tables = Tables()
    texts = [
        {
            "name": one.text,
            "title": TITLES[one.text],
            "V": one.V,
            "window": one.window,
            "families": [
                {
                    "name": NAMES.get(name, name),
                    "asked": asked,
                    "grammar": name.startswith("gram") and name not in WORLD,
                }
                for name, asked in one.families
            ],
            "columns": list(one.columns),
            "hits": tables.put(np.array([[one.hits[target][kind] for kind in MODES] for target in TARGETS]), "uint16"),
            "trained": tables.put(np.array(one.trained), "float32") if one.trained else None,
            "trainer": one.trainer,
        }
        for one in answers
    ]
    return {"texts": texts, "targets": list(TARGETS), "modes": list(MODES)}, bytes(tables)
