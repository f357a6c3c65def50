"""The own-text explorer in a browser: a text comes in, nothing of it goes out, and what was found can be taken home."""

import csv
import io
import json
import re
import sys
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page

sys.path.append(str(Path(__file__).parents[1] / "library"))

from own_texts import english, german, russian

from battery import HOSTILE, Battery, source
from conftest import LISTEN, SITE, drawn
from wordmodes.explorers import OwnTextExplorer, own_text_explorer
from wordmodes.text import cooccurrence, corpus, number
from wordmodes.text.cooccurrence import Cooccurrence
from wordmodes.text.corpus import Vocabulary
from wordmodes.theory import modes, noise
from wordmodes.theory.spectra import rise_times

pytestmark = pytest.mark.browser

PATIENCE = 60_000
PASTE = """text => {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  const field = document.querySelector('.wm-paste');
  const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
  if (field.dispatchEvent(event)) field.value = text;
}"""
DROP = """([names, texts]) => {
  const dataTransfer = new DataTransfer();
  names.forEach((name, i) => dataTransfer.items.add(new File([texts[i]], name, { type: 'text/plain' })));
  const target = document.querySelector('.wm-explorer canvas');
  for (const type of ['dragover', 'drop']) {
    target.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  }
}"""


def small(V: int = 64, name: str = "w") -> Cooccurrence:
    """Counts of a text in which nothing is said."""
    rng = np.random.default_rng(0)
    words = [f"{name}{i}" for i in range(V)]
    documents = [[words[i] for i in rng.integers(0, V, 400)] for _ in range(20)]
    return cooccurrence.count(documents, Vocabulary.from_documents(documents), 16)


def make(**traits) -> OwnTextExplorer:
    """Make one whose samples are small, so that it is there at once."""
    return own_text_explorer({"one": small(), "two": small(80, "v")}, **traits)


def strange() -> OwnTextExplorer:
    counts = small()
    words = tuple(HOSTILE if i == 5 else word for i, word in enumerate(counts.words))
    known = Vocabulary(words, counts.vocabulary.counts)
    return own_text_explorer({"one": Cooccurrence(counts.counts, known, 16), "two": small(80, "v")}, word=HOSTILE)


class TestOwnText(Battery):
    page = "your_text.html"
    key = "own"
    make = staticmethod(make)
    hostile = staticmethod(strange)

    def test_words_are_text(self, alone):
        with alone(strange()) as visit:
            assert drawn(visit)["asked"]["word"] == HOSTILE
            assert visit.page.get_by_label("a word", exact=True).input_value() == HOSTILE
            assert visit.page.locator(".wm-explorer img").count() == 0
            assert visit.page.evaluate("window.hacked") is None


def read(page: Page, text: str, name: str = "your text") -> dict:
    """Paste a text, read it, wait until its noise is known too; return what the explorer drew."""
    page.evaluate(PASTE, text)
    if len(text) < 20_000:  # a longer one is read at once
        page.get_by_role("button", name="Read it").click()
    return known(page, name)


def known(page: Page, name: str) -> dict:
    wait(page, "name => window.drawn.shown === name && window.drawn.edges", name)
    return page.evaluate("window.drawn")


def wait(page: Page, condition: str, given: object = None) -> None:
    """Wait until this holds: asked from outside, since a strict policy lets nothing be evaluated within."""
    until = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(condition, given):
        assert time.monotonic() < until, condition
        page.wait_for_timeout(50)


def by_library(documents: list[str], often: int, window: int = 16, tokenizer=corpus.tokenize):
    text = number(documents, tokenizer)
    vocabulary = text.vocabulary(min_count=often)
    counts = cooccurrence.count(text, vocabulary.top(min(1500, len(vocabulary))), window)
    return counts, modes.all_modes(noise.target_with_absent(counts))


def check(state: dict, documents: list[str], **how) -> None:
    counts, found = by_library(documents, 5, **how)
    assert state["V"] == len(counts.vocabulary)
    n = len(state["eigenvalues"])
    np.testing.assert_allclose(state["eigenvalues"], found.eigenvalues[:n], rtol=1e-9)


@pytest.fixture(scope="module")
def page_text() -> str:
    return source(make)


