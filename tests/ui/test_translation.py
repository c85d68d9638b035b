"""A language pack for our texts changes what people read."""

import pytest
from playwright.sync_api import expect
from ui.environment import write_json

# JupyterLab loads the texts of a package by this name; it is the domain that our code asks for.
DOMAIN = "jupyter_hybrid"
LANGUAGE = "eo"
TEXTS = {"Courses": ["Kursoj"], "Course home": ["Kurspaĝo"]}


@pytest.fixture
def language_pack(tmp_path):
    """Folder with a language pack, as if it were installed."""
    folder = tmp_path / "packages"
    pack = folder / "hybrid_language_pack"
    messages = pack / "locale" / LANGUAGE / "LC_MESSAGES"
    head = {"domain": DOMAIN, "language": LANGUAGE, "plural_forms": "nplurals=2; plural=(n != 1);"}
    write_json(messages / f"{DOMAIN}.json", {"": head | {"version": "1"}} | TEXTS)
    (pack / "__init__.py").touch()
    info = folder / "hybrid_language_pack-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: hybrid-language-pack\nVersion: 1\n"
    )
    (info / "entry_points.txt").write_text(
        f"[jupyterlab.languagepack]\n{LANGUAGE} = hybrid_language_pack\n"
    )
    return folder


def test_the_courses_panel_speaks_another_language(start_lab, open_window, language_pack):
    server = start_lab(variables={"PYTHONPATH": str(language_pack)})
    write_json(
        server.home
        / "config"
        / "lab"
        / "user-settings"
        / "@jupyterlab"
        / "translation-extension"
        / "plugin.jupyterlab-settings",
        {"locale": LANGUAGE},
    )
    window = open_window()

    window.open_lab(server, workspace="train", **{"hybrid-course": "python_for_analysts"})

    panel = window.page.get_by_role("region", name="Kursoj", exact=True)
    expect(panel.get_by_role("heading", name="Kursoj")).to_be_visible()
    expect(panel.get_by_text("Kurspaĝo").first).to_be_visible()
    # What nobody translated stays readable.
    expect(panel.get_by_text("Find a course")).to_be_visible()
