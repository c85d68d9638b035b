"""The words of each refusal, the last values that still cross, and libraries met late."""

import json
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from jupyter_hybrid.grading.worker import codec_names
from jupyter_hybrid.grading.worker.codec import HandleTable, Malformed, Unsupported, decode, encode
from jupyter_hybrid.grading.worker.codec_errors import Unsupported as Refusal
from jupyter_hybrid.grading.worker.codec_reader import READERS, readers
from jupyter_hybrid.grading.worker.codec_writer import WRITERS

WHERE = "jupyter_hybrid.grading.worker."


def sent(value):
    text = json.dumps(encode(value, handles=None), allow_nan=False)
    return decode(json.loads(text), resolve=pytest.fail)


class Home(tzinfo):
    """A time zone by hand."""

    key = "UTC"

    def utcoffset(self, _):
        return timedelta(0)

    dst = utcoffset


class Named(Home):
    """A time zone of the library that older tables use."""

    zone = "Europe/Berlin"
    __module__ = "pytz.tzfile"


ZONE = "use datetime.timezone or zoneinfo.ZoneInfo for the time zone"
DATA = "return numbers, text, lists, dicts, NumPy arrays or pandas tables made from it"
LESS = "return less of it: the first rows, a sum, or a smaller example"
UNSORTED = "it has more than 20000 categories or labels in no order: sort it first"
REFUSED = [
    (datetime(2024, 1, 1, tzinfo=Home()), "Home", "", ZONE),
    ({"a": [Home()]}, "Home", "['a'][0]", DATA),
    (Decimal("1" * 20_001), "Decimal", "", "return it with fewer digits"),
    (Fraction(2**140_000), "Fraction", "", "return a number with fewer digits: float(...)"),
    (1 << 4_000_000, "int", "", "return a smaller number, or the number of its digits"),
    (object(), "object", "", DATA),
    (lambda: 0, "function", "", "return what it gives when it is called"),
    (iter([]), "list_iterator", "", "return a list of its values: list(...)"),
    (np.zeros(1, "V3"), "array of dtype void24", "",
     "return a dict with one array for each field, or a pandas DataFrame"),
    (np.broadcast_to(np.uint8(1), (10**5, 10**5)), "ndarray", "", LESS),
    (np.broadcast_to(np.array(None), (10**3, 3 * 10**3)), "ndarray", "", LESS),
    (pd.arrays.SparseArray([0]), "SparseArray", "", "return series.sparse.to_dense()"),
    (pd.Categorical.from_codes([0], categories=np.arange(20_001)[::-1]), "Index", "", UNSORTED),
]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "type_name", "where", "advice"), REFUSED, ids=map(str, range(len(REFUSED)))
)
def test_a_refusal_says_type_place_and_advice(value, type_name, where, advice):
    with pytest.raises(Unsupported) as refused:
        encode(value, handles=None)

    refusal = refused.value
    assert (refusal.type_name, refusal.where, refusal.advice) == (type_name, where, advice)
    assert refusal.args[0] == type_name
    place = f" at {where}" if where else ""
    assert (
        str(refusal) == f"a value of type {type_name}{place} cannot be sent to the test: {advice}"
    )


def test_a_refusal_can_begin_inside():
    refusal = Refusal("thing", "[3]", "return another")
    refusal.within(".name", container=[])

    assert refusal.where == ".name[3]"
    assert refusal.args == ("thing", "[3]", "return another")


def test_an_array_of_an_unknown_library_is_to_be_an_array_of_numpy():
    class Odd(pd.api.extensions.ExtensionArray):
        dtype = np.dtype("f8")

        def __len__(self):
            return 0

    with pytest.raises(Unsupported) as refused:
        encode(Odd(), handles=None)

    assert (refused.value.type_name, refused.value.where) == (Odd.__qualname__[-3:], "")
    assert refused.value.advice == "return array.to_numpy()"


