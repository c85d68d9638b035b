"""The first module of the sample course at 22:00 on bad Wi-Fi: nothing is lost."""

import json
import re
import uuid

import pytest
from playwright.sync_api import expect
from sample_notebooks import STEPS, sample_notebook
from ui.notebook_page import NotebookPage
from ui.person import Person, address
from ui.slow_line import SlowLine

COURSE = "python_for_analysts"
CLEAN_ORDERS, COMPARE_WEEKS = STEPS[:2]
KBIT_S = 256
# Half a second from the browser to the server, and half a second back.
DELAY_S = 0.5
# What an exercise costs: our own requests, and JupyterLab's saving of the notebook. What JupyterLab
# asks every ten seconds, and what its kernels say after each cut, grows with the time that somebody
# takes and with the cuts: it is measured and not judged.
MOST_BYTES = 50_000
OF_AN_EXERCISE = "/hybrid/|/api/contents/"
_MARKER = re.compile(r"\n? *### (BEGIN|END) SOLUTION")
WRONG = "def parse_amount(text):\n    cleaned = text.strip()\n    return 1.0"
PRESSED = [
    (CLEAN_ORDERS, "parse_amount", WRONG),
    *(
        (step, exercise.key, _MARKER.sub("", sample_notebook(step).reference[exercise.key]))
        for step in (CLEAN_ORDERS, COMPARE_WEEKS)
        for exercise in sample_notebook(step).exercises
    ),
]
ATTEMPTS = r"POST \S+/attempts\S*"


@pytest.fixture
def server(start_lab):
    return start_lab()


@pytest.fixture
def line(server):
    with SlowLine(server.port) as line:
        yield line


@pytest.fixture
def window(open_window):
    """A window whose console may speak of the connection."""
    window = open_window()
    yield window
    window.errors = [error for error in window.errors if "net::ERR_" not in error]


def hand_in(person, step, exercise, answers):
    """Check as the bar does, with all answers that the notebook holds by then."""
    release = person.call("GET", f"/api{address(step)}/bundle")["release"]
    body = {"id": str(uuid.uuid4()), "release": release, "answers": answers}
    person.call("POST", f"/api{address(step)}/exercises/{exercise}/attempts", body)


def points(person):
    """Return points by exercise of the module."""
    return {
        exercise["exercise"]: exercise["points"]
        for exercise in person.progress(COURSE)["exercises"]
        if exercise["module"] == CLEAN_ORDERS.module
    }


def on_disk(person, step):
    """Return the answers of a learner's file."""
    path = person.folder(step.course) / step.module / f"{step.step}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    sources = {
        cell["metadata"].get("nbgrader", {}).get("grade_id"): "".join(cell["source"])
        for cell in notebook["cells"]
    }
    return {key: sources[key] for key in written(step)}


def written(step):
    """Return what was typed last into each answer of a step."""
    return {exercise: source for one, exercise, source in PRESSED if one == step}


def open_course(window, line, person):
    """Open the first notebook with all of the line's width, as before the train leaves."""
    person.enter(window, base=line, **{"hybrid-course": COURSE})
    # JupyterLab says in dialogs that the server is away; whoever works clicks them away.
    window.page.add_locator_handler(
        window.page.locator(".jp-Dialog"), lambda: window.page.keyboard.press("Escape")
    )
    notebook = NotebookPage(window)
    expect(notebook.bar("parse_amount")).to_contain_text("0 / 2 points")
    notebook.wait_for_kernel()
    # As long as requests are watched the browser keeps nothing: not even JupyterLab's two icons,
    # which a run asks for again and again.
    window.context.unroute_all()
    cell = notebook.go_to("parse_amount")
    cell.locator(".cm-content").click()
    window.page.keyboard.press("Control+Enter")
    expect(cell.locator(".jp-InputPrompt")).to_have_text("[1]:")
    notebook.wait_for_kernel()
    return notebook


class Meter:
    """Weighs what each exercise costs on the line: of its own, and with everything else."""

    def __init__(self, line):
        self._line = line
        self._before = self._now()
        self.own = {}
        self.everything = {}

    def weigh(self, name):
        now = self._now()
        self.own[name] = now[0] - self._before[0]
        self.everything[name] = now[1] - self._before[1]
        self._before = now

    def _now(self):
        return self._line.carried(OF_AN_EXERCISE), self._line.traffic.total


RIGHT = written(CLEAN_ORDERS) | written(COMPARE_WEEKS)


