"""The association explorer: its JavaScript against the library, its tables, its kernel."""

import zlib

import numpy as np
import pytest
from javascript import ask
from traitlets import TraitError

from wordmodes.explorers import association_explorer, association_table, gazette_table
from wordmodes.explorers.association.pairs import AssociationTable, count_text, pack
from wordmodes.text.cooccurrence import Cooccurrence, count
from wordmodes.text.corpus import Vocabulary
from wordmodes.text.sources import gazette
from wordmodes.theory import targets

MEASURES = """
return question.map(([p, q]) => {
  const {pmi, ppmi, mStar, distance} = module.measures(p, q);
  return [pmi, ppmi, mStar, distance];
});
"""
PAIRS = """
const data = module.readPairs(model);
return {
  found: question.map(([a, b]) => { const {p, q} = data.find([a, b]); return [p, q]; }),
  cloud: data.cloud.map(({i, j, p, q}) => [i, j, p, q]),
  telling: data.telling.map(({name, p, q}) => [name, p, q]),
  missing: data.find(['no such word', data.words[0]]),
};
"""


def example(seed: int = 0, V: int = 400) -> Cooccurrence:
    """Counts of words of very different frequency, half of the pairs never seen."""
    rng = np.random.default_rng(seed)
    rate = 1 / (1 + np.arange(V))
    counts = rng.poisson(4000 * np.outer(rate, rate) * rng.lognormal(0, 1.5, (V, V)))
    counts = counts + counts.T
    words = tuple(f"word{i}" for i in range(V))
    return Cooccurrence(counts, Vocabulary(words, np.maximum(counts.sum(axis=1) // 8, 1)), 16)


@pytest.fixture(scope="module")
def counts() -> Cooccurrence:
    return example()


@pytest.fixture(scope="module")
def book() -> AssociationTable:
    return gazette_table()


def test_the_page_computes_the_librarys_measures(tmp_path):
    rng = np.random.default_rng(1)
    P = 10 ** rng.uniform(-12, 0, (30, 30))
    P[rng.random(P.shape) < 0.2] = 0  # never seen
    P[0, 1] = P[1, 0] = 0
    P = np.tril(P) + np.tril(P).T
    P /= P.sum()
    Q = targets.independent(P)
    widget = association_explorer(example())
    asked = np.column_stack([P.ravel(), Q.ravel()])
    pmi, ppmi, m_star, distance = np.array(ask(widget, MEASURES, asked.tolist(), tmp_path), dtype=float).T
    np.testing.assert_allclose(pmi, targets.pmi(P).ravel(), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(ppmi, targets.ppmi(P).ravel(), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(m_star, targets.m_star(P).ravel(), rtol=1e-9, atol=1e-12)
    apart = np.abs(targets.m_star(P) - targets.pmi(P)).ravel()
    np.testing.assert_allclose(distance, apart, rtol=1e-9, atol=1e-12)
    assert np.isinf(apart).any()
    assert (m_star[np.isinf(apart)] == -2).all()


def test_the_page_reads_every_pair_of_its_words(counts, tmp_path):
    table = association_table(counts)
    widget = association_explorer(counts)
    rng = np.random.default_rng(2)
    pairs = [*rng.choice(table.words, (300, 2)).tolist(), [table.words[0]] * 2, [table.words[-1], table.words[0]]]
    answer = ask(widget, PAIRS, pairs, tmp_path)
    index, P, Q = counts.vocabulary.index, counts.P, targets.independent(counts.P)
    for (a, b), found in zip(pairs, answer["found"], strict=True):
        assert found == pytest.approx((P[index[a], index[b]], Q[index[a], index[b]]), rel=1e-12)
        assert tuple(found) == table.place((a, b))
    i, j, p, q = np.array(answer["cloud"]).T
    rows = np.array([index[word] for word in table.words])
    i, j = rows[i.astype(int)], rows[j.astype(int)]
    np.testing.assert_allclose(p, P[i, j], rtol=1e-12)
    np.testing.assert_allclose(q, Q[i, j], rtol=1e-12)
    assert [name for name, _, _ in answer["telling"]] == [" ".join(pair) for pair in table.telling]
    assert answer["missing"] is None


def test_the_comparison_notices_a_count_that_is_off(counts, tmp_path):
    widget = association_explorer(counts)
    kind, offset, _ = widget._manifest["counts"]
    assert kind == "uint32"
    broken = bytearray(widget._tables)
    broken[offset + 4] ^= 1  # the count of the first word with the second
    widget._tables = bytes(broken)
    pair = widget.table.words[:2]
    (found,) = ask(widget, PAIRS, [pair], tmp_path)["found"]
    assert found[0] != pytest.approx(widget.table.place(pair)[0], rel=1e-9)


def test_the_cloud_covers_all_frequencies_and_the_silent(book):
    i, j = book.cloud.T
    assert (i < j).all()
    assert len(set(map(tuple, book.cloud.tolist()))) == len(book.cloud)
    p, q = book.counts[i, j], book.sums[i] / book.total * (book.sums[j] / book.total)
    bands = np.unique(np.floor(np.log10(q)), return_counts=True)[1]
    assert len(bands) >= 7
    assert bands.max() == 160
    assert 0.1 < np.mean(p == 0) < 0.6
    assert book.reach[0] <= q.min() <= q.max() <= book.reach[1]


def test_the_books_table_is_gazette_and_small(book):
    whole = gazette(5000, 16)
    for pair in (*book.telling, ("king", "queen"), ("the", "the")):
        i, j = (whole.vocabulary.index[word] for word in pair)
        assert book.place(pair) == pytest.approx((whole.P[i, j], whole.marginal[i] * whole.marginal[j]), rel=1e-12)
    i, j = (whole.vocabulary.index[word] for word in ("prime", "minister"))
    assert book.encounters * book.place(("prime", "minister"))[0] == pytest.approx(2 * whole.counts[i, j] / 17)
    manifest, tables = pack(book)
    assert (manifest, tables) == pack(gazette_table())
    assert len(zlib.compress(tables, 9)) < 120_000


def test_telling_pairs_are_found_where_none_are_given(counts):
    table = association_table(counts)
    P, Q = counts.P, targets.independent(counts.P)
    index = counts.vocabulary.index
    rows = [(index[a], index[b]) for a, b in table.telling]
    assert len(set(rows)) == len(rows) >= 9
    upper = np.triu(np.ones_like(P, dtype=bool), 1)
    assert np.unravel_index(np.where(upper, P, -1).argmax(), P.shape) in rows
    assert np.unravel_index(np.where(upper & (P == 0), Q, -1).argmax(), P.shape) in rows
    often = upper & (P * table.encounters >= 5)
    assert np.unravel_index(np.where(often, P / Q, -1).argmax(), P.shape) == rows[0]


def test_traits_drive_it_and_refuse_nonsense(counts):
    table = association_table(counts)
    widget = association_explorer(counts)
    assert tuple(widget.words) == table.telling[0]
    assert (widget.observed, widget.expected) == table.place(widget.words)
    widget.words = ["word0", "word7"]
    assert (widget.observed, widget.expected) == table.place(["word0", "word7"])
    widget.expected = widget.expected * 2
    assert widget.words == ["", ""]
    widget.observed = 0
    assert (widget.observed, widget.key) == (0, "association")
    free = association_explorer(counts, observed=0.0, expected=1e-5)
    assert (free.observed, free.expected, free.words) == (0, 1e-5, ["", ""])
    for trait, value in (
        ("observed", 1.5), ("observed", -1e-5), ("expected", 0.0), ("expected", np.nan), ("words", ["word0"]),
        ("words", ["word0", "nowhere"]),
    ):  # fmt: skip
        with pytest.raises(TraitError):
            setattr(widget, trait, value)
    with pytest.raises(TraitError, match="nowhere"):
        association_explorer(counts, words=["word0", "nowhere"])


def test_bad_input_is_named(counts):
    with pytest.raises(ValueError, match="'nowhere' is not among the 400 words"):
        association_table(counts, pairs=[("word0", "nowhere")])
    with pytest.raises(ValueError, match="'nowhere' is not among"):
        association_table(counts, extra=["nowhere"])
    two = Cooccurrence(np.array([[0, 3], [3, 0]]), Vocabulary(("a", "b"), np.array([3, 3])), 5)
    with pytest.raises(ValueError, match="mine: fewer than three different words"):
        association_table(two, title="mine")


def test_flat_weights_count_encounters_as_they_are():
    text = [["a", "b", "c", "a", "c", "b", "b"]]
    flat = count(text, Vocabulary.from_documents(text), 3, "flat")
    table = association_table(flat)
    assert table.encounters * table.place(("a", "c"))[0] == pytest.approx(flat.counts[1, 2])


TEXT = "the cat sat on the mat and the dog ate the cake while a bird sang to the moon " * 60


def test_a_kernel_counts_the_readers_own_text(counts, monkeypatch):
    widget = association_explorer(counts)
    sent = []
    monkeypatch.setattr(widget, "send", lambda message, buffers=(): sent.append(message))
    widget._handle_custom_msg({"type": "load", "name": "mine.txt", "text": TEXT}, [])
    *progress, answer = sent
    assert answer == {"type": "done", "task": "load"}
    shares = [part["share"] for part in progress]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    tokens = TEXT.split()
    by_library = count([tokens], Vocabulary.from_documents([tokens]), 16)
    assert set(widget.table.words) == set(tokens)
    i, j = (by_library.vocabulary.index[word] for word in ("dog", "cake"))
    assert widget.table.place(("dog", "cake"))[0] == by_library.P[i, j]
    assert (widget._manifest, widget._tables) == pack(widget.table)
    assert widget._manifest["title"] == "mine.txt"
    assert tuple(widget.words) == widget.table.telling[0]
    assert (widget.observed, widget.expected) == widget.table.place(widget.words)


REFUSED = {
    "mine.txt has 2 words .* takes 500 or more": "Hello there",
    "mine.txt has 1 word of": "Hello",
    "mine.txt has 0 words of the letters a to z": "привет " * 600,
    "only 2 different words": "yes no " * 300,
    "mine.txt has 8.0 million letters; up to 8 million": "a" * 8_000_001,
}


@pytest.mark.parametrize("message", REFUSED)
def test_a_text_that_will_not_do_is_refused_in_words(counts, monkeypatch, message):
    widget = association_explorer(counts)
    before, sent = widget._tables, []
    monkeypatch.setattr(widget, "send", lambda message, buffers=(): sent.append(message))
    widget._handle_custom_msg({"type": "load", "name": "mine.txt", "text": REFUSED[message]}, [])
    assert sent[-1]["type"] == "failed"
    with pytest.raises(ValueError, match=message):
        count_text(REFUSED[message], "mine.txt")
    assert "mine.txt" in sent[-1]["text"]
    assert widget._tables == before
