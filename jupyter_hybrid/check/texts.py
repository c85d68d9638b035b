"""Short texts of values for learners.

A value may come from a learner's code: its `repr` may raise, be huge or lie. It is asked only
where nothing else is known of the value, and what it raises is caught.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from types import BuiltinFunctionType, FunctionType
from typing import Any

SHORT = 120
_MOST_ITEMS = 12
_MOST_DEEP = 4
_MOST_BITS = 2000
_MOST_ELEMENTS = 1000

_WORDS = {
    "NoneType": "None",
    "int": "a whole number",
    "str": "a text",
    "dict": "a dictionary",
    "ndarray": "an array",
    "DataFrame": "a table",
    "function": "a function",
    "bool": "a truth value",
}


def cut(text: str, *, most: int = SHORT) -> str:
    """Return `text`, shortened with an ellipsis if it is longer than `most` characters."""
    return text if len(text) <= most else text[: most - 1] + "…"


def loaded(name: str) -> Any:
    """Return a module if somebody has imported it, else None."""
    return sys.modules.get(name)


def is_array(value: object) -> bool:
    """Return whether a value is a NumPy array; never imports NumPy."""
    numpy = loaded("numpy")
    return numpy is not None and isinstance(value, numpy.ndarray)


def is_pandas(value: object, *kinds: str) -> bool:
    """Return whether a value is of one of the named pandas classes; never imports pandas."""
    pandas = loaded("pandas")
    return pandas is not None and any(isinstance(value, getattr(pandas, kind)) for kind in kinds)


def plain(value: object) -> object:
    """Return a NumPy scalar as the Python value that it stands for, anything else as it is."""
    numpy = loaded("numpy")
    if numpy is None or not isinstance(value, numpy.generic):
        return value
    as_python: object = value.item()
    return value if isinstance(as_python, numpy.generic) else as_python


def name_of_type(kind: object) -> str:
    """Return the name of a class, or of what stands for one."""
    name = getattr(kind, "__name__", None)
    return cut(name, most=60) if type(name) is str else "object"


def kind_of(value: object) -> str:
    """Return what a value is in words, for example ``a list``."""
    name = name_of_type(type(value))
    if name in _WORDS:
        return _WORDS[name]
    return f"{'an' if name[:1].lower() in 'aeio' else 'a'} {name}"


def short(value: object, *, most: int = SHORT) -> str:
    """Return a text of a value on one line with at most `most` characters.

    Examples
    --------
    >>> short([1, 2.5, "three"])
    "[1, 2.5, 'three']"
    >>> len(short("x" * 1000))
    120
    """
    return cut(_text(value, depth=0), most=most)


def listing(values: Iterable[object], *, most: int = 5) -> str:
    """Return some values for a sentence: ``'a', 'b', and 3 more``."""
    every = list(values)
    shown = ", ".join(short(value, most=40) for value in every[:most])
    return shown if len(every) <= most else f"{shown}, and {len(every) - most} more"


def counted(n: int, word: str) -> str:
    """Return a number with its noun: ``1 row``, ``2 rows``."""
    return f"{n} {word}" if n == 1 else f"{n} {word}s"


def _text(value: object, *, depth: int) -> str:
    value = plain(value)
    write = _WRITERS.get(type(value))
    if write is not None:
        return "…" if depth > _MOST_DEEP else write(value, depth)
    if is_pandas(value, "DataFrame", "Series") or is_array(value):
        return _shape(value)
    return _guarded(value)


def _guarded(value: object) -> str:
    kind = type(value)
    if kind.__repr__ is object.__repr__:
        return f"{name_of_type(kind)} object"
    if isinstance(value, (type, FunctionType, BuiltinFunctionType)):
        return name_of_type(value)
    try:
        text = repr(value)
    except Exception:  # noqa: BLE001 (whatever a learner's repr raises, the check must go on)
        return f"{name_of_type(kind)} object"
    return " ".join(str(text[: 4 * SHORT]).split())


def _shape(value: Any) -> str:
    if is_pandas(value, "DataFrame"):
        return f"a table of {counted(len(value), 'row')} with the columns {listing(value.columns)}"
    numpy = loaded("numpy")
    if is_pandas(value, "Series"):
        return f"a Series of {counted(len(value), 'value')}: {short(value.tolist(), most=80)}"
    if value.size > _MOST_ELEMENTS:
        return f"an array of shape {value.shape}"
    return " ".join(numpy.array2string(value, threshold=20, edgeitems=3, separator=", ").split())


def _integer(value: Any, _depth: int) -> str:
    bits = int.bit_length(value)
    return int.__repr__(value) if bits <= _MOST_BITS else f"a whole number of {bits} bits"


def _string(value: Any, _depth: int) -> str:
    return repr(value[: 2 * SHORT])


def _items(opening: str, closing: str) -> Callable[[Any, int], str]:
    def write(value: Any, depth: int) -> str:
        inside = [_text(one, depth=depth + 1) for one in islice(value, _MOST_ITEMS)]
        inside += ["…"] * (len(value) > _MOST_ITEMS)
        comma = "," if opening == "(" and len(value) == 1 else ""
        return opening + ", ".join(inside) + comma + closing

    return write


def _set(value: Any, depth: int) -> str:
    if not value:
        return "set()"
    try:
        return _items("{", "}")(sorted(value), depth)
    except TypeError:
        return _items("{", "}")(value, depth)


def _mapping(value: Mapping[object, object], depth: int) -> str:
    pairs = islice(value.items(), _MOST_ITEMS)
    inside = [f"{_text(k, depth=depth + 1)}: {_text(v, depth=depth + 1)}" for k, v in pairs]
    inside += ["…"] * (len(value) > _MOST_ITEMS)
    return "{" + ", ".join(inside) + "}"


_WRITERS: dict[type, Callable[[Any, int], str]] = {
    bool: lambda value, _: repr(value),
    int: _integer,
    float: lambda value, _: float.__repr__(value),
    str: _string,
    bytes: _string,
    bytearray: _string,
    list: _items("[", "]"),
    tuple: _items("(", ")"),
    set: _set,
    frozenset: _set,
    dict: _mapping,
}
