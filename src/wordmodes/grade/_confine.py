"""What keeps a submission from doing harm, where it runs: only the standard library and what the kernel offers.

On Linux no privileges are needed: namespaces (no network, no process of others, a read-only disk, an own small one) and
Landlock (no file outside a list), and a filter of system calls (no further process). Each is tried; what could be had
is reported, so that the grader can refuse to run a submission that could touch files or start processes.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import signal
import struct
import sys
from contextlib import suppress
from pathlib import Path

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

NOBODY = 65534
NEWNS, NEWIPC, NEWUSER, NEWPID, NEWNET = 0x00020000, 0x08000000, 0x10000000, 0x20000000, 0x40000000
MS_REC_PRIVATE = (1 << 14) | (1 << 18)
AT_RECURSIVE, MOUNT_ATTR_RDONLY = 0x8000, 1
MOUNT_SETATTR, LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 442, 444, 445, 446  # the same on every architecture
NO_NEW_PRIVS, KEEP_CAPABILITIES = 38, 8
SECCOMP, FILTER, ALLOW, REFUSE = 22, 2, 0x7FFF0000, 0x00050000
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
OTHER_CALLS = 0x40000000  # from here on: x86's second table of calls
FORKS = {  # its number for the kernel, and its calls that make a process or thread
    "x86_64": (0xC000003E, (56, 57, 58, 435)), "aarch64": (0xC00000B7, (220, 435)),
}  # fmt: skip
CAPABILITIES, MAY_READ = 0x20080522, 1 << 2
READ, ALL_FILES = 0b1101, {1: 0x1FFF, 2: 0x3FFF, 3: 0x7FFF, 4: 0x7FFF, 5: 0xFFFF}
TCP, SCOPED = 0b11, 0b11
SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc", "/proc", "/sys/devices/system/cpu", "/dev")


def namespaces(folder: str, disk: int) -> list[str]:
    """Enter namespaces of one's own; the disk becomes read-only but for `folder`, an empty one of `disk` bytes."""
    if not sys.platform.startswith("linux"):
        return []
    libc = ctypes.CDLL(None, use_errno=True)
    flags, uid, gid = NEWNS | NEWIPC | NEWPID | NEWNET, os.getuid(), os.getgid()
    if not (uid == 0 and libc.unshare(flags) == 0):
        if libc.unshare(NEWUSER | flags) != 0:
            return []
        with suppress(OSError):  # where this is forbidden the namespaces are there, and the mounts below will fail
            Path("/proc/self/setgroups").write_text("deny")
            Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
            Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
    held = ["network", "processes"]
    owner = f"size={disk},mode=0777".encode()
    attributes = struct.pack("QQQQ", MOUNT_ATTR_RDONLY, 0, 0, 0)
    if (
        libc.mount(None, b"/", None, MS_REC_PRIVATE, None) == 0
        and libc.syscall(MOUNT_SETATTR, -1, b"/", AT_RECURSIVE, attributes, len(attributes)) == 0
        and libc.mount(b"tmpfs", os.fsencode(folder), b"tmpfs", 0, owner) == 0
    ):
        held += ["files", "disk"]
    return held


