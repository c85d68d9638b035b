"""What a course says of itself, over HTTP, as the contract promises it."""

import base64

import jsonschema
import pytest
import yaml

from jupyter_hybrid.api.bodies import CONTRACT

COURSE = """\
schema: 1
key: statistics
title: Statistics 📊
summary: Means.
level: beginner
medium: mixed
effort: 6 h
tags: [data]
objectives: [Compute a mean]
enrolment: {policy: code, code: sesame-street}
exercises: {attempts: 4, pause_s: 2, solution: never}
modules:
  - key: basics
    title: Basics
    due: 2050-12-01
    steps:
      - {key: averages, title: Averages, notebook: basics/averages.ipynb}
      - {key: text, title: Text, kind: reading, text: basics/text.md}
  - key: meeting
    title: Meeting
    requires: [basics]
    steps:
      - {key: talk, title: Talk, kind: live, starts_at: 2050-01-01T10:00, duration: 90 min}
"""


@pytest.fixture
def course_folder(course_folder):
    (course_folder / "course.yaml").write_text(COURSE, encoding="utf-8")
    (course_folder / "basics" / "text.md").write_text("# Text\n")
    return course_folder


@pytest.fixture(scope="module")
def keeps_to():
    """Return a function that checks an answer against a schema of the contract."""
    contract = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))

    def check(answer, schema):
        root = {"$ref": f"#/components/schemas/{schema}", "components": contract["components"]}
        jsonschema.Draft202012Validator(root).validate(answer)

    return check


async def test_a_course_says_all_that_its_author_wrote(api, keeps_to):
    _, courses = await api("GET", "hybrid", "api", "courses")
    _, course = await api("GET", "hybrid", "api", "courses", "statistics")

    keeps_to(courses, "Courses")
    keeps_to(course, "Course")
    [summary] = courses["courses"]
    assert (summary["next_live_at"], summary["n_steps"], summary["n_steps_done"]) == (
        "2050-01-01T10:00:00+00:00",
        3,
        0,
    )
    for told in (summary, course):
        assert (told["title"], told["level"], told["medium"]) == (
            "Statistics 📊",
            "beginner",
            "mixed",
        )
        assert (told["effort_min"], told["tags"]) == (360, ["data"])
        assert (told["enrolment_policy"], told["is_enrolled"]) == ("code", False)
        assert "sesame" not in str(told)
    assert course["objectives"] == ["Compute a mean"]


async def test_steps_say_kind_dates_and_what_their_exercises_allow(api):
    _, course = await api("GET", "hybrid", "api", "courses", "statistics")

    basics, meeting = course["modules"]
    notebook, reading, live = *basics["steps"], *meeting["steps"]
    assert (basics["requires"], meeting["requires"]) == ([], ["basics"])
    assert basics["due_at"] == notebook["due_at"] == "2050-12-01T23:59:59+00:00"
    assert (reading["kind"], reading["path"], reading["exercises"]) == (
        "reading",
        "basics/text.md",
        [],
    )
    assert (live["kind"], live["path"], live["release"], live["problem"]) == (
        "live",
        None,
        None,
        None,
    )
    assert (live["starts_at"], live["duration_min"]) == ("2050-01-01T10:00:00+00:00", 90)
    exercise = notebook["exercises"][0]
    assert (exercise["max_attempts"], exercise["pause_s"], exercise["solution"]) == (4, 2, "never")
    assert exercise["n_hints"] == 1


async def test_a_reading_is_a_bundle_without_a_notebook_and_a_live_step_none(api, step, keeps_to):
    status, bundle = await api("GET", *step[:-1], "text", "bundle")
    live = (*step[:4], "modules", "meeting", "steps", "talk", "bundle")
    refused, error = await api("GET", *live)

    assert status == 200
    keeps_to(bundle, "Bundle")
    assert (bundle["kind"], bundle["path"], bundle["notebook"]) == (
        "reading",
        "basics/text.md",
        None,
    )
    assert [base64.b64decode(file["content"]) for file in bundle["files"]] == [b"# Text\n"]
    assert (refused, error["message"]) == (422, "step 'talk' is a live session; it has no file")


async def test_a_course_folder_that_goes_away_under_a_running_server(
    api, step, course_folder, persona
):
    await api("GET", *step, "bundle")
    course_folder.rename(course_folder.with_name(".away"))

    status, error = await api("GET", *step, "bundle")

    assert status == 404
    assert error["message"] == "there is no course 'statistics'"
