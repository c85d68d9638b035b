"""The author's commands: the use cases of authoring, on one folder of this machine."""

import asyncio
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_hybrid.cli.terminal import printable
from jupyter_hybrid.content.course_file import COURSE_FILE
from jupyter_hybrid.content.desk import FolderDesk
from jupyter_hybrid.content.library import FolderLibrary
from jupyter_hybrid.content.lint_codes import by_file
from jupyter_hybrid.domain.errors import NotFound
from jupyter_hybrid.domain.lint import DryRun
from jupyter_hybrid.domain.people import Person, Role
from jupyter_hybrid.services.authoring import AuthoringService, Rehearsed
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


@dataclass(frozen=True, slots=True)
class Tried:
    """A course folder that was linted and, perhaps, run.

    Parameters
    ----------
    report
        All that is wrong with it.
    notebooks
        What the exercises of each notebook gave, by its path; empty if nothing was run.
    """

    report: LintReport
    notebooks: Mapping[str, Rehearsed] = field(default_factory=dict)

    @property
    def runs(self) -> tuple[DryRun, ...]:
        """What each exercise gave."""
        return tuple(run for one in self.notebooks.values() for run in one.runs)


def lint_folder(
    folder: Path, *, is_running: bool, make_grader: MakeGrader = default_grader
) -> Tried:
    """Return all that is wrong with a course folder; says on standard error what it runs.

    Parameters
    ----------
    is_running
        Whether the exercises are run, solved and untouched.
    """
    return asyncio.run(_lint(folder, is_running=is_running, make_grader=make_grader))


def mode_of(run: DryRun) -> str:
    """Return how the tests of an exercise run, in a word for a table."""
    if run.trust is not None:
        return run.trust.value
    return "none" if run.problems else "kernel"


def modes_table(runs: Iterable[DryRun]) -> str:
    """Return exercises with their points and how their tests run, in columns; reasons below."""
    tried = tuple(runs)
    rows = [("exercise", "points", "tests run")]
    rows += [(_name(run), f"{run.max_points:g}", mode_of(run)) for run in tried]
    width = max(len(name) for name, _, _ in rows)
    lines = [f"{name:<{width}}  {points:>6}  {mode}" for name, points, mode in rows]
    return "\n".join([*map(printable, lines), *reasons(tried)])


def reasons(runs: Iterable[DryRun]) -> list[str]:
    """Return why no stricter way of running the tests does, a line for each."""
    return [printable(f"{_name(run)}: {reason}") for run in runs for reason in run.reasons]


def _name(run: DryRun) -> str:
    return f"{run.step} {run.exercise}"


async def _lint(folder: Path, *, is_running: bool, make_grader: MakeGrader) -> Tried:
    grader = make_grader()
    desk = FolderDesk(folder, library=FolderLibrary([folder]))
    authoring = AuthoringService(desk=desk, grader=grader)
    try:
        report = authoring.lint(AUTHOR, "")
        if not is_running or report.course is None:
            return Tried(report)
        found = [*report.messages]
        notebooks: dict[str, Rehearsed] = {}
        for path in authoring.notebooks(AUTHOR, ""):
            print(printable(f"Running {path} ..."), file=sys.stderr, flush=True)
            notebooks[path] = await authoring.rehearsed(AUTHOR, path)
            found += notebooks[path].messages
        return Tried(LintReport(report.course, report.folder, by_file(found)), notebooks)
    finally:
        await grader.close()
