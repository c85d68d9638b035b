"""A notebook as grading sees it: cells with a role, not a file format.

The roles come from nbgrader's metadata, schema version 3 (docs/decisions/0003).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class CellRole(StrEnum):
    """What a cell is for."""

    FREE = "free"
    """No nbgrader metadata: text, set-up, or a cell that the learner added."""
    LOCKED = "locked"
    """Read-only: always taken from the release."""
    ANSWER = "answer"
    """The learner writes it; graded by the tests that follow."""
    MANUAL = "manual"
    """The learner writes it; a person grades it."""
    TESTS = "tests"
    """Grades the answers before it."""
    TASK = "task"
    """Asks for work in cells of the learner's own; a person grades it."""


GRADED_ROLES = frozenset({CellRole.MANUAL, CellRole.TESTS, CellRole.TASK})
ANSWER_ROLES = frozenset({CellRole.ANSWER, CellRole.MANUAL})


@dataclass(frozen=True, slots=True)
class Hint:
    """The author's help for those who are stuck.

    Parameters
    ----------
    text
        What the learner reads.
    after
        Failed attempts that earn it, from 1.
    """

    text: str
    after: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a source notebook.

    Parameters
    ----------
    id
        Unique in the notebook: the ``grade_id`` where there is one, else nbformat's cell id.
    cell_type
        ``code``, ``markdown`` or ``raw``.
    source
        The author's text, with solution and hidden tests.
    stub
        What the learner was given instead of `source`; equal to it where nothing was taken out.
    role
        What the cell is for.
    points
        What the cell can give; 0 for cells that are not graded.
    exercise
        The author's key for the exercise that begins here, or None.
    hints
        The author's hints, weakest first.
    policy, limits
        What the author wants otherwise than in the rest of the course, by field of
        `ExercisePolicy` and of `Limits`; of an exercise's cells the later one counts.
    """

    id: str
    cell_type: str
    source: str
    stub: str
    role: CellRole = CellRole.FREE
    points: float = 0.0
    exercise: str | None = None
    hints: tuple[Hint, ...] = ()
    policy: Mapping[str, Any] = field(default_factory=dict)
    limits: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_answer(self) -> bool:
        """Whether the learner writes this cell."""
        return self.role in ANSWER_ROLES

    @property
    def is_graded(self) -> bool:
        """Whether the cell can give points."""
        return self.role in GRADED_ROLES


@dataclass(frozen=True, slots=True)
class Notebook:
    """The author's notebook, cell by cell.

    Parameters
    ----------
    cells
        In document order; ids are unique.
    kernel_name
        The kernelspec to run it with.
    language
        The kernel's language, for example ``python``.
    """

    cells: tuple[Cell, ...]
    kernel_name: str = "python3"
    language: str = "python"
    _by_id: dict[str, Cell] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_id.update({cell.id: cell for cell in self.cells})

    def get(self, cell_id: str) -> Cell | None:
        """Return the cell of that id, or None."""
        return self._by_id.get(cell_id)

    @property
    def answers(self) -> Iterable[Cell]:
        """The cells that the learner writes, in order."""
        return (cell for cell in self.cells if cell.is_answer)
