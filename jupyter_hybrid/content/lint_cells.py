"""Rules for one cell of a source notebook."""

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from jupyter_hybrid.content.cell_metadata import CellMarks, read_cell_metadata
from jupyter_hybrid.content.lint_codes import Place, fault, split_advice
from jupyter_hybrid.content.lint_policy import lint_limits, lint_test_points
from jupyter_hybrid.content.lint_text import LinkTargets, lint_code, lint_markdown
from jupyter_hybrid.content.notebook_json import JsonCell
from jupyter_hybrid.content.stubs import CODE_STUBS, stub_of
from jupyter_hybrid.domain.errors import Invalid
from jupyter_hybrid.domain.lint import LintMessage, Severity
from jupyter_hybrid.domain.notebooks import CellRole

HYBRID_KEYS = (
    "exercise",
    "hints",
    "attempts",
    "pause_s",
    "solution",
    "give_up_after",
    "limits",
    "imports",
    "allow",
    "isolation",
    "seed",
)
"""What may stand under ``metadata.jupyter_hybrid`` of a cell."""

_CORRECT = "set the cell up anew with the cell toolbar, or correct its metadata"
_MARKERS = ("BEGIN SOLUTION", "END SOLUTION")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the rules for a cell need to know of its notebook.

    Parameters
    ----------
    language
        Of the kernel.
    is_imported
        Whether it came from nbgrader, where answers may do without solution markers.
    targets
        What learners have beside it.
    """

    language: str
    is_imported: bool
    targets: LinkTargets


@dataclass(frozen=True, slots=True)
class CellToLint:
    """A cell with what could be read of its marks.

    Parameters
    ----------
    marks
        As far as they could be read; those of a free cell where they could not.
    problem
        Why they could not, or None.
    has_role
        Whether what the cell is for could be read.
    """

    json: JsonCell
    place: Place
    marks: CellMarks
    problem: str | None = None
    has_role: bool = True


Rule = Callable[[CellToLint, Surroundings], Iterator[LintMessage]]


def read_cell(cell: JsonCell, *, file: str) -> CellToLint:
    """Return a cell with its marks, however odd its metadata are; never raises."""
    nbgrader = cell.metadata.get("nbgrader")
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, Mapping) else None
    name = cell.id or (grade_id if isinstance(grade_id, str) else None)
    place = Place(file, cell=cell.number, cell_id=name)
    try:
        return CellToLint(cell, place, read_cell_metadata(_with_known_keys(cell)))
    except Invalid as error:
        problem = error.message
    try:  # its role may be sound all the same
        marks = read_cell_metadata(replace(cell, metadata=_without_ours(cell)))
    except Invalid:
        return CellToLint(cell, place, CellMarks(), problem, has_role=False)
    return CellToLint(cell, place, marks, problem)


def lint_cell(cell: CellToLint, surroundings: Surroundings) -> Iterator[LintMessage]:
    """Yield all that is wrong with a cell."""
    for rule in RULES:
        yield from rule(cell, surroundings)


def _with_known_keys(cell: JsonCell) -> JsonCell:
    """Return the cell without keys that are a fault of their own, so that the rest is read too."""
    block = cell.metadata.get("jupyter_hybrid")
    if not isinstance(block, Mapping):
        return cell
    known = {key: value for key, value in block.items() if key in HYBRID_KEYS}
    return replace(cell, metadata={**cell.metadata, "jupyter_hybrid": known})


def _without_ours(cell: JsonCell) -> dict[str, object]:
    return {key: value for key, value in cell.metadata.items() if key != "jupyter_hybrid"}


def _metadata(cell: CellToLint, _: Surroundings) -> Iterator[LintMessage]:
    if cell.problem is not None:
        text, advice = split_advice(cell.problem, advice=_CORRECT)
        yield fault("cell-metadata", cell.place, text, advice)


def _unknown_keys(cell: CellToLint, _: Surroundings) -> Iterator[LintMessage]:
    block = cell.json.metadata.get("jupyter_hybrid")
    for key in block if isinstance(block, Mapping) else ():
        if key in HYBRID_KEYS:
            continue
        close = difflib.get_close_matches(str(key), HYBRID_KEYS, n=1)
        advice = f"did you mean {close[0]!r}?" if close else f"use only {', '.join(HYBRID_KEYS)}"
        text = f"the metadata 'jupyter_hybrid' have an unknown key {str(key)[:80]!r}"
        yield fault("unknown-cell-key", cell.place, text, advice)


def _markers(cell: CellToLint, surroundings: Surroundings) -> Iterator[LintMessage]:
    language = surroundings.language if surroundings.language in CODE_STUBS else "python"
    if not cell.has_role:
        return
    try:
        stub_of(
            cell.json.source,
            cell_type=cell.json.cell_type,
            role=cell.marks.role,
            language=language,
        )
    except Invalid as error:
        text, advice = split_advice(error.message, advice="correct the marker lines")
        yield fault("markers", cell.place, text, advice)


def _no_solution_markers(cell: CellToLint, surroundings: Surroundings) -> Iterator[LintMessage]:
    if cell.marks.role is not CellRole.ANSWER or _MARKERS[0] in cell.json.source:
        return
    yield fault(
        "no-solution-markers",
        cell.place,
        f"the answer {cell.marks.grade_id!r} has no solution between '### {_MARKERS[0]}' and"
        f" '### {_MARKERS[1]}', so learners get nothing of the cell",
        "put the two lines around the solution and leave what learners should see outside",
        severity=Severity.WARNING if surroundings.is_imported else Severity.ERROR,
    )


def _points_not_graded(cell: CellToLint, _: Surroundings) -> Iterator[LintMessage]:
    block = cell.json.metadata.get("nbgrader")
    if not isinstance(block, Mapping) or block.get("grade") or block.get("task"):
        return
    points = block.get("points")
    if isinstance(points, int | float) and not isinstance(points, bool) and points > 0:
        yield fault(
            "points-not-graded",
            cell.place,
            f"the cell has {points:g} points and nothing in it is graded, so nobody gets them",
            "move the points to the tests cell, or set them to 0",
        )


def _setting_not_used(cell: CellToLint, _: Surroundings) -> Iterator[LintMessage]:
    if cell.problem is not None or cell.marks.role not in {CellRole.FREE, CellRole.LOCKED}:
        return
    block = cell.json.metadata.get("jupyter_hybrid")
    keys = [key for key in HYBRID_KEYS if isinstance(block, Mapping) and block.get(key)]
    if keys:
        yield fault(
            "setting-not-used",
            cell.place,
            f"the cell belongs to no exercise, so its {' and '.join(keys)} have no effect",
            "move them to the exercise's answer cell",
        )


def _limits(cell: CellToLint, _: Surroundings) -> Iterator[LintMessage]:
    yield from lint_limits(cell.marks.limits, place=cell.place)


def _test_points(cell: CellToLint, surroundings: Surroundings) -> Iterator[LintMessage]:
    if cell.marks.role is CellRole.TESTS and surroundings.language == "python":
        points = cell.marks.points
        yield from lint_test_points(cell.json.source, points=points, place=cell.place)


def _text(cell: CellToLint, surroundings: Surroundings) -> Iterator[LintMessage]:
    if cell.json.cell_type == "markdown":
        source, targets = cell.json.source, surroundings.targets
        yield from lint_markdown(source, place=cell.place, targets=targets)
    elif cell.json.cell_type == "code":
        yield from lint_code(cell.json.source, place=cell.place)


RULES: tuple[Rule, ...] = (
    _metadata,
    _unknown_keys,
    _markers,
    _no_solution_markers,
    _points_not_graded,
    _setting_not_used,
    _limits,
    _test_points,
    _text,
)
