"""Attempts: stored first, graded afterwards, in two use cases that a runner calls."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from jupyter_hybrid.domain.attempts import (
    ALONE,
    Attempt,
    AttemptOutcome,
    AttemptState,
    AttemptSummary,
    n_failed,
)
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.errors import Conflict, NotFound, TooMany
from jupyter_hybrid.domain.exercises import (
    Exercise,
    FreeCell,
    Grade,
    check_answers,
    exercises_of,
    hint_for,
)
from jupyter_hybrid.domain.people import Person
from jupyter_hybrid.domain.releases import Release
from jupyter_hybrid.domain.sessions import SessionState
from jupyter_hybrid.services.courses import CourseService, told_to
from jupyter_hybrid.services.grading_tasks import grading_task
from jupyter_hybrid.services.policy import Action, require
from jupyter_hybrid.services.ports import BlobStore, Clock, GradingTask
from jupyter_hybrid.services.repositories import Repositories, Storage

MAX_TRIES = 3
"""A third crash of the same attempt is the engine's error, not a loop."""
LEASE = timedelta(seconds=10)
"""Renewed while it is graded; a server that crashed lets the attempt go after it."""
NOTE_GONE = (
    "this exercise is no longer part of the course; your answers are kept and were checked against"
    " the copy that you have, but its points do not count in the course"
)
NOTE_GIVEN_UP = "you gave this exercise up before you handed this in, so it gives no points"


@dataclass(frozen=True, slots=True)
class Submission:
    """What a client hands in.

    Parameters
    ----------
    id
        UUID made by the client.
    release
        Content hash of the copy that it was made in.
    answers, free
        As in `Attempt`.
    session
        Key of the live session that it is made in, or None.
    """

    id: str
    release: str
    answers: Mapping[str, str]
    free: tuple[FreeCell, ...] = ()
    session: str | None = None


