"""Writers and readers of pandas' own kinds of values: one column of them, and single ones."""

import importlib
import re
import sys

from jupyter_hybrid.grading.worker.codec_dates import read_zone, write_zone
from jupyter_hybrid.grading.worker.codec_errors import Malformed, Unsupported
from jupyter_hybrid.grading.worker.codec_reader import Reader, readers
from jupyter_hybrid.grading.worker.codec_writer import Foreign, Json, Write, Writer

MAX_UNSORTED = 20_000  # pandas compares unsorted labels through a table that can be made slow
_FREQUENCY = re.compile(r"[0-9]{0,6}[A-Za-z]{1,8}(-[A-Z]{3})?")
_CLOSED = ("left", "right", "both", "neither")
_ARRAY_ADVICE = {
    "Sparse": "return series.sparse.to_dense()",
    "Arrow": 'return series.convert_dtypes(dtype_backend="numpy_nullable")',
}


def pandas() -> Foreign:
    """Return the module."""
    return importlib.import_module("pandas")


def array_of(reader: Reader, json: Json, *, kinds: str) -> Foreign:
    """Read a NumPy array of one dimension whose dtype is one of these kinds."""
    np = importlib.import_module("numpy")
    array = reader.read(json)
    if type(array) is not np.ndarray or array.ndim != 1 or array.dtype.kind not in kinds:
        raise Malformed("not an array of the right kind")
    return array


def index_of(reader: Reader, json: Json) -> Foreign:
    """Read an index."""
    index = reader.read(json)
    if not isinstance(index, pandas().Index):
        raise Malformed("not an index")
    return index


def distinct(labels: Foreign) -> Foreign:
    """Return labels that pandas may look through for equal ones.

    Raises
    ------
    Malformed
        If that could take long.
    """
    if len(labels) > MAX_UNSORTED and not labels.is_monotonic_increasing:
        raise Malformed("too many labels in no order")
    return labels


def write_labels(writer: Writer, labels: Foreign) -> Json:
    """Write labels that `distinct` will accept."""
    if len(labels) > MAX_UNSORTED and not labels.is_monotonic_increasing:
        raise Unsupported(
            type(labels).__name__,
            "",
            f"it has more than {MAX_UNSORTED} categories or labels in no order: sort it first",
        )
    return writer.write(labels)


def frequency(reader: Reader, json: Json) -> str:
    """Read the name of a frequency."""
    text = reader.text(json)
    if not _FREQUENCY.fullmatch(text):
        raise Malformed("not a frequency")
    return text


def _write_categorical(writer: Writer, value: Foreign) -> Json:
    labels = write_labels(writer, value.categories)
    return {"pc": [writer.write(value.codes), labels, bool(value.ordered)]}


def _read_categorical(reader: Reader, json: Json) -> Foreign:
    codes, categories, is_ordered = reader.parts(json, count=3)
    if type(is_ordered) is not bool:
        raise Malformed("not a truth value")
    return pandas().Categorical.from_codes(
        array_of(reader, codes, kinds="i"),
        categories=distinct(index_of(reader, categories)),
        ordered=is_ordered,
    )


def _write_masked(writer: Writer, value: Foreign) -> Json:
    mask = value.isna()
    filler = False if value.dtype.kind == "b" else 0
    data = value.to_numpy(dtype=value.dtype.numpy_dtype, na_value=filler)
    return {"pn": [writer.write(data), writer.write(mask)]}


def _read_masked(reader: Reader, json: Json) -> Foreign:
    pd = pandas()
    data, mask = reader.parts(json, count=2)
    values = array_of(reader, data, kinds="iufb")
    kinds = {"b": pd.arrays.BooleanArray, "f": pd.arrays.FloatingArray}
    return kinds.get(values.dtype.kind, pd.arrays.IntegerArray)(
        values, array_of(reader, mask, kinds="b")
    )


def _write_texts(writer: Writer, value: Foreign) -> Json:
    is_missing = value.isna()
    texts = value.to_numpy(dtype=object, na_value="").tolist()
    has_missing = bool(is_missing.any())
    return {
        "px": [
            value.dtype.storage,
            value.dtype.na_value is sys.modules["pandas"].NA,
            writer.write_all(texts, of=value),
            writer.write(is_missing) if has_missing else None,
        ]
    }


def _read_texts(reader: Reader, json: Json) -> Foreign:
    pd = pandas()
    storage, has_na, texts, missing = reader.parts(json, count=4)
    if storage not in ("python", "pyarrow") or type(has_na) is not bool:
        raise Malformed("an unknown kind of text")
    values = reader.read_all(texts)
    if not set(map(type, values)) <= {str}:
        raise Malformed("not texts")
    dtype = pd.StringDtype(storage, na_value=pd.NA if has_na else float("nan"))
    array = pd.array(values, dtype=dtype)
    if missing is not None:
        array[array_of(reader, missing, kinds="b")] = None
    return array


def _write_zoned(writer: Writer, value: Foreign) -> Json:
    moments = value.tz_convert(None).to_numpy() if value.tz is not None else value.to_numpy()
    return {"pd": [writer.write(moments), write_zone(writer, value.tz)]}


def _read_zoned(reader: Reader, json: Json) -> Foreign:
    moments, zone = reader.parts(json, count=2)
    array = pandas().array(array_of(reader, moments, kinds="M"))
    where = read_zone(reader, zone)
    return array if where is None else array.tz_localize("UTC").tz_convert(where)


def _write_periods(writer: Writer, value: Foreign) -> Json:
    return {"pp": [str(value.dtype)[len("period[") : -1], writer.write(value.asi8)]}


