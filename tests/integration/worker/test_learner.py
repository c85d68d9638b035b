"""The learner's process: what running a cell there does and says."""

import base64
import threading

import pytest

from jupyter_hybrid.grading.worker.frames import ChannelClosed
from jupyter_hybrid.grading.worker.refusals import NETWORK, PROCESSES, PROGRAMS


def texts(reply, name="stdout"):
    return "".join(
        content["text"]
        for kind, content, _ in reply["messages"]
        if kind == "stream" and content["name"] == name
    )


def result(reply):
    assert reply["status"] == "ok", reply["error"]
    return reply["messages"][-1][1]["data"]["text/plain"]


def test_a_cell_prints_and_shows_its_last_value(learner):
    reply = learner.run("print('a'); 6 * 7")

    assert [kind for kind, *_ in reply["messages"]] == ["stream", "execute_result"]
    assert texts(reply) == "a\n"
    assert result(reply) == "42"
    assert reply["elapsed_ms"] > 0


def test_cells_are_counted_as_in_a_fresh_kernel(learner):
    first = learner.run("1")
    second = learner.run("In, __name__")

    assert first["messages"][-1][1]["execution_count"] == 1
    assert result(second) == "(['', '1', 'In, __name__'], '__main__')"


def test_nothing_of_warming_up_is_left(learner):
    reply = learner.run("%who\nimport sys\nOut, hasattr(sys, 'last_value'), _")

    assert texts(reply) == "Interactive namespace is empty.\n"
    assert result(reply) == "({}, False, '')"


def test_an_error_is_told_with_its_traceback(learner):
    reply = learner.run("1 / 0")

    assert reply["status"] == "error"
    assert reply["error"]["name"] == "ZeroDivisionError"
    assert reply["error"]["text"] == "division by zero"
    assert reply["messages"][-1][0] == "error"
    assert not reply["asks_to_exit"]


def test_the_exercise_has_its_files_and_its_folder(start):
    data = base64.b64encode(b"1,2\n").decode()

    pair = start(begin={"files": {"unit/data/points.csv": data}, "folder": "unit"})

    assert result(pair.run("open('data/points.csv').read()")) == repr("1,2\n")


def test_a_file_cannot_be_put_outside_the_scratch(start):
    pair = start(begin=False)

    pair.learner.send({"id": 1, "op": "begin", "files": {"../../x": ""}})

    with pytest.raises(ChannelClosed):
        pair.learner.receive(20)
    assert pair.wait_for("ended")["ended"] == "learner"


def test_the_same_seed_gives_the_same_numbers_and_none_gives_others(start):
    draw = "import random; random.random()"

    seeded = {result(start(begin={"seed": 7}).run(draw)) for _ in range(2)}
    unseeded = {result(start().run(draw)) for _ in range(2)}

    assert len(seeded) == 1
    assert len(unseeded) == 2


def test_home_and_temporary_files_are_in_the_scratch(learner, zygote):
    reply = learner.run("import tempfile, pathlib; str(pathlib.Path.home()), tempfile.mkdtemp()")

    for path in eval(result(reply)):
        assert path.startswith(str(zygote.scratch_root / "pair-"))


def test_output_is_cut_at_its_limit(start):
    pair = start(begin={"limits": {"output_bytes": 1000}})

    reply = pair.run("for i in range(300): print('xxxxxxxxx')")

    assert reply["status"] == "ok"
    assert reply["is_truncated"]
    assert not reply["is_flooded"]
    assert len(texts(reply)) == 1000


def test_a_flood_is_stopped_and_the_process_lives(start):
    pair = start(begin={"limits": {"output_bytes": 1000}})

    reply = pair.run("while True:\n  try: print('x' * 50)\n  except Exception: pass")

    assert reply["is_flooded"]
    assert reply["error"]["name"] == "TooMuchOutput"
    assert result(pair.run("1")) == "1"


def test_a_giant_value_is_shown_by_its_beginning(start):
    pair = start(begin={"limits": {"output_bytes": 10_000}})

    reply = pair.run("'x' * 5_000_000")

    assert reply["is_truncated"]
    assert 5000 < len(result(reply)) <= 10_000


