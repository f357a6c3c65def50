"""Evaluation against gensim's own, question by question, and against definitions."""

import time

import numpy as np
import pytest
from gensim.models import KeyedVectors
from gensim.test.utils import datapath
from scipy.stats import entropy, ortho_group, spearmanr

from wordmodes import evaluation
from wordmodes.text import cooccurrence, corpus, sources
from wordmodes.theory import modes, spectra, targets

DATA_SETS = {"wordsim353": "wordsim353.tsv", "simlex999": "simlex999.txt"}


@pytest.fixture(scope="module")
def wikipedia() -> tuple[tuple[str, ...], np.ndarray]:
    """Words and float32 embeddings of the Wikipedia sample, good enough to answer some questions."""
    documents = corpus.tokenize_all(sources.wikipedia_sample())
    vocabulary = corpus.Vocabulary.from_documents(documents, 3000)
    P = cooccurrence.count(documents, vocabulary, 5).P
    return vocabulary.words, modes.embed(modes.leading_modes(targets.m_star(P), 50)).astype(np.float32)


def keyed_vectors(words, W) -> KeyedVectors:
    vectors = KeyedVectors(W.shape[1], dtype=W.dtype)
    vectors.add_vectors(list(words), W)
    return vectors


def as_gensim_lists(score: evaluation.AnalogyScore) -> dict[str, dict[str, list]]:
    """Our answers in the form of gensim's sections."""
    sections = {name: {"correct": [], "incorrect": []} for name in score.questions.families}
    for family, indices, hit in zip(score.questions.family, score.questions.indices, score.hits, strict=True):
        question = tuple(score.questions.words[i].upper() for i in indices)
        sections[score.questions.families[family]]["correct" if hit else "incorrect"].append(question)
    return sections


def gensim_sections(words, W) -> tuple[float, dict[str, dict[str, list]]]:
    accuracy, sections = keyed_vectors(words, W).evaluate_word_analogies(datapath("questions-words.txt"))
    named = {s["section"]: {"correct": s["correct"], "incorrect": s["incorrect"]} for s in sections[:-1]}
    return accuracy, {name: lists for name, lists in named.items() if lists["correct"] or lists["incorrect"]}


def test_analogies_equal_gensims_question_by_question(wikipedia):
    words, W = wikipedia
    score = evaluation.analogies(W, words)
    accuracy, sections = gensim_sections(words, W)
    assert 0.05 < score.accuracy < 0.95, "an embedding that answers all or nothing would show nothing"
    assert as_gensim_lists(score) == sections
    assert score.accuracy == accuracy
    assert [row[1:] for row in score.families] == [
        (len(s["correct"]), len(s["correct"]) + len(s["incorrect"])) for s in sections.values()
    ]


def test_words_that_differ_in_case_count_as_one_as_in_gensim(wikipedia):
    words, W = wikipedia
    rng = np.random.default_rng(0)
    variants = [word.title() if i % 2 else word.upper() for i, word in enumerate(words[:1500])]
    both = (*words, *variants)
    # Variants near their words, so that they compete as answers and have to be left out with the question's words.
    W = np.vstack([W, W[:1500] + 0.01 * rng.standard_normal((1500, W.shape[1]))]).astype(np.float32)
    score = evaluation.analogies(W, both)
    assert as_gensim_lists(score) == gensim_sections(both, W)[1]
    assert (score.predicted >= len(words)).any()


def test_without_exclusion_the_answer_is_mostly_a_word_of_the_question(wikipedia):
    words, W = wikipedia
    score = evaluation.analogies(W, words, exclude=False)
    asked = (score.predicted[:, None] == score.questions.indices[:, :3]).any(axis=1)
    assert asked.mean() > 0.5
    unit = W.astype(float) / np.linalg.norm(W.astype(float), axis=1, keepdims=True)
    a, b, c, _ = score.questions.indices[7]
    assert score.predicted[7] == np.argmax(unit @ (unit[b] - unit[a] + unit[c]))


