"""What trainers see of everybody's attempts: the repository that reads and changes grades."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from jupyter_hybrid.domain.attempts import Attempt, AttemptOutcome
from jupyter_hybrid.domain.courses import StepKey


class ToGradeState(StrEnum):
    """Which answers that a person grades are asked for."""

    WAITING = "waiting"
    GRADED = "graded"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class ToGradeQuery:
    """Which answers are asked for.

    Parameters
    ----------
    course
        Key of the course.
    step, exercise
        Of that step or exercise only; None for all.
    state
        Whether they wait for a person.
    offset, limit
        Which page: so many are left out, and at most so many are returned.
    """

    course: str
    step: StepKey | None = None
    exercise: str | None = None
    state: ToGradeState = ToGradeState.ALL
    offset: int = 0
    limit: int = 50


@dataclass(frozen=True, slots=True)
class ToGradeCount:
    """How many answers to one exercise wait for a person, and how many have their points."""

    step: StepKey
    exercise: str
    n_waiting: int
    n_graded: int


class GradebookRepository(Protocol):
    """Grades of a whole course. What counts of a learner is their latest attempt at an exercise."""

    def to_grade(self, query: ToGradeQuery) -> Sequence[AttemptOutcome]:
        """Return the attempts with something for a person to grade: waiting first, oldest first.

        Of each learner and exercise the latest such attempt only.
        """
        ...

    def counts(self, course: str) -> Sequence[ToGradeCount]:
        """Return of each exercise with something for a person to grade how many there are."""
        ...

    def graded(self, step: StepKey, exercise: str) -> Sequence[Attempt]:
        """Return everybody's graded attempts at an exercise, oldest first."""
        ...

    def replace_grade(self, attempt: Attempt) -> None:
        """Store another grade, hint and `graded_at` of an attempt that is graded."""
        ...
