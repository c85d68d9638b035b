"""Takes stored attempts to the grader and back; the bridge between synchronous use cases and it."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from jupyter_hybrid.domain.attempts import Attempt, AttemptState
from jupyter_hybrid.domain.errors import HybridError, Unavailable
from jupyter_hybrid.services.exercises import ExerciseService
from jupyter_hybrid.services.ports import Grader

log = logging.getLogger(__name__)


class AttemptRunner:
    """Grades attempts, each once, also after a crash.

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
        self._n_workers = n_workers or os.cpu_count() or 1
        self._workers = asyncio.Semaphore(self._n_workers)
        self._taking = asyncio.Lock()
        self._rescan_s = rescan_s
        self._hold_s = hold_s
        self._poll_s = poll_s
        self._running: dict[str, asyncio.Task[None]] = {}
        self._rescan: asyncio.Task[None] | None = None

    @property
    def is_waited_for(self) -> bool:
        """Whether an attempt waits for a worker."""
        return self._taking.locked()

    async def start(self) -> None:
        """Grade what was left over, and keep looking for what others leave."""
        self._rescan = asyncio.create_task(self._rescan_forever())

    async def stop(self) -> None:
        """Stop; what is under way goes back into the queue."""
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
        task = self._task(attempt_id)
        await asyncio.wait([task])
        if not task.cancelled():
            task.result()
            attempt = await asyncio.to_thread(self._exercises.stored, attempt_id)
            if attempt.state is not AttemptState.QUEUED:
                return attempt
        raise Unavailable(
            "your answers are kept; they cannot be checked now and will be as soon as possible"
        )

    def _task(self, attempt_id: str) -> "asyncio.Task[None]":
        task = self._running.get(attempt_id)
        if task is None:
            task = asyncio.create_task(self._run(attempt_id))
            self._running[attempt_id] = task
            task.add_done_callback(lambda _: self._running.pop(attempt_id, None))
        return task

    async def _run(self, attempt_id: str) -> None:
        """Grade an attempt, or wait while another server does."""
        while True:
            stored = await asyncio.to_thread(self._exercises.stored, attempt_id)
            if stored.state is not AttemptState.QUEUED:
                return
            async with self._turn(is_alone=stored.n_tries > 0):
                attempt = await asyncio.to_thread(self._exercises.begin, attempt_id)
                if attempt is not None:
                    await self._grade_held(attempt)
                    return
            await asyncio.sleep(self._poll_s)

    @asynccontextmanager
    async def _turn(self, *, is_alone: bool) -> AsyncIterator[None]:
        """Wait for a worker; for an attempt that may have killed a server, until all are free.

        A try is counted only once there is a worker, and whoever is graded beside an attempt that
        kills the server suffers with it at most once.
        """
        n_taken = 0
        try:
            async with self._taking:
                while n_taken < (self._n_workers if is_alone else 1):
                    await self._workers.acquire()
                    n_taken += 1
            yield
        finally:
            for _ in range(n_taken):
                self._workers.release()

    async def _grade_held(self, attempt: Attempt) -> None:
        holding = asyncio.create_task(self._hold(attempt))
        try:
            await self._grade(attempt)
        finally:
            holding.cancel()

    async def _grade(self, attempt: Attempt) -> None:
        try:
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
                await asyncio.to_thread(self._exercises.hold, attempt)
            except HybridError as error:
                log.warning("attempt %s cannot be held: %s", attempt.id, error.message)

    async def _rescan_forever(self) -> None:
        while True:
            try:
                waiting = await asyncio.to_thread(self._exercises.waiting)
                tasks = [asyncio.shield(self._task(attempt_id)) for attempt_id in waiting]
                await asyncio.gather(*tasks, return_exceptions=True)
            except HybridError as error:
                log.warning("cannot look for attempts to grade: %s", error.message)
            except Exception:
                # Without it what others leave would wait for ever, and nobody would know.
                log.exception("cannot look for attempts to grade")
            await asyncio.sleep(self._rescan_s)
