"""What an exercise is, what is run to grade it, and what grading gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from jupyter_hybrid.domain.errors import Invalid
from jupyter_hybrid.domain.notebooks import Cell, CellRole, Hint, Notebook
from jupyter_hybrid.domain.policies import ExercisePolicy, TrustMode


@dataclass(frozen=True, slots=True)
class Exercise:
    """Consecutive answer cells and the graded cells up to the next answer cell.

    Parameters
    ----------
    key
        The first answer's ``grade_id``, or the author's own key. A cell that is answered and graded
        by itself stands alone.
    answers
        Ids of the answer cells, in order.
    graded
        Ids of the cells that give the points, in order.
    max_points
        Sum over `graded`.
    hints
        The author's hints of all its cells, weakest first: in the order in which they are earned.
    needs_manual_grade
        Whether a person has to give at least some of the points.
    policy
        What the author allows.
    """

    key: str
    answers: tuple[str, ...]
    graded: tuple[str, ...]
    max_points: float
    hints: tuple[Hint, ...] = ()
    needs_manual_grade: bool = False
    policy: ExercisePolicy = field(default_factory=ExercisePolicy)


@dataclass(frozen=True, slots=True)
class FreeCell:
    """A code cell that the learner added.

    Parameters
    ----------
    after
        Id of the released cell that it follows, or None for the top of the notebook.
    source
        Its text.
    """

    after: str | None
    source: str


@dataclass(frozen=True, slots=True)
class TestResult:
    """What one test said.

    Parameters
    ----------
    cell
        Id of the graded cell that holds the test.
    name
        The test in the learner's words: its condition, or ``hidden test 2``.
    passed
        Whether it held.
    hidden
        Whether the learner must not see how it tests.
    message
        Why it failed; empty if it passed.
    expected, got
        What a failed comparison wanted and had, as text, or None.
    """

    __test__ = False  # not a test class, whatever pytest thinks of its name

    cell: str
    name: str
    passed: bool
    hidden: bool
    message: str = ""
    expected: str | None = None
    got: str | None = None


@dataclass(frozen=True, slots=True)
class CellGrade:
    """What one graded cell gave.

    Parameters
    ----------
    points
        0 to `max_points`, or None until a person has graded it.
    comment
        What the person who graded it says about it.
    graded_by
        Who that was; None for the engine.
    """

    cell: str
    points: float | None
    max_points: float
    needs_manual_grade: bool
    tests: tuple[TestResult, ...] = ()
    comment: str = ""
    graded_by: str | None = None


class MissingKind(StrEnum):
    """What code found missing when it ran in the rebuilt notebook."""

    VARIABLE = "variable"
    IMPORT = "import"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that the answers use and that is not there when they run from the top.

    Parameters
    ----------
    kind, name
        What it is and what it is called: a variable, a module, a file's path.
    cell
        Id of the cell that stopped for it.
    """

    kind: MissingKind
    name: str
    cell: str


@dataclass(frozen=True, slots=True)
class Grade:
    """What grading a notebook, or one exercise of it, gave.

    Parameters
    ----------
    cells
        One entry per graded cell, in document order.
    isolation
        How the learner's code was kept apart: ``A0`` to ``A3``, or ``kernel``
        (docs/decisions/0019).
    elapsed_ms
        Wall time of the grading.
    notes
        Sentences for the learner about the run as a whole, for example that the kernel died.
    missing
        Variables, modules and files that only the learner's own kernel may have had.
    trust
        The weakest mode that a test cell was run in; None if none was run, or by a kernel's output.
    tampering
        What was found changed in Python itself when tests were run sealed: for a person to review.
    fault
        Why the tests themselves cannot be run, in words for the learner; None if they can. It is
        the author's fault and costs the learner no attempt.
    outputs
        What code cells before the tests showed, by cell id: nbformat's outputs. Not stored.
    regraded_from
        The points before it was checked again with corrected tests; None if it never was.
    """

    cells: tuple[CellGrade, ...]
    isolation: str
    elapsed_ms: int
    notes: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    trust: TrustMode | None = None
    tampering: tuple[str, ...] = ()
    fault: str | None = None
    outputs: Mapping[str, tuple[Mapping[str, object], ...]] = field(default_factory=dict)
    regraded_from: float | None = None

    @property
    def points(self) -> float:
        """Points so far; what a person still has to grade counts as none."""
        return sum(cell.points or 0.0 for cell in self.cells)

    @property
    def max_points(self) -> float:
        """Points that can be had."""
        return sum(cell.max_points for cell in self.cells)

    @property
    def needs_manual_grade(self) -> bool:
        """Whether a person still has to grade something."""
        return any(cell.needs_manual_grade for cell in self.cells)


