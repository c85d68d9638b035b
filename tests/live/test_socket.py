"""The WebSocket handler with real sockets; only the tickets are made up."""

import asyncio
import json
import logging
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
import pytest_asyncio
from pycrdt import Doc, Map, create_sync_message, create_update_message, handle_sync_message
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from fakes.live_server import Server
from jupyter_hybrid.api.socket import _head
from jupyter_hybrid.domain.errors import Conflict, HybridError, NotFound, Unavailable

DEADLINE_S = 10


@dataclass(eq=False)
class Client:
    """A browser's side of a socket."""

    ws: WebSocketClientConnection
    doc: Doc = field(default_factory=Doc)
    messages: list[dict[str, Any]] = field(default_factory=list)
    n_awareness: int = 0

    async def listen(self, until: Callable[[], bool]) -> None:
        """Take in what comes until something holds."""
        async with asyncio.timeout(DEADLINE_S):
            while not until():
                frame = await self.ws.read_message()
                assert frame is not None, f"closed with {self.ws.close_code}"
                await self._take(frame)

    async def _take(self, frame: bytes | str) -> None:
        assert isinstance(frame, bytes)
        if frame[0] == 100:
            self.messages.append(json.loads(frame[1:]))
        elif frame[0] == 1:
            self.n_awareness += 1
        else:
            reply = handle_sync_message(frame[1:], self.doc)
            if reply is not None:
                await self.send(reply)

    async def send(self, frame: bytes) -> None:
        await self.ws.write_message(frame, binary=True)

    async def sync(self) -> None:
        await self.send(create_sync_message(self.doc))

    async def put(self, key: str, value: object) -> None:
        before = self.doc.get_state()
        self.meta[key] = value
        await self.send(create_update_message(self.doc.get_update(before)))

    @property
    def meta(self) -> Map:
        return self.doc.get("meta", type=Map)

    async def close_code(self) -> int | None:
        """Return why the server closes, once it does."""
        async with asyncio.timeout(DEADLINE_S):
            while await self.ws.read_message() is not None:
                pass
        return self.ws.close_code


Connect = Callable[..., Awaitable[Client]]


@pytest_asyncio.fixture
async def connect(server: Server) -> AsyncIterator[Connect]:
    """Return a function that opens a socket with a ticket."""
    clients: list[Client] = []

    async def opened(ticket: str, *, origin: str | None = None, **where: str) -> Client:
        headers = {} if origin is None else {"Origin": origin}
        request = HTTPRequest(server.url(ticket, **where), headers=headers)
        clients.append(Client(await websocket_connect(request)))
        return clients[-1]

    yield opened
    for client in clients:
        client.ws.close()


@pytest.mark.asyncio
async def test_an_observer_follows_a_presenter(connect):
    watching, writing = await connect("observer-1"), await connect("presenter-1")
    await watching.sync()
    await writing.sync()

    await writing.listen(lambda: len(writing.messages) > 0)
    await writing.put("title", "é😀")
    await watching.listen(lambda: watching.meta.get("title") == "é😀")

    assert watching.messages[0]["role"] == "observer"
    assert writing.messages[0]["role"] == "presenter"


