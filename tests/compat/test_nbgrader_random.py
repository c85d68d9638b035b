"""Random nbgrader notebooks get the points here that nbgrader's kernel gives them.

``COMPAT_EXAMPLES=500`` runs so many notebooks that nobody has seen; else it is always the same few.
"""

import asyncio
import copy
import json
import os
import re
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from compat.random_notebooks import KERNEL, block, notebooks
from hypothesis import HealthCheck, Phase, given, settings
from nbformat import from_dict
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.preprocessors import ClearSolutions, ComputeChecksums, Execute, LockCells
from nbgrader.utils import determine_grade, is_grade

from jupyter_hybrid.content.learner_copy import CopyMaker
from jupyter_hybrid.content.notebook_file import read_source_notebook
from jupyter_hybrid.content.submission import read_submission
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.exercises import exercises_of, rebuild
from jupyter_hybrid.domain.policies import TrustMode
from jupyter_hybrid.grading.engine import GradingEngine
from jupyter_hybrid.services.desk import DraftNotebook
from jupyter_hybrid.services.dry_run import Rehearsal, graded_by_tests
from jupyter_hybrid.services.ports import GradingTask

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks processes")

N_EXAMPLES = int(os.environ.get("COMPAT_EXAMPLES", "12"))
STEP = StepKey("random", "module", "step")
GUIDE = Path(__file__).parents[2] / "docs" / "trainers" / "nbgrader.md"


@pytest.fixture(scope="module")
def runner():
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def grader(runner):
    async def make():
        return GradingEngine()

    grader = runner.run(make())
    yield grader
    runner.run(grader.close())


def submitted(source, written):
    """Return what nbgrader hands out for a source with a learner's answers and own cells in it."""
    handed_out = copy.deepcopy(source)
    for step in (LockCells(), ClearSolutions(), ComputeChecksums()):
        handed_out, _ = step.preprocess(handed_out, {})
    cells = []
    for cell in handed_out.cells:
        answer, own = written.get(cell.id, (None, None))
        if answer is not None:
            cell.source = answer
        cells.append(cell)
        if own is not None:
            made = {"id": f"own-{cell.id}", "cell_type": "code", "metadata": {}, "source": own}
            cells.append(from_dict({**made, "outputs": [], "execution_count": None}))
    handed_out.cells = cells
    return handed_out


def points_by_nbgrader(submission, *, folder):
    """Return what nbgrader gives for each graded cell.

    What makes it give up is no points.
    """
    execute = Execute(timeout=20, shutdown_kernel="immediate")
    execute.extra_arguments = ["--HistoryManager.hist_file=:memory:", "--log-level=40"]
    executed, _ = execute.preprocess(copy.deepcopy(submission), {"metadata": {"path": str(folder)}})
    found = {}
    for cell in executed.cells:
        if is_grade(cell):
            found[cell.metadata.nbgrader.grade_id] = 0.0
            with suppress(ValueError):
                found[cell.metadata.nbgrader.grade_id] = determine_grade(cell)[0]
    return found


def draft_of(source):
    read = read_source_notebook(json.dumps(source).encode(), file="random.ipynb")
    notebook = CopyMaker().make(read, step=STEP, release="1", file="random.ipynb").notebook
    return DraftNotebook(
        step="module/step",
        path="random.ipynb",
        notebook=notebook,
        exercises=exercises_of(notebook),
        files={},
    )


def task_of(draft, submission, *, graded, trust):
    notebook = draft.notebook
    read = read_submission(json.dumps(submission).encode(), notebook=notebook, file="x.ipynb")
    return GradingTask(
        cells=rebuild(notebook, answers=read.answers, free=read.free),
        graded=frozenset(graded),
        reference={cell.id: cell.source for cell in notebook.answers},
        trust={cell: trust.get(cell, TrustMode.SPLIT) for cell in graded},
    )


async def points_by_us(draft, submission, *, graded, trust, grader):
    task = task_of(draft, submission, graded=graded, trust=trust)
    return {cell.cell: cell.points for cell in (await grader.grade(task)).cells}


async def modes_of(draft, cells, *, grader):
    """Return how a release would run the tests of the exercises that `cells` belong to."""
    exercises = [one for one in draft.exercises if not cells.isdisjoint(one.graded)]
    tried = graded_by_tests(draft, exercises)
    runs = await Rehearsal(draft, grader=grader).run(tried)
    return {
        cell: run.trust
        for exercise, run in zip(tried, runs, strict=True)
        for cell in exercise.graded
        if run.trust is not None
    }


async def differing(draft, submission, *, theirs, alone, grader):
    """Return theirs and ours of each graded cell that differs, whole notebook and exercise alone.

    Tests run split; only where that differs it is asked how a release would run them.
    """
    trust = {}
    for _ in range(2):
        whole = await points_by_us(draft, submission, graded=theirs, trust=trust, grader=grader)
        one = [cell for cell in draft.exercises[alone].graded if cell in theirs]
        single = await points_by_us(draft, submission, graded=one, trust=trust, grader=grader)
        found = {
            cell: (points, whole[cell], single.get(cell))
            for cell, points in theirs.items()
            if whole[cell] != points or single.get(cell, points) != points
        }
        if not found or trust:
            return found
        trust = await modes_of(draft, {*found}, grader=grader)
    return found


