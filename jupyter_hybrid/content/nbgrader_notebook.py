"""One notebook of an nbgrader course, made into a source notebook of ours."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_hybrid.content.cell_metadata import NBGRADER_SCHEMA_VERSION
from jupyter_hybrid.content.nbgrader_autotests import with_asserts
from jupyter_hybrid.content.nbgrader_config import NbgraderSettings
from jupyter_hybrid.content.nbgrader_library import nbgrader_module
from jupyter_hybrid.content.notebook_file import nbformat_id, read_source_notebook
from jupyter_hybrid.content.notebook_json import (
    MAX_METADATA_DEPTH,
    JsonCell,
    is_deep,
    read_notebook_json,
)
from jupyter_hybrid.content.stubs import NBGRADER_STUBS, Stubs
from jupyter_hybrid.domain.errors import Invalid

IMPORTED = {"imported": "nbgrader"}
"""Notebook metadata under ``jupyter_hybrid``: lint forgives answers without solution markers."""

_log = logging.getLogger(__name__)

_COMMENTS = (("//", ""), ("/*", " */"), ("%", ""), ("*", ";"))
"""What begins and ends a comment where it is not ``#``: in java, matlab, octave and sas."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A converted notebook.

    Parameters
    ----------
    text
        nbformat 4.5 as JSON text, nbgrader metadata of schema version 3, no outputs.
    notes
        What was changed on the way, in sentences.
    """

    text: str
    notes: tuple[str, ...]


def import_notebook(
    content: bytes, *, file: str, course: Path, folder: Path, settings: NbgraderSettings
) -> Imported:
    """Return an nbgrader source notebook as a source notebook of ours.

    Parameters
    ----------
    file
        Its path in the course, for messages.
    course
        The course: header, footer and common autotests are relative to it.
    folder
        A copy of the assignment that its code may write to: AUTOTEST lines are worked out by
        running the notebook there.

    Raises
    ------
    Invalid
        If it cannot be used; the message names file and, where known, cell.
    Unavailable
        If nbgrader is not installed.
    """
    notebook, notes = _upgraded(content, file=file)
    for name, at in ((settings.header, 0), (settings.footer, None)):
        if name:
            cells = _surrounding(course, name)
            notebook.cells[0 if at == 0 else len(notebook.cells) : at] = cells
            notes.append(f"{file}: the {len(cells)} cells of {name} were put in")
    made = with_asserts(notebook, file=file, place=(course, folder), settings=settings)
    if made is not None:
        notebook = made
        notes.append(f"{file}: AUTOTEST lines were replaced by the asserts that they stand for")
    _rewrite_markers(notebook, settings.markers)
    text = _as_source(notebook)
    stubs = Stubs(
        {**NBGRADER_STUBS.code, **(settings.code_stubs or {})},
        settings.text_stub or NBGRADER_STUBS.text,
    )
    read_source_notebook(text.encode(), file=file, stubs=stubs)
    return Imported(text, tuple(notes))


def _upgraded(content: bytes, *, file: str) -> tuple[Any, list[str]]:
    whole = _whole(content, file=file)  # bounds first, then libraries
    nbformat, formats = nbgrader_module("nbformat"), nbgrader_module("nbgrader.nbgraderformat")
    try:
        notebook = nbformat.reads(whole, as_version=4)
        old = _old_versions(notebook)
        notebook = formats.MetadataValidator().upgrade_notebook_metadata(notebook)
        formats.MetadataValidator().validate_nb(notebook)
    except Exception as error:  # libraries that believe the file, so that anything can come
        _log.info("nbgrader cannot take a notebook", exc_info=True)
        reason = str(error).split("\n", 1)[0] or type(error).__name__
        raise Invalid(f"{file}: its nbgrader metadata cannot be used: {reason}") from error
    if not old:
        return notebook, []
    return notebook, [
        f"{file}: nbgrader metadata of version {old[0]} became version {NBGRADER_SCHEMA_VERSION}"
    ]


def _whole(content: bytes, *, file: str) -> str:
    """Return what is used of a notebook, with all that nbformat takes for granted."""
    raw = read_notebook_json(content, file=file)
    if raw.odd:
        raise Invalid(f"{file}: {raw.odd[0]}")
    if is_deep(raw.metadata, most=MAX_METADATA_DEPTH):
        raise Invalid(f"{file}: its metadata are nested too deeply")
    minor = json.loads(content.decode("utf-8-sig")).get("nbformat_minor", 0)
    cells = [_plain_cell(cell) for cell in raw.cells]
    return json.dumps(
        {"nbformat": 4, "nbformat_minor": minor, "metadata": raw.metadata, "cells": cells}
    )


def _plain_cell(cell: JsonCell) -> dict[str, object]:
    made: dict[str, object] = {
        "cell_type": cell.cell_type,
        "metadata": cell.metadata,
        "source": cell.source,
    }
    if cell.id is not None:
        made["id"] = cell.id
    if cell.cell_type == "code":
        made.update(outputs=[], execution_count=None)
    elif cell.attachments:
        made["attachments"] = cell.attachments
    return made


def _old_versions(notebook: Any) -> list[int]:  # noqa: ANN401  nbformat's node
    blocks = [cell.metadata.get("nbgrader") for cell in notebook.cells]
    versions = [block.get("schema_version", 0) for block in blocks if isinstance(block, dict)]
    return sorted(
        version
        for version in versions
        if isinstance(version, int) and version < NBGRADER_SCHEMA_VERSION
    )


def _surrounding(course: Path, name: str) -> list[Any]:
    try:
        content = (course / name).read_bytes()
    except OSError as error:
        raise Invalid(f"the notebook {name} cannot be read: {error.strerror}") from error
    notebook, _ = _upgraded(content, file=name)
    cells: list[Any] = notebook.cells
    return cells


def _rewrite_markers(notebook: Any, markers: Mapping[str, str]) -> None:  # noqa: ANN401
    """Put nbgrader's own markers in the place of the course's."""
    for cell in notebook.cells:
        lines = []
        for line in cell.source.split("\n"):
            own = next((ours for ours, theirs in markers.items() if theirs in line), None)
            lines.append(line if own is None else _marker_line(line, own, cell.cell_type))
        cell.source = "\n".join(lines)


def _marker_line(line: str, marker: str, cell_type: str) -> str:
    """Return `marker` on a line of its own, as a comment of the same sign."""
    text = line.strip()
    indent = line[: len(line) - len(line.lstrip())]
    if cell_type != "code":
        return f"{indent}{marker}"
    sign, end = next((pair for pair in _COMMENTS if text.startswith(pair[0])), ("###", ""))
    return f"{indent}{sign} {marker}{end if text.endswith(end.strip()) else ''}"


def _as_source(notebook: Any) -> str:  # noqa: ANN401
    cells = []
    seen: set[str] = set()
    for index, cell in enumerate(notebook.cells):
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        wanted = nbformat_id(str(cell.get("id") or grade_id or f"cell-{index}"))
        name = wanted if wanted not in seen else nbformat_id(f"{wanted[:40]}-{index}")
        seen.add(name)
        for written in ("checksum", "cell_type"):
            cell.metadata.get("nbgrader", {}).pop(written, None)
        made = {
            "id": name,
            "cell_type": cell.cell_type,
            "metadata": {key: cell.metadata[key] for key in cell.metadata},
            "source": cell.source,
        }
        if cell.cell_type == "code":
            made |= {"outputs": [], "execution_count": None}
        elif cell.get("attachments"):
            made["attachments"] = cell.attachments
        cells.append(made)
    content = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {**_kernelspec(notebook.metadata), "jupyter_hybrid": IMPORTED},
        "cells": cells,
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _kernelspec(metadata: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what says the kernel; its language too, which some say elsewhere only."""
    spec, info = metadata.get("kernelspec"), metadata.get("language_info")
    if not isinstance(spec, dict):
        return {}
    language = spec.get("language") or (info.get("name") if isinstance(info, dict) else None)
    return {"kernelspec": {**spec, "language": language} if language else spec}
