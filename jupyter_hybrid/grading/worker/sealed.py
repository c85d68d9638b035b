"""Runs tests where the answers ran: in a throw-away copy of that process, or right in it."""

import builtins
import os
import secrets
import signal
import sys
from typing import Protocol

from jupyter_hybrid.grading.worker import pristine
from jupyter_hybrid.grading.worker.codec_writer import Foreign
from jupyter_hybrid.grading.worker.frames import MAX_FRAME, Frame
from jupyter_hybrid.grading.worker.interrupting import interruptible
from jupyter_hybrid.grading.worker.test_steps import BLANK, StepRunner

_LENGTH = 8
_NO_FORK = "a copy of the process is needed for these tests, and none may be made"
_ENDED = "the process ended before the tests were over"


class Cells(Protocol):
    """What is needed of the learner's shell."""

    @property
    def namespace(self) -> dict[str, Foreign]:
        """What the cells define."""

    def run_async(self, awaitable: Foreign) -> Foreign:
        """Run an awaitable to its end."""


def run_shared(frame: Frame, cells: Cells) -> Frame:
    """Run the steps in the learner's own namespace, as a kernel would.

    Parameters
    ----------
    frame
        ``steps``, and ``modules``: author's names of modules.

    Returns
    -------
    Frame
        ``results``, one for each step; ``tampering``, a list of what was found changed.
    """
    with interruptible():
        return {"results": _results(frame, cells), "tampering": []}


def run_sealed(frame: Frame, cells: Cells) -> Frame:
    """Run the steps in a fork of this process, with Python's own functions put back first.

    Patches and hooks are gone then. Objects that claim to be equal to everything are not, and code
    that searches the process for the tests may find them: hence a weaker mode than two processes.
    """
    n_steps = len(frame.get("steps", ()))
    fork = pristine.fork
    if fork is None:
        return _all(n_steps, status="lost", message=_NO_FORK)
    incoming, outgoing = pristine.pipe()
    token = secrets.token_hex(16)
    try:
        child = fork()
    except OSError:
        pristine.close(incoming)
        pristine.close(outgoing)
        return _all(n_steps, status="lost", message=_NO_FORK)
    if child == 0:
        _serve_child(frame, cells, token=token, outgoing=outgoing)
    pristine.close(outgoing)
    with interruptible():
        return _from_child(child, incoming, token=token, n_steps=n_steps)


def _serve_child(frame: Frame, cells: Cells, *, token: str, outgoing: int) -> None:
    """Run the steps and write what came of them; never returns."""
    try:
        with interruptible():
            tampering = pristine.restore()
            tampering += _put_names_right(frame, cells.namespace)
            results = _results(frame, cells)
        said = pristine.spell({"token": token, "results": results, "tampering": tampering[:50]})
        body = said.encode("ascii", "replace")
        body = len(body).to_bytes(_LENGTH, "big") + body
        while body:
            body = body[pristine.write(outgoing, body) :]
    finally:
        os._exit(0)


def _from_child(child: int, incoming: int, *, token: str, n_steps: int) -> Frame:
    status, message = "lost", _ENDED
    try:
        length = int.from_bytes(_read(incoming, _LENGTH), "big")
        reply = pristine.parse(_read(incoming, min(length, MAX_FRAME)).decode("ascii"))
        if isinstance(reply, dict) and reply.pop("token", None) == token:
            return reply
    except KeyboardInterrupt:
        status, message = "timed_out", "it took too long"
    except (OSError, ValueError):
        pass
    finally:
        pristine.close(incoming)
        _end(child)
    return _all(n_steps, status=status, message=message)


def _read(descriptor: int, size: int) -> bytes:
    data = b""
    while len(data) < size:
        part = pristine.read(descriptor, min(size - len(data), 1 << 20))
        if not part:
            raise OSError(_ENDED)
        data += part
    return data


def _end(child: int) -> None:
    try:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    except OSError:  # it has ended and somebody else was told
        return


def _results(frame: Frame, cells: Cells) -> list[Frame]:
    namespace = cells.namespace
    steps = StepRunner(
        namespace,
        run_async=cells.run_async,
        prepare_whole=lambda source: _plain_python(source, namespace),
        is_inside=True,
    )
    return [steps.run(step) for step in frame.get("steps", ())]


def _plain_python(source: str, namespace: dict[str, Foreign]) -> str:
    shell = namespace.get("get_ipython")
    return source if shell is None else str(shell().transform_cell(source))


def _put_names_right(frame: Frame, namespace: dict[str, Foreign]) -> list[str]:
    """Let built-in names and the author's modules win over what the learner bound."""
    found = []
    own = set(frame.get("own", ()))
    for name in [name for name in pristine.BUILTINS if name in namespace and name not in own]:
        if not name.startswith("_") and name not in _SHELLS:
            found.append(f"the name {name} was bound")
            del namespace[name]
    namespace["__builtins__"] = builtins
    for name, path in dict(frame.get("modules") or {}).items():
        module = sys.modules.get(str(path))
        if module is not None and namespace.get(name, module) is not module:
            found.append(f"the name {name} was bound")
        if module is not None:
            namespace[name] = module
    return found


_SHELLS = frozenset({"display", "exit", "quit", "get_ipython", "open", "input"})


def _all(n_steps: int, *, status: str, message: str) -> Frame:
    result = BLANK | {"status": status, "message": message}
    return {"results": [result] * n_steps, "tampering": []}
