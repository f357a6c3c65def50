"""The command as a whole: each subcommand answers, its help holds an example that runs, and bad input is one line."""

import hashlib
import os
import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from wordmodes._cli import counting, ledger, show
from wordmodes.book import claims
from wordmodes.cli import _RUN, main
from wordmodes.text import text8
from wordmodes.text.planted import planted_language
from wordmodes.text.sources import gazette
from wordmodes.theory import dynamics
from wordmodes.training import initial_embedding
from wordmodes.vectors import embed_counts


@pytest.fixture(scope="module")
def english(tmp_path_factory) -> Path:
    """Vectors of English words, from the bundled counts."""
    out = tmp_path_factory.mktemp("english")
    embed_counts(gazette(1000, 5), d=30).save(out / "modes.npz", {"target": "damped", "window": 5})
    return out


@pytest.fixture(scope="module")
def mine(tmp_path_factory) -> Path:
    """A folder with a text in it, and what the command makes of it."""
    made = tmp_path_factory.mktemp("mine")
    lines = [" ".join(document) for document in planted_language().sample(40_000, seed=0)]
    lines += ["the man is a king and the woman is a queen"] * 20
    (made / "mine.txt").write_text("\n".join(lines), encoding="utf-8")
    assert main(["embed", str(made / "mine.txt"), "-o", str(made / "mine"), "--d", "100"]) == 0
    return made


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    status = main([str(argument) for argument in arguments])
    return status, *capsys.readouterr()


def test_concepts_shows_each_mode_and_when_it_is_learned(english, capsys):
    status, out, err = run(capsys, "concepts", english, "--modes", "4", "-n", "3", "--sigma", "1e-3")
    assert (status, err) == (0, "")
    rows = [re.split(r"\s{2,}", line.strip()) for line in out.splitlines()[:5]]
    assert rows[0] == ["mode", "eigenvalue", "learned at", "one end", "the other"]
    vectors = show.folder.load(str(english))[0]
    for k, (number, value, when, high, low) in enumerate(rows[1:]):
        assert int(number) == k + 1
        assert float(value) == pytest.approx(vectors.modes.eigenvalues[k], rel=1e-3)
        assert (high.split(), low.split()) == vectors.ends(k + 1, 3)
        assert (when == "never") == (float(value) < 0)
    assert "σ = 0.001" in out


def test_learning_times_are_the_median_over_random_starts():
    lam = np.array([-9.0, 6.0, 4.0, 1.0])
    found = show.learning_times(lam, 1e-3)
    assert np.isnan(found[0])
    starts = [dynamics.small_init_starts(initial_embedding(3, 3, 1e-3, seed)) for seed in range(2000)]
    expected = np.median(dynamics.half_rise_time(lam[1:], np.array(starts)), axis=0)
    np.testing.assert_allclose(found[1:], expected, rtol=0.01)
    assert show.learning_times(np.array([1.0]), 10.0).tolist() == [0.0]


def test_neighbours_and_analogies_are_listed_with_cosines(english, capsys):
    vectors = show.folder.load(str(english))[0]
    status, out, err = run(capsys, "neighbours", english, "france", "-n", "3")
    assert (status, err) == (0, "")
    assert [line.split() for line in out.splitlines()] == [
        [word, f"{cosine:.3f}"] for word, cosine in vectors.neighbours("france", 3)
    ]
    status, out, err = run(capsys, "analogy", english, "china", "chinese", "france", "-n", "2")
    assert (status, err) == (0, "")
    assert [line.split()[0] for line in out.splitlines()] == [
        word for word, _ in vectors.analogy("china", "chinese", "france", 2)
    ]


def test_what_keeps_nothing_does_not_promise_to_go_on(english, capsys, monkeypatch):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(show.folder, "load", stopped)
    assert main(["neighbours", str(english), "cat"]) == 130
    assert capsys.readouterr().err == "wordmodes: interrupted\n"


def test_a_stream_in_an_old_encoding_does_not_end_the_run(english):
    command = [sys.executable, "-m", "wordmodes", "concepts", str(english), "--modes", "2"]
    found = subprocess.run(command, capture_output=True, env=os.environ | {"PYTHONIOENCODING": "cp1252"})
    assert found.returncode == 0, found.stderr
    assert rb"W W\u1d40" in found.stdout


