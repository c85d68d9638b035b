"""Messages between the grading engine and its worker processes: length, then a JSON object."""

import json
import select
import socket
import struct
import time
from typing import Any, Protocol

MAX_FRAME = 32 * 1024 * 1024
CHUNK = 1024 * 1024
_LENGTH = struct.Struct(">I")

Frame = dict[str, Any]


class ChannelClosed(ConnectionError):  # noqa: N818  reads better than ChannelClosedError
    """The other end is gone, or sent something that is no frame: nothing more can be read."""


def encode_frame(message: Frame) -> bytes:
    """Return `message` as it travels: four bytes of length (big-endian), then ASCII JSON.

    Raises
    ------
    ValueError
        It is no JSON (NaN, a cycle, an object) or longer than `MAX_FRAME`.
    """
    try:
        body = json.dumps(message, allow_nan=False, separators=(",", ":")).encode("ascii")
    except (TypeError, RecursionError) as error:
        raise ValueError(f"no JSON: {error}") from error
    if len(body) > MAX_FRAME:
        raise ValueError(f"a frame of {len(body)} bytes is too long")
    return _LENGTH.pack(len(body)) + body


def decode_length(head: bytes) -> int:
    """Return how many bytes follow the four bytes of `head`; raise `ChannelClosed` if too many."""
    length: int = _LENGTH.unpack(head)[0]
    if length > MAX_FRAME:
        raise ChannelClosed(f"a frame of {length} bytes is too long")
    return length


def decode_body(body: bytes) -> Frame:
    """Return the object that `body` spells; raise `ChannelClosed` for anything else."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ChannelClosed("garbage") from error
    if not isinstance(message, dict):
        raise ChannelClosed("garbage: no object")
    return message


class Line(Protocol):
    """What both kinds of channel do."""

    def send(self, message: Frame) -> None:
        """Send one frame."""

    def receive(self, timeout_s: float | None = None) -> Frame:
        """Return the next frame."""

    def close(self) -> None:
        """Say goodbye."""


class Channel:
    """Frames over a connected stream socket; one thread at a time.

    A time-out in the middle of a frame loses nothing: the next `receive` goes on where it stopped.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._head = bytearray()
        self._body = bytearray()

    def fileno(self) -> int:
        """Return the descriptor to wait on; nothing is ever read ahead of a frame's end."""
        return self._socket.fileno()

    def send(self, message: Frame) -> None:
        """Send one frame, waiting for as long as the other end does not read.

        Raises
        ------
        ChannelClosed
            The other end is gone.
        ValueError
            `message` cannot be a frame; nothing was sent.
        """
        frame = encode_frame(message)
        try:
            self._socket.settimeout(None)
            self._socket.sendall(frame)
        except OSError as error:
            raise ChannelClosed(str(error)) from error

    def receive(self, timeout_s: float | None = None) -> Frame:
        """Return the next frame, waiting `timeout_s` seconds at most (`None`: for ever).

        Raises
        ------
        ChannelClosed
            The other end is gone or sent garbage.
        TimeoutError
            The frame is not complete yet.
        """
        until = None if timeout_s is None else time.monotonic() + timeout_s
        self._fill(self._head, size=_LENGTH.size, until=until)
        self._fill(self._body, size=decode_length(bytes(self._head)), until=until)
        body = bytes(self._body)
        self._head.clear()
        self._body.clear()
        return decode_body(body)

    def close(self) -> None:
        """Close this end; the other end reads `ChannelClosed`."""
        self._socket.close()

    def _fill(self, part: bytearray, *, size: int, until: float | None) -> None:
        while len(part) < size:
            part += self._read(min(size - len(part), CHUNK), until=until)

    def _read(self, size: int, *, until: float | None) -> bytes:
        try:
            # Zero would mean "never wait" and then raise BlockingIOError instead of TimeoutError.
            remaining = None if until is None else max(until - time.monotonic(), 1e-6)
            self._socket.settimeout(remaining)
            data = self._socket.recv(size)
        except TimeoutError:
            raise
        except OSError as error:
            raise ChannelClosed(str(error)) from error
        if not data:
            raise ChannelClosed("the other end is closed")
        return data


def wait_for_any(channels: list[Channel]) -> list[Channel]:
    """Return those of `channels` that have something to read, waiting for the first of them."""
    return select.select(channels, [], [])[0]
