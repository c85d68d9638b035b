"""Writers and readers of pandas' Series, DataFrame and Index, rebuilt column by column.

What pandas keeps beside the data (``attrs``, ``flags``) does not cross.
"""

import sys

from jupyter_hybrid.grading.worker.codec_errors import Malformed, Unsupported
from jupyter_hybrid.grading.worker.codec_pandas_values import (
    array_of,
    distinct,
    frequency,
    index_of,
    pandas,
    value_writers,
    write_labels,
)
from jupyter_hybrid.grading.worker.codec_reader import Reader, readers
from jupyter_hybrid.grading.worker.codec_writer import (
    LATE,
    SUBCLASS_WRITERS,
    WRITERS,
    Foreign,
    Json,
    Writer,
)

MAX_CHECKED_STEPS = 10_000  # of a calendar frequency, which pandas walks through one by one
_TICKS = ("h", "min", "s", "ms", "us", "ns", "D")


def _write_values(writer: Writer, value: Foreign) -> Json:
    """Write the values of a Series or Index: as NumPy's array if they are one inside."""
    is_numpy = isinstance(value.dtype, sys.modules["numpy"].dtype)
    return writer.write(value.to_numpy() if is_numpy else value.array)


def _read_values(reader: Reader, json: Json, *, length: int | None = None) -> Foreign:
    pd = pandas()
    values = reader.read(json)
    extension = pd.api.extensions.ExtensionArray
    if type(values).__name__ != "ndarray" and not isinstance(values, extension):
        raise Malformed("not an array")
    if values.ndim != 1 or length not in (None, len(values)):
        raise Malformed("not as many values as labels")
    return values


def _write_index(writer: Writer, value: Foreign) -> Json:
    return {"pI": [_write_values(writer, value), _write_name(writer, value), _freq_of(value)]}


def _freq_of(index: Foreign) -> str | None:
    """Return the frequency of dates if it is one that can be checked in a moment."""
    freq = getattr(index, "freq", None)
    if freq is None or hasattr(index, "to_timestamp"):
        return None
    name: str = freq.freqstr
    is_quick = len(index) <= MAX_CHECKED_STEPS or name.lstrip("0123456789") in _TICKS
    return name if is_quick else None


def _read_index(reader: Reader, json: Json) -> Foreign:
    pd = pandas()
    values, name, freq = reader.parts(json, count=3)
    array = _read_values(reader, values)
    index = pd.Index(array, dtype=array.dtype, name=reader.read(name))
    if freq is None:
        return index
    text = frequency(reader, freq)
    if len(index) > MAX_CHECKED_STEPS and text.lstrip("0123456789") not in _TICKS:
        raise Malformed("too many steps of a frequency")
    if not isinstance(index, (pd.DatetimeIndex, pd.TimedeltaIndex)):
        raise Malformed("a frequency without dates")
    return type(index)(index, freq=text)


def _write_name(writer: Writer, value: Foreign) -> Json:
    try:
        return writer.write(value.name)
    except Unsupported as refusal:
        refusal.within(".name", container=value)
        raise


def _write_steps(writer: Writer, value: Foreign) -> Json:
    return {"pr": [value.start, value.stop, value.step, _write_name(writer, value)]}


def _read_steps(reader: Reader, json: Json) -> Foreign:
    start, stop, step, name = map(reader.read, reader.parts(json, count=4))
    if any(type(number) is not int for number in (start, stop, step)):
        raise Malformed("not whole numbers")
    return pandas().RangeIndex(start, stop, step, name=name)


def _write_multi(writer: Writer, value: Foreign) -> Json:
    levels = [write_labels(writer, level.rename(None)) for level in value.levels]
    codes = [writer.write(sys.modules["numpy"].asarray(code)) for code in value.codes]
    return {"pm": [levels, codes, writer.write_all(list(value.names), of=value)]}


