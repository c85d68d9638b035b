"""Live sessions and their tickets."""

import pytest

from jupyter_hybrid.domain.errors import BadTicket, Conflict, NotAllowed, NotFound
from jupyter_hybrid.domain.people import Person, Role
from jupyter_hybrid.domain.sessions import SessionRole, SessionState
from jupyter_hybrid.services.sessions import SessionService, TicketRequest

PRESENTER = TicketRequest(SessionRole.PRESENTER)
OBSERVER = TicketRequest(SessionRole.OBSERVER)


class CountingRooms:
    """The `Rooms` port, remembering what it was told."""

    def __init__(self):
        self.calls = []

    def open(self, session):
        self.calls.append(("open", session))

    def close(self, session):
        self.calls.append(("close", session))

    def n_present(self, session):
        return 0

    def is_presented(self, session):
        return False


@pytest.fixture
def rooms():
    return CountingRooms()


@pytest.fixture
def sessions(storage, rooms, clock):
    return SessionService(storage=storage, rooms=rooms, clock=clock, key=b"k" * 32)


@pytest.fixture
def live(sessions, trainer):
    session = sessions.create(trainer, title="Live coding")
    return sessions.start(trainer, session.key)


def test_a_learner_cannot_create_a_session(sessions, ada):
    with pytest.raises(NotAllowed):
        sessions.create(ada, title="Mine")


def test_a_session_is_scheduled_until_it_starts(sessions, trainer, rooms):
    session = sessions.create(trainer, title="Live coding")

    assert (session.state, rooms.calls) == (SessionState.SCHEDULED, [])
    assert sessions.start(trainer, session.key).state is SessionState.LIVE
    assert rooms.calls == [("open", session.key)]


def test_another_trainer_cannot_start_or_end_it(sessions, live):
    other = Person("tom", "Tom", frozenset({Role.TRAINER}))

    for use_case in (sessions.start, sessions.end):
        with pytest.raises(NotAllowed):
            use_case(other, live.key)


def test_an_ended_session_closes_its_rooms_and_is_listed_no_more(sessions, live, trainer, rooms):
    sessions.end(trainer, live.key)

    assert rooms.calls[-1] == ("close", live.key)
    assert sessions.sessions(trainer) == []
    with pytest.raises(Conflict):
        sessions.start(trainer, live.key)


def test_a_session_that_does_not_exist(sessions, trainer):
    for use_case in (sessions.start, sessions.end, sessions.session):
        with pytest.raises(NotFound):
            use_case(trainer, "nothing")


def test_a_ticket_admits_once(sessions, live, ada):
    ticket = sessions.ticket(ada, live.key, request=OBSERVER).token

    admission = sessions.redeem(ticket, session=live.key, document="notebook")

    assert (admission.person, admission.is_presenter) == ("ada", False)
    with pytest.raises(BadTicket, match="used before"):
        sessions.redeem(ticket, session=live.key, document="notebook")


def test_the_presenters_ticket_is_the_presenters(sessions, live, ada, trainer):
    ticket = sessions.ticket(trainer, live.key, request=PRESENTER).token

    assert sessions.redeem(ticket, session=live.key, document="notebook").is_presenter
    with pytest.raises(NotAllowed):
        sessions.ticket(ada, live.key, request=PRESENTER)


@pytest.mark.parametrize(("session", "document"), [("other", "notebook"), (None, "board")])
def test_a_ticket_is_of_one_session_and_document(sessions, live, ada, session, document):
    ticket = sessions.ticket(ada, live.key, request=OBSERVER).token

    with pytest.raises(BadTicket):
        sessions.redeem(ticket, session=session or live.key, document=document)


def test_a_ticket_lasts_sixty_seconds(sessions, live, ada, clock):
    ticket = sessions.ticket(ada, live.key, request=OBSERVER).token
    clock.advance(seconds=60)

    with pytest.raises(BadTicket, match="expired"):
        sessions.redeem(ticket, session=live.key, document="notebook")


def test_there_is_no_ticket_before_the_start_and_after_the_end(sessions, trainer, ada):
    session = sessions.create(trainer, title="Later")

    with pytest.raises(Conflict, match="not started"):
        sessions.ticket(ada, session.key, request=OBSERVER)
    sessions.end(trainer, session.key)
    with pytest.raises(Conflict, match="over"):
        sessions.ticket(ada, session.key, request=OBSERVER)


def test_a_ticket_is_void_when_the_session_ends(sessions, live, ada, trainer):
    ticket = sessions.ticket(ada, live.key, request=OBSERVER).token
    sessions.end(trainer, live.key)

    with pytest.raises(Conflict):
        sessions.redeem(ticket, session=live.key, document="notebook")


def test_a_restart_voids_tickets(sessions, live, ada, storage, rooms, clock):
    ticket = sessions.ticket(ada, live.key, request=OBSERVER).token
    restarted = SessionService(storage=storage, rooms=rooms, clock=clock, key=b"k" * 32)

    with pytest.raises(BadTicket, match="restarted"):
        restarted.redeem(ticket, session=live.key, document="notebook")


def test_what_others_see_can_be_chosen(sessions, live, ada):
    request = TicketRequest(SessionRole.OBSERVER, display_name="Countess")
    ticket = sessions.ticket(ada, live.key, request=request).token

    assert sessions.redeem(ticket, session=live.key, document="notebook").display_name == "Countess"
