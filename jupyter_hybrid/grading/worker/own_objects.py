"""The tests' own functions that the learner's code was given."""

from jupyter_hybrid.grading.worker.codec import Malformed, Unsupported
from jupyter_hybrid.grading.worker.codec_writer import Foreign


class OwnObjects:
    """Numbers for functions that live in the tester: negative, the same for the same function."""

    def __init__(self) -> None:
        self._objects: dict[int, Foreign] = {}
        self._numbers: dict[int, int] = {}

    def number(self, value: Foreign) -> int:
        """Return the number of a function.

        Raises
        ------
        Unsupported
            `value` cannot be called: the learner's code could do nothing with it.
        """
        if not callable(value):
            advice = "give the answer plain values or functions"
            raise Unsupported(type(value).__name__, "", advice)
        known = self._numbers.get(id(value))
        if known is None:
            known = self._numbers[id(value)] = -1 - len(self._objects)
            self._objects[known] = value
        return known

    def get(self, number: Foreign) -> Foreign:
        """Return the function with this number."""
        try:
            return self._objects[number]
        except (KeyError, TypeError):
            raise Malformed(f"no function of the tests has the number {number!r}") from None
