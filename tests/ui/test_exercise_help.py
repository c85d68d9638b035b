"""What the bar of an exercise does for somebody who does not get it right at once."""

import re
from itertools import count

import pytest
from playwright.sync_api import expect
from sample_notebooks import STEPS, sample_notebook
from ui.notebook_page import NotebookPage
from ui.person import Person

COMPARE_WEEKS, CELLS = STEPS[1], STEPS[4]
NUMBERS = count(1)
FIRST = "def percent_change(before, after):\n    return after - before"
SECOND = "def percent_change(before, after):\n    return (after - before) / before * 100"
REFERENCE = sample_notebook(COMPARE_WEEKS).reference
RIGHT = """\
def percent_change(before, after):
    if before == 0:
        return None
    return round((after - before) / before * 100, 1)"""


@pytest.fixture(scope="module")
def lab(start_shared_lab):
    return start_shared_lab()


@pytest.fixture
def learner(lab):
    return Person(lab, f"learner_{next(NUMBERS)}")


@pytest.fixture
def enter(learner, open_window):
    """Return a function that opens the notebook of a step as the learner."""

    def enter(step):
        window = open_window()
        path = learner.open(step)
        learner.enter(window)
        window.page.evaluate(
            "path => window.jupyterapp.commands.execute('docmanager:open', { path })", path
        )
        window.page.evaluate("() => window.jupyterapp.commands.execute('hybrid:open-courses')")
        notebook = NotebookPage(window)
        notebook.bar(step_exercise(step))
        notebook.wait_for_kernel()
        return window, notebook

    return enter


def step_exercise(step):
    return {COMPARE_WEEKS: "percent_change", CELLS: "add_base"}[step]


def state_of(learner, exercise):
    progress = learner.progress(COMPARE_WEEKS.course)
    return next(one["state"] for one in progress["exercises"] if one["exercise"] == exercise)


def center(bar):
    bar.evaluate("bar => bar.scrollIntoView({block: 'center'})")


def test_hints_attempts_and_the_solution_come_one_after_the_other(enter, learner, screenshot):
    window, notebook = enter(COMPARE_WEEKS)

    notebook.write("percent_change", FIRST)
    bar = notebook.check("percent_change")
    expect(bar).to_contain_text("Expected")
    expect(bar).to_contain_text("Got")
    expect(bar).to_contain_text("The change is after - before.")
    expect(bar.get_by_role("button", name=re.compile("^Show solution"))).to_have_count(0)
    notebook.write("percent_change", SECOND)
    notebook.check("percent_change")
    expect(bar).to_contain_text("2 attempts")
    expect(bar).to_contain_text("Ask if before == 0 first")
    bar.get_by_text("Earlier hints").click()
    expect(bar).to_contain_text("Hint 1 of 2:")
    center(bar)
    screenshot(window, "hints")

    # An earlier attempt is compared with what stands there now, and put back.
    bar.get_by_text("My attempts", exact=True).click()
    bar.get_by_role("button", name=re.compile("^Attempt 1 ")).click()
    chosen = bar.get_by_role("group", name="Attempt 1", exact=True)
    expect(chosen.get_by_role("list", name="Differences of Answer percent_change")).to_contain_text(
        "return after - before"
    )
    center(chosen)
    screenshot(window, "attempts")
    chosen.get_by_role("button", name="Put these answers back").click()
    notebook.wait_for_source("percent_change", FIRST)

    # The third failed attempt lets one give up; that is asked, and the first button does nothing.
    notebook.check("percent_change")
    expect(bar).to_contain_text("3 attempts")
    bar.get_by_role("button", name="Show solution of exercise percent_change").click()
    dialog = window.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Attempts from now on give no points at this exercise.")
    dialog.get_by_role("button", name="Cancel").click()
    assert state_of(learner, "percent_change") == "tried"
    bar.get_by_role("button", name="Show solution of exercise percent_change").click()
    dialog.get_by_role("button", name="Give up and show it").click()
    expect(bar).to_contain_text("Worked solution")
    expect(bar).to_contain_text("You have given up this exercise")
    center(bar.get_by_text("Worked solution"))
    screenshot(window, "solution")

    # From then on it gives no points; the next exercise does.
    notebook.write("percent_change", RIGHT)
    notebook.check("percent_change")
    expect(bar).to_contain_text("4 attempts")
    expect(bar).to_contain_text("0 / 2 points")
    assert state_of(learner, "percent_change") == "given_up"
    notebook.write("changes", REFERENCE["changes"])
    expect(notebook.check("changes")).to_contain_text("3 / 3 points")


def test_what_only_the_own_kernel_has_is_named(enter, screenshot):
    window, notebook = enter(COMPARE_WEEKS)
    page = window.page
    notebook.write("percent_change", "hundred = 100\n")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".jp-Cell.jp-mod-active .jp-InputPrompt")).to_have_text("[1]:")
    notebook.wait_for_kernel()

    notebook.write("percent_change", RIGHT.replace("100", "hundred"))
    bar = notebook.check("percent_change")

    expect(bar).to_contain_text("Your kernel still has hundred")
    expect(bar.get_by_role("button", name="Restart and run all")).to_be_visible()
    center(bar)
    screenshot(window, "missing-variable")


def test_a_pause_is_waited_for_and_the_last_attempt_is_the_last(enter, learner):
    learner.enrol("kitchen_sink", "sink-2035")
    window, notebook = enter(CELLS)

    notebook.write("rate", "rate = 19")
    bar = notebook.check("rate")
    expect(bar).to_contain_text("2 of 3 attempts left")
    notebook.write("rate", "rate = 0.2")
    notebook.check("rate")
    expect(bar).to_contain_text("1 of 3 attempts left")
    notebook.write("rate", "rate = '0.19'")
    notebook.check("rate")

    expect(bar).to_contain_text("No attempts are left. Your answer stays in this notebook.")
    check = bar.get_by_role("button", name="Check exercise rate")
    expect(check).to_have_attribute("aria-disabled", "true")
    check.press("Enter")
    assert len(learner.attempts(CELLS, "rate")) == 3
    assert notebook.sources()["rate"] == "rate = '0.19'"
    # The browser writes down every refusal, also the one that says how long to wait.
    window.errors = [error for error in window.errors if "429 (Too Many Requests)" not in error]
