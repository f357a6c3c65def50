"""Sphinx extension: everything a page loads lies in the site itself, and widgets run without a kernel.

Jupyter Book's Thebe and comment scripts are left out in _config.yml; MathJax comes from the package
sphinx-mathjax-offline, and book/assets/widget-host.js takes the place of require.js and html-manager.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError

from whole import write_whole

# All that a page needs of MathJax's 20 MB. The extensions are loaded when a formula first uses their command.
MATHJAX = ("tex-chtml.js", "output/chtml/fonts/woff-v2", "input/tex/extensions")

# FontAwesome comes twice with the theme: its fonts and stylesheet draw the same icons as its script. Fonts loaded ahead
# are refused, with an error in the console, where a page is opened from a file.
UNWANTED = (
    r'<script src="[^"]*vendor/fontawesome/[^"]*"></script>\n?',
    r'<link rel="preload" as="font"[^>]*>\n?',
    r'console\.log\("\[PST\][^"]*"\);',
)
TALKATIVE_SCRIPTS = ("scripts/pydata-sphinx-theme.js", "togglebutton.js")


def configure(app: Sphinx, config: Config) -> None:
    """Point at our copy of MathJax, without the menu (its extras are files that we don't copy)."""
    config.mathjax_path = "mathjax/tex-chtml.js"
    config.mathjax3_config = {"options": {"enableMenu": False}}


def copy_mathjax(app: Sphinx, error: Exception | None) -> None:
    """Copy MathJax from the installed package into the built site."""
    if error is not None or app.builder.format != "html":
        return
    package = importlib.util.find_spec("sphinx-mathjax-offline")
    if package is None or package.origin is None:
        raise ExtensionError("sphinx-mathjax-offline is not installed; run `make book`, which installs it")
    source, target = Path(package.origin).parent / "static/mathjax", Path(app.outdir) / "_static/mathjax"
    for name in MATHJAX:
        if (target / name).exists():
            continue
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (source / name).is_dir() else shutil.copyfile
        copy(source / name, target / name)


def trim_theme(app: Sphinx, error: Exception | None) -> None:
    """Take out of the theme's pages what costs a reader: icons as 1.4 MB of script, and messages in the console."""
    if error is not None or app.builder.format != "html":
        return
    out = Path(app.outdir)
    for page in out.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        for pattern in UNWANTED:
            text = re.sub(pattern, "", text)
        write_whole(page, text)
    for name in TALKATIVE_SCRIPTS:
        script = out / "_static" / name
        write_whole(script, script.read_text(encoding="utf-8").replace("console.log(", "void ("))
    shutil.rmtree(next((out / "_static/vendor/fontawesome").glob("*/js")), ignore_errors=True)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.connect("config-inited", configure, priority=400)
    app.connect("build-finished", copy_mathjax)
    app.connect("build-finished", trim_theme, priority=900)  # after the theme has written its files
    return {"parallel_read_safe": True, "parallel_write_safe": True}
