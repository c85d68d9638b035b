"""Every type arrives as the same value and exactly the same type."""

import collections
import json
import math
import operator
import subprocess
import sys
import typing
import uuid
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum
from fractions import Fraction
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyter_hybrid.grading.worker.codec import Malformed, decode, encode


def sent(value):
    """The value after the way through JSON text."""
    text = json.dumps(encode(value, handles=None), allow_nan=False)
    return decode(json.loads(text), resolve=pytest.fail)


def form(value):
    """A value's types and contents, all the way down, as something to compare."""
    if isinstance(value, complex):
        return complex, repr(value.real), repr(value.imag)
    if isinstance(value, (list, tuple, collections.deque)):
        return (type(value), getattr(value, "maxlen", None), *map(form, value))
    if isinstance(value, dict):
        return (type(value), *map(form, value.items()))
    if isinstance(value, (set, frozenset)):
        return type(value), frozenset(map(form, value))
    return type(value), repr(value)


def same(one, other):
    return form(one) == form(other)


PLAIN = [
    None, True, False, 0, -1, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 10**500, -(10**500),
    0.0, -0.0, 1.0, 1e308, 5e-324, math.inf, -math.inf, math.nan, 1j, complex(-0.0, math.inf),
    "", "a", "ä€😀", "\0", "\ud83d\ude00", "\udfff", "😀\ud800", b"", b"\0\xff", bytearray(b"y"),
    [], [1, [2, ["a", None]]], [2**70, 1], [math.nan, 1.0], ["ä", "a"], [True, False], [None, None],
    [1, 1.0, True], (), (1,), ((), [()]), set(), {1, 2}, {(1, "a"), None}, frozenset({1}),
    {}, {"b": 1, "a": 2}, {1: "x", (1, 2): [3], None: {}, 2.5: {"k": {}}, frozenset({1}): 0},
    range(3), range(10, 2, -3), range(2**80), slice(None), slice(1, "a", 2**70), ...,
    collections.Counter("abca"), collections.Counter({"a": -1}),
    collections.OrderedDict([("b", 1), ("a", 2)]), collections.deque([1, [2]]),
    collections.deque([1], maxlen=3), collections.defaultdict(list, {1: [2]}),
    collections.defaultdict(None, {"a": 1}),
]  # fmt: skip
MOMENTS = [
    date(2024, 2, 29), time(1, 2, 3, 4), time(5, tzinfo=UTC, fold=1), datetime(1, 1, 1, tzinfo=UTC),
    datetime.fromisoformat("0002-01-01"),

    datetime(9999, 12, 31, 23, 59, 59, 999999, UTC, fold=1), timedelta(-1, 5, 7), timedelta.max,
    datetime(2024, 10, 27, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=1), UTC,
    timezone(timedelta(hours=-3, microseconds=1), "home"), timezone(timedelta(0), "zero"),
    ZoneInfo("America/New_York"),
]  # fmt: skip
EXACT = [
    Decimal(0), Decimal("-0"), Decimal("1.50"), Decimal("-1E+99999"), Decimal("NaN"),
    Decimal("-sNaN12"), Decimal("Infinity"), Decimal("-Infinity"), Decimal("1" * 5000),
    Fraction(1, 3), Fraction(-7), Fraction(2**100, 3), uuid.UUID(int=0), uuid.UUID(int=2**128 - 1),
]  # fmt: skip


@pytest.mark.parametrize("value", [*PLAIN, *MOMENTS, *EXACT], ids=lambda value: f"{value!r:.40}")
def test_a_value_arrives_as_it_was_sent(value):
    arrived = sent(value)

    assert same(arrived, value)


def test_a_zero_keeps_its_sign_and_a_moment_its_fold():
    arrived = sent([-0.0, datetime(2024, 1, 1, tzinfo=UTC, fold=1), time(1, fold=1)])

    assert math.copysign(1, arrived[0]) == -1
    assert [arrived[1].fold, arrived[2].fold] == [1, 1]


def test_containers_that_arrive_can_be_changed():
    lists, dicts = [[1]], {"a": 1}
    array = np.arange(3)

    arrived = sent([lists, dicts, array])
    arrived[0].append(2)
    arrived[1]["b"] = 2
    arrived[2][0] = 9

    assert (lists, dicts, array[0]) == ([[1]], {"a": 1}, 0)


def test_what_is_written_is_no_part_of_the_value():
    value = [1, 2]

    written = encode(value, handles=None)
    value.append(3)
    arrived = decode(written, resolve=pytest.fail)
    arrived.append(4)

    assert written == [1, 2]


def test_two_nans_stay_two_keys():
    arrived = sent({math.nan: 1, float("nan"): 2})

    assert list(arrived.values()) == [1, 2]


