"""A hostile submission ends in a grade of 0 with a reason, and harms nothing."""

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from hostile import ENDING, FILES, TOGETHER, notebook
from wordmodes.grade import _sandbox
from wordmodes.grade._marking import grade
from wordmodes.grade._sandbox import Limits

LIMITS = Limits(seconds=60, memory=1_500_000_000, disk=20_000_000)
ENDLESS = Limits(seconds=8, memory=1_500_000_000, disk=20_000_000)
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


@pytest.mark.parametrize("name", ENDING)
def test_hostile_code_gets_nothing_and_a_reason(name, tmp_path):
    """Neither a process nor a folder is left of it."""
    folders, processes = _folders(), _workers()
    code, reason = ENDING[name]
    limits, begun = ENDLESS if "longer" in reason else LIMITS, time.monotonic()
    report = graded(notebook(code), tmp_path, limits=limits)
    assert (report.points, report.most) == (0, 64)
    assert report.reason
    assert reason in report.reason
    assert time.monotonic() - begun < limits.seconds + 10
    assert _workers() <= processes
    assert _folders() <= folders


def test_what_hostile_cells_try_is_refused(tmp_path, listener):
    port, calls = listener
    report = graded(notebook(*(code.replace("PORT", str(port)) for code, _ in TOGETHER.values())), tmp_path)
    said = " ".join([report.reason, *report.notes, *(line.hint for line in report.lines)])
    assert (report.points, report.most) == (0, 64)
    assert [reason for _, reason in TOGETHER.values() if reason not in said] == []
    assert calls == []
    assert {"files", "forks", "memory"} <= set(report.held)


@pytest.mark.parametrize("name", FILES)
def test_what_is_no_notebook_gets_nothing_and_a_reason(name, tmp_path):
    content, reason = FILES[name]
    report = graded(content, tmp_path, set_name="set1")
    assert (report.points, report.most) == (0, 64)
    assert reason in report.reason


def test_files_stay_and_the_environment_is_clean(tmp_path, monkeypatch):
    """What a submission deletes and writes is gone with it; what it may read is the library, and not the checks."""
    monkeypatch.setenv("A_SECRET", "swordfish")
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
lost_share = [*done, int(os.path.exists("mine")), int("swordfish" in str(os.environ))]
lost_share += [int(os.getcwd() == os.environ["HOME"])]
raise ValueError(str(lost_share))
"""
    report = graded(notebook(code), tmp_path)
    assert precious.read_text() == "here"
    assert not (tmp_path / "new").exists()
    assert not Path("/tmp/wordmodes-new").exists()
    assert "[0, 0, 0, 0, 0, 0, 1, 0, 1]" in " ".join(report.notes)
    assert {"network", "tcp"} & set(report.held)


def _folders() -> set[str]:
    return {path.name for path in Path(tempfile.gettempdir()).glob("wordmodes-grade-*")}


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


FORKING = """
import os, time
for n in range(12):
    if os.fork() == 0:
        if n % 3 == 0:
            os.setsid()
        if n % 3 == 1 and os.fork():
            os._exit(0)
        if n % 3 == 2:
            os.setsid()
            os.execve("/bin/sleep", ["sleep", "60"], {})
        time.sleep(60)
        os._exit(0)
print("all", flush=True)
time.sleep(60)
"""


def test_what_has_forked_is_found_and_ended(tmp_path):
    """Where a system would let a submission fork: children that leave the session, lose their parent or change name."""
    process = subprocess.Popen(
        [sys.executable, "-S", "-c", FORKING], start_new_session=True, env={"HOME": str(tmp_path)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout.readline() == b"all\n"
    time.sleep(0.3)
    found = _sandbox._started(process.pid, str(tmp_path))
    assert len(found) == 12
    assert os.getpid() not in found
    _sandbox._end(process, str(tmp_path))
    assert process.returncode < 0
    assert [pid for pid in found if _lives(pid)] == []


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_another_students_work_gets_nothing(tmp_path):
    report = graded(notebook("lost_share = 0.02"), tmp_path, student="emmy")
    assert report.points == 0
    assert any("'ada'" in note and "'emmy'" in note for note in report.notes)
