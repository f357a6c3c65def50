"""gensim watched from outside, the descent of its expected loss, and the stored runs of chapter 07."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from gensim.models import Word2Vec

from wordmodes import training
from wordmodes.text import cooccurrence, corpus, planted
from wordmodes.theory import targets
from wordmodes.training import gensim_watch, start

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def dialect():
    language = planted.planted_language(n_topics=4)
    text = language.sample(40_000, seed=0)
    return language, text, corpus.Vocabulary.from_words(language.words, text)


def test_expected_descent_takes_the_steps_of_full_batch_descent(dialect):
    P = dialect[0].P
    p = P.sum(axis=1)
    B = 3 * np.outer(p, p)
    W, C = np.random.default_rng(0).standard_normal((2, len(P), 3)) / 10
    target = targets.weighted_target(P, 1.0, 3.0)
    run = training.factorise(target, W, 2.0, 20, 1, C=C, loss="logistic")
    path = gensim_watch.expected_descent(P, B, W, C, [0, 8, 40], max_step=2.0)
    np.testing.assert_allclose(path.W[-1], run.W, rtol=1e-10)
    np.testing.assert_allclose(path.C[-1], run.C, rtol=1e-10)
    np.testing.assert_allclose(path.singular_values[1], run.squared_singular_values[4], rtol=1e-10)
    np.testing.assert_allclose(path.read, [0, 0.2, 1])


@pytest.mark.parametrize(
    ("times", "step", "message"),
    [
        ([1, 2], 1, "ascend from 0"),
        ([0, 2, 2], 1, "ascend from 0"),
        ([0], 1, "ascend from 0"),
        ([0, 1], 0, "max_step must be a finite number > 0"),
        ([0, 1], 1e-9, "choose a longer one"),
    ],
)
def test_expected_descent_refuses_times_that_do_not_ascend_from_0(times, step, message):
    P = np.full((4, 4), 1 / 16)
    with pytest.raises(ValueError, match=message):
        gensim_watch.expected_descent(P, P, P[:, :2], P[:, :2], times, step)


def test_gensim_starts_as_it_always_does_and_the_start_is_scaled(dialect):
    _, text, vocabulary = dialect
    own = gensim_watch.watch_gensim(text, vocabulary, 8, checkpoints=2)
    small = gensim_watch.watch_gensim(text, vocabulary, 8, checkpoints=[0.25, 1.0], start_scale=1e-3)
    assert not own.C[0].any()
    assert 0.9 / 8 < np.abs(own.W[0]).max() < 1 / 8
    np.testing.assert_allclose(small.W[0], own.W[0] * np.float32(1e-3))
    np.testing.assert_allclose(small.read, [0, 0.25, 1])
    assert own.singular_values.shape == (3, 8)


def test_the_clock_counts_rates_times_pairs(dialect):
    _, text, vocabulary = dialect
    seen = gensim_watch.watch_gensim(text, vocabulary, 4, learning_rate=0.04, min_learning_rate=0.02, checkpoints=10)
    pairs = cooccurrence.count(text, vocabulary, 5).counts.sum() / 5
    assert seen.clock[-1] == pytest.approx(0.03 * pairs, rel=1e-3)
    assert seen.clock[5] == pytest.approx(0.035 * pairs / 2, rel=0.01)


def test_rows_are_in_the_order_of_the_vocabulary(dialect):
    _, text, vocabulary = dialect
    counts = vocabulary.counts.tolist()  # gensim orders equal counts as they come, so leave those out
    words = [word for word, n in zip(vocabulary.words, counts, strict=True) if counts.count(n) == 1]
    orders = (corpus.Vocabulary.from_words(order, text) for order in (words, words[::-1]))
    first, second = (gensim_watch.watch_gensim(text, order, 4, checkpoints=1) for order in orders)
    np.testing.assert_array_equal(first.W[:, ::-1], second.W)
    np.testing.assert_array_equal(first.C[:, ::-1], second.C)


def test_gensim_follows_the_expected_descent(dialect):
    language, text, vocabulary = dialect
    P, p = language.P, language.P.sum(axis=1)
    seen = gensim_watch.watch_gensim(text, vocabulary, 4, checkpoints=4)
    B = 5 * start.negative_distribution(p) * (p[:, None] - P)
    due = gensim_watch.expected_descent(P, B, seen.W[0], seen.C[0], seen.clock, max_step=5)
    # So few words are met often, and the noise is large until the rate has fallen.
    np.testing.assert_allclose(seen.singular_values[1:, 0], due.singular_values[1:, 0], rtol=0.3)
    np.testing.assert_allclose(seen.singular_values[-1, :3], due.singular_values[-1, :3], rtol=0.15)


def test_noise_lengthens_contexts_and_shortens_words(dialect):
    """Beside the expected descent, as chapter 07 says, and by as much as its formula says."""
    language, text, vocabulary = dialect
    P, p, k, rate = language.P, language.P.sum(axis=1), 5, 0.025
    drawn = start.negative_distribution(p)
    seen = gensim_watch.watch_gensim(
        text, vocabulary, 4, checkpoints=40, negatives=k, learning_rate=rate, min_learning_rate=rate
    )
    due = gensim_watch.expected_descent(P, k * drawn * (p[:, None] - P), seen.W[0], seen.C[0], seen.clock, max_step=5)
    (w, c), (w_due, c_due) = ([np.sum(X[-1].astype(float) ** 2) for X in (run.W, run.C)] for run in (seen, due))
    assert w < w_due
    assert c > c_due
    assert abs(w_due - c_due) < (c - w) / 10
    steps = []
    for W, C in zip(seen.W.astype(float), seen.C.astype(float), strict=True):
        one = 1 / (1 + np.exp(-W @ C.T))
        total = 0.0
        for i in range(len(P)):  # the pushes on word i, by mean and variance; a negative that is the context is none
            real, made = (1 - one[i])[:, None] * C, -one[i][:, None] * C
            means = drawn @ made - drawn[:, None] * made
            squares = drawn @ np.sum(made**2, axis=1) - drawn * np.sum(made**2, axis=1)
            of_w = np.sum(real**2 + 2 * k * real * means + k * (k - 1) * means**2, axis=1) + k * squares
            of_c = (1 - one[i]) ** 2 + k * (drawn @ one[i] ** 2 - drawn * one[i] ** 2)
            total += P[i] @ (of_w - of_c * (W[i] @ W[i]))
        steps.append(total)
    begun = np.sum(seen.W[0].astype(float) ** 2)
    assert begun + rate * np.trapezoid(steps, seen.clock) == pytest.approx(w - c, rel=1 / 3)


def test_in_one_part_gensim_trains_as_it_does_by_itself(dialect):
    """Its rate falls within a part, as it does in the whole: 40 000 words are four of gensim's batches."""
    _, text, vocabulary = dialect
    seen = gensim_watch.watch_gensim(text, vocabulary, 4, checkpoints=1, learning_rate=0.05)
    model = Word2Vec(sg=1, vector_size=4, sample=0, min_count=1, workers=1, alpha=0.05, min_alpha=1e-4)
    model.build_vocab_from_freq(dict(zip(vocabulary.words, vocabulary.counts.tolist(), strict=True)))
    model.train(text, total_examples=len(text), epochs=1)
    order = [model.wv.key_to_index[word] for word in vocabulary.words]
    np.testing.assert_array_equal(seen.W[1], model.wv.vectors[order])
    np.testing.assert_array_equal(seen.C[1], model.syn1neg[order])


