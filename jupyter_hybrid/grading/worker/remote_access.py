"""How stand-ins reach the learner's objects: numbers and attributes."""

from jupyter_hybrid.grading.worker.codec_writer import Foreign
from jupyter_hybrid.grading.worker.method_name import MethodName

# Others are questions that libraries put to any object; the learner's process is not asked them.
SPECIAL_ATTRIBUTES = frozenset(
    {
        "__annotations__",
        "__bases__",
        "__cause__",
        "__closure__",
        "__code__",
        "__context__",
        "__dataclass_fields__",
        "__dataclass_params__",
        "__defaults__",
        "__func__",
        "__kwdefaults__",
        "__match_args__",
        "__members__",
        "__notes__",
        "__post_init__",
        "__self__",
        "__slots__",
        "__wrapped__",
        "__abstractmethods__",
    }
)


def number_of(value: Foreign) -> int | None:
    """Return the number of the learner's object that `value` stands for, or None."""
    name = "_jh_class_number" if isinstance(value, type) else "_jh_number"
    if isinstance(value, type) and name not in type.__dict__["__dict__"].__get__(value):
        return None
    try:
        number = object.__getattribute__(value, name)
    except AttributeError:
        return None
    return number if type(number) is int else None


def asks_of(value: Foreign) -> Foreign:
    """Return who asks for a stand-in."""
    if isinstance(value, type):
        return value._jh_class_objects.asks  # type: ignore[attr-defined]  # noqa: SLF001
    return object.__getattribute__(value, "_jh_asks")


def attribute(stand_in: Foreign, name: str) -> Foreign:
    """Return an attribute of the learner's object."""
    is_special = name.startswith("__") and name.endswith("__")
    if (is_special and name not in SPECIAL_ATTRIBUTES) or name.startswith("_jh_"):
        raise AttributeError(f"{type(stand_in).__name__!r} object has no attribute {name!r}")
    value = asks_of(stand_in).ask("attr", stand_in, name)
    return RemoteMethod(stand_in, name) if type(value) is MethodName else value


def set_attribute(stand_in: Foreign, name: str, value: Foreign) -> None:
    """Set an attribute of the learner's object."""
    asks_of(stand_in).ask("setattr", stand_in, name, value)


def delete_attribute(stand_in: Foreign, name: str) -> None:
    """Delete an attribute of the learner's object."""
    asks_of(stand_in).ask("delattr", stand_in, name)


class RemoteMethod:
    """A method of a learner's object or class."""

    def __init__(self, owner: Foreign, name: str) -> None:
        self.__self__ = owner
        self.__name__ = name

    def __call__(self, *args: Foreign, **kwargs: Foreign) -> Foreign:
        """Call the method in the learner's process."""
        return asks_of(self.__self__).ask(
            "call_method", self.__self__, self.__name__, *args, **kwargs
        )

    def __getattr__(self, name: str) -> Foreign:
        if name.startswith("_jh_"):
            raise AttributeError(name)
        return getattr(asks_of(self.__self__).ask("method", self.__self__, self.__name__), name)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RemoteMethod):
            return NotImplemented
        return self.__self__ is other.__self__ and self.__name__ == other.__name__

    def __hash__(self) -> int:
        return hash((id(self.__self__), self.__name__))

    def __repr__(self) -> str:
        return f"<bound method {self.__name__}>"

    @property
    def __doc__(self) -> Foreign:  # type: ignore[override]
        return self.__getattr__("__doc__")

    @property
    def __signature__(self) -> Foreign:
        return self.__getattr__("__signature__")
