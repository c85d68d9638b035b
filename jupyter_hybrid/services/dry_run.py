"""Tries a source notebook as its author left it, and as learners will find it."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import PurePosixPath

from jupyter_hybrid.domain.exercises import Exercise, rebuild
from jupyter_hybrid.domain.lint import DryRun
from jupyter_hybrid.domain.notebooks import Cell, CellRole, Notebook
from jupyter_hybrid.domain.policies import ExercisePolicy, TrustMode
from jupyter_hybrid.domain.seeds import seed_of
from jupyter_hybrid.services.desk import DraftNotebook
from jupyter_hybrid.services.dry_run_policies import loosest, tightest
from jupyter_hybrid.services.dry_run_words import Given, failures, gifts, only_shared, reason
from jupyter_hybrid.services.ports import Grader, GradingTask

_MARKERS = ("BEGIN HIDDEN TESTS", "END HIDDEN TESTS")
_NOTHING = Given(0.0, (), ())


@dataclass(frozen=True, slots=True)
class _Try:
    """What an exercise gave in one mode."""

    mode: TrustMode
    reference: Given
    untouched: Given
    is_full: bool

    @property
    def works(self) -> bool:
        """Whether the solution got all points and the untouched notebook none."""
        return self.is_full and not self.untouched.points


class Rehearsal:
    """The dry runs of one notebook, in one trust mode after the other until one works.

    All exercises share one run per variant and mode, under limits that make its good news true for
    each exercise alone. Only an exercise that does badly in it is run alone, under its own limits,
    and then in the next mode.

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
        began = time.perf_counter()
        tries: dict[str, list[_Try]] = {exercise.key: [] for exercise in exercises}
        for mode in TrustMode:
            left = [one for one in exercises if _is_tried(one, mode, before=tries[one.key])]
            for key, tried in (await self._tries(left, mode=mode)).items():
                tries[key].append(tried)
        seconds = round(time.perf_counter() - began, 3)
        return tuple(
            replace(self._result(exercise, tries[exercise.key]), seconds=seconds)
            for exercise in exercises
        )

    async def _tries(self, exercises: Sequence[Exercise], *, mode: TrustMode) -> dict[str, _Try]:
        reference = await self._reference(exercises, mode=mode)
        full = {
            exercise.key
            for exercise in exercises
            if reference[exercise.key].is_full(self._max_points(exercise))
        }
        # What is worth nothing when solved is not tried a second time for being untouched.
        worth_it = [one for one in exercises if mode is TrustMode.SPLIT or one.key in full]
        untouched = await self._untouched(worth_it, mode=mode)
        return {
            key: _Try(mode, given, untouched.get(key, _NOTHING), key in full)
            for key, given in reference.items()
        }

    async def _reference(
        self, exercises: Sequence[Exercise], *, mode: TrustMode
    ) -> dict[str, Given]:
        """Under the tightest rules: who passes there passes under their own."""
        policy = tightest(exercise.policy for exercise in exercises)
        given = await self._given(exercises, answers=self._solutions, policy=policy, mode=mode)
        badly = [one for one in exercises if not given[one.key].is_full(self._max_points(one))]
        return given | await self._each_alone(
            badly, of=exercises, answers=self._solutions, mode=mode
        )

    async def _untouched(
        self, exercises: Sequence[Exercise], *, mode: TrustMode
    ) -> dict[str, Given]:
        """Under the loosest rules: who gets nothing there gets nothing under their own."""
        policy = loosest(exercise.policy for exercise in exercises)
        given = await self._given(exercises, answers={}, policy=policy, mode=mode)
        badly = [one for one in exercises if given[one.key].points > 0]
        return given | await self._each_alone(badly, of=exercises, answers={}, mode=mode)

    async def _each_alone(
        self,
        badly: Sequence[Exercise],
        *,
        of: Sequence[Exercise],
        answers: Mapping[str, str],
        mode: TrustMode,
    ) -> dict[str, Given]:
        found: dict[str, Given] = {}
        if len(of) == 1:  # it was alone
            return found
        for one in badly:
            found |= await self._given([one], answers=answers, policy=one.policy, mode=mode)
        return found

    async def _given(
        self,
        exercises: Sequence[Exercise],
        *,
        answers: Mapping[str, str],
        policy: ExercisePolicy,
        mode: TrustMode,
    ) -> dict[str, Given]:
        if not exercises:
            return {}
        graded = {exercise.key: tests_of(self._draft, exercise) for exercise in exercises}
        tests = frozenset(chain.from_iterable(graded.values()))
        grade = await self._grader.grade(
            GradingTask(
                cells=rebuild(self._notebook, answers=answers),
                graded=tests,
                kernel_name=self._notebook.kernel_name,
                language=self._notebook.language,
                folder=str(PurePosixPath(self._draft.path).parent),
                files=self._draft.files,
                limits=policy.limits,
                reference=self._solutions,
                imports=policy.imports,
                trust=dict.fromkeys(tests, mode),
                allow=frozenset(policy.allow),
                seed=seed_of(self._draft.path) if policy.is_seeded else None,
            )
        )
        return {key: Given.of(cells, grade) for key, cells in graded.items()}

    def _max_points(self, exercise: Exercise) -> float:
        tests = tests_of(self._draft, exercise)
        return sum(cell.points for cell in self._draft.notebook.cells if cell.id in tests)

    def _result(self, exercise: Exercise, tries: Sequence[_Try]) -> DryRun:
        """Return the strictest try that works, or what is wrong with all of them."""
        taken = [one for one in tries if one.mode in _accepted(exercise)]
        chosen = next((one for one in taken if one.works), None) or next(
            # Points for nothing are the author's to mend, and no reason to grade nobody.
            (one for one in taken if one.is_full),
            None,
        )
        shown = chosen or _clearest(taken)
        stricter = taken[: taken.index(shown)] if chosen else taken
        reasons = tuple(self._reason(exercise, one) for one in stricter)
        if chosen is not None:
            problems = gifts(chosen.untouched)
        elif tries[-1].works:
            problems = [only_shared(reasons)]
        else:
            problems = [
                *failures(shown.reference, max_points=self._max_points(exercise)),
                *gifts(taken[0].untouched),
            ]
        return DryRun(
            step=self._draft.step,
            exercise=exercise.key,
            max_points=self._max_points(exercise),
            reference_points=shown.reference.points,
            untouched_points=(chosen or taken[0]).untouched.points,
            seconds=0.0,
            problems=tuple(problems),
            trust=chosen.mode if chosen and not chosen.reference.is_by_kernel else None,
            reasons=reasons,
        )

    def _reason(self, exercise: Exercise, tried: _Try) -> str:
        source = {
            cell.id: cell.source
            for cell in self._draft.notebook.cells
            if cell.id in tests_of(self._draft, exercise)
        }
        given = tried.untouched if tried.is_full else tried.reference
        return reason(tried.mode, given, is_full=tried.is_full, tests=source)


