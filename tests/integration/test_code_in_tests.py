"""Text and files of learners that tests would run as code, in the process that gives points."""

import pytest
import pytest_asyncio

from fakes.tasks import answer, graded_by, task
from jupyter_hybrid.domain.policies import TrustMode
from jupyter_hybrid.grading.engine import GradingEngine
from jupyter_hybrid.grading.limits import Limits
from jupyter_hybrid.grading.options import EngineOptions

pytestmark = pytest.mark.asyncio(loop_scope="module")

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
