"""The extension beside other extensions, and without them."""

import json
import re
import subprocess
from contextlib import suppress

import pytest
from playwright.sync_api import expect
from ui.environment import COLLABORATION, OURS, WIDGETS
from ui.learner import parse_amount_bar
from ui.parts import run

COURSE = "python_for_analysts"
STARTED = re.compile(r"\[(\d+|\*)\]")
STEP = "/hybrid/local/courses/python_for_analysts/modules/first_steps/steps/clean_orders/open"
ADDRESS = "/hybrid/api/courses/python_for_analysts/modules/first_steps/steps/clean_orders"


def open_course(window, server):
    window.open_lab(server, workspace="learn", **{"hybrid-course": COURSE})
    bar = window.page.get_by_role("region", name="Exercise parse_amount")
    expect(bar).to_contain_text("0 / 2 points")
    return bar


def check(bar):
    bar.get_by_role("button", name="Check exercise parse_amount").click()
    expect(bar).to_contain_text("1 attempt")


def test_it_loads_where_ipywidgets_is_absent(start_lab, open_window):
    window = open_window()

    bar = open_course(window, start_lab(neighbours=[OURS]))

    check(bar)


def test_it_works_beside_jupyter_collaboration(start_lab, open_window):
    server = start_lab(neighbours=[OURS, WIDGETS, *COLLABORATION], has_collaboration=True)
    window, other = open_window(), open_window()
    status, persona = server.call("POST", "/hybrid/api/personas", {"name": "learner"})

    check(open_course(window, server))
    window.page.get_by_role("button", name="Go Live").click()
    expect(window.page.get_by_role("region", name="Live session")).to_contain_text("LIVE")
    other.open_lab(server, workspace="other", **{"hybrid-persona": persona["token"]})
    other.page.get_by_role("button", name="Live now").click()
    live = other.page.locator(".jp-Hybrid-LiveView")
    editor = window.page.locator(".cm-content", has_text="def parse_amount").first
    editor.click()
    window.page.keyboard.press("ControlOrMeta+End")
    window.page.keyboard.insert_text("# beside others")

    assert status == 201
    expect(live.locator(".cm-content", has_text="# beside others")).to_be_visible()


@pytest.fixture
def widget_notebook(start_lab):
    """Return a function that starts a server with a notebook that shows the widget."""

    def widget_notebook(**options):
        server = start_lab(**options)
        source = f"from jupyter_hybrid.widgets import Progress\nmine = Progress({COURSE!r})\nmine"
        cell = {
            "cell_type": "code",
            "id": "one",
            "metadata": {},
            "source": source,
            "outputs": [],
            "execution_count": None,
        }
        second = cell | {"id": "two", "source": "print(mine.points, 'of', mine.max_points)"}
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {"kernelspec": kernel},
            "cells": [cell, second],
        }
        (server.root_dir / "widget.ipynb").write_text(json.dumps(notebook))
        return server

    return widget_notebook


def pass_exercise(server):
    """Hand in a right answer, as another window would."""
    release = server.call("GET", f"{ADDRESS}/bundle")[1]["release"]
    answer = (
        "def parse_amount(text):\n"
        "    cleaned = text.replace('€', '').replace(',', '').strip()\n"
        "    return None if cleaned.lower() in ('', '-', 'n/a') else float(cleaned)\n"
    )
    body = {
        "id": "6b1f4f3e-0000-4000-8000-000000000001",
        "release": release,
        "answers": {"parse_amount": answer},
    }
    status, attempt = server.call("POST", f"{ADDRESS}/exercises/parse_amount/attempts", body)
    assert (status, attempt["points"]) == (201, 2)


def wait_for_kernel(page, server):
    """Wait until the notebook has a kernel that waits for work; earlier it would ask for one."""
    kernel = page.locator(".jp-Toolbar-kernelName, .jp-KernelName")
    expect(kernel.filter(has_text="Python 3 (ipykernel)").first).to_be_visible()
    page.wait_for_function(
        """async token => {
            const response = await fetch(`/api/kernels?token=${token}`);
            const kernels = await response.json();
            return kernels.some(one => one.execution_state === 'idle' && one.connections > 0);
        }""",
        arg="test-token",
    )


