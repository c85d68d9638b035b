"""Who is recognised as whom."""

import pytest

from jupyter_hybrid.domain.errors import BadTicket, Invalid, NotAllowed
from jupyter_hybrid.domain.people import OWNER, Role
from jupyter_hybrid.services.people import Login, PeopleService


@pytest.fixture
def people(clock):
    return PeopleService(clock=clock, key=b"k" * 32, trainers=frozenset({"tia"}))


def owner(username="8f3a-random"):
    return Login(username, "Anonymous Io", is_owner=True)


def user(username):
    return Login(username, "", is_owner=False)


def test_whoever_holds_the_token_is_the_owner_whatever_the_browser_is_called(people):
    first, second = people.identify(owner("8f3a")), people.identify(owner("77c1"))

    assert first == second
    assert first.name == OWNER
    assert first.roles == {Role.LEARNER, Role.TRAINER}


def test_named_users_learn_and_the_named_trainers_train(people):
    assert people.identify(user("ada")).roles == {Role.LEARNER}
    assert people.identify(user("tia")).roles == {Role.LEARNER, Role.TRAINER}


@pytest.mark.parametrize("name", [OWNER, "persona learner", "user ada"])
def test_a_user_cannot_take_a_name_that_has_a_meaning(people, name):
    assert people.identify(user(name)).name == f"user {name}"


@pytest.mark.parametrize("name", ["", "../ada", "a/b", "a\x00"])
def test_a_name_that_could_be_a_path_is_refused(people, name):
    with pytest.raises(Invalid):
        people.identify(user(name))


def test_a_persona_is_a_learner_of_its_own_with_fewer_rights(people):
    token = people.create_persona(people.identify(owner()), name="learner").token

    persona = people.identify(owner(), persona=token)

    assert (persona.name, persona.persona) == ("persona learner", "learner")
    assert persona.roles == {Role.LEARNER}


def test_a_persona_cannot_open_another_persona(people):
    token = people.create_persona(people.identify(owner()), name="learner").token
    persona = people.identify(owner(), persona=token)

    with pytest.raises(NotAllowed):
        people.create_persona(persona, name="other")


def test_only_an_owner_has_personas(people):
    with pytest.raises(NotAllowed):
        people.create_persona(people.identify(user("tia")), name="learner")


def test_a_persona_is_of_no_use_to_another_person(people):
    token = people.create_persona(people.identify(owner()), name="learner").token

    with pytest.raises(BadTicket):
        people.identify(user("ada"), persona=token)


def test_a_persona_expires_after_twelve_hours(people, clock):
    token = people.create_persona(people.identify(owner()), name="learner").token
    clock.advance(hours=12)

    with pytest.raises(BadTicket, match="expired"):
        people.identify(owner(), persona=token)


@pytest.mark.parametrize("name", ["..", "a/b", "", "A"])
def test_a_personas_name_is_a_key(people, name):
    with pytest.raises(Invalid):
        people.create_persona(people.identify(owner()), name=name)
