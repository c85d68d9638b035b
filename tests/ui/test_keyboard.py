"""A learner without a mouse gets through a course, and never loses the focus."""

import re

import pytest
from playwright.sync_api import expect
from ui.keyboard import Keyboard
from ui.learner import (
    COURSE_TITLE,
    WRONG,
    active_answer,
    become_learner,
    learner_of,
    parse_amount_bar,
)
from ui.notebook_page import NotebookPage

N_CELLS = "() => window.jupyterapp.shell.currentWidget.content.widgets.length"


@pytest.fixture(scope="module")
def shared_lab(start_shared_lab):
    return start_shared_lab()


@pytest.fixture
def window(shared_lab, open_window, request):
    window = open_window()
    name = learner_of(request)
    window.open_lab(shared_lab, workspace=f"hybrid-{name}", **become_learner(shared_lab, name))
    # JupyterLab takes the focus once more when it has begun.
    expect(window.page.locator(".jp-Launcher")).to_be_focused()
    return window


@pytest.fixture
def page(window):
    return window.page


@pytest.fixture
def keyboard(page):
    return Keyboard(page)


def find_course(page, keyboard):
    """Filter the catalogue and open the home of a course."""
    keyboard.run_from_palette("Open Courses")
    panel = page.get_by_role("region", name="Courses", exact=True)
    expect(panel.get_by_role("button", name="Read the courses again")).to_be_focused()
    field = keyboard.tab_to(panel.get_by_role("searchbox", name="Find a course"))
    keyboard.type("no such course")
    keyboard.tab_to(panel.get_by_role("button", name="Clear filters"))
    keyboard.press("Enter")
    expect(field).to_be_focused()
    keyboard.tab_to(panel.locator("summary", has_text="Filters"))
    keyboard.press("Enter")
    keyboard.tab_to(panel.get_by_role("combobox", name="Made of"))
    keyboard.type("Notebooks")
    expect(panel).to_contain_text("1 filter")
    keyboard.tab_to(panel.get_by_role("checkbox", name="csv"))
    keyboard.press("Space")
    expect(panel).to_contain_text("1 of")
    keyboard.tab_to(panel.get_by_role("button", name=f"Course home of {COURSE_TITLE}"))
    keyboard.press("Enter")
    home = page.locator(".jp-Hybrid-Home")
    expect(home).to_be_focused()
    return home


def go_on(window, keyboard, home):
    """Go on where the course says, and come into its notebook."""
    page = window.page
    keyboard.tab_to(home.get_by_role("button", name=re.compile("^Continue")))
    keyboard.press("Enter")
    expect(page.locator(".jp-Notebook .jp-Cell.jp-mod-active")).to_be_focused()
    bar = parse_amount_bar(page)
    expect(bar).to_contain_text("0 / 2 points")
    # JupyterLab activates a new notebook once more, and closes what was opened over it.
    NotebookPage(window).wait_for_kernel()
    return bar


def write_answer(page, keyboard, text):
    """Go to the answer with the arrows, and replace it."""
    for _ in range(30):
        if active_answer(page) == "parse_amount":
            break
        keyboard.press("ArrowDown")
    keyboard.press("Enter")
    keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(text)


def check(page, keyboard, bar, text, *, attempts):
    write_answer(page, keyboard, text)
    keyboard.press("ControlOrMeta+Shift+Enter")
    expect(bar).to_contain_text(attempts)
    keyboard.press("Escape")


def press_button(page, keyboard, name):
    """Press a button of a dialog, where the focus is."""
    keyboard.tab_to(page.get_by_role("dialog").get_by_role("button", name=name), most=6)
    keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    keyboard.see_focus()


