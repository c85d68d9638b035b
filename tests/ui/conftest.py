"""A real JupyterLab from the built wheel, and windows of a real browser."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright
from ui.browser import ARGUMENTS, Window, chrome
from ui.environment import make_environment
from ui.labs import labs


@pytest.fixture(autouse=True)
def jp_asyncio_loop():
    """Keep pytest-jupyter from closing the event loop, which is the browser's here."""


@pytest.fixture(autouse=True)
def jp_server_cleanup():
    """Keep pytest-jupyter from looking for a server in this process."""


@pytest.fixture(scope="session")
def environment(pytestconfig):
    """Interpreter of a fresh environment with the wheel, Notebook 7 and jupyter-collaboration."""
    return make_environment(pytestconfig.cache.mkdir("environments"))


@pytest.fixture(scope="session")
def sample_courses(environment):
    """Folder of the sample courses as installed."""
    return next(environment.parent.parent.glob("lib/python3*/site-packages/jupyter_hybrid")) / (
        "sample_courses"
    )


@pytest.fixture
def start_lab(environment, sample_courses, tmp_path):
    """Return a function that starts JupyterLab with chosen neighbours."""
    with labs(environment, sample_courses, tmp_path) as start_lab:
        yield start_lab


@pytest.fixture(scope="module")
def start_shared_lab(environment, sample_courses, tmp_path_factory):
    """As `start_lab`, for all tests of a module: each is there as a learner of its own."""
    with labs(environment, sample_courses, tmp_path_factory.mktemp("shared")) as start_lab:
        yield start_lab


@pytest.fixture(scope="module")
def browser():
    """A headless Chromium; no longer than a module, because its event loop stops other tests'."""
    with sync_playwright() as playwright:
        expect.set_options(timeout=20_000)
        browser = playwright.chromium.launch(executable_path=chrome(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_window(browser, request, tmp_path):
    """Return a function that opens a window; checks afterwards what must not happen in any."""
    windows = []

    def open_window(**options):
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 800}} | options))
        window = Window(context)
        windows.append(window)
        return window

    yield open_window
    outside = [url for window in windows for url in window.outside]
    errors = [error for window in windows for error in window.errors]
    for number, window in enumerate(windows):
        window.page.screenshot(path=tmp_path / f"{request.node.name}-{number}.png")
        window.context.close()
    assert outside == [], "requests outside of this machine"
    assert errors == [], "errors of ours in the console"


@pytest.fixture
def screenshot():
    """Return a function that keeps a picture for the documentation, if asked to.

    With ``HYBRID_SCREENSHOTS=docs/images`` in the environment the pictures of the guides are made
    anew.
    """
    folder = os.environ.get("HYBRID_SCREENSHOTS")

    def screenshot(window, name):
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            window.page.screenshot(path=Path(folder) / f"{name}.png")

    return screenshot
