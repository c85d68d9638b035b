"""``jupyter hybrid import-nbgrader``: a course folder from an nbgrader course."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from jupyter_hybrid.cli.terminal import printable
from jupyter_hybrid.content.nbgrader_import import import_course
from jupyter_hybrid.content.nbgrader_verdict import Verdict


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "import-nbgrader",
        help="make a course folder of an nbgrader course",
        description="Makes a course folder OUT of the nbgrader course DIR: each assignment becomes "
        "a module, each notebook a step. DIR stays as it is. Its nbgrader_config.py, its AUTOTEST "
        "lines and, for nbgrader's verdict, its notebooks are run on this machine, as nbgrader "
        "itself runs them: import only courses that you trust.",
    )
    parser.add_argument("dir", metavar="DIR", type=Path, help="the nbgrader course")
    parser.add_argument("out", metavar="OUT", type=Path, help="the folder to make")
    parser.add_argument("--key", help="the course's key (default: made of nbgrader's course_id)")
    parser.add_argument("--title", help="its title (default: nbgrader's course_id)")
    parser.add_argument("--no-run", action="store_true", help="leave out nbgrader's verdict")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Import a course, print what became of it, and return 0.

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
    print(table(report.verdicts))
    for note in report.notes:
        print(printable(f"note: {note}"), file=sys.stderr)
    print(
        f"\nThe course {report.course!r} is in {arguments.out}.\n\n"
        f"  jupyter hybrid lint {arguments.out}\n"
        f"  jupyter hybrid preview {arguments.out}"
    )
    return 0


def table(verdicts: Sequence[Verdict]) -> str:
    """Return cell, points and nbgrader's verdict in columns, notebook by notebook."""
    width = max([len("cell"), *(len(one.cell) for one in verdicts)])
    lines = [f"{'cell':<{width}}  {'points':>6}  nbgrader says"]
    notebook = None
    for one in verdicts:
        if one.notebook != notebook:
            notebook = one.notebook
            lines.append(printable(notebook))
        lines.append(f"{one.cell:<{width}}  {one.max_points:>6g}  {one.words}")
    total = sum(one.max_points for one in verdicts)
    return "\n".join([*lines, f"{'total':<{width}}  {total:>6g}"])
