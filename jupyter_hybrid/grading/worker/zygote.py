"""The process that is forked for every pair: imports done, shell warm, one thread.

It never runs a learner's or an author's code. It ends when its control socket closes.
"""

import json
import os
import secrets
import select
import signal
import socket
import stat
import sys
import tempfile
import traceback
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import NoReturn

from jupyter_hybrid.grading.worker import scratch_files
from jupyter_hybrid.grading.worker.cells import Cells
from jupyter_hybrid.grading.worker.descendants import ProcessTable, adopt_orphans, end_all
from jupyter_hybrid.grading.worker.forking import FAILED, close_all_but
from jupyter_hybrid.grading.worker.frames import Frame
from jupyter_hybrid.grading.worker.preparing import prepare, settle
from jupyter_hybrid.grading.worker.sandbox import Confinement, warm_up
from jupyter_hybrid.grading.worker.supervisor import Pair, reaped, supervise_pair
from jupyter_hybrid.grading.worker.surroundings import surroundings

REQUEST_BYTES = 1 << 18
N_DESCRIPTORS = 3  # learner's control channel, tester's, the supervisor's line


def run(arguments: list[str]) -> int:
    """Serve the socket whose descriptor is the first argument; the second is the configuration."""
    config = json.loads(arguments[1])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    root = Path(config["scratch_root"])
    root.mkdir(parents=True, exist_ok=True)
    _let_pass(root)
    home = Path(tempfile.mkdtemp(prefix="zygote-", dir=root))
    try:
        threads = int(config.get("threads", 1))
        prepared = prepare(list(config.get("imports", ())), threads=threads, home=home)
        control = socket.socket(fileno=int(arguments[0]))
        control.send(json.dumps(prepared.as_frame() | surroundings()).encode())
        if prepared.cells is not None:
            adopt_orphans()
            settle()
            _Zygote(control, cells=prepared.cells, config=config).serve()
        return 0
    finally:
        scratch_files.remove(home)


def _let_pass(root: Path) -> None:
    """Let other users pass `root`, as learners' processes may be; take no right from anybody."""
    mode = stat.S_IMODE(root.stat().st_mode)
    if not mode & stat.S_IXOTH:
        root.chmod(mode | stat.S_IXGRP | stat.S_IXOTH)


@dataclass(frozen=True, slots=True)
class _Running:
    number: int
    scratch: Path


class _Zygote:
    """Forks a supervisor for every request, and tells when it has ended."""

    def __init__(self, control: socket.socket, *, cells: Cells, config: Frame) -> None:
        self._control = control
        self._cells = cells
        self._root = Path(config["scratch_root"])
        self._usual: Frame = config.get("confinement", {})
        self._running: dict[int, _Running] = {}
        self._table = ProcessTable()
        self._wake, self._woken = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(self._woken, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, _note)

    def serve(self) -> None:
        """Return when the engine has closed the control socket."""
        poller = select.poll()
        poller.register(self._control, select.POLLIN | select.POLLHUP)
        poller.register(self._wake, select.POLLIN)
        while True:
            for descriptor, _ in poller.poll():
                if descriptor == self._wake:
                    os.read(self._wake, REQUEST_BYTES)
                    self._reap()
                elif not self._obey():
                    return

    def _obey(self) -> bool:
        try:
            data, descriptors, _, _ = socket.recv_fds(self._control, REQUEST_BYTES, N_DESCRIPTORS)
        except ConnectionError:
            return False
        if not data:
            return False
        request = json.loads(data)
        number = int(request["pair"])
        scratch = self._root / f"pair-{number}-{secrets.token_hex(8)}"
        try:
            confinement = Confinement.from_json(request.get("confinement") or self._usual)
            warm_up(confinement)  # works out once what every fork needs
            process = os.fork()
            if process == 0:
                self._supervise(confinement, scratch=scratch, descriptors=descriptors)
        except (OSError, TypeError, ValueError) as error:
            self._tell({"ended": number, "status": FAILED, "words": str(error)})
        else:
            self._running[process] = _Running(number, scratch)
            self._tell({"started": number, "pid": process})
        finally:
            for descriptor in descriptors:
                os.close(descriptor)
        return True

    def _supervise(
        self, confinement: Confinement, *, scratch: Path, descriptors: list[int]
    ) -> NoReturn:
        status = FAILED
        try:
            signal.set_wakeup_fd(-1)
            close_all_but(*descriptors)
            learner, tester, line = descriptors
            scratch.mkdir(mode=0o700)
            status = supervise_pair(
                Pair(
                    scratch=scratch,
                    confinement=confinement,
                    cells=self._cells,
                    controls={"learner": learner, "tester": tester},
                    line=socket.socket(fileno=line),
                )
            )
        except BaseException:  # noqa: BLE001  a fork must never return into the zygote's loop
            traceback.print_exc()
            sys.stderr.flush()
        os._exit(status)

    def _reap(self) -> None:
        for process, status in reaped():
            ended = self._running.pop(process, None)
            if ended is not None:
                self._clear_up(ended)
                self._tell({"ended": ended.number, "status": status})

    def _clear_up(self, ended: _Running) -> None:
        """End and remove what a supervisor could not, because it was killed."""
        end_all(self._table, spare=frozenset(self._running))
        if os.path.lexists(ended.scratch):
            scratch_files.remove(ended.scratch)

    def _tell(self, message: Frame) -> None:
        with suppress(ConnectionError):  # the engine has closed it: `serve` is about to return
            self._control.send(json.dumps(message).encode())


def _note(_number: int, _frame: FrameType | None) -> None:
    """Do nothing: the byte in the wake-up pipe is what matters."""