@pytest.mark.asyncio
@pytest.mark.parametrize("size", [0, 100, 125, 126, 1000, 2047, 3000, 65_535, 65_536, 3_000_000])
async def test_frames_of_every_size_arrive_whole(connect, size):
    watching, writing = await connect("observer-1"), await connect("presenter-1")
    await watching.sync()
    await writing.sync()
    text = os.urandom(size // 2).hex()

    await writing.put("text", text)
    await watching.listen(lambda: watching.meta.get("text") == text)


@pytest.mark.parametrize(
    ("length", "head"),
    [
        (0, "8200"),
        (125, "827d"),
        (126, "827e007e"),
        (65_535, "827effff"),
        (65_536, "827f0000000000010000"),
    ],
)
def test_the_header_of_a_frame_is_that_of_rfc_6455(length, head):
    assert _head(length).hex() == head


@pytest.mark.asyncio
@pytest.mark.parametrize("ticket", ["", "forged", "%00", "presenter", "x" * 5000])
async def test_a_forged_ticket_is_closed_with_4401(connect, server, ticket):
    server.office.used.add("presenter")

    client = await connect(ticket)

    assert await client.close_code() == 4401
    assert client.ws.close_reason == "this socket ticket is not valid"


@pytest.mark.asyncio
async def test_a_used_ticket_is_closed_with_4401(connect):
    await connect("observer-1")

    again = await connect("observer-1")

    assert await again.close_code() == 4401


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NotFound("there is no session 's'"), 4404),
        (Conflict("session s has ended"), 4409),
        (Unavailable("the database cannot be reached"), 4503),
        (HybridError("something else"), 1011),
    ],
)
async def test_every_refusal_has_its_close_code(connect, server, error, code):
    server.office.failure = error

    client = await connect("observer-1")

    assert await client.close_code() == code
    assert client.ws.close_reason == error.message


@pytest.mark.asyncio
async def test_a_long_reason_is_cut_between_characters(connect, server):
    server.office.failure = NotFound("é" * 200)

    client = await connect("observer-1")

    assert await client.close_code() == 4404
    assert client.ws.close_reason == "é" * 61


@pytest.mark.asyncio
async def test_a_failure_of_ours_says_nothing_of_the_ticket(connect, server, caplog):
    server.office.failure = RuntimeError("the database is broken")

    with caplog.at_level(logging.DEBUG):
        client = await connect("observer-secret")
        await client.close_code()

    assert "the database is broken" in caplog.text
    assert "observer-secret" not in caplog.text


@pytest.mark.asyncio
async def test_a_full_session_is_closed_with_4429(connect):
    for i in range(3):
        await (await connect(f"observer-{i}")).sync()

    late = await connect("observer-late")

    assert await late.close_code() == 4429
    assert late.ws.close_reason == "the session is full: it takes 3 observers at a time"


@pytest.mark.asyncio
async def test_a_foreign_origin_is_refused(connect, server):
    with pytest.raises(HTTPClientError) as refused:
        await connect("observer-1", origin="https://evil.example")

    assert refused.value.code == 403
    assert server.office.used == set()


@pytest.mark.asyncio
async def test_an_origin_that_the_operator_allows_is_let_in(connect, server):
    server.settings["allow_origin"] = "https://friend.example"

    client = await connect("observer-1", origin="https://friend.example")

    await client.listen(lambda: len(client.messages) == 1)


@pytest.mark.asyncio
async def test_the_servers_own_origin_is_let_in(connect, server):
    client = await connect("observer-1", origin=f"http://127.0.0.1:{server.port}")

    await client.listen(lambda: len(client.messages) == 1)


@pytest.mark.asyncio
async def test_a_foreign_host_name_is_refused(server):
    request = HTTPRequest(server.url("observer-1"), headers={"Host": "evil.example"})

    with pytest.raises(HTTPClientError) as refused:
        await websocket_connect(request)

    assert refused.value.code == 403


@pytest.mark.asyncio
async def test_text_is_closed_with_1003(connect, server):
    client = await connect("observer-1")

    await client.ws.write_message('{"t": "hello"}')

    assert await client.close_code() == 1003
    assert server.rooms.n_present("s") == 0


@pytest.mark.asyncio
async def test_a_half_frame_is_closed_with_4400(connect):
    client = await connect("observer-1")

    await client.send(b"\x00\x02\x7f\x01")

    assert await client.close_code() == 4400


@pytest.mark.asyncio
async def test_a_giant_frame_of_an_observer_is_not_even_read(connect, server):
    client = await connect("observer-1")
    await client.listen(lambda: len(client.messages) == 1)

    client.ws.write_message(b"\x00\x02" + bytes(300_000), binary=True).cancel()

    assert await client.close_code() in (None, 1009)
    assert server.rooms.n_present("s") == 0


