"""Numbers for objects that stay where they are while only their number is sent."""

from enum import IntFlag

from jupyter_hybrid.grading.worker.codec_errors import Malformed, Unsupported
from jupyter_hybrid.grading.worker.codec_writer import Foreign, mro_of, name_of

MAX_HANDLES = 200_000


class Trait(IntFlag):
    """What can be done with an object, so that its stand-in can do it too."""

    CALLABLE = 1
    SIZED = 2
    ITERABLE = 4
    CLASS = 8
    AWAITABLE = 16


class HandleTable:
    """Objects by number; kept alive, so that a number always means the same object."""

    def __init__(self) -> None:
        self._objects: list[Foreign] = []
        self._numbers: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._objects)

    def number(self, value: Foreign) -> int:
        """Return the number of an object, the same one each time.

        Raises
        ------
        Unsupported
            If there are more objects than the table keeps.
        """
        number = self._numbers.get(id(value))
        if number is None:
            if len(self._objects) >= MAX_HANDLES:
                raise Unsupported(name_of(type(value)), "", "return fewer objects at a time")
            number = len(self._objects)
            self._objects.append(value)
            self._numbers[id(value)] = number
        return number

    def give(self, value: Foreign) -> list[Foreign]:
        """Return number, type name and traits: what a message says of an object."""
        return [self.number(value), name_of(type(value)), int(traits_of(value))]

    def get(self, number: int) -> Foreign:
        """Return the object with this number.

        Raises
        ------
        Malformed
            If there is none.
        """
        if not 0 <= number < len(self._objects):
            raise Malformed("no object has this number")
        return self._objects[number]


_METHODS = (("__len__", Trait.SIZED), ("__iter__", Trait.ITERABLE), ("__await__", Trait.AWAITABLE))


def traits_of(value: Foreign) -> Trait:
    """Return what can be done with an object, told by its type without asking the object."""
    bases = mro_of(type(value))
    traits = Trait.CALLABLE if callable(value) else Trait(0)
    if type in bases:
        traits |= Trait.CLASS
    for method, trait in _METHODS:
        if any(base.__dict__.get(method) is not None for base in bases):
            traits |= trait
    return traits
