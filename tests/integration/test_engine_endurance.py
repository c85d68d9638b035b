"""What many grades in a row leave behind: nothing."""

import asyncio
import os
import tempfile
from itertools import count
from pathlib import Path

import psutil
import pytest

from fakes.tasks import answer, graded_by, task
from jupyter_hybrid.grading.engine import GradingEngine
from jupyter_hybrid.grading.options import EngineOptions

N_BEFORE, N_GRADES, N_WORKERS = 20, 130, 2
MOST_GROWTH = 1.10
TESTS = "assert double(2) == 4\nassert double(0) == 0"


@pytest.fixture
def scratch_root(tmp_path, monkeypatch):
    """Where the engine of this test puts scratches, and nobody else."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr("jupyter_hybrid.grading.split.fork_server.scratch_root", lambda: tmp_path)
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    return tmp_path


def held(scratch_root):
    """Return processes, open descriptors and scratches that the engine has here."""
    below = psutil.Process().children(recursive=True)
    scratches = [one for folder in scratch_root.glob("hybrid-*") for one in folder.iterdir()]
    descriptors = list(Path("/proc/self/fd").iterdir())
    return len(below), len(descriptors), len(scratches)


def memory():
    """Return bytes of this process and all below it, those that they share counted once."""
    total = 0
    for process in (psutil.Process(), *psutil.Process().children(recursive=True)):
        with_shared = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
        total += next(
            int(line.split()[1]) * 1024
            for line in with_shared.splitlines()
            if line.startswith("Pss:")
        )
    return total


async def settled(scratch_root):
    """Return what is held once it has not changed for a moment: pairs end behind their grade."""
    before, n_same = None, 0
    for _ in range(300):
        await asyncio.sleep(0.1)
        now = held(scratch_root)
        n_same = n_same + 1 if now == before else 0
        before = now
        if n_same == 10:
            return now
    raise AssertionError(f"it does not come to rest: {before}")


async def grade_many(engine, n):
    numbers = count()

    async def work():
        for number in numbers:
            if number >= n:
                return
            source = f"def double(x):\n    return 2 * x  # {os.urandom(4).hex()}"
            grade = await engine.grade(task(answer(source, key="double"), graded_by(TESTS)))
            assert grade.points == grade.max_points, grade

    await asyncio.gather(*(work() for _ in range(N_WORKERS)))


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="reads /proc")
async def test_many_grades_leave_no_process_descriptor_or_scratch_and_do_not_grow(scratch_root):
    at_first = held(scratch_root)
    engine = GradingEngine(EngineOptions(n_workers=N_WORKERS))
    try:
        await grade_many(engine, N_BEFORE)
        before, before_bytes = await settled(scratch_root), memory()

        await grade_many(engine, N_GRADES)

        after, after_bytes = await settled(scratch_root), memory()
        assert after == before
        assert after_bytes <= MOST_GROWTH * before_bytes
    finally:
        await engine.close()
    at_last = held(scratch_root)
    assert (at_last[0], at_last[2]) == (at_first[0], 0)
    assert at_last[1] <= at_first[1] + 1  # asyncio keeps a thread's pipe
    assert not list(scratch_root.glob("hybrid-*"))
