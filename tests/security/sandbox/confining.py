"""Runs functions in locked-down processes and says what came of each."""

import contextlib
import json
import os
import signal
import sys
import sysconfig
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from jupyter_hybrid.grading.worker import sandbox
from jupyter_hybrid.grading.worker.sandbox import Confinement, Level, credentials, libc, namespaces

NOBODY = 65534
DEADLINE_S = 30
UNLOCKED = -1
"""No sandbox at all, not even A0's loss of capabilities."""


@dataclass(frozen=True, slots=True)
class Place:
    """Folders of one test: what may be read, what not, what anybody could write."""

    folder: Path
    supervisor: int = 0
    tester: int = 0

    @property
    def scratch(self) -> Path:
        return self.folder / "data" / "scratch"

    @property
    def readable(self) -> Path:
        return self.folder / "readable"

    @property
    def hidden(self) -> Path:
        return self.readable / "course" / "hidden.txt"

    @property
    def outside(self) -> Path:
        return self.folder / "outside"

    @property
    def work(self) -> Path:
        return self.scratch / "work"


Question = Callable[[Place], object]


def make_place(folder: Path) -> Place:
    place = Place(folder)
    for path in (place.scratch, place.hidden.parent, place.outside):
        path.mkdir(parents=True)
    (place.readable / "open.txt").write_text("open")
    place.hidden.write_text("hidden")
    (place.outside / "mine.txt").write_text("mine")
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o777 if path.is_dir() else 0o666)
    return place


def confinement_for(place: Place, *, level: int, **others: object) -> Confinement:
    repository = Path(sandbox.__file__).parents[4]
    readable = (
        sys.prefix,
        sys.base_prefix,
        sysconfig.get_path("stdlib"),
        str(repository),
        *("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/localtime", "/etc/passwd"),
        str(place.readable),
    )
    hidden = (str(place.hidden.parent), str(repository / "sample_courses"))
    base = Confinement(level=max(level, 0), readable=readable, hidden=hidden)
    return replace(base, **others)  # type: ignore[arg-type]


def ask(question: Question, *, place: Place, level: int, user: str = "root", **others: object):
    """Return what `question` answers in a learner's process; raise what it raises."""
    said = ask_all({"one": question}, place=place, level=level, user=user, **others)["one"]
    if "value" not in said:
        raise AssertionError(said["error"])
    return said["value"]


def ask_all(
    questions: Mapping[str, Question],
    *,
    place: Place,
    level: int,
    user: str = "root",
    role: str = "learner",
    **others: object,
) -> dict[str, dict]:
    """Return what came of each of `questions`, every one in a process of its own."""
    confinement = confinement_for(place, level=level, **others)

    def supervise() -> object:
        if user == "nobody":
            become_nobody()
        if level > UNLOCKED:
            sandbox.warm_up(confinement)
            sandbox.supervise(confinement, place.scratch)
        for name in ("work", "home", "tmp", "tester"):
            folder = place.scratch / name
            folder.mkdir(exist_ok=True)
            if confinement.uid is not None:
                os.chown(folder, confinement.uid, -1)
        with _tester(confinement, place=place, level=level) as tester:
            here = replace(place, supervisor=os.getpid(), tester=tester)
            return {
                name: in_child(lambda q=question: _locked(q, confinement, here, level, role))
                for name, question in questions.items()
            }

    said = in_child(supervise)
    assert "value" in said, said
    return said["value"]


def _locked(question: Question, confinement: Confinement, place: Place, level: int, role: str):
    if level > UNLOCKED:
        sandbox.lock_down(confinement, scratch=place.scratch, role=role)
    os.chdir(place.work)
    return question(place)


@contextlib.contextmanager
def _tester(confinement: Confinement, *, place: Place, level: int) -> Iterator[int]:
    waiting, ending = os.pipe()
    ready, told = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ending)
        if level > UNLOCKED:
            sandbox.lock_down(confinement, scratch=place.scratch, role="tester")
        os.write(told, b"+")
        os.read(waiting, 1)
        os._exit(0)
    os.close(told)
    assert os.read(ready, 1) == b"+", "the tester could not be locked down"
    try:
        yield 1 if level >= Level.A3 else child
    finally:
        for descriptor in (waiting, ending, ready):
            os.close(descriptor)
        os.waitpid(child, 0)


def in_child(ask_it: Callable[[], object]) -> dict:
    """Return ``{"value"}``, ``{"error", "errno"}`` or ``{"error", "signal"}``.

    Nothing that the child started is left, and nothing it left open is waited for.
    """
    answer = os.memfd_create("answer")
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        _answer(ask_it, answer)
    _, status = os.waitpid(child, 0)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    with os.fdopen(answer, "rb") as file:
        file.seek(0)
        said = file.read()
    if not said:
        return {"error": f"status {status}", "signal": os.WTERMSIG(status)}
    return json.loads(said)


def _answer(ask_it: Callable[[], object], answer: int) -> None:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(DEADLINE_S)
    try:
        said = {"value": ask_it()}
    except OSError as error:
        said = {"error": repr(error), "errno": error.errno, "trace": traceback.format_exc()}
    except BaseException as error:  # noqa: BLE001  whatever it is, the test hears of it
        said = {"error": repr(error), "errno": None, "trace": traceback.format_exc()}
    with open(answer, "wb", buffering=0) as file:
        file.write(json.dumps(said).encode())
    os._exit(0)


def become_nobody() -> None:
    """Become an ordinary user, as one is after logging in."""
    if os.getuid() != 0:
        return
    if credentials.unreachable([sys.base_prefix], uid=NOBODY, gid=NOBODY):
        _open_the_way(Path(sys.base_prefix))
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    libc.control(libc.PR_SET_DUMPABLE, 1)


def _open_the_way(prefix: Path) -> None:
    """Let others reach an interpreter that stands in root's closed home."""
    closed = next(p for p in reversed(prefix.parents) if not p.stat().st_mode & 1)
    libc.call("unshare", namespaces.NEW_MOUNTS)
    interpreter = os.open(prefix, os.O_PATH)
    namespaces.mount(None, "/", flags=namespaces.RECURSIVE | namespaces.PRIVATE)
    namespaces.mount("tmpfs", closed, kind="tmpfs", options="mode=0755")
    prefix.mkdir(parents=True)
    namespaces.mount(f"/proc/self/fd/{interpreter}", prefix, flags=namespaces.BIND)
    os.close(interpreter)
