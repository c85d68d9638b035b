"""What a learner's code may not do, and what its author reads of it, in the real engine."""

import pytest
import pytest_asyncio

from fakes.tasks import answer, graded_by, task
from jupyter_hybrid.domain import policies
from jupyter_hybrid.domain.policies import Permission
from jupyter_hybrid.grading.engine import GradingEngine
from jupyter_hybrid.grading.limits import Limits
from jupyter_hybrid.grading.options import EngineOptions

pytestmark = pytest.mark.asyncio(loop_scope="module")

LIMITS = policies.Limits(cell_s=5, exercise_s=20, memory_mb=256, output_kb=64, scratch_mb=8)
TESTS = graded_by("assert n == 1\nassert n > 0", key="t")
PROCESSES = frozenset({Permission.PROCESSES})


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def grader():
    grader = GradingEngine(EngineOptions(limits=Limits(interrupt_s=0.5)))
    yield grader
    await grader.close()


async def graded(grader, source, tests=TESTS, **rest):
    return await grader.grade(task(answer(source, key="a"), tests, limits=LIMITS, **rest))


async def told(grader, source, **rest):
    """Return what is said of an answer, without what its tests say."""
    grade = await graded(grader, source, **rest)
    assert grade.points == 0
    said = grade.notes[0] if grade.notes else grade.cells[0].tests[0].message
    return said.removesuffix("; what follows was not run").removesuffix(
        "NameError: name 'n' is not defined"
    )


# Answers that are no Python.


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("def f(:\n  pass", "line 1: invalid syntax\ndef f(:\n      ^\n"),
        ("x = 1\nn = (1,", "line 2: incomplete input\nn = (1,\n       ^\n"),
        (
            "def f():\nreturn 1",
            "line 2: expected an indented block after function definition on line 1\nreturn 1\n^\n",
        ),
        ("\u00e4 = '\u00e9' 1", "line 1: invalid syntax\n\u00e4 = '\u00e9' 1\n        ^\n"),
    ],
)
async def test_a_syntax_error_is_shown_with_a_caret(grader, source, message):
    assert await told(grader, source) == f"your answer `a` is not valid Python: {message}"


async def test_an_old_syntax_error_is_not_shown_again(grader):
    source = "try:\n    eval('1 +')\nexcept SyntaxError:\n    pass\neval('2 +')"

    said = await told(grader, source)

    assert said.startswith("your answer `a` raised SyntaxError: invalid syntax (<string>")


# What is forbidden.


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("import socket; socket.socket()", "the network is closed while your work is checked"),
        (
            "import urllib.request as r; r.urlopen('http://127.0.0.1:9')",
            "the network is closed while your work is checked",
        ),
        ("!ls", "other programs cannot be started while your work is checked"),
        ("files = !ls", "other programs cannot be started while your work is checked"),
        (
            "import subprocess; subprocess.run(['ls'])",
            "other programs cannot be started while your work is checked",
        ),
        ("import os; os.fork()", "other processes cannot be started while your work is checked"),
        (
            "import multiprocessing as m; m.Process(target=print).start()",
            "other processes cannot be started while your work is checked",
        ),
        ("import os; os.kill(1, 9)", "other processes cannot be reached"),
        ("open('/etc/x', 'w')", "own folder can be written while your work is checked: '/etc/x'"),
        ("open('../../x', 'a')", "own folder can be written while your work is checked"),
        ("import os; os.remove('/etc/passwd')", "own folder can be written while your work"),
        ("import os; os.rename('a', '/etc/b')", "own folder can be written while your work"),
        (
            "open('/etc/shadow')",
            "'/etc/shadow' (only files of the exercise's own folder can be used while it is",
        ),
        ("n = int(input('n?'))", "calls input(), and nobody can answer while it is checked"),
        ("x = bytearray(600 * 2**20)", "needs more than 256 MiB of memory"),
    ],
)
async def test_what_is_forbidden_is_said_in_words(grader, source, message):
    said = await told(grader, source)

    assert message in said
    assert said.startswith("your answer `a` ")


async def test_own_files_and_local_loops_are_not_forbidden(grader):
    source = (
        "import asyncio, os, tempfile, pathlib, shutil\n"
        "pathlib.Path('d/e').mkdir(parents=True)\nopen('d/e/f', 'w').write('x')\n"
        "os.rename('d/e/f', 'd/g')\nshutil.copy('d/g', 'h')\nshutil.rmtree('d')\n"
        "open(os.devnull, 'w').write('x')\n"
        "with tempfile.TemporaryDirectory() as t: open(t + '/x', 'wb').write(b'')\n"
        "with tempfile.NamedTemporaryFile() as t: pass\n"
        "os.kill(os.getpid(), 0)\nawait asyncio.sleep(0)\n"
        "n = len(os.listdir('.'))"
    )

    grade = await graded(grader, source)

    assert [test.message for test in grade.cells[0].tests] == ["", ""]


# What is too much.


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("xs = []\nwhile True: xs.append(bytearray(2**20))", "256 MiB of memory"),
        ("for i in range(9999): open(f'{i}', 'w').write('x' * 9000)", "8 MiB of files"),
        ("import os\nwhile True: os.write(1, b'x' * 65536)", "8 MiB of output"),
    ],
)
async def test_a_limit_is_named_with_its_size(grader, source, message):
    # By Python itself, or by whoever watches, whichever is first.
    assert f"more than {message}" in await told(grader, source)


async def test_memory_of_child_processes_adds_up(grader):
    source = (
        "import os, time\nfor i in range(3):\n    if os.fork() == 0:\n"
        "        x = b'x' * (130 * 2**20)\n        time.sleep(9)\n        os._exit(0)\nos.wait()"
    )

    said = await told(grader, source, allow=PROCESSES)

    assert said == "`a` was stopped because it used more than 256 MiB of memory"


async def test_two_processes_within_the_limits_are_fine(grader):
    source = (
        "import multiprocessing as m\nwith m.get_context('fork').Pool(2) as pool:\n"
        "    n = sum(pool.map(abs, [-1, 0]))"
    )

    assert (await graded(grader, source, allow=PROCESSES)).points == 2.0


async def test_an_endless_recursion_is_told_quickly(grader):
    grade = await graded(grader, "def f(): return f()\nf()")

    assert "RecursionError: maximum recursion depth exceeded" in grade.cells[0].tests[0].message


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("exit()", "the code made it exit (status 0)"),
        ("import os; os._exit(3)", "the code made it exit (status 3)"),
        ("import ctypes; ctypes.string_at(0)", "it crashed (signal 11)"),
    ],
)
async def test_a_process_that_ends_is_a_grade_and_a_note(grader, source, message):
    assert await told(grader, source) == f"Python ended while running `a`: {message}"
