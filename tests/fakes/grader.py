"""A grader that runs nothing."""

from collections.abc import Callable, Collection, Mapping

from jupyter_hybrid.domain.errors import Unavailable
from jupyter_hybrid.domain.exercises import CellGrade, Grade, TestResult, grade_by_hand
from jupyter_hybrid.domain.notebooks import Cell, CellRole
from jupyter_hybrid.domain.policies import TrustMode
from jupyter_hybrid.services.ports import GradingTask


class FakeGrader:
    """The `Grader` port.

    Parameters
    ----------
    points
        What the tests behind an answer give: by the answer's source, or computed from it. Sources
        that are not known are worth nothing.
    modes
        In which trust modes a tests cell can be run, by its id; in all where it is left out.
    isolation
        What its grades say; ``kernel`` for an engine without trust modes.

    Attributes
    ----------
    tasks
        What was asked of it.
    """

    def __init__(
        self,
        points: Mapping[str, float] | Callable[[str], float],
        *,
        modes: Mapping[str, Collection[TrustMode]] | None = None,
        isolation: str = "fake",
    ) -> None:
        self._modes = modes or {}
        self._isolation = isolation
        self._points = points if callable(points) else lambda source: points.get(source, 0.0)
        self.tasks: list[GradingTask] = []
        self.is_closed = False

    async def grade(self, task: GradingTask) -> Grade:
        if self.is_closed:
            raise Unavailable("the grading engine was stopped")
        self.tasks.append(task)
        answer, grades = "", []
        for cell in task.cells:
            answer = cell.source if cell.is_answer else answer
            if cell.id in task.graded:
                mode = task.trust.get(cell.id, TrustMode.SPLIT)
                grades.append(self._grade(cell, answer, mode=mode))
        modes = [task.trust.get(cell.cell, TrustMode.SPLIT) for cell in grades]
        weakest = max(modes, key=list(TrustMode).index, default=None)
        trust = None if self._isolation == "kernel" else weakest
        return Grade(tuple(grades), self._isolation, 1, trust=trust)

    def _grade(self, cell: Cell, answer: str, *, mode: TrustMode) -> CellGrade:
        if cell.role is not CellRole.TESTS:
            return grade_by_hand(cell, answer=cell.source)
        can_be_run = mode in self._modes.get(cell.id, TrustMode)
        worth = self._points(answer) if can_be_run else 0.0
        message = "" if worth else "expected something else"
        if not can_be_run:
            message = "a generator cannot be sent; return a list"
        test = TestResult(cell.id, cell.id, passed=worth > 0, hidden=False, message=message)
        return CellGrade(
            cell.id, min(worth, cell.points), cell.points, needs_manual_grade=False, tests=(test,)
        )

    async def close(self) -> None:
        self.is_closed = True
