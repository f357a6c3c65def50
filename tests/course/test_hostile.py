"""A hostile submission ends in a grade of 0 with a reason, and harms nothing."""

import socket
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from hostile import CODE, FILES, notebook
from wordmodes.grade._marking import grade
from wordmodes.grade._sandbox import Limits

LIMITS = Limits(seconds=60, memory=1_500_000_000, disk=20_000_000)
ENDLESS = Limits(seconds=10, memory=1_500_000_000, disk=20_000_000)
CHECKS = Path(__file__).resolve().parents[2] / "course/checks"

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="submissions are confined on Linux only")


def graded(text: str, folder: Path, **options):
    path = folder / "set1.ipynb"
    path.write_text(text, encoding="utf-8")
    return grade(path, options.pop("student", None), checks=CHECKS, limits=options.pop("limits", LIMITS), **options)


@pytest.fixture
def listener():
    """A port that notes who calls."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        calls: list = []
        stop = threading.Event()

        def listen():
            while not stop.is_set():
                try:
                    calls.append(server.accept())
                except TimeoutError:
                    continue

        thread = threading.Thread(target=listen)
        thread.start()
        yield server.getsockname()[1], calls
        stop.set()
        thread.join()


@pytest.mark.parametrize("name", CODE)
def test_hostile_code_gets_nothing_and_a_reason(name, tmp_path, listener):
    code, reason = CODE[name]
    port, calls = listener
    limits, begun = ENDLESS if "longer" in reason else LIMITS, time.monotonic()
    report = graded(notebook(code.replace("PORT", str(port))), tmp_path, limits=limits)
    assert report.points == 0
    assert report.most == 64
    assert report.reason
    assert reason in " ".join([report.reason, *report.notes, *(line.hint for line in report.lines)])
    assert time.monotonic() - begun < limits.seconds + 10
    assert calls == []


@pytest.mark.parametrize("name", FILES)
def test_what_is_no_notebook_gets_nothing_and_a_reason(name, tmp_path):
    content, reason = FILES[name]
    report = graded(content, tmp_path, set_name="set1")
    assert (report.points, report.most) == (0, 64)
    assert reason in report.reason


def test_files_stay(tmp_path):
    """What a submission deletes and writes is gone with it; what it may read is the library, and not the checks."""
    precious = tmp_path / "precious.txt"
    precious.write_text("here")
    precious.chmod(0o666)
    tmp_path.chmod(0o777)
    code = f"""
import glob, os, shutil
done = []
for what in (lambda: os.remove({str(precious)!r}), lambda: open({str(precious)!r}, "w"),
             lambda: open({str(precious)!r}).read(), lambda: open({str(CHECKS / "set1.py")!r}).read(),
             lambda: open({str(tmp_path / "new")!r}, "w"), lambda: open("/tmp/wordmodes-new", "w")):
    try:
        what()
        done.append(1)
    except OSError:
        done.append(0)
shutil.rmtree({str(tmp_path)!r}, ignore_errors=True)
open("mine", "w").write("own files can be written")
lost_share = [*done, int(os.path.exists("mine"))]
raise ValueError(str(lost_share))
"""
    report = graded(notebook(code), tmp_path)
    assert precious.read_text() == "here"
    assert not (tmp_path / "new").exists()
    assert not Path("/tmp/wordmodes-new").exists()
    assert "[0, 0, 0, 0, 0, 0, 1]" in " ".join(report.notes)
    assert {"files", "forks", "memory"} <= set(report.held)
    assert {"network", "tcp"} & set(report.held)


def test_the_disk_is_small(tmp_path):
    code = "for n in range(40):\n    open(f'f{n}', 'wb').write(bytes(10**6))"
    report = graded(notebook(code), tmp_path)
    if "disk" not in report.held:
        pytest.skip("this kernel mounts no disk of one's own")
    assert "No space left" in " ".join(report.notes)


def test_the_environment_is_clean(tmp_path, monkeypatch):
    monkeypatch.setenv("A_SECRET", "swordfish")
    code = "import os\nraise ValueError(str('swordfish' in str(os.environ)) + str(os.getcwd() == os.environ['HOME']))"
    assert "FalseTrue" in " ".join(graded(notebook(code), tmp_path).notes)


def test_nothing_keeps_running(tmp_path):
    """Neither a process nor a folder is left of a submission that doesn't end."""
    before = {path.name for path in Path(tempfile.gettempdir()).glob("wordmodes-grade-*")}
    seen = _workers()
    graded(notebook("import os\nos.setsid()\nwhile True: pass"), tmp_path, limits=ENDLESS)
    time.sleep(0.5)
    assert _workers() <= seen
    assert {path.name for path in Path(tempfile.gettempdir()).glob("wordmodes-grade-*")} <= before


def _workers() -> set[str]:
    """Processes that run a submission."""
    found = set()
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if b"wordmodes.grade._worker" in (place / "cmdline").read_bytes():
                found.add(place.name)
        except OSError:
            continue
    return found


def test_another_students_work_gets_nothing(tmp_path):
    report = graded(notebook("lost_share = 0.02"), tmp_path, student="emmy")
    assert report.points == 0
    assert any("'ada'" in note and "'emmy'" in note for note in report.notes)
