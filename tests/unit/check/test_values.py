"""Values are compared part by part, and the first difference is told."""

import math
from collections import OrderedDict, namedtuple
from decimal import Decimal
from fractions import Fraction

import pytest

from jupyter_hybrid import check


def failure(action, *args, **kwargs):
    with pytest.raises(check.CheckFailed) as caught:
        action(*args, **kwargs)
    return caught.value


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (1, 1.0),
        (math.nan, math.nan),
        ([1, [2, {"a": (3,)}]], [1, [2, {"a": (3,)}]]),
        ({"b": 1, "a": 2}, OrderedDict(a=2, b=1)),
        ({1, 2}, frozenset({2, 1})),
        (Decimal("0.5"), Fraction(1, 2)),
        (None, None),
        ("", ""),
        (namedtuple("Point", "x y")(1, 2), (1, 2)),
        pytest.param(10**5000, 10**5000, id="huge"),
    ],
)
def test_equal_values_pass(got, expected):
    check.equal(got, expected)


@pytest.mark.parametrize(
    ("got", "expected", "words"),
    [
        (4, 3, "expected 3, got 4"),
        (None, 3, "expected 3, got None"),
        ("abd", "abc", "expected 'abc', got 'abd'"),
        (True, False, "expected False, got True"),
        ([1, 2, 4], [1, 2, 3], "at [2]: 4 instead of 3 (expected [1, 2, 3], got [1, 2, 4])"),
        ([1], (1,), "a list instead of a tuple (expected (1,), got [1])"),
        (
            [1, 2],
            [1, 2, 3],
            "2 elements instead of 3; 3 is missing at the end (expected [1, 2, 3], got [1, 2])",
        ),
        (
            [0, 2, 3],
            [1, 2],
            (
                "3 elements instead of 2; first difference at [0]: 0 instead of 1"
                " (expected [1, 2], got [0, 2, 3])"
            ),
        ),
        (
            {"a": [1], "b": 0},
            {"a": [2], "b": 0},
            "at ['a'][0]: 1 instead of 2 (expected {'a': [2], 'b': 0}, got {'a': [1], 'b': 0})",
        ),
        (
            {"a": 1, "c": 1},
            {"a": 1, "b": 2},
            "key missing: 'b'; key too much: 'c' (expected {'a': 1, 'b': 2}, got {'a': 1, 'c': 1})",
        ),
        ({1, 3}, {1, 2}, "element missing: 2; element too much: 3 (expected {1, 2}, got {1, 3})"),
    ],
)
def test_a_failure_says_expected_got_and_the_first_difference(got, expected, words):
    assert str(failure(check.equal, got, expected)) == words


def test_the_values_can_be_read_apart_from_the_words():
    error = failure(check.equal, [1, 4], [1, 3], "add one to each")

    assert error.words == "add one to each: at [1]: 4 instead of 3"
    assert (error.expected, error.got) == ("[1, 3]", "[1, 4]")
    assert isinstance(error, AssertionError)


def test_texts_are_compared_line_by_line_with_a_caret():
    error = failure(check.equal, "one\ntwo and three", "one\ntwo und three")

    assert str(error) == (
        "line 2, character 5 differs:\n"
        "expected: two und three\n"
        "     got: two and three\n"
        "              ^"
    )


def test_a_long_line_is_shown_around_its_first_difference():
    error = failure(check.equal, "x" * 200 + "a" + "y" * 200, "x" * 200 + "b" + "y" * 200)

    _, expected, _, caret = error.words.split("\n")
    assert expected[caret.index("^")] == "b"
    assert len(str(error)) <= 500


def test_near_numbers_pass_in_lists_and_dictionaries_too():
    check.close(0.1 + 0.2, 0.3)
    check.close({"pi": [3.1416]}, {"pi": [math.pi]}, rel=1e-4)
    check.close(10, 10.5, within=0.5)
    check.close(1e-13, 0)
    check.close(math.inf, math.inf)


