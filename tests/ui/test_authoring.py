"""Writing a course in JupyterLab: marking cells, checking, trying, and seeing it as a learner."""

import json
import re
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from ui.parts import show_text_to_axe

NOTEBOOK = "analysts/first_steps/compare_weeks.ipynb"
ANSWER = '''\
def double(number):
    """Return twice a number."""
    return 2 * number'''
TESTS = "assert double(2) == 4\nassert double(-3) == -6"


@pytest.fixture
def lab(start_lab, sample_courses):
    """A server whose author has a course folder of their own, with a key of its own."""
    server = start_lab()
    folder = server.root_dir / "analysts"
    shutil.copytree(sample_courses / "python_for_analysts", folder)
    course = folder / "course.yaml"
    text = course.read_text(encoding="utf-8")
    course.write_text(text.replace("key: python_for_analysts", "key: analysts"), encoding="utf-8")
    return server


def run_from_palette(page, label):
    page.keyboard.press("ControlOrMeta+Shift+c")
    expect(page.locator(".lm-CommandPalette-input")).to_be_focused()
    page.keyboard.type(label)
    expect(page.locator(".lm-CommandPalette-item.lm-mod-active")).to_contain_text(label)
    page.keyboard.press("Enter")


def open_notebook(page):
    page.evaluate("path => window.jupyterapp.commands.execute('docmanager:open', {path})", NOTEBOOK)
    expect(page.get_by_role("region", name="Cell of the course")).to_be_visible()
    # Only then JupyterLab has written what it knows of the kernel into the notebook.
    expect(page.locator("#jp-main-statusbar")).to_contain_text("Idle")


def save(page):
    page.keyboard.press("ControlOrMeta+s")
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)


def add_cell(page, source):
    """Add a cell below the active one, as somebody at a keyboard does."""
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    expect(page.locator(".jp-Cell.jp-mod-active .cm-content")).to_be_focused()
    page.keyboard.insert_text(source)


def click_into(page, text):
    page.locator(".jp-Cell .cm-content", has_text=text).click()


def select_last_line(page):
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.press("Shift+Home")


def strip(page, text):
    return page.locator(".jp-Hybrid-CellStrip", has_text=text)


def cell_metadata(page):
    """Return the metadata of the cells of the notebook in front, without what is never saved."""
    return page.evaluate(
        """() => window.jupyterapp.shell.currentWidget.content.model.sharedModel.cells.map(cell => {
            const {trusted, ...metadata} = cell.getMetadata();
            return metadata;
        })"""
    )


def toolbar(page):
    return page.get_by_role("region", name="Cell of the course")


def active_cell(page):
    return page.locator(".jp-Cell.jp-mod-active")


def lint_panel(page):
    return page.locator(".jp-Hybrid-Lint")


def open_folder_as_course(page):
    page.locator(".jp-DirListing-item", has_text="analysts").click(button="right")
    page.get_by_role("menuitem", name="Open Folder as Course").click()
    expect(page.get_by_text("The course analysts is offered.").first).to_be_visible()


def go_to_the_end(page):
    """Make the last cell the active one, and give the notebook the focus."""
    page.evaluate(
        """() => {
            const notebook = window.jupyterapp.shell.currentWidget.content;
            notebook.activeCellIndex = notebook.widgets.length - 1;
            notebook.activate();
        }"""
    )


def make_answer(page):
    """Add an answer with a hint by the toolbar and its form."""
    add_cell(page, ANSWER)
    toolbar(page).get_by_label(re.compile("^Cell .* is:")).select_option("Answer")
    expect(toolbar(page).get_by_label("Id", exact=True)).to_have_value("double")
    toolbar(page).get_by_text("Hints and settings").click()
    toolbar(page).get_by_role("button", name="Add a hint").click()
    expect(toolbar(page).get_by_label("Hint 1", exact=True)).to_be_focused()
    page.keyboard.insert_text("Multiply by two.")
    toolbar(page).get_by_label("Attempts", exact=True).fill("20")


def make_tests(page):
    """Add tests with points, the last of them hidden, by the toolbar."""
    add_cell(page, TESTS)
    toolbar(page).get_by_label(re.compile("^Cell .* is:")).select_option("Tests")
    expect(toolbar(page).get_by_label("Id", exact=True)).to_have_value("test_double")
    toolbar(page).get_by_label("Points").fill("3")
    click_into(page, "assert double(-3)")
    select_last_line(page)
    toolbar(page).get_by_role("button", name="Mark as hidden tests").click()
    expect(strip(page, "Tests: test_double · 3 points · hidden tests")).to_be_visible()


def mark_solution(page):
    """Put the solution between markers by the toolbar."""
    page.keyboard.press("Enter")
    select_last_line(page)
    toolbar(page).get_by_role("button", name="Mark as solution").click()
    expect(active_cell(page)).to_contain_text("### BEGIN SOLUTION")


