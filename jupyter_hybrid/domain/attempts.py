"""Answers that somebody handed in, and what they were worth: whole, without answers, in short."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.exercises import Exercise, FreeCell, Grade

ALONE = "alone"
"""Delivery of an attempt that was not made in a live session."""


class AttemptState(StrEnum):
    """How far the grading of an attempt is."""

    QUEUED = "queued"
    GRADED = "graded"
    FAILED = "failed"
    """The engine could not grade it; the answers are kept and the attempt does not count."""
    CANCELLED = "cancelled"
    """The learner took it back before it was graded; it does not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptOutcome:
    """An attempt without its answers: what a list of attempts shows.

    Parameters
    ----------
    id
        UUID made by the client, so that sending it twice is one attempt.
    person
        Who made it, from the authenticated identity.
    step, exercise, release
        What it answers, and the content hash of the copy that it was made in.
    delivery
        ``alone`` or the key of a live session.
    submitted_at
        Server's clock, UTC.
    state
        How far the grading is.
    n_tries
        How often grading was begun.
    grade
        The result, or None.
    hint
        The author's hint for this failure, or None.
    graded_at
        When the result came, or None.
    """

    id: str
    person: str
    step: StepKey
    exercise: str
    release: str
    delivery: str
    submitted_at: datetime
    state: AttemptState = AttemptState.QUEUED
    n_tries: int = 0
    grade: Grade | None = None
    hint: str | None = None
    graded_at: datetime | None = None

    @property
    def summary(self) -> "AttemptSummary":
        """What progress needs to know of it."""
        return AttemptSummary(
            step=self.step,
            exercise=self.exercise,
            state=self.state,
            submitted_at=self.submitted_at,
            points=self.grade.points if self.grade else 0.0,
            needs_manual_grade=self.grade.needs_manual_grade if self.grade else False,
            has_fault=self.grade is not None and self.grade.fault is not None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt(AttemptOutcome):
    """Answers that somebody handed in, and what they were worth.

    Parameters
    ----------
    answers
        Source of every answer cell of the notebook by id.
    free
        Code cells that the learner added.
    """

    answers: Mapping[str, str]
    free: tuple[FreeCell, ...]

    def says_the_same(self, other: "Attempt") -> bool:
        """Return whether `other` is this attempt sent once more."""
        return (
            self.person == other.person
            and self.step == other.step
            and self.exercise == other.exercise
            and self.release == other.release
            and dict(self.answers) == dict(other.answers)
            and self.free == other.free
        )


@dataclass(frozen=True, slots=True)
class AttemptSummary:
    """An attempt without its answers and tests: enough for progress, cheap to load by the hundred.

    Parameters
    ----------
    points
        What the engine gave; 0 while it is queued.
    has_fault
        Whether the tests themselves could not be run, so that it does not count.
    """

    step: StepKey
    exercise: str
    state: AttemptState
    submitted_at: datetime
    points: float
    needs_manual_grade: bool
    has_fault: bool = False

    @property
    def counts(self) -> bool:
        """Whether it is one of the attempts that the author allows."""
        return self.state in _COUNTED and not self.has_fault


_COUNTED = frozenset({AttemptState.QUEUED, AttemptState.GRADED})


def passes(exercise: Exercise, attempt: AttemptSummary) -> bool:
    """Return whether an attempt passes; where nothing can be won, handing in is enough."""
    return attempt.state is AttemptState.GRADED and attempt.points >= exercise.max_points


def n_failed(exercise: Exercise, attempts: Iterable[AttemptSummary]) -> int:
    """Return how many of somebody's attempts at `exercise` were graded and did not pass.

    What waits for a person has not failed yet.
    """
    return sum(
        attempt.state is AttemptState.GRADED
        and not attempt.has_fault
        and not attempt.needs_manual_grade
        and not passes(exercise, attempt)
        for attempt in attempts
    )