def test_a_worker_that_is_killed_is_one_line(mine, tmp_path, capsys, monkeypatch):
    def killed(*_, **__):
        raise RuntimeError("a process that was to count was killed, perhaps for want of memory; use fewer workers")

    monkeypatch.setattr(counting, "count", killed)
    status, _, err = run(capsys, "embed", mine / "mine.txt", "-o", tmp_path / "out", "--d", "20", "--workers", "2")
    assert status == 2
    assert err.startswith("wordmodes embed: a process that was to count was killed")


def test_evaluate_gives_three_scores_with_error_bars(english, mine, capsys):
    status, out, err = run(capsys, "evaluate", english)
    assert (status, err) == (0, "")
    rows = [re.split(r"\s{2,}", line) for line in out.splitlines()[:4]]
    assert [row[0].split(",")[0] for row in rows[1:]] == ["Google analogies", "WordSim353", "SimLex-999"]
    for _, score, error, covered in rows[1:]:
        assert 0 < float(error) < 40
        assert float(score) > 0
        assert int(covered) > 5
    status, out, err = run(capsys, "evaluate", mine / "mine")
    assert status == 0
    assert re.search(r"SimLex-999, rank correlation +- +- +0", out)  # it has none of these words


def test_where_the_test_sets_are_missing_it_says_how_to_get_them(english, capsys, monkeypatch):
    monkeypatch.setattr("wordmodes.evaluation.questions.find_spec", lambda _: None)
    monkeypatch.setattr("wordmodes.evaluation.questions._google_questions",
                        show.analogy_questions.__globals__["_google_questions"].__wrapped__)  # fmt: skip
    status, out, err = run(capsys, "evaluate", english)
    assert (status, out, len(err.splitlines())) == (2, "", 1)
    assert "pip install gensim" in err


def test_the_ledger_knows_each_claim_once():
    assert not set(ledger.MEASURED) & set(ledger.NOT_MEASURED)
    assert set(ledger.MEASURED) | set(ledger.NOT_MEASURED) == set(claims.load())


def test_the_ledger_names_every_claim_once(mine, capsys, monkeypatch):
    for name, few in (("_GROUPS", 20), ("_SPLITS", 1)):
        monkeypatch.setattr(ledger.family_claims, name, few)
    monkeypatch.setattr(ledger.flow_claims, "_SEEDS", 2)
    status, out, err = run(capsys, "ledger", mine / "mine.txt")
    assert (status, err) == (0, "")
    for name, claim in claims.load().items():
        measured = re.findall(rf"^{name} \(chapter {claim.chapter}\): ", out, re.MULTILINE)
        left = re.findall(rf"^  {name}  +\S", out, re.MULTILINE)
        assert len(measured) + len(left) == 1, name
    limit = out[out.index("limit (chapter 06)") :]
    published = re.escape(claims.load()["limit"].published)
    assert re.search(rf"published: {published}\n +book +yours\n +[\d.]+ +[\d.]+  ", limit)
    assert not re.search(r"\bnan\b", out)
    assert re.search(r"^  order +some eigenvalues are so close", out, re.MULTILINE)  # a planted language's are
    assert re.search(r"^  spike +no family of Google's analogies|^  spike +\S.*(cover|question)", out, re.MULTILINE)
    assert re.search(r"modes above every one of a shuffled text's", out)


def test_the_ledger_can_be_asked_for_some_claims(mine, capsys):
    status, out, _ = run(capsys, "ledger", mine / "mine.txt", "--only", "limit", "speed")
    assert status == 0
    assert re.findall(r"^(\S+) \(chapter", out, re.MULTILINE) == ["limit"]
    assert re.search(r"^  speed  takes gensim's SGNS", out, re.MULTILINE)


@pytest.fixture
def served(tmp_path, monkeypatch):
    """text8 as a file of few words, at a file's address."""
    archive = tmp_path / "served.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("text8", " " + "the cat saw a dog " * 5000)
    monkeypatch.setattr(text8, "TEXT8_SHA256", hashlib.sha256(archive.read_bytes()).hexdigest())
    monkeypatch.setattr(text8, "TEXT8_URL", archive.as_uri())


