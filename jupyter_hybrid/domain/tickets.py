"""Small signed facts that a browser carries: socket tickets and personas.

HMAC-SHA-256 over a JSON body, each with an audience (``aud``), so that one can never serve as
another.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from jupyter_hybrid.domain.errors import BadTicket

MAX_TICKET_LENGTH = 2048


class Audience(StrEnum):
    """Where a signed fact is accepted."""

    SOCKET = "socket"
    PERSONA = "persona"


@dataclass(frozen=True, slots=True)
class Signed:
    """A token and the moment from which it is worth nothing."""

    token: str
    expires_at: datetime


def sign(
    claims: Mapping[str, str],
    *,
    key: bytes,
    audience: Audience,
    now: datetime,
    lifetime: timedelta,
) -> Signed:
    """Return `claims` as an opaque token for one audience.

    Parameters
    ----------
    claims
        Text by name; ``aud`` and ``exp`` are added.
    key
        Secret of the server, at least 32 bytes.
    now
        Aware, UTC.
    """
    expires_at = now + lifetime
    body = _encode(
        json.dumps(
            {**claims, "aud": audience.value, "exp": expires_at.timestamp()},
            sort_keys=True,
            separators=(",", ":"),
        ).encode()
    )
    return Signed(f"{body}.{_signature(body, key)}", expires_at)


def verify(token: str, *, key: bytes, audience: Audience, now: datetime) -> dict[str, str]:
    """Return the claims of a token that this server signed for this audience.

    Raises
    ------
    BadTicket
        If it is malformed, forged, expired or meant for another audience. The message says which of
        expired and not valid it is, and nothing more.
    """
    body, _, signature = token[:MAX_TICKET_LENGTH].partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(body, key).encode()):
        raise BadTicket(f"this {audience.value} ticket is not valid")
    claims = _decode(body, audience=audience)
    if claims.pop("aud", None) != audience.value:
        raise BadTicket(f"this {audience.value} ticket is not valid")
    expires_at = datetime.fromtimestamp(float(claims.pop("exp")), tz=UTC)
    if now >= expires_at:
        raise BadTicket(f"this {audience.value} ticket has expired")
    return {name: str(value) for name, value in claims.items()}


def _signature(body: str, key: bytes) -> str:
    return _encode(hmac.new(key, b"jupyter_hybrid." + body.encode(), hashlib.sha256).digest())


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(body: str, *, audience: Audience) -> dict[str, str | float]:
    try:
        claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (binascii.Error, ValueError) as error:
        raise BadTicket(f"this {audience.value} ticket is not valid") from error
    if not isinstance(claims, dict):
        raise BadTicket(f"this {audience.value} ticket is not valid")
    return claims
