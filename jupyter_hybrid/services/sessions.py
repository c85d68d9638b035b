"""Live sessions: create, start, end, and tickets for their sockets."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jupyter_hybrid.domain.errors import BadTicket, Conflict, NotAllowed, NotFound
from jupyter_hybrid.domain.people import Person
from jupyter_hybrid.domain.sessions import (
    Applied,
    DocumentKind,
    Effect,
    End,
    Operation,
    Session,
    SessionRole,
    SessionState,
    Start,
    apply,
    new_join_code,
)
from jupyter_hybrid.domain.tickets import Audience, Signed, sign, verify
from jupyter_hybrid.services.policy import Action, require
from jupyter_hybrid.services.ports import Admission, Clock, Rooms
from jupyter_hybrid.services.repositories import Storage

TICKET_LIFETIME = timedelta(seconds=60)
_CODE_TRIES = 5


@dataclass(frozen=True, slots=True)
class TicketRequest:
    """What a client wants a socket ticket for.

    Parameters
    ----------
    display_name
        What others see; the person's own if None.
    """

    role: SessionRole
    document: DocumentKind = DocumentKind.NOTEBOOK
    display_name: str | None = None


class SessionService:
    """Runs live sessions.

    Parameters
    ----------
    key
        Secret that signs socket tickets.
    """

    def __init__(self, *, storage: Storage, rooms: Rooms, clock: Clock, key: bytes) -> None:
        self._storage = storage
        self._rooms = rooms
        self._clock = clock
        self._key = key
        self._used: dict[str, datetime] = {}
        # A restart forgets which tickets were used, so those of an earlier process are void.
        self._process = secrets.token_hex(8)

    def create(self, person: Person, *, title: str) -> Session:
        """Store a new session that `person` presents.

        Raises
        ------
        NotAllowed
            If the person may not run sessions.
        """
        require(person, Action.RUN_SESSIONS)
        for _ in range(_CODE_TRIES):
            session = Session(
                key=secrets.token_hex(8),
                join_code=new_join_code(),
                title=title,
                presenter=person.name,
                state=SessionState.SCHEDULED,
                created_at=self._clock.now(),
            )
            try:
                with self._storage.transaction() as repositories:
                    repositories.sessions.add(session)
            except Conflict:
                continue
            return session
        raise Conflict("no free join code was found; try again")

    def start(self, person: Person, key: str) -> Session:
        """Open the rooms and let observers in; starting twice is starting once.

        Raises
        ------
        NotAllowed, NotFound
            If it is not this person's session, or none.
        Conflict
            If it has ended.
        """
        return self._apply(person, key, operation=Start(self._clock.now()))

    def end(self, person: Person, key: str) -> Session:
        """End a session for everybody; ending twice is ending once.

        Raises
        ------
        NotAllowed, NotFound
            If it is not this person's session, or none.
        """
        return self._apply(person, key, operation=End(self._clock.now()))

    def session(self, person: Person, key: str) -> Session:
        """Return one session.

        Raises
        ------
        NotFound
            If there is none.
        """
        require(person, Action.FOLLOW_SESSIONS)
        return self._stored(key)

    def sessions(self, person: Person) -> Sequence[Session]:
        """Return the sessions that are live or still to come, newest first."""
        require(person, Action.FOLLOW_SESSIONS)
        with self._storage.transaction(is_reading=True) as repositories:
            return repositories.sessions.not_ended()

    def n_present(self, session: Session) -> int:
        """Return how many observers are connected."""
        return self._rooms.n_present(session.key)

    def is_presented(self, session: Session) -> bool:
        """Return whether a presenter is connected: a session is live until it is ended."""
        return self._rooms.is_presented(session.key)

    def ticket(self, person: Person, key: str, *, request: TicketRequest) -> Signed:
        """Return a socket ticket, good once within 60 seconds.

        Raises
        ------
        NotFound
            If there is no such session.
        NotAllowed
            If the role is the presenter's and the session is not this person's.
        Conflict
            If the session is not live.
        """
        require(person, Action.FOLLOW_SESSIONS)
        session = self._stored(key)
        if request.role is SessionRole.PRESENTER:
            _require_presenter(person, session)
        if session.state is not SessionState.LIVE:
            raise Conflict(f"session {key} is {_in_words(session.state)}")
        return sign(
            {
                "session": session.key,
                "document": request.document.value,
                "role": request.role.value,
                "person": person.name,
                "display_name": request.display_name or person.display_name,
                "nonce": secrets.token_hex(12),
                "process": self._process,
            },
            key=self._key,
            audience=Audience.SOCKET,
            now=self._clock.now(),
            lifetime=TICKET_LIFETIME,
        )

    def redeem(self, ticket: str, *, session: str, document: str) -> Admission:
        """Return what a ticket allows, and void it.

        Raises
        ------
        BadTicket
            If it is forged, expired, used, or of another session or document.
        Conflict
            If the session has ended meanwhile.
        """
        now = self._clock.now()
        claims = verify(ticket, key=self._key, audience=Audience.SOCKET, now=now)
        if (claims["session"], claims["document"]) != (session, document):
            raise BadTicket("this socket ticket is of another session")
        if claims["process"] != self._process:
            raise BadTicket("this socket ticket is from before the server was restarted")
        self._void(claims["nonce"], now=now)
        if self._stored(session).state is not SessionState.LIVE:
            raise Conflict(f"session {session} has ended")
        return Admission(
            session=session,
            document=DocumentKind(document),
            person=claims["person"],
            display_name=claims["display_name"],
            is_presenter=claims["role"] == SessionRole.PRESENTER.value,
        )

    def _void(self, nonce: str, *, now: datetime) -> None:
        expired = [one for one, until in self._used.copy().items() if until <= now]
        for one in expired:
            self._used.pop(one, None)
        # setdefault is atomic: of two threads with one ticket only one gets its own moment back
        mine = now + TICKET_LIFETIME
        if self._used.setdefault(nonce, mine) is not mine:
            raise BadTicket("this socket ticket was used before")

    def _apply(self, person: Person, key: str, *, operation: Operation) -> Session:
        require(person, Action.RUN_SESSIONS)
        with self._storage.transaction() as repositories:
            session = repositories.sessions.get(key)
            if session is None:
                raise NotFound(f"there is no session {key[:80]!r}")
            _require_presenter(person, session)
            outcome = apply(session, operation)
            if not isinstance(outcome, Applied):
                raise Conflict(outcome.reason)
            repositories.sessions.save(outcome.session)
        for effect in outcome.effects:
            self._carry_out(effect, key)
        return outcome.session

    def _carry_out(self, effect: Effect, key: str) -> None:
        match effect:
            case Effect.OPEN_ROOMS:
                self._rooms.open(key)
            case Effect.CLOSE_ROOMS:
                self._rooms.close(key)

    def _stored(self, key: str) -> Session:
        with self._storage.transaction(is_reading=True) as repositories:
            session = repositories.sessions.get(key)
        if session is None:
            raise NotFound(f"there is no session {key[:80]!r}")
        return session


def _require_presenter(person: Person, session: Session) -> None:
    require(person, Action.RUN_SESSIONS)
    if session.presenter != person.name:
        raise NotAllowed(f"session {session.key} is presented by another person")


def _in_words(state: SessionState) -> str:
    return {
        SessionState.SCHEDULED: "not started yet",
        SessionState.LIVE: "live",
        SessionState.ENDED: "over",
    }[state]
