"""The whole journey in two windows, from the built wheel in a fresh environment."""

import json
import re

import pytest
from playwright.sync_api import expect

COURSE = "python_for_analysts"
NOTEBOOK = "courses/python_for_analysts/first_steps/clean_orders.ipynb"
WRONG = "def parse_amount(text):\n    return 1.0"
RIGHT = """\
def parse_amount(text):
    cleaned = text.replace("€", "").replace(",", "").strip()
    if cleaned.lower() in ("", "-", "n/a"):
        return None
    return float(cleaned)"""


@pytest.fixture
def lab(start_lab):
    return start_lab()


def pass_of(server, name="learner"):
    status, persona = server.call("POST", "/hybrid/api/personas", {"name": name})
    assert status == 201
    return persona["token"]


def bar(window, exercise):
    return window.page.get_by_role("region", name=f"Exercise {exercise}")


def write_answer(window, text):
    """Replace the source of the first answer cell, as somebody at a keyboard does."""
    editor = window.page.locator(".jp-CodeCell .cm-content", has_text="def parse_amount").first
    editor.click()
    window.page.keyboard.press("ControlOrMeta+a")
    window.page.keyboard.press("Delete")
    window.page.keyboard.insert_text(text)


def cell_sources(window):
    """Return the sources of the notebook in front, as its model has them."""
    return window.page.evaluate(
        """() => {
        const widget = window.jupyterapp.shell.currentWidget;
        return widget.content.model.sharedModel.cells.map(cell => cell.getSource());
    }"""
    )


def test_a_learner_solves_an_exercise_and_it_stays(lab, open_window, screenshot):
    window = open_window()
    window.open_lab(lab, workspace="learn", **{"hybrid-course": COURSE})
    page = window.page

    # The course opens by itself, and its first notebook with it.
    expect(page.get_by_role("button", name=re.compile("Continue"))).to_be_visible()
    expect(page.locator(".jp-NotebookPanel")).to_be_visible()
    exercise = bar(window, "parse_amount")
    expect(exercise).to_contain_text("0 / 2 points")
    assert not lab.log().count("Traceback")

    # A wrong answer says what was expected and what came.
    write_answer(window, WRONG)
    exercise.get_by_role("button", name="Check exercise parse_amount").click()
    expect(exercise).to_contain_text("Expected")
    expect(exercise).to_contain_text("87.0")
    expect(exercise).to_contain_text("1 attempt")
    exercise.evaluate("bar => bar.scrollIntoView({block: 'center'})")
    screenshot(window, "exercise-wrong")

    # The right one passes; the shortcut does the same as the button.
    write_answer(window, RIGHT)
    page.keyboard.press("ControlOrMeta+Shift+Enter")
    expect(exercise).to_contain_text("2 / 2 points")
    expect(exercise).to_contain_text("2 attempts")
    expect(page.locator("#jp-main-statusbar")).to_contain_text("2")

    # Nothing is lost by a reload or a restart.
    page.keyboard.press("ControlOrMeta+s")
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)
    page.reload()
    expect(bar(window, "parse_amount")).to_contain_text("2 / 2 points")
    lab.stop()
    lab.start()
    page.reload()
    expect(bar(window, "parse_amount")).to_contain_text("2 / 2 points")
    assert RIGHT in cell_sources(window)
    assert json.loads((lab.root_dir / NOTEBOOK).read_text())["cells"]


def test_go_live_and_a_second_window_sees_every_keystroke_and_cannot_write(
    lab, open_window, screenshot
):
    trainer, learner = open_window(), open_window()
    trainer.open_lab(lab, workspace="train", **{"hybrid-course": COURSE})
    expect(trainer.page.locator(".jp-NotebookPanel")).to_be_visible()
    learner.open_lab(lab, workspace="hybrid-learner", **{"hybrid-persona": pass_of(lab)})

    trainer.page.get_by_role("button", name="Go live").click()
    expect(trainer.page.get_by_role("region", name="Live session")).to_contain_text("LIVE")
    learner.page.get_by_role("button", name=re.compile("^Live now")).click()
    live = learner.page.locator(".jp-Hybrid-LiveView")
    expect(live).to_contain_text("read only")

    write_answer(trainer, "def parse_amount(text):\n    return 'typed live'")
    expect(live.locator(".cm-content", has_text="typed live")).to_be_visible()
    screenshot(trainer, "live-trainer")
    screenshot(learner, "live-learner")

    before = cell_sources(trainer)
    live.locator(".cm-content", has_text="typed live").click()
    learner.page.keyboard.type("nothing happens")
    learner.page.keyboard.press("Enter")
    for key in ("Control+Enter", "Shift+Enter", "Control+v", "Escape", "d", "d", "x", "a"):
        learner.page.keyboard.press(key)
    trainer.page.keyboard.type("# still mine")
    expect(live.locator(".cm-content", has_text="# still mine")).to_be_visible()

    expect(live).not_to_contain_text("nothing happens")
    sources = cell_sources(trainer)
    assert len(sources) == len(before)
    assert not any("nothing happens" in source for source in sources)
