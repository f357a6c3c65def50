"""The concepts explorer: its JavaScript against the library, its tables, what a kernel answers."""

import zlib
from collections.abc import Mapping

import numpy as np
import pytest
from javascript import ask
from traitlets import TraitError

from wordmodes.book.stored import stored
from wordmodes.evaluation import reading
from wordmodes.explorers import NAMED, concept_table, concepts_explorer, place_words
from wordmodes.explorers.concepts.explorer import pack
from wordmodes.explorers.concepts.table import ConceptTable, gazette_concepts, text_table
from wordmodes.text import cooccurrence, corpus, planted, sources
from wordmodes.theory import dynamics, modes, noise, targets
from wordmodes.training.start import initial_embedding

V, K = 300, 12
ASK = """
const {readConcepts, clock, risen, lengths, place, coordinates, makeup, upward, modeAt, timeScale} = module;
const data = readConcepts(model);
return question.map(({share, sigma, mode, against, row}) => {
  const timing = clock(data, sigma);
  const t = share * timing.tMax;
  const s = lengths(data, t, sigma);
  const l = upward({mode, against}, data.K);
  const x = timeScale(600, timing.tMax);
  return {t, ...timing, s, l, squares: data.eigenvalues.map((_, k) => risen(data, k, t, sigma)),
          placed: place(data, s, mode - 1, l - 1), word: coordinates(data, row, s), makeup: makeup(data, row),
          own: data.own, ends: data.ends[mode - 1], above: data.above,
          marks: timing.halves.map((half) => modeAt(data, timing, sigma, 600, x(half), 235))};
});
"""


@pytest.fixture(scope="module")
def spectrum() -> modes.Modes:
    return modes.all_modes(targets.m_star(sources.gazette(V).P))


@pytest.fixture(scope="module")
def table(spectrum) -> ConceptTable:
    words = sources.gazette(V).words
    return concept_table(spectrum, words, n_modes=K, edge=float(spectrum.eigenvalues[7]), shuffles=3, title="Gazette")


def cases(n: int = 60) -> list[Mapping]:
    """Settings at random, with both ends of σ, of time and of the modes."""
    rng = np.random.default_rng(0)
    sigma, share = 10 ** rng.uniform(-8, -2, n), rng.uniform(0, 1, n)
    mode, against, row = rng.integers(1, K + 1, n), rng.integers(1, K + 1, n), rng.integers(0, V, n)
    sigma[:4], share[:4], mode[:4], against[:4] = (1e-8, 1e-2, 1e-8, 1e-2), (0, 0, 1, 1), (1, K, 5, K), (1, K, 5, 1)
    drawn = zip(*(column.tolist() for column in (sigma, share, mode, against, row)), strict=True)
    return [dict(zip(("sigma", "share", "mode", "against", "row"), each, strict=True)) for each in drawn]


def largest_error(table: ConceptTable, answers: list[dict]) -> float:
    """Of the words' places, as a share of the largest coordinate in that mode."""
    worst = 0.0
    for case, answer in zip(cases(), answers, strict=True):
        axes = [case["mode"] - 1, answer["l"] - 1]
        s = np.sqrt(dynamics.sigmoid(table.eigenvalues, case["sigma"] * table.starts, answer["t"]))
        exact = (table.loadings * s)[:, axes]
        found = np.array(answer["placed"]).reshape(-1, 2)
        worst = max(worst, np.max(np.abs(found - exact).max(axis=0) / np.abs(exact).max(axis=0)))
    return worst


def test_the_page_computes_what_the_library_does(table, spectrum, tmp_path):
    answers = ask(concepts_explorer(table), ASK, cases(), tmp_path)
    lam = spectrum.eigenvalues[:K]
    A0 = spectrum.eigenvectors[:, :K].T @ initial_embedding(V, K, 1.0, 0)
    starts = dynamics.small_init_starts(A0)
    for case, answer in zip(cases(), answers, strict=True):
        halves = dynamics.half_rise_time(lam, case["sigma"] * starts)
        np.testing.assert_allclose(answer["halves"], halves, rtol=1e-9)
        assert answer["tMax"] == pytest.approx(np.max(halves + 4 / lam))
        assert answer["t"] == pytest.approx(case["share"] * answer["tMax"])
        squares = dynamics.sigmoid(lam, case["sigma"] * starts, answer["t"])
        np.testing.assert_allclose(answer["squares"], squares, rtol=1e-9)
        np.testing.assert_allclose(answer["s"], np.sqrt(squares), rtol=1e-9)
        exact = table.loadings[case["row"]] * np.sqrt(lam)
        step = np.abs(table.loadings).max(axis=0) / 4000
        np.testing.assert_allclose(
            answer["word"], table.loadings[case["row"]] * np.sqrt(squares), atol=(step * np.sqrt(squares)).max()
        )
        np.testing.assert_allclose(answer["makeup"], exact**2 / np.sum(exact**2), atol=0.004)
        assert answer["marks"] == list(range(K))
    assert largest_error(table, answers) < 1 / 4000  # 12 bits, and a little for the float32 that they travel as


