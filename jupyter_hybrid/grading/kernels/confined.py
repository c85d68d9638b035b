"""Starts a kernel within limits, and ends everything that came of it.

A script of its own process, never imported: ``python -I -S confined.py FOLDER NAME=VALUE... --
COMMAND...``. It imports almost nothing, so that it costs milliseconds. Its standard input is the
lifeline: when the other end closes, because grading is over or the server died, every process that
descends from the kernel is killed and FOLDER removed. On Linux it adopts orphans, so that a child
that made itself a session of its own is found as well.
"""

import ctypes
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
IS_LINUX = sys.platform == "linux"
END_WITHIN_S = 5.0

_asked_to_stop: list[int] = []


def main(arguments: list[str]) -> int:
    """Return the kernel's exit status, or 128 + signal, once nothing is left of it."""
    dashes = arguments.index("--")
    folder, limits, command = arguments[0], arguments[1:dashes], arguments[dashes + 1 :]
    _control(PR_SET_CHILD_SUBREAPER, 1)
    wake = _wake_on_signals()
    kernel = os.fork()
    if kernel == 0:
        _become_kernel(command, limits=limits)
    status = _wait(kernel, wake=wake)
    _end_all(kernel)
    _remove(folder)
    return status


def _control(option: int, value: int) -> None:
    if IS_LINUX:
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def _note(number: int, _frame: FrameType | None) -> None:
    if number == signal.SIGTERM:
        _asked_to_stop.append(number)


def _wake_on_signals() -> int:
    wake, woken = os.pipe()
    os.set_blocking(wake, False)
    os.set_blocking(woken, False)
    signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, _note)
    signal.signal(signal.SIGTERM, _note)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is meant for the kernel
    return wake


def _become_kernel(command: list[str], *, limits: list[str]) -> None:
    try:
        _control(PR_SET_PDEATHSIG, signal.SIGKILL)
        _control(PR_SET_NO_NEW_PRIVS, 1)
        for limit in limits:
            name, _, value = limit.partition("=")
            _limit(name, int(value))
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE, signal.SIGXFSZ):
            signal.signal(number, signal.SIG_DFL)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.environ.pop("JPY_PARENT_PID", None)
        os.execvp(command[0], command)  # noqa: S606  no shell is the point
    except OSError as error:
        sys.stderr.write(f"{command[0]}: {error}\n")
    os._exit(127)


def _limit(name: str, value: int) -> None:
    number = getattr(resource, f"RLIMIT_{name}", None)
    if number is None:
        return
    ceiling = resource.getrlimit(number)[1]
    if ceiling != resource.RLIM_INFINITY:
        value = min(value, ceiling)
    try:
        resource.setrlimit(number, (value, value))
    except (ValueError, OSError):
        if IS_LINUX:  # elsewhere some limits exist in name only
            raise


def _wait(kernel: int, *, wake: int) -> int:
    poller = select.poll()
    poller.register(0, select.POLLIN | select.POLLHUP)
    poller.register(wake, select.POLLIN)
    while True:
        ready = {descriptor for descriptor, _ in poller.poll()}
        if wake in ready:
            os.read(wake, 4096)
        status = _reap().get(kernel)
        if status is not None:
            return status if status >= 0 else 128 - status
        if 0 in ready or _asked_to_stop:
            return 0


def _reap() -> dict[int, int]:
    reaped = {}
    try:
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                break
            reaped[pid] = os.waitstatus_to_exitcode(status)
    except ChildProcessError:
        pass
    return reaped


def _end_all(kernel: int) -> None:
    deadline = time.monotonic() + END_WITHIN_S
    while time.monotonic() < deadline:
        for pid in {*_descendants()} if IS_LINUX else {kernel}:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                continue
        _reap()
        try:
            os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return
        select.poll().poll(5)


def _descendants() -> Iterator[int]:
    children: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):  # noqa: PTH208  names are enough
        if entry.isdigit():
            children.setdefault(_parent(entry), []).append(int(entry))
    found = children.get(os.getpid(), [])
    while found:
        yield from found
        found = [child for pid in found for child in children.get(pid, [])]


def _parent(pid: str) -> int:
    try:
        stat = Path("/proc", pid, "stat").read_text(encoding="utf-8", errors="replace")
        return int(stat.rpartition(")")[2].split()[1])
    except (OSError, IndexError, ValueError):  # gone in the meantime
        return -1


def _remove(folder: str) -> None:
    import shutil  # noqa: PLC0415  not needed while the kernel starts

    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
