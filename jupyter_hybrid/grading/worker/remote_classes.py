"""Classes of the learner's, as classes in the tester: `isinstance`, `except` and `type` work."""

from collections.abc import Callable

from jupyter_hybrid.grading.worker.codec_writer import Foreign
from jupyter_hybrid.grading.worker.remote_access import (
    RemoteMethod,
    asks_of,
    attribute,
    delete_attribute,
    number_of,
    set_attribute,
)

COMPARISONS = ("lt", "le", "gt", "ge")
ARITHMETIC = (
    "add sub mul truediv floordiv mod pow matmul and or xor lshift rshift".split()  # noqa: SIM905
)
UNARY = {
    "__len__": "len",
    "__iter__": "iter",
    "__reversed__": "reversed",
    "__bool__": "bool",
    "__int__": "int",
    "__float__": "float",
    "__complex__": "complex",
    "__index__": "index",
    "__neg__": "neg",
    "__pos__": "pos",
    "__invert__": "invert",
    "__abs__": "abs",
    "__floor__": "floor",
    "__ceil__": "ceil",
    "__trunc__": "trunc",
    "__fspath__": "fspath",
    "__await__": "await",
    "__next__": "next",
    "__enter__": "enter",
    "__aiter__": "aiter",
    "__anext__": "anext",
    "__aenter__": "aenter",
}


class RemoteClass(type):
    """The type of stand-ins for the learner's classes."""

    def __call__(cls, *args: Foreign, **kwargs: Foreign) -> Foreign:
        """Make an instance in the learner's process."""
        return asks_of(cls).ask("call", cls, *args, **kwargs)

    def __getattr__(cls, name: str) -> Foreign:
        return attribute(cls, name)

    def __setattr__(cls, name: str, value: Foreign) -> None:
        set_attribute(cls, name, value)

    def __delattr__(cls, name: str) -> None:
        delete_attribute(cls, name)

    def __iter__(cls) -> Foreign:
        return iter(asks_of(cls).ask("iter", cls))

    def __len__(cls) -> int:
        return int(asks_of(cls).ask("len", cls))

    def __bool__(cls) -> bool:
        return True

    def __contains__(cls, member: object) -> bool:
        return asks_of(cls).ask("contains", cls, member) is True

    def __getitem__(cls, key: Foreign) -> Foreign:
        return asks_of(cls).ask("item", cls, key)

    def __dir__(cls) -> list[str]:
        return [str(name) for name in asks_of(cls).ask("dir", cls)]

    @property  # type: ignore[misc]
    def __dict__(cls) -> Foreign:  # type: ignore[override]
        return asks_of(cls).ask("vars", cls)


class RemoteInstance(metaclass=RemoteClass):
    """An object of a class that the learner wrote, or of a library in the learner's process."""

    _jh_methods: frozenset[str] = frozenset()

    def __getattr__(self, name: str) -> Foreign:
        methods = type.__getattribute__(type(self), "_jh_methods")
        return RemoteMethod(self, name) if name in methods else attribute(self, name)

    def __setattr__(self, name: str, value: Foreign) -> None:
        set_attribute(self, name, value)

    def __delattr__(self, name: str) -> None:
        delete_attribute(self, name)

    def __repr__(self) -> str:
        return str(asks_of(self).ask("repr", self))

    def __str__(self) -> str:
        return str(asks_of(self).ask("str", self))

    def __format__(self, spec: str) -> str:
        return str(asks_of(self).ask("format", self, spec))

    def __copy__(self) -> Foreign:
        return asks_of(self).ask("copy", self)

    def __deepcopy__(self, memo: object) -> Foreign:
        return asks_of(self).ask("deepcopy", self)

    def __dir__(self) -> list[str]:
        return [str(name) for name in asks_of(self).ask("dir", self)]

    @property
    def __dict__(self) -> Foreign:  # type: ignore[override]
        return asks_of(self).ask("vars", self)


def new_class(
    about: dict[str, Foreign], *, number: int, objects: Foreign, bases: list[type]
) -> type:
    """Return the class that stands for one of the learner's."""
    specials = {str(name) for name in about.get("specials", [])}
    content: dict[str, Foreign] = {
        name: make for name, make in SPECIALS.items() if name in specials
    }
    if about.get("is_unhashable") is True:
        content["__hash__"] = None
    elif "__eq__" in content and "__hash__" not in content:
        content["__hash__"] = object.__hash__
    content |= {
        "__doc__": about.get("doc"),
        "__module__": str(about.get("module", "__main__")),
        "_jh_methods": frozenset(map(str, about.get("methods", []))),
        "_jh_class_number": number,
        "_jh_class_objects": objects,
    }
    name = str(about.get("name", "object")).replace("\0", "") or "object"
    exceptions = [base for base in bases if issubclass(base, BaseException)]
    if exceptions:
        ours = [base for base in bases if isinstance(base, RemoteClass) or base in exceptions]
        content = {key: value for key, value in content.items() if key not in SPECIALS}
        content["__getattr__"] = attribute
        return _made(name, ours, content, otherwise=exceptions[:1])
    ours = [base for base in bases if isinstance(base, RemoteClass)] or [RemoteInstance]
    return _made(name, ours, content, otherwise=[RemoteInstance])


