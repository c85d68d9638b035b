"""How far somebody is, from their attempts and from what they marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from jupyter_hybrid.domain.attempts import AttemptSummary, passes
from jupyter_hybrid.domain.courses import Step, StepKey
from jupyter_hybrid.domain.exercises import Exercise
from jupyter_hybrid.domain.solutions import SolutionState, solution_state


class ExerciseState(StrEnum):
    """How far somebody is with one exercise."""

    NOT_STARTED = "not_started"
    TRIED = "tried"
    WAITING = "waiting"
    """Handed in; a person has to grade it."""
    PASSED = "passed"
    GIVEN_UP = "given_up"
    """The worked solution was read before passing."""


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
        Those of the best attempt that was handed in before giving up.
    n_attempts
        Attempts that count: those that the engine could not grade do not.
    n_attempts_left
        How many more the author allows, or None where they are not limited.
    solution
        Whether the worked solution can be read (`solution_state`).
    last_attempt_at
        When the latest that counts was handed in, or None.
    settled_at
        Since when nothing is left to do at it, or None: it is passed, handed in for a person, or
        given up.
    """

    step: StepKey
    exercise: str
    points: float
    max_points: float
    n_attempts: int
    state: ExerciseState
    n_attempts_left: int | None = None
    solution: SolutionState = SolutionState.LOCKED
    last_attempt_at: datetime | None = None
    settled_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is something left to do at it, and an attempt left to do it with."""
        return self.settled_at is None and self.n_attempts_left != 0


def progress_of(
    step: StepKey,
    exercise: Exercise,
    *,
    attempts: Iterable[AttemptSummary],
    given_up_at: datetime | None = None,
) -> ExerciseProgress:
    """Return how far one person is with one exercise.

    Parameters
    ----------
    attempts
        That person's attempts at that exercise, oldest first, whatever release they answered.
    given_up_at
        When they gave it up, or None. What they handed in from then on gives no points
        (docs/decisions/0013).
    """
    counted = [attempt for attempt in attempts if attempt.counts]
    honest = [one for one in counted if given_up_at is None or one.submitted_at < given_up_at]
    best = max((attempt.points for attempt in honest), default=0.0)
    state, settled_at = _state(exercise, attempts=honest, given_up_at=given_up_at)
    return ExerciseProgress(
        step=step,
        exercise=exercise.key,
        points=min(best, exercise.max_points),
        max_points=exercise.max_points,
        n_attempts=len(counted),
        state=state,
        n_attempts_left=exercise.policy.n_left(len(counted)),
        solution=solution_state(exercise, attempts=counted, given_up_at=given_up_at),
        last_attempt_at=counted[-1].submitted_at if counted else None,
        settled_at=settled_at,
    )


def _state(
    exercise: Exercise, *, attempts: Sequence[AttemptSummary], given_up_at: datetime | None
) -> tuple[ExerciseState, datetime | None]:
    """Return the state, and since when nothing is left to do, from what was honestly handed in."""
    passing = [attempt for attempt in attempts if passes(exercise, attempt)]
    if passing:
        return ExerciseState.PASSED, passing[0].submitted_at
    if given_up_at is not None:
        return ExerciseState.GIVEN_UP, given_up_at
    waiting = [attempt for attempt in attempts if attempt.needs_manual_grade]
    if waiting:
        return ExerciseState.WAITING, waiting[0].submitted_at
    return (ExerciseState.TRIED if attempts else ExerciseState.NOT_STARTED), None


@dataclass(frozen=True, slots=True)
class StepProgress:
    """One step of one person.

    Parameters
    ----------
    is_done
        Whether they marked it, or every exercise of it is passed, handed in for a person, or given
        up. A step without exercises, and a live one, is done only when it is marked.
    is_marked
        Whether they marked it themselves.
    done_at
        Since when it is done, or None.
    cell
        Id of the cell where they were last, or None.
    seen_at
        When they were there last or handed something in, or None.
    due_at
        As in `Step`.
    n_exercises, n_passed
        How many exercises it has, and how many of them are passed.
    """

    step: StepKey
    is_done: bool
    is_marked: bool
    done_at: datetime | None = None
    cell: str | None = None
    seen_at: datetime | None = None
    due_at: datetime | None = None
    n_exercises: int = 0
    n_passed: int = 0


def step_progress_of(
    key: StepKey, step: Step, *, exercises: Sequence[ExerciseProgress], mark: StepMark | None
) -> StepProgress:
    """Return how far one person is with one step.

    Parameters
    ----------
    exercises
        Of that step and that person.
    mark
        What that person left there, or None.
    """
    marked_at = mark.done_at if mark else None
    done_at = marked_at or _all_settled_at(exercises)
    visits = [mark.seen_at if mark else None, *(one.last_attempt_at for one in exercises)]
    return StepProgress(
        step=key,
        is_done=done_at is not None,
        is_marked=marked_at is not None,
        done_at=done_at,
        cell=mark.cell if mark else None,
        seen_at=max((visit for visit in visits if visit is not None), default=None),
        due_at=step.due_at,
        n_exercises=len(exercises),
        n_passed=sum(one.state is ExerciseState.PASSED for one in exercises),
    )


def _all_settled_at(exercises: Sequence[ExerciseProgress]) -> datetime | None:
    moments = [one.settled_at for one in exercises if one.settled_at is not None]
    return max(moments, default=None) if len(moments) == len(exercises) else None


class NextReason(StrEnum):
    """Why a step is the one to go on with."""

    BEGIN = "begin"
    """Nothing was done in the course yet."""
    DUE = "due"
    """Its date is past or comes within a day."""
    RESUME = "resume"
    """They were there last, and it is not done."""
    RETRY = "retry"
    """Tried, not passed."""
    NEXT = "next"
    """It follows in the course."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """The step to go on with, and why.

    Parameters
    ----------
    exercise
        The first one of it that is open, or None.
    due_at
        Until when it should be done; when it begins, for a live step; or None.
    """

    step: StepKey
    exercise: str | None
    reason: NextReason
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CourseProgress:
    """One person in one course: all exercises and steps in the order of the course.

    Parameters
    ----------
    next
        What to go on with, or None when nothing is left to do.
    """

    course: str
    exercises: tuple[ExerciseProgress, ...]
    steps: tuple[StepProgress, ...] = ()
    next: NextStep | None = None

    @property
    def points(self) -> float:
        """Points so far."""
        return sum(exercise.points for exercise in self.exercises)

    @property
    def max_points(self) -> float:
        """Points that can be had."""
        return sum(exercise.max_points for exercise in self.exercises)

    @property
    def n_steps_done(self) -> int:
        """Steps that are done."""
        return sum(step.is_done for step in self.steps)
