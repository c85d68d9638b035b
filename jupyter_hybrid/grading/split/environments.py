"""Keeps fork servers and pairs ready, so that a check need not wait for any of it."""

import asyncio
import logging
import os
from collections import deque
from typing import Any

from jupyter_hybrid.domain.errors import HybridError, Unavailable
from jupyter_hybrid.grading.interpreters import Interpreter
from jupyter_hybrid.grading.options import EngineOptions
from jupyter_hybrid.grading.split.confining import LEVELS, Permissions, confinement
from jupyter_hybrid.grading.split.fork_server import ForkServer
from jupyter_hybrid.grading.split.fresh_server import FreshServer, can_fork
from jupyter_hybrid.grading.split.pair import Pair

log = logging.getLogger(__name__)

ALWAYS_LOADED = ("numpy", "pandas", "matplotlib.pyplot")
"""Loaded wherever they are installed: most courses use them, and they take a second."""
N_PAIRS_MOST = 1000
"""After so many pairs a fork server is replaced: whatever it may have gathered is gone."""
N_ENVIRONMENTS_MOST = 4


class Environment:
    """One Python with its modules loaded, and pairs that wait for a task.

    Parameters
    ----------
    imports
        Modules that it loads beside `ALWAYS_LOADED`.
    options
        What the operator chooses.
    """

    def __init__(
        self, interpreter: Interpreter, *, imports: frozenset[str], options: EngineOptions
    ) -> None:
        self._interpreter = interpreter
        self._options = options
        self._can_fork = can_fork() and not options.is_fresh
        self._server: ForkServer | FreshServer | None = None
        self._starting = asyncio.Lock()
        self._ready: dict[Permissions, deque[Pair]] = {}
        self._wanted = Permissions()
        self._filling: asyncio.Task[None] | None = None
        self._retiring: set[asyncio.Task[None]] = set()
        self._is_ended = False
        self.imports = imports

    @property
    def about(self) -> dict[str, Any]:
        """What its Python said about itself; empty before it is started."""
        return dict(self._server.about) if self._server else {}

    @property
    def level(self) -> int:
        """The isolation that its pairs get; known once it is started."""
        return min(int(self.about.get("level", 0)), self._options.level)

    def serves(self, interpreter: Interpreter, imports: frozenset[str]) -> bool:
        """Return whether pairs of it have all that is wanted."""
        return interpreter.key == self._interpreter.key and imports <= self.imports

    async def start(self) -> ForkServer | FreshServer:
        """Return its fork server; one that died or has forked enough is replaced.

        Raises
        ------
        Unavailable
            If it does not start.
        """
        async with self._starting:
            self._check_open()
            server = self._server
            if server is not None and (not server.is_alive or server.n_forked >= N_PAIRS_MOST):
                self._retire_server()
            if self._server is None:
                always = ALWAYS_LOADED if self._can_fork else ()
                modules = (*always, *sorted(self.imports - {*always}))
                kind = ForkServer if self._can_fork else FreshServer
                server = kind(self._interpreter, imports=modules)
                try:
                    await server.start()
                    self._check_open()
                except BaseException:
                    await asyncio.to_thread(server.end)
                    raise
                self._server = server
                log.info("a grading environment is ready: Python %s", self.about.get("python"))
            return self._server

    def _check_open(self) -> None:
        if self._is_ended:
            raise Unavailable("the grading engine was stopped")

    async def take(self, permissions: Permissions) -> Pair:
        """Return a pair that nobody has used; it is the caller's to end.

        Raises
        ------
        Unavailable
            If none can be made.
        """
        self._wanted = permissions
        waiting = self._ready.get(permissions, deque())
        while waiting:
            pair = waiting.popleft()
            if pair.is_alive:
                return pair
            pair.end()
        return await self._fork(permissions)

    async def _fork(self, permissions: Permissions) -> Pair:
        server = await self.start()
        server.drain()
        level = self.level
        told = confinement(
            permissions,
            level=level,
            number=server.n_forked,
            is_root=hasattr(os, "getuid") and os.getuid() == 0,
            about=server.about,
            hidden=self._options.hidden,
        )
        return await server.fork(told, level=LEVELS[level])

    def refill(self) -> None:
        """Fork what is missing of the kind that was wanted last, in the background."""
        if self._filling is None or self._filling.done():
            self._filling = asyncio.create_task(self._fill())

    async def _fill(self) -> None:
        try:
            for permissions, pairs in self._ready.items():
                while permissions != self._wanted and pairs:
                    pairs.popleft().end()
            while len(self._ready.setdefault(self._wanted, deque())) < self._options.n_ready:
                wanted = self._wanted
                self._ready[wanted].append(await self._fork(wanted))
        except HybridError as error:
            log.warning("no process is ready for the next check: %s", error.message)
        except Exception:
            # Nobody waits for this task; the next check says what is wrong.
            log.exception("no process is ready for the next check")

    async def end(self) -> None:
        """End everything; idempotent."""
        self._is_ended = True
        if self._filling is not None:
            self._filling.cancel()
            await asyncio.gather(self._filling, return_exceptions=True)
        for retiring in self._retiring:
            retiring.cancel()
        await asyncio.gather(*self._retiring, return_exceptions=True)
        async with self._starting:
            server = self._without_server()
        if server is not None:
            await asyncio.to_thread(server.end)

    def _retire_server(self) -> None:
        """Do without the fork server; it ends when the pairs in use have."""
        server = self._without_server()
        if server is not None:
            retiring = asyncio.create_task(_end_when_idle(server))
            self._retiring.add(retiring)
            retiring.add_done_callback(self._retiring.discard)

    def _without_server(self) -> ForkServer | FreshServer | None:
        for pairs in self._ready.values():
            while pairs:
                pairs.popleft().end()
        server, self._server = self._server, None
        return server

    def retire(self) -> None:
        """End everything but what is in use, and that when it is done."""
        self._retire_server()


async def _end_when_idle(server: ForkServer | FreshServer) -> None:
    try:
        await server.idle()
    finally:
        await asyncio.to_thread(server.end)


class Environments:
    """The environments of all courses; the least recently used ones are ended.

    Parameters
    ----------
    options
        What the operator chooses.
    """

    def __init__(self, options: EngineOptions) -> None:
        self._options = options
        self._environments: list[Environment] = []
        self._retired: list[Environment] = []

    async def environment(
        self, interpreter: Interpreter, *, imports: frozenset[str] = frozenset()
    ) -> Environment:
        """Return the environment for a task, started.

        Raises
        ------
        Unavailable
            If it does not start.
        """
        wanted = imports - {*ALWAYS_LOADED}
        found = next((one for one in self._environments if one.serves(interpreter, wanted)), None)
        if found is None:
            found = Environment(interpreter, imports=wanted, options=self._options)
        else:
            self._environments.remove(found)
        self._environments.append(found)
        surplus = self._environments[:-N_ENVIRONMENTS_MOST]
        del self._environments[:-N_ENVIRONMENTS_MOST]
        for one in surplus:
            one.retire()
            self._retired.append(one)
        await found.start()
        return found

    async def end(self) -> None:
        """End them all; idempotent."""
        while ending := [*self._environments, *self._retired]:
            self._environments.clear()
            self._retired.clear()
            await asyncio.gather(*(one.end() for one in ending))
