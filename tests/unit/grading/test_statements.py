"""Test cells, taken apart."""

import pytest

from jupyter_hybrid.grading.statements import split


def names(source):
    return [(step.name, step.condition is not None, step.is_hidden) for step in split_(source)]


def split_(source):
    return split(source, name="cell")


def test_each_assert_is_a_step_and_what_lies_between_is_one():
    source = "import math\nx = 1\nassert x\nassert x == 1\ny = 2"

    assert names(source) == [
        ("import math", False, False),
        ("x", True, False),
        ("x == 1", True, False),
        ("y = 2", False, False),
    ]
    assert split_(source)[0].source == "import math\nx = 1"


def test_both_sides_and_the_message_of_a_comparison_are_known():
    condition = split_("assert f(1,\n  2) == [3], f'got {f}'")[0].condition

    assert (condition.left, condition.right, condition.message) == (
        "f(1,\n  2)",
        "[3]",
        "f'got {f}'",
    )


@pytest.mark.parametrize(
    "source", ["assert a == b == c", "assert a < b", "assert a in b", "assert f()"]
)
def test_other_conditions_have_no_sides(source):
    assert split_(source)[0].condition.left is None


def test_columns_count_bytes():
    condition = split_("assert 'äö€' + x == 'é', 'ü'")[0].condition

    assert (condition.left, condition.right, condition.message) == ("'äö€' + x", "'é'", "'ü'")


def test_statements_on_one_line_are_told_apart():
    first, second = split_("x = 1; assert x == 1")

    assert (first.source, second.source) == ("x = 1;", "assert x == 1")


def test_a_decorated_function_keeps_its_decorators():
    source = "@first\n@second\ndef f():\n    return 1"

    assert split_(f"assert 1\n{source}")[1].source == source


def test_a_semicolon_that_hides_the_value_stays():
    assert split_("assert 1\nx ;  # nothing to see")[1].source == "x;"
    assert split_("assert 1\nx  # ;")[1].source == "x"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_statements_between_the_markers_are_hidden(newline):
    lines = [
        "assert a",
        "### BEGIN HIDDEN TESTS",
        "b = 1",
        "assert b",
        "### END HIDDEN TESTS",
        "c = 1",
    ]

    assert [hidden for _, _, hidden in names(newline.join(lines))] == [False, True, True, False]


def test_set_up_is_not_mixed_with_what_is_hidden():
    source = "a = 1\n# BEGIN HIDDEN TESTS\nb = 2\n# END HIDDEN TESTS\nc = 3"

    assert [(step.source, step.is_hidden) for step in split_(source)] == [
        ("a = 1", False),
        ("b = 2", True),
        ("c = 3", False),
    ]


def test_a_statement_that_is_hidden_in_part_is_hidden():
    source = "for x in xs:\n    assert x\n    ### BEGIN HIDDEN TESTS\n    assert x < 3"

    assert [step.is_hidden for step in split_(source)] == [True]


def test_what_is_not_python_is_one_step():
    source = "%matplotlib inline\nassert x\n# BEGIN HIDDEN TESTS\nassert y"

    (step,) = split_(source)

    assert (step.name, step.source, step.is_hidden) == ("cell", source, True)
    assert split_("a\0b")[0].name == "cell"


def test_await_at_the_top_is_python():
    assert split_("assert await f() == 1")[0].condition.left == "await f()"


def test_a_cell_of_comments_has_no_steps():
    assert split_("# nothing\n") == ()


def test_names_are_one_short_line():
    docstring, call = split_('"""\nChecks  the\nmean\n"""\nassert 1')[0], split_("f(\n  1)")[0]
    long = split_("assert " + " + ".join(["value"] * 40))[0]

    assert (docstring.name, call.name) == ("Checks the", "f(")
    assert len(long.name) == 100
    assert long.name.endswith("…")


def test_what_needs_a_hidden_name_is_hidden_until_the_name_is_bound_anew():
    lines = [
        "### BEGIN HIDDEN TESTS",
        "x = 7",
        "### END HIDDEN TESTS",
        "assert f(x) == 49",
        "y = x + 1",
        "y += 1",
        "assert f(y) == 81",
        "assert [f(x) for x in [1]] == [1]",
        "x = 3",
        "assert f(x) == 9",
    ]

    steps = split_("\n".join(lines))

    assert [step.source for step in steps if not step.is_hidden] == [
        "assert [f(x) for x in [1]] == [1]",
        "x = 3",
        "assert f(x) == 9",
    ]
