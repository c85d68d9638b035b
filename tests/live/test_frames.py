"""Numbers, chunks and frames, as lib0 and the y-protocol have them."""

import json
import random

import pytest
from pycrdt import Awareness, Doc, Map, create_sync_message, create_update_message

from jupyter_hybrid.live.awareness import Entry, encode_entries, parse_entries
from jupyter_hybrid.live.encoding import MAX_NUMBER, MalformedFrame, Reader, write_number
from jupyter_hybrid.live.frames import (
    AwarenessFrame,
    MessageFrame,
    SyncFrame,
    SyncStep,
    is_heartbeat,
    parse,
    step1_frame,
    step2_frame,
    update_frame,
)


@pytest.mark.parametrize("number", [0, 1, 127, 128, 300, 2**32 - 1, 2**32, MAX_NUMBER])
def test_a_number_is_read_as_it_was_written(number):
    reader = Reader(write_number(number))

    assert reader.number() == number
    assert reader.n_left == 0


@pytest.mark.parametrize("raw", [b"", b"\x80", b"\xff" * 20, write_number(MAX_NUMBER + 1)])
def test_a_number_that_is_none_is_refused(raw):
    with pytest.raises(MalformedFrame):
        Reader(raw).number()


def test_frames_are_those_of_pycrdt():
    doc = Doc(client_id=2**32 - 1)
    doc.get("meta", type=Map)["title"] = "é😀" * 100
    update = doc.get_update()

    assert step1_frame(doc.get_state()) == create_sync_message(doc)
    assert update_frame(update) == create_update_message(update)
    assert parse(create_sync_message(doc)) == SyncFrame(SyncStep.STEP1, doc.get_state())
    assert parse(step2_frame(update)) == SyncFrame(SyncStep.STEP2, update)


def test_awareness_is_read_as_pycrdt_writes_it():
    awareness = Awareness(Doc(client_id=77))
    awareness.set_local_state({"user": {"name": "Zoë 😀"}})
    payload = awareness.encode_awareness_update([77])

    (entry,) = parse_entries(payload)

    assert (entry.client, entry.is_gone) == (77, False)
    assert json.loads(entry.state) == {"user": {"name": "Zoë 😀"}}
    assert encode_entries([entry]) == payload


def test_a_farewell_outweighs_what_came_before():
    assert Entry(5, 7, "{}").farewell() == Entry(5, 8, "null")
    assert Entry(5, MAX_NUMBER, "{}").farewell().clock == MAX_NUMBER


def test_only_awareness_is_a_heartbeat():
    assert is_heartbeat(b"\x01\x01\x00")
    assert not is_heartbeat(b"\x00\x00\x01\x00")
    assert not is_heartbeat(b"")


def test_no_bytes_make_the_parser_fail_in_another_way():
    random_bytes = random.Random(5)

    for _ in range(20_000):
        raw = random_bytes.randbytes(random_bytes.randrange(12))
        first = random_bytes.choice([b"\x00\x00", b"\x00\x01", b"\x01", b"\x64", b""])
        try:
            frame = parse(first + raw)
            if isinstance(frame, AwarenessFrame):
                parse_entries(frame.payload)
        except MalformedFrame:
            continue
        assert frame is None or isinstance(frame, SyncFrame | AwarenessFrame | MessageFrame)
