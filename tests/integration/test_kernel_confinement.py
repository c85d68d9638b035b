"""What a learner's code cannot do to the server, to its neighbours or to the next learner."""

import asyncio
import subprocess
import sys
import tempfile
import textwrap
import time

import psutil
import pytest
import pytest_asyncio

from fakes.scratch import processes_in, until_no_process_in
from fakes.tasks import answer, graded_by, task
from jupyter_hybrid.domain.errors import Unavailable
from jupyter_hybrid.grading.kernels.kernel_grader import KernelGrader
from jupyter_hybrid.grading.limits import MIB, Limits

ENDLESS = "while True:\n    pass"
STUBBORN = """
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
"""
TESTS = graded_by("assert n == 1\nassert n > 0")


@pytest.fixture
def scratch_root(tmp_path_factory, monkeypatch):
    root = tmp_path_factory.mktemp("s")
    monkeypatch.setattr(tempfile, "tempdir", str(root))
    yield root
    assert processes_in(root) == []
    assert list(root.iterdir()) == []


@pytest_asyncio.fixture
async def grader(scratch_root):
    limits = Limits(cell_timeout_s=1.5, timeout_s=20, interrupt_s=0.5, memory_bytes=512 * MIB)
    grader = KernelGrader(limits=limits)
    yield grader
    await grader.close()


async def until(condition, *, within_s=20.0):
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


@pytest.mark.asyncio
async def test_an_endless_loop_is_interrupted_and_tested_all_the_same(grader):
    grade = await grader.grade(task(answer(f"n = 1\n{ENDLESS}"), TESTS))

    assert grade.points == 2.0
    assert grade.notes == ()
    assert grade.elapsed_ms < 6000


@pytest.mark.asyncio
async def test_a_loop_that_swallows_the_interrupt_costs_its_kernel(grader):
    grade = await grader.grade(task(answer(f"n = 1\n{STUBBORN}"), TESTS))

    assert grade.points == 0
    why = "`mean` was stopped after 1.5 s, perhaps in an endless loop, and Python had to be ended"
    assert grade.notes == (f"{why}; what follows was not run",)
    assert [test.message for test in grade.cells[0].tests] == [f"did not run: {why}"]


@pytest.mark.asyncio
async def test_the_whole_notebook_has_a_deadline(scratch_root):
    grader = KernelGrader(limits=Limits(cell_timeout_s=60, timeout_s=0.5))

    grade = await grader.grade(task(answer("import time\ntime.sleep(60)"), TESTS))

    assert grade.points == 0
    assert grade.notes == ("checking was stopped after 0.5 s; what follows was not run",)
    assert grade.elapsed_ms < 20_000


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("exit()", "the code made it exit (status 0)"),
        (
            "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nimport time\ntime.sleep(9)",
            "it was killed by signal 9, perhaps for needing too much memory",
        ),
    ],
)
async def test_a_kernel_that_ends_is_a_grade_and_a_note(grader, source, reason):
    grade = await grader.grade(task(answer(source), TESTS))

    assert grade.points == 0
    assert grade.notes == (
        f"Python ended while running `mean`: {reason}; what follows was not run",
    )
    assert all("did not run" in test.message for test in grade.cells[0].tests)


@pytest.mark.asyncio
async def test_a_flood_of_output_is_interrupted(grader):
    source = "n = 1\nimport time\nwhile True: print('x' * 100_000, flush=True); time.sleep(0.01)"

    grade = await grader.grade(task(answer(source), TESTS, graded_by("assert n == 2", key="t")))

    assert [cell.points for cell in grade.cells] == [2.0, 0.0]
    assert grade.cells[1].tests[0].message == (
        "your answer `mean` was stopped because it printed more than 1 MiB; AssertionError"
    )


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "source",
    [
        "n = 1\nraise ValueError('x' * 40_000_000)",
    ],
)
async def test_output_that_is_too_large_to_receive_ends_the_kernel(grader, source):
    grade = await grader.grade(task(answer(source), TESTS))

    assert grade.points == 0
    assert "".join(grade.notes) == (
        "`mean` was stopped because it printed more than 1 MiB, and Python had to be ended; "
        "what follows was not run"
    )


@pytest.mark.asyncio
@pytest.mark.parametrize("end", ["os._exit(0)", "os.kill(os.getppid(), 19)"])
async def test_children_that_hide_in_their_own_session_are_ended(grader, scratch_root, end):
    source = textwrap.dedent("""
        import os, subprocess, sys
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.execvp("sleep", ["sleep", "86397.25"])
            os._exit(0)
        subprocess.Popen(["sleep", "86397.25"], start_new_session=True)
        n = 1
    """)

    await grader.grade(task(answer(f"{source}\n{end}"), TESTS))

    assert [p for p in psutil.process_iter() if "86397.25" in _command(p)] == []


def _command(process):
    try:
        return process.cmdline()
    except psutil.Error:
        return []


