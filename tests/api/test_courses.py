"""Courses over HTTP."""

import json

import pytest


async def test_the_course_home_lists_courses_with_points(api):
    status, body = await api("GET", "hybrid", "api", "courses")

    assert status == 200
    assert [
        (one["key"], one["n_exercises"], one["points"], one["max_points"])
        for one in body["courses"]
    ] == [("statistics", 2, 0, 3)]
    assert body["broken"] == []


async def test_a_course_lists_its_steps_and_exercises(api):
    status, course = await api("GET", "hybrid", "api", "courses", "statistics")

    step = course["modules"][0]["steps"][0]
    assert status == 200
    assert [exercise["key"] for exercise in step["exercises"]] == ["mean", "why"]
    assert (len(step["release"]), step["problem"]) == (64, None)


async def test_a_bundle_has_no_solution_and_no_hidden_test(api, step):
    status, bundle = await api("GET", *step, "bundle")

    text = json.dumps(bundle)
    assert status == 200
    assert "sum(x)" not in text
    assert "mean([7])" not in text
    assert "mean([1, 2])" in text
    assert [file["path"] for file in bundle["files"]] == ["basics/prices.csv"]


async def test_a_course_folder_that_breaks_under_a_running_server(api, course_folder, persona):
    (course_folder / "course.yaml").write_text("key: [statistics\n")

    _, mine = await api("GET", "hybrid", "api", "courses")
    _, theirs = await api("GET", "hybrid", "api", "courses", headers=await persona())
    status, error = await api("GET", "hybrid", "api", "courses", "statistics")

    assert mine["courses"] == []
    assert "course.yaml" in mine["broken"][0]["problems"][0]
    assert theirs["broken"] == [{"key": "statistics", "problems": []}]
    assert status == 422
    assert "course.yaml" in error["message"]


@pytest.mark.parametrize(
    "notebook", ["not JSON", json.dumps({"nbformat": 3, "nbformat_minor": 0, "worksheets": []})]
)
async def test_a_notebook_that_cannot_be_used_is_a_problem_of_its_step(
    api, course_folder, notebook, step
):
    (course_folder / "basics" / "averages.ipynb").write_text(notebook)

    _, course = await api("GET", "hybrid", "api", "courses", "statistics")
    status, error = await api("GET", *step, "bundle")

    assert "averages.ipynb" in course["modules"][0]["steps"][0]["problem"]
    assert (status, error["code"]) == (422, "invalid")


async def test_progress_begins_at_nothing(api):
    status, progress = await api("GET", "hybrid", "api", "courses", "statistics", "progress")

    assert status == 200
    assert [one["state"] for one in progress["exercises"]] == ["not_started", "not_started"]


async def test_opening_a_step_puts_it_into_the_folder_and_never_overwrites(api, step, jp_root_dir):
    address = ("hybrid", "local", *step[2:], "open")

    status, opened = await api("POST", *address, body={})
    notebook = jp_root_dir / opened["path"]
    notebook.write_text("my work")
    again, kept = await api("POST", *address, body={})

    assert (status, again) == (201, 200)
    assert opened["is_new"]
    assert kept == {"path": opened["path"], "is_new": False, "kind": "notebook"}
    assert notebook.read_text() == "my work"
    assert (notebook.parent / "prices.csv").read_text() == "price\n3\n"


async def test_a_personas_copy_is_apart_from_the_owners(api, step, persona, jp_root_dir):
    address = ("hybrid", "local", *step[2:], "open")

    _, opened = await api("POST", *address, body={}, headers=await persona())

    assert opened["path"].startswith("personas/learner/")
    assert (jp_root_dir / opened["path"]).exists()


async def test_a_folder_that_is_a_link_out_of_the_root_is_not_followed(
    api, step, jp_root_dir, tmp_path
):
    outside = tmp_path / "outside"
    outside.mkdir()
    (jp_root_dir / "courses").symlink_to(outside)

    status, error = await api("POST", "hybrid", "local", *step[2:], "open", body={})

    assert (status, error["code"]) == (403, "not_allowed")
    assert list(outside.iterdir()) == []
