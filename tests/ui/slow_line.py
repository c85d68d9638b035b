"""A bad connection: a TCP proxy with little bandwidth and much delay that is cut on command."""

import asyncio
import re
import socket
import struct
import threading
from collections import Counter
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")

_CHUNK = 1460  # what a segment of Ethernet carries: small, so that connections take turns
_REQUEST = re.compile(rb"[A-Z]+ (\S+) HTTP/1\.1\r\n")
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_RESET = struct.pack("ii", 1, 0)  # linger for no time: close with a reset instead of a goodbye


@dataclass(frozen=True)
class Traffic:
    """Bytes that the line carried, those of requests that were cut included.

    Parameters
    ----------
    up
        From the browser to the server.
    down
        From the server to the browser.
    """

    up: int = 0
    down: int = 0

    @property
    def total(self) -> int:
        """Bytes of both directions."""
        return self.up + self.down

    def __sub__(self, earlier: "Traffic") -> "Traffic":
        return Traffic(self.up - earlier.up, self.down - earlier.down)


@dataclass
class _Direction:
    """One way of the line; its connections share it."""

    delay_s: float = 0.0
    rate_bytes_s: float = 0.0
    n_bytes: int = 0
    free_at: float = 0.0

    async def send(self, chunk: bytes) -> float:
        """Wait until a chunk is on the line; when it arrives at the other end."""
        now = asyncio.get_running_loop().time()
        self.n_bytes += len(chunk)
        if self.rate_bytes_s > 0:
            self.free_at = max(now, self.free_at) + len(chunk) / self.rate_bytes_s
            await asyncio.sleep(self.free_at - now)
        return asyncio.get_running_loop().time() + self.delay_s


@dataclass
class _Requests:
    """Finds in what a browser sends the end of a request whose reply is to be lost."""

    wanted: re.Pattern[bytes]
    seen: bytes = b""

    def is_complete(self, chunk: bytes) -> bool:
        self.seen += chunk
        found = self.wanted.search(self.seen)
        if found is None:
            self.seen = self.seen[-4096:]
            return False
        head, separator, body = self.seen[found.start() :].partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        return bool(separator) and len(body) >= (int(length[1]) if length else 0)


@dataclass(eq=False)
class _Connection:
    browser: asyncio.StreamWriter
    server: asyncio.StreamWriter
    requests: _Requests | None = None
    path: str = ""
    is_reply_lost: bool = False

    def abort(self) -> None:
        for writer in (self.browser, self.server):
            with suppress(OSError, AttributeError):
                raw = writer.get_extra_info("socket")
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            writer.transport.abort()


@dataclass
class _LostReply:
    """A reply that the line loses; `wait` for it."""

    wanted: re.Pattern[bytes]
    happened: threading.Event = field(default_factory=threading.Event)

    def wait(self, timeout_s: float = 30) -> None:
        assert self.happened.wait(timeout_s), f"no reply to {self.wanted.pattern!r} was lost"