def cut_while_typing(notebook, line):
    notebook.write("parse_amount", WRONG, between=line.cut)
    expect(notebook.check("parse_amount")).to_contain_text("Expected", timeout=30_000)
    notebook.write("parse_amount", RIGHT["parse_amount"])
    expect(notebook.check("parse_amount")).to_contain_text("2 / 2 points", timeout=30_000)


def cut_before_check(notebook, line):
    notebook.write("read_orders", RIGHT["read_orders"])
    line.take_down()
    expect(notebook.check("read_orders")).to_contain_text("Kept here")
    line.bring_up()
    expect(notebook.bar("read_orders")).to_contain_text("3 / 3 points", timeout=30_000)


def cut_between_request_and_reply(notebook, line, learner):
    notebook.write("revenue_by", RIGHT["revenue_by"])
    lost = line.take_down_before_reply(ATTEMPTS)
    bar = notebook.check("revenue_by")
    expect(bar).to_contain_text("Kept here")
    lost.wait()
    assert len(learner.attempts(CLEAN_ORDERS, "revenue_by")) == 1
    line.bring_up()
    expect(bar).to_contain_text("3 / 3 points", timeout=30_000)


def cut_while_it_is_sent(notebook, line):
    notebook.write("summary_lines", RIGHT["summary_lines"])
    bar = notebook.check("summary_lines")
    expect(bar).to_contain_text("checking")
    line.cut()
    expect(bar).to_contain_text("2 / 2 points", timeout=30_000)


def go_on_to_the_next_notebook(notebook):
    """Go through the reading to the second notebook."""
    page = notebook.page
    page.get_by_role("button", name=re.compile("^Next step: From sheet")).click()
    page.get_by_role("button", name=re.compile("^Next step: Compare")).click(timeout=60_000)
    expect(notebook.bar("percent_change")).to_contain_text("0 / 2 points", timeout=60_000)
    notebook.wait_for_kernel()


def cut_for_the_rest_of_the_module(notebook, line):
    line.take_down()
    for exercise in written(COMPARE_WEEKS):
        notebook.write(exercise, RIGHT[exercise])
        expect(notebook.check(exercise)).to_contain_text("Kept here")
    line.bring_up()
    expect(notebook.bar("percent_change")).to_contain_text("2 / 2 points", timeout=60_000)
    expect(notebook.bar("changes")).to_contain_text("3 / 3 points", timeout=60_000)


@pytest.mark.timeout(150, func_only=True)
def test_a_module_over_a_bad_connection_loses_nothing(server, line, window, record_property):
    clean, slow = Person(server, "clean"), Person(server, "slow")
    answers = {CLEAN_ORDERS: {}, COMPARE_WEEKS: {}}
    for step, exercise, source in PRESSED:
        answers[step][exercise] = source
        hand_in(clean, step, exercise, answers[step])
    notebook = open_course(window, line, slow)
    line.limit(kbit_s=KBIT_S, delay_s=DELAY_S)
    meter = Meter(line)

    for exercise, answer in (
        ("parse_amount", lambda: cut_while_typing(notebook, line)),
        ("read_orders", lambda: cut_before_check(notebook, line)),
        ("revenue_by", lambda: cut_between_request_and_reply(notebook, line, slow)),
        ("summary_lines", lambda: cut_while_it_is_sent(notebook, line)),
    ):
        answer()
        notebook.save()
        meter.weigh(exercise)
    first = notebook.sources()
    go_on_to_the_next_notebook(notebook)
    meter.weigh("two steps opened")
    cut_for_the_rest_of_the_module(notebook, line)
    notebook.save()
    meter.weigh("percent_change and changes")

    stored = [
        slow.attempts(step, exercise)
        for step in (CLEAN_ORDERS, COMPARE_WEEKS)
        for exercise in written(step)
    ]
    assert sum(map(len, stored)) == len(PRESSED)
    assert points(slow) == points(clean)
    assert written(CLEAN_ORDERS).items() <= first.items()
    assert written(COMPARE_WEEKS).items() <= notebook.sources().items()
    assert on_disk(slow, CLEAN_ORDERS) == written(CLEAN_ORDERS)
    assert on_disk(slow, COMPARE_WEEKS) == written(COMPARE_WEEKS)
    record_property("bytes of exercises", dict(meter.own))
    record_property("bytes of everything", meter.everything)
    del meter.own["two steps opened"]
    assert meter.own.pop("percent_change and changes") <= 2 * MOST_BYTES
    assert max(meter.own.values()) <= MOST_BYTES
