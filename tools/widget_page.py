"""A page with widgets and nothing else, as the site would show them: to look at, for tests and for measurements."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

from ipywidgets import DOMWidget
from ipywidgets.embed import dependency_state, embed_data

HOST = Path(__file__).resolve().parent.parent / "book/assets/widget-host.js"
# Light or dark as the system is, or as the address asks: page.html?theme=dark.
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<script>
  const theme = new URLSearchParams(location.search).get("theme");
  if (theme) document.documentElement.dataset.theme = theme;
</script>
<style>
  html {{ --ground: #fff; --ink: #1f2428 }}
  html[data-theme="dark"] {{ --ground: #14181c; --ink: #e7eaf0 }}
  @media (prefers-color-scheme: dark) {{ html:not([data-theme]) {{ --ground: #14181c; --ink: #e7eaf0 }} }}
  body {{ margin: 16px; background: var(--ground) }}
  h1 {{ margin: 0 0 12px; color: var(--ink); font: 600 20px/1.3 system-ui, sans-serif }}
  body .wm-explorer {{ max-width: none }}
</style></head><body><main><h1{hidden}>{title}</h1>
<script type="application/vnd.jupyter.widget-state+json">{state}</script>
{views}
<script>{host}</script></main></body></html>
"""
VIEW = '<script type="application/vnd.jupyter.widget-view+json">{}</script>'


def widget_page(*widgets: DOMWidget, title: str = "") -> str:
    """Return the page as HTML, one widget below the other; it needs no other file. A title shows above them."""
    data = embed_data(widgets, state=dependency_state(widgets, drop_defaults=False), drop_defaults=False)
    state, *views = (json.dumps(part).replace("</", "<\\/") for part in (data["manager_state"], *data["view_specs"]))
    shown, hidden = "\n".join(map(VIEW.format, views)), "" if title else " hidden"
    name, host = escape(title or "widget"), HOST.read_text(encoding="utf-8")
    return PAGE.format(title=name, hidden=hidden, state=state, views=shown, host=host)
