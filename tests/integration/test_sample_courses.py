"""The sample course, graded by the real engine as a learner would meet it."""

import json
from pathlib import PurePosixPath

import nbformat
import pytest

from jupyter_hybrid.content.library import FolderLibrary
from jupyter_hybrid.content.samples import sample_courses
from jupyter_hybrid.domain.courses import BrokenCourse, StepKey
from jupyter_hybrid.domain.exercises import exercises_of, rebuild
from jupyter_hybrid.grading.kernel_grader import KernelGrader
from jupyter_hybrid.services.ports import GradingTask

STEP = StepKey("python_for_analysts", "first_steps", "clean_orders")

WRONG = {
    "parse_amount": (
        """
def parse_amount(text):
    cleaned = text.replace("€", "").replace(",", "").replace("-", "").strip()
    return float(cleaned) if cleaned and cleaned != "n/a" else None
""",
        'parse_amount("-35.00") == -35.0',
        ("-35.0", "35.0"),
    ),
    "read_orders": (
        """
import csv


def read_orders(path):
    with open(path, encoding="utf-8") as file:
        return [
            {
                "date": row["date"],
                "city": row["city"].strip(),
                "product": row["product"],
                "amount": parse_amount(row["amount"]),
            }
            for row in csv.DictReader(file)
        ]
""",
        'len(read_orders("orders.csv")) == 13',
        ("13", "16"),
    ),
    "revenue_by": (
        """
def revenue_by(orders, column):
    totals = {}
    for order in orders:
        totals[order["city"]] = totals.get(order["city"], 0) + order["amount"]
    return {city: round(total, 2) for city, total in totals.items()}
""",
        'revenue_by(few, "product") == {"tea": 10.1, "coffee": 2.7}',
        ("{'tea': 10.1, 'coffee': 2.7}", "{'Oslo': 12.5, 'Berlin': 0.3}"),
    ),
    "summary_lines": (
        """
def summary_lines(totals):
    whole = sum(totals.values())
    return [f"{name}: {amount:,.2f} ({amount / whole:.0%})" for name, amount in totals.items()]
""",
        (
            'summary_lines({"tea": 250.0, "coffee": 750.0}) == '
            '["coffee: 750.00 (75%)", "tea: 250.00 (25%)"]'
        ),
        (
            "['coffee: 750.00 (75%)', 'tea: 250.00 (25%)']",
            "['tea: 250.00 (25%)', 'coffee: 750.00 (75%)']",
        ),
    ),
}


@pytest.fixture(scope="module")
def released():
    return FolderLibrary([sample_courses()]).release(STEP)


@pytest.fixture(scope="module")
def reference(released):
    release, _ = released
    return {cell.id: cell.source for cell in release.notebook.answers}


async def graded(released, answers, *, exercise=None):
    release, files = released
    exercises = [one for one in exercises_of(release.notebook) if exercise in {None, one.key}]
    grader = KernelGrader()
    try:
        return await grader.grade(
            GradingTask(
                cells=rebuild(release.notebook, answers=answers),
                graded=frozenset(cell for one in exercises for cell in one.graded),
                files=files,
                folder=str(PurePosixPath(release.path).parent),
            )
        )
    finally:
        await grader.close()


def test_no_sample_course_is_broken():
    courses = FolderLibrary([sample_courses()]).courses()

    assert not [course for course in courses if isinstance(course, BrokenCourse)]


def test_the_first_module_has_four_exercises_with_two_hints_each(released):
    exercises = exercises_of(released[0].notebook)

    assert [exercise.key for exercise in exercises] == list(WRONG)
    assert [exercise.max_points for exercise in exercises] == [2, 3, 3, 2]
    assert all(len(exercise.hints) == 2 for exercise in exercises)


def test_the_learners_copy_holds_no_solution_no_hidden_test_and_no_hint(released):
    release, _ = released
    copy = nbformat.reads(release.learner_copy, as_version=4)

    shown = {line for cell in copy.cells for line in cell.source.splitlines()}
    secret = {
        line
        for cell in release.notebook.cells
        for line in set(cell.source.splitlines()) - set(cell.stub.splitlines())
    }
    assert len(secret) > 30
    assert not secret & shown
    for cell in release.notebook.cells:
        assert all(json.dumps(hint)[1:-1] not in release.learner_copy for hint in cell.hints)


@pytest.mark.asyncio
async def test_the_reference_solution_gets_full_points(released, reference):
    grade = await graded(released, reference)

    assert (grade.points, grade.max_points) == (10, 10)


@pytest.mark.asyncio
async def test_the_untouched_copy_gets_no_points(released):
    grade = await graded(released, {})

    assert (grade.points, grade.max_points) == (0, 10)


@pytest.mark.asyncio
@pytest.mark.parametrize("exercise", WRONG)
async def test_a_plausible_mistake_is_named_with_what_was_expected_and_what_came(
    released, reference, exercise
):
    wrong, condition, (expected, got) = WRONG[exercise]

    grade = await graded(released, {**reference, exercise: wrong}, exercise=exercise)

    [failed] = [test for cell in grade.cells for test in cell.tests if test.name == condition]
    assert grade.points < grade.max_points
    assert not failed.passed
    assert (failed.expected, failed.got) == (expected, got)
    assert expected in failed.message
    assert got in failed.message


@pytest.mark.asyncio
async def test_hidden_tests_say_nothing_of_what_they_test(released, reference):
    wrong = released[0].notebook.get("parse_amount").stub

    grade = await graded(released, {**reference, "parse_amount": wrong}, exercise="parse_amount")

    hidden = [test for cell in grade.cells for test in cell.tests if test.hidden]
    assert len(hidden) == 6
    for test in hidden:
        assert "parse_amount" not in test.name + test.message
        assert test.expected is test.got is None
