"""A grader that runs nothing."""

from collections.abc import Callable, Mapping

from jupyter_hybrid.domain.errors import Unavailable
from jupyter_hybrid.domain.exercises import CellGrade, Grade, TestResult, grade_by_hand
from jupyter_hybrid.domain.notebooks import Cell, CellRole
from jupyter_hybrid.services.ports import GradingTask


class FakeGrader:
    """The `Grader` port.

    Parameters
    ----------
    points
        What the tests behind an answer give: by the answer's source, or computed from it. Sources
        that are not known are worth nothing.

    Attributes
    ----------
    tasks
        What was asked of it.
    """

    def __init__(self, points: Mapping[str, float] | Callable[[str], float]) -> None:
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
                grades.append(self._grade(cell, answer))
        return Grade(tuple(grades), "fake", 1)

    def _grade(self, cell: Cell, answer: str) -> CellGrade:
        if cell.role is not CellRole.TESTS:
            return grade_by_hand(cell, answer=cell.source)
        worth = self._points(answer)
        message = "" if worth else "expected something else"
        test = TestResult(cell.id, cell.id, passed=worth > 0, hidden=False, message=message)
        return CellGrade(
            cell.id, min(worth, cell.points), cell.points, needs_manual_grade=False, tests=(test,)
        )

    async def close(self) -> None:
        self.is_closed = True
