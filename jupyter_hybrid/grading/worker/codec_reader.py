"""Turns JSON into a value. The JSON may come from a hostile process: nothing of it is believed."""

import time
from collections.abc import Callable, Iterable
from typing import TypeAlias

from jupyter_hybrid.grading.worker.codec_errors import Malformed
from jupyter_hybrid.grading.worker.codec_writer import (
    MAX_DEPTH,
    MAX_ELEMENTS,
    MAX_TEXT,
    Foreign,
    Json,
)

MAX_LEVELS = 2 * MAX_DEPTH  # a table is several levels of JSON
MAX_HASHING_S = 1.0  # of processor time: two million honest keys need a fifth
HASHED_AT_ONCE = 16  # small enough that even colliding keys take well under a second

Resolve: TypeAlias = Callable[[dict[str, Json]], Foreign]


class Reader:
    """One message while it is read.

    Parameters
    ----------
    resolve
        Returns what stands for a reference; called with its JSON.
    """

    __slots__ = ("_elements", "_hashing_s", "_levels", "_text", "classes_left", "resolve")

    def __init__(self, *, resolve: Resolve) -> None:
        self.resolve = resolve
        self.classes_left = 64
        self._levels = 0
        self._elements = MAX_ELEMENTS
        self._text = MAX_TEXT
        self._hashing_s = MAX_HASHING_S

    def read(self, json: Json) -> Foreign:
        """Return the value that the JSON describes.

        Raises
        ------
        Malformed
            Or any other exception, if it describes none.
        """
        kind = type(json)
        if kind is str:
            return self.text(json)
        if kind is list:
            return self.read_all(json)
        self.count(1)
        if json is None or kind is bool or kind is int or kind is float:
            return json
        if kind is not dict or len(json) != 1:
            raise Malformed("neither a value nor a tagged value")
        [(tag, payload)] = json.items()
        read = READERS.get(tag)
        if read is None:
            raise Malformed("an unknown tag")
        with _Level(self):
            return read(self, payload)

    def read_all(self, json: Json) -> list[Foreign]:
        """Return the values of an array, in a list of its own."""
        if type(json) is not list:
            raise Malformed("not an array")
        self.count(1 + len(json))
        kinds = set(map(type, json))
        if kinds <= _PLAIN:
            return json[:]
        if kinds == {str}:
            self.count_text(sum(map(len, json)))
            return json[:]
        with _Level(self):
            return [self.read(value) for value in json]

    def count(self, elements: int) -> None:
        """Take `elements` from what may still be read."""
        self._elements -= elements
        if self._elements < 0:
            raise Malformed("too many elements")

    def count_text(self, characters: int) -> None:
        """Take `characters` from the text that may still be read."""
        self._text -= characters
        if self._text < 0:
            raise Malformed("too much text")

    def text(self, json: Json) -> str:
        """Return a text."""
        if type(json) is not str:
            raise Malformed("not a text")
        self.count(1)
        self.count_text(len(json))
        return json

    def parts(self, json: Json, *, count: int) -> list[Json]:
        """Return the parts of an array of exactly `count`, unread."""
        if type(json) is not list or len(json) != count:
            raise Malformed(f"not an array of {count}")
        self.count(count)
        return json

    def hashed(self, keys: list[Foreign], *, add: Callable[[slice], None]) -> None:
        """Put keys into a set or dict, a few at a time: keys made to collide take forever.

        Parameters
        ----------
        keys
            All of them.
        add
            Adds those in a slice.

        Raises
        ------
        Malformed
            If they collide so often that somebody must have made them for it.
        TypeError
            If one cannot be hashed.
        """
        is_small = len(keys) <= HASHED_AT_ONCE and set(map(type, keys)) <= _QUICK_KEYS
        for start in range(0, len(keys), HASHED_AT_ONCE):
            part = slice(start, start + HASHED_AT_ONCE)
            if is_small:
                add(part)
                continue
            began = time.thread_time()
            add(part)
            self._hashing_s -= time.thread_time() - began
            if self._hashing_s < 0:
                raise Malformed("keys that collide")

    def set_of(self, json: Json) -> set[Foreign]:
        """Return a set of the values of an array."""
        members = self.read_all(json)
        found: set[Foreign] = set()
        self.hashed(members, add=lambda part: found.update(members[part]))
        if len(found) != len(members):
            raise Malformed("members that are equal")
        return found

    def pairs(self, json: Json) -> dict[Foreign, Foreign]:
        """Return a dict of an array of keys and values in turn."""
        flat = self.read_all(json)
        keys, values = flat[::2], flat[1::2]
        if len(keys) != len(values):
            raise Malformed("a key without a value")
        found: dict[Foreign, Foreign] = {}
        self.hashed(keys, add=lambda part: found.update(zip(keys[part], values[part], strict=True)))
        if len(found) != len(keys):
            raise Malformed("keys that are equal")
        return found


class _Level:
    """One step down, refused where the message is too deep."""

    __slots__ = ("_reader",)

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __enter__(self) -> None:
        self._reader._levels += 1  # noqa: SLF001  a part of the reader
        if self._reader._levels > MAX_LEVELS:  # noqa: SLF001
            raise Malformed("too deep")

    def __exit__(self, *_: object) -> None:
        self._reader._levels -= 1  # noqa: SLF001


Read: TypeAlias = Callable[[Reader, Json], Foreign]

READERS: dict[str, Read] = {}
_PLAIN = frozenset((bool, int, float, type(None)))
_QUICK_KEYS = frozenset((bool, int, float, str, type(None)))


def whole(json: Json, *, low: int, high: int) -> int:
    """Return a whole number from `low` to `high`."""
    if type(json) is not int or not low <= json <= high:
        raise Malformed("not a whole number in its range")
    return json


def readers(table: Iterable[tuple[str, Read]]) -> None:
    """Add readers; a tag belongs to one of them."""
    for tag, read in table:
        if tag in READERS:
            raise KeyError(tag)
        READERS[tag] = read