@pytest.mark.asyncio
async def test_the_environment_of_the_server_stays_out(grader, monkeypatch):
    monkeypatch.setenv("JUPYTER_TOKEN", "canary-token")
    monkeypatch.setenv("JPY_API_TOKEN", "canary-api")
    monkeypatch.setenv("DATABASE_PASSWORD", "canary-password")
    source = "import os\nseen = repr(dict(os.environ)) + os.path.expanduser('~')\nprint(seen)"
    test = (
        "assert 'canary' not in seen, seen\n"
        "assert not [name for name in os.environ if name.startswith('JPY')]\n"
        "assert os.path.expanduser('~').startswith(os.path.dirname(os.getcwd()))\n"
        "assert os.listdir('.') == []"
    )

    grade = await grader.grade(task(answer(source), graded_by(test)))

    assert [test.message for test in grade.cells[0].tests] == [""]


@pytest.mark.asyncio
async def test_cancelling_leaves_nothing_running(grader, scratch_root):
    grading = asyncio.create_task(grader.grade(task(answer(f"n = 1\n{STUBBORN}"), TESTS)))
    await until(lambda: processes_in(scratch_root))

    grading.cancel()

    with pytest.raises(asyncio.CancelledError):
        await grading
    assert processes_in(scratch_root) == []
    assert list(scratch_root.iterdir()) == []


@pytest.mark.asyncio
@pytest.mark.parametrize("phase", ["run", "work/begun"])
async def test_closing_ends_what_runs_without_a_grade(grader, scratch_root, phase):
    source = "open('begun', 'w').close()\n" + ENDLESS
    grading = asyncio.create_task(grader.grade(task(answer(source), TESTS)))
    await until(lambda: list(scratch_root.glob(f"*/{phase}")))

    await grader.close()

    assert processes_in(scratch_root) == []
    with pytest.raises(Unavailable):
        await grading


def test_a_killed_server_leaves_no_kernel_and_no_folder(scratch_root):
    server = textwrap.dedent(f"""
        import asyncio, tempfile
        from jupyter_hybrid.grading.kernels.kernel_grader import KernelGrader
        from jupyter_hybrid.domain.notebooks import Cell, CellRole
        from jupyter_hybrid.services.ports import GradingTask
        tempfile.tempdir = {str(scratch_root)!r}
        cells = (
            Cell("a", "code", "open('begun', 'w')\\nwhile True: pass", "", CellRole.ANSWER),
            Cell("t", "code", "", "", CellRole.TESTS, 1.0),
        )
        asyncio.run(KernelGrader().grade(GradingTask(cells, frozenset("t"))))
    """)
    process = subprocess.Popen([sys.executable, "-c", server])
    deadline = time.monotonic() + 20
    while not list(scratch_root.glob("*/work/begun")):
        assert time.monotonic() < deadline
        assert process.poll() is None

    process.kill()
    process.wait()

    until_no_process_in(scratch_root)


@pytest.mark.asyncio
async def test_a_long_temporary_folder_takes_tcp(scratch_root, monkeypatch):
    long = scratch_root / ("x" * 100)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    grader = KernelGrader()

    grade = await grader.grade(task(answer("n = 1"), TESTS))

    assert grade.points == 2.0
    await grader.close()
    long.rmdir()


@pytest.mark.asyncio
async def test_a_spare_kernel_is_used_once_and_replaced(scratch_root):
    grader = KernelGrader(n_spare=1)
    asking = task(
        answer("import os\nn = 1\npid = os.getpid()\nassert 'left' not in globals()\nleft = 1"),
        graded_by("assert n == 1\nassert open('d.txt').read() == 'd'\n-pid / 1e9"),
        folder="m",
        files={"m/d.txt": b"d"},
    )
    grades = []

    for _ in range(3):
        grades.append(await grader.grade(asking))
        await until(lambda: _n_ready(grader) == 1)

    assert [grade.points for grade in grades] == [2.0] * 3
    assert [grade.notes for grade in grades] == [()] * 3
    assert grades[2].elapsed_ms < grades[0].elapsed_ms
    await grader.close()


def _n_ready(grader):
    return len(grader._spares._idle)


@pytest.mark.asyncio
async def test_a_spare_kernel_that_died_is_not_used(scratch_root):
    grader = KernelGrader(n_spare=1)
    await grader.grade(task(answer("n = 1"), TESTS))
    await until(lambda: _n_ready(grader) == 1)
    for process in psutil.process_iter():
        if str(scratch_root) in " ".join(_command(process)):
            process.kill()

    grade = await grader.grade(task(answer("n = 1"), TESTS))

    assert grade.points == 2.0
    await grader.close()


@pytest.mark.asyncio
async def test_closing_ends_spare_kernels_also_while_they_start(scratch_root):
    grader = KernelGrader(n_spare=2)
    await grader.grade(task(answer("n = 1"), TESTS))

    await grader.close()

    assert processes_in(scratch_root) == []
