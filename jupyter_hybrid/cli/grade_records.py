"""What became of each notebook of each learner, as it is kept and written."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NotRequired, TypedDict

from jupyter_hybrid.cli.grade_runs import Trust, mode_of
from jupyter_hybrid.cli.grade_source import Source
from jupyter_hybrid.domain.exercises import CellGrade, Grade, TestResult
from jupyter_hybrid.services.dry_run import tests_of


class State(StrEnum):
    """How far grading a notebook came."""

    GRADED = "graded"
    MISSING = "missing"
    """Not handed in: no points."""
    UNUSABLE = "unusable"
    """Handed in, and no notebook or not to be read: no points."""
    NOT_GRADED = "not_graded"
    """The engine could not: nothing is known of its points."""


class TestRecord(TypedDict):
    """One test; of a hidden one only whether it passed."""

    name: str
    passed: bool
    hidden: bool
    message: NotRequired[str]
    expected: NotRequired[str | None]
    got: NotRequired[str | None]


class CellRecord(TypedDict):
    """One graded cell; its points are None while it waits for a person or for the engine."""

    exercise: str
    cell: str
    points: float | None
    max_points: float
    needs_manual_grade: bool
    trust: str | None
    tests: list[TestRecord]


class NotebookRecord(TypedDict):
    """One notebook of one learner."""

    learner: str
    notebook: str
    state: str
    isolation: str | None
    tampering: list[str]
    fault: str | None
    notes: list[str]
    cells: list[CellRecord]


def record_of(
    learner: str, source: Source, *, grade: Grade, trust: Trust, notes: Iterable[str]
) -> NotebookRecord:
    """Return what a notebook was graded.

    Parameters
    ----------
    notes
        What was odd about the submission, beside what the grade says.
    """
    modes = {
        cell: mode_of(trust, exercise).value
        for exercise in source.draft.exercises
        for cell in tests_of(source.draft, exercise)
    }
    record = bare_record(learner, source, state=State.GRADED, cells=grade.cells, notes=notes)
    record["notes"] += grade.notes
    record["isolation"] = grade.isolation
    record["tampering"] = list(grade.tampering)
    record["fault"] = grade.fault
    for cell in record["cells"]:
        # By a kernel's output nobody chose how tests run.
        cell["trust"] = modes.get(cell["cell"]) if grade.trust is not None else None
    return record


def bare_record(
    learner: str,
    source: Source,
    *,
    state: State,
    cells: Iterable[CellGrade],
    notes: Iterable[str],
) -> NotebookRecord:
    """Return what became of a notebook for which nothing was run."""
    keys = {cell: one.key for one in source.draft.exercises for cell in one.graded}
    return NotebookRecord(
        learner=learner,
        notebook=source.name,
        state=state.value,
        isolation=None,
        tampering=[],
        fault=None,
        notes=list(notes),
        cells=[_cell_record(cell, exercise=keys[cell.cell]) for cell in cells],
    )


def not_graded(learner: str, source: Source, *, reason: str) -> NotebookRecord:
    """Return the record of a notebook that the engine could not grade."""
    cells = [
        CellGrade(cell.id, None, cell.points, needs_manual_grade=False)
        for cell in source.draft.notebook.cells
        if cell.is_graded
    ]
    notes = [f"not graded: {reason}"]
    return bare_record(learner, source, state=State.NOT_GRADED, cells=cells, notes=notes)


def points_of(records: Iterable[NotebookRecord]) -> float:
    """Return the points so far; what waits counts as none."""
    return sum(cell["points"] or 0.0 for record in records for cell in record["cells"])


def max_points_of(records: Iterable[NotebookRecord]) -> float:
    """Return the points that can be had."""
    return sum(cell["max_points"] for record in records for cell in record["cells"])


def waits_for_a_person(records: Iterable[NotebookRecord]) -> bool:
    """Return whether somebody has to grade a cell by hand."""
    return any(cell["needs_manual_grade"] for record in records for cell in record["cells"])


def _cell_record(cell: CellGrade, *, exercise: str) -> CellRecord:
    return CellRecord(
        exercise=exercise,
        cell=cell.cell,
        points=cell.points,
        max_points=cell.max_points,
        needs_manual_grade=cell.needs_manual_grade,
        trust=None,
        tests=[_test_record(test) for test in cell.tests],
    )


def _test_record(test: TestResult) -> TestRecord:
    if test.hidden:
        return TestRecord(name=test.name, passed=test.passed, hidden=True)
    return TestRecord(
        name=test.name,
        passed=test.passed,
        hidden=False,
        message=test.message,
        expected=test.expected,
        got=test.got,
    )
