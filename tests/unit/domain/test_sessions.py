"""The life of a live session."""

from datetime import UTC, datetime

import pytest

from jupyter_hybrid.domain.sessions import (
    JOIN_CODE_ALPHABET,
    Applied,
    Effect,
    End,
    Refused,
    Session,
    SessionState,
    Start,
    apply,
    new_join_code,
)

NINE = datetime(2030, 1, 7, 9, tzinfo=UTC)
TEN = datetime(2030, 1, 7, 10, tzinfo=UTC)
SCHEDULED = Session("key", "ABC234", "Title", "owner", SessionState.SCHEDULED, NINE)


def test_starting_opens_the_rooms():
    outcome = apply(SCHEDULED, Start(NINE))

    assert isinstance(outcome, Applied)
    assert outcome.session.state is SessionState.LIVE
    assert outcome.session.started_at == NINE
    assert outcome.effects == (Effect.OPEN_ROOMS,)


def test_starting_twice_changes_nothing():
    live = apply(SCHEDULED, Start(NINE)).session

    outcome = apply(live, Start(TEN))

    assert outcome == Applied(live)


def test_ending_closes_the_rooms():
    live = apply(SCHEDULED, Start(NINE)).session

    outcome = apply(live, End(TEN))

    assert (outcome.session.state, outcome.session.ended_at) == (SessionState.ENDED, TEN)
    assert outcome.effects == (Effect.CLOSE_ROOMS,)


def test_an_ended_session_cannot_be_started_again():
    ended = apply(SCHEDULED, End(TEN)).session

    assert isinstance(apply(ended, Start(TEN)), Refused)


def test_ending_twice_changes_nothing():
    ended = apply(SCHEDULED, End(NINE)).session

    assert apply(ended, End(TEN)) == Applied(ended)


@pytest.mark.parametrize("look_alike", "01OIL")
def test_a_join_code_has_no_letter_that_sounds_or_looks_like_another(look_alike):
    assert look_alike not in JOIN_CODE_ALPHABET
    assert all(character in JOIN_CODE_ALPHABET for character in new_join_code())
