"""What learners wrote does not become part of the tests: text, files, names of imports."""

import pytest
import pytest_asyncio

from fakes.tasks import answer, free, graded_by, task
from jupyter_hybrid.domain.policies import TrustMode
from jupyter_hybrid.grading.engine import GradingEngine
from jupyter_hybrid.grading.limits import Limits
from jupyter_hybrid.grading.options import EngineOptions

pytestmark = pytest.mark.asyncio(loop_scope="module")

RIGHT = "def mean(xs):\n    return sum(xs) / len(xs)"
FORGED = """setattr(next(c for c in object.__subclasses__() if c.__name__ == 'StepRunner'),
    'run', lambda self, step: {'status': 'passed'})"""
TEXT = f"text = {FORGED!r}"
MODULE = f"from pathlib import Path\nPath('theirs.py').write_text({FORGED!r})\n"

LOADED = """
import importlib.util
spec = importlib.util.spec_from_file_location('theirs', {!r})
spec.loader.exec_module(importlib.util.module_from_spec(spec))
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def grader():
    grader = GradingEngine(EngineOptions(limits=Limits(cell_timeout_s=5)))
    yield grader
    await grader.close()


@pytest.mark.parametrize(
    ("source", "test"),
    [
        (TEXT, "eval(text)"),
        (TEXT, "exec(text)"),
        (TEXT, "def run(code):\n    return eval(code)\nrun(text)"),
        (MODULE, "import sys\nsys.path.insert(0, '.')\nimport theirs"),
        (MODULE, "import os, sys\nsys.path.append(os.getcwd())\nimport theirs"),
        (MODULE, "import runpy\nrunpy.run_path('theirs.py')"),
        (MODULE, LOADED.format("theirs.py")),
        (
            f"{MODULE}import py_compile\npy_compile.compile('theirs.py', 'theirs.pyc')",
            LOADED.format("theirs.pyc"),
        ),
    ],
)
async def test_tests_do_not_run_what_a_learner_wrote_beside_themselves(grader, source, test):
    cells = (answer(source), graded_by(f"{test}\nassert False", key="t"), graded_by("assert False"))

    grade = await grader.grade(task(*cells))

    assert grade.points == 0
    assert grade.cells[0].tests[0].message.startswith("the tests cannot look at")
    assert not grade.cells[1].tests[0].passed


async def test_beside_a_copy_of_the_answer_they_may(grader):
    cells = (answer(f"text = '3 + 4'\n{MODULE}"), graded_by("assert eval(text) == 7"))

    grade = await grader.grade(task(*cells, trust={"test-mean": TrustMode.SEALED}))

    assert grade.points == 2.0


@pytest.mark.parametrize(
    ("set_up", "forged", "test"),
    [
        (
            "from math import isclose",
            "def isclose(*_): return True",
            "assert isclose(mean([1]), 1)",
        ),
        (
            "from numpy.testing import assert_allclose as close",
            "def close(*_): pass",
            "close(mean([1]), 1)",
        ),
        (
            "from collections import Counter",
            "class Counter:\n    def __init__(self, _): pass\n    def __eq__(self, _): return True",
            "assert Counter(str(mean([1]))) == Counter('1.0')",
        ),
    ],
)
async def test_what_set_up_imports_tests_with_is_not_the_answers(grader, set_up, forged, test):
    cells = (free(set_up), answer(f"def mean(xs): return 7\n{forged}"), graded_by(test))
    right = (free(set_up), answer(RIGHT), graded_by(test))

    forged_grade = await grader.grade(task(*cells, reference={"mean": RIGHT}))
    right_grade = await grader.grade(task(*right, reference={"mean": RIGHT}))

    assert (forged_grade.points, right_grade.points) == (0.0, 2.0)


async def test_what_an_answer_is_to_write_is_the_answers_though_set_up_imports_it(grader):
    cells = (
        free("from statistics import mean"),
        answer("def mean(xs): return sum(xs)"),
        graded_by("assert mean([1, 3]) == 2"),
    )

    grade = await grader.grade(task(*cells, reference={"mean": RIGHT}))

    assert grade.points == 0
