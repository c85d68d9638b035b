"""Waiting for one's turn on the event loop."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from jupyter_hybrid.services.queue import FairQueue


class Turns:
    """Lets coroutines go on one after the other, as a fair queue says.

    Parameters
    ----------
    n_workers
        How many may be in their turn at the same time.
    """

    def __init__(self, *, n_workers: int) -> None:
        self._queue = FairQueue(n_workers=n_workers)
        self._calls: dict[str, asyncio.Future[None]] = {}

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._queue)

    def position(self, attempt: str) -> int | None:
        """Return the place of an attempt, 1 for the next one; None if it does not wait here."""
        return self._queue.position(attempt)

    def positions(self) -> Mapping[str, int]:
        """Return the place of each attempt that waits."""
        return self._queue.positions()

    @asynccontextmanager
    async def turn(self, attempt: str, *, person: str, is_alone: bool) -> AsyncIterator[None]:
        """Wait for the turn of an attempt, and keep it until the block ends.

        It waits from the first step on: what is begun first stands first.
        """
        call = asyncio.get_running_loop().create_future()
        self._calls[attempt] = call
        self._queue.add(attempt, person=person, is_alone=is_alone)
        self._call()
        try:
            await call
            yield
        finally:
            self._queue.leave(attempt)
            self._calls.pop(attempt, None)
            self._call()

    def _call(self) -> None:
        while (attempt := self._queue.take()) is not None:
            call = self._calls[attempt]
            if not call.done():
                call.set_result(None)
