"""A live session as a pure reducer: an operation gives a new session and effects, or a reason."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

JOIN_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0, O, 1, I or L: a code is read aloud."""


class SessionState(StrEnum):
    """Where a session is in its life."""

    SCHEDULED = "scheduled"
    LIVE = "live"
    ENDED = "ended"


class SessionRole(StrEnum):
    """What a connection may do in a session."""

    PRESENTER = "presenter"
    OBSERVER = "observer"


class DocumentKind(StrEnum):
    """The shared documents of a session."""

    NOTEBOOK = "notebook"


@dataclass(frozen=True, slots=True)
class Session:
    """A live event.

    Parameters
    ----------
    key
        Unguessable, part of addresses.
    join_code
        Six characters for people to type.
    title
        What people read.
    presenter
        Name of the person who created it.
    state
        Where it is in its life.
    created_at, started_at, ended_at
        Server's clock, UTC.
    """

    key: str
    join_code: str
    title: str
    presenter: str
    state: SessionState
    created_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """Let observers in."""

    at: datetime


@dataclass(frozen=True, slots=True)
class End:
    """Send everybody home."""

    at: datetime


Operation = Start | End


class Effect(StrEnum):
    """What has to happen outside once an operation is stored."""

    OPEN_ROOMS = "open_rooms"
    CLOSE_ROOMS = "close_rooms"


@dataclass(frozen=True, slots=True)
class Applied:
    """The operation holds."""

    session: Session
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """The operation makes no sense now; nothing changed."""

    reason: str


def apply(session: Session, operation: Operation) -> Applied | Refused:
    """Return the session after `operation`, or why it cannot be done.

    Doing what is already so is no mistake: a client that lost the answer asks again.
    """
    match operation:
        case Start(at=at):
            return _start(session, at=at)
        case End(at=at):
            return _end(session, at=at)


def _start(session: Session, *, at: datetime) -> Applied | Refused:
    if session.state is SessionState.ENDED:
        return Refused(f"session {session.key} has ended; create a new one")
    if session.state is SessionState.LIVE:
        return Applied(session)
    started = replace(session, state=SessionState.LIVE, started_at=at)
    return Applied(started, (Effect.OPEN_ROOMS,))


def _end(session: Session, *, at: datetime) -> Applied | Refused:
    if session.state is SessionState.ENDED:
        return Applied(session)
    return Applied(replace(session, state=SessionState.ENDED, ended_at=at), (Effect.CLOSE_ROOMS,))


def new_join_code() -> str:
    """Return six random characters that can be read aloud (30 bits)."""
    return "".join(secrets.choice(JOIN_CODE_ALPHABET) for _ in range(6))
