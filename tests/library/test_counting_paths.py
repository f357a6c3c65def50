"""Every way to count the same text gives the same integers: compiled or not, table or sparse, read once or twice."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cooccurrence import brute_force

from wordmodes.text import _arrays, _counting, _kernels, _loops, _reading
from wordmodes.text.cooccurrence import count
from wordmodes.text.numbered import number
from wordmodes.text.vocabulary import Vocabulary

LETTERS = "abcdefghij"


@st.composite
def corpora(draw):
    """Documents, some empty; a vocabulary that leaves some of their words out, in any order."""
    documents = draw(st.lists(st.lists(st.sampled_from(LETTERS), max_size=14), min_size=1, max_size=6))
    words = draw(st.lists(st.sampled_from(LETTERS), min_size=2, max_size=8, unique=True))
    if not any(documents):
        documents.append(["a"])
    counts = [sum(document.count(word) for document in documents) for word in words]
    return documents, Vocabulary(tuple(words), counts)


def without(documents, vocabulary):
    return [[token for token in document if token in vocabulary.index] for document in documents]


@settings(deadline=None, max_examples=200)
@given(
    corpora(), st.integers(1, 20), st.sampled_from(["linear", "flat"]), st.sampled_from(["keep", "drop"]),
    st.integers(1, 9), st.integers(1, 9), st.integers(0, 8),
)  # fmt: skip
def test_every_path_counts_what_three_lines_do(corpus, window, weighting, oov, block, batch, head):
    documents, vocabulary = corpus
    expected = brute_force(
        without(documents, vocabulary) if oov == "drop" else documents, vocabulary, window, weighting
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_counting, "_BLOCK", block)
        patch.setattr(_reading, "_BATCH", batch)
        patch.setattr(_counting, "HEAD", head)
        for loops, dense, once in itertools.product((_arrays, _kernels), (True, False), (True, False)):
            patch.setattr(_loops, "chosen", lambda pairs, loops=loops: loops)
            text = number(iter(documents), spill=40) if once else iter(documents)
            counts = count(text, vocabulary, window, weighting, oov=oov, dense=dense).counts
            assert counts.dtype == np.int64
            if not dense:
                assert counts.has_canonical_format
                assert counts.data.all()
                counts = counts.toarray()
            assert np.array_equal(counts, expected), (loops.__name__, dense, once)


@settings(deadline=None, max_examples=50)
@given(corpora(), st.integers(1, 6), st.floats(0.001, 2), st.integers(0, 5), st.integers(1, 9), st.booleans())
def test_thinning_depends_on_the_seed_alone(corpus, window, t, seed, block, drop):
    documents, vocabulary = corpus
    if not vocabulary.counts.any():
        return
    asked = {"oov": "drop" if drop else "keep", "thin": t, "seed": seed}
    whole = count(documents, vocabulary, window, **asked).counts
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_counting, "_BLOCK", block)
        patch.setattr(_reading, "_BATCH", 3)
        for text in (documents, number(documents)):
            assert np.array_equal(count(text, vocabulary, window, **asked).counts, whole)
            assert np.array_equal(count(text, vocabulary, window, dense=False, **asked).counts.toarray(), whole)