# ---- in
def test_a_pasted_text_is_read(alone, page_text):
    with alone(page_text) as visit:
        text = "\n".join(english())
        check(read(visit.page, text), [text])
        assert "your text: " in visit.page.locator(".wm-note").first.inner_text()
        short = "\n".join(english()[:30])[:19_000]
        check(read(visit.page, short, "your text 2"), [short])  # of two of one name each has its own
        texts = visit.page.get_by_label("text", exact=True).locator("option").all_inner_texts()
        assert texts == ["one", "two", "planted language", "your text", "your text 2"]
        assert drawn(visit)["beside"] == "your text"  # what was shown before lies beside it
        visit.page.get_by_label("text", exact=True).select_option("own1")
        assert drawn(visit)["shown"] == "your text"


def test_files_are_documents_chosen_or_dropped(alone, page_text, tmp_path):
    documents = english()[:30], english()[30:]
    texts = ["\n".join(part) for part in documents]
    files = [tmp_path / "first.txt", tmp_path / "second.txt"]
    for file, text in zip(files, texts, strict=True):
        file.write_text("\ufeff" + text, encoding="utf-8")
    with alone(page_text) as visit:
        field = visit.page.get_by_label("choose files")
        field.set_input_files(files[0])
        check(known(visit.page, "first.txt"), texts[:1])
        field.set_input_files(files)
        check(known(visit.page, "2 files"), texts)  # no pair reaches from one into the other
        visit.page.evaluate(DROP, [["third.txt"], [texts[1]]])
        check(known(visit.page, "third.txt"), texts[1:])


def test_letters_of_any_script_and_the_window(alone, page_text):
    with alone(page_text) as visit:
        text = "\n".join(russian())
        check(read(visit.page, text), [text], tokenizer=corpus.tokenize_any_script)  # it needs them, and so has them
        assert "made of letters of any script" in visit.page.locator(".wm-note").first.inner_text()
        visit.page.get_by_label("window", exact=True).select_option("5")
        wait(visit.page, "window.drawn.edges && window.drawn.counted === 5")
        check(drawn(visit), [text], tokenizer=corpus.tokenize_any_script, window=5)
        visit.page.get_by_label("what words are made of").select_option("az")
        said = visit.page.locator(".wm-fault").filter(has_text="your text holds no word").first
        said.wait_for(timeout=PATIENCE)


BAD = {
    "nothing": ("   ", "There is no text in the field yet"),
    "one word": ("word " * 300, "holds only one different word, “word”"),
    "numbers": ("12 345 6,7 " * 300, "holds no word"),
    "words of grammar": (
        "the of and to in a is that it was for on are as with his they be at one this from i had not by but some what"
        " there we can out other were all your when up how each she which do their if will more has him than who its"
        " now did down only may over these after where very through before too same then so them " * 20,
        "nothing but words of grammar",
    ),
    "a few words": ("Some words of mine, and no more than these.", "is too short: of its 9 words"),
    "a script": ("<script>window.hacked = 1</script><img src=x onerror='window.hacked=1'>",
                 "Its tags are text here, and nothing in them is run."),
}  # fmt: skip


def test_a_text_that_can_not_be_used_gets_a_sentence(alone, page_text):
    with alone(page_text) as visit:
        before = drawn(visit)
        for text, sentence in BAD.values():
            visit.page.evaluate(PASTE, text)
            visit.page.get_by_role("button", name="Read it").click()
            visit.page.locator(".wm-fault").filter(has_text=sentence).first.wait_for(timeout=PATIENCE)
            assert sentence in visit.page.locator(".wm-readout").inner_text()
            assert visit.page.evaluate("window.hacked") is None
            assert visit.page.get_by_label("text", exact=True).locator("option").count() == 3
            assert drawn(visit)["eigenvalues"] == before["eigenvalues"]
        good = "\n".join(english())
        check(read(visit.page, good), [good])  # and the page goes on


