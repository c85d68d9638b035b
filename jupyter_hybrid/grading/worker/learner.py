"""The learner's process: runs set-up and answers, and answers the tester's questions between."""

import base64
import os
import random
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jupyter_hybrid.grading.worker import refusals, scratch_files, sealed
from jupyter_hybrid.grading.worker.cells import Cells
from jupyter_hybrid.grading.worker.frames import ChannelClosed, Frame, Line
from jupyter_hybrid.grading.worker.interrupting import interruptible
from jupyter_hybrid.grading.worker.output import DEFAULT_BYTES
from jupyter_hybrid.grading.worker.questions import QuestionServer
from jupyter_hybrid.grading.worker.sandbox import set_limits

Wait = Callable[[list[Any]], Sequence[Any]]


class Learner:
    """Answers the engine on one channel and the tester on the other, whichever speaks.

    Parameters
    ----------
    control, data
        The channels to the engine and to the tester.
    cells
        The shell, started.
    config
        ``scratch`` (path), ``may_fork``, ``may_exec``, ``may_connect`` (bools), ``base``: bytes
        that the process has of what the limits of those names count.
    """

    def __init__(self, control: Line, *, data: Line, cells: Cells, config: Frame) -> None:
        self._control = control
        self._data = data
        self._cells = cells
        self._config = config
        self._scratch = Path(config["scratch"])
        self._output_bytes = DEFAULT_BYTES
        self._questions = QuestionServer(
            lambda: cells.namespace, channel=data, run_async=cells.run_async
        )

    def serve(self, wait: Wait) -> None:
        """Answer until the engine says "end" or is gone; `wait` picks the channels with news."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # between cells there is nothing to stop
        may = {name: bool(self._config.get(name)) for name in ("may_connect", "may_exec")}
        may_fork = bool(self._config.get("may_fork"))
        refusals.refuse(may_fork=may_fork, scratch=self._scratch, **may)
        if not may["may_exec"]:
            self._cells.start_no_programs(refusals.PROGRAMS)
        open_lines: list[Line] = [self._control, self._data]
        while self._control in open_lines:
            for line in list(wait(open_lines)):
                try:
                    frame = line.receive(None)
                    is_over = self._is_over(line, frame)
                except ChannelClosed:
                    is_over = True
                if is_over:
                    open_lines.remove(line)

    def _is_over(self, line: Line, frame: Frame) -> bool:
        if line is self._data:
            self._data.send(self._answer(frame))
            return False
        if frame.get("op") == "end":
            return True
        self._control.send({"id": frame.get("id")} | self._act(frame))
        return False

    def _answer(self, frame: Frame) -> Frame:
        """Answer a question; the supervisor's SIGINT ends what runs for it and nothing else."""
        try:
            with interruptible():
                return self._questions.answer(frame)
        except KeyboardInterrupt as error:  # between the learner's code and the answer
            return {"a": frame.get("q"), "raised": {"classes": [type(error).__name__], "text": ""}}

    def _act(self, frame: Frame) -> Frame:
        operation = frame.get("op")
        if operation == "begin":
            return self._begin(frame)
        if operation == "run":
            return self._cells.run(
                frame["source"], cell=str(frame["cell"]), output_bytes=self._output_bytes
            )
        if operation == "test":
            return self._test(frame)
        return {"error": f"no operation {operation!r}"}

    def _begin(self, frame: Frame) -> Frame:
        work = self._scratch / scratch_files.WORK
        files = {name: base64.b64decode(data) for name, data in frame.get("files", {}).items()}
        scratch_files.write_files(work, files)
        folder = scratch_files.inside(work, frame.get("folder", "."))
        folder.mkdir(parents=True, exist_ok=True)
        os.chdir(folder)
        os.environ.update(scratch_files.environment(self._scratch, role="learner"))
        tempfile.tempdir = None  # an import before the fork may have settled on another folder
        sys.path.insert(0, "")
        seed_generators(frame.get("seed"))
        limits = frame.get("limits", {})
        self._output_bytes = int(limits.get("output_bytes", DEFAULT_BYTES))
        if sys.platform != "win32":
            set_limits(self._beyond_base(limits.get("rlimits", {})))
        return {"ok": True}

    def _beyond_base(self, limits: dict[str, int]) -> dict[str, int]:
        """Return `limits` with what this process had before it worked added to those of memory."""
        base = self._config.get("base", {})
        return {name: value + base.get(name, 0) for name, value in limits.items()}

    def _test(self, frame: Frame) -> Frame:
        run = sealed.run_sealed if frame.get("mode") == "sealed" else sealed.run_shared
        reply: Frame = run(frame, self._cells)
        return reply


def seed_generators(seed: int | None) -> None:
    """Give Python's and NumPy's generators a state: `seed`'s, or one that nobody else has.

    Processes forked from one parent would draw the same numbers otherwise.
    """
    random.seed(seed)
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        numpy_random.seed(None if seed is None else seed % 2**32)
