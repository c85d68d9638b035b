"""The engine's line to a supervisor."""

import asyncio
import socket

import pytest

from jupyter_hybrid.grading.split.supervision import Supervision


@pytest.mark.asyncio
async def test_a_socket_that_gets_the_number_of_an_ended_line_is_still_heard():
    loop = asyncio.get_running_loop()
    line, supervisors = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    supervision = Supervision(line)
    await asyncio.sleep(0)  # it listens

    supervision.end()
    pairs = [socket.socketpair() for _ in range(3)]
    heard = [asyncio.ensure_future(_first(loop, ours)) for ours, _ in pairs]
    for _, theirs in pairs:
        theirs.send(b"x")

    async with asyncio.timeout(2):
        assert await asyncio.gather(*heard) == [b"x"] * 3
    assert supervisors.recv(10) == b""
    for each in (*pairs, (supervisors,)):
        for end in each:
            end.close()


async def _first(loop: asyncio.AbstractEventLoop, ours: socket.socket) -> bytes:
    reader, writer = await asyncio.open_unix_connection(sock=ours)
    try:
        return await reader.read(1)
    finally:
        writer.close()
