"""Submissions that mean harm, or are none."""

import json


def notebook(*sources: str) -> str:
    cells = [
        {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None}
        for source in ('STUDENT = "ada"\nmine = None  # hand_out("set1", STUDENT)', *sources)
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


CODE = {
    "an endless loop": ("while True: pass", "longer than it may"),
    "an endless loop that catches everything": (
        "import signal\nfor n in range(1, 60):\n    try: signal.signal(n, signal.SIG_IGN)\n    except Exception: pass\n"
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        "longer than it may",
    ),
    "a hundred gigabytes": ("import numpy as np\nx = np.ones(100 * 2**30 // 8)", "emory"),
    "a list without end": ("x = []\nwhile True: x.append(bytes(10**8))", "emory"),
    "leaves": ("import os\nos._exit(0)", "ended before"),
    "leaves politely": ("import sys\nsys.exit(0)", "exit"),
    "crashes the interpreter": ("import ctypes\nctypes.string_at(0)", "ended before"),
    "forks": ("import os\nwhile True: os.fork()", "BlockingIOError"),
    "starts a program": ("import subprocess\nsubprocess.run(['sleep', '1000'])", "BlockingIOError"),
    "prints without end": ("while True: print('x' * 10**6)", "longer than it may"),
    "kills its parent": (
        "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)",
        "",  # in its namespace there is no parent; what it can reach is itself
    ),
    "asks the network": (
        "import socket\nsocket.create_connection(('127.0.0.1', PORT), timeout=5)",
        "",
    ),
    "patches the checks": (
        "import wordmodes.grade.judging as j, wordmodes.grade._marking as m, wordmodes.grade._answers as a\n"
        "j.Check.mark = lambda *_: (100, '')\nj.same = lambda *_, **__: None\nj.close = lambda *_, **__: True\n"
        "m.mark = lambda *_: []\na.collect = lambda *_: 1\n"
        "class Yes(float):\n    __eq__ = __le__ = __ge__ = lambda *_: True\n    __hash__ = float.__hash__\n"
        "lost_share = Yes(7)\nepsilon = [Yes(7)] * 3",
        "",
    ),
    "prints the solution's hash": (
        "import hashlib\nlost_share = hashlib.sha256(b'lost_share').hexdigest()\nprint(lost_share)",
        "must be numbers",
    ),
    "writes into the pipe": (
        "import os, json\nanswer = {'array': '?', 'shape': [1]}\n"
        "lie = json.dumps({'held': [], 'score': 100, 'ask': 'lost_share', 'answer': answer})\n"
        "for n in range(3, 30):\n    try: os.write(n, lie.encode() + b'\\n[[[[\\n{}\\n{\"done\": true}\\n')\n"
        "    except OSError: pass",
        "",
    ),
    "answers with what can't be read": (
        "class Odd:\n    def __array__(self, *a, **k): raise SystemExit\n"
        "    def __len__(self): raise KeyboardInterrupt\n"
        "lost_share = Odd()\nP_counted = Odd()\ndef pmi(P): raise ValueError('no')\ndef m_star(P): return m_star",
        "can't be graded",
    ),
    "answers with a billion numbers": (
        "import numpy as np\nP_counted = np.broadcast_to(1.0, (10**5, 10**5))\np_counted = P_counted[0]",
        "too large",
    ),
}

FILES = {
    "no notebook": ("this is an essay", "not a notebook"),
    "bytes": ("\x00\x01", "not a notebook"),
    "another JSON": ("[1, 2]", "no list of cells"),
    "nested without end": ("[" * 100_000, "not a notebook"),
    "no cell": (json.dumps({"cells": []}), "no code"),
    "no code": (json.dumps({"cells": [{"cell_type": "markdown", "source": "x"}, 7, None]}), "no code"),
    "nobody's": (notebook("x = 1").replace("ada", ""), "STUDENT"),
}