def test_a_number_too_far_away_says_how_far_it_may_be():
    error = failure(check.close, 3.14, 3.142, within=0.001)

    assert error.words == "3.14 instead of 3.142, allowed difference 0.001"


@pytest.mark.parametrize(
    ("got", "expected"), [(math.nan, 1.0), (math.inf, 1e300), ("1", 1), (None, 0.0), (1j, 1)]
)
def test_what_is_no_near_number_fails(got, expected):
    failure(check.close, got, expected, within=0.1)


def test_a_tolerance_below_zero_is_the_authors_mistake():
    with pytest.raises(ValueError, match="0 or more"):
        check.close(1, 1, within=-1)


def test_types_are_checked_by_class_and_by_name():
    check.type_of([], list)
    check.type_of(1.5, (int, float))
    check.type_of(OrderedDict(), "OrderedDict")

    assert str(failure(check.type_of, 3, (list, str))).startswith(
        "3 is of type int and should be list or str"
    )
    failure(check.type_of, True, int)
    failure(check.type_of, [], "DataFrame")


def test_sets_and_items_ignore_the_order():
    check.same_set([2, 1, 1], [1, 2])
    check.same_items([2, 1, 2], [1, 2, 2])
    check.same_items([{"a": 1}, []], [[], {"a": 1}])

    assert failure(check.same_set, [1], [1, 2]).words == "element missing: 2"
    assert (
        failure(check.same_items, [1, 2, 2], [2, 1, 1]).words == "2 is there twice instead of once"
    )
    assert failure(check.same_set, None, [1]).words == "None has no elements"


def test_order_is_checked_by_a_key():
    check.sorted_by([1, 1, 2])
    check.sorted_by([{"n": 2}, {"n": 1}], "n", reverse=True)
    check.sorted_by(["b", "aa"], len)

    words = failure(check.sorted_by, [(1, 5), (2, 3)], 1).words
    assert words == "not in order: 5 at index 0 is followed by 3"


def test_members_lengths_and_bounds():
    check.contains({"a": 1}, "a")
    check.length("abc", 3)
    check.between(2, 1, 3)

    assert failure(check.contains, "abc", "a", "z").words == "'z' is missing in 'abc'"
    assert failure(check.length, [1], 2).words == "[1] has the length 1 instead of 2"
    assert str(failure(check.between, 5, 1, 3)) == "expected 1 to 3, got 5"
    failure(check.between, None, 1, 3)
    failure(check.length, 3, 1)
    failure(check.contains, None, 1)


class Person:
    def __init__(self, name):
        self.name = name


def test_attributes_are_named_in_the_failure():
    check.attributes(Person("Ada"), name="Ada")

    words = str(failure(check.attributes, Person("Bob"), name="Ada"))
    assert words == ".name is not as expected (expected 'Ada', got 'Bob')"
    assert failure(check.attributes, Person("Bob"), age=3).words == "a Person has no attribute age"


def test_an_author_may_fail_with_words_alone():
    check.true([1], "there must be something")

    assert str(failure(check.true, [], "there must be something")) == "there must be something"
    assert str(failure(check.fail, "no")) == "no"


class Hostile:
    def __init__(self, text=None):
        self._text = text

    def __repr__(self):
        if self._text is None:
            raise RuntimeError("no repr")
        return self._text

    def __eq__(self, other):
        raise RuntimeError("no comparison")

    __hash__ = None


@pytest.mark.parametrize(
    "value",
    [Hostile(), Hostile("x" * 10**6), [Hostile()] * 100, 10**9999],
    ids=["a", "b", "c", "d"],
)
def test_a_value_that_cannot_be_shown_fails_with_a_short_message(value):
    error = failure(check.equal, value, 3)

    assert len(str(error)) <= 500
    assert len(error.got) <= 200


def test_a_list_that_holds_itself_comes_to_an_end():
    circle = []
    circle.append(circle)
    other = []
    other.append(other)

    assert len(str(failure(check.equal, circle, [[]]))) <= 500
    failure(check.equal, circle, other)
