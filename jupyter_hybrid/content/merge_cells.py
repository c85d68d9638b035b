"""The cells that a merge puts together."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import TypeGuard

from jupyter_hybrid.content.handed_out import cell_key, grade_id
from jupyter_hybrid.content.notebook_json import JsonCell, JsonNotebook, is_deep
from jupyter_hybrid.domain.errors import Invalid

MAX_DEPTH = 80
"""Lists and objects in each other, of a whole notebook; one with charts has about 30."""

_CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")
_NBFORMAT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class AnyCell:
    """A cell with its outputs.

    Parameters
    ----------
    json
        As it was read.
    outputs, execution_count
        As written, not checked; None where there are none.
    """

    json: JsonCell
    outputs: object = None
    execution_count: object = None

    @property
    def grade_id(self) -> str | None:
        """The ``grade_id`` of the cell, or None if it has no mark."""
        return grade_id(self.json)

    @property
    def is_answer(self) -> bool:
        """Whether its mark says that a learner writes it."""
        nbgrader = self.json.metadata.get("nbgrader")
        return isinstance(nbgrader, dict) and nbgrader.get("solution") is True


@dataclass(frozen=True, slots=True)
class ReleasedCell:
    """A cell of the new release."""

    cell: AnyCell

    @property
    def key(self) -> str:
        """What it is known by."""
        return cell_key(self.cell.json)

    @property
    def cell_id(self) -> str:
        """Its id in the file."""
        return self.cell.json.id or ""

    @property
    def is_answer(self) -> bool:
        """Whether the learner writes it."""
        return self.cell.is_answer

    @property
    def is_plain(self) -> bool:
        """Whether it has no mark."""
        return self.cell.grade_id is None


class OwnCells:
    """Cells that are the learner's own, by the released cell that they follow."""

    def __init__(self) -> None:
        self._cells: dict[str | None, list[AnyCell]] = {}

    def add(self, after: str | None, *cells: AnyCell) -> None:
        """Put cells behind `after`, or on top for None."""
        self._cells.setdefault(after, []).extend(cells)

    def behind(
        self, after: str | None, *, ids: set[str], taken: set[str]
    ) -> Iterator[dict[str, object]]:
        """Yield the cells behind `after` as JSON, each with an id that no other cell has.

        Parameters
        ----------
        ids
            Ids that are given; those given here are added.
        taken
            Ids that a new one must differ from.
        """
        for cell in self._cells.get(after, ()):
            wanted = cell.json.id or ""
            if not _NBFORMAT_ID.fullmatch(wanted) or wanted in ids:
                wanted = next(
                    name for n in count(1) if (name := f"own-{n}") not in ids and name not in taken
                )
            ids.add(wanted)
            yield as_json(cell, cell_id=wanted)


def is_cell_id(value: object) -> TypeGuard[str]:
    """Return whether `value` can be a released cell's key."""
    return isinstance(value, str) and _CELL_ID.fullmatch(value) is not None


def whole_cells(content: bytes, notebook: JsonNotebook, *, file: str) -> list[AnyCell]:
    """Return the cells of `notebook`, read from `content`, with their outputs.

    Raises
    ------
    Invalid
        If the file is nested too deeply.
    """
    raw = json.loads(content.decode("utf-8-sig"))
    if is_deep(raw, most=MAX_DEPTH):
        raise Invalid(f"{file} is nested too deeply", field="notebook")
    entries = [(cell, raw["cells"][cell.number - 1]) for cell in notebook.cells]
    return [
        AnyCell(cell, entry.get("outputs"), entry.get("execution_count")) for cell, entry in entries
    ]


def filled(released: ReleasedCell, theirs: AnyCell | None) -> dict[str, object]:
    """Return a released cell as JSON with the learner's answer and outputs in it.

    Outputs belong to a text: where it is the release's, only those of the same text are taken.
    """
    cell = released.cell
    if theirs is None:
        return as_json(cell, cell_id=released.cell_id)
    if released.is_answer:
        cell = replace(cell, json=replace(cell.json, source=theirs.json.source))
        if cell.json.cell_type != "code":
            kept = replace(cell.json, attachments=theirs.json.attachments or cell.json.attachments)
            cell = replace(cell, json=kept)
    is_same = theirs.json.cell_type == "code" and theirs.json.source == cell.json.source
    if is_same:
        cell = replace(cell, outputs=theirs.outputs or [], execution_count=theirs.execution_count)
    return as_json(cell, cell_id=released.cell_id)


def kept_beside(cell: AnyCell, why: str) -> Iterable[AnyCell]:
    """Return a note and a cell that holds the learner's text without being run."""
    is_code = cell.json.cell_type == "code"
    how = " To run it, select it and press Esc, then Y." if is_code else ""
    note = f"*{why} What you wrote is kept below and does not count.{how}*"
    cell_type = "raw" if is_code else cell.json.cell_type
    return (
        AnyCell(JsonCell(0, "markdown", note)),
        AnyCell(JsonCell(0, cell_type, cell.json.source, attachments=cell.json.attachments)),
    )


def as_json(cell: AnyCell, *, cell_id: str) -> dict[str, object]:
    """Return a cell as nbformat 4.5 has it."""
    written: dict[str, object] = {
        "id": cell_id,
        "cell_type": cell.json.cell_type,
        "metadata": dict(cell.json.metadata),
        "source": cell.json.source,
    }
    if cell.json.cell_type == "code":
        outputs = [] if cell.outputs is None else cell.outputs
        return {**written, "outputs": outputs, "execution_count": cell.execution_count}
    if cell.json.attachments:
        written["attachments"] = dict(cell.json.attachments)
    return written
