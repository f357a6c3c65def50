"""`wordmodes ledger`: the book's claims put to a reader's text."""

from __future__ import annotations

import os
import tempfile
import textwrap
from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path

from tqdm.auto import tqdm

from wordmodes import _validate
from wordmodes._cli import family_claims, flow_claims
from wordmodes._cli.embed import opened
from wordmodes._cli.flow_claims import Values
from wordmodes._cli.material import FAMILIES, FLOW, READ, Material
from wordmodes._cli.measures import MEASURES
from wordmodes._cli.output import table
from wordmodes._cli.reading import Log, read
from wordmodes.book._claims_file import Claim
from wordmodes.book.claims import load

MEASURED: Mapping[str, Callable[[Material], Values]] = {
    "tanh": flow_claims.tanh, "half": flow_claims.half, "marginal": flow_claims.marginal,
    "factorisation": flow_claims.factorisation, "sigmoid": flow_claims.sigmoid,
    "stagewise": flow_claims.stagewise, "staircase": flow_claims.staircase,
    "order": flow_claims.order, "limit": flow_claims.limit,
    "pca": flow_claims.pca, "signed": family_claims.signed, "concepts": family_claims.concepts,
    "queen": family_claims.queen, "arithmetic": family_claims.arithmetic, "spike": family_claims.spike,
    "emergence": family_claims.emergence, "peak-at-n": family_claims.peak_at_n,
    "relation-is-a-mode": family_claims.relation_is_a_mode, "orthogonal": family_claims.orthogonal,
    "additive": family_claims.additive,
}  # fmt: skip
NOT_MEASURED: Mapping[str, str] = {
    "published-modes": "is about Wikipedia, whose modes were published; yours: wordmodes concepts",
    "optimum": "a theorem about the loss: which text its pairs come from changes nothing",
    "gensim": "is put to the planted language, whose answer is known beforehand; a text's is not",
    "exact": "a theorem, checked against an integrator; it holds for any text",
    "sgns-too": "takes training runs in full batch and in gensim; chapter 07 has them",
    "ablation": "takes training runs under word2vec's own weights; chapter 07 has them",
    "frequency-first": "takes training runs under word2vec's own weights; chapter 07 has them",
    "nearest": "takes gensim's SGNS trained on the text; chapter 07 has it on two texts",
    "closed-form": "takes gensim's SGNS trained on the text; M* and PPMI by themselves are measured below",
    "ppmi": "is about V = 10 000 on Wikipedia; M* and PPMI by themselves are measured below",
    "speed": "takes gensim's SGNS trained on the text, whose time is what the closed form's is compared with",
    "signed-level": "takes gensim's SGNS trained on the text; what negative modes add is measured",
    "flat-weights": "takes training runs under three settings; chapter 04 has them",
    "next-planted": "is put to the planted language, whose pairs are known exactly",
    "next-nearby": "takes training runs of a next-word model; chapter 11 has them",
    "next-adjacent": "takes training runs of a next-word model; chapter 11 has them",
    "next-knob": "takes a trained next-word model; chapter 11 has it",
    "months": "needs twelve months among the words and their counts deleted; chapter 11 has it in one cell",
    "turn": "is about texts of six lengths; chapter 12 has them",
}


def ledger(asked: Namespace) -> None:
    """Measure, and print each claim once."""
    claims = load()
    wanted = list(claims) if asked.only is None else asked.only
    if strange := [name for name in wanted if name not in claims]:
        raise ValueError(f"--only: there is no claim {strange[0]!r}; there are {', '.join(claims)}")
    _validate.integer("workers", asked.workers, 1)
    documents = opened(asked)
    with (
        tempfile.TemporaryDirectory(prefix="wordmodes-") as folder,
        read(documents, Log(Path(folder), ""), asked.letters) as text,
    ):
        made = Material(text, asked)
        text.vocabulary()  # of an empty text it says so
        print(_about(made), end="\n\n")
        reasons = dict(NOT_MEASURED)
        mine = [name for name in wanted if name in MEASURED]
        quiet = bool(os.environ.get("TQDM_DISABLE"))
        others = MEASURES if asked.only is None else {}
        bar = tqdm(total=len(mine) + len(others), unit="claim", leave=False, delay=2, disable=quiet)
        with bar:
            for name in mine:
                found = _measured(MEASURED[name], made)
                bar.update()
                if isinstance(found, str):
                    reasons[name] = found
                else:
                    bar.clear()
                    print(_block(claims[name], found), end="\n\n", flush=True)
            rows, missed = _besides(made, others, bar)
    if rows:
        print("The book's other measures of a corpus")
        print(_rows(rows), end="\n\n")
    left = [(name, reasons[name]) for name in wanted if name in reasons]
    if left := left + missed:
        print("Not measured on this text")
        print(textwrap.indent(table(left), "  "))


def _about(made: Material) -> str:
    text = made.text
    said = (
        f"{text.n_tokens} running words, {text.n_types} different ones, {text.n_documents} documents. As in the book,"
        f" but that its chapter 08 trains at window 5: chapters 04, 06 and 08 (training) with V = {FLOW} and window 16;"
        f" 09 with V = {READ} and window 16; 02, 08 (analogies) and 10 with V = {FAMILIES} and window 5; fewer words"
        " where fewer occur five times. 'book' is gazette, 2.5 million words; where a label speaks of gazette, 'yours'"
        " is your text."
    )
    return textwrap.fill(said, 110)


def _measured(measure: Callable[[Material], Values], made: Material) -> Values | str:
    """The values, or why there are none."""
    try:
        return measure(made)
    except (ValueError, OSError, ModuleNotFoundError) as error:
        return " ".join(str(error).split())


def _besides(made: Material, measures: Mapping[str, Callable[..., list[tuple[str, str, str]]]], bar: tqdm) -> tuple[
    list[tuple[str, str, str]], list[tuple[str, str]]
]:  # fmt: skip
    rows, missed = [], []
    for name, measure in measures.items():
        try:
            rows += measure(made)
        except (ValueError, OSError, ModuleNotFoundError) as error:
            missed.append((name, " ".join(str(error).split())))
        bar.update()
    return rows, missed


def _block(claim: Claim, found: Values) -> str:
    """A claim, what was published, and its quantities side by side."""
    head = textwrap.fill(f"{claim.id} (chapter {claim.chapter}): {claim.statement}", 110, subsequent_indent="  ")
    rows = []
    for name, value in found.items():
        quantity = claim.quantities[name]
        ours = quantity.expectation.split(" ± ")[0]
        rows.append((ours, format(value, quantity.format or ".1g"), quantity.label))
    said = [head, f"  published: {claim.published}", _rows(rows)]
    needed = {name for level in claim.levels.values() for name in level}
    if needed <= set(found):
        said.append(f"  by the book's bar, your text: {claim.verdict(found)}")
    return "\n".join(said)


def _rows(rows: list[tuple[str, str, str]]) -> str:
    lined = table([("book", "yours", ""), *rows], right=(0, 1))
    return "\n".join(
        textwrap.fill(line, 110, initial_indent="  ", subsequent_indent=" " * 24) for line in lined.splitlines()
    )
