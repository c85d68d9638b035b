"""Points that a person gives: what they read, what they may give, and when it still holds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from jupyter_hybrid.domain.errors import Conflict, Invalid, NotFound
from jupyter_hybrid.domain.exercises import CellGrade, FreeCell, Grade
from jupyter_hybrid.domain.notebooks import Cell, CellRole, Notebook
from jupyter_hybrid.domain.solutions import shown_source

STEP_POINTS = 0.5
"""What is between two marks; the whole of a cell can be given whatever it is."""
MAX_COMMENT = 4000
"""Characters of a comment."""


@dataclass(frozen=True, slots=True)
class HandGrade:
    """What a person gives for one cell.

    Parameters
    ----------
    points
        0 to what the cell can give, in halves.
    comment
        What the learner reads beside them; may be empty.
    by
        What the learner reads of who gave them.
    """

    points: float
    comment: str
    by: str


@dataclass(frozen=True, slots=True)
class WorkCell:
    """A cell that a person reads to grade: data, never to be run or shown as it is.

    Parameters
    ----------
    cell_type
        ``code``, ``markdown`` or ``raw``.
    source
        Its text.
    """

    cell_type: str
    source: str


@dataclass(frozen=True, slots=True)
class Work:
    """What a person reads to grade one cell.

    Parameters
    ----------
    task
        What the author wrote before it, since the answer or graded cell before.
    answer
        What the learner wrote.
    solution
        The author's own answer; empty if there is none.
    scheme
        How the author wants it marked (nbgrader's mark scheme); empty if they do not say.
    """

    task: tuple[WorkCell, ...]
    answer: tuple[WorkCell, ...]
    solution: str
    scheme: str


def is_by_hand(cell: CellGrade) -> bool:
    """Return whether a person has to grade a cell, or did."""
    return cell.needs_manual_grade or cell.graded_by is not None


def cell_of(grade: Grade, cell_id: str) -> CellGrade:
    """Return what a cell gave that a person has to grade, or did.

    Raises
    ------
    NotFound
        If there is no such cell, or nobody has to grade it.
    """
    for cell in grade.cells:
        if cell.cell == cell_id and is_by_hand(cell):
            return cell
    raise NotFound(f"there is no cell {cell_id[:80]!r} to grade by hand", field="cell")


def hand_graded(grade: Grade, cell_id: str, *, given: HandGrade, seen: CellGrade) -> Grade:
    """Return a grade with what a person gives for one of its cells.

    Parameters
    ----------
    seen
        The cell as the person saw it: points, comment and name that were there. Whoever saw
        something else must look again; the same once more changes nothing.

    Raises
    ------
    NotFound
        As in `cell_of`.
    Invalid
        If there cannot be so many points, or the comment is too long.
    Conflict
        If somebody else gave points meanwhile; the message says how many.
    """
    cell = cell_of(grade, cell_id)
    _check(given, max_points=cell.max_points)
    changed = replace(
        cell,
        points=given.points,
        comment=given.comment.strip(),
        graded_by=given.by,
        needs_manual_grade=False,
    )
    if changed == cell:
        return grade
    if _mark(cell) != _mark(seen):
        raise Conflict(f"{_in_words(cell)}; look at it before you change it", field="seen")
    return replace(grade, cells=tuple(changed if one is cell else one for one in grade.cells))


def _mark(cell: CellGrade) -> tuple[float | None, str, str | None]:
    return (None if cell.needs_manual_grade else cell.points, cell.comment, cell.graded_by)


def _in_words(cell: CellGrade) -> str:
    if cell.points is None or cell.needs_manual_grade:
        return "the points were taken back meanwhile"
    said = f" and wrote {cell.comment[:200]!r}" if cell.comment else ""
    who = cell.graded_by or "somebody"
    return f"{who} gave {cell.points:g} of {cell.max_points:g} points meanwhile{said}"


def _check(given: HandGrade, *, max_points: float) -> None:
    is_mark = given.points == max_points or (given.points / STEP_POINTS).is_integer()
    if not (0 <= given.points <= max_points and is_mark):
        raise Invalid(
            f"points must be 0 to {max_points:g} in halves, not {given.points:g}", field="points"
        )
    if len(given.comment) > MAX_COMMENT:
        raise Invalid(f"a comment has at most {MAX_COMMENT} characters", field="comment")


def carried_over(fresh: Grade, *, former: Grade) -> Grade:
    """Return a fresh grade of the same answers with the points that a person gave before.

    Where the cell can give less now, it gives all that it can.
    """
    given = {cell.cell: cell for cell in former.cells if cell.graded_by is not None}
    return replace(
        fresh,
        cells=tuple(
            _carried(cell, given[cell.cell]) if cell.cell in given and not cell.tests else cell
            for cell in fresh.cells
        ),
    )


def _carried(fresh: CellGrade, given: CellGrade) -> CellGrade:
    return replace(
        fresh,
        points=min(given.points or 0.0, fresh.max_points),
        comment=given.comment,
        graded_by=given.graded_by,
        needs_manual_grade=False,
    )


def work_of(
    notebook: Notebook, cell_id: str, *, answers: Mapping[str, str], free: Sequence[FreeCell]
) -> Work:
    """Return what a person reads to grade a cell of a released notebook.

    Parameters
    ----------
    answers, free
        What the learner handed in. Code cells of their own count where they follow the cell, or
        what the author put behind it, up to the next answer.

    Raises
    ------
    NotFound
        If the notebook has no such cell.
    """
    cell = notebook.get(cell_id)
    if cell is None:
        raise NotFound(f"this notebook has no cell {cell_id[:80]!r}", field="cell")
    task = [WorkCell(one.cell_type, one.stub) for one in _before(notebook, cell)]
    answer = []
    solution = ""
    if cell.is_answer:
        answer.append(WorkCell(cell.cell_type, answers.get(cell.id, cell.stub)))
        solution = shown_source(cell.source) if cell.source != cell.stub else ""
    else:
        task.append(WorkCell(cell.cell_type, cell.stub))
    own = _following(notebook, cell)
    answer.extend(WorkCell("code", one.source) for one in free if one.after in own)
    return Work(tuple(task), tuple(answer), solution.strip(), mark_scheme(cell.source))


def _before(notebook: Notebook, cell: Cell) -> list[Cell]:
    found: list[Cell] = []
    for one in notebook.cells:
        if one is cell:
            break
        if one.is_answer or one.is_graded:
            found.clear()
        else:
            found.append(one)
    return found


def _following(notebook: Notebook, cell: Cell) -> set[str | None]:
    """Return the ids of the cell and of what follows up to the next answer or graded cell."""
    found: set[str | None] = {cell.id}
    cells = iter(notebook.cells)
    for one in cells:
        if one is cell:
            break
    for one in cells:
        if one.is_answer or one.is_graded or cell.role is not CellRole.TASK:
            break
        found.add(one.id)
    return found


def mark_scheme(source: str) -> str:
    r"""Return what an author's text says between the marks of a mark scheme.

    Examples
    --------
    >>> mark_scheme("Plot it.\n=== BEGIN MARK SCHEME ===\n1 for axes\n=== END MARK SCHEME ===")
    '1 for axes'
    """
    return "\n".join(_scheme_lines(source)).strip()


def _scheme_lines(source: str) -> Iterator[str]:
    is_inside = False
    for line in source.split("\n"):
        if "BEGIN MARK SCHEME" in line:
            is_inside = True
        elif "END MARK SCHEME" in line:
            is_inside = False
        elif is_inside:
            yield line
