"""The own-text explorer: what the page computes of a text is what the library computes, digit for digit."""

import numpy as np
import pytest
from javascript import ask
from own_texts import english, german, invented, russian
from traitlets import TraitError

from wordmodes.explorers import own_text_explorer
from wordmodes.explorers.own_text import samples
from wordmodes.text import cooccurrence, corpus, number, sources
from wordmodes.text.cooccurrence import Cooccurrence
from wordmodes.text.corpus import Vocabulary
from wordmodes.text.planted import planted_language
from wordmodes.theory import dynamics, modes, noise, targets
from wordmodes.training.descent import gradient_descent

WINDOW, K, D = 16, 20, 8
# what the page may read, and what its words are made of
TEXTS = {"english": (english, "az"), "german": (german, "az"), "german, all letters": (german, "any"),
         "russian": (russian, "any"), "invented": (invented, "az")}  # fmt: skip

ANALYSE = """
const {documents, letters} = question;
const made = module.atOnceDone('analyse', {documents, letters, window: 16});
const {edges} = module.atOnceDone('chance', {documents, letters, window: 16});
const {words, tallies, counts, sums, total, nTokens, nTypes, often, eigenvalues, vectors, lowest, spread} = made;
return {words, tallies, counts, sums, total, nTokens, nTypes, often, eigenvalues, vectors, edges, lowest, spread};
"""


class Counted:
    """A text read by the library, and by the page."""

    def __init__(self, name, folder):
        make, letters = TEXTS[name]
        self.documents = make()
        self.tokenizer = corpus.tokenize if letters == "az" else corpus.tokenize_any_script
        self.page = ask(own_text_explorer(SMALL), ANALYSE, {"documents": self.documents, "letters": letters}, folder)
        text = number(self.documents, self.tokenizer)
        vocabulary = text.vocabulary(min_count=self.page["often"])
        self.text, self.vocabulary = text, vocabulary.top(min(1500, len(vocabulary)))
        self.counts = cooccurrence.count(text, self.vocabulary, WINDOW)
        self.M = noise.target_with_absent(self.counts)
        self.modes = modes.all_modes(self.M)

    @property
    def V(self):
        return len(self.vocabulary)


def small_counts(V=18):
    rng = np.random.default_rng(0)
    words = [f"w{i}" for i in range(V)]
    documents = [[words[i] for i in rng.integers(0, V, 60)] for _ in range(6)]
    return cooccurrence.count(documents, Vocabulary.from_documents(documents), 5)


SMALL = {"small": small_counts()}


@pytest.fixture(scope="module", params=TEXTS)
def counted(request, tmp_path_factory):
    return Counted(request.param, tmp_path_factory.mktemp("own"))


