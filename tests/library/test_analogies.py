"""The analogies explorer: its JavaScript against the library, its table, its kernel."""

import zlib

import numpy as np
import pytest
from javascript import ask
from traitlets import TraitError

from wordmodes import evaluation
from wordmodes.evaluation import families
from wordmodes.evaluation.scores import AnalogyQuestions
from wordmodes.explorers.analogies.explorer import AnalogyTable, analogies_explorer, analogy_table, pack
from wordmodes.text.sources import gazette
from wordmodes.theory import dynamics
from wordmodes.theory.modes import Modes, embed, leading_modes
from wordmodes.theory.targets import m_star

V, WIDE, D = 300, 24, 16
WORDS = [f"word{i}" for i in range(V - 2)] + ["Word7", "WORD9"]  # two differ from others in case only
PAIRS = {"made up": np.array([[3, 4], [5, 6], [7, 8], [9, 10]])}
EXAMPLES = (("word3", "word4", "word5"), ("word20", "word21", "word22"))

ASK = """
const {readVectors, weights, cosines, best, barred, place, scanModes, scanTimes, timeGrid, expected, risen} = module;
const data = readVectors(model);
return question.map(([axis, at, abc, exclude, word]) => {
  const g = weights(data, axis, at);
  const bar = barred(data, abc, exclude);
  const scores = cosines(data, g, abc);
  const rows = axis === 'modes' ? scanModes(data, abc).slice(1) : scanTimes(data, abc);
  return {g, risen: risen(g), cosines: scores, best: best(data, scores, bar, 8), place: place(data, scores, bar, word),
          places: rows.map((row) => place(data, row, bar, word)), times: timeGrid(data),
          expected: expected(data, abc)?.word ?? null};
});
"""


def example_modes() -> Modes:
    rng = np.random.default_rng(0)
    vectors, _ = np.linalg.qr(rng.standard_normal((V, WIDE)))
    return Modes(np.geomspace(60, 9, WIDE), vectors, 0.0)


def example(**traits):
    modes = example_modes()
    arguments = {"families": PAIRS, "size": V, "n_modes": D, "examples": EXAMPLES}
    return analogy_table(modes, WORDS, **arguments), analogies_explorer(modes, WORDS, **arguments, **traits)


def rounded(table: AnalogyTable) -> np.ndarray:
    """The table's vectors as the page has them."""
    W = embed(table.modes.top(table.d))[table.rows]
    step = np.where(np.arange(table.d) < 12, 2.0**-12, 2.0**-10)
    return np.rint(W / np.linalg.norm(W, axis=1, keepdims=True) / step) * step


def shares(table: AnalogyTable, axis: str, at: float) -> np.ndarray:
    """s(t)/√λ of each mode, or 1 for those kept."""
    if axis == "modes":
        return (np.arange(table.d) < at).astype(float)
    lam = table.modes.eigenvalues[: table.d]
    return np.sqrt(dynamics.sigmoid(lam, table.starts(), at / lam[0]) / lam)


def ask_library(table: AnalogyTable, W: np.ndarray, question: list[int], exclude: bool) -> tuple[int, np.ndarray]:
    """Return the top answer by evaluation.analogies, and all cosines by the definition."""
    asked = AnalogyQuestions(table.shown, ("one",), np.array([0]), np.array([[*question, 0]]))
    top = evaluation.analogies(W, asked.words, exclude=exclude, questions=asked).predicted[0]
    length = np.linalg.norm(W, axis=1, keepdims=True)
    unit = np.divide(W, length, out=np.zeros_like(W), where=length > 0)
    a, b, c = unit[question]
    return top, unit @ (b - a + c) / np.linalg.norm(b - a + c)


def rank(cosines: np.ndarray, question: list[int], exclude: bool, word: int, words: list[str]) -> int:
    upper = [entry.upper() for entry in words]
    barred = {upper[i] for i in question} if exclude else set()
    if upper[word] in barred:
        return 0
    allowed = np.array([entry not in barred for entry in upper])
    return int(np.sum(cosines[allowed] > cosines[word])) + 1


def random_cases(table: AnalogyTable, n: int = 60) -> list:
    rng = np.random.default_rng(1)
    first, last = table.times()
    ends = [("modes", 2), ("modes", table.d), ("time", first), ("time", last)]
    cases = []
    for i in range(n):
        axis, at = ends[i] if i < len(ends) else (("modes", "time")[i % 2], None)
        if at is None:
            at = int(rng.integers(2, table.d + 1)) if axis == "modes" else float(rng.uniform(first, last))
        *question, word = (int(row) for row in rng.choice(table.size - 2, 4, replace=False))
        cases.append((axis, at, question, bool(i % 3), word))
    return cases