@pytest.mark.parametrize("dataset", DATA_SETS)
def test_similarity_equals_gensims(wikipedia, dataset):
    words, W = wikipedia
    W = W.astype(np.float64)
    score = evaluation.word_similarity(W, words, dataset)
    _, spearman, missing = keyed_vectors(words, W).evaluate_word_pairs(datapath(DATA_SETS[dataset]))
    assert score.spearman == pytest.approx(spearman.statistic, abs=1e-12)
    assert 100 * (1 - len(score.pairs) / score.n_pairs) == pytest.approx(missing)
    assert score.n_pairs == {"wordsim353": 353, "simlex999": 999}[dataset]


def test_gazette_covers_the_known_number_of_questions_and_answers_them_fast():
    words = sources.gazette().words
    questions = evaluation.analogy_questions(words)
    assert len(questions) == 2420
    W = np.random.default_rng(0).standard_normal((len(words), 100))
    start = time.process_time()
    evaluation.analogies(W, words, questions=questions)
    assert time.process_time() - start < 2.0


def test_bootstrap_accuracy_weighs_a_question_by_both_its_pairs(wikipedia):
    words, _ = wikipedia
    questions = evaluation.analogy_questions(words)
    all_right = evaluation.bootstrap_accuracy(questions, np.ones(len(questions), bool), 20)
    np.testing.assert_allclose(all_right, 1.0)
    # Hits that depend on the first pair alone: questions that share it stand or fall together, so the standard error
    # is that of n pairs, far above that of n² independent questions.
    rng = np.random.default_rng(1)
    pairs, of = np.unique(questions.indices[:, :2], axis=0, return_inverse=True)
    hits = (rng.random(len(pairs)) < 0.5)[of]
    samples = evaluation.bootstrap_accuracy(questions, hits, 2000, seed=2)
    naive = np.sqrt(hits.mean() * (1 - hits.mean()) / len(hits))
    assert samples.mean() == pytest.approx(hits.mean(), abs=0.01)
    assert samples.std() > 2.5 * naive
    size = np.bincount(of)
    by_pair = np.sqrt(np.sum(size**2) * hits.mean() * (1 - hits.mean())) / len(hits)
    assert samples.std() == pytest.approx(by_pair, rel=0.25)


def test_bootstrap_draws_as_many_pairs_of_each_family_as_it_has():
    """Families of three and of two pairs that share no word: weights of a family's pairs sum to their number."""
    words = tuple(f"w{i}" for i in range(10))
    families = [[[0, 1], [2, 3], [4, 5]], [[6, 7], [8, 9]]]
    asked = [(f, [*p, *r]) for f, pairs in enumerate(families) for p in pairs for r in pairs if p != r]
    questions = evaluation.AnalogyQuestions(words, ("x", "y"), [f for f, _ in asked], [q for _, q in asked])
    right = questions.family == 0
    shares = evaluation.bootstrap_accuracy(questions, right, 4000, seed=0)
    # In a family of two, both pairs once (2 questions' weight) or one of them twice (none): never more than 2 of y.
    # In a family of three, 6 if all are drawn, 4 if one is drawn twice, else 0. So these shares and no others occur.
    possible = {six / (six + two) for six in (0, 4, 6) for two in (0, 2) if six + two}
    found = np.unique(shares[~np.isnan(shares)].round(12)).tolist()
    assert found == sorted(round(share, 12) for share in possible)


def test_similarity_of_vectors_that_are_all_alike_has_no_rank_correlation(wikipedia):
    words, W = wikipedia
    score = evaluation.word_similarity(np.zeros_like(W), words)
    with pytest.raises(ValueError, match="no ranks"):
        _ = score.spearman
    with pytest.raises(ValueError, match="all values of human are equal"):
        evaluation.bootstrap_spearman([1, 1, 1], [0.1, 0.2, 0.3], 4)


def test_bootstrap_pairs_the_embeddings(wikipedia):
    words, W = wikipedia
    score = evaluation.analogies(W, words)
    both = evaluation.bootstrap_accuracy(score.questions, np.stack([score.hits, score.hits]), 50)
    assert both.shape == (50, 2)
    np.testing.assert_array_equal(both[:, 0], both[:, 1])
    np.testing.assert_array_equal(both[:, 0], evaluation.bootstrap_accuracy(score.questions, score.hits, 50))
    similarity = evaluation.word_similarity(W, words)
    noise = np.random.default_rng(0).standard_normal(len(similarity.human))
    samples = evaluation.bootstrap_spearman(similarity.human, np.stack([similarity.cosine, noise]), 300)
    assert samples.shape == (300, 2)
    assert abs(samples[:, 0].mean() - similarity.spearman) < 2 * samples[:, 0].std() / 5
    assert 0.5 < samples[:, 1].std() * np.sqrt(len(noise)) < 1.5


