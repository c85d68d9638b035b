"""The author's addresses, on a real server."""

import json

import pytest

from fakes.course_folder import write_course

LINT = ("hybrid", "local", "authoring", "lint")
NEW = ("hybrid", "local", "authoring", "new")
OPEN = ("hybrid", "local", "authoring", "courses")
DRY_RUN = ("hybrid", "local", "authoring", "dry-run")
BODIES = {
    LINT: {"path": "mine"},
    NEW: {"path": "fresh", "title": "Fresh"},
    OPEN: {"path": "mine"},
    DRY_RUN: {"path": "mine/basics/averages.ipynb"},
}
HOSTILE = [
    "../outside",
    "mine/../../outside",
    "/etc/passwd",
    "C:\\windows",
    "mine\x00",
    ".ssh",
    "mine/.git/x.ipynb",
]


@pytest.fixture
def root(jp_root_dir):
    """The server's root folder with a course in it."""
    write_course(jp_root_dir / "mine", key="mine")
    return jp_root_dir


async def test_a_course_folder_is_offered_for_as_long_as_the_server_runs(api, root):
    opened = await api("POST", *OPEN, body={"path": "mine/basics"})
    again = await api("POST", *OPEN, body={"path": "mine"})

    assert opened == again == (200, {"course": "mine", "path": "mine"})
    _, courses = await api("GET", "hybrid", "api", "courses")
    assert {course["key"] for course in courses["courses"]} == {"statistics", "mine"}


async def test_a_new_course_is_made_and_offered(api, root):
    status, made = await api("POST", *NEW, body={"path": "x/fresh", "title": "Über 🚀"})

    assert (status, made) == (201, {"course": "uber", "path": "x/fresh"})
    assert (root / "x" / "fresh" / "course.yaml").is_file()
    assert await api("GET", "hybrid", "api", "courses", "uber")
    status, linted = await api("POST", *LINT, body={"path": "x/fresh"})
    assert (status, linted) == (200, {"course": "uber", "folder": "x/fresh", "messages": []})


async def test_a_new_course_is_written_over_nothing(api, root):
    before = (root / "mine" / "course.yaml").read_text()

    status, error = await api("POST", *NEW, body={"path": "mine", "title": "A"})

    assert (status, error["code"]) == (409, "conflict")
    assert (root / "mine" / "course.yaml").read_text() == before


async def test_lint_tells_file_cell_and_advice(api, root):
    write_course(root / "mine", key="mine", notebook={"nbformat": 4, "cells": ["odd"]})

    status, report = await api("POST", *LINT, body={"path": "mine/basics/averages.ipynb"})

    assert status == 200
    assert (report["course"], report["folder"]) == ("mine", "mine")
    message = next(one for one in report["messages"] if one["code"] == "odd-cell")
    assert message == {
        "severity": "error",
        "code": "odd-cell",
        "file": "basics/averages.ipynb",
        "text": "cell 1 is not an object",
        "advice": "delete the cell, or restore it from a copy",
        "line": None,
        "cell": 1,
        "cell_id": None,
    }


async def test_a_broken_course_file_is_linted_all_the_same(api, root):
    (root / "mine" / "course.yaml").write_text("schema: 1\n")

    status, report = await api("POST", *LINT, body={"path": "mine"})

    assert (status, report["course"]) == (200, None)
    assert report["messages"]


async def test_a_dry_run_gives_points_of_every_exercise(api, root):
    status, runs = await api("POST", *DRY_RUN, body={"path": "mine/basics/averages.ipynb"})

    assert status == 200
    (run,) = runs["exercises"]
    assert (run["step"], run["exercise"], run["max_points"]) == ("basics/averages", "mean", 2)
    assert run["untouched_points"] == 0
    assert (run["problems"], run["trust"], run["reasons"]) == ([], "split", [])


async def test_a_dry_run_of_what_is_not_there_is_said(api, root):
    path = "mine/basics/averages.ipynb"

    missing = await api("POST", *DRY_RUN, body={"path": path, "exercise": "nothing"})
    manual = await api("POST", *DRY_RUN, body={"path": path, "exercise": "why"})
    text = await api("POST", *DRY_RUN, body={"path": "mine/basics/prices.csv"})

    assert (missing[0], missing[1]["field"]) == (404, "exercise")
    assert (manual[0], manual[1]["field"]) == (422, "exercise")
    assert text[0] == 404


@pytest.mark.parametrize("path", HOSTILE)
@pytest.mark.parametrize("address", list(BODIES), ids=lambda address: address[-1])
async def test_a_hostile_path_is_refused_and_nothing_is_written(api, root, address, path):
    before = sorted(root.parent.rglob("*"))

    status, error = await api("POST", *address, body={**BODIES[address], "path": path})

    assert (status, error["code"], error["field"]) == (422, "invalid", "path")
    assert sorted(root.parent.rglob("*")) == before


@pytest.mark.parametrize("address", list(BODIES), ids=lambda address: address[-1])
async def test_a_link_out_of_the_root_is_refused(api, root, tmp_path, address):
    outside = write_course(tmp_path / "outside", key="outside")
    (root / "link").symlink_to(outside)
    path = "link/basics/averages.ipynb" if address == DRY_RUN else "link/x"

    status, error = await api("POST", *address, body={**BODIES[address], "path": path})

    assert (status, error["code"]) == (403, "not_allowed")
    assert not (outside / "x").exists()


@pytest.mark.parametrize("address", list(BODIES), ids=lambda address: address[-1])
async def test_through_a_learners_eyes_nothing_can_be_written(api, root, persona, address):
    headers = await persona()

    status, error = await api("POST", *address, body=BODIES[address], headers=headers)

    assert (status, error["code"]) == (403, "not_allowed")
    assert not (root / "fresh").exists()


@pytest.mark.parametrize("address", list(BODIES), ids=lambda address: address[-1])
@pytest.mark.parametrize(
    "body", [{}, {"path": 3}, {"path": "mine", "odd": 1}, {"path": "x" * 5000}]
)
async def test_a_body_that_the_contract_does_not_know_is_refused(api, root, address, body):
    status, error = await api("POST", *address, raw=json.dumps(body).encode())

    assert (status, error["code"]) == (422, "invalid")
