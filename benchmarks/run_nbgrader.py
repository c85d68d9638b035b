"""Grades a class with nbgrader's own preprocessors in one process, without its database.

``python -m benchmarks.run_nbgrader FOLDER ASSIGNMENT LEARNER...`` prints JSON as the engine's run.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.courses import Course


def grade(notebook: Any, source: Any, *, folder: Path) -> float:
    """Return the points of a submitted notebook, which is changed."""
    from nbgrader import preprocessors  # noqa: PLC0415  takes seconds
    from nbgrader.utils import determine_grade, is_grade  # noqa: PLC0415

    original = {cell.metadata.nbgrader.grade_id: cell for cell in source.cells if is_grade(cell)}
    for cell in notebook.cells:  # what its OverwriteCells does with its database
        theirs = original.get(cell.metadata.get("nbgrader", {}).get("grade_id"))
        if theirs is not None and not theirs.metadata.nbgrader.solution:
            cell.source, cell.metadata.nbgrader = theirs.source, theirs.metadata.nbgrader
    resources: dict[str, Any] = {"metadata": {"path": str(folder)}, "nbgrader": {}}
    for kind in ("ClearOutput", "DeduplicateIds", "CheckCellMetadata", "Execute", "LimitOutput"):
        preprocessor = getattr(preprocessors, kind)()
        notebook, resources = preprocessor.preprocess(notebook, resources)
    graded = [cell for cell in notebook.cells if is_grade(cell)]
    return sum(determine_grade(cell)[0] or 0.0 for cell in graded)


def main() -> None:
    """Run as a program."""
    started = time.perf_counter()
    import nbformat  # noqa: PLC0415
    import nbgrader.preprocessors  # noqa: F401, PLC0415

    start_s = time.perf_counter() - started
    course = Course("", Path(sys.argv[1]), sys.argv[2])
    times, points = [], {}
    for learner in sys.argv[3:]:
        began = time.perf_counter()
        folder = course.submitted(learner)
        points[learner] = sum(
            grade(
                nbformat.read(folder / name, as_version=4),
                nbformat.read(course.source / name, as_version=4),
                folder=folder,
            )
            for name in course.notebooks
        )
        times.append(1000 * (time.perf_counter() - began))
    print(json.dumps({"start_s": start_s, "ms": times, "points": points}))


if __name__ == "__main__":
    main()
