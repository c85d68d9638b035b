"""otter-grader as a contestant, installed on demand into an environment of its own."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent

from benchmarks.contestants import Result, joined
from benchmarks.courses import Course
from benchmarks.measuring import cost_of, progress

_RUN = Path(__file__).with_name("run_otter.py")
_WANTED = ("otter-grader>=6,<8", "ipykernel", "matplotlib", "pandas")
_TOO_LONG_S = 300


@dataclass(frozen=True, slots=True)
class Otter:
    """otter-grader, installed.

    Parameters
    ----------
    python
        The Python that has it.
    version
        Of otter-grader.
    """

    python: Path
    version: str

    def grade(self, course: Course, learners: Sequence[str]) -> Result:
        """Grade without containers, in one process for each notebook that has tests."""
        tested = [name for name in course.notebooks if _tests(course.source / name)]
        return joined([self._notebook(course, learners, name) for name in tested])

    def _notebook(self, course: Course, learners: Sequence[str], name: str) -> Result:
        with tempfile.TemporaryDirectory(prefix="bench-otter-") as made:
            folder = Path(made)
            (folder / "tests").mkdir()
            for key, points, source in _tests(course.source / name):
                (folder / "tests" / f"{key}.py").write_text(_as_otter(key, points, source))
            making = "from otter.generate import main; main(no_environment=True)"
            cost_of([str(self.python), "-c", making], folder=folder)
            papers = []
            for learner in learners:
                paper = folder / f"{learner}.ipynb"
                paper.write_bytes((course.submitted(learner) / name).read_bytes())
                papers.append(str(paper))
            command = [str(self.python), str(_RUN), str(folder / "autograder.zip"), *papers]
            cost = cost_of(command, folder=folder)
        told = cost.told
        points = dict(zip(learners, told["points"], strict=True))
        return Result(len(learners), cost, tuple(told["ms"]), points, {"start_s": told["start_s"]})


def find_otter() -> Otter | str:
    """Return otter-grader, installed; or why it is not, in words."""
    folder = Path(tempfile.gettempdir()) / "jupyter-hybrid-bench-otter"
    python = folder / "bin" / "python"
    asking = "from importlib.metadata import version; print(version('otter-grader'))"
    try:
        if not (folder / "installed").exists():
            progress("installing otter-grader")
            _quietly([sys.executable, "-m", "venv", "--clear", str(folder)])
            _quietly([str(python), "-m", "pip", "install", "-q", *_WANTED])
            (folder / "installed").touch()
        return Otter(python, _quietly([str(python), "-c", asking]).strip())
    except (OSError, subprocess.SubprocessError) as error:
        return f"could not be installed: {type(error).__name__}"


def _quietly(command: list[str]) -> str:
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, timeout=_TOO_LONG_S, cwd="/"
    )
    return done.stdout


def _tests(path: Path) -> list[tuple[str, float, str]]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    found = []
    for cell in cells:
        marks = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "code" and marks.get("grade") and not marks.get("solution"):
            key = marks["grade_id"].replace("-", "_")
            found.append((key, float(marks["points"]), "".join(cell["source"])))
    return found


def _as_otter(key: str, points: float, source: str) -> str:
    """Return a test cell as a test file of otter-grader's: one case, with all its asserts."""
    case = {"code": f">>> exec({source!r}, globals())\n", "hidden": False, "locked": False}
    suite = {"cases": [case], "scored": True, "setup": "", "teardown": "", "type": "doctest"}
    test = {"name": key, "points": points, "suites": [suite]}
    return f"OK_FORMAT = True\n\ntest = {indent(repr(test), '')}\n"
