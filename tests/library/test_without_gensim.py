"""The library where gensim is missing, as in the browser: each test runs in a Python that can't import it."""

import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from gensim.test.utils import datapath

ROOT = Path(__file__).parent.parent.parent


def run(code: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run code in a new Python for which gensim isn't there."""
    code = "import sys\nsys.modules['gensim'] = None\n" + textwrap.dedent(code)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300, cwd=folder)


def last_line(code: str) -> str:
    done = run(code)
    assert done.returncode == 1, done.stdout
    return done.stderr.strip().splitlines()[-1]


def test_every_module_is_imported():
    done = run("""
        import importlib, pkgutil, wordmodes
        names = [module.name for module in pkgutil.walk_packages(wordmodes.__path__, "wordmodes.")]
        for name in names:
            importlib.import_module(name)
        print(len(names))
    """)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= len(list((ROOT / "src/wordmodes").rglob("[!_]*.py")))


def test_bundled_counts_stand_in_for_the_articles_and_that_is_said():
    done = run("""
        from wordmodes.text import cooccurrence, corpus, sources
        documents = corpus.tokenize_all(sources.wikipedia_sample())
        everything = corpus.Vocabulary.from_documents(documents)
        counts = cooccurrence.count(documents, everything.top(300), window=5)
        gazette = sources.gazette(300, window=5)
        assert (counts.counts == gazette.counts).all() and counts.words == gazette.words
        assert corpus.Vocabulary.from_documents(documents, 20).words == gazette.words[:20]
        print(everything.n_tokens)
    """)
    assert done.returncode == 0, done.stderr
    said, tokens = done.stdout.splitlines()
    assert "gensim is not installed" in said
    assert "bundled counts" in said
    assert int(tokens) == 2_540_276


IMPORTS = """
from wordmodes import vectors
from wordmodes.text import cooccurrence, corpus, sources
from wordmodes.theory import noise
from wordmodes.training import gensim_watch"""


@pytest.mark.parametrize(
    "code",
    [
        "list(sources.wikipedia_sample())",
        "sources.wikipedia_sample()[:3]",
        "noise.shuffled(sources.wikipedia_sample(), seed=0)",
        "cooccurrence.count(sources.wikipedia_sample(), sources.gazette_vocabulary().top(9), window=1)",
        "cooccurrence.count(sources.wikipedia_sample(), sources.gazette_vocabulary().top(9), 5, weighting='flat')",
        "cooccurrence.count(sources.wikipedia_sample(), corpus.Vocabulary(('a', 'b'), [2, 1]), window=5)",
        "gensim_watch.watch_gensim([['a', 'b']], corpus.Vocabulary(('a', 'b'), [1, 1]), 2)",
        "vectors.embed_text(['a b a c b c a'], V=3, d=2, min_count=1).to_gensim()",
    ],
)
def test_what_needs_gensim_itself_stops_and_says_why(code):
    line = last_line(f"{IMPORTS}\n{code}")
    assert re.match(r"ModuleNotFoundError: .+ needs gensim, which is not installed here\..*pip install gensim", line)
    assert "For the browser there is no build of it" in line


def test_test_sets_are_read_from_beside_the_chapters(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    code = """
        from wordmodes.evaluation import questions
        asked = questions.analogy_questions(["athens", "greece", "oslo", "norway"])
        print(len(asked), len(questions.judgements("simlex999")))
    """
    done = run(code, tmp_path)
    assert re.search(r"FileNotFoundError: .*the folder data lacks questions-words.txt; install gensim", done.stderr)
    for name in ("questions-words.txt", "simlex999.txt"):
        shutil.copy(datapath(name), data)
    assert run(code, tmp_path).stdout == "2 999\n"
