"""A message that no honest encoder writes is malformed, and says why."""

import base64

import pytest

from jupyter_hybrid.grading.worker.codec import Malformed, decode


def refuse(reference):
    raise KeyError(reference)


B64 = base64.b64encode
INDEX = {"pr": [0, 2, 1, None]}
MALFORMED = {
    "neither a value nor a tagged value": {
        "no tag": {},
        "two tags": {"t": [], "S": []},
        "not JSON": object(),
        "a Python tuple": (1, 2),
        "bytes": b"",
    },
    "an unknown tag": {
        "an unknown tag": {"object": []},
        "a tag of another kind": {1: []},
    },
    "not an array": {
        "a tuple that is none": {"t": {}},
        "a tuple of text": {"t": "abc"},
        "a series of a list": {"pS": [[1, 2], INDEX, None]},
    },
    "a key without a value": {
        "a key without a value": {"d": ["a"]},
    },
    "keys that are equal": {
        "equal keys": {"d": ["a", 1, "a", 2]},
    },
    "members that are equal": {
        "equal members": {"S": [1, 1.0]},
    },
    "refused with TypeError": {
        "a list as a key": {"d": [[1], 1]},
        "a dict as a member": {"F": [{"d": []}]},
        "a signalling NaN as a key": {"S": [{"N": "sNaN"}]},
        "too few fields": {"n": ["P", ["x"], []]},
        "fields that are no list": {"n": ["P", "xy", [1, 2]]},
        "an offset of a number": {"tz": [1]},
        "a series with a list as name": {"pS": [{"a": ["|u1", [2], "AAA="]}, INDEX, [1]]},
    },
    "not an array of 3": {
        "too few parts": {"R": [1, 2]},
    },
    "not whole numbers": {
        "a range of text": {"R": ["a", 1, 1]},
        "a range of truth values": {"R": [True, 1, 1]},
        "a day that is true": {"D": [2024, True, 1]},
        "a fold that is true": {"DT": [[2024, 1, 1, 0, 0, 0, 0], None, True]},
        "steps of text": {"pr": ["0", 1, 1, None]},
    },
    "refused with ValueError": {
        "a range without steps": {"R": [1, 2, 0]},
        "letters in base64": {"b": "é"},
        "a name that runs": {"n": ["P()", ["x"], [1]]},
        "a month 13": {"D": [2024, 13, 1]},
        "a fold of 2": {"T": [[0, 0, 0, 0], None, 2]},
        "an offset of days": {"tz": [{"TD": [2, 0, 0]}]},
        "a negative UUID": {"U": -1},
        "steps of nothing": {"pr": [0, 1, 0, None]},
        "codes out of the level": {"pm": [[INDEX], [{"a": ["|i1", [1], "BQ=="]}], [None]]},
        "categories twice": {
            "pc": [
                {"a": ["|i1", [1], "AA=="]},
                {"pI": [{"a": ["|i1", [2], "AAA="]}, None, None]},
                True,
            ]
        },
        "a code without category": {"pc": [{"a": ["|i1", [1], "Bw=="]}, INDEX, False]},
        "a frequency that does not fit": {
            "pI": [{"a": ["<M8[s]", [2], "AAAAAAAAAAAAAAAAAAAAAA=="]}, None, "D"]
        },
        "one of many": {"p1": {"px": ["python", True, ["a", "b"], None]}},
    },
    "not a hexadecimal number": {
        "digits that are none": {"i": "0x10"},
        "digits with a line": {"i": "10\n"},
        "no digits": {"i": ""},
        "too many digits": {"i": "f" * 1_000_001},
    },
    "refused with KeyError": {
        "another float": {"f": "1.5"},
        "something missing": {"p0": "None"},
    },
    "refused with Error": {
        "half of base64": {"b": "a"},
    },
    "refused with UnicodeDecodeError": {
        "bytes that are no text": {"s": "/w=="},
    },
    "not an array of 2": {
        "a third of a complex": {"c": [1.0]},
    },
    "not two numbers": {
        "a complex of truth values": {"c": [True, 1.0]},
    },
    "fields that are no names": {
        "fields that run": {"n": ["P", ["x=print(1)"], [1]]},
        "a field that is a word of Python": {"n": ["P", ["class"], [1]]},
        "a private field": {"n": ["P", ["__class__"], [1]]},
        "fields twice": {"n": ["P", ["x", "x"], [1, 2]]},
    },
    "too many or too long fields": {
        "a long name": {"n": ["P" * 201, ["x"], [1]]},
        "many fields": {"n": ["P", [f"x{i}" for i in range(256)], [0] * 256]},
    },
    "an unknown factory": {
        "a factory that acts": {"dd": ["eval", []]},
    },
    "not a whole number in its range": {
        "a longest that is negative": {"dq": [-1, []]},
        "a longest that is true": {"dq": [True, []]},
        "a handle of text": {"h": ["1", "x", 0]},
        "a handle out of range": {"h": [2**31 + 1, "x", 0]},
        "traits out of range": {"h": [1, "x", 256]},
        "a negative shape": {"a": ["<f8", [-1], "AAAAAAAAAAA="]},
        "a shape of truth values": {"a": ["<f8", [True], "AAAAAAAAAAA="]},
        "a huge side beside none": {"a": ["<f8", [0, 2**62], ""]},
    },
    "not a time zone": {
        "a zone that is none": {"DT": [[2024, 1, 1, 0, 0, 0, 0], "UTC", 0]},
    },
    "an unknown time zone": {
        "a zone out of a path": {"zi": "../../etc/passwd"},
        "a zone with a root": {"zi": "/etc/localtime"},
        "a zone that is a module": {"zi": "os/path"},
        "a zone of nothing": {"zi": ""},
    },
    "not an offset": {
        "an offset of nothing": {"tz": []},
    },
    "refused with OverflowError": {
        "too long a time": {"TD": [10**12, 0, 0]},
    },
    "not a decimal number": {
        "a decimal with underscores": {"N": "1_0"},
        "a decimal with spaces": {"N": " 1"},
        "a decimal of other digits": {"N": "\u0661"},
        "a long decimal": {"N": "1" * 20_001},
    },
    "refused with ZeroDivisionError": {
        "a fraction of nothing": {"Q": [1, 0]},
    },
    "not two whole numbers": {
        "a fraction of floats": {"Q": [1.5, 1]},
        "a huge fraction": {"Q": [{"i": "f" * 40_000}, 1]},
    },
    "not a whole number": {
        "a UUID of text": {"U": "a"},
    },
    "too long a name": {
        "a handle with a long name": {"h": [1, "x" * 201, 0]},
        "a module with a long name": {"m": "x" * 201},
    },
    "not a text": {
        "a module of a number": {"m": 1},
        "a text scalar of a number": {"gs": 1},
    },
    "an unknown dtype": {
        "an array of objects as bytes": {"a": ["|O", [1], "AAAAAAAAAAA="]},
        "an array of fields": {"a": ["|V8", [1], "AAAAAAAAAAA="]},
        "a dtype that is an expression": {"a": ["f8,f8", [1], "AAAAAAAAAAA="]},
    },
    "not as many bytes as the shape says": {
        "fewer bytes than the shape": {"a": ["<f8", [2], "AAAAAAAAAAA="]},
        "more bytes than the shape": {"a": ["<f8", [], "AAAAAAAAAAAAAAAAAAAAAA=="]},
        "a scalar of two": {"g": ["|u1", "AAA="]},
    },
    "too large an array": {
        "a huge shape of nothing": {"a": ["<U0", [2**24, 2**24], ""]},
        "a huge shape of objects": {"ao": [[2**24, 2**24], []]},
    },
    "not a shape": {
        "many dimensions": {"a": ["|b1", [1] * 33, "AA=="]},
    },
    "not a truth value": {
        "a third truth value": {"a": ["|b1", [1], "Ag=="]},
        "an order of a number": {"pc": [{"a": ["|i1", [1], "AA=="]}, INDEX, 1]},
    },
    "not a letter": {
        "a letter that is none": {"a": ["<U1", [1], B64(b"\xff\xff\xff\x7f").decode()]},
        "a letter that is none, swapped": {"a": [">U1", [1], B64(b"\x00\x11\x00\x00").decode()]},
    },
    "not as many members as the shape says": {
        "more objects than the shape": {"ao": [[1], [1, 2]]},
    },
    "a text scalar as bytes": {
        "a text scalar as bytes": {"g": ["<U1", "AAAAAA=="]},
    },
    "not an array and its mask": {
        "a mask of another shape": {
            "am": [{"a": ["|u1", [1], "AA=="]}, {"a": ["|b1", [], "AA=="]}]
        },
        "a mask of no array": {"am": [[1], [True]]},
    },
    "not as many values as labels": {
        "a series longer than its labels": {"pS": [{"a": ["|u1", [3], "AAAA"]}, INDEX, None]},
        "a series shorter than its labels": {
            "pS": [{"a": ["|u1", [1], "AA=="]}, {"pr": [0, 10**15, 1, None]}, None]
        },
        "a series of two dimensions": {"pS": [{"a": ["|u1", [2, 1], "AAA="]}, INDEX, None]},
        "a block of another shape": {"pB": [INDEX, INDEX, {"a": ["|u1", [2], "AAA="]}]},
    },
    "not an index": {
        "labels that are none": {"pS": [{"a": ["|u1", [2], "AAA="]}, [0, 1], None]},
    },
    "not as many columns as names": {
        "a frame with endless names": {"pF": [INDEX, {"pr": [0, 10**15, 1, None]}, []]},
        "a frame of a dict": {"pF": [INDEX, INDEX, {}]},
    },
    "not lists": {
        "levels of text": {"pm": ["ab", "ab", []]},
    },
    "not an array of the right kind": {
        "codes of floats": {"pm": [[INDEX], [{"a": ["<f8", [1], "AAAAAAAAAAA="]}], [None]]},
    },
    "an unknown kind of text": {
        "a storage of another kind": {"px": ["os", True, [], None]},
    },
    "not texts": {
        "texts that are none": {"px": ["python", True, [1], None]},
    },
    "a frequency without dates": {
        "a frequency of numbers": {"pI": [{"a": ["|i1", [1], "AA=="]}, None, "D"]},
    },
    "not a frequency": {
        "a frequency that is an expression": {
            "pI": [{"a": ["<M8[s]", [1], "AAAAAAAAAAA="]}, None, "D+eval"]
        },
        "a period of another kind": {"pp": ["exec()", {"a": ["|i1", [1], "AA=="]}]},
    },
    "an unknown kind of interval": {
        "an open interval of another kind": {"pv": [1, 2, "ajar"]},
        "an interval of another kind": {"pi": [INDEX, INDEX, "ajar"]},
    },
    "not a moment": {
        "a moment of a number": {"ps": [1, None]},
        "a span with a zone": {"ps": [{"g": ["<m8[s]", "AAAAAAAAAAA="]}, {"zi": "UTC"}]},
    },
    "not an array of pandas": {
        "one of a list": {"p1": [1]},
        "a dtype of a list": {"pt": [1]},
    },
}


@pytest.mark.parametrize(
    ("why", "message"),
    [
        pytest.param(why, message, id=name)
        for why, messages in MALFORMED.items()
        for name, message in messages.items()
    ],
)
def test_a_message_that_no_encoder_writes_is_malformed(why, message):
    with pytest.raises(Malformed) as refused:
        decode([[message]], resolve=refuse)

    assert (refused.value.why, str(refused.value)) == (why, why)
