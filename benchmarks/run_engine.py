"""Grades a class with the engine in one process: ``python -m benchmarks.run_engine FOLDER ...``.

Prints JSON: milliseconds of each submission from its file to its points, and the points.
"""

import argparse
import asyncio
import json
import os
import time
from pathlib import Path

from benchmarks.courses import Course
from benchmarks.measuring import memory_of, tree_of
from jupyter_hybrid.cli.grade_runs import Trust, find_trust, grade_submission
from jupyter_hybrid.cli.grade_source import Source, read_sources
from jupyter_hybrid.content.submission import read_submission
from jupyter_hybrid.grading.engine import GradingEngine
from jupyter_hybrid.grading.options import EngineOptions


async def measure(course: Course, learners: list[str], *, workers: int) -> dict[str, object]:
    """Return what a run gave.

    Parameters
    ----------
    workers
        How many submissions are under way at the same time.
    """
    started = time.perf_counter()
    engine = GradingEngine(EngineOptions(n_workers=workers))
    sources = read_sources(course.source)
    trusts = {source.name: await find_trust(source, grader=engine) for source in sources}
    found: dict[str, object] = {"start_s": time.perf_counter() - started}
    found["trust"] = sorted({str(one.mode) for trust in trusts.values() for one in trust.values()})
    waiting = iter(learners)
    times: list[float] = []
    points: dict[str, float] = {}

    async def work() -> None:
        for learner in waiting:
            began = time.perf_counter()
            points[learner] = sum(
                [
                    await _points(course, source, learner, trust=trusts[source.name], grader=engine)
                    for source in sources
                ]
            )
            times.append(1000 * (time.perf_counter() - began))

    begun = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(workers)))
    found |= {"work_s": time.perf_counter() - begun, "ms": times, "points": points}
    await asyncio.sleep(0.5)
    found["idle_pss_mib"] = memory_of(set(tree_of(os.getpid())) - {os.getpid()})
    await engine.close()
    return found


async def _points(
    course: Course, source: Source, learner: str, *, trust: Trust, grader: GradingEngine
) -> float:
    content = (course.submitted(learner) / source.name).read_bytes()
    answers = read_submission(content, notebook=source.draft.notebook, file=source.name)
    grade = await grade_submission(source, answers, grader=grader, trust=trust, seed=learner)
    return grade.points


def main() -> None:
    """Run as a program."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("assignment")
    parser.add_argument("learners", nargs="+")
    parser.add_argument("--workers", type=int, default=1)
    chosen = parser.parse_args()
    course = Course("", chosen.folder, chosen.assignment)
    print(json.dumps(asyncio.run(measure(course, chosen.learners, workers=chosen.workers))))


if __name__ == "__main__":
    main()
