"""Why a connection is closed by the server."""

from enum import IntEnum


class CloseCode(IntEnum):
    """WebSocket close codes.

    y-websocket takes 4400 to 4499 as final and does not come back by itself. That suits a ticket
    that is good only once: whoever comes back brings a new one.
    """

    UNSUPPORTED = 1003
    """A text frame: only binary frames are spoken here."""
    BROKEN = 1011
    """The server made a mistake; it is in its log."""
    MALFORMED = 4400
    """A frame is not what its type says, or an update cannot be applied."""
    BAD_TICKET = 4401
    """The ticket is forged, expired, used, or of another place."""
    READ_ONLY = 4403
    """An observer went on writing after it was told that it may not."""
    NOT_FOUND = 4404
    """There is no such session or document, or it has ended."""
    TOO_SLOW = 4408
    """The client reads more slowly than the presenter writes."""
    OUTDATED = 4409
    """The document was replaced, or the session is not live: begin with an empty document."""
    TAKEN = 4410
    """The presenter presents from another place."""
    TOO_LARGE = 4413
    """A frame has more bytes than are accepted."""
    TOO_MANY = 4429
    """Too many observers, or too many frames from this one."""
    UNAVAILABLE = 4503
    """A part that is needed is away for now."""


class Rejected(Exception):  # noqa: N818  a refusal, as in domain.errors
    """What a client sent ends its connection."""

    def __init__(self, code: CloseCode, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
