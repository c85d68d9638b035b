"""Live sessions over HTTP."""

import pytest

SESSIONS = ("hybrid", "api", "sessions")


@pytest.fixture
def a_session(api):
    async def a_session():
        _, session = await api("POST", *SESSIONS, body={"title": "Live coding"})
        return session["key"]

    return a_session


async def test_the_life_of_a_session(api):
    status, session = await api("POST", *SESSIONS, body={"title": "Live coding"})
    address = (*SESSIONS, session["key"])
    _, started = await api("POST", *address, "start", body={})
    _, listed = await api("GET", *SESSIONS)
    _, ended = await api("POST", *address, "end")
    _, shown = await api("GET", *address)
    _, listed_after = await api("GET", *SESSIONS)

    assert (status, session["state"], len(session["join_code"])) == (201, "scheduled", 6)
    assert (started["state"], ended["state"], shown) == ("live", "ended", ended)
    assert [one["key"] for one in listed["sessions"]] == [session["key"]]
    assert listed_after["sessions"] == []


async def test_a_ticket_needs_a_live_session(api, a_session):
    key = await a_session()

    before, error = await api("POST", *SESSIONS, key, "tickets", body={"role": "observer"})
    await api("POST", *SESSIONS, key, "start", body={})
    after, ticket = await api(
        "POST", *SESSIONS, key, "tickets", body={"role": "observer", "display_name": "Ada"}
    )

    assert (before, error["code"]) == (409, "conflict")
    assert (after, set(ticket)) == (201, {"ticket", "expires_at"})


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"role": "king"},
        {"role": "observer", "document": "../notebook"},
        {"role": "observer", "display_name": ""},
        {"role": "observer", "display_name": "x" * 81},
        {"role": "observer", "person": "ada"},
    ],
)
async def test_a_ticket_for_something_else(api, a_session, body):
    key = await a_session()
    await api("POST", *SESSIONS, key, "start", body={})

    status, error = await api("POST", *SESSIONS, key, "tickets", body=body)

    assert (status, error["code"]) == (422, "invalid")


async def test_a_learner_observes_and_does_nothing_else(api, a_session, persona):
    key = await a_session()
    await api("POST", *SESSIONS, key, "start", body={})
    headers = await persona()

    async def status_of(*parts, body):
        status, _ = await api("POST", *SESSIONS, *parts, body=body, headers=headers)
        return status

    assert await status_of(body={"title": "Mine"}) == 403
    assert await status_of(key, "start", body={}) == 403
    assert await status_of(key, "end", body={}) == 403
    assert await status_of(key, "tickets", body={"role": "presenter"}) == 403
    assert await status_of(key, "tickets", body={"role": "observer"}) == 201


async def test_a_session_that_does_not_exist(api):
    for parts in (("nothing",), ("nothing", "start"), ("nothing", "tickets")):
        method = "GET" if len(parts) == 1 else "POST"
        body = {"role": "observer"} if parts[-1] == "tickets" else None

        status, error = await api(method, *SESSIONS, *parts, body=body)

        assert (status, error["code"]) == (404, "not_found")