def test_a_mode_is_never_drawn_against_itself(table, tmp_path):
    for case, answer in zip(cases(), ask(concepts_explorer(table), ASK, cases(), tmp_path), strict=True):
        mode, against = case["mode"], case["against"]
        neighbour = mode + 1 if mode < K else mode - 1
        assert answer["l"] == (neighbour if mode == against else against)


def test_words_at_the_ends_and_words_of_a_mode_are_the_librarys(table, tmp_path):
    answers = ask(concepts_explorer(table), ASK, cases(), tmp_path)
    longest = np.argmax(table.eigenvalues * table.loadings**2, axis=1)
    for case, answer in zip(cases(), answers, strict=True):
        vector = table.loadings[:, case["mode"] - 1]
        for side, rows in zip(("plus", "minus"), reading.ends(vector, 8), strict=True):
            assert [entry["word"] for entry in answer["ends"][side]] == [table.words[row] for row in rows]
            np.testing.assert_allclose([entry["loading"] for entry in answer["ends"][side]], vector[rows], rtol=1e-7)
        assert answer["above"] == [True] * 7 + [False] * (K - 7)
    found = {row: k for k, rows in enumerate(answers[0]["own"]) for row in rows}
    assert sorted(found) == list(range(V))
    assert np.mean([found[row] == longest[row] for row in range(V)]) > 0.99  # near ties may fall either way


def test_the_comparison_notices_a_loading_that_is_off(table, tmp_path):
    widget = concepts_explorer(table)
    kind, offset, size = widget._manifest["loadings"]
    assert kind == "int16"
    loadings = np.frombuffer(widget._tables, "<i2", size, offset).copy()
    loadings[5 * K : 6 * K] += 2
    broken = bytearray(widget._tables)
    broken[offset : offset + 2 * size] = loadings.tobytes()
    widget._tables = bytes(broken)
    assert largest_error(table, ask(widget, ASK, cases(), tmp_path)) > 1 / 4000


def test_gazette_is_read_as_the_chapter_does_and_fits_on_its_page():
    shown = gazette_concepts()
    counts, named = sources.gazette(2000), set(NAMED) & set(sources.gazette(5000).words)
    assert (shown.words[:2000], shown.shuffles, len(shown.eigenvalues)) == (counts.words, 10, 36)
    assert set(shown.words[2000:]) == named - set(counts.words)
    assert len(shown.words) == 2000 + shown.placed
    M, own = targets.m_star(counts.P), shown.loadings[:2000]
    np.testing.assert_allclose(M @ own, own * shown.eigenvalues, atol=1e-5)
    assert shown.edge == np.max(stored("noise")["shuffled"]["eigenvalues"])  # which the explorer's own table is made of
    assert gazette_concepts(1500).edge is None
    assert noise.modes_above(shown.eigenvalues, shown.edge) == 32
    first, again = pack(shown), pack(shown)
    assert first == again
    assert len(zlib.compress(first[1], 9)) < 150_000


def test_a_word_beyond_the_vocabulary_is_placed_where_one_with_its_counts_stands(table):
    counts = sources.gazette(V)
    twin = np.pad(counts.counts, (0, 1))
    twin[V, :V] = twin[:V, V] = counts.counts[7]
    vocabulary = corpus.Vocabulary((*counts.words, "twin"), np.r_[counts.vocabulary.counts, 1])
    placed = place_words(table, cooccurrence.Cooccurrence(twin, vocabulary, counts.window), ["twin", "the", "unheard"])
    assert (placed.words, placed.placed) == ((*table.words, "twin"), 1)
    np.testing.assert_array_equal(placed.loadings[:V], table.loadings)
    np.testing.assert_allclose(placed.loadings[V], table.loadings[7], atol=2e-10)
    np.testing.assert_array_equal(pack(placed)[0]["eigenvalues"], pack(table)[0]["eigenvalues"])
    widget = concepts_explorer(placed, word="twin")
    assert widget.word == "twin"


def test_a_placed_word_ends_no_mode_and_one_that_met_nobody_is_left_out(table):
    counts = sources.gazette(V)
    grown = np.pad(counts.counts, (0, 2))
    first = int(np.argmax(table.loadings[:, 0]))
    grown[V, first] = grown[first, V] = 9  # its company is the outermost word alone
    vocabulary = corpus.Vocabulary((*counts.words, "extreme", "hermit"), np.r_[counts.vocabulary.counts, 1, 1])
    larger = cooccurrence.Cooccurrence(grown, vocabulary, counts.window)
    placed = place_words(table, larger, ["extreme", "hermit"])
    assert placed.words[V:] == ("extreme",)
    tables = [(manifest, np.frombuffer(data, "<u2", manifest["ends"][2], manifest["ends"][1]))
              for manifest, data in map(pack, (table, placed))]  # fmt: skip
    np.testing.assert_array_equal(tables[0][1], tables[1][1])
    with pytest.raises(ValueError, match=f"lack {table.words[3]!r}"):
        place_words(table, larger.corner(3))


