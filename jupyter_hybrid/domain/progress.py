"""How far somebody is, from their attempts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from jupyter_hybrid.domain.attempts import AttemptState, AttemptSummary
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.exercises import Exercise


class ExerciseState(StrEnum):
    """How far somebody is with one exercise."""

    NOT_STARTED = "not_started"
    TRIED = "tried"
    WAITING = "waiting"
    """Handed in; a person has to grade it."""
    PASSED = "passed"
    GIVEN_UP = "given_up"
    """The worked solution was read before passing."""


class SolutionState(StrEnum):
    """Whether somebody can read the worked solution of an exercise."""

    LOCKED = "locked"
    GIVE_UP = "give_up"
    """By giving up."""
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class GivenUp:
    """Somebody read the worked solution of an exercise before passing it.

    Parameters
    ----------
    at
        Server's clock, UTC. Attempts handed in from then on give no points.
    """

    person: str
    step: StepKey
    exercise: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StepMark:
    """What one person left at one step.

    Parameters
    ----------
    seen_at
        When they were there last, UTC.
    done_at
        When they marked it as done, or None.
    cell
        Id of the cell where they were last, or None.
    """

    person: str
    step: StepKey
    seen_at: datetime
    done_at: datetime | None = None
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class ExerciseProgress:
    """One exercise of one person.

    Parameters
    ----------
    points
        Those of the best attempt.
    n_attempts
        Attempts that count: those that the engine could not grade do not.
    last_attempt_at
        When the latest that counts was handed in, or None.
    """

    step: StepKey
    exercise: str
    points: float
    max_points: float
    n_attempts: int
    state: ExerciseState
    last_attempt_at: datetime | None = None


def progress_of(
    step: StepKey, exercise: Exercise, *, attempts: Iterable[AttemptSummary]
) -> ExerciseProgress:
    """Return how far one person is with one exercise.

    Parameters
    ----------
    attempts
        That person's attempts at that exercise, oldest first, whatever release they answered.
    """
    counted = [attempt for attempt in attempts if attempt.state is not AttemptState.FAILED]
    last = counted[-1] if counted else None
    best = max((attempt.points for attempt in counted), default=0.0)
    return ExerciseProgress(
        step=step,
        exercise=exercise.key,
        points=min(best, exercise.max_points),
        max_points=exercise.max_points,
        n_attempts=len(counted),
        state=_state(exercise, best=best, attempts=counted),
        last_attempt_at=last.submitted_at if last else None,
    )


def _state(exercise: Exercise, *, best: float, attempts: Sequence[AttemptSummary]) -> ExerciseState:
    if not attempts:
        return ExerciseState.NOT_STARTED
    if exercise.max_points > 0 and best >= exercise.max_points:
        return ExerciseState.PASSED
    if any(attempt.needs_manual_grade for attempt in attempts):
        return ExerciseState.WAITING
    return ExerciseState.TRIED


@dataclass(frozen=True, slots=True)
class CourseProgress:
    """All exercises of a course for one person, in the order of the course."""

    course: str
    exercises: tuple[ExerciseProgress, ...]

    @property
    def points(self) -> float:
        """Points so far."""
        return sum(exercise.points for exercise in self.exercises)

    @property
    def max_points(self) -> float:
        """Points that can be had."""
        return sum(exercise.max_points for exercise in self.exercises)
