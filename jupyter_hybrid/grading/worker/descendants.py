"""Finds and ends every process that comes of one, however it tried to hide (Linux only).

`os.killpg` misses whoever made a session of its own. A process that adopts orphans (child
subreaper) still has all of them below it.
"""

import contextlib
import ctypes
import os
import signal
import time
from collections.abc import Iterable

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
SWEEP_WITHIN_S = 5.0
_REAP_WITHIN_S = 0.2
_LOOK_AGAIN_S = 0.001


class ProcessTable:
    """``/proc``, kept open, so that it can be read after the root folder has changed."""

    def __init__(self) -> None:
        self._folder = os.open("/proc", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)

    def fileno(self) -> int:
        """Return the descriptor of ``/proc``."""
        return self._folder

    def read(self, path: str) -> bytes:
        """Return the content of ``/proc/<path>``; raise ``OSError`` if the process is gone."""
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC, dir_fd=self._folder)
        try:
            return os.read(file, 1 << 16)
        finally:
            os.close(file)

    def names(self, path: str) -> list[str]:
        """Return the names in the folder ``/proc/<path>``."""
        folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=self._folder)
        try:
            return os.listdir(folder)  # noqa: PTH208  a descriptor
        finally:
            os.close(folder)

    def children(self, process: int) -> list[int]:
        """Return the processes that `process` has started or adopted."""
        found: list[int] = []
        with contextlib.suppress(OSError):
            for thread in self.names(f"{process}/task"):  # each thread has its own
                with contextlib.suppress(OSError):
                    found += map(int, self.read(f"{process}/task/{thread}/children").split())
        return found

    def descendants(self, process: int) -> list[int]:
        """Return the processes below `process`, nearest first."""
        found: list[int] = []
        waiting = [process]
        while waiting:
            children = self.children(waiting.pop())
            found += children
            waiting += children
        return found


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent ends."""
    _control(PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent() -> None:
    """Be killed when the parent ends; a change of user id forgets it."""
    _control(PR_SET_PDEATHSIG, signal.SIGKILL)


def end_all(table: ProcessTable, *, spare: frozenset[int] = frozenset()) -> bool:
    """Kill everything below this process but `spare` and theirs; return whether all are gone.

    They are stopped before they are killed, so that none can start another one meanwhile.
    """
    until = time.monotonic() + SWEEP_WITHIN_S
    while time.monotonic() < until:
        doomed = _stopped(table, spare, until=until)
        if not doomed:
            return True
        _signal(doomed, signal.SIGKILL)
        _reap(doomed, until=time.monotonic() + _REAP_WITHIN_S)
    return False


def _stopped(table: ProcessTable, spare: frozenset[int], *, until: float) -> list[int]:
    """Stop all, also those that were started while others were being stopped; return them."""
    stopped: set[int] = set()
    while time.monotonic() < until:
        fresh = [process for process in _not_spared(table, spare) if process not in stopped]
        if not fresh:
            break
        _signal(fresh, signal.SIGSTOP)
        stopped.update(fresh)
    return list(stopped)


def _signal(processes: Iterable[int], number: int) -> None:
    for process in processes:
        with contextlib.suppress(OSError):
            os.kill(process, number)


def _not_spared(table: ProcessTable, spare: frozenset[int]) -> list[int]:
    tops = [process for process in table.children(os.getpid()) if process not in spare]
    return [below for top in tops for below in (top, *table.descendants(top))]


def _reap(processes: list[int], *, until: float) -> None:
    """Reap those of `processes` that are ours, in whatever order they end, until time is up.

    In a namespace of their own the first process cannot end before the others have been reaped.
    """
    left = [process for process in processes if not _is_reaped(process)]
    while left and time.monotonic() < until:
        time.sleep(_LOOK_AGAIN_S)
        left = [process for process in left if not _is_reaped(process)]


def _is_reaped(process: int) -> bool:
    try:
        return os.waitpid(process, os.WNOHANG)[0] == process
    except ChildProcessError:  # reaped before, or not ours: its parent was killed as well
        return True


def _control(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, value, 0, 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
