"""An explorer's JavaScript, asked for what it computes, without a browser."""

import json
import subprocess
from pathlib import Path
from typing import Any

import playwright

from wordmodes.explorers.frame import Explorer

# The browser driver carries a JavaScript engine of its own, so that these tests need no other.
NODE = next(Path(playwright.__file__).parent.glob("driver/node*"))

PAGE = Path(__file__).with_name("page.mjs").as_uri()
LEFT_OUT = ("_tables", "_esm", "_css", "layout", "tabbable", "tooltip")

ASK = """
import {readFileSync} from 'node:fs';
const module = await import(process.argv[2]);
const {show} = await import(process.argv[4]);
const {state, question} = JSON.parse(readFileSync(0, 'utf8'));
const bytes = readFileSync(process.argv[3]);
state._tables = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
const model = {get: (name) => state[name]};
const answer = (() => { %s })();
const plain = (_, x) => {
  if (ArrayBuffer.isView(x)) return [...x];
  return typeof x === 'number' && !Number.isFinite(x) ? String(x) : x; // JSON knows no infinity and no NaN
};
console.log(JSON.stringify(answer, plain));
"""


def ask(widget: Explorer, code: str, question: Any, folder: Path) -> Any:
    """Run `code` on the widget's module as it is shipped, and return what it returns.

    In it `module` is what the module exports, `model` the widget's state as a page has it, `question` what is given;
    `show(module, state, …)` draws the explorer as a page would.
    """
    (folder / "ask.mjs").write_text(ASK % code, encoding="utf-8")
    (folder / "explorer.mjs").write_text(str(widget._esm), encoding="utf-8")
    (folder / "tables.bin").write_bytes(widget._tables)
    state = {name: value for name, value in widget.get_state().items() if name not in LEFT_OUT}
    command = [NODE, folder / "ask.mjs", folder / "explorer.mjs", folder / "tables.bin", PAGE]
    given = json.dumps({"state": state, "question": question})
    done = subprocess.run(command, input=given, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
