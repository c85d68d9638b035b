"""Pairs of fresh interpreters, for systems where none can be forked ahead: practice only."""

import asyncio
import contextlib
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psutil

from jupyter_hybrid.domain.errors import Unavailable
from jupyter_hybrid.grading.interpreters import Interpreter
from jupyter_hybrid.grading.limits import MIB
from jupyter_hybrid.grading.split.fresh_process import FreshLink, FreshProcess
from jupyter_hybrid.grading.split.link import LinkClosed
from jupyter_hybrid.grading.split.pair import Pair

START_WITHIN_S = 60.0
LOOK_EVERY_S = 0.1
_LEVEL = "A0"


class FreshSupervisor:
    """Watches over two fresh interpreters from the server's own process.

    Attributes
    ----------
    is_over, killed, status
        As in `Supervisor`.
    """

    def __init__(self, *, learner: FreshProcess, tester: FreshProcess, scratch: Path) -> None:
        self._processes = {"learner": learner, "tester": tester}
        self._scratch = scratch
        self._watching = [asyncio.create_task(self._wait(one)) for one in (learner, tester)]
        self._ending: asyncio.Task[None] | None = None
        self.is_over = asyncio.Event()
        self.killed: str | None = None

    @property
    def status(self) -> int:
        """Exit status of the learner's process; 128 and more means a signal."""
        return self._processes["learner"].status

    def watch(self, *, memory_bytes: int, scratch_bytes: int) -> None:
        """Have the pair killed when it uses more than this."""
        watching = self._watch(memory_bytes=memory_bytes, scratch_bytes=scratch_bytes)
        self._watching.append(asyncio.create_task(watching))

    def interrupt(self, who: str) -> None:
        """Interrupt what the ``learner`` or the ``tester`` runs."""
        self._processes[who].interrupt()

    def end(self) -> None:
        """Have both killed and their folder removed; idempotent."""
        if self._ending is not None:
            return
        for watching in self._watching:
            watching.cancel()
        self.is_over.set()
        doomed = [pid for one in self._processes.values() for pid in _below(one.pid)]
        for process in self._processes.values():
            process.kill()
        for pid in doomed:
            with contextlib.suppress(psutil.Error):
                psutil.Process(pid).kill()
        self._ending = asyncio.create_task(asyncio.to_thread(self._clear_up))
        ending.add(self._ending)
        self._ending.add_done_callback(ending.discard)

    def _clear_up(self) -> None:
        for process in self._processes.values():
            process.wait()
        shutil.rmtree(self._scratch, ignore_errors=True)

    async def _wait(self, process: FreshProcess) -> None:
        await process.ended.wait()
        self.is_over.set()

    async def _watch(self, *, memory_bytes: int, scratch_bytes: int) -> None:
        first = await asyncio.to_thread(self._memory)
        while not self.is_over.is_set():
            used = await asyncio.to_thread(self._memory)
            size = await asyncio.to_thread(_size_of, self._scratch)
            if used - first > memory_bytes:
                self.killed = f"more than {memory_bytes / MIB:.0f} MiB of memory"
            elif size > scratch_bytes:
                self.killed = f"more than {scratch_bytes / MIB:.0f} MiB of files"
            if self.killed:
                self._processes["learner"].kill()
                return
            await asyncio.sleep(LOOK_EVERY_S)

    def _memory(self) -> int:
        used = 0
        for process in self._processes.values():
            for pid in (process.pid, *_below(process.pid)):
                with contextlib.suppress(psutil.Error):
                    used += psutil.Process(pid).memory_info().rss
        return used


ending: set["asyncio.Task[None]"] = set()
"""Pairs that are being cleared up; kept, or the garbage collector would take them."""


class FreshServer:
    """Starts pairs of interpreters; as `ForkServer`.

    Parameters
    ----------
    interpreter
        The Python.
    imports
        Modules that each of them loads.
    """

    is_alive = True

    def __init__(self, interpreter: Interpreter, *, imports: tuple[str, ...]) -> None:
        self._interpreter = interpreter
        self._imports = imports
        self._pairs: set[Pair] = set()
        self.n_forked = 0
        self.about: Mapping[str, Any] = {"level": 0, "paths": []}

    async def start(self) -> None:
        """Do nothing: each pair is started by itself."""

    async def fork(self, confinement: Mapping[str, object], *, level: str) -> Pair:
        """Return a pair that is ready; nothing of `confinement` but what it may do holds.

        Raises
        ------
        Unavailable
            If it cannot be made.
        """
        self.n_forked += 1
        scratch = Path(tempfile.mkdtemp(prefix="hybrid-"))
        config = {
            "imports": list(self._imports),
            "scratch": str(scratch),
            "confinement": dict(confinement),
        }
        try:
            learner, tester = (
                FreshProcess(self._interpreter, role=role, config=config)
                for role in ("learner", "tester")
            )
        except OSError as error:
            shutil.rmtree(scratch, ignore_errors=True)
            path = self._interpreter.path
            raise Unavailable(f"the Python {path} cannot be started: {error.strerror}") from error
        learner.connect(tester)
        tester.connect(learner)
        supervisor = FreshSupervisor(learner=learner, tester=tester, scratch=scratch)
        try:
            await self._ready(learner, tester)
        except BaseException:
            supervisor.end()
            raise
        pair = Pair(
            learner=FreshLink(learner), tester=FreshLink(tester), supervisor=supervisor, level=level
        )
        self._pairs = {pair, *(one for one in self._pairs if one.is_alive)}
        return pair

    async def _ready(self, learner: FreshProcess, tester: FreshProcess) -> None:
        path = self._interpreter.path
        try:
            async with asyncio.timeout(START_WITHIN_S):
                first, second = await asyncio.gather(learner.receive(), tester.receive())
        except (TimeoutError, LinkClosed) as error:
            raise Unavailable(f"the Python {path} does not start as a grading engine") from error
        for about in (first, second):
            if about.get("error"):
                raise Unavailable(f"{path} cannot grade: {about['error']}")

    def drain(self) -> None:
        """Do nothing: nobody talks of pairs but their own supervisors."""

    async def idle(self) -> None:
        """Return once no pair of it is in use."""
        for pair in tuple(self._pairs):
            await pair.ended()

    def end(self) -> None:
        """Do nothing: pairs end by themselves."""


def can_fork() -> bool:
    """Return whether pairs can be forked from a warm process here: on Linux only."""
    return sys.platform == "linux"


def _below(pid: int) -> list[int]:
    try:
        return [child.pid for child in psutil.Process(pid).children(recursive=True)]
    except psutil.Error:
        return []


def _size_of(folder: Path) -> int:
    size = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            size += path.lstat().st_size
    return size
