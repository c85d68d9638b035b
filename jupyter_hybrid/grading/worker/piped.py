"""Two channels over one pair of pipes, for systems that hand no sockets to a new process."""

import threading
from collections import deque
from typing import BinaryIO

from jupyter_hybrid.grading.worker.frames import (
    ChannelClosed,
    Frame,
    decode_body,
    decode_length,
    encode_frame,
)

_HEAD = 4


class Multiplexer:
    """Sorts incoming frames by the channel they name; a thread reads, any thread may wait."""

    def __init__(self, incoming: BinaryIO, outgoing: BinaryIO) -> None:
        self._incoming = incoming
        self._outgoing = outgoing
        self._waiting: dict[str, deque[Frame]] = {}
        self._is_closed = False
        self._changed = threading.Condition()
        self._sending = threading.Lock()
        threading.Thread(target=self._read_all, name="frames", daemon=True).start()

    def channel(self, name: str) -> "PipedChannel":
        """Return the channel that is called `name`; frames for it are kept from here on."""
        with self._changed:
            self._waiting.setdefault(name, deque())
        return PipedChannel(name, self)

    def send(self, name: str, frame: Frame) -> None:
        """Send `frame` as one of channel `name`; raise `ChannelClosed` if nobody reads."""
        data = encode_frame({"channel": name, "frame": frame})
        try:
            with self._sending:
                self._outgoing.write(data)
                self._outgoing.flush()
        except (OSError, ValueError) as error:
            raise ChannelClosed(str(error)) from error

    def receive(self, name: str, timeout_s: float | None) -> Frame:
        """Return the next frame of channel `name`."""
        with self._changed:
            is_in_time = self._changed.wait_for(
                lambda: self._waiting[name] or self._is_closed, timeout_s
            )
            if self._waiting[name]:
                return self._waiting[name].popleft()
        if is_in_time:
            raise ChannelClosed("the other end is closed")
        raise TimeoutError("no frame yet")

    def wait_for_any(self, channels: list["PipedChannel"]) -> list["PipedChannel"]:
        """Return those of `channels` that have something to read, waiting for the first of them."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._is_closed or any(self._waiting[each.name] for each in channels)
            )
            return [each for each in channels if self._waiting[each.name] or self._is_closed]

    def _read_all(self) -> None:
        try:
            while True:
                self._deliver(decode_body(self._exactly(decode_length(self._exactly(_HEAD)))))
        except (OSError, ValueError, LookupError, TypeError):
            pass
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def _deliver(self, message: Frame) -> None:
        with self._changed:
            self._waiting.setdefault(message["channel"], deque()).append(dict(message["frame"]))
            self._changed.notify_all()

    def _exactly(self, size: int) -> bytes:
        data = self._incoming.read(size)
        if len(data) < size:
            raise ChannelClosed("the other end is closed")
        return data


class PipedChannel:
    """One of the channels of a `Multiplexer`, with the manners of a `Channel`."""

    def __init__(self, name: str, lines: Multiplexer) -> None:
        self.name = name
        self._lines = lines

    def send(self, message: Frame) -> None:
        """Send one frame; raise `ChannelClosed` if the other end is gone."""
        self._lines.send(self.name, message)

    def receive(self, timeout_s: float | None = None) -> Frame:
        """Return the next frame; raise `ChannelClosed` or ``TimeoutError``."""
        return self._lines.receive(self.name, timeout_s)

    def close(self) -> None:
        """Do nothing: the pipes close with the process."""
