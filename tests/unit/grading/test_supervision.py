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
    heard = asyncio.Event()

    supervision.end()
    pairs = [socket.socketpair() for _ in range(3)]
    waiting = {ours for ours, _ in pairs}

    def hear(ours):
        loop.remove_reader(ours)
        waiting.discard(ours)
        if not waiting:
            heard.set()

    for ours, theirs in pairs:
        loop.add_reader(ours, hear, ours)
        theirs.send(b"x")

    async with asyncio.timeout(2):
        await heard.wait()
    assert supervisors.recv(10) == b""
    for end in (supervisors, *(end for pair in pairs for end in pair)):
        end.close()
