"""The tester's process: runs the author's tests, and asks the learner's process for every value."""

import asyncio
import contextlib
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path

from jupyter_hybrid.check import place
from jupyter_hybrid.grading.worker import foreign_code, scratch_files, test_shell, unpickling
from jupyter_hybrid.grading.worker.asking import Asker, Line
from jupyter_hybrid.grading.worker.codec_writer import Foreign
from jupyter_hybrid.grading.worker.frames import ChannelClosed, Frame
from jupyter_hybrid.grading.worker.remote_objects import RemoteObjects
from jupyter_hybrid.grading.worker.remote_place import RemotePlace
from jupyter_hybrid.grading.worker.test_namespace import TestNamespace
from jupyter_hybrid.grading.worker.test_steps import BLANK, StepRunner


class Tester:
    """Runs steps as the engine sends them.

    Parameters
    ----------
    control, data
        The channels to the engine and to the learner's process.
    scratch
        The pair's folder; empty if it has none.
    make_shell
        Returns a kernel's shell in which nothing has run, for magics in tests; None if there is
        none. It is asked for when a test needs it, or at once where IPython is loaded anyway.
    """

    __test__ = False

    def __init__(
        self,
        control: Line,
        *,
        data: Line,
        scratch: str = "",
        make_shell: Callable[[], Foreign] | None = None,
    ) -> None:
        self._control = control
        self._data = data
        self._scratch = scratch
        self._make_shell = make_shell
        self._shell: Foreign = None
        self._names: dict[str, Foreign] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._asker: Asker | None = None
        self._steps: StepRunner | None = None
        self._place: RemotePlace | None = None
        self._folder = ""

    def serve(self) -> None:
        """Answer until the engine says "end" or is gone."""
        while True:
            try:
                frame = self._control.receive(None)
                if frame.get("op") == "end":
                    return
                self._control.send({"id": frame.get("id"), **self._act(frame)})
            except KeyboardInterrupt:  # came too late for the step that it was meant for
                continue
            except ChannelClosed:
                return

    def _act(self, frame: Frame) -> Frame:
        if frame.get("op") == "begin":
            return self._begin(frame)
        if frame.get("op") == "step":
            return self._step(frame)
        return {"error": f"no operation {frame.get('op')!r}"}

    def _begin(self, frame: Frame) -> Frame:
        if self._scratch:
            os.environ.update(scratch_files.environment(Path(self._scratch), role="tester"))
            self._folder = str(frame.get("folder") or ".")
        seed = frame.get("seed")
        random.seed(seed)
        numpy_random = sys.modules.get("numpy.random")
        if numpy_random is not None:
            numpy_random.seed(None if seed is None else seed % 2**32)
        objects: list[RemoteObjects] = []

        def make(asker: Asker) -> RemoteObjects:
            objects.append(RemoteObjects(asker))
            return objects[0]

        self._asker = Asker(self._data, objects=make)
        namespace = TestNamespace(
            self._asker,
            modules=dict(frame.get("modules") or {}),
            may_set=frozenset(frame.get("may_set") or ()),
            own=frozenset(frame.get("own") or ()),
        )
        objects[0].named = namespace.named
        sources = {str(k): str(v) for k, v in dict(frame.get("sources") or {}).items()}
        self._place = RemotePlace(self._asker, sources=sources, seed=seed)
        place.install(self._place)
        self._names = namespace
        if self._make_shell is not None:
            dict.__setitem__(namespace, "get_ipython", self._lent_shell)
            if "IPython" in sys.modules:
                self._lent_shell()
        self._steps = StepRunner(
            namespace, run_async=self._run_async, prepare_whole=self._plain_python
        )
        return {"ok": True}

    def _plain_python(self, source: str) -> str:
        """Return a cell with magics as plain Python that calls them."""
        shell = self._lent_shell()
        return source if shell is None else str(shell.transform_cell(source))

    def _lent_shell(self) -> Foreign:
        if self._shell is None and self._make_shell is not None:
            self._shell = self._make_shell()
            test_shell.lend(self._shell, self._names)
        return self._shell

    def _enter(self) -> None:
        """Go where the learner's files are; the folder exists once the learner has begun."""
        folder, self._folder = self._folder, ""
        if folder:
            with contextlib.suppress(OSError):
                os.chdir(scratch_files.inside(Path(self._scratch) / scratch_files.WORK, folder))

    def _step(self, frame: Frame) -> Frame:
        if self._steps is None or self._asker is None:
            return BLANK | {"status": "lost", "message": "the tests were never begun"}
        self._enter()
        timeout_s = frame.get("timeout_s")
        self._asker.deadline = (
            float("inf") if timeout_s is None else time.monotonic() + float(timeout_s)
        )
        try:
            return self._steps.run(dict(frame["step"]))
        except KeyboardInterrupt:
            return BLANK | {"status": "timed_out", "message": "it took too long"}

    def source_of(self, name: str) -> str | None:
        """Return the learner's source of a function or class, or None."""
        return None if self._place is None else self._place.source_of(name)

    def _run_async(self, coroutine: Coroutine[Foreign, Foreign, Foreign]) -> Foreign:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            asyncio.set_event_loop(self._loop)
        return self._loop.run_until_complete(coroutine)


def main(control: Line, data: Line, config: Frame, *, make_shell: Callable[[], Foreign]) -> None:
    """Serve in this process until the engine is gone; `make_shell` as in `Tester`."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    scratch = str(config.get("scratch") or "")
    tester = Tester(control, data=data, scratch=scratch, make_shell=make_shell)
    unpickling.refuse()
    if config.get("scratch"):
        foreign_code.refuse(str(config["scratch"]))
    unpickling.show_sources(tester.source_of)
    sys.path[:] = [entry for entry in sys.path if entry not in ("", ".")]
    tester.serve()
