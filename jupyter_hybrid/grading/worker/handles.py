"""Numbers for the learner's objects that do not cross themselves."""

from jupyter_hybrid.grading.worker.callbacks import Callback
from jupyter_hybrid.grading.worker.codec import Malformed, Unsupported
from jupyter_hybrid.grading.worker.codec_writer import Foreign, name_of

MOST_HANDLES = 200_000


class Handles:
    """Objects by number, kept alive until the tester has no more use for them.

    Numbers of the learner's objects are positive, those of the tester's own functions negative.
    """

    def __init__(self) -> None:
        self._objects: dict[int, Foreign] = {}
        self._numbers: dict[int, int] = {}
        self._fresh: list[int] = []
        self._last = 0

    def number(self, value: Foreign, *, is_described: bool = True) -> int:
        """Return the number of `value`, the same one each time; plain data needs no description."""
        if type(value) is Callback:
            return value.number
        known = self._numbers.get(id(value))
        if known is not None:
            return known
        if len(self._objects) >= MOST_HANDLES:
            raise Unsupported(name_of(type(value)), "", "keep fewer objects at a time")
        self._last += 1
        self._objects[self._last] = value
        self._numbers[id(value)] = self._last
        if is_described:
            self._fresh.append(self._last)
        return self._last

    def give(self, value: Foreign) -> list[Foreign]:
        """Return what stands for `value` in a message."""
        return [self.number(value), name_of(type(value)), 0]

    def get(self, number: int) -> Foreign:
        """Return the object with this number."""
        try:
            return self._objects[number]
        except KeyError:
            raise Malformed(f"no object has the number {number}") from None

    def drop(self, number: int) -> None:
        """Forget an object."""
        value = self._objects.pop(number, self)
        if value is not self:
            del self._numbers[id(value)]

    def fresh(self) -> list[int]:
        """Return the numbers given since the last call."""
        fresh, self._fresh = self._fresh, []
        return [number for number in fresh if number in self._objects]
