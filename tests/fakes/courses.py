"""Courses without folders."""

import hashlib
from collections.abc import Mapping, Sequence

from jupyter_hybrid.domain.courses import BrokenCourse, Course, Module, Step, StepKey
from jupyter_hybrid.domain.errors import NotFound
from jupyter_hybrid.domain.exercises import exercises_of
from jupyter_hybrid.domain.notebooks import Cell, CellRole, Hint, Notebook
from jupyter_hybrid.domain.releases import Release, ReleasedFile
from jupyter_hybrid.services.ports import Outline

STEP = StepKey("statistics", "basics", "averages")
FILES = {"basics/prices.csv": b"price\n3\n"}
NOTEBOOK = Notebook(
    (
        Cell("text", "markdown", "# Averages", "# Averages"),
        Cell(
            "mean",
            "code",
            "def mean(x): return sum(x) / len(x)",
            "def mean(x): ...",
            CellRole.ANSWER,
            hints=(Hint("divide by the number of values", after=1), Hint("use len", after=2)),
        ),
        Cell("test-mean", "code", "assert mean([1, 2]) == 1.5", "", CellRole.TESTS, points=2),
        Cell("why", "markdown", "because", "YOUR ANSWER HERE", CellRole.MANUAL, points=1),
    )
)


def a_course(key: str = STEP.course) -> Course:
    """Return a course of one notebook."""
    step = Step(STEP.step, "Averages", "basics/averages.ipynb", tuple(FILES))
    return Course(key, "Statistics", "Means.", "en", (Module(STEP.module, "Basics", (step,)),))


class FakeCourseLibrary:
    """The `CourseLibrary` port over one notebook."""

    def __init__(
        self, *, notebook: Notebook = NOTEBOOK, broken: Sequence[BrokenCourse] = ()
    ) -> None:
        self.notebook = notebook
        self.broken = broken
        self.n_releases = 0

    def courses(self) -> Sequence[Course | BrokenCourse]:
        return sorted([a_course(), *self.broken], key=lambda course: course.key)

    def outline(self, step: StepKey) -> Outline:
        if step != STEP:
            raise NotFound(f"there is no step {step}")
        release = hashlib.sha256(repr(self.notebook).encode()).hexdigest()
        return Outline(release, exercises_of(self.notebook))

    def release(self, step: StepKey) -> tuple[Release, Mapping[str, bytes]]:
        outline = self.outline(step)
        self.n_releases += 1
        files = tuple(
            ReleasedFile(path, hashlib.sha256(content).hexdigest(), len(content))
            for path, content in FILES.items()
        )
        release = Release(
            outline.release, step, "basics/averages.ipynb", self.notebook, "{}", files
        )
        return release, FILES
