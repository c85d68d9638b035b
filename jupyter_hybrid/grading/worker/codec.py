"""Values as JSON between the learner's process and the test's: data only, types kept exactly.

What crosses is rebuilt from numbers and texts. Nothing is unpickled, no code of the other side runs
and nothing that a message names is imported, so that a value can lie only by being another value.

===== ================================== ====== =========================================
Tag   Value                              Tag    Value
===== ================================== ====== =========================================
none  None, bool, int, float, str, list  i f s  big int, inf and NaN, str with surrogates
c     complex                            b B    bytes, bytearray
t n   tuple, namedtuple                  S F    set, frozenset
d od  dict, OrderedDict                  dc dd  Counter, defaultdict
dq    deque                              R L e  range, slice, Ellipsis
y     class or function of Python        h m    reference to an object, to a module
===== ================================== ====== =========================================

Dates, exact numbers, arrays and tables have their tags in the modules beside this one.
"""

import importlib
import sys

import jupyter_hybrid.grading.worker.codec_numpy
import jupyter_hybrid.grading.worker.codec_pandas
import jupyter_hybrid.grading.worker.codec_plain  # noqa: F401  it registers its types
from jupyter_hybrid.grading.worker.codec_dates import zone_names
from jupyter_hybrid.grading.worker.codec_errors import Malformed, Unsupported
from jupyter_hybrid.grading.worker.codec_handles import HandleTable, Trait, traits_of
from jupyter_hybrid.grading.worker.codec_reader import Reader, Resolve
from jupyter_hybrid.grading.worker.codec_writer import LATE, Foreign, Json, Referrer, Writer

__all__ = [
    "HandleTable",
    "Json",
    "Malformed",
    "Referrer",
    "Trait",
    "Unsupported",
    "decode",
    "encode",
    "traits_of",
    "warm",
]


def encode(value: Foreign, *, handles: Referrer | None) -> Json:
    """Return a value as JSON.

    Parameters
    ----------
    value
        Any object.
    handles
        Numbers the functions, classes and other objects that are not data; None refuses them.

    Raises
    ------
    Unsupported
        If the value, or one inside it, cannot cross; says which, where, and what to return instead.
    """
    return Writer(handles=handles).write(value)


def decode(json: Json, *, resolve: Resolve) -> Foreign:
    """Return the value that JSON from another process describes.

    Parameters
    ----------
    json
        Anything that ``json.loads`` gives.
    resolve
        Returns what stands for a reference: ``{"h": [number, type name, traits]}`` for an object,
        ``{"m": name}`` for a module.

    Raises
    ------
    Malformed
        If it describes no value; also if it takes too much time or memory.
    """
    try:
        return Reader(resolve=resolve).read(json)
    except Malformed:
        raise
    except Exception as error:  # noqa: BLE001  libraries refuse bad data in too many ways to list
        raise Malformed(f"refused with {type(error).__name__}") from None


def warm() -> None:
    """Do once what costs milliseconds: in a process from which others are forked."""
    for add in LATE:
        add()
    zone_names()
    if "pandas" in sys.modules:
        importlib.import_module("pandas.tseries.frequencies")
