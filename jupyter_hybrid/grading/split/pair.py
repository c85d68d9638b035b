"""Two processes that grade one notebook once: the learner's and the tester's."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from jupyter_hybrid.grading.outcomes import LONGEST_TEXT, MUCH_TEXT, Ending, Outcome, Raised
from jupyter_hybrid.grading.split.link import LinkClosed
from jupyter_hybrid.grading.worker.frames import Frame

_BEGIN_WITHIN_S = 20.0
_GRACE_S = 0.5
"""How long after its deadline the tester may take to say that it is over."""
_INTERRUPTED = "KeyboardInterrupt"


class Speaker(Protocol):
    """The engine's end of a control channel; `Link` and what stands in for it without sockets."""

    async def ask(self, request: Mapping[str, object]) -> Frame:
        """Send a request and return the reply to it; raise `LinkClosed` if there is none."""
        ...

    def close(self) -> None:
        """Let go of it; idempotent."""
        ...


class Supervisor(Protocol):
    """Whoever watches over a pair; `Supervision` and what stands in for it without fork."""

    is_over: asyncio.Event
    killed: str | None

    @property
    def status(self) -> int:
        """Exit status of the learner's process; 128 and more means a signal; 0 while it runs."""
        ...

    def watch(self, *, memory_bytes: int, scratch_bytes: int) -> None:
        """Have the pair killed when it uses more than this."""
        ...

    def interrupt(self, who: str) -> None:
        """Interrupt what one of the two runs."""
        ...

    def end(self) -> None:
        """Have everything killed; idempotent."""
        ...


@dataclass(frozen=True, slots=True)
class Start:
    """What both processes are told before anything runs.

    Parameters
    ----------
    learner, tester
        Their first requests.
    memory_bytes, scratch_bytes
        What the whole pair may use.
    interrupt_s
        Seconds that interrupted code gets to stop.
    """

    learner: Mapping[str, object]
    tester: Mapping[str, object]
    memory_bytes: int
    scratch_bytes: int
    interrupt_s: float


