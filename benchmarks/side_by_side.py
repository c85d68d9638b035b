"""The same submissions through everybody who grades, in turns."""

from collections.abc import Sequence
from functools import partial

from benchmarks.contestants import (
    Contestant,
    Result,
    engine,
    grade_command,
    nbgrader_cli,
    nbgrader_in_memory,
)
from benchmarks.courses import LEARNERS, Course
from benchmarks.findings import Findings, Row
from benchmarks.measuring import progress, quantile
from benchmarks.otter_grader import Otter, find_otter

CLI, MEMORY, OTTER = "nbgrader autograde", "nbgrader's preprocessors, no database", "otter-grader"
ENGINE, ENGINES, COMMAND = "engine", "engine, 2 workers", "jupyter hybrid grade --all"
NAMES = (CLI, MEMORY, OTTER, ENGINE, ENGINES, COMMAND)


def side_by_side(
    courses: Sequence[Course], *, classes: Sequence[dict[str, int]], into: Findings
) -> None:
    """Add rows by title of the course and contestant, and why contestants are missing.

    Parameters
    ----------
    classes
        For each round how many learners each contestant grades; none for those left out.
    """
    otter = find_otter()
    contestants: dict[str, Contestant] = {
        CLI: nbgrader_cli,
        MEMORY: nbgrader_in_memory,
        ENGINE: engine,
        ENGINES: partial(engine, workers=2),
        COMMAND: grade_command,
    }
    missing = into.missing
    if isinstance(otter, Otter):
        contestants[OTTER] = otter.grade
    else:
        missing[OTTER] = otter
    results: dict[tuple[str, str], list[Result]] = {}
    for sizes in classes:
        for course in courses:
            for name in NAMES:
                n = sizes.get(name, 0)
                if name in contestants and n and name not in missing:
                    progress(f"{course.title}: {name}, {n} submissions")
                    one = _attempted(contestants[name], course, LEARNERS[:n])
                    if isinstance(one, str):
                        missing[name] = one
                    else:
                        results.setdefault((course.title, name), []).append(one)
                        into.rows[course.title, name] = _row(results[course.title, name])


def _attempted(contestant: Contestant, course: Course, learners: Sequence[str]) -> Result | str:
    try:
        return contestant(course, learners)
    except RuntimeError as error:
        progress(str(error))
        return "failed: " + str(error).strip().split("\n")[-1][:200]


def _row(results: Sequence[Result]) -> Row:
    largest = max(results, key=lambda one: one.n)
    ms = [one for result in results for one in result.ms]
    count = sum(result.n for result in results)
    works = [_work_s(result) for result in results]
    return Row(
        n=largest.n,
        per_submission_ms=1000 * sum(works) / count,
        p50_ms=quantile(ms, 0.5) if ms else None,
        p95_ms=quantile(ms, 0.95) if ms else None,
        class_s=min(one.cost.wall_s for one in results if one.n == largest.n),
        cpu_s=largest.cost.cpu_s,
        rss_mib=max(one.cost.rss_mib for one in results),
        pss_mib=max(one.cost.pss_mib for one in results),
        points=largest.points,
    )


def _work_s(result: Result) -> float:
    """Return the seconds without a program's own start."""
    told = result.more.get("work_s")
    if isinstance(told, float):
        return told
    return sum(result.ms) / 1000 if result.ms else result.cost.wall_s


def is_equal(points: dict[str, float], others: dict[str, float]) -> bool:
    """Return whether learners whom both graded got the same."""
    common = points.keys() & others.keys()
    return bool(common) and all(abs(points[one] - others[one]) < 1e-9 for one in common)
