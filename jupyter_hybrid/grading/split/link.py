"""The engine's end of a channel to a worker process; what comes through it is not believed."""

import asyncio
import socket
from collections.abc import Mapping

from jupyter_hybrid.grading.worker.frames import (
    MAX_FRAME,
    ChannelClosed,
    Frame,
    decode_body,
    decode_length,
    encode_frame,
)

_HEAD = 4


class LinkClosed(Exception):  # noqa: N818  it says what is, not what went wrong
    """The process is gone, or says what no worker says."""


class Link:
    """Requests and replies over a stream socket.

    Parameters
    ----------
    reader, writer
        As asyncio gives them.
    longest
        Bytes of one reply; whoever sends more is taken for hostile.
    """

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        longest: int = MAX_FRAME,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._longest = longest
        self._n_requests = 0

    @classmethod
    async def over(cls, connected: socket.socket, *, longest: int = MAX_FRAME) -> "Link":
        """Return a link over a connected stream socket, which is its own from now on."""
        reader, writer = await asyncio.open_unix_connection(sock=connected)
        return cls(reader, writer, longest=longest)

    async def ask(self, request: Mapping[str, object]) -> Frame:
        """Send a request and return the reply to it.

        Raises
        ------
        LinkClosed
            If the process is gone or answers with anything else.
        """
        number = self.send(request)
        reply = await self.receive()
        if reply.get("id") != number:
            raise LinkClosed("the reply is to another request")
        return reply

    def send(self, request: Mapping[str, object]) -> int:
        """Send a request and return its number; a process that is gone is noticed later."""
        self._n_requests += 1
        self._writer.write(encode_frame({**request, "id": self._n_requests}))
        return self._n_requests

    async def receive(self) -> Frame:
        """Return the next frame.

        Raises
        ------
        LinkClosed
            If there is none, or it is no frame.
        """
        try:
            length = decode_length(await self._reader.readexactly(_HEAD))
            if length > self._longest:
                raise LinkClosed("a frame is too long")
            return decode_body(await self._reader.readexactly(length))
        except ChannelClosed as error:
            raise LinkClosed(str(error)) from error
        except (EOFError, OSError) as error:
            raise LinkClosed("the process is gone") from error

    def close(self) -> None:
        """Let go of it; idempotent."""
        self._writer.close()
