"""``jupyter hybrid release``: what learners get of a course, in a folder."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from jupyter_hybrid.cli.author import (
    MakeGrader,
    Tried,
    course_folder,
    default_grader,
    lint_folder,
    modes_table,
)
from jupyter_hybrid.cli.lint import as_lines, has_errors
from jupyter_hybrid.content.release_folder import Modes, ReleasedStep, release_course

_PROOF = (
    "Proved: no solution and no hidden test is in the copy of its own notebook, nor in a text file"
    " of any step.\nNot searched: files that are no text, such as pictures, films, PDFs and"
    " archives."
)


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "release",
        help="write what learners get of a course into a folder",
        description="Lints the course and, if there are no errors, writes learners' copies with "
        "their files into OUT, as a server hands them out: without solutions and hidden tests. "
        "A former release of the same course in OUT is replaced once the new one is whole; "
        "nothing else is ever written over.",
    )
    parser.add_argument("dir", metavar="DIR", type=Path, help="the course folder")
    parser.add_argument("out", metavar="OUT", type=Path, help="the folder to write")
    parser.add_argument("--no-run", action="store_true", help="do not run the exercises before")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, *, make_grader: MakeGrader = default_grader) -> int:
    """Lint, release, print a table of the steps, and return 1 if errors stopped it.

    Parameters
    ----------
    make_grader
        Makes another engine than the default.

    Raises
    ------
    NotFound
        If the folder is no course folder.
    Invalid, Conflict, Unavailable
        As in `release_course`.
    """
    folder = course_folder(arguments.dir)
    tried = lint_folder(folder, is_running=not arguments.no_run, make_grader=make_grader)
    report = tried.report
    if report.messages:
        print(as_lines(report), file=sys.stderr)
    if has_errors(report):
        print("Nothing was released: mend the errors first.", file=sys.stderr)
        return 1
    out = arguments.out.expanduser().absolute()
    steps = release_course(folder, out, modes=_modes(tried))
    print(_table(steps))
    if tried.runs:
        print(f"\n{modes_table(tried.runs)}")
    print(f"\n{_PROOF}\nIt is in {arguments.out}.")
    return 0


def _modes(tried: Tried) -> Modes:
    """Return how tests run, by step and exercise; without reasons, which quote hidden tests."""
    modes: dict[str, dict[str, str | None]] = {}
    for run in tried.runs:
        modes.setdefault(run.step, {})[run.exercise] = run.trust.value if run.trust else None
    return modes


def _table(steps: Sequence[ReleasedStep]) -> str:
    total = ReleasedStep(
        "total",
        None,
        sum(step.n_exercises for step in steps),
        sum(step.max_points for step in steps),
        sum(step.n_files for step in steps),
    )
    rows = [("step", "exercises", "points", "files")]
    rows += [
        (step.step, str(step.n_exercises), f"{step.max_points:g}", str(step.n_files))
        for step in (*steps, total)
    ]
    width = max(len(row[0]) for row in rows)
    return "\n".join(
        f"{step:<{width}}  {exercises:>9}  {points:>6}  {files:>5}"
        for step, exercises, points, files in rows
    )
