"""What answers are worth, found out by the real engine."""

import pytest
import pytest_asyncio

from fakes.grader import FakeGrader
from fakes.tasks import STUB, answer, free, graded_by, manual, task
from jupyter_hybrid.domain.errors import Invalid, Unavailable
from jupyter_hybrid.domain.notebooks import Cell, CellRole
from jupyter_hybrid.grading.engine import GradingEngine
from jupyter_hybrid.grading.limits import Limits
from jupyter_hybrid.grading.options import EngineOptions

pytestmark = pytest.mark.asyncio(loop_scope="module")

RIGHT = "def mean(xs):\n    return sum(xs) / len(xs)"
WRONG = "def mean(xs):\n    return sum(xs)"
MEAN_TESTS = "assert mean([1, 3]) == 2\nassert mean([4]) == 4"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def grader():
    grader = GradingEngine(EngineOptions(limits=Limits(cell_timeout_s=5)))
    yield grader
    await grader.close()


@pytest.fixture(params=["engine", "fake"])
def any_grader(request, grader):
    return grader if request.param == "engine" else FakeGrader({RIGHT: 2.0})


async def only_cell(grader, *cells, **rest):
    grade = await grader.grade(task(*cells, **rest))
    assert len(grade.cells) == 1
    return grade.cells[0]


# The contract of the port: the adapter and its fake both keep it.


async def test_a_right_answer_has_full_points(any_grader):
    cell = await only_cell(any_grader, answer(RIGHT), graded_by(MEAN_TESTS))

    assert (cell.cell, cell.points, cell.max_points) == ("test-mean", 2.0, 2.0)
    assert not cell.needs_manual_grade
    assert cell.tests
    assert all(test.passed and test.message == "" for test in cell.tests)


async def test_a_wrong_answer_has_none_and_is_told_why(any_grader):
    cell = await only_cell(any_grader, answer(WRONG), graded_by(MEAN_TESTS))

    assert cell.points == 0
    failed = [test for test in cell.tests if not test.passed]
    assert failed
    assert all(test.message and test.cell == "test-mean" for test in failed)


async def test_cells_that_were_asked_for_come_in_document_order(any_grader):
    cells = (
        answer(RIGHT),
        graded_by(MEAN_TESTS, key="z"),
        graded_by("assert mean", key="m"),
        graded_by("assert mean", key="a"),
    )

    grade = await any_grader.grade(task(*cells, graded={"a", "z"}))

    assert [cell.cell for cell in grade.cells] == ["z", "a"]
    assert grade.isolation
    assert grade.elapsed_ms >= 0


async def test_a_person_grades_what_is_not_tested(any_grader):
    touched, untouched = manual("because", key="why"), manual(STUB, key="how")
    work = Cell("work", "markdown", "do it", "do it", CellRole.TASK, 4.0)

    grade = await any_grader.grade(task(touched, untouched, work))

    assert [(c.points, c.needs_manual_grade) for c in grade.cells] == [
        (None, True),
        (0.0, False),
        (None, True),
    ]


@pytest.mark.parametrize("make", [GradingEngine, lambda: FakeGrader({})])
async def test_a_closed_grader_is_unavailable_and_closes_twice(make):
    closed = make()
    await closed.close()
    await closed.close()

    with pytest.raises(Unavailable):
        await closed.grade(task(answer(RIGHT), graded_by(MEAN_TESTS)))


# The adapter alone.


async def test_a_comparison_says_what_was_expected_and_what_came(grader):
    source = (
        "assert mean([1, 3]) == 2, 'sum is not mean'\nassert mean([4]) == 4\nassert mean([]) is 7"
    )

    cell = await only_cell(grader, answer(WRONG), graded_by(source))

    first, second, third = cell.tests
    assert (first.name, first.passed, first.expected, first.got) == (
        "mean([1, 3]) == 2",
        False,
        "2",
        "4",
    )
    assert first.message == "sum is not mean (expected 2, got 4)"
    assert second.passed
    assert third.message == "`mean([]) is 7` is not true"


async def test_an_answer_that_is_not_python_is_told_the_line(grader):
    cell = await only_cell(
        grader, answer("def mean(xs):\n    return sum(xs) /"), graded_by(MEAN_TESTS)
    )

    assert cell.points == 0
    assert cell.tests[0].message == (
        "your answer `mean` is not valid Python: line 2: invalid syntax\n"
        "    return sum(xs) /\n                    ^\nNameError: name 'mean' is not defined"
    )


async def test_an_answer_that_raises_is_tested_all_the_same(grader):
    source = f"{RIGHT}\nraise ValueError('half done')"

    cell = await only_cell(
        grader, answer(source), graded_by(f"{MEAN_TESTS}\nassert mean([1]) == 2")
    )

    assert [test.passed for test in cell.tests] == [True, True, False]
    assert cell.tests[2].message == (
        "your answer `mean` raised ValueError: half done; expected 2, got 1.0"
    )


