"""What nbgrader_config.py says: markers, stubs, surroundings, limits and AUTOTEST lines."""

import functools
import os
import sys
from pathlib import Path

import nbgrader
import pytest
from nbgrader_course import SOLVED, code, imported, marked, notebook, write_nbgrader_course

from jupyter_hybrid.content.course_file import read_course_file
from jupyter_hybrid.content.nbgrader_config import read_nbgrader_config
from jupyter_hybrid.content.nbgrader_import import import_course
from jupyter_hybrid.domain.errors import Invalid


@pytest.fixture
def course(tmp_path):
    """Return a function that writes an nbgrader course of one assignment and returns its folder."""
    return functools.partial(write_nbgrader_course, tmp_path / "nbgrader")


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


@pytest.mark.parametrize(
    ("kernel", "markers", "written", "made"),
    [
        ("java", ("// SOL", "// LOS"), ("  // SOL", "  // LOS"), ("  // {}", "  // {}")),
        ("java", ("SOL", "LOS"), ("/* SOL */", "/* LOS */"), ("/* {} */", "/* {} */")),
        ("matlab", ("SOL", "LOS"), ("%% SOL", "% LOS"), ("% {}", "% {}")),
        ("sas", ("SOL", "LOS"), ("* SOL;", "* LOS;"), ("* {};", "* {};")),
        ("R", ("SOL", "LOS"), ("# SOL", "LOS"), ("### {}", "### {}")),
    ],
)
def test_own_markers_keep_the_comment_sign_of_their_language(
    course, tmp_path, kernel, markers, written, made
):
    answer = marked("answer", "double", f"{written[0]}\n1\n{written[1]}")
    config = (
        f"c.ClearSolutions.begin_solution_delimeter = {markers[0]!r}\n"
        f"c.ClearSolutions.end_solution_delimeter = {markers[1]!r}\n"
    )
    content = notebook(answer, kernelspec={"name": kernel, "language": kernel})

    _, _, source = imported(course(content, config=config), tmp_path / "out")

    begin, _, end = source.notebook.cells[0].source.split("\n")
    assert begin == made[0].format("BEGIN SOLUTION")
    assert end == made[1].format("END SOLUTION")


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


@pytest.mark.parametrize(
    ("config", "limits", "n_notes"),
    [
        ("c.ExecutePreprocessor.timeout = 5", {"cell_s": 5.0}, 0),
        ("c.ExecutePreprocessor.timeout = 60", {"cell_s": 60.0, "exercise_s": 180.0}, 0),
        ("c.ExecutePreprocessor.timeout = 1200", {"cell_s": 600.0, "exercise_s": 1800.0}, 1),
        ("c.Execute.timeout = 10 ** 400", {"cell_s": 600.0, "exercise_s": 1800.0}, 1),
        ("c.Execute.timeout = float('inf')", {"cell_s": 600.0, "exercise_s": 1800.0}, 1),
        ("c.Execute.timeout = -1", {"cell_s": 600.0, "exercise_s": 1800.0}, 1),
        ("c.Execute.timeout = 0.01", {"cell_s": 0.1}, 1),
        ("c.Execute.timeout = float('nan')", None, 0),
    ],
)
def test_the_time_of_a_cell_is_one_that_a_course_may_say(course, tmp_path, config, limits, n_notes):
    report, block, _ = imported(course(config=config), tmp_path / "out")

    assert block.get("exercises") == (limits and {"limits": limits})
    assert len([note for note in report.notes if ".timeout became" in note]) == n_notes
    assert read_course_file((tmp_path / "out/course.yaml").read_text()).problems == ()


@pytest.mark.parametrize("stub", ["", "x" * 2001])
def test_a_stub_that_a_course_cannot_say_becomes_nbgraders(course, tmp_path, stub):
    config = (
        f"c.ClearSolutions.code_stub = {{'python': {stub!r}, 'java': '//'}}\n"
        f"c.ClearSolutions.text_stub = {stub!r}\n"
    )

    report, block, _ = imported(course(config=config), tmp_path / "out")

    assert block["stubs"] == {"code": {"java": "//"}}
    assert [note.split(" became")[0] for note in report.notes] == [
        "nbgrader_config.py: ClearSolutions.code_stub of python",
        "nbgrader_config.py: ClearSolutions.text_stub",
    ]


def test_a_configuration_runs_in_its_course_and_leaves_nothing_there(course, monkeypatch):
    monkeypatch.setattr(sys, "path", list(sys.path))
    config = (
        "import sys, pathlib\n"
        "sys.path.insert(0, '.')\n"
        "import beside_the_configuration\n"
        "c.CourseDirectory.course_id = pathlib.Path('name.txt').read_text()\n"
    )
    extra = [("beside_the_configuration.py", ""), ("name.txt", "sums")]
    folder = course(config=config, extra=extra)
    before = (Path.cwd(), sys.dont_write_bytecode, sorted(folder.rglob("*")))

    settings = read_nbgrader_config(folder)

    assert settings.course_id == "sums"
    assert (Path.cwd(), sys.dont_write_bytecode, sorted(folder.rglob("*"))) == before


def test_a_configuration_that_fails_is_said_with_its_reason(course, tmp_path):
    folder = course(config="c.ClearSolutions.code_stub = nothing\n")

    with pytest.raises(Invalid, match=r"nbgrader_config.py cannot be run: NameError"):
        import_course(folder, tmp_path / "out", is_running=False)

    assert not (tmp_path / "out").exists()


def test_without_a_configuration_nbgraders_own_settings_hold(tmp_path):
    settings = read_nbgrader_config(tmp_path)

    assert settings.markers == {}
    assert settings.source_directory == "source"


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
