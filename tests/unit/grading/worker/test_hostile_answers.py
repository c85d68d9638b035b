"""Learners' objects and processes that lie to the tests."""

import socket
import threading

import pytest

from fakes.split_pair import SplitPair, run, summary
from jupyter_hybrid.grading.worker.frames import Channel
from jupyter_hybrid.grading.worker.tester import Tester

ALWAYS = """
class Always:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    def __sub__(self, other): return 0.0
    def __rsub__(self, other): return 0.0
    def __contains__(self, item): return True
    def __iter__(self): return iter(())
    def __abs__(self): return self
    def __hash__(self): return 0
class AlwaysInt(int):
    def __eq__(self, other): return True
    __hash__ = None
class Point:
    def __init__(self, x): self.x = x
    def __eq__(self, other): return self.x == other.x
def f(): return Always()
def g(): return AlwaysInt(7)
"""


@pytest.mark.parametrize(
    "test",
    [
        "assert f() == 3",
        "assert 3 == f()",
        "assert not (f() != 3)",
        "assert f() < 3",
        "assert abs(f() - 3) < 1e-9",
        "assert abs(3 - f()) < 1e-9",
        "assert 3 in f()",
        "assert f() in [3]",
        "assert f() == Point(1)",
        "assert Point(1) == f()",
        "assert g() == 3",
        "assert [f()] == [3]",
        "assert {'a': f()} == {'a': 3}",
        "import math; x = 1\nassert math.isclose(f(), 3)",
    ],
)
def test_an_object_that_agrees_with_everything_passes_no_test(test):
    results = run(ALWAYS, test)

    assert results[-1]["status"] in {"failed", "raised"}


@pytest.mark.parametrize(
    "answer",
    [
        "import os as f",
        "import subprocess as f",
        "import sys as f",
        "import unittest.mock as f",
    ],
)
def test_a_module_in_place_of_an_answer_is_not_called_by_the_tests(answer):
    results = run(answer, "f.path\nf.ANY")

    assert summary(results)[0].startswith("unsupported")


FUNCTION = {"v": {"h": [1, "function", 0]}, "new": {"1": {"kind": "function", "name": "f"}}}


def class_(**about):
    return {"v": {"h": [1, "C", 0]}, "new": {"1": {"kind": "class", "name": "C", **about}}}


GARBAGE = {
    "an object never described": [{"v": {"h": [1, "f", 0]}}],
    "a handle that is no array": [{"v": {"h": 5}}],
    "a handle that is a text": [{"v": {"h": ["x", "f", 0]}}],
    "a function of the tests never given": [{"v": {"h": [-5, "f", 0]}}],
    "an unknown tag": [{"v": {"zz": 1}}],
    "an answer to another question": [{"a": 99}],
    "no object": [b"\x00\x00\x00\x02[]"],
    "a long frame": [b"\xff\xff\xff\xff"],
    "half a frame": [b"\x00\x00\x00\x09{"],
    "descriptions in a list": [{"v": 1, "new": [1]}],
    "a description without a kind": [{"v": 1, "new": {"1": {}}}],
    "a number that is none": [{"v": 1, "new": {"x": {"kind": "function"}}}],
    "output that is a number": [{"v": 1, "out": 5}],
    "an exception that is a number": [{"raised": 5}],
    "classes that are a number": [{"raised": {"classes": 5}}],
    "an exception's class never described": [{"raised": {"classes": ["X"], "class": 7}}],
    "a refusal that is a number": [{"unsupported": 5}],
    "an empty refusal": [{"unsupported": []}],
    "a change of an argument that there is not": [FUNCTION, {"v": 1, "changed": [[5, 1]]}],
    "a change of nothing": [FUNCTION, {"v": 1, "changed": [[None, 1]]}],
    "a class that is its own base": [class_(bases=[1])],
    "a class with specials that are a number": [class_(bases=[], specials=5)],
    "classes without end": [
        {
            "v": {"h": [1, "C", 0]},
            "new": {
                str(n): {"kind": "class", "name": "C", "bases": [n + 1]} for n in range(1, 5000)
            },
        }
    ],
    "a callback without arguments": [FUNCTION, {"cb": 1, "a": None}],
}


def hostile(replies):
    ours, theirs = socket.socketpair()
    served = Channel(theirs)

    def serve():
        for reply in replies:
            question = served.receive(5)
            if isinstance(reply, bytes):
                theirs.sendall(reply)
            else:
                served.send({"a": question["q"], **reply})
        theirs.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    tester = Tester(Channel(ours), data=Channel(ours))
    tester._act({"op": "begin"})
    step = {"kind": "plain", "name": "n", "source": "f(print)"}
    result = tester._act({"op": "step", "step": step, "timeout_s": 5})
    thread.join(5)
    ours.close()
    return result


@pytest.mark.parametrize("case", GARBAGE)
def test_garbage_is_a_lost_process_and_no_ones_fault(case):
    result = hostile(GARBAGE[case])

    assert result["status"] == "lost", result


@pytest.mark.parametrize(
    "name", ["KeyboardInterrupt", "SystemExit", "GeneratorExit", "unittest.case.SkipTest"]
)
def test_no_exception_ends_the_tester_or_passes_a_test(name):
    result = hostile([{"raised": {"classes": [name], "text": "x"}}])

    assert result["status"] in {"raised", "timed_out"}


@pytest.mark.parametrize(
    ("answers", "second"), [([1, 2], ("passed", 2)), ([2], ("passed", 2)), ([1, 3], ("lost", None))]
)
def test_a_late_answer_is_none_to_the_next_question(answers, second):
    ours, theirs = socket.socketpair()
    tester, learner = Tester(Channel(ours), data=Channel(ours)), Channel(theirs)
    tester._act({"op": "begin"})
    step = {"kind": "plain", "name": "n", "source": "x", "wants_value": True}

    first = tester._act({"op": "step", "step": step, "timeout_s": 0.05})
    for number in answers:
        learner.send({"a": number, "v": number})
    result = tester._act({"op": "step", "step": step, "timeout_s": 5})

    assert first["status"] == "timed_out"
    assert (result["status"], result["value"]) == second


def test_tests_that_the_learner_calls_without_end_are_stopped():
    answer = "def f(callback):\n    return callback(callback)"

    (result,) = run(answer, "f(lambda again: f(again))")

    assert result["status"] in {"raised", "lost"}


def test_calls_of_the_tests_functions_do_not_put_the_deadline_off():
    pair = SplitPair("def f(callback):\n    while True:\n        callback()")

    (result,) = pair.steps("f(lambda: None)", timeout_s=0.2)
    pair.close()

    assert result["status"] == "timed_out"


SUITE = """
import unittest
class TestF(unittest.TestCase):
    def test_f(self):
        self.assertEqual(f(), 2)
found = unittest.TestResult()
TestF("test_f").run(found)
assert found.wasSuccessful()
"""


@pytest.mark.parametrize("name", ["SkipTest", "_ShouldStop"])
def test_an_answer_cannot_have_a_test_of_itself_skipped(name):
    answer = f"import unittest.case\ndef f(): raise unittest.case.{name}('no')"

    results = run(answer, SUITE)

    assert results[-1]["status"] == "failed"


def test_an_answer_that_swallows_exceptions_does_not_swallow_failed_tests():
    answer = """
class Quiet:
    def __enter__(self): return self
    def __exit__(self, *raised): return True
"""

    results = run(answer, "with Quiet():\n    1 / 0\nwith Quiet():\n    assert 1 == 2")

    assert [each["status"] for each in results] == ["failed"]
    assert summary(run(answer, "with Quiet():\n    1 / 0")) == ["passed"]
