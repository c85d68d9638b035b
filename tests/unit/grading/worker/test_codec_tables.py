"""Arrays and tables arrive with their dtypes, labels, zones, categories and gaps."""

import json

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal, assert_index_equal, assert_series_equal

from jupyter_hybrid.grading.worker.codec import Unsupported, decode, encode


def sent(value):
    text = json.dumps(encode(value, handles=None), allow_nan=False)
    return decode(json.loads(text), resolve=pytest.fail)


ARRAYS = {
    "integers": np.arange(6).reshape(2, 3),
    "bytes": np.arange(3, dtype="u1"),
    "floats": np.array([np.nan, -0.0, np.inf]),
    "small floats": np.array([1.5], dtype="f2"),
    "long floats": np.array([1.5], dtype=np.longdouble),
    "big-endian": np.array([1, 2], dtype=">i4"),
    "complex": np.array([1j, np.nan]),
    "truth": np.array([True, False]),
    "texts": np.array(["a", "äö", ""]),
    "big-endian texts": np.array(["a", "äö"], dtype=">U2"),
    "raw texts": np.array([b"a", b"bcd"]),
    "days": np.array(["2024-01-01", "NaT"], dtype="M8[D]"),
    "steps of 25 s": np.array([1, 2], dtype="m8[25s]"),
    "no dimension": np.array(5),
    "no row": np.zeros((0, 3)),
    "no text": np.array([], dtype="U"),
    "columns first": np.asfortranarray(np.arange(6).reshape(2, 3)),
    "every other": np.arange(10)[::2],
}


@pytest.mark.parametrize("array", ARRAYS.values(), ids=ARRAYS)
def test_an_array_keeps_dtype_shape_and_bytes(array):
    arrived = sent(array)

    assert type(arrived) is np.ndarray
    assert (arrived.dtype.str, arrived.shape) == (array.dtype.str, array.shape)
    assert arrived.tobytes() == array.tobytes()
    assert arrived.flags.writeable
    assert arrived.flags.owndata


@pytest.mark.parametrize(
    "scalar",
    [np.float64(1.5), np.float32("nan"), np.int8(-1), np.uint64(2**64 - 1), np.bool_(True),
     np.complex64(1j), np.datetime64("2024-01-01"), np.datetime64("NaT", "s"),
     np.timedelta64(5, "D"), np.str_("ä\ud800"), np.bytes_(b"a"), np.str_("")],
    ids=repr,
)  # fmt: skip
def test_a_scalar_stays_a_scalar_of_numpy(scalar):
    arrived = sent(scalar)

    assert type(arrived) is type(scalar)
    assert repr(arrived) == repr(scalar)


@pytest.mark.parametrize("text", ["f4", ">i8", "O", "U5", "M8[ns]", "?"])
def test_a_dtype_stays_a_dtype(text):
    assert sent(np.dtype(text)) == np.dtype(text)


def test_an_array_of_objects_keeps_shape_and_types():
    inner = np.arange(2)
    array = np.array([[1, None], ["a", 2.5]], dtype=object)
    nested = np.empty(2, dtype=object)
    nested[:] = [inner, [1, 2]]

    arrived, arrived_nested = sent([array, nested])

    assert arrived.dtype == object
    assert [type(each) for each in arrived.ravel()] == [int, type(None), str, float]
    assert arrived.shape == (2, 2)
    assert type(arrived_nested[0]) is np.ndarray
    assert arrived_nested[1] == [1, 2]


def test_a_masked_array_keeps_its_gaps():
    arrived = sent(np.ma.array([1, 2, 3], mask=[False, True, False]))

    assert type(arrived) is np.ma.MaskedArray
    assert arrived.tolist() == [1, None, 3]


def test_a_kind_of_array_arrives_as_a_plain_array():
    class Always(np.ndarray):
        def __eq__(self, other):
            return True

        __hash__ = None

        def tobytes(self, *_):
            return b"\0" * 24

    arrived = sent(np.arange(3).view(Always))

    assert type(arrived) is np.ndarray
    assert arrived.tolist() == [0, 1, 2]


def test_an_array_that_only_seems_large_is_refused_before_it_is_copied():
    with pytest.raises(Unsupported, match="return less of it"):
        encode(np.broadcast_to(np.uint8(1), (10**6, 10**6)), handles=None)


