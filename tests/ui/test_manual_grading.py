"""A trainer grades by hand, by keyboard alone, and checks again after a corrected test."""

import json
import shutil
import uuid

import pytest
from playwright.sync_api import expect
from ui.parts import layout_faults, run
from ui.person import Person, address

from jupyter_hybrid.domain.courses import StepKey

COURSE = "kitchen_sink"
ESSAY = StepKey(COURSE, "more", "grading")
CELLS = StepKey(COURSE, "basics", "cells")
HOSTILE = (
    '# Mine\n\n<img src="x" onerror="window.wasRun = true"><script>window.wasRun = true</script>'
)


@pytest.fixture(scope="module")
def courses(sample_courses, tmp_path_factory):
    folder = tmp_path_factory.mktemp("courses")
    shutil.copytree(sample_courses / COURSE, folder / COURSE)
    return folder


@pytest.fixture(scope="module")
def lab(start_shared_lab, courses):
    return start_shared_lab(course_dirs=courses)


@pytest.fixture
def trainer(lab, open_window):
    """Return a function that opens a window as the server's owner, at the page for grading."""

    def trainer(**options):
        window = open_window(**options)
        window.open_lab(lab, workspace=f"grading-{uuid.uuid4().hex}")
        window.page.wait_for_function(
            "() => window.jupyterapp.commands.isVisible('hybrid:grade-by-hand')"
        )
        window.page.evaluate(
            "course => window.jupyterapp.commands.execute('hybrid:grade-by-hand', { course })",
            COURSE,
        )
        return window.page, window.page.locator(".jp-Hybrid-Grading")

    return trainer


def hand_in(learner, step, exercise, answers):
    learner.enrol(COURSE, "sink-2035")
    modules = learner.call("GET", f"/api/courses/{COURSE}")["modules"]
    module = next(one for one in modules if one["key"] == step.module)
    release = next(one for one in module["steps"] if one["key"] == step.step)["release"]
    body = {"id": str(uuid.uuid4()), "release": release, "answers": answers}
    return learner.call("POST", f"/api{address(step)}/exercises/{exercise}/attempts", body)


def test_a_class_is_graded_with_the_keyboard_alone(lab, trainer):
    learners = [Person(lab, name) for name in ("ada", "bob")]
    for learner in learners:
        assert hand_in(learner, ESSAY, "essay", {"essay": HOSTILE})["needs_manual_grade"]
    page, grading = trainer()
    keys = page.keyboard

    first = grading.get_by_role("list", name="Answers").get_by_role("button").first
    expect(first).to_contain_text("persona ada")
    first.focus()
    keys.press("Enter")
    points = grading.get_by_role("textbox", name="Points for persona ada, from 0 to 2")
    expect(points).to_be_focused()
    answer = grading.get_by_role("region", name="Answer", exact=True)
    expect(answer.get_by_role("heading", name="Mine")).to_be_visible()
    keys.type("1.5")
    keys.press("Tab")
    keys.type("Well said")
    keys.press("Control+Enter")
    expect(
        grading.get_by_role("textbox", name="Points for persona bob, from 0 to 2")
    ).to_be_focused()
    keys.press("Shift+Enter")
    expect(points).to_have_value("1.5")
    keys.press("Escape")
    grading.get_by_role("list", name="Answers").get_by_role("button").first.focus()
    keys.press("Enter")
    expect(
        grading.get_by_role("textbox", name="Points for persona bob, from 0 to 2")
    ).to_be_focused()
    keys.type("2")
    keys.press("Enter")

    expect(grading.get_by_text("Nothing else waits here.")).to_be_visible()
    assert page.evaluate("() => window.wasRun") is None
    (attempt,) = learners[0].attempts(ESSAY, "essay")
    states = {
        one["exercise"]: (one["points"], one["state"])
        for one in learners[1].progress(COURSE)["exercises"]
    }
    assert (attempt["points"], attempt["needs_manual_grade"]) == (1.5, False)
    assert states["essay"] == (2, "passed")


def test_a_corrected_test_changes_points_after_a_preview(lab, courses, trainer):
    learner = Person(lab, "cleo")
    made = hand_in(learner, CELLS, "add_base", {"add_base": "def add_base(x):\n    return -1\n"})
    assert made["points"] == 0
    file = courses / COURSE / "basics" / "cells.ipynb"
    notebook = json.loads(file.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "test_add_base":
            cell["source"] = "assert callable(add_base)"
    file.write_text(json.dumps(notebook), encoding="utf-8")
    _, grading = trainer()

    grading.get_by_role("button", name="Check again", exact=True).click()
    grading.get_by_label("Exercise to check again").select_option("basics/cells/add_base")
    grading.get_by_role("button", name="Check again with corrected tests").click()
    row = grading.get_by_role("row", name="persona cleo")
    expect(row).to_contain_text("gains")
    (before,) = learner.attempts(CELLS, "add_base")
    grading.get_by_role("button", name="Apply", exact=True).click()
    expect(grading.get_by_text("The new points are stored.")).to_be_visible()

    (after,) = learner.attempts(CELLS, "add_base")
    assert (before["points"], after["points"]) == (0, 1)
    assert "checked again" in " ".join(after["notes"])


def test_the_page_fits_a_narrow_window(lab, trainer):
    hand_in(Person(lab, "dora"), ESSAY, "essay", {"essay": "word " * 200})
    page, grading = trainer(viewport={"width": 360, "height": 740})
    run(page, "application:set-mode", mode="single-document")
    run(page, "application:toggle-left-area")

    expect(grading.get_by_role("button", name="persona dora")).to_be_visible()
    in_list = layout_faults(grading)
    grading.get_by_role("button", name="persona dora").click()
    expect(grading.get_by_role("textbox", name="Comment for the learner")).to_be_visible()

    assert in_list + layout_faults(grading) == []


def test_a_learner_is_offered_no_grading(lab, open_window):
    window = open_window()
    with window.page.expect_response(lambda response: "hybrid/api/me" in response.url):
        Person(lab, "eve").enter(window)

    has, may = (
        window.page.evaluate(f"() => window.jupyterapp.commands.{asked}('hybrid:grade-by-hand')")
        for asked in ("hasCommand", "isVisible")
    )

    assert (has, may) == (True, False)
