"""Stochastic SGNS: against one-by-one training, its own expectations, and gensim's settings."""

import os
import subprocess
import sys

import numpy as np
import pytest
from gensim.models import Word2Vec
from scipy.special import expit

from wordmodes.text import cooccurrence, corpus
from wordmodes.text.planted import planted_language
from wordmodes.training import sgns, start


@pytest.fixture(scope="module")
def planted():
    language = planted_language(n_topics=6)
    documents = language.sample(60_000, seed=0)
    return documents, corpus.Vocabulary.from_words(language.words, documents)


def one_by_one(documents, vocabulary, d, *, window, negatives, epochs, rate, min_rate, seed):
    """Word2vec's loop as it is written down: one pair at a time."""
    rng = np.random.default_rng(seed)
    V = len(vocabulary)
    W, C = start.initial_embedding(V, d, 1 / np.sqrt(3 * d), rng), np.zeros((V, d))
    keep = start.keep_probability(vocabulary.unigram, 1e-2)
    noise = start.negative_distribution(vocabulary.counts)
    total, seen = epochs * sum(map(len, documents)), 0
    for _ in range(epochs):
        for document in documents:
            alpha = rate - (rate - min_rate) * seen / total
            ids = vocabulary.encode(document)
            ids, seen = ids[rng.random(len(ids)) < keep[ids]], seen + len(document)
            for i, centre in enumerate(ids):
                reach = rng.integers(1, window + 1)
                for j in range(max(0, i - reach), min(len(ids), i + reach + 1)):
                    if j == i:
                        continue
                    x, step = W[ids[j]].copy(), np.zeros(d)
                    for k, target in enumerate([centre, *rng.choice(V, size=negatives, p=noise)]):
                        if k and target == centre:
                            continue
                        g = alpha * ((k == 0) - expit(x @ C[target]))
                        step += g * C[target]
                        C[target] += g * x
                    W[ids[j]] += step
    return W, C


def test_batches_learn_what_one_by_one_training_learns(planted):
    """The same lengths, row by row, and the same inner products, up to the noise between two seeds.

    Summed steps lag a little behind one-by-one ones, hence the few percent; batches with all pairs of a centre word
    in them would also make W shorter than C, which the ratio shows.
    """
    documents, vocabulary = planted[0][:40], planted[1]
    setting = {"window": 3, "negatives": 3, "epochs": 2}
    runs = [one_by_one(documents, vocabulary, 8, **setting, rate=0.025, min_rate=1e-4, seed=seed) for seed in range(2)]
    batch = [sgns.sgns(documents, vocabulary, 8, **setting, subsample=1e-2, seed=seed) for seed in (2, 3)]
    for one, ours in ((0, "W"), (1, "C")):
        slow = np.array([np.linalg.norm(run[one], axis=1) for run in runs])
        fast = np.array([np.linalg.norm(getattr(run, ours), axis=1) for run in batch])
        assert fast.mean() == pytest.approx(slow.mean(), rel=0.06)
        assert np.corrcoef(fast.mean(axis=0), slow.mean(axis=0))[0, 1] > np.corrcoef(slow)[0, 1]
    ratio = np.mean([np.linalg.norm(W) / np.linalg.norm(C) for W, C in runs])
    assert np.mean([np.linalg.norm(run.W) / np.linalg.norm(run.C) for run in batch]) == pytest.approx(ratio, rel=0.03)
    slow = np.mean([W @ C.T for W, C in runs], axis=0)
    fast = np.mean([run.W @ run.C.T for run in batch], axis=0)
    assert fast.mean() == pytest.approx(slow.mean(), rel=0.1)
    between = np.corrcoef((runs[0][0] @ runs[0][1].T).ravel(), (runs[1][0] @ runs[1][1].T).ravel())[0, 1]
    assert np.corrcoef(fast.ravel(), slow.ravel())[0, 1] > between


