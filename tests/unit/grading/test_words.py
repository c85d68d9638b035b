"""What the learner reads."""

import pytest

from jupyter_hybrid.grading import words
from jupyter_hybrid.grading.limits import MIB, Limits
from jupyter_hybrid.grading.outcomes import Ending, Outcome, Raised

LIMITS = Limits(cell_timeout_s=2.5, output_bytes=2 * MIB)


def problem(name, text):
    outcome = Outcome(Ending.DONE, raised=Raised(name, text))
    return words.problem("your answer `a`", outcome, limits=LIMITS)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "SyntaxError",
            "invalid syntax (1234.py, line 2)",
            "is not valid Python: line 2: invalid syntax",
        ),
        (
            "IndentationError",
            "unexpected indent (7.py, line 1)",
            "is not valid Python: line 1: unexpected indent",
        ),
        ("SyntaxError", "bad (<string>, line 1)", "raised SyntaxError: bad (<string>, line 1)"),
        ("NotImplementedError", "", "raised NotImplementedError"),
        ("KeyError", "'x'", "raised KeyError: 'x'"),
        (
            "StdinNotImplementedError",
            "no",
            "calls input(), and nobody can answer while it is checked",
        ),
    ],
)
def test_an_exception_in_an_answer_is_told(name, text, expected):
    assert problem(name, text) == f"your answer `a` {expected}"


@pytest.mark.parametrize(
    ("ending", "expected"),
    [
        (Ending.TIMED_OUT, "was stopped after 2.5 s, perhaps in an endless loop"),
        (Ending.FLOODED, "was stopped because it printed more than 2 MiB"),
        (Ending.DIED, "ended the process that runs it"),
    ],
)
def test_an_answer_that_was_stopped_is_told_why(ending, expected):
    outcome = Outcome(ending, raised=Raised("KeyboardInterrupt", ""))

    assert words.problem("it", outcome, limits=LIMITS) == f"it {expected}"


def test_an_answer_that_ran_is_no_problem():
    assert words.problem("it", Outcome(Ending.DONE), limits=LIMITS) is None


def test_the_message_of_an_assertion_speaks_for_itself():
    assert words.exception(Raised("AssertionError", "not sorted")) == "not sorted"
    assert words.exception(Raised("AssertionError", "")) == "AssertionError"
    assert words.exception(Raised("ValueError", " bad ")) == "ValueError: bad"


@pytest.mark.parametrize(
    ("name", "text", "is_question"),
    [
        ("StdinNotImplementedError", "no", True),
        ("EOFError", "EOF when reading a line", True),
        ("EOFError", "Ran out of input", False),
    ],
)
def test_a_question_in_a_function_that_a_test_calls_is_told_as_one(name, text, is_question):
    said = words.exception(Raised(name, text))

    assert (said == "it calls input(), and nobody can answer while it is checked") is is_question


def test_long_texts_are_cut():
    assert len(words.exception(Raised("ValueError", "x" * 9000))) == 500
    assert words.cut("abcdef", longest=4) == "abc…"
    assert words.cut("abcd", longest=4) == "abcd"


def test_the_end_of_a_kernel_has_a_reason():
    assert words.ended("a", status=3) == (
        "Python ended while running `a`: the code made it exit (status 3)"
    )
    assert "by signal 9" in words.ended("a", status=137)
