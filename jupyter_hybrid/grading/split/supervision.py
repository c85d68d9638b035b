"""The engine's line to the supervisor of a pair of processes."""

import asyncio
import json
import socket
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

_LONGEST = 65536


class Supervision:
    """Hears what becomes of a pair, and has it interrupted or ended.

    Parameters
    ----------
    line
        Our end of a socket of packets. When it closes, the supervisor ends everything.

    Attributes
    ----------
    is_ready
        Set once both processes are locked down.
    is_over
        Set once the learner's process, the tester or the supervisor has ended.
    level
        How far they are locked down, from 0; None until they are ready.
    killed
        Why the supervisor killed the pair, in words for the learner; None if it did not.
    status
        Exit status of the learner's process; 128 and more means a signal; 0 while it runs.
    """

    def __init__(self, line: socket.socket) -> None:
        line.settimeout(0)
        self._line = line
        self._is_closed = False
        self.is_ready = asyncio.Event()
        self.is_over = asyncio.Event()
        self.level: int | None = None
        self.error: str | None = None
        self.killed: str | None = None
        self.status = 0
        self._listening = asyncio.create_task(self._listen())

    def watch(self, *, memory_bytes: int, scratch_bytes: int) -> None:
        """Have the pair killed when it uses more than this."""
        self._tell({"op": "watch", "memory_bytes": memory_bytes, "scratch_bytes": scratch_bytes})

    def interrupt(self, who: str) -> None:
        """Interrupt what the ``learner`` or the ``tester`` runs, as Ctrl+C does."""
        self._tell({"op": "interrupt", "who": who})

    def end(self) -> None:
        """Have everything killed and the scratch folder removed; idempotent."""
        if not self._is_closed:
            self._is_closed = True
            self.is_over.set()
            self.is_ready.set()
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)
            # Its number may be given to another socket as soon as it is closed, and the loop would
            # forget that one when it stops listening to this one.
            self._listening.add_done_callback(lambda _: self._line.close())
            self._listening.cancel()

    def _tell(self, message: Mapping[str, object]) -> None:
        if not self._is_closed:
            with suppress(OSError):
                self._line.send(json.dumps(message).encode())

    async def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while message := await loop.sock_recv(self._line, _LONGEST):
                self._hear(json.loads(message))
        except (OSError, ValueError):
            pass
        self.is_over.set()
        self.is_ready.set()

    def _hear(self, message: dict[str, Any]) -> None:
        if "ready" in message:
            self.level = message["ready"]
            self.is_ready.set()
        elif "failed" in message:
            self.error = str(message["failed"])
        elif "killed" in message:
            self.killed = str(message.get("words") or message["killed"])
        elif "ended" in message:
            status = int(message.get("status", 0))
            if message["ended"] == "learner":
                self.status = 128 - status if status < 0 else status
            self.is_over.set()
