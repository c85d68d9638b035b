"""The one table that turns errors of the domain into HTTP."""

import math

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


def body_of(error: HybridError) -> dict[str, str | float | None]:
    """Return the JSON body of an error (``Error`` in openapi.yaml)."""
    body: dict[str, str | float | None] = {
        "code": error.code,
        "message": error.message,
        "field": error.field,
    }
    if isinstance(error, TooMany) and error.retry_after_s is not None:
        body["retry_after_s"] = error.retry_after_s
    return body


def headers_of(error: HybridError) -> dict[str, str]:
    """Return the HTTP headers that an error adds: whole seconds to wait, for `TooMany`."""
    if isinstance(error, TooMany) and error.retry_after_s is not None:
        return {"Retry-After": str(math.ceil(error.retry_after_s))}
    return {}