FILES = {
    "noise.bin": (bytes(range(256)) * 40, "noise.bin is no plain text in UTF-8"),
    "latin.txt": ("Möwe über Küste ".encode("latin-1") * 200, "latin.txt is no plain text in UTF-8"),
    "paper.pdf": (b"%PDF-1.7 and so on", "paper.pdf is a PDF"),
    "letter.docx": (b"PK\x03\x04 and so on", "letter.docx is a zip archive or an office document"),
    "large.txt": (b"word by word " * 8_000_000, "large.txt has 104.0 MB, and 25 MB can be read here"),
}


def test_a_file_that_can_not_be_used_gets_a_sentence(alone, page_text, tmp_path):
    with alone(page_text) as visit:
        for name, (content, sentence) in FILES.items():
            (tmp_path / name).write_bytes(content)
            visit.page.get_by_label("choose files").set_input_files(tmp_path / name)
            visit.page.locator(".wm-fault").filter(has_text=sentence).first.wait_for(timeout=PATIENCE)


def test_a_wide_file_is_read_by_its_mark(alone, page_text, tmp_path):
    text = "\n".join(english())
    (tmp_path / "wide.txt").write_bytes(text.encode("utf-16"))
    with alone(page_text) as visit:
        visit.page.get_by_label("choose files").set_input_files(tmp_path / "wide.txt")
        check(known(visit.page, "wide.txt"), [text])


def test_reading_can_be_cancelled_and_the_page_answers_meanwhile(alone, page_text):
    rng = np.random.default_rng(0)
    words = np.array([f"{'bcdfg'[i % 5]}{'aeiou'[i // 5 % 5]}{'klmnp'[i // 25 % 5]}{'aeiou'[i // 125 % 5]}st"
                      for i in range(625)])  # fmt: skip
    long = " ".join(rng.choice(words, 1_500_000))
    with alone(page_text) as visit:
        before = drawn(visit)
        visit.page.evaluate(PASTE, long)
        bar = visit.page.locator(".wm-explorer progress").first
        bar.wait_for(state="visible")
        slider = visit.page.get_by_label("time", exact=True)
        slider.focus()
        visit.page.keyboard.press("End")
        assert drawn(visit)["time"] == 1  # while it reads
        assert bar.is_visible()
        visit.page.get_by_role("button", name="Cancel").click()
        assert "Cancelled: your text (" in visit.page.locator(".wm-fault").first.inner_text()
        assert not bar.is_visible()
        visit.page.wait_for_timeout(500)
        assert drawn(visit)["shown"] == before["shown"]
        assert visit.page.get_by_label("text", exact=True).locator("option").count() == 3


# Shuffles are not begun until they are let.
HOLD_SHUFFLES = """() => {
  window.Worker = class extends Worker {
    postMessage(message) {
      if (message.job !== 'chance' || window.let) super.postMessage(message);
    }
  };
}"""


def fault(page: Page) -> str:
    return " ".join(page.locator(".wm-reading .wm-fault").all_inner_texts())


def test_what_was_cancelled_or_refused_can_be_asked_for_again_and_leaves_no_false_word(alone, page_text):
    with alone(page_text) as visit:
        page = visit.page
        page.evaluate(HOLD_SHUFFLES)
        page.evaluate(PASTE, "\n".join(english() * 2))
        wait(page, "window.drawn.shown === 'your text'")
        assert "is being found out" in page.locator(".wm-readout").inner_text()
        page.get_by_role("button", name="Cancel").click()
        assert "was not shuffled" in fault(page)
        page.get_by_label("time", exact=True).focus()
        page.keyboard.press("End")
        assert "its shuffling was cancelled" in page.locator(".wm-readout").inner_text()
        page.evaluate("window.let = true")
        page.get_by_label("text", exact=True).select_option("one")
        assert fault(page) == ""
        page.get_by_label("text", exact=True).select_option("own1")
        wait(page, "window.drawn.shown === 'your text' && window.drawn.edges")
        window = page.get_by_label("window", exact=True)
        window.select_option("5")
        wait(page, "window.drawn.edges && window.drawn.counted === 5")
        window.evaluate(
            """window => {
                 window.value = "16";
                 window.dispatchEvent(new Event("change"));
                 [...document.querySelectorAll("button")].find(e => e.textContent === "Cancel").click();
               }"""
        )
        assert "was not read" in fault(page)
        assert drawn(visit)["counted"] == 5
        window.select_option("5")
        window.select_option("16")
        wait(page, "window.drawn.edges && window.drawn.counted === 16")


