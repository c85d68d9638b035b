"""What an author allows: who gets in, how many attempts, the solution, resources."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


class SolutionAccess(StrEnum):
    """When a learner may read the worked solution."""

    PASSED = "passed"
    """After passing only."""
    GIVE_UP = "give_up"
    """After passing, or after giving up: from then on no attempt gives points."""
    NEVER = "never"


class EnrolmentPolicy(StrEnum):
    """How one becomes a learner of a course."""

    OPEN = "open"
    """By opening it."""
    CODE = "code"
    """With a code that the trainer gives out."""
    LIST = "list"
    """By being put on its list."""


class TrustMode(StrEnum):
    """Where the tests of an exercise run; the earlier one is the safer (docs/decisions/0020)."""

    SPLIT = "split"
    """In a process of their own that sees only data of the answer."""
    SEALED = "sealed"
    """In a throw-away copy of the answer's process, with Python's own parts put back."""
    SHARED = "shared"
    """Beside the answer, as nbgrader runs them; only if the author says so."""


class Permission(StrEnum):
    """What an author may let answers do while they are graded."""

    PROCESSES = "processes"
    """Start processes."""
    NETWORK = "network"
    """Reach other machines."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one grading may use.

    Parameters
    ----------
    cell_s, exercise_s
        Seconds for one cell and for the whole run.
    memory_mb, scratch_mb
        Mebibytes of memory, and of files that the code writes.
    output_kb
        Kibibytes of output.
    """

    cell_s: float = 10.0
    exercise_s: float = 30.0
    memory_mb: int = 1024
    output_kb: int = 1024
    scratch_mb: int = 64


MOST = Limits(cell_s=120.0, exercise_s=600.0, memory_mb=8192, output_kb=8192, scratch_mb=1024)
"""What no author can exceed: one check must not take a server from everybody else."""


@dataclass(frozen=True, slots=True)
class ExercisePolicy:
    """What an author allows at an exercise.

    Parameters
    ----------
    max_attempts
        How many attempts count; None for as many as one likes.
    pause_s
        Seconds that must lie between two attempts.
    solution
        When the worked solution may be read.
    give_up_after
        Failed attempts before one may give up; 0 allows it at once.
    limits
        What one grading may use.
    imports
        Modules that the answers use; the engine loads them beforehand.
    allow
        What answers may do that is forbidden otherwise.
    isolation
        The weakest mode that the author accepts for the tests; None for whatever works but
        `TrustMode.SHARED`.
    is_seeded
        Whether each attempt gets random numbers of its own that a repetition gives again.
    """

    max_attempts: int | None = None
    pause_s: float = 0.0
    solution: SolutionAccess = SolutionAccess.GIVE_UP
    give_up_after: int = 3
    limits: Limits = field(default_factory=Limits)
    imports: tuple[str, ...] = ()
    allow: tuple[Permission, ...] = ()
    isolation: TrustMode | None = None
    is_seeded: bool = False

    def changed(
        self, changes: Mapping[str, Any], *, limits: Mapping[str, Any] | None = None
    ) -> "ExercisePolicy":
        """Return this policy with what an exercise says differently.

        Examples
        --------
        >>> policy = ExercisePolicy().changed({"max_attempts": 5}, limits={"cell_s": 2.0})
        >>> policy.max_attempts, policy.limits.cell_s, policy.limits.memory_mb
        (5, 2.0, 1024)
        """
        return replace(self, **changes, limits=replace(self.limits, **(limits or {})))

    def n_left(self, n_attempts: int) -> int | None:
        """Return how many attempts are left after `n_attempts`, or None if they are not counted."""
        return None if self.max_attempts is None else max(0, self.max_attempts - n_attempts)

    def wait_s(self, *, last_at: datetime | None, now: datetime) -> float:
        """Return the seconds until the next attempt is taken; 0 if it is now.

        Parameters
        ----------
        last_at
            When the latest attempt was handed in, or None.
        """
        if last_at is None or last_at > now:  # the clock was put back
            return 0.0
        left = last_at + timedelta(seconds=self.pause_s) - now
        return max(0.0, left.total_seconds())
