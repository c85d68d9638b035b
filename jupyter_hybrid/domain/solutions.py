"""The worked solution of an exercise: what it is, and who may read it when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from jupyter_hybrid.domain.attempts import AttemptSummary, n_failed, passes
from jupyter_hybrid.domain.exercises import Exercise
from jupyter_hybrid.domain.notebooks import Notebook
from jupyter_hybrid.domain.policies import SolutionAccess


class SolutionState(StrEnum):
    """Whether somebody can read the worked solution of an exercise."""

    LOCKED = "locked"
    GIVE_UP = "give_up"
    """By giving up."""
    OPEN = "open"


def solution_state(
    exercise: Exercise, *, attempts: Iterable[AttemptSummary], given_up_at: datetime | None
) -> SolutionState:
    """Return whether somebody can read the worked solution of an exercise.

    The first that holds counts:

    1. An exercise without an answer cell has no worked solution, and with the policy ``never`` it
       stays shut: locked.
    2. An attempt got all points, a person has given points to an exercise that is graded by hand,
       or it was given up: open.
    3. No attempt is left. Nothing can be won any more, whatever the policy was for: giving up.
    4. The policy is ``passed``: locked.
    5. As many attempts failed as the author asks for (``give_up_after``): giving up. What waits
       for a person has not failed.
    6. Locked.

    Parameters
    ----------
    attempts
        As in `progress_of`.
    """
    policy = exercise.policy
    counted = [attempt for attempt in attempts if attempt.counts]
    if not exercise.answers or policy.solution is SolutionAccess.NEVER:
        return SolutionState.LOCKED
    if given_up_at is not None or any(_opens_solution(exercise, one) for one in counted):
        return SolutionState.OPEN
    if policy.n_left(len(counted)) == 0:
        return SolutionState.GIVE_UP
    if policy.solution is SolutionAccess.PASSED:
        return SolutionState.LOCKED
    if n_failed(exercise, counted) >= policy.give_up_after:
        return SolutionState.GIVE_UP
    return SolutionState.LOCKED


def _opens_solution(exercise: Exercise, attempt: AttemptSummary) -> bool:
    # The engine gives no points for what a person has to read: points there are a person's.
    is_read = exercise.needs_manual_grade and attempt.points > 0 and not attempt.needs_manual_grade
    return is_read or passes(exercise, attempt)


@dataclass(frozen=True, slots=True)
class SolutionCell:
    """The author's text of one answer cell.

    Parameters
    ----------
    id, cell_type
        As in `Cell`.
    source
        Without the lines that mark it as a solution, and without hidden tests.
    """

    id: str
    cell_type: str
    source: str


@dataclass(frozen=True, slots=True)
class Solution:
    """The worked solution of one exercise, in document order."""

    exercise: str
    cells: tuple[SolutionCell, ...]


def solution_of(notebook: Notebook, exercise: Exercise) -> Solution:
    """Return the author's own answers to an exercise of a source notebook."""
    cells = [cell for cell in notebook.answers if cell.id in exercise.answers]
    return Solution(
        exercise.key,
        tuple(SolutionCell(cell.id, cell.cell_type, shown_source(cell.source)) for cell in cells),
    )


def shown_source(source: str) -> str:
    r"""Return an author's text without nbgrader's markers and without what stays hidden.

    nbgrader takes a line for a marker that holds the words, whatever comment sign or ornament
    stands around them.

    Examples
    --------
    >>> shown_source("def f():\n    ### BEGIN SOLUTION\n    return 1\n    # END SOLUTION\n")
    'def f():\n    return 1\n'
    >>> shown_source("1 + 1\n# BEGIN HIDDEN TESTS\nassert secret\n# END HIDDEN TESTS")
    '1 + 1'
    """
    return "\n".join(_shown_lines(source.split("\n")))


_SHUT = ("HIDDEN TESTS", "MARK SCHEME")


def _shown_lines(lines: Iterable[str]) -> Iterator[str]:
    is_shut = False
    for line in lines:
        if any(f"BEGIN {name}" in line for name in _SHUT):
            is_shut = True
        elif any(f"END {name}" in line for name in _SHUT):
            is_shut = False
        elif not is_shut and not any(f"{word} SOLUTION" in line for word in ("BEGIN", "END")):
            yield line


def why_shut(
    exercise: Exercise, state: SolutionState, *, attempts: Iterable[AttemptSummary]
) -> str:
    """Return the sentence that says what opens a worked solution which is not open.

    Parameters
    ----------
    state
        From `solution_state`; not ``OPEN``.
    attempts
        As in `solution_state`.
    """
    what = f"the worked solution of exercise {exercise.key!r}"
    policy = exercise.policy
    if not exercise.answers:
        return f"exercise {exercise.key!r} has no worked solution"
    if policy.solution is SolutionAccess.NEVER:
        return f"{what} is not shown in this course"
    made = list(attempts)
    if any(attempt.counts and attempt.needs_manual_grade for attempt in made):
        opens = "it opens once a person has given points"
        or_else = " or you give the exercise up" if state is SolutionState.GIVE_UP else ""
        return f"{what} is shut: {opens}{or_else}"
    first = "hand it in first" if exercise.needs_manual_grade else "pass it first"
    if state is SolutionState.GIVE_UP:
        return f"{what} is shut: {first}, or give the exercise up"
    if policy.solution is SolutionAccess.PASSED:
        return f"{what} is shut: {first}"
    n_more = policy.give_up_after - n_failed(exercise, made)
    more = "one more attempt" if n_more == 1 else f"{n_more} more attempts"
    return f"{what} is shut: {first}; after {more} without passing you may give it up"
