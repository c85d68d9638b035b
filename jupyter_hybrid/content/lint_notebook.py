"""All that is wrong with one source notebook."""

import re
from collections.abc import Callable, Iterator, Sequence

from jupyter_hybrid.content.lint_cells import CellToLint, Surroundings, lint_cell, read_cell
from jupyter_hybrid.content.lint_codes import Place, fault, split_advice
from jupyter_hybrid.content.lint_text import LinkTargets
from jupyter_hybrid.content.notebook_file import read_source_notebook
from jupyter_hybrid.content.notebook_json import JsonNotebook, read_notebook_json
from jupyter_hybrid.domain.errors import Invalid
from jupyter_hybrid.domain.exercises import Exercise, exercises_of
from jupyter_hybrid.domain.lint import LintMessage, Severity
from jupyter_hybrid.domain.notebooks import Cell, CellRole, Notebook

_NUMBER = re.compile(r"cell (\d{1,9})\b")
_REPAIR = "open it in JupyterLab, correct it, and save it"

Exercises = Sequence[tuple[Exercise, Sequence[CellToLint]]]
"""Exercises with their cells. Here a cell's id is its number: grade_ids may be there twice."""


def lint_notebook(content: bytes, *, file: str, targets: LinkTargets) -> list[LintMessage]:
    """Return all that is wrong with a source notebook, in the order of its cells.

    Parameters
    ----------
    file
        Path in the course folder.
    targets
        What learners have beside it.
    """
    try:
        raw = read_notebook_json(content, file=file)
    except Invalid as error:
        return [_unreadable(error, file=file)]
    cells = [read_cell(cell, file=file) for cell in raw.cells]
    surroundings = Surroundings(_language(raw), _is_imported(raw), targets)
    messages = [_odd(problem, file=file) for problem in raw.odd]
    for cell in cells:
        messages += lint_cell(cell, surroundings)
    messages += _duplicate_grade_ids(cells)
    if all(cell.has_role for cell in cells):  # or a test would seem to miss its answer
        exercises = _exercises(cells)
        for rule in EXERCISE_RULES:
            messages += rule(exercises)
    if not any(message.severity is Severity.ERROR for message in messages):
        messages += _refused(content, file=file)
    return sorted(messages, key=lambda message: message.cell or 0)


def _unreadable(error: Invalid, *, file: str) -> LintMessage:
    text, advice = split_advice(error.message, advice=_REPAIR)
    return fault("unreadable-notebook", Place(file), text, advice)


def _refused(content: bytes, *, file: str) -> Iterator[LintMessage]:
    """Yield what only the reader itself has to say, for example about the kernel."""
    try:
        read_source_notebook(content, file=file)
    except Invalid as error:
        yield _unreadable(error, file=file)


def _odd(problem: str, *, file: str) -> LintMessage:
    number = _NUMBER.match(problem)
    place = Place(file, cell=int(number[1]) if number else None)
    return fault("odd-cell", place, problem, "delete the cell, or restore it from a copy")


def _language(raw: JsonNotebook) -> str:
    spec = raw.metadata.get("kernelspec")
    language = spec.get("language") if isinstance(spec, dict) else None
    return language if isinstance(language, str) else "python"


def _is_imported(raw: JsonNotebook) -> bool:
    block = raw.metadata.get("jupyter_hybrid")
    return isinstance(block, dict) and block.get("imported") == "nbgrader"


def _duplicate_grade_ids(cells: Sequence[CellToLint]) -> Iterator[LintMessage]:
    first: dict[str, int] = {}
    for cell in cells:
        grade_id = cell.marks.grade_id
        if grade_id is None:
            continue
        number = first.setdefault(grade_id, cell.json.number)
        if number != cell.json.number:
            yield fault(
                "duplicate-grade-id",
                cell.place,
                f"the grade_id {grade_id!r} is already used by cell {number}",
                "give this cell one of its own, for example with the cell toolbar",
            )


def _exercises(cells: Sequence[CellToLint]) -> Exercises:
    by_id = {str(cell.json.number): cell for cell in cells}
    notebook = Notebook(
        tuple(
            Cell(
                id=name,
                cell_type=cell.json.cell_type,
                source=cell.json.source,
                stub="",
                role=cell.marks.role,
                points=cell.marks.points,
                exercise=cell.marks.exercise,
            )
            for name, cell in by_id.items()
        )
    )
    return [
        (exercise, [by_id[name] for name in sorted({*exercise.answers, *exercise.graded}, key=int)])
        for exercise in exercises_of(notebook)
    ]


def _key(cells: Sequence[CellToLint]) -> str | None:
    return cells[0].marks.exercise or cells[0].marks.grade_id


def _duplicate_exercises(exercises: Exercises) -> Iterator[LintMessage]:
    first: dict[str, CellToLint] = {}
    for _, cells in exercises:
        key = _key(cells)
        if key is None:
            continue
        before = first.setdefault(key, cells[0])
        # That two cells have one grade_id is said already.
        if before is not cells[0] and before.marks.grade_id != cells[0].marks.grade_id:
            yield fault(
                "duplicate-exercise",
                cells[0].place,
                f"an exercise {key!r} begins here and in cell {before.json.number}",
                "let the cells of one exercise follow each other, or give one another key",
            )


def _no_tests(exercises: Exercises) -> Iterator[LintMessage]:
    for exercise, cells in exercises:
        if not exercise.graded:
            yield fault(
                "no-tests",
                cells[0].place,
                f"nothing grades the exercise {_key(cells)!r}",
                "add a tests cell behind the answer, or mark the answer as manually graded",
            )


def _no_points(exercises: Exercises) -> Iterator[LintMessage]:
    for exercise, cells in exercises:
        if exercise.graded and exercise.max_points == 0:
            yield fault(
                "no-points",
                cells[0].place,
                f"the exercise {_key(cells)!r} gives no points",
                "give its tests at least one point, or progress will not count it",
            )


def _tests_before_answer(exercises: Exercises) -> Iterator[LintMessage]:
    for exercise, cells in exercises:
        if not exercise.answers and cells[0].marks.role is CellRole.TESTS:
            yield fault(
                "tests-before-answer",
                cells[0].place,
                f"the tests {cells[0].marks.grade_id!r} follow no answer that they could grade",
                "move them behind the answer cell",
            )


EXERCISE_RULES: tuple[Callable[[Exercises], Iterator[LintMessage]], ...] = (
    _duplicate_exercises,
    _no_tests,
    _no_points,
    _tests_before_answer,
)
