"""Small notebooks to grade."""

from jupyter_hybrid.domain.notebooks import Cell, CellRole
from jupyter_hybrid.services.ports import GradingTask

STUB = "# your code"


def answer(source: str, *, key: str = "mean") -> Cell:
    return Cell(key, "code", source, STUB, CellRole.ANSWER)


def graded_by(source: str, *, key: str = "test-mean", points: float = 2.0) -> Cell:
    return Cell(key, "code", source, source, CellRole.TESTS, points)


def manual(source: str, *, key: str = "why", kind: str = "markdown", points: float = 1.0) -> Cell:
    return Cell(key, kind, source, STUB, CellRole.MANUAL, points)


def free(source: str, *, key: str = "setup", kind: str = "code") -> Cell:
    return Cell(key, kind, source, source)


def task(*cells: Cell, graded: set[str] | None = None, **rest) -> GradingTask:
    if graded is None:
        graded = {cell.id for cell in cells if cell.is_graded}
    return GradingTask(cells, frozenset(graded), **rest)