class ExerciseService:
    """Takes answers and keeps what they were worth."""

    def __init__(
        self, *, courses: CourseService, storage: Storage, blobs: BlobStore, clock: Clock
    ) -> None:
        self._courses = courses
        self._storage = storage
        self._blobs = blobs
        self._clock = clock

    def record_attempt(
        self, person: Person, step: StepKey, exercise: str, *, submission: Submission
    ) -> tuple[Attempt, bool]:
        """Store an attempt before anything is run.

        The same id is the same attempt, whatever the author allows by now. Of a new one the limits
        hold that the course has now; where it no longer has the exercise, those of the release.

        Returns
        -------
        tuple
            The attempt, and whether it is new; False if the same was sent before.

        Raises
        ------
        NotFound
            If there is no such step, release, exercise or session.
        NotAllowed
            If they do not take the course and cannot enter it by opening it.
        Invalid
            If an answer or a free cell does not belong to the release, or the step cannot be read.
        Unavailable
            If they do not take the course, and it cannot be read who may.
        Conflict
            If the id belongs to another attempt, the session is not live, or no attempt is left.
        TooMany
            If the author's pause between two attempts is not over; says for how long.
        """
        require(person, Action.TAKE_COURSES)
        with told_to(person):
            release = self._courses.release(step, submission.release)
        if not self._is_stored(submission.id):
            self._courses.admit(person, step.course)
        current = self._courses.now(step, find_exercise(release, exercise))
        check_answers(release.notebook, answers=submission.answers, free=submission.free)
        with self._storage.transaction() as repositories:
            stored = repositories.attempts.get(submission.id)
            attempt = Attempt(
                id=submission.id,
                person=person.name,
                step=step,
                exercise=exercise,
                release=submission.release,
                delivery=stored.delivery
                if stored  # its session may have ended meanwhile
                else _delivery(repositories, submission.session),
                answers=submission.answers,
                free=submission.free,
                submitted_at=self._clock.now(),
            )
            if stored is None:
                made = repositories.attempts.summaries_of_exercise(person.name, step, exercise)
                _check_allowed(current.exercise, made, now=attempt.submitted_at)
                repositories.attempts.add(attempt)
                return attempt, True
        if not stored.says_the_same(attempt):
            raise Conflict(f"the id {attempt.id} belongs to another attempt", field="id")
        return stored, False

    def begin(self, attempt_id: str) -> Attempt | None:
        """Take an attempt for grading; None if it is done or somebody else grades it.

        An attempt that was begun too often without a result is given up as an engine error.
        """
        now = self._clock.now()
        with self._storage.transaction() as repositories:
            attempt = repositories.attempts.lease(attempt_id, now=now, until=now + LEASE)
            if attempt is not None and attempt.n_tries > MAX_TRIES:
                repositories.attempts.finish(replace(attempt, state=AttemptState.FAILED))
                return None
        return attempt

    def hold(self, attempt: Attempt) -> bool:
        """Keep an attempt that is still being graded; False if nobody waits for it any more."""
        until = self._clock.now() + LEASE
        with self._storage.transaction() as repositories:
            return repositories.attempts.renew_lease(attempt.id, until=until)

    def cancel(self, person: Person, step: StepKey, exercise: str, attempt_id: str) -> Attempt:
        """Take back one of a person's own attempts before it is graded; its answers are kept.

        Doing so twice is doing it once.

        Raises
        ------
        NotFound
            If there is none, also if it is another person's.
        Conflict
            If it has its result.
        """
        attempt = self.attempt(person, step, exercise, attempt_id)
        with self._storage.transaction() as repositories:
            repositories.attempts.finish(replace(attempt, state=AttemptState.CANCELLED))
        cancelled = self.stored(attempt_id)
        if cancelled.state is not AttemptState.CANCELLED:
            raise Conflict("it has its result already, and cannot be taken back", field="attempt")
        return cancelled

    def task(self, attempt: Attempt) -> GradingTask:
        """Return what the grader has to run for an attempt.

        Raises
        ------
        NotFound
            If its release or a data file of it is gone.
        """
        release = self._courses.release(attempt.step, attempt.release)
        exercise = find_exercise(release, attempt.exercise)
        policy = self._courses.now(attempt.step, exercise).exercise.policy
        return grading_task(release, exercise, attempt=attempt, policy=policy, blobs=self._blobs)

    def record_result(self, attempt: Attempt, grade: Grade) -> Attempt:
        """Store what an attempt gave, with the author's hint if it did not pass.

        Of two servers that graded it the first one's result stays.
        """
        release = self._courses.release(attempt.step, attempt.release)
        exercise = find_exercise(release, attempt.exercise)
        is_gone = self._courses.now(attempt.step, exercise).is_gone
        with self._storage.transaction() as repositories:
            n_before = n_failed(exercise, _of_the_same_exercise(repositories, attempt))
            notes = [NOTE_GONE] if is_gone else []
            if _is_given_up(repositories, attempt):
                notes.append(NOTE_GIVEN_UP)
            passed = grade.needs_manual_grade or grade.points >= grade.max_points
            is_failed = not passed and grade.fault is None
            graded = replace(
                attempt,
                state=AttemptState.GRADED,
                grade=replace(grade, notes=(*grade.notes, *notes)),
                hint=hint_for(exercise, n_failed=n_before + 1) if is_failed else None,
                graded_at=self._clock.now(),
            )
            repositories.attempts.finish(graded)
        return graded

    def give_back(self, attempt: Attempt, *, is_engine_error: bool) -> None:
        """Let go of an attempt without a result: for another try, or for good after the last."""
        with self._storage.transaction() as repositories:
            if is_engine_error and attempt.n_tries >= MAX_TRIES:
                repositories.attempts.finish(replace(attempt, state=AttemptState.FAILED))
            else:
                repositories.attempts.release_lease(attempt.id, counts_as_try=is_engine_error)

    def waiting(self) -> Sequence[str]:
        """Return the ids of attempts that nobody grades, oldest first."""
        with self._storage.transaction(is_reading=True) as repositories:
            return repositories.attempts.waiting(now=self._clock.now())

    def attempt(self, person: Person, step: StepKey, exercise: str, attempt_id: str) -> Attempt:
        """Return one of a person's own attempts.

        Raises
        ------
        NotFound
            If there is none, also if it is another person's.
        """
        require(person, Action.TAKE_COURSES)
        attempt = self.stored(attempt_id)
        address = (attempt.person, attempt.step, attempt.exercise)
        if address != (person.name, step, exercise):
            raise NotFound(f"there is no attempt {attempt_id[:80]!r}")
        return attempt

    def outcome(
        self, person: Person, step: StepKey, exercise: str, attempt_id: str
    ) -> tuple[AttemptOutcome, int]:
        """Return one of a person's own attempts without its answers: cheap enough to ask often.

        And how many attempts at its exercise count so far.

        Raises
        ------
        NotFound
            If there is none, also if it is another person's.
        """
        require(person, Action.TAKE_COURSES)
        with self._storage.transaction(is_reading=True) as repositories:
            found = repositories.attempts.outcome(attempt_id)
            if found is None or (found.person, found.step, found.exercise) != (
                person.name,
                step,
                exercise,
            ):
                raise NotFound(f"there is no attempt {attempt_id[:80]!r}")
            made = _of_the_same_exercise(repositories, found)
        return found, sum(one.counts for one in made)

    def stored(self, attempt_id: str) -> Attempt:
        """Return an attempt as it is now, for the program's own use.

        Raises
        ------
        NotFound
            If there is none.
        """
        with self._storage.transaction(is_reading=True) as repositories:
            attempt = repositories.attempts.get(attempt_id)
        if attempt is None:
            raise NotFound(f"there is no attempt {attempt_id[:80]!r}")
        return attempt

    def attempts(self, person: Person, step: StepKey, exercise: str) -> Sequence[AttemptOutcome]:
        """Return a person's attempts at an exercise, oldest first, without their answers."""
        require(person, Action.TAKE_COURSES)
        with self._storage.transaction(is_reading=True) as repositories:
            return repositories.attempts.of_exercise(person.name, step, exercise)

    def latest_attempts(
        self, person: Person, step: StepKey
    ) -> Sequence[tuple[AttemptOutcome, int]]:
        """Return a person's latest attempt at each exercise of a step that they tried.

        Without its answers; each with the number of attempts at its exercise that count.
        """
        require(person, Action.TAKE_COURSES)
        with self._storage.transaction(is_reading=True) as repositories:
            latest = repositories.attempts.latest_of_step(person.name, step)
            made = repositories.attempts.summaries(person.name, step.course)
        counted = Counter(one.exercise for one in made if one.step == step and one.counts)
        return [(attempt, counted[attempt.exercise]) for attempt in latest]

    def n_attempts(self, attempt: AttemptOutcome) -> int:
        """Return how many attempts at the same exercise count so far."""
        with self._storage.transaction(is_reading=True) as repositories:
            return sum(one.counts for one in _of_the_same_exercise(repositories, attempt))

    def _is_stored(self, attempt_id: str) -> bool:
        with self._storage.transaction(is_reading=True) as repositories:
            return repositories.attempts.get(attempt_id) is not None


