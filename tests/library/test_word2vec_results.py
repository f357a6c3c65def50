"""The scripts behind chapter 07's runs on two texts, at a small size, and what they stored."""

import numpy as np
import pytest
from result_scripts import small, stored

from wordmodes import training
from wordmodes.text.sources import gazette
from wordmodes.theory import modes


def check_ablation(content: dict) -> None:
    s = content["settings"]
    names = [row[0] for row in s["weights"]]
    assert [(run["text"], run["weights"]) for run in content["runs"]] == [
        (text, name) for text in ("gazette", "wikipedia") for name in names
    ]
    for run in content["runs"]:
        records = len(run["times"])
        assert records == len(run["overlap_of_losses"])
        for loss in ("quartic", "logistic"):
            own = run[loss]
            assert np.shape(own["squares"]) == (records, s["d"])
            assert np.shape(own["with_own"]) == np.shape(own["with_m_star"]) == (records, len(s["ranks"]))
            assert own["reached"][0] == pytest.approx(run["foretold"][0], rel=0.12)  # the first mode is on time
            assert own["reached_by_mode"][0] == pytest.approx(own["reached"][0], rel=0.12)
        if run["weights"] == "even":  # H is M*/4
            assert run["targets_overlap"]["H and M*"] == [1.0] * len(s["ranks"])
            np.testing.assert_allclose(run["logistic"]["with_own"], run["logistic"]["with_m_star"], atol=2e-3)
        else:
            assert run["targets_overlap"]["H and M*"][1] < 0.9


def test_ablation_at_a_small_size(tmp_path):
    check_ablation(small(tmp_path, "ablation"))


def test_stored_ablation_has_the_papers_settings_on_both_texts():
    content = stored("ablation")
    assert content["settings"]["V"] == 1000
    assert [1, 1e-5] in [row[1:3] for row in content["settings"]["weights"]]
    check_ablation(content)


def check_first_mode(content: dict) -> None:
    s = content["settings"]
    for run in content["runs"]:
        frequency, constant, drawn, _ = run["at_the_start"]
        assert frequency > 0.99
        assert drawn > 0.99
        assert constant == pytest.approx(run["frequency_with_constant"], abs=0.02)
        first = np.array(run["first"])
        assert first.shape == (s["checkpoints"], 6)
        assert first[-1, 1] > first[0, 1]  # towards the constant
        assert first[-1, 4] < -0.8  # C points the other way
        assert set(run["overlap"]) == set(run["relatives"])
        assert run["relatives"]["M*"] == [1.0] * len(s["ranks"])


def test_first_mode_at_a_small_size(tmp_path):
    check_first_mode(small(tmp_path, "first_mode"))


def test_stored_first_mode_is_of_full_size():
    content = stored("first_mode")
    assert (content["settings"]["V"], content["settings"]["d"]) == (2000, 50)
    assert [(run["text"], run["start_scale"]) for run in content["runs"]] == [
        (text, scale) for text in ("gazette", "wikipedia") for scale in (1.0, 1e-3)
    ]
    check_first_mode(content)


def test_the_first_mode_of_word2vecs_weights_is_frequency_and_not_the_constant():
    """What chapter 07 derives, with the library's own solver, on gazette."""
    counts = gazette(500, 5)
    keep = training.keep_probability(counts.vocabulary.unigram, 1e-3)
    A = counts.P * np.outer(keep, keep)
    A /= A.sum()
    frequency = A.sum(axis=1)
    H = (A - 5 * np.outer(frequency, frequency)) / 2
    found = modes.leading_modes(H, 2, by="modulus")
    first = found.eigenvectors[:, 0]
    assert found.eigenvalues[0] < 0
    assert abs(found.eigenvalues[0]) > 5 * abs(found.eigenvalues[1])
    assert abs(first @ frequency) / np.linalg.norm(frequency) > 0.999
    assert abs(first.sum()) / np.sqrt(len(first)) < 0.9
