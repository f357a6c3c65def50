"""Sphinx extension: a chapter says where it can be run, once _config.yml gives the repository's address."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import quote, urlencode

from docutils import nodes
from sphinx.application import Sphinx

CHAPTER = re.compile(r"\d\d_")


def places(repository: str, branch: str, notebook: str) -> dict[str, str]:
    """Return where a notebook of a GitHub repository can be run: addresses by name.

    Parameters
    ----------
    repository : str
        Such as https://github.com/OWNER/NAME. Nothing is returned for any other address; only GitHub has all three.
    branch, notebook : str
        The notebook's path in the repository.
    """
    match = re.fullmatch(r"https://github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?/?", repository)
    if match is None:
        return {}
    name, branch = match[1], quote(branch, safe="")
    return {
        "Binder": f"https://mybinder.org/v2/gh/{name}/{branch}?labpath={quote(notebook, safe='')}",
        "Codespaces": f"https://codespaces.new/{name}/tree/{branch}?quickstart=1",
        "Colab": f"https://colab.research.google.com/github/{name}/blob/{branch}/{quote(notebook)}",
    }


def on_hub(hub: str, repository: str, branch: str, notebook: str) -> str:
    """Return where a JupyterHub with nbgitpuller fetches the repository and opens the notebook."""
    folder = repository.rstrip("/").removesuffix(".git").rpartition("/")[2]
    query = {"repo": repository, "branch": branch, "urlpath": f"lab/tree/{folder}/{notebook}"}
    return f"{hub.rstrip('/')}/hub/user-redirect/git-pull?{urlencode(query)}"


def first_in_colab(repository: str, branch: str) -> str:
    """Return the cell that a reader runs first in Colab, which opens a notebook alone, without library and counts."""
    lines = (
        f"!git clone -q --depth 1 -b {branch} {repository} /content/wordmodes",
        "%pip install -q /content/wordmodes[gensim]",
        "%cd /content/wordmodes/book",
    )
    return "\n".join(lines)


def line(repository: str, branch: str, notebook: str, hub: str = "") -> str:
    """Return the links as HTML; nothing without a repository to link to."""
    found = places(repository, branch, notebook)
    colab = "Colab" in found
    if hub and repository:
        found = {"JupyterHub": on_hub(hub, repository, branch, notebook)} | found
    if not found:
        return ""
    links = ", ".join(f'<a class="reference external" href="{escape(url)}">{name}</a>' for name, url in found.items())
    first = (
        '<details class="wm-run"><summary>What to run first in Colab</summary>'
        f"<pre>{escape(first_in_colab(repository, branch))}</pre></details>"
    )
    return f'<p class="wm-run">Run it elsewhere: {links}.</p>{first if colab else ""}'


def add(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Put the links under a chapter's title."""
    if doctree is not None and CHAPTER.match(page):
        config = app.config
        links = line(config.book_repository, config.book_branch, f"book/{page}.ipynb", config.book_hub)
        context["body"] = context["body"].replace("</h1>", f"</h1>{links}", 1)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.add_config_value("book_repository", "", "html")
    app.add_config_value("book_branch", "main", "html")
    app.add_config_value("book_hub", "", "html")
    app.connect("html-page-context", add)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
