"""Marks and progress over HTTP."""

import json

import pytest

PROGRESS = ("hybrid", "api", "courses", "statistics", "progress")


@pytest.fixture
def mark(api, step):
    """Return a function that marks the step."""

    async def mark(headers=None, **body):
        return await api("PUT", *step, "mark", body=body, headers=headers)

    return mark


async def test_progress_says_where_one_is_and_what_comes_next(api):
    _, progress = await api("GET", *PROGRESS)

    assert progress["next"] == {
        "module": "basics",
        "step": "averages",
        "exercise": "mean",
        "reason": "begin",
        "due_at": None,
    }
    assert progress["steps"] == [
        {
            "module": "basics",
            "step": "averages",
            "is_done": False,
            "is_marked": False,
            "done_at": None,
            "cell": None,
            "seen_at": None,
            "due_at": None,
            "n_exercises": 2,
            "n_passed": 0,
        }
    ]


async def test_a_mark_comes_back_in_progress_and_on_the_course_home(api, mark):
    status, marked = await mark(is_done=True, cell="mean")
    _, progress = await api("GET", *PROGRESS)
    _, home = await api("GET", "hybrid", "api", "courses")

    assert status == 200
    assert progress["steps"] == [marked]
    assert (marked["is_done"], marked["is_marked"], marked["cell"]) == (True, True, "mean")
    assert (progress["next"], home["courses"][0]["n_steps"]) == (None, 1)
    assert home["courses"][0]["n_steps_done"] == 1


async def test_a_place_is_where_one_resumes(api, mark):
    await mark(cell="why")

    _, progress = await api("GET", *PROGRESS)

    assert (progress["next"]["reason"], progress["steps"][0]["cell"]) == ("resume", "why")


async def test_a_place_of_null_leaves_what_is_known(mark):
    await mark(cell="why")

    _, marked = await mark(cell=None)

    assert marked["cell"] == "why"


async def test_marks_are_a_persons_own(api, mark, persona):
    await mark(await persona("ada"), is_done=True)

    _, mine = await api("GET", *PROGRESS)
    _, theirs = await api("GET", *PROGRESS, headers=await persona("ada"))

    assert (mine["steps"][0]["is_done"], theirs["steps"][0]["is_done"]) == (False, True)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"is_done": "yes"}, 422),
        ({"is_done": None}, 422),
        ({"cell": 3}, 422),
        ({"cell": ""}, 422),
        ({"cell": "a" * 10_000}, 422),
        ({"cell": "../a"}, 422),
        ({"cell": "a\x00"}, 422),
        ({"is_done": True, "seen_at": "2020-01-01T00:00:00Z"}, 422),
        ({"is_done": True, "person": "bob"}, 422),
        ([], 400),
    ],
)
async def test_a_mark_that_makes_no_sense_is_refused_and_nothing_is_stored(api, step, body, status):
    answered, error = await api("PUT", *step, "mark", raw=json.dumps(body).encode())
    _, progress = await api("GET", *PROGRESS)

    assert answered == status
    assert len(error["message"]) < 300
    assert progress["steps"][0]["seen_at"] is None


@pytest.mark.parametrize(("place", "key"), [(3, "nothing"), (5, "nothing"), (7, "nothing")])
async def test_a_step_that_is_not_there_cannot_be_marked(api, step, place, key):
    parts = [*step]
    parts[place] = key

    status, error = await api("PUT", *parts, "mark", body={"is_done": True})

    assert (status, error["code"]) == (404, "not_found")


async def test_a_mark_of_nobody_is_refused(jp_serverapp, http_server_client, step):
    response = await http_server_client.fetch(
        jp_serverapp.base_url + "/".join((*step, "mark")),
        method="PUT",
        body=b'{"is_done": true}',
        raise_error=False,
    )

    assert response.code == 403


async def test_an_exercise_removed_under_a_learner_is_graded_and_says_so(
    api, step, attempts, a_submission, course_folder
):
    await api("GET", *step, "bundle")
    body = await a_submission()
    file = course_folder / "basics" / "averages.ipynb"
    notebook = json.loads(file.read_text(encoding="utf-8"))
    del notebook["cells"][1:3]
    file.write_text(json.dumps(notebook), encoding="utf-8")

    status, attempt = await api("POST", *attempts, body=body)
    _, listed = await api("GET", *attempts)
    _, progress = await api("GET", *PROGRESS)

    assert (status, attempt["points"]) == (201, 2)
    assert attempt["notes"][0].startswith("this exercise is no longer part of the course")
    assert listed["attempts"] == [attempt]
    assert [one["exercise"] for one in progress["exercises"]] == ["why"]
    assert (progress["points"], progress["max_points"]) == (0, 1)
