"""Grades thousands of answers in one engine and says what is left: ``... run_endurance N``.

Prints JSON: processes, descriptors, scratch files and memory before and after.
"""

import asyncio
import json
import os
import sys
import tempfile
import time
from itertools import count
from pathlib import Path

from benchmarks.measuring import memory_of, tree_of
from jupyter_hybrid.domain.notebooks import Cell, CellRole
from jupyter_hybrid.grading.engine import GradingEngine
from jupyter_hybrid.grading.options import EngineOptions
from jupyter_hybrid.services.ports import GradingTask

_WARM = 200
"""Grades before the first measurement: allocators have settled by then."""
_SETTLED_S = 3.0
_TESTS = "assert add(1, 2) == 3\nassert add(0, 0) == 0"


def _task(number: int) -> GradingTask:
    answer = f"def add(a, b):\n    return a + b  # {number}"
    cells = (
        Cell("add", "code", answer, "# YOUR CODE HERE", CellRole.ANSWER),
        Cell("test-add", "code", _TESTS, _TESTS, CellRole.TESTS, 2.0),
    )
    return GradingTask(cells, frozenset({"test-add"}))


async def measure(n: int) -> dict[str, object]:
    """Grade `n` answers and return what was there before and after.

    Raises
    ------
    RuntimeError
        If one of them has not got full points.
    """
    engine = GradingEngine(EngineOptions(n_workers=2))
    numbers = count()

    async def work(until: int) -> None:
        for number in numbers:
            if number >= until:
                return
            grade = await engine.grade(_task(number))
            if grade.points != grade.max_points:
                raise RuntimeError(str(grade))

    warm = min(_WARM, n // 2)
    await asyncio.gather(work(warm), work(warm))
    before = await _held()
    began = time.perf_counter()
    await asyncio.gather(work(n), work(n))
    work_s = time.perf_counter() - began
    after = await _held()
    await engine.close()
    left = {
        "processes": len(tree_of(os.getpid())) - 1,
        "scratch": len(_scratches()),
        "descriptors": _descriptors(),
    }
    return {"n": n, "before": before, "after": after, "left": left, "work_s": work_s}


async def _held() -> dict[str, float]:
    await asyncio.sleep(_SETTLED_S)
    pids = tree_of(os.getpid())
    engine_mib = memory_of([os.getpid()])
    return {
        "processes": len(pids),
        "descriptors": _descriptors(),
        "scratch": len(_scratches()),
        "engine_mib": engine_mib,
        "all_mib": memory_of(pids),
    }


def _descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def _scratches() -> list[Path]:
    """Return the folders of this process's engine, and what is in them."""
    return list(Path(tempfile.gettempdir()).glob("hybrid-*/*"))


def main() -> None:
    """Run as a program, with a folder for temporary files of its own."""
    with tempfile.TemporaryDirectory(prefix="bench-endurance-") as made:
        Path(made).chmod(0o755)
        tempfile.tempdir = made
        print(json.dumps(asyncio.run(measure(int(sys.argv[1])))))


if __name__ == "__main__":
    main()
