"""What somebody does with the notebook in front of a window, at keyboard and mouse."""

import re

_GO_TO = """async id => {
    const content = window.jupyterapp?.shell.currentWidget?.content;
    const cells = content?.model?.sharedModel?.cells ?? [];
    const index = cells.findIndex(cell => cell.getMetadata().nbgrader?.grade_id === id);
    if (index < 0) {
        return false;
    }
    content.activeCellIndex = index;
    await content.scrollToItem(index, 'center');
    return true;
}"""
_SOURCES = """() => Object.fromEntries(
    window.jupyterapp.shell.currentWidget.content.model.sharedModel.cells
        .map(cell => [cell.getMetadata().nbgrader?.grade_id, cell.getSource()])
)"""

_ALL_SOURCES = """() => window.jupyterapp.shell.currentWidget.content.model.sharedModel.cells
    .map(cell => cell.getSource())"""


class NotebookPage:
    """The notebook in front of a window.

    Parameters
    ----------
    window
        A `Window` that shows a notebook of a course.
    """

    def __init__(self, window):
        self.page = window.page

    def bar(self, exercise):
        """Return the bar of an exercise, scrolled to."""
        bar = self.page.get_by_role("region", name=f"Exercise {exercise}", exact=True)
        if not bar.is_visible():
            self.go_to(exercise)
        return bar

    def check(self, exercise):
        """Press Check, and return the bar."""
        bar = self.bar(exercise)
        bar.get_by_role("button", name=f"Check exercise {exercise}", exact=True).click()
        return bar

    def go_to(self, answer):
        """Make a cell the active one and scroll to it."""
        self.page.wait_for_function(_GO_TO, arg=answer)
        return self.page.locator(".jp-Notebook:visible .jp-Cell.jp-mod-active")

    def write(self, answer, text, *, between=None):
        """Replace the source of a cell, line by line.

        Parameters
        ----------
        between
            Called once in the middle of typing.
        """
        self.go_to(answer).locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.press("Delete")
        lines = text.splitlines(keepends=True)
        for number, line in enumerate(lines):
            if between is not None and number == len(lines) // 2:
                between()
            self.page.keyboard.insert_text(line)

    def save(self):
        """Save, and wait until that is done."""
        self.page.keyboard.press("ControlOrMeta+s")
        self.page.wait_for_function(
            "() => !window.jupyterapp.shell.currentWidget.context.model.dirty"
        )

    def sources(self):
        """Return the sources by cell id, as the notebook's model has them."""
        return self.page.evaluate(_SOURCES)

    def wait_for_source(self, answer, text):
        """Wait until a cell has a source."""
        self.page.wait_for_function(
            f"([id, text]) => ({_SOURCES})()[id] === text", arg=[answer, text]
        )

    def all_sources(self):
        """Return the sources of all cells in order."""
        return self.page.evaluate(_ALL_SOURCES)

    def wait_for_kernel(self):
        """Wait until the notebook has a kernel that waits for work."""
        kernel = self.page.get_by_text(re.compile(r"Python 3 \(ipykernel\) \| Idle"))
        kernel.wait_for()