def test_words_and_counts_are_the_librarys(counted):
    page = counted.page
    assert tuple(page["words"]) == counted.vocabulary.words
    assert page["tallies"] == counted.vocabulary.counts.tolist()
    assert (page["nTokens"], page["nTypes"]) == (counted.text.n_tokens, counted.text.n_types)
    assert page["often"] in (5, 3, 2)
    low, high = np.tril_indices(counted.V)
    halved = np.where(low == high, counted.counts.counts[low, high] // 2, counted.counts.counts[low, high])
    assert page["counts"] == halved.tolist()
    assert page["total"] == counted.counts.total


def test_modes_are_the_librarys_to_nine_digits(counted):
    page, found = counted.page, counted.modes
    n = len(page["eigenvalues"])
    assert n == min(K, counted.V // 4)
    np.testing.assert_allclose(page["eigenvalues"], found.eigenvalues[:n], rtol=1e-9)
    vectors = np.reshape(page["vectors"], (n, -1)).T
    np.testing.assert_allclose(vectors, found.eigenvectors[:, :n], rtol=0, atol=1e-9)


TARGETS = """
const {counts, V} = question;
const table = {counts, ...module.sumsOf(counts, V)};
const rows = Array.from({length: V}, (_, a) => [...module.ppmiOf(table, V, a)]);
return {M: module.mStarOf(table, V), ppmi: rows, squares: module.squaresOf(module.mStarOf(table, V))};
"""


@pytest.mark.parametrize("name", ["english", "russian"])
def test_m_star_and_positive_pmi_are_the_librarys(name, tmp_path):
    counted = Counted(name, tmp_path)
    made = ask(own_text_explorer(SMALL), TARGETS, {"counts": counted.page["counts"], "V": counted.V}, tmp_path)
    np.testing.assert_allclose(np.reshape(made["M"], counted.M.shape), counted.M, rtol=0, atol=1e-13)
    np.testing.assert_allclose(made["ppmi"], targets.ppmi(counted.counts.P), rtol=0, atol=1e-12)
    assert made["squares"] == pytest.approx(np.vdot(counted.M, counted.M), rel=1e-12)


def test_a_word_without_company_has_a_row_of_zeros(tmp_path):
    counts = Cooccurrence(np.array([[2, 3, 0], [3, 0, 0], [0, 0, 0]]), Vocabulary(("a", "b", "c"), [3, 2, 1]), 5)
    made = ask(own_text_explorer(SMALL), TARGETS, {"counts": [1, 3, 0, 0, 0, 0], "V": 3}, tmp_path)
    np.testing.assert_allclose(np.reshape(made["M"], (3, 3)), noise.target_with_absent(counts), atol=1e-15)


# ---- what is shuffled
SHUFFLE = """
const {documents, letters, seed, n} = question;
const run = (work) => { for (;;) { const {value, done} = work.next(); if (done) return value; } };
const read = run(module.tokenise(documents, letters));
const order = Int32Array.from({length: n}, (_, i) => i);
run(module.shuffle(order, seed));
return {order, ids: run(module.shuffledIds(read.ids, seed)), types: read.types};
"""


def test_a_shuffle_deals_out_the_words_and_its_noise_is_the_librarys(counted, tmp_path):
    n = counted.text.n_tokens
    tokens = [counted.tokenizer(document) for document in counted.documents]
    flat = [token for document in tokens for token in document]
    letters = "az" if counted.tokenizer is corpus.tokenize else "any"
    for s, edge in enumerate(counted.page["edges"], start=1):
        question = {"documents": counted.documents, "letters": letters, "seed": s, "n": n}
        page = ask(own_text_explorer(SMALL), SHUFFLE, question, tmp_path)
        assert sorted(page["order"]) == list(range(n))
        assert np.corrcoef(page["order"], range(n))[0, 1] < 0.1  # it is no small step
        dealt = iter(flat[i] for i in page["order"])
        documents = [[next(dealt) for _ in document] for document in tokens]
        assert [page["types"][i] if i >= 0 else None for i in page["ids"]] == [
            token for document in documents for token in [*document, None]
        ]
        counts = cooccurrence.count(documents, counted.vocabulary, WINDOW)
        top = modes.all_modes(noise.target_with_absent(counts)).eigenvalues[0]
        assert edge == pytest.approx(top, rel=1e-9)


# ---- the flow and the training
FLOW = """
const {documents, letters, cases} = question;
const made = module.atOnceDone('analyse', {documents, letters, window: 16});
const flow = new module.Flow(made.flow);
const M = module.mStarOf(made, made.V);
const runs = cases.map(({sigma, times}) => times.map((t) => {
  const squares = new Float64Array(made.d);
  return {loss: flow.solve(t, sigma, squares), squares};
}));
const placed = new Float32Array(2 * flow.nWords);
flow.solve(3 * flow.horizon(1e-6), 1e-6, new Float64Array(made.d));
flow.place(1, 0, placed);
flow.solve(9 / made.eigenvalues[0], 1e-3, new Float64Array(made.d));
const halfway = Array.from({length: made.d}, (_, k) => {
  const both = new Float32Array(2 * flow.nWords);
  flow.place(k, (k + 1) % made.d, both);
  return both.filter((_, i) => i % 2 === 0);
});
const descents = cases.map(({sigma, steps}) => {
  const step = module.stepOf(made, sigma);
  const {V, d} = made;
  const {normSquared} = flow;
  const given = {M, V, d, start: module.startOf(V, d), sigma, step, horizon: steps * step, normSquared};
  const records = [...module.descend(given)].filter(({record}) => record).map(({record}) => record);
  return {step, records};
});
const start = module.startOf(made.V, made.d);
return {start, runs, descents, starts: flow.starts, shown: made.shown, placed, halfway, rates: flow.rates, d: made.d};
"""
CASES = [{"sigma": sigma, "steps": 120} for sigma in (1e-12, 1e-6, 1e-2, 0.5)]


@pytest.fixture(scope="module", params=["english", "invented"])
def trained(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("flow")
    counted = Counted(request.param, folder)
    lead = counted.modes.eigenvalues[0]
    cases = [case | {"times": (np.array([0.0, 0.5, 3, 10, 40, 160]) / lead).tolist()} for case in CASES]
    question = {"documents": counted.documents, "letters": TEXTS[request.param][1], "cases": cases}
    page = ask(own_text_explorer(SMALL), FLOW, question, folder)
    return counted, page, cases


def test_the_flow_is_the_exact_one_from_that_start(trained):
    counted, page, cases = trained
    start = np.reshape(page["start"], (counted.V, D))
    np.testing.assert_allclose(np.linalg.norm(start, axis=1).mean(), 1, atol=0.1)
    lam, E = counted.modes.eigenvalues, counted.modes.eigenvectors
    for case, run in zip(cases, page["runs"], strict=True):
        A, times = E.T @ start * case["sigma"], case["times"]
        squares = dynamics.exact_singular_values(lam, A, times) ** 2
        np.testing.assert_allclose([record["squares"] for record in run], squares, rtol=1e-7, atol=1e-9 * lam[0])
        loss = dynamics.exact_loss(lam, A, times)
        np.testing.assert_allclose([record["loss"] for record in run], loss, rtol=1e-9)
    starts = dynamics.small_init_starts(E[:, :D].T @ start)
    np.testing.assert_allclose(page["starts"], starts, rtol=1e-9)


def test_words_end_where_the_modes_have_them(trained):
    counted, page, _ = trained
    lam, E = counted.modes.eigenvalues, counted.modes.eigenvectors
    places = np.reshape(page["placed"], (-1, 2))
    np.testing.assert_allclose(places, (E * np.sqrt(np.maximum(lam, 0)))[np.ix_(page["shown"], [1, 0])], atol=1e-5)


def test_words_are_on_their_way_where_the_exact_flow_has_them(trained):
    counted, page, _ = trained
    lam, E = counted.modes.eigenvalues, counted.modes.eigenvectors
    t, A = 9 / lam[0], 1e-3 * E.T @ np.reshape(page["start"], (counted.V, D))
    grown = np.exp(lam * t)[:, None] * A
    rows = E[page["shown"]] @ grown
    held = np.eye(D) + A.T @ ((np.expm1(2 * lam * t) / lam)[:, None] * A)  # W Wᵀ = e^{Mt} W₀ held⁻¹ W₀ᵀ e^{Mt}
    ways = np.array(page["halfway"])  # W turned, which leaves W Wᵀ as it is
    np.testing.assert_allclose(ways.T @ ways, rows @ np.linalg.solve(held, rows.T), atol=1e-5)
    sizes = np.linalg.norm(ways, axis=1)
    assert sizes.min() < 0.1 < 1 < sizes.max()  # some have risen, some not


def test_a_few_rates_stand_for_all_that_do_not_enter_one_by_one(trained):
    counted, page, _ = trained
    assert counted.V >= 80
    assert len(page["rates"]) <= 40
    assert np.all(np.diff(page["rates"]) < 0)


def test_the_training_is_plain_gradient_descent(trained):
    counted, page, cases = trained
    start = np.reshape(page["start"], (counted.V, D))
    for case, run in zip(cases, page["descents"], strict=True):
        every = round(max(60, case["steps"]) / 60)
        library = gradient_descent(counted.M, start * case["sigma"], run["step"] / 4, 60 * every, every)
        np.testing.assert_allclose([record["time"] for record in run["records"]], library.times, rtol=1e-12)
        squares = [record["squares"] for record in run["records"]]
        np.testing.assert_allclose(squares, library.squared_singular_values, rtol=1e-8, atol=1e-14)
        np.testing.assert_allclose([record["loss"] for record in run["records"]], library.loss, rtol=1e-9)


# ---- words, as Python has them
TOKENS = """
return question.map(([text, letters]) => {
  const work = module.tokenise([text], letters);
  for (;;) {
    const {value, done} = work.next();
    if (done) return Array.from(value.ids, (id) => (id < 0 ? null : value.types[id]));
  }
});
"""
STRANGE = [
    "Don't panic, it's 42. Zigzag QUIZ az", "", "İstanbul KELVIN 300 K, ſharp ß, ﬁne", "a\u0301bc é e\u0301 naïve",
    "ΣΊΣΥΦΟΣ σίσυφος καλ\u1f71 καλά", "I ❤\ufe0f you 1\ufe0f\u20e3", "gro\u0308ße größe, \u0301a",
    "👩‍🚀 space 𝒜lgebra 𐐀𐐨", "日本語のテキスト", "हिन्दी में लिखा", "line\r\nline\u2028line",
    "x" * 200_000 + " y", "Ⅷ ½ ² words",
]  # fmt: skip


def test_words_are_what_python_makes_of_a_text(tmp_path):
    asked = [(text, letters) for text in STRANGE for letters in ("az", "any")]
    for (text, letters), words in zip(asked, ask(own_text_explorer(SMALL), TOKENS, asked, tmp_path), strict=True):
        expected = corpus.tokenize(text) if letters == "az" else corpus.tokenize_any_script(text)
        assert words == [*expected, None], (text[:30], letters)


def test_words_stand_in_pythons_order(tmp_path):
    words = ["b", "a", "é", "z", "\uffee", "\U00010400", "aa", "\ud7ff", "\ue000", "A", "a\U00010400", "a\uffee"]
    made = ask(own_text_explorer(SMALL), "return question.sort(module.byCodePoint);", words, tmp_path)
    assert made == sorted(words)


# ---- what comes along
def test_the_page_has_the_counts_that_the_library_gives_it(tmp_path):
    counts = {name: samples.sample_counts(name) for name in samples.SIZES}
    widget = own_text_explorer()
    asked = """
    const [view, manifest] = [model.get('_tables'), model.get('_manifest')];
    return question.map((i) => [...module.countsOf(view, manifest[i].tables)]);
    """
    for known, page in zip(counts.values(), ask(widget, asked, [0, 1], tmp_path), strict=True):
        V = len(known.vocabulary)
        made = np.zeros((V, V), dtype=np.int64)
        made[np.tril_indices(V)] = page
        assert np.array_equal(made + made.T, known.counts)
    exact = sources.wikipedia(1000, 16)
    off = np.abs(counts["wikipedia"].counts / np.maximum(exact.counts, 1) - 1)[exact.counts > 0]
    assert off.max() <= 1 / 8
    # which changes what the modes say by little
    lam = modes.all_modes(targets.m_star(exact.P)).eigenvalues[:K]
    np.testing.assert_allclose(modes.all_modes(targets.m_star(counts["wikipedia"].P)).eigenvalues[:K], lam, rtol=5e-3)


def test_codes_keep_three_binary_digits():
    numbers = np.array([0, 1, 7, 8, 9, 10, 11, 15, 16, 17, 31, 63, 64, 100, 1023, 10**6, 2**31 - 1])
    kept = samples.decoded(samples.coded(numbers))
    assert kept[:4].tolist() == [0, 1, 7, 8]
    assert (np.abs(kept - numbers) <= numbers / 8).all()
    assert np.array_equal(samples.decoded(samples.coded(kept)), kept)
    assert (np.diff(samples.coded(np.arange(1000))) >= 0).all()


def test_a_text_of_the_planted_language_has_its_laws(tmp_path):
    asked = "return module.shelfOf(model).get('planted').given('auto', 16).documents;"
    documents = [corpus.tokenize(text) for text in ask(own_text_explorer(SMALL), asked, None, tmp_path)]
    assert sum(map(len, documents)) == 60_000
    assert {len(document) for document in documents} == {200}
    language = planted_language()
    counts = np.zeros(language.V)
    for document in documents:
        for word in document:
            counts[language.index[word]] += 1
    expected = language.P.sum(axis=1) * 60_000
    assert np.corrcoef(counts, expected)[0, 1] > 0.94  # topics and states differ from document to document
    for k, strength in enumerate(language.strengths):
        signs = language.attributes[:, k]
        means = [np.mean([signs[language.index[word]] for word in document]) for document in documents]
        assert np.mean(np.abs(means)) == pytest.approx(strength, abs=0.03)


def test_numbers_are_written_as_python_writes_them(tmp_path):
    numbers = [
        0.0,
        1.0,
        -1.5,
        0.1,
        1e-5,
        1.23456789e-7,
        123456.789,
        9.99999999e8,
        1e9,
        3.14159265e20,
        0.00012345,
        -2e-38,
    ]
    made = ask(own_text_explorer(SMALL), "return question.map(module.nine);", numbers, tmp_path)
    assert made == [f"{float(np.float32(x)):.9g}" for x in numbers]


def test_traits_refuse_nonsense_and_samples_too():
    widget = own_text_explorer(SMALL, text="own3", beside="planted", window=5)
    assert (widget.text, widget.key) == ("own3", "own")
    for trait, values in {
        "text": ("nowhere",),
        "window": (4,),
        "mode": (0, 21),
        "sigma": (0.0, 4.0),
        "letters": ("b",),
    }.items():
        for value in values:
            with pytest.raises(TraitError):
                setattr(widget, trait, value)
    alone = Vocabulary(tuple(f"w{i}" for i in range(20)), [1] * 20)
    for counts in (np.zeros((20, 20), dtype=int), np.full((20, 20), 2**31)):
        with pytest.raises(ValueError, match="every word must stand near another"):
            own_text_explorer({"t": Cooccurrence(counts, alone, 5)})
    with pytest.raises(ValueError, match="16 to 1500 words, got 2"):
        own_text_explorer({"t": Cooccurrence([[0, 3], [3, 0]], Vocabulary(("a", "b"), [3, 3]), 5)})
    with pytest.raises(ValueError, match="name"):
        samples.sample_counts("the moon")
