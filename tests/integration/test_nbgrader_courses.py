"""nbgrader's own courses come in, and ours go back to nbgrader, with equal points."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbgrader
import pytest
import yaml

from jupyter_hybrid.cli import main
from jupyter_hybrid.content.nbgrader_import import import_course
from jupyter_hybrid.content.notebook_file import read_source_notebook
from jupyter_hybrid.content.samples import sample_courses

DOCS = Path(nbgrader.__file__).parent / "docs/source/user_guide"
BIN = Path(sys.executable).parent
FULL = {
    "correct_squares": (1, "full"),
    "squares_invalid_input": (1, "full"),
    "correct_sum_of_squares": (0.5, "full"),
    "sum_of_squares_uses_squares": (0.5, "full"),
    "sum_of_squares_equation": (1, "by hand"),
    "sum_of_squares_application": (2, "by hand"),
    "part-a": (1, "by hand"),
    "part-b": (2, "by hand"),
}


def digest(folder):
    """Return the digest of every file of a folder by path."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def run(*command, folder):
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env={**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )


def test_the_docs_course_comes_in_with_nbgraders_verdict(tmp_path, capsys):
    before = digest(DOCS)
    out = tmp_path / "course"

    status = main(["import-nbgrader", str(DOCS), str(out), "--key", "docs"])

    printed = capsys.readouterr()
    assert status == 0
    assert digest(DOCS) == before
    rows = [line.split(maxsplit=2) for line in printed.out.splitlines()]
    for cell, (points, words) in FULL.items():
        said = [row for row in rows if row and row[0] == cell]
        # What nbgrader says and how the tests run here; in ps1 and in ps1_autotest.
        assert [(row[1], row[2].split("  ")[0]) for row in said] == [(f"{points:g}", words)] * 2
        assert {row[2].split()[-1] for row in said} == {"split" if words == "full" else "hand"}
    assert "AUTOTEST lines were replaced" in printed.err
    assert main(["lint", str(out)]) == 0


@pytest.fixture(scope="module")
def quickstart(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nbgrader")
    run("nbgrader", "quickstart", "course101", folder=folder)
    return folder / "course101"


def test_the_quickstart_course_comes_in_with_its_header(quickstart, tmp_path):
    before = digest(quickstart)

    report = import_course(quickstart, tmp_path / "course", is_running=False)

    course = yaml.safe_load((tmp_path / "course" / "course.yaml").read_text())
    assert report.course == "course101"
    assert [step["key"] for step in course["modules"][0]["steps"]] == ["problem1", "problem2"]
    assert course["modules"][0]["steps"][0]["files"] == ["ps1/jupyter.png"]
    assert "files" not in course["modules"][0]["steps"][1]
    header = json.loads((quickstart / "source" / "header.ipynb").read_text())["cells"]
    first = json.loads((tmp_path / "course" / "ps1" / "problem1.ipynb").read_text())["cells"]
    assert len(header) > 0
    assert [cell["source"] for cell in first[: len(header)]] == [
        "".join(cell["source"]) for cell in header
    ]
    assert digest(quickstart) == before


def points_by_cell(course, path):
    content = (course / path).read_bytes()
    notebook = read_source_notebook(content, file=path).notebook
    return {cell.id: cell.points for cell in notebook.cells if cell.is_graded}


GRADES = """
import json, sys
from nbgrader.api import Gradebook
with Gradebook("sqlite:///gradebook.db") as gradebook:
    submission = gradebook.find_submission(sys.argv[1], "ada")
    print(json.dumps({
        notebook.name: {
            grade.name: [grade.auto_score, grade.max_score] for grade in notebook.grades
        }
        for notebook in submission.notebooks
    }))
"""


def test_nbgrader_takes_our_course_back_and_gives_equal_points(tmp_path, capsys):
    course = sample_courses() / "python_for_analysts"
    before = digest(course)
    out = tmp_path / "nbgrader"

    assert main(["export-nbgrader", str(course), str(out)]) == 0

    module = "first_steps"
    run("nbgrader", "generate_assignment", module, "--create", folder=out)
    shutil.copytree(out / "source" / module, out / "submitted" / "ada" / module)
    run("nbgrader", "autograde", module, "--create", folder=out)
    graded = json.loads(
        subprocess.run(
            [sys.executable, "-c", GRADES, module],
            cwd=out,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    )
    steps = {
        step["key"]: step["notebook"]
        for block in yaml.safe_load((course / "course.yaml").read_text())["modules"]
        if block["key"] == module
        for step in block["steps"]
        if "notebook" in step
    }
    assert graded.keys() == steps.keys()
    for step, path in steps.items():
        ours = points_by_cell(course, path)
        assert {cell: most for cell, (_, most) in graded[step].items()} == ours
        by_tests = {cell: got for cell, (got, _) in graded[step].items() if got is not None}
        assert by_tests == {cell: ours[cell] for cell in by_tests}
        assert by_tests
    assert "hints" not in (out / "source" / module / f"{next(iter(steps))}.ipynb").read_text()
    assert digest(course) == before
    assert "nbgrader has no reading steps" in capsys.readouterr().err
