"""Submissions that mean harm, or are none."""

import json

BEGIN = 'STUDENT = "ada"\nmine = None  # hand_out("set1", STUDENT)'


def notebook(*sources: str, begin: str = BEGIN) -> str:
    cells = [
        {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None}
        for source in (begin, *sources)
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


ENDING = {  # each ends its process, or would never end: a submission each
    "an endless loop that prints, catches everything and leaves the session": (
        "import os, signal\nos.setsid()\nfor n in range(1, 60):\n    try: signal.signal(n, signal.SIG_IGN)\n"
        "    except Exception: pass\nwhile True:\n    try:\n        while True: print('x' * 10**6)\n"
        "    except BaseException: pass",
        "longer than it may",
    ),
    "leaves": ("import os\nos._exit(0)", "ended before"),
    "crashes the interpreter": ("import ctypes\nctypes.string_at(0)", "ended before"),
    "kills its parent": (
        "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)",
        "",  # in its namespace there is no parent; what it can reach is itself
    ),
}

# Each leaves the next one its turn: cells of one submission, with what its cell or its answer is told.
TOGETHER = {
    "leaves politely": ("import sys\nsys.exit(0)", "Cell 2 failed. the cell ends the program"),
    # Never more than fifty: where this is not held, the machine that tests it must live.
    "forks": (
        "import os, time\nfor n in range(50):\n    if os.fork() == 0:\n        time.sleep(20)\n        os._exit(0)",
        "Cell 3 failed. BlockingIOError",
    ),
    "starts a program": ("import subprocess\nsubprocess.run(['sleep', '20'])", "Cell 4 failed. BlockingIOError"),
    "starts a thread": ("import threading\nthreading.Thread(target=print).start()", "Cell 5 failed. RuntimeError"),
    "asks the network": ("import socket\nsocket.create_connection(('127.0.0.1', PORT), timeout=5)", "Cell 6 failed."),
    "fills the disk": ("for n in range(40):\n    open(f'f{n}', 'wb').write(bytes(10**6))", "Cell 7 failed. OSError"),
    "a hundred gigabytes": ("import numpy as np\nx = np.ones(100 * 2**30 // 8)", "Cell 8 failed. "),
    "a list without end": ("x = []\nwhile True: x.append(bytes(10**8))", "Cell 9 failed. MemoryError"),
    "patches the checks": (
        "import wordmodes.grade.judging as j, wordmodes.grade._marking as m, wordmodes.grade._answers as a\n"
        "del x\nj.Check.mark = lambda *_: (100, '')\nj.same = lambda *_, **__: None\nj.close = lambda *_, **__: True\n"
        "m.mark = lambda *_: []\na.collect = lambda *_: 1\n"
        "class Yes(float):\n    __eq__ = __le__ = __ge__ = lambda *_: True\n    __hash__ = float.__hash__\n"
        "epsilon = [Yes(7)] * 3",
        "an answer of type 'Yes' can't be graded",
    ),
    "answers with the solution's hash": (
        "import hashlib\nlost_share = hashlib.sha256(b'lost_share').hexdigest()\nprint(lost_share)",
        "lost_share must be numbers",
    ),
    "answers with what can't be read": (
        "class Odd:\n    def __array__(self, *a, **k): raise SystemExit\n"
        "    def __len__(self): raise KeyboardInterrupt\n"
        "predicted_factor = Odd()\ndef pmi(P): raise ValueError('no')\ndef m_star(P): return m_star",
        "an answer of type 'Odd' can't be graded",
    ),
    "answers with a billion numbers": (
        "P_counted = np.broadcast_to(1.0, (10**5, 10**5))\np_counted = P_counted[0]",
        "too large",
    ),
    "writes into the pipe": (
        "import json\nanswer = {'array': '?', 'shape': [1]}\n"
        "lie = json.dumps({'held': [], 'score': 100, 'ask': 'lost_share', 'answer': answer})\n"
        "for n in range(3, 30):\n    try: os.write(n, lie.encode() + b'\\n[[[[\\n{}\\n')\n    except OSError: pass",
        "",
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
