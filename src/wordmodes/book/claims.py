"""The book's claims: each is checked by one cell, which shows the measured value and leaves a record for the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from IPython.display import display

from wordmodes import _validate

from ._claims_file import FAILS, IDENTITY, IN_TREND, OURS, REPRODUCED, TOO_SMALL, VERDICTS, Claim, read_claims

__all__ = ["FAILS", "IDENTITY", "IN_TREND", "LEDGER", "MIME", "OURS", "REPRODUCED", "TOO_SMALL", "VERDICTS", "Claim"]
__all__ += ["ClaimDrift", "badge", "check", "evaluate", "load", "say"]

LEDGER = Path(__file__).with_name("ledger")
"""The folder in which the claims are written down, a file a chapter; its README explains the keys."""

MIME = "application/vnd.wordmodes.claim+json"
"""MIME type of the record that `check` leaves in a notebook's stored output."""

_MARKS = {IDENTITY: "=", REPRODUCED: "✓", OURS: "○", IN_TREND: "≈", FAILS: "✗", TOO_SMALL: "…"}


class ClaimDrift(ValueError):
    """A measured value has left the range that the ledger expects of it."""


def load(path: str | Path | None = None) -> Mapping[str, Claim]:
    """Read and validate the claims.

    Parameters
    ----------
    path : path, optional
        A folder with a TOML file a chapter, as described in its README; by default the book's own.

    Returns
    -------
    mapping of str to Claim
        By id, in the order of the chapters.

    Raises
    ------
    ValueError
        Naming the claim and the key that is missing, unknown or malformed.
    """
    return read_claims(Path(path if path is not None else LEDGER))


def evaluate(claim: Claim, measured: Mapping[str, float], stored: str | None = None) -> dict[str, Any]:
    """Compare measured values with what the claim expects.

    Parameters
    ----------
    claim : Claim
    measured : mapping of str to float
        One finite number for each of the claim's quantities.
    stored : str, optional
        The command that computed the values, where the cell only loads them.

    Returns
    -------
    dict
        The record: id, verdict, values (rounded), shown (their text) and stored.

    Raises
    ------
    TypeError, ValueError
        If a quantity is missing, unknown or no finite number; or if a claim that does not hold fails to say why.
    ClaimDrift
        If a value lies outside the expected range.
    """
    _validate.instance("claim", claim, Claim, "load()['tanh']")
    _validate.instance("measured", measured, Mapping, "{'deviation': 0.01}")
    if stored is not None:
        _validate.string("stored", stored)
    if set(measured) != set(claim.quantities):
        raise ValueError(f"claim {claim.id!r} measures {sorted(claim.quantities)}, got {sorted(map(str, measured))}")
    values, shown = {}, {}
    for name, quantity in claim.quantities.items():
        value = _validate.real(f"claim {claim.id!r}: {name}", measured[name])
        rounded = value if quantity.format is None else quantity.recorded(value)
        if not quantity.low <= rounded <= quantity.high:
            raise ClaimDrift(
                f"claim {claim.id!r}: {name} = {value:.6g}, but the ledger expects {quantity.expectation}; "
                "find out why it moved before changing the file"
            )
        values[name], shown[name] = quantity.recorded(value), quantity.shown(value)
    verdict = claim.verdict(values)
    if verdict != claim.kind and not claim.why:
        raise ValueError(f"claim {claim.id!r} comes to {verdict!r} with {shown}; add a key 'why' that says why")
    return {"id": claim.id, "verdict": verdict, "values": values, "shown": shown, "stored": stored}


class _Checked:
    """A checked claim as a notebook shows it."""

    def __init__(self, claim: Claim, record: dict[str, Any]) -> None:
        self.claim, self.record = claim, record

    def __repr__(self) -> str:
        measured = "; ".join(f"{q.label}: {self.record['shown'][name]}" for name, q in self.claim.quantities.items())
        return f"claim {self.claim.id}: {self.record['verdict']} | {measured} | published: {self.claim.published}"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/plain": repr(self), "text/html": self._html(), MIME: self.record}

    def _html(self) -> str:
        rows = [(q.label, self.record["shown"][name]) for name, q in self.claim.quantities.items()]
        rows.append(("published", f"{self.claim.published} ({self.claim.source})"))
        rows += self.claim.settings().items()
        rows += self.claim.sentences(self.record["shown"]).items()
        if self.record["stored"]:
            rows.append(("stored", f"re-run with {self.record['stored']}"))
        plain = ' style="float: none; width: auto"'  # JupyterLab floats lists of terms, and they overlap
        items = "".join(
            f"<div><dt{plain}>{escape(key)}</dt><dd{plain}>{escape(value)}</dd></div>" for key, value in rows
        )
        return (
            f'<div class="wm-claim" id="claim-{self.claim.id}" style="border-left: 3px solid; padding: 0.2em 1em">'
            f"<p>{badge(self.record['verdict'])} {escape(self.claim.statement)}</p><dl>{items}</dl></div>"
        )


def badge(verdict: str) -> str:
    """Return a verdict as the HTML of its badge: a mark and the word, so that colour is not the only sign.

    Parameters
    ----------
    verdict : str
        One of `VERDICTS`.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If there is no such verdict.
    """
    _validate.choice("verdict", verdict, _MARKS)
    kind = verdict.split(" at ")[0].replace(" ", "-")
    return f'<strong class="wm-badge wm-{kind}">{_MARKS[verdict]} {verdict}</strong>'


def check(claim_id: str, *, stored: str | None = None, **measured: float) -> None:
    """Check a claim where it is made: show the measured values with the verdict, and leave a record for the ledger.

    Parameters
    ----------
    claim_id : str
        A claim of the ledger.
    stored : str, optional
        The command that computed the values, where the cell loads a stored result.
    **measured : float
        One value for each of the claim's quantities.

    Raises
    ------
    TypeError, ValueError
        For an unknown claim, a missing or unknown quantity, or what is no finite number.
    ClaimDrift
        If a value has left the range that the ledger expects.
    """
    known = load()
    if _validate.string("claim_id", claim_id) not in known:
        raise ValueError(f"claim_id {claim_id!r} is unknown; the ledger has {sorted(known) or 'none'}")
    claim = known[claim_id]
    display(_Checked(claim, evaluate(claim, measured, stored)))


class _Sentence:
    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/markdown": self.text, "text/plain": self.text}


def say(text: str) -> None:
    """Display a Markdown sentence, so that the numbers in the book's prose come from the cell that prints them.

    Parameters
    ----------
    text : str
        Markdown, mathematics between dollars included.

    Raises
    ------
    TypeError, ValueError
        If it is no string, or an empty one.
    """
    if not _validate.string("text", text).strip():
        raise ValueError(f"text must be a sentence, got {text!r}")
    display(_Sentence(text))
