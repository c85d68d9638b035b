"""The notebooks that come with nbgrader get the points here that nbgrader gives them."""

import json
import sys
from pathlib import Path, PurePosixPath

import pytest
import pytest_asyncio
from compat.record_nbgrader import (
    AS_SOLVED,
    LEFT_OUT,
    RECORDED,
    ROOT,
    UNTOUCHED,
    data_files,
    nbgrader,
    sources,
    submissions,
)

from jupyter_hybrid.content.learner_copy import CopyMaker
from jupyter_hybrid.content.nbgrader_config import NbgraderSettings
from jupyter_hybrid.content.nbgrader_notebook import import_notebook
from jupyter_hybrid.content.notebook_file import read_source_notebook
from jupyter_hybrid.content.submission import read_submission
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.errors import Invalid
from jupyter_hybrid.domain.exercises import exercises_of, rebuild
from jupyter_hybrid.domain.policies import ExercisePolicy, Limits, TrustMode
from jupyter_hybrid.grading.engine import GradingEngine
from jupyter_hybrid.services.desk import DraftNotebook
from jupyter_hybrid.services.dry_run import Rehearsal, graded_by_tests
from jupyter_hybrid.services.ports import GradingTask

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks processes")

TABLE = json.loads(RECORDED.read_text(encoding="utf-8"))
POLICY = ExercisePolicy(limits=Limits(cell_s=1.0))
REFUSED = "refused"

ENVIRONMENT = "reads the environment variable `NBGRADER_EXECUTION`"
NO_OUTPUTS = "a code cell of your source has no list of outputs"
RETYPED = "a learner turned a cell into another type"
OLD = "a submission with metadata of an older version"
DELETED = "a learner deleted a tests cell, or has a notebook from before it was added"

_PS1 = "docs/source/user_guide/source/ps1/problem1.ipynb"
_PS1_AUTOTEST = "docs/source/user_guide/source/ps1_autotest/problem1.ipynb"
_ATTEMPT = (
    "docs/source/user_guide/downloaded/ps1/archive/"
    "ps1_hacker_attempt_2016-01-30-20-30-10_problem1.ipynb"
)
_LATER = "cell-6e9ff83aa5dfaf17"
_ENVIRONMENT = "tests/apps/files/validating-environment-variable.ipynb"
_RETYPED = "tests/preprocessors/files/submitted-unchanged.ipynb"
_FROM_RETYPED = {"foo": [1.0, 1.0], "bar": [0.0, 1.0], "baz": [0.0, 2.0], "quux": [0.0, 3.0]}
_ASSERTED = {
    "correct_squares": [1.0, 1.0],
    "squares_invalid_input": [1.0, 1.0],
    "correct_sum_of_squares": [0.5, 0.5],
    "sum_of_squares_uses_squares": [0.5, 0.5],
    "sum_of_squares_equation": [None, 1.0],
    "sum_of_squares_application": [None, 2.0],
    "cell-938593c4a215c6cc": [None, 4.0],
}

DIFFERENT = {
    (_ENVIRONMENT, AS_SOLVED): (ENVIRONMENT, {"cell-bfbdf1784663b6b6": [1.0, 1.0]}),
    (_ENVIRONMENT, UNTOUCHED): (ENVIRONMENT, {"cell-bfbdf1784663b6b6": [1.0, 1.0]}),
    ("tests/preprocessors/files/cell-type-changed.ipynb", AS_SOLVED): (NO_OUTPUTS, {}),
    ("tests/preprocessors/files/cell-type-changed.ipynb", UNTOUCHED): (NO_OUTPUTS, {}),
    (_RETYPED, _RETYPED.replace("unchanged", "answer-cell-type-changed")): (RETYPED, _FROM_RETYPED),
    (_RETYPED, _RETYPED.replace("unchanged", "grade-cell-type-changed")): (RETYPED, _FROM_RETYPED),
    (_PS1, _ATTEMPT): (OLD, _ASSERTED),
    (_PS1_AUTOTEST, _ATTEMPT): (OLD, {**_ASSERTED, _LATER: [0.0, 0.0]}),
    **{
        (_PS1_AUTOTEST, f"docs/source/user_guide/{path}/ps1/problem1.ipynb"): (
            DELETED,
            {_LATER: [0.0, 0.0]},
        )
        for path in ("submitted/bitdiddle", "submitted/hacker", "release")
    },
}
"""Why we give something else than nbgrader, in the words of the guide, and what it is."""
GUIDE = Path(__file__).parents[2] / "docs" / "trainers" / "nbgrader.md"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def grader():
    grader = GradingEngine()
    yield grader
    await grader.close()