def _read_periods(reader: Reader, json: Json) -> Foreign:
    name, ordinals = reader.parts(json, count=2)
    numbers = array_of(reader, ordinals, kinds="i")
    return pandas().PeriodIndex.from_ordinals(numbers, freq=frequency(reader, name)).array


def _write_intervals(writer: Writer, value: Foreign) -> Json:
    return {"pi": [writer.write(value.left), writer.write(value.right), value.closed]}


def _read_intervals(reader: Reader, json: Json) -> Foreign:
    left, right, closed = reader.parts(json, count=3)
    if closed not in _CLOSED:
        raise Malformed("an unknown kind of interval")
    return pandas().arrays.IntervalArray.from_arrays(
        index_of(reader, left), index_of(reader, right), closed=closed
    )


def _write_moment(writer: Writer, value: Foreign) -> Json:
    zone = value.tz
    moment = value.tz_convert(None) if zone is not None else value
    return {"ps": [writer.write(moment.asm8), write_zone(writer, zone)]}


def _read_moment(reader: Reader, json: Json) -> Foreign:
    np = importlib.import_module("numpy")
    moment, zone = reader.parts(json, count=2)
    value = reader.read(moment)
    if type(value) is np.timedelta64 and zone is None:
        return pandas().Timedelta(value)
    if type(value) is not np.datetime64:
        raise Malformed("not a moment")
    stamp = pandas().Timestamp(value)
    where = read_zone(reader, zone)
    return stamp if where is None else stamp.tz_localize("UTC").tz_convert(where)


def _write_period(writer: Writer, value: Foreign) -> Json:
    pd = sys.modules["pandas"]
    return {"p1": writer.write(pd.array([value], dtype=pd.PeriodDtype(value.freq)))}


def _write_interval(writer: Writer, value: Foreign) -> Json:
    return {"pv": [writer.write(value.left), writer.write(value.right), value.closed]}


def _read_interval(reader: Reader, json: Json) -> Foreign:
    left, right, closed = map(reader.read, reader.parts(json, count=3))
    if closed not in _CLOSED:
        raise Malformed("an unknown kind of interval")
    return pandas().Interval(left, right, closed=closed)


def _array_from(reader: Reader, json: Json) -> Foreign:
    array = reader.read(json)
    if not isinstance(array, pandas().api.extensions.ExtensionArray):
        raise Malformed("not an array of pandas")
    return array


def _read_one(reader: Reader, json: Json) -> Foreign:
    [value] = _array_from(reader, json)
    return value


def _write_dtype(writer: Writer, value: Foreign) -> Json:
    return {"pt": writer.write(sys.modules["pandas"].array([], dtype=value))}


def _read_dtype(reader: Reader, json: Json) -> Foreign:
    return _array_from(reader, json).dtype


def _write_other(writer: Writer, value: Foreign) -> Json:
    name = type(value).__name__
    advice = next((_ARRAY_ADVICE[key] for key in _ARRAY_ADVICE if name.startswith(key)), None)
    raise Unsupported(name, "", advice or "return array.to_numpy()")


def _write_arrow_or_text(writer: Writer, value: Foreign) -> Json:
    is_text = isinstance(value.dtype, sys.modules["pandas"].StringDtype)
    return (_write_texts if is_text else _write_other)(writer, value)


def value_writers(pd: Foreign) -> dict[type, Write]:
    """Return the writers of pandas' arrays, dtypes and single values."""
    arrays = pd.arrays
    missing: dict[type, Write] = {
        type(pd.NaT): lambda _, value: {"p0": "NaT"},
        type(pd.NA): lambda _, value: {"p0": "NA"},
    }
    return missing | {
        pd.Categorical: _write_categorical,
        arrays.IntegerArray: _write_masked,
        arrays.FloatingArray: _write_masked,
        arrays.BooleanArray: _write_masked,
        arrays.DatetimeArray: _write_zoned,
        arrays.TimedeltaArray: lambda writer, value: {"pw": writer.write(value.to_numpy())},
        arrays.NumpyExtensionArray: lambda writer, value: {"pe": writer.write(value.to_numpy())},
        arrays.PeriodArray: _write_periods,
        arrays.IntervalArray: _write_intervals,
        pd.api.extensions.ExtensionArray: _write_arrow_or_text,
        pd.api.extensions.ExtensionDtype: _write_dtype,
        arrays.StringArray: _write_texts,
        pd.Timestamp: _write_moment,
        pd.Timedelta: lambda writer, value: {"ps": [writer.write(value.asm8), None]},
        pd.Period: _write_period,
        pd.Interval: _write_interval,
    }


def _read_missing(reader: Reader, json: Json) -> Foreign:
    pd = pandas()
    return {"NaT": pd.NaT, "NA": pd.NA}[reader.text(json)]


def _read_plain_array(reader: Reader, json: Json) -> Foreign:
    return pandas().arrays.NumpyExtensionArray(array_of(reader, json, kinds="biufcmMSUO"))


readers(
    [
        ("pc", _read_categorical),
        ("pn", _read_masked),
        ("px", _read_texts),
        ("pd", _read_zoned),
        ("pw", lambda reader, json: pandas().array(array_of(reader, json, kinds="m"))),
        ("pe", _read_plain_array),
        ("pp", _read_periods),
        ("pi", _read_intervals),
        ("ps", _read_moment),
        ("p1", _read_one),
        ("pv", _read_interval),
        ("p0", _read_missing),
        ("pt", _read_dtype),
    ]
)
