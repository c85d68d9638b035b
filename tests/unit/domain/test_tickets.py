"""Forged, expired and borrowed tickets."""

from datetime import UTC, datetime, timedelta

import pytest

from jupyter_hybrid.domain.errors import BadTicket
from jupyter_hybrid.domain.tickets import Audience, sign, verify

KEY = b"k" * 32
NOW = datetime(2030, 1, 7, 9, tzinfo=UTC)


def a_ticket(audience=Audience.SOCKET, **claims):
    return sign(
        claims or {"person": "ada"},
        key=KEY,
        audience=audience,
        now=NOW,
        lifetime=timedelta(seconds=60),
    )


def read(token, *, key=KEY, audience=Audience.SOCKET, now=NOW):
    return verify(token, key=key, audience=audience, now=now)


def test_a_ticket_says_what_was_signed():
    assert read(a_ticket(person="ada", role="observer").token) == {
        "person": "ada",
        "role": "observer",
    }


@pytest.mark.parametrize("position", [0, 5, -1, -4])
def test_a_changed_character_voids_it(position):
    token = list(a_ticket().token)
    token[position] = "A" if token[position] != "A" else "B"

    with pytest.raises(BadTicket):
        read("".join(token))


@pytest.mark.parametrize("token", ["", ".", "a.b", "x" * 5000, "é.ü", "..", "\x00"])
def test_garbage_is_no_ticket(token):
    with pytest.raises(BadTicket):
        read(token)


def test_another_servers_key_voids_it():
    with pytest.raises(BadTicket):
        read(a_ticket().token, key=b"o" * 32)


def test_a_persona_is_no_socket_ticket():
    with pytest.raises(BadTicket):
        read(a_ticket(Audience.PERSONA).token, audience=Audience.SOCKET)


def test_it_expires_to_the_second():
    token = a_ticket().token

    assert read(token, now=NOW + timedelta(seconds=59))
    with pytest.raises(BadTicket, match="expired"):
        read(token, now=NOW + timedelta(seconds=60))
