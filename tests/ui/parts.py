"""Our parts of a page, as somebody looks at them who looks for faults."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

LIGHT, DARK = "JupyterLab Light", "JupyterLab Dark"
HIGH_CONTRAST = "JupyterLab Dark High Contrast"
THEMES = (LIGHT, DARK, HIGH_CONTRAST)

_IMPACTS = {"serious", "critical"}
# What JupyterLab draws in our view of a notebook, in colours of its own.
_JUPYTERLABS = [".jp-InputPrompt", ".jp-OutputPrompt", ".cm-editor"]
# The colours of two themes are mixed for a moment.
_SETTLED = """async () => {
    const NAMES = ['--jp-content-link-color', '--jp-layout-color1', '--jp-ui-font-color1'];
    const style = getComputedStyle(document.body);
    const colours = () => NAMES.map(name => style.getPropertyValue(name)).join();
    let before = null;
    while (before !== colours()) {
        before = colours();
        await new Promise(resolve => setTimeout(resolve, 500));
    }
}"""
_TOO_WIDE = """part => {
    const found = [];
    const width = document.documentElement.clientWidth;
    for (const element of [part, ...part.querySelectorAll('*')]) {
        const box = element.getBoundingClientRect();
        const style = getComputedStyle(element);
        const isShown = box.width > 1 && box.height > 1 && style.visibility === 'visible';
        const scrolls = element.closest('.jp-Hybrid-MyData-scroll, .jp-Hybrid-Code') !== null;
        if (!isShown || scrolls || element.closest('.jp-Hybrid-visuallyHidden, .cm-editor')) {
            continue;
        }
        const inner = style.display === 'inline' ? 0 : element.scrollWidth - element.clientWidth;
        if (inner > 1 && !element.matches('select, input')) {
            found.push(`${inner} px too wide inside: ${element.outerHTML.slice(0, 120)}`);
        }
        if (box.right > width + 1 || box.left < -1) {
            found.push(`from ${box.left} to ${box.right} px: ${element.outerHTML.slice(0, 120)}`);
        }
    }
    return found;
}"""
_CONTROLS = """part => {
    const SELECTOR = 'button, jp-button, input, select, summary, a[href]';
    const found = [];
    const boxes = [];
    for (const element of part.querySelectorAll(SELECTOR)) {
        const label = element.closest('label');
        const isBox = element.matches('input[type=checkbox]') && label !== null;
        const box = (isBox ? label : element).getBoundingClientRect();
        if (box.width === 0 || getComputedStyle(element).visibility !== 'visible') {
            continue;
        }
        const html = element.outerHTML.slice(0, 120);
        if (box.width < 24 || box.height < 24) {
            found.push(`${box.width} x ${box.height} px: ${html}`);
        }
        for (const [other, name] of boxes) {
            const x = Math.min(box.right, other.right) - Math.max(box.left, other.left);
            const y = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
            if (x > 1 && y > 1) {
                found.push(`${name} and ${html} lie on each other`);
            }
        }
        boxes.push([box, html]);
    }
    return found;
}"""


def run(page, command, **args):
    """Begin a command of JupyterLab, as a menu does."""
    page.evaluate(
        "([command, args]) => { void window.jupyterapp.commands.execute(command, args); }",
        [command, args],
    )


def use_theme(page, theme):
    """Change JupyterLab's theme, and wait until it is there."""
    run(page, "apputils:change-theme", theme=theme)
    expect(page.locator(f"body[data-jp-theme-name='{theme}']")).to_be_attached()
    page.evaluate(_SETTLED)


def show_text_to_axe(page):
    """Give JupyterLab's body a height.

    It has none and hides what overflows: axe takes all text for hidden then, and measures no
    contrast.
    """
    page.evaluate("() => { document.body.style.height = '100vh'; }")


def axe_faults(page, parts, *, without=()):
    """Return what axe calls serious or critical in parts of a page; each part must be there.

    Parameters
    ----------
    without
        Rules that do not count.
    """
    show_text_to_axe(page)
    found, seen = [], set()
    for part in parts:
        expect(page.locator(f"{part}:visible").first).to_be_visible()
        context = {"include": [part], "exclude": _JUPYTERLABS}
        response = Axe().run(page, context=context).response
        for kind in ("passes", "violations", "incomplete"):
            seen.update(each["id"] for each in response[kind])
        found += [
            (part, each["id"], node["html"][:200], node["any"][0]["message"] if node["any"] else "")
            for each in response["violations"]
            if each["impact"] in _IMPACTS and each["id"] not in without
            for node in each["nodes"]
        ]
    assert "color-contrast" in seen, "axe measured no contrast"
    return found


def layout_faults(part):
    """Return what is too wide, too small or on top of something else in a part of a page."""
    return part.evaluate(_TOO_WIDE) + part.evaluate(_CONTROLS)
