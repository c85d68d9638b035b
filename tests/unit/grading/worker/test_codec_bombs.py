"""Bombs, fuzz and pickles: a message is read soon or refused, and nothing of it runs."""

import base64
import copy
import pickle
import sys
import time
import uuid
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from jupyter_hybrid.grading.worker.codec import Malformed, Unsupported, decode, encode, warm
from jupyter_hybrid.grading.worker.codec_reader import READERS

LONGEST_S = 1.0
MAY = datetime(2024, 5, 6, tzinfo=UTC)
quick = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


def refuse(reference):
    raise KeyError(reference["h"] if "h" in reference else reference["m"])


def read(message):
    """What a message gives: the value in a list, or nothing if it is malformed; always soon."""
    began = time.thread_time()
    try:
        return [decode(message, resolve=refuse)]
    except Malformed:
        return []
    finally:
        assert time.thread_time() - began < LONGEST_S


@pytest.fixture(autouse=True, scope="module")
def _warmed():
    warm()
    decode(encode(pd.DataFrame({"a": [1, "b"]}), handles=None), resolve=refuse)


B64 = base64.b64encode


def test_a_reference_that_nobody_knows_is_malformed():
    assert read({"h": [1, "x", 0]}) == []
    assert read({"m": "os"}) == []


def test_pickles_stay_bytes_and_text():
    class Bomb:
        def __reduce__(self):
            return pytest.fail, ("it ran",)

    bomb = pickle.dumps(Bomb())
    text = B64(bomb).decode()
    carriers = [{"b": text}, {"B": text}, text, {"gb": text}, {"a": [f"|S{len(bomb)}", [1], text]}]

    arrived = [read(carrier) for carrier in carriers]

    assert arrived == [[bomb], [bytearray(bomb)], [text], [np.bytes_(bomb)], [np.array([bomb])]]
    assert read({"a": ["|O", [1], text]}) == []


def test_a_message_never_gives_a_module_that_it_names():
    before = set(sys.modules)

    for name in ("antigravity", "this", "idlelib.idle"):
        read([{"m": name}])
        read({"y": name})
        read({"zi": name.replace(".", "/")})
        read({"px": [name, True, [], None]})

    assert not {"antigravity", "this", "idlelib"} & (set(sys.modules) - before)


class TestBombs:
    """Small messages that would take long or much memory."""

    def test_lists_in_lists(self):
        message = []
        for _ in range(900):
            message = [message]
        tuples = []
        for _ in range(900):
            tuples = {"t": [tuples]}

        assert read(message) == []
        assert read(tuples) == []

    def test_too_many_elements_and_too_much_text(self):
        assert read([[0] * 1_500_000] * 2) == []
        assert read(["a" * 13_000_000] * 2) == []
        assert read([0] * 1_900_000) != []

    @pytest.mark.parametrize("tag", ["S", "d"])
    def test_numbers_with_the_same_hash(self, tag):
        prime = 2**61 - 1
        numbers = [{"i": f"{prime * position:x}"} for position in range(1, 60_001)]

        began = time.thread_time()
        with pytest.raises(Malformed, match="collide"):
            decode({tag: numbers}, resolve=refuse)

        assert time.thread_time() - began < 3

    def test_many_honest_keys(self):
        assert read({"d": list(range(200_000))}) == [
            dict(zip(range(0, 200_000, 2), range(1, 200_000, 2), strict=True))
        ]

    def test_many_kinds_of_namedtuples(self):
        def message(count):
            return [{"n": [f"P{uuid.uuid4().hex}", ["x"], [1]]} for _ in range(count)]

        with pytest.raises(Malformed, match=r"^too many kinds of namedtuples$"):
            decode(message(65), resolve=refuse)
        assert len(read(message(64))[0]) == 64

    def test_many_labels_in_no_order(self):
        labels = np.arange(30_000)
        labels[:2] = 1, 0
        codes = encode(np.zeros(1, "i1"), handles=None)
        index = encode(pd.Index(labels), handles=None)

        assert read({"pc": [codes, index, False]}) == []
        assert read({"pm": [[index], [codes], [None]]}) == []

    def test_many_steps_of_a_calendar(self):
        days = pd.date_range("2000", periods=20_000, freq="B", unit="s")
        plain = encode(days.to_numpy(), handles=None)

        with pytest.raises(Malformed, match=r"^too many steps of a frequency$"):
            decode({"pI": [plain, None, "B"]}, resolve=refuse)
        assert read(encode(days, handles=None))[0].freq is None
        assert read(encode(days[:5], handles=None))[0].freqstr == "B"


tags = st.sampled_from(sorted(READERS))
leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-2, 5)
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(
        ["", "AA==", "AAAAAAAAAAA=", "<f8", "|b1", "<U1", "|O", "<M8[ns]", "python", "D", "UTC",
         "nan", "left", "NaT", "int", "x", "-1", "f", "M"]
    )
)  # fmt: skip
messages = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(tags, inner, min_size=1, max_size=1)
        | st.builds(lambda tag, parts: {tag: parts}, tags, st.lists(inner, max_size=4))
        | st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=15,
)


@quick
@given(messages)
@example({"pe": {"ao": [[1], [[1]]]}})
def test_any_json_is_a_value_or_malformed(message):
    read(message)


VALID = [
    encode(value, handles=None)
    for value in (
        [1, "a", {"k": (2.5, {3}, frozenset({4}))}, 2**70, 1j, range(3), b"x"],
        MAY,
        np.arange(6.0).reshape(2, 3),
        np.array(["a", "b"]),
        np.array([1, "a"], dtype=object),
        [np.float32(1), np.datetime64("2024"), np.str_("a")],
        pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": pd.Categorical(["u", "v"])}),
        pd.DataFrame([[1, 2], [3, 4]], index=pd.date_range("2024", periods=2, tz="UTC")),
        pd.Series([1, None], dtype="Int64", index=pd.MultiIndex.from_tuples([(1, "a"), (2, "b")])),
        pd.Series(pd.period_range("2024", periods=2, freq="M"), name="p"),
        pd.cut(pd.Series([1, 2, 3]), 2),
        [pd.Timestamp("2024", tz="Europe/Berlin"), pd.Timedelta("1D"), pd.Interval(1, 2), pd.NaT],
    )
]


def places(message, path=()):
    """The way to every part of a message."""
    yield path
    if isinstance(message, list):
        message = dict(enumerate(message))
    for key, part in message.items() if isinstance(message, dict) else ():
        yield from places(part, (*path, key))


@quick
@given(st.data())
def test_a_changed_message_is_a_value_or_malformed(data):
    message = [copy.deepcopy(data.draw(st.sampled_from(VALID)))]
    for _ in range(data.draw(st.integers(1, 3))):
        *way, last = data.draw(st.sampled_from([path for path in places(message) if path]))
        inside = message
        for key in way:
            inside = inside[key]
        if data.draw(st.booleans()) and isinstance(inside, dict):
            inside[data.draw(tags)] = inside.pop(last)
        else:
            inside[last] = data.draw(messages)

    read(message)


@quick
@given(messages)
def test_what_a_message_gives_can_be_sent_on_or_is_refused(message):
    for value in read(message):
        try:
            again = decode(encode(value, handles=None), resolve=refuse)
        except Unsupported:
            continue
        assert type(again) is type(value)