def test_the_page_answers_as_the_library_does(tmp_path):
    table, widget = example()
    W, cases = rounded(table), random_cases(table)
    cases.append(("modes", 9, [7, 9, 20], True, V - 2))  # Word7 is barred with word7
    for (axis, at, question, exclude, word), answer in zip(cases, ask(widget, ASK, cases, tmp_path), strict=True):
        g = shares(table, axis, at)
        np.testing.assert_allclose(answer["g"], g, rtol=1e-6)  # starts and eigenvalues have nine digits
        assert answer["risen"] == np.sum(g**2 > 0.5)
        top, cosines = ask_library(table, W * g, question, exclude)
        assert answer["best"][0] == top
        np.testing.assert_allclose(answer["cosines"], cosines, atol=1e-9 if axis == "modes" else 1e-7)
        upper = [entry.upper() for entry in WORDS]
        order = [i for i in np.argsort(-cosines) if not exclude or upper[i] not in {upper[j] for j in question}]
        assert answer["best"] == order[:8]
        assert answer["place"] == rank(cosines, question, exclude, word, WORDS)


def test_rarer_words_can_be_had_beside_the_frequent_ones(tmp_path):
    modes, extra = example_modes(), ["word250", "nowhere", "word120", "word3"]
    arguments = {"families": {"far": [[3, 4], [120, 250], [5, 200]]}, "size": 100, "n_modes": D, "extra": extra}
    table = analogy_table(modes, WORDS, examples=EXAMPLES, **arguments)
    assert table.shown == (*WORDS[:100], "word120", "word250")
    widget = analogies_explorer(modes, WORDS, examples=EXAMPLES, a="word250", **arguments)
    assert pack(table)[0]["extra"] == 2
    assert pack(table)[0]["families"] == [{"name": "far", "pairs": [[3, 4], [100, 101]]}]
    W, cases = rounded(table), [("modes", 7, [101, 9, 100], True, 5), ("modes", 12, [3, 4, 100], True, 101)]
    for (_, at, question, exclude, _), answer in zip(cases, ask(widget, ASK, cases, tmp_path), strict=True):
        top, cosines = ask_library(table, W * shares(table, "modes", at), question, exclude)
        assert answer["best"][0] == top
        np.testing.assert_allclose(answer["cosines"], cosines, atol=1e-9)
    assert answer["expected"] == 101
    with pytest.raises(TraitError, match="one of the 102 words shown, got 'word200'"):
        widget.b = "word200"


def test_the_curve_is_the_place_at_every_number_of_modes_and_time(tmp_path):
    table, widget = example()
    W, first_last = rounded(table), table.times()
    cases = [(axis, 10, [3, 14, 15], True, 92) for axis in ("modes", "time")]
    for (axis, _, question, exclude, word), answer in zip(cases, ask(widget, ASK, cases, tmp_path), strict=True):
        grid = range(2, D + 1) if axis == "modes" else range(first_last[0], first_last[1] + 1)
        if axis == "time":
            assert answer["times"] == list(grid)
        along = [ask_library(table, W * shares(table, axis, at), question, exclude)[1] for at in grid]
        assert answer["places"] == [rank(cosines, question, exclude, word, WORDS) for cosines in along]
        assert len(set(answer["places"])) > 5


def test_pairs_of_a_family_say_what_is_expected(tmp_path):
    _, widget = example()
    questions = [
        ([3, 4, 5], 6),
        ([3, 5, 4], 6),
        ([4, 3, 6], 5),
        ([3, 4, 20], None),
        ([20, 21, 5], None),
        ([3, 4, 3], None),
    ]
    cases = [("modes", 5, question, True, 0) for question, _ in questions]
    answers = ask(widget, ASK, cases, tmp_path)
    assert [answer["expected"] for answer in answers] == [word for _, word in questions]


def test_the_plane_holds_the_question(tmp_path):
    table, widget = example()
    code = """
    const {readVectors, weights, plane} = module;
    const data = readVectors(model);
    return question.map(([abc, others]) => plane(data, weights(data, 'modes', 11), abc, others));
    """
    W = rounded(table)[:, :11]
    unit = W / np.linalg.norm(W, axis=1, keepdims=True)
    for abc, drawn in zip(
        ([3, 4, 5], [3, 3, 5]), ask(widget, code, [[[3, 4, 5], [9]], [[3, 3, 5], [9]]], tmp_path), strict=True
    ):
        a, b, c = unit[abc]
        points = [np.array(drawn[name]) for name in ("a", "b", "c", "sum")]
        for i, u in enumerate((a, b, c, b - a + c)):
            for j, v in enumerate((a, b, c, b - a + c)):
                assert np.linalg.norm(points[i] - points[j]) == pytest.approx(np.linalg.norm(u - v), abs=1e-9)
        assert points[1][1] == pytest.approx(0)
        assert np.linalg.norm(drawn["others"][0]) <= np.linalg.norm(unit[9] - a) + 1e-9


