"""What a live view must have beside JupyterLab's own notebook, in two windows of a real browser."""

import json
import re
import urllib.request

import pytest
from playwright.sync_api import expect

COURSE = "python_for_analysts"
STEP = "/hybrid/api/courses/python_for_analysts/modules/first_steps/steps/clean_orders"
FAR = "https://tracker.example/"
LIVE_CELLS = """() => [...document.querySelectorAll('.jp-Hybrid-LiveView .jp-Notebook-cell')]
    .map(cell => cell.textContent)"""
SOURCES = """() => window.jupyterapp.shell.currentWidget.content.model.sharedModel.cells
    .map(cell => cell.getSource())"""

CLEARED = """\
from IPython.display import clear_output
for i in range(4):
    clear_output(wait=True)
    print("turn", i)
print("last line")"""


def code(source, *outputs):
    return {
        "cell_type": "code",
        "id": f"c{abs(hash(source)) % 10**6}",
        "metadata": {"trusted": True},
        "source": source,
        "outputs": list(outputs),
        "execution_count": 1,
    }


def shown(data, metadata=None):
    return {"output_type": "display_data", "data": data, "metadata": metadata or {}}


def hostile_cells():
    """Cells that run, fetch or overlay whatever they can; each address is another one."""
    here = iter(f"{FAR}{number}.png" for number in range(100))
    image = f"<img src='{next(here)}'>"
    markdown = {
        "cell_type": "markdown",
        "id": "m1",
        "metadata": {"trusted": True},
        "source": "\n\n".join(
            [
                f"![a plot]({next(here)}) <img src='/hub/logout'> <img src='relative.png'>",
                f"<video src='{next(here)}' poster='{next(here)}' autoplay></video>",
                f"<p style='background-image: url({next(here)})'>the end of the text</p>",
                f"<form action='{next(here)}'><button>send</button></form>",
                f"<svg><image href='{next(here)}'/></svg><script>window.wasRun = 1</script>",
                rf"$$\require{{html}}\style{{background-image: url({next(here)})}}{{x}}$$",
                f'```mermaid\nflowchart TD\n  A@{{ img: "{next(here)}", w: 60, h: 60 }}\n```',
            ]
        ),
    }
    chart = {"data": {"url": next(here)}, "mark": "bar", "encoding": {}}
    return [
        markdown,
        code(
            "1",
            shown({"text/html": f"{image}<script>window.wasRun = 1</script><b>bold</b>"}),
            shown({"text/html": f"{image}<i onclick='wasRun=1'>x</i>"}, {"isolated": True}),
            shown({"application/javascript": "window.wasRun = 1", "text/plain": "a script"}),
            shown({"text/markdown": f"![]({next(here)})"}),
            shown({"image/svg+xml": f"<svg><image href='{next(here)}'/></svg>"}),
            shown({"application/vnd.vegalite.v5+json": chart, "text/plain": "a chart"}),
            shown({"text/vnd.mermaid": f'flowchart TD\n  A@{{ img: "{next(here)}" }}'}),
        ),
    ]


@pytest.fixture
def lab(start_lab):
    return start_lab()


@pytest.fixture
def go_live(lab, open_window):
    """Return a function that shows a notebook of these cells live; the trainer's and learner's."""

    def go_live(cells):
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = {"nbformat": 4, "nbformat_minor": 5, "cells": cells}
        notebook["metadata"] = {"kernelspec": kernel}
        (lab.root_dir / "lesson.ipynb").write_text(json.dumps(notebook))
        trainer, learner = open_window(), open_window()
        trainer.page.goto(f"{lab.base}/lab/workspaces/train/tree/lesson.ipynb?token=test-token")
        trainer.page.get_by_role("button", name="Go Live").click()
        expect(trainer.page.get_by_role("region", name="Live session")).to_contain_text("everybody")
        _, persona = lab.call("POST", "/hybrid/api/personas", {"name": "learner"})
        learner.pass_ = persona["token"]
        learner.open_lab(lab, workspace="learn", **{"hybrid-persona": learner.pass_})
        learner.page.get_by_role("button", name=re.compile("^Live now")).click()
        expect(learner.page.locator(".jp-Hybrid-LiveHeader")).to_contain_text("live")
        return trainer, learner

    return go_live


