"""Writers and readers of Python's own values and containers."""

import binascii
import re
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from collections.abc import Iterable
from math import inf, isfinite
from types import ModuleType, NoneType

from jupyter_hybrid.grading.worker.codec_errors import Malformed, Unsupported
from jupyter_hybrid.grading.worker.codec_names import NAMES, named, write_callable
from jupyter_hybrid.grading.worker.codec_reader import Reader, readers, whole
from jupyter_hybrid.grading.worker.codec_writer import (
    ESCAPED,
    MAX_PLAIN_INT,
    MAX_TEXT,
    SUBCLASS_WRITERS,
    TOO_LARGE,
    WRITERS,
    Foreign,
    Json,
    Write,
    Writer,
    mro_of,
    name_of,
    write_reference,
)

MAX_HEX_DIGITS = 1_000_000
MAX_NAME = 200
MAX_FIELDS = 255
MAX_CLASSES_KEPT = 1000
MAX_NUMBER = 2**31
_SURROGATE = re.compile("[\ud800-\udfff]")
_HEX = re.compile(r"-?[0-9a-f]+")
_NOT_FINITE = {"nan": "nan", "inf": "inf", "-inf": "-inf"}
_FACTORIES = (int, float, str, bool, list, dict, set, tuple)


def write_int(writer: Writer, value: int) -> Json:
    """Write a whole number of any size."""
    if -MAX_PLAIN_INT <= value < MAX_PLAIN_INT:
        return value
    if value.bit_length() > 4 * MAX_HEX_DIGITS - 4:
        raise Unsupported("int", "", "return a smaller number, or the number of its digits")
    digits = f"{value:x}"
    writer.count_text(value, len(digits))
    return {"i": digits}


def read_int(reader: Reader, json: Json) -> int:
    """Read a whole number written in hexadecimal digits."""
    digits = reader.text(json)
    if len(digits) > MAX_HEX_DIGITS or not _HEX.fullmatch(digits):
        raise Malformed("not a hexadecimal number")
    return int(digits, 16)


def write_float(writer: Writer, value: float) -> Json:
    """Write a number; JSON has none for infinity and NaN."""
    if isfinite(value):
        return value
    return {"f": "inf" if value == inf else "-inf" if value == -inf else "nan"}


def write_str(writer: Writer, value: str) -> Json:
    """Write a text, even one with halves of surrogate pairs, which JSON would join."""
    if value.isascii():
        writer.count_text(value, len(value))
        return value
    if not _SURROGATE.search(value):
        writer.count_text(value, ESCAPED * len(value))
        return value
    return {"s": to_base64(writer, value.encode("utf-8", "surrogatepass"))}


def to_base64(writer: Writer, data: bytes | bytearray | memoryview) -> str:
    """Return bytes as text."""
    if len(data) > MAX_TEXT:
        raise Unsupported("bytes", "", TOO_LARGE)
    text = binascii.b2a_base64(data, newline=False).decode("ascii")
    writer.count_text(data, len(text))
    return text


def from_base64(reader: Reader, json: Json) -> bytes:
    """Return what `to_base64` was given."""
    return binascii.a2b_base64(reader.text(json))


def _write_pairs(writer: Writer, value: Foreign, items: Iterable[tuple[Foreign, Foreign]]) -> Json:
    flat = [part for item in items for part in item]

    def step(position: int) -> str:
        key = flat[position - position % 2]
        return f"[{key!r:.60}]" if type(key) in (str, int, float, bool) else "[a key]"

    return writer.write_all(flat, of=value, step=step)


def _some(position: int) -> str:
    return " (one of its members)"


def _write_tuple(writer: Writer, value: Foreign) -> Json:
    members = list(tuple.__iter__(value))
    fields = _fields_of(type(value))
    if fields is None:
        return {"t": writer.write_all(members, of=value)}
    steps = [f".{field}" for field in fields]
    written = writer.write_all(members, of=value, step=steps.__getitem__)
    return {"n": [name_of(type(value)), list(fields), written]}