def test_the_comparison_notices_a_vector_that_is_off(tmp_path):
    table, widget = example()
    kind, offset, _ = widget._manifest["coding"]["high"]
    assert kind == "int8"
    broken = bytearray(widget._tables)
    broken[offset] ^= 1
    widget._tables = bytes(broken)
    answer = ask(widget, ASK, [("modes", D, [3, 4, 5], True, 9)], tmp_path)[0]
    _, cosines = ask_library(table, rounded(table), [3, 4, 5], True)
    assert np.abs(np.array(answer["cosines"]) - cosines).max() > 1e-3


@pytest.fixture(scope="module")
def real_text() -> AnalogyTable:
    counts = gazette(2500, 5)
    pairs = families.family_pairs(evaluation.analogy_questions(counts.words))
    return analogy_table(leading_modes(m_star(counts.P), 60), counts.words, pairs, size=2500)


def test_rounding_changes_few_answers(real_text):
    questions = evaluation.analogy_questions(real_text.words)
    W, coarse = embed(real_text.modes), rounded(real_text)
    for d in (5, 20, 60):
        exact, found = (evaluation.analogies(X[:, :d], questions.words, questions=questions) for X in (W, coarse))
        assert np.mean(exact.predicted != found.predicted) < 0.01
        assert np.mean(exact.hits) > 0.01


def test_real_questions_get_the_librarys_answers(real_text, tmp_path):
    widget = analogies_explorer(real_text.modes, real_text.words, real_text.families, size=2500)
    questions = evaluation.analogy_questions(real_text.words)
    chosen = questions.indices[:: len(questions) // 40]
    cases = [(*where, row[:3].tolist(), True, int(row[3])) for row in chosen for where in (("modes", 30), ("time", 50))]
    W, hits = rounded(real_text), 0
    for (axis, at, question, _, word), answer in zip(cases, ask(widget, ASK, cases, tmp_path), strict=True):
        top, cosines = ask_library(real_text, W * shares(real_text, axis, at), question, True)
        assert answer["best"][0] == top
        assert answer["place"] == rank(cosines, question, True, word, questions.words)
        assert answer["expected"] is not None
        hits += top == word
    assert hits > 10


def test_tables_are_small_and_the_same_on_every_run(real_text):
    first, again = pack(real_text), pack(real_text)
    assert first == again
    assert len(first[1]) < 2.1 * 2500 * 60
    assert len(zlib.compress(first[1], 9)) < 0.68 * len(first[1])


def test_traits_drive_it_and_refuse_nonsense():
    table, widget = example(a="word20", axis="time", exclude=False, d=5)
    assert (widget.a, widget.b, widget.c, widget.axis, widget.d, widget.exclude) == (
        "word20", "word4", "word5", "time", 5, False,
    )  # fmt: skip
    assert table.times()[0] < widget.time < table.times()[1]
    for trait, value in (("b", "nowhere"), ("d", 1), ("d", D + 1), ("time", 0.0), ("axis", "space"), ("c", 3)):
        with pytest.raises(TraitError):
            setattr(widget, trait, value)


BAD = {
    "rows of modes": {"words": WORDS[1:]},
    "of them different": {"words": [*WORDS[:-1], "word0"]},
    "n_modes must be a whole number >= 2": {"n_modes": 1},
    "cannot have": {"modes": Modes(np.array([2.0, -1.0]), np.linalg.qr(np.ones((V, 2)) + np.eye(V, 2))[0], 0.0)},
    r"'odd'\]\[0, 1\] is": {"families": {"odd": [(0, V)]}},
    "examples: none has its three words": {"examples": [("word1", "word2", "nowhere")]},
}


@pytest.mark.parametrize("message", BAD)
def test_bad_input_is_named(message):
    arguments = {"modes": example_modes(), "words": WORDS, "examples": EXAMPLES} | BAD[message]
    with pytest.raises(ValueError, match=message):
        analogy_table(**arguments)


def test_a_kernel_passes_all_words_and_takes_them_back(monkeypatch, tmp_path):
    modes = example_modes()
    widget = analogies_explorer(modes, WORDS, PAIRS, size=100, n_modes=D, examples=EXAMPLES)
    with pytest.raises(TraitError, match="one of the 100 words"):
        widget.a = "word150"
    stored, sent = (widget._manifest, widget._tables), []
    monkeypatch.setattr(widget, "send", lambda message, buffers=(): sent.append(message))
    widget._handle_custom_msg({"type": "words", "whole": True}, [])
    assert sent[-1] == {"words": V, "d": WIDE, "type": "done", "task": "words"}
    widget.a, widget.d = "word150", WIDE
    answer = ask(widget, ASK, [("modes", WIDE, [150, 4, 5], True, 9)], tmp_path)[0]
    W = embed(modes)
    _, cosines = ask_library(widget._shown, W, [150, 4, 5], True)
    np.testing.assert_allclose(answer["cosines"], cosines, atol=1e-6)
    widget._handle_custom_msg({"type": "words", "whole": False}, [])
    assert (widget._manifest, widget._tables) == stored
    with pytest.raises(TraitError):
        widget.b = "word150"
