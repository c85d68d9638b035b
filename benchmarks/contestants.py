"""Those who grade the same submissions, each a program of its own."""

import itertools
import json
import os
import re
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.courses import Course
from benchmarks.measuring import Cost, cost_of

ROOT = Path(__file__).resolve().parent.parent
_COMMAND = "import sys; from jupyter_hybrid.cli import main; sys.exit(main())"


@dataclass(frozen=True, slots=True)
class Result:
    """What one run of a contestant gave.

    Parameters
    ----------
    n
        How many submissions it graded.
    cost
        Of the whole program.
    ms
        Milliseconds of each submission, where it says so.
    points
        By learner.
    more
        What else it says.
    """

    n: int
    cost: Cost
    ms: tuple[float, ...]
    points: dict[str, float]
    more: dict[str, Any] = field(default_factory=dict)


Contestant = Callable[[Course, Sequence[str]], Result]


def engine(course: Course, learners: Sequence[str], *, workers: int = 1) -> Result:
    """Grade with the engine, in process."""
    command = ["-m", "benchmarks.run_engine", str(course.folder), course.assignment, *learners]
    return _told([sys.executable, *command, "--workers", str(workers)], learners)


def nbgrader_in_memory(course: Course, learners: Sequence[str]) -> Result:
    """Grade with nbgrader's preprocessors, without its database and its files."""
    command = ["-m", "benchmarks.run_nbgrader", str(course.folder), course.assignment, *learners]
    return _told([sys.executable, *command], learners)


def _told(command: list[str], learners: Sequence[str]) -> Result:
    cost = cost_of(command, folder=ROOT)
    told = cost.told
    points = told.pop("points")
    if isinstance(points, list):
        points = dict(zip(learners, points, strict=True))
    return Result(len(learners), cost, tuple(told.pop("ms")), points, told)


def nbgrader_cli(course: Course, learners: Sequence[str]) -> Result:
    """Grade with ``nbgrader autograde`` in a course folder that it has not graded before."""
    with tempfile.TemporaryDirectory(prefix="bench-nbgrader-") as made:
        folder = Path(made)
        (folder / "source").symlink_to(course.folder / "source")
        for learner in learners:
            (folder / "submitted" / learner).mkdir(parents=True)
            theirs = folder / "submitted" / learner / course.assignment
            theirs.symlink_to(course.submitted(learner))
        program = [sys.executable, "-m", "nbgrader"]
        path = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
        preparing = [*program, "generate_assignment", course.assignment]
        cost_of(preparing, folder=folder, variables=path)
        grading = [*program, "autograde", course.assignment]
        cost = cost_of(grading, folder=folder, variables=path)
        points = _gradebook(folder / "gradebook.db")
    return Result(len(learners), cost, _turns(cost), points)


def _turns(cost: Cost) -> tuple[float, ...]:
    """Return the milliseconds of each submission, by when nbgrader first names it."""
    starts: dict[str, float] = {}
    for at, line in cost.lines:
        found = re.search(r"/submitted/([^/]+)/", line)
        if found:
            starts.setdefault(found[1], at)
    marks = [*starts.values(), cost.wall_s]
    return tuple(1000 * (end - start) for start, end in itertools.pairwise(marks))


def _gradebook(path: Path) -> dict[str, float]:
    query = """
        select submitted_assignment.student_id, sum(grade.auto_score) from grade
        join submitted_notebook on grade.notebook_id = submitted_notebook.id
        join submitted_assignment on submitted_notebook.assignment_id = submitted_assignment.id
        group by submitted_assignment.student_id"""
    with sqlite3.connect(path) as database:
        return {learner: points or 0.0 for learner, points in database.execute(query)}


def grade_command(course: Course, learners: Sequence[str]) -> Result:
    """Grade with ``jupyter hybrid grade --all``, the whole program."""
    with tempfile.TemporaryDirectory(prefix="bench-grade-") as made:
        submissions, output = Path(made, "submitted"), Path(made, "grades")
        submissions.mkdir()
        for learner in learners:
            (submissions / learner).mkdir()
            theirs = submissions / learner / course.assignment
            theirs.mkdir()
            for name in course.notebooks:
                (theirs / name).write_bytes((course.submitted(learner) / name).read_bytes())
        command = ["-c", _COMMAND, "grade", "--all", str(course.source)]
        more = ["--submissions", str(submissions), "--output", str(output)]
        cost = cost_of([sys.executable, *command, *more], folder=ROOT)
        points = _written(output)
    return Result(len(learners), cost, (), points)


def _written(output: Path) -> dict[str, float]:
    told = json.loads((output / "grades.json").read_text(encoding="utf-8"))
    return {one["learner"]: one["points"] or 0.0 for one in told["learners"]}


def joined(parts: Sequence[Result]) -> Result:
    """Return one result for programs that each graded one notebook of the same learners."""
    costs = [part.cost for part in parts]
    cost = Cost(
        sum(one.wall_s for one in costs),
        sum(one.cpu_s for one in costs),
        max(one.rss_mib for one in costs),
        max(one.pss_mib for one in costs),
        (),
        0,
    )
    ms = tuple(map(sum, zip(*(part.ms for part in parts), strict=True)))
    points = {learner: sum(part.points[learner] for part in parts) for learner in parts[0].points}
    return Result(parts[0].n, cost, ms, points, parts[0].more)
