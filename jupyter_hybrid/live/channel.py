"""What a room needs of a connection."""

from typing import Protocol


class Channel(Protocol):
    """The way to one client; frames arrive whole and in order or not at all."""

    @property
    def n_buffered(self) -> int:
        """Bytes that were sent and are not on the wire yet."""
        ...

    def send(self, frame: bytes) -> None:
        """Queue one binary frame; never blocks, never raises, does nothing once closed."""
        ...

    def close(self, code: int, reason: str) -> None:
        """Close with a WebSocket close code and a short reason; idempotent."""
        ...
