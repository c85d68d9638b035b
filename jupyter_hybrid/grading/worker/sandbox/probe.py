"""Which level of isolation this machine really has: each is tried in a short-lived child."""

import contextlib
import json
import os
import shutil
import signal
import socket
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jupyter_hybrid.grading.worker.sandbox.confinement import (
    LEARNER_FOLDERS,
    TESTER_FOLDER,
    Confinement,
    Level,
)
from jupyter_hybrid.grading.worker.sandbox.lockdown import lock_down, supervise

MOST_WORDS = 2000
DEADLINE_S = 5
HIDDEN = "hidden.txt"


@dataclass(frozen=True, slots=True)
class Probe:
    """What was found.

    Attributes
    ----------
    level
        the highest level that works, with all below it.
    reasons
        by the name of each higher level, why not.
    """

    level: Level
    reasons: dict[str, str]


def probe(*, uid: int | None = None, gid: int | None = None) -> Probe:
    """Return the highest level of isolation that works here.

    Forks; a process with threads does better to ask a worker of its own.

    Parameters
    ----------
    uid, gid
        whom learners become, as in `Confinement`.
    """
    works, reasons = Level.A0, {}
    for level in (Level.A1, Level.A2, Level.A3):
        reason = _why_not(level, uid=uid, gid=gid)
        if reason:
            reasons[level.name] = reason
        elif not reasons:
            works = level
    # A level counts only with all below it.
    for level in Level:
        if level > works and level.name not in reasons:
            reasons[level.name] = f"needs what {next(iter(reasons))} lacks"
    return Probe(works, reasons)


def _why_not(level: Level, *, uid: int | None, gid: int | None) -> str:
    if sys.platform != "linux":
        return f"{sys.platform} has no such protection"
    with _scratch() as (folder, scratch):
        confinement = Confinement(
            level=level,
            readable=(sysconfig.get_path("stdlib"), str(folder)),
            hidden=(str(folder / HIDDEN),),
            uid=uid,
            gid=gid,
            scratch_bytes=1 << 20,
        )
        return _in_child(lambda: _supervised(confinement, scratch=scratch))


@contextlib.contextmanager
def _scratch() -> Iterator[tuple[Path, Path]]:
    folder = Path(tempfile.mkdtemp(prefix="hybrid-probe-"))
    try:
        folder.chmod(0o755)
        (folder / HIDDEN).write_text(HIDDEN, encoding="utf-8")
        scratch = folder / "scratch"
        scratch.mkdir()
        yield folder, scratch
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _supervised(confinement: Confinement, *, scratch: Path) -> str:
    supervise(confinement, scratch)
    for name in (*LEARNER_FOLDERS, TESTER_FOLDER):
        (scratch / name).mkdir()
        if confinement.uid is not None:
            os.chown(scratch / name, confinement.uid, -1)
    return _in_child(lambda: _confined(confinement, scratch=scratch))


def _confined(confinement: Confinement, *, scratch: Path) -> str:
    """Return what is wrong in the sandbox, or nothing."""
    is_expected = {
        "sockets can be made": Level.A1,
        "a hidden file can be read": Level.A2,
        "files can be written outside the scratch": Level.A2,
        "other processes can be seen": Level.A3,
    }
    lock_down(confinement, scratch=scratch, role="learner")
    secret = scratch.parent / HIDDEN
    (scratch / "work" / "own").write_text("own", encoding="utf-8")
    found = {
        "sockets can be made": _works(socket.socket),
        "a hidden file can be read": _works(lambda: _read(secret)),
        "files can be written outside the scratch": _works((scratch.parent / "out").touch),
        "other processes can be seen": os.getpid() != 1,
    }
    wrong = [
        words for words, level in is_expected.items() if found[words] and confinement.level >= level
    ]
    return ", ".join(wrong)


def _read(path: Path) -> None:
    if not path.read_bytes():
        raise FileNotFoundError(path)  # an empty file stands in its place


def _works(try_it: Callable[[], object]) -> bool:
    try:
        try_it()
    except OSError:
        return False
    return True


def _in_child(ask: Callable[[], str]) -> str:
    """Return what `ask` answers in a child; what goes wrong there is an answer as well."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _answer(ask, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read(MOST_WORDS)
    _, status = os.waitpid(child, 0)
    if not said:
        return f"the kernel ended the process ({os.waitstatus_to_exitcode(status)})"
    return str(json.loads(said))


def _answer(ask: Callable[[], str], writing: int) -> None:
    try:
        signal.alarm(DEADLINE_S)
        words = ask()
    except Exception as error:  # noqa: BLE001  whatever it is, it is the reason
        words = f"{type(error).__name__}: {error}"
    with contextlib.suppress(OSError):
        os.write(writing, json.dumps(words[: MOST_WORDS // 8]).encode("ascii"))
    os._exit(0)