def find_exercise(release: Release, key: str) -> Exercise:
    """Return the exercise of that key, under the rules that held when it was handed out.

    Raises
    ------
    NotFound
        If the release has none.
    """
    for exercise in exercises_of(release.notebook, policy=release.policy):
        if exercise.key == key:
            return exercise
    raise NotFound(f"step {release.step} has no exercise {key[:80]!r}")


def _delivery(repositories: Repositories, session: str | None) -> str:
    if session is None:
        return ALONE
    found = repositories.sessions.get(session)
    if found is None:
        raise NotFound(f"there is no session {session[:80]!r}", field="session")
    if found.state is not SessionState.LIVE:
        raise Conflict(f"session {session} is not live", field="session")
    return found.key


def _check_allowed(exercise: Exercise, made: Sequence[AttemptSummary], *, now: datetime) -> None:
    """Raise unless the author allows one more attempt now."""
    counted = [attempt for attempt in made if attempt.counts]
    if exercise.policy.n_left(len(counted)) == 0:
        n_allowed = exercise.policy.max_attempts
        used = "the one attempt" if n_allowed == 1 else f"all {n_allowed} attempts"
        raise Conflict(
            f"you have used {used} at exercise {exercise.key!r}; your answers were not handed in",
            field="exercise",
        )
    last_at = counted[-1].submitted_at if counted else None
    wait_s = exercise.policy.wait_s(last_at=last_at, now=now)
    if wait_s > 0:
        raise TooMany(
            f"wait {math.ceil(wait_s)} s before you check exercise {exercise.key!r} again",
            field="exercise",
            retry_after_s=wait_s,
        )


def _is_given_up(repositories: Repositories, attempt: Attempt) -> bool:
    found = repositories.given_up.get(attempt.person, attempt.step, attempt.exercise)
    return found is not None and attempt.submitted_at >= found.at


def _of_the_same_exercise(
    repositories: Repositories, attempt: AttemptOutcome
) -> Sequence[AttemptSummary]:
    """Return a person's attempts at the exercise of one of them, in short: answers can be long."""
    return repositories.attempts.summaries_of_exercise(
        attempt.person, attempt.step, attempt.exercise
    )
