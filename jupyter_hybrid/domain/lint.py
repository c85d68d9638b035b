"""What is wrong with a course folder, told so that its author can mend it."""

from dataclasses import dataclass
from enum import StrEnum

from jupyter_hybrid.domain.policies import TrustMode


class Severity(StrEnum):
    """How bad it is."""

    ERROR = "error"
    """The step or the course cannot be offered as it is."""
    WARNING = "warning"
    """It can, and somebody will stumble over it."""


@dataclass(frozen=True, slots=True)
class LintMessage:
    """One thing that is wrong, and how to mend it.

    Parameters
    ----------
    severity, code
        How bad it is; a stable name for the kind of fault, such as ``missing-file``.
    file
        Path in the course folder, with ``/``.
    text
        What is wrong.
    advice
        What to do.
    line
        Line of a text file, counted from 1, or None.
    cell
        Number of the notebook cell, counted from 1, or None.
    cell_id
        nbformat's id of that cell or, where it has none, its ``grade_id``; or None.
    """

    severity: Severity
    code: str
    file: str
    text: str
    advice: str
    line: int | None = None
    cell: int | None = None
    cell_id: str | None = None

    def __str__(self) -> str:
        place = self.file
        if self.cell is not None:
            place = f"{place}, cell {self.cell}"
        elif self.line is not None:
            place = f"{place}, line {self.line}"
        return f"{place}: {self.severity.value}: {self.text}; {self.advice} [{self.code}]"


@dataclass(frozen=True, slots=True)
class DryRun:
    """What an exercise gave before anybody was handed it.

    Parameters
    ----------
    step
        ``module/step`` or, for a notebook outside a course, its path.
    exercise
        Its key.
    max_points
        What can be had.
    reference_points
        What the author's own solution got.
    untouched_points
        What the learner's copy got without any work; must be 0.
    seconds
        How long both took.
    problems
        Sentences; empty if the exercise is sound.
    trust
        The mode in which its tests will be run; None if none works.
    reasons
        Why each stricter mode does not do, a sentence each, with the line of the tests.
    """

    step: str
    exercise: str
    max_points: float
    reference_points: float
    untouched_points: float
    seconds: float
    problems: tuple[str, ...] = ()
    trust: TrustMode | None = None
    reasons: tuple[str, ...] = ()
