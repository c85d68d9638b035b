"""A Jupyter kernel without its sockets: ipykernel's own classes, whose messages are collected.

Cells therefore behave, and look, as they do in a learner's notebook: magics, displays, await at
the top level, tracebacks. Importing this module imports ipykernel.
"""

import asyncio
import contextlib
import importlib
import logging
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from ipykernel.ipkernel import IPythonKernel
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.error import StdinNotImplementedError
from jupyter_client.session import Session
from traitlets import Any as AnyTrait
from traitlets.config import Config

from jupyter_hybrid.grading.worker.tracebacks import shorten

NO_INPUT = "nobody can answer a question while your work is checked: put the value into the cell"
Sink = Callable[[str, dict[str, Any], dict[str, Any]], None]


def _forget_debugger() -> None:
    """Have ipykernel believe that there is no debugger: its threads do not survive a fork."""
    before = sys.modules.get("debugpy")
    sys.modules["debugpy"] = None  # type: ignore[assignment] # how Python says "not there"
    try:
        importlib.import_module("ipykernel.debugger")
    finally:
        del sys.modules["debugpy"]
        if before is not None:
            sys.modules["debugpy"] = before


_forget_debugger()


class _CollectingSession(Session):
    """Hands messages to a function where a kernel's session would send them."""

    sink = AnyTrait()

    def msg(
        self, msg_type: str, content: dict[str, Any] | None = None, *_: Any, **more: Any
    ) -> dict[str, Any]:
        """Return a message without the header that nobody reads."""
        return {
            "msg_type": msg_type,
            "header": {"msg_type": msg_type},
            "parent_header": {},
            "content": content or {},
            "metadata": more.get("metadata") or {},
        }

    def send(  # type: ignore[override]
        self,
        _stream: object,
        message: dict[str, Any] | str,
        content: dict[str, Any] | None = None,
        *_: Any,
        **more: Any,
    ) -> dict[str, Any]:
        """Hand over a message, given as a whole or as type and content."""
        if isinstance(message, str):
            message = self.msg(message, content, metadata=more.get("metadata"))
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        self.sink(message["msg_type"], message["content"], message.get("metadata") or {})
        return message


class _Shell(ZMQInteractiveShell):
    """A kernel's shell that never stops its event loop and opens no window."""

    exit_was_asked_for = False

    def ask_exit(self) -> None:
        """Note that a cell called ``exit()``; the process ends when its work does."""
        self.exit_was_asked_for = True

    def showtraceback(self, *args: Any, **kwargs: Any) -> None:
        """Show an exception; of a very deep recursion its beginning and its end."""
        shorten(sys.exc_info()[1])
        super().showtraceback(*args, **kwargs)

    def _format_exception_for_storage(
        self, exception: BaseException, *_: Any, **__: Any
    ) -> dict[str, object]:
        """Format no exception a second time: it would be for a session saved as a notebook."""
        return {"ename": type(exception).__name__, "evalue": "", "traceback": []}

    def enable_gui(self, gui: str | None = None) -> None:
        """Do nothing but remember the name."""
        self.active_eventloop = gui or "inline"


# tqdm and others ask for this very name.
_Shell.__name__ = _Shell.__qualname__ = "ZMQInteractiveShell"


class _MainThread:
    parent_thread = threading.main_thread()


class _Kernel(IPythonKernel):
    shell_class = _Shell
    shell_channel_thread = AnyTrait()
    cell_id = ""

    def get_parent(self, channel: str | None = None) -> dict[str, Any]:
        """Return the header that output widgets go by: one for each cell."""
        return {"header": {"msg_id": self.cell_id}}

    @contextlib.contextmanager
    def _cancel_on_sigint(self, future: "asyncio.Future[Any]") -> Iterator[None]:
        """Cancel a waiting cell on SIGINT at once: ipykernel's own does not wake the loop."""
        loop = future.get_loop()

        def cancel(_number: int, _frame: FrameType | None) -> None:
            loop.call_soon_threadsafe(future.cancel)

        before = signal.signal(signal.SIGINT, cancel)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    def raw_input(self, prompt: str = "") -> str:
        """Raise ``StdinNotImplementedError``."""
        raise StdinNotImplementedError(NO_INPUT)

    def getpass(self, prompt: str = "", stream: object = None, **_: Any) -> str:
        """Raise ``StdinNotImplementedError``."""
        raise StdinNotImplementedError(NO_INPUT)


def make_kernel(sink: Sink) -> _Kernel:
    """Return this process's kernel; what it publishes goes to ``sink(type, content, metadata)``."""
    config = Config()
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    kernel = _Kernel.instance(
        session=_CollectingSession(key=b"", sink=sink),
        iopub_socket=object(),
        log=logging.getLogger("kernel"),
        config=config,
    )
    kernel.shell_channel_thread = _MainThread()
    shell: Any = kernel.shell
    shell.displayhook.get_execution_count = lambda: kernel.execution_count
    return kernel
