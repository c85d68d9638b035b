"""The way of a learner through courses: find one, come in, read, go on, see what is stored."""

import json
import re
import shutil
from itertools import count

import pytest
from playwright.sync_api import expect
from ui.notebook_page import NotebookPage
from ui.person import Person

ANALYSTS = "python_for_analysts"
SINK = "kitchen_sink"
CLEAN_ORDERS = f"courses/{ANALYSTS}/first_steps/clean_orders.ipynb"
CODE = "sink-2035"
NUMBERS = count(1)


@pytest.fixture(scope="module")
def lab(start_shared_lab, sample_courses, tmp_path_factory):
    courses = tmp_path_factory.mktemp("courses")
    for course in (ANALYSTS, SINK):
        shutil.copytree(sample_courses / course, courses / course)
    return start_shared_lab(course_dirs=courses)


@pytest.fixture
def learner(lab):
    return Person(lab, f"learner_{next(NUMBERS)}")


@pytest.fixture
def enter(learner, open_window):
    """Return a function that opens the Courses panel as the learner."""

    def enter(**query):
        window = open_window()
        learner.enter(window, **query)
        return window, show_courses(window)

    return enter


def show_courses(window):
    panel = window.page.get_by_role("region", name="Courses", exact=True)
    window.page.evaluate("() => window.jupyterapp.commands.execute('hybrid:open-courses')")
    expect(panel).to_contain_text("Python for analysts")
    return panel


def open_home(window, panel, title):
    panel.get_by_role("button", name=re.compile(f"^Course home of .*{title}")).click()
    return window.page.locator(".jp-Hybrid-Home:visible")


def player(window):
    return window.page.get_by_role("region", name="Step of a course").locator("visible=true")


def titles(panel):
    return panel.locator(".jp-Hybrid-Course-title").all_inner_texts()


def test_the_catalogue_is_narrowed_by_words_and_by_filters(enter, screenshot):
    window, panel = enter()
    assert len(titles(panel)) == 2

    panel.get_by_text("Filters", exact=True).click()
    panel.get_by_label("Level").select_option("Beginner")
    expect(panel).to_contain_text("1 of 2 courses")
    assert titles(panel) == ["Python for analysts"]
    screenshot(window, "catalogue")

    panel.get_by_label("Has a live date").check()
    expect(panel).to_contain_text("No course matches.")
    panel.get_by_role("button", name="Clear filters").click()
    panel.get_by_role("searchbox", name="Find a course").fill("sink")
    expect(panel).to_contain_text("1 of 2 courses")
    assert titles(panel) == ["Kitchen sink 🧪: everything once"]


def test_a_course_is_entered_by_its_code_and_its_home_says_what_is_left(enter, learner, screenshot):
    window, panel = enter()
    home = open_home(window, panel, "Kitchen sink")
    code = home.get_by_role("textbox", name=re.compile("needs a code"))

    code.fill("wrong-code")
    home.get_by_role("button", name="Enrol").click()
    expect(home.get_by_role("alert")).to_contain_text("You are not enrolled yet")
    code.fill(CODE)
    home.get_by_role("button", name="Enrol").click()

    today = home.get_by_role("region", name="Left today")
    expect(today).to_contain_text("Old news")
    expect(today).to_contain_text("Overdue: was due")
    following = home.get_by_role("region", name="Next step")
    expect(following.get_by_role("button", name=re.compile("^Continue: "))).to_be_visible()
    expect(following).to_contain_text(re.compile("Overdue|begins here"))
    path = home.get_by_role("region", name="Modules")
    expect(path).to_contain_text("After:")
    expect(path).to_contain_text("مزيد · עוד · More")
    enrolments = learner.call("GET", "/api/me/data")["enrolments"]
    assert [enrolment["course"] for enrolment in enrolments] == [SINK]
    window.errors = [error for error in window.errors if "status of 403" not in error]
    screenshot(window, "course-home")


