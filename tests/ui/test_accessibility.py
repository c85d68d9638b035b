"""Everything by keyboard, and no serious fault that axe finds in what is ours."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

COURSE = "python_for_analysts"
OURS = (
    ".jp-Hybrid-CoursesPanel",
    ".jp-Hybrid-ExerciseBar",
    ".jp-Hybrid-CourseStatusItem",
    ".jp-Hybrid-LiveBar",
    ".jp-Hybrid-LiveHeader",
    ".jp-Hybrid-LiveView",
    ".jp-Hybrid-LiveStatus",
)


@pytest.fixture
def lab(start_lab):
    return start_lab()


def run_from_palette(page, label):
    page.keyboard.press("ControlOrMeta+Shift+c")
    expect(page.locator(".lm-CommandPalette-input")).to_be_focused()
    page.keyboard.type(label)
    expect(page.locator(".lm-CommandPalette-item.lm-mod-active")).to_contain_text(label)
    page.keyboard.press("Enter")


def faults(page):
    """Return what axe calls serious or critical in our parts of a page, and the parts it saw."""
    there = [part for part in OURS if page.locator(part).first.is_visible()]
    found = []
    for part in there:
        violations = Axe().run(page, context=part).response["violations"]
        found += [
            (part, each["id"], each["nodes"][0]["html"])
            for each in violations
            if each["impact"] in {"serious", "critical"}
        ]
    return found, there


def use_theme(page, theme):
    page.evaluate(
        "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})", theme
    )
    expect(page.locator(f"body[data-jp-theme-name='{theme}']")).to_be_attached()


def test_a_session_needs_no_mouse_and_has_no_serious_fault(lab, open_window):
    trainer, learner = open_window(), open_window()
    _, persona = lab.call("POST", "/hybrid/api/personas", {"name": "learner"})
    trainer.open_lab(lab, workspace="train", **{"hybrid-course": COURSE})
    learner.open_lab(lab, workspace="learn", **{"hybrid-persona": persona["token"]})
    page = trainer.page

    # The Courses panel, a step, an answer, Check.
    exercise = page.get_by_role("region", name="Exercise parse_amount")
    expect(exercise).to_contain_text("0 / 2 points")
    run_from_palette(page, "Open Courses")
    expect(page.get_by_role("button", name="Read the courses again")).to_be_focused()
    page.get_by_role("button", name=re.compile("^Continue")).focus()
    page.keyboard.press("Enter")
    check = exercise.get_by_role("button", name="Check exercise parse_amount")
    check.focus()
    page.keyboard.press("Enter")
    expect(exercise).to_contain_text("There is no answer yet")
    expect(check).to_be_focused()
    expect(page.locator(".jp-Hybrid-LiveRegion", has_text="Exercise parse_amount.")).to_have_count(
        1
    )

    # Go live, join, follow.
    run_from_palette(page, "Go Live")
    expect(page.locator(".jp-Hybrid-LiveBar")).to_be_focused()
    expect(learner.page.get_by_role("button", name=re.compile("^Live now"))).to_be_visible()
    run_from_palette(learner.page, "Join Live Session")
    view = learner.page.locator(".jp-Hybrid-LiveView")
    expect(view.get_by_role("region", name="Notebook of the presenter, read only")).to_be_focused()
    following = view.get_by_role("button", name=re.compile("Follow"))
    learner.page.keyboard.press("PageDown")
    expect(following).to_have_attribute("aria-pressed", "false")
    learner.page.keyboard.press("f")
    expect(following).to_have_attribute("aria-pressed", "true")

    seen = set()
    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        for window in (trainer, learner):
            use_theme(window.page, theme)
            found, there = faults(window.page)
            assert found == []
            seen.update(there)
    assert seen == set(OURS)

    # The end gives the focus back to the notebook.
    run_from_palette(page, "End Live Session")
    page.get_by_role("button", name="End Session").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".jp-Hybrid-LiveBar")).to_have_count(0)
    expect(page.locator(".jp-Notebook .jp-Cell.jp-mod-active")).to_be_focused()
