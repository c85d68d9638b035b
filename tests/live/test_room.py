"""Roles, order of messages, merging and counting."""

import gc
import weakref

import pytest
from pycrdt import Array, Map, create_update_message

from jupyter_hybrid.live.frames import SyncStep
from jupyter_hybrid.live.peer import MAX_BACKLOG


def test_an_observer_sees_what_the_presenter_writes(presenter, observer, loop):
    watching, writing = observer(), presenter()

    writing.add_cell("x = 1")
    loop.advance(0.05)

    assert watching.cells == ["x = 1"]


def test_who_comes_late_gets_everything(presenter, observer, loop):
    writing = presenter()
    for i in range(30):
        writing.add_cell(f"x = {i}")
        loop.advance(0.03)

    late = observer()

    assert late.cells == [f"x = {i}" for i in range(30)]


def test_an_observers_change_leaves_no_trace(presenter, observer, loop):
    writing, watching, other = presenter(), observer(), observer()
    writing.add_cell("x = 1")
    loop.advance(0.05)

    watching.read()
    watching.add_cell("import os")
    loop.advance(1)

    assert writing.cells == other.cells == observer().cells == ["x = 1"]
    assert watching.kinds[-1] == "denied"
    assert watching.channel.code is None


def test_a_refused_observer_can_begin_anew(presenter, observer, loop):
    writing, watching = presenter(), observer()
    watching.add_cell("import os")

    watching.doc = type(watching.doc)(client_id=77)
    watching.sync()
    writing.add_cell("x = 1")
    loop.advance(0.05)

    assert watching.cells == ["x = 1"]


def test_an_observer_that_goes_on_writing_is_sent_away(presenter, observer):
    presenter()
    watching = observer()

    for i in range(20):
        watching.add_cell(f"import os{i}")

    assert watching.channel.code == 4403


def test_a_step_2_without_content_is_no_write(presenter, observer):
    presenter()
    watching = observer()

    watching.connection.receive(bytes([0, SyncStep.STEP2, 2, 0, 0]))

    assert "denied" not in watching.kinds


def test_only_who_asked_gets_changes(presenter, member, loop):
    writing, silent = presenter(), member()

    writing.add_cell("x = 1")
    loop.advance(0.05)

    assert silent.kinds == ["epoch", "present"]
    assert silent.n_updates == 0


def test_a_presenter_does_not_hear_itself(presenter, loop):
    writing = presenter()
    writing.read()

    writing.add_cell("x = 1")
    writing.say(t="ptr", cell="x = 1", line=0, col=3)
    loop.advance(1)

    assert writing.channel.take() == []


def test_two_stock_presenters_hear_each_other_and_not_themselves(presenter, observer, loop):
    one, two, watching = presenter(None), presenter(None), observer()
    one.add_cell("of one")
    two.add_cell("of two")

    loop.advance(0.05)
    heard = b"".join(one.channel.frames)

    assert b"of two" in heard
    assert b"of one" not in heard
    assert sorted(one.cells) == sorted(two.cells) == sorted(watching.cells) == ["of one", "of two"]
    assert (one.n_updates, two.n_updates, watching.n_updates) == (1, 1, 1)


def test_a_change_waits_for_what_it_builds_on(presenter, observer, loop):
    writing, watching = presenter(), observer()
    meta = writing.doc.get("meta", type=Map)
    changes = []
    for key in ("x", "y"):
        before = writing.doc.get_state()
        meta[key] = 1
        changes.append(create_update_message(writing.doc.get_update(before)))

    writing.connection.receive(changes[1])
    loop.advance(0.05)
    watching.read()
    n_before = watching.n_updates
    writing.connection.receive(changes[0])
    loop.advance(0.05)
    watching.read()

    assert (n_before, watching.n_updates) == (0, 1)
    assert watching.doc.get("meta", type=Map).to_py() == {"x": 1, "y": 1}


def test_a_room_sends_at_most_20_frames_a_second(presenter, observer, loop):
    writing, watching = presenter(), observer()
    watching.read()

    for i in range(200):
        writing.add_cell(str(i))
        loop.advance(0.005)

    watching.read()
    assert watching.n_updates <= 21
    assert watching.cells == writing.cells == [str(i) for i in range(200)]


def test_the_first_keystroke_after_a_pause_is_not_held_back(presenter, observer, loop):
    writing, watching = presenter(), observer()
    loop.advance(1)

    writing.add_cell("x")
    loop.advance(0)

    assert watching.cells == ["x"]


def test_the_pointer_comes_with_the_changes_and_to_those_who_come_late(presenter, observer, loop):
    writing, watching = presenter(), observer()

    writing.add_cell("x")
    writing.say(t="ptr", cell="y", line=1, col=None)
    writing.say(t="ptr", cell="x", line=2, col=7)
    loop.advance(0.05)

    expected = [{"t": "ptr", "cell": "x", "line": 2, "col": 7}]
    assert watching.said("ptr") == observer().said("ptr") == expected