def test_bootstrap_spearman_is_scipys_on_each_draw():
    rng = np.random.default_rng(3)
    human, cosine = rng.integers(0, 10, 40).astype(float), rng.standard_normal(40)
    draws = np.random.default_rng(7).integers(40, size=(5, 40))
    expected = [spearmanr(human[draw], cosine[draw]).statistic for draw in draws]
    np.testing.assert_allclose(evaluation.bootstrap_spearman(human, cosine, 5, seed=7), expected, atol=1e-12)


def test_subspace_overlap_is_the_mean_squared_cosine_of_the_angles():
    Q = ortho_group.rvs(8, random_state=0)
    angles = np.array([0.2, 1.1])
    turned = Q[:, :2] * np.cos(angles) + Q[:, 2:4] * np.sin(angles)
    mix = np.array([[2.0, 1.0], [0.0, -3.0]])
    assert spectra.subspace_overlap(Q[:, :2] @ mix, turned) == pytest.approx(np.mean(np.cos(angles) ** 2))
    assert spectra.subspace_overlap(Q[:, :3], Q[:, :3] @ ortho_group.rvs(3, random_state=1)) == pytest.approx(1)
    assert spectra.subspace_overlap(Q[:, :2], Q[:, 4:6]) == pytest.approx(0, abs=1e-15)


def test_effective_rank_is_the_exponential_of_the_entropy():
    assert spectra.effective_rank([3.0, 3.0, 3.0, 0.0]) == pytest.approx(3)
    assert spectra.effective_rank([5e300]) == pytest.approx(1)
    s = np.array([4.0, 2.0, 1.0])
    assert spectra.effective_rank(s) == pytest.approx(np.exp(entropy(s / s.sum())))
    assert spectra.effective_rank(1e-300 * s) == pytest.approx(spectra.effective_rank(s))


def test_bad_input_is_refused(wikipedia):
    words, W = wikipedia
    broken = W.copy()
    broken[3, 4] = np.nan
    questions = evaluation.analogy_questions(words)
    for call, message in [
        (lambda: evaluation.analogies(broken, words), r"W\[3, 4\] is nan"),
        (lambda: evaluation.word_similarity(broken, words), r"W\[3, 4\] is nan"),
        (lambda: evaluation.analogies(W[:-1], words), "one row for each of the 3000 words"),
        (lambda: evaluation.analogies(W[0], words), "one row for each of the 3000"),
        (lambda: evaluation.analogies(np.ones((4, 5)), ["king", "queen", "man", "woman"]), "d must not exceed V"),
        (lambda: evaluation.analogies(W[:2, :2], ["x", "y"]), "none of the Google analogies"),
        (lambda: evaluation.analogies(W[:60], words[:60], questions=questions), "another vocabulary"),
        (lambda: evaluation.word_similarity(W[:2, :2], ["x", "y"]), "0 pairs among"),
        (lambda: evaluation.word_similarity(W, words, "men"), "dataset must be one of"),
        (lambda: evaluation.bootstrap_accuracy(questions, [True]), "one True or False for each"),
        (lambda: evaluation.bootstrap_spearman([1, 2], [[1, 2, 3]]), "one value for each judgement"),
        (lambda: evaluation.bootstrap_spearman([1, np.nan], [1, 2]), r"human\[1\] is nan"),
        (lambda: spectra.subspace_overlap(W[:, :2], W[:, :3]), "one shape"),
        (lambda: spectra.subspace_overlap(W[:, [0, 0]], W[:, :2]), "columns of A are linearly dependent"),
        (lambda: spectra.effective_rank([1, -1]), "must be >= 0"),
        (lambda: spectra.effective_rank([0, 0]), "not all 0"),
        (lambda: spectra.effective_rank([1, np.inf]), "must be finite"),
    ]:
        with pytest.raises(ValueError, match=message):
            call()