def _fields_of(cls: type) -> tuple[str, ...] | None:
    """Return a namedtuple's fields; None for other tuples."""
    for base in mro_of(cls):
        fields = base.__dict__.get("_fields")
        if type(fields) is tuple and "_make" in base.__dict__:
            return fields
    return None


_new_class: Foreign = namedtuple


def _read_namedtuple(reader: Reader, json: Json) -> Foreign:
    name, fields, values = reader.parts(json, count=3)
    texts = tuple(map(reader.text, fields if type(fields) is list else ()))
    if len(texts) > MAX_FIELDS or any(len(text) > MAX_NAME for text in (reader.text(name), *texts)):
        raise Malformed("too many or too long fields")
    made: Foreign = _classes.get((name, texts))
    if made is None:
        reader.classes_left -= 1
        if reader.classes_left < 0:
            raise Malformed("too many kinds of namedtuples")
        # Only plain identifiers survive `rename`, so that nothing else reaches namedtuple's eval.
        made = _new_class(name, texts, rename=True, module="__main__")
        if made._fields != texts:
            raise Malformed("fields that are no names")
        if len(_classes) < MAX_CLASSES_KEPT:
            _classes[name, texts] = made
    return made._make(reader.read_all(values))


_classes: dict[tuple[str, tuple[str, ...]], Foreign] = {}


def _write_defaultdict(writer: Writer, value: Foreign) -> Json:
    factory = defaultdict.__dict__["default_factory"].__get__(value)
    name = next((known.__name__ for known in _FACTORIES if known is factory), None)
    return {"dd": [name, _write_pairs(writer, value, dict.items(value))]}


def _read_defaultdict(reader: Reader, json: Json) -> Foreign:
    name, pairs = reader.parts(json, count=2)
    factory = next((known for known in _FACTORIES if known.__name__ == name), None)
    if name is not None and factory is None:
        raise Malformed("an unknown factory")
    return defaultdict(factory, reader.pairs(pairs))


def _read_counter(reader: Reader, json: Json) -> Foreign:
    counter: Counter[Foreign] = Counter()
    dict.update(counter, reader.pairs(json))  # its own would count the pairs
    return counter


def _write_deque(writer: Writer, value: Foreign) -> Json:
    longest = deque.__dict__["maxlen"].__get__(value)
    return {"dq": [longest, writer.write_all(list(deque.__iter__(value)), of=value)]}


def _read_deque(reader: Reader, json: Json) -> Foreign:
    longest, members = reader.parts(json, count=2)
    if longest is not None:
        whole(longest, low=0, high=2**62)
    return deque(reader.read_all(members), maxlen=longest)


def _read_complex(reader: Reader, json: Json) -> complex:
    real, imaginary = reader.read_all(reader.parts(json, count=2))
    if type(real) is not float or type(imaginary) is not float:
        raise Malformed("not two numbers")
    return complex(real, imaginary)


def _read_range(reader: Reader, json: Json) -> range:
    return range(*_whole_numbers(reader, json))


def _whole_numbers(reader: Reader, json: Json) -> list[int]:
    numbers = reader.read_all(reader.parts(json, count=3))
    if any(type(number) is not int for number in numbers):
        raise Malformed("not whole numbers")
    return numbers


def _read_constant(reader: Reader, json: Json) -> Foreign:
    return ...


def _read_float(reader: Reader, json: Json) -> float:
    return float(_NOT_FINITE[reader.text(json)])  # a NaN of its own: two are two keys


def _read_handle(reader: Reader, json: Json) -> Foreign:
    number, name, traits = reader.parts(json, count=3)
    whole(number, low=-MAX_NUMBER, high=MAX_NUMBER)
    whole(traits, low=0, high=255)
    if len(reader.text(name)) > MAX_NAME:
        raise Malformed("too long a name")
    return reader.resolve({"h": json})


def _read_module(reader: Reader, json: Json) -> Foreign:
    if len(reader.text(json)) > MAX_NAME:
        raise Malformed("too long a name")
    return reader.resolve({"m": json})


