"""What training starts from, against gensim's own settings."""

import numpy as np
import pytest
from gensim.models import Word2Vec

from wordmodes.training import start


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


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: start.initial_embedding(5, 2, -1, 0), "init_scale"),
        (lambda: start.initial_embedding(5, 6, 1, 0), "d must be a whole number from 1 to 5"),
        (lambda: start.keep_probability([0.5, 0.5], -1), "subsample"),
        (lambda: start.keep_probability([0.5, 0.5], np.nan), "subsample"),
        (lambda: start.negative_distribution([0, 0]), "counts"),
    ],
)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
