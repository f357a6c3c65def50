"""The book's explorers as its notebooks store them, each on a page of its own: nothing is computed anew."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from widget_page import HOST, PAGE, VIEW

BOOK = Path(__file__).parents[2] / "book"
STATE = "application/vnd.jupyter.widget-state+json"


@cache
def models() -> dict[str, dict[str, Any]]:
    """Stored models by the explorer's name; of several, the first in the order of the chapters."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(BOOK.glob("*.ipynb")):
        if STATE not in (text := path.read_text(encoding="utf-8")):
            continue
        for model in json.loads(text)["metadata"]["widgets"][STATE]["state"].values():
            if "_anywidget_id" in model["state"]:
                found.setdefault(model["state"]["_anywidget_id"].split(".")[-3], model)
    return found


@cache
def stored_page(name: str, head: str = "") -> str:
    """Return the page of one explorer as HTML; `head`: a script that runs before all others."""
    state = json.dumps({"version_major": 2, "version_minor": 0, "state": {"one": models()[name]}})
    view = VIEW.format('{"version_major": 2, "version_minor": 0, "model_id": "one"}')
    host = HOST.read_text(encoding="utf-8")
    page = PAGE.format(title="widget", hidden=" hidden", state=state.replace("</", "<\\/"), views=view, host=host)
    return page.replace("<script>", f"<script>{head}</script><script>", 1) if head else page
