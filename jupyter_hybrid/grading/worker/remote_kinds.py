"""Stand-ins for the learner's functions, generators and coroutines."""

import collections.abc
import inspect
import types

from jupyter_hybrid.grading.worker.codec_writer import Foreign
from jupyter_hybrid.grading.worker.remote_access import asks_of, attribute, set_attribute

ONE_BY_ONE = 16
MOST_AT_ONCE = 256
MOST_ITEMS = 1_000_000


class _StandIn:
    """What functions, generators and coroutines have in common."""

    def __init__(self, asks: Foreign, number: int, about: dict[str, Foreign]) -> None:
        put = object.__setattr__
        put(self, "_jh_asks", asks)
        put(self, "_jh_number", number)
        put(self, "_jh_about", about)

    def __getattr__(self, name: str) -> Foreign:
        if name == "__qualname__":
            return getattr(self, "__name__", "")
        return attribute(self, name)

    def __setattr__(self, name: str, value: Foreign) -> None:
        set_attribute(self, name, value)

    def __repr__(self) -> str:
        return str(asks_of(self).ask("repr", self))


class RemoteFunction(_StandIn):
    """A function of the learner's."""

    __module__ = "__main__"

    def __call__(self, *args: Foreign, **kwargs: Foreign) -> Foreign:
        """Call it in the learner's process."""
        return asks_of(self).ask("call", self, *args, **kwargs)

    @property  # type: ignore[misc]
    def __class__(self) -> Foreign:
        return types.FunctionType

    @property
    def __name__(self) -> str:
        return str(self._jh_about.get("name", "function"))

    @property
    def __doc__(self) -> Foreign:  # type: ignore[override]
        return self._jh_about.get("doc")

    @property
    def __dict__(self) -> Foreign:  # type: ignore[override]
        return asks_of(self).ask("vars", self)

    @property
    def __signature__(self) -> inspect.Signature:
        found = []
        empty = inspect.Parameter.empty
        for name, kind, has_default, default, annotation in asks_of(self).ask("signature", self):
            found.append(
                inspect.Parameter(
                    name,
                    inspect._ParameterKind(kind),  # noqa: SLF001
                    default=default if has_default else empty,
                    annotation=empty if annotation is None else annotation,
                )
            )
        return inspect.Signature(found)


class RemoteIterator(_StandIn):
    """An iterator of the learner's; after some values it is read ahead in growing portions."""

    def __init__(self, asks: Foreign, number: int, about: dict[str, Foreign]) -> None:
        super().__init__(asks, number, about)
        object.__setattr__(self, "_jh_ahead", collections.deque())
        object.__setattr__(self, "_jh_taken", 0)
        object.__setattr__(self, "_jh_is_over", False)

    def __iter__(self) -> "RemoteIterator":
        return self

    def __next__(self) -> Foreign:
        ahead = self._jh_ahead
        if not ahead and not self._jh_is_over:
            self._read()
        if not ahead:
            raise StopIteration
        return ahead.popleft()

    def _read(self) -> None:
        taken = self._jh_taken
        if taken > MOST_ITEMS:
            raise RuntimeError(f"it gave more than {MOST_ITEMS} values")
        count = 1 if taken < ONE_BY_ONE else min(taken, MOST_AT_ONCE)
        values, end = asks_of(self).ask("batch", self, count)
        self._jh_ahead.extend(values)
        object.__setattr__(self, "_jh_taken", taken + len(values))
        object.__setattr__(self, "_jh_is_over", end == "end")


class RemoteGenerator(RemoteIterator):
    """A generator of the learner's."""

    def send(self, value: Foreign) -> Foreign:
        """Send a value to where the generator waits."""
        return asks_of(self).ask("send", self, value)

    def close(self) -> None:
        """End the generator."""
        asks_of(self).ask("close", self)

    @property  # type: ignore[misc]
    def __class__(self) -> Foreign:
        return types.GeneratorType


class RemoteCoroutine(_StandIn, collections.abc.Coroutine[Foreign, Foreign, Foreign]):
    """What an ``async def`` of the learner's gives; awaited in the learner's process."""

    def __await__(self) -> Foreign:
        yield from ()
        return asks_of(self).ask("await", self)

    def send(self, value: Foreign) -> Foreign:
        """Run it to its end."""
        del value
        raise StopIteration(asks_of(self).ask("await", self))

    def throw(self, kind: Foreign, value: Foreign = None, traceback: Foreign = None) -> Foreign:
        """Raise in it; it has not begun, so nothing in it sees that."""
        del traceback
        raise value if value is not None else kind

    def close(self) -> None:
        """Forget it."""
        asks_of(self).ask("close", self)
