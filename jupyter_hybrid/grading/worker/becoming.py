"""Changes a value in place into what another one is, so that whoever holds it sees the change."""

import sys
from collections import deque

from jupyter_hybrid.grading.worker.codec_writer import Foreign

_PLAIN = (list, dict, set, bytearray, deque)
DEEPEST = 64
LARGEST_SMALL = 1000


def is_changeable(value: object) -> bool:
    """Return whether `value` is plain data that a function can change under its caller."""
    return isinstance(value, _PLAIN) or _kind(value) != ""


def is_small(value: Foreign) -> bool:
    """Return whether looking through `value` after each question costs next to nothing."""
    size = getattr(value, "size", None)
    if type(size) is int:
        return size <= LARGEST_SMALL
    parts = value.values() if isinstance(value, dict) else value
    if isinstance(value, bytearray) or len(value) > LARGEST_SMALL:
        return len(value) <= LARGEST_SMALL
    inner = (len(each) for each in parts if isinstance(each, (*_PLAIN, tuple, str)))
    return len(value) + sum(inner) <= LARGEST_SMALL


def become(target: Foreign, source: Foreign, *, depth: int = 0) -> bool:
    """Give `target` the content of `source`; return False if it cannot have it.

    Parts of the same kind at the same place are changed in place as well.
    """
    if depth > DEEPEST or not _is_alike(target, source):
        return False
    kind = _kind(target)
    if kind:
        return _become_columns(target, source, kind=kind)
    if isinstance(target, dict):
        merged = {key: _part(target.get(key), item, depth=depth) for key, item in source.items()}
        target.clear()
        target.update(merged)
    elif isinstance(target, set):
        target.clear()
        target.update(source)
    elif isinstance(target, bytearray):
        target[:] = source
    else:
        old = list(target)
        old += [None] * (len(source) - len(old))
        items = [_part(was, item, depth=depth) for was, item in zip(old, source)]  # noqa: B905
        target.clear()
        target.extend(items)
    return True


def _is_alike(target: object, source: object) -> bool:
    return type(target) is type(source) and is_changeable(target)


def _part(was: Foreign, item: Foreign, *, depth: int) -> Foreign:
    return was if _is_alike(was, item) and become(was, item, depth=depth + 1) else item


def _kind(value: object) -> str:
    numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
    if numpy is not None and isinstance(value, numpy.ndarray):
        return "array"
    if pandas is not None and isinstance(value, (pandas.DataFrame, pandas.Series)):
        return "frame"
    return ""


def _become_columns(target: Foreign, source: Foreign, *, kind: str) -> bool:
    if kind == "frame":
        target._update_inplace(source)  # noqa: SLF001  what `inplace=True` does
        return True
    if target.shape != source.shape or target.dtype != source.dtype or not target.flags.writeable:
        return False
    target[...] = source
    return True
