"""The author's commands: the use cases of authoring, on one folder of this machine."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

from jupyter_hybrid.cli.terminal import printable
from jupyter_hybrid.content.course_file import COURSE_FILE
from jupyter_hybrid.content.desk import FolderDesk
from jupyter_hybrid.content.library import FolderLibrary
from jupyter_hybrid.content.lint_codes import by_file
from jupyter_hybrid.domain.errors import NotFound
from jupyter_hybrid.domain.people import Person, Role
from jupyter_hybrid.services.authoring import AuthoringService
from jupyter_hybrid.services.desk import LintReport
from jupyter_hybrid.services.ports import Grader

AUTHOR = Person("author", "Author", frozenset({Role.TRAINER}))
"""Who types a command: somebody with the course in their hands."""

MakeGrader = Callable[[], Grader]


def course_folder(given: Path) -> Path:
    """Return the folder of a course that was named on the command line, absolute.

    Raises
    ------
    NotFound
        If it holds no course file.
    """
    folder = given.expanduser().resolve()
    if not (folder / COURSE_FILE).exists():
        raise NotFound(
            f"{given} is no course folder: it holds no {COURSE_FILE};"
            " 'jupyter hybrid new DIR' makes one"
        )
    return folder


def default_grader() -> Grader:
    """Return the engine that also grades learners."""
    # The engine brings Jupyter's client along; other commands do without.
    from jupyter_hybrid.grading.engine import GradingEngine  # noqa: PLC0415

    return GradingEngine()


def lint_folder(
    folder: Path, *, is_running: bool, make_grader: MakeGrader = default_grader
) -> LintReport:
    """Return all that is wrong with a course folder; says on standard error what it runs.

    Parameters
    ----------
    is_running
        Whether the exercises are run, solved and untouched.
    """
    return asyncio.run(_lint(folder, is_running=is_running, make_grader=make_grader))


async def _lint(folder: Path, *, is_running: bool, make_grader: MakeGrader) -> LintReport:
    grader = make_grader()
    desk = FolderDesk(folder, library=FolderLibrary([folder]))
    authoring = AuthoringService(desk=desk, grader=grader)
    try:
        report = authoring.lint(AUTHOR, "")
        if not is_running or report.course is None:
            return report
        found = [*report.messages]
        for path in authoring.notebooks(AUTHOR, ""):
            print(printable(f"Running {path} ..."), file=sys.stderr, flush=True)
            found += await authoring.dry_run_messages(AUTHOR, path)
        return LintReport(report.course, report.folder, by_file(found))
    finally:
        await grader.close()