def test_fetch_leaves_documents_that_embed_reads(served, tmp_path, capsys):
    status, out, _ = run(capsys, "fetch", "text8", "--to", tmp_path / "new")
    assert status == 0
    assert sorted(file.name for file in (tmp_path / "new").iterdir()) == ["text8.jsonl", "text8.zip"]
    assert "3 documents" in out
    assert run(capsys, "embed", tmp_path / "new" / "text8.jsonl", "-o", tmp_path / "out", "--d", "2")[0] == 0


@pytest.mark.parametrize("command", _RUN)
def test_help_shows_an_example_that_runs(command, mine, served, tmp_path, monkeypatch, capsys):
    status, out, err = run(capsys, command, "--help")
    assert (status, err) == (0, "")
    [example] = re.findall(r"^  (wordmodes .+)$", out[out.index("example:") :], re.MULTILINE)
    _, *arguments = shlex.split(example)
    assert arguments[0] == command
    if command == "ledger":
        arguments += ["--only", "limit"]  # all of them were asked for above
    monkeypatch.chdir(mine)
    assert run(capsys, *arguments)[0] == 0


def test_it_starts_without_what_is_slow_to_import():
    slow = ["gensim", "matplotlib", "numba", "scipy.interpolate", "scipy.optimize", "scipy.stats"]
    code = f"import sys, wordmodes.cli; print([name for name in {slow} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_help_lists_the_commands_and_the_version(capsys):
    status, out, _ = run(capsys, "--help")
    assert status == 0
    assert all(re.search(rf"^    {command}\s", out, re.MULTILINE) for command in _RUN)
    assert run(capsys, "--version")[1].startswith("wordmodes 0.")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "COMMAND"),
        (["sing"], "invalid choice: 'sing'"),
        (["concepts"], "OUT"),
        (["concepts", "nowhere"], "make one: wordmodes embed PATH -o nowhere"),
        (["concepts", "."], r"holds no modes\.npz"),
        (["concepts", "ENGLISH", "--sigma", "0"], "sigma must be"),
        (["concepts", "ENGLISH", "--sigma", "nan"], "sigma must be"),
        (["concepts", "ENGLISH", "--modes", "0"], "modes must be"),
        (["concepts", "ENGLISH", "-n", "501"], "half of the words"),
        (["neighbours", "ENGLISH"], "WORD"),
        (["neighbours", "ENGLISH", "frnace"], "'frnace' is not among the 1000 words; there is france"),
        (["neighbours", "ENGLISH", "france", "-n", "0"], "n must be"),
        (["analogy", "ENGLISH", "man", "woman", "zzz"], "c: 'zzz' is not among"),
        (["evaluate", "nowhere"], "is no folder"),
        (["ledger", "nowhere.txt"], "does not exist"),
        (["ledger", "MINE", "--only", "magic"], "no claim 'magic'; there are tanh, half"),
        (["fetch", "wikipedia"], "invalid choice"),
        (["fetch", "text8", "--to", "new", "--url", "http://127.0.0.1:9/x.zip"], "check the network"),
        (["fetch", "text8", "--to", "new", "--url", "nonsense"], "text8 could not be fetched"),
    ],
)
def test_bad_input_is_one_line_and_status_2(english, mine, tmp_path, monkeypatch, capsys, arguments, message):
    monkeypatch.chdir(tmp_path)
    named = [str({"ENGLISH": english, "MINE": mine / "mine.txt"}.get(part, part)) for part in arguments]
    status, out, err = run(capsys, *named)
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert re.search(message, err)
    assert not any(path.is_file() for path in tmp_path.rglob("*"))


def test_damaged_vectors_are_one_line(english, tmp_path, capsys):
    (tmp_path / "modes.npz").write_bytes((english / "modes.npz").read_bytes()[:2000])
    status, _, err = run(capsys, "concepts", tmp_path)
    assert (status, len(err.splitlines())) == (2, 1)
    assert "is no .npz of modes" in err


def test_it_runs_as_a_module_and_minds_no_closed_pipe(english):
    command = [sys.executable, "-m", "wordmodes", "neighbours", str(english), "france", "-n", "500"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert len(done.stdout.splitlines()) == 500
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0
