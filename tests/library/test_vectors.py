"""From text to vectors and out to word2vec's format: the steps it stands for, the round trip, what it refuses."""

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from gensim.models import KeyedVectors

from wordmodes import _vector_files
from wordmodes.text import corpus
from wordmodes.text.cooccurrence import count
from wordmodes.text.corpus import Vocabulary
from wordmodes.text.numbered import number
from wordmodes.text.planted import planted_language
from wordmodes.theory import modes, targets
from wordmodes.vectors import WordVectors, embed_counts, embed_text


@pytest.fixture(scope="module")
def documents() -> list[list[str]]:
    return planted_language().sample(40_000, seed=0)


@pytest.fixture(scope="module")
def vectors(documents) -> WordVectors:
    return embed_text(documents, V=300, d=20)


def test_it_counts_damps_and_solves(documents, vectors):
    vocabulary = Vocabulary.from_documents(documents, size=300)
    counts = count(documents, vocabulary, 5)
    found = modes.leading_modes(targets.damped_m_star(counts.counts, 5), 20, by="modulus")
    assert vectors.words == vocabulary.words
    assert vectors.vocabulary.n_tokens == 40_000
    np.testing.assert_allclose(vectors.modes.eigenvalues, found.eigenvalues, rtol=1e-4)
    np.testing.assert_allclose(
        np.abs(np.sum(vectors.modes.eigenvectors[:, :3] * found.eigenvectors[:, :3], axis=0)), 1, atol=1e-5
    )
    exact = embed_text(documents, V=300, d=20, tol=1e-10)
    np.testing.assert_allclose(exact.modes.eigenvalues, found.eigenvalues, rtol=1e-9)
    np.testing.assert_allclose(exact.W, modes.embed_signed(found)[0], atol=1e-6)


def test_texts_and_their_tokens_give_the_same(documents, vectors):
    texts = [" ".join(document) for document in documents]
    assert np.array_equal(embed_text(texts, V=300, d=20).W, vectors.W)
    other = embed_text(texts, V=300, d=20, tokenizer=lambda text: text.upper().split())
    assert other.words[:5] == tuple(word.upper() for word in vectors.words[:5])


def test_another_target_and_order_can_be_asked_for(documents):
    plain = embed_text(documents, V=300, d=5, target=lambda counts: targets.m_star(counts.P), by="value", tol=1e-10)
    counts = count(documents, plain.vocabulary, 5)
    np.testing.assert_allclose(plain.W, modes.embed(modes.leading_modes(targets.m_star(counts.P), 5)), atol=1e-6)
    dense = embed_text(documents, V=300, d=5, target=lambda c: targets.m_star(c.dense().P), by="value", tol=1e-10)
    np.testing.assert_allclose(dense.W, plain.W, atol=1e-6)


def test_a_text_is_read_once(documents, vectors):
    assert np.array_equal(embed_text(iter(documents), V=300, d=20).W, vectors.W)
    with number(documents) as text:
        assert np.array_equal(embed_text(text, V=300, d=20).W, vectors.W)
        assert sum(map(len, text.blocks())) == 40_000 + len(documents)  # it is not closed for whoever opened it


def test_no_table_is_held_on_the_way_from_text_to_vectors():
    """Of 20 000 words a table would be 3.2 GB; reading, counting, forming and solving take a fraction together."""

    def sampled(n):
        rng, types = np.random.default_rng(0), np.array([f"w{i}" for i in range(40_000)])
        chances = 1 / np.arange(1, len(types) + 1)
        words = types[rng.choice(len(types), size=n, p=chances / chances.sum())]
        return [words[k : k + 500].tolist() for k in range(0, n, 500)]

    embed_text(sampled(20_000), V=300, d=3, min_count=1)  # what compiling takes is not what the text does
    documents = sampled(600_000)
    tracemalloc.start()
    found = embed_text(documents, V=20_000, d=10, min_count=1, tol=1e-2)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.W.shape == (20_000, 10)
    assert peak < 8 * 20_000**2 / 10


def test_a_text_can_be_read_anew_from_disk(documents, vectors, tmp_path):
    path = tmp_path / "text.txt"
    path.write_text("\n".join(" ".join(document) for document in documents), encoding="utf-8")

    class Lines:
        def __iter__(self):
            with path.open(encoding="utf-8") as file:
                yield from map(corpus.tokenize, file)

    assert np.array_equal(embed_text(Lines(), V=300, d=20).W, vectors.W)


