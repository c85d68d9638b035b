"""What a learner handed in as a notebook file: answers, own cells, and what is odd about it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jupyter_hybrid.content.handed_out import is_place
from jupyter_hybrid.content.notebook_json import JsonCell, read_notebook_json
from jupyter_hybrid.domain.exercises import FreeCell
from jupyter_hybrid.domain.notebooks import Cell, Notebook


@dataclass(frozen=True, slots=True)
class Submission:
    """The part of a submitted notebook that counts.

    Parameters
    ----------
    answers
        Source of each answer cell that is there, by id.
    free
        Code cells that the learner added.
    notes
        What was found and how it is graded, in sentences for the learner.
    """

    answers: Mapping[str, str]
    free: tuple[FreeCell, ...]
    notes: tuple[str, ...]


def read_submission(content: bytes, *, notebook: Notebook, file: str) -> Submission:
    """Return what counts of the submitted notebook in `content`.

    Tests, points, order and metadata are the release's; of the submission only the text of answer
    cells is taken, by ``grade_id``, and code cells that the learner added.

    Parameters
    ----------
    notebook
        The release that was handed out.
    file
        Name of the submitted file, for messages.

    Raises
    ------
    Invalid
        If it is not JSON or not of nbformat 4. Odd cells never raise: they are noted.
    """
    submitted = read_notebook_json(content, file=file)
    reader = _Reader(notebook, cells=submitted.cells)
    for cell in submitted.cells:
        reader.read(cell)
    notes = [f"{problem}; it was left out" for problem in submitted.odd]
    notes += [*reader.notes, *_deleted(notebook, reader.seen)]
    return Submission(reader.answers, tuple(reader.free), tuple(notes))


class _Reader:
    """Goes through a submitted notebook once, from top to bottom."""

    def __init__(self, notebook: Notebook, *, cells: Sequence[JsonCell]) -> None:
        self._notebook = notebook
        self._ids = {cell.id for cell in cells if _grade_id(cell) is None}
        self._plain = [cell for cell in notebook.cells if not (cell.is_answer or cell.is_graded)]
        self._after: str | None = None
        self.seen: set[str] = set()
        self.answers: dict[str, str] = {}
        self.free: list[FreeCell] = []
        self.notes: list[str] = []

    def read(self, cell: JsonCell) -> None:
        """Take from one cell what counts."""
        grade_id = _grade_id(cell)
        if grade_id is not None:
            self._read_marked(cell, grade_id)
            return
        released = self._released(cell)
        if released is None:
            if cell.cell_type == "code" and cell.source.strip():
                self.free.append(FreeCell(self._after, cell.source))
        elif released.id not in self.seen:
            self._read_plain(cell, released)

    def _read_marked(self, cell: JsonCell, grade_id: str) -> None:
        released = self._notebook.get(grade_id)
        if released is None:
            self.notes.append(
                f"the cell {grade_id[:80]!r} is not part of this notebook; it was left out"
            )
        elif grade_id in self.seen:
            self.notes.append(f"the cell {grade_id!r} is there twice; the first one counts")
        else:
            self._pass(released)
            if released.is_answer:
                self._read_answer(cell, released)

    def _read_answer(self, cell: JsonCell, released: Cell) -> None:
        self.answers[released.id] = cell.source
        if cell.cell_type != released.cell_type:
            self.notes.append(
                f"the answer cell {released.id!r} was turned from {released.cell_type} into"
                f" {cell.cell_type}; it is graded as {released.cell_type}"
            )

    def _read_plain(self, cell: JsonCell, released: Cell) -> None:
        if released.is_answer or released.is_graded:
            return  # it lost its mark; the note about the deleted cell says so
        self._pass(released)
        if released.cell_type == "code" and not _same(released, cell):
            self.notes.append(
                f"the cell {released.id!r} was changed; it is run as it was handed out"
            )

    def _pass(self, released: Cell) -> None:
        self.seen.add(released.id)
        self._after = released.id

    def _released(self, cell: JsonCell) -> Cell | None:
        """Return the cell of the release that an unmarked cell is, by its id or its text.

        By its text only if its own id is unknown and the released cell's is nowhere in the file:
        else it is the learner's, who happened to write the same. An id that is a place (`is_place`)
        may be another release's, so the same text goes first.
        """
        by_id = None if cell.id is None else self._notebook.get(cell.id)
        same = [plain for plain in self._plain if _same(plain, cell)]
        if by_id is None:
            same = [plain for plain in same if plain.id not in self._ids]
            unseen = (plain for plain in same if plain.id not in self.seen)
            return next(unseen, None) or next(iter(same), None)
        if is_place(by_id.id) and not _same(by_id, cell):
            moved = (plain for plain in same if is_place(plain.id) and plain.id not in self.seen)
            by_id = next(moved, by_id)
        return by_id if by_id.id not in self.seen else None


def _grade_id(cell: JsonCell) -> str | None:
    nbgrader = cell.metadata.get("nbgrader")
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return grade_id if isinstance(grade_id, str) and grade_id else None


def _same(released: Cell, cell: JsonCell) -> bool:
    return released.cell_type == cell.cell_type and released.stub.strip() == cell.source.strip()


def _deleted(notebook: Notebook, seen: set[str]) -> Iterator[str]:
    for cell in notebook.cells:
        if cell.id in seen:
            continue
        if cell.is_answer:
            yield (
                f"the answer cell {cell.id!r} was deleted or lost its mark;"
                " it is graded as it was handed out"
            )
        elif cell.is_graded:
            yield f"the cell {cell.id!r} was deleted; it is graded as it was handed out"
