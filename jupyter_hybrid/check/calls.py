"""Checks of what a call does: raises, prints, calls something else, changes its arguments."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Sequence
from typing import Any

from jupyter_hybrid.check.difference import first_difference
from jupyter_hybrid.check.failure import CheckFailed
from jupyter_hybrid.check.place import current
from jupyter_hybrid.check.text_lines import text_difference, without_line_ends
from jupyter_hybrid.check.texts import cut, name_of_type, short


def raises(
    kind: Any,
    function: Callable[..., object],
    *args: object,
    match: str | None = None,
    message: str | None = None,
    **kwargs: object,
) -> BaseException:
    """Check that a call raises an exception, and return it.

    Parameters
    ----------
    kind
        An exception class, the name of one, or a tuple of them.
    match
        Regular expression that must be found in the exception's text.

    Raises
    ------
    CheckFailed
        If nothing is raised, or something else, or with another text.
    """
    kinds = kind if isinstance(kind, tuple) else (kind,)
    wanted = " or ".join(one if isinstance(one, str) else name_of_type(one) for one in kinds)
    try:
        value = function(*args, **kwargs)
    except Exception as raised:  # noqa: BLE001 (which one it may be is asked below)
        error = raised
    else:
        words = f"no exception was raised; {short(value, most=80)} came back"
        raise CheckFailed(words, expected=wanted, got="no exception", message=message)
    got = cut(f"{name_of_type(type(error))}: {error}", most=160)
    if not any(is_error(error, one) for one in kinds):
        raise CheckFailed("another exception", expected=wanted, got=got, message=message)
    if match is not None and not re.search(match, str(error)):
        words = f"the text of the exception does not match {short(match, most=80)}"
        raise CheckFailed(words, expected=wanted, got=got, message=message)
    return error


def is_error(error: BaseException, kind: Any) -> bool:
    """Return whether an exception is of a class, or of one with this name."""
    if isinstance(kind, str):
        return kind in {name_of_type(one) for one in type(error).__mro__}
    return isinstance(error, kind)


def output_of(
    function: Callable[..., object], *args: object, inputs: Sequence[str] = (), **kwargs: object
) -> str:
    """Return what a call prints.

    Parameters
    ----------
    inputs
        What ``input`` gives, in this order.

    Raises
    ------
    CheckFailed
        If more input is asked for than `inputs` has.
    """
    return _printed(function, args, kwargs, inputs)[1]


def _printed(
    function: Callable[..., object],
    args: Sequence[object],
    kwargs: dict[str, object],
    inputs: Sequence[str],
) -> tuple[object, str]:
    try:
        return current().printed(function, args, kwargs, [str(one) for one in inputs])
    except EOFError:
        often = f"more often than {_times(len(inputs))}" if inputs else "although none is given"
        raise CheckFailed(f"it asks for input {often}") from None


def printed(
    function: Callable[..., object],
    *args: object,
    expected: str | None = None,
    contains: str | Sequence[str] = (),
    inputs: Sequence[str] = (),
    strict: bool = False,
    message: str | None = None,
    **kwargs: object,
) -> object:
    """Check what a call prints, and return what it returns.

    Parameters
    ----------
    expected
        The whole text. Spaces at the ends of lines and empty lines at the end do not matter.
    contains
        Parts that must be in the text.
    inputs
        What ``input`` gives, in this order; its prompts are printed, what is typed is not.
    strict
        Whether spaces and line ends at the end matter too.

    Raises
    ------
    CheckFailed
        With the first line and character that differ.
    """
    value, text = _printed(function, args, kwargs, inputs)
    if expected is not None:
        got, wanted = (text, expected) if strict else map(without_line_ends, (text, expected))
        if not got and wanted:
            words = "nothing was printed"
            words += f"; {short(value, most=60)} came back" if value is not None else ""
            raise CheckFailed(words, expected=short(wanted), got="nothing", message=message)
        found = text_difference(got, wanted)
        if found is not None:
            words = f"printed text: {found}"
            raise CheckFailed(words, expected=short(wanted), got=short(got), message=message)
    for part in [contains] if isinstance(contains, str) else contains:
        if part not in text:
            words = f"the printed text does not contain {short(part, most=80)}"
            raise CheckFailed(words, expected=short(part), got=short(text), message=message)
    return value


def calls(
    name: str,
    function: Callable[..., object],
    *args: object,
    at_least: int = 1,
    at_most: int | None = None,
    message: str | None = None,
    **kwargs: object,
) -> int:
    """Check how often a call calls something else, and return the number.

    Parameters
    ----------
    name
        What is called: a function of the learner's, a built-in, or ``module.function``. For a
        function that calls itself the first call does not count.

    Raises
    ------
    CheckFailed
    """
    try:
        n_calls = current().count_calls(name, lambda: function(*args, **kwargs))
    except NameError as error:
        if getattr(error, "name", None) not in (None, name) or name not in str(error):
            raise
        raise CheckFailed(f"there is no `{name}`", message=message) from None
    limit = at_least if n_calls < at_least else at_most
    if n_calls < at_least or (at_most is not None and n_calls > at_most):
        bound = "at least" if n_calls < at_least else "at most"
        words = f"`{name}` is called {_times(n_calls)} instead of {bound} {_times(limit or 0)}"
        raise CheckFailed(words, message=message)
    return n_calls


def _times(n: int) -> str:
    return {0: "0 times", 1: "once", 2: "twice"}.get(n, f"{n} times")


def leaves_unchanged(
    function: Callable[..., object], *args: object, message: str | None = None
) -> object:
    """Check that a call changes none of its arguments, and return what it returns.

    Raises
    ------
    CheckFailed
        With the argument that is different afterwards.
    """
    before = copy.deepcopy(args)
    value = function(*args)
    for index, (one, other) in enumerate(zip(args, before, strict=False)):
        found = first_difference(one, other)
        if found is not None:
            words = f"argument {index + 1} was changed"
            raise CheckFailed(words, expected=short(other), got=short(one), message=message)
    return value
