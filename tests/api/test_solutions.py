"""Limits on attempts, worked solutions and answers over HTTP."""

import json
import uuid

import pytest

WRONG = {"mean": "def mean(x):\n    return 0\n"}
SOLUTION = [
    {"id": "mean", "cell_type": "code", "source": "def mean(x):\n    return sum(x) / len(x)\n"}
]


@pytest.fixture
def allow(course_folder):
    """Return a function that writes what the author allows at the first exercise."""

    def allow(**policy):
        file = course_folder / "basics" / "averages.ipynb"
        notebook = json.loads(file.read_text(encoding="utf-8"))
        notebook["cells"][1]["metadata"]["jupyter_hybrid"].update(policy)
        file.write_text(json.dumps(notebook), encoding="utf-8")

    return allow


@pytest.fixture
def exercise(step):
    return (*step, "exercises", "mean")


@pytest.fixture
def learner(persona):
    return persona("ada")


@pytest.fixture
def check(api, attempts, a_submission):
    """Return a function that hands in a wrong answer, or another."""

    async def check(headers=None, **changes):
        body = await a_submission(**({"answers": WRONG} | changes))
        return await api("POST", *attempts, body=body, headers=headers)

    return check


@pytest.fixture
def fetch_raw(jp_fetch):
    """Return a function that posts and returns the response with its headers."""

    async def fetch_raw(*parts, body):
        return await jp_fetch(
            *parts, method="POST", body=json.dumps(body), raise_error=False, request_timeout=60
        )

    return fetch_raw


async def test_the_pause_says_in_body_and_header_how_long_it_is(
    fetch_raw, attempts, a_submission, allow
):
    allow(pause_s=600)
    first = await a_submission(answers=WRONG)
    await fetch_raw(*attempts, body=first)

    refused = await fetch_raw(*attempts, body=await a_submission(answers=WRONG))
    again = await fetch_raw(*attempts, body=first)

    error = json.loads(refused.body)
    assert (refused.code, error["code"], error["field"]) == (429, "too_many", "exercise")
    assert 590 < error["retry_after_s"] <= 600
    assert 590 < int(refused.headers["Retry-After"]) <= 600
    assert again.code == 200


async def test_other_errors_say_nothing_of_waiting(api, attempts, a_submission):
    _, error = await api("POST", *attempts, body=await a_submission(id="1"))

    assert sorted(error) == ["code", "field", "message"]


async def test_the_last_attempt_is_the_last(api, attempts, check, allow):
    allow(attempts=2)

    statuses = [(await check())[0] for _ in range(3)]
    _, listed = await api("GET", *attempts)
    _, progress = await api("GET", "hybrid", "api", "courses", "statistics", "progress")

    assert statuses == [201, 201, 409]
    assert len(listed["attempts"]) == 2
    assert progress["exercises"][0]["n_attempts_left"] == 0
    assert progress["exercises"][0]["solution"] == "give_up"


async def test_a_solution_opens_by_giving_up_and_ends_the_points(
    api, exercise, check, learner, a_submission
):
    headers = await learner
    for _ in range(2):
        await check(headers)
    early = await api("GET", *exercise, "solution", headers=headers)
    too_early = await api("POST", *exercise, "give-up", body={}, headers=headers)
    await check(headers)
    shut = await api("GET", *exercise, "solution", headers=headers)
    given_up = await api("POST", *exercise, "give-up", headers=headers)
    again = await api("POST", *exercise, "give-up", body={}, headers=headers)
    opened = await api("GET", *exercise, "solution", headers=headers)
    right = (await a_submission())["answers"]
    _, late = await check(headers, answers=right)
    _, progress = await api(
        "GET", "hybrid", "api", "courses", "statistics", "progress", headers=headers
    )

    assert (early[0], too_early[0], shut[0]) == (403, 403, 403)
    assert "after one more attempt" in early[1]["message"]
    assert "give the exercise up" in shut[1]["message"]
    assert given_up == again == opened == (200, {"exercise": "mean", "cells": SOLUTION})
    assert (late["points"], "gives no points" in late["notes"][0]) == (2, True)
    mine = progress["exercises"][0]
    assert (mine["points"], mine["state"], mine["solution"]) == (0, "given_up", "open")


async def test_a_solution_opens_by_passing(api, exercise, check, learner, a_submission):
    headers = await learner
    await check(headers, answers=(await a_submission())["answers"])

    assert await api("GET", *exercise, "solution", headers=headers) == (
        200,
        {"exercise": "mean", "cells": SOLUTION},
    )


async def test_a_trainer_reads_solutions(api, exercise):
    assert (await api("GET", *exercise, "solution"))[0] == 200


async def test_a_solution_holds_no_hidden_test(api, exercise):
    _, solution = await api("GET", *exercise, "solution")

    assert "assert" not in json.dumps(solution)


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({3: "nothing"}, 404),
        ({5: "nothing"}, 404),
        ({7: "nothing"}, 404),
        ({9: "nothing"}, 404),
        ({9: "test-mean"}, 404),
        ({9: "a" * 10_000}, 422),
        ({9: "a%00b"}, 422),
        ({3: "Not-A-Key"}, 422),
    ],
)
@pytest.mark.parametrize("verb", ["GET", "POST"])
async def test_solutions_of_what_is_not_there(api, exercise, verb, changed, status, persona):
    parts = [changed.get(place, part) for place, part in enumerate(exercise)]
    headers = await persona("ada")
    address = (*parts, "solution" if verb == "GET" else "give-up")

    answered, error = await api(verb, *address, headers=headers)

    assert answered == status
    assert len(error["message"]) < 300


@pytest.mark.parametrize("body", [b"[]", b'{"sure": true}', b"{", b"\xff"])
async def test_giving_up_takes_no_body(api, exercise, body):
    status, _ = await api("POST", *exercise, "give-up", raw=body)

    assert status in {400, 422}


async def test_answers_are_shown_to_their_author_only(api, attempts, check, learner, persona):
    headers = await learner
    free = [{"after": "mean", "source": "x = 1"}]
    _, made = await check(headers, free=free)
    address = (*attempts, made["id"], "answers")

    mine = await api("GET", *address, headers=headers)
    others = [
        await api("GET", *address, headers=await persona("bob")),
        await api("GET", *address),
        await api("GET", *attempts, str(uuid.uuid4()), "answers", headers=headers),
    ]

    assert mine == (200, {"answers": WRONG, "free": free})
    assert [status for status, _ in others] == [404] * 3


async def test_answers_of_an_exercise_are_not_those_of_another(api, step, check):
    _, made = await check()

    status, _ = await api("GET", *step, "exercises", "why", "attempts", made["id"], "answers")

    assert status == 404


async def test_what_was_missing_is_part_of_an_attempt(check):
    _, made = await check()

    assert made["missing"] == []
