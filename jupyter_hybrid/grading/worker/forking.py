"""Turns a fork of the zygote into a learner or a tester."""

import os
import signal
import socket
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from jupyter_hybrid.grading.worker import scratch_files, tester, watching
from jupyter_hybrid.grading.worker.cells import Cells
from jupyter_hybrid.grading.worker.descendants import die_with_parent
from jupyter_hybrid.grading.worker.frames import Channel, Frame, wait_for_any
from jupyter_hybrid.grading.worker.learner import Learner
from jupyter_hybrid.grading.worker.sandbox import Confinement, lock_down

FAILED = 70  # EX_SOFTWARE
_STANDARD = 3


@dataclass(frozen=True, slots=True)
class Job:
    """What one forked process is to be."""

    role: str  # "learner" or "tester"
    scratch: Path
    confinement: Confinement
    cells: Cells
    control: int
    data: int

    def as_config(self) -> Frame:
        """Return what the role's own code is told."""
        return {
            "scratch": str(self.scratch),
            "may_fork": self.confinement.may_fork,
            "may_exec": self.confinement.may_exec,
            "may_connect": self.confinement.may_connect,
            "base": watching.memory_base(),
        }


def fork_role(job: Job) -> tuple[int, int]:
    """Fork the process of `job`; return its id and a pipe that reads ``+`` once it is locked down.

    Anything else in the pipe is the reason why it is not.
    """
    ready, told = os.pipe()
    process = os.fork()
    if process == 0:
        _become(job, told)
    os.close(told)
    return process, ready


def _become(job: Job, told: int) -> NoReturn:
    try:
        try:
            config = job.as_config()  # before it may read nothing about itself
            _prepare(job, told)
        except BaseException as error:
            os.write(told, f"{type(error).__name__}: {error}".encode(errors="replace"))
            raise
        os.write(told, b"+")
        os.close(told)
        _serve(job, config)
        os._exit(0)
    except BaseException:  # noqa: BLE001  the process ends, whatever happened
        sys.stderr = sys.__stderr__
        traceback.print_exc()
    finally:  # even if a learner's Python cannot print it: nobody returns into the zygote's code
        os._exit(FAILED)


def _prepare(job: Job, told: int) -> None:
    die_with_parent()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    close_all_but(job.control, job.data, told)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    if job.role == "learner":
        job.cells.start()
    else:
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
    os.close(nothing)
    os.environ.update(scratch_files.environment(job.scratch, role=job.role))
    lock_down(job.confinement, scratch=job.scratch, role=job.role)
    is_learner = job.role == "learner"
    os.chdir(job.scratch / (scratch_files.WORK if is_learner else scratch_files.TESTER))


def _serve(job: Job, config: Frame) -> None:
    control, data = (Channel(socket.socket(fileno=number)) for number in (job.control, job.data))
    if job.role == "learner":
        learner = Learner(control, data=data, cells=job.cells, config=config)
        learner.serve(wait_for_any)
        return
    tester.main(control, data, config, make_shell=lambda: job.cells.shell)


def close_all_but(*kept: int) -> None:
    """Close every descriptor of this process except `kept` and the three standard ones."""
    lowest = _STANDARD
    for number in sorted(kept):
        os.closerange(lowest, number)
        lowest = number + 1
    os.closerange(lowest, _highest())


def _highest() -> int:
    import resource  # noqa: PLC0415  not on Windows

    return min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], 1 << 20)
