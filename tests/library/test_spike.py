"""The spike explorer: its JavaScript against the library, its tables, what a kernel answers."""

import zlib

import numpy as np
import pytest
from javascript import ask
from traitlets import TraitError

from wordmodes.evaluation import families
from wordmodes.explorers.spike.explorer import pack, spike_explorer, spike_table

WORDS = [f"word{i}" for i in range(400)]
ASK = """
const {readFamilies, spectrum, noiseEdge} = module;
const data = readFamilies(model);
return question.map(([name, partners, d]) => {
  const family = data.families.find((entry) => entry.name === name);
  return {...spectrum(data, family.pairs[partners], d), edge: noiseEdge(family.n, d), band: family.band,
          pairs: family.pairs[partners].map((row) => data.words[row])};
});
"""


def example(columns: int = 40, **traits):
    """Two families in a random embedding whose columns shrink: one shares a direction, one has nothing in common."""
    rng = np.random.default_rng(0)
    W = rng.standard_normal((400, columns)) / np.sqrt(1 + np.arange(columns))
    rows = rng.permutation(400)[:60].reshape(-1, 2)
    alike, random = rows[:20], rows[20:]
    W[alike[:, 1]] = 0.6 * W[alike[:, 0]] + W[0]
    pairs = {"alike": alike, "random": random}
    return spike_table(W, WORDS, pairs), spike_explorer(W, WORDS, pairs, **traits)


def expected(table, pairs, d):
    W = table.W[:, :d]
    D = families.differences(W, pairs)
    along = D @ np.linalg.svd(D, full_matrices=False)[2][0]
    return families.leading_shares(D, len(D)), along * np.sign(along.sum())


def rounded(table):
    """The table's vectors as the page has them: 16 bits a column, scaled by the largest among the families' words."""
    used = np.unique(np.concatenate([pairs.ravel() for pairs in table.families.values()]))
    W = table.W.copy()
    scale = np.abs(W[used]).max(axis=0) / 32767
    W[used] = np.rint(W[used] / scale) * scale
    return table._replace(W=W)


def test_the_page_computes_what_the_library_does(tmp_path):
    table, widget = example()
    cases = [(name, partners, d) for name in table.families for partners in ("true", "exchanged") for d in table.grid]
    for (name, partners, d), answer in zip(cases, ask(widget, ASK, cases, tmp_path), strict=True):
        pairs = table.families[name]
        if partners == "exchanged":
            pairs = families.mispaired(pairs, 1)[0]
        assert answer["pairs"] == [WORDS[row] for row in pairs.ravel()]
        shares, along = expected(rounded(table), pairs, d)
        np.testing.assert_allclose(answer["shares"], shares, atol=1e-12)
        np.testing.assert_allclose(answer["along"], along, atol=1e-9)
        exact, _ = expected(table, pairs, d)
        np.testing.assert_allclose(answer["shares"], exact, atol=2e-4)  # what 16 bits cost
        assert answer["edge"] == pytest.approx(families.marchenko_pastur_edge(len(pairs), d))
        np.testing.assert_allclose(answer["band"], table.bands[name].ravel(), atol=1e-5)


def test_the_comparison_notices_a_vector_that_is_off(tmp_path):
    table, widget = example()
    kind, offset, _ = widget._manifest["vectors"]
    assert kind == "int16"
    broken = bytearray(widget._tables)
    broken[offset + 1] ^= 1  # the second byte of the first number
    widget._tables = bytes(broken)
    worst = 0.0
    cases = [(name, "true", 40) for name in table.families]
    for (name, _, d), answer in zip(cases, ask(widget, ASK, cases, tmp_path), strict=True):
        shares, _ = expected(rounded(table), table.families[name], d)
        worst = max(worst, np.abs(np.array(answer["shares"]) - shares).max())
    assert worst > 1e-9


