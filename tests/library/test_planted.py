"""The planted language: its probabilities are exact, and its attributes are what M* learns first."""

import numpy as np
import pytest

from wordmodes.text.cooccurrence import count
from wordmodes.text.corpus import Vocabulary, tokenize
from wordmodes.text.planted import DOCUMENT_LENGTH, planted_language


def m_star(P):
    Q = np.outer(P.sum(axis=1), P.sum(axis=1))
    return 2 * (P - Q) / (P + Q)


def leading(P, k):
    eigenvalues, eigenvectors = np.linalg.eigh(m_star(P))
    return eigenvalues[::-1][:k], eigenvectors[:, ::-1][:, :k]


def overlaps(language, eigenvectors):
    """Squared cosines of attribute k and eigenvector k."""
    directions = language.attributes / np.sqrt(language.V)
    return np.einsum("vk,vk->k", directions, eigenvectors[:, : directions.shape[1]]) ** 2


@pytest.fixture(scope="module")
def language():
    return planted_language()


@pytest.fixture(scope="module")
def corpus(language):
    return language.sample(1_000_000, seed=0)


def test_P_equals_the_sum_over_topics_and_states():
    """From the generative story: draw topic and state, then two independent tokens."""
    language = planted_language(n_topics=4, strengths=(0.8, 0.5), seed=3)
    P = np.zeros((language.V, language.V))
    n_topics = len(language.base_probabilities)
    for bases in language.base_probabilities:
        for state in [(s, t) for s in (-1, 1) for t in (-1, 1)]:
            signs = (1 + np.array(language.strengths) * language.attributes * state) / 2
            p = bases[language.bases] * signs.prod(axis=1)
            P += np.outer(p, p) / (4 * n_topics)
    assert np.abs(P - language.P).max() < 1e-16


@pytest.mark.parametrize("zipf", [0, 0.7])
def test_P_is_a_symmetric_distribution(zipf):
    P = planted_language(zipf=zipf).P
    assert np.array_equal(P, P.T)
    assert P.min() > 0
    assert P.sum() == pytest.approx(1, abs=1e-14)


def test_topics_prefer_their_bases(language):
    """A base is 8 times likelier where one of its topics is drawn, relative to the bases that lack the topic."""
    first_of_base = language.topics[:: 2 ** len(language.strengths)]
    for topic, probabilities in enumerate(language.base_probabilities):
        other = (topic + 1) % len(language.base_probabilities)
        preferred = probabilities / language.base_probabilities[other]
        neither = ~np.isin(first_of_base, (topic, other)).any(axis=1)
        mine = (first_of_base == topic).any(axis=1) & ~(first_of_base == other).any(axis=1)
        assert preferred[mine] / preferred[neither].mean() == pytest.approx(8, rel=1e-12)


def test_bases_follow_the_rank_frequency_law():
    """Where topics have no effect, the r-th base has frequency ∝ (r + 2.7)^-zipf, whatever its name."""
    probabilities = planted_language(topic_strength=1, zipf=0.7, seed=4).base_probabilities
    law = (np.arange(1, 67) + 2.7) ** -0.7
    assert np.abs(probabilities - law / law.sum()).max() < 1e-15
    dealt = [planted_language(seed=seed).words[0] for seed in (0, 1)]
    assert dealt[0] != dealt[1]


def test_with_exchangeable_topics_attributes_are_exact_eigenvectors():
    language = planted_language(zipf=0)
    M = m_star(language.P)
    for attribute in language.attributes.T.astype(float):
        image = M @ attribute
        assert np.abs(image - image @ attribute / language.V * attribute).max() < 1e-12 * np.abs(image).max()
    eigenvalues, eigenvectors = leading(language.P, 4)
    assert 1 - overlaps(language, eigenvectors) == pytest.approx(0, abs=1e-12)
    assert np.diff(eigenvalues).max() < -60


def test_with_zipf_they_nearly_are(language):
    eigenvalues, eigenvectors = leading(language.P, 4)
    assert overlaps(language, eigenvectors).min() > 0.999997
    assert overlaps(language, eigenvectors).max() < 1 - 1e-9  # not exact: base frequencies bend them
    # From an independent computation whose ranks were dealt out otherwise: they move the attributes' eigenvalues
    # by less than 1 %, and the first topic's by 5 %.
    assert eigenvalues[:3] == pytest.approx([324.9, 222.4, 154.3], rel=0.01)
    assert eigenvalues[3] == pytest.approx(54.1, rel=0.06)


def test_pmi_adds_over_base_and_attributes(language):
    p = language.P.sum(axis=1)
    pmi = np.log(language.P / np.outer(p, p))
    signs = language.attributes.astype(float)
    residual = pmi - sum(
        np.arctanh(strength**2) * np.outer(sign, sign) + np.log1p(-(strength**4)) / 2
        for strength, sign in zip(language.strengths, signs.T, strict=True)
    )
    base = residual[::8, ::8]  # what is left depends on the bases alone
    assert np.abs(residual - base[language.bases[:, None], language.bases]).max() < 1e-12