def test_a_zone_of_the_older_library_arrives_as_one_of_python():
    arrived = sent(datetime(2024, 1, 1, tzinfo=Named()))

    assert arrived.tzinfo.key == "Europe/Berlin"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (-(2**63), -(2**63)),
        (2**63 - 1, 2**63 - 1),
        (2**63, {"i": "8000000000000000"}),
        (-(2**63) - 1, {"i": "-8000000000000001"}),
        ([2**63, 1], [{"i": "8000000000000000"}, 1]),
        ({}, {"d": []}),
    ],
    ids=str,
)
def test_numbers_are_written_as_json_while_json_has_them(value, written):
    assert encode(value, handles=None) == written


@pytest.mark.parametrize(
    "value",
    [
        (1 << 3_999_996) - 1,
        Decimal("1" * 20_000),
        Fraction((1 << 2**17) - 1, 2),
        np.zeros((1,) * 32),
        pd.CategoricalDtype(np.arange(20_000)[::-1]),
    ],
    ids=("int", "Decimal", "Fraction", "dimensions", "categories"),
)
def test_the_largest_that_may_cross_does(value):
    arrived = sent(value)

    assert np.all(arrived == value)


@pytest.mark.parametrize(
    "message",
    [
        {"n": ["P" * 200, ["x" * 200], [1]]},
        {"n": ["P", [f"x{position}" for position in range(255)], [0] * 255]},
        {"dq": [0, []]},
        {"y": "len"},
        {"N": "1" * 20_000},
        {"i": "f" * 1_000_000},
    ],
    ids=str,
)
def test_the_largest_that_may_be_read_is(message):
    assert decode(message, resolve=pytest.fail) is not None


@pytest.mark.parametrize(
    "reference",
    [{"h": [2**31, "x" * 200, 255]}, {"h": [-(2**31), "", 0]}, {"m": "x" * 200}],
    ids=("last", "first", "module"),
)
def test_the_last_reference_is_resolved(reference):
    assert decode(reference, resolve=lambda given: [given]) == [reference]


@pytest.mark.parametrize("count", [16, 17, 33])
def test_every_key_is_kept(count):
    assert sent(dict.fromkeys(range(count), "v")) == dict.fromkeys(range(count), "v")
    assert sent({(key,) for key in range(count)}) == {(key,) for key in range(count)}


def test_frames_of_one_dtype_cross_in_one_piece():
    tags = [
        next(iter(encode(pd.DataFrame(columns), handles=None)))
        for columns in ({"a": [1], "b": [2]}, {"a": [1]}, {"a": [1], "b": [2.5]}, {"a": ["x"] * 2})
    ]

    assert tags == ["pB", "pF", "pF", "pF"]


def test_gaps_are_marked_and_nothing_else_is_said_of_them():
    [truth, truth_mask] = encode(pd.array([None, True], dtype="boolean"), handles=None)["pn"]
    whole, _ = encode(pd.array([None, 7], dtype="Int8"), handles=None)["pn"]
    _, _, texts, mask = encode(pd.array(["a", None], dtype="string"), handles=None)["px"]

    assert decode([truth, truth_mask, whole], resolve=pytest.fail)[0].tolist() == [False, True]
    assert decode(truth_mask, resolve=pytest.fail).tolist() == [True, False]
    assert decode(whole, resolve=pytest.fail).tolist() == [0, 7]
    assert texts == ["a", ""]
    assert decode(mask, resolve=pytest.fail).tolist() == [False, True]
    assert encode(pd.array(["a"], dtype="string"), handles=None)["px"][3] is None


@pytest.mark.parametrize("freq", ["D", "2h", "15min", "s"])
def test_long_series_of_even_steps_keep_their_frequency(freq):
    steps = pd.date_range("2000", periods=10_001, freq=freq)

    assert sent(steps).freq == steps.freq


@pytest.mark.parametrize("count", [10_000, 10_001])
def test_long_series_of_calendar_steps_lose_their_frequency(count):
    steps = pd.date_range("1900", periods=count, freq="B")

    assert (sent(steps).freq is None) == (count > 10_000)


def test_periods_and_intervals_keep_their_kind():
    period, interval = sent([pd.Period("2024Q1", "Q-MAR"), pd.Interval(0, 1.5, closed="left")])

    assert (period.freqstr, interval.closed) == ("Q-MAR", "left")
    assert type(interval.left) is int


