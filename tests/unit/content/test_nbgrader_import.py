"""Own markers, stubs and surroundings, old metadata, and what cannot be taken."""

import json
import os
from pathlib import Path

import nbgrader
import pytest
import yaml

from jupyter_hybrid.content.nbgrader_config import read_nbgrader_config
from jupyter_hybrid.content.nbgrader_import import import_course
from jupyter_hybrid.content.notebook_file import read_source_notebook
from jupyter_hybrid.domain.errors import Conflict, Invalid, NotFound
from jupyter_hybrid.domain.notebooks import CellRole

FILES = Path(nbgrader.__file__).parent / "tests"
PYTHON = {"name": "python3", "display_name": "Python 3", "language": "python"}


def marked(role, grade_id, source, points=None):
    flags = {
        "answer": {"grade": False, "solution": True, "locked": False},
        "tests": {"grade": True, "solution": False, "locked": True},
    }[role]
    block = {"schema_version": 3, "task": False, "grade_id": grade_id, **flags}
    if points is not None:
        block["points"] = points
    return code(source, {"nbgrader": block})


def code(source, metadata=None):
    return {
        "cell_type": "code",
        "metadata": metadata or {},
        "source": source,
        "outputs": [{"output_type": "stream", "name": "stdout", "text": "42"}],
        "execution_count": 3,
    }


def notebook(*cells):
    return json.dumps(
        {"nbformat": 4, "nbformat_minor": 4, "metadata": {"kernelspec": PYTHON}, "cells": cells}
    )


ANSWER = marked("answer", "double", "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x")
SOLVED = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"


@pytest.fixture
def course(tmp_path):
    """Return a function that writes an nbgrader course of one assignment and returns its folder."""

    def course(content=None, *, config="", extra=()):
        folder = tmp_path / "nbgrader"
        assignment = folder / "source" / "Week 1"
        assignment.mkdir(parents=True)
        solved = [
            marked("answer", "double", SOLVED),
            marked("tests", "test_double", "assert double(2) == 4", points=2),
        ]
        (assignment / "doubling.ipynb").write_text(content or notebook(*solved))
        for path, text in extra:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text)
        if config:
            (folder / "nbgrader_config.py").write_text(f"c = get_config()\n{config}")
        return folder

    return course


def imported(folder, out):
    """Return the report, the course file and the notebook of an import without running it."""
    report = import_course(folder, out, is_running=False)
    block = yaml.safe_load((out / "course.yaml").read_text())
    path = block["modules"][0]["steps"][0]["notebook"]
    return report, block, read_source_notebook((out / path).read_bytes(), file=path)


def test_cells_come_with_their_roles_and_points_and_without_outputs(course, tmp_path):
    report, block, source = imported(course(), tmp_path / "out")

    assert block["key"] == "nbgrader"
    assert block["modules"][0]["title"] == "Week 1"
    assert [(cell.id, cell.role, cell.points) for cell in source.notebook.cells] == [
        ("double", CellRole.ANSWER, 0),
        ("test_double", CellRole.TESTS, 2),
    ]
    assert "42" not in (tmp_path / "out" / "week_1" / "doubling.ipynb").read_text()
    assert report.verdicts[0].words == "not run"


def test_own_markers_become_nbgraders_and_own_stubs_stay(course, tmp_path):
    cells = [
        marked(
            "answer",
            "double",
            "def double(x):\n    # <solution>\n    return 2 * x\n    # </solution>",
        ),
        marked(
            "tests", "t", "assert double(2) == 4\n# <hidden>\nassert double(3) == 6\n# </hidden>", 1
        ),
    ]
    config = (
        "c.ClearSolutions.begin_solution_delimeter = '<solution>'\n"
        "c.ClearSolutions.end_solution_delimeter = '</solution>'\n"
        "c.ClearHiddenTests.begin_test_delimeter = '<hidden>'\n"
        "c.ClearHiddenTests.end_test_delimeter = '</hidden>'\n"
        "c.ClearSolutions.code_stub = {'python': 'pass  # yours'}\n"
        "c.ClearSolutions.text_stub = 'Write here'\n"
        "c.Execute.timeout = 7\n"
    )

    _, block, source = imported(course(notebook(*cells), config=config), tmp_path / "out")

    answer, tests = source.notebook.cells
    assert answer.source == SOLVED
    assert "### BEGIN HIDDEN TESTS\nassert double(3) == 6\n### END HIDDEN TESTS" in tests.source
    assert tests.stub == "assert double(2) == 4"
    assert block["stubs"] == {"code": {"python": "pass  # yours"}, "text": "Write here"}
    assert block["exercises"] == {"limits": {"cell_s": 7.0}}


