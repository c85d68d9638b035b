"""Takes stored attempts to the grader and back; the bridge between synchronous use cases and it."""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Mapping

from jupyter_hybrid.domain.attempts import Attempt, AttemptState
from jupyter_hybrid.domain.errors import HybridError, Unavailable
from jupyter_hybrid.domain.exercises import Grade
from jupyter_hybrid.services.exercises import ExerciseService
from jupyter_hybrid.services.ports import Grader
from jupyter_hybrid.services.turns import Turns

log = logging.getLogger(__name__)

Prepare = Callable[[Attempt], Awaitable[Grade | None]]
"""Called before an attempt is graded; a grade that it returns is taken, and nothing is run."""


class AttemptRunner:
    """Grades attempts, each once, also after a crash; people take turns.

    Parameters
    ----------
    n_workers
        How many attempts are graded at the same time; by default one per processor.
    rescan_s
        Seconds between looks for attempts that a server dropped.
    hold_s
        Seconds between renewals of the lease on what is being graded.
    poll_s
        Seconds between looks whether another server is done with an attempt.
    """

    def __init__(
        self,
        *,
        exercises: ExerciseService,
        grader: Grader,
        n_workers: int | None = None,
        rescan_s: float = 10.0,
        hold_s: float = 3.0,
        poll_s: float = 0.5,
    ) -> None:
        self._exercises = exercises
        self._grader = grader
        self._turns = Turns(n_workers=n_workers or os.cpu_count() or 1)
        self._rescan_s = rescan_s
        self._hold_s = hold_s
        self._poll_s = poll_s
        self._running: dict[str, asyncio.Task[None]] = {}
        self._rescan: asyncio.Task[None] | None = None
        self._is_stopped = False
        self._prepare: Prepare | None = None

    def prepare_with(self, prepare: Prepare) -> None:
        """Have each attempt prepared before it is graded."""
        self._prepare = prepare

    @property
    def n_waiting(self) -> int:
        """How many attempts wait here for a worker."""
        return len(self._turns)

    def position(self, attempt_id: str) -> int | None:
        """Return the place of an attempt in the queue, 1 for the next; None if it is not in it."""
        return self._turns.position(attempt_id)

    def positions(self) -> Mapping[str, int]:
        """Return the place of each attempt that is in the queue."""
        return self._turns.positions()

    async def start(self) -> None:
        """Grade what was left over, and keep looking for what others leave."""
        self._rescan = asyncio.create_task(self._rescan_forever())

    async def stop(self) -> None:
        """Stop; what is under way goes back into the queue."""
        self._is_stopped = True
        if self._rescan is not None:
            self._rescan.cancel()
        tasks = [*self._running.values(), *filter(None, [self._rescan])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._grader.close()

    async def graded(self, attempt_id: str) -> Attempt:
        """Return an attempt once it has its result.

        Cancelling the wait does not cancel the grading: the learner may come back for it.

        Raises
        ------
        Unavailable
            If the engine could not grade it this time, or is being stopped; the attempt stays in
            the queue.
        """
        task = self._running.get(attempt_id)
        if task is None:
            stored = await asyncio.to_thread(self._exercises.stored, attempt_id)
            if stored.state is not AttemptState.QUEUED:
                return stored
            task = self._task(stored)
        await asyncio.wait([task])
        if not self._is_stopped:
            if not task.cancelled():
                task.result()
            attempt = await asyncio.to_thread(self._exercises.stored, attempt_id)
            if attempt.state is not AttemptState.QUEUED:
                return attempt
        raise Unavailable(
            "your answers are kept; they cannot be checked now and will be as soon as possible"
        )

    def cancel(self, attempt_id: str) -> None:
        """Stop what is done for an attempt that was taken back; whoever waits for it gets it."""
        task = self._running.get(attempt_id)
        if task is not None:
            task.cancel()

    def _task(self, attempt: Attempt) -> "asyncio.Task[None]":
        """Return the task that grades an attempt; begun anew, it takes its place at once."""
        task = self._running.get(attempt.id)
        if task is None:
            task = asyncio.create_task(self._run(attempt))
            self._running[attempt.id] = task
            task.add_done_callback(lambda _: self._running.pop(attempt.id, None))
        return task

    async def _run(self, waiting: Attempt) -> None:
        """Grade an attempt, or wait while another server does.

        A try is counted only once there is a worker. One that may have killed a server is graded
        alone: whoever is graded beside it suffers with it at most once.
        """
        while waiting.state is AttemptState.QUEUED:
            is_alone = waiting.n_tries > 0
            async with self._turns.turn(waiting.id, person=waiting.person, is_alone=is_alone):
                attempt = await asyncio.to_thread(self._exercises.begin, waiting.id)
                if attempt is not None:
                    await self._grade_held(attempt)
                    return
            await asyncio.sleep(self._poll_s)
            waiting = await asyncio.to_thread(self._exercises.stored, waiting.id)

    async def _grade_held(self, attempt: Attempt) -> None:
        holding = asyncio.create_task(self._hold(attempt))
        try:
            await self._grade(attempt)
        finally:
            holding.cancel()

    async def _grade(self, attempt: Attempt) -> None:
        try:
            grade = await self._prepare(attempt) if self._prepare else None
            if grade is None:
                task = await asyncio.to_thread(self._exercises.task, attempt)
                grade = await self._grader.grade(task)
            await asyncio.to_thread(self._exercises.record_result, attempt, grade)
        except asyncio.CancelledError:
            self._exercises.give_back(attempt, is_engine_error=False)
            raise
        except Unavailable as error:
            # A full disk or a missing kernel is nobody's fault here, and somebody will mend it.
            log.warning("attempt %s has to wait: %s", attempt.id, error.message)
            await asyncio.to_thread(self._exercises.give_back, attempt, is_engine_error=False)
        except Exception:
            log.exception("the engine failed on attempt %s", attempt.id)
            await asyncio.to_thread(self._exercises.give_back, attempt, is_engine_error=True)

    async def _hold(self, attempt: Attempt) -> None:
        while True:
            await asyncio.sleep(self._hold_s)
            try:
                is_held = await asyncio.to_thread(self._exercises.hold, attempt)
                if not is_held:  # taken back, perhaps at another server
                    self.cancel(attempt.id)
            except HybridError as error:
                log.warning("attempt %s cannot be held: %s", attempt.id, error.message)

    async def _rescan_forever(self) -> None:
        while True:
            try:
                tasks = await self._take_over()
                await asyncio.gather(*map(asyncio.shield, tasks), return_exceptions=True)
            except HybridError as error:
                log.warning("cannot look for attempts to grade: %s", error.message)
            except Exception:
                # Without it what others leave would wait for ever, and nobody would know.
                log.exception("cannot look for attempts to grade")
            await asyncio.sleep(self._rescan_s)

    async def _take_over(self) -> list["asyncio.Task[None]"]:
        """Put what nobody grades into the queue, in the order in which it was handed in."""
        tasks = []
        for attempt_id in await asyncio.to_thread(self._exercises.waiting):
            task = self._running.get(attempt_id)
            if task is None:
                task = self._task(await asyncio.to_thread(self._exercises.stored, attempt_id))
            tasks.append(task)
        return tasks
