"""Runs a rebuilt notebook from top to the last graded cell."""

import time
from typing import Protocol

from jupyter_hybrid.domain.exercises import CellGrade, grade_by_hand
from jupyter_hybrid.domain.notebooks import Cell, CellRole
from jupyter_hybrid.grading import words
from jupyter_hybrid.grading.diagnosis import Diagnosis, in_words
from jupyter_hybrid.grading.limits import Limits
from jupyter_hybrid.grading.outcomes import Ending, Outcome
from jupyter_hybrid.grading.record import TestRecord
from jupyter_hybrid.grading.story import (
    ByHand,
    Event,
    NextExercise,
    Noted,
    Problem,
    Story,
    Tested,
)
from jupyter_hybrid.services.ports import GradingTask


class Place(Protocol):
    """Where the cells of one notebook run, one after the other.

    Attributes
    ----------
    splits_tests
        Whether the parts of a test cell are run one by one.
    """

    splits_tests: bool

    @property
    def is_alive(self) -> bool:
        """Whether more can be run."""
        ...

    def why_it_ended(self, cell: str) -> str:
        """Return in words why nothing more can be run after `cell` made it end."""
        ...

    async def execute(self, cell: Cell, *, deadline: float) -> Outcome:
        """Run a cell that is no test and return what it gave; whatever it does, this returns."""
        ...

    async def test(self, record: TestRecord, *, deadline: float) -> Ending:
        """Run what can be run of a test cell now, and put what it finds into its record."""
        ...

    async def pass_by(self, cell: Cell, *, deadline: float) -> Outcome:
        """Run what a test cell that nobody asks points for leaves for those that follow."""
        ...


def cells_to_run(task: GradingTask) -> tuple[Cell, ...]:
    """Return the cells up to the last that points are asked for; none if there is none."""
    last = max((n for n, cell in enumerate(task.cells) if cell.id in task.graded), default=-1)
    return task.cells[: last + 1]


def is_test(cell: Cell) -> bool:
    """Return whether a cell is graded by running it."""
    return cell.role is CellRole.TESTS and cell.cell_type == "code"


class NotebookRun:
    """One run of a task.

    Parameters
    ----------
    place
        A fresh one, or None if no cell has to be run.
    timeout_s
        Seconds for all of it; by default those of `limits`.

    Attributes
    ----------
    records
        The test cells that were asked for, in order.
    """

    def __init__(
        self,
        task: GradingTask,
        *,
        place: Place | None,
        limits: Limits,
        timeout_s: float | None = None,
    ) -> None:
        self._task = task
        self._place = place
        self._limits = limits
        self._deadline = time.monotonic() + (timeout_s or limits.timeout_s)
        self._over = ""
        self._has_graded = False
        self._diagnosis = Diagnosis(task)
        self._events: list[Event] = []
        self.records: list[TestRecord] = []

    @property
    def left_s(self) -> float:
        """Seconds until it has to be over."""
        return self._deadline - time.monotonic()

    def story(self) -> Story:
        """Return what it comes to, with the records as they are now."""
        return Story(self._events, diagnosis=self._diagnosis)

    async def go(self) -> None:
        """Run every cell."""
        for cell in cells_to_run(self._task):
            self._follow_exercise(cell)
            if not self._over and time.monotonic() >= self._deadline:
                self._stop(words.out_of_time(self._limits))
            is_graded = cell.id in self._task.graded
            if is_graded and is_test(cell):
                await self._test(cell)
                continue
            if cell.cell_type == "code":
                await self._run(cell)
            if is_graded:
                self._events.append(ByHand(_by_hand(cell)))

    def _follow_exercise(self, cell: Cell) -> None:
        """Forget what went wrong in the answers once those of the next exercise begin."""
        if cell.is_answer and self._has_graded:
            self._events.append(NextExercise())
            self._has_graded = False
        self._has_graded = self._has_graded or cell.is_graded

    def _until(self) -> float:
        return min(time.monotonic() + self._limits.cell_timeout_s, self._deadline)

    async def _run(self, cell: Cell) -> None:
        if self._over or self._place is None or not cell.source.strip():
            return
        self._diagnosis.begin(cell)
        if is_test(cell):
            outcome = await self._place.pass_by(cell, deadline=self._until())
            self._watch(cell, outcome.ending)
            return
        outcome = await self._place.execute(cell, deadline=self._until())
        self._watch(cell, outcome.ending)
        if outcome.is_cut:
            self._events.append(Noted(words.too_much_output(in_words(cell), limits=self._limits)))
        problem = words.problem(in_words(cell), outcome, limits=self._limits)
        if problem is None:
            return
        if outcome.raised is not None and outcome.ending is Ending.DONE:
            finding = self._diagnosis.of_cell(cell, outcome.raised)
            self._events += [finding] if finding else []
        self._events.append(Problem(problem, is_answer=cell.is_answer, is_told=bool(self._over)))

    def _watch(self, cell: Cell, ending: Ending) -> None:
        """Take note if nothing more can be run."""
        if ending is Ending.DONE or self._place is None or self._place.is_alive:
            return
        if ending is Ending.DIED:
            self._stop(self._place.why_it_ended(cell.id))
        else:
            self._stop(words.given_up(cell.id, ending=ending, limits=self._limits))

    def _stop(self, why: str) -> None:
        self._over = why
        self._events.append(Noted(f"{why}; what follows was not run"))

    async def _test(self, cell: Cell) -> None:
        record = TestRecord(cell, is_split=self._place is None or self._place.splits_tests)
        self.records.append(record)
        self._events.append(Tested(record))
        self._diagnosis.begin(cell)
        if self._over or self._place is None:
            record.reason = self._over
            return
        ending = await self._place.test(record, deadline=self._until())
        if not self._place.is_alive:
            at = self._events.pop()
            self._watch(cell, ending)
            self._events.append(at)


def _by_hand(cell: Cell) -> CellGrade:
    if cell.role is CellRole.TESTS:  # tests that are text: somebody has to read the answer
        return CellGrade(cell.id, None, cell.points, needs_manual_grade=True)
    return grade_by_hand(cell, answer=cell.source)
