"""Grading in interpreters started for each task, as on systems where nothing can be forked."""

import asyncio
import tempfile
import time
from pathlib import Path

import pytest
import pytest_asyncio

from fakes.scratch import processes_in
from fakes.tasks import answer, graded_by, task
from jupyter_hybrid.domain import policies
from jupyter_hybrid.grading.engine import GradingEngine
from jupyter_hybrid.grading.limits import Limits
from jupyter_hybrid.grading.options import EngineOptions

pytestmark = pytest.mark.asyncio(loop_scope="module")

LIMITS = policies.Limits(cell_s=1, memory_mb=256, scratch_mb=8)
RIGHT = "def mean(xs): return sum(xs) / len(xs)"
TESTS = graded_by("assert mean([1, 3]) == 2", key="t")
FILLING = """
import time
for i in range(9999):
    open(str(i), "w").write("x" * 99_999)
    time.sleep(0.001)
"""


@pytest.fixture(scope="module")
def root():
    with tempfile.TemporaryDirectory() as folder:
        before, tempfile.tempdir = tempfile.tempdir, folder
        yield Path(folder)
        tempfile.tempdir = before


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def grader(root):
    options = EngineOptions(limits=Limits(interrupt_s=0.5), is_fresh=True, n_ready=1)
    grader = GradingEngine(options)
    yield grader
    await grader.close()
    await until(lambda: processes_in(root) == [] and list(root.glob("hybrid-*")) == [])


async def until(condition, *, within_s=30.0):
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


async def graded(grader, source, tests=TESTS, **rest):
    return await grader.grade(task(answer(source, key="a"), tests, limits=LIMITS, **rest))


async def test_right_and_wrong_answers(grader):
    right = await graded(grader, RIGHT)
    wrong = await graded(grader, "def mean(xs): return sum(xs)")

    assert (right.points, right.isolation) == (2.0, "A0")
    assert wrong.cells[0].tests[0].message == "expected 2, got 4"


async def test_hidden_tests_say_nothing_of_themselves(grader):
    source = (
        "assert mean\n### BEGIN HIDDEN TESTS\nassert mean([4711]) == 0, 'canary'\n"
        "### END HIDDEN TESTS"
    )

    grade = await graded(grader, RIGHT, graded_by(source, key="t"))

    assert [test.passed for test in grade.cells[0].tests] == [True, False]
    assert "4711" not in repr(grade)
    assert "canary" not in repr(grade)


async def test_functions_of_the_tests_are_called_back(grader):
    source = "def apply(f, xs):\n    return [f(x) for x in xs]"
    tests = graded_by("def twice(x): return 2 * x\nassert apply(twice, [1, 2]) == [2, 4]", key="t")

    assert (await graded(grader, source, tests)).points == 2.0


async def test_files_and_magics_work(grader):
    tests = graded_by("%time found = total()\nassert found == 6", key="t")
    source = "def total(): return sum(map(int, open('data/n.csv')))"

    grade = await graded(grader, source, tests, files={"data/n.csv": b"1\n2\n3\n"})

    assert [test.message for test in grade.cells[0].tests] == [""]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("while True: pass", "your answer `a` was stopped after 1 s, perhaps in an endless loop"),
        ("import os; os._exit(3)", "the code made it exit (status 3)"),
        ("import os; os.system('ls')", "other programs cannot be started"),
        ("open('/etc/x', 'w')", "own folder can be written while your work is checked: '/etc/x'"),
        ("xs = []\nwhile True: xs.append(b'x' * 2**20)", "256 MiB of memory"),
        (FILLING, "8 MiB of files"),
    ],
)
async def test_what_goes_wrong_is_told(grader, source, message):
    grade = await graded(grader, source)

    assert grade.points == 0
    assert message in " ".join([*grade.notes, grade.cells[0].tests[0].message])


async def test_a_test_that_loops_ends_its_cell_only(grader):
    cells = graded_by("assert f()", key="t"), graded_by("assert n", key="u")
    source = "n = 1\ndef f():\n    while True: pass"

    grade = await grader.grade(task(answer(source, key="a"), *cells, limits=LIMITS))

    assert [cell.points for cell in grade.cells] == [0.0, 2.0]


async def test_a_pair_is_prepared_meanwhile_and_cleared_up_afterwards(grader, root):
    await graded(grader, RIGHT)
    await until(lambda: _n_ready(grader) == 1)
    first = set(root.iterdir())

    grade = await graded(grader, RIGHT)

    assert grade.points == 2.0
    assert grade.elapsed_ms < 1000
    await until(lambda: _n_ready(grader) == 1 and not first & set(root.iterdir()))


def _n_ready(grader):
    environments = grader._python._environments._environments
    return sum(len(pairs) for one in environments for pairs in one._ready.values())