@pytest.mark.parametrize(
    "pointer",
    [
        {"cell": 5, "line": 1, "col": 1},
        {"cell": "", "line": 1, "col": 1},
        {"cell": "c" * 129, "line": 1, "col": 1},
        {"cell": "\ud800", "line": 1, "col": 1},
        {"cell": "x", "line": -1, "col": 1},
        {"cell": "x", "line": 1.5, "col": 1},
        {"cell": "x", "line": True, "col": 1},
        {"cell": "x", "line": 1, "col": 10**9},
        {"cell": "x", "line": "1", "col": 1},
    ],
)
def test_a_pointer_that_is_none_is_dropped(presenter, observer, loop, pointer):
    writing, watching = presenter(), observer()

    writing.say(t="ptr", **pointer)
    loop.advance(1)

    assert watching.said("ptr") == []
    assert writing.channel.code is None


def test_a_pointer_carries_nothing_else(presenter, observer, loop):
    writing, watching = presenter(), observer()

    writing.say(t="ptr", cell="x", line=1, col=1, html="<script>")
    loop.advance(1)

    assert watching.said("ptr") == [{"t": "ptr", "cell": "x", "line": 1, "col": 1}]


def test_who_joins_is_told_the_epoch_its_role_and_how_many_are_there(member, presenter, observer):
    presenter("first")
    observer()

    joiner = member()

    assert joiner.said("epoch") == [{"t": "epoch", "epoch": "first", "role": "observer", "n": 2}]


def test_how_many_are_there_is_told_once_a_second_when_it_changed(presenter, observer, loop):
    writing = presenter()
    watching = [observer() for _ in range(3)]
    loop.advance(1)
    watching.append(observer())
    watching.append(observer())
    loop.advance(1)
    watching[0].connection.leave()
    loop.advance(5)

    assert [one["n"] for one in writing.said("present")] == [3, 5, 4]
    assert [one["n"] for one in watching[1].said("present")] == [3, 5, 4]


def test_who_comes_and_goes_within_a_second_is_not_told(presenter, observer, loop):
    writing = presenter()
    loop.advance(5)

    observer().connection.leave()
    loop.advance(5)

    assert writing.said("present") == []


def test_a_slow_reader_is_dropped_and_the_others_are_not(presenter, observer, loop, room):
    writing, slow, quick = presenter(), observer(), observer()
    slow.channel.n_buffered = MAX_BACKLOG + 2000

    writing.add_cell("x")
    loop.advance(0.05)

    assert slow.channel.code == 4408
    assert room.n_observers == 1
    assert quick.cells == ["x"]


def test_a_large_first_frame_is_no_slowness(presenter, observer, loop):
    writing = presenter()
    writing.add_cell("x" * 3_000_000)
    loop.advance(0.05)
    late = observer()
    late.channel.n_buffered = 3_500_000

    writing.add_cell("y")
    loop.advance(0.05)

    assert late.channel.code is None
    assert late.cells[-1] == "y"


def test_a_large_frame_that_has_arrived_excuses_nothing(presenter, observer, loop):
    writing, slow = presenter(), observer()
    writing.add_cell("x" * 3_000_000)
    loop.advance(0.05)
    writing.add_cell("y")
    loop.advance(0.05)
    slow.channel.n_buffered = 3_500_000

    writing.add_cell("z")
    loop.advance(0.05)

    assert slow.channel.code == 4408


def test_who_dropped_out_catches_up_by_its_state_vector(presenter, observer, member, loop):
    writing, before = presenter(), observer()
    writing.add_cell("x" * 10_000)
    loop.advance(0.05)
    assert len(before.cells) == 1
    before.connection.leave()
    writing.add_cell("y")
    loop.advance(0.05)

    back = member()
    back.doc = before.doc
    back.say(t="hello")
    back.connection.receive(bytes([0, 0]) + _chunk(before.doc.get_state()))
    n_bytes = sum(map(len, back.channel.frames))
    back.read()

    assert back.cells == ["x" * 10_000, "y"]
    assert n_bytes < 1000


def test_a_session_that_ends_sends_everybody_home(presenter, observer, room, loop):
    writing, watching = presenter(), observer()

    room.end()
    loop.advance(5)

    assert (watching.kinds[-1], watching.channel.code) == ("ended", 4404)
    assert (writing.kinds[-1], writing.channel.code) == ("ended", 4404)
    writing.connection.leave()
    assert room.n_observers == 0


def test_the_servers_replica_has_a_32_bit_id_and_writes_nothing(presenter, room, observer, loop):
    ids = set()
    for i in range(50):
        presenter(f"epoch {i}")
        ids.add(room.document.client_id)

    assert len(ids) > 40
    assert all(0 < one < 2**32 for one in ids)
    assert room.document.whole() == b"\x00\x00"


def test_a_history_that_is_over_leaves_the_memory(presenter, room):
    presenter("first")
    before = weakref.ref(room.document._doc)

    presenter("second")
    gc.collect()

    assert before() is None


def test_stock_clients_find_the_roots_of_a_notebook(room):
    roots = room.document._doc

    assert {name: type(root).__name__ for name, root in roots.items()} == {
        "cells": "Array",
        "meta": "Map",
        "state": "Map",
    }
    assert len(roots.get("cells", type=Array)) == 0


def _chunk(raw: bytes) -> bytes:
    assert len(raw) < 128
    return bytes([len(raw)]) + raw