def told(submission, cells):
    """Return the cells of the exercises in which something differs."""
    numbers = {_number(cell) for cell in cells}
    shown = [cell for cell in submission.cells if _number(cell.id) in numbers]
    return "\n".join(f"--- {cell.id}\n{cell.source}" for cell in shown)


def _number(name):
    """Return the number of the exercise that a cell belongs to, as `random_notebooks` names it."""
    return next(iter(re.findall(r"\d+", name)), None)


@settings(
    max_examples=N_EXAMPLES,
    deadline=None,
    database=None,
    derandomize="COMPAT_EXAMPLES" not in os.environ,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
)
@given(made=notebooks())
def test_a_random_notebook_gets_the_points_that_nbgrader_gives(
    made, runner, grader, tmp_path_factory
):
    source, written, alone = made
    submission = submitted(source, written)
    folder = tmp_path_factory.mktemp("random")

    theirs = points_by_nbgrader(submission, folder=folder)
    draft = draft_of(source)
    found = runner.run(
        differing(
            draft, submission, theirs=theirs, alone=alone % len(draft.exercises), grader=grader
        )
    )

    assert found == {}, told(submission, found)


WARNS = "import warnings\n\ndef old(x):\n    warnings.warn('this is old')\n    return x"


@pytest.mark.parametrize("mode", [TrustMode.SPLIT, TrustMode.SEALED])
@pytest.mark.parametrize("answer", [WARNS, f"{WARNS}\n\nold(0)"])
def test_a_warning_counts_in_each_tests_cell(answer, mode, runner, grader, tmp_path):
    solved = f"### BEGIN SOLUTION\n{WARNS}\n### END SOLUTION"
    cells = [new_code_cell(solved, id="answer0", metadata=block("answer0", role="answer"))]
    for number, tests in enumerate(["assert old(2) == 2", "assert old(3) == 3", "assert True"]):
        metadata = block(f"test{number}", role="tests", points=2)
        cells.append(new_code_cell(tests, id=f"test{number}", metadata=metadata))
    source = new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    submission = submitted(source, {"answer0": (answer, None)})
    trust = dict.fromkeys(["test0", "test1", "test2"], mode)

    theirs = points_by_nbgrader(submission, folder=tmp_path)
    draft = draft_of(source)
    ours = runner.run(points_by_us(draft, submission, graded=trust, trust=trust, grader=grader))

    assert ours == theirs == {"test0": 0, "test1": 0, "test2": 2}


SOLUTION = """import os
import numpy as np

class Mine(list):
    def twice(self):
        return [*self, *self]

class Half:
    def __repr__(self):
        return '0.5'"""
KNOWN = (
    ("ends with a NumPy number, such as `np.float64(0.5)`", "np.float64(0.5)", (2, 0.5)),
    ("ends with an object of a class of one's own that looks like a number", "Half()", (0.5, 2)),
    ("ends with a number above its points", "99", (0, 0)),
    ("has a line that fails, and lines behind it", "assert False\nlater = 5", (0, 0)),
    ("has a line that fails, and lines behind it", "assert later == 5", (0, 2)),
    (
        "uses methods that an answer's class adds to `list`, `dict` or another type of data",
        "assert Mine([1]).twice() == [1, 1]",
        (2, 0),
    ),
    (
        "reads the environment variable `NBGRADER_EXECUTION`",
        "assert os.environ.get('NBGRADER_EXECUTION')",
        (2, 0),
    ),
)
"""What the guide says of tests that both grade differently: nbgrader's points and ours."""


def test_the_differences_of_tests_are_as_the_guide_says(runner, grader, tmp_path, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")  # as nbgrader's autograde does
    metadata = block("answer0", role="answer")
    solved = f"### BEGIN SOLUTION\n{SOLUTION}\n### END SOLUTION"
    cells = [new_code_cell(solved, id="answer0", metadata=metadata)]
    for number, (_, tests, _) in enumerate(KNOWN):
        metadata = block(f"test{number}", role="tests", points=2)
        cells.append(new_code_cell(tests, id=f"test{number}", metadata=metadata))
    source = new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    submission = submitted(source, {"answer0": (SOLUTION, None)})
    draft = draft_of(source)

    theirs = points_by_nbgrader(submission, folder=tmp_path)
    ours = runner.run(points_by_us(draft, submission, graded=theirs, trust={}, grader=grader))
    sealed = runner.run(
        points_by_us(
            draft,
            submission,
            graded=["test5"],
            trust={"test5": TrustMode.SEALED},
            grader=grader,
        )
    )

    assert sealed == {"test5": 2}
    assert [(theirs[cell], ours[cell]) for cell in theirs] == [points for *_, points in KNOWN]
    guide = GUIDE.read_text(encoding="utf-8")
    assert [words for words, *_ in KNOWN if f"| {words} |" not in guide] == []