def test_header_and_footer_surround_every_notebook(course, tmp_path):
    folder = course(
        config="c.IncludeHeaderFooter.header = 'head.ipynb'\n"
        "c.IncludeHeaderFooter.footer = 'foot.ipynb'",
        extra=[("head.ipynb", notebook(code("import math"))), ("foot.ipynb", notebook(code("1")))],
    )

    report, _, source = imported(folder, tmp_path / "out")

    sources = [cell.source for cell in source.notebook.cells]
    assert (sources[0], sources[-1], len(sources)) == ("import math", "1", 4)
    assert sum("were put in" in note for note in report.notes) == 2


def test_settings_without_a_counterpart_are_named(course, tmp_path):
    config = (
        "c.Exchange.root = '/srv'\n"
        "c.ClearSolutions.enforce_metadata = False\n"
        "c.GenerateAssignment.preprocessors = []\n"
        "c.CourseDirectory.ignore.append('*.bak')\n"
    )
    folder = course(config=config, extra=[("source/Week 1/old.bak", "x")])

    report, block, _ = imported(folder, tmp_path / "out")

    assert [note.split()[1] for note in report.notes] == [
        "ClearSolutions.enforce_metadata",
        "GenerateAssignment.preprocessors",
    ]
    assert "files" not in block["modules"][0]["steps"][0]


def test_a_configuration_that_fails_is_said_with_its_reason(course, tmp_path):
    folder = course(config="c.ClearSolutions.code_stub = nothing\n")

    with pytest.raises(Invalid, match=r"nbgrader_config.py cannot be run: NameError"):
        import_course(folder, tmp_path / "out", is_running=False)

    assert not (tmp_path / "out").exists()


def test_without_a_configuration_nbgraders_own_settings_hold(tmp_path):
    settings = read_nbgrader_config(tmp_path)

    assert settings.markers == {}
    assert settings.source_directory == "source"


@pytest.mark.parametrize("version", [0, 1, 2])
def test_old_metadata_becomes_version_3(course, tmp_path, version):
    content = FILES / f"nbgraderformat/files/v{version}.ipynb"
    if not content.exists():
        content = FILES / f"apps/files/test-v{version}.ipynb"

    report, _, source = imported(course(content.read_text()), tmp_path / "out")

    assert any(f"version {version} became version 3" in note for note in report.notes)
    assert any(cell.is_graded for cell in source.notebook.cells)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ((FILES / "apps/files/too-new.ipynb").read_text(), "too new"),
        ("{", "not JSON"),
        (notebook(ANSWER), "without 'END SOLUTION'"),
        (notebook(marked("answer", "a", "1"), marked("answer", "a", "2")), "Duplicate grade id"),
        (
            notebook(marked("tests", "t", "### AUTOTEST double(2)", points=1)),
            "there is no autotests.yml",
        ),
    ],
    ids=["too new", "no json", "open region", "same id", "no autotests"],
)
def test_a_notebook_that_cannot_be_taken_is_named_and_the_others_are_taken(
    course, tmp_path, content, words
):
    folder = course(extra=[("source/Week 1/broken.ipynb", content)])

    report, block, _ = imported(folder, tmp_path / "out")

    (note,) = [note for note in report.notes if "broken.ipynb" in note]
    assert words in note
    assert "left out" in note
    assert [step["key"] for step in block["modules"][0]["steps"]] == ["doubling"]