INDEXES = {
    "steps": pd.RangeIndex(1, 10, 3, name="k"),
    "numbers": pd.Index([3, 1, 1], name=("a", 1)),
    "floats": pd.Index([1.5, np.nan]),
    "small": pd.Index([1, 2], dtype="int8"),
    "texts": pd.Index(["b", "a", None], name="t"),
    "objects": pd.Index([1, "a", None, (1, 2)], dtype=object),
    "texts as objects": pd.Index(["a", "b"], dtype=object),
    "truth": pd.Index([True, False]),
    "nullable": pd.Index([1, None], dtype="Int64"),
    "dates": pd.date_range("2024-03-30", periods=3, name="d"),
    "zone": pd.date_range("2024-03-30", periods=3, tz="Europe/Berlin", unit="s"),
    "utc": pd.DatetimeIndex(["2024-01-01", None], tz="UTC"),
    "offset": pd.DatetimeIndex(["2024-01-01 00:00+03:00"]),
    "months": pd.date_range("2024", periods=3, freq="ME"),
    "fridays": pd.date_range("2024", periods=3, freq="2W-FRI"),
    "spans": pd.timedelta_range("1D", periods=3),
    "periods": pd.period_range("2024", periods=3, freq="M", name="p"),
    "quarters": pd.PeriodIndex(["2024Q1", None], freq="Q-DEC"),
    "intervals": pd.interval_range(0, 3, closed="left"),
    "categories": pd.CategoricalIndex(["b", "a", None], categories=["b", "a"], ordered=True),
    "levels": pd.MultiIndex.from_product([[2, 1], ["a", "b"]], names=["n", None]),
    "levels with a gap": pd.MultiIndex.from_tuples([("a", 1.0), ("b", np.nan)]),
    "levels with zones": pd.MultiIndex.from_arrays(
        [pd.date_range("2024", periods=2, tz="UTC"), ["x", "y"]]
    ),
    "nothing": pd.Index([]),
}


@pytest.mark.parametrize("index", INDEXES.values(), ids=INDEXES)
def test_an_index_keeps_everything(index):
    arrived = sent(index)

    assert_index_equal(arrived, index, exact=True)
    assert getattr(arrived, "freq", None) == getattr(index, "freq", None)


COLUMNS = {
    "numbers": pd.Series([1, 2], name="s"),
    "texts": pd.Series(["a", None, "ä"]),
    "older texts": pd.Series(["a", pd.NA], dtype="string"),
    "texts as objects": pd.Series(["a", "b"], dtype=object),
    "mixed": pd.Series([1, "a", None, [1], 2.5], dtype=object),
    "nullable": pd.Series([1, None], dtype="UInt8"),
    "nullable floats": pd.Series([1.5, None], dtype="Float32"),
    "nullable truth": pd.Series([True, None, False], dtype="boolean"),
    "dates": pd.Series(pd.DatetimeIndex(["2024-01-01", None])),
    "zone": pd.Series(pd.date_range("2024-10-26 23:00", periods=5, freq="h", tz="Europe/Berlin")),
    "spans": pd.Series(pd.TimedeltaIndex(["1D", None])),
    "categories": pd.Series(pd.Categorical(["b", None, "a"], categories=["b", "a"], ordered=True)),
    "bins": pd.Series(pd.cut([1, 5, 9], 3)),
    "periods": pd.Series(pd.period_range("2024", periods=2, freq="D")),
    "complex": pd.Series([1j]),
    "nothing": pd.Series([], dtype="float32"),
    "labelled": pd.Series([1.5, 2], index=["x", "x"], name=3),
}


@pytest.mark.parametrize("series", COLUMNS.values(), ids=COLUMNS)
def test_a_series_keeps_dtype_labels_and_name(series):
    arrived = sent(series)

    assert_series_equal(arrived, series, check_freq=True)
    assert arrived.dtype == series.dtype
    assert type(arrived.index) is type(series.index)


FRAMES = {
    "mixed": pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": [1.5, np.nan]}),
    "one dtype": pd.DataFrame(np.arange(6.0).reshape(3, 2), index=["r", "s", "t"]),
    "names that are no text": pd.DataFrame([[1, "a", None]], columns=[1, ("a", 2), None]),
    "names twice": pd.DataFrame([[1, "a"], [2, "b"]], columns=["x", "x"]),
    "names twice, one dtype": pd.DataFrame([[1, 2]], columns=["x", "x"]),
    "nothing": pd.DataFrame(),
    "no rows": pd.DataFrame({"a": pd.Series([], dtype="i4"), "b": pd.Series([], dtype="str")}),
    "no columns": pd.DataFrame(index=[1, 2]),
    "all kinds": pd.DataFrame({name: column.head(1) for name, column in COLUMNS.items()}),
    "grouped": pd.DataFrame({"g": ["a", "b", "a"], "v": [1, 2, 3]}).groupby("g").agg(["sum"]),
    "all whole": pd.DataFrame([[1, 2], [3, 4]], dtype="Int64"),
}


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_a_frame_keeps_columns_labels_and_dtypes(frame):
    arrived = sent(frame)

    assert_frame_equal(arrived, frame, check_freq=True, check_column_type="exact")
    assert list(arrived.dtypes) == list(frame.dtypes)


