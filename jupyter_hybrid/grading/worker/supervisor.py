"""Starts one learner and one tester, watches them, and leaves nothing of them behind."""

import contextlib
import json
import os
import select
import signal
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from jupyter_hybrid.grading.worker import scratch_files, watching
from jupyter_hybrid.grading.worker.cells import Cells
from jupyter_hybrid.grading.worker.descendants import (
    ProcessTable,
    adopt_orphans,
    end_all,
)
from jupyter_hybrid.grading.worker.forking import Job, fork_role
from jupyter_hybrid.grading.worker.frames import Frame
from jupyter_hybrid.grading.worker.sandbox import Confinement, supervise

# The first becomes process 1 where processes have a namespace of their own, and all others end
# with it: a learner's end must not be the tester's.
ROLES = ("tester", "learner")
LINE_BYTES = 1 << 16
START_WITHIN_S = 30.0
NOUNS = {"memory": "memory", "scratch": "files", "output": "output"}


@dataclass(frozen=True, slots=True)
class Pair:
    """What a supervisor is given."""

    scratch: Path
    confinement: Confinement
    cells: Cells
    controls: dict[str, int]  # descriptor of each role's control channel
    line: socket.socket


def supervise_pair(pair: Pair) -> int:
    """Run `pair` until the engine closes its line, then end and remove everything; return 0.

    Called in a process that the zygote has just forked.
    """
    os.setsid()
    adopt_orphans()
    wake = _wake_on_children()
    table = ProcessTable()
    outside = os.open(pair.scratch.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        supervise(pair.confinement, pair.scratch)
        processes = _start(pair)
        _Watch(pair, table=table, processes=processes).run(wake)
    except OSError as error:
        _tell(pair.line, {"failed": f"{type(error).__name__}: {error}"})
    finally:
        end_all(table)
        os.fchdir(outside)
        scratch_files.remove(Path(pair.scratch.name))
    return 0


def _wake_on_children() -> int:
    wake, woken = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, _wake)
    return wake


def _wake(_number: int, _frame: FrameType | None) -> None:
    """Do nothing: the byte in the wake-up pipe is what matters."""


def _start(pair: Pair) -> dict[str, int]:
    scratch_files.furnish(pair.scratch, owners=_owners(pair.confinement))
    ends = dict(zip(ROLES, socket.socketpair(), strict=True))
    processes, readiness = {}, {}
    for role in ROLES:
        job = Job(
            role=role,
            scratch=pair.scratch,
            confinement=pair.confinement,
            cells=pair.cells,
            control=pair.controls[role],
            data=ends[role].fileno(),
        )
        processes[role], readiness[role] = fork_role(job)
    for end in ends.values():
        end.close()
    for control in pair.controls.values():
        os.close(control)
    for role, pipe in readiness.items():
        _wait_until_ready(role, pipe)
    return processes


def _owners(confinement: Confinement) -> dict[str, tuple[int, int]]:
    uid, testers = confinement.uid, confinement.tester_uid
    if uid is None or os.getuid() != 0:
        return {}
    gid = uid if confinement.gid is None else confinement.gid
    return {"learner": (uid, gid), "tester": (uid if testers is None else testers, gid)}


def _wait_until_ready(role: str, pipe: int) -> None:
    with os.fdopen(pipe, "rb") as end:
        if not select.select([end], [], [], START_WITHIN_S)[0]:
            raise OSError(f"the {role} did not start in time")
        said = end.read()
    if said != b"+":
        raise OSError(f"the {role} did not start: {said.decode(errors='replace') or 'it ended'}")


def _tell(line: socket.socket, message: Frame) -> None:
    with contextlib.suppress(OSError):  # the engine may be gone: then nobody needs to know
        line.send(json.dumps(message).encode())


