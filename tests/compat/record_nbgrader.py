"""Records what nbgrader itself gives for the notebooks that come with it; run by hand.

``PYTHONPATH=tests .venv/bin/python -m compat.record_nbgrader`` writes ``nbgrader_recorded.json``.
Paths of sources behind it record these anew and keep the others.
"""

import json
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path, PurePosixPath

import nbformat
import nbgrader
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.nbgraderformat import MetadataValidator
from traitlets.config import Config

RECORDED = Path(__file__).with_name("nbgrader_recorded.json")
ROOT = Path(nbgrader.__file__).parent
DOCS = "docs/source/user_guide"
FOLDERS = (
    "tests/apps/files",
    "tests/preprocessors/files",
    f"{DOCS}/source/ps1",
    f"{DOCS}/source/ps1_autotest",
)
AUTOTESTS = {"tests/apps/files": "tests/apps/files", f"{DOCS}/source/ps1_autotest": DOCS}
"""Where ``autotests.yml`` is."""
TIMEOUT_S = 2
LEFT_OUT = {
    "tests/apps/files/infinite-loop-with-output.ipynb": "nbgrader needs all memory for it",
    "tests/preprocessors/files/infinite-recursion.ipynb": "no graded cell, and too slow for some",
}
OLD = ("test-v0", "test-v1", "test-v2")
"""Notebooks that nbgrader wants to have changed by ``nbgrader update`` first."""
AS_SOLVED, UNTOUCHED = "as its author solved it", "as it is handed out"
_CHANGED = (
    "submitted-answer-cell-type-changed",
    "submitted-changed",
    "submitted-cheat-attempt",
    "submitted-cheat-attempt-alternative",
    "submitted-grade-cell-changed",
    "submitted-grade-cell-type-changed",
    "submitted-locked-cell-changed",
)


def sources() -> list[str]:
    """Return the path of each notebook in nbgrader that is taken as a source."""
    found = [path for folder in FOLDERS for path in sorted((ROOT / folder).glob("*.ipynb"))]
    names = [path.relative_to(ROOT).as_posix() for path in found]
    return [name for name in names if name not in LEFT_OUT]


def submissions(source: str) -> list[str]:
    """Return what is graded against a source: two ways of its own, and paths of notebooks."""
    folder, _, file = source.rpartition("/")
    stem = file.removesuffix(".ipynb")
    if stem == "submitted-unchanged":
        others = [f"{folder}/{name}.ipynb" for name in _CHANGED]
    elif stem == "test":
        others = [f"{folder}/test-with-output.ipynb"]
    elif folder.startswith(DOCS):
        others = [f"{DOCS}/submitted/{who}/ps1/{file}" for who in ("bitdiddle", "hacker")]
        others += [
            f"{DOCS}/downloaded/ps1/archive/ps1_hacker_attempt_2016-01-30-20-30-10_{file}",
            f"{DOCS}/release/ps1/{file}",
        ]
    else:
        kinds = ("unchanged", "changed", "changed-right", "changed-wrong")
        others = [f"{folder}/{stem}-{kind}.ipynb" for kind in kinds]
    return [AS_SOLVED, UNTOUCHED, *(name for name in others if (ROOT / name).exists())]


def data_files(source: str) -> list[Path]:
    """Return the files that lie beside a source for its learners."""
    found = [ROOT / "tests/apps/files/data.txt", ROOT / DOCS / "source/ps1/jupyter.png"]
    if source.rpartition("/")[0] in AUTOTESTS:
        found.append(ROOT / AUTOTESTS[source.rpartition("/")[0]] / "autotests.yml")
    return found


def _copy(name: str, *, to: Path) -> None:
    """Copy a notebook, as ``nbgrader update`` leaves it if it is an old one."""
    if PurePosixPath(name).stem not in OLD:
        shutil.copy(ROOT / name, to)
        return
    notebook = nbformat.read(ROOT / name, as_version=4)
    notebook = MetadataValidator().upgrade_notebook_metadata(notebook)
    nbformat.write(notebook, to)


def _write_course(course: Path, source: str) -> None:
    assignment = course / "source" / "ps1"
    assignment.mkdir(parents=True)
    _copy(source, to=assignment / "p1.ipynb")
    for path in data_files(source):
        shutil.copy(path, course if path.suffix == ".yml" else assignment)


def _submit(course: Path, source: str, submission: str, *, who: str) -> None:
    folder = course / "submitted" / who / "ps1"
    folder.mkdir(parents=True)
    if submission == UNTOUCHED:
        shutil.copy(course / "release" / "ps1" / "p1.ipynb", folder)
    else:
        _copy(source if submission == AS_SOLVED else submission, to=folder / "p1.ipynb")
    for path in data_files(source):
        if path.suffix != ".yml":
            shutil.copy(path, folder)


def _why(result: dict[str, object]) -> str:
    """Return the error that nbgrader gave up with."""
    log = str(result["log"])
    raised = re.findall(r"^ {4}([\w.]+(?:Error|Exception): .+)$", log, re.MULTILINE)
    told = re.findall(r"^\[ERROR\] (.+)$", log, re.MULTILINE)
    return next(iter([*raised[-1:], *told, "no reason given"]))[:200]


def _grades(course: Path, who: str) -> dict[str, list[float | None]]:
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        notebook = gradebook.find_submission_notebook("p1", "ps1", who)
        return {
            grade.name: [grade.auto_score, grade.max_score]
            for grade in sorted(notebook.grades, key=lambda grade: grade.name)
        }


def record(source: str) -> dict[str, object]:
    """Return what nbgrader gives for each submission: points by cell, or why it gives up."""
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder)
        _write_course(course, source)
        config = Config()
        config.CourseDirectory.root = str(course)
        config.CourseDirectory.db_url = f"sqlite:///{course}/gradebook.db"
        config.Execute.timeout = TIMEOUT_S
        api = NbGraderAPI(config=config)
        made = api.generate_assignment("ps1")
        if not made["success"]:
            return dict.fromkeys(submissions(source), f"no release: {_why(made)}")
        found: dict[str, object] = {}
        for number, submission in enumerate(submissions(source)):
            who = f"learner{number}"
            _submit(course, source, submission, who=who)
            graded = api.autograde("ps1", who)
            found[submission] = (
                _grades(course, who) if graded["success"] else f"not graded: {_why(graded)}"
            )
        return found


def main() -> int:
    """Record the sources that are named, or else everything, and return 0."""
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    wanted = sys.argv[1:] or sources()
    table = json.loads(RECORDED.read_text(encoding="utf-8"))["grades"] if sys.argv[1:] else {}
    for source in wanted:
        table[source] = record(source)
        _write({name: table[name] for name in sources() if name in table})
    return 0


def _write(table: dict[str, object]) -> None:
    recorded = {"nbgrader": nbgrader.__version__, "timeout_s": TIMEOUT_S, "grades": table}
    RECORDED.write_text(json.dumps(recorded, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
