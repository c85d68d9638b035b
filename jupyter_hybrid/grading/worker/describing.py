"""What the tester is told of a learner's object that does not cross itself."""

import contextlib
import functools
import types

from jupyter_hybrid.grading.worker.callbacks import Callback
from jupyter_hybrid.grading.worker.codec import encode
from jupyter_hybrid.grading.worker.codec_writer import Foreign
from jupyter_hybrid.grading.worker.handles import Handles

LONGEST_DOC = 20_000
LONGEST_TEXT = 4000
OWN = "_jh_own"  # marks an exception that comes from a function of the tests
_FUNCTIONS = (
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    types.MethodDescriptorType,
    types.WrapperDescriptorType,
    type(functools.lru_cache(len)),
)
_KINDS: tuple[tuple[Foreign, str], ...] = (
    (type, "class"),
    (_FUNCTIONS, "function"),
    (types.GeneratorType, "generator"),
    (types.CoroutineType, "coroutine"),
    (BaseException, "exception"),
)


def describe(value: Foreign, *, handles: Handles) -> dict[str, Foreign]:
    """Return kind, name, class and special methods; what is named for the first time is numbered.

    Learners may describe their objects as they like: nothing here decides about points.
    """
    if type(value) is Callback:
        return {"kind": "instance", "class": None}
    kind = next((kind for types_, kind in _KINDS if isinstance(value, types_)), "instance")
    if kind == "instance" and _is_iterator(type(value)):
        kind = "iterator"
    if kind == "class":
        return _class(value, handles=handles)
    about: dict[str, Foreign] = {"kind": kind}
    if kind == "function":
        about["name"] = str(getattr(value, "__name__", "function"))
        about["doc"] = _text(getattr(value, "__doc__", None))
        about["is_async"] = bool(getattr(getattr(value, "__code__", None), "co_flags", 0) & 0x80)
    elif kind in {"instance", "exception"}:
        about["class"] = handles.number(type(value))
    if kind == "exception":
        about["raised"] = describe_raised(value, handles=handles, is_numbered=False)
    return about


def describe_raised(
    raised: BaseException, *, handles: Handles, is_numbered: bool = True
) -> dict[str, Foreign]:
    """Return classes by name, text, arguments and, for a class of the learner's, the number."""
    text = "it raised an exception whose text cannot be read"
    args: Foreign = None
    with contextlib.suppress(BaseException):
        text = str(raised)[:LONGEST_TEXT]
    with contextlib.suppress(BaseException):
        args = [encode(each, handles=None) for each in raised.args]
    classes = type(raised).__mro__[:-1]
    about: dict[str, Foreign] = {"classes": [_full_name(each) for each in classes]}
    about |= {"text": text, "args": args}
    own = getattr(raised, OWN, None)
    if isinstance(own, int):
        about["own"] = own
    if type(raised).__module__ != "builtins":
        about["class"] = handles.number(type(raised))
        if is_numbered:
            about["h"] = handles.number(raised)
    return about


def _full_name(kind: type) -> str:
    module = kind.__module__
    return kind.__qualname__ if module == "builtins" else f"{module}.{kind.__qualname__}"


def _class(value: type, *, handles: Handles) -> dict[str, Foreign]:
    defined: set[str] = set()
    for each in value.__mro__[:-1]:
        defined.update(name for name, what in vars(each).items() if _is_special(name, what))
    return {
        "kind": "class",
        "name": str(value.__name__),
        "module": str(value.__module__),
        "doc": _text(value.__doc__),
        "is_unhashable": value.__hash__ is None,
        "bases": [_base(each, handles=handles) for each in value.__bases__],
        "specials": sorted(defined),
        "methods": sorted(_methods(value)),
    }


def _methods(value: type) -> set[str]:
    """Return the names that are sure to give methods, so that nobody needs to ask first."""
    found: dict[str, bool] = {}
    for each in reversed(value.__mro__[:-1]):
        for name, what in vars(each).items():
            found[name] = isinstance(what, types.FunctionType) and name[:2] != "__"
    return {name for name, is_method in found.items() if is_method}


def _is_iterator(kind: type) -> bool:
    is_plain = kind.__module__ == "builtins" and not hasattr(kind, "__await__")
    return is_plain and hasattr(kind, "__next__")


def _is_special(name: str, what: object) -> bool:
    return name.startswith("__") and name.endswith("__") and what is not None


def _base(base: type, *, handles: Handles) -> Foreign:
    if base.__module__ == "builtins":
        return base.__name__
    return handles.number(base)


def _text(doc: object) -> str | None:
    return doc[:LONGEST_DOC] if isinstance(doc, str) else None