def run_cell(page, number):
    """Run a cell, pressing again where Notebook 7 was not yet listening to the first time."""
    cell = page.locator(".jp-CodeCell").nth(number)
    for _ in range(5):
        cell.locator(".cm-content").click()
        page.keyboard.press("Control+Enter")
        with suppress(AssertionError):
            expect(cell.locator(".jp-InputPrompt")).to_have_text(STARTED, timeout=4_000)
            return
    raise AssertionError(f"cell {number} does not run")


@pytest.mark.parametrize("place", ["lab", "notebook"])
def test_the_progress_widget_shows_the_points_and_tells_the_kernel(
    widget_notebook, open_window, place
):
    server = widget_notebook(app=place)
    pass_exercise(server)
    window = open_window()
    page = window.page
    path = "lab/tree" if place == "lab" else "notebooks"

    page.goto(f"{server.base}/{path}/widget.ipynb?token=test-token")
    wait_for_kernel(page, server)
    run_cell(page, 0)
    expect(page.get_by_role("progressbar", name=COURSE)).to_be_visible()
    expect(page.locator(".jp-OutputArea").first).to_contain_text("2 / 46 points")
    run_cell(page, 1)

    expect(page.locator(".jp-OutputArea").nth(1)).to_contain_text("2.0 of 46.0")


def test_the_exercise_bar_works_in_notebook_7(start_lab, open_window):
    server = start_lab(app="notebook")
    _, opened = server.call("POST", STEP, {})
    window = open_window()

    window.page.goto(f"{server.base}/notebooks/{opened['path']}?token=test-token")
    bar = window.page.get_by_role("region", name="Exercise parse_amount")
    expect(bar).to_contain_text("0 / 2 points")

    check(bar)


def test_a_course_is_walked_in_notebook_7(start_lab, open_window):
    server = start_lab(app="notebook")
    window = open_window()
    page = window.page
    page.goto(f"{server.base}/tree?token=test-token")
    expect(page.locator(".jp-DirListing-content")).to_be_visible()

    # The panel stands beside the files; a notebook is another tab of the browser.
    run(page, "hybrid:open-courses")
    panel = page.get_by_role("region", name="Courses", exact=True)
    panel.get_by_role("button", name="Python for analysts", exact=True).click()
    with page.expect_popup() as opened:
        panel.get_by_role("button", name=re.compile("^Continue")).click()
    notebook = opened.value
    bar = parse_amount_bar(notebook)
    check(bar)
    bar.locator("summary", has_text="My attempts").click()
    bar.get_by_role("button", name=re.compile("^Attempt 1 ")).click()
    expect(bar).to_contain_text("no differences")

    # Where there is no room for a page it lies over the notebook, or the panel is there instead.
    run(notebook, "hybrid:open-course-home", course=COURSE)
    expect(notebook.get_by_role("region", name="Courses", exact=True)).to_be_visible()
    run(notebook, "hybrid:show-my-data")
    stored = notebook.get_by_role("dialog")
    expect(stored.locator(".jp-Hybrid-MyData table").first).to_be_visible()
    stored.get_by_role("button", name="Close").click()
    expect(stored).to_have_count(0)

    # The next step is a reading, and shown as one.
    with notebook.expect_popup() as opened:
        notebook.get_by_role("button", name=re.compile("^Next step")).click()
    reading = opened.value
    expect(reading.get_by_role("heading", name="From sheet to script")).to_be_visible()
    reading.get_by_role("button", name="Mark as done").click()
    expect(reading.get_by_role("button", name=re.compile("take the mark back"))).to_be_visible()


def test_jupyter_calls_the_extensions_ok(environment):
    jupyter = environment.with_name("jupyter")
    lab = subprocess.run(
        [jupyter, "labextension", "list"], capture_output=True, text=True, check=True
    )
    server = subprocess.run(
        [jupyter, "server", "extension", "list"], capture_output=True, text=True, check=True
    )

    listed = [line for line in (lab.stdout + lab.stderr).splitlines() if OURS in line]
    assert any("enabled" in line and "OK" in line for line in listed)
    listed = [
        line for line in (server.stdout + server.stderr).splitlines() if "jupyter_hybrid" in line
    ]
    assert any("OK" in line for line in listed)