def test_a_defaultdict_still_makes_what_python_itself_can_make():
    known, unknown = (sent(collections.defaultdict(make)) for make in (int, lambda: 1))

    assert known["missing"] == 0
    assert unknown.default_factory is None


def test_an_ordered_dict_keeps_the_order_that_was_changed():
    value = collections.OrderedDict(a=1, b=2)
    value.move_to_end("a")

    assert list(sent(value)) == ["b", "a"]


class Point(typing.NamedTuple):
    x: float
    y: list


def test_a_namedtuple_keeps_its_name_and_fields():
    arrived = sent(Point(1.5, [2]))

    assert (type(arrived).__name__, arrived._fields) == ("Point", ("x", "y"))
    assert (arrived.x, arrived.y, arrived) == (1.5, [2], (1.5, [2]))


def test_two_of_one_kind_of_namedtuple_are_of_one_kind():
    first, second = sent([Point(1, []), Point(2, [])])

    assert type(first) is type(second)


def test_a_namedtuple_keeps_fields_that_were_renamed():
    pair = collections.namedtuple("Pair", "class a", rename=True)

    assert sent(pair(1, 2))._fields == ("_0", "a")


@pytest.mark.parametrize(
    "value",
    [int, str, type(None), dict, ValueError, KeyError, len, sorted, math.sin, operator.add,
     np.float64, np.int8, np.sin, np.add, np.ndarray],
    ids=lambda value: value.__name__,
)  # fmt: skip
def test_what_both_processes_have_is_the_same_object(value):
    assert sent(value) is value


@pytest.mark.parametrize(
    "name",
    ["eval", "exec", "open", "compile", "__import__", "getattr", "input", "breakpoint", "vars",
     "globals", "numpy.load", "numpy.fromfile", "os.system", "math.__loader__", "math", ""],
)  # fmt: skip
def test_nothing_that_acts_can_be_named(name):
    with pytest.raises(Malformed):
        decode({"y": name}, resolve=pytest.fail)


class Grade(IntEnum):
    GOOD = 1


class Colour(Enum):
    RED = "red"


class Table:
    """Numbers handed out in a test."""

    def give(self, value):
        return [7, type(value).__name__, 0]


@pytest.mark.parametrize("value", [Grade.GOOD, Colour.RED, Colour, object(), lambda: 1, print])
def test_what_is_not_data_crosses_as_a_reference(value):
    written = encode([value], handles=Table())

    assert written == [{"h": [7, type(value).__name__, 0]}]
    assert decode(written, resolve=lambda reference: reference) == written


def test_a_module_crosses_by_its_name():
    written = encode(math, handles=Table())

    assert written == {"m": "math"}
    assert decode(written, resolve=lambda reference: reference["m"].upper()) == "MATH"


quick = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=2**62, max_value=2**70)
    | st.floats()
    | st.text(st.characters(exclude_categories=()))
    | st.binary()
    | st.complex_numbers()
)
others = (
    st.decimals()
    | st.fractions()
    | st.dates()
    | st.times()
    | st.datetimes(timezones=st.none() | st.just(UTC))
    | st.timedeltas()
    | st.uuids()
)
keys = st.recursive(
    st.integers() | st.text() | st.booleans() | st.binary() | st.dates(),
    lambda inner: st.tuples(inner, inner) | st.frozensets(inner, max_size=3),
    max_leaves=4,
)
values = st.recursive(
    scalars | others,
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.tuples(inner, inner)
        | st.dictionaries(keys, inner, max_size=4)
        | st.builds(collections.OrderedDict, st.dictionaries(keys, inner, max_size=3))
        | st.builds(collections.deque, st.lists(inner, max_size=3))
        | st.sets(keys, max_size=4)
        | st.frozensets(keys, max_size=4)
    ),
    max_leaves=8,
)


@quick
@given(values)
def test_any_nested_value_arrives_as_it_was_sent(value):
    assert same(sent(value), value)


@quick
@given(st.lists(scalars | st.lists(scalars, max_size=2), max_size=5))
def test_an_array_of_objects_arrives_as_it_was_sent(members):
    array = np.empty(len(members), dtype=object)
    for position, member in enumerate(members):
        array[position] = member

    arrived = sent(array)

    assert arrived.dtype == object
    assert same(arrived.tolist(), members)


def test_without_numpy_and_pandas_their_values_are_not_known_and_nothing_imports_them():
    code = (
        "import sys; from jupyter_hybrid.grading.worker.codec import encode, decode;"
        "decode(encode([1, {'a': (2.5, {3})}], handles=None), resolve=print);"
        "print('numpy' in sys.modules, 'pandas' in sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert shown.stdout.split() == ["False", "False"]
