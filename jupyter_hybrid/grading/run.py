"""Runs a rebuilt notebook from top to the last graded cell."""

import time

from jupyter_hybrid.domain.exercises import CellGrade, Missing, grade_by_hand
from jupyter_hybrid.domain.notebooks import Cell, CellRole
from jupyter_hybrid.grading import words
from jupyter_hybrid.grading.diagnosis import MOST_TOLD, Diagnosis, Finding, in_words
from jupyter_hybrid.grading.kernels.kernel import Kernel
from jupyter_hybrid.grading.limits import Limits
from jupyter_hybrid.grading.outcomes import Ending, Outcome
from jupyter_hybrid.grading.test_cell import TestCell
from jupyter_hybrid.services.ports import GradingTask


def cells_to_run(task: GradingTask) -> tuple[Cell, ...]:
    """Return the cells up to the last that points are asked for; none if there is none."""
    last = max((n for n, cell in enumerate(task.cells) if cell.id in task.graded), default=-1)
    return task.cells[: last + 1]


class NotebookRun:
    """One run of a task in a kernel.

    Parameters
    ----------
    kernel
        A fresh one, or None if no cell has to be run.

    Attributes
    ----------
    notes, missing
        As in `Grade`, once it has run.
    """

    def __init__(self, task: GradingTask, *, kernel: Kernel | None, limits: Limits) -> None:
        self._task = task
        self._kernel = kernel
        self._limits = limits
        self._deadline = time.monotonic() + limits.timeout_s
        self._over = ""
        self._problems: list[str] = []
        self._has_graded = False
        self._untold: list[str] = []
        self._elsewhere: list[str] = []
        self._diagnosis = Diagnosis(task)
        self._findings: list[Finding] = []
        self.notes: list[str] = []
        self.missing: list[Missing] = []

    async def grades(self) -> tuple[CellGrade, ...]:
        """Run it and return a grade for each cell that one is asked for, in document order."""
        grades = []
        for cell in cells_to_run(self._task):
            self._follow_exercise(cell)
            if not self._over and time.monotonic() >= self._deadline:
                self._stop(f"checking was stopped after {self._limits.timeout_s:g} s")
            is_graded = cell.id in self._task.graded
            if is_graded and cell.role is CellRole.TESTS and cell.cell_type == "code":
                grades.append(await self._test(cell))
                continue
            if cell.cell_type == "code":
                await self._run(cell)
            if is_graded:
                grades.append(_by_hand(cell))
                self._tell()
                self._tell_findings()
        return tuple(grades)

    def _follow_exercise(self, cell: Cell) -> None:
        """Forget what went wrong in the answers once those of the next exercise begin."""
        if cell.is_answer and self._has_graded:
            self._problems.clear()
            self._untold.clear()
            self._findings.clear()
            self._has_graded = False
        self._has_graded = self._has_graded or cell.is_graded

    def _until(self) -> float:
        return min(time.monotonic() + self._limits.cell_timeout_s, self._deadline)

    async def _run(self, cell: Cell) -> None:
        if self._over or self._kernel is None or not cell.source.strip():
            return
        self._diagnosis.begin(cell)
        outcome = await self._kernel.execute(cell.source, deadline=self._until())
        self._watch(cell, outcome.ending)
        if cell.role is not CellRole.TESTS:
            self._record(cell, outcome)

    def _record(self, cell: Cell, outcome: Outcome) -> None:
        problem = words.problem(in_words(cell), outcome, limits=self._limits)
        if problem is None:
            return
        if outcome.raised is not None and outcome.ending is Ending.DONE:
            self._find(self._diagnosis.of_cell(cell, outcome.raised))
        if cell.is_answer:
            self._problems.append(problem)
        if not self._over:  # of which a note speaks already
            (self._untold if cell.is_answer else self._elsewhere).append(problem)

    def _find(self, finding: Finding | None) -> None:
        if finding is not None and finding not in self._findings:
            self._findings.append(finding)

    def _watch(self, cell: Cell, ending: Ending) -> None:
        """Take note if nothing more can be run."""
        if ending is Ending.DONE or self._kernel is None or self._kernel.is_alive:
            return
        if ending is Ending.DIED:
            status = self._kernel.exit_status
            self._stop(words.kernel_ended(cell.id, status=status))
        else:
            self._stop(words.kernel_given_up(cell.id, ending=ending, limits=self._limits))

    def _stop(self, why: str) -> None:
        self._over = why
        self.notes.append(f"{why}; what follows was not run")

    async def _test(self, cell: Cell) -> CellGrade:
        tests = TestCell(cell, language=self._task.language, limits=self._limits)
        if self._over or self._kernel is None:
            return tests.not_run(self._over)
        self._diagnosis.begin(cell)
        problems = "; ".join(self._problems)
        grade = await tests.run(self._kernel, deadline=self._until(), problems=problems)
        if not self._kernel.is_alive:
            self._watch(cell, tests.ending)
        for source, raised in tests.stopped_by:
            self._find(self._diagnosis.of_test(source, raised, hidden=tests.hidden_source))
        if any(not test.passed and problems and not test.hidden for test in grade.tests):
            self._untold.clear()
        elif grade.points != grade.max_points:
            self._tell()
        if grade.points != grade.max_points:
            self._tell_findings()
        return grade

    def _tell(self) -> None:
        """Put what no test's message says into the notes."""
        self.notes += [*self._elsewhere, *self._untold]
        self._elsewhere.clear()
        self._untold.clear()

    def _tell_findings(self) -> None:
        """Say what was missing, each thing once."""
        for finding in self._findings[:MOST_TOLD]:
            if finding.note not in self.notes:
                self.notes.append(finding.note)
            if finding.missing is not None and finding.missing not in self.missing:
                self.missing.append(finding.missing)
        self._findings.clear()


def _by_hand(cell: Cell) -> CellGrade:
    if cell.role is CellRole.TESTS:  # tests that are text: somebody has to read the answer
        return CellGrade(cell.id, None, cell.points, needs_manual_grade=True)
    return grade_by_hand(cell, answer=cell.source)
