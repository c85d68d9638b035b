"""Keeps tests from reading files of the learner's that would run code when they are read."""

import inspect
import pickle
import shelve  # noqa: F401  takes long; `refuse` runs in each fork and changes it
import sys
from collections.abc import Callable

from jupyter_hybrid.grading.worker.codec import Unsupported
from jupyter_hybrid.grading.worker.codec_writer import Foreign
from jupyter_hybrid.grading.worker.remote_access import number_of

ADVICE = "tests do not read pickles: they can run code; read CSV or JSON instead"
_READERS = (
    ("pickle", ("load", "loads", "Unpickler", "_load", "_loads", "_Unpickler")),
    ("_pickle", ("load", "loads", "Unpickler")),
    ("pandas", ("read_pickle",)),
    ("joblib", ("load",)),
    ("dill", ("load", "loads", "Unpickler")),
    ("cloudpickle", ("load", "loads")),
    ("torch", ("load",)),
    ("shelve", ("open", "Shelf", "DbfilenameShelf")),
)


def refuse() -> None:
    """Take away everything that unpickles, in modules that are imported or will be."""
    for module, names in _READERS:
        place = sys.modules.get(module)
        for name in names:
            if place is not None and hasattr(place, name):
                setattr(place, name, refusal(f"{module}.{name}"))
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.load = _plain_load(numpy.load)  # type: ignore[attr-defined]


def refusal(name: str) -> type:
    """Return what stands where `name` was; a class, as libraries derive from some of them."""

    class Refused(pickle.Pickler):
        """Says why it is not there."""

        def __init__(self, *_: Foreign, **__: Foreign) -> None:
            raise Unsupported(f"pickle ({name})", "", ADVICE)

    return Refused


def _plain_load(load: Callable[..., Foreign]) -> Callable[..., Foreign]:
    def plain_load(*args: Foreign, **kwargs: Foreign) -> Foreign:
        if kwargs.get("allow_pickle") or (len(args) > 2 and args[2]):  # noqa: PLR2004
            raise Unsupported("pickle (numpy.load)", "", ADVICE)
        return load(*args, **kwargs)

    return plain_load


def show_sources(source_of: Callable[[str], str | None]) -> None:
    """Let ``inspect.getsource`` find the learner's functions and classes by their names."""
    original = inspect.getsource

    def getsource(thing: Foreign) -> str:
        if number_of(thing) is None:
            return original(thing)
        source = source_of(str(thing.__name__))
        if source is None:
            raise OSError("could not get source code")
        return source

    inspect.getsource = getsource  # type: ignore[assignment]