def test_a_giant_error_is_bounded(learner):
    reply = learner.run("raise ValueError('x' * 5_000_000)")

    assert reply["error"]["name"] == "ValueError"
    assert len(str(reply)) < 200_000


def test_an_endless_recursion_is_told_briefly(learner):
    reply = learner.run("def f(): return f()\nf()")

    assert reply["error"]["name"] == "RecursionError"
    assert len(reply["error"]["traceback"]) < 70


def test_lone_surrogates_arrive_as_text(learner):
    reply = learner.run("print('\\ud800')")

    assert texts(reply) == "?\n"


def test_what_other_programs_print_is_kept_in_order(learner):
    reply = learner.run(
        "import os; print('a'); os.system('echo b; echo e >&2'); print('c'); os.write(1, b'd')"
    )

    assert texts(reply) == "a\nb\nc\nd"
    assert texts(reply, "stderr") == "e\n"


def test_input_says_what_to_do_instead(learner):
    for call in ("input('name?')", "import getpass; getpass.getpass()"):
        error = learner.run(call)["error"]

        assert error["name"] == "StdinNotImplementedError"
        assert "put the value into the cell" in error["text"]


def test_tasks_go_on_in_the_next_cell(learner):
    learner.run("import asyncio; t = asyncio.create_task(asyncio.sleep(0.01, result=5))")

    assert result(learner.run("await t")) == "5"


@pytest.mark.parametrize(
    "source", ["exit()", "quit()", "raise SystemExit", "import sys; sys.exit(3)"]
)
def test_asking_to_exit_is_told_and_the_process_lives(learner, source):
    reply = learner.run(source)

    assert reply["asks_to_exit"]
    assert result(learner.run("1")) == "1"
    assert not learner.run("1")["asks_to_exit"]


@pytest.mark.parametrize(
    "source",
    ["while True: pass", "import time; time.sleep(60)", "import asyncio; await asyncio.sleep(60)"],
)
def test_an_interrupt_stops_a_cell_and_the_process_lives(learner, source):
    again = threading.Event()

    def interrupt():
        while not again.wait(0.1):
            learner.tell(op="interrupt", who="learner")

    thread = threading.Thread(target=interrupt)
    thread.start()
    try:
        reply = learner.run(source)
    finally:
        again.set()
        thread.join()

    assert reply["status"] == "error"
    assert reply["error"]["name"] in ("KeyboardInterrupt", "CancelledError")
    assert result(learner.run("1")) == "1"


@pytest.mark.parametrize(
    ("source", "status"),
    [("import os; os._exit(5)", 5), ("import os; os.kill(os.getpid(), 9)", -9)],
)
def test_a_process_that_ends_itself_closes_its_channel(learner, source, status):
    learner.learner.send({"id": 2, "op": "run", "cell": "a", "source": source})

    with pytest.raises(ChannelClosed):
        learner.learner.receive(20)
    assert learner.wait_for("ended")["status"] == status


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("import socket; socket.create_connection(('192.0.2.1', 80))", NETWORK),
        ("import urllib.request; urllib.request.urlopen('http://example.org')", NETWORK),
        ("import os; os.system('true')", PROGRAMS),
        ("import subprocess; subprocess.run(['true'])", PROGRAMS),
        ("import os; os.fork()", PROCESSES),
        ("!true", PROGRAMS),
    ],
)
def test_what_is_not_allowed_is_refused_in_words(start, source, words):
    pair = start(may_connect=False, may_exec=False, may_fork=False)

    error = pair.run(source)["error"]

    assert words in error["text"]


def test_threads_and_event_loops_are_no_programs(start):
    pair = start(may_connect=False, may_exec=False, may_fork=False)

    reply = pair.run(
        "from concurrent.futures import ThreadPoolExecutor\nimport asyncio\n"
        "asyncio.new_event_loop().close(); list(ThreadPoolExecutor(2).map(abs, [-1]))"
    )

    assert result(reply) == "[1]"


def test_a_single_large_allocation_is_a_memory_error(start):
    limits = {"output_bytes": 1 << 20, "rlimits": {"AS": 1 << 28, "DATA": 1 << 28}}
    pair = start(begin={"limits": limits})

    assert pair.run("bytearray(1 << 29)")["error"]["name"] == "MemoryError"
    assert result(pair.run("len(bytearray(1 << 26))")) == str(1 << 26)