class SlowLine:
    """Carries TCP between a browser and a server of this machine.

    It has neither limit nor delay before `limit`. Use as a context manager.

    Parameters
    ----------
    port
        Port of the server.

    Attributes
    ----------
    base
        Address for the browser.
    """

    def __init__(self, port: int) -> None:
        self._server_port = port
        self._up, self._down = _Direction(), _Direction()
        self._connections: set[_Connection] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_down = False
        self._losing: _LostReply | None = None
        self._by_path: Counter[str] = Counter()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> "SlowLine":
        self._thread.start()
        self._listener = self._call(asyncio.start_server(self._take, "127.0.0.1", 0))
        self.port = self._listener.sockets[0].getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"
        return self

    def __exit__(self, *_: object) -> None:
        self._call(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    @property
    def traffic(self) -> Traffic:
        """What was carried since the start; subtract two to know what came between."""
        return Traffic(self._up.n_bytes, self._down.n_bytes)

    def carried(self, paths: str) -> int:
        """Return bytes of both directions of the requests whose path begins with a pattern."""
        wanted = re.compile(paths)
        return sum(n for path, n in self._by_path.copy().items() if wanted.match(path))

    def limit(self, *, kbit_s: float, delay_s: float) -> None:
        """Carry no more than ``kbit_s`` each way, and deliver everything ``delay_s`` later."""
        for direction in (self._up, self._down):
            direction.rate_bytes_s = kbit_s * 1000 / 8
            direction.delay_s = delay_s

    def cut(self) -> None:
        """Reset all connections; whatever is on the line is lost. It takes new ones at once."""
        self._call(self._cut())

    def take_down(self) -> None:
        """Reset all connections and every new one until `bring_up`."""
        self._is_down = True
        self.cut()

    def bring_up(self) -> None:
        """Take connections again."""
        self._is_down = False

    def take_down_before_reply(self, request: str) -> _LostReply:
        """Go down when the server has begun to answer a request, before the answer is carried.

        Parameters
        ----------
        request
            Pattern of its first line, such as ``POST .*/attempts``.
        """
        wanted = re.compile(rb"(?m)^" + request.encode() + rb" HTTP/1.1\r$")
        self._losing = _LostReply(wanted)
        return self._losing

    def _call(self, action: Awaitable[T]) -> T:
        async def run() -> T:
            return await action

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(10)

    async def _cut(self) -> None:
        for connection in tuple(self._connections):
            connection.abort()

    async def _end(self) -> None:
        self._listener.close()
        await self._cut()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _take(self, browser: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = self._loop.create_task(self._carry(browser, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry(self, browser: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_down:
            _Connection(writer, writer).abort()
            return
        # The handshake goes over the line and back before anything else does.
        await asyncio.sleep(self._up.delay_s + self._down.delay_s)
        try:
            server, upstream = await asyncio.open_connection("127.0.0.1", self._server_port)
        except OSError:
            _Connection(writer, writer).abort()
            return
        connection = _Connection(writer, upstream)
        self._connections.add(connection)
        try:
            with suppress(OSError):
                await asyncio.gather(
                    self._pump(browser, connection, is_up=True),
                    self._pump(server, connection, is_up=False),
                )
        finally:
            connection.abort()
            self._connections.discard(connection)

    async def _pump(
        self, reader: asyncio.StreamReader, connection: _Connection, *, is_up: bool
    ) -> None:
        direction = self._up if is_up else self._down
        deliver = self._to_server if is_up else self._to_browser
        on_the_line: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

        async def arrive() -> None:
            while True:
                at, chunk = await on_the_line.get()
                await asyncio.sleep(at - asyncio.get_running_loop().time())
                deliver(connection, chunk)
                if not chunk:
                    return

        arriving = asyncio.create_task(arrive())
        try:
            while chunk := await reader.read(_CHUNK):
                if is_up and (request := _REQUEST.match(chunk)):
                    connection.path = request[1].decode("ascii", "replace")
                self._by_path[connection.path] += len(chunk)
                on_the_line.put_nowait((await direction.send(chunk), chunk))
            on_the_line.put_nowait((await direction.send(b""), b""))
            await arriving
        finally:
            arriving.cancel()

    def _to_server(self, connection: _Connection, chunk: bytes) -> None:
        _write(connection.server, chunk)
        if self._losing is None:
            connection.requests = None
            return
        if connection.requests is None or connection.requests.wanted is not self._losing.wanted:
            connection.requests = _Requests(self._losing.wanted)
        connection.is_reply_lost = connection.requests.is_complete(chunk)

    def _to_browser(self, connection: _Connection, chunk: bytes) -> None:
        if not connection.is_reply_lost or self._losing is None:
            _write(connection.browser, chunk)
            return
        self._is_down = True
        for each in tuple(self._connections):
            each.abort()
        self._losing.happened.set()
        self._losing = None


def _write(writer: asyncio.StreamWriter, chunk: bytes) -> None:
    if writer.transport.is_closing():
        return
    if chunk:
        writer.write(chunk)
    elif writer.can_write_eof():
        writer.write_eof()
