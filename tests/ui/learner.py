"""What a learner of the sample courses has and does."""

import re

from playwright.sync_api import expect

COURSE = "python_for_analysts"
COURSE_TITLE = "Python for analysts"
SINK = "kitchen_sink"
CODE = "sink-2035"
WRONG = "def parse_amount(text):\n    return 1.0"
RIGHT = """\
def parse_amount(text):
    cleaned = text.replace("€", "").replace(",", "").strip()
    if cleaned.lower() in ("", "-", "n/a"):
        return None
    return float(cleaned)"""


def learner_of(request):
    """Return the name of a learner whom no other test of the module has."""
    return request.node.name[-40:].strip("_").lower()


def become_learner(server, name="learner"):
    """Return what a window's address needs to look through a learner's eyes."""
    status, persona = server.call("POST", "/hybrid/api/personas", {"name": name})
    assert status == 201
    return {"hybrid-persona": persona["token"]}


def active_answer(page):
    """Return the id of the answer whose cell is the active one, or null."""
    return page.evaluate(
        """() => {
            const { activeCell } = window.jupyterapp.shell.currentWidget.content;
            return activeCell.model.sharedModel.getMetadata().nbgrader?.grade_id ?? null;
        }"""
    )


def parse_amount_bar(page):
    """Return the bar of the first exercise of the sample course."""
    return page.get_by_role("region", name="Exercise parse_amount", exact=True)


def unfold(bar):
    """Show all that the bar of the first exercise can show after a wrong answer."""
    for attempts in ("1 attempt", "2 attempts", "3 attempts"):
        bar.get_by_role("button", name="Check exercise parse_amount").click()
        expect(bar).to_contain_text(attempts)
    bar.get_by_role("button", name="Show solution of exercise parse_amount").click()
    bar.page.get_by_role("button", name="Give up and show it").click()
    expect(bar.get_by_role("button", name=re.compile("^Copy"))).to_be_visible()
    bar.locator("summary", has_text="My attempts").click()
    bar.get_by_role("button", name=re.compile("^Attempt 1 ")).click()
    expect(bar.get_by_role("combobox", name="Differences")).to_be_visible()
    bar.locator("summary", has_text="Earlier hints").click()
