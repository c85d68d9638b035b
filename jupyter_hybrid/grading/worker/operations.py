"""What the tester may ask for: calls, attributes, items and operators."""

import asyncio
import builtins
import copy
import inspect
import operator
from collections.abc import Callable
from types import MethodType
from typing import Protocol

from jupyter_hybrid.grading.worker.codec_writer import Foreign
from jupyter_hybrid.grading.worker.counting import Counting, plot_facts

MISSING = object()
MOST_AT_ONCE = 256

BINARY = (
    "add",
    "sub",
    "mul",
    "truediv",
    "floordiv",
    "mod",
    "pow",
    "matmul",
    "and",
    "or",
    "xor",
    "lshift",
    "rshift",
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
)
UNARY: dict[str, Callable[..., Foreign]] = {
    "neg": operator.neg,
    "pos": operator.pos,
    "invert": operator.invert,
    "abs": abs,
    "bool": bool,
    "len": len,
    "str": str,
    "repr": repr,
    "hash": hash,
    "int": int,
    "float": float,
    "complex": complex,
    "index": operator.index,
    "iter": iter,
    "reversed": reversed,
    "next": next,
    "dir": dir,
    "round": round,
    "floor": lambda value: value.__floor__(),
    "ceil": lambda value: value.__ceil__(),
    "trunc": lambda value: value.__trunc__(),
    "fspath": lambda value: value.__fspath__(),
    "aiter": lambda value: value.__aiter__(),
    "anext": lambda value: value.__anext__(),
    "aenter": lambda value: value.__aenter__(),
    "enter": lambda value: value.__enter__(),
}


class Server(Protocol):
    """Who answers."""

    counting: Counting

    def namespace(self) -> dict[str, Foreign]:
        """Return what the learner's cells define."""

    def type_from(self, lines: list[str] | None) -> None:
        """Answer `input` with these lines from the next question on."""

    def run_async(self, awaitable: Foreign) -> Foreign:
        """Run an awaitable to its end."""


Act = Callable[[Server, list[Foreign], dict[str, Foreign]], Foreign]


def _of(act: Callable[..., Foreign]) -> Act:
    return lambda _, args, kwargs: act(*args, **kwargs)


def _call(_: Server, args: list[Foreign], kwargs: dict[str, Foreign]) -> Foreign:
    return args[0](*args[1:], **kwargs)


def _call_method(_: Server, args: list[Foreign], kwargs: dict[str, Foreign]) -> Foreign:
    return getattr(args[0], args[1])(*args[2:], **kwargs)


def _batch(_: Server, args: list[Foreign], __: dict[str, Foreign]) -> Foreign:
    """Take up to so many elements; return them and what ended it: nothing, the end, an error."""
    found: list[Foreign] = []
    for _number in range(min(int(args[1]), MOST_AT_ONCE)):
        try:
            found.append(next(args[0]))
        except StopIteration:
            return [found, "end"]
    return [found, ""]


def _exit(
    is_async: bool,  # noqa: FBT001  bound below
) -> Act:
    def leave(_: Server, args: list[Foreign], __: dict[str, Foreign]) -> Foreign:
        target, raised = args[0], args[1]
        if isinstance(raised, str):
            name, _colon, text = raised.partition(":")
            kind = getattr(builtins, name, Exception)
            raised = kind(text) if issubclass(kind, BaseException) else Exception(text)
        kinds = (type(raised) if raised is not None else None, raised, None)
        return target.__aexit__(*kinds) if is_async else target.__exit__(*kinds)

    return leave


def _await(server: Server, args: list[Foreign], __: dict[str, Foreign]) -> Foreign:
    awaitable = args[0]
    if not asyncio.iscoroutine(awaitable) and not hasattr(awaitable, "__await__"):
        raise TypeError(f"object {type(awaitable).__name__} can't be used in 'await' expression")
    return server.run_async(awaitable)


def _signature(function: Foreign) -> list[Foreign]:
    parameters = inspect.signature(function).parameters.values()
    empty = inspect.Parameter.empty
    return [
        [
            each.name,
            int(each.kind),
            each.default is not empty,
            None if each.default is empty else each.default,
            None if each.annotation is empty else each.annotation,
        ]
        for each in parameters
    ]


OPERATIONS: dict[str, Act] = {
    "call": _call,
    "call_method": _call_method,
    "attr": _of(getattr),
    "setattr": _of(setattr),
    "delattr": _of(delattr),
    "item": _of(operator.getitem),
    "setitem": _of(operator.setitem),
    "delitem": _of(operator.delitem),
    "contains": _of(operator.contains),
    "format": _of(format),
    "isinstance": _of(isinstance),
    "issubclass": _of(issubclass),
    "send": _of(lambda generator, value: generator.send(value)),
    "close": _of(lambda generator: generator.close()),
    "batch": _batch,
    "method": _of(getattr),
    "copy": _of(copy.copy),
    "deepcopy": _of(copy.deepcopy),
    "signature": _of(_signature),
    "vars": _of(lambda value: dict(vars(value))),
    "exit": _exit(is_async=False),
    "aexit": _exit(is_async=True),
    "await": _await,
    "facts": lambda server, args, _: plot_facts(args[0], namespace=server.namespace()),
    "type": lambda server, args, _: server.type_from(args[0]),
    "count": lambda server, args, _: server.counting.begin(args[0], namespace=server.namespace()),
    "counted": lambda server, args, _: server.counting.end(args[0]),
    "round_to": _of(round),
    "divmod": _of(divmod),
    **{name: _of(getattr(operator, f"__{name}__")) for name in BINARY},
    **{f"i{n}": _of(getattr(operator, f"__i{n}__")) for n in BINARY if n not in BINARY[-6:]},
    **{name: _of(act) for name, act in UNARY.items()},
}


def is_method_of(value: object, owner: object, name: str) -> bool:
    """Return whether `value` is the method called `name` of `owner`."""
    return isinstance(value, MethodType) and value.__self__ is owner and value.__name__ == name
