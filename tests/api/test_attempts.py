"""Attempts over HTTP."""

import asyncio

import pytest


async def test_a_right_answer_gets_its_points(api, attempts, a_submission):
    status, attempt = await api("POST", *attempts, body=await a_submission())

    assert status == 201
    assert (attempt["state"], attempt["points"], attempt["max_points"]) == ("graded", 2, 2)
    assert (attempt["delivery"], attempt["n_attempts"], attempt["hint"]) == ("alone", 1, None)


async def test_a_wrong_answer_gets_a_hint(api, attempts, a_submission):
    body = await a_submission(answers={"mean": "def mean(x):\n    return 0\n"})

    _, attempt = await api("POST", *attempts, body=body)

    assert (attempt["points"], attempt["hint"]) == (0, "divide by the number of values")


async def test_the_same_id_twice_is_one_attempt(api, attempts, a_submission):
    body = await a_submission()

    first = await api("POST", *attempts, body=body)
    second = await api("POST", *attempts, body=body)
    _, listed = await api("GET", *attempts)

    assert (first[0], second[0]) == (201, 200)
    assert first[1] == second[1]
    assert len(listed["attempts"]) == 1


async def test_two_tabs_that_check_at_once_make_two_attempts_and_lose_none(
    api, attempts, a_submission
):
    bodies = [await a_submission(), await a_submission()]

    answers = await asyncio.gather(*(api("POST", *attempts, body=body) for body in bodies))
    _, listed = await api("GET", *attempts)

    assert [status for status, _ in answers] == [201, 201]
    assert {one["id"] for one in listed["attempts"]} == {body["id"] for body in bodies}
    assert [one["n_attempts"] for one in listed["attempts"]] == [1, 2]


async def test_the_same_attempt_from_two_tabs_at_once_is_graded_once(api, attempts, a_submission):
    body = await a_submission()

    answers = await asyncio.gather(*(api("POST", *attempts, body=body) for _ in range(5)))
    _, listed = await api("GET", *attempts)

    assert sorted(status for status, _ in answers) == [200, 200, 200, 200, 201]
    assert len(listed["attempts"]) == 1


async def test_progress_and_the_latest_attempt_follow(api, step, attempts, a_submission):
    _, made = await api("POST", *attempts, body=await a_submission())

    _, progress = await api("GET", "hybrid", "api", "courses", "statistics", "progress")
    _, latest = await api("GET", *step, "attempts")
    _, one = await api("GET", *attempts, made["id"])

    assert [(e["exercise"], e["state"], e["points"]) for e in progress["exercises"]] == [
        ("mean", "passed", 2),
        ("why", "not_started", 0),
    ]
    assert latest["attempts"] == [made]
    assert one == made


async def test_a_persona_has_attempts_of_its_own(api, attempts, a_submission, persona):
    headers = await persona()
    _, made = await api("POST", *attempts, body=await a_submission(), headers=headers)

    _, mine = await api("GET", *attempts)
    _, theirs = await api("GET", *attempts, headers=headers)
    status, _ = await api("GET", *attempts, made["id"])

    assert mine["attempts"] == []
    assert [one["id"] for one in theirs["attempts"]] == [made["id"]]
    assert status == 404


async def test_an_answer_that_waits_for_a_person_has_no_points_yet(api, step, a_submission):
    body = await a_submission(answers={"why": "because they are balanced"})

    _, attempt = await api("POST", *step, "exercises", "why", "attempts", body=body)

    assert (attempt["needs_manual_grade"], attempt["points"]) == (True, 0)


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"id": "1"}, 422, "id"),
        ({"id": "../../etc"}, 422, "id"),
        ({"release": "0" * 64}, 404, None),
        ({"release": "x"}, 422, "release"),
        ({"answers": {"../mean": "x"}}, 422, "answers"),
        ({"answers": {"mean\x00": "x"}}, 422, "answers"),
        ({"answers": {"test-mean": "pass"}}, 422, "answers"),
        ({"answers": {"mean": 3}}, 422, "answers.mean"),
        ({"answers": []}, 422, "answers"),
        ({"free": [{"after": "nothing", "source": "x"}]}, 422, "free"),
        ({"free": [{"source": "x"}]}, 422, "free.0.after"),
        ({"free": {}}, 422, "free"),
        ({"points": 100}, 422, "points"),
        ({"session": "nothing"}, 404, "session"),
    ],
)
async def test_a_body_that_makes_no_sense_is_refused_and_nothing_is_stored(
    api, attempts, a_submission, changes, status, field
):
    answered, error = await api("POST", *attempts, body=await a_submission(**changes))
    _, listed = await api("GET", *attempts)

    assert (answered, error["field"]) == (status, field)
    assert listed["attempts"] == []


async def test_an_id_with_other_answers_is_refused(api, attempts, a_submission):
    body = await a_submission()
    await api("POST", *attempts, body=body)

    status, error = await api("POST", *attempts, body=body | {"answers": {"mean": "other"}})

    assert (status, error["code"]) == (409, "conflict")


async def test_an_attempt_in_a_live_session_knows_it(api, attempts, a_submission):
    _, session = await api("POST", "hybrid", "api", "sessions", body={"title": "Live"})
    await api("POST", "hybrid", "api", "sessions", session["key"], "start", body={})

    _, attempt = await api("POST", *attempts, body=await a_submission(session=session["key"]))

    assert attempt["delivery"] == session["key"]


async def test_an_old_copy_is_graded_against_its_own_release(
    api, attempts, a_submission, course_folder, step
):
    await api("GET", *step, "bundle")
    old = await a_submission()
    notebook = course_folder / "basics" / "averages.ipynb"
    notebook.write_text(notebook.read_text().replace('"points": 2', '"points": 5'))

    _, of_old = await api("POST", *attempts, body=old)
    _, of_new = await api("POST", *attempts, body=await a_submission())

    assert (of_old["max_points"], of_new["max_points"]) == (2, 5)
    assert of_old["release"] != of_new["release"]
