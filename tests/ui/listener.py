"""What a screen reader hears of our parts of a page."""

_LISTEN = """() => {
    const LIVE = '[aria-live], [role=status], [role=alert]';
    const OFF = '[aria-live=off]';
    window.hybridSaid = [];
    const hear = region => {
        const text = region.textContent.trim();
        const isOurs = region.closest('[class*=jp-Hybrid]') && !region.closest('.cm-editor');
        if (isOurs && text !== '') {
            window.hybridSaid.push(text);
        }
    };
    new MutationObserver(records => {
        const regions = new Set();
        for (const { target, addedNodes } of records) {
            const element = target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement;
            regions.add(element?.closest(LIVE));
            for (const node of addedNodes) {
                if (node.nodeType === Node.ELEMENT_NODE) {
                    [node, ...node.querySelectorAll(LIVE)]
                        .filter(each => each.matches(LIVE))
                        .forEach(each => regions.add(each));
                }
            }
        }
        regions.delete(null);
        regions.delete(undefined);
        regions.forEach(region => {
            if (!region.matches(OFF)) {
                hear(region);
            }
        });
    }).observe(document, { childList: true, characterData: true, subtree: true });
}"""


class Listener:
    """Hears every change of a live region of ours, from the next page load on.

    Parameters
    ----------
    page
        Of a browser.
    """

    def __init__(self, page):
        self._page = page
        page.add_init_script(f"({_LISTEN})()")

    @property
    def heard(self):
        """Return what was said, in its order."""
        return self._page.evaluate("() => window.hybridSaid")

    def wait_for(self, text, *, timeout=20_000):
        """Wait until something with this text was said."""
        self._page.wait_for_function(
            "text => window.hybridSaid.some(said => said.includes(text))", arg=text, timeout=timeout
        )

    def forget(self):
        """Begin anew, after all that is under way was said."""
        self.settle()
        self._page.evaluate("() => { window.hybridSaid.length = 0; }")

    def settle(self):
        """Wait until nothing was said for a second: what comes twice comes at once."""
        self._page.evaluate(
            """async quiet => {
                let before = -1;
                while (before !== window.hybridSaid.length) {
                    before = window.hybridSaid.length;
                    await new Promise(resolve => setTimeout(resolve, quiet));
                }
            }""",
            1_000,
        )

    def expect(self, *sentences, timeout=20_000):
        """Check that just these were said since the last time, in this order; then begin anew.

        What is said within a moment may be said in one go.
        """
        self.wait_for(sentences[-1], timeout=timeout)
        self.settle()
        said, expected = " ".join(self.heard), " ".join(sentences)
        assert said == expected, f"heard: {said}\ninstead of: {expected}"
        self._page.evaluate("() => { window.hybridSaid.length = 0; }")
