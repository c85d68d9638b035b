"""What an author says about time and memory holds, within the engine's bounds."""

import time

import pytest
import pytest_asyncio

from fakes.tasks import answer, graded_by, task
from jupyter_hybrid.domain.policies import Limits
from jupyter_hybrid.grading.engine import GradingEngine

pytestmark = pytest.mark.asyncio(loop_scope="module")

TESTS = graded_by("assert n == 1")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def grader():
    grader = GradingEngine()
    yield grader
    await grader.close()


async def test_an_endless_loop_is_stopped_after_the_authors_second(grader):
    await grader.grade(task(answer("n = 1"), TESTS))
    started = time.monotonic()

    grade = await grader.grade(
        task(answer("while True: pass"), TESTS, limits=Limits(cell_s=1, exercise_s=20))
    )

    assert time.monotonic() - started < 8
    assert "was stopped after 1 s, perhaps in an endless loop" in repr(grade)


async def test_the_whole_run_is_stopped_after_the_authors_time(grader):
    slow = [answer("import time; time.sleep(0.8)", key=f"a{n}") for n in range(4)]

    grade = await grader.grade(task(*slow, TESTS, limits=Limits(exercise_s=1)))

    assert any("1 s" in note for note in grade.notes)


async def test_memory_output_and_files_are_the_authors(grader):
    source = (
        "import resource\n"
        "n = [resource.getrlimit(getattr(resource, f'RLIMIT_{k}'))[0] for k in ('DATA', 'FSIZE')]"
    )
    tests = graded_by(
        "# beside what Python itself has taken\n"
        f"assert {300 * 2**20} <= n[0] < {700 * 2**20}\nassert n[1] == {2 * 2**20}"
    )
    limits = Limits(memory_mb=300, scratch_mb=2, output_kb=64)
    await grader.grade(task(answer("n = 1"), TESTS))

    first = await grader.grade(task(answer(source), tests, limits=limits))
    again = await grader.grade(task(answer(source), tests, limits=limits))
    flood = await grader.grade(task(answer("n = 1\nprint('x' * 100_000)"), TESTS, limits=limits))

    assert (first.points, again.points) == (2.0, 2.0)
    assert "printed more than 64 KiB" in repr(flood)


async def test_no_memory_at_all_is_enough_for_a_kernel(grader):
    grade = await grader.grade(task(answer("n = 1"), TESTS, limits=Limits(memory_mb=1)))

    assert grade.points == 2.0


async def test_a_loop_costs_its_time_once_though_there_are_hidden_tests(grader):
    hidden = (
        "assert mean([1]) == 1\n### BEGIN HIDDEN TESTS\nassert mean([2]) == 2\n### END HIDDEN TESTS"
    )
    limits = Limits(cell_s=1)

    grade = await grader.grade(
        task(answer("while True:\n    pass"), graded_by(hidden), limits=limits)
    )

    assert grade.elapsed_ms < 1900
    assert [test.message for test in grade.cells[0].tests if test.hidden] == [
        "a hidden test did not run"
    ]
