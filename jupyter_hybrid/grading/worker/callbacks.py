"""Functions of the tests, as the learner's code sees them."""

from typing import Protocol

from jupyter_hybrid.grading.worker.codec_writer import Foreign


class Caller(Protocol):
    """What calls back into the tester."""

    def call_back(
        self, number: int, args: tuple[Foreign, ...], kwargs: dict[str, Foreign]
    ) -> Foreign:
        """Call the tester's function with this number."""


class Callback:
    """A function that lives in the tester's process."""

    __slots__ = ("_caller", "number")

    def __init__(self, number: int, caller: Caller) -> None:
        self.number = number
        self._caller = caller

    def __call__(self, *args: Foreign, **kwargs: Foreign) -> Foreign:
        """Have the tester call it."""
        return self._caller.call_back(self.number, args, kwargs)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Callback) and other.number == self.number

    def __hash__(self) -> int:
        return hash(("Callback", self.number))

    @property
    def __name__(self) -> str:
        return "function_of_the_tests"