def view_of(window):
    return window.page.locator(".jp-Hybrid-LiveView")


def test_nothing_of_a_presenter_runs_or_is_fetched_before_the_learner_asks(go_live):
    trainer, learner = go_live(hostile_cells())
    asked = []
    learner.page.on("request", lambda request: asked.append(request.url))
    view = view_of(learner)
    expect(view).to_contain_text("the end of the text")
    expect(view.get_by_role("button", name="Show it")).to_have_count(2)
    expect(view).to_contain_text("a script")

    assert learner.outside == []
    assert not [url for url in asked if "logout" in url or "relative" in url]
    assert learner.page.evaluate("window.wasRun") is None
    expect(view.locator("iframe")).to_have_count(0)

    view.get_by_role("button", name="send").click()
    view.get_by_role("button", name="Load image from tracker.example: a plot").click()
    expect(view.get_by_role("img", name="a plot")).to_be_attached()

    assert "/lab" in learner.page.url
    assert len(learner.outside) == 1
    # both were meant to ask: the learner pressed a button, and the trainer trusts the notebook
    learner.outside.clear()
    trainer.outside.clear()


def test_outputs_and_cells_stay_equal_through_clear_output_and_reloads(go_live):
    trainer, learner = go_live([code("print('first')"), code(CLEARED)])
    view = view_of(learner)
    expect(trainer.page.locator("[data-status='idle']").first).to_be_attached()

    trainer.page.locator(".jp-CodeCell .cm-content").nth(1).click()
    trainer.page.keyboard.press("Control+Enter")
    expect(view.locator(".jp-OutputArea").last).to_contain_text("turn 3\nlast line")
    expect(view.locator(".jp-OutputArea").last).not_to_contain_text("turn 2")

    # A reload begins a new history: merged with the old one, every cell would be there twice.
    trainer.page.keyboard.press("ControlOrMeta+s")
    trainer.page.reload()
    expect(trainer.page.get_by_role("region", name="Live session")).to_contain_text("everybody")
    trainer.page.locator(".jp-CodeCell .cm-content").first.click()
    trainer.page.keyboard.insert_text("# after the reload ")
    expect(view).to_contain_text("# after the reload")
    assert len(learner.page.evaluate(LIVE_CELLS)) == 2
    assert len(trainer.page.evaluate(SOURCES)) == 2

    # The learner gets the view back without asking.
    learner.page.reload()
    expect(view).to_contain_text("# after the reload")
    expect(learner.page.locator(".jp-Hybrid-LiveHeader")).to_contain_text("live")


def test_a_check_records_the_live_session_that_it_was_made_in(lab, go_live):
    trainer, learner = go_live([code("1")])
    page = learner.page
    page.evaluate(
        "step => void window.jupyterapp.commands.execute('hybrid:open-step', step)",
        {"course": COURSE, "module": "first_steps", "step": "clean_orders"},
    )
    bar = page.get_by_role("region", name="Exercise parse_amount")
    (session,) = lab.call("GET", "/hybrid/api/sessions")[1]["sessions"]

    def delivery():
        request = urllib.request.Request(
            f"{lab.base}{STEP}/attempts",
            headers={"Authorization": "token test-token", "X-Hybrid-Persona": learner.pass_},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            (latest,) = json.load(answer)["attempts"]
        return latest["delivery"]

    bar.get_by_role("button", name="Check").click()
    expect(bar).to_contain_text("1 attempt")
    assert delivery() == session["key"]

    trainer.page.get_by_role("button", name="End").click()
    trainer.page.get_by_role("button", name="End Session").click()
    expect(trainer.page.locator(".jp-Hybrid-LiveBar")).to_have_count(0)
    bar.get_by_role("button", name="Check").click()
    expect(bar).to_contain_text("2 attempts")
    assert delivery() == "alone"