def _made(
    name: str, bases: list[type], content: dict[str, Foreign], *, otherwise: list[type]
) -> type:
    try:
        return RemoteClass(name, tuple(bases), content)
    except TypeError:  # bases that do not go together here
        return RemoteClass(name, tuple(otherwise), content)


def new_instance(cls: type, *, asks: Foreign, number: int) -> Foreign:
    """Return an instance that stands for one of the learner's."""
    instance: Foreign = object.__new__(cls)
    object.__setattr__(instance, "_jh_number", number)
    object.__setattr__(instance, "_jh_asks", asks)
    return instance


def _may_meet(mine: Foreign, other: Foreign) -> bool:
    """Return whether the learner's class may say what an operator does with `other`.

    It sees the test's value and decides what comes out. So its class must be one that the tests
    speak of, not one that a learner slips in where a number is expected.
    """
    if type(other) is type(mine):
        return True
    objects = type(mine)._jh_class_objects  # noqa: SLF001
    return any(vars_of(cls).get("_jh_class_number") in objects.named for cls in type(mine).__mro__)


def vars_of(cls: type) -> Foreign:
    """Return a class's own content, not the learner's class's."""
    return type.__dict__["__dict__"].__get__(cls)


def _binary(op: str) -> Callable[[Foreign, Foreign], Foreign]:
    def operate(self: Foreign, other: Foreign) -> Foreign:
        return asks_of(self).ask(op, self, other) if _may_meet(self, other) else NotImplemented

    return operate


def _reflected(op: str) -> Callable[[Foreign, Foreign], Foreign]:
    def operate(self: Foreign, other: Foreign) -> Foreign:
        return asks_of(self).ask(op, other, self) if _may_meet(self, other) else NotImplemented

    return operate


def _unary(op: str) -> Callable[[Foreign], Foreign]:
    def operate(self: Foreign) -> Foreign:
        return asks_of(self).ask(op, self)

    return operate


def _equality(op: str) -> Callable[[Foreign, Foreign], Foreign]:
    def compare(self: Foreign, other: Foreign) -> Foreign:
        is_related = isinstance(other, type(self)) or isinstance(self, type(other))
        if number_of(other) is None or not is_related:
            return NotImplemented  # plain data is never equal to an object
        return asks_of(self).ask(op, self, other)

    return compare


def _contains(self: Foreign, member: Foreign) -> bool:
    if _may_meet(self, member):
        return asks_of(self).ask("contains", self, member) is True
    return any(member is each or member == each for each in self)


def _exit(op: str) -> Callable[..., Foreign]:
    def leave(
        self: Foreign, _kind: Foreign, raised: BaseException | None, _trace: Foreign
    ) -> Foreign:
        if raised is None or number_of(raised) is not None:
            return asks_of(self).ask(op, self, raised)
        is_passed_over = asks_of(self).ask(op, self, f"{type(raised).__name__}:{raised}")
        return is_passed_over and not isinstance(raised, AssertionError)  # a test has failed

    return leave


def _asking(op: str) -> Callable[..., Foreign]:
    def operate(self: Foreign, *args: Foreign, **kwargs: Foreign) -> Foreign:
        return asks_of(self).ask(op, self, *args, **kwargs)

    return operate


def _iterate(self: Foreign) -> Foreign:
    found = asks_of(self).ask("iter", self)
    return self if found is self else iter(found)


def _await(self: Foreign) -> Foreign:
    yield from ()
    return asks_of(self).ask("await", self)


def _next(self: Foreign) -> Foreign:
    return asks_of(self).ask("next", self)


def _hash(self: Foreign) -> int:
    return int(asks_of(self).ask("hash", self))


SPECIALS: dict[str, Foreign] = {
    **{special: _unary(op) for special, op in UNARY.items()},
    **{f"__{op}__": _binary(op) for op in (*COMPARISONS, *ARITHMETIC)},
    **{f"__r{op}__": _reflected(op) for op in ARITHMETIC},
    **{f"__i{op}__": _binary(f"i{op}") for op in ARITHMETIC},
    "__eq__": _equality("eq"),
    "__ne__": _equality("ne"),
    "__hash__": _hash,
    "__contains__": _contains,
    "__call__": _asking("call"),
    "__getitem__": _asking("item"),
    "__setitem__": _asking("setitem"),
    "__delitem__": _asking("delitem"),
    "__round__": _asking("round"),
    "__divmod__": _asking("divmod"),
    "__exit__": _exit("exit"),
    "__aexit__": _exit("aexit"),
    "__iter__": _iterate,
    "__await__": _await,
    "__next__": _next,
}
