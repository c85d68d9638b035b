"""The name of a method, where an attribute was asked for."""


class MethodName(str):
    """Tells a method, which its owner's stand-in makes itself, from a text."""

    __slots__ = ()
