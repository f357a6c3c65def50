"""Links to Binder, Codespaces and Colab: from the repository's address, and without a trace where there is none."""

import json
import re
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup
from jupyter_book.config import get_final_config

import book_run
from conftest import SITE
from lite import ROOT

ADDRESS = "https://github.com/someone/a.book"
BODY = "<section><h1>One mode</h1><p>Text.</p><h1>No title</h1></section>"


def body(page: str, address: str = ADDRESS) -> str:
    """Return a page's text after the extension has seen it."""
    config = SimpleNamespace(book_repository=address, book_branch="main", book_hub="")
    context = {"body": BODY}
    book_run.add(SimpleNamespace(config=config), page, "page.html", context, SimpleNamespace())
    return context["body"]


@pytest.mark.parametrize("address", [ADDRESS, ADDRESS + "/", ADDRESS + ".git"])
def test_a_chapter_links_to_its_own_notebook(address):
    soup = BeautifulSoup(body("05_one_mode", address), "html.parser")
    assert soup.h1.find_next_sibling() == soup.select_one("p.wm-run")
    links = {link.text: urlsplit(link["href"]) for link in soup.select("p.wm-run a")}
    binder, codespaces, colab = (links[name] for name in ("Binder", "Codespaces", "Colab"))
    assert (binder.netloc, binder.path) == ("mybinder.org", "/v2/gh/someone/a.book/main")
    [notebook] = parse_qs(binder.query)["labpath"]
    assert (codespaces.netloc, codespaces.path) == ("codespaces.new", "/someone/a.book/tree/main")
    assert colab.netloc == "colab.research.google.com"
    assert colab.path == f"/github/someone/a.book/blob/main/{notebook}"
    assert (ROOT / notebook).is_file()
    assert {link.scheme for link in links.values()} == {"https"}


def test_a_branch_may_have_a_slash():
    found = book_run.places(ADDRESS, "a/b", "book/05_one_mode.ipynb")
    assert found["Binder"].startswith("https://mybinder.org/v2/gh/someone/a.book/a%2Fb?")


def test_colab_installs_the_library_and_goes_where_the_counts_are():
    soup = BeautifulSoup(body("05_one_mode"), "html.parser")
    clone, install, change = soup.select_one("details.wm-run pre").text.splitlines()
    assert clone.split()[-2:] == [ADDRESS, "/content/wordmodes"]
    assert "-b main" in clone
    assert install == "%pip install -q /content/wordmodes[gensim]"
    assert change == "%cd /content/wordmodes/book"


@pytest.mark.parametrize("address", ["", "https://example.org/a/b", "https://github.com/a", "https://github.com/a/b/c"])
def test_without_a_repository_on_github_there_is_no_trace(address):
    assert body("05_one_mode", address) == BODY


def test_the_address_is_set_in_one_place(tmp_path):
    """As Jupyter Book hands it on to Sphinx."""
    text = (ROOT / "_config.yml").read_text(encoding="utf-8")
    assert text.count("url: &repository") == 1
    changed = tmp_path / "_config.yml"
    changed.write_text(re.sub(r'(url: &repository) "[^"]*"', rf'\1 "{ADDRESS}"', text), encoding="utf-8")
    config, _ = get_final_config(
        user_yaml=changed, sourcedir=ROOT / "book", cli_config={"latex_individualpages": False}
    )
    assert (config["book_repository"], config["book_branch"]) == (ADDRESS, "main")


@pytest.mark.parametrize("page", ["index", "ledger", "proofs"])
def test_a_page_that_is_no_chapter_has_none(page):
    assert body(page) == BODY


def test_the_site_follows_its_configuration():
    address = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["repository"]["url"]
    pages = sorted(SITE.glob("[0-9][0-9]_*.html"))
    assert len(pages) == len(list((ROOT / "book").glob("[0-9][0-9]_*.ipynb")))
    for page in pages:
        found = re.findall(r"mybinder\.org|codespaces\.new|colab\.research", page.read_text(encoding="utf-8"))
        assert len(found) == (3 if book_run.places(address, "main", "x") else 0), page.name


def test_what_these_services_read_is_in_place():
    """They install what the lock file says and open notebooks in a Python that the lock file is for."""
    [included] = (ROOT / ".binder/requirements.txt").read_text(encoding="utf-8").split()[1:]
    assert (ROOT / ".binder" / included).resolve() == ROOT / "requirements.lock"
    version = (ROOT / ".binder/runtime.txt").read_text(encoding="utf-8").strip().removeprefix("python-")
    container = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text(encoding="utf-8"))
    assert container["image"].endswith(f":{version}")
    assert version in {"3.11", "3.12", "3.13"}
    post_build = ROOT / ".binder/postBuild"
    assert post_build.stat().st_mode & 0o111
    assert "--no-deps" in post_build.read_text(encoding="utf-8")
    assert ".venv/.ready" in container["postCreateCommand"]
