"""A worker in an interpreter of its own, spoken to through its standard streams."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from jupyter_hybrid.grading.interpreters import Interpreter
from jupyter_hybrid.grading.split.link import LinkClosed
from jupyter_hybrid.grading.worker.frames import (
    ChannelClosed,
    Frame,
    decode_body,
    decode_length,
    encode_frame,
)

WORKER = Path(__file__).parent.parent / "worker"
_HEAD = 4
_EXIT_WITHIN_S = 1.0
"""How long a process that says nothing more may take to exit."""


class FreshProcess:
    """One worker process; a thread reads what it says.

    Parameters
    ----------
    role
        ``learner`` or ``tester``.
    config
        What it is told when it starts.
    """

    def __init__(
        self, interpreter: Interpreter, *, role: str, config: Mapping[str, object]
    ) -> None:
        command = [interpreter.path, "-I", str(WORKER), "fresh", role, json.dumps(config)]
        self._process = subprocess.Popen(  # noqa: S603  our own program
            command,
            env=_environment(interpreter),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=os.name != "nt",
        )
        self._loop = asyncio.get_running_loop()
        self._writing = threading.Lock()
        self._on_data: Callable[[Frame], None] = lambda _: None
        self._waiting: asyncio.Queue[Frame | None] = asyncio.Queue()
        self.ended = asyncio.Event()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def status(self) -> int:
        """Its exit status; 128 and more means a signal; 0 while it runs."""
        status = self._process.poll() or 0
        return 128 - status if status < 0 else status

    def connect(self, other: "FreshProcess") -> None:
        """Hand what it says on its data channel to `other` from now on."""
        self._on_data = other.give_data
        threading.Thread(target=self._read_all, name="grading worker", daemon=True).start()

    def give_data(self, frame: Frame) -> None:
        """Send a frame on its data channel; one that is gone hears nothing."""
        self._write({"channel": "data", "frame": frame})

    def send(self, frame: Frame) -> None:
        """Send a frame on its control channel."""
        self._write({"channel": "control", "frame": frame})

    async def receive(self) -> Frame:
        """Return the next frame of its control channel.

        Raises
        ------
        LinkClosed
            If it is gone.
        """
        frame = await self._waiting.get()
        if frame is None:
            self._waiting.put_nowait(None)
            raise LinkClosed("the process is gone")
        return frame

    def interrupt(self) -> None:
        """Interrupt what it runs, as Ctrl+C does; where that cannot be, end it."""
        if os.name == "nt":
            self.kill()
            return
        with contextlib.suppress(OSError):
            os.kill(self.pid, signal.SIGINT)

    def kill(self) -> None:
        """Kill it, and what shares its session."""
        with contextlib.suppress(OSError):
            if sys.platform != "win32":
                os.killpg(self.pid, signal.SIGKILL)
        with contextlib.suppress(OSError):
            self._process.kill()

    def wait(self) -> None:
        """Wait until it has ended; it was killed before."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def _write(self, message: Frame) -> None:
        stream = self._process.stdin
        if stream is None:
            return
        with self._writing, contextlib.suppress(OSError, ValueError):
            stream.write(encode_frame(message))
            stream.flush()

    def _read_all(self) -> None:
        try:
            while True:
                self._deliver(decode_body(self._read(decode_length(self._read(_HEAD)))))
        except (ChannelClosed, OSError, ValueError, LookupError, TypeError):
            pass
        with contextlib.suppress(subprocess.TimeoutExpired):  # so that its status is known
            self._process.wait(_EXIT_WITHIN_S)
        self._tell(self._end)

    def _deliver(self, message: Frame) -> None:
        frame = dict(message["frame"])
        if message["channel"] == "data":
            self._on_data(frame)
        else:
            self._tell(self._waiting.put_nowait, frame)

    def _tell(self, function: Callable[..., None], *arguments: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed
            self._loop.call_soon_threadsafe(function, *arguments)

    def _end(self) -> None:
        self.ended.set()
        self._waiting.put_nowait(None)

    def _read(self, size: int) -> bytes:
        stream = self._process.stdout
        data = stream.read(size) if stream is not None else b""
        if len(data) < size:
            raise ChannelClosed("the process is gone")
        return data


class FreshLink:
    """Requests and replies over a process's control channel; as `Link`."""

    def __init__(self, process: FreshProcess) -> None:
        self._process = process
        self._n_requests = 0

    async def ask(self, request: Mapping[str, object]) -> Frame:
        """Send a request and return the reply to it.

        Raises
        ------
        LinkClosed
            If the process is gone or answers with anything else.
        """
        self._n_requests += 1
        frame = {**request, "id": self._n_requests}
        await asyncio.to_thread(self._process.send, frame)
        reply = await self._process.receive()
        if reply.get("id") != self._n_requests:
            raise LinkClosed("the reply is to another request")
        return reply

    def close(self) -> None:
        """Let go of it: its end is its supervisor's."""


def _environment(interpreter: Interpreter) -> dict[str, str]:
    found = interpreter.environment()
    for name in ("SYSTEMROOT", "TEMP", "TMP", "USERPROFILE"):  # Windows does not start without
        if name in os.environ:
            found[name] = os.environ[name]
    return found
