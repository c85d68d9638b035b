"""Says why code that works in the learner's own kernel does not when their notebook is rebuilt.

Only what stands in cells that the learner can read is ever named. A hidden test says nothing here,
not even that it missed something: the arguments that it passes must not come out that way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from jupyter_hybrid.domain.exercises import Missing, MissingKind
from jupyter_hybrid.domain.notebooks import Cell, CellRole
from jupyter_hybrid.grading.missing import BoundNames, mentions, missing_in
from jupyter_hybrid.grading.outcomes import Raised
from jupyter_hybrid.grading.statements import one_line
from jupyter_hybrid.services.ports import GradingTask

MOST_TOLD = 10
_MOST_FILES = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """Something missing, in words.

    Parameters
    ----------
    missing
        None where it is only the consequence of another cell's failure.
    note
        A sentence for the learner.
    """

    missing: Missing | None
    note: str


class Diagnosis:
    """Collects what the cells of one run missed."""

    def __init__(self, task: GradingTask) -> None:
        self._cells = [cell for cell in task.cells if cell.cell_type == "code"]
        self._task = task
        self._n_begun = 0
        self._failed: list[Cell] = []
        self._bound = BoundNames()

    def begin(self, cell: Cell) -> None:
        """Take note that a code cell is about to run."""
        self._n_begun = self._cells.index(cell) + 1

    def of_cell(self, cell: Cell, raised: Raised) -> Finding | None:
        """Return what a cell that is no test missed when it stopped, or None.

        What an untouched answer misses is not the learner's.
        """
        failed = list(self._failed)
        self._failed.append(cell)
        if cell.is_answer and cell.source == cell.stub:
            return None
        found = missing_in(raised)
        return None if found is None else self._finding(*found, cell=cell, failed=failed)

    def of_test(self, source: str, raised: Raised, *, hidden: str, cell: Cell) -> Finding | None:
        """Return what a visible test missed because of the learner's code, or None.

        That is a name that only the learner's code uses, or one that an answer was handed out to
        define and does not. Other names that the test itself looks for are a plain failure.

        Parameters
        ----------
        source
            The test's own text.
        hidden
            Text of the hidden tests beside it; what they look for is not named.
        cell
            The cell of the test.
        """
        self._n_begun = min(self._n_begun, self._cells.index(cell) + 1)
        found = missing_in(raised)
        if found is None or mentions(hidden, found[1]):
            return None
        kind, name = found
        if mentions(source, name):
            return self._undefined(name) if kind is MissingKind.VARIABLE else None
        wanted = name.rpartition(".")[2] if kind is MissingKind.IMPORT else name
        using = [cell for cell in self._begun() if mentions(cell.source, wanted)]
        answers = [cell for cell in using if cell.is_answer and cell.source != cell.stub]
        user = next(iter([*reversed(answers), *reversed(using)]), None)
        return None if user is None else self._finding(kind, name, cell=user, failed=self._failed)

    def _undefined(self, name: str) -> Finding | None:
        for cell in self._begun():
            is_theirs = (
                cell.is_answer and cell not in self._failed and self._bound.has(cell.stub, name)
            )
            if is_theirs and self._bound.has(cell.source, name) is False:
                note = (
                    f"{in_words(cell)} does not define `{name}` any more; your own kernel may still"
                    " have it from before you changed the cell"
                )
                return Finding(Missing(MissingKind.VARIABLE, name, cell.id), note)
        return None

    def _begun(self) -> list[Cell]:
        begun = self._cells[: self._n_begun]
        return [cell for cell in begun if cell.role is not CellRole.TESTS]

    def _finding(
        self, kind: MissingKind, name: str, *, cell: Cell, failed: Sequence[Cell]
    ) -> Finding:
        missing = Missing(kind, name, cell.id)
        if kind is MissingKind.IMPORT:
            return Finding(
                missing,
                f"`{name}` cannot be imported where your notebook is checked; your own computer may"
                " have it, or a file of that name. Use what the course imports",
            )
        if kind is MissingKind.FILE:
            return Finding(missing, f"there is no file `{name}`: {self._files()}")
        source = next((one for one in failed if self._bound.has(one.source, name)), None)
        if source is not None and source is not cell:
            return Finding(
                None, f"`{name}` is missing because {in_words(source)}, which defines it, stopped"
            )
        return Finding(missing, self._variable(name))

    def _variable(self, name: str) -> str:
        further_down = (
            cell
            for cell in self._cells[self._n_begun :]
            if cell.role is not CellRole.TESTS and self._bound.has(cell.source, name)
        )
        if later := next(further_down, None):
            return (
                f"`{name}` is defined only further down, in {in_words(later)}; when your"
                " notebook runs from the top it is not there yet"
            )
        return (
            f"`{name}` is not defined when your notebook runs from the top; your own kernel may"
            " still have it from a cell that was deleted or changed"
        )

    def _files(self) -> str:
        folder = PurePosixPath(self._task.folder)
        names = sorted(_from(folder, PurePosixPath(path)) for path in self._task.files)
        if not names:
            return "the step comes without files, and yours are not there when it is checked"
        more = ", ..." if len(names) > _MOST_FILES else ""
        return f"only the step's own files are there: {', '.join(names[:_MOST_FILES])}{more}"


def in_words(cell: Cell) -> str:
    """Return what to call a cell to the learner."""
    if cell.is_answer:
        return f"your answer `{cell.id}`"
    beginning = one_line(cell.stub.strip().partition("\n")[0])
    return f"the cell that begins with `{beginning}`"


def _from(folder: PurePosixPath, path: PurePosixPath) -> str:
    """Return `path` as code in `folder` has to write it."""
    shared = 0
    for ours, theirs in zip(folder.parts, path.parts, strict=False):
        if ours != theirs:
            break
        shared += 1
    up = [".."] * (len(folder.parts) - shared)
    return "/".join([*up, *path.parts[shared:]])
