"""A window as wide as a phone: nothing is cut off, and every control can be hit."""

import re

import pytest
from playwright.sync_api import expect
from ui.learner import COURSE, WRONG, become_learner, parse_amount_bar, unfold
from ui.notebook_page import NotebookPage
from ui.parts import layout_faults, run

NARROW = {"width": 360, "height": 740}
STEP = f"/hybrid/local/courses/{COURSE}/modules/first_steps/steps/clean_orders/open"


@pytest.fixture
def window(open_window):
    return open_window(viewport=NARROW)


def expect_fit(part):
    """Check a part of a page; what is in its folds counts too."""
    expect(part).to_be_visible()
    part.evaluate("part => part.querySelectorAll('details').forEach(each => { each.open = true; })")
    faults = layout_faults(part)
    assert faults == [], "\n".join(faults)


def test_jupyterlab_in_its_simple_mode(start_lab, window):
    lab = start_lab()
    page = window.page
    window.open_lab(lab, workspace="hybrid-learner", **become_learner(lab))
    run(page, "application:set-mode", mode="single-document")

    # The panel with its filters; it takes the whole width.
    run(page, "hybrid:open-courses")
    panel = page.get_by_role("region", name="Courses", exact=True)
    panel.get_by_role("button", name="Python for analysts", exact=True).click()
    expect(panel.get_by_role("button", name=re.compile("^Continue"))).to_be_visible()
    panel.get_by_role("button", name=re.compile("^Kitchen sink")).click()
    expect(panel.get_by_role("textbox", name=re.compile("needs a code"))).to_be_visible()
    expect_fit(panel)

    # The course, and everything stored.
    run(page, "hybrid:open-course-home", course=COURSE)
    run(page, "application:toggle-left-area")
    home = page.locator(".jp-Hybrid-Home")
    expect_fit(home)
    home.get_by_role("button", name=re.compile("^Continue")).click()
    bar = parse_amount_bar(page)
    expect(bar).to_contain_text("0 / 2 points")
    NotebookPage(window).wait_for_kernel()
    NotebookPage(window).write("parse_amount", WRONG)
    unfold(bar)
    expect_fit(bar)
    expect_fit(page.get_by_role("region", name="Step of a course"))
    run(page, "hybrid:show-my-data")
    stored = page.locator(".jp-Hybrid-MyData")
    expect(stored.get_by_role("table").first).to_be_visible()
    expect_fit(stored)


def test_notebook_7(start_lab, window):
    server = start_lab(app="notebook")
    _, opened = server.call("POST", STEP, {})
    page = window.page

    page.goto(f"{server.base}/notebooks/{opened['path']}?token=test-token")
    bar = parse_amount_bar(page)
    expect(bar).to_contain_text("0 / 2 points")
    NotebookPage(window).write("parse_amount", WRONG)
    unfold(bar)

    expect_fit(bar)
    expect_fit(page.get_by_role("region", name="Step of a course"))
