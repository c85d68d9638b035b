"""``jupyter hybrid grade``: the points of one submitted notebook."""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path

from jupyter_hybrid.cli.terminal import printable
from jupyter_hybrid.content.course_folder import stubs_around
from jupyter_hybrid.content.notebook_file import read_source_notebook
from jupyter_hybrid.content.notebook_json import MAX_NOTEBOOK_BYTES
from jupyter_hybrid.content.submission import Submission, read_submission
from jupyter_hybrid.domain.errors import Invalid, NotFound
from jupyter_hybrid.domain.exercises import CellGrade, Grade, rebuild
from jupyter_hybrid.domain.notebooks import Notebook
from jupyter_hybrid.services.ports import Grader, GradingTask

MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_FILES_BYTES = 50 * 1024 * 1024


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "grade",
        help="grade one submitted notebook",
        description="Grades the answers of a submitted notebook with the tests of its source. "
        "Nothing else of the submission counts. Data files are those beside the source.",
    )
    parser.add_argument("--source", type=Path, required=True, help="the author's notebook")
    parser.add_argument("--submission", type=Path, required=True, help="the learner's notebook")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, *, make_grader: Callable[[], Grader] | None = None) -> int:
    """Grade, print the result and return 0; notes for the learner go to standard error.

    Parameters
    ----------
    make_grader
        Makes another engine than the default.

    Raises
    ------
    NotFound, Invalid
        If one of the two notebooks is not there or cannot be used.
    Unavailable
        If the engine itself cannot work.
    """
    source: Path = arguments.source
    submission: Path = arguments.submission
    stubs = stubs_around(source)
    notebook = read_source_notebook(_read(source), file=source.name, stubs=stubs).notebook
    answers = read_submission(_read(submission), notebook=notebook, file=submission.name)
    files, left_out = _files_beside(source)
    task = _task(notebook, answers, files=files)
    grade = asyncio.run(_grade(task, make_grader=make_grader or _default_grader))
    for note in (*left_out, *answers.notes, *grade.notes):
        print(printable(note), file=sys.stderr)
    print(_as_json(grade) if arguments.json else _as_table(grade))
    return 0


def _default_grader() -> Grader:
    # The engine brings Jupyter's client along; other commands do without.
    from jupyter_hybrid.grading.engine import GradingEngine  # noqa: PLC0415

    return GradingEngine()


async def _grade(task: GradingTask, *, make_grader: Callable[[], Grader]) -> Grade:
    grader = make_grader()
    try:
        return await grader.grade(task)
    finally:
        await grader.close()


def _task(notebook: Notebook, submission: Submission, *, files: dict[str, bytes]) -> GradingTask:
    return GradingTask(
        cells=rebuild(notebook, answers=submission.answers, free=submission.free),
        graded=frozenset(cell.id for cell in notebook.cells if cell.is_graded),
        kernel_name=notebook.kernel_name,
        language=notebook.language,
        files=files,
    )


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_NOTEBOOK_BYTES + 1)
    except FileNotFoundError as error:
        raise NotFound(f"there is no file {path}") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise Invalid(f"{path} cannot be read: {reason}") from error


def _files_beside(source: Path) -> tuple[dict[str, bytes], list[str]]:
    """Return the data files in the source's folder by name, and words about those left out."""
    files: dict[str, bytes] = {}
    left_out: list[str] = []
    n_left = MAX_FILES_BYTES
    for path in sorted(source.absolute().parent.iterdir()):
        if path.name.startswith(".") or path.suffix == ".ipynb" or not path.is_file():
            continue
        try:
            size = path.stat().st_size
            if size > min(MAX_FILE_BYTES, n_left):
                left_out.append(f"the data file {path.name} is too large and was left out")
                continue
            files[path.name] = path.read_bytes()
        except OSError as error:
            left_out.append(f"the data file {path.name} was left out: {error.strerror}")
        else:
            n_left -= size
    return files, left_out


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