class Pair:
    """A pair that is locked down and waits for its only task.

    Parameters
    ----------
    level
        How it is kept apart, for example ``A2``.
    """

    def __init__(
        self, *, learner: Speaker, tester: Speaker, supervisor: Supervisor, level: str
    ) -> None:
        self._learner = learner
        self._tester = tester
        self._supervisor = supervisor
        self._interrupt_s = 1.0
        self._has_ended = False
        self.level = level

    @property
    def is_alive(self) -> bool:
        """Whether both processes run and nobody has ended them."""
        return not self._has_ended and not self._supervisor.is_over.is_set()

    @property
    def exit_status(self) -> int:
        """Exit status of the learner's process; 128 and more means a signal."""
        return self._supervisor.status

    @property
    def killed(self) -> str | None:
        """Why it was killed for using too much, in words; None if it was not."""
        return self._supervisor.killed

    async def begin(self, start: Start) -> None:
        """Put files in place and set limits.

        Raises
        ------
        LinkClosed
            If one of them is gone, or refuses.
        """
        self._interrupt_s = start.interrupt_s
        self._supervisor.watch(memory_bytes=start.memory_bytes, scratch_bytes=start.scratch_bytes)
        try:
            async with asyncio.timeout(_BEGIN_WITHIN_S):
                first = await self._learner.ask(start.learner)
                second = await self._tester.ask(start.tester)
        except TimeoutError as error:
            raise LinkClosed("the pair does not begin") from error
        for reply in (first, second):
            if reply.get("ok") is not True:
                raise LinkClosed(f"the pair does not begin: {_text(reply.get('error'))}")

    async def execute(self, source: str, *, cell: str, deadline: float) -> tuple[Outcome, Frame]:
        """Run `source` in the learner's process and return what it gave, and the whole reply.

        Parameters
        ----------
        deadline
            On the monotonic clock. Code that still runs is interrupted, and the pair is ended if
            that does not help.
        """
        request = {"op": "run", "cell": cell, "source": _sendable(source)}
        reply, is_late = await self._ask(self._learner, request, who="learner", deadline=deadline)
        if reply is None:
            ending = Ending.TIMED_OUT if is_late and self.killed is None else Ending.DIED
            await self._die(is_late=is_late)
            return Outcome(ending), {}
        raised = _raised(reply.get("error"))
        if is_late:
            return Outcome(Ending.TIMED_OUT), reply
        if reply.get("is_flooded") is True:
            return Outcome(Ending.FLOODED), reply
        if reply.get("asks_to_exit") is True:
            self.end()
            return Outcome(Ending.DIED), reply
        is_cut = reply.get("is_truncated") is True
        return Outcome(Ending.DONE, raised=raised, is_cut=is_cut), reply

    async def find(self, step: Mapping[str, object], *, deadline: float) -> Frame:
        """Return the tester's result of one step."""
        left = max(0.05, deadline - time.monotonic())
        request = {"op": "step", "step": step, "timeout_s": left}
        until = deadline + _GRACE_S
        reply, is_late = await self._ask(self._tester, request, who="tester", deadline=until)
        if reply is None:
            await self._die(is_late=is_late)
            return {"status": "timed_out" if is_late and self.killed is None else "lost"}
        if reply.get("status") == "timed_out":
            await self._free_learner()
        return {"status": "timed_out"} if is_late else reply

    async def test_inside(
        self,
        steps: Sequence[Mapping[str, object]],
        *,
        mode: str,
        cell: str,
        names: Mapping[str, object],
        deadline: float,
    ) -> Frame:
        """Return the results of steps that run in (a copy of) the learner's process.

        Parameters
        ----------
        names
            ``modules``: the author's names of modules; ``own``: built-in names of the answers'.
        """
        request = {"op": "test", "mode": mode, "cell": cell, "steps": steps, **names}
        reply, is_late = await self._ask(self._learner, request, who="learner", deadline=deadline)
        if reply is None:
            await self._die(is_late=is_late)
            return {"is_late": is_late}
        return _in_time(reply) if is_late else reply

    async def _free_learner(self) -> None:
        """Interrupt what the learner's code does for a test that nobody waits for any more."""
        self._supervisor.interrupt("learner")
        until = time.monotonic() + self._interrupt_s
        reply, _ = await self._ask(
            self._learner, {"op": "run", "cell": "", "source": ""}, who="learner", deadline=until
        )
        if reply is None:
            await self._die(is_late=True)

    async def _ask(
        self, link: Speaker, request: Mapping[str, object], *, who: str, deadline: float
    ) -> tuple[Frame | None, bool]:
        """Return the reply, or None, and whether it came only after an interruption."""
        if not self.is_alive:
            return None, False
        asking = asyncio.ensure_future(link.ask(request))
        over = asyncio.ensure_future(self._supervisor.is_over.wait())
        try:
            left = max(0.0, deadline - time.monotonic())
            await asyncio.wait([asking, over], timeout=left, return_when=asyncio.FIRST_COMPLETED)
            is_late = not asking.done() and not over.done()
            if is_late:
                self._supervisor.interrupt(who)
                await asyncio.wait(
                    [asking, over],
                    timeout=self._interrupt_s,
                    return_when=asyncio.FIRST_COMPLETED,
                )
            if not asking.done():
                await asyncio.wait([asking], timeout=0.02)  # its last words may be on the way
            return (asking.result() if asking.done() else None), is_late
        except LinkClosed:
            return None, False
        finally:
            asking.cancel()
            over.cancel()

    async def _die(self, *, is_late: bool) -> None:
        """End what is left of a pair that did not answer; its supervisor may know why it ended."""
        if not is_late and not self._has_ended:
            try:
                async with asyncio.timeout(_GRACE_S):
                    await self._supervisor.is_over.wait()
            except TimeoutError:
                pass
        self.end()

    async def ended(self) -> None:
        """Return once it has ended, however."""
        await self._supervisor.is_over.wait()

    def end(self) -> None:
        """Have both killed with everything they started; idempotent."""
        if self._has_ended:
            return
        self._has_ended = True
        self._learner.close()
        self._tester.close()
        self._supervisor.end()


def _raised(error: object) -> Raised | None:
    if not isinstance(error, dict):
        return None
    return Raised(
        _text(error.get("name"))[:LONGEST_TEXT],
        _text(error.get("text"))[:MUCH_TEXT],
        at=_text(error.get("at"))[:LONGEST_TEXT],
    )


def _text(value: object) -> str:
    return _sendable(value) if isinstance(value, str) else ""


def _sendable(source: str) -> str:
    """Return `source` without halves of surrogate pairs, which are no text."""
    return source.encode("utf-8", "replace").decode()


def _in_time(reply: Frame) -> Frame:
    """Return a reply that an interruption brought about, without what came after it."""
    found = reply.get("results")
    results = found if isinstance(found, list) else []
    late = (n for n, one in enumerate(results) if _has_timed_out(one))
    return {**reply, "results": results[: next(late, 0)], "is_late": True}


def _has_timed_out(result: object) -> bool:
    return isinstance(result, dict) and result.get("status") == "timed_out"


def results_of(reply: Mapping[str, Any], n_steps: int) -> list[Frame]:
    """Return the results of `n_steps` steps that ran inside; what is missing was lost."""
    found = reply.get("results")
    results = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    status = "timed_out" if reply.get("is_late") else "lost"
    return [*results[:n_steps], *({"status": status} for _ in range(n_steps - len(results)))]
