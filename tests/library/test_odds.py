"""The odds explorer: its JavaScript against the library, its tables, its traits."""

import zlib

import numpy as np
import pytest
from javascript import ask
from traitlets import TraitError

from wordmodes.explorers import odds_explorer, odds_table
from wordmodes.explorers.odds.pairs import OddsTable, book_table, pack
from wordmodes.text.bundled import gazette, wikipedia
from wordmodes.text.cooccurrence import Cooccurrence
from wordmodes.text.corpus import Vocabulary
from wordmodes.theory import targets
from wordmodes.training import loss_and_gradient

LOSSES = """
return question.map(([x, ratio]) => [
  module.logisticLoss(x, ratio), module.parabolaLoss(x, ratio), module.logisticGoal(ratio), module.parabolaGoal(ratio),
]);
"""
PAIRS = """
const data = module.readOdds(model);
return {
  odds: question.pairs.map(([text, pair]) => data.oddsOf(text, pair)),
  missing: data.oddsOf(data.texts[0], ['no such word', data.words[0]]),
  shares: question.spans.map(([text, low, high]) => data.spread(text).between(low, high)),
  never: data.texts.map((text) => data.spread(text).never),
  fair: [module.FAIR, module.tooHard(module.FAIR)],
};
"""


def example(seed: int = 0, V: int = 60) -> Cooccurrence:
    """Counts of words of very different frequency, some pairs never seen."""
    rng = np.random.default_rng(seed)
    rate = 1 / (1 + np.arange(V))
    counts = rng.poisson(900 * np.outer(rate, rate) * rng.lognormal(0, 1.2, (V, V)))
    counts = counts + counts.T
    words = tuple(f"word{i}" for i in range(V))
    return Cooccurrence(counts, Vocabulary(words, np.maximum(counts.sum(axis=1) // 8, 1)), 16)


TEXTS = {"one": example(0), "two": example(1, 50)}
TELLING = [("word0", "word1"), ("word3", "word9")]


@pytest.fixture(scope="module")
def table() -> OddsTable:
    return odds_table(TEXTS, TELLING, [f"word{i}" for i in range(60)], size=40)


@pytest.fixture(scope="module")
def book() -> OddsTable:
    return book_table()


def test_the_page_computes_the_librarys_losses_and_goals(tmp_path, table):
    """One pair of a two-word model with two matrices: the library's loss of it, for weights A and B."""
    rng = np.random.default_rng(2)
    asked = np.column_stack([rng.uniform(-7, 7, 60), 10 ** rng.uniform(-3, 3, 60)])
    asked[:5, 1] = 0  # never real
    logistic, parabola, *goals = np.array(ask(odds_explorer(table), LOSSES, asked.tolist(), tmp_path), dtype=float).T
    for (x, ratio), by_logistic, by_parabola, goal, target in zip(asked, logistic, parabola, *goals, strict=True):
        share = ratio / (1 + ratio)  # A and B that sum to 1, in one entry of a table whose others weigh nothing
        problem = targets.WeightedTarget(M=[[2 * (2 * share - 1), 0], [0, 0]], g=[[1, 0], [0, 0]])
        W, C = [[x], [0]], [[1], [0]]
        assert loss_and_gradient(problem, W, C, "logistic")[0] == pytest.approx(by_logistic, rel=1e-9, abs=1e-12)
        assert loss_and_gradient(problem, W, C, "quartic")[0] == pytest.approx(by_parabola, rel=1e-9, abs=1e-12)
        assert target == pytest.approx(problem.M[0, 0], rel=1e-9, abs=1e-12)
        assert goal == (pytest.approx(np.log(ratio), rel=1e-9) if ratio else -np.inf)
        assert target == pytest.approx(2 * np.tanh(goal / 2), rel=1e-9, abs=1e-12)


def test_the_page_reads_every_pair_and_how_all_are_spread(tmp_path, table):
    rng = np.random.default_rng(3)
    pairs = [[text, list(pair)] for text in TEXTS for pair in rng.choice(table.words, (200, 2))]
    spans = [[text, low, high] for text in TEXTS for low, high in ((-0.7, 0.7), (-9, 9), (0.3, 2.2), (1.5, 1.55))]
    answer = ask(odds_explorer(table), PAIRS, {"pairs": pairs, "spans": spans}, tmp_path)
    for (text, (a, b)), odds in zip(pairs, answer["odds"], strict=True):
        counts = TEXTS[text]
        i, j = (counts.vocabulary.index[word] for word in (a, b))
        exact = counts.P[i, j] / targets.independent(counts.P)[i, j]
        assert odds == pytest.approx(exact, rel=3e-4)  # half a step of 1/2000
        assert odds == pytest.approx(table.odds(text, (a, b)), rel=1e-12)
    assert answer["missing"] is None
    for (text, low, high), share in zip(spans, answer["shares"], strict=True):
        P = TEXTS[text].corner(40).P
        with np.errstate(divide="ignore"):
            x = np.log(P / targets.independent(P))
        assert share == pytest.approx(np.mean((x > low) & (x < high)), abs=0.01)
    for text, never in zip(TEXTS, answer["never"], strict=True):
        assert never == np.mean(TEXTS[text].corner(40).P == 0) > 0.05
    fair, factor = answer["fair"]
    assert factor == pytest.approx((fair / 4) / (np.tanh(fair / 2) / 2)) == pytest.approx(1.1)


def test_the_comparison_notices_a_number_that_is_off(tmp_path, table):
    widget = odds_explorer(table)
    kind, offset, _ = widget._manifest["logOdds"]
    assert kind == "int16"
    broken = bytearray(widget._tables)
    broken[offset + 3] ^= 1  # the first word with the second
    widget._tables = bytes(broken)
    pair = list(table.words[:2])
    (odds,) = ask(widget, PAIRS, {"pairs": [["one", pair]], "spans": []}, tmp_path)["odds"]
    assert odds != pytest.approx(table.odds("one", pair), rel=3e-4)


def test_the_books_table_is_of_both_texts_and_small(book):
    assert book.texts == ("gazette", "wikipedia")
    for text, whole in (("gazette", gazette()), ("wikipedia", wikipedia(5000))):
        sums, total = whole.counts.sum(axis=1), whole.total
        for pair in book.telling:
            i, j = (whole.vocabulary.index[word] for word in pair)
            exact = whole.counts[i, j] / (sums[i] / total * sums[j])
            assert book.odds(text, pair) == pytest.approx(exact, rel=3e-4)
        P = whole.corner(1000).P
        row = book.texts.index(text)
        assert book.never[row] == (P == 0).sum()
        assert book.never[row] + book.spread[row].sum() == 1_000_000
    silent = [pair for pair in book.telling if book.odds("gazette", pair) == 0]
    assert silent  # what the small text never shows and the large one does
    assert all(book.odds("wikipedia", pair) > 0 for pair in silent)
    manifest, tables = pack(book)
    assert (manifest, tables) == pack(book_table())
    assert len(zlib.compress(tables, 9)) < 130_000


def test_traits_drive_it_and_refuse_nonsense(table):
    widget = odds_explorer(table)
    assert (widget.text, widget.words, widget.odds, widget.negatives, widget.key) == ("one", ["", ""], 4, 1, "odds")
    widget.words = ["word3", "word9"]
    assert widget.odds == table.odds("one", ("word3", "word9"))
    widget.text = "two"
    assert widget.odds == table.odds("two", ("word3", "word9")) != table.odds("one", ("word3", "word9"))
    widget.odds = 2.0
    assert widget.words == ["", ""]
    given = odds_explorer(table, words=("word0", "word1"), text="two", negatives=5)
    assert given.odds == table.odds("two", ("word0", "word1"))
    for trait, value in (
        ("odds", -1.0), ("odds", 1e-7), ("odds", 1e7), ("odds", np.nan), ("words", ["word0"]),
        ("words", ["word0", "nowhere"]), ("text", "three"), ("negatives", 3), ("negatives", 0),
    ):  # fmt: skip
        with pytest.raises(TraitError):
            setattr(widget, trait, value)
    widget.odds = 0.0
    assert widget.odds == 0


def test_bad_input_is_named():
    with pytest.raises(TypeError, match="texts must be a mapping"):
        odds_table({}, TELLING)
    with pytest.raises(ValueError, match="pairs: none has both its words in every text"):
        odds_table(TEXTS, [("word0", "word55")])  # the second text has 50 words
    counts = np.array([[0, 3, 0], [3, 0, 0], [0, 0, 0]])
    lonely = Cooccurrence(counts, Vocabulary(("a", "b", "c"), np.array([3, 3, 1])), 5)
    with pytest.raises(ValueError, match="'c' stands near no other word"):
        odds_table({"t": lonely}, [("a", "b")], ["c"])
