"""Starts the zygote of an environment and has it fork pairs."""

import asyncio
import json
import logging
import os
import shutil
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from jupyter_hybrid.domain.errors import Unavailable
from jupyter_hybrid.grading.interpreters import Interpreter
from jupyter_hybrid.grading.split.link import Link
from jupyter_hybrid.grading.split.pair import Pair
from jupyter_hybrid.grading.split.supervision import Supervision

log = logging.getLogger(__name__)

WORKER = Path(__file__).parent.parent / "worker"
START_WITHIN_S = 60.0
PAIR_WITHIN_S = 20.0
_LEAVE_WITHIN_S = 2.0
_END_WITHIN_S = 5.0
_LOOK_AGAIN_S = 0.005
_LONGEST = 65536


class ForkServer:
    """A clean Python with an environment's modules loaded, which forks pairs.

    Parameters
    ----------
    interpreter
        The Python.
    imports
        Modules that it loads.

    Attributes
    ----------
    n_forked
        Pairs so far.
    about
        What it said about itself: versions, folders that it needs, imports that failed.
    """

    def __init__(self, interpreter: Interpreter, *, imports: tuple[str, ...]) -> None:
        self._interpreter = interpreter
        self._imports = imports
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None
        self._pairs: set[Pair] = set()
        self.n_forked = 0
        self.about: Mapping[str, Any] = {}

    @property
    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    async def idle(self) -> None:
        """Return once no pair of it is in use."""
        for pair in tuple(self._pairs):
            await pair.ended()

    @property
    def pid(self) -> int:
        """Its process id; 0 before it is started."""
        return self._process.pid if self._process else 0

    async def start(self) -> None:
        """Start it and wait until everything is loaded.

        Raises
        ------
        Unavailable
            If it does not start.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.settimeout(0)
        self._control = ours
        self._folder = Path(tempfile.mkdtemp(prefix="hybrid-", dir=scratch_root()))
        config = {"imports": list(self._imports), "scratch_root": str(self._folder)}
        try:
            self._process = subprocess.Popen(  # noqa: S603, ASYNC220  our own program, at once
                [
                    *(self._interpreter.path, "-I", str(WORKER), "zygote"),
                    *(str(theirs.fileno()), json.dumps(config)),
                ],
                pass_fds=[theirs.fileno()],
                env=self._interpreter.environment(),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        except OSError as error:
            self.end()
            raise Unavailable(
                f"the Python {self._interpreter.path} cannot be started: {error.strerror}"
            ) from error
        finally:
            theirs.close()
        self.about = await self._hear_ready()

    async def _hear_ready(self) -> Mapping[str, Any]:
        try:
            async with asyncio.timeout(START_WITHIN_S):
                about = await self._hear()
        except (TimeoutError, OSError, ValueError) as error:
            self.end()
            raise Unavailable(
                f"the Python {self._interpreter.path} does not start as a grading engine"
            ) from error
        if about.get("error"):
            self.end()
            raise Unavailable(f"{self._interpreter.path} cannot grade: {about['error']}")
        return about

    async def _hear(self) -> dict[str, Any]:
        if self._control is None:
            raise OSError
        message = await asyncio.get_running_loop().sock_recv(self._control, _LONGEST)
        found = json.loads(message)
        if not isinstance(found, dict):
            raise ValueError("no object")  # noqa: TRY004  as if it were no JSON
        return found

    async def fork(self, confinement: Mapping[str, object], *, level: str) -> Pair:
        """Return a pair that is locked down and ready.

        Parameters
        ----------
        confinement
            What the pair may do.
        level
            The isolation that this gives.

        Raises
        ------
        Unavailable
            If it cannot be made.
        """
        self.n_forked += 1
        learner, their_learner = socket.socketpair()
        tester, their_tester = socket.socketpair()
        line, their_line = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        theirs = (their_learner, their_tester, their_line)
        request = {"pair": self.n_forked, "confinement": dict(confinement)}
        try:
            if self._control is None:
                raise OSError  # noqa: TRY301  as if it had just gone
            socket.send_fds(
                self._control, [json.dumps(request).encode()], [one.fileno() for one in theirs]
            )
        except OSError as error:
            for one in (learner, tester, line):
                one.close()
            raise Unavailable("the grading engine cannot start a process") from error
        finally:
            for one in theirs:
                one.close()
        pair = await _ready(learner=learner, tester=tester, line=line, level=level)
        self._pairs = {pair, *(one for one in self._pairs if one.is_alive)}
        return pair

    def drain(self) -> None:
        """Forget what it says about pairs that ended; their own lines tell all that matters."""
        with suppress(OSError):
            while self._control is not None and self._control.recv(_LONGEST):
                pass

    def end(self) -> None:
        """End it and every pair that it forked; idempotent."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            try:
                self._process.wait(_LEAVE_WITHIN_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(_END_WITHIN_S)
        if self._folder is not None:
            self._clear(self._folder)
            self._folder = None

    def _clear(self, folder: Path) -> None:
        """Remove the folder of all scratches, once the supervisors have removed theirs."""
        until = time.monotonic() + _END_WITHIN_S
        while time.monotonic() < until and any(folder.iterdir()):
            time.sleep(_LOOK_AGAIN_S)
        shutil.rmtree(folder, ignore_errors=True)


async def _ready(
    *, learner: socket.socket, tester: socket.socket, line: socket.socket, level: str
) -> Pair:
    supervision = Supervision(line)
    pair = Pair(
        learner=await Link.over(learner),
        tester=await Link.over(tester),
        supervisor=supervision,
        level=level,
    )
    try:
        async with asyncio.timeout(PAIR_WITHIN_S):
            await supervision.is_ready.wait()
    except BaseException as error:
        pair.end()
        if isinstance(error, TimeoutError):
            raise Unavailable("the grading engine cannot start a process in time") from error
        raise
    if supervision.is_over.is_set():
        pair.end()
        why = supervision.error or "it ended at once"
        log.error("a pair of processes cannot be locked down: %s", why)
        raise Unavailable(f"the grading engine cannot lock a process down: {why}")
    return pair


def scratch_root() -> Path:
    """Return the folder in which scratch folders are made.

    A server that is root gives learners' code a user of its own, who has to be able to go there.
    """
    usual = Path(tempfile.gettempdir()).resolve()
    places = (usual, Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"))  # noqa: S108
    return next((place for place in places if _is_open(place)), usual)


def _is_open(folder: Path) -> bool:
    if os.getuid() != 0:
        return True
    try:
        return all(one.stat().st_mode & stat.S_IXOTH for one in (folder, *folder.parents))
    except OSError:
        return False
