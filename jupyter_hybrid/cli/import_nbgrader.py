"""``jupyter hybrid import-nbgrader``: a course folder from an nbgrader course."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from jupyter_hybrid.cli.author import (
    MakeGrader,
    Tried,
    default_grader,
    lint_folder,
    mode_of,
    reasons,
)
from jupyter_hybrid.cli.terminal import printable
from jupyter_hybrid.content.nbgrader_import import ImportReport, import_course
from jupyter_hybrid.content.nbgrader_verdict import Verdict

Modes = Mapping[tuple[str, str], str]


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "import-nbgrader",
        help="make a course folder of an nbgrader course",
        description="Makes a course folder OUT of the nbgrader course DIR: each assignment becomes "
        "a module, each notebook a step. DIR stays as it is. Its nbgrader_config.py, its AUTOTEST "
        "lines and, for nbgrader's verdict, its notebooks are run on this machine, as nbgrader "
        "itself runs them: import only courses that you trust. Then every exercise is run as "
        "'jupyter hybrid lint' does, and the table says how its tests run here.",
    )
    parser.add_argument("dir", metavar="DIR", type=Path, help="the nbgrader course")
    parser.add_argument("out", metavar="OUT", type=Path, help="the folder to make")
    parser.add_argument("--key", help="the course's key (default: made of nbgrader's course_id)")
    parser.add_argument("--title", help="its title (default: nbgrader's course_id)")
    parser.add_argument(
        "--no-run", action="store_true", help="leave out nbgrader's verdict and ours"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, *, make_grader: MakeGrader = default_grader) -> int:
    """Import a course, print what became of it, and return 0.

    Parameters
    ----------
    make_grader
        Makes another engine than the default.

    Raises
    ------
    NotFound, Conflict, Invalid, Unavailable
        As `import_course`.
    """
    report = import_course(
        arguments.dir,
        arguments.out,
        key=arguments.key,
        title=arguments.title,
        is_running=not arguments.no_run,
    )
    folder = arguments.out.expanduser().resolve()
    tried = lint_folder(folder, is_running=not arguments.no_run, make_grader=make_grader)
    print(table(report.verdicts, modes=_modes(report, tried)))
    for line in reasons(tried.runs):
        print(line)
    for note in report.notes:
        print(printable(f"note: {note}"), file=sys.stderr)
    print(
        f"\nThe course {report.course!r} is in {arguments.out}.\n\n"
        f"  jupyter hybrid lint {arguments.out}\n"
        f"  jupyter hybrid preview {arguments.out}"
    )
    return 0


def _modes(report: ImportReport, tried: Tried) -> Modes:
    """Return how the tests of each cell run, by its notebook in the nbgrader course and its id."""
    modes = {}
    for notebook, path in report.paths.items():
        found = tried.notebooks.get(path)
        for run in found.runs if found else ():
            for cell in found.tests[run.exercise] if found else ():
                modes[notebook, cell] = mode_of(run)
    return modes


def table(verdicts: Sequence[Verdict], *, modes: Modes) -> str:
    """Return cell, points, nbgrader's verdict and how tests run, notebook by notebook.

    Parameters
    ----------
    modes
        How the tests of a cell run, where they were.
    """
    width = max([len("cell"), *(len(one.cell) for one in verdicts)])
    lines = [f"{'cell':<{width}}  {'points':>6}  nbgrader says  tests run"]
    notebook = None
    for one in verdicts:
        if one.notebook != notebook:
            notebook = one.notebook
            lines.append(printable(notebook))
        mode = modes.get((one.notebook, one.cell), "")
        line = f"{one.cell:<{width}}  {one.max_points:>6g}  {one.words:<13}  {mode}"
        lines.append(line.rstrip())
    total = sum(one.max_points for one in verdicts)
    return "\n".join([*lines, f"{'total':<{width}}  {total:>6g}"])