def test_each_part_begins_at_the_rate_at_which_the_one_before_ended(dialect, monkeypatch):
    _, text, vocabulary = dialect
    parts, train = [], Word2Vec.train

    def spy(model, documents, **kwargs):
        parts.append((sum(map(len, documents)), kwargs["start_alpha"], kwargs["end_alpha"]))
        return train(model, documents, **kwargs)

    monkeypatch.setattr(Word2Vec, "train", spy)
    settings = {"learning_rate": 0.04, "min_learning_rate": 0.01}
    gensim_watch.watch_gensim(text, vocabulary, 4, checkpoints=[0.2, 0.5, 1], **settings)
    words, first, last = np.array(parts).T
    read = np.r_[0, np.cumsum(words)] / words.sum()
    np.testing.assert_allclose(first, 0.04 - 0.03 * read[:-1], rtol=1e-12)
    np.testing.assert_allclose(last, 0.04 - 0.03 * read[1:], rtol=1e-12)


def test_a_window_longer_than_every_document_costs_no_more(dialect):
    _, text, vocabulary = dialect
    short = [document[:6] for document in text[:20]]
    counted = cooccurrence.count(short, vocabulary, 100).counts.sum() / 100
    seen = gensim_watch.watch_gensim(short, vocabulary, 2, window=100, checkpoints=1, learning_rate=0.02,
                                     min_learning_rate=0.02)  # fmt: skip
    assert seen.clock[-1] == pytest.approx(0.02 * counted, rel=1e-9)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"learning_rate": np.nan}, "learning_rate must be"),
        ({"learning_rate": -1}, "learning_rate must be"),
        ({"learning_rate": 1e30}, "learning_rate must be"),
        ({"min_learning_rate": np.nan}, "min_learning_rate must be"),
        ({"min_learning_rate": 0.5}, "min_learning_rate must be"),
        ({"start_scale": np.nan}, "start_scale must be"),
        ({"start_scale": 1e30}, "start_scale must be"),
        ({"start_scale": 0}, "start_scale must be"),
        ({"subsample": -1}, "subsample must be"),
        ({"subsample": np.inf}, "subsample must be"),
        ({"subsample": 1.0}, "subsample must be below 1"),
        ({"window": 0}, "window must be"),
        ({"negatives": 2**31}, "negatives must be"),
        ({"seed": -1}, "seed must be"),
        ({"d": 0}, "d must be"),
        ({"documents": [["?"], []]}, "fewer than two distinct words"),
        ({"documents": []}, "ascending shares of the 0 documents"),
        ({"documents": ["one string"]}, "tokenize_all"),
        ({"vocabulary": corpus.Vocabulary(("a", "b"), np.array([3, 0]))}, "'b' occurs 0 times"),
    ],
)
def test_settings_that_would_end_the_process_never_reach_gensim(dialect, settings, message, monkeypatch):
    monkeypatch.setattr(Word2Vec, "train", lambda *_, **__: pytest.fail("it reached gensim"))
    _, text, vocabulary = dialect
    arguments = {"documents": text[:10], "vocabulary": vocabulary, "d": 4, "checkpoints": 2} | settings
    with pytest.raises((TypeError, ValueError), match=message):
        gensim_watch.watch_gensim(**arguments)


