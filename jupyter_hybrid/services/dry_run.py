"""Tries a source notebook as its author left it, and as learners will find it."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import chain
from pathlib import PurePosixPath
from typing import Any

from jupyter_hybrid.domain.exercises import CellGrade, Exercise, Grade, TestResult, rebuild
from jupyter_hybrid.domain.lint import DryRun, LintMessage, Severity
from jupyter_hybrid.domain.notebooks import Cell, CellRole, Notebook
from jupyter_hybrid.domain.policies import Limits
from jupyter_hybrid.services.desk import DraftNotebook
from jupyter_hybrid.services.ports import Grader, GradingTask

_MARKERS = ("BEGIN HIDDEN TESTS", "END HIDDEN TESTS")
_UNTOUCHED = "the untouched notebook"
_LONGEST = 600
"""Characters of a message that are repeated."""
LONGEST_RUN_S = 600.0
"""Seconds that all exercises of a notebook share, unless one alone may take longer."""


@dataclass(frozen=True, slots=True)
class _Given:
    """What one exercise was given in one run."""

    points: float
    cells: tuple[CellGrade, ...]
    notes: tuple[str, ...]

    @property
    def failed(self) -> list[TestResult]:
        """Tests that did not hold, those of cells without points too."""
        return [test for cell in self.cells for test in cell.tests if not test.passed]

    def is_full(self, max_points: float) -> bool:
        """Return whether nothing is left to be wanted."""
        return self.points >= max_points and not self.failed


class Rehearsal:
    """The dry runs of one notebook.

    All exercises share one run per variant, under limits that make its good news true for each
    exercise alone. Only an exercise that does badly in it is run alone, under its own limits.

    Parameters
    ----------
    draft
        The notebook.
    grader
        The engine that also grades learners.
    """

    def __init__(self, draft: DraftNotebook, *, grader: Grader) -> None:
        self._draft = draft
        self._grader = grader
        self._notebook = Notebook(
            tuple(_with_open_tests(cell) for cell in draft.notebook.cells),
            kernel_name=draft.notebook.kernel_name,
            language=draft.notebook.language,
        )
        self._solutions = {cell.id: cell.source for cell in draft.notebook.answers}

    async def run(self, exercises: Sequence[Exercise]) -> tuple[DryRun, ...]:
        """Return what each of `exercises` gave, in their order.

        Parameters
        ----------
        exercises
            Those of the notebook that `tests_of` finds something in.

        Raises
        ------
        Unavailable
            If the engine itself cannot work.
        """
        if not exercises:
            return ()
        began = time.perf_counter()
        reference = await self._reference(exercises)
        untouched = await self._untouched(exercises)
        seconds = round(time.perf_counter() - began, 3)
        return tuple(
            self._result(
                exercise,
                reference=reference[exercise.key],
                untouched=untouched[exercise.key],
                seconds=seconds,
            )
            for exercise in exercises
        )

    async def _reference(self, exercises: Sequence[Exercise]) -> dict[str, _Given]:
        """Under the tightest limits: who passes there passes under their own."""
        limits = _tightest(exercise.policy.limits for exercise in exercises)
        given = await self._given(exercises, answers=self._solutions, limits=limits)
        for exercise in exercises:
            if not given[exercise.key].is_full(self._max_points(exercise)):
                given |= await self._alone(exercise, answers=self._solutions)
        return given

    async def _untouched(self, exercises: Sequence[Exercise]) -> dict[str, _Given]:
        """Under the loosest limits: who gets nothing there gets nothing under their own."""
        limits = _loosest(exercise.policy.limits for exercise in exercises)
        given = await self._given(exercises, answers={}, limits=limits)
        for exercise in exercises:
            if given[exercise.key].points > 0:
                given |= await self._alone(exercise, answers={})
        return given

    async def _alone(self, exercise: Exercise, *, answers: Mapping[str, str]) -> dict[str, _Given]:
        return await self._given([exercise], answers=answers, limits=exercise.policy.limits)

    async def _given(
        self, exercises: Sequence[Exercise], *, answers: Mapping[str, str], limits: Limits
    ) -> dict[str, _Given]:
        graded = {exercise.key: tests_of(self._draft, exercise) for exercise in exercises}
        grade = await self._grader.grade(
            GradingTask(
                cells=rebuild(self._notebook, answers=answers),
                graded=frozenset(chain.from_iterable(graded.values())),
                kernel_name=self._notebook.kernel_name,
                language=self._notebook.language,
                folder=str(PurePosixPath(self._draft.path).parent),
                files=self._draft.files,
                limits=limits,
            )
        )
        return {key: _given_of(cells, grade) for key, cells in graded.items()}

    def _max_points(self, exercise: Exercise) -> float:
        tests = tests_of(self._draft, exercise)
        return sum(cell.points for cell in self._draft.notebook.cells if cell.id in tests)

    def _result(
        self, exercise: Exercise, *, reference: _Given, untouched: _Given, seconds: float
    ) -> DryRun:
        max_points = self._max_points(exercise)
        return DryRun(
            step=self._draft.step,
            exercise=exercise.key,
            max_points=max_points,
            reference_points=reference.points,
            untouched_points=untouched.points,
            seconds=seconds,
            problems=(
                *_failures(reference, max_points=max_points),
                *_gifts(untouched),
            ),
        )


def tests_of(draft: DraftNotebook, exercise: Exercise) -> frozenset[str]:
    """Return the ids of the cells that grade an exercise without a person."""
    cells = (draft.notebook.get(cell_id) for cell_id in exercise.graded)
    return frozenset(
        cell.id
        for cell in cells
        if cell is not None and cell.role is CellRole.TESTS and cell.cell_type == "code"
    )


def messages_of(draft: DraftNotebook, runs: Iterable[DryRun]) -> tuple[LintMessage, ...]:
    """Return what dry runs of a notebook found, each at the cell where its exercise begins."""
    return tuple(_message(draft, run.exercise, problem) for run in runs for problem in run.problems)


def impossible(draft: DraftNotebook, reason: str) -> LintMessage:
    """Return the message that a notebook cannot be run at all."""
    return LintMessage(
        Severity.ERROR,
        "dry-run-impossible",
        draft.path,
        f"the exercises cannot be run: {_cut(reason)}",
        "see that its kernel is installed here, or leave the runs out with --no-run",
    )


def _message(draft: DraftNotebook, key: str, problem: str) -> LintMessage:
    is_gift = problem.startswith(_UNTOUCHED)
    exercise = next(one for one in draft.exercises if one.key == key)
    first = [*exercise.answers, *exercise.graded][0]
    number = [cell.id for cell in draft.notebook.cells].index(first) + 1
    return LintMessage(
        Severity.ERROR,
        "untouched-passes" if is_gift else "reference-fails",
        draft.path,
        f"exercise {key!r}: {problem}",
        "let its tests look at what only a right answer gives"
        if is_gift
        else "correct the solution, or the tests",
        cell=number,
        cell_id=first,
    )


def _with_open_tests(cell: Cell) -> Cell:
    """Return a tests cell that hides nothing: what a hidden test found is for its author to see."""
    if cell.role is not CellRole.TESTS:
        return cell
    lines = [line for line in cell.source.split("\n") if not any(mark in line for mark in _MARKERS)]
    return replace(cell, source="\n".join(lines))


def _tightest(limits: Iterable[Limits]) -> Limits:
    return _each_field(limits, min)


def _loosest(limits: Iterable[Limits]) -> Limits:
    """Return what is enough for each of `limits`, and time for all of them."""
    limits = tuple(limits)
    loosest = _each_field(limits, max)
    together_s = min(sum(one.exercise_s for one in limits), LONGEST_RUN_S)
    return replace(loosest, exercise_s=max(loosest.exercise_s, together_s))


def _each_field(limits: Iterable[Limits], pick: Callable[[Iterable[Any]], Any]) -> Limits:
    every = tuple(limits)
    return Limits(
        **{one.name: pick(getattr(limit, one.name) for limit in every) for one in fields(Limits)}
    )


def _given_of(cells: Iterable[str], grade: Grade) -> _Given:
    wanted = frozenset(cells)
    found = tuple(cell for cell in grade.cells if cell.cell in wanted)
    return _Given(sum(cell.points or 0.0 for cell in found), found, grade.notes)


def _failures(given: _Given, *, max_points: float) -> list[str]:
    if given.is_full(max_points):
        return []
    words = [
        f"the author's own solution fails {test.name!r}: {_cut(test.message or 'it failed')}"
        for test in given.failed
    ]
    lost = f"the author's own solution gets {given.points:g} of {max_points:g} points"
    return [*(words or [lost]), *map(_cut, given.notes)]


def _gifts(given: _Given) -> list[str]:
    problems = []
    for cell in given.cells:
        if not cell.points:
            continue
        names = [repr(test.name) for test in cell.tests if test.passed] or [repr(cell.cell)]
        problems.append(
            f"{_UNTOUCHED} gets {cell.points:g} points: it passes {_cut(', '.join(names))}"
        )
    return problems


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