class _Watch:
    """Waits for what may happen to a pair, and acts on it."""

    def __init__(self, pair: Pair, *, table: ProcessTable, processes: dict[str, int]) -> None:
        self._line = pair.line
        self._table = table
        self._scratch = pair.scratch
        self._running = dict(processes)
        self._is_open = True
        self._limits: Frame | None = None
        self._base = {
            role: watching.own_base(table, process) for role, process in processes.items()
        }
        level = int(pair.confinement.level)
        _tell(self._line, {"ready": level, "pids": processes, "base_bytes": self._base})

    def run(self, wake: int) -> None:
        """Return when the engine has closed its line."""
        poller = select.poll()
        poller.register(self._line, select.POLLIN | select.POLLHUP)
        poller.register(wake, select.POLLIN)
        while self._is_open:
            for descriptor, _ in poller.poll(self._interval_ms()):
                if descriptor == wake:
                    os.read(wake, LINE_BYTES)
                    self._reap()
                else:
                    self._obey()
            if self._limits is not None and self._running:
                self._measure(self._limits)

    def _interval_ms(self) -> float | None:
        if self._limits is None or not self._running:
            return None
        return 1000 * watching.INTERVAL_S

    def _obey(self) -> None:
        try:
            data = self._line.recv(LINE_BYTES)
        except ConnectionError:
            data = b""
        if not data:
            self._is_open = False
            return
        order = json.loads(data)
        if order["op"] == "watch":
            self._limits = order
        elif order["op"] == "rest":
            self._limits = None
        elif order["op"] == "interrupt" and order["who"] in self._running:
            with contextlib.suppress(OSError):
                os.kill(self._running[order["who"]], signal.SIGINT)

    def _reap(self) -> None:
        for process, status in reaped():
            for role in [role for role, pid in self._running.items() if pid == process]:
                del self._running[role]
                _tell(self._line, {"ended": role, "status": status})

    def _measure(self, limits: Frame) -> None:
        most = limits.get("memory_bytes")
        if most is not None:
            used = {role: self._memory(role) for role in self._running}
            if sum(used.values()) > most and self._is_really_above(most):
                self._kill(max(used, key=used.__getitem__), limit="memory", limit_bytes=most)
        most = limits.get("scratch_bytes")
        if most is not None and self._scratch_bytes(most) > most:
            printed = watching.printed_bytes(self._table, self._running.get("learner"))
            is_output = 2 * printed > most
            self._kill("learner", limit="output" if is_output else "scratch", limit_bytes=most)

    def _memory(self, role: str) -> int:
        return watching.memory_of(self._table, self._below(role), base_bytes=self._base[role])

    def _scratch_bytes(self, enough: int) -> int:
        deleted = watching.deleted_bytes(self._table, self._everybody())
        return deleted + watching.scratch_bytes(self._scratch, enough=enough)

    def _everybody(self) -> list[int]:
        return [process for role in self._running for process in self._below(role)]

    def _below(self, role: str) -> list[int]:
        process = self._running[role]
        return [process, *self._table.descendants(process)]

    def _is_really_above(self, most: int) -> bool:
        everybody = self._everybody()
        if len(everybody) <= len(self._running):  # nobody shares more than the base
            return True
        fair = watching.shared_fairly(self._table, everybody)
        return fair is None or fair > most

    def _kill(self, role: str, *, limit: str, limit_bytes: int) -> None:
        """Kill `role` and everything below it; the other one may still say what it saw."""
        if role not in self._running:
            return
        words = f"more than {limit_bytes / 2**20:.0f} MiB of {NOUNS[limit]}"
        _tell(self._line, {"killed": limit, "who": role, "words": words})
        doomed = self._below(role)
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for process in doomed:
                with contextlib.suppress(OSError):
                    os.kill(process, number)


def reaped() -> Iterator[tuple[int, int]]:
    """Yield the ended children of this process, each with its exit status or minus its signal."""
    while True:
        try:
            process, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if process == 0:
            return
        yield process, os.waitstatus_to_exitcode(status)
