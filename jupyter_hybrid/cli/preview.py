"""``jupyter hybrid preview``: a course folder in JupyterLab, as its author and as a learner."""

import argparse
import os
import tempfile
from contextlib import ExitStack
from pathlib import Path

from jupyter_hybrid.cli.author import course_folder
from jupyter_hybrid.cli.lab_server import Lab, Running, serve
from jupyter_hybrid.cli.lint import as_lines
from jupyter_hybrid.content.desk import FolderDesk
from jupyter_hybrid.content.library import FolderLibrary
from jupyter_hybrid.domain.errors import Conflict, Unavailable
from jupyter_hybrid.services.desk import LintReport

AUTHORING = "authoring"
"""Folder below the server's root in which the author finds the course."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "preview",
        help="see a course folder in JupyterLab, as its author and as a learner",
        description="Starts JupyterLab on a free port of this machine and prints two links: yours, "
        "and a learner's. The file browser shows a work folder: in it, authoring/NAME is a link to "
        "DIR itself, so what you save is your course, and learners' copies are made in courses/ "
        "and personas/ beside it, never in DIR. The work folder is thrown away at the end, unless "
        "--dir names one to keep. Ctrl-C stops everything.",
    )
    parser.add_argument("dir", metavar="DIR", type=Path, help="the course folder")
    parser.add_argument(
        "--dir", dest="work", type=Path, help="folder to keep learners' copies and attempts in"
    )
    parser.add_argument("--port", type=int, default=0, help="port (default: a free one)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Start the server, print what is wrong with the course and the links, and wait for Ctrl-C.

    Raises
    ------
    NotFound
        If the folder is no course folder.
    Conflict
        If the work folder lies in it.
    Unavailable
        If the work folder cannot be written, or JupyterLab does not start.
    """
    course = course_folder(arguments.dir)
    report = FolderDesk(course, library=FolderLibrary([course])).lint("")
    with ExitStack() as stack:
        folder = arguments.work
        if folder is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="preview-")))
        folder = folder.expanduser().resolve()
        link = prepare(folder, course=course)
        lab = Lab(folder, root=link.parents[1], course_dirs=link, port=arguments.port)
        return serve(lab, words=lambda running: _words(running, report, tree=link.name))


def prepare(folder: Path, *, course: Path) -> Path:
    """Return the link to the course in the work folder, made if it is not there.

    Raises
    ------
    Conflict
        If the work folder lies in the course folder.
    Unavailable
        If it cannot be written.
    """
    if folder.is_relative_to(course):
        raise Conflict(
            f"{folder} is inside the course folder; choose a folder beside it with --dir"
        )
    link = folder / "work" / AUTHORING / (course.name or "course")
    try:
        link.parent.mkdir(parents=True, exist_ok=True)
        if os.path.lexists(link):
            link.unlink()
        link.symlink_to(course, target_is_directory=True)
    except OSError as error:
        raise Unavailable(
            f"{folder} cannot be written or takes no links: {error.strerror};"
            " choose another with --dir"
        ) from error
    return link


def _words(running: Running, report: LintReport, *, tree: str) -> str:
    links = running.links(course=report.course, tree=f"{AUTHORING}/{tree}")
    return f"\n{as_lines(report)}\n{links}Ctrl-C stops it.\n"
