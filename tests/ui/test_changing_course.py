"""A course folder that changes while somebody is in it, and a learner's folder that goes away."""

import json
import shutil

import pytest
from playwright.sync_api import expect
from sample_notebooks import STEPS
from ui.notebook_page import NotebookPage
from ui.person import Person

STEP = STEPS[1]
ANSWER = "def percent_change(before, after):\n    return 'mine: مرحبا 🙂'"


@pytest.fixture
def course(sample_courses, tmp_path):
    """A copy of the sample course, which tests may change."""
    return shutil.copytree(sample_courses / STEP.course, tmp_path / "courses" / STEP.course)


@pytest.fixture
def lab(start_lab, course):
    return start_lab(course_dirs=course.parent)


@pytest.fixture
def learner(lab):
    return Person(lab, "learner")


@pytest.fixture
def window(learner, open_window):
    """A window with the second notebook, in which an answer is written and saved."""
    window = open_window()
    path = learner.open(STEP)
    learner.enter(window)
    window.page.evaluate(
        "path => window.jupyterapp.commands.execute('docmanager:open', { path })", path
    )
    return window


@pytest.fixture
def notebook(window):
    notebook = NotebookPage(window)
    expect(notebook.bar("percent_change")).to_contain_text("0 / 2 points")
    notebook.wait_for_kernel()
    notebook.write("percent_change", ANSWER)
    notebook.save()
    return notebook


def change(course, edit):
    """Change the cells of the released notebook, as its author does."""
    path = course / STEP.module / f"{STEP.step}.ipynb"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["cells"] = edit(content["cells"])
    path.write_text(json.dumps(content), encoding="utf-8")


def add_a_cell(cells):
    new = {"cell_type": "markdown", "id": "news", "metadata": {}, "source": "## New in this one"}
    return [*cells[:5], new, *cells[5:]]


def without_the_exercise(cells):
    gone = {"percent_change", "test_percent_change"}
    return [
        cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade_id") not in gone
    ]


def player(window):
    return window.page.get_by_role("region", name="Step of a course").locator("visible=true")


def test_a_newer_version_is_merged_and_the_answer_stays(course, window, notebook, screenshot):
    change(course, add_a_cell)
    window.page.reload()
    bar = player(window)
    expect(bar).to_contain_text("A newer version of this notebook exists. Your answers stay.")
    screenshot(window, "newer-version")

    bar.get_by_role("button", name="Bring up to date: ").click()

    expect(bar).to_contain_text("1 new cell. Your answer was kept.")
    expect(window.page.get_by_role("heading", name="New in this one")).to_be_visible()
    assert notebook.sources()["percent_change"] == ANSWER
    expect(notebook.check("percent_change")).to_contain_text("1 attempt")


def test_an_exercise_that_is_taken_away_leaves_what_was_written(course, window, notebook, learner):
    change(course, without_the_exercise)

    bar = notebook.check("percent_change")
    expect(bar).to_contain_text("this exercise is no longer part of the course")
    expect(bar).to_contain_text("your answers are kept")
    window.page.reload()
    player(window).get_by_role("button", name="Bring up to date: ").click()

    expect(player(window)).to_contain_text(
        "2 cells are no longer part of the course; what you wrote in them stays."
    )
    assert ANSWER in notebook.all_sources()
    assert len(learner.attempts(STEP, "percent_change")) == 1


def test_a_reset_keeps_the_copy_beside_the_step(window, notebook, learner):
    bar = player(window)
    bar.get_by_role("button", name="Reset").click()
    window.page.get_by_role("dialog").get_by_role("button", name="Reset", exact=True).click()

    expect(bar).to_contain_text("Your copy is kept as")
    assert notebook.sources()["percent_change"] != ANSWER
    bar.get_by_role("button", name="Open my copy").click()
    expect(player(window)).to_contain_text("This is a copy that you kept")
    assert notebook.sources()["percent_change"] == ANSWER


def test_a_check_is_graded_although_the_folder_is_gone(window, notebook, learner, tmp_path):
    # At once: JupyterLab may be writing into it.
    learner.folder(STEP.course).rename(tmp_path / "gone")

    bar = notebook.check("percent_change")

    expect(bar).to_contain_text("1 attempt")
    assert notebook.sources()["percent_change"] == ANSWER
    learner.open(STEP)
    assert (learner.folder(STEP.course) / STEP.module / f"{STEP.step}.ipynb").exists()


def test_a_notebook_of_50_mb_is_a_problem_that_its_trainer_reads(course, lab, open_window):
    change(course, lambda cells: [*cells, cells[0] | {"id": "big", "source": "x" * 50_000_000}])
    window = open_window()

    window.open_lab(lab, workspace="trainer")
    window.page.get_by_role("tab", name="Courses").click()
    panel = window.page.get_by_role("region", name="Courses", exact=True)
    title = panel.locator(".jp-Hybrid-Course-title")
    if title.get_attribute("aria-expanded") == "false":
        title.click()

    problem = panel.locator(".jp-Hybrid-Step-problem")
    expect(problem).to_contain_text("MB")
    expect(panel.get_by_role("button", name="Notebook: Compare two weeks")).to_be_disabled()
    expect(panel.get_by_role("button", name="Notebook: Clean a messy")).to_be_enabled()
