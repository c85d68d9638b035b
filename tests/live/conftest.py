"""A room with people in it, without sockets and without waiting; and a server with sockets."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
import pytest_asyncio
from jupyter_server.auth.identity import IdentityProvider
from pycrdt import (
    Array,
    Doc,
    Map,
    Text,
    create_sync_message,
    create_update_message,
    handle_sync_message,
)
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from fakes.live_server import Server, TicketOffice
from fakes.rooms import FakeChannel, FakeLoop
from jupyter_hybrid.api.socket import LiveSocket
from jupyter_hybrid.domain.sessions import DocumentKind
from jupyter_hybrid.live.connection import Connection
from jupyter_hybrid.live.document import ROOTS
from jupyter_hybrid.live.frames import FrameType, SyncStep
from jupyter_hybrid.live.peer import Peer
from jupyter_hybrid.live.room import Room
from jupyter_hybrid.live.rooms import LiveRooms


@dataclass(eq=False)
class Member:
    """A connection with a document behind it, as a browser has one."""

    connection: Connection
    channel: FakeChannel
    doc: Doc = field(default_factory=lambda: Doc(client_id=1))
    messages: list[dict[str, Any]] = field(default_factory=list)
    awareness: list[bytes] = field(default_factory=list)
    n_updates: int = 0
    follows: bool = False
    epoch: str | None = None

    @property
    def cells(self) -> list[str]:
        """Sources of the cells that this member sees."""
        self.read()
        return [str(cell["source"]) for cell in self.doc.get("cells", type=Array)]

    @property
    def kinds(self) -> list[str]:
        """What the room said in JSON since the start."""
        self.read()
        return [message["t"] for message in self.messages]

    def said(self, kind: str) -> list[dict[str, Any]]:
        """Return the room's JSON messages of one kind."""
        self.read()
        return [message for message in self.messages if message["t"] == kind]

    def read(self) -> None:
        """Take in what has arrived, and answer as the y-protocol wants."""
        for frame in self.channel.take():
            if frame[0] == FrameType.SYNC:
                self.n_updates += frame[1] == SyncStep.UPDATE
                reply = handle_sync_message(frame[1:], self.doc)
                if reply is not None:
                    self.connection.receive(reply)
            elif frame[0] == FrameType.AWARENESS:
                self.awareness.append(frame)
            else:
                self._hear(json.loads(frame[1:]))

    def _hear(self, message: dict[str, Any]) -> None:
        self.messages.append(message)
        is_new = message["t"] == "epoch" and message["epoch"] not in (None, self.epoch)
        if self.follows and is_new:
            self.epoch = message["epoch"]
            self.doc = Doc(client_id=self.doc.client_id + 10_000)
            self.connection.receive(create_sync_message(self.doc))

    def say(self, **message: object) -> None:
        self.connection.receive(bytes([FrameType.MESSAGE]) + json.dumps(message).encode())

    def sync(self) -> None:
        """Ask for everything that is missing."""
        self.connection.receive(create_sync_message(self.doc))
        self.read()

    def add_cell(self, source: str) -> None:
        """Add a cell and send the change."""
        self.connection.receive(create_update_message(self.change(source)))

    def change(self, source: str) -> bytes:
        """Add a cell and return the change."""
        before = self.doc.get_state()
        cells = self.doc.get("cells", type=Array)
        cells.append(Map({"id": source, "cell_type": "code", "source": Text(source)}))
        return self.doc.get_update(before)


MakeMember = Callable[..., Member]


@pytest.fixture
def loop() -> FakeLoop:
    return FakeLoop()


@pytest.fixture
def room(loop: FakeLoop) -> Room:
    return Room(ROOTS[DocumentKind.NOTEBOOK], loop=loop)


@pytest.fixture
def member(room: Room, loop: FakeLoop) -> MakeMember:
    """Return a function that connects somebody who has said nothing yet."""
    ids = iter(range(100, 10_000))

    def make(*, is_presenter: bool = False) -> Member:
        channel = FakeChannel()
        connection = Connection(room, Peer(channel, is_presenter=is_presenter), loop=loop)
        return Member(connection, channel, Doc(client_id=next(ids)))

    return make


@pytest.fixture
def observer(member: MakeMember) -> MakeMember:
    """Return a function that connects an observer and lets it sync."""

    def make(*, knows_epochs: bool = True) -> Member:
        one = member()
        if knows_epochs:
            one.say(t="hello")
            one.follows = True
            one.read()
        if one.epoch is None:
            one.sync()
        one.read()
        return one

    return make


@pytest.fixture
def presenter(member: MakeMember) -> MakeMember:
    """Return a function that connects a presenter of an epoch; None for a stock client."""

    def make(epoch: str | None = "first") -> Member:
        one = member(is_presenter=True)
        if epoch is not None:
            one.say(t="hello", epoch=epoch)
        one.sync()
        return one

    return make


@pytest_asyncio.fixture
async def server() -> AsyncIterator[Server]:
    office, rooms = TicketOffice(), LiveRooms(max_observers=3)
    app = Application(
        [(r"/hybrid/live/([^/]+)/([^/]+)", LiveSocket)],
        hybrid_program=SimpleNamespace(sessions=office, rooms=rooms),
        identity_provider=IdentityProvider(),
        base_url="/",
        log_function=lambda _: None,
    )
    http = HTTPServer(app)
    sockets = bind_sockets(0, "127.0.0.1")
    http.add_sockets(sockets)
    yield Server(sockets[0].getsockname()[1], app.settings, office, rooms)
    http.stop()
    await http.close_all_connections()
