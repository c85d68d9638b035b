"""A server with nothing but the live socket; only the tickets are made up."""

from dataclasses import dataclass
from typing import Any

from jupyter_hybrid.domain.errors import BadTicket
from jupyter_hybrid.domain.sessions import DocumentKind
from jupyter_hybrid.live.rooms import LiveRooms
from jupyter_hybrid.services.ports import Admission


class TicketOffice:
    """`SessionService.redeem`: a ticket is ``<role>-<anything>`` and good once."""

    def __init__(self) -> None:
        self.used: set[str] = set()
        self.failure: Exception | None = None

    def redeem(self, ticket: str, *, session: str, document: str) -> Admission:
        if self.failure is not None:
            raise self.failure
        role, _, _ = ticket.partition("-")
        if role not in ("presenter", "observer") or ticket in self.used:
            raise BadTicket("this socket ticket is not valid")
        self.used.add(ticket)
        return Admission(session, DocumentKind(document), "ada", "Ada", role == "presenter")


@dataclass(eq=False)
class Server:
    port: int
    settings: dict[str, Any]
    office: TicketOffice
    rooms: LiveRooms

    def url(self, ticket: str, *, session: str = "s", document: str = "notebook") -> str:
        return f"ws://127.0.0.1:{self.port}/hybrid/live/{session}/{document}?ticket={ticket}"