async def test_a_problem_that_no_test_may_tell_is_in_the_notes(grader):
    hidden = "### BEGIN HIDDEN TESTS\nassert mean([1]) == 1\n### END HIDDEN TESTS"

    grade = await grader.grade(
        task(free("1 / 0"), answer("1 % 0"), graded_by(hidden), answer("2 / 0", key="b"))
    )

    assert grade.points == 0
    assert grade.notes == (
        "the cell that begins with `1 / 0` raised ZeroDivisionError: division by zero",
        "your answer `mean` raised ZeroDivisionError: integer modulo by zero",
    )


async def test_a_hidden_test_says_nothing_of_itself(grader):
    source = (
        "assert mean([1]) == 1\n### BEGIN HIDDEN TESTS\nsecret = [4711, 4713]\n"
        "assert mean(secret) == 4712, f'canary {secret}'\nprint(secret)\nassert mean([2]) == 2\n"
        "### END HIDDEN TESTS"
    )

    grade = await grader.grade(task(answer(WRONG), graded_by(source)))

    public, first, second = grade.cells[0].tests
    assert not public.hidden
    assert (first.name, first.passed, first.message) == (
        "hidden test 1",
        False,
        "a hidden test failed",
    )
    assert (second.name, second.passed) == ("hidden test 2", True)
    for leak in ("4711", "4712", "canary", "secret"):
        assert leak not in repr(grade)


async def test_a_later_answer_does_not_find_hidden_tests_in_the_shell(grader):
    hidden = "# BEGIN HIDDEN TESTS\nassert 'canary' == str(4711)\n# END HIDDEN TESTS"
    look = "raise ValueError([In, {k: v for k, v in globals().items() if 'hybrid' in k}])"

    grade = await grader.grade(
        task(graded_by(hidden), answer(look, key="look"), graded_by("assert 0", key="t"))
    )

    message = grade.cells[1].tests[0].message
    assert message.startswith("your answer `look` raised ValueError: [")
    assert "canary" not in message


async def test_an_answer_is_not_blamed_for_the_next_exercise(grader):
    grade = await grader.grade(
        task(
            answer("1 / 0"), graded_by("pass"), answer("", key="b"), graded_by("assert 0", key="t")
        )
    )

    assert grade.cells[1].tests[0].message == "`0` is not true"
    assert grade.notes == ()


async def test_what_follows_a_line_that_failed_did_not_run(grader):
    source = "assert mean\nxs = load()\nassert mean(xs) == 1"

    cell = await only_cell(grader, answer(RIGHT), graded_by(source))

    assert [(test.name, test.message) for test in cell.tests] == [
        ("mean", ""),
        ("xs = load()", "NameError: name 'load' is not defined"),
        ("mean(xs) == 1", "did not run: an earlier line of the tests failed"),
    ]


async def test_tests_without_an_assert_are_one_test(grader):
    source = "'''Refuses nothing'''\nif mean([1]) != 1:\n    raise AssertionError('is not 1')"

    right = await only_cell(grader, answer(RIGHT), graded_by(source))
    wrong = await only_cell(grader, answer("mean = len([]).__add__ and max"), graded_by(source))
    broken = await only_cell(grader, answer("mean = lambda xs: 3"), graded_by(source))

    assert [(t.name, t.passed) for t in right.tests] == [("Refuses nothing", True)]
    assert wrong.points == 2.0
    assert [t.message for t in broken.tests] == ["is not 1"]


@pytest.mark.parametrize(
    ("ending", "points"),
    [("1.5", 1.5), ("0", 0.0), ("-1", 2.0), ("'text'", 2.0), ("float('nan')", 2.0), ("1;", 2.0)],
)
async def test_the_last_value_is_partial_credit(grader, ending, points):
    cell = await only_cell(grader, answer(f"{RIGHT}\n1;"), graded_by(f"assert mean\n{ending}"))

    assert cell.points == points


async def test_more_than_all_points_is_refused(grader):
    cell = await only_cell(grader, answer(RIGHT), graded_by("assert mean\n7"))

    assert cell.points == 0
    assert cell.tests[-1].message == "the tests gave 7 points where there are 2"


async def test_a_test_that_writes_to_stderr_fails(grader):
    source = "import warnings\ndef mean(xs):\n    warnings.warn('old')\n    return 1"

    cell = await only_cell(grader, answer(source), graded_by("assert mean([1]) == 1"))

    assert cell.points == 0
    assert "stderr" in cell.tests[0].message
    assert "old" in cell.tests[0].message