def test_a_reading_is_read_marked_and_left_for_the_next_step(enter, screenshot):
    window, panel = enter(**{"hybrid-course": ANALYSTS})
    page = window.page
    expect(NotebookPage(window).bar("parse_amount")).to_be_visible()

    player(window).get_by_role("button", name="Next step: From sheet to script").click()
    text = page.locator(".jp-MarkdownViewer:visible")
    expect(text).to_contain_text("From sheet to script")
    expect(text.locator("img")).to_have_js_property("complete", value=True)
    assert text.locator("img").evaluate("image => image.naturalWidth") > 0
    player(window).get_by_role("button", name="Mark as done").click()
    expect(player(window).get_by_role("button", name=re.compile("^Done"))).to_be_visible()
    screenshot(window, "player")

    expect(panel).to_contain_text("1 of 7 steps done")
    player(window).get_by_role("button", name="Next step: Compare two weeks").click()
    expect(NotebookPage(window).bar("percent_change")).to_be_visible()
    player(window).get_by_role("button", name="Previous step: From sheet to script").click()
    expect(text).to_contain_text("From sheet to script")


def test_two_courses_go_on_side_by_side(enter, learner):
    learner.enrol(SINK, CODE)
    window, panel = enter(**{"hybrid-course": ANALYSTS})
    expect(NotebookPage(window).bar("parse_amount")).to_be_visible()

    home = open_home(window, panel, "Kitchen sink")
    home.get_by_role("button", name=re.compile("Cells of every kind")).first.click()

    expect(NotebookPage(window).bar("add_base")).to_contain_text("0 / 1 point")
    status = window.page.locator("#jp-main-statusbar")
    expect(status).to_contain_text("0/24")
    expect(panel.get_by_role("region", name=re.compile("^Go on with Kitchen"))).to_be_visible()


def test_somebody_is_at_the_same_cell_again_after_coming_back(enter, learner, lab):
    window, _ = enter(**{"hybrid-course": ANALYSTS})
    notebook = NotebookPage(window)
    # What is sent when a page goes away does not get past somebody who watches requests.
    window.context.unroute_all()
    with window.page.expect_response(re.compile("/steps/clean_orders/mark")):
        notebook.bar("parse_amount")

    notebook.go_to("revenue_by")
    path = f"personas/{learner.name}/{CLEAN_ORDERS}"
    window.page.goto(f"{lab.base}/lab/workspaces/hybrid-{learner.name}/tree/{path}")

    active = window.page.locator(".jp-Notebook:visible .jp-Cell.jp-mod-active")
    expect(active).to_contain_text("def revenue_by")
    expect(active).to_be_in_viewport()


def test_a_live_step_has_a_page_of_its_own(enter, learner):
    learner.enrol(SINK, CODE)
    window, panel = enter()
    home = open_home(window, panel, "Kitchen sink")
    home.get_by_role("button", name=re.compile("Two questions")).first.click()

    player(window).get_by_role("button", name=re.compile("^Next step: ")).click()

    live = window.page.locator(".jp-Hybrid-LiveStep-content:visible")
    expect(live).to_contain_text("مرحبا: questions and answers")
    expect(live).to_contain_text("2035")
    expect(live).to_contain_text("1 h 30 min")
    expect(live).to_contain_text(re.compile(r"It begins in \d+ days"))


def test_everything_stored_about_somebody_is_shown_and_downloaded(enter, learner, screenshot):
    window, _ = enter(**{"hybrid-course": ANALYSTS})
    page = window.page
    expect(NotebookPage(window).check("parse_amount")).to_contain_text("1 attempt")
    player(window).get_by_role("button", name="Mark as done").click()

    page.keyboard.press("ControlOrMeta+Shift+c")
    page.keyboard.insert_text("everything stored about me")
    page.keyboard.press("Enter")
    stored = page.locator(".jp-Hybrid-MyData:visible")
    expect(stored.get_by_role("region", name="Attempts")).to_contain_text("parse_amount")
    screenshot(window, "my-data")
    with page.expect_download() as download:
        stored.get_by_role("button", name="Download").click()

    record = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert record["person"].endswith(learner.name)
    assert [attempt["exercise"] for attempt in record["attempts"]] == ["parse_amount"]
    assert record["steps"][0]["step"] == "clean_orders"
