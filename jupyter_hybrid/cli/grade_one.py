"""The points of one submitted notebook: `jupyter hybrid grade --source A --submission B`."""

import asyncio
import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path

from jupyter_hybrid.cli.grade_runs import (
    Trust,
    all_in,
    find_trust,
    grade_submission,
    lost_points,
    mode_of,
)
from jupyter_hybrid.cli.grade_source import Source, read_notebook_file, read_source
from jupyter_hybrid.cli.terminal import printable
from jupyter_hybrid.content.submission import Submission, read_submission
from jupyter_hybrid.domain.exercises import CellGrade, Grade
from jupyter_hybrid.domain.policies import TrustMode
from jupyter_hybrid.services.ports import Grader


def grade_one(
    source_path: Path,
    submission_path: Path,
    *,
    mode: TrustMode | None,
    is_json: bool,
    make_grader: Callable[[], Grader],
) -> int:
    """Grade, print the result and return 0; notes for the learner go to standard error.

    Parameters
    ----------
    mode
        How tests run; None for the strictest way that works.

    Raises
    ------
    NotFound, Invalid
        If one of the two notebooks is not there or cannot be used.
    Unavailable
        If the engine itself cannot work.
    """
    source = read_source(source_path)
    content = read_notebook_file(submission_path)
    answers = read_submission(content, notebook=source.draft.notebook, file=submission_path.name)
    seed = hashlib.sha256(content).hexdigest()
    grade = asyncio.run(_grade(source, answers, mode=mode, seed=seed, make_grader=make_grader))
    for note in (*source.notes, *answers.notes, *grade.notes):
        print(printable(note), file=sys.stderr)
    print(_as_json(grade) if is_json else _as_table(grade))
    if grade.fault is not None:
        print(printable(f"not everything could be graded: {grade.fault}"), file=sys.stderr)
        return 1
    return 0


async def _grade(
    source: Source,
    answers: Submission,
    *,
    mode: TrustMode | None,
    seed: str,
    make_grader: Callable[[], Grader],
) -> Grade:
    grader = make_grader()
    try:
        trust: Trust = {} if mode is None else all_in(mode, source)
        grade = await grade_submission(source, answers, grader=grader, trust=trust, seed=seed)
        short = lost_points(source, grade) if mode is None else []
        if not short:
            return grade
        # Who passes in the strictest way has passed. Only of the others it must be known whether
        # the author's own solution would.
        trust = await find_trust(source, grader=grader, exercises=short)
        if all(mode_of(trust, one) is TrustMode.SPLIT for one in short) and not any(
            found.fault for found in trust.values()
        ):
            return grade
        return await grade_submission(source, answers, grader=grader, trust=trust, seed=seed)
    finally:
        await grader.close()


def _as_json(grade: Grade) -> str:
    exercises = {
        cell.cell: {
            "points": cell.points,
            "max_points": cell.max_points,
            "needs_manual_grade": cell.needs_manual_grade,
            "tests": [
                {
                    "name": test.name,
                    "passed": test.passed,
                    "hidden": test.hidden,
                    "message": test.message,
                }
                for test in cell.tests
            ],
        }
        for cell in grade.cells
    }
    result = {
        "points": grade.points,
        "max_points": grade.max_points,
        "isolation": grade.isolation,
        "trust": grade.trust,
        "tampering": grade.tampering,
        "fault": grade.fault,
        "exercises": exercises,
    }
    return json.dumps(result, indent=1, allow_nan=False)


def _as_table(grade: Grade) -> str:
    width = max([len("total"), *(len(cell.cell) for cell in grade.cells)])
    lines = [_row(cell, width=width) for cell in grade.cells]
    lines.append(f"{'total':<{width}}  {grade.points:>6g} / {grade.max_points:g}")
    if grade.needs_manual_grade:
        lines.append("Cells marked with ? wait for a person and count as 0 so far.")
    return "\n".join(lines)


def _row(cell: CellGrade, *, width: int) -> str:
    points = "?" if cell.points is None else f"{cell.points:g}"
    rows = [f"{cell.cell:<{width}}  {points:>6} / {cell.max_points:g}"]
    rows += [
        printable(f"{'':<{width}}  - {test.name}: {test.message or 'failed'}")
        for test in cell.tests
        if not test.passed
    ]
    return "\n".join(rows)