def test_a_refusal_wraps_and_the_reader_is_where_they_were(alone, page_text):
    where = "#own=two,planted,3,1e-4,0.3,v7,v1,v2,v3,16,auto"
    with alone(page_text, width=375, fragment=where) as visit:
        wait(visit.page, "window.drawn.shown === 'two'")
        names = ("text", "beside", "mode", "word", "a", "b", "c", "sigma", "time")
        before = {name: drawn(visit)[name] for name in names}
        visit.page.evaluate(PASTE, "hello world hello")
        visit.page.get_by_role("button", name="Read it").click()
        visit.page.locator(".wm-fault").filter(has_text="is too short").first.wait_for(timeout=PATIENCE)
        assert {name: drawn(visit)[name] for name in names} == before
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 375


def test_a_second_reading_that_is_cancelled_leads_to_what_was_shown(alone, page_text):
    cancel = "[...document.querySelectorAll('button')].find(e => e.textContent === 'Cancel').click()"
    with alone(page_text, fragment="#own=two,planted,5,1e-4,0.3,v7,v1,v2,v3,16,auto") as visit:
        page = visit.page
        wait(page, "window.drawn.shown === 'two'")
        before = drawn(visit)
        long = "\n".join(english() * 20)
        page.evaluate(PASTE, long)  # two at once
        page.evaluate(PASTE, long + " and more")
        page.evaluate(cancel)
        assert {name: drawn(visit)[name] for name in ("text", "mode", "word", "a")} == {
            name: before[name] for name in ("text", "mode", "word", "a")
        }
        text = "\n".join(english())
        read(page, text, "your text")
        page.get_by_label("text", exact=True).select_option("one")
        wait(page, "window.drawn.shown === 'one'")
        page.get_by_label("window", exact=True).select_option("5")
        page.get_by_label("mode", exact=True).focus()
        page.keyboard.press("Home")
        page.keyboard.press("ArrowRight")
        page.get_by_label("text", exact=True).evaluate(
            "(text, cancel) => { text.value = 'own1'; text.dispatchEvent(new Event('change')); eval(cancel); }", cancel
        )
        assert (drawn(visit)["text"], drawn(visit)["mode"]) == ("one", 2)


def test_what_is_added_to_a_long_text_joins_all_of_it(alone, page_text):
    long, more = "\n".join(english() * 2), " and these words come after it" * 6
    with alone(page_text) as visit:
        read(visit.page, long)
        field = visit.page.locator(".wm-paste")
        assert len(field.input_value()) < 1000
        field.evaluate("(field, more) => { field.value += more; }", more)
        visit.page.get_by_role("button", name="Read it").click()
        check(known(visit.page, "your text 2"), [long + more])
        field.evaluate("field => { field.value = field.value.slice(5); }")
        visit.page.get_by_role("button", name="Read it").click()
        assert "paste the text anew" in fault(visit.page)
        field.evaluate("(field, text) => { field.value = text; }", other := "\n".join(english()[:30]) + " …")
        visit.page.get_by_role("button", name="Read it").click()
        check(known(visit.page, "your text 3"), [other])  # which has nothing to do with the long one


def test_a_link_to_a_text_that_is_yet_to_be_read_keeps_its_words(alone, page_text):
    with alone(page_text) as visit:
        assert drawn(visit)["shown"] == "one"
        visit.page.evaluate("location.hash = '#own=two,one,2,1e-4,0.5,v7,v1,v2,v3,16,auto'")
        wait(visit.page, "window.drawn.shown === 'two'")
        assert drawn(visit)["asked"] == {"word": "v7", "a": "v1", "b": "v2", "c": "v3"}