def test_one_batch_is_the_summed_gradient():
    rng = np.random.default_rng(0)
    W, C = rng.standard_normal((2, 5, 3))
    inputs, targets = np.array([1, 1, 4]), np.array([[2, 0, 2], [2, 3, 3], [0, 2, 1]])
    expected_W, expected_C = W.copy(), C.copy()
    for a, row in zip(inputs, targets, strict=True):
        for k, t in enumerate(row):
            if k and t == row[0]:
                continue  # a negative that is the pair's own word is skipped
            g = 0.1 * ((k == 0) - expit(W[a] @ C[t]))
            expected_W[a] += g * C[t]
            expected_C[t] += g * W[a]
    sgns._update(W, C, inputs, targets, 0.1)
    np.testing.assert_allclose(W, expected_W, atol=1e-14)
    np.testing.assert_allclose(C, expected_C, atol=1e-14)


def test_it_learns_the_planted_attributes(planted):
    documents, vocabulary = planted
    run = sgns.sgns(documents, vocabulary, 10, subsample=0, epochs=3, learning_rate=0.05, seed=0)
    attributes = planted_language(n_topics=6).attributes
    x = run.W @ run.C.T
    same = attributes[:, None, 0] == attributes[None, :, 0]
    assert x[same].mean() - x[~same].mean() > 0.5


def test_tied_shares_one_matrix_and_follows_its_gradient(planted):
    documents, vocabulary = planted
    run = sgns.sgns(documents[:50], vocabulary, 6, tied=True, init_scale=0.5, subsample=0, epochs=1, seed=0)
    assert run.W is run.C
    assert run.tied
    other = sgns.sgns(documents[:50], vocabulary, 6, init_scale=0.5, subsample=0, epochs=1, seed=0)
    assert not other.tied
    assert np.linalg.norm(run.W @ run.W.T) != pytest.approx(np.linalg.norm(other.W @ other.C.T), rel=1e-3)


@pytest.mark.parametrize("init_scale", [0.0, 1e-6, 0.3])
def test_start_has_the_asked_scale(planted, init_scale):
    documents, vocabulary = planted
    idle = {"learning_rate": 1e-12, "min_learning_rate": 0, "epochs": 1}
    run = sgns.sgns(documents, vocabulary, 40, init_scale=init_scale, **idle)
    assert np.linalg.norm(run.W, axis=1).mean() == pytest.approx(init_scale, rel=0.02)
    assert np.abs(run.C).max() < 1e-9


def test_default_start_is_as_wide_as_gensims():
    d, V = 100, 2000
    gensim = np.random.default_rng(0).uniform(-1 / d, 1 / d, (V, d))
    assert start.initial_embedding(V, d, 1 / np.sqrt(3 * d), 0).std() == pytest.approx(gensim.std(), rel=0.01)
    np.testing.assert_array_equal(
        start.initial_embedding(5, 2, 1.0, 7), start.initial_embedding(5, 2, 1.0, np.random.default_rng(7))
    )


def test_subsampling_and_negatives_are_gensims():
    counts = np.array([5000, 900, 120, 60, 7])
    model = Word2Vec(sg=1, min_count=1, sample=1e-3, vector_size=2)
    model.build_vocab_from_freq({str(i): int(c) for i, c in enumerate(counts)}, corpus_count=1)
    kept = [model.wv.get_vecattr(str(i), "sample_int") / (2**32 - 1) for i in range(5)]
    np.testing.assert_allclose(start.keep_probability(counts / counts.sum(), 1e-3), kept, rtol=1e-6)
    np.testing.assert_array_equal(start.keep_probability(counts / counts.sum(), 0), 1)
    noise = start.negative_distribution(counts)
    np.testing.assert_allclose(np.diff(model.cum_table / (2**31 - 1), prepend=0), noise, rtol=1e-6)
    drawn = sgns._targets(np.zeros(40_000, int), np.cumsum(noise), 5, np.random.default_rng(0))[:, 1:]
    np.testing.assert_allclose(np.bincount(drawn.ravel(), minlength=5) / drawn.size, noise, atol=3e-3)