def test_an_author_writes_an_exercise_and_its_learner_passes_it(lab, open_window, screenshot):
    window = open_window()
    window.open_lab(lab, workspace="author")
    page = window.page
    answer, tests = strip(page, "Answer: double"), strip(page, "Tests: test_double")

    # To open a course and a notebook of it changes nothing.
    open_folder_as_course(page)
    open_notebook(page)
    expect(strip(page, "Answer: percent_change")).to_be_attached()
    written = json.loads((lab.root_dir / NOTEBOOK).read_text(encoding="utf-8"))["cells"]
    assert cell_metadata(page) == [cell["metadata"] for cell in written]

    # Two new cells become an answer and its tests.
    go_to_the_end(page)
    make_answer(page)
    screenshot(window, "authoring-form")
    toolbar(page).get_by_text("Hints and settings").click()
    click_into(page, "def double")
    make_tests(page)
    save(page)

    # The solution is not marked yet: the check says so in its panel and at the cell.
    expect(answer).to_contain_text("Error:")
    expect(answer).to_contain_text("no-solution-markers")
    run_from_palette(page, "Check Course")
    expect(lint_panel(page)).to_contain_text("1 error")
    screenshot(window, "authoring-lint")
    lint_panel(page).get_by_role("button", name=re.compile("no-solution-markers")).click()
    expect(active_cell(page)).to_contain_text("def double")

    # It is mended, and the notes go.
    mark_solution(page)
    expect(answer).not_to_contain_text("Error:")
    click_into(page, "def double")
    save(page)
    expect(lint_panel(page)).to_contain_text("Nothing to mend")

    # One press to the tests and back; the dry run says that they are sound.
    run_from_palette(page, "Go to Tests")
    expect(active_cell(page)).to_contain_text("assert double(2)")
    tests.get_by_role("button", name="Go to answer").click()
    expect(active_cell(page)).to_contain_text("def double")
    run_from_palette(page, "Dry Run")
    expect(tests).to_contain_text("Dry run: sound.")
    expect(tests).to_contain_text("Your solution: 3 of 3 points. Untouched: 0 points.")

    # A learner finds the exercise, and passes it; nothing of authoring shows there.
    with window.context.expect_page() as opened:
        run_from_palette(page, "Preview as a Learner")
    learner = opened.value
    pass_as_learner(learner)
    expect(toolbar(learner)).to_have_count(0)
    expect(learner.locator(".jp-Hybrid-CellStrip")).to_have_count(0)
    window.page = learner
    screenshot(window, "authoring-preview")
    assert "Traceback" not in lab.log()


def pass_as_learner(page):
    """Open the notebook from the course, answer the new exercise, and check it."""
    expect(page.get_by_role("region", name="Exercise parse_amount")).to_be_visible()
    page.get_by_role("button", name=re.compile("Compare two weeks")).first.click()
    bar = page.get_by_role("region", name="Exercise double")
    expect(bar).to_contain_text("0 / 3 points")
    editor = page.locator(".jp-Cell .cm-content", has_text="def double")
    expect(editor).not_to_contain_text("2 * number")
    editor.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(ANSWER)
    bar.get_by_role("button", name="Check exercise double").click()
    expect(bar).to_contain_text("3 / 3 points")
    bar.evaluate("bar => bar.scrollIntoView({block: 'center'})")


def faults(page):
    """Return what axe calls serious or critical in our parts of the page."""
    show_text_to_axe(page)
    found = []
    for part in (".jp-Hybrid-CellToolbar", ".jp-Hybrid-CellStrip", ".jp-Hybrid-Lint"):
        expect(page.locator(part).first).to_be_attached()
        violations = Axe().run(page, context=part).response["violations"]
        found += [
            (part, each["id"], each["nodes"][0]["html"])
            for each in violations
            if each["impact"] in {"serious", "critical"}
        ]
    return found


def test_authoring_needs_no_mouse_and_fits_a_narrow_window(lab, open_window):
    window = open_window()
    window.open_lab(lab, workspace="author")
    page = window.page
    open_notebook(page)
    go_to_the_end(page)
    add_cell(page, ANSWER)

    # Roles are chosen with the arrow keys; on the way to one nothing is lost.
    role = toolbar(page).get_by_label(re.compile("^Cell .* is:"))
    role.focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(role).to_have_value("manual")
    expect(page.locator(".jp-Hybrid-LiveRegion", has_text="Answer graded by hand")).to_have_count(1)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(role).to_have_value("answer")
    expect(toolbar(page).get_by_label("Id", exact=True)).to_have_value("double")

    # Undo in the cell takes the role back.
    click_into(page, "def double")
    page.keyboard.press("ControlOrMeta+z")
    expect(role).not_to_have_value("answer")

    toolbar(page).get_by_label(re.compile("^Cell .* is:")).select_option("Answer")
    toolbar(page).get_by_text("Hints and settings").focus()
    page.keyboard.press("Enter")
    expect(toolbar(page).get_by_role("button", name="Add a hint")).to_be_visible()
    click_into(page, "def double")
    save(page)
    expect(strip(page, "Answer: double")).to_contain_text("no-solution-markers")
    run_from_palette(page, "Check Course")
    expect(lint_panel(page)).to_be_focused()
    expect(lint_panel(page)).to_contain_text("2 errors")
    for theme in ("JupyterLab Light", "JupyterLab Dark", "JupyterLab Dark High Contrast"):
        page.evaluate(
            "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})", theme
        )
        expect(page.locator(f"body[data-jp-theme-name='{theme}']")).to_be_attached()
        assert faults(page) == []

    page.evaluate("window.jupyterapp.shell.collapseLeft()")
    page.evaluate("window.jupyterapp.shell.mode = 'single-document'")
    page.set_viewport_size({"width": 360, "height": 700})
    for part in (".jp-Hybrid-CellToolbar-content", ".jp-Hybrid-Lint"):
        widths = page.locator(part).evaluate("node => [node.scrollWidth, node.clientWidth]")
        assert widths[0] <= widths[1], part