@pytest.mark.parametrize(
    "value",
    [pd.Timestamp("2024-06-27 02:30", tz="Europe/Berlin"), pd.Timestamp("2024-01-01 00:00:00.12"),
     pd.Timestamp(0, unit="s"), pd.Timedelta("1D"), pd.Timedelta(1, "ns"), pd.NaT, pd.NA,
     pd.Period("2024-01", "M"), pd.Period("2024-01-01", "h"), pd.Interval(1, 2),
     pd.Interval(1.5, 2, closed="both"), pd.CategoricalDtype(["b", "a"], ordered=True),
     pd.Interval(pd.Timestamp("2024"), pd.Timestamp("2025"), closed="neither"),
     pd.Int64Dtype(), pd.BooleanDtype(), pd.DatetimeTZDtype("ns", "UTC"), pd.StringDtype(),
     pd.PeriodDtype("M"), pd.IntervalDtype("int64", closed="left")],
    ids=repr,
)  # fmt: skip
def test_a_single_value_of_pandas_arrives_as_it_was_sent(value):
    arrived = sent(value)

    assert type(arrived) is type(value)
    assert repr(arrived) == repr(value)
    assert getattr(arrived, "unit", None) == getattr(value, "unit", None)


@pytest.mark.parametrize(
    "array",
    [pd.array([1, None], dtype="Int8"), pd.array(["a", None], dtype="str"), pd.Categorical(["a"]),
     pd.Series([1]).array, pd.Series([pd.Timedelta("1D")]).array,
     pd.Series([pd.Timestamp("2024")]).array, pd.arrays.IntervalArray.from_breaks([1, 2])],
    ids=lambda array: type(array).__name__,
)  # fmt: skip
def test_an_array_of_pandas_arrives_as_it_was_sent(array):
    arrived = sent(array)

    assert type(arrived) is type(array)
    assert arrived.dtype == array.dtype
    assert repr(arrived) == repr(array)


def test_a_kind_of_frame_arrives_as_a_plain_frame():
    class Mine(pd.DataFrame):
        pass

    arrived = sent(Mine({"a": [1]}))

    assert type(arrived) is pd.DataFrame
    assert_frame_equal(arrived, pd.DataFrame({"a": [1]}))


@pytest.mark.parametrize(
    ("value", "where", "advice"),
    [
        (pd.DataFrame({"a": [1], "b": [open]}), "column 'b'[0]", "when it is called"),
        (pd.Series([1], name=lambda: 1), ".name", "when it is called"),
        (pd.Series([object()]), " (its values)[0]", "NumPy arrays"),
        (pd.DataFrame([1], index=[object()]), " (its index or column names)[0]", "NumPy arrays"),
        (pd.Series(pd.arrays.SparseArray([0, 1])), " (its values)", "sparse.to_dense()"),
        (np.array([[1, 2], [3, object()]], dtype=object), "[1, 1]", "NumPy arrays"),
        ([np.zeros(2, dtype=[("a", "f8")])], "[0]", "one array for each field"),
        (np.array(["a"], dtype=np.dtypes.StringDType()), "", "astype(str)"),
    ],
)
def test_what_cannot_cross_is_named_with_its_place_and_what_to_do(value, where, advice):
    with pytest.raises(Unsupported) as refused:
        encode(value, handles=None)

    assert refused.value.where == where
    assert advice in refused.value.advice


def test_many_labels_in_no_order_are_refused_with_a_reason():
    labels = np.arange(30_000)
    labels[:2] = 1, 0

    with pytest.raises(Unsupported, match="sort it first"):
        encode(pd.Series(pd.Categorical.from_codes([0], categories=labels)), handles=None)


def test_many_sorted_labels_cross():
    column = pd.Series(pd.Categorical.from_codes([5], categories=np.arange(30_000)))

    assert_series_equal(sent(column), column)
