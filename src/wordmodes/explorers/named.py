"""Words that the chapters name, which explorers of words know in any case where their text has them."""

from __future__ import annotations

from collections.abc import Container

_NAMED = """
    a able acid actress ambassador an and apollo appointed appointment are aristotle armed at attributes au bases
    billion bodies boy build capital car cars chairman china clean dam dance dancing different doctor dog dpa
    dynamic exports fresh gas girl government grandfather greek he height her husband ice in is its keep king kings
    lake leading learn lincoln london lumpur man mean minister mode mother music nationality no not nurse of on
    opposite pairs past philosophy potter president prime princess produced proton queen relation republican rft
    row rows s share she slavery small smaller solid spanish spillway spoke spokesman spokeswoman steam supplies
    target tense the to topic uncle walk walked wanted was water weight wife wikipedia window woman word would
"""
NAMED = tuple(_NAMED.split())
"""Words of gazette or wikipedia that stand in italics, in the chapters of these explorers all of them."""


def named_in(words: Container[str]) -> tuple[str, ...]:
    """Those of them that a text has."""
    return tuple(word for word in NAMED if word in words)
