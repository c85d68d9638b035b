"""``jupyter hybrid export-nbgrader``: an nbgrader course from a course folder."""

import argparse
import sys
from pathlib import Path

from jupyter_hybrid.cli.terminal import printable
from jupyter_hybrid.content.nbgrader_export import export_course


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "export-nbgrader",
        help="give a course folder back to nbgrader",
        description="Makes an nbgrader course OUT of the course folder DIR: each module becomes an "
        "assignment, each notebook step a notebook in it, with the same cells and points. DIR "
        "stays as it is.",
    )
    parser.add_argument("dir", metavar="DIR", type=Path, help="the course folder")
    parser.add_argument("out", metavar="OUT", type=Path, help="the folder to make")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Export a course, print what became of it, and return 0.

    Raises
    ------
    NotFound, Conflict, Invalid, Unavailable
        As `export_course`.
    """
    report = export_course(arguments.dir, arguments.out)
    names = [f"{step.assignment}/{step.notebook}" for step in report.steps]
    width = max([len("total"), *map(len, names)])
    for name, step in zip(names, report.steps, strict=True):
        print(f"{name:<{width}}  {step.points:>6g}")
    print(f"{'total':<{width}}  {sum(step.points for step in report.steps):>6g}")
    for note in report.notes:
        print(printable(f"note: {note}"), file=sys.stderr)
    print(f"\nIn {arguments.out}: nbgrader generate_assignment ASSIGNMENT --create")
    return 0
