"""Checking everybody's attempts at an exercise again: a preview first, then for good."""

import asyncio
import logging
import os
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from jupyter_hybrid.domain.attempts import Attempt
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.errors import Conflict, HybridError, Invalid, NotFound
from jupyter_hybrid.domain.exercises import Exercise
from jupyter_hybrid.domain.manual_grades import carried_over
from jupyter_hybrid.domain.people import Person
from jupyter_hybrid.domain.regrades import (
    Recheck,
    Tally,
    recheck,
    stored_again,
    tally,
    transplanted,
)
from jupyter_hybrid.domain.releases import ExerciseTrust, Release
from jupyter_hybrid.services.courses import CourseService
from jupyter_hybrid.services.exercises import NOTE_GIVEN_UP, find_exercise
from jupyter_hybrid.services.grading_tasks import grading_task
from jupyter_hybrid.services.policy import Action, require
from jupyter_hybrid.services.ports import BlobStore, Clock, Grader, GradingTask
from jupyter_hybrid.services.repositories import Storage

log = logging.getLogger(__name__)
TrustOf = Callable[[Release], Awaitable[Mapping[str, ExerciseTrust]]]
"""Finds out how the tests of each exercise of a release run, by its key."""
MAX_KEPT = 20
"""Previews that are kept; the oldest one is forgotten then."""


class RegradeState(StrEnum):
    """How far checking again is."""

    RUNNING = "running"
    READY = "ready"
    """The preview is there; nothing was changed."""
    APPLIED = "applied"
    CANCELLED = "cancelled"
    FAILED = "failed"
    """It could not be done; nothing was changed."""


@dataclass(slots=True)
class Regrade:
    """Checking an exercise again, as it is at the moment.

    Parameters
    ----------
    id
        Which preview this is: what is applied must be what was seen.
    release
        Hash of the release whose tests are used.
    state
        How far it is.
    n_total
        Attempts to check.
    rechecks
        Those that were checked, oldest first once all were.
    problem
        Why it could not be done, or None.
    n_since
        After applying: attempts that were handed in since the preview, and not checked again.
    names
        What the course's list calls people.
    """

    id: str
    step: StepKey
    exercise: str
    release: str = ""
    state: RegradeState = RegradeState.RUNNING
    n_total: int = 0
    rechecks: list[Recheck] = field(default_factory=list)
    problem: str | None = None
    n_since: int = 0
    names: dict[str, str] = field(default_factory=dict)

    @property
    def tally(self) -> Tally:
        """For how many learners something changes."""
        return tally(self.rechecks)


@dataclass(frozen=True, slots=True)
class _Corrected:
    """What attempts are checked against: the exercise as the course has it now."""

    release: Release
    exercise: Exercise


