"""Stand-ins in the tester for objects that stay in the learner's process."""

import builtins
import weakref
from collections.abc import Callable

from jupyter_hybrid.grading.worker.codec import Malformed
from jupyter_hybrid.grading.worker.codec_writer import Foreign
from jupyter_hybrid.grading.worker.remote_access import number_of
from jupyter_hybrid.grading.worker.remote_classes import (
    RemoteClass,
    RemoteInstance,
    new_class,
    new_instance,
)
from jupyter_hybrid.grading.worker.remote_exceptions import exception_of
from jupyter_hybrid.grading.worker.remote_kinds import (
    RemoteCoroutine,
    RemoteFunction,
    RemoteGenerator,
    RemoteIterator,
)

MOST_CLASSES = 5_000


class RemoteObjects:
    """The stand-ins, each the same one for as long as a test holds it.

    Attributes
    ----------
    named
        Numbers of the learner's classes that tests call by name: only their instances may say how
        they compare with, or add to, the tests' own values.
    """

    def __init__(self, asks: Foreign) -> None:
        self.asks = asks
        self.named: set[int] = set()
        self._described: dict[int, dict[str, Foreign]] = {}
        self._classes: dict[int, Foreign] = {}
        self._alive: weakref.WeakValueDictionary[int, Foreign] = weakref.WeakValueDictionary()
        self._kept: dict[int, Foreign] = {}
        self._dropped: list[int] = []

    def learn(self, described: dict[int, dict[str, Foreign]]) -> None:
        """Take descriptions of objects that come to be known."""
        if any(not isinstance(about.get("kind"), str) for about in described.values()):
            raise ValueError("no kind")
        self._described.update(described)

    def number_of(self, value: object) -> int | None:
        """Return the number of the object that `value` stands for, or None."""
        return number_of(value)

    def dropped(self) -> list[int]:
        """Return numbers that no test can use any more."""
        dropped, self._dropped = self._dropped, []
        gone = [number for number in set(dropped) if number not in self._alive]
        for number in gone:
            self._described.pop(number, None)
        return gone

    def stand_in(self, number: int) -> Foreign:
        """Return the stand-in for the learner's object with this number."""
        if number in self._classes:
            return self._classes[number]
        found = self._alive.get(number, self._kept.get(number))
        if found is None:
            found = self._make(number)
            if number not in self._classes:
                self._keep(number, found)
        return found

    def _keep(self, number: int, found: Foreign) -> None:
        try:
            self._alive[number] = found
        except TypeError:  # a built-in exception
            self._kept[number] = found
            return
        weakref.finalize(found, self._dropped.append, number).atexit = False

    def exception(self, raised: dict[str, Foreign]) -> BaseException:
        """Return what to raise for what the learner's code raised."""
        return exception_of(raised, objects=self)

    def about(self, number: int) -> dict[str, Foreign]:
        """Return the description of an object."""
        try:
            return self._described[number]
        except KeyError:
            raise Malformed(f"object {number} was never described") from None

    def class_of(self, number: Foreign) -> Foreign:
        """Return the stand-in for a class."""
        if not isinstance(number, int):
            raise Malformed("a class has no number")
        if number not in self._classes:
            if self.about(number).get("kind") != "class":
                raise Malformed("not a class")
            self._classes[number] = self._make_class(number)
        return self._classes[number]

    def _make(self, number: int) -> Foreign:
        about = self.about(number)
        kind = about["kind"]
        if kind == "class":
            return self.class_of(number)
        make = _MAKERS.get(kind)
        if make is not None:
            return make(self.asks, number, about)
        cls = self.class_of(about.get("class"))
        if kind == "exception" and issubclass(cls, BaseException):
            return self.exception({**about.get("raised", {}), "h": number})
        is_ours = isinstance(cls, RemoteClass) and issubclass(cls, RemoteInstance)
        return new_instance(cls if is_ours else RemoteInstance, asks=self.asks, number=number)

    def _make_class(self, number: int) -> Foreign:
        about = self.about(number)
        if about.get("module") == "builtins":
            known = getattr(builtins, str(about.get("name")), None)
            if isinstance(known, type):
                return known
        if len(self._classes) > MOST_CLASSES:
            raise Malformed("too many classes")
        self._classes[number] = None  # a class that is its own base ends here
        bases = [self._base(each) for each in about.get("bases", [])][:50]
        return new_class(about, number=number, objects=self, bases=bases)

    def _base(self, base: Foreign) -> Foreign:
        if isinstance(base, str):
            return getattr(builtins, base, object)
        found = self.class_of(base)
        if found is None:
            raise Malformed("a class is its own base")
        return found


_MAKERS: dict[str, Callable[..., Foreign]] = {
    "function": RemoteFunction,
    "generator": RemoteGenerator,
    "iterator": RemoteIterator,
    "coroutine": RemoteCoroutine,
}
