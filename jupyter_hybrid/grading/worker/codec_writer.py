"""Turns a value into JSON: which writer belongs to which type, and how much may be written.

A writer is looked up by the exact type. Only if there is none, the classes that the type derives
from are tried, and the value is then read by the methods of that class, never by overridden ones.
"""

from collections.abc import Callable, Sequence
from enum import Enum
from math import isfinite
from typing import Any, Protocol, TypeAlias

from jupyter_hybrid.grading.worker.codec_errors import Unsupported

Json: TypeAlias = Any
Foreign: TypeAlias = Any  # a value whose type is known only where it is used

MAX_DEPTH = 64
MAX_ELEMENTS = 2_000_000
MAX_TEXT = 24 * 1024 * 1024
MAX_PLAIN_INT = 2**63
FLOAT_DIGITS = 18  # as JSON, nearly always at most
ESCAPED = 6  # characters of JSON for one that is not ASCII
TOO_LARGE = "return less of it: the first rows, a sum, or a smaller example"
TOO_DEEP = f"return lists inside lists only {MAX_DEPTH} deep"
CYCLE = "it contains itself: return a copy without the circle"

mro_of: Callable[[type], tuple[type, ...]] = type.__dict__["__mro__"].__get__


class Referrer(Protocol):
    """Numbers the objects that stay where they are."""

    def give(self, value: Foreign) -> list[Foreign]:
        """Return number, type name and traits of `value`."""


class Writer:
    """One message while it is written.

    Parameters
    ----------
    handles
        What refers to values that are not data; None if only data may cross.
    """

    __slots__ = ("_depth", "_elements", "_text", "handles")

    def __init__(self, *, handles: Referrer | None) -> None:
        self.handles = handles
        self._depth = 0
        self._elements = MAX_ELEMENTS
        self._text = MAX_TEXT

    def write(self, value: Foreign) -> Json:
        """Return the JSON of one value.

        Raises
        ------
        Unsupported
            If it cannot cross.
        """
        self.count(value, 1)
        try:
            writer = WRITERS[type(value)]
        except (KeyError, TypeError):  # a metaclass may make classes that cannot be looked up
            writer = writer_for(type(value))
        return writer(self, value)

    def write_all(
        self, values: list[Foreign], *, of: Foreign, step: Callable[[int], str] | None = None
    ) -> list[Json]:
        """Return the JSON of the members of a container.

        Parameters
        ----------
        values
            A list of its own: it may be what is returned.
        of
            The container.
        step
            Says for a position how a learner would write the way to that member.
        """
        if self._depth >= MAX_DEPTH:
            raise Unsupported(name_of(type(of)), "", TOO_DEEP)
        if self._is_plain(values, of):
            return values
        self._depth += 1
        written: list[Json] = []
        write, append = self.write, written.append
        try:
            for value in values:
                append(write(value))
        except Unsupported as refusal:
            position = len(written)
            shown = step(position) if step else f"[{position}]"
            if refusal.within(shown, container=of) and refusal.advice is TOO_DEEP:
                refusal.advice = CYCLE
            raise
        self._depth -= 1
        return written

    def _is_plain(self, values: list[Foreign], of: Foreign) -> bool:
        """Whether all members are JSON as they are; told for one kind of members at a time."""
        is_plain = False
        kind = type(values[0]) if values else type(None)
        if not all(type(value) is kind for value in values):
            return False
        if kind is int:
            low, high = min(values), max(values)
            is_plain = low >= -MAX_PLAIN_INT and high < MAX_PLAIN_INT
            if is_plain:
                self.count_text(of, len(values) * max(len(str(low)), len(str(high))))
        elif kind is float:
            is_plain = all(map(isfinite, values))
            self.count_text(of, len(values) * FLOAT_DIGITS)
        elif kind is str:
            joined = "".join(values)
            is_plain = joined.isascii()
            if is_plain:
                self.count_text(of, len(joined))
        else:
            is_plain = kind is bool or kind is type(None)
        if is_plain:
            self.count(of, len(values))
        return is_plain

    def count(self, value: Foreign, elements: int) -> None:
        """Take `elements` from what may still be written."""
        self._elements -= elements
        if self._elements < 0:
            raise Unsupported(name_of(type(value)), "", TOO_LARGE)

    def count_text(self, value: Foreign, characters: int) -> None:
        """Take `characters` from the text that may still be written."""
        self._text -= characters
        if self._text < 0:
            raise Unsupported(name_of(type(value)), "", TOO_LARGE)


Write: TypeAlias = Callable[[Writer, Foreign], Json]

WRITERS: dict[type, Write] = {}
SUBCLASS_WRITERS: dict[type, Write] = {}  # where a subclass needs to be read in another way
LATE: list[Callable[[], None]] = []  # each adds the writers of a library that is loaded meanwhile


def writer_for(cls: type) -> Write:
    """Return the writer of a type that has none of its own: a base class's, or a reference."""
    for add in LATE:
        add()
    bases = mro_of(cls)
    if any(base is Enum for base in bases):
        return write_reference
    found = WRITERS.get(cls) if type.__hash__ is type(cls).__hash__ else None
    for base in bases if found is None else ():
        if type(base).__hash__ is type.__hash__:
            found = found or SUBCLASS_WRITERS.get(base) or WRITERS.get(base)
    return found or write_reference


def write_reference(writer: Writer, value: Foreign) -> Json:
    """Write what stands for a value that is not data."""
    if writer.handles is None:
        raise Unsupported(name_of(type(value)), "", advice_for(type(value)))
    return {"h": writer.handles.give(value)}


def name_of(cls: type) -> str:
    """Return a type's name, whatever its metaclass says; at most 200 characters."""
    name: str = type.__dict__["__qualname__"].__get__(cls)
    return str.__str__(name)[:200]


_ONE_BY_ONE = frozenset(
    ("generator", "map", "filter", "zip", "enumerate", "reversed", "dict_keys", "dict_values",
     "dict_items", "list_iterator", "async_generator", "odict_keys", "odict_values", "odict_items")
)  # fmt: skip
_CALLED: Sequence[str] = ("function", "builtin_function_or_method", "method", "partial", "type")


def advice_for(cls: type) -> str:
    """Return what to return instead of a value of this type."""
    name = name_of(cls)
    if name in _ONE_BY_ONE:
        return "return a list of its values: list(...)"
    if name == "coroutine":
        return "return what it gives: await it first"
    if name in _CALLED:
        return "return what it gives when it is called"
    return "return numbers, text, lists, dicts, NumPy arrays or pandas tables made from it"
