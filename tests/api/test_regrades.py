"""Checking attempts again over HTTP, after an author corrected a test."""

import asyncio
import json
import time

import pytest

RIGHT = "def mean(x):\n    return sum(x) / len(x)\n"
WRONG = "def mean(x):\n    return 0\n"


@pytest.fixture
def regrade(step):
    return (*step, "exercises", "mean", "regrade")


@pytest.fixture
def hand_in(api, attempts, a_submission, persona):
    """Return a function that hands in an answer as a learner."""

    async def hand_in(source, *, name):
        body = await a_submission(answers={"mean": source})
        status, attempt = await api("POST", *attempts, body=body, headers=await persona(name))
        assert status == 201
        return attempt["id"]

    return hand_in


@pytest.fixture
def correct(course_folder):
    """Return a function that changes what the exercise gives."""

    def correct(points):
        file = course_folder / "basics" / "averages.ipynb"
        notebook = json.loads(file.read_text(encoding="utf-8"))
        notebook["cells"][2]["metadata"]["nbgrader"]["points"] = points
        file.write_text(json.dumps(notebook), encoding="utf-8")

    return correct


@pytest.fixture
def preview(api, regrade):
    """Return a function that begins a preview and waits for it."""

    async def preview():
        status, begun = await api("POST", *regrade)
        assert (status, begun["state"]) in {(201, "running"), (201, "ready")}
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            _, found = await api("GET", *regrade)
            if found["state"] != "running":
                return found
            await asyncio.sleep(0.02)
        raise AssertionError("the preview does not end")

    return preview


@pytest.fixture
def shown_to_ada(api, attempts, persona):
    """Return a function that reads an attempt as Ada does."""

    async def shown_to_ada(attempt):
        return (await api("GET", *attempts, attempt, headers=await persona("ada")))[1]

    return shown_to_ada


async def test_a_preview_says_who_loses_and_stores_nothing(hand_in, correct, preview, shown_to_ada):
    attempt = await hand_in(RIGHT, name="ada")
    await hand_in(WRONG, name="bob")
    correct(1)

    found = await preview()

    stored = await shown_to_ada(attempt)
    assert (found["state"], found["n_total"], found["n_done"]) == ("ready", 2, 2)
    assert (found["n_gain"], found["n_lose"], found["n_same"], found["n_faults"]) == (0, 1, 1, 0)
    (loser,) = (one for one in found["rows"] if one["effect"] == "loses")
    assert loser["learner"]["name"] == "persona ada"
    assert (loser["before"], loser["after"], loser["max_points"]) == (2, 1, 1)
    assert (stored["points"], stored["notes"]) == (2, [])


async def test_applying_changes_points_and_tells_the_learner(
    api, regrade, hand_in, correct, preview, shown_to_ada
):
    attempt = await hand_in(RIGHT, name="ada")
    correct(1)
    found = await preview()
    await hand_in(WRONG, name="bob")

    status, applied = await api("POST", *regrade, "apply", body={"id": found["id"]})
    again = await api("POST", *regrade, "apply", body={"id": found["id"]})

    stored = await shown_to_ada(attempt)
    assert (status, applied["state"], applied["n_since"]) == (200, "applied", 1)
    assert (stored["points"], stored["max_points"]) == (1, 1)
    assert len(stored["notes"]) == 1
    assert stored["notes"][0].startswith("checked again on 20")
    assert stored["notes"][0].endswith("with corrected tests; 2 points before")
    assert again == (200, applied)


async def test_another_preview_or_course_than_was_seen_is_not_applied(
    api, regrade, hand_in, correct, preview
):
    await hand_in(RIGHT, name="ada")
    found = await preview()

    other = await api("POST", *regrade, "apply", body={"id": "another"})
    correct(1)
    changed = await api("POST", *regrade, "apply", body={"id": found["id"]})

    assert (other[0], changed[0]) == (409, 409)
    assert "begin again" in changed[1]["message"]


async def test_a_cancelled_preview_cannot_be_applied(api, regrade, hand_in, preview):
    await hand_in(RIGHT, name="ada")
    found = await preview()

    status, cancelled = await api("DELETE", *regrade)
    applied = await api("POST", *regrade, "apply", body={"id": found["id"]})

    assert (status, cancelled["state"], applied[0]) == (200, "cancelled", 409)


async def test_what_was_not_begun_is_not_there(api, regrade, step):
    assert (await api("GET", *regrade))[0] == 404
    assert (await api("DELETE", *regrade))[0] == 404
    assert (await api("POST", *regrade, "apply", body={"id": "1"}))[0] == 404
    assert (await api("POST", *step, "exercises", "nothing", "regrade"))[0] == 404
