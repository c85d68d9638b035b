"""All rooms of a server: the adapter of the port `Rooms`."""

import asyncio
import logging
import threading
from collections import deque
from dataclasses import dataclass, field

from jupyter_hybrid.domain.errors import NotFound, TooMany
from jupyter_hybrid.domain.sessions import DocumentKind
from jupyter_hybrid.live.channel import Channel
from jupyter_hybrid.live.connection import Connection
from jupyter_hybrid.live.document import ROOTS
from jupyter_hybrid.live.peer import Peer
from jupyter_hybrid.live.room import Room
from jupyter_hybrid.services.ports import Admission

DEFAULT_MAX_OBSERVERS = 300
_N_REMEMBERED = 1000

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _OpenSession:
    rooms: dict[DocumentKind, Room] = field(default_factory=dict)

    @property
    def n_observers(self) -> int:
        return sum(room.n_observers for room in tuple(self.rooms.values()))

    @property
    def has_presenter(self) -> bool:
        return any(room.has_presenter for room in tuple(self.rooms.values()))


class LiveRooms:
    """Rooms by session. `join` belongs to the event loop; the rest may come from any thread.

    Parameters
    ----------
    max_observers
        How many observers a session takes. In a Jupyter server the rooms share one process with
        everything else.
    """

    def __init__(self, *, max_observers: int = DEFAULT_MAX_OBSERVERS) -> None:
        self._max_observers = max_observers
        self._lock = threading.Lock()
        self._sessions: dict[str, _OpenSession] = {}
        # Between redeeming a ticket and joining, the session may end.
        self._ended: deque[str] = deque(maxlen=_N_REMEMBERED)
        self._loop: asyncio.AbstractEventLoop | None = None

    def open(self, session: str) -> None:
        """Make a session joinable; idempotent. Its documents are made when somebody comes."""
        with self._lock:
            if session in self._ended:
                self._ended.remove(session)
            self._sessions.setdefault(session, _OpenSession())

    def close(self, session: str) -> None:
        """Send everybody home and drop the documents; idempotent."""
        with self._lock:
            opened = self._sessions.pop(session, None)
            if session not in self._ended:
                self._ended.append(session)
            loop = self._loop
        if opened is None or loop is None or loop.is_closed():
            return
        # Documents belong to the loop's thread.
        loop.call_soon_threadsafe(_end_all, opened)

    def n_present(self, session: str) -> int:
        """Return how many observers are connected; 0 if the session is not open."""
        with self._lock:
            opened = self._sessions.get(session)
            return 0 if opened is None else opened.n_observers

    def is_presented(self, session: str) -> bool:
        """Return whether a presenter is connected."""
        with self._lock:
            opened = self._sessions.get(session)
            return opened is not None and opened.has_presenter

    def join(self, admission: Admission, channel: Channel) -> Connection:
        """Let somebody with a redeemed ticket in and return their connection.

        A ticket is proof that the session was live a moment ago, so after a restart the first one
        opens its rooms again.

        Raises
        ------
        NotFound
            If the session has ended meanwhile.
        TooMany
            If it has as many observers as it takes.
        """
        loop = asyncio.get_running_loop()
        with self._lock:
            self._loop = loop
            if admission.session in self._ended:
                raise NotFound(f"session {admission.session} has ended")
            opened = self._sessions.setdefault(admission.session, _OpenSession())
            if not admission.is_presenter and opened.n_observers >= self._max_observers:
                raise TooMany(
                    f"the session is full: it takes {self._max_observers} observers at a time"
                )
            room = opened.rooms.get(admission.document)
            if room is None:
                room = opened.rooms[admission.document] = Room(ROOTS[admission.document], loop=loop)
        peer = Peer(channel, is_presenter=admission.is_presenter)
        return Connection(room, peer, loop=loop)


def _end_all(opened: _OpenSession) -> None:
    for room in opened.rooms.values():
        room.end()
    logger.info("%d live documents were closed", len(opened.rooms))
