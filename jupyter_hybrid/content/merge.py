"""Brings a learner's notebook to a newer release without losing a word of theirs.

The rules, cell by cell. What counts, `read_submission` says; it is the same before and after, so a
merge alone never changes a grade.

- Order, tests, set-up, points and metadata are the new release's.
- An answer goes into the new release's cell of the same ``grade_id``, with its outputs. One that
  was never touched gives way to the new stub.
- A cell of the learner's own stays as it is, behind the released cell that it followed; if the
  course no longer has that one, behind the nearest before it.
- What a learner wrote elsewhere is kept beside, below a note that says why: their text in a cell
  that the course no longer has, in a read-only or plain cell of the course, in a second copy of a
  cell, in a cell that lost its mark. Code is kept as raw text and so is not run, as it did not
  count before; one key turns it into code again. What still says what was handed out is not kept.
- A plain cell without its id is known by its text, unless the release that the learner has did not
  have it, or it is in the file by its id as well. One with an id that only counts cells
  (`is_place`), as notebooks before nbformat 4.5 give, is known by its text first.
- Without a record of what was handed out, a plain cell that says something else than the new
  release is taken to be edited; a graded or read-only one is not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import nbformat

from jupyter_hybrid.content.handed_out import HandedOutNotebook, text_hash
from jupyter_hybrid.content.merge_base import Base, moved_keys, read_base
from jupyter_hybrid.content.merge_cells import (
    AnyCell,
    OwnCells,
    ReleasedCell,
    filled,
    is_cell_id,
    kept_beside,
    whole_cells,
)
from jupyter_hybrid.content.notebook_json import (
    NBFORMAT,
    JsonNotebook,
    is_unicode,
    read_notebook_json,
)
from jupyter_hybrid.domain.errors import Invalid

NBFORMAT_MINOR = 5
_UNTOUCHED = (
    "your notebook was not touched. Mend it, or choose a fresh copy: yours is kept beside it"
)


@dataclass(frozen=True, slots=True)
class Merged:
    """A notebook of a newer release with a learner's work in it.

    Parameters
    ----------
    text
        nbformat 4.5 as JSON text.
    added, removed
        Keys of cells that only the new release has, and that it no longer has; in their order.
    n_answers
        Answers that the learner had written and that are in it.
    """

    text: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    n_answers: int


def merge_notebooks(
    learner_copy: str, mine: bytes, *, handed_out: HandedOutNotebook | None, file: str
) -> Merged:
    """Return the new `learner_copy` with what the learner wrote in `mine`.

    Parameters
    ----------
    learner_copy
        The new release's, as JSON text.
    mine
        The learner's notebook file; nothing in it is believed.
    handed_out
        What the learner was given, or None. Passed over if it is of another release than `mine`.
    file
        Name of the learner's notebook, for messages.

    Raises
    ------
    Invalid
        If `mine` is too large, no notebook, nested too deeply, or holds what no notebook may hold.
        The message says that it was not touched.
    """
    content = learner_copy.encode()
    fresh = read_notebook_json(content, file=file)
    released = [ReleasedCell(cell) for cell in whole_cells(content, fresh, file=file)]
    theirs, cells = _read(mine, file=file)
    merge = _Merge(released, base=read_base(theirs.metadata, handed_out), cells=cells)
    for cell in cells:
        merge.read(cell)
    notebook = {
        "nbformat": NBFORMAT,
        "nbformat_minor": NBFORMAT_MINOR,
        "metadata": {**theirs.metadata, **fresh.metadata},
        "cells": merge.cells(taken={cell.json.id for cell in cells if cell.json.id}),
    }
    return Merged(
        _written(notebook, file=file),
        added=merge.added,
        removed=merge.removed,
        n_answers=merge.n_answers,
    )


def _read(mine: bytes, *, file: str) -> tuple[JsonNotebook, list[AnyCell]]:
    try:
        notebook = read_notebook_json(mine, file=file)
        cells = whole_cells(mine, notebook, file=file)
    except Invalid as error:
        raise Invalid(f"{error.message}; {_UNTOUCHED}", field=error.field) from error
    if notebook.odd:  # it would be left out
        raise Invalid(f"{file}: {notebook.odd[0]}; {_UNTOUCHED}", field="notebook")
    return notebook, cells


class _Merge:
    """Goes through a learner's notebook once, from top to bottom."""

    def __init__(
        self, released: list[ReleasedCell], *, base: Base, cells: Sequence[AnyCell]
    ) -> None:
        self._released = released
        self._by_key = {cell.key: cell for cell in released}
        self._new_texts = {text_hash(cell.cell.json) for cell in released}
        plain = {cell.key: text_hash(cell.cell.json) for cell in released if cell.is_plain}
        written = {cell.json.id: text_hash(cell.json) for cell in cells if cell.json.id}
        self._moved = moved_keys(plain, before={**written, **base.hashes})
        self._base = base.renamed(self._moved)
        here = {self._id(cell) for cell in cells if cell.grade_id is None}
        self._plain_texts = {
            self._base.hashes.get(key, text): key
            for key, text in plain.items()
            if self._base.had(key) and key not in here
        }
        self._after: str | None = None
        self._seen: dict[str, AnyCell] = {}
        self._own = OwnCells()
        self.n_answers = 0

    @property
    def added(self) -> tuple[str, ...]:
        """Keys of the cells that are new."""
        known = self._seen if self._base.keys is None else frozenset(self._base.keys)
        return tuple(cell.key for cell in self._released if cell.key not in known)

    @property
    def removed(self) -> tuple[str, ...]:
        """Keys of the cells that the course no longer has."""
        known = [*self._seen] if self._base.keys is None else self._base.keys
        return tuple(key for key in known if key not in self._by_key and is_cell_id(key))

    def cells(self, *, taken: set[str]) -> list[dict[str, object]]:
        """Return the cells of the merged notebook.

        Parameters
        ----------
        taken
            Ids in the learner's notebook, not to be given to another cell.
        """
        ids = {cell.cell_id for cell in self._released}
        merged = [*self._own.behind(None, ids=ids, taken=taken)]
        for cell in self._released:
            merged.append(filled(cell, self._seen.get(cell.key)))
            merged += self._own.behind(cell.key, ids=ids, taken=taken)
        return merged

    def read(self, cell: AnyCell) -> None:
        """Take one cell over, or keep it beside."""
        if cell.grade_id is not None:
            self._read_marked(cell, cell.grade_id)
            return
        key = self._plain_key(cell)
        if key is None:
            self._own.add(self._after, cell)
        elif self._is_plain(key):
            self._read_plain(cell, key)
        else:
            why = f"The cell `{key}` lost the mark that it is graded by."
            self._keep_unless_untouched(cell, key, why)

    def _read_marked(self, cell: AnyCell, key: str) -> None:
        first, shown = self._seen.get(key), f"`{key}`" if is_cell_id(key) else "of another notebook"
        if first is not None:
            if text_hash(cell.json) != text_hash(first.json):
                self._keep(cell, f"The cell {shown} was there twice; the first one counts.")
            return
        self._seen[key] = cell
        if key in self._by_key:
            self._read_released(cell, key)
        elif cell.is_answer or self._base.is_edited(key, cell):
            self._keep_unless_untouched(cell, key, f"The course no longer has the cell {shown}.")

    def _read_released(self, cell: AnyCell, key: str) -> None:
        self._after = key
        if self._by_key[key].is_answer:
            self._take_answer(cell, key)
        elif self._base.is_edited(key, cell):
            self._keep(cell, f"The cell `{key}` is the course's own again.")

    def _take_answer(self, cell: AnyCell, key: str) -> None:
        stub = self._by_key[key].cell
        if text_hash(stub.json) == text_hash(cell.json):
            return
        if self._base.is_untouched(key, cell):
            self._seen[key] = stub
        else:
            self.n_answers += 1

    def _read_plain(self, cell: AnyCell, key: str) -> None:
        if key in self._seen:
            return
        self._seen[key] = cell
        if key not in self._by_key:
            self._keep_unless_untouched(cell, key, f"The course no longer has the cell `{key}`.")
            return
        self._after = key
        self._keep_unless_untouched(cell, key, f"The cell `{key}` is the course's own again.")

    def _keep_unless_untouched(self, cell: AnyCell, key: str, why: str) -> None:
        if not self._base.is_untouched(key, cell):
            self._keep(cell, why)

    def _keep(self, cell: AnyCell, why: str) -> None:
        if cell.json.source.strip() and text_hash(cell.json) not in self._new_texts:
            self._own.add(self._after, *kept_beside(cell, why))

    def _plain_key(self, cell: AnyCell) -> str | None:
        """Return the key of the released cell that a cell without a mark is, by id or text."""
        cell_id = self._id(cell)
        known = self._by_key if self._base.keys is None else {*self._base.keys}
        if cell_id in known:
            return cell_id if cell_id not in self._seen else None
        key = self._plain_texts.get(text_hash(cell.json))
        return key if key is not None and key not in self._seen else None

    def _id(self, cell: AnyCell) -> str | None:
        return self._moved.get(cell.json.id or "", cell.json.id)

    def _is_plain(self, key: str) -> bool:
        released = self._by_key.get(key)
        return released is None or released.is_plain


def _written(notebook: Mapping[str, object], *, file: str) -> str:
    try:
        node = nbformat.from_dict(notebook)  # type: ignore[no-untyped-call]
        nbformat.validate(node)
        text = str(nbformat.writes(node, allow_nan=False))  # type: ignore[no-untyped-call]
    except (nbformat.ValidationError, ValueError) as error:
        reason = (str(error).strip().splitlines() or ["no reason given"])[0]
        raise Invalid(
            f"{file} holds what no notebook may hold ({reason[:200]}); {_UNTOUCHED}",
            field="notebook",
        ) from error
    if not is_unicode(text):
        raise Invalid(f"{file} holds half a character; {_UNTOUCHED}", field="notebook")
    return f"{text}\n"