def test_objects_of_one_table_are_told_apart():
    table = HandleTable()
    first, second = object(), lambda: 1

    assert [table.give(first), table.give(second)] == [[0, "object", 0], [1, "function", 1]]
    assert [table.get(0), table.get(1)] == [first, second]
    with pytest.raises(Malformed, match="no object has this number"):
        table.get(2)


def test_a_full_table_says_what_to_do(monkeypatch):
    monkeypatch.setattr(f"{WHERE}codec_handles.MAX_HANDLES", 0)

    with pytest.raises(Unsupported) as refused:
        HandleTable().number(object())

    assert (refused.value.type_name, refused.value.where) == ("object", "")
    assert refused.value.advice == "return fewer objects at a time"


def test_a_tag_belongs_to_one_reader():
    with pytest.raises(KeyError, match="'t'"):
        readers([("t", READERS["t"])])


def test_a_tag_that_is_added_is_read(monkeypatch):
    monkeypatch.setitem(READERS, "added", None)
    del READERS["added"]

    readers([("added", lambda _, json: [json])])

    assert decode({"added": 5}, resolve=pytest.fail) == [5]


def test_the_names_of_python_are_a_closed_list():
    names = codec_names._names()

    assert names == codec_names.NAMES
    assert names["NoneType"] is type(None)
    assert {"len", "int", "ValueError", "math.sin", "operator.add"} < set(names)
    assert not {"open", "eval", "print", "staticmethod", "math.pi", "math.__name__"} & set(names)


def test_libraries_are_learned_when_they_are_first_met(monkeypatch):
    for cls in [cls for cls in WRITERS if cls.__module__.partition(".")[0] in ("numpy", "pandas")]:
        monkeypatch.delitem(WRITERS, cls)
    monkeypatch.setattr(codec_names, "_numpy", {})
    monkeypatch.setattr(codec_names, "_numpy_by_id", {})
    values = [
        np.arange(3), np.float64(1.5), np.int8(1), np.dtype("f4"), np.dtype(object), np.sin,
        np.float32, np.ndarray, np.ma.array([1, 2], mask=[True, False]),
        pd.Series([1, 2], name="s"), pd.DataFrame({"a": [1], "b": ["x"]}), pd.RangeIndex(3),
        pd.Index([1.5]), pd.MultiIndex.from_tuples([(1, "a")]), pd.NaT, pd.NA,
        pd.Timestamp("2024"), pd.Timedelta("1D"), pd.Period("2024"), pd.Interval(1, 2),
        pd.Categorical(["a"]), pd.array([1, None]), pd.array([True, None]), pd.array([1.5, None]),
        pd.array(["a"]), pd.Series(pd.date_range("2024", periods=1, tz="UTC")).array,
        pd.Series([pd.Timedelta("1D")]).array, pd.Series([1]).array, pd.Int64Dtype(),
        pd.period_range("2024", periods=1).array, pd.interval_range(0, 1).array,
    ]  # fmt: skip

    arrived = [sent([value])[0] for value in values]

    assert list(map(repr, arrived)) == list(map(repr, values))
    assert list(map(type, arrived)) == list(map(type, values))


def test_a_name_of_numpy_is_known_where_numpy_was_not_used_yet(monkeypatch):
    monkeypatch.setattr(codec_names, "_numpy", {})
    monkeypatch.setattr(codec_names, "_numpy_by_id", {})

    assert decode({"y": "numpy.float64"}, resolve=pytest.fail) is np.float64
    assert decode({"y": "numpy.add"}, resolve=pytest.fail) is np.add
    for name in ("numpy.load", "numpy.pi", "numpy.linalg", "float64", "NUMPY.add"):
        with pytest.raises(Malformed, match="an unknown name"):
            decode({"y": name}, resolve=pytest.fail)


def test_a_numpy_that_is_none_is_no_library(monkeypatch):
    monkeypatch.setattr(codec_names, "_numpy", {})

    codec_names.learn_numpy(object())

    assert codec_names._numpy == {}