@pytest.mark.asyncio
async def test_rooms_of_other_sessions_hear_nothing(connect):
    writing = await connect("presenter-1")
    elsewhere = await connect("observer-1", session="other")
    here = await connect("observer-2")
    for one in (writing, elsewhere, here):
        await one.sync()

    await writing.put("title", "secret")
    await here.listen(lambda: here.meta.get("title") == "secret")
    await elsewhere.send(create_sync_message(elsewhere.doc))
    await elsewhere.listen(lambda: any(one["t"] == "present" for one in elsewhere.messages))

    assert elsewhere.meta.get("title") is None


@pytest.mark.asyncio
async def test_the_end_of_a_session_reaches_every_socket(connect, server):
    clients = [await connect("presenter-1"), await connect("observer-1")]

    await asyncio.to_thread(server.rooms.close, "s")

    assert [await one.close_code() for one in clients] == [4404, 4404]


@pytest.mark.asyncio
async def test_who_works_keeps_the_server_alive_and_who_only_looks_does_not(connect, server):
    client = await connect("observer-1")
    await client.listen(lambda: len(client.messages) == 1)
    joined_at = server.settings["hybrid_last_activity"]

    await client.send(b"\x01\x06\x01\x07\x01\x02{}")
    await client.listen(lambda: client.n_awareness == 1)
    after_heartbeat = server.settings["hybrid_last_activity"]
    await client.sync()
    await client.send(b"\x00\x02\x02\x01\x01")
    await client.listen(lambda: client.messages[-1]["t"] == "denied")

    assert joined_at.tzinfo is not None
    assert after_heartbeat == joined_at
    assert server.settings["hybrid_last_activity"] > joined_at


@pytest.mark.asyncio
async def test_broadcasting_starts_no_task_for_a_frame(connect, server):
    watching, writing = await connect("observer-1"), await connect("presenter-1")
    await watching.sync()
    await writing.sync()
    started: list[str] = []
    loop = asyncio.get_running_loop()

    def factory(loop: asyncio.AbstractEventLoop, coro: Any, **options: Any) -> asyncio.Task[Any]:
        started.append(coro.__qualname__)
        return asyncio.Task(coro, loop=loop, **options)

    loop.set_task_factory(factory)
    # One frame from the client is one task of its own; what the server adds is counted.
    for i in range(20):
        before = len(started)
        await writing.put("n", i)
        await watching.listen(lambda i=i: watching.meta.get("n") == i)
        by_server = [one for one in started[before:] if "write_message" in one]
        assert len(by_server) == 1
    loop.set_task_factory(None)


@pytest.mark.asyncio
async def test_a_reader_that_reads_nothing_is_dropped_and_others_get_everything(connect, server):
    writing, watching = await connect("presenter-1"), await connect("observer-1")
    for one in (writing, watching):
        await one.sync()
    stuck = await _stuck_observer(server)

    n_sent = 0
    async with asyncio.timeout(30):
        while server.rooms.n_present("s") > 1:
            n_sent += 1
            await writing.put("n", f"{n_sent} {os.urandom(100_000).hex()}")
            await watching.listen(
                lambda n=n_sent: str(watching.meta.get("n", "")).startswith(f"{n} ")
            )

    assert server.rooms.n_present("s") == 1
    assert n_sent > 3
    stuck.close()


async def _stuck_observer(server: Server) -> socket.socket:
    """Return an observer's socket that has joined, asks for everything and is not read."""
    stuck = socket.socket()
    stuck.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    stuck.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(stuck, ("127.0.0.1", server.port))
    path = server.url("observer-stuck").partition(str(server.port))[2]
    await loop.sock_sendall(
        stuck,
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode(),
    )
    heard = b""
    while b'"epoch"' not in heard:
        heard += await loop.sock_recv(stuck, 4096)
    step1 = bytes([0x82, 0x84, 0, 0, 0, 0]) + b"\x00\x00\x01\x00"
    await loop.sock_sendall(stuck, step1)
    return stuck
