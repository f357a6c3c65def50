"""Packed counts: what is unpacked is what was packed, to the last bit, and what is damaged is said to be."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from wordmodes.text import _packing, _triangles

LARGEST = (1 << 31) - 1


@st.composite
def symmetric(draw, V=None):
    """Counts as they are and as they hardly ever are: of all magnitudes, few or many of them zero."""
    V = draw(st.integers(1, 40)) if V is None else V
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    half = np.exp2(rng.uniform(-1, draw(st.sampled_from([0.5, 5, 12, 30.9])), size=(V, V))).astype(np.int64)
    half[rng.random((V, V)) < draw(st.sampled_from([0.0, 0.5, 0.99, 1.0]))] = 0
    for i, j, count in draw(st.lists(st.tuples(*2 * [st.integers(0, V - 1)], st.integers(0, LARGEST)), max_size=3)):
        half[max(i, j), min(i, j)] = count
    lower = np.tril(half)
    return lower + lower.T


def unpack(data, size, guide=None):
    return np.concatenate(list(_packing.unpacked(data, size, guide)))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_is_packed_is_unpacked(data):
    counts = data.draw(symmetric())
    V = len(counts)
    states = data.draw(st.sampled_from([1, 2, 7, 1 << 13]))
    triangle = _triangles.lower(counts)
    assert np.array_equal(_triangles.lower(csr_array(counts)), triangle)
    guide = None
    if data.draw(st.booleans()):
        guide = _triangles.lower(data.draw(symmetric(V + data.draw(st.integers(0, 3)))))
    packed = _packing.pack(triangle, guide, states)
    size = data.draw(st.integers(1, V))
    first = unpack(packed, size, guide)
    corner = counts[:size, :size]
    assert np.array_equal(_triangles.table(first), corner)
    block = data.draw(st.integers(1, len(first)))
    sparse = _triangles.sparse(np.split(first, range(block, len(first), block)), size)
    assert sparse.dtype == np.int64
    assert sparse.data.all()
    for part in ("indptr", "indices", "data"):
        assert np.array_equal(getattr(sparse, part), getattr(csr_array(corner), part))
    assert csr_array((sparse.data, sparse.indices, sparse.indptr), shape=sparse.shape).has_canonical_format
    assert np.array_equal(unpack(packed, V, guide), triangle)


@settings(max_examples=40, deadline=None)
@given(symmetric(20), st.integers(0), st.integers(1, 255), st.booleans())
def test_a_file_that_is_damaged_or_cut_short_is_refused(counts, place, flip, cut):
    packed = bytearray(_packing.pack(_triangles.lower(counts)))
    if cut:
        del packed[place % len(packed) :]
    else:
        packed[place % len(packed)] ^= flip
    with pytest.raises(ValueError, match=r"^it (is damaged or cut short|does not begin as packed counts do)"):
        unpack(bytes(packed), 20)


def test_many_steps_and_blocks_are_joined():
    rng = np.random.default_rng(0)
    counts = np.tril(rng.geometric(0.3, size=(400, 400)) - 1)
    counts += counts.T
    packed = _packing.pack(_triangles.lower(counts), states=100)
    blocks = list(_packing.unpacked(packed, 400))
    assert len(blocks) == 13
    assert np.array_equal(_triangles.table(np.concatenate(blocks)), counts)


def test_what_is_expected_is_the_same_on_every_machine():
    """By floats that hold whole numbers exactly, whatever the order in which they are added."""
    rng = np.random.default_rng(3)
    V, d = 600, 32
    modes = np.rint(rng.normal(size=(V, d)) * 40).clip(-127, 127).astype(np.int8)
    signs = rng.choice(np.array([-1, 1], dtype=np.int8), size=d)
    exact = (modes.astype(int) * signs @ modes.T.astype(int)) * _packing._FINENESS // _packing._UNIT**2
    exact = (exact + _packing._FINENESS * _packing._LOWEST).clip(0, _packing._CONTEXTS - 1)
    assert len(np.unique(exact)) > 50
    assert np.array_equal(_packing._contexts(modes, signs, V, None), exact[np.tril_indices(V)])
    assert d * 127**2 < 1 << 24


@pytest.mark.parametrize(
    ("counts", "match"),
    [
        ([[1, 0], [0, 2]], "even on the diagonal"),
        ([[0, 1 << 31], [1 << 31, 0]], "between 0 and 2\\^31"),
        ([[0, -1], [-1, 0]], "between 0 and 2\\^31"),
    ],
)
def test_what_cannot_be_packed_is_refused(counts, match):
    for made in (np.array(counts), csr_array(np.array(counts))):
        with pytest.raises(ValueError, match=match):
            _triangles.lower(made)


def test_more_words_than_are_packed_and_another_guide_are_refused():
    rng = np.random.default_rng(0)
    one, other = (rng.integers(0, 99, size=30 * 31 // 2).astype(np.int32) for _ in range(2))
    packed = _packing.pack(other, one)
    with pytest.raises(ValueError, match="size must be at most 30"):
        unpack(packed, 31, one)
    with pytest.raises(ValueError, match="it was packed with another guide"):
        unpack(packed, 30, other)
