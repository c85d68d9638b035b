"""What calls raise, print, call and change, in the process that the code runs in."""

import math
from types import SimpleNamespace

import pytest

from jupyter_hybrid import check
from jupyter_hybrid.check import place


def failure(action, *args, **kwargs):
    with pytest.raises(check.CheckFailed) as caught:
        action(*args, **kwargs)
    return caught.value


@pytest.fixture
def learner():
    """Install a place whose learner's variables are these, and return them."""
    variables = {}
    before = place.current()
    place.install(place.LocalPlace(variables))
    yield lambda source: exec(source, variables) or SimpleNamespace(**variables)
    place.install(before)


def root(x):
    if x < 0:
        raise ValueError(f"no root of {x}")
    return math.sqrt(x)


def test_an_expected_exception_is_given_back():
    error = check.raises(ValueError, root, -1, match="root of -1")

    assert str(error) == "no root of -1"
    check.raises((KeyError, ValueError), root, x=-1)
    check.raises("ValueError", root, -1)


@pytest.mark.parametrize(
    ("kind", "x", "match", "words"),
    [
        (ValueError, 4, None, "no exception was raised; 2.0 came back"),
        (TypeError, -1, None, "another exception"),
        ("MathError", -1, None, "another exception"),
        (ValueError, -1, "zero", "the text of the exception does not match 'zero'"),
    ],
)
def test_a_missing_or_other_exception_is_told(kind, x, match, words):
    assert failure(check.raises, kind, root, x, match=match).words == words


def test_a_class_of_the_same_name_is_another_exception():
    own = type("ValueError", (Exception,), {})

    failure(check.raises, own, root, -1)


def greet(name, *, mark="!"):
    print(f"Hello {name}{mark} ")  # noqa: T201
    return len(name)


def ask():
    first, second = input("Name? "), input()
    print("Hi", first, second)  # noqa: T201


def test_printed_text_is_compared_and_the_value_given_back(capsys):
    value = check.printed(greet, "Ada", expected="Hello Ada!")

    assert value == 3
    assert check.output_of(greet, "Bob", mark="?") == "Hello Bob? \n"
    assert capsys.readouterr().out == ""


def test_input_is_answered_in_order():
    check.printed(ask, inputs=["Ada", 36], expected="Name? Hi Ada 36\n")


def test_asking_for_too_much_input_is_told():
    assert failure(check.printed, ask, inputs=["Ada"]).words == (
        "it asks for input more often than once"
    )
    assert failure(check.output_of, ask).words == "it asks for input although none is given"
    assert input.__name__ == "input"


def test_the_first_other_line_is_told():
    error = failure(check.printed, greet, "Ada", expected="Hello ada!")

    assert error.words == (
        "printed text: character 7 differs (only capital and small letters):\n"
        "expected: Hello ada!\n"
        "     got: Hello Ada!\n"
        "                ^"
    )


@pytest.mark.parametrize(
    ("expected", "words"),
    [
        ("Hello Ada!\nBye", "printed text: line 2 is missing: Bye"),
        ("", "printed text: character 1 differs:"),
    ],
)
def test_missing_lines_are_told(expected, words):
    assert failure(check.printed, greet, "Ada", expected=expected).words.startswith(words)


def test_spaces_at_the_end_count_only_if_asked():
    check.printed(greet, "Ada", expected="Hello Ada! \n", strict=True)

    failure(check.printed, greet, "Ada", expected="Hello Ada!\n", strict=True)


def test_nothing_printed_says_what_came_back_instead():
    words = failure(check.printed, lambda: "Hello", expected="Hello").words

    assert words == "nothing was printed; 'Hello' came back"


def test_a_part_of_the_text_is_looked_for():
    check.printed(greet, "Ada", contains=["Ada", "Hello"])

    assert "'Bob'" in failure(check.printed, greet, "Ada", contains="Bob").words


def test_calls_of_the_learners_functions_are_counted(learner):
    code = learner(
        "def squares(n): return [k * k for k in range(n)]\n"
        "def total(n): return sum(squares(n))\n"
        "def count(n): return n and count(n - 1)\n"
    )

    assert check.calls("squares", code.total, 3) == 1
    assert check.calls("sum", code.total, 3, at_most=1) == 1
    assert check.calls("count", code.count, 4, at_least=2) == 4
    assert failure(check.calls, "squares", code.count, 1).words == (
        "`squares` is called 0 times instead of at least once"
    )
    assert failure(check.calls, "count", code.count, 4, at_most=2).words == (
        "`count` is called 4 times instead of at most twice"
    )
    assert failure(check.calls, "cubes", code.total, 3).words == "there is no `cubes`"


def test_nothing_stays_replaced_after_counting(learner):
    code = learner("import math\ndef root(x): return math.sqrt(x)\ndef broken(): return root(-1)")
    before = math.sqrt

    assert check.calls("math.sqrt", code.root, 4) == 1
    with pytest.raises(ValueError):
        check.calls("root", code.broken)

    assert math.sqrt is before
    assert place.current().count_calls("sum", lambda: None) == 0
    assert "sum" not in code.root.__globals__
    assert code.root.__globals__["root"] is code.root


def test_a_name_error_of_the_learners_own_is_not_taken_for_a_missing_name(learner):
    code = learner("def total(): return nowhere")

    with pytest.raises(NameError, match="nowhere"):
        check.calls("total", code.total)


def test_a_changed_argument_is_told():
    check.leaves_unchanged(sorted, [2, 1])

    error = failure(check.leaves_unchanged, list.sort, [2, 1])
    assert (error.words, error.expected, error.got) == (
        "argument 1 was changed",
        "[2, 1]",
        "[1, 2]",
    )


def test_another_place_is_asked_where_one_is_installed():
    class Elsewhere(place.LocalPlace):
        def printed(self, function, args, kwargs, inputs):
            return None, "from elsewhere"

        def seed(self):
            return 7

    before = place.current()
    place.install(Elsewhere())
    try:
        assert check.output_of(print) == "from elsewhere"
        assert place.current().seed() == 7
    finally:
        place.install(before)


def test_only_known_kinds_of_facts_are_given():
    with pytest.raises(ValueError, match="'secrets'"):
        place.LocalPlace({}).facts("secrets")