def test_rounding_takes_what_machines_disagree_on(spectrum):
    words = sources.gazette(V).words

    def made(by: float) -> tuple:
        shaken = modes.Modes(spectrum.eigenvalues * (1 + by), spectrum.eigenvectors * (1 + by), 0.0)
        return pack(concept_table(shaken, words, n_modes=K, edge=spectrum.eigenvalues[7] * (1 + by)))

    assert made(1e-14) == made(0)
    assert made(1e-9) != made(0)


def test_traits_drive_it_and_refuse_nonsense(table):
    widget = concepts_explorer(table, mode=5, against=2, time=0.25, word=table.words[9], sigma=1e-3)
    assert (widget.mode, widget.against, widget.time, widget.sigma) == (5, 2, 0.25, 1e-3)
    assert (widget.key, widget.table) == ("concepts", table)
    nonsense = {"mode": (0, K + 1), "against": (-1, 99), "time": (1.5, -0.1), "word": ("nowhere",), "sigma": (0.1, 0.0)}
    for trait, values in nonsense.items():
        for value in values:
            with pytest.raises(TraitError):
                setattr(widget, trait, value)
    widget.word = ""


BAD = {
    "300 words, 1 of them different": {"words": ["a"] * V},
    "each of the 300 rows of modes, 16 or more; got 2": {"words": ["a", "b"]},
    "n_modes must lie between 2": {"n_modes": 1},
    "modes with λ > 0": {"n_modes": 299},
}


@pytest.mark.parametrize("message", BAD)
def test_bad_input_is_named(message, spectrum):
    arguments = {"words": [f"w{i}" for i in range(V)], "n_modes": 4} | BAD[message]
    with pytest.raises(ValueError, match=message):
        concept_table(spectrum, arguments.pop("words"), **arguments)


def test_a_mode_too_weak_to_be_learned_is_refused():
    faint = modes.all_modes(np.diag([*np.linspace(9, 1, 19), 1e-7]))
    with pytest.raises(ValueError, match=r"mode 3 has eigenvalue 1e-07, too small .* 2 modes at most"):
        concept_table(
            modes.Modes(faint.eigenvalues[[0, 1, 19]], faint.eigenvectors[:, [0, 1, 19]], 0.0),
            tuple("abcdefghijklmnopqrst"),
            n_modes=3,
        )


@pytest.fixture(scope="module")
def text() -> str:
    language = planted.planted_language(n_topics=6)
    return " ".join(word for document in language.sample(40_000, 0) for word in document)


def test_a_text_is_read_by_the_librarys_own_functions(text):
    shares = []
    read = text_table(text, title="mine.txt", report=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1
    tokens = corpus.tokenize(text)
    vocabulary = corpus.Vocabulary.from_documents([tokens], min_count=5)
    assert read.words == vocabulary.words
    M = targets.m_star(cooccurrence.count([tokens], vocabulary, 16).P)
    n = len(read.eigenvalues)
    np.testing.assert_allclose(read.eigenvalues, modes.leading_modes(M, n).eigenvalues)
    null = noise.shuffled_spectra([tokens], vocabulary, 16, d=1, n_shuffles=1)
    assert (read.edge, read.shuffles, read.title) == (pytest.approx(null.max()), 1, "mine.txt")
    assert noise.modes_above(read.eigenvalues, read.edge) >= 3  # its attributes


def test_a_kernel_reads_a_text_and_shows_it(table, text, monkeypatch):
    widget = concepts_explorer(table, mode=K, word=table.words[3])
    sent = []
    monkeypatch.setattr(widget, "send", lambda message, buffers=(): sent.append((message, buffers)))
    before = widget._tables
    widget._handle_custom_msg({"type": "load", "name": "mine.txt", "text": text}, [])
    *progress, (answer, _) = sent
    assert {part["type"] for part, _ in progress} == {"progress"}
    assert (answer["type"], answer["name"]) == ("done", "mine.txt")
    assert widget._tables != before
    assert widget._manifest["words"] == list(widget.table.words)
    assert (widget.mode, widget.word) == (min(K, len(widget.table.eigenvalues)), "")
    shown = widget._tables
    for bad, message in (
        ("too short a text", "mine.txt is too short: 100 different words"),
        ("", "longer text. It has 0 words"),
        ("Это другой алфавит. " * 5000, "letters a to z"),
        ("word " * 3_000_001, "3,000,001 words, and 3,000,000 are the most"),
    ):
        widget._handle_custom_msg({"type": "load", "name": "mine.txt", "text": bad}, [])
        failed = sent[-1][0]
        assert failed["type"] == "failed"
        assert message in failed["text"]
        assert widget._tables == shown