# ---- what is done with it
def test_it_is_trained_on_the_page_along_the_prediction(alone, page_text):
    with alone(page_text) as visit:
        text = "\n".join(english())
        state = read(visit.page, text)
        visit.page.get_by_role("button", name="Train it here").click()
        wait(visit.page, "window.drawn.run && !window.drawn.run.running")
        run = drawn(visit)["run"]
        lam = np.array(state["eigenvalues"][:8])
        squares = np.reshape(run["squares"], (len(run["times"]), 8))
        np.testing.assert_allclose(squares[-1, :3], lam[:3], rtol=1e-3)  # they have been learned
        assert (np.diff(run["loss"]) < 0).all()
        # each of the first modes rises when the flow said, but for the steps' own delay, a twenty-fifth at most
        visit.page.get_by_label("time", exact=True).focus()
        visit.page.keyboard.press("Home")
        predicted = [drawn(visit)]
        for _ in range(100):
            visit.page.keyboard.press("ArrowRight")
            predicted.append(drawn(visit))
        flow = [np.array([now[name] for now in predicted]) for name in ("t", "squares")]
        early = rise_times(flow[0], flow[1][:, :3], lam[:3])
        late = rise_times(run["times"], squares[:, :3], lam[:3])
        assert (late > 0.995 * early).all()
        assert (late < 1.04 * early).all()
        assert "Gradient descent from this start is drawn as dots" in visit.page.locator(".wm-readout").inner_text()
        visit.page.get_by_label("initialisation scale").focus()
        visit.page.keyboard.press("PageUp")
        assert drawn(visit)["run"] is None  # that was another start


def test_two_texts_lie_beside_each_other(alone, page_text):
    first, second = "\n".join(english()[:30]), "\n".join(english()[30:])
    with alone(page_text) as visit:
        read(visit.page, first)
        read(visit.page, second, "your text 2")
        wait(visit.page, "window.drawn.beside === 'your text'")
        most, cosine = drawn(visit)["match"]
        assert cosine > 0.5  # two halves of one text agree on its first mode
        assert most < 3
        said = visit.page.locator(".wm-note").filter(has_text="words that both have").inner_text()
        assert f"is most like mode {most + 1} there (cosine {cosine:.2f})" in said


# ---- home
def taken(page: Page, name: str) -> tuple[str, str]:
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile(name)).click()
    return download.value.suggested_filename, Path(download.value.path()).read_text(encoding="utf-8")


def test_what_is_taken_home_can_be_read_and_agrees(alone, page_text, tmp_path, monkeypatch):
    text = "\n".join(german())
    with alone(page_text) as visit:
        state = read(visit.page, text)
        assert state["V"] > 50
        _, vectors = taken(visit.page, "vectors")
        _, table = taken(visit.page, "modes .CSV")
        name, notebook = taken(visit.page, "a notebook")
    head, *lines = vectors.splitlines()
    V, K = map(int, head.split())
    assert (V, K) == (state["V"], len(state["eigenvalues"])) == (len(lines), K)
    W = np.array([[float(x) for x in line.split()[1:]] for line in lines])
    (tmp_path / "vectors.txt").write_text(vectors, encoding="utf-8")
    rows = list(csv.reader(io.StringIO(table)))
    assert rows[0][:3] == ["word", "count", "mode_1"]
    lam = np.array(rows[1][2:], dtype=float)
    assert lam.tolist() == state["eigenvalues"]
    E = np.array([row[2:] for row in rows[2:]], dtype=float)
    np.testing.assert_allclose(E.T @ E, np.eye(K), atol=1e-10)
    np.testing.assert_allclose(W, E * np.sqrt(lam), rtol=1e-6, atol=1e-8)
    # the notebook does the same
    assert name.endswith(".ipynb")
    cells = json.loads(notebook)["cells"]
    assert "pasted.txt" in cells[0]["source"]
    (tmp_path / "pasted.txt").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    names: dict = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            exec(cell["source"], names)
    np.testing.assert_allclose(names["modes"].eigenvalues, state["eigenvalues"], rtol=1e-9)
    np.testing.assert_allclose(np.abs(names["modes"].eigenvectors), np.abs(E), atol=1e-8)
    if find_spec("gensim"):  # there is none for the newest Python
        from gensim.models import KeyedVectors

        loaded = KeyedVectors.load_word2vec_format(tmp_path / "vectors.txt")
        assert loaded.index_to_key == [line.split()[0] for line in lines]
        np.testing.assert_allclose(loaded.vectors, W, rtol=1e-6)