def landlock(folder: str, readable: list[str]) -> list[str]:
    """Allow reading below `readable` and the system's folders, writing below `folder`, and nothing else."""
    if not sys.platform.startswith("linux"):
        return []
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(LANDLOCK_CREATE, None, 0, 1)
    if version < 1:
        return []
    files = ALL_FILES.get(version, ALL_FILES[5])
    rules = struct.pack("QQQ", files, TCP if version >= 4 else 0, SCOPED if version >= 6 else 0)
    rules = rules[: 8 if version < 4 else 16 if version < 6 else 24]
    ruleset = libc.syscall(LANDLOCK_CREATE, rules, len(rules), 0)
    if ruleset < 0:
        return []
    wanted = [(folder, files), ("/dev/null", 0b110)] + [(place, READ) for place in (*SYSTEM, *readable)]
    for place, rights in wanted:
        with suppress(OSError):
            opened = os.open(place, os.O_PATH | os.O_CLOEXEC)
            rights &= files if os.path.isdir(place) else 0b111 & files  # noqa: PTH112
            libc.syscall(LANDLOCK_ADD, ruleset, 1, struct.pack("=Qi", rights, opened), 0)
            os.close(opened)
    libc.prctl(NO_NEW_PRIVS, 1, 0, 0, 0)
    if libc.syscall(LANDLOCK_RESTRICT, ruleset, 0) != 0:
        return []
    os.close(ruleset)
    return ["files"] + ["tcp"] * (version >= 4) + ["processes"] * (version >= 6)


def nobody(may_read: bool) -> list[str]:
    """Where the grader is root, the submission is not; it may read what root may, so far as Landlock lets it."""
    if not hasattr(os, "getuid") or os.getuid() != 0:
        return []
    libc = ctypes.CDLL(None, use_errno=True)
    try:
        os.setgroups([])
        os.setgid(NOBODY)
        if may_read:  # Python itself may live where only root looks
            libc.prctl(KEEP_CAPABILITIES, 1, 0, 0, 0)
        os.setuid(NOBODY)
    except OSError:
        return []
    if may_read:
        libc.capset(struct.pack("Ii", CAPABILITIES, 0), struct.pack("6I", MAY_READ, MAY_READ, 0, 0, 0, 0))
    return ["files", "processes"]


def limits(memory: int, seconds: int, disk: int) -> list[str]:
    """Limit memory, processor time and file sizes; allow no further process or thread (root may all the same)."""
    if resource is None:
        return []
    wanted = {
        "RLIMIT_AS": memory, "RLIMIT_CPU": seconds, "RLIMIT_FSIZE": disk, "RLIMIT_CORE": 0, "RLIMIT_NPROC": 0,
        "RLIMIT_NOFILE": 256,
    }  # fmt: skip
    held = []
    for name, limit in wanted.items():
        with suppress(ValueError, OSError, AttributeError):  # a limit that this system doesn't know
            resource.setrlimit(getattr(resource, name), (limit, limit))
            held.append(name.removeprefix("RLIMIT_").lower())
    return ["memory"] * ("as" in held)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def alone() -> list[str]:
    """Refuse whatever would make another process or thread, to root too, and try whether it is refused."""
    if sys.platform.startswith("linux") and platform.machine() in FORKS:
        kernel, calls = FORKS[platform.machine()]
        n = len(calls)
        steps = [
            (LOAD, 0, 0, 4), (EQUAL, 0, n + 3, kernel), (LOAD, 0, 0, 0), (AT_LEAST, n + 1, 0, OTHER_CALLS),
            *((EQUAL, n - k, 0, call) for k, call in enumerate(calls)),
            (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, REFUSE | errno.EAGAIN),
        ]  # fmt: skip
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(NO_NEW_PRIVS, 1, 0, 0, 0)
        program = _Program(len(steps), b"".join(struct.pack("HBBI", *step) for step in steps))
        libc.prctl(SECCOMP, FILTER, ctypes.byref(program), 0, 0)
    if not hasattr(os, "fork"):
        return []
    try:
        child = os.fork()
    except OSError:
        return ["forks"]
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return []


def wait_for_child(seconds: int) -> None:
    """Go on in a child, the first process of its namespace, with which all that it starts ends; the parent waits.

    After `seconds` it waits no longer, should the grader not be there any more to end both.
    """
    child = os.fork()
    if child == 0:
        return

    def end(*_: object) -> None:
        os.kill(child, signal.SIGKILL)

    signal.signal(signal.SIGALRM, end)
    signal.alarm(seconds)
    _, status = os.waitpid(child, 0)
    os._exit(0 if status == 0 else 1)