def test_pairs_stay_within_documents_and_reach_past_dropped_words():
    vocabulary = corpus.Vocabulary(("a", "b", "c", "d"), np.array([10, 10, 10, 10]))
    setting = {"window": 1, "subsample": 0, "epochs": 1, "negatives": 1, "init_scale": 1.0, "min_learning_rate": 0.025}

    def moved(documents) -> set[str]:
        """Words whose row of W was trained: those that were someone's context."""
        run = sgns.sgns(documents, vocabulary, 2, **setting, context_init_scale=1.0, seed=0)
        still = start.initial_embedding(4, 2, 1.0, 0).astype(np.float32)
        return {word for word, changed in zip(vocabulary.words, (still != run.W).any(axis=1), strict=True) if changed}

    assert moved([["a", "b"], ["c"], ["d"]]) == {"a", "b"}
    assert moved([["a", "unknown", "b"], ["c", "d"]]) == {"a", "b", "c", "d"}
    assert moved([["a"], ["b"], ["unknown", "c", "unknown", "d"]]) == {"c", "d"}


def test_same_seed_same_result_for_any_number_of_threads():
    code = (
        "import hashlib; from wordmodes import corpus, planted, sgns\n"
        "language = planted.planted_language(n_topics=6); documents = language.sample(20_000, seed=0)\n"
        "vocabulary = corpus.Vocabulary.from_words(language.words, documents)\n"
        "run = sgns.sgns(documents, vocabulary, 100, epochs=1, seed=3)\n"
        "print(hashlib.sha256(run.W.tobytes() + run.C.tobytes()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True,
            env=os.environ | dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), threads),
        ).stdout
        for threads in ("1", "2", "4")
    }  # fmt: skip
    assert len(digests) == 1
    assert len(digests.pop()) == 65


def test_different_seeds_differ(planted):
    documents, vocabulary = planted
    first, second = (sgns.sgns(documents[:20], vocabulary, 4, epochs=1, seed=seed).W for seed in (0, 1))
    assert not np.array_equal(first, second)


def test_two_words_collide_in_every_batch_and_still_reach_the_optimum():
    documents = [["a" if x else "b" for x in np.random.default_rng(0).random(1500) < 0.7]]
    vocabulary = corpus.Vocabulary.from_documents(documents)
    setting = {"window": 1, "subsample": 0, "negatives": 1, "seed": 0}
    run = sgns.sgns(documents, vocabulary, 2, **setting, epochs=12, learning_rate=0.1)
    # x_ij = log of the real pairs (i, j) over the negatives j that are drawn for i and not skipped.
    pairs = cooccurrence.count(documents, vocabulary, 1).counts
    drawn = start.negative_distribution(vocabulary.counts) * (pairs.sum(axis=1, keepdims=True) - pairs)
    np.testing.assert_allclose(run.W @ run.C.T, np.log(pairs / drawn), atol=0.1)
    with pytest.raises(ValueError, match="diverged"):
        sgns.sgns(documents, vocabulary, 2, **setting, epochs=30, learning_rate=1e30, batch_size=4000)


def test_bad_input_is_refused(planted):
    documents, vocabulary = planted
    for call, message in [
        (lambda: sgns.sgns([], vocabulary, 2), "fewer than two distinct words"),
        (lambda: sgns.sgns([["?"]], vocabulary, 2), "fewer than two distinct words"),
        (lambda: sgns.sgns(["a text"], vocabulary, 2), "tokenise it first"),
        (lambda: sgns.sgns(documents, vocabulary, 2, window=0), "window must be a whole number"),
        (lambda: sgns.sgns(documents, vocabulary, 2, epochs=1.5), "epochs must be a whole number"),
        (lambda: sgns.sgns(documents, vocabulary, 2, batch_size=-1), "batch_size"),
        (lambda: sgns.sgns(documents, vocabulary, 2, subsample=-1), "subsample"),
        (lambda: sgns.sgns(documents, vocabulary, 2, learning_rate=0), "learning_rate"),
        (lambda: sgns.sgns(documents, vocabulary, len(vocabulary) + 1), "d must be between 1 and V"),
        (lambda: sgns.sgns(documents, vocabulary, 2, init_scale=np.nan), "init_scale"),
        (lambda: start.initial_embedding(5, 2, -1, 0), "init_scale"),
    ]:
        with pytest.raises(ValueError, match=message):
            call()