async def test_tests_with_magics_and_await_run(grader):
    source = "%matplotlib --list\nassert mean([1]) == 1"
    waiting = "import asyncio\nassert await asyncio.sleep(0, 3) == 3"

    grade = await grader.grade(
        task(answer(RIGHT), graded_by(source), graded_by(waiting, key="test-await"))
    )

    assert grade.points == 4
    assert [test.name for test in grade.cells[0].tests] == ["test-mean"]


async def test_tests_that_are_text_are_read_by_a_person(grader):
    text = Cell("rubric", "markdown", "one point for", "", CellRole.TESTS, 1.0)

    cell = await only_cell(grader, answer(RIGHT), text)

    assert (cell.points, cell.needs_manual_grade) == (None, True)


async def test_code_that_a_person_grades_is_run_for_what_follows(grader):
    grade = await grader.grade(
        task(manual("base = 3", kind="code"), answer("n = base"), graded_by("assert n == 3"))
    )

    assert grade.cells[0].needs_manual_grade
    assert grade.cells[1].points == 2.0


async def test_an_exercise_may_use_what_earlier_tests_imported(grader):
    cells = (
        answer("", key="a"),
        graded_by("import math\nassert False", key="test-a"),
        answer("def area(r):\n    return math.pi * r**2", key="b"),
        graded_by("assert area(0) == 0", key="test-b"),
        free("1 / 0"),
    )

    grade = await grader.grade(task(*cells, graded={"test-b"}))

    assert [cell.cell for cell in grade.cells] == ["test-b"]
    assert grade.points == 2.0
    assert grade.notes == ()


async def test_data_files_lie_where_the_notebook_expects_them(grader):
    cell = await only_cell(
        grader,
        answer("total = sum(map(int, open('../data/n.csv')))"),
        graded_by("assert total == 6"),
        folder="first/steps",
        files={"first/data/n.csv": b"1\n2\n3\n"},
    )

    assert cell.points == 2.0


@pytest.mark.parametrize("path", ["../x", "/x", "a/../../x", "a\0b", "", "..\\x", "C:/x"])
async def test_a_data_file_outside_of_the_folder_is_refused(grader, path):
    with pytest.raises(Invalid, match="outside"):
        await grader.grade(task(answer(RIGHT), graded_by(MEAN_TESTS), files={path: b""}))


async def test_a_kernel_that_is_not_there_is_named(grader):
    with pytest.raises(Unavailable, match="klingon"):
        await grader.grade(task(answer(RIGHT), graded_by(MEAN_TESTS), kernel_name="klingon"))


async def test_a_lone_surrogate_in_an_answer_is_only_text(grader):
    cell = await only_cell(grader, answer(f"{RIGHT}\nname = '\ud800'"), graded_by(MEAN_TESTS))

    assert cell.points == 2.0


LATER_ZERO = """
was_called = False
def mean(xs):
    global was_called
    was_called = len(xs) == 3
    return sum(xs) / len(xs)
def share():
    if was_called:
        {how}
    return 0.0
"""


@pytest.mark.parametrize("how", ["raise KeyError", "__import__('os')._exit(0)"])
async def test_partial_credit_that_is_lost_beside_hidden_tests_is_none(grader, how):
    source = "### BEGIN HIDDEN TESTS\nassert mean([1, 2, 3]) == 2\n### END HIDDEN TESTS\nshare()"

    cell = await only_cell(grader, answer(LATER_ZERO.format(how=how)), graded_by(source))

    assert cell.points == 0


async def test_a_visible_test_may_use_what_a_hidden_one_binds(grader):
    source = "### BEGIN HIDDEN TESTS\nxs = [1, 3]\n### END HIDDEN TESTS\nassert mean(xs) == 2"

    right = await only_cell(grader, answer(RIGHT), graded_by(source))
    wrong = await only_cell(grader, answer(WRONG), graded_by(source))

    assert (right.points, wrong.points) == (2.0, 0.0)
    assert [test.hidden for test in wrong.tests] == [True]


async def test_a_later_answer_that_ends_python_costs_no_hidden_test_before_it(grader):
    hidden = "### BEGIN HIDDEN TESTS\nassert mean([4]) == 4\n### END HIDDEN TESTS"
    cells = (
        answer(RIGHT),
        graded_by(hidden),
        answer("import os; os._exit(1)", key="b"),
        graded_by(hidden, key="test-b"),
    )

    grade = await grader.grade(task(*cells))

    assert [cell.points for cell in grade.cells] == [2.0, 0.0]


async def test_text_of_an_answer_that_tests_cannot_read_is_no_fault_of_theirs(grader):
    grade = await grader.grade(
        task(answer("text = '[1, 2'"), graded_by("import ast\nassert ast.literal_eval(text)"))
    )

    assert (grade.points, grade.fault) == (0.0, None)


async def test_tests_that_are_not_python_are_their_authors_fault(grader):
    grade = await grader.grade(task(answer(RIGHT), graded_by("assert mean([1]) ==")))

    assert grade.fault is not None
