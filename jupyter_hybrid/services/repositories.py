"""What the use cases need from a database; `storage` and a fake implement it."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from jupyter_hybrid.domain.attempts import Attempt, AttemptOutcome, AttemptSummary
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.enrolments import Enrolment
from jupyter_hybrid.domain.progress import GivenUp, StepMark
from jupyter_hybrid.domain.releases import ExerciseTrust, Release
from jupyter_hybrid.domain.sessions import Session
from jupyter_hybrid.services.gradebook import GradebookRepository


class ReleaseRepository(Protocol):
    """Every release that somebody may still have a copy of."""

    def add(self, release: Release, *, at: datetime) -> None:
        """Keep a release; once more, it only takes over the course's policy.

        How its tests run is forgotten with another policy: it has to be found out anew.
        """
        ...

    def set_trust(self, step: StepKey, release: str, trust: Mapping[str, ExerciseTrust]) -> None:
        """Keep how the tests of a release run, if the release is kept."""
        ...

    def get(self, step: StepKey, release: str) -> Release | None:
        """Return the release of `step` with that hash, or None."""
        ...


class AttemptRepository(Protocol):
    """Attempts and their grades."""

    def add(self, attempt: Attempt) -> None:
        """Store a new attempt. Its id must not be stored yet."""
        ...

    def get(self, attempt_id: str) -> Attempt | None:
        """Return an attempt, or None."""
        ...

    def outcome(self, attempt_id: str) -> AttemptOutcome | None:
        """Return an attempt without loading its answers, or None."""
        ...

    def of_exercise(self, person: str, step: StepKey, exercise: str) -> Sequence[AttemptOutcome]:
        """Return a person's attempts at an exercise, oldest first, without loading answers."""
        ...

    def latest_of_step(self, person: str, step: StepKey) -> Sequence[AttemptOutcome]:
        """Return a person's latest attempt at each exercise of a step that they tried.

        Without loading answers.
        """
        ...

    def of_person(self, person: str) -> Sequence[Attempt]:
        """Return all attempts of a person, oldest first."""
        ...

    def summaries(self, person: str, course: str | None = None) -> Sequence[AttemptSummary]:
        """Return a person's attempts in a course, or in all of them, in short, oldest first."""
        ...

    def summaries_of_exercise(
        self, person: str, step: StepKey, exercise: str
    ) -> Sequence[AttemptSummary]:
        """Return a person's attempts at one exercise in short, oldest first."""
        ...

    def lease(self, attempt_id: str, *, now: datetime, until: datetime) -> Attempt | None:
        """Take a queued attempt for grading and count the try.

        Returns None if it is not queued any more or somebody else holds it at `now`.
        """
        ...

    def renew_lease(self, attempt_id: str, *, until: datetime) -> bool:
        """Hold on to a queued attempt that is still being graded; False if it is not queued."""
        ...

    def release_lease(self, attempt_id: str, *, counts_as_try: bool) -> None:
        """Let a queued attempt go without a result."""
        ...

    def finish(self, attempt: Attempt) -> None:
        """Store state, grade, hint and `graded_at` of a queued attempt.

        The first result stays: of two servers, one of which slept past its lease, both may come.
        """
        ...

    def waiting(self, *, now: datetime) -> Sequence[str]:
        """Return the ids of queued attempts that nobody holds at `now`, oldest first."""
        ...


class SessionRepository(Protocol):
    """Live sessions."""

    def add(self, session: Session) -> None:
        """Store a new session.

        Raises
        ------
        Conflict
            If its join code is taken by a session that has not ended.
        """
        ...

    def get(self, key: str) -> Session | None:
        """Return a session, or None."""
        ...

    def save(self, session: Session) -> None:
        """Store a session that changed."""
        ...

    def of_presenter(self, person: str) -> Sequence[Session]:
        """Return the sessions that a person presented, newest first."""
        ...

    def not_ended(self) -> Sequence[Session]:
        """Return scheduled and live sessions, newest first."""
        ...


class EnrolmentRepository(Protocol):
    """Who takes which course."""

    def get(self, person: str, course: str) -> Enrolment | None:
        """Return a person's enrolment in a course, or None."""
        ...

    def save(self, enrolment: Enrolment) -> None:
        """Store an enrolment, new or changed; one per person and course."""
        ...

    def remove(self, person: str, course: str) -> None:
        """Forget an enrolment; attempts and marks stay."""
        ...

    def of_course(self, course: str) -> Sequence[Enrolment]:
        """Return everybody in a course, by cohort and name."""
        ...

    def of_person(self, person: str) -> Sequence[Enrolment]:
        """Return a person's enrolments, by course."""
        ...


class StepMarkRepository(Protocol):
    """What people marked as done, and where they were last."""

    def save(self, mark: StepMark) -> None:
        """Store a mark, new or changed; one per person and step."""
        ...

    def get(self, person: str, step: StepKey) -> StepMark | None:
        """Return a person's mark of a step, or None."""
        ...

    def of_person(self, person: str, course: str | None = None) -> Sequence[StepMark]:
        """Return a person's marks in a course, or in all of them, oldest visit first."""
        ...


class GivenUpRepository(Protocol):
    """Exercises whose solution somebody asked for before passing."""

    def add(self, given_up: GivenUp) -> None:
        """Store it; the first time counts."""
        ...

    def get(self, person: str, step: StepKey, exercise: str) -> GivenUp | None:
        """Return when a person gave up an exercise, or None."""
        ...

    def of_person(self, person: str, course: str | None = None) -> Sequence[GivenUp]:
        """Return what a person gave up in a course, or in all of them, oldest first."""
        ...


class Repositories(Protocol):
    """What can be read and written inside one transaction."""

    @property
    def releases(self) -> ReleaseRepository:
        """Releases."""
        ...

    @property
    def attempts(self) -> AttemptRepository:
        """Attempts."""
        ...

    @property
    def gradebook(self) -> GradebookRepository:
        """Everybody's grades."""
        ...

    @property
    def sessions(self) -> SessionRepository:
        """Sessions."""
        ...

    @property
    def enrolments(self) -> EnrolmentRepository:
        """Enrolments."""
        ...

    @property
    def marks(self) -> StepMarkRepository:
        """Marks of steps."""
        ...

    @property
    def given_up(self) -> GivenUpRepository:
        """Exercises that were given up."""
        ...


class Storage(Protocol):
    """The database."""

    def transaction(self, *, is_reading: bool = False) -> AbstractContextManager[Repositories]:
        """Return repositories that share one transaction, committed at the end of the block.

        Any exception inside the block rolls back everything.

        Parameters
        ----------
        is_reading
            Whether nothing is written in it; then it waits for no writer.

        Raises
        ------
        Unavailable
            If the database cannot be reached or written.
        """
        ...
