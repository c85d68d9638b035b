"""A Check survives a server that is away."""

import re

import pytest
from playwright.sync_api import expect

COURSE = "python_for_analysts"
NOTEBOOK = "courses/python_for_analysts/first_steps/clean_orders.ipynb"
ATTEMPTS = (
    "/hybrid/api/courses/python_for_analysts/modules/first_steps/steps/clean_orders"
    "/exercises/parse_amount/attempts"
)


@pytest.fixture
def window(open_window, server):
    window = open_window()
    window.open_lab(server, workspace="learn", **{"hybrid-course": COURSE})
    return window


@pytest.fixture
def server(start_lab):
    return start_lab()


@pytest.fixture
def bar(window):
    bar = window.page.get_by_role("region", name="Exercise parse_amount")
    expect(bar).to_contain_text("0 / 2 points")
    return bar


def press_check(bar):
    bar.get_by_role("button", name="Check exercise parse_amount").click()


def test_a_check_without_a_server_is_kept_and_sent_by_itself(window, bar, server):
    # JupyterLab itself has something to say when its server goes; whoever works clicks it away.
    window.page.add_locator_handler(
        window.page.locator(".jp-Dialog"), lambda: window.page.keyboard.press("Escape")
    )
    expect(window.page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible()
    server.kill()
    press_check(bar)
    expect(bar).to_contain_text("Kept here")

    server.start()

    expect(bar).to_contain_text("1 attempt", timeout=60_000)
    _, listed = server.call("GET", ATTEMPTS)
    assert len(listed["attempts"]) == 1
    window.errors = [error for error in window.errors if "ERR_CONNECTION" not in error]


def test_a_reload_while_the_server_is_away_loses_no_check(window, bar, server):
    page = window.page
    page.route(re.compile("/exercises/parse_amount/attempts"), lambda route: route.abort())
    press_check(bar)
    expect(bar).to_contain_text("Kept here")

    page.reload()
    page.unroute(re.compile("/exercises/parse_amount/attempts"))
    # JupyterLab opens the notebook again only if it had the time to note that it was open.
    page.wait_for_function("() => window.jupyterapp?.started.then(() => true)")
    page.evaluate(
        "path => window.jupyterapp.commands.execute('docmanager:open', { path })", NOTEBOOK
    )

    expect(bar).to_contain_text("1 attempt", timeout=60_000)
    _, listed = server.call("GET", ATTEMPTS)
    assert len(listed["attempts"]) == 1
    window.errors = [error for error in window.errors if "ERR_FAILED" not in error]


def test_a_lost_answer_to_a_check_makes_no_second_attempt(window, bar, server):
    """The request arrives, the reply does not."""
    page = window.page
    lost = []

    def lose_the_reply(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route(re.compile("/exercises/parse_amount/attempts"), lose_the_reply)
    press_check(bar)

    expect(bar).to_contain_text("1 attempt", timeout=60_000)
    _, listed = server.call("GET", ATTEMPTS)
    assert lost == [201]
    assert len(listed["attempts"]) == 1
    window.errors = [error for error in window.errors if "ERR_FAILED" not in error]


def test_two_tabs_show_the_same_result(window, bar, server):
    other = window.context.new_page()
    other.goto(f"{server.base}/lab/workspaces/second/tree/{NOTEBOOK}?token=test-token")
    theirs = other.get_by_role("region", name="Exercise parse_amount")
    expect(theirs).to_contain_text("0 / 2 points")

    press_check(bar)

    expect(bar).to_contain_text("1 attempt")
    expect(theirs).to_contain_text("1 attempt")
