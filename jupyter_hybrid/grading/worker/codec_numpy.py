"""Writers and readers of NumPy's arrays, scalars and dtypes: their raw bytes, checked.

NumPy is used when writing only if the program has imported it, when reading for its own tags.
"""

import importlib
import math
import re
import sys
from functools import lru_cache

from jupyter_hybrid.grading.worker.codec_errors import Malformed, Unsupported
from jupyter_hybrid.grading.worker.codec_names import write_callable
from jupyter_hybrid.grading.worker.codec_plain import from_base64, to_base64
from jupyter_hybrid.grading.worker.codec_reader import Reader, readers, whole
from jupyter_hybrid.grading.worker.codec_writer import (
    LATE,
    MAX_ELEMENTS,
    MAX_TEXT,
    TOO_LARGE,
    WRITERS,
    Foreign,
    Json,
    Writer,
    name_of,
)

MAX_CODE_POINT = 0x10FFFF
MAX_DIMENSIONS = 32
MAX_COUNT = MAX_TEXT  # of elements: each takes a byte at least
_DTYPE = re.compile(
    r"[<>|](b1|[iu][1248]|f(2|4|8|12|16)|c(8|16|24|32)|[SU][0-9]{1,7}"
    r"|[mM]8(\[([1-9][0-9]{0,5})?(Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as)\])?)"
)
_DTYPE_ADVICE = {
    "V": "return a dict with one array for each field, or a pandas DataFrame",
    "T": "return array.astype(str)",
}


def numpy() -> Foreign:
    """Return the module."""
    return importlib.import_module("numpy")


def write_dtype(value: Foreign) -> str:
    """Return a dtype as text.

    Raises
    ------
    Unsupported
        If its bytes mean nothing in another process.
    """
    text: str = value.str
    if not _DTYPE.fullmatch(text):
        advice = _DTYPE_ADVICE.get(value.kind, "return an array of another dtype")
        raise Unsupported(f"array of dtype {value.name!s:.60}", "", advice)
    return text


@lru_cache(maxsize=256)
def _dtype(text: str) -> Foreign:
    if not _DTYPE.fullmatch(text):
        raise Malformed("an unknown dtype")
    return numpy().dtype(text)


def _write_array(writer: Writer, value: Foreign) -> Json:
    np = sys.modules["numpy"]
    array = np.ndarray.view(value, np.ndarray)
    if array.dtype.kind == "O":
        writer.count(value, 0 if array.size <= MAX_ELEMENTS else array.size)
        members = array.ravel().tolist()
        places = array.shape

        def step(position: int) -> str:
            return str([int(part) for part in np.unravel_index(position, places)])

        return {"ao": [list(array.shape), writer.write_all(members, of=value, step=step)]}
    dtype = write_dtype(array.dtype)
    if array.nbytes > MAX_TEXT or array.size > MAX_COUNT:
        raise Unsupported(name_of(type(value)), "", TOO_LARGE)
    return {"a": [dtype, list(array.shape), to_base64(writer, array.tobytes())]}


def _shape(reader: Reader, json: Json) -> tuple[int, ...]:
    if type(json) is not list or len(json) > MAX_DIMENSIONS:
        raise Malformed("not a shape")
    reader.count(len(json))
    shape = tuple(whole(size, low=0, high=MAX_COUNT) for size in json)
    if math.prod(shape) > MAX_COUNT:
        raise Malformed("too large an array")
    return shape


def _read_array(reader: Reader, json: Json) -> Foreign:
    text, shape, data = reader.parts(json, count=3)
    return _array(_dtype(reader.text(text)), _shape(reader, shape), from_base64(reader, data))


def _array(dtype: Foreign, shape: tuple[int, ...], data: bytes) -> Foreign:
    np = numpy()
    if len(data) != math.prod(shape) * dtype.itemsize:
        raise Malformed("not as many bytes as the shape says")
    if not data:
        return np.empty(shape, dtype)
    flat = np.frombuffer(data, dtype)
    # NumPy itself trusts these bytes: a third truth value, and letters that Python cannot hold.
    if dtype.kind == "b" and flat.view("u1").max() > 1:
        raise Malformed("not a truth value")
    if dtype.kind == "U" and flat.view(dtype.byteorder.replace("|", "=") + "u4").max() > (
        MAX_CODE_POINT
    ):
        raise Malformed("not a letter")
    return flat.reshape(shape).copy()


def _read_object_array(reader: Reader, json: Json) -> Foreign:
    shape, members = reader.parts(json, count=2)
    sizes = _shape(reader, shape)
    values = reader.read_all(members)
    if len(values) != math.prod(sizes):
        raise Malformed("not as many members as the shape says")
    array = numpy().empty(len(values), object)
    for position, value in enumerate(values):
        array[position] = value
    return array.reshape(sizes)


def _write_scalar(writer: Writer, value: Foreign) -> Json:
    np = sys.modules["numpy"]
    if isinstance(value, np.str_):
        return {"gs": writer.write(str.__str__(value))}
    if isinstance(value, np.bytes_):
        return {"gb": to_base64(writer, bytes.__getitem__(value, slice(None)))}
    array = np.asarray(value)
    return {"g": [write_dtype(array.dtype), to_base64(writer, array.tobytes())]}


def _read_scalar(reader: Reader, json: Json) -> Foreign:
    text, data = reader.parts(json, count=2)
    dtype = _dtype(reader.text(text))
    if dtype.kind in "US":
        raise Malformed("a text scalar as bytes")
    return _array(dtype, (1,), from_base64(reader, data))[0]


def _read_text_scalar(reader: Reader, json: Json) -> Foreign:
    text = reader.read(json)
    if type(text) is not str:
        raise Malformed("not a text")
    return numpy().str_(text)


def _write_masked(writer: Writer, value: Foreign) -> Json:
    np = sys.modules["numpy"]
    mask = np.ma.getmaskarray(value)
    return {"am": [_write_array(writer, np.ma.getdata(value)), _write_array(writer, mask)]}


def _read_masked(reader: Reader, json: Json) -> Foreign:
    np = numpy()
    data, mask = (reader.read(part) for part in reader.parts(json, count=2))
    if type(data) is not np.ndarray or type(mask) is not np.ndarray or data.shape != mask.shape:
        raise Malformed("not an array and its mask")
    return np.ma.MaskedArray(data, mask=mask)


def _read_dtype(reader: Reader, json: Json) -> Foreign:
    text = reader.text(json)
    return numpy().dtype(object) if text == "|O" else _dtype(text)


def _add_numpy() -> None:
    np: Foreign = sys.modules.get("numpy")
    generic = getattr(np, "generic", None)
    if generic is None or generic in WRITERS or not hasattr(np, "ma"):
        return
    WRITERS.update(
        {
            np.ndarray: _write_array,
            generic: _write_scalar,
            np.ma.MaskedArray: _write_masked,
            np.dtype: lambda _, value: {
                "ad": "|O" if value.kind == "O" and value.names is None else write_dtype(value)
            },
            np.ufunc: write_callable,
        }
    )
    for kind in set(np.sctypeDict.values()):
        WRITERS.setdefault(kind, _write_scalar)


LATE.append(_add_numpy)
readers(
    [
        ("a", _read_array),
        ("ao", _read_object_array),
        ("am", _read_masked),
        ("ad", _read_dtype),
        ("g", _read_scalar),
        ("gs", _read_text_scalar),
        ("gb", lambda reader, json: numpy().bytes_(from_base64(reader, json))),
    ]
)
