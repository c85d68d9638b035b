"""Runs cells in a kernel's shell, made and warmed before the fork, one after the other after it."""

import asyncio
import contextlib
import importlib.util
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine
from types import FrameType
from typing import Any, TextIO

from jupyter_hybrid.check import plot_facts
from jupyter_hybrid.grading.worker.output import Output, bounded_error
from jupyter_hybrid.grading.worker.pointing import place_in_line
from jupyter_hybrid.grading.worker.streams import Capture, OutStream

WARMING = (
    ("", "1 + 1"),
    (
        "matplotlib.pyplot",
        """%matplotlib inline
_figure = matplotlib.pyplot.figure(figsize=(1, 1))
_figure.gca().plot([1])
matplotlib.pyplot.show()""",
    ),
    ("pandas", "pandas.DataFrame({'a': [1.5], 'b': ['x']})"),
    ("", "1 / 0"),  # the last one: it looks up the files of all modules that are there
)
MODULE_DOC = "Automatically created module for IPython interactive environment"
Handler = Callable[[int, FrameType | None], Any] | int | None
_LAST = ("last_type", "last_value", "last_traceback", "last_exc")


class Cells:
    """One process's shell. Make it once, before the fork; `start` it in the process that runs it.

    Raises
    ------
    ImportError
        This interpreter has no IPython or no ipykernel.
    """

    def __init__(self) -> None:
        from jupyter_hybrid.grading.worker.shell import make_kernel  # noqa: PLC0415  heavy

        self._output = Output()
        self._kernel: Any = make_kernel(self._output.publish)
        # Registered before the inline backend, which shows and closes the figures of a cell.
        self.shell.events.register("post_execute", plot_facts.remember)
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def namespace(self) -> dict[str, Any]:
        """What the cells define."""
        names: dict[str, Any] = self._kernel.shell.user_ns
        return names

    @property
    def shell(self) -> Any:  # noqa: ANN401  IPython is not typed
        """The shell itself, for a process that runs no cells in it."""
        return self._kernel.shell

    def warm(self) -> None:
        """Run what is slow the first time, and leave no trace of it."""
        loop = asyncio.new_event_loop()
        streams = sys.stdout, sys.stderr
        try:
            sys.stdout = sys.stderr = _Nowhere()
            for module, source in WARMING:
                if module in sys.modules or not module:
                    setup = f"import {module}\n" if module else ""
                    loop.run_until_complete(
                        self._kernel.do_execute(setup + source, silent=False, store_history=False)
                    )
        finally:
            sys.stdout, sys.stderr = streams
            loop.run_until_complete(self._attach())
            loop.close()
            asyncio.set_event_loop(None)
        _draw_once(self.shell)
        self._reset()

    def start(self) -> None:
        """Take this process's output and give it an event loop; descriptors 1 and 2 change."""
        captures = [Capture(1), Capture(2)]
        out, err = (
            OutStream(number, output=self._output, capture=capture)
            for number, capture in enumerate(captures, start=1)
        )
        sys.stdout = sys.__stdout__ = out  # type: ignore[misc,assignment]
        sys.stderr = sys.__stderr__ = err  # type: ignore[misc,assignment]
        launcher = importlib.util.find_spec("ipykernel_launcher")
        sys.argv = [str(launcher.origin) if launcher else "ipykernel_launcher.py"]
        self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._attach())
        plot_facts.watch()

    def start_no_programs(self, words: str) -> None:
        """Have ``!program`` raise ``PermissionError`` with these words."""

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(words)

        self.shell.system = self.shell.getoutput = refuse

    def run(self, source: str, *, cell: str, output_bytes: int) -> dict[str, Any]:
        """Run one cell and return what came of it: the reply of the learner's process."""
        self._output.begin(limit_bytes=output_bytes)
        self._kernel.cell_id = cell
        self._kernel.shell.exit_was_asked_for = False
        started = time.perf_counter()
        outcome = self._execute(source)
        elapsed_ms = 1000 * (time.perf_counter() - started)
        for stream in (sys.stdout, sys.stderr):
            _flush(stream)
        error = None
        if outcome["status"] == "error":
            told = bounded_error(outcome)
            error = {
                "name": told["ename"],
                "text": told["evalue"],
                "traceback": told["traceback"],
                "at": place_in_line(getattr(sys, "last_value", None), name=told["ename"]),
            }
        is_exit = error is not None and error["name"] == "SystemExit"
        return {
            "status": outcome["status"],
            "error": error,
            "messages": self._output.take(),
            "is_truncated": self._output.is_truncated,
            "is_flooded": self._output.is_flooded,
            "elapsed_ms": elapsed_ms,
            "asks_to_exit": is_exit or self._kernel.shell.exit_was_asked_for,
        }

    def run_async(self, awaitable: Awaitable[Any]) -> Any:  # noqa: ANN401  the learner's own
        """Run `awaitable` to its end in the loop that cells use, and return its result."""

        async def wait() -> object:
            return await awaitable

        return self._complete(wait())

    def _execute(self, source: str) -> dict[str, Any]:
        previous = _interrupt_with(signal.default_int_handler)
        try:
            reply: dict[str, Any] = self._complete(
                self._kernel.do_execute(source, silent=False, store_history=True)
            )
        except BaseException as error:  # noqa: BLE001  the loop itself was interrupted
            name = type(error).__name__
            reply = {"status": "error", "ename": name, "evalue": str(error), "traceback": [name]}
        finally:
            _interrupt_with(previous)
        return reply

    def _complete(self, awaitable: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401
        if self._loop is None or self._loop.is_closed():
            self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)  # a learner's asyncio.run takes it away
        return self._loop.run_until_complete(awaitable)

    async def _attach(self) -> None:
        from tornado.ioloop import IOLoop  # noqa: PLC0415  comes with ipykernel

        self._kernel.io_loop = IOLoop.current()

    def _reset(self) -> None:
        shell = self._kernel.shell
        if "matplotlib.pyplot" in sys.modules:
            sys.modules["matplotlib.pyplot"].close("all")
        plot_facts.forget()
        shell.reset(new_session=True)
        shell.execution_count = 1
        shell.user_module.__doc__ = shell.user_ns["__doc__"] = MODULE_DOC
        shell.db = {}  # what magics remember, such as folders; on disk it would be the zygote's
        shell.user_ns.update({"_": "", "__": "", "___": ""})
        for name in _LAST:
            if hasattr(sys, name):
                delattr(sys, name)
        self._output.begin(limit_bytes=0)
        self._output.take()


def _draw_once(shell: Any) -> None:  # noqa: ANN401
    """Have pyplot not draw figures behind a cell: the inline backend does, and closes them."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    draw = getattr(pyplot, "_draw_all_if_interactive", None)
    if draw in shell.events.callbacks["post_execute"]:
        shell.events.unregister("post_execute", draw)


class _Nowhere:
    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        pass


def _interrupt_with(handler: Handler) -> Handler:
    """Have SIGINT handled by `handler`; return what handled it before."""
    return signal.signal(signal.SIGINT, signal.SIG_IGN if handler is None else handler)


def _flush(stream: TextIO) -> None:
    with contextlib.suppress(Exception):  # a learner may have put anything there
        stream.flush()
