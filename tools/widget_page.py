"""A page with one widget and nothing else, as the site would show it: for tests, measurements and pictures."""

from __future__ import annotations

import json
from pathlib import Path

from ipywidgets import DOMWidget
from ipywidgets.embed import dependency_state, embed_data

HOST = Path(__file__).resolve().parent.parent / "book/assets/widget-host.js"
PAGE = """<!doctype html>
<html lang="en" data-theme="light"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<style>
  body {{ margin: 16px; background: #fff }}
  html[data-theme="dark"] body {{ background: #14181c }}
</style></head><body><main><h1 hidden>{title}</h1>
<script type="application/vnd.jupyter.widget-state+json">{state}</script>
<script type="application/vnd.jupyter.widget-view+json">{view}</script>
<script>{host}</script></main></body></html>
"""


def widget_page(widget: DOMWidget, title: str = "widget") -> str:
    """Return the page as HTML; it needs no other file."""
    data = embed_data([widget], state=dependency_state([widget], drop_defaults=False), drop_defaults=False)
    state, view = (json.dumps(part).replace("</", "<\\/") for part in (data["manager_state"], data["view_specs"][0]))
    return PAGE.format(title=title, state=state, view=view, host=HOST.read_text(encoding="utf-8"))
