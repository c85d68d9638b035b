"""Attempts that wait, that are taken back, and that meet broken tests, over HTTP."""

import asyncio
import os

import pytest

from fakes.server_extension import FAULT, SLOW

SLOW_ANSWER = {"answers": {"mean": SLOW}}


def nobody_waits_to_begin(serverapp):
    return serverapp.web_app.settings["hybrid_program"].exercises.waiting() == []


async def until(ask, is_reached):
    """Ask until the answer is the one that is waited for."""
    async with asyncio.timeout(20):
        while not is_reached(answer := await ask()):
            await asyncio.sleep(0.01)
    return answer


def has_a_place(said):
    return said[1]["position"] is not None


@pytest.fixture
def hand_in(api, attempts, a_submission):
    """Return a function that hands in answers; it gives the id, and the task that waits."""

    async def hand_in(**changes):
        body = await a_submission(**changes)
        waiting = asyncio.create_task(api("POST", *attempts, body=body))
        await until(lambda: api("GET", *attempts, body["id"]), lambda said: said[0] == 200)
        return body["id"], waiting

    return hand_in


@pytest.fixture
def keep_busy(hand_in, jp_serverapp):
    """Return a function that gives every worker something to do; it returns the ids."""

    async def keep_busy():
        busy = [(await hand_in(**SLOW_ANSWER))[0] for _ in range(os.cpu_count() or 1)]
        async with asyncio.timeout(20):
            while not nobody_waits_to_begin(jp_serverapp):
                await asyncio.sleep(0.01)
        return busy

    return keep_busy


async def test_an_attempt_that_waits_tells_its_place_and_moves_up(
    api, step, attempts, hand_in, keep_busy
):
    busy = await keep_busy()
    first, _ = await hand_in(**SLOW_ANSWER)
    await until(lambda: api("GET", *attempts, first), has_a_place)
    second, waiting = await hand_in()

    _, before = await until(lambda: api("GET", *attempts, second), has_a_place)
    _, listed = await api("GET", *attempts)
    _, latest = await api("GET", *step, "attempts")
    await api("DELETE", *attempts, first)
    _, after = await until(
        lambda: api("GET", *attempts, second), lambda said: said[1]["position"] != 2
    )
    await api("DELETE", *attempts, busy[0])
    status, graded = await waiting
    for attempt in busy[1:]:
        await api("DELETE", *attempts, attempt)

    assert (before["state"], before["position"], after["position"]) == ("queued", 2, 1)
    assert [one["position"] for one in listed["attempts"]] == [*[None] * len(busy), 1, 2]
    assert [one["position"] for one in latest["attempts"]] == [2]
    assert (status, graded["state"], graded["position"]) == (201, "graded", None)


async def test_an_attempt_under_way_is_stopped_and_who_waits_for_it_hears_of_it(
    api, attempts, hand_in
):
    attempt, waiting = await hand_in(**SLOW_ANSWER)

    status, cancelled = await api("DELETE", *attempts, attempt)
    answered, told = await asyncio.wait_for(waiting, 10)
    _, answers = await api("GET", *attempts, attempt, "answers")

    assert (status, cancelled["state"], cancelled["n_attempts"]) == (200, "cancelled", 0)
    assert (answered, told) == (201, cancelled)
    assert answers["answers"] == SLOW_ANSWER["answers"]


async def test_what_was_taken_back_stays_so_when_it_is_sent_once_more(
    api, attempts, a_submission, hand_in
):
    body = await a_submission(**SLOW_ANSWER)
    waiting = asyncio.create_task(api("POST", *attempts, body=body))
    await until(lambda: api("GET", *attempts, body["id"]), lambda said: said[0] == 200)
    _, cancelled = await api("DELETE", *attempts, body["id"])
    await waiting

    status, again = await api("POST", *attempts, body=body)

    assert (status, again) == (200, cancelled)


async def test_what_was_taken_back_costs_nothing_and_moves_no_progress(
    api, attempts, hand_in, a_submission
):
    attempt, waiting = await hand_in(**SLOW_ANSWER)
    await api("DELETE", *attempts, attempt)
    await waiting

    _, progress = await api("GET", "hybrid", "api", "courses", "statistics", "progress")
    _, graded = await api("POST", *attempts, body=await a_submission())
    _, listed = await api("GET", *attempts)

    assert progress["exercises"][0]["state"] == "not_started"
    assert graded["n_attempts"] == 1
    assert [(one["state"], one["n_attempts"]) for one in listed["attempts"]] == [
        *(("cancelled", 0), ("graded", 1)),
    ]


async def test_taking_back_what_has_its_result_is_refused(api, attempts, a_submission):
    _, graded = await api("POST", *attempts, body=await a_submission())

    status, error = await api("DELETE", *attempts, graded["id"])
    _, still = await api("GET", *attempts, graded["id"])

    assert (status, error["code"]) == (409, "conflict")
    assert still == graded


async def test_another_persons_attempt_cannot_be_taken_back(api, attempts, hand_in, persona):
    attempt, waiting = await hand_in(**SLOW_ANSWER)

    status, _ = await api("DELETE", *attempts, attempt, headers=await persona())
    _, still = await api("GET", *attempts, attempt)
    await api("DELETE", *attempts, attempt)
    await waiting

    assert (status, still["state"]) == (404, "queued")


@pytest.mark.parametrize("attempt", ["6b1f4f3e-0000-4000-8000-000000000001", "nothing"])
async def test_an_attempt_that_is_not_there_cannot_be_taken_back(api, attempts, attempt):
    status, error = await api("DELETE", *attempts, attempt)

    assert (status, error["code"]) == (404, "not_found")


async def test_a_broken_test_is_told_and_costs_no_attempt(api, attempts, a_submission):
    body = await a_submission(answers={"mean": FAULT})

    _, attempt = await api("POST", *attempts, body=body)

    assert attempt["fault"] == "`solve` is defined nowhere"
    assert (attempt["n_attempts"], attempt["hint"]) == (0, None)


async def test_on_a_server_of_ones_own_checking_is_practice(api, attempts, a_submission, persona):
    _, mine = await api("POST", *attempts, body=await a_submission())
    headers = await persona()
    _, personas = await api("POST", *attempts, body=await a_submission(), headers=headers)

    assert (mine["practice"], personas["practice"]) == (True, True)
    assert mine["comments"] == []
