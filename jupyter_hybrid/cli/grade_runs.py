"""What the engine is asked for one submitted notebook, and how its tests run."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from jupyter_hybrid.cli.grade_source import Source
from jupyter_hybrid.content.submission import Submission
from jupyter_hybrid.domain.exercises import CellGrade, Exercise, Grade, grade_by_hand, rebuild
from jupyter_hybrid.domain.notebooks import Cell, CellRole
from jupyter_hybrid.domain.policies import ExercisePolicy, TrustMode
from jupyter_hybrid.domain.releases import ExerciseTrust
from jupyter_hybrid.domain.seeds import seed_of
from jupyter_hybrid.services.dry_run import Rehearsal, graded_by_tests, tests_of
from jupyter_hybrid.services.dry_run_policies import loosest
from jupyter_hybrid.services.dry_run_verdict import verdict
from jupyter_hybrid.services.ports import Grader, GradingTask

NOT_RUN = "none"
"""`Grade.isolation` where nothing was run."""

Trust = Mapping[str, ExerciseTrust]
"""How the tests of exercises run, by their keys; in the strictest way for those left out."""

_WEAKEST_FIRST = (TrustMode.SHARED, TrustMode.SEALED, TrustMode.SPLIT)


async def find_trust(
    source: Source, *, grader: Grader, exercises: Iterable[Exercise] | None = None
) -> Trust:
    """Return how the tests of exercises run, found out with the author's own solution.

    Parameters
    ----------
    exercises
        Those of interest; None for all.

    Raises
    ------
    Unavailable
        If the engine itself cannot work.
    """
    draft = source.draft
    tried = graded_by_tests(draft, draft.exercises if exercises is None else exercises)
    if not tried:
        return {}
    runs = await Rehearsal(draft, grader=grader).run(tried)
    return {
        exercise.key: verdict(run, exercise=exercise, notebook=draft.notebook)
        for exercise, run in zip(tried, runs, strict=True)
    }


def all_in(mode: TrustMode, source: Source) -> Trust:
    """Return that the tests of every exercise run in `mode`."""
    return {exercise.key: ExerciseTrust(mode) for exercise in source.draft.exercises}


def mode_of(trust: Trust, exercise: Exercise) -> TrustMode:
    """Return how the tests of an exercise run."""
    found = trust.get(exercise.key)
    return (found.mode if found else None) or TrustMode.SPLIT


async def grade_submission(
    source: Source, submission: Submission, *, grader: Grader, trust: Trust, seed: str
) -> Grade:
    """Return the grade of a whole submitted notebook.

    Exercises of equal rules share a run. One whose tests do not work is not run at all, and the
    grade names the fault.

    Parameters
    ----------
    seed
        What random numbers are made of where the author asks for such as can be repeated.

    Raises
    ------
    Unavailable
        If the engine itself cannot work.
    """
    faults = [one.fault for one in trust.values() if one.fault]
    runs = _runs(source, trust)
    tasks = [
        _task(source, submission, exercises=run, trust=trust, seed=seed) for run in runs.values()
    ]
    grades = await asyncio.gather(*map(grader.grade, tasks))
    given = {cell.cell: cell for grade in grades for cell in grade.cells}
    cells = tuple(
        given.get(cell.id) or _not_run(cell, submission)
        for cell in source.draft.notebook.cells
        if cell.is_graded
    )
    return _joined(grades, cells=cells, faults=faults)


def nothing_handed_in(source: Source) -> tuple[CellGrade, ...]:
    """Return the grades of somebody who handed in nothing: no points, and nobody has to look."""
    return tuple(
        CellGrade(cell.id, 0.0, cell.points, needs_manual_grade=False)
        for cell in source.draft.notebook.cells
        if cell.is_graded
    )


def lost_points(source: Source, grade: Grade) -> list[Exercise]:
    """Return the exercises that a program graded and that did not get all there is."""
    given = {cell.cell: cell for cell in grade.cells}
    return [
        exercise
        for exercise in graded_by_tests(source.draft, source.draft.exercises)
        if any(_is_short(given[cell]) for cell in exercise.graded if cell in given)
    ]


def _is_short(cell: CellGrade) -> bool:
    if cell.points is None:
        return False
    return cell.points < cell.max_points or not all(test.passed for test in cell.tests)


def _runs(source: Source, trust: Trust) -> dict[object, list[Exercise]]:
    """Return the exercises that share a run, by what they have in common.

    Those that a person alone grades come along in one of them: no rule of theirs decides anything.
    """
    runs: dict[object, list[Exercise]] = {}
    draft = source.draft
    by_hand = [one for one in draft.exercises if one.graded and not tests_of(draft, one)]
    for exercise in graded_by_tests(draft, draft.exercises):
        found = trust.get(exercise.key)
        if not (found and found.fault):
            runs.setdefault(_rules(exercise, trust), []).append(exercise)
    if by_hand:
        runs.setdefault(next(iter(runs), None), []).extend(by_hand)
    return runs


def _rules(exercise: Exercise, trust: Trust) -> object:
    """Return what exercises must have in common to share a run.

    Tests beside the answers get hidden ones to see, so those of the others stay away from them.
    """
    policy = exercise.policy
    is_shared = mode_of(trust, exercise) is TrustMode.SHARED
    return policy.limits, frozenset(policy.allow), policy.is_seeded, is_shared


def _task(
    source: Source,
    submission: Submission,
    *,
    exercises: Sequence[Exercise],
    trust: Trust,
    seed: str,
) -> GradingTask:
    draft = source.draft
    policy = _policy_of(source, exercises)
    return GradingTask(
        cells=rebuild(draft.notebook, answers=submission.answers, free=submission.free),
        graded=frozenset(cell for exercise in exercises for cell in exercise.graded),
        kernel_name=draft.notebook.kernel_name,
        language=draft.notebook.language,
        folder=str(PurePosixPath(draft.path).parent),
        files=draft.files,
        limits=policy.limits,
        reference={cell.id: cell.source for cell in draft.notebook.answers},
        imports=policy.imports,
        trust={
            cell: mode_of(trust, exercise) for exercise in exercises for cell in exercise.graded
        },
        allow=frozenset(policy.allow),
        seed=seed_of(seed) if policy.is_seeded else None,
    )


def _policy_of(source: Source, exercises: Sequence[Exercise]) -> ExercisePolicy:
    """Return the rules of a run, with time for each of its exercises.

    Modules of all exercises are loaded, for then one environment serves all runs.
    """
    draft = source.draft
    tested = graded_by_tests(draft, exercises) or exercises
    imports = loosest(exercise.policy for exercise in draft.exercises).imports
    return replace(loosest(exercise.policy for exercise in tested), imports=imports)


def _not_run(cell: Cell, submission: Submission) -> CellGrade:
    if cell.role is CellRole.TESTS:
        return CellGrade(cell.id, 0.0, cell.points, needs_manual_grade=False)
    return grade_by_hand(cell, answer=submission.answers.get(cell.id, cell.stub))


def _joined(grades: Sequence[Grade], *, cells: tuple[CellGrade, ...], faults: list[str]) -> Grade:
    faults += [grade.fault for grade in grades if grade.fault]
    modes = {grade.trust for grade in grades}
    return Grade(
        cells,
        min((grade.isolation for grade in grades), key=_strength, default=NOT_RUN),
        sum(grade.elapsed_ms for grade in grades),
        notes=tuple(dict.fromkeys(note for grade in grades for note in grade.notes)),
        missing=tuple(dict.fromkeys(one for grade in grades for one in grade.missing)),
        trust=next((mode for mode in _WEAKEST_FIRST if mode in modes), None),
        tampering=tuple(dict.fromkeys(one for grade in grades for one in grade.tampering)),
        fault=next(iter(faults), None),
    )


def _strength(isolation: str) -> str:
    """Return what sorts ``A0`` to ``A3`` behind kernels, which isolate less."""
    return isolation if isolation.startswith("A") else ""
