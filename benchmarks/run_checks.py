"""Checks one exercise of four cells again and again: ``python -m benchmarks.run_checks FOLDER``.

Prints JSON: milliseconds of each check, of making a pair of processes, and of known answers.
"""

import argparse
import asyncio
import json
import os
import time
from pathlib import Path

from benchmarks.courses import REVENUE
from benchmarks.measuring import memory_of, tree_of
from jupyter_hybrid.cli.grade_runs import grade_submission
from jupyter_hybrid.cli.grade_source import Source, read_source
from jupyter_hybrid.content.submission import Submission
from jupyter_hybrid.grading.cached_grader import CachedGrader
from jupyter_hybrid.grading.engine import GradingEngine
from jupyter_hybrid.grading.interpreters import interpreter_of
from jupyter_hybrid.grading.options import EngineOptions
from jupyter_hybrid.grading.split.confining import Permissions
from jupyter_hybrid.grading.split.environments import Environment
from jupyter_hybrid.services.ports import Grader

_PAUSE_S = 0.25
"""Long enough for the next pairs of processes to be ready, as between checks of people."""


async def checks(
    source: Source, grader: Grader, *, n: int, pause_s: float = 0.0, is_same: bool = False
) -> list[float]:
    """Return the milliseconds of checks, one after the other.

    Parameters
    ----------
    pause_s
        Seconds between two checks.
    is_same
        Whether all answers are the same.

    Raises
    ------
    RuntimeError
        If one has not got full points.
    """
    times = []
    for number in range(n):
        await asyncio.sleep(pause_s)
        who = "everybody" if is_same else f"learner {number} {pause_s}"
        answers = {"revenue": REVENUE.format(who=who, how="sum")}
        began = time.perf_counter()
        grade = await grade_submission(
            source, Submission(answers, (), ()), grader=grader, trust={}, seed=str(number)
        )
        times.append(1000 * (time.perf_counter() - began))
        if grade.points != grade.max_points:
            raise RuntimeError(str(grade))
    return times


async def measure(source: Source, *, n: int, level: int) -> dict[str, object]:
    """Return what a run gave at a level of isolation."""
    options = EngineOptions(max_level=level)
    engine = GradingEngine(options)
    await engine.warm()
    await asyncio.sleep(2)
    found: dict[str, object] = {
        "first": await checks(source, engine, n=1),
        "paced": await checks(source, engine, n=n, pause_s=_PAUSE_S),
        "hurried": await checks(source, engine, n=n),
    }
    await asyncio.sleep(1)
    found["idle_pss_mib"] = memory_of(set(tree_of(os.getpid())) - {os.getpid()})
    cached = CachedGrader(engine)
    await checks(source, cached, n=1, is_same=True)
    found["cached"] = await checks(source, cached, n=n, is_same=True)
    await cached.close()
    found["pair"] = await _pairs(options, n=min(n, 30))
    return found


async def _pairs(options: EngineOptions, *, n: int) -> list[float]:
    """Return the milliseconds of making a pair of processes and of ending it."""
    interpreter = interpreter_of("python3")
    if interpreter is None:
        raise RuntimeError("there is no python3 kernel")
    environment = Environment(interpreter, imports=frozenset(), options=options)
    await environment.start()
    times = []
    for _ in range(n):
        began = time.perf_counter()
        pair = await environment.take(Permissions())
        pair.end()
        await pair.ended()
        times.append(1000 * (time.perf_counter() - began))
        await asyncio.sleep(0.05)
    await environment.end()
    return times


def main() -> None:
    """Run as a program."""
    parser = argparse.ArgumentParser()
    parser.add_argument("notebook", type=Path)
    parser.add_argument("--n", type=int, default=100)
    parser.add_argument("--level", type=int, default=2)
    chosen = parser.parse_args()
    source = read_source(chosen.notebook)
    print(json.dumps(asyncio.run(measure(source, n=chosen.n, level=chosen.level))))


if __name__ == "__main__":
    main()
