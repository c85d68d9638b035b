"""Awareness entries: who a client says it is, and where its cursor stands."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn

from jupyter_hybrid.live.encoding import (
    MAX_NUMBER,
    MalformedFrame,
    Reader,
    write_chunk,
    write_number,
)

MAX_ENTRIES = 1000
GONE = "null"
"""State of a client that left."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one client says of itself.

    Parameters
    ----------
    client
        Client id of its document.
    clock
        Counts its entries; the highest one holds.
    state
        JSON text; ``null`` once it has left.
    """

    client: int
    clock: int
    state: str

    @property
    def is_gone(self) -> bool:
        """Whether the client has left."""
        return self.state == GONE

    def farewell(self) -> "Entry":
        """Return the entry that removes the client."""
        return Entry(self.client, min(self.clock + 1, MAX_NUMBER), GONE)


def parse_entries(payload: bytes) -> tuple[Entry, ...]:
    """Return the entries of an awareness frame.

    Raises
    ------
    MalformedFrame
        If it is cut off, has more than `MAX_ENTRIES` or a state that is not JSON.
    """
    reader = Reader(payload)
    n_entries = reader.number()
    if n_entries > MAX_ENTRIES:
        raise MalformedFrame(f"{n_entries} awareness entries are too many")
    entries = tuple(_entry(reader) for _ in range(n_entries))
    reader.end()
    return entries


def encode_entries(entries: Iterable[Entry]) -> bytes:
    """Return entries as the payload of an awareness frame."""
    encoded = [
        write_number(one.client) + write_number(one.clock) + write_chunk(one.state.encode())
        for one in entries
    ]
    return write_number(len(encoded)) + b"".join(encoded)


def _entry(reader: Reader) -> Entry:
    client, clock, raw = reader.number(), reader.number(), reader.chunk()
    try:
        state = raw.decode()
        # A receiving browser parses it again and stops at the first thing that is not JSON.
        json.loads(state, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise MalformedFrame("an awareness state is not JSON") from error
    return Entry(client, clock, state)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
