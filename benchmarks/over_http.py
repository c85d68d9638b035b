"""Checks through a real Jupyter server: one learner, thirty, all at once, and after a rest."""

import asyncio
import tempfile
import time
from pathlib import Path

from benchmarks.findings import EVERY_S, Round
from benchmarks.measuring import progress
from benchmarks.server import Server, steadily

_PEOPLE = tuple(f"learner{number:02d}" for number in range(30))
_REST_S = 8.0
_WARM_WITHIN_S = 60.0


def over_http(*, rounds: int, n_bursts: int, n_rests: int) -> Round:
    """Return what checks take through a server of its own.

    Parameters
    ----------
    rounds
        How often each learner checks.
    """
    return asyncio.run(_measure(rounds=rounds, n_bursts=n_bursts, n_rests=n_rests))


async def _measure(*, rounds: int, n_bursts: int, n_rests: int) -> Round:
    found = Round()
    with tempfile.TemporaryDirectory(prefix="bench-http-", ignore_cleanup_errors=True) as made:
        home = Path(made)
        server = Server(home)
        try:
            progress("HTTP: starting a server")
            await server.start()
            for step in ("open", "hidden"):
                await server.enrol(_PEOPLE, step=step)
            await _all(server, found, rounds=rounds, n_bursts=n_bursts, n_rests=n_rests)
        finally:
            server.stop()
    return found


async def _all(server: Server, found: Round, *, rounds: int, n_bursts: int, n_rests: int) -> None:
    await _warmed(server)
    found.first = await server.check("learner00", step="open", mark="first")
    await server.check("learner00", step="hidden", mark="first")
    await asyncio.sleep(1)
    for n, step in ((1, "open"), (1, "hidden"), (10, "open"), (30, "open"), (30, "hidden")):
        progress(f"HTTP: {n} learners, step {step}")
        found.steady[n, step] = await _steady(server, n=n, step=step, rounds=rounds)
    for number in range(n_bursts):
        progress("HTTP: all thirty at once")
        await asyncio.sleep(1)
        found.bursts.append(await _burst(server, number))
    for number in range(n_rests):
        progress("HTTP: after a rest")
        await asyncio.sleep(_REST_S)
        found.rested.append(await server.check("learner00", step="open", mark=f"rested {number}"))
    for _ in range(20):
        found.known.append(await server.check("learner01", step="open", mark="rested 0"))
    await asyncio.sleep(1)
    found.idle_mib = server.idle_environment_mib()


async def _warmed(server: Server) -> None:
    """Wait until what the server started does not grow any more: it has loaded everything."""
    until, before = time.monotonic() + _WARM_WITHIN_S, 0.0
    while time.monotonic() < until:
        await asyncio.sleep(1.5)
        size = server.idle_environment_mib()
        if size > 50 and abs(size - before) < 1:
            return
        before = size


async def _steady(server: Server, *, n: int, step: str, rounds: int) -> list[float]:
    # One learner need not wait for others: the same number of checks in less time.
    every_s, turns = (0.5, 4 * rounds) if n == 1 else (EVERY_S, rounds)

    async def check(number: int, turn: int) -> float:
        return await server.check(_PEOPLE[number], step=step, mark=f"{n} {number} {turn}")

    return await steadily(check, n=n, every_s=every_s, rounds=turns)


async def _burst(server: Server, number: int) -> float:
    began = time.perf_counter()
    await asyncio.gather(
        *(server.check(person, step="open", mark=f"burst {number} {person}") for person in _PEOPLE)
    )
    return 1000 * (time.perf_counter() - began)
