"""System calls that Python has no function for; a refusal becomes an OSError."""

import ctypes
import os
from collections.abc import Callable
from functools import cache

PR_SET_PDEATHSIG = 1
PR_GET_DUMPABLE = 3
PR_SET_DUMPABLE = 4
PR_CAPBSET_DROP = 24
PR_SET_SECUREBITS = 28
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4

LANDLOCK_ADD_RULE, LANDLOCK_PATH_BENEATH = 445, 1

Argument = int | bytes | ctypes.Array[ctypes.c_char] | None


@cache
def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def call(name: str, *arguments: Argument) -> int:
    """Return what the C library's function answers.

    Parameters
    ----------
    name
        of the function.
    arguments
        whole numbers as the machine's long, bytes as a pointer to them, None as a null pointer.

    Raises
    ------
    OSError
        when it answers -1; the words name the function.
    """
    function = getattr(_library(), name)
    answer = int(function(*[_as_c(argument) for argument in arguments]))
    return _checked(answer, name)


def system_call(number: int, *arguments: Argument, words: str) -> int:
    """Return what the system call answers; `words` says in the error what was asked."""
    try:
        return call("syscall", number, *arguments)
    except OSError as error:
        raise OSError(error.errno, f"{words}: {os.strerror(error.errno or 0)}") from None


def control(option: int, *values: int) -> int:
    """Return what prctl answers to an option and up to four values."""
    filled = (*values, 0, 0, 0, 0)[:4]
    return _checked(_prctl()(option, *filled), "prctl")


def add_landlock_rule(ruleset: int, rule: bytes) -> None:
    """Add one packed rule for a path; hundreds of them must not take milliseconds."""
    _checked(_add_rule()(LANDLOCK_ADD_RULE, ruleset, LANDLOCK_PATH_BENEATH, rule, 0), "landlock")


@cache
def _prctl() -> Callable[..., int]:
    return _typed("prctl", *[ctypes.c_long] * 5)


@cache
def _add_rule() -> Callable[..., int]:
    return _typed(
        "syscall", ctypes.c_long, ctypes.c_long, ctypes.c_long, ctypes.c_char_p, ctypes.c_long
    )


def _typed(name: str, *types: type) -> Callable[..., int]:
    # By index, a function of its own that others do not share the types of.
    function = _library()[name]
    function.argtypes = types
    return function


def _checked(answer: int, name: str) -> int:
    if answer == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
    return answer


def _as_c(argument: Argument) -> object:
    return ctypes.c_long(argument) if isinstance(argument, int) else argument