def _read_multi(reader: Reader, json: Json) -> Foreign:
    levels, codes, names = reader.parts(json, count=3)
    if type(levels) is not list or type(codes) is not list:
        raise Malformed("not lists")
    reader.count(len(levels) + len(codes))
    return pandas().MultiIndex(
        levels=[distinct(index_of(reader, level)) for level in levels],
        codes=[array_of(reader, code, kinds="i") for code in codes],
        names=reader.read_all(names),
    )


def _write_series(writer: Writer, value: Foreign) -> Json:
    try:
        values = _write_values(writer, value)
    except Unsupported as refusal:
        refusal.within(" (its values)", container=value)
        raise
    return {"pS": [values, _write_part(writer, value.index), _write_name(writer, value)]}


def _write_part(writer: Writer, index: Foreign) -> Json:
    try:
        return writer.write(index)
    except Unsupported as refusal:
        refusal.within(" (its index or column names)", container=index)
        raise


def _read_series(reader: Reader, json: Json) -> Foreign:
    values, labels, name = reader.parts(json, count=3)
    index = index_of(reader, labels)
    array = _read_values(reader, values, length=len(index))
    return pandas().Series(array, index=index, dtype=array.dtype, name=reader.read(name))


def _write_frame(writer: Writer, value: Foreign) -> Json:
    labels = [_write_part(writer, value.index), _write_part(writer, value.columns)]
    dtypes = set(value.dtypes)
    if len(dtypes) == 1 and len(value.columns) > 1:
        [dtype] = dtypes
        if isinstance(dtype, sys.modules["numpy"].dtype) and dtype.kind in "biufc":
            return {"pB": [*labels, writer.write(value.to_numpy())]}
    columns: list[Json] = []
    try:
        for position in range(len(value.columns)):
            columns.append(_write_values(writer, value.iloc[:, position]))  # noqa: PERF401
    except Unsupported as refusal:
        label = value.columns[len(columns)]
        refusal.within(f"column {label!r:.60}", container=value)
        raise
    return {"pF": [*labels, columns]}


def _read_frame(reader: Reader, json: Json) -> Foreign:
    pd = pandas()
    rows, names, arrays = reader.parts(json, count=3)
    index, columns = index_of(reader, rows), index_of(reader, names)
    if type(arrays) is not list or len(arrays) != len(columns):
        raise Malformed("not as many columns as names")
    reader.count(len(arrays))
    frame = pd.DataFrame(
        {
            position: pd.Series(values, index=index, dtype=values.dtype)
            for position, values in enumerate(
                _read_values(reader, array, length=len(index)) for array in arrays
            )
        },
        index=index,
    )
    frame.columns = columns
    return frame


def _read_block(reader: Reader, json: Json) -> Foreign:
    rows, names, block = reader.parts(json, count=3)
    index, columns = index_of(reader, rows), index_of(reader, names)
    values = reader.read(block)
    if type(values).__name__ != "ndarray" or values.shape != (len(index), len(columns)):
        raise Malformed("not as many values as labels")
    return pandas().DataFrame(values, index=index, columns=columns)


def _add_pandas() -> None:
    pd: Foreign = sys.modules.get("pandas")
    frame = getattr(pd, "DataFrame", None)
    if frame is None or frame in WRITERS or not hasattr(pd, "arrays"):
        return
    WRITERS.update(value_writers(pd))
    WRITERS.update(
        {
            frame: _write_frame,
            pd.Series: _write_series,
            pd.Index: _write_index,
            pd.RangeIndex: _write_steps,
            pd.MultiIndex: _write_multi,
        }
    )
    SUBCLASS_WRITERS[frame] = lambda writer, value: _write_frame(writer, pd.DataFrame(value))
    SUBCLASS_WRITERS[pd.Series] = lambda writer, value: _write_series(writer, pd.Series(value))


LATE.append(_add_pandas)
readers(
    [
        ("pI", _read_index),
        ("pr", _read_steps),
        ("pm", _read_multi),
        ("pS", _read_series),
        ("pF", _read_frame),
        ("pB", _read_block),
    ]
)
