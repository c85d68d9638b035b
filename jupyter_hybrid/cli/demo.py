"""``jupyter hybrid demo``: JupyterLab with the sample course, as trainer and as learner."""

import argparse
import shutil
from pathlib import Path

from jupyter_hybrid.cli.lab_server import Lab, Running, serve
from jupyter_hybrid.content.samples import sample_courses
from jupyter_hybrid.domain.errors import Unavailable

COURSE = "python_for_analysts"


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "demo",
        help="open JupyterLab with the sample course, as trainer and as learner",
        description="Starts JupyterLab on a free port of this machine with the sample course and "
        "prints two links: yours, and a learner's. Ctrl-C stops everything; what you did stays.",
    )
    parser.add_argument(
        "--dir",
        type=Path,
        default=Path("hybrid-demo"),
        help="folder to keep everything in (default: ./hybrid-demo)",
    )
    parser.add_argument("--port", type=int, default=0, help="port (default: a free one)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Start the server, print the links, and wait for Ctrl-C."""
    folder: Path = arguments.dir.expanduser().resolve()
    work = prepare(folder)

    def words(running: Running) -> str:
        links = running.links(course=COURSE)
        return f"{links}Everything is kept in {folder}. Ctrl-C stops it.\n"

    lab = Lab(folder, root=work, course_dirs=work / "authoring", port=arguments.port)
    return serve(lab, words=words)


def prepare(folder: Path) -> Path:
    """Return the folder that JupyterLab shows, with a copy of the sample course that can be edited.

    Raises
    ------
    Unavailable
        If it cannot be written.
    """
    work = folder / "work"
    course = work / "authoring" / COURSE
    try:
        work.mkdir(parents=True, exist_ok=True)
        if not course.exists():
            shutil.copytree(sample_courses() / COURSE, course)
    except OSError as error:
        raise Unavailable(
            f"{folder} cannot be written: {error.strerror}; choose another with --dir"
        ) from error
    return work