@pytest.mark.parametrize(
    ("delimiter", "tests_file", "config"),
    [
        ("AUTOTEST", "autotests.yml", ""),
        (
            "MAKETEST",
            "source/Week 1/how/made.yml",
            (
                "c.InstantiateTests.autotest_delimiter = 'MAKETEST'\n"
                "c.InstantiateTests.autotest_filename = 'how/made.yml'\n"
            ),
        ),
        (
            "AUTOTEST",
            "how/made.yml",
            "c.InstantiateTests.autotest_filename = 'how/made.yml'\n",
        ),
    ],
    ids=["nbgrader's", "own in the assignment", "own in the course"],
)
def test_autotest_lines_become_the_asserts_that_they_stand_for(
    course, tmp_path, delimiter, tests_file, config
):
    docs = Path(nbgrader.__file__).parent / "docs/source/user_guide"
    cells = [
        marked("answer", "double", SOLVED),
        marked("tests", "t", f"### {delimiter} double(2)", points=1),
    ]
    folder = course(
        notebook(*cells),
        config=config,
        extra=[(tests_file, (docs / "autotests.yml").read_text())],
    )

    _, block, source = imported(folder, tmp_path / "out")

    tests = source.notebook.cells[1].source
    assert delimiter not in tests
    assert 'assert str(double(2)) == """4"""' in tests
    assert "files" not in block["modules"][0]["steps"][0]
    assert not list((tmp_path / "out").rglob("*.yml"))


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ("c.InstantiateTests.autotest_filename = '../made.yml'", "outside of the course"),
        ("c.InstantiateTests.autotest_filename = '/made.yml'", "outside of the course"),
        ("c.InstantiateTests.autotest_delimiter = 3", "InstantiateTests cannot be used"),
    ],
)
def test_settings_of_autotests_that_cannot_be_used_are_said(course, tmp_path, config, words):
    cells = [marked("tests", "t", "### AUTOTEST double(2)", points=1)]

    with pytest.raises(Invalid, match=words):
        import_course(course(notebook(*cells), config=config), tmp_path / "out", is_running=False)


def test_no_kernel_is_left_behind_where_autotest_lines_cannot_be_worked_out(course, tmp_path):
    pid = tmp_path / "pid"
    cells = [
        code(f"import os; open({str(pid)!r}, 'w').write(str(os.getpid()))"),
        marked("answer", "double", SOLVED),
        marked("tests", "t", "### AUTOTEST double(2)", points=1),
    ]
    template = "python3: {templates: {}, dispatch: '', check: '', normalize: ''}"
    folder = course(notebook(*cells), extra=[("autotests.yml", template)])

    with pytest.raises(Invalid, match="AUTOTEST"):
        import_course(folder, tmp_path / "out", is_running=False)

    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


def test_links_in_circles_and_beyond_do_not_reach_the_place_where_notebooks_run(course, tmp_path):
    folder = course()
    assignment = folder / "source" / "Week 1"
    (assignment / "circle").symlink_to(assignment)
    (assignment / "nowhere").symlink_to(tmp_path / "nowhere")

    report, _, _ = imported(folder, tmp_path / "out")

    assert report.verdicts
    assert any("nowhere" in note for note in report.notes)


def test_a_folder_of_notebooks_gives_away_no_submissions_and_no_gradebook(tmp_path):
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "a.ipynb").write_text(notebook(marked("answer", "double", SOLVED)))
    (folder / "data.csv").write_text("x")
    for path in ("gradebook.db", "submitted/ada/a/essay.txt", "feedback/ada/a.html"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("of ada")

    import_course(folder, tmp_path / "out", is_running=False)

    taken = {file.name for file in (tmp_path / "out").rglob("*") if file.is_file()}
    assert taken == {"course.yaml", "a.ipynb", "data.csv"}


def test_files_go_along_and_what_leads_out_does_not(course, tmp_path):
    folder = course(extra=[("source/Week 1/data/orders.csv", "a,b\n"), ("secret.txt", "x")])
    (folder / "source" / "Week 1" / "link.txt").symlink_to(folder / "secret.txt")
    nested = folder / "source" / "Week 1" / "data" / "solution.ipynb"
    nested.write_text(notebook())

    report, block, _ = imported(folder, tmp_path / "out")

    assert block["modules"][0]["steps"][0]["files"] == ["week_1/data/orders.csv"]
    assert not list((tmp_path / "out").rglob("link.txt"))
    assert any("link out of the assignment" in note for note in report.notes)
    assert any("solution.ipynb" in note and "left out" in note for note in report.notes)


def test_places_that_cannot_be_are_refused(course, tmp_path):
    folder = course()
    (tmp_path / "there").mkdir()
    (tmp_path / "empty").mkdir()

    with pytest.raises(Invalid, match="lies in"):
        import_course(folder, folder / "out", is_running=False)
    with pytest.raises(Conflict, match="is there already"):
        import_course(folder, tmp_path / "there", is_running=False)
    with pytest.raises(NotFound, match="no nbgrader course"):
        import_course(tmp_path / "empty", tmp_path / "out", is_running=False)
    with pytest.raises(NotFound, match="no folder"):
        import_course(tmp_path / "nothing", tmp_path / "out", is_running=False)
