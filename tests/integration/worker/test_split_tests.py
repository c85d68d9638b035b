"""Authors' tests in the tester's process, answers in the learner's, both as they are forked."""

import time

import pytest

DEADLINE_S = 30.0


@pytest.fixture
def pair(start):
    pair = start(begin={"files": {"data.csv": "YSxiCjEsMgo="}})
    pair.tester.send({"id": 0, "op": "begin", "folder": ".", "seed": 1, "modules": {}})
    assert pair.tester.receive(DEADLINE_S)["ok"]
    return pair


def step(pair, source, *, timeout_s=10.0, **more):
    told = {"cell": "c", "name": "n", "kind": "plain", "source": source, **more}
    pair.tester.send({"id": 5, "op": "step", "step": told, "timeout_s": timeout_s})
    result = pair.tester.receive(DEADLINE_S)
    assert result["id"] == 5
    return result


def holds(pair, left, right):
    return step(pair, f"assert {left} == {right}", kind="assert", left=left, right=right)


def test_a_test_asks_for_what_a_cell_defined(pair):
    pair.run("def mean(xs):\n    return sum(xs) / len(xs)")

    right, wrong = holds(pair, "mean([1, 2])", "1.5"), holds(pair, "mean([1, 2])", "2")

    assert right["status"] == "passed"
    assert wrong["message"] == "expected 2, got 1.5"


def test_the_learners_exit_is_no_end_of_the_tester(pair):
    pair.run("import os\ndef f(): os._exit(0)")

    first, second = step(pair, "f()"), step(pair, "1 + 1", wants_value=True)

    assert first["status"] == "lost"
    assert second["value"] == 2


def test_an_endless_loop_in_the_answer_is_given_up(pair):
    pair.run("def f():\n    while True: pass")
    began = time.monotonic()

    result = step(pair, "f()", timeout_s=0.3)

    assert result["status"] == "timed_out"
    assert time.monotonic() - began < 5


def test_an_endless_loop_in_the_tests_is_interrupted(pair):
    told = {"cell": "c", "name": "n", "kind": "plain", "source": "while True: pass"}
    pair.tester.send({"id": 1, "op": "step", "step": told, "timeout_s": 10})
    time.sleep(0.2)  # nothing tells from outside that the loop has begun

    pair.tell(op="interrupt", who="tester")

    assert pair.tester.receive(DEADLINE_S)["status"] == "timed_out"
    assert step(pair, "1")["status"] == "passed"


def test_tests_read_files_but_no_pickles(pair):
    pair.run("import pickle\nopen('p', 'wb').write(pickle.dumps(print))")

    read = step(pair, "assert open('data.csv').read() == 'a,b\\n1,2\\n'")
    pickled = step(pair, "import pickle\npickle.load(open('p', 'rb'))")
    loads = step(pair, "import pickle\npickle.loads(b'')")

    assert read["status"] == "passed", read
    assert [pickled["status"], loads["status"]] == ["unsupported", "unsupported"]


def test_a_module_of_the_learners_is_not_the_tests(pair):
    pair.run("open('statistics.py', 'w').write('mean = lambda xs: 0')")

    result = step(pair, "import statistics\nassert statistics.mean([1, 2]) == 1.5")

    assert result["status"] == "passed", result


def test_sealed_tests_run_in_a_copy_of_the_process(pair):
    pair.run("x = []\ndef sum(xs):\n    return 3\nimport math\nmath.isclose = lambda *a: True")
    steps = [
        {"kind": "assert", "source": "", "condition": "math.isclose(1, 2)"},
        {"kind": "plain", "source": "x.append(1)"},
        {"kind": "assert", "source": "", "left": "sum([1, 1])", "right": "2"},
    ]

    reply = pair.ask(op="test", mode="sealed", cell="t", steps=steps, modules={"math": "math"})
    after = pair.run("x")

    assert [each["status"] for each in reply["results"]] == ["failed", "passed", "passed"]
    assert reply["tampering"] == ["math.isclose", "the name sum was bound"]
    assert after["messages"][-1][1]["data"]["text/plain"] == "[]"
