"""One history at a time."""


def test_a_reopened_notebook_does_not_double_its_cells(presenter, observer, loop):
    first, watching = presenter("first"), observer()
    first.add_cell("x = 1")
    loop.advance(0.05)
    first.connection.leave()

    second = presenter("second")
    second.add_cell("x = 1")
    watching.read()
    loop.advance(0.05)

    assert watching.cells == second.cells == observer().cells == ["x = 1"]


def test_who_knows_epochs_stays_and_hears_of_the_new_one(presenter, observer):
    presenter("first")
    watching = observer()

    presenter("second")

    assert [one["epoch"] for one in watching.said("epoch")] == ["first", "second"]
    assert watching.channel.code is None


def test_who_does_not_know_epochs_is_sent_away(presenter, observer, room):
    presenter("first")
    watching = observer(knows_epochs=False)

    presenter("second")

    assert watching.channel.code == 4409
    assert room.n_observers == 0


def test_nothing_of_the_old_history_is_sent_after_the_new_one_began(presenter, observer, loop):
    first, watching = presenter("first"), observer()
    first.add_cell("old")
    first.say(t="ptr", cell="old", line=0, col=0)

    presenter("second")
    watching.read()
    loop.advance(1)

    assert watching.cells == []
    assert watching.said("ptr") == []


def test_changes_wait_until_the_new_document_was_asked_for(presenter, observer, loop):
    presenter("first")
    watching = observer()
    second = presenter("second")

    second.add_cell("x")
    loop.advance(0.05)
    frames = list(watching.channel.frames)

    assert {frame[0] for frame in frames} == {100}
    assert watching.cells == []
    assert watching.cells == ["x"]


def test_the_first_epoch_sends_nobody_away(presenter, observer, loop):
    early = observer(knows_epochs=False)

    writing = presenter("first")
    writing.add_cell("x")
    loop.advance(0.05)

    assert [one["epoch"] for one in early.said("epoch")] == [None, "first"]
    assert early.cells == ["x"]


def test_a_stock_presenter_makes_the_first_epoch(presenter, observer, loop):
    early = observer(knows_epochs=False)

    writing = presenter(None)
    writing.add_cell("x")
    loop.advance(0.05)

    assert early.cells == ["x"]
    assert early.said("epoch")[-1]["epoch"]


def test_a_stock_presenter_joins_the_epoch_that_is(presenter, room):
    first = presenter("first")
    first.add_cell("x")

    second = presenter(None)

    assert room.epoch == "first"
    assert second.cells == ["x"]
    assert first.channel.code is None


def test_a_presenter_that_comes_back_keeps_its_epoch(presenter, observer, member, loop):
    before, watching = presenter("first"), observer()
    before.add_cell("x")
    loop.advance(0.05)
    before.connection.leave()

    back = member(is_presenter=True)
    back.doc = before.doc
    back.change("y")
    back.say(t="hello", epoch="first")
    back.read()
    loop.advance(0.05)

    assert watching.cells == ["x", "y"]
    assert watching.kinds.count("left") == 1
    assert [one["epoch"] for one in watching.said("epoch")] == ["first", "first"]


def test_a_room_that_lost_everything_is_filled_by_its_presenter(member, room, loop):
    back = member(is_presenter=True)
    back.change("x")
    back.change("y")

    back.say(t="hello", epoch="first")
    back.read()

    assert back.kinds == ["epoch", "welcome"]
    late = member()
    late.sync()
    assert late.cells == ["x", "y"]


def test_nothing_is_taken_from_a_presenter_before_it_has_begun(member, observer, loop):
    hasty, watching = member(is_presenter=True), observer()

    hasty.add_cell("x")
    hasty.say(t="ptr", cell="x", line=0, col=0)
    loop.advance(1)

    assert watching.cells == []
    assert watching.said("ptr") == []
    assert hasty.channel.code is None


def test_the_newest_presenter_wins(presenter, observer, loop):
    first, watching = presenter("first"), observer()

    second = presenter("first")
    second.add_cell("x")
    first.add_cell("y")
    loop.advance(0.05)

    assert (first.kinds[-1], first.channel.code) == ("taken", 4410)
    assert watching.cells == ["x"]
    assert "left" not in watching.kinds


def test_observers_hear_that_the_presenter_left(presenter, observer):
    writing, watching = presenter(), observer()

    writing.connection.leave()

    assert watching.kinds[-1] == "left"
    assert observer().kinds[:2] == ["epoch", "left"]


def test_the_last_of_two_stock_presenters_leaves_not_the_first(presenter, observer):
    one, two, watching = presenter(None), presenter(None), observer()

    one.connection.leave()
    assert "left" not in watching.kinds

    two.connection.leave()
    assert watching.kinds[-1] == "left"


def test_a_presenter_that_never_began_does_not_leave(presenter, member, observer):
    presenter()
    watching = observer()

    member(is_presenter=True).connection.leave()

    assert "left" not in watching.kinds
