"""Everything by keyboard, and no serious fault that axe finds in what is ours."""

import re

import pytest
from playwright.sync_api import expect
from ui.keyboard import Keyboard
from ui.learner import CODE, SINK, WRONG, become_learner, parse_amount_bar, unfold
from ui.notebook_page import NotebookPage
from ui.parts import LIGHT, THEMES, axe_faults, run, use_theme

COURSE = "python_for_analysts"
TRAINER_SEES = (
    ".jp-Hybrid-CoursesPanel",
    ".jp-Hybrid-ExerciseBar",
    ".jp-Hybrid-CourseStatusItem",
    ".jp-Hybrid-LiveBar",
)
LEARNER_SEES = (".jp-Hybrid-LiveHeader", ".jp-Hybrid-LiveView", ".jp-Hybrid-LiveStatus")


@pytest.fixture(scope="module")
def shared_lab(start_shared_lab):
    return start_shared_lab()


@pytest.fixture
def lab(start_lab):
    return start_lab()


def expect_none(faults):
    assert faults == [], "\n".join(map(str, faults))


def test_a_session_needs_no_mouse_and_has_no_serious_fault(lab, open_window):
    trainer, learner = open_window(), open_window()
    _, persona = lab.call("POST", "/hybrid/api/personas", {"name": "learner"})
    trainer.open_lab(lab, workspace="train", **{"hybrid-course": COURSE})
    learner.open_lab(lab, workspace="learn", **{"hybrid-persona": persona["token"]})
    page = trainer.page
    keyboard = Keyboard(page)

    # The Courses panel, a step, an answer, Check.
    exercise = parse_amount_bar(page)
    expect(exercise).to_contain_text("0 / 2 points")
    NotebookPage(trainer).wait_for_kernel()
    keyboard.run_from_palette("Open Courses")
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
    keyboard.run_from_palette("Go Live")
    expect(page.locator(".jp-Hybrid-LiveBar")).to_be_focused()
    expect(learner.page.get_by_role("button", name=re.compile("^Live now"))).to_be_visible()
    Keyboard(learner.page).run_from_palette("Join Live Session")
    view = learner.page.locator(".jp-Hybrid-LiveView")
    expect(view.get_by_role("region", name="Notebook of the presenter, read only")).to_be_focused()
    following = view.get_by_role("button", name=re.compile("Follow"))
    learner.page.keyboard.press("PageDown")
    expect(following).to_have_attribute("aria-pressed", "false")
    learner.page.keyboard.press("f")
    expect(following).to_have_attribute("aria-pressed", "true")

    for theme in THEMES:
        for window, parts in ((trainer, TRAINER_SEES), (learner, LEARNER_SEES)):
            use_theme(window.page, theme)
            expect_none(axe_faults(window.page, parts))

    # The end gives the focus back to the notebook.
    keyboard.run_from_palette("End Live Session")
    page.get_by_role("button", name="End Session").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".jp-Hybrid-LiveBar")).to_have_count(0)
    expect(page.locator(".jp-Notebook .jp-Cell.jp-mod-active")).to_be_focused()


def expect_no_fault(page, *parts):
    """Look at parts of a page in each theme, and in a browser that forces its own colours."""
    for theme in THEMES:
        use_theme(page, theme)
        expect_none(axe_faults(page, parts))
    page.emulate_media(forced_colors="active")
    # The browser sees to the contrast itself, and axe reads the colours that it replaced.
    expect_none(axe_faults(page, parts, without={"color-contrast"}))
    for button in page.locator(".jp-Hybrid-Button:visible").all():
        expect(button).to_have_css("border-top-style", "solid")
    page.emulate_media(forced_colors="none")
    use_theme(page, LIGHT)


@pytest.fixture
def window(shared_lab, open_window):
    """A learner's window."""
    window = open_window()
    window.open_lab(shared_lab, workspace="hybrid-learner", **become_learner(shared_lab))
    return window


@pytest.fixture
def page(window):
    return window.page


def test_the_catalogue_and_the_way_into_a_course_have_no_serious_fault(window, page):
    run(page, "hybrid:open-courses")
    panel = page.get_by_role("region", name="Courses", exact=True)
    panel.locator("summary", has_text="Filters").click()
    panel.get_by_role("checkbox", name="data").check()
    panel.get_by_role("checkbox", name="data").uncheck()
    panel.get_by_role("button", name="Python for analysts", exact=True).click()
    expect(panel.get_by_role("button", name=re.compile("^Continue"))).to_be_visible()
    panel.get_by_role("button", name=re.compile("^Kitchen sink")).click()
    panel.get_by_role("textbox", name=re.compile("needs a code")).fill("wrong-code")
    panel.get_by_role("button", name="Enrol").click()
    expect(panel.get_by_role("alert")).to_contain_text("You are not enrolled yet")

    window.errors = [error for error in window.errors if "403" not in error]
    expect_no_fault(page, ".jp-Hybrid-CoursesPanel", ".jp-Hybrid-Enrolment")


def test_the_pages_of_a_course_have_no_serious_fault(page):
    run(page, "hybrid:open-course-home", course=SINK)
    home = page.locator(".jp-Hybrid-Home")
    home.get_by_role("textbox", name=re.compile("needs a code")).fill(CODE)
    home.get_by_role("button", name="Enrol").click()
    expect(home.get_by_role("heading", name="Left today")).to_be_visible()
    expect_no_fault(page, ".jp-Hybrid-Home")

    run(page, "hybrid:open-live-step", course=SINK, module="more", step="talk")
    expect(page.locator(".jp-Hybrid-LiveStep h1")).to_be_visible()
    expect_no_fault(page, ".jp-Hybrid-LiveStep", ".jp-Hybrid-PlayerBar")

    run(page, "hybrid:show-my-data")
    expect(page.locator(".jp-Hybrid-MyData table").first).to_be_visible()
    expect_no_fault(page, ".jp-Hybrid-MyData")


def test_an_exercise_with_everything_unfolded_has_no_serious_fault(shared_lab, open_window):
    window = open_window()
    who = become_learner(shared_lab, "unfolding")
    window.open_lab(shared_lab, workspace="hybrid-unfolding", **{"hybrid-course": COURSE}, **who)
    page = window.page
    bar = parse_amount_bar(page)
    expect(bar).to_contain_text("0 / 2 points")
    NotebookPage(window).write("parse_amount", WRONG)

    unfold(bar)
    run(page, "hybrid:reset-step")
    page.get_by_role("button", name="Reset", exact=True).click()
    expect(page.locator(".jp-Hybrid-PlayerNotice")).to_contain_text("Your copy is kept as")

    expect_no_fault(page, ".jp-Hybrid-ExerciseBar", ".jp-Hybrid-PlayerBar")


def test_nothing_of_ours_moves(shared_lab, open_window):
    window = open_window(reduced_motion="reduce")
    window.open_lab(shared_lab, workspace="train", **{"hybrid-course": COURSE})
    expect(parse_amount_bar(window.page)).to_contain_text("0 / 2 points")

    moving = window.page.evaluate(
        """() => [...document.querySelectorAll('[class*=jp-Hybrid]')]
            .filter(element => element.getAnimations({ subtree: false }).length > 0
                || parseFloat(getComputedStyle(element).transitionDuration) > 0)
            .map(element => element.className)"""
    )

    assert moving == []
