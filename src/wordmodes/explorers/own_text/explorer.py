"""The own-text explorer: a text of the reader's own, from its words to what a model would learn, in which order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import traitlets

from wordmodes._validate import instance, string
from wordmodes.explorers.frame import Choice, Explorer, Tables, module, sheet, within
from wordmodes.explorers.own_text.samples import SIZES, pack_counts, pack_law, rounded, sample_counts
from wordmodes.text.cooccurrence import Cooccurrence
from wordmodes.text.planted import planted_language

SMALLEST_SCALE, LARGEST_SCALE = 1e-8, 3.0
FEWEST, MOST = 16, 1500
"""How many words the counts of a text may have that comes along."""
_MODES, _TOKENS = 20, 60_000  # of the planted language's text
_OWN = re.compile(r"own\d+")  # what the page calls a text of the reader's own, which never gets here
_EXAMPLES = (("man", "he", "woman"), ("england", "english", "france"), ("gotilan", "gotilas", "dutilan"))
_MODULES = (
    "random", "tokenise", "counting", "targets", "eigen", "modes", "course", "descent", "vectors", "refusals",
    "samples", "analysis", "worker", "shelf", "words", "panels", "downloads", "inputs", "readings", "explorer",
)  # fmt: skip


class OwnTextExplorer(Explorer):
    """Interactive figure of a text that the reader brings: counted, solved and trained on the page itself.

    The text stays there: neither a kernel nor a server sees it. All traits can be set from a cell, and follow what the
    reader does.

    Attributes
    ----------
    text : str
        The text shown: the key of one that comes along, or own1, own2, … for those that the reader has brought.
    beside : str
        The text that it is compared with.
    mode : int
        The mode that is read, from 1.
    sigma : float
        Initialisation scale, from 1e-8 to 3.
    time : float
        Where the scrubber stands, from 0 to 1, as a share of the time axis.
    word : str
        The word whose neighbours are shown; '' takes the outermost word of the mode's + end.
    a, b, c : str
        The analogy: a is to b as c is to what? '' takes words of the text.
    window : int
        L, 16 or 5 places to either side, for texts that are counted on the page.
    letters : str
        What words of the reader's text are made of: "az", the letters a to z, as in the book; "any", letters of any
        script; "auto", whichever the text needs.
    key : str
        The explorer's name in the address's fragment on a static page.
    """

    _esm = module("sigma/flow", "sigma/panels", "sigma/state", *(f"own_text/{name}" for name in _MODULES))
    _css = sheet("own_text/explorer")

    text = traitlets.Unicode().tag(sync=True)
    beside = traitlets.Unicode().tag(sync=True)
    mode = traitlets.Int(3).tag(sync=True)
    sigma = traitlets.Float(1e-6).tag(sync=True)
    time = traitlets.Float(0.5).tag(sync=True)
    word = traitlets.Unicode("").tag(sync=True)
    a = traitlets.Unicode("").tag(sync=True)
    b = traitlets.Unicode("").tag(sync=True)
    c = traitlets.Unicode("").tag(sync=True)
    window = traitlets.Int(16).tag(sync=True)
    letters = Choice(["auto", "az", "any"], "auto").tag(sync=True)
    key = traitlets.Unicode("own").tag(sync=True)

    def __init__(self, samples: Mapping[str, Cooccurrence], **traits: Any) -> None:
        if not isinstance(samples, Mapping):
            raise TypeError(f"samples must be a mapping from names to counts, got a {type(samples).__name__}")
        for name, counts in samples.items():
            which = f"samples[{string('a name in samples', name)!r}]"
            instance(which, counts, Cooccurrence, "cooccurrence.count(documents, vocabulary, window)")
            if not FEWEST <= (V := len(counts.vocabulary)) <= MOST or counts.weighting != "linear":
                raise ValueError(f"{which} must be linear counts of {FEWEST} to {MOST} words, got {V}")
            if not counts.present.all() or counts.counts.max() >= 2**31:
                raise ValueError(f"{which}: every word must stand near another, and no count reach 2^31")
        self._keys = (*samples, "planted")
        manifest, tables = pack(samples)
        start = {"text": self._keys[0], "beside": self._keys[min(1, len(self._keys) - 1)]}
        super().__init__(**{**start, "_manifest": manifest, "_tables": tables, **traits})

    _check_sigma = traitlets.validate("sigma")(within(SMALLEST_SCALE, LARGEST_SCALE))
    _check_time = traitlets.validate("time")(within(0, 1))
    _check_mode = traitlets.validate("mode")(within(1, _MODES))

    @traitlets.validate("text", "beside")
    def _check_text(self, proposal: dict[str, Any]) -> str:
        if proposal["value"] not in self._keys and not _OWN.fullmatch(proposal["value"]):
            name = proposal["trait"].name
            raise traitlets.TraitError(f"{name} must be one of {', '.join(self._keys)}, got {proposal['value']!r}")
        return proposal["value"]

    @traitlets.validate("window")
    def _check_window(self, proposal: dict[str, Any]) -> int:
        if proposal["value"] not in (5, 16):
            raise traitlets.TraitError(f"window must be 5 or 16, got {proposal['value']!r}")
        return proposal["value"]


def own_text_explorer(samples: Mapping[str, Cooccurrence] | None = None, **traits: Any) -> OwnTextExplorer:
    """Make the own-text explorer.

    Parameters
    ----------
    samples : mapping of str to Cooccurrence, optional
        Counts of texts that come along, of 16 to 1 500 words, linear weights; by default those of a thousand words of
        wikipedia and of five hundred of gazette. The page gets them rounded to three binary digits; a text of the
        planted language it draws itself.
    **traits
        Where to start: `text`, `beside`, `mode`, `sigma`, `time`, `word`, `a`, `b`, `c`, `window`, `letters`, `key`.

    Returns
    -------
    OwnTextExplorer

    Raises
    ------
    TypeError, ValueError
        If samples are no such counts.
    traitlets.TraitError
        If a trait is out of its range.
    """
    return OwnTextExplorer({name: sample_counts(name) for name in SIZES} if samples is None else samples, **traits)


def pack(samples: Mapping[str, Cooccurrence]) -> tuple[list[dict[str, Any]], bytes]:
    """Lay out the texts that come along: what each is called, and one block of little-endian numbers."""
    tables, language = Tables(), planted_language()
    manifest: list[dict[str, Any]] = []
    examples = [list(question) for question in _EXAMPLES]
    for name, given in samples.items():
        counts = rounded(given)
        vocabulary = counts.vocabulary
        manifest.append(
            {
                "key": name,
                "title": name,
                "words": list(vocabulary.words),
                "window": counts.window,
                "n_tokens": vocabulary.n_tokens,
                "n_types": vocabulary.n_types,
                "tables": pack_counts(tables, counts),
                "examples": examples,
            }
        )
    law = pack_law(tables, language, _TOKENS, seed=0)
    manifest.append(
        {
            "key": "planted",
            "title": "planted language",
            "words": list(language.words),
            "law": law,
            "examples": examples,
        }
    )
    return manifest, bytes(tables)
