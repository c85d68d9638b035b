"""Live sessions and the tickets for their sockets."""

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_hybrid.api.base import HybridHandler
from jupyter_hybrid.api.bodies import read_nothing, read_session_title, read_ticket_request
from jupyter_hybrid.api.views import Json, session_view, ticket_view
from jupyter_hybrid.domain.keys import check_key
from jupyter_hybrid.domain.sessions import Session


class SessionHandlerBase(HybridHandler):
    """What the handlers of sessions share; has no verb."""

    def view(self, session: Session) -> Json:
        """Return a ``Session`` with the number of people in it."""
        sessions = self.program.sessions
        return session_view(
            session,
            n_present=sessions.n_present(session),
            is_presented=sessions.is_presented(session),
        )


class SessionsHandler(SessionHandlerBase):
    """``/hybrid/api/sessions``."""

    @web.authenticated
    @authorized("read", resource="hybrid:sessions")
    async def get(self) -> None:
        """List sessions that are live or still to come."""
        sessions = await self.in_thread(self.program.sessions.sessions, self.person)
        self.answer({"sessions": [self.view(session) for session in sessions]})

    @web.authenticated
    @authorized("write", resource="hybrid:sessions")
    async def post(self) -> None:
        """Create a session."""
        title = read_session_title(self.request.body)
        session = await self.in_thread(self.program.sessions.create, self.person, title=title)
        self.answer(self.view(session), status=201)


class SessionHandler(SessionHandlerBase):
    """``/hybrid/api/sessions/{session}``."""

    @web.authenticated
    @authorized("read", resource="hybrid:sessions")
    async def get(self, session: str) -> None:
        """Show one session."""
        key = check_key(session, field="session")
        self.answer(
            self.view(await self.in_thread(self.program.sessions.session, self.person, key))
        )


class StartHandler(SessionHandlerBase):
    """``/hybrid/api/sessions/{session}/start``."""

    @web.authenticated
    @authorized("write", resource="hybrid:sessions")
    async def post(self, session: str) -> None:
        """Open the rooms."""
        read_nothing(self.request.body)
        key = check_key(session, field="session")
        self.answer(self.view(await self.in_thread(self.program.sessions.start, self.person, key)))


class EndHandler(SessionHandlerBase):
    """``/hybrid/api/sessions/{session}/end``."""

    @web.authenticated
    @authorized("write", resource="hybrid:sessions")
    async def post(self, session: str) -> None:
        """End the session for everybody."""
        read_nothing(self.request.body)
        key = check_key(session, field="session")
        self.answer(self.view(await self.in_thread(self.program.sessions.end, self.person, key)))


class TicketsHandler(HybridHandler):
    """``/hybrid/api/sessions/{session}/tickets``."""

    @web.authenticated
    @authorized("write", resource="hybrid:tickets")
    async def post(self, session: str) -> None:
        """Make a socket ticket."""
        request = read_ticket_request(self.request.body)
        key = check_key(session, field="session")
        signed = await self.in_thread(
            self.program.sessions.ticket, self.person, key, request=request
        )
        self.answer(ticket_view(signed), status=201)
