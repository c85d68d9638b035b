"""A function is compared with a reference, and the smallest input that differs is shown."""

from random import Random

import pytest

from jupyter_hybrid import check
from jupyter_hybrid.check import place

NUMBERS = check.lists(check.integers(-50, 50))


def failure(*args, **kwargs):
    with pytest.raises(check.CheckFailed) as caught:
        check.against(*args, **kwargs)
    return caught.value


def test_a_right_function_passes():
    check.against(sum, sum, NUMBERS)
    check.against(lambda a, b: b + a, lambda a, b: a + b, (check.floats(), check.integers()))


def test_the_smallest_wrong_input_is_shown():
    def longest(numbers):
        return len(numbers) if len(numbers) < 3 else 0

    assert str(failure(longest, len, NUMBERS)) == ("for longest([0, 0, 0]) (expected 3, got 0)")


def test_several_arguments_are_shown_side_by_side():
    def power(base, exponent):
        return base * exponent

    error = failure(power, pow, (check.integers(0, 9), check.integers(0, 9)))

    assert error.words == "for power(0, 0)"
    assert (error.expected, error.got) == ("1", "0")


def test_the_place_of_the_difference_is_told():
    def keep(numbers):
        return numbers

    error = failure(keep, sorted, NUMBERS)

    assert error.words == "for keep([0, -1]): at [0]: 0 instead of -1"


def test_exceptions_belong_to_the_comparison():
    def mean(numbers):
        return sum(numbers) / len(numbers)

    def safe(numbers):
        return mean(numbers) if numbers else None

    check.against(mean, mean, NUMBERS)
    error = failure(safe, mean, NUMBERS)
    assert error.words == "for safe([])"
    assert (error.expected, error.got) == ("ZeroDivisionError: division by zero", "None")


def test_examples_are_tried_first_and_shown_as_they_are():
    def never(number):
        return number if number != 123456 else 0

    error = failure(never, lambda number: number, check.integers(0, 9), examples=[123456])

    assert error.words == "for never(123456)"


def test_what_one_function_changes_the_other_does_not_see():
    def drain(numbers):
        total = 0
        while numbers:
            total += numbers.pop()
        return total

    check.against(drain, sum, NUMBERS)
    check.against(sum, drain, NUMBERS)


def test_the_same_seed_gives_the_same_inputs():
    def seen(seed):
        inputs = []
        check.against(lambda n: None, inputs.append, check.integers(), seed=seed)
        return inputs

    assert seen(1) == seen(1) != seen(2)
    assert len(seen(1)) == 50


def test_the_seed_of_the_grading_is_taken():
    class Seeded(place.LocalPlace):
        def seed(self):
            return 5

    drawn = []
    before = place.current()
    place.install(Seeded())
    try:
        check.against(lambda n: None, drawn.append, check.integers(0, 10**9))
    finally:
        place.install(before)

    again = []
    check.against(lambda n: None, again.append, check.integers(0, 10**9), seed=5)
    assert drawn == again


@pytest.mark.parametrize(
    "kind",
    [
        check.integers(3, 9),
        check.integers(-9, -3),
        check.floats(0.5, 2),
        check.texts("ab", shortest=1, longest=4),
        check.lists(check.booleans(), shortest=2, longest=3),
        check.sampled("xyz"),
        check.tuples(check.integers(0, 1), check.texts("a", longest=2)),
        check.dicts(check.integers(0, 5), check.booleans(), longest=3),
        check.one_of(check.integers(0, 3), check.texts("q", longest=2)),
    ],
    ids=repr,
)
def test_inputs_stay_within_their_bounds_and_shrinking_ends(kind):
    random = Random(0)
    for size in (0, 0.1, 0.5, 1):
        value = kind.make(random, size)
        assert is_within(value)
        for _ in range(1000):
            simpler = next(kind.smaller(value), None)
            if simpler is None:
                break
            assert is_within(simpler)
            value = simpler
        else:
            pytest.fail("shrinking does not end")


def is_within(value):
    if isinstance(value, float):
        return 0.5 <= value <= 2
    if isinstance(value, str):
        return len(value) <= 4
    if isinstance(value, list):
        return 2 <= len(value) <= 3
    if isinstance(value, int):
        return -9 <= value <= 9
    return len(value) <= 3


def test_arrays_are_made_and_compared():
    np = pytest.importorskip("numpy")

    check.against(lambda a: a * 2, lambda a: a + a, check.arrays())
    error = failure(lambda a: a, np.abs, check.arrays(check.integers()))
    assert error.words.startswith("for the arguments [-1]: at [0]: -1 instead of 1")


def test_bounds_the_wrong_way_round_are_the_authors_mistake():
    with pytest.raises(ValueError, match="more than"):
        check.integers(3, 1)
    with pytest.raises(ValueError, match="must be a value"):
        check.sampled([])