def test_the_table_is_of_the_version_and_the_notebooks_that_are_installed():
    assert TABLE["nbgrader"] == nbgrader.__version__
    assert {source: list(grades) for source, grades in TABLE["grades"].items()} == {
        source: submissions(source) for source in sources()
    }
    assert all((ROOT / source).exists() for source in LEFT_OUT)


def released(source, *, folder):
    """Return the draft and the learner's copy of a source."""
    course, assignment = folder, folder / "ps1"
    assignment.mkdir()
    for path in data_files(source):
        if path.suffix == ".yml":
            (course / path.name).write_bytes(path.read_bytes())
    imported = import_notebook(
        (ROOT / source).read_bytes(),
        file=source,
        course=course,
        folder=assignment,
        settings=NbgraderSettings(),
    )
    read = read_source_notebook(imported.text.encode(), file=source)
    copy = CopyMaker().make(read, step=StepKey("nbgrader", "ps1", "p1"), release="1", file=source)
    draft = DraftNotebook(
        step="ps1/p1",
        path="p1.ipynb",
        notebook=copy.notebook,
        exercises=exercises_of(copy.notebook, policy=POLICY),
        files={path.name: path.read_bytes() for path in data_files(source)},
    )
    return draft, copy.text


async def modes_of(draft, *, grader):
    """Return how the tests of each graded cell run, found out as for a release."""
    exercises = graded_by_tests(draft, draft.exercises)
    runs = await Rehearsal(draft, grader=grader).run(exercises)
    return {
        cell: run.trust or TrustMode.SPLIT
        for exercise, run in zip(exercises, runs, strict=True)
        for cell in exercise.graded
    }


async def points_of(content, *, draft, trust, grader):
    """Return the points of each graded cell."""
    notebook = draft.notebook
    submission = read_submission(content, notebook=notebook, file="p1.ipynb")
    graded = frozenset(cell.id for cell in notebook.cells if cell.is_graded)
    task = GradingTask(
        cells=rebuild(notebook, answers=submission.answers, free=submission.free),
        graded=graded,
        kernel_name=notebook.kernel_name,
        language=notebook.language,
        folder=str(PurePosixPath(draft.path).parent),
        files=draft.files,
        limits=POLICY.limits,
        reference={cell.id: cell.source for cell in notebook.answers},
        trust={cell: trust.get(cell, TrustMode.SPLIT) for cell in graded},
    )
    grade = await grader.grade(task)
    return {cell.cell: [cell.points, cell.max_points] for cell in grade.cells}


async def ours(source, *, folder, grader):
    """Return what we give for each submission to a source, as the table does."""
    try:
        draft, handed_out = released(source, folder=folder)
    except Invalid:
        return dict.fromkeys(submissions(source), REFUSED)
    trust = await modes_of(draft, grader=grader)
    found = {}
    for submission in submissions(source):
        if submission == UNTOUCHED:
            content = handed_out.encode()
        else:
            content = (ROOT / (source if submission == AS_SOLVED else submission)).read_bytes()
        try:
            found[submission] = await points_of(content, draft=draft, trust=trust, grader=grader)
        except Invalid:
            found[submission] = REFUSED
    return found


def expected(source, submission):
    """Return what we are to give: what nbgrader does, but for the differences that are known."""
    recorded = TABLE["grades"][source][submission]
    _, ours_instead = DIFFERENT.get((source, submission), ("", {}))
    if isinstance(recorded, dict):
        return recorded | ours_instead
    return ours_instead if (source, submission) in DIFFERENT else REFUSED


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("source", sources())
async def test_every_graded_cell_gets_the_points_that_nbgrader_gives(source, tmp_path, grader):
    found = await ours(source, folder=tmp_path, grader=grader)

    assert found == {submission: expected(source, submission) for submission in found}


def test_every_difference_is_one_and_stands_in_the_guide():
    guide = GUIDE.read_text(encoding="utf-8")

    for (source, submission), (reason, _) in DIFFERENT.items():
        assert TABLE["grades"][source][submission] != expected(source, submission)
        assert f"| {reason} |" in guide
