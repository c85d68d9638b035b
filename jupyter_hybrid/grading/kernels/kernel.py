"""A fresh kernel that runs one source after the other, each with a deadline."""

import asyncio
import logging
import time
from collections.abc import Mapping

import zmq
import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient

from jupyter_hybrid.domain.errors import Unavailable
from jupyter_hybrid.grading.kernels.exchange import Exchange
from jupyter_hybrid.grading.kernels.process import KernelProcess
from jupyter_hybrid.grading.kernels.scratch import Scratch
from jupyter_hybrid.grading.limits import MIB, Limits
from jupyter_hybrid.grading.outcomes import Ending, Outcome

log = logging.getLogger(__name__)

POLL_S = 0.05
ASK_AGAIN_S = 0.1
RESPOND_WITHIN_S = 1.0
IDLE_GRACE_S = 2.0
"""How long after its reply a request's last output may come."""
DEATH_GRACE_S = 0.5
"""How long a process may take to end once it has closed its sockets."""
LONGEST_MESSAGE = 16 * MIB
"""Larger messages are dropped by the socket, before they are in the server's memory."""


class Kernel:
    """A kernel in a scratch folder of its own.

    Parameters
    ----------
    kernel_name
        The kernelspec.

    Raises
    ------
    Unavailable
        If there is no such kernelspec.
    """

    def __init__(self, kernel_name: str, *, limits: Limits) -> None:
        self.kernel_name = kernel_name
        self.folder = "."
        self._limits = limits
        self._scratch = Scratch()
        try:
            self._process = KernelProcess(
                kernel_name=kernel_name, scratch=self._scratch, limits=limits
            )
        except Unavailable:
            self._scratch.remove()
            raise
        self._context = zmq.asyncio.Context()
        self._context.setsockopt(zmq.MAXMSGSIZE, LONGEST_MESSAGE)
        self._process.manager.context = self._context
        self._client: AsyncKernelClient | None = None
        self._monitors: list[zmq.asyncio.Socket] = []
        self._poller = zmq.asyncio.Poller()
        self._ending: asyncio.Task[None] | None = None
        self._sockets_in_use = asyncio.Lock()

    @property
    def rlimits(self) -> dict[str, int]:
        """The resource limits that its process was started with."""
        return self._limits.rlimits()

    @property
    def is_alive(self) -> bool:
        """Whether it runs and nobody has ended it."""
        return self._ending is None and self._process.status() is None

    @property
    def exit_status(self) -> int:
        """Exit status of a kernel that ended; 128 and more means a signal; 0 while it runs."""
        return self._process.status() or 0

    async def start(self, *, files: Mapping[str, bytes], folder: str = ".") -> None:
        """Start it in `folder` of `files` and wait until it answers.

        Raises
        ------
        Unavailable
            If it cannot be started or does not answer in time.
        Invalid
            If a file would lie outside of the scratch folder.
        """
        self.folder = folder
        place = self._scratch.fill(files, folder=folder)
        async with self._sockets_in_use:
            await self._process.start(folder=place)
            client = self._connect()
        deadline = time.monotonic() + self._limits.start_timeout_s
        while not await self._answers(client):
            if not self.is_alive or time.monotonic() > deadline:
                raise Unavailable(f"the kernel {self.kernel_name!r} does not start")

    def _connect(self) -> AsyncKernelClient:
        client = self._process.manager.client(context=self._context)
        client.start_channels(stdin=False, hb=False, control=False)
        for channel in (client.shell_channel, client.iopub_channel):
            self._poller.register(channel.socket, zmq.POLLIN)
            monitor = channel.socket.get_monitor_socket(zmq.EVENT_DISCONNECTED)
            self._poller.register(monitor, zmq.POLLIN)
            self._monitors.append(monitor)
        self._client = client
        return client

    async def _answers(self, client: AsyncKernelClient) -> bool:
        """Return whether both channels work: the one for output is connected later."""
        exchange = Exchange(client.kernel_info(), max_bytes=LONGEST_MESSAGE)
        return await self._listen(exchange, until=time.monotonic() + ASK_AGAIN_S) is Ending.DONE

    async def responds(self) -> bool:
        """Return whether it answers; one that has just been killed may still look alive."""
        until = time.monotonic() + RESPOND_WITHIN_S
        while self._client is not None and self.is_alive and time.monotonic() < until:
            if await self._answers(self._client):
                return True
        return False

    def fill(self, files: Mapping[str, bytes], *, limits: Limits) -> None:
        """Put data files into a kernel that runs.

        Parameters
        ----------
        limits
            From now on; those of its process must be the same, for they stay as they are.

        Raises
        ------
        Invalid
            If a file would lie outside of the scratch folder.
        """
        self._limits = limits
        self._scratch.fill(files, folder=self.folder)

    async def execute(self, source: str, *, deadline: float) -> Outcome:
        """Run `source` and return what it gave; whatever it does, this returns.

        Parameters
        ----------
        deadline
            On the monotonic clock. Code that is still running is interrupted, and the kernel is
            ended if that does not help.
        """
        if self._client is None or not self.is_alive:
            return Outcome(Ending.DIED)
        request = self._client.execute(
            source.encode("utf-8", "replace").decode(),  # half a surrogate pair cannot be sent
            # In the history an answer could read the tests; and one that ends with a semicolon
            # would keep the shell from showing what a test cell gives.
            store_history=False,
            allow_stdin=False,
            stop_on_error=False,
        )
        exchange = Exchange(request, max_bytes=self._limits.output_bytes)
        ending = await self._listen(exchange, until=deadline)
        if ending in {Ending.TIMED_OUT, Ending.FLOODED}:
            await self._interrupt(exchange)
        if exchange.asks_to_exit:  # it would end by itself in a moment, at some later cell
            ending = Ending.DIED
            await self.end()
        return exchange.outcome(ending)

    async def _interrupt(self, exchange: Exchange) -> None:
        """Interrupt a request; a kernel that cannot be listened to afterwards is ended."""
        if not exchange.is_cut and self.is_alive:
            await self._process.manager.interrupt_kernel()
            until = time.monotonic() + self._limits.interrupt_s
            await self._listen(exchange, until=until, is_stopping=True)
        if exchange.is_cut or not exchange.is_complete:
            await self.end()

    async def _listen(
        self, exchange: Exchange, *, until: float, is_stopping: bool = False
    ) -> Ending:
        """Receive messages until the request is answered or cannot be."""
        while not exchange.is_complete:
            if exchange.has_overflowed and not is_stopping:
                return Ending.FLOODED
            now = time.monotonic()
            if now >= until:
                # A reply whose output never came had more of it than the socket lets pass.
                return Ending.FLOODED if exchange.has_reply else Ending.TIMED_OUT
            had_reply = exchange.has_reply
            has_heard = await self._receive(exchange, timeout_s=min(until - now, POLL_S))
            if not has_heard and not self.is_alive:
                return Ending.DIED
            if exchange.has_reply and not had_reply:
                until = time.monotonic() + IDLE_GRACE_S
        return Ending.DONE

    async def _receive(self, exchange: Exchange, *, timeout_s: float) -> bool:
        """Return whether there was anything to receive within `timeout_s`."""
        async with self._sockets_in_use:
            client = self._client
            if client is None or self._ending is not None:
                return False
            ready = dict(await self._poller.poll(timeout_s * 1000))
            for socket in ready:
                frames = await socket.recv_multipart()
                if socket in self._monitors:
                    await self._explain_disconnection(exchange)
                    continue
                if socket is client.iopub_channel.socket:
                    exchange.count(sum(map(len, frames)))
                self._hear(client, exchange, frames)
            return bool(ready)

    async def _explain_disconnection(self, exchange: Exchange) -> None:
        """Tell a message that was too large from a kernel that is ending."""
        if not await self._process.ends_within(DEATH_GRACE_S):
            exchange.is_cut = True

    def _hear(self, client: AsyncKernelClient, exchange: Exchange, frames: list[bytes]) -> None:
        try:
            _, parts = client.session.feed_identities(frames)
            exchange.hear(client.session.deserialize(parts))
        except Exception:
            # Code in the kernel knows the key and can send whatever it likes.
            log.debug("a message of a kernel cannot be read", exc_info=True)

    async def end(self) -> None:
        """Kill it with everything it started and remove its folder; idempotent.

        It is carried through even if the caller is cancelled meanwhile.
        """
        if self._ending is None:
            self._ending = asyncio.create_task(self._end())
        await asyncio.shield(self._ending)

    async def _end(self) -> None:
        async with self._sockets_in_use:  # a socket that closes cancels who listens to it
            try:
                await self._process.end()
            finally:
                if self._client is not None:
                    self._client.stop_channels()
                self._context.destroy(linger=0)
