"""What a screen reader is told: each thing once, in words, in its order."""

import json
import re
import shutil

import pytest
from playwright.sync_api import expect
from ui.learner import COURSE, RIGHT, WRONG, become_learner, parse_amount_bar
from ui.listener import Listener
from ui.notebook_page import NotebookPage

EXERCISE = "Exercise parse_amount."
CHECKING = f"{EXERCISE} Checking."
PASSED = f"{EXERCISE} Passed: 2 of 2 points."
FAILED = f"{EXERCISE} 0 of 2 points."
NO_ANSWER = "There is no answer yet: the cell still says NotImplementedError."
HINT = (
    "Hint: Texts have a method for each part: replace takes characters out, strip takes the spaces "
    "off both ends. float makes a number of what is left."
)


@pytest.fixture(scope="module")
def shared_lab(start_shared_lab):
    return start_shared_lab()


@pytest.fixture
def own_courses(sample_courses, tmp_path):
    """Folder with one of the sample courses, which may be changed."""
    shutil.copytree(sample_courses / COURSE, tmp_path / "courses" / COURSE)
    return tmp_path / "courses"


@pytest.fixture
def window(open_window):
    return open_window()


@pytest.fixture
def listener(window):
    return Listener(window.page)


def open_first_step(window, server, listener, name="learner"):
    """Open the first notebook of the course as a learner, and hear that it is open."""
    who = become_learner(server, name)
    window.open_lab(server, workspace=f"hybrid-{name}", **{"hybrid-course": COURSE}, **who)
    expect(parse_amount_bar(window.page)).to_contain_text("0 / 2 points")
    listener.wait_for("Opened: Clean a messy order list")
    listener.forget()
    return NotebookPage(window)


def test_a_result_is_said_once_with_its_hint(window, listener, shared_lab):
    notebook = open_first_step(window, shared_lab, listener, "once")

    notebook.write("parse_amount", WRONG)
    notebook.check("parse_amount")
    listener.expect(
        CHECKING,
        f"{FAILED} 12 of 12 tests failed.",
        'First failed: parse_amount("87") == 87.0.',
        HINT,
    )

    notebook.write("parse_amount", RIGHT)
    notebook.check("parse_amount")
    listener.expect(CHECKING, PASSED)


def test_two_views_of_a_notebook_say_a_result_once(window, listener, shared_lab):
    open_first_step(window, shared_lab, listener, "twice")
    page = window.page
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:clone')")
    bars = parse_amount_bar(page)
    expect(bars).to_have_count(2)
    listener.forget()

    bars.first.get_by_role("button", name="Check exercise parse_amount").click()

    listener.expect(CHECKING, FAILED, NO_ANSWER, HINT)
    expect(bars.last).to_contain_text("1 attempt")


def test_a_kept_check_is_said_when_it_is_kept_and_when_it_is_graded(window, listener, shared_lab):
    notebook = open_first_step(window, shared_lab, listener, "kept")
    attempts = re.compile("/exercises/parse_amount/attempts")
    window.page.route(attempts, lambda route: route.abort())

    notebook.check("parse_amount")
    listener.expect(
        CHECKING,
        EXERCISE,
        "It is kept here and will be sent by itself.",
    )
    window.page.unroute(attempts)

    listener.expect(
        EXERCISE,
        "It has been sent.",
        "0 of 2 points.",
        NO_ANSWER,
        HINT,
        timeout=60_000,
    )
    window.errors = [error for error in window.errors if "ERR_FAILED" not in error]


def test_a_mark_is_said_once_each_way(window, listener, shared_lab):
    open_first_step(window, shared_lab, listener, "marked")
    page = window.page
    page.get_by_role("button", name=re.compile("^Next step")).click()
    listener.expect("Opened: From sheet to script")

    page.get_by_role("button", name="Mark as done").click()
    listener.expect("The step is marked as done.")

    page.get_by_role("button", name=re.compile("take the mark back")).click()
    listener.expect("The step is no longer marked as done.")


def test_filters_say_how_many_courses_are_left(window, listener, shared_lab):
    window.open_lab(shared_lab, workspace="train")
    page = window.page
    page.evaluate("() => window.jupyterapp.commands.execute('hybrid:open-courses')")
    field = page.get_by_role("searchbox", name="Find a course")
    field.wait_for()
    listener.forget()

    field.press_sequentially("analysts")
    listener.expect("1 of 3 courses")

    field.press_sequentially(" who do not exist")
    listener.expect("0 of 3 courses")

    page.get_by_role("button", name="Clear filters").click()
    listener.expect("3 of 3 courses")


def add_cell(courses):
    """Make a newer version of the first notebook, with one cell more."""
    path = courses / COURSE / "first_steps" / "clean_orders.ipynb"
    notebook = json.loads(path.read_text())
    cell = {"cell_type": "markdown", "id": "new", "metadata": {}, "source": "A new cell."}
    notebook["cells"].insert(1, cell)
    path.write_text(json.dumps(notebook))


def kept_copy(server):
    """Return the path of the one copy that is kept beside the notebook."""
    [path] = server.root_dir.glob("personas/learner/**/*my copy*.ipynb")
    return path.relative_to(server.root_dir).as_posix()


def test_a_newer_version_is_said_and_what_became_of_it(window, listener, start_lab, own_courses):
    server = start_lab(course_dirs=own_courses)
    notebook = open_first_step(window, server, listener)
    notebook.write("parse_amount", WRONG)
    notebook.save()
    add_cell(own_courses)

    window.page.reload()
    listener.wait_for("A newer version of this notebook exists. Your answers stay.")
    listener.forget()
    window.page.get_by_role("button", name=re.compile("^Bring up to date")).click()

    listener.wait_for("1 new cell.")
    listener.expect(f"1 new cell. Your answer was kept. Your copy as it was: {kept_copy(server)}.")
    assert notebook.sources()["parse_amount"] == WRONG
