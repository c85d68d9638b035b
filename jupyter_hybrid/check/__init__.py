"""Checks for tests cells that say what was expected, what came, and where they differ first.

>>> from jupyter_hybrid import check
>>> check.equal([1, 2, 3], [1, 2, 3])
"""

from jupyter_hybrid.check.against import against
from jupyter_hybrid.check.calls import calls, leaves_unchanged, output_of, printed, raises
from jupyter_hybrid.check.data import array, frame, series
from jupyter_hybrid.check.failure import CheckFailed, fail, true
from jupyter_hybrid.check.inputs import (
    arrays,
    booleans,
    dicts,
    floats,
    integers,
    lists,
    one_of,
    sampled,
    texts,
    tuples,
)
from jupyter_hybrid.check.plots import figure, plot
from jupyter_hybrid.check.source import source
from jupyter_hybrid.check.values import (
    attributes,
    between,
    close,
    contains,
    equal,
    length,
    same_items,
    same_set,
    sorted_by,
    type_of,
)

__all__ = [
    "CheckFailed",
    "against",
    "array",
    "arrays",
    "attributes",
    "between",
    "booleans",
    "calls",
    "close",
    "contains",
    "dicts",
    "equal",
    "fail",
    "figure",
    "floats",
    "frame",
    "integers",
    "leaves_unchanged",
    "length",
    "lists",
    "one_of",
    "output_of",
    "plot",
    "printed",
    "raises",
    "same_items",
    "same_set",
    "sampled",
    "series",
    "sorted_by",
    "source",
    "texts",
    "true",
    "tuples",
    "type_of",
]
