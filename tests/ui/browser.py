"""A window of a real browser that notices what must not happen in it."""

import re
import shutil
from urllib.parse import urlparse

CHROMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
OURS = re.compile(r"hybrid", re.IGNORECASE)
NOT_THERE_YET = re.compile(r"status of 404 .*/attempts/[0-9a-f-]{36}")
"""Asked for its place in the queue while the attempt itself is still on its way."""


def chrome():
    """Return the path of an installed Chrome or Chromium."""
    found = next(filter(None, map(shutil.which, CHROMES)), None)
    assert found, "there is no Chrome or Chromium: install one (make chromium)"
    return found


class Window:
    """One page in a browser context of its own.

    Attributes
    ----------
    outside
        Addresses outside this machine that the page asked for.
    errors
        What the console called an error and what nobody caught, if it is ours.
    """

    def __init__(self, context):
        self.context = context
        self.outside = []
        self.errors = []
        context.route("**/*", self._guard)
        self.page = context.new_page()
        self.page.set_default_timeout(30_000)
        self.page.on("console", self._listen)
        self.page.on("pageerror", self._catch)

    def _guard(self, route):
        url = urlparse(route.request.url)
        if url.scheme in {"http", "https", "ws", "wss"} and url.hostname not in LOOPBACK:
            self.outside.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    def _listen(self, message):
        if message.type != "error":
            return
        text = f"{message.text} {message.location.get('url', '')}"
        if OURS.search(text) and not NOT_THERE_YET.search(text):
            self.errors.append(text)

    def _catch(self, error):
        if OURS.search(error.stack or ""):
            self.errors.append(f"{error}\n{error.stack}")

    def open_lab(self, server, *, workspace, **query):
        """Open JupyterLab and wait until it is there."""
        parameters = "&".join(f"{name}={value}" for name, value in query.items())
        self.page.goto(f"{server.base}/lab/workspaces/{workspace}?token=test-token&{parameters}")
        self.page.wait_for_selector("#jp-main-dock-panel", state="attached", timeout=60_000)
        self.page.wait_for_selector(".jp-SideBar", timeout=60_000)