def test_v_is_an_upper_bound_and_rare_words_are_left_out():
    documents = [["a", "b", "c", "d"], ["b", "a"], ["a", "b", "c"]]
    assert embed_text(documents, d=2, min_count=1).words == ("a", "b", "c", "d")
    assert embed_text(documents, d=2, min_count=2).words == ("a", "b", "c")
    assert embed_text(documents, V=2, d=2, min_count=1).words == ("a", "b")


def test_a_word_without_neighbours_is_left_out_and_changes_nothing():
    documents = [["a", "b", "c"], ["c", "b"], ["a", "c"]]
    alone = [["x"]] * 9
    with_it, without = (embed_text(some, d=2, min_count=1) for some in (documents + alone, documents))
    assert with_it.words == without.words
    assert with_it.vocabulary.counts.tolist() == without.vocabulary.counts.tolist()
    assert np.array_equal(with_it.W, without.W)


def test_ends_are_the_extreme_words_of_a_mode(vectors):
    high, low = vectors.ends(2, 3)
    column = dict(zip(vectors.words, vectors.modes.eigenvectors[:, 1], strict=True))
    assert high == sorted(column, key=column.get)[:-4:-1]
    assert low == sorted(column, key=column.get)[:3]
    with pytest.raises((TypeError, ValueError), match="whole number from 1 to 20"):
        vectors.ends(0)
    with pytest.raises((TypeError, ValueError), match="half of the words"):
        vectors.ends(1, 151)


@pytest.mark.parametrize("binary", [False, True])
@pytest.mark.parametrize("name", ["vectors.txt", "vectors.bin", "vectors.txt.gz"])
def test_gensim_loads_every_bit_of_what_was_saved(vectors, tmp_path, binary, name):
    path = tmp_path / name
    path.write_text("something older")
    vectors.save_word2vec(path, binary=binary)
    loaded = KeyedVectors.load_word2vec_format(str(path), binary=binary)
    assert loaded.index_to_key == list(vectors.words)
    assert loaded.vectors.dtype == np.float32
    assert np.array_equal(loaded.vectors.view(np.uint32), vectors.W.astype(np.float32).view(np.uint32))
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_hard_numbers_and_foreign_words_survive_the_text_format(tmp_path):
    numbers = np.array([[1e-38, -0.0, 1 / 3], [np.float32(16777217), -1e38, np.nextafter(1, 2)], [np.pi, 1e-45, 7]])
    # Modes of eigenvalue 1 make W the given numbers.
    words = ("naïve", "東京", "a_b")
    given = WordVectors(Vocabulary(words, np.array([3, 3, 3])), modes.Modes(np.ones(3), numbers, 0.0))
    given.save_word2vec(tmp_path / "hard.txt")
    loaded = KeyedVectors.load_word2vec_format(str(tmp_path / "hard.txt"))
    assert loaded.index_to_key == list(words)
    assert np.array_equal(loaded.vectors.view(np.uint32), numbers.astype(np.float32).view(np.uint32))
    assert (tmp_path / "hard.txt").read_text(encoding="utf-8").startswith("3 3\nnaïve ")


def test_in_gensim_the_nearest_words_are_those_of_w(vectors):
    keyed = vectors.to_gensim()
    W = vectors.W / np.linalg.norm(vectors.W, axis=1, keepdims=True)
    cosines = W @ W[7]
    cosines[7] = -2
    word, cosine = keyed.most_similar(vectors.words[7], topn=1)[0]
    assert word == vectors.words[cosines.argmax()]
    assert cosine == pytest.approx(cosines.max(), abs=1e-6)
    assert keyed.get_vecattr(vectors.words[7], "count") == vectors.vocabulary.counts[7]


@pytest.mark.parametrize("word", ["new york", "", "a\tb", "line\n"])
def test_words_that_the_format_cannot_express_are_named(word, tmp_path):
    given = WordVectors(Vocabulary(("a", word), np.array([2, 1])), modes.Modes(np.ones(1), np.ones((2, 1)), 0.0))
    with pytest.raises((TypeError, ValueError), match="empty or holds a space"):
        given.save_word2vec(tmp_path / "x.txt")
    assert list(tmp_path.iterdir()) == []


def test_a_failed_save_leaves_what_was_there(vectors, tmp_path, monkeypatch):
    path = tmp_path / "vectors.txt"
    path.write_text("something older")

    def fail(name):
        Path(name).write_text("half of it")
        raise OSError("disk full")

    monkeypatch.setattr(_vector_files, "_open", fail)
    with pytest.raises(OSError, match="disk full"):
        vectors.save_word2vec(path)
    assert path.read_text() == "something older"
    assert [file.name for file in tmp_path.iterdir()] == ["vectors.txt"]
    with pytest.raises((TypeError, ValueError), match="in a folder that exists"):
        vectors.save_word2vec(tmp_path / "missing" / "vectors.txt")


