"""Each layer of the engine stops an attack that gets through without it.

What system calls, Landlock and namespaces stop is tried in `test_attacks` at each level.
"""

import asyncio
import json
import pickle
import sys
from typing import ClassVar

import pytest
import pytest_asyncio

if sys.platform != "linux":
    pytest.skip("only Linux has the whole engine", allow_module_level=True)

from security.attacks.objects import EQUAL_TO_ALL

from fakes.tasks import answer, graded_by, task
from jupyter_hybrid.content.submission import read_submission
from jupyter_hybrid.domain.exercises import rebuild
from jupyter_hybrid.domain.notebooks import Notebook
from jupyter_hybrid.domain.policies import Limits, TrustMode
from jupyter_hybrid.grading.engine import GradingEngine
from jupyter_hybrid.grading.options import EngineOptions
from jupyter_hybrid.grading.worker.codec import decode, encode
from jupyter_hybrid.grading.worker.handles import Handles

TESTS = "assert mean([1, 3]) == 2"
LIAR = EQUAL_TO_ALL + "mean = lambda xs: Everything()"
PATCHED = "import builtins\nbuiltins.sum = lambda xs: 2\nmean = lambda xs: 7"
PATCHED_TESTS = "assert sum([mean([1, 3]), 0]) == 2"

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def engine():
    engine = GradingEngine(EngineOptions(n_workers=2))
    yield engine
    await engine.close()


async def points(engine, source, *, tests=TESTS, mode=TrustMode.SPLIT, **limits):
    trust = {"test-mean": mode}
    grade = await engine.grade(
        task(answer(source), graded_by(tests), trust=trust, limits=Limits(**limits))
    )
    return grade.points


async def test_split_processes_stop_an_object_equal_to_everything(engine):
    assert await points(engine, LIAR, mode=TrustMode.SHARED) == 2
    assert await points(engine, LIAR, mode=TrustMode.SPLIT) == 0


async def test_split_processes_stop_a_changed_python(engine):
    assert await points(engine, PATCHED, tests=PATCHED_TESTS, mode=TrustMode.SHARED) == 2
    assert await points(engine, PATCHED, tests=PATCHED_TESTS, mode=TrustMode.SEALED) == 0
    assert await points(engine, PATCHED, tests=PATCHED_TESTS, mode=TrustMode.SPLIT) == 0


async def test_rebuilding_stops_tests_of_the_learners_own(engine):
    released = Notebook((answer("pass"), graded_by(TESTS)))
    marks = {"nbgrader": {"grade_id": "test-mean", "grade": True, "schema_version": 3}}
    submitted = {
        "cells": [{"cell_type": "code", "source": "assert True", "metadata": marks, "outputs": []}],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 4,
    }
    read = read_submission(json.dumps(submitted).encode(), notebook=released, file="x.ipynb")
    as_submitted = task(answer("mean = 7"), graded_by("assert True"))
    rebuilt = task(*rebuild(released, answers=read.answers, free=read.free))

    assert (await engine.grade(as_submitted)).points == 2
    assert (await engine.grade(rebuilt)).points == 0


class Bomb:
    """Runs code where it is unpickled."""

    exploded: ClassVar[list[int]] = []

    def __reduce__(self):
        return (exec, (f"import sys; sys.modules[{__name__!r}].Bomb.exploded.append(1)",))


async def test_the_codec_runs_no_code_of_a_value():
    Bomb.exploded.clear()
    pickle.loads(pickle.dumps(Bomb()))
    assert len(Bomb.exploded) == 1

    Bomb.exploded.clear()
    crossed = decode(encode([Bomb()], handles=Handles()), resolve=lambda _: "an object")

    assert (crossed, Bomb.exploded) == (["an object"], [])


async def test_limits_stop_what_needs_too_much_memory(engine):
    hungry = "x = bytearray(400 << 20)\nx[::4096] = b'x' * len(x[::4096])\n"
    hungry += "def mean(xs): return 2 if len(x) else 0"

    assert await points(engine, hungry, memory_mb=1024) == 2
    assert await points(engine, hungry, memory_mb=192) == 0


async def test_limits_stop_what_writes_too_much(engine):
    big = "open('big', 'wb').write(b'x' * (20 << 20))\ndef mean(xs): return 2"

    assert await points(engine, big, scratch_mb=64) == 2
    assert await points(engine, big, scratch_mb=2) == 0


async def test_the_deadline_stops_what_takes_too_long(engine):
    slow = "import time\ntime.sleep(1)\ndef mean(xs): return 2"

    in_time, late = await asyncio.gather(
        points(engine, slow, cell_s=20.0), points(engine, slow, cell_s=0.2)
    )

    assert (in_time, late) == (2, 0)