def test_random_families_are_the_librarys_stand_ins():
    table, _ = example()
    for name, pairs in table.families.items():
        many = families.stand_ins(pairs, 400, 400, 0)
        for d, band in zip(table.grid, table.bands[name], strict=True):
            shares = families.leading_shares(families.differences(table.W[:, :d], many), len(pairs))
            np.testing.assert_allclose(band, np.quantile(shares, (0.05, 0.95), axis=0), atol=1e-12)
    spike = [families.leading_shares(families.differences(table.W, pairs))[0] for pairs in table.families.values()]
    edges = [band[-1, 1, 0] for band in table.bands.values()]
    assert spike[0] > 1.5 * edges[0]
    assert spike[1] < 1.1 * edges[1]


def test_tables_are_small_and_the_same_on_every_run():
    first, again = (pack(example()[0]) for _ in range(2))
    assert first == again
    assert len(zlib.compress(first[1], 9)) < 20_000


def test_words_may_be_given_by_name_and_traits_drive_it():
    table, _ = example()
    named = {"alike": [(WORDS[a], WORDS[b]) for a, b in table.families["alike"]]}
    widget = spike_explorer(table.W, WORDS, named, d=8, partners="exchanged")
    assert (widget.family, widget.d, widget.partners, widget.key) == ("alike", 8, "exchanged", "spike")
    np.testing.assert_array_equal(widget._table.families["alike"], table.families["alike"])
    for trait, value in (("family", "nowhere"), ("d", 1), ("d", 41), ("partners", "false")):
        with pytest.raises(TraitError):
            setattr(widget, trait, value)
    assert spike_explorer(table.W[:, :9], WORDS, named).d == 8


def test_a_word_and_its_family_keep_together():
    table, widget = example()
    (alike, random) = ([WORDS[row] for row in pairs[0]] for pairs in table.families.values())
    widget.word = random[0]
    assert (widget.family, widget.word) == ("random", random[0])
    widget.family = "alike"
    assert (widget.family, widget.word) == ("alike", "")
    widget.word = alike[1]
    assert widget.family == "alike"
    other = next(word for word in WORDS if not widget._families_with(word))
    with pytest.raises(TraitError, match=f"one of the families' words, got '{other}'"):
        widget.word = other


BAD = {
    "each of the 400 rows of W, 1 or more; got 399": {"words": WORDS[1:]},
    "no family to show": {"families": {}},
    "three pairs or more": {"families": {"few": [(0, 1), (2, 3)]}},
    r"'flat'\] must have shape \(n, 2\)": {"families": {"flat": [1, 2, 3, 4]}},
    "holds a pair twice": {"families": {"twice": [(0, 1), (2, 3), (0, 1)]}},
    "not among the words: 'nowhere'": {"families": {"odd": [("word1", "word2"), ("word3", "nowhere")] * 2}},
}


@pytest.mark.parametrize("message", BAD)
def test_bad_input_is_named(message):
    arguments = {"W": np.ones((400, 5)), "words": WORDS, "families": {"some": [(0, 1), (2, 3), (4, 5)]}} | BAD[message]
    with pytest.raises(ValueError, match=message):
        spike_table(**arguments)


def test_a_kernel_draws_random_families_anew(monkeypatch):
    table, widget = example()
    sent = []
    monkeypatch.setattr(widget, "send", lambda message, buffers=(): sent.append((message, buffers)))
    widget._handle_custom_msg({"type": "draw", "family": "random", "seed": 7}, [])
    *progress, (answer, (band,)) = sent
    assert [part["share"] for part, _ in progress][-1] == 1
    assert answer == {"type": "done", "task": "draw", "family": "random", "n": 1000}
    band = np.frombuffer(band, "<f4").reshape(table.bands["random"].shape)
    many = families.stand_ins(table.families["random"], 400, 1000, 7)
    shares = families.leading_shares(families.differences(table.W, many), 10)
    np.testing.assert_allclose(band[-1], np.quantile(shares, (0.05, 0.95), axis=0), rtol=1e-6)
    assert not np.allclose(band, table.bands["random"], atol=1e-4)
