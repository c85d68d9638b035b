"""Notebook files as plain JSON: each cell's text and metadata, none of it believed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from jupyter_hybrid.domain.errors import Invalid

MAX_NOTEBOOK_BYTES = 20 * 1024 * 1024
NBFORMAT = 4
CELL_TYPES = ("code", "markdown", "raw")
MAX_METADATA_DEPTH = 50
"""Lists and objects in each other; to check, copy or print many more is beyond Python's stack."""


@dataclass(frozen=True, slots=True)
class JsonCell:
    """One cell as it stands in the file.

    Parameters
    ----------
    number
        Position in the file, counted from 1.
    cell_type
        ``code``, ``markdown`` or ``raw``.
    source
        Its text, in one piece.
    metadata
        As written; not checked.
    id
        nbformat's cell id; None before nbformat 4.5.
    attachments
        Embedded files by name; not checked.
    """

    number: int
    cell_type: str
    source: str
    metadata: Mapping[str, object] = field(default_factory=dict)
    id: str | None = None
    attachments: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JsonNotebook:
    """A notebook file of nbformat 4.

    Parameters
    ----------
    cells
        Those that can be used, in order.
    metadata
        As written; not checked.
    odd
        What is wrong with each cell that was left out, in words.
    """

    cells: tuple[JsonCell, ...]
    metadata: Mapping[str, object]
    odd: tuple[str, ...] = ()


def read_notebook_json(content: bytes, *, file: str) -> JsonNotebook:
    """Return the notebook in `content`.

    Parameters
    ----------
    file
        Name of the file, for messages.

    Raises
    ------
    Invalid
        If it is too large, not UTF-8, not JSON, or not of nbformat 4. Odd cells never raise.
    """
    data = _json_object(content, file=file)
    version = data.get("nbformat")
    if version != NBFORMAT or isinstance(version, bool):
        raise Invalid(
            f"{file} is not a notebook of nbformat 4 (nbformat is {version!r:.20});"
            " open it once in JupyterLab and save it, that brings it up to date",
            field="notebook",
        )
    entries = data.get("cells")
    if not isinstance(entries, list):
        raise Invalid(f"{file} has no list of cells; it is not a whole notebook", field="notebook")
    read = [_cell(entry, number=number) for number, entry in enumerate(entries, start=1)]
    metadata = data.get("metadata")
    return JsonNotebook(
        cells=tuple(cell for cell in read if isinstance(cell, JsonCell)),
        metadata=metadata if isinstance(metadata, dict) else {},
        odd=tuple(problem for problem in read if isinstance(problem, str)),
    )


def _json_object(content: bytes, *, file: str) -> dict[str, object]:
    if len(content) > MAX_NOTEBOOK_BYTES:
        raise Invalid(
            f"{file} is larger than {MAX_NOTEBOOK_BYTES // 1024**2} MB; clear its outputs and"
            " keep data in files beside it",
            field="notebook",
        )
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Invalid(
            f"{file} is not UTF-8 text (byte {error.start}); it is not a notebook",
            field="notebook",
        ) from error
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, ValueError) else "it is nested too deeply"
        raise Invalid(
            f"{file} is not JSON ({reason[:200]}); restore it from a copy that opens",
            field="notebook",
        ) from error
    if not isinstance(data, dict):
        raise Invalid(f"{file} is not a notebook: its JSON is not an object", field="notebook")
    return data


def _cell(entry: object, *, number: int) -> JsonCell | str:
    if not isinstance(entry, dict):
        return f"cell {number} is not an object"
    cell_type, source = entry.get("cell_type"), entry.get("source", "")
    metadata, attachments = entry.get("metadata", {}), entry.get("attachments", {})
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if cell_type not in CELL_TYPES or not isinstance(source, str):
        return f"cell {number} has no cell_type out of {', '.join(CELL_TYPES)} or no text as source"
    if not isinstance(metadata, dict) or not isinstance(attachments, dict):
        return f"cell {number} has metadata or attachments that are not objects"
    if any(is_deep(each, most=MAX_METADATA_DEPTH) for each in (metadata, attachments)):
        return f"cell {number} has metadata or attachments that are nested too deeply"
    if not is_unicode(source):
        return f"cell {number} holds half a character (a lone surrogate)"
    cell_id = entry.get("id")
    return JsonCell(
        number=number,
        cell_type=str(cell_type),
        source=source,
        metadata=metadata,
        id=cell_id if isinstance(cell_id, str) else None,
        attachments=attachments,
    )


def is_deep(value: object, *, most: int) -> bool:
    """Return whether more than `most` lists and objects of plain data lie in each other."""
    level = [value]
    for _ in range(most + 1):
        level = [below for one in level for below in _parts(one)]
        if not level:
            return False
    return True


def _parts(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def is_unicode(text: str) -> bool:
    """Return whether `text` can be written as UTF-8; JSON escapes can hold lone surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
