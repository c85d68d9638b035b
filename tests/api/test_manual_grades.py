"""Grading by hand over HTTP."""

import pytest

GRADING = ("hybrid", "api", "courses", "statistics", "grading")
PROGRESS = ("hybrid", "api", "courses", "statistics", "progress")
UNSEEN = {"points": None, "comment": "", "graded_by": None}


@pytest.fixture
def hand_in(api, step, a_submission, persona):
    """Return a function that hands in what a person has to read, as a learner."""

    async def hand_in(answer="because it is the middle", *, name="ada"):
        body = await a_submission(answers={"why": answer})
        address = (*step, "exercises", "why", "attempts")
        status, attempt = await api("POST", *address, body=body, headers=await persona(name))
        assert status == 201
        return attempt["id"]

    return hand_in


@pytest.fixture
def give(api):
    """Return a function that gives points as a trainer."""

    async def give(attempt, points, comment="", *, seen=UNSEEN, headers=None, cell="why"):
        body = {"points": points, "comment": comment, "seen": seen}
        return await api("PUT", *GRADING, attempt, "cells", cell, body=body, headers=headers)

    return give


async def test_points_by_hand_are_the_learners_at_once(api, hand_in, give, step, persona):
    attempt = await hand_in()

    _, waiting = await api("GET", *GRADING, params={"state": "waiting"})
    status, graded = await give(attempt, 1, "well said")

    headers = await persona("ada")
    address = (*step, "exercises", "why", "attempts", attempt)
    _, seen = await api("GET", *address, headers=headers)
    _, progress = await api("GET", *PROGRESS, headers=headers)
    mine = next(one for one in progress["exercises"] if one["exercise"] == "why")
    assert [one["attempt"] for one in waiting["items"]] == [attempt]
    assert (status, graded["cells"][0]["points"]) == (200, 1)
    assert graded["cells"][0]["graded_by"] == "your trainer"
    assert (seen["points"], seen["needs_manual_grade"]) == (1, False)
    assert (mine["points"], mine["state"]) == (1, "passed")


async def test_an_answer_comes_with_task_and_solution(api, hand_in):
    attempt = await hand_in("<img src=x onerror=alert(1)>")

    status, found = await api("GET", *GRADING, attempt)

    (cell,) = found["cells"]
    assert status == 200
    assert cell["answer"] == [{"cell_type": "markdown", "source": "<img src=x onerror=alert(1)>"}]
    assert cell["solution"] == "because"
    assert (found["learner"], found["is_latest"], found["language"]) == (
        {"name": "persona ada", "display_name": "persona ada"},
        True,
        "python",
    )


async def test_whoever_comes_second_learns_what_the_first_one_gave(hand_in, give):
    attempt = await hand_in()
    await give(attempt, 0.5, "half of it")

    late = await give(attempt, 1)
    again = await give(attempt, 0.5, "half of it")
    informed = await give(
        attempt,
        1,
        seen={"points": 0.5, "comment": "half of it", "graded_by": "your trainer"},
    )

    assert late[0] == 409
    assert late[1]["code"] == "conflict"
    assert "your trainer gave 0.5 of 1 points" in late[1]["message"]
    assert "half of it" in late[1]["message"]
    assert (again[0], informed[0]) == (200, 200)


async def test_a_later_attempt_waits_instead_and_the_earlier_one_can_be_reached(api, hand_in, give):
    first = await hand_in("one")
    await give(first, 1)
    second = await hand_in("two")

    _, listed = await api("GET", *GRADING)
    _, found = await api("GET", *GRADING, second)
    _, earlier = await api("GET", *GRADING, first)

    assert [one["attempt"] for one in listed["items"]] == [second]
    assert listed["exercises"] == [
        {
            "module": "basics",
            "step": "averages",
            "exercise": "why",
            "n_waiting": 1,
            "n_graded": 0,
        }
    ]
    assert [(one["attempt"], one["cells"][0]["points"]) for one in found["others"]] == [(first, 1)]
    assert not earlier["is_latest"]


async def test_who_grades_blind_gets_no_name(api, hand_in):
    attempt = await hand_in(name="grace")

    _, listed = await api("GET", *GRADING, params={"blind": "true"})
    _, found = await api("GET", *GRADING, attempt, params={"blind": "true"})

    assert listed["items"][0]["learner"] is None
    assert found["learner"] is None
    assert "grace" not in str(listed) + str(found)


@pytest.mark.parametrize("points", [-0.5, 1.5, 0.3, 2])
async def test_points_that_cannot_be_given(hand_in, give, points):
    attempt = await hand_in()

    status, error = await give(attempt, points)

    assert (status, error["field"]) == (422, "points")


async def test_a_learner_may_see_and_give_nothing(api, hand_in, give, persona, step):
    attempt = await hand_in()
    headers = await persona("ada")
    regrade = (*step, "exercises", "mean", "regrade")

    answers = [
        await api("GET", *GRADING, headers=headers),
        await api("GET", *GRADING, attempt, headers=headers),
        await give(attempt, 1, headers=headers),
        await api("GET", *regrade, headers=headers),
        await api("POST", *regrade, headers=headers),
        await api("DELETE", *regrade, headers=headers),
        await api("POST", *regrade, "apply", body={"id": "1"}, headers=headers),
    ]

    assert [status for status, _ in answers] == [403] * 7


async def test_pages_and_filters(api, hand_in, give):
    attempts = [await hand_in(name=name) for name in ("ada", "bob", "cleo")]
    await give(attempts[0], 1)

    async def asked(**params):
        _, page = await api("GET", *GRADING, params=params)
        return [one["attempt"] for one in page["items"]]

    assert await asked() == [attempts[1], attempts[2], attempts[0]]
    assert await asked(state="graded") == [attempts[0]]
    assert await asked(offset="1", limit="1") == [attempts[2]]
    assert await asked(exercise="mean") == []
    assert (
        await asked(module="basics", step="averages", exercise="why", state="waiting")
        == (attempts[1:])
    )


@pytest.mark.parametrize(
    "params",
    [
        {"limit": "0"},
        {"limit": "201"},
        {"limit": "many"},
        {"limit": "²"},
        {"offset": "-1"},
        {"offset": "9" * 5000},
        {"state": "new"},
        {"module": "basics"},
        {"exercise": "a b"},
    ],
)
async def test_wrong_questions(api, params):
    assert (await api("GET", *GRADING, params=params))[0] == 422


async def test_what_is_not_there(api, hand_in, give, attempts, a_submission):
    attempt = await hand_in()
    _, tested = await api("POST", *attempts, body=await a_submission())

    assert (await api("GET", *GRADING, "nothing"))[0] == 404
    assert (await api("GET", *GRADING, tested["id"]))[0] == 404
    assert (await give(attempt, 1, cell="mean"))[0] == 404
    assert (await give(tested["id"], 1, cell="test-mean"))[0] == 404
    elsewhere = ("hybrid", "api", "courses", "other", "grading", attempt)
    assert (await api("GET", *elsewhere))[0] == 404
