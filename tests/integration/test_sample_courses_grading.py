"""The sample courses' answers, right, wrong and missing, graded by the real engine.

One run judges all exercises of a notebook: the first wrong answer of each, then the second of each.
Exercises whose answers call those of another one have runs of their own.
"""

import asyncio
import itertools
from collections import ChainMap, defaultdict

import pytest
import pytest_asyncio
from sample_notebooks import STEPS, sample_notebook

from jupyter_hybrid.domain.exercises import hint_for
from jupyter_hybrid.grading.engine import GradingEngine

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def grader():
    grader = GradingEngine()
    yield grader
    await grader.close()


async def grades_of(notebook, many_answers, *, grader):
    return await asyncio.gather(*(grader.grade(notebook.task(one)) for one in many_answers))


def depth(exercise, uses):
    return 1 + max((depth(other, uses) for other in uses.get(exercise, ())), default=-1)


def runs_of(wrong, uses):
    """Return the wrong answers in groups that can be graded together: one for each exercise."""
    queues = defaultdict(list)
    for one in wrong:
        queues[depth(one.exercise, uses), one.exercise].append(one)
    layers = defaultdict(list)
    for (level, _), queue in queues.items():
        layers[level].append(queue)
    return [
        [one for one in together if one is not None]
        for layer in layers.values()
        for together in itertools.zip_longest(*layer)
    ]


def fault_of(exercise, grade):
    """Return what is wrong with the grade of a wrong answer, or None."""
    cells = [cell for cell in grade.cells if cell.cell in exercise.graded]
    failed = [test for cell in cells for test in cell.tests if not test.passed]
    shown = [test for test in failed if not test.hidden]
    if sum(cell.points for cell in cells) >= exercise.max_points:
        return "gets full points"
    if not shown:
        return None if failed and hint_for(exercise, n_failed=1) else "is left without a hint"
    compared = [test for test in shown if test.expected is not None and test.got is not None]
    if not compared:
        return f"reads neither expected nor got, only {[test.message for test in shown]}"
    if any(test.expected not in test.message or test.got not in test.message for test in compared):
        return "reads a message without expected or got"
    return None


@pytest.mark.parametrize("step", STEPS, ids=str)
async def test_the_reference_gets_full_points_and_the_untouched_copy_none(step, grader):
    notebook = sample_notebook(step)
    checked = {
        cell
        for exercise in notebook.exercises
        if notebook.is_checked_at_once(exercise)
        for cell in exercise.graded
    }

    reference, untouched = await grades_of(notebook, [notebook.reference, {}], grader=grader)

    full = {cell.cell: cell.max_points for cell in reference.cells if cell.cell in checked}
    assert {cell.cell: cell.points for cell in reference.cells if cell.cell in checked} == full
    assert all(cell.needs_manual_grade for cell in reference.cells if cell.cell not in checked)
    assert reference.notes == ()
    assert untouched.points == 0


@pytest.mark.parametrize("step", STEPS, ids=str)
async def test_a_wrong_answer_is_named_with_what_was_expected_and_what_came(step, grader):
    notebook = sample_notebook(step)
    exercises = {exercise.key: exercise for exercise in notebook.exercises}
    runs = runs_of(*notebook.wrong_answers())
    answers = [ChainMap(*(one.answers for one in run), notebook.reference) for run in runs]

    grades = await grades_of(notebook, answers, grader=grader)

    faults = [
        f"{one.exercise}: an answer that {one.why} {fault}"
        for run, grade in zip(runs, grades, strict=True)
        for one in run
        if (fault := fault_of(exercises[one.exercise], grade)) is not None
    ]
    assert faults == []
    assert sum(map(len, runs)) == len(notebook.wrong_answers()[0])


async def test_hidden_tests_say_nothing_of_what_they_test(grader):
    notebook = sample_notebook(STEPS[0])
    stub = notebook.release.notebook.get("parse_amount").stub

    answers = {**notebook.reference, "parse_amount": stub}
    [grade] = await grades_of(notebook, [answers], grader=grader)

    [cell] = [cell for cell in grade.cells if cell.cell == "test_parse_amount"]
    hidden = [test for test in cell.tests if test.hidden]
    assert len(hidden) == 6
    for test in hidden:
        assert "parse_amount" not in test.name + test.message
        assert test.expected is test.got is None
