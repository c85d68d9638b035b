"""Tests in a throw-away copy of the learner's process."""

import asyncio
import builtins
import os
import subprocess
import sys
import textwrap

import pytest

from jupyter_hybrid.grading.worker import pristine, sealed

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


class Cells:
    def __init__(self, source):
        self.namespace = {"__name__": "__main__"}
        exec(textwrap.dedent(source), self.namespace)

    def run_async(self, awaitable):
        return asyncio.new_event_loop().run_until_complete(awaitable)


def step(source="", **more):
    blank = {"kind": "plain", "left": None, "right": None, "condition": None, "message": None}
    return {"cell": "c", "name": "n", "source": source, "wants_value": True, **blank, **more}


def equal(left, right):
    return step(kind="assert", left=left, right=right)


def test_steps_say_what_they_say_elsewhere():
    steps = [equal("f()", "3"), equal("f()", "4"), step("f(1)"), step("zork"), step("0.5")]

    reply = sealed.run_sealed({"steps": steps}, Cells("def f(): return 3"))

    found = [(each["status"], each["message"]) for each in reply["results"]]
    assert found[0] == ("passed", "")
    assert found[1] == ("failed", "expected 4, got 3")
    assert found[2][0] == "raised"
    assert reply["results"][3]["error"]["is_learners"] is True
    assert reply["results"][4]["value"] == 0.5


def test_what_a_test_does_dies_with_it():
    cells = Cells("x = []")

    sealed.run_sealed({"steps": [step("x.append(1)\ny = 2")]}, cells)

    assert cells.namespace["x"] == []
    assert "y" not in cells.namespace


def test_shared_tests_leave_their_traces():
    cells = Cells("x = []")

    reply = sealed.run_shared({"steps": [step("x.append(1)")]}, cells)

    assert reply["results"][0]["status"] == "passed"
    assert cells.namespace["x"] == [1]


@pytest.mark.parametrize("code", ["import os; os._exit(0)", "import os; os.kill(os.getpid(), 9)"])
def test_a_copy_that_ends_is_a_lost_one(code):
    steps = [step(code), equal("1", "1")]

    reply = sealed.run_sealed({"steps": steps}, Cells(""))

    assert [each["status"] for each in reply["results"]] == ["lost", "lost"]


PATCHED = """
from jupyter_hybrid.grading.worker import pristine
pristine.snapshot()
import math, unittest, json, builtins
math.isclose = lambda *a, **k: True
unittest.TestCase.assertEqual = lambda *a: None
json.dumps.__code__ = (lambda *a, **k: "same").__code__
builtins.abs = lambda x: 0
builtins.extra = 1
found = pristine.restore()
assert not math.isclose(1, 2)
assert json.dumps(1) == "1" and abs(-1) == 1
assert not hasattr(builtins, "extra")
try:
    unittest.TestCase().assertEqual(1, 2)
except AssertionError:
    print(len(found))
"""


def test_patches_of_what_tests_rely_on_are_undone_and_told():
    done = subprocess.run(
        [sys.executable, "-c", PATCHED], capture_output=True, text=True, check=True, timeout=60
    )

    assert int(done.stdout) == 5


def test_names_that_a_learner_bound_over_built_in_ones_are_put_right(monkeypatch):
    monkeypatch.setattr(pristine, "BUILTINS", dict(vars(builtins)))

    reply = sealed.run_sealed(
        {"steps": [equal("sum([1, 2])", "3")]}, Cells("def sum(x): return 99")
    )

    assert reply["results"][0]["status"] == "passed"
    assert reply["tampering"] == ["the name sum was bound"]
