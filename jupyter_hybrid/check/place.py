"""Where the learner's code runs, seen from the code that checks it.

In a kernel both share a process (`LocalPlace`). In the grading engine a test runs in a process of
its own: there, learners' functions are stand-ins, and the engine installs a place that asks the
learner's process for what cannot be seen from outside.
"""

from __future__ import annotations

import builtins
import contextlib
import inspect
import io
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from types import FunctionType
from typing import Any, Protocol

from jupyter_hybrid.check import plot_facts
from jupyter_hybrid.check.definitions import definition_in
from jupyter_hybrid.check.texts import loaded

MOST_PRINTED = 1_000_000


class InputExhausted(EOFError):  # noqa: N818 (what happened, not that it is an error)
    """Code asked for more input than a check gives it."""


class Place(Protocol):
    """What a check may ask of the process that the learner's code runs in."""

    def facts(self, kind: str) -> object:
        """Return plain facts.

        Parameters
        ----------
        kind
            ``"figures"``: as `plot_facts.figures` returns them.

        Raises
        ------
        ValueError
            If there are no facts of that kind.
        """
        ...

    def printed(
        self,
        function: Callable[..., object],
        args: Sequence[object],
        kwargs: Mapping[str, object],
        inputs: Sequence[str],
    ) -> tuple[object, str]:
        """Call a function and return what it returns and what was printed meanwhile.

        What the learner's process prints counts, whoever calls it: `function` may be the author's
        own and call the learner's. Each call of ``input`` takes one of `inputs`, prints its prompt
        and nothing else. What the function raises is raised.

        Raises
        ------
        InputExhausted
            If it asks for more than `inputs`; any other `EOFError` is understood too.
        """
        ...

    def count_calls(self, name: str, action: Callable[[], object]) -> int:
        """Run an action and return how often the learner's `name` was called meanwhile.

        Calls are counted that look the name up: in the learner's own variables, or, for
        ``module.function``, in the module.

        Raises
        ------
        NameError
            If there is no such name.
        """
        ...

    def source_of(self, name: str) -> str | None:
        """Return the source of a function, a class or an answer cell of the learner's, or None."""
        ...

    def seed(self) -> int | None:
        """Return the seed of this grading, or None."""
        ...


class LocalPlace:
    """The process that this code runs in.

    Parameters
    ----------
    namespace
        The learner's variables; those of IPython or of ``__main__`` if None.
    """

    def __init__(self, namespace: MutableMapping[str, Any] | None = None) -> None:
        self._namespace = namespace

    def facts(self, kind: str) -> object:
        """Return plain facts; see `Place.facts`."""
        if kind != "figures":
            raise ValueError(f"there are no facts of the kind {kind!r}")
        # In a kernel the figure may have been shown and closed before anybody watched.
        is_kernel = self._namespace is None
        return plot_facts.figures(self._variables(), may_search=is_kernel)

    def printed(
        self,
        function: Callable[..., object],
        args: Sequence[object],
        kwargs: Mapping[str, object],
        inputs: Sequence[str],
    ) -> tuple[object, str]:
        """Call a function and return its value and what was printed; see `Place.printed`."""
        written = io.StringIO()
        with contextlib.redirect_stdout(written), _typed(inputs, written):
            value = function(*args, **kwargs)
        return value, written.getvalue()[:MOST_PRINTED]

    def count_calls(self, name: str, action: Callable[[], object]) -> int:
        """Run an action and count the calls of a name; see `Place.count_calls`."""
        n_calls = 0
        first, _, last = name.rpartition(".")
        owner = self._owner(first) if first else None
        variables = self._variables()
        original = getattr(owner, last, None) if first else variables.get(name)
        if original is None:
            original = getattr(builtins, name, None) if not first else None
        if original is None:
            raise NameError(f"there is no `{name}`")

        def counted(*args: Any, **kwargs: Any) -> Any:
            nonlocal n_calls
            n_calls += 1
            return original(*args, **kwargs)

        with _replaced(owner if first else variables, last if first else name, counted):
            action()
        return n_calls

    def _owner(self, path: str) -> Any:
        first, *rest = path.split(".")
        owner = self._variables().get(first) or loaded(first)
        for part in rest:
            owner = getattr(owner, part, None)
        if owner is None:
            raise NameError(f"there is no `{path}`")
        return owner

    def source_of(self, name: str) -> str | None:
        """Return the source of something that the learner defined, or None."""
        found = self._variables().get(name)
        if isinstance(found, (FunctionType, type)):
            with contextlib.suppress(OSError, TypeError):
                return inspect.getsource(found)
        typed = self._variables().get("In")
        return definition_in(reversed(typed), name) if isinstance(typed, list) else None

    def seed(self) -> int | None:
        """Return None: a kernel has no seed."""
        return None

    def _variables(self) -> MutableMapping[str, Any]:
        if self._namespace is not None:
            return self._namespace
        ipython = loaded("IPython")
        shell = ipython.get_ipython() if ipython else None
        variables: dict[str, Any] = shell.user_ns if shell else vars(loaded("__main__"))
        return variables


@contextlib.contextmanager
def _typed(inputs: Sequence[str], written: io.StringIO) -> Iterator[None]:
    left = list(inputs)

    def answer(prompt: object = "", /) -> str:
        written.write(str(prompt))
        if not left:
            raise InputExhausted("no more input is given")
        return left.pop(0)

    with _replaced(builtins, "input", answer):
        yield


@contextlib.contextmanager
def _replaced(owner: Any, name: str, value: object) -> Iterator[None]:
    """Put something else under a name for a while; an owner is an object or a mapping."""
    is_mapping = isinstance(owner, MutableMapping)
    had = name in owner if is_mapping else name in vars(owner)
    before = owner.get(name) if is_mapping else getattr(owner, name, None)
    _put(owner, name, value)
    try:
        yield
    finally:
        if had:
            _put(owner, name, before)
        elif is_mapping:
            owner.pop(name, None)
        else:
            delattr(owner, name)


def _put(owner: Any, name: str, value: object) -> None:
    if isinstance(owner, MutableMapping):
        owner[name] = value
    else:
        setattr(owner, name, value)


_places: list[Place] = [LocalPlace()]


def current() -> Place:
    """Return the place that checks ask."""
    return _places[-1]


def install(place: Place) -> None:
    """Let checks ask another place from here on."""
    _places[:] = [place]
