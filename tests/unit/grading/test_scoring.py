"""nbgrader's rules, held against nbgrader itself."""

import pytest
from nbformat.v4 import new_code_cell, new_output
from nbgrader.utils import determine_grade

from jupyter_hybrid.domain.exercises import TestResult
from jupyter_hybrid.grading import scoring

RESULTS = [
    "0", "0.0", "1", "1.5", "2", "2.0", "-1", "nan", "True", "'text'", "np.float64(0.5)", "1e-3",
    "[1]", "None", " 1 ", "½",
]  # fmt: skip


def nbgraders(result):
    cell = new_code_cell(metadata={"nbgrader": {"grade": True, "points": 2, "schema_version": 3}})
    cell.outputs = [new_output("execute_result", {"text/plain": result})]
    return determine_grade(cell)[0]


@pytest.mark.parametrize("result", RESULTS)
def test_a_value_gives_what_nbgrader_gives(result):
    assert scoring.partial_credit(scoring.number_in(result), max_points=2.0) == nbgraders(result)


@pytest.mark.parametrize("result", ["2.1", "inf", "1_0"])
def test_a_value_with_which_nbgrader_gives_up_is_none(result):
    with pytest.raises(ValueError, match="greater than maximum"):
        nbgraders(result)

    assert scoring.partial_credit(scoring.number_in(result), max_points=2.0) is None


def test_no_value_is_full_points():
    assert scoring.points((), value=None, max_points=2.0) == 2.0


def test_one_failure_takes_all_points():
    passed = TestResult("t", "a", passed=True, hidden=False)
    failed = TestResult("t", "b", passed=False, hidden=True)

    assert scoring.points((passed, failed), value=1.5, max_points=2.0) == 0
    assert scoring.points((passed,), value=1.5, max_points=2.0) == 1.5


def test_too_many_points_are_none():
    assert scoring.points((), value=3.0, max_points=2.0) == 0
