"""Exceptions that the learner's code raised, as exceptions that tests can catch."""

import builtins
import sys

from jupyter_hybrid.grading.worker.codec import decode
from jupyter_hybrid.grading.worker.codec_writer import Foreign
from jupyter_hybrid.grading.worker.remote_classes import RemoteClass

_STEPS = frozenset({"next", "batch", "send", "anext"})
_STEPPING_METHODS = frozenset({"__next__", "__anext__", "send", "throw", "asend", "athrow"})


# What a test runner raises to have a test skipped or stopped is not the answer's to raise.
_NOT_THEIRS = frozenset({"__main__", "jupyter_hybrid", "unittest", "_pytest", "pytest", "doctest"})


def exception_of(raised: dict[str, Foreign], *, objects: Foreign) -> BaseException:
    """Return the exception to raise: of the learner's own class, a library's or a built-in one.

    Parameters
    ----------
    raised
        ``classes`` by name, the class itself first; ``text``; ``args`` as data or None; ``class``,
        the number of the learner's own class; ``h``, the number of the exception.
    """
    text = str(raised.get("text", ""))
    args = _arguments(raised.get("args"))
    number = raised.get("h")
    names = [str(name) for name in raised.get("classes", [])][:50]
    if isinstance(raised.get("class"), int) and _found(names[:1]) is None:
        kind = objects.class_of(raised["class"])
        if isinstance(kind, RemoteClass) and issubclass(kind, BaseException):
            return _marked(_bare(kind, args, text), objects=objects, number=number)
    kind = _found(names) or Exception
    error: Foreign = None
    try:
        error = kind(*args) if args is not None else kind(text)
        is_same = str(error) == text
    except Exception:  # noqa: BLE001  constructors want what nobody knows here
        is_same = False
    if not is_same:
        worded = type(kind.__name__, (kind,), {"__str__": lambda _: text})
        error = worded.__new__(worded, *(args if args is not None else [text]))
    return _marked(error, objects=objects, number=number)


def _bare(kind: Foreign, args: list[Foreign] | None, text: str) -> BaseException:
    error: BaseException = BaseException.__new__(kind, *(args if args is not None else [text]))
    if str(error) != text:
        error.args = (text,)
    return error


def _marked(error: BaseException, *, objects: Foreign, number: Foreign) -> BaseException:
    error.__dict__["_jh_is_learners"] = True
    error.__dict__["_jh_asks"] = objects.asks
    if type(number) is int:
        error.__dict__["_jh_number"] = number
    return error


def is_learners(error: BaseException) -> bool:
    """Return whether the learner's code raised it."""
    return error.__dict__.get("_jh_is_learners") is True


def _arguments(sent: Foreign) -> list[Foreign] | None:
    if not isinstance(sent, list) or len(sent) > 20:  # noqa: PLR2004
        return None
    return [decode(each, resolve=lambda _: None) for each in sent]


def _found(names: list[str]) -> type[BaseException] | None:
    """Return the first class that exists here: built in, or of a library that tests imported."""
    for name in names:
        module, _, own = name.rpartition(".")
        place = builtins if not module else sys.modules.get(module)
        if place is None or module.partition(".")[0] in _NOT_THEIRS:
            continue
        found = vars(place).get(own)
        if isinstance(found, type) and issubclass(found, BaseException):
            return found
    return None


def without_stop(
    problem: BaseException | None, *, question: dict[str, Foreign]
) -> BaseException | None:
    """Return what to raise: only a step of an iterator may say that it is over.

    Anything else that says so would end a loop of the tests as if there was nothing more to test.
    """
    if not isinstance(problem, StopIteration | StopAsyncIteration) or _is_step(question):
        return problem
    told = RuntimeError(f"the answer raised {type(problem).__name__}")
    told.__dict__["_jh_is_learners"] = True
    return told


def _is_step(question: dict[str, Foreign]) -> bool:
    if question["op"] == "call_method":
        return str(question["args"][1]) in _STEPPING_METHODS
    return question["op"] in _STEPS