def exercises_of(
    notebook: Notebook, *, policy: ExercisePolicy | None = None
) -> tuple[Exercise, ...]:
    """Return the exercises of a notebook in document order.

    Parameters
    ----------
    policy
        The course's, for what a notebook leaves open; None for the defaults.

    Examples
    --------
    >>> cells = (
    ...     Cell("a", "code", "", "", CellRole.ANSWER),
    ...     Cell("t", "code", "", "", CellRole.TESTS, points=2),
    ...     Cell("m", "markdown", "", "", CellRole.MANUAL, points=1),
    ... )
    >>> [(e.key, e.answers, e.graded, e.max_points) for e in exercises_of(Notebook(cells))]
    [('a', ('a',), ('t',), 2), ('m', ('m',), ('m',), 1)]
    """
    groups: list[list[Cell]] = []
    for cell in notebook.cells:
        if not (cell.is_answer or cell.is_graded):
            continue
        if not groups or _begins_exercise(cell, groups[-1]):
            groups.append([])
        groups[-1].append(cell)
    return tuple(_exercise(group, policy=policy or ExercisePolicy()) for group in groups)


def _begins_exercise(cell: Cell, group: Sequence[Cell]) -> bool:
    if cell.role in {CellRole.MANUAL, CellRole.TASK}:
        return True
    if group[0].role in {CellRole.MANUAL, CellRole.TASK}:
        return True
    if cell.exercise is not None:
        return cell.exercise != group[0].exercise
    return cell.role is CellRole.ANSWER and group[-1].is_graded


def _exercise(group: Sequence[Cell], *, policy: ExercisePolicy) -> Exercise:
    for cell in group:
        if cell.policy or cell.limits:
            policy = policy.changed(cell.policy, limits=cell.limits)
    graded = tuple(cell for cell in group if cell.is_graded)
    return Exercise(
        key=group[0].exercise or group[0].id,
        answers=tuple(cell.id for cell in group if cell.is_answer),
        graded=tuple(cell.id for cell in graded),
        max_points=sum(cell.points for cell in graded),
        hints=tuple(
            sorted((hint for cell in group for hint in cell.hints), key=lambda hint: hint.after)
        ),
        needs_manual_grade=any(cell.role is not CellRole.TESTS for cell in graded),
        policy=policy,
    )


def check_answers(
    notebook: Notebook, *, answers: Mapping[str, str], free: Sequence[FreeCell]
) -> None:
    """Raise unless `answers` and `free` fit the released notebook.

    Raises
    ------
    Invalid
        If an answer is not to an answer cell, or a free cell follows a cell that the release lacks.
    """
    for cell_id in answers:
        cell = notebook.get(cell_id)
        if cell is None or not cell.is_answer:
            raise Invalid(
                f"{cell_id[:80]!r} is not an answer cell of this notebook", field="answers"
            )
    for free_cell in free:
        if free_cell.after is not None and notebook.get(free_cell.after) is None:
            raise Invalid(f"this notebook has no cell {free_cell.after[:80]!r}", field="free")


def rebuild(
    notebook: Notebook, *, answers: Mapping[str, str], free: Sequence[FreeCell] = ()
) -> tuple[Cell, ...]:
    """Return the cells to run: the author's own, with the learner's answers spliced in.

    Never the submitted notebook: its tests, points, tags and order are the learner's to change.

    Parameters
    ----------
    answers
        Source by answer cell; an answer that is missing is graded as it was handed out.
    free
        The learner's own code cells; each goes behind the released cell that it followed.
    """
    following: dict[str | None, list[FreeCell]] = {}
    for free_cell in free:
        following.setdefault(free_cell.after, []).append(free_cell)
    rebuilt = [*_free_cells(None, following)]
    for cell in notebook.cells:
        source = answers.get(cell.id, cell.stub) if cell.is_answer else cell.source
        rebuilt.append(_with_source(cell, source))
        rebuilt.extend(_free_cells(cell.id, following))
    return tuple(rebuilt)


def _free_cells(after: str | None, following: Mapping[str | None, list[FreeCell]]) -> list[Cell]:
    return [
        Cell(f"free-{after}-{number}", "code", free.source, free.source)
        for number, free in enumerate(following.get(after, ()))
    ]


def _with_source(cell: Cell, source: str) -> Cell:
    return replace(cell, source=source)


def grade_by_hand(cell: Cell, *, answer: str) -> CellGrade:
    """Return the grade of a cell that a person has to read.

    An answer that was never touched is worth nothing and needs nobody; a task, whose work stands in
    other cells, always needs somebody (nbgrader's ``determine_grade``).
    """
    if cell.role is CellRole.MANUAL and answer == cell.stub:
        return CellGrade(cell.id, 0.0, cell.points, needs_manual_grade=False)
    return CellGrade(cell.id, None, cell.points, needs_manual_grade=True)


def hint_for(exercise: Exercise, *, n_failed: int) -> str | None:
    """Return the strongest hint that so many failed attempts have earned, or None.

    Examples
    --------
    >>> hints = (Hint("look at range", after=1), Hint("it is n + 1", after=3))
    >>> exercise = Exercise("a", ("a",), ("t",), 1, hints=hints)
    >>> [hint_for(exercise, n_failed=n) for n in (0, 1, 2, 3, 9)]
    [None, 'look at range', 'look at range', 'it is n + 1', 'it is n + 1']
    """
    earned = [hint.text for hint in exercise.hints if hint.after <= n_failed]
    return earned[-1] if n_failed > 0 and earned else None