def _write_module(writer: Writer, value: Foreign) -> Json:
    name = _module_parts(value).get("__name__")
    if writer.handles is None or not isinstance(name, str):
        return write_reference(writer, value)
    return {"m": str.__str__(name)[:MAX_NAME]}


def _parts(cls: type, *names: str) -> tuple[Foreign, ...]:
    return tuple(cls.__dict__[name].__get__ for name in names)


_module_parts: Foreign = _parts(ModuleType, "__dict__")[0]
_real, _imaginary = _parts(complex, "real", "imag")
_range = _parts(range, "start", "stop", "step")
_slice = _parts(slice, "start", "stop", "step")


def _write_complex(writer: Writer, value: Foreign) -> Json:
    return {"c": writer.write_all([_real(value), _imaginary(value)], of=value)}


WRITERS.update(
    {
        NoneType: lambda _, value: value,
        bool: lambda _, value: value,
        int: write_int,
        float: write_float,
        str: write_str,
        complex: _write_complex,
        bytes: lambda writer, value: {"b": to_base64(writer, value)},
        bytearray: lambda writer, value: {"B": to_base64(writer, value)},
        list: lambda writer, value: writer.write_all(list.copy(value), of=value),
        tuple: _write_tuple,
        set: lambda writer, value: {
            "S": writer.write_all(list(set.__iter__(value)), of=value, step=_some)
        },
        frozenset: lambda writer, value: {
            "F": writer.write_all(list(frozenset.__iter__(value)), of=value, step=_some)
        },
        dict: lambda writer, value: {"d": _write_pairs(writer, value, dict.items(value))},
        OrderedDict: lambda writer, value: {
            "od": _write_pairs(writer, value, OrderedDict.items(value))
        },
        Counter: lambda writer, value: {"dc": _write_pairs(writer, value, dict.items(value))},
        defaultdict: _write_defaultdict,
        deque: _write_deque,
        range: lambda writer, value: {
            "R": writer.write_all([part(value) for part in _range], of=value)
        },
        slice: lambda writer, value: {
            "L": writer.write_all([part(value) for part in _slice], of=value)
        },
        type(...): lambda _, value: {"e": 0},
        ModuleType: _write_module,
        **dict.fromkeys(set(map(type, NAMES.values())), write_callable),
    }
)


def _base(read: Foreign, write: Write) -> Write:
    return lambda writer, value: write(writer, read(value))


SUBCLASS_WRITERS.update(
    {
        int: _base(int.__int__, write_int),
        float: _base(float.__float__, write_float),
        str: _base(str.__str__, write_str),
        bytes: _base(lambda value: bytes.__getitem__(value, slice(None)), WRITERS[bytes]),
        bytearray: _base(
            lambda value: bytearray.__getitem__(value, slice(None)), WRITERS[bytearray]
        ),
        type: write_reference,  # classes with a metaclass
        ModuleType: write_reference,
    }
)
readers(
    [
        ("i", read_int),
        ("f", _read_float),
        ("s", lambda reader, json: from_base64(reader, json).decode("utf-8", "surrogatepass")),
        ("c", _read_complex),
        ("b", from_base64),
        ("B", lambda reader, json: bytearray(from_base64(reader, json))),
        ("t", lambda reader, json: tuple(reader.read_all(json))),
        ("n", _read_namedtuple),
        ("S", lambda reader, json: reader.set_of(json)),
        ("F", lambda reader, json: frozenset(reader.set_of(json))),
        ("d", lambda reader, json: reader.pairs(json)),
        ("od", lambda reader, json: OrderedDict(reader.pairs(json))),
        ("dc", _read_counter),
        ("dd", _read_defaultdict),
        ("dq", _read_deque),
        ("R", _read_range),
        ("L", lambda reader, json: slice(*reader.read_all(reader.parts(json, count=3)))),
        ("e", _read_constant),
        ("y", lambda reader, json: named(reader.text(json))),
        ("h", _read_handle),
        ("m", _read_module),
    ]
)