@pytest.mark.parametrize(
    ("documents", "settings", "message"),
    [
        ("a b c", {}, "single string"),
        ([["a", "b"]], {"d": 1, "min_count": 1, "tol": 0}, "tol must be a finite number > 0"),
        ([["a", "b"]], {"d": 1, "min_count": 1, "target": lambda c: np.eye(3)}, "target"),
        ([], {}, "empty"),
        (["1 2 3"], {}, "empty"),
        ([["a", "b"]], {"V": 1, "min_count": 1}, "V must be a whole number >= 2"),
        ([["a", "b"]], {"d": 0, "min_count": 1}, "d must be a whole number >= 1"),
        ([["a", "b"]], {"d": 3, "min_count": 1}, "d = 3 exceeds the 2 words"),
        ([["a", "b"]], {"d": 1, "min_count": 1, "window": 0}, "window"),
        ([["a"], ["b"]], {"d": 1, "min_count": 1}, "no two words"),
        ([["a", "b"]], {}, "at least two distinct words"),
    ],
)
def test_what_cannot_be_embedded_is_refused(documents, settings, message):
    with pytest.raises((TypeError, ValueError), match=message):
        embed_text(documents, **settings)


def test_modes_and_words_must_match():
    with pytest.raises((TypeError, ValueError), match="same counts"):
        WordVectors(Vocabulary(("a", "b"), np.array([2, 1])), modes.Modes(np.ones(1), np.ones((3, 1)), 0.0))


def test_neighbours_and_analogies_are_those_of_gensim(vectors):
    keyed = vectors.to_gensim()
    for word in vectors.words[::60]:
        found = vectors.neighbours(word, 5)
        assert [one for one, _ in found] == [one for one, _ in keyed.most_similar(word, topn=5)]
        assert [cosine for _, cosine in found] == pytest.approx(
            [x for _, x in keyed.most_similar(word, topn=5)], abs=2e-6
        )
    for a, b, c in (vectors.words[i : i + 3] for i in range(0, 60, 7)):
        found = vectors.analogy(a, b, c, 4)
        theirs = keyed.most_similar(positive=[b, c], negative=[a], topn=4)
        assert [one for one, _ in found] == [one for one, _ in theirs]
    assert len(vectors.neighbours(vectors.words[0], 10**6)) == len(vectors.words) - 1
    with pytest.raises(ValueError, match=rf"c: '{vectors.words[5]}x' is not among the 300 words; there is"):
        vectors.analogy(*vectors.words[:2], vectors.words[5] + "x")


def test_words_that_are_alike_but_for_rounding_come_in_the_vocabularys_order():
    names = tuple(f"w{i:02}" for i in range(24))
    E = np.column_stack([np.ones(24), 1e-6 * np.arange(24)])
    alike = WordVectors(Vocabulary(names, np.arange(24, 0, -1)), modes.Modes(np.ones(2), E, 0.0))
    assert [word for word, _ in alike.neighbours("w05", 6)] == ["w00", "w01", "w02", "w03", "w04", "w06"]


def test_modes_come_back_from_their_file(vectors, tmp_path):
    vectors.save(tmp_path / "modes.npz", {"window": 5})
    again = WordVectors.load(tmp_path / "modes.npz")
    assert again.words == vectors.words
    assert again.vocabulary.n_tokens == vectors.vocabulary.n_tokens
    assert np.array_equal(again.W, vectors.W)
    assert _vector_files.read_modes(tmp_path / "modes.npz")["settings"] == {"window": 5}
    (tmp_path / "bad.npz").write_bytes((tmp_path / "modes.npz").read_bytes()[:-30])
    for bad in ("bad.npz", "none.npz"):
        with pytest.raises(ValueError, match=bad):
            WordVectors.load(tmp_path / bad)
    np.savez(tmp_path / "other.npz", a=np.ones(2))
    with pytest.raises(ValueError, match=r"no \.npz of modes"):
        WordVectors.load(tmp_path / "other.npz")


def test_counts_alone_give_the_same_vectors(documents, vectors):
    counts = count(documents, Vocabulary.from_documents(documents, size=300), 5, dense=False)
    assert np.array_equal(embed_counts(counts, d=20).W, vectors.W)
    np.testing.assert_allclose(
        embed_counts(counts.dense(), d=20).modes.eigenvalues, vectors.modes.eigenvalues, rtol=1e-4
    )
