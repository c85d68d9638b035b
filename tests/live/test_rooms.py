"""The port `Rooms`, by adapter and fake alike; and who is let in."""

import asyncio
import threading
from collections.abc import Callable, Iterator

import pytest

from fakes.rooms import FakeChannel, FakeRooms
from jupyter_hybrid.domain.errors import NotFound, TooMany
from jupyter_hybrid.domain.sessions import DocumentKind
from jupyter_hybrid.live.rooms import LiveRooms
from jupyter_hybrid.services.ports import Admission, Rooms

Arrive = Callable[[str], None]


def admission(session: str = "s", *, is_presenter: bool = False) -> Admission:
    return Admission(session, DocumentKind.NOTEBOOK, "ada", "Ada", is_presenter)


@pytest.fixture(params=["live", "fake"])
def rooms_and_arrive(request: pytest.FixtureRequest) -> Iterator[tuple[Rooms, Arrive]]:
    """Return rooms and a function that lets one observer come to a session."""
    if request.param == "fake":
        fake = FakeRooms()
        yield fake, fake.arrive
        return
    live = LiveRooms()
    loop = asyncio.new_event_loop()

    async def join(session: str) -> None:
        live.join(admission(session), FakeChannel())

    yield live, lambda session: loop.run_until_complete(join(session))
    loop.close()


def test_nobody_is_in_a_session_that_was_never_opened(rooms_and_arrive):
    rooms, _ = rooms_and_arrive

    assert rooms.n_present("s") == 0


def test_observers_are_counted_by_session(rooms_and_arrive):
    rooms, arrive = rooms_and_arrive
    rooms.open("s")
    rooms.open("other")

    arrive("s")
    arrive("s")

    assert (rooms.n_present("s"), rooms.n_present("other")) == (2, 0)


def test_a_session_is_presented_while_a_presenter_is_connected():
    rooms = LiveRooms()
    loop = asyncio.new_event_loop()

    async def present():
        connection = rooms.join(admission(is_presenter=True), FakeChannel())
        was_presented = rooms.is_presented("s")
        connection.leave()
        connection.leave()
        return was_presented

    rooms.open("s")

    assert not rooms.is_presented("s")
    assert loop.run_until_complete(present())
    assert not rooms.is_presented("s")
    loop.close()


def test_opening_twice_is_opening_once(rooms_and_arrive):
    rooms, arrive = rooms_and_arrive
    rooms.open("s")
    arrive("s")

    rooms.open("s")

    assert rooms.n_present("s") == 1


def test_nobody_is_left_in_a_closed_session(rooms_and_arrive):
    rooms, arrive = rooms_and_arrive
    rooms.open("s")
    arrive("s")

    rooms.close("s")
    rooms.close("s")

    assert rooms.n_present("s") == 0


def test_closing_what_was_never_opened_is_no_mistake(rooms_and_arrive):
    rooms, _ = rooms_and_arrive

    rooms.close("s")

    assert rooms.n_present("s") == 0


@pytest.mark.asyncio
async def test_presenters_are_not_counted():
    rooms = LiveRooms()

    rooms.join(admission(is_presenter=True), FakeChannel())

    assert rooms.n_present("s") == 0


@pytest.mark.asyncio
async def test_who_leaves_is_not_counted():
    rooms = LiveRooms()
    connection = rooms.join(admission(), FakeChannel())

    connection.leave()
    connection.leave()

    assert rooms.n_present("s") == 0


@pytest.mark.asyncio
async def test_a_full_session_takes_no_more_observers_and_still_its_presenter():
    rooms = LiveRooms(max_observers=2)
    rooms.open("s")
    first = rooms.join(admission(), FakeChannel())
    rooms.join(admission(), FakeChannel())

    with pytest.raises(TooMany, match="takes 2 observers"):
        rooms.join(admission(), FakeChannel())
    rooms.join(admission(is_presenter=True), FakeChannel())
    rooms.join(admission("other"), FakeChannel())
    first.leave()

    rooms.join(admission(), FakeChannel())
    assert rooms.n_present("s") == 2


@pytest.mark.asyncio
async def test_a_ticket_opens_the_rooms_again_after_a_restart():
    rooms = LiveRooms()

    rooms.join(admission(), FakeChannel())

    assert rooms.n_present("s") == 1


@pytest.mark.asyncio
async def test_a_ticket_that_was_redeemed_just_before_the_end_opens_nothing():
    rooms = LiveRooms()
    rooms.open("s")

    rooms.close("s")

    with pytest.raises(NotFound, match="s has ended"):
        rooms.join(admission(), FakeChannel())


@pytest.mark.asyncio
async def test_what_was_closed_can_be_opened_again():
    rooms = LiveRooms()
    rooms.close("s")

    rooms.open("s")
    rooms.join(admission(), FakeChannel())

    assert rooms.n_present("s") == 1


@pytest.mark.asyncio
async def test_a_use_case_in_another_thread_sends_everybody_home():
    rooms = LiveRooms()
    rooms.open("s")
    presenting, watching = FakeChannel(), _AwaitedChannel()
    rooms.join(admission(is_presenter=True), presenting)
    rooms.join(admission(), watching)

    await asyncio.to_thread(rooms.close, "s")
    await asyncio.wait_for(watching.was_closed.wait(), timeout=5)

    assert presenting.code == watching.code == 4404
    assert watching.closed_in == threading.get_ident()


class _AwaitedChannel(FakeChannel):
    def __init__(self) -> None:
        super().__init__()
        self.was_closed = asyncio.Event()
        self.closed_in = 0

    def close(self, code: int, reason: str) -> None:
        super().close(code, reason)
        self.closed_in = threading.get_ident()
        self.was_closed.set()
