"""Classes and functions of Python and NumPy that are the same in both processes: sent by name.

The list is closed: nothing in it reads a file, runs text, or gives a way to other objects.
"""

import builtins
import importlib
import math
import operator
import sys
from types import BuiltinFunctionType

from jupyter_hybrid.grading.worker.codec_errors import Malformed
from jupyter_hybrid.grading.worker.codec_writer import Foreign, Json, Writer, write_reference

_BUILTINS = (
    "abs all any ascii bin bool bytearray bytes chr complex dict divmod enumerate filter float"
    " frozenset hash hex int isinstance issubclass len list map max min object oct ord pow range"
    " repr reversed round set slice sorted str sum tuple type zip"
)


def _names() -> dict[str, Foreign]:
    names = {name: getattr(builtins, name) for name in _BUILTINS.split()}
    names |= {
        name: value
        for name, value in vars(builtins).items()
        if isinstance(value, type) and issubclass(value, BaseException)
    }
    names["NoneType"] = type(None)
    for module in (math, operator):
        names |= {
            f"{module.__name__}.{name}": value
            for name, value in vars(module).items()
            if type(value) is BuiltinFunctionType and not name.startswith("_")
        }
    return names


NAMES = _names()
_BY_ID = {id(value): name for name, value in NAMES.items()}
_numpy_by_id: dict[int, str] = {}
_numpy: dict[str, Foreign] = {}


def write_callable(writer: Writer, value: Foreign) -> Json:
    """Write a class or function by its name if both processes have it, else a reference."""
    name = _BY_ID.get(id(value))
    if name is None and "numpy" in sys.modules:
        learn_numpy(sys.modules["numpy"])
        name = _numpy_by_id.get(id(value))
    return write_reference(writer, value) if name is None else {"y": name}


def named(name: str) -> Foreign:
    """Return the class or function of this name.

    Raises
    ------
    Malformed
        If it is not in the list.
    """
    if name.startswith("numpy."):
        learn_numpy(importlib.import_module("numpy"))
    value = NAMES.get(name) or _numpy.get(name)
    if value is None:
        raise Malformed("an unknown name")
    return value


def learn_numpy(numpy: Foreign) -> None:
    """Add NumPy's scalar types and its functions that work element by element."""
    if _numpy or not hasattr(numpy, "ufunc"):
        return
    for name, value in vars(numpy).items():
        is_kind = isinstance(value, type) and issubclass(value, numpy.generic)
        if is_kind or type(value) is numpy.ufunc or value is numpy.ndarray:
            _numpy[f"numpy.{name}"] = value
            _numpy_by_id[id(value)] = f"numpy.{name}"
