"""The explorer of answers: its table, from stored runs, and what it refuses."""

import copy
import json

import numpy as np
import pytest
import traitlets
from javascript import ask

from wordmodes.book.stored import stored
from wordmodes.explorers import answers_explorer
from wordmodes.explorers.answers import table

FAMILIES = {"capital-world": [3, 6], "family": [2, 6], "gram2-opposite": [1, 12]}


def runs(columns=(10, 200)) -> list[dict]:
    found = []
    for t, target in enumerate(table.TARGETS):
        for signed in (False, True):
            for d in columns:
                families = {name: [right * (d == 200) + t * signed, asked] for name, (right, asked) in FAMILIES.items()}
                found.append({"text": "gazette", "V": 5, "window": 5, "n_tokens": 9, "target": target, "signed": signed,
                              "d": d, "families": families})  # fmt: skip
    return found


def test_runs_become_a_table_and_come_back_from_a_file(tmp_path, monkeypatch):
    (made,) = table.text_answers(runs(), {"gazette": ("two epochs", dict.fromkeys(FAMILIES, 2.5))})
    assert made.families == (("capital-world", 6), ("family", 6), ("gram2-opposite", 12))
    assert made.columns == (10, 200)
    assert made.hits["M*"]["by value"] == ((0, 0, 0), (3, 2, 1))
    assert made.hits["PPMI"]["by modulus"] == ((2, 2, 2), (5, 4, 3))
    assert (made.trainer, made.trained) == ("two epochs", (2.5, 2.5, 2.5))
    table.store_answers([made], tmp_path / table.STORED)
    monkeypatch.setattr(table, "files", lambda _: tmp_path)
    assert table.stored_answers() == (made,)
    (untrained,) = table.text_answers(runs(), {})
    assert (untrained.trainer, untrained.trained) == ("", ())


def test_runs_that_do_not_belong_together_are_refused():
    with pytest.raises(ValueError, match=r"lack \('M\*', 'by value', 200\)"):
        table.text_answers(
            [run for run in runs() if (run["target"], run["signed"], run["d"]) != ("M*", False, 200)], {}
        )
    other = copy.deepcopy(runs())
    other[3]["families"]["family"][1] += 1
    with pytest.raises(ValueError, match="asked different questions"):
        table.text_answers(other, {})
    with pytest.raises(ValueError, match="nothing to show"):
        table.text_answers([], {})


def test_what_it_carries_is_what_is_stored():
    carried = {one.text: one for one in table.stored_answers()}
    every = stored("columns")["runs"]
    assert set(carried) == {run["text"] for run in every}
    for run in every:
        one = carried[run["text"]]
        i = one.columns.index(run["d"])
        hits = one.hits[run["target"]][table.MODES[run["signed"]]][i]
        assert dict(zip(one.families, hits, strict=True)) == {
            (name, asked): right for name, (right, asked) in run["families"].items()
        }
    gensim = [run for run in stored("gensim")["runs"] if run["epochs"] == 10]
    mean = {name: np.mean([run["analogies"]["families"][name][0] for run in gensim])
            for name, _ in carried["gazette"].families}  # fmt: skip
    np.testing.assert_allclose(carried["gazette"].trained, list(mean.values()), atol=0.006)
    asked = {"tokens": 65_000_000, "window": 16, "d": 200, "negatives": 1, "subsample": 1e-5, "trainer": "gensim"}
    series = [run for run in stored("wikipedia")["runs"] if asked.items() <= run.items()]
    longest = [run for run in series if run["epochs"] == max(one["epochs"] for one in series)]
    mean = [
        np.mean([run["families"][name][0] for run in longest]) for name, _ in carried["wikipedia"].families if longest
    ]
    np.testing.assert_allclose(carried["wikipedia"].trained, mean, atol=0.006)
    assert bool(longest) == bool(carried["wikipedia"].trainer)


def test_the_page_adds_up_as_the_table_does(tmp_path):
    code = """
      const data = module.readAnswers(model);
      return data.texts.map((one) => ({
        name: one.name,
        shares: data.targets.map((target) => data.modes.map((kind) =>
          one.columns.map((_, i) => module.shareOf(one.families, one.at(target, kind, i))))),
        grammar: module.shareOf(one.families, one.at("PPMI", "by value", 0), module.grammar),
        both: one.families.filter(module.grammar).length + one.families.filter(module.world).length,
      }));
    """
    read = ask(answers_explorer(), code, None, tmp_path)
    for one, carried in zip(read, table.stored_answers(), strict=True):
        asked = np.array([n for _, n in carried.families])
        expected = [
            [[sum(row) / asked.sum() for row in carried.hits[t][m]] for m in table.MODES] for t in table.TARGETS
        ]
        np.testing.assert_allclose(one["shares"], expected)
        grammar = np.array([name.startswith("gram") and "nationality" not in name for name, _ in carried.families])
        right = np.array(carried.hits["PPMI"]["by value"][0])[grammar].sum() / asked[grammar].sum()
        assert one["grammar"] == pytest.approx(right)
        assert one["both"] == len(asked)


@pytest.mark.parametrize(
    ("trait", "value"), [("text", "text8"), ("target", "LSA"), ("modes", "all"), ("d", 9), ("d", 201), ("d", "ten")]
)
def test_what_is_out_of_range_is_refused(trait, value):
    with pytest.raises(traitlets.TraitError, match=trait):
        answers_explorer(**{trait: value})


def test_the_file_says_who_made_it():
    content = json.loads(table.files(table.__package__).joinpath(table.STORED).read_text(encoding="utf-8"))
    assert content["made by"] == "python tools/results/explorer_tables.py answers"
