"""The one table that turns errors of the domain into HTTP."""

from jupyter_hybrid.domain.errors import (
    BadTicket,
    Conflict,
    HybridError,
    Invalid,
    Malformed,
    NotAllowed,
    NotFound,
    TooLarge,
    TooMany,
    Unavailable,
)

STATUS: dict[type[HybridError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    BadTicket: 403,
    Conflict: 409,
    Invalid: 422,
    Malformed: 400,
    TooLarge: 413,
    TooMany: 429,
    Unavailable: 503,
}


def status_of(error: HybridError) -> int:
    """Return the HTTP status of an error."""
    return STATUS[type(error)]


def body_of(error: HybridError) -> dict[str, str | None]:
    """Return the JSON body of an error (``Error`` in openapi.yaml)."""
    return {"code": error.code, "message": error.message, "field": error.field}