def test_the_notebook_reads_files_as_the_page_did(alone, page_text, tmp_path, monkeypatch):
    text = english()
    half = len(text) // 2
    (tmp_path / "wide.txt").write_text("\n".join(text[:half]), encoding="utf-16")
    (tmp_path / "stray.txt").write_bytes("\n".join(text[half:]).encode().replace(b" ", b"\xff", 1))
    with alone(page_text) as visit:
        visit.page.get_by_label("choose files").set_input_files([tmp_path / "wide.txt", tmp_path / "stray.txt"])
        state = known(visit.page, "2 files")
        _, notebook = taken(visit.page, "a notebook")
    monkeypatch.chdir(tmp_path)
    names: dict = {}
    for cell in json.loads(notebook)["cells"][:3]:
        if cell["cell_type"] == "code":
            exec(cell["source"], names)
    np.testing.assert_allclose(names["modes"].eigenvalues, state["eigenvalues"], rtol=1e-9)


# ---- nothing leaves
class Strict(SimpleHTTPRequestHandler):
    """Files, each with a policy that lets nothing in or out but the page's own scripts, styles and fonts."""

    asked: list[str] = []  # noqa: RUF012 (every request makes a handler of its own)

    def end_headers(self) -> None:
        self.send_header(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self' 'unsafe-inline' blob:; style-src 'self' 'unsafe-inline';"
            " img-src 'self' data:; font-src 'self' data:; connect-src 'none'; form-action 'none'; base-uri 'none'",
        )
        super().end_headers()

    def log_message(self, *arguments: object) -> None:
        self.asked.append(self.requestline)


def test_nothing_leaves_the_page(chromium):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Strict, directory=SITE))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = chromium.new_context()
    try:
        page, complaints, late = context.new_page(), [], []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.add_init_script(LISTEN)
        page.goto(f"http://127.0.0.1:{server.server_port}/your_text.html")
        wait(page, "window.drawn")
        page.wait_for_load_state("networkidle")
        page.on("request", lambda request: late.append(request.url))
        context.set_offline(True)
        asked = len(Strict.asked)
        text = "\n".join(english())
        check(read(page, text), [text])
        page.get_by_role("button", name="Train it here").click()
        wait(page, "window.drawn.run?.times.length > 3")
        # the browser itself may come for the page's icon once more
        assert [url for url in late if not url.startswith("blob:") and not url.endswith("/favicon.svg")] == []
        assert [path for path in Strict.asked[asked:] if "/favicon.svg" not in path] == []
        assert "harbour" not in page.evaluate("location.href + JSON.stringify({...localStorage, ...sessionStorage})")
        assert complaints == []
        assert "allows no worker" not in page.locator(".wm-explorer").inner_text()
    finally:
        context.close()
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("refusal", ["a constructor that throws", "a worker that fails"])
def test_where_a_worker_is_refused_the_page_does_it_and_says_so(chromium, tmp_path, page_text, refusal):
    (tmp_path / "explorer.html").write_text(page_text, encoding="utf-8")
    context = chromium.new_context()
    try:
        page = context.new_page()
        fail = "throw new DOMException('no', 'SecurityError')" if "throws" in refusal else (
            "const worker = { terminate() {}, postMessage() {} };"
            " setTimeout(() => worker.onerror({ preventDefault() {} })); return worker")  # fmt: skip
        page.add_init_script(f"window.Worker = function () {{ {fail}; }};{LISTEN}")
        page.goto((tmp_path / "explorer.html").as_uri())
        wait(page, "window.drawn")
        text = "\n".join(english())
        check(read(page, text), [text])
        assert "This browser allows no worker here" in page.locator(".wm-explorer").inner_text()
    finally:
        context.close()


def test_from_a_file_on_a_phone_the_books_page_reads_a_text(visit):
    with visit("file", width=390, theme="dark") as reader:
        reader.page.add_init_script(LISTEN)
        reader.open("your_text.html")
        assert "allows no worker" not in reader.page.locator(".wm-explorer").inner_text()
        text = "\n".join(english())
        check(read(reader.page, text), [text])
        assert reader.page.evaluate("document.body.scrollWidth") <= 390
        assert reader.complaints == []