def test_words_are_distinct_readable_and_survive_the_tokenizer(language):
    assert len(set(language.words)) == language.V == 528
    assert tokenize(" ".join(language.words)) == list(language.words)
    syllables = set()
    for word, topics, signs in zip(language.words, language.topics, language.attributes, strict=True):
        syllables |= {(topics[0], word[:2]), (topics[1], word[2:4])}
        assert [letter in "lan" for letter in word[4:]] == (signs > 0).tolist()
    assert len(syllables) == len({syllable for _, syllable in syllables}) == 12  # one for each topic


def test_rows_are_ordered_by_probability(language):
    unigram = language.P.sum(axis=1)
    assert (np.diff(unigram) < 1e-15).all()
    assert unigram[0] > 2 * unigram[-1]


def test_flip_changes_one_attribute(language):
    rows = np.arange(language.V)
    for k in range(3):
        flipped = language.flip(rows, k)
        changed = language.attributes != language.attributes[flipped]
        assert changed[:, k].all()
        assert not np.delete(changed, k, axis=1).any()
        assert np.array_equal(language.bases, language.bases[flipped])


def test_questions_differ_in_one_attribute_from_plus_to_minus(language):
    questions = language.questions(500, seed=1)
    assert len(set(questions)) == 500
    seen = set()
    for question in questions:
        a, b, c, d = (language.index[word] for word in question)
        step = language.attributes[b].astype(int) - language.attributes[a]
        assert np.array_equal(step, language.attributes[d].astype(int) - language.attributes[c])
        assert sorted(step) == [-2, 0, 0]
        assert language.bases[a] == language.bases[b] != language.bases[c] == language.bases[d]
        seen.add(int(step.argmin()))
    assert seen == {0, 1, 2}
    assert language.questions(500, seed=1) == questions
    assert len(language.questions(None)) == 3 * 264 * 260


def test_sampling_is_seeded_and_as_long_as_asked(language):
    documents = language.sample(1_050, seed=5)
    assert [len(document) for document in documents] == [DOCUMENT_LENGTH] * 5 + [50]
    assert language.sample(1_050, seed=np.random.default_rng(5)) == documents
    assert language.sample(1_050, seed=6) != documents


@pytest.mark.parametrize("window", [16, 5])
def test_a_sample_counted_with_a_window_approaches_P(language, corpus, window):
    """A document's tokens are independent given topic and state: neither distance nor window matters."""
    vocabulary = Vocabulary.from_words(language.words, corpus)
    P = count(corpus, vocabulary, window).P
    for k, strength in enumerate(language.strengths):
        sign = language.attributes[:, k].astype(float)
        assert sign @ P @ sign == pytest.approx(strength**2, abs=0.01)
    # The error is sampling error alone: with four times the documents it is half as large.
    quarter = count(corpus[: len(corpus) // 4], vocabulary, window).P
    assert np.abs(quarter - language.P).sum() / np.abs(P - language.P).sum() == pytest.approx(2, rel=0.1)


def test_a_sample_has_its_attributes_as_leading_modes(language, corpus):
    counted = count(corpus, Vocabulary.from_words(language.words, corpus), 16)
    eigenvalues, eigenvectors = leading(counted.P, 3)
    assert overlaps(language, eigenvectors).min() > 0.99
    assert eigenvalues == pytest.approx(leading(language.P, 3)[0], rel=0.02)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"n_topics": 2}, "n_topics must be a whole number from 3 to 50"),
        ({"n_topics": 51}, "n_topics must be a whole number from 3 to 50"),
        ({"strengths": ()}, "strengths must"),
        ({"strengths": (0.5,) * 6}, "strengths must"),
        ({"strengths": (0.8, 1.0)}, "strengths"),
        ({"strengths": (float("nan"),)}, "strengths"),
        ({"topic_strength": 0.5}, "topic_strength must be a finite number from 1"),
        ({"zipf": -1}, "zipf must be a finite number from 0"),
    ],
)
def test_parameters_out_of_range_are_refused(arguments, message):
    with pytest.raises((TypeError, ValueError), match=message):
        planted_language(**arguments)


def test_too_few_tokens_or_questions_are_refused(language):
    with pytest.raises((TypeError, ValueError), match="n_tokens must be a whole number from 1"):
        language.sample(0)
    with pytest.raises((TypeError, ValueError), match="from 1 to 205920"):
        language.questions(300_000)


def test_other_sizes_have_their_shapes():
    small = planted_language(n_topics=3, strengths=(0.5,), zipf=0)
    assert small.V == 6
    assert small.words == ("badel", "bader", "bafil", "bafir", "defil", "defir")
    large = planted_language(n_topics=13, strengths=(0.5,) * 4)
    assert len(set(large.words)) == large.V == 78 * 16
