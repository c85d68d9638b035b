"""Rooms without documents; and what a real room needs around it: a channel and time."""

from collections.abc import Callable
from dataclasses import dataclass, field


class FakeRooms:
    """The `Rooms` port: only counts who is there."""

    def __init__(self) -> None:
        self.n_observers: dict[str, int] = {}
        self.presented: set[str] = set()

    def open(self, session: str) -> None:
        self.n_observers.setdefault(session, 0)

    def close(self, session: str) -> None:
        self.n_observers.pop(session, None)
        self.presented.discard(session)

    def n_present(self, session: str) -> int:
        return self.n_observers.get(session, 0)

    def is_presented(self, session: str) -> bool:
        return session in self.presented

    def present(self, session: str) -> None:
        """Let a presenter come."""
        self.presented.add(session)

    def arrive(self, session: str) -> None:
        """Let one observer come."""
        self.n_observers[session] = self.n_present(session) + 1


@dataclass(eq=False)
class FakeChannel:
    """The `Channel` of a room, in memory."""

    frames: list[bytes] = field(default_factory=list)
    closed: tuple[int, str] | None = None
    n_buffered: int = 0

    def send(self, frame: bytes) -> None:
        assert self.closed is None, "nothing is sent after a close"
        self.frames.append(frame)

    def close(self, code: int, reason: str) -> None:
        self.closed = self.closed or (int(code), reason)

    @property
    def code(self) -> int | None:
        """Why it was closed."""
        return self.closed[0] if self.closed else None

    def take(self) -> list[bytes]:
        """Return what was sent since the last call."""
        taken, self.frames = self.frames, []
        return taken


@dataclass(eq=False)
class _Later:
    at: float
    callback: Callable[[], object]
    is_cancelled: bool = False

    def cancel(self) -> None:
        self.is_cancelled = True


class FakeLoop:
    """An event loop whose time passes when it is told."""

    def __init__(self) -> None:
        self.now = 1000.0
        self._later: list[_Later] = []

    def time(self) -> float:
        return self.now

    def call_later(self, delay: float, callback: Callable[[], object], /) -> _Later:
        later = _Later(self.now + delay, callback)
        self._later.append(later)
        return later

    def advance(self, seconds: float) -> None:
        """Let time pass and call what falls due, in order."""
        end = self.now + seconds
        while due := [one for one in self._later if one.at <= end]:
            first = min(due, key=lambda one: one.at)
            self._later.remove(first)
            self.now = max(self.now, first.at)
            if not first.is_cancelled:
                first.callback()
        self.now = end
