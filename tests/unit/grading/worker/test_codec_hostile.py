"""A value that lies arrives as what it is; what cannot cross is said in words."""

import enum
import json
from datetime import UTC, datetime

import pytest

from jupyter_hybrid.grading.worker.codec import (
    HandleTable,
    Malformed,
    Trait,
    Unsupported,
    decode,
    encode,
    traits_of,
)

MAY = datetime(2024, 5, 6, tzinfo=UTC)


def refuse(reference):
    raise KeyError(reference)


def _always(result):
    return lambda *_: result


LIES = {
    "__eq__": True, "__ne__": False, "__int__": 42, "__index__": 42, "__float__": 42.0,
    "__repr__": "42", "__str__": "42", "__len__": 0, "__iter__": iter(()), "__bool__": True,
    "__getitem__": 42, "__hash__": 42, "__contains__": True, "items": (), "__reduce_ex__": 0,
    "bit_length": 0, "isascii": True, "encode": b"", "copy": [], "real": 42, "imag": 42,
    "year": 1, "tzinfo": None,
}  # fmt: skip


class TestSubclasses:
    """A subclass arrives as what it is below its own methods."""

    @pytest.mark.parametrize(
        "value",
        [7, 2**80, 1.5, float("inf"), 2j, "text", "ä", b"raw", bytearray(b"raw"), [1, [2]], (1, 2),
         {"a": 1}, {1, 2}, frozenset({3}), MAY],
        ids=repr,
    )  # fmt: skip
    def test_a_lying_subclass_arrives_as_the_plain_value(self, value):
        lies = {name: _always(result) for name, result in LIES.items()}
        lies["__class__"] = property(_always(object))
        cls = type("Liar", (type(value),), lies)
        liar = cls(2024, 5, 6, tzinfo=UTC) if isinstance(value, datetime) else cls(value)

        arrived = decode(json.loads(json.dumps(encode([liar], handles=None))), resolve=refuse)

        assert type(arrived[0]) is type(value)
        assert arrived == [value]

    def test_a_metaclass_that_lies_changes_nothing(self):
        class Meta(type):
            __eq__ = lambda cls, other: True  # noqa: E731
            __hash__ = None
            __mro__ = property(lambda cls: 1 / 0)
            __name__ = property(lambda cls: 1 / 0)

        class Liar(int, metaclass=Meta):
            pass

        Meta.__qualname__ = "Meta"

        assert encode([Liar(5), Liar(5)], handles=None) == [5, 5]
        assert encode({"a": Liar(5)}, handles=None) == {"d": ["a", 5]}
        assert encode(Liar, handles=HandleTable()) == {"h": [0, "Meta", 9]}

    def test_no_subclass_is_turned_into_a_member_of_an_enumeration(self):
        class Colour(int, enum.Enum):
            RED = 1

        with pytest.raises(Unsupported):
            encode(Colour.RED, handles=None)


class TestRefusals:
    """What cannot cross is said with type, place and what to do."""

    @pytest.mark.parametrize(
        ("value", "type_name", "where", "advice"),
        [
            ((x for x in ()), "generator", "", "list(...)"),
            ({"a": 1}.keys(), "dict_keys", "", "list(...)"),
            ([0, {"a": (lambda: 0,)}], "function", "[1]['a'][0]", "when it is called"),
            ({(1, 2): object()}, "object", "[a key]", "numbers, text, lists"),
            ({object(): 1}, "object", "[a key]", "numbers, text, lists"),
            ({open}, "builtin_function_or_method", " (one of its members)", "when it is called"),
            (json, "module", "", "numbers, text, lists"),
            (1 << 5_000_000, "int", "", "smaller number"),
            (["a" * 26_000_000], "list", "", "return less of it"),
            (b"a" * 26_000_000, "bytes", "", "return less of it"),
            ([[0] * 1_500_000, [0] * 1_500_000], "list", "[1]", "return less of it"),
            ([0.1] * 1_500_000, "list", "", "return less of it"),
            ([10**18] * 1_500_000, "list", "", "return less of it"),
            (["ä" * 5_000_000], "str", "[0]", "return less of it"),
        ],
        ids=map(str, range(14)),
    )  # fmt: skip
    def test_it_says_what_and_where_and_what_to_return(self, value, type_name, where, advice):
        with pytest.raises(Unsupported) as refused:
            encode(value, handles=None)

        assert (refused.value.type_name, refused.value.where) == (type_name, where)
        assert advice in refused.value.advice
        assert type_name in str(refused.value)

    def test_a_coroutine_is_to_be_awaited(self):
        async def answer():
            return 1

        coroutine = answer()
        with pytest.raises(Unsupported, match="await it first"):
            encode(coroutine, handles=None)
        coroutine.close()

    @pytest.mark.parametrize("is_direct", [True, False])
    def test_a_circle_is_called_a_circle(self, is_direct):
        circle = []
        circle.append(circle if is_direct else {"a": (circle,)})

        with pytest.raises(Unsupported, match="contains itself") as refused:
            encode(circle, handles=None)

        assert len(refused.value.where) < 80
        assert "…" in refused.value.where

    def test_the_deepest_lists_cross_and_deeper_ones_do_not(self):
        deepest = deep = []
        for _ in range(63):
            deepest = [deepest]
        for _ in range(64):
            deep = [deep]

        assert decode(encode(deepest, handles=None), resolve=refuse) == deepest
        with pytest.raises(Unsupported, match="64 deep"):
            encode(deep, handles=None)

    def test_lists_that_share_lists_end_soon(self, monkeypatch):
        monkeypatch.setattr("jupyter_hybrid.grading.worker.codec_writer.MAX_ELEMENTS", 20_000)
        shared = []
        for _ in range(60):
            shared = [shared, shared]

        with pytest.raises(Unsupported, match="return less"):
            encode(shared, handles=None)


class TestHandles:
    """Objects by number."""

    def test_an_object_keeps_its_number_and_is_kept(self):
        table = HandleTable()
        first, second = object(), object()

        numbers = [table.number(each) for each in (first, second, first)]

        assert numbers == [0, 1, 0]
        assert table.get(1) is second
        assert len(table) == 2

    @pytest.mark.parametrize("number", [-1, 2, 10**30])
    def test_an_unknown_number_is_malformed(self, number):
        table = HandleTable()
        table.number(object())

        with pytest.raises(Malformed):
            table.get(number)

    def test_a_full_table_refuses(self, monkeypatch):
        monkeypatch.setattr("jupyter_hybrid.grading.worker.codec_handles.MAX_HANDLES", 1)
        table = HandleTable()
        kept = object()
        table.number(kept)

        with pytest.raises(Unsupported):
            table.number(object())

        assert table.number(kept) == 0

    def test_traits_say_what_can_be_done(self):
        class Sized:
            __iter__ = None

            def __len__(self):
                raise AssertionError

        async def answer():
            return 1

        waiting = answer()

        assert traits_of(len) == Trait.CALLABLE
        assert traits_of(Sized()) == Trait.SIZED
        assert traits_of(iter([])) == Trait.ITERABLE
        assert traits_of(Sized) == Trait.CALLABLE | Trait.CLASS
        assert traits_of(waiting) == Trait.AWAITABLE
        assert traits_of(object()) == 0
        waiting.close()