def test_the_boldest_settings_that_are_allowed_stay_finite(dialect):
    _, text, vocabulary = dialect
    bold = {"learning_rate": 0.99, "start_scale": 999.0, "min_learning_rate": 0.9, "negatives": 20}
    for d in (1, 8):
        seen = gensim_watch.watch_gensim(text, vocabulary, d, checkpoints=2, **bold)
        assert np.isfinite(seen.W).all()
        assert np.isfinite(seen.C).all()


def test_what_gensim_would_not_read_is_refused(dialect):
    _, text, vocabulary = dialect
    with pytest.raises(ValueError, match="cut longer ones"):
        gensim_watch.watch_gensim([["a"] * 10_001], vocabulary, 4)
    for checkpoints in ([0.5, 0.4, 1], [0.5], [0, 1], 1000):
        with pytest.raises(ValueError, match="ascending shares"):
            gensim_watch.watch_gensim(text, vocabulary, 4, checkpoints=checkpoints)


def check_watched(content: dict) -> None:
    """Every run has what its settings promise."""
    s = content["settings"]
    parts = {part: [run for run in content["runs"] if run["part"] == part] for part in ("ablation", "unseen", "gensim")}
    assert [(run["weights"], run["loss"]) for run in parts["ablation"]] == [
        (weights, loss) for weights in ("flat", "word2vec") for loss in ("quartic", "logistic")
    ]
    for run in parts["ablation"]:
        assert len(run["eigenvalues"]) == len(run["foretold"]) == len(run["end"]) == s["d"]
        assert np.shape(run["overlap_own"]) == np.shape(run["overlap_m_star"]) == (len(run["times"]), len(s["ranks"]))
        assert run["reached"][0] == pytest.approx(run["foretold"][0], rel=0.1)  # the first mode is on time
    for run in parts["ablation"][:2]:  # with even weights H is M*/4
        assert run["targets_overlap"] == [1.0] * len(s["ranks"])
        np.testing.assert_allclose(run["overlap_own"], run["overlap_m_star"], atol=2e-3)
    assert [run["d"] for run in parts["unseen"]] == list(s["unseen_ranks"])
    for run in parts["unseen"]:
        assert run["mean"][-1] < -0.1
    assert [run["start_scale"] for run in parts["gensim"]] == list(s["start_scales"])
    for run in parts["gensim"]:
        assert np.shape(run["singular_values"]) == np.shape(run["expected"]) == (s["checkpoints"] + 1, s["shown"])
        assert run["signs"][0] < -0.9  # the constant is negative
    planted_runs = [run for run in content["runs"] if run["part"] == "planted"]
    assert [run["seed"] for run in planted_runs] == [seed for seed in s["planted_seeds"] for _ in s["start_scales"]]
    for run in planted_runs:
        assert len(run["halves"]) == len(run["expected"]) == 3


def test_script_at_a_small_size(tmp_path):
    script = ROOT / "tools/results/watch.py"
    subprocess.run([sys.executable, script, "--small", "--out", tmp_path], check=True, capture_output=True)
    content = json.loads((tmp_path / "watch.json").read_text(encoding="utf-8"))
    assert content["command"] == "python tools/results/watch.py --small"
    check_watched(content)


def test_stored_runs_are_of_full_size():
    content = json.loads((ROOT / "src/wordmodes/book/results" / "watch.json").read_text(encoding="utf-8"))
    assert content["command"] == "python tools/results/watch.py"
    assert (content["settings"]["V"], content["settings"]["gensim_V"]) == (1000, 2000)
    check_watched(content)
    for run in content["runs"]:
        if run["part"] == "planted":  # strong attributes first, in what is seen and in what is expected
            assert np.diff(run["halves"]).min() > 0
            assert np.diff(run["expected"]).min() > 0
