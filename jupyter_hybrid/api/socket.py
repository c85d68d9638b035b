"""The WebSocket of a live document: it only routes between Tornado and a room."""

import asyncio
import struct
from collections import deque
from datetime import UTC, datetime
from types import TracebackType
from typing import cast

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.base.websocket import WebSocketMixin
from tornado import web
from tornado.iostream import StreamClosedError
from tornado.websocket import WebSocketHandler, WebSocketProtocol13

from jupyter_hybrid.api.base import running_program
from jupyter_hybrid.domain.errors import (
    BadTicket,
    Conflict,
    HybridError,
    NotFound,
    TooMany,
    Unavailable,
)
from jupyter_hybrid.live.close_codes import CloseCode
from jupyter_hybrid.live.connection import MAX_PRESENTER_FRAME, Connection
from jupyter_hybrid.live.frames import is_heartbeat
from jupyter_hybrid.live.rooms import LiveRooms

PING_INTERVAL_S = 25
"""Proxies cut what is idle for 60 seconds; two of these fit in."""
FRAME_OVERHEAD = 64 * 1024
MAX_REASON_BYTES = 123
"""A close frame takes no more (RFC 6455, 5.5)."""

CLOSE_CODES: dict[type[HybridError], CloseCode] = {
    BadTicket: CloseCode.BAD_TICKET,
    NotFound: CloseCode.NOT_FOUND,
    Conflict: CloseCode.OUTDATED,
    TooMany: CloseCode.TOO_MANY,
    Unavailable: CloseCode.UNAVAILABLE,
}


class LiveSocket(WebSocketMixin, JupyterHandler, WebSocketHandler):
    """``/hybrid/live/{session}/{document}?ticket=...``.

    The ticket is the only authority: no cookie and no token of Jupyter is looked at. Nothing is
    compressed: a broadcast is one byte string for everybody, and compressing it for each of 300
    connections would cost 300 contexts and 300 runs.
    """

    _connection: Connection | None = None
    _ticket = ""

    @property
    def ping_interval(self) -> float:
        """Seconds between pings."""
        return PING_INTERVAL_S

    @property
    def ping_timeout(self) -> float:
        """Seconds after which a missing answer closes the connection."""
        return PING_INTERVAL_S

    @property
    def max_message_size(self) -> int:
        """Bytes of the largest message that Tornado reads at all."""
        return MAX_PRESENTER_FRAME + FRAME_OVERHEAD

    async def prepare(self, **_: bool) -> None:
        """Check the host as Jupyter does, and ask nobody who this is."""
        self.current_user = self._jupyter_current_user = None
        if not self.check_host():
            raise web.HTTPError(403)

    @allow_unauthenticated
    async def get(self, *args: str, **kwargs: str) -> None:
        """Accept the connection, whatever the ticket: a browser sees close codes and no status."""
        self._ticket = self.get_query_argument("ticket", "")
        await super().get(*args, **kwargs)

    async def open(self, session: str, document: str) -> None:
        """Redeem the ticket and join the room, or close and say why."""
        self.set_nodelay(True)
        try:
            program = running_program(self.settings)
            redeem = program.sessions.redeem
            admission = await asyncio.to_thread(
                redeem, self._ticket, session=session, document=document
            )
            protocol = self.ws_connection
            if not isinstance(protocol, WebSocketProtocol13):
                return  # the client did not wait
            # The port is what use cases need of rooms; taking a seat is between socket and room.
            rooms = cast("LiveRooms", program.rooms)
            self._connection = rooms.join(admission, SocketChannel(self, protocol))
        except HybridError as error:
            code = CLOSE_CODES.get(type(error), CloseCode.BROKEN)
            self.close(code, short_reason(error.message))
            return
        # An observer's frames are small, so a large one is not even read into memory.
        protocol.params.max_message_size = self._connection.max_frame_bytes + FRAME_OVERHEAD
        self._note_activity()

    def on_message(self, message: str | bytes) -> None:
        """Hand a frame to the room."""
        if self._connection is None:
            return
        if isinstance(message, str):
            self.close(CloseCode.UNSUPPORTED, "only binary frames are spoken here")
            self._connection.leave()
            return
        if not is_heartbeat(message):
            self._note_activity()
        self._connection.receive(message)

    def on_close(self) -> None:
        """Leave the room."""
        if self._connection is not None:
            self._connection.leave()

    def _note_activity(self) -> None:
        # Jupyter looks for settings of this ending before it shuts an idle server down.
        self.settings["hybrid_last_activity"] = datetime.now(UTC)

    def log_exception(
        self,
        typ: type[BaseException] | None,
        value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        """Log what went wrong without the address, which has the ticket in it."""
        if isinstance(value, web.HTTPError):
            self.log.debug("a live socket is refused with status %d", value.status_code)
        elif typ is not None and value is not None:
            self.log.error("a live socket failed", exc_info=(typ, value, tb))


class SocketChannel:
    """The `Channel` of a WebSocket.

    It writes to Tornado's stream itself: ``write_message`` starts a task for every frame.
    """

    def __init__(self, socket: WebSocketHandler, protocol: WebSocketProtocol13) -> None:
        self._socket = socket
        self._protocol = protocol
        self._unsent: deque[tuple[int, asyncio.Future[None]]] = deque()
        self._n_unsent = 0

    @property
    def n_buffered(self) -> int:
        """Bytes of the frames that are not wholly on the wire."""
        while self._unsent and self._unsent[0][1].done():
            self._n_unsent -= self._unsent.popleft()[0]
        return self._n_unsent

    def send(self, frame: bytes) -> None:
        """Queue one binary frame."""
        if self._protocol.is_closing():
            return
        stream = self._protocol.stream
        head = _head(len(frame))
        try:
            if len(frame) < _SMALL:
                written = stream.write(head + frame)
            else:
                # Tornado keeps a reference to a large frame, so all connections share one copy.
                stream.write(head)
                written = stream.write(frame)
        except StreamClosedError:
            return  # on_close follows
        if not written.done():
            self._unsent.append((len(frame), written))
            self._n_unsent += len(frame)

    def close(self, code: int, reason: str) -> None:
        """Close with a code and a reason."""
        self._socket.close(code, short_reason(reason))


def short_reason(reason: str) -> str:
    """Return as much of a reason as fits into a close frame."""
    return reason.encode()[:MAX_REASON_BYTES].decode(errors="ignore")


_SMALL = 2048
_BINARY, _IS_LAST = 0x2, 0x80
_LENGTH_16, _LENGTH_64 = 126, 127


def _head(length: int) -> bytes:
    """Return the header of an unmasked binary frame (RFC 6455, 5.2)."""
    if length < _LENGTH_16:
        return bytes([_IS_LAST | _BINARY, length])
    if length < 2**16:
        return struct.pack("!BBH", _IS_LAST | _BINARY, _LENGTH_16, length)
    return struct.pack("!BBQ", _IS_LAST | _BINARY, _LENGTH_64, length)
