"""The scripts behind chapter 08, run at a small size, and what they stored."""

import numpy as np
import pytest
from result_scripts import small, stored

from wordmodes import evaluation
from wordmodes.text.sources import gazette_vocabulary, wikipedia_vocabulary


def check_hits(run: dict) -> None:
    """The answers, as bits, are those of which the families and the score tell."""
    hits = np.unpackbits(np.frombuffer(bytes.fromhex(run["hits"]), dtype=np.uint8))[: run["questions"]]
    assert hits.mean() == pytest.approx(run["analogies"][0], abs=1e-5)
    assert np.sum(list(run["families"].values()), axis=0).tolist() == [hits.sum(), run["questions"]]


def check_qwem(content: dict) -> None:
    *closed, trained = content["runs"]
    assert [run["recipe"] for run in closed] == [
        "M*", "PMI, log(P/Q + 1e-25)", "PPMI, D^.25, signed", "damped M*", "damped M*, D^.25, signed",
    ]  # fmt: skip
    for run in content["runs"]:
        check_hits(run)
    s, looks = content["settings"], trained["looks"]
    assert [look["step"] for look in looks][-1] == trained["steps"]
    assert np.diff([look["cpu_seconds"] for look in looks]).min() >= 0
    assert looks[-1]["analogies"] == trained["analogies"][0]
    assert looks[-1]["overlap"][0] > 0.99
    assert 0 <= looks[-1]["excess"] < looks[0]["excess"]
    lam, end = np.array(trained["eigenvalues"]), np.array(trained["end"])
    np.testing.assert_allclose(end[:3], lam[:3], rtol=0.01)
    assert len(trained["half_rises"]) == len(trained["foretold"]) == s["d"]
    np.testing.assert_allclose(trained["half_rises"][:2], trained["foretold"][:2], rtol=0.1)


def test_qwem_at_a_small_size(tmp_path):
    check_qwem(small(tmp_path, "qwem"))


def test_stored_qwem_is_of_the_papers_size():
    content = stored("qwem")
    assert (content["settings"]["V"], content["settings"]["window"], content["settings"]["d"]) == (10_000, 16, 200)
    check_qwem(content)
    questions = len(evaluation.analogy_questions(wikipedia_vocabulary().words))
    assert {run["questions"] for run in content["runs"]} == {questions}


def check_recount(content: dict) -> None:
    for text in content["settings"]["texts"]:
        own = [run for run in content["runs"] if run["text"] == text["name"]]
        for window, d, t in text["shapes"]:
            here = [run for run in own if run["window"] == window]
            assert {(run["d"], run["t"]) for run in here} == {(d, t)}
            ways = ["kept"] * (text["name"] == "gazette") + ["dropped", "dropped and thinned"]
            assert list(dict.fromkeys(run["way"] for run in here)) == ways
            recipes = [[run["recipe"] for run in here if run["way"] == way] for way in ways]
            assert all(some == recipes[0] for some in recipes)
            # what is taken out brings others near
            seen = [next(run["pairs_seen"] for run in here if run["way"] == way) for way in ways]
            assert text["name"] == "wikipedia" or seen[1] > seen[0]
    for run in content["runs"]:
        check_hits(run)


def test_recount_at_a_small_size(tmp_path):
    check_recount(small(tmp_path, "recount"))


def test_stored_recount_is_of_full_size():
    content = stored("recount")
    assert [(text["name"], text["V"]) for text in content["settings"]["texts"]] == [
        ("gazette", 5000),
        ("wikipedia", 10_000),
    ]
    check_recount(content)


def test_counts_kept_in_place_score_as_the_bundled_ones():
    """The first way of counting is that of the bundled counts, which other results were made from."""
    own = {run["recipe"]: run for run in stored("recount")["runs"]
           if (run["text"], run["window"], run["way"]) == ("gazette", 5, "kept")}  # fmt: skip
    by_exponent = {(run["matrix"], run["signed"]): run for run in stored("exponents")["runs"] if run["alpha"] == 0}
    for recipe, key in (("M*", ("M*", False)), ("damped M*, signed", ("damped M*", True)), ("PPMI", ("PPMI", False))):
        assert 100 * own[recipe]["analogies"][0] == pytest.approx(by_exponent[key]["percent"], abs=0.15)


def check_equal_score(content: dict) -> None:
    s = content["settings"]
    closed, trained = ([run for run in content["runs"] if key in run] for key in ("recipe", "trainer"))
    assert [run["recipe"] for run in closed] == ["M*", "damped M*, signed"]
    assert [(run["seed"], run["epochs"]) for run in trained] == [(a, b) for a in s["seeds"] for b in s["epochs"]]
    for seed in s["seeds"]:
        assert np.diff([run["cpu_seconds"] for run in trained if run["seed"] == seed]).min() > 0
    for run in content["runs"]:
        check_hits(run)


def test_equal_score_at_a_small_size(tmp_path):
    check_equal_score(small(tmp_path, "equal_score"))


def test_stored_equal_score_is_of_full_size():
    content = stored("equal_score")
    assert (content["settings"]["V"], content["settings"]["d"]) == (5000, 100)
    check_equal_score(content)
    questions = len(evaluation.analogy_questions(gazette_vocabulary().words))
    assert {run["questions"] for run in content["runs"]} == {questions}


def check_columns(content: dict) -> None:
    s = content["settings"]
    for text, V, window in s["texts"]:
        own = [run for run in content["runs"] if run["text"] == text]
        assert {(run["V"], run["window"]) for run in own} == {(V, window)}
        assert len({(run["target"], run["signed"], run["d"]) for run in own}) == len(own) == 6 * len(s["columns"])
        for run in own:
            right, asked = np.sum(list(run["families"].values()), axis=0)
            assert right / asked == pytest.approx(run["analogies"], abs=1e-5)


def test_columns_at_a_small_size(tmp_path):
    check_columns(small(tmp_path, "columns"))


def test_stored_columns_are_of_full_size_and_agree_with_other_results():
    content = stored("columns")
    assert [list(one) for one in content["settings"]["texts"]] == [["gazette", 5000, 5], ["wikipedia", 10_000, 16]]
    check_columns(content)
    (here,) = (run for run in content["runs"]
               if (run["text"], run["target"], run["signed"], run["d"]) == ("wikipedia", "M*", False, 200))  # fmt: skip
    assert here["analogies"] == pytest.approx(stored("qwem")["runs"][0]["analogies"][0], abs=5e-4)
