"""Every way in which a request can be wrong.

::

    HybridError
    ├── NotFound      no such course, step, exercise, attempt, session
    ├── NotAllowed    this person may not do this
    │   └── BadTicket the ticket, persona or pass is forged, expired or used
    ├── Conflict      it contradicts what is already stored
    ├── Invalid       a value is not what it must be; names the field
    │   └── Malformed the body is not JSON at all
    ├── TooLarge      more bytes than are accepted
    ├── TooMany       a limit is reached; try again later
    └── Unavailable   a part that is needed is away; nothing was lost

A message is a lower-case fact with the identifier in it. ``code`` is stable: the user interface
chooses its words by it. ``api/errors.py`` maps each class to one HTTP status.
"""


class HybridError(Exception):
    """Base of every error that the person who asked can understand."""

    code = "error"

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotFound(HybridError):
    """What was asked for does not exist, or this person must not know that it does."""

    code = "not_found"


class NotAllowed(HybridError):
    """The person is known and may not do this."""

    code = "not_allowed"


class BadTicket(NotAllowed):
    """A signed thing is forged, expired, of another place or already used."""

    code = "bad_ticket"


class Conflict(HybridError):
    """The request contradicts what is already stored."""

    code = "conflict"


class Invalid(HybridError):
    """A value is not what it must be; ``field`` says which."""

    code = "invalid"


class Malformed(Invalid):
    """The body is not the JSON object that it should be."""

    code = "malformed"


class TooLarge(HybridError):
    """More bytes than are accepted here."""

    code = "too_large"


class TooMany(HybridError):
    """A limit is reached; later it will work.

    Parameters
    ----------
    retry_after_s
        Seconds after which it will, or None where nobody knows.
    """

    code = "too_many"

    def __init__(
        self, message: str, *, field: str | None = None, retry_after_s: float | None = None
    ) -> None:
        super().__init__(message, field=field)
        self.retry_after_s = retry_after_s


class Unavailable(HybridError):
    """A part that is needed is away for now; nothing was lost."""

    code = "unavailable"