class RegradeService:
    """Checks exercises again after their author corrected a test; all of it is for trainers.

    Parameters
    ----------
    n_at_once
        Attempts that are checked at the same time; by default half of the processors, so that
        learners who check something meanwhile do not wait long.
    """

    def __init__(
        self,
        *,
        courses: CourseService,
        storage: Storage,
        blobs: BlobStore,
        grader: Grader,
        clock: Clock,
        n_at_once: int | None = None,
    ) -> None:
        self._courses = courses
        self._storage = storage
        self._blobs = blobs
        self._grader = grader
        self._clock = clock
        self._n_at_once = n_at_once or max(1, (os.cpu_count() or 1) // 2)
        self._trust_of: TrustOf | None = None
        self._one_at_a_time = asyncio.Lock()
        self._regrades: dict[tuple[StepKey, str], Regrade] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def prepare_with(self, trust_of: TrustOf) -> None:
        """Find out first how the corrected tests run, and check nothing if they do not."""
        self._trust_of = trust_of

    async def begin(self, person: Person, step: StepKey, exercise: str) -> Regrade:
        """Begin to check an exercise again; if that is under way, return it as it is.

        Raises
        ------
        NotAllowed
            If `person` is no trainer.
        NotFound
            If the course has no such step or exercise now.
        Invalid, Unavailable
            If the step cannot be read.
        """
        require(person, Action.GRADE_COURSES)
        corrected = await asyncio.to_thread(self._corrected, step, exercise)
        running = self._regrades.get((step, exercise))
        if running is not None and running.state is RegradeState.RUNNING:
            return running
        regrade = Regrade(uuid.uuid4().hex, step, exercise, corrected.release.hash)
        self._regrades.pop((step, exercise), None)
        self._regrades[step, exercise] = regrade
        for oldest in list(self._regrades)[:-MAX_KEPT]:
            if self._regrades[oldest].state is not RegradeState.RUNNING:
                del self._regrades[oldest]
        task = asyncio.create_task(self._run(regrade, corrected))
        self._tasks[regrade.id] = task
        task.add_done_callback(lambda _: self._tasks.pop(regrade.id, None))
        return regrade

    def regrade(self, person: Person, step: StepKey, exercise: str) -> Regrade:
        """Return how far checking an exercise again is.

        Raises
        ------
        NotAllowed
            If `person` is no trainer.
        NotFound
            If nobody began to, or the server was started since.
        """
        require(person, Action.GRADE_COURSES)
        found = self._regrades.get((step, exercise))
        if found is None:
            raise NotFound(f"exercise {exercise[:80]!r} is not being checked again")
        return found

    async def finished(self, regrade: Regrade) -> Regrade:
        """Return the preview once it is done, cancelled or failed."""
        task = self._tasks.get(regrade.id)
        if task is not None:
            await asyncio.wait([task])
        return regrade

    async def cancel(self, person: Person, step: StepKey, exercise: str) -> Regrade:
        """Stop checking an exercise again, or forget the preview; nothing was changed.

        Raises
        ------
        NotAllowed, NotFound
            As in `regrade`.
        """
        found = self.regrade(person, step, exercise)
        task = self._tasks.get(found.id)
        if task is not None:
            task.cancel()
            await asyncio.wait([task])
        if found.state in {RegradeState.RUNNING, RegradeState.READY}:
            found.state = RegradeState.CANCELLED
        return found

    async def apply(
        self, person: Person, step: StepKey, exercise: str, *, regrade_id: str
    ) -> Regrade:
        """Store what the preview shows, all of it or nothing.

        What a person graded since the preview is kept, and so is what was handed in since.

        Raises
        ------
        NotAllowed, NotFound
            As in `regrade`.
        Conflict
            If the preview is another one than was seen, is not ready, or the course was changed
            since.
        """
        found = self.regrade(person, step, exercise)
        if found.id != regrade_id:
            raise Conflict("somebody checked it again since; look at what came out", field="id")
        if found.state is RegradeState.APPLIED:
            return found
        if found.state is not RegradeState.READY:
            raise Conflict(f"the preview is {found.state.value}; begin again", field="id")
        corrected = await asyncio.to_thread(self._corrected, step, exercise)
        if corrected.release.hash != found.release:
            raise Conflict("the course was changed since the preview; begin again", field="id")
        found.n_since = await asyncio.to_thread(self._store, found)
        found.state = RegradeState.APPLIED
        return found

    async def stop(self) -> None:
        """Stop what is under way; nothing was changed by it."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _corrected(self, step: StepKey, key: str) -> _Corrected:
        release = self._courses.current_release(step)
        return _Corrected(release, find_exercise(release, key))

    async def _run(self, regrade: Regrade, corrected: _Corrected) -> None:
        try:
            async with self._one_at_a_time:
                attempts = await asyncio.to_thread(self._attempts, regrade)
                prepared = await self._prepared(corrected)
                await self._check_all(regrade, prepared, attempts)
            regrade.rechecks.sort(key=lambda one: (one.submitted_at, one.attempt))
            regrade.state = RegradeState.READY
        except asyncio.CancelledError:
            regrade.state = RegradeState.CANCELLED
            raise
        except HybridError as error:
            regrade.state, regrade.problem = RegradeState.FAILED, error.message
        except Exception:
            log.exception("exercise %s cannot be checked again", regrade.exercise)
            regrade.state, regrade.problem = RegradeState.FAILED, "the grading engine failed"

    async def _prepared(self, corrected: _Corrected) -> _Corrected:
        if self._trust_of is None:
            return corrected
        trust = await self._trust_of(corrected.release)
        found = trust.get(corrected.exercise.key)
        if found is not None and found.fault is not None:
            raise Invalid(found.fault, field="exercise")
        return replace(corrected, release=replace(corrected.release, trust=trust))

    def _attempts(self, regrade: Regrade) -> Sequence[Attempt]:
        with self._storage.transaction(is_reading=True) as repositories:
            attempts = repositories.gradebook.graded(regrade.step, regrade.exercise)
            people = repositories.enrolments.of_course(regrade.step.course)
        regrade.n_total = len(attempts)
        regrade.names = {one.person: one.display_name for one in people if one.display_name}
        return attempts

    async def _check_all(
        self, regrade: Regrade, corrected: _Corrected, attempts: Sequence[Attempt]
    ) -> None:
        places = asyncio.Semaphore(self._n_at_once)

        async def _check_in_turn(attempt: Attempt) -> None:
            async with places:
                done = await self._check(attempt, corrected)
                if done is not None:
                    regrade.rechecks.append(done)

        async with asyncio.TaskGroup() as group:
            for attempt in attempts:
                group.create_task(_check_in_turn(attempt))

    async def _check(self, attempt: Attempt, corrected: _Corrected) -> Recheck | None:
        before = attempt.grade
        if before is None:
            return None
        try:
            task = await asyncio.to_thread(self._task, attempt, corrected)
            fresh = await self._grader.grade(task)
        except HybridError as error:
            return Recheck(
                attempt.id, attempt.person, attempt.submitted_at, before, None, error.message
            )
        return recheck(attempt, before=before, fresh=fresh)

    def _task(self, attempt: Attempt, corrected: _Corrected) -> GradingTask:
        former = self._courses.release(attempt.step, attempt.release)
        answers, free = transplanted(
            attempt, former=former.notebook, current=corrected.release.notebook
        )
        return grading_task(
            corrected.release,
            corrected.exercise,
            attempt=replace(attempt, answers=answers, free=free),
            policy=corrected.exercise.policy,
            blobs=self._blobs,
        )

    def _store(self, regrade: Regrade) -> int:
        """Store all changes, and return how many attempts came since the preview."""
        now = self._clock.now()
        seen = {one.attempt for one in regrade.rechecks}
        with self._storage.transaction() as repositories:
            for one in regrade.rechecks:
                attempt = repositories.attempts.get(one.attempt) if one.is_change else None
                if attempt is not None and attempt.grade is not None and one.after is not None:
                    # Somebody may have given points by hand since the preview.
                    after = carried_over(one.after, former=attempt.grade)
                    grade = stored_again(attempt.grade, after, at=now, kept_notes=(NOTE_GIVEN_UP,))
                    is_passed = grade.points >= grade.max_points
                    repositories.gradebook.replace_grade(
                        replace(
                            attempt,
                            grade=grade,
                            hint=None if is_passed else attempt.hint,
                            graded_at=now,
                        )
                    )
            current = repositories.gradebook.graded(regrade.step, regrade.exercise)
        return sum(one.id not in seen for one in current)
