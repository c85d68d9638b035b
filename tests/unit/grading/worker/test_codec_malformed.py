"""Whatever a hostile process sends is a plain value or Malformed, soon, and nothing of it runs."""

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
INDEX = {"pr": [0, 2, 1, None]}
MALFORMED = {
    "no tag": {},
    "two tags": {"t": [], "S": []},
    "an unknown tag": {"object": []},
    "a tag of another kind": {1: []},
    "a tuple that is none": {"t": {}},
    "a tuple of text": {"t": "abc"},
    "not JSON": object(),
    "a Python tuple": (1, 2),
    "bytes": b"",
    "a key without a value": {"d": ["a"]},
    "equal keys": {"d": ["a", 1, "a", 2]},
    "equal members": {"S": [1, 1.0]},
    "a list as a key": {"d": [[1], 1]},
    "a dict as a member": {"F": [{"d": []}]},
    "a signalling NaN as a key": {"S": [{"N": "sNaN"}]},
    "too few parts": {"R": [1, 2]},
    "a range of text": {"R": ["a", 1, 1]},
    "a range of truth values": {"R": [True, 1, 1]},
    "a range without steps": {"R": [1, 2, 0]},
    "digits that are none": {"i": "0x10"},
    "digits with a line": {"i": "10\n"},
    "no digits": {"i": ""},
    "too many digits": {"i": "f" * 1_000_001},
    "another float": {"f": "1.5"},
    "letters in base64": {"b": "é"},
    "half of base64": {"b": "a"},
    "bytes that are no text": {"s": "/w=="},
    "a third of a complex": {"c": [1.0]},
    "a complex of truth values": {"c": [True, 1.0]},
    "fields that run": {"n": ["P", ["x=print(1)"], [1]]},
    "a field that is a word of Python": {"n": ["P", ["class"], [1]]},
    "a private field": {"n": ["P", ["__class__"], [1]]},
    "fields twice": {"n": ["P", ["x", "x"], [1, 2]]},
    "a name that runs": {"n": ["P()", ["x"], [1]]},
    "too few fields": {"n": ["P", ["x"], []]},
    "fields that are no list": {"n": ["P", "xy", [1, 2]]},
    "a long name": {"n": ["P" * 201, ["x"], [1]]},
    "many fields": {"n": ["P", [f"x{i}" for i in range(256)], [0] * 256]},
    "a factory that acts": {"dd": ["eval", []]},
    "a longest that is negative": {"dq": [-1, []]},
    "a longest that is true": {"dq": [True, []]},
    "a month 13": {"D": [2024, 13, 1]},
    "a day that is true": {"D": [2024, True, 1]},
    "a fold of 2": {"T": [[0, 0, 0, 0], None, 2]},
    "a fold that is true": {"DT": [[2024, 1, 1, 0, 0, 0, 0], None, True]},
    "a zone that is none": {"DT": [[2024, 1, 1, 0, 0, 0, 0], "UTC", 0]},
    "a zone out of a path": {"zi": "../../etc/passwd"},
    "a zone with a root": {"zi": "/etc/localtime"},
    "a zone that is a module": {"zi": "os/path"},
    "a zone of nothing": {"zi": ""},
    "an offset of days": {"tz": [{"TD": [2, 0, 0]}]},
    "an offset of nothing": {"tz": []},
    "an offset of a number": {"tz": [1]},
    "too long a time": {"TD": [10**12, 0, 0]},
    "a decimal with underscores": {"N": "1_0"},
    "a decimal with spaces": {"N": " 1"},
    "a decimal of other digits": {"N": "\u0661"},
    "a long decimal": {"N": "1" * 20_001},
    "a fraction of nothing": {"Q": [1, 0]},
    "a fraction of floats": {"Q": [1.5, 1]},
    "a huge fraction": {"Q": [{"i": "f" * 40_000}, 1]},
    "a negative UUID": {"U": -1},
    "a UUID of text": {"U": "a"},
    "a handle of text": {"h": ["1", "x", 0]},
    "a handle out of range": {"h": [2**31 + 1, "x", 0]},
    "traits out of range": {"h": [1, "x", 256]},
    "a handle with a long name": {"h": [1, "x" * 201, 0]},
    "a module of a number": {"m": 1},
    "a module with a long name": {"m": "x" * 201},
    "an array of objects as bytes": {"a": ["|O", [1], "AAAAAAAAAAA="]},
    "an array of fields": {"a": ["|V8", [1], "AAAAAAAAAAA="]},
    "a dtype that is an expression": {"a": ["f8,f8", [1], "AAAAAAAAAAA="]},
    "fewer bytes than the shape": {"a": ["<f8", [2], "AAAAAAAAAAA="]},
    "more bytes than the shape": {"a": ["<f8", [], "AAAAAAAAAAAAAAAAAAAAAA=="]},
    "a negative shape": {"a": ["<f8", [-1], "AAAAAAAAAAA="]},
    "a shape of truth values": {"a": ["<f8", [True], "AAAAAAAAAAA="]},
    "a huge shape of nothing": {"a": ["<U0", [2**24, 2**24], ""]},
    "a huge side beside none": {"a": ["<f8", [0, 2**62], ""]},
    "many dimensions": {"a": ["|b1", [1] * 33, "AA=="]},
    "a third truth value": {"a": ["|b1", [1], "Ag=="]},
    "a letter that is none": {"a": ["<U1", [1], B64(b"\xff\xff\xff\x7f").decode()]},
    "a letter that is none, swapped": {"a": [">U1", [1], B64(b"\x00\x11\x00\x00").decode()]},
    "more objects than the shape": {"ao": [[1], [1, 2]]},
    "a huge shape of objects": {"ao": [[2**24, 2**24], []]},
    "a text scalar as bytes": {"g": ["<U1", "AAAAAA=="]},
    "a scalar of two": {"g": ["|u1", "AAA="]},
    "a text scalar of a number": {"gs": 1},
    "a mask of another shape": {"am": [{"a": ["|u1", [1], "AA=="]}, {"a": ["|b1", [], "AA=="]}]},
    "a mask of no array": {"am": [[1], [True]]},
    "a series longer than its labels": {"pS": [{"a": ["|u1", [3], "AAAA"]}, INDEX, None]},
    "a series shorter than its labels": {
        "pS": [{"a": ["|u1", [1], "AA=="]}, {"pr": [0, 10**15, 1, None]}, None]
    },
    "a series of a list": {"pS": [[1, 2], INDEX, None]},
    "a series of two dimensions": {"pS": [{"a": ["|u1", [2, 1], "AAA="]}, INDEX, None]},
    "a series with a list as name": {"pS": [{"a": ["|u1", [2], "AAA="]}, INDEX, [1]]},
    "labels that are none": {"pS": [{"a": ["|u1", [2], "AAA="]}, [0, 1], None]},
    "a frame with endless names": {"pF": [INDEX, {"pr": [0, 10**15, 1, None]}, []]},
    "a frame of a dict": {"pF": [INDEX, INDEX, {}]},
    "a block of another shape": {"pB": [INDEX, INDEX, {"a": ["|u1", [2], "AAA="]}]},
    "steps of text": {"pr": ["0", 1, 1, None]},
    "steps of nothing": {"pr": [0, 1, 0, None]},
    "levels of text": {"pm": ["ab", "ab", []]},
    "codes out of the level": {"pm": [[INDEX], [{"a": ["|i1", [1], "BQ=="]}], [None]]},
    "codes of floats": {"pm": [[INDEX], [{"a": ["<f8", [1], "AAAAAAAAAAA="]}], [None]]},
    "categories twice": {
        "pc": [{"a": ["|i1", [1], "AA=="]}, {"pI": [{"a": ["|i1", [2], "AAA="]}, None, None]}, True]
    },
    "an order of a number": {"pc": [{"a": ["|i1", [1], "AA=="]}, INDEX, 1]},
    "a code without category": {"pc": [{"a": ["|i1", [1], "Bw=="]}, INDEX, False]},
    "a storage of another kind": {"px": ["os", True, [], None]},
    "texts that are none": {"px": ["python", True, [1], None]},
    "a frequency of numbers": {"pI": [{"a": ["|i1", [1], "AA=="]}, None, "D"]},
    "a frequency that is an expression": {
        "pI": [{"a": ["<M8[s]", [1], "AAAAAAAAAAA="]}, None, "D+eval"]
    },
    "a frequency that does not fit": {
        "pI": [{"a": ["<M8[s]", [2], "AAAAAAAAAAAAAAAAAAAAAA=="]}, None, "D"]
    },
    "an open interval of another kind": {"pv": [1, 2, "ajar"]},
    "an interval of another kind": {"pi": [INDEX, INDEX, "ajar"]},
    "a moment of a number": {"ps": [1, None]},
    "a span with a zone": {"ps": [{"g": ["<m8[s]", "AAAAAAAAAAA="]}, {"zi": "UTC"}]},
    "something missing": {"p0": "None"},
    "one of many": {"p1": {"px": ["python", True, ["a", "b"], None]}},
    "one of a list": {"p1": [1]},
    "a dtype of a list": {"pt": [1]},
    "a period of another kind": {"pp": ["exec()", {"a": ["|i1", [1], "AA=="]}]},
}


@pytest.mark.parametrize("message", MALFORMED.values(), ids=MALFORMED)
def test_a_message_that_no_encoder_writes_is_malformed(message):
    assert read(message) == []
    assert read([[message]]) == []


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

        assert read(message(65)) == []
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

        assert read({"pI": [plain, None, "B"]}) == []
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
