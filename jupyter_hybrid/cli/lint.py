"""``jupyter hybrid lint``: all that is wrong with a course folder."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from jupyter_hybrid.cli.author import (
    MakeGrader,
    Tried,
    course_folder,
    default_grader,
    lint_folder,
    modes_table,
)
from jupyter_hybrid.cli.terminal import printable
from jupyter_hybrid.domain.lint import Severity
from jupyter_hybrid.services.desk import LintReport


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "lint",
        help="say all that is wrong with a course folder",
        description="Says all that is wrong with a course folder, where, and how to mend it. "
        "Runs every exercise twice: with the author's solution, which must get all points, and "
        "untouched, which must get none. Says how the tests of each run, and why no stricter way "
        "does. Exit status: 0 if there are no errors (there may be warnings), 1 if there are, 2 if "
        "DIR is no course folder.",
    )
    parser.add_argument("dir", metavar="DIR", type=Path, help="the course folder")
    parser.add_argument("--json", action="store_true", help="print JSON instead of lines")
    parser.add_argument("--no-run", action="store_true", help="do not run the exercises")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, *, make_grader: MakeGrader = default_grader) -> int:
    """Lint, print what was found, and return 1 if there are errors.

    Parameters
    ----------
    make_grader
        Makes another engine than the default.

    Raises
    ------
    NotFound
        If the folder is no course folder.
    """
    folder = course_folder(arguments.dir)
    tried = lint_folder(folder, is_running=not arguments.no_run, make_grader=make_grader)
    print(_as_json(tried) if arguments.json else _as_text(tried))
    return 1 if has_errors(tried.report) else 0


def has_errors(report: LintReport) -> bool:
    """Return whether anything that was found is an error."""
    return any(message.severity is Severity.ERROR for message in report.messages)


def as_lines(report: LintReport) -> str:
    """Return what was found as lines for a terminal, and a last one that counts it."""
    n_errors = sum(message.severity is Severity.ERROR for message in report.messages)
    lines = [printable(str(message)) for message in report.messages]
    n_warnings = len(report.messages) - n_errors
    counts = f"{_counted(n_errors, 'error')}, {_counted(n_warnings, 'warning')}"
    return "\n".join([*lines, counts if report.messages else "nothing is wrong with it"])


def _as_text(tried: Tried) -> str:
    lines = as_lines(tried.report)
    return f"{modes_table(tried.runs)}\n\n{lines}" if tried.runs else lines


def _as_json(tried: Tried) -> str:
    messages = [asdict(message) for message in tried.report.messages]
    exercises = [asdict(run) for run in tried.runs]
    course = tried.report.course
    return json.dumps({"course": course, "messages": messages, "exercises": exercises}, indent=1)


def _counted(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
