"""The author's notebook: from a file of nbformat 4 to cells with roles."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_hybrid.content.cell_metadata import CellMarks, read_cell_metadata
from jupyter_hybrid.content.notebook_json import JsonCell, JsonNotebook, read_notebook_json
from jupyter_hybrid.content.stubs import CODE_STUBS, NBGRADER_STUBS, Stubs, stub_of
from jupyter_hybrid.domain.errors import Invalid
from jupyter_hybrid.domain.exercises import exercises_of
from jupyter_hybrid.domain.notebooks import Cell, Notebook

PYTHON_KERNEL = "python3"
_NBFORMAT_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_KERNEL_NAME = re.compile(r"[A-Za-z0-9._-]{1,100}")


@dataclass(frozen=True, slots=True)
class SourceNotebook:
    """A source notebook, as it stands in the file and as the rules of training see it.

    Parameters
    ----------
    json
        The file's cells and metadata.
    notebook
        The same cells, one for one, with roles and stubs.
    """

    json: JsonNotebook
    notebook: Notebook


def read_source_notebook(
    content: bytes, *, file: str, stubs: Stubs = NBGRADER_STUBS
) -> SourceNotebook:
    """Return the author's notebook in `content`.

    Parameters
    ----------
    file
        Name of the file, for messages.
    stubs
        What learners get in place of solutions.

    Raises
    ------
    Invalid
        If it cannot be used; the message names file and cell.
    """
    raw = read_notebook_json(content, file=file)
    if raw.odd:
        raise Invalid(f"{file}: {raw.odd[0]}", field="notebook")
    kernel_name, language = _kernel(raw)
    if language not in CODE_STUBS:
        raise Invalid(
            f"{file}: nbgrader cannot clear solutions in {language!r:.40}; it knows"
            f" {', '.join(CODE_STUBS)}",
            field="notebook",
        )
    marks = [_marks(cell, file=file) for cell in raw.cells]
    ids = _cell_ids(raw.cells, marks, file=file)
    cells = tuple(
        _domain_cell(
            cell, mark, cell_id=cell_id, stub=_stub(cell, mark, language, stubs=stubs, file=file)
        )
        for cell, mark, cell_id in zip(raw.cells, marks, ids, strict=True)
    )
    notebook = Notebook(cells, kernel_name=kernel_name, language=language)
    _check_exercise_keys(notebook, file=file)
    return SourceNotebook(raw, notebook)


def nbformat_id(cell_id: str) -> str:
    """Return `cell_id` if nbformat allows it, else an id that is made from it, always the same.

    Examples
    --------
    >>> nbformat_id("squares"), len(nbformat_id("x" * 65))
    ('squares', 64)
    """
    if _NBFORMAT_ID.fullmatch(cell_id):
        return cell_id
    return f"{cell_id[:47]}-{hashlib.sha256(cell_id.encode()).hexdigest()[:16]}"


def _kernel(raw: JsonNotebook) -> tuple[str, str]:
    kernelspec, info = raw.metadata.get("kernelspec"), raw.metadata.get("language_info")
    spec = kernelspec if isinstance(kernelspec, dict) else {}
    language = spec.get("language") or (info.get("name") if isinstance(info, dict) else None)
    if not isinstance(language, str) or language in {"python", "ipython"}:
        # The author's own name for it ("conda-env-course-py") exists on nobody else's machine.
        return PYTHON_KERNEL, "python"
    name = spec.get("name")
    if not isinstance(name, str) or not _KERNEL_NAME.fullmatch(name):
        return PYTHON_KERNEL, "python"
    return name, language


def _place(cell: JsonCell, *, file: str) -> str:
    nbgrader = cell.metadata.get("nbgrader")
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return f"{file}, cell {cell.number}" + (f" ({grade_id!r:.82})" if grade_id else "")


def _marks(cell: JsonCell, *, file: str) -> CellMarks:
    try:
        return read_cell_metadata(cell)
    except Invalid as error:
        raise Invalid(f"{_place(cell, file=file)}: {error.message}", field=error.field) from error


def _stub(cell: JsonCell, marks: CellMarks, language: str, *, stubs: Stubs, file: str) -> str:
    try:
        return stub_of(
            cell.source,
            cell_type=cell.cell_type,
            role=marks.role,
            language=language,
            stubs=stubs,
        )
    except Invalid as error:
        raise Invalid(f"{_place(cell, file=file)}: {error.message}", field=error.field) from error


def _domain_cell(cell: JsonCell, marks: CellMarks, *, cell_id: str, stub: str) -> Cell:
    return Cell(
        id=cell_id,
        cell_type=cell.cell_type,
        source=cell.source,
        stub=stub,
        role=marks.role,
        points=marks.points,
        exercise=marks.exercise,
        hints=marks.hints,
        policy=marks.policy,
        limits=marks.limits,
    )


def _cell_ids(cells: Sequence[JsonCell], marks: Sequence[CellMarks], *, file: str) -> list[str]:
    """Return one id per cell: grade ids as they are, the others made unique around them."""
    taken: set[str] = set()
    for cell, mark in zip(cells, marks, strict=True):
        if mark.grade_id is None:
            continue
        if mark.grade_id in taken:
            raise Invalid(
                f"{_place(cell, file=file)}: the grade_id is already used by an earlier cell;"
                " give this one its own",
                field="notebook",
            )
        taken.add(mark.grade_id)
    ids: list[str] = []
    for index, (cell, mark) in enumerate(zip(cells, marks, strict=True)):
        if mark.grade_id is not None:
            ids.append(mark.grade_id)
            continue
        wanted = cell.id if cell.id and _NBFORMAT_ID.fullmatch(cell.id) else f"cell-{index}"
        ids.append(_unused(wanted, taken))
        taken.add(ids[-1])
    return ids


def _unused(wanted: str, taken: set[str]) -> str:
    candidate, number = wanted, 2
    while candidate in taken:
        candidate, number = f"{wanted[:56]}-{number}", number + 1
    return candidate


def _check_exercise_keys(notebook: Notebook, *, file: str) -> None:
    seen: set[str] = set()
    for exercise in exercises_of(notebook):
        if exercise.key in seen:
            raise Invalid(
                f"{file}: two exercises have the key {exercise.key!r}; cells of one exercise must"
                " follow each other, and a key of your own must differ from every grade_id",
                field="notebook",
            )
        seen.add(exercise.key)
