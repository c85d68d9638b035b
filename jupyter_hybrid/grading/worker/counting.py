"""Counts calls of a name, and types what code asks for, in the learner's process."""

import builtins
import contextlib
import importlib
import sys
from collections.abc import Iterator, MutableMapping

from jupyter_hybrid.grading.worker.codec_writer import Foreign

_NONE = object()


class Counting:
    """Names whose calls are counted."""

    def __init__(self) -> None:
        self._counted: dict[str, tuple[Foreign, str, Foreign, list[int]]] = {}

    def begin(self, name: str, *, namespace: MutableMapping[str, Foreign]) -> None:
        """Count calls that look `name` up, in the namespace or, if it is dotted, in its module.

        Raises
        ------
        NameError
            There is no such name.
        """
        path, _, last = name.rpartition(".")
        owner: Foreign = _owner(path, namespace) if path else namespace
        before = namespace.get(name, _NONE) if owner is namespace else vars(owner).get(last, _NONE)
        original = before if before is not _NONE else getattr(builtins, last, None)
        if original is None:
            raise NameError(f"there is no `{name}`")
        n_calls = [0]

        def counted(*args: Foreign, **kwargs: Foreign) -> Foreign:
            n_calls[0] += 1
            return original(*args, **kwargs)

        self._counted[name] = (owner, last, before, n_calls)
        _put(owner, last, counted)

    def end(self, name: str) -> int:
        """Put the name back; return how often it was called."""
        owner, last, before, n_calls = self._counted.pop(name)
        _put(owner, last, before)
        return n_calls[0]


def _owner(path: str, namespace: MutableMapping[str, Foreign]) -> Foreign:
    first, *rest = path.split(".")
    owner = namespace.get(first) or sys.modules.get(first)
    for part in rest:
        owner = getattr(owner, part, None)
    if owner is None:
        raise NameError(f"there is no `{path}`")
    return owner


def _put(owner: Foreign, name: str, value: Foreign) -> None:
    if isinstance(owner, MutableMapping):
        if value is _NONE:
            owner.pop(name, None)
        else:
            owner[name] = value
    elif value is _NONE:
        delattr(owner, name)
    else:
        setattr(owner, name, value)


@contextlib.contextmanager
def typed(lines: list[str] | None) -> Iterator[None]:
    """Answer ``input`` with `lines`, the first one first; leave it as it is if there are none."""
    if lines is None:
        yield
        return
    before = builtins.input

    def answer(prompt: object = "", /) -> str:
        sys.stdout.write(str(prompt))
        if not lines:
            raise EOFError("no more input is given")
        return lines.pop(0)

    builtins.input = answer
    try:
        yield
    finally:
        builtins.input = before


def plot_facts(kind: str, *, namespace: MutableMapping[str, Foreign]) -> object:
    """Return plain facts of the figures that the learner drew."""
    if kind != "figures":
        raise ValueError(f"there are no facts of the kind {kind!r}")
    return importlib.import_module("jupyter_hybrid.check.plot_facts").figures(namespace)
