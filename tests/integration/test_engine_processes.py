"""Loops, and what is left of a grading: no process, no folder, nothing for the next learner."""

import asyncio
import contextlib
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import psutil
import pytest
import pytest_asyncio

from fakes.scratch import processes_in
from fakes.tasks import answer, graded_by, task
from jupyter_hybrid.domain import policies
from jupyter_hybrid.domain.errors import Unavailable
from jupyter_hybrid.domain.policies import Permission, TrustMode
from jupyter_hybrid.grading.engine import GradingEngine
from jupyter_hybrid.grading.limits import Limits
from jupyter_hybrid.grading.options import EngineOptions

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no pair is forked"),
]

LOOPING = policies.Limits(cell_s=0.5)
TESTS = graded_by("assert n == 1\nassert n > 0", key="t")
STUBBORN = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
LOOPED = "was stopped after 0.5 s, perhaps in an endless loop"
ENGINE_LIMITS = Limits(interrupt_s=0.5)


@pytest.fixture(scope="module")
def root():
    # Not pytest's own folder: learners' processes become users who may not pass there.
    with tempfile.TemporaryDirectory(prefix="hybrid-test-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        before, tempfile.tempdir = tempfile.tempdir, folder
        yield Path(folder)
        tempfile.tempdir = before


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def grader(root):
    grader = GradingEngine(EngineOptions(limits=ENGINE_LIMITS, n_workers=2, n_ready=1))
    yield grader
    await grader.close()
    assert processes_in(root) == []
    assert list(root.glob("hybrid-*")) == []


async def graded(grader, source, *tests, **rest):
    return await grader.grade(task(answer(source, key="a"), *(tests or [TESTS]), **rest))


async def until(condition, *, within_s=30.0):
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


def started(root):
    return list(root.glob("hybrid-*/pair-*/work/begun"))


# Loops.


async def test_an_endless_loop_is_told_with_the_failing_test(grader):
    grade = await graded(grader, "while True: pass", limits=LOOPING)

    assert grade.notes == ()
    assert grade.cells[0].tests[0].message == (
        f"your answer `a` {LOOPED}; NameError: name 'n' is not defined"
    )


async def test_a_loop_that_swallows_the_interrupt_is_ended(grader):
    grade = await graded(grader, f"n = 1\n{STUBBORN}", limits=LOOPING)

    why = f"`a` {LOOPED}, and Python had to be ended"
    assert grade.points == 0
    assert grade.notes == (f"{why}; what follows was not run",)
    assert [test.message for test in grade.cells[0].tests] == [f"did not run: {why}"] * 2


@pytest.mark.parametrize("mode", [TrustMode.SPLIT, TrustMode.SEALED])
@pytest.mark.parametrize(
    ("source", "first"),
    [
        ("n = 1\ndef f():\n    while True: pass", "assert f()"),
        ("n = 1", "while True: pass"),
    ],
)
async def test_a_test_that_loops_ends_its_cell_only(grader, mode, source, first):
    cells = graded_by(f"{first}\nassert n == 1", key="t"), graded_by("assert n", key="u")

    grade = await graded(grader, source, *cells, limits=LOOPING, trust=dict.fromkeys("tu", mode))

    assert [cell.points for cell in grade.cells] == [0.0, 2.0]
    assert [test.message for test in grade.cells[0].tests] == [
        f"it {LOOPED}",
        "did not run: an earlier line of the tests failed",
    ]


@pytest.mark.parametrize("mode", [TrustMode.SPLIT, TrustMode.SEALED])
async def test_an_answer_that_does_not_let_a_test_go_is_given_up(grader, mode):
    source = f"n = 1\ndef f():\n{textwrap.indent(STUBBORN, '    ')}"
    cells = graded_by("assert f()", key="t"), graded_by("assert n", key="u")

    grade = await graded(grader, source, *cells, limits=LOOPING, trust=dict.fromkeys("tu", mode))

    first, second = (cell.tests[0].message for cell in grade.cells)
    assert first == f"it {LOOPED}"
    if mode is TrustMode.SPLIT:  # a copy of the process is ended alone
        assert grade.points == 0
        assert second == f"did not run: `t` {LOOPED}, and Python had to be ended"
    else:
        assert grade.points == 2.0


async def test_the_whole_notebook_has_a_deadline(grader):
    limits = policies.Limits(cell_s=60, exercise_s=0.5)

    grade = await graded(grader, "import time\ntime.sleep(60)", limits=limits)

    assert grade.points == 0
    assert grade.notes == ("checking was stopped after 0.5 s; what follows was not run",)


# What is left.


async def test_nothing_is_left_for_the_next_learner(grader, root):
    source = """
        import os, pathlib, tempfile
        for folder in (".", os.path.expanduser("~"), tempfile.gettempdir()):
            pathlib.Path(folder, "left").write_text("n = 1")
        start = pathlib.Path(os.environ["IPYTHONDIR"], "profile_default", "startup")
        start.mkdir(parents=True)
        (start / "0.py").write_text("n = 1")
        pathlib.Path("locked/in").mkdir(parents=True)
        os.chmod("locked", 0)
        import math, builtins
        math.left = builtins.left = n = 1
    """
    look = """
        import os, math, builtins, tempfile
        folders = (".", os.path.expanduser("~"), tempfile.gettempdir())
        found = [name for folder in folders for name in os.listdir(folder)]
        found += [each for each in (math, builtins) if hasattr(each, "left")]
        n = 1 if not found else found
    """

    grades = [await graded(grader, textwrap.dedent(each)) for each in (source, look, "")]

    assert [grade.points for grade in grades] == [2.0, 2.0, 0.0]


@pytest.mark.parametrize("end", ["", "os._exit(0)", "os.kill(os.getppid(), 19)"])
async def test_children_that_hide_in_their_own_session_are_ended(grader, end):
    source = """
        import os, subprocess
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.execvp("sleep", ["sleep", "86397.25"])
            os._exit(0)
        subprocess.Popen(["sleep", "86397.25"], start_new_session=True)
        n = 1
    """

    await graded(grader, textwrap.dedent(source) + end, allow=frozenset({Permission.PROCESSES}))

    await until(lambda: not [p for p in psutil.process_iter() if "86397.25" in _command(p)])


def _command(process):
    with contextlib.suppress(psutil.Error):
        return process.cmdline()
    return []


async def test_the_environment_of_the_server_stays_out(grader, monkeypatch):
    source = "import os\nseen = repr(dict(os.environ)) + os.path.expanduser('~')"
    tests = (
        "assert 'canary' not in seen\nimport os\nassert 'canary' not in repr(dict(os.environ))\n"
        "assert not [name for name in os.environ if name.startswith(('JPY', 'JUPYTER_TOKEN'))]"
    )
    monkeypatch.setenv("JUPYTER_TOKEN", "canary-token")
    monkeypatch.setenv("DATABASE_PASSWORD", "canary-password")

    async with engine(n_ready=0) as fresh:
        grade = await graded(fresh, source, graded_by(tests, key="t"))

    assert grade.points == 2.0


async def test_as_many_as_there_are_workers_are_graded_at_once(grader, root):
    source = "open('begun', 'w').close()\nimport time\ntime.sleep(0.5)\nn = 1"

    grading = [asyncio.create_task(graded(grader, source)) for _ in range(3)]
    most = 0
    while not all(one.done() for one in grading):
        most = max(most, len(started(root)))
        await asyncio.sleep(0.02)

    assert most == 2
    assert [one.result().points for one in grading] == [2.0] * 3


async def test_cancelling_leaves_nothing_running(grader, root):
    grading = asyncio.create_task(graded(grader, f"open('begun', 'w').close()\n{STUBBORN}"))
    await until(lambda: started(root))

    grading.cancel()

    with pytest.raises(asyncio.CancelledError):
        await grading
    await until(lambda: not started(root))
    assert (await graded(grader, "n = 1")).points == 2.0


@contextlib.asynccontextmanager
async def engine(**options):
    grader = GradingEngine(EngineOptions(limits=ENGINE_LIMITS, **options))
    try:
        yield grader
    finally:
        await grader.close()


async def test_closing_ends_what_runs_without_a_grade(grader, root):
    async with engine(n_ready=0) as closing:
        source = f"open('begun', 'w').close()\n{STUBBORN}"
        grading = asyncio.create_task(graded(closing, source))
        await until(lambda: started(root))

        await closing.close()

        with pytest.raises(Unavailable):
            await grading
    assert started(root) == []


@pytest.fixture
def other_root():
    with tempfile.TemporaryDirectory(prefix="hybrid-test-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def server_in(root):
    server = f"""
        import asyncio, tempfile
        from jupyter_hybrid.domain.notebooks import Cell, CellRole
        from jupyter_hybrid.grading.engine import GradingEngine
        from jupyter_hybrid.services.ports import GradingTask
        tempfile.tempdir = {str(root)!r}
        cells = (
            Cell("a", "code", "open('begun', 'w')\\nwhile True: pass", "", CellRole.ANSWER),
            Cell("t", "code", "", "", CellRole.TESTS, 1.0),
        )
        asyncio.run(GradingEngine().grade(GradingTask(cells, frozenset("t"))))
    """
    return subprocess.Popen([sys.executable, "-c", textwrap.dedent(server)])


async def test_a_killed_server_leaves_no_process_and_no_scratch(other_root):
    server = server_in(other_root)
    await until(lambda: started(other_root))

    server.kill()
    server.wait()

    await until(lambda: processes_in(other_root) == [])
    assert started(other_root) == []
