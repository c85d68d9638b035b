"""``jupyter hybrid new``: a course folder to begin with."""

import argparse
from pathlib import Path

from jupyter_hybrid.content.template import write_course


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "new",
        help="make a course folder to begin with",
        description="Makes a course folder from a template: one module with a text and a notebook, "
        "in which one exercise is graded by tests. DIR must not exist, or be empty.",
    )
    parser.add_argument("dir", metavar="DIR", type=Path, help="the folder to make")
    parser.add_argument("--title", default="", help="title of the course (default: DIR's name)")
    parser.add_argument("--key", help="key of the course (default: made of the title)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the course, say what to do next, and return 0.

    Raises
    ------
    Conflict
        If something is there already.
    Invalid
        If title or key cannot be used.
    Unavailable
        If it cannot be written.
    """
    folder: Path = arguments.dir.expanduser().resolve()
    key = write_course(folder, title=arguments.title, key=arguments.key)
    print(
        f"The course {key!r} is in {arguments.dir}.\n\n"
        f"  jupyter hybrid lint {arguments.dir}\n"
        f"  jupyter hybrid preview {arguments.dir}\n"
        f"  jupyter hybrid release {arguments.dir} OUT"
    )
    return 0