def test_a_course_is_found_and_an_exercise_solved(window, page, keyboard):
    bar = go_on(window, keyboard, find_course(page, keyboard))

    # A wrong answer: what was expected, the hint, and again with the button.
    check(page, keyboard, bar, WRONG, attempts="1 attempt")
    keyboard.tab_to(bar.locator("summary", has_text=re.compile(r"\d tests?$")).first)
    keyboard.press("Enter")
    expect(bar.get_by_role("list", name="Tests")).to_be_hidden()
    keyboard.press("Enter")
    expect(bar.get_by_role("list", name="Tests")).to_be_visible()
    expect(bar).to_contain_text("Hint:")
    button = bar.get_by_role("button", name="Check exercise parse_amount")
    keyboard.tab_to(button, backwards=True)
    n_cells = page.evaluate(N_CELLS)
    page.keyboard.press("d")
    page.keyboard.press("d")
    keyboard.see_focus()
    assert page.evaluate(N_CELLS) == n_cells
    keyboard.press("Enter")
    expect(bar).to_contain_text("2 attempts")
    expect(button).to_be_focused()

    # Earlier attempts, their differences, and one of them in the notebook again.
    keyboard.tab_to(bar.locator("summary", has_text="Earlier hints"))
    keyboard.press("Enter")
    keyboard.tab_to(bar.locator("summary", has_text="My attempts"))
    keyboard.press("Enter")
    keyboard.tab_to(bar.get_by_role("button", name=re.compile("^Attempt 2")))
    keyboard.press("Enter")
    expect(bar).to_contain_text("no differences")
    keyboard.tab_to(bar.get_by_role("combobox", name="Differences"))
    keyboard.press("ArrowDown")
    expect(bar.get_by_role("combobox", name="Differences")).to_have_value("before")
    keyboard.tab_to(bar.get_by_role("button", name="Put these answers back"))
    keyboard.press("Enter")
    expect(bar).to_contain_text("The answers are in the notebook again")
    keyboard.see_focus()

    # Giving up asks first; nothing is given away by Enter alone.
    keyboard.tab_to(button, backwards=True)
    keyboard.press("Enter")
    expect(bar).to_contain_text("3 attempts")
    show = keyboard.tab_to(bar.get_by_role("button", name=re.compile("^Show solution")))
    keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("button", name="Cancel")).to_be_focused()
    keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(show).to_be_focused()
    keyboard.press("Enter")
    press_button(page, keyboard, "Give up and show it")
    expect(bar.get_by_role("button", name=re.compile("^Hide solution"))).to_be_focused()
    keyboard.tab_to(bar.get_by_role("region", name="Solution of parse_amount"))
    keyboard.tab_to(bar.get_by_role("button", name=re.compile("^Copy")))
    keyboard.press("Enter")
    expect(bar.get_by_text("Copied")).to_be_visible()
    keyboard.see_focus()


def test_the_steps_of_a_course_are_walked(window, page, keyboard):
    go_on(window, keyboard, find_course(page, keyboard))
    player = page.locator(".jp-Hybrid-PlayerBar:visible")

    # Reset asks first, and says where the copy is.
    keyboard.run_from_palette("Reset Step")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Leave it as it is")).to_be_focused()
    press_button(page, keyboard, "Reset")
    expect(player).to_contain_text("Your copy is kept as")
    keyboard.tab_to(player.get_by_role("button", name="Close"), backwards=True)
    keyboard.press("Enter")
    expect(player).not_to_contain_text("Your copy is kept as")
    keyboard.see_focus()

    # On, and done.
    keyboard.tab_to(player.get_by_role("button", name=re.compile("^Next step")))
    keyboard.press("Enter")
    expect(page.get_by_role("heading", name="From sheet to script", level=1)).to_be_visible()
    expect(page.locator(".jp-MarkdownViewer")).to_be_focused()
    done = keyboard.tab_to(player.get_by_role("button", name="Mark as done"))
    keyboard.press("Enter")
    done = player.get_by_role("button", name=re.compile("take the mark back"))
    expect(done).to_be_focused()
    keyboard.press("Alt+Shift+d")
    expect(player.get_by_role("button", name="Mark as done")).to_be_focused()
    keyboard.press("Alt+Shift+PageDown")
    expect(page.get_by_role("region", name="Exercise percent_change")).to_be_visible()
    NotebookPage(window).wait_for_kernel()
    keyboard.press("Alt+Shift+PageUp")
    expect(page.locator(".jp-MarkdownViewer")).to_be_focused()

    # Everything stored.
    keyboard.run_from_palette("Show Everything Stored About Me")
    stored = page.locator(".jp-Hybrid-MyData")
    expect(stored).to_be_focused()
    keyboard.tab_to(stored.get_by_role("button", name="Read again"))
    keyboard.press("Enter")
    expect(stored.get_by_role("button", name="Read again")).to_be_focused()
    keyboard.tab_to(stored.get_by_role("group", name="Steps you opened"))