def _clearest(tries: Sequence[_Try]) -> _Try:
    """Return the one that went wrong in the fewest places; of those the most permissive one."""
    return min(reversed(tries), key=lambda one: one.reference.n_wrong)


def _accepted(exercise: Exercise) -> tuple[TrustMode, ...]:
    """Return the modes that the author accepts, the strictest first."""
    weakest = exercise.policy.isolation or TrustMode.SEALED
    modes = tuple(TrustMode)
    return modes[: modes.index(weakest) + 1]


def _is_tried(exercise: Exercise, mode: TrustMode, *, before: Sequence[_Try]) -> bool:
    """Return whether a mode is of interest after those `before`.

    What works nowhere else is tried beside the answer too, to tell its author that it would work.
    """
    if any(one.works or one.reference.is_by_kernel for one in before):
        return False
    if mode in _accepted(exercise):
        return True
    return exercise.policy.isolation is None and not any(one.is_full for one in before)


def tests_of(draft: DraftNotebook, exercise: Exercise) -> frozenset[str]:
    """Return the ids of the cells that grade an exercise without a person."""
    cells = (draft.notebook.get(cell_id) for cell_id in exercise.graded)
    return frozenset(
        cell.id
        for cell in cells
        if cell is not None and cell.role is CellRole.TESTS and cell.cell_type == "code"
    )


def graded_by_tests(draft: DraftNotebook, exercises: Iterable[Exercise]) -> list[Exercise]:
    """Return the exercises that can be run: a person alone grades the others."""
    return [exercise for exercise in exercises if tests_of(draft, exercise)]


def _with_open_tests(cell: Cell) -> Cell:
    """Return a tests cell that hides nothing: what a hidden test found is for its author to see."""
    if cell.role is not CellRole.TESTS:
        return cell
    lines = [line for line in cell.source.split("\n") if not any(mark in line for mark in _MARKERS)]
    return replace(cell, source="\n".join(lines))
