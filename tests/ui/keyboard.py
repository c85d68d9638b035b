"""Somebody who has no mouse, and sees where the focus is."""

from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from playwright.sync_api import expect

_FOCUS = """() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const has = side => parseFloat(style[side]) > 0;
    return {
        html: element.outerHTML.slice(0, 200),
        isOurs: element.closest('[class*=jp-Hybrid]:not(.jp-Hybrid-Played)') !== null,
        isField: element.matches('.cm-content'),
        isVisible: element.getClientRects().length > 0,
        isMarked: style.outlineStyle !== 'none' && has('outlineWidth')
            || style.boxShadow !== 'none'
    };
}"""


class Keyboard:
    """Presses keys, and fails when the focus is lost or cannot be seen.

    Parameters
    ----------
    page
        Of a browser.
    """

    def __init__(self, page):
        self._page = page

    def press(self, keys, *, times=1):
        """Press keys; afterwards the focus is somewhere."""
        for _ in range(times):
            self._page.keyboard.press(keys)
        self.see_focus()

    def see_focus(self):
        """Check that something has the focus, and, if it is ours, that one sees it."""
        # What is drawn in the next frame may take the focus with it, or bring it back.
        self._page.evaluate("() => new Promise(requestAnimationFrame)")
        self._page.wait_for_function(
            "() => document.activeElement !== document.body", timeout=2_000
        )
        focus = self._page.evaluate(_FOCUS)
        assert focus["isVisible"], f"the focus is out of sight: {focus['html']}"
        if focus["isOurs"] and not focus["isField"]:
            assert focus["isMarked"], f"nobody sees the focus on {focus['html']}"
        return focus

    def tab_to(self, target, *, most=40, backwards=False):
        """Press Tab until something has the focus."""
        passed = []
        expect(target).to_be_visible()
        for _ in range(most):
            if target.evaluate("element => element === document.activeElement"):
                return target
            self._page.keyboard.press("Shift+Tab" if backwards else "Tab")
            passed.append(self._page.evaluate("() => document.activeElement.outerHTML")[:120])
            # After the last element of a page Tab leaves it; that is no focus lost.
            if not passed[-1].startswith("<body"):
                self.see_focus()
        raise AssertionError("Tab does not get there; it went through\n" + "\n".join(passed))

    def type(self, text):
        self._page.keyboard.type(text)

    def run_from_palette(self, label):
        """Run a command from JupyterLab's command palette.

        A document that becomes ready takes the focus, and JupyterLab closes the palette; whoever
        works opens it again.
        """
        item = self._page.locator(".lm-CommandPalette-item.lm-mod-active", has_text=label)
        for _ in range(3):
            self._page.keyboard.press("ControlOrMeta+Shift+c")
            expect(self._page.locator(".lm-CommandPalette-input")).to_be_visible()
            self._page.keyboard.insert_text(label)
            try:
                item.wait_for(timeout=4_000)
            except PlaywrightTimeoutError:
                continue
            self._page.keyboard.press("Enter")
            return
        raise AssertionError(f"the palette does not show {label}")
