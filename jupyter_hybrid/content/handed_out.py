"""What was handed out to a learner: by it their work is told from what is still the course's.

One hidden file per course in the learner's folder. Whoever can write there can write anything into
it, so it is believed only as far as it can do no harm: where it is missing or broken, nothing of
what is there counts as the course's, and nothing is touched.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from jupyter_hybrid.content.notebook_json import JsonCell, read_notebook_json
from jupyter_hybrid.domain.errors import Invalid

RECORD_NAME = ".jupyter_hybrid.json"
MAX_RECORD_BYTES = 4 * 1024 * 1024
_FORMAT = 1
_PLACE = re.compile(r"cell-\d+(-\d+)?")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class HandedOutNotebook:
    """A notebook as it was handed out.

    Parameters
    ----------
    release
        Of which release.
    cells
        `text_hash` of each cell by its key (`cell_key`).
    """

    release: str
    cells: Mapping[str, str]


@dataclass(slots=True)
class HandedOut:
    """What a learner got of one course. Paths are relative to the course's folder.

    Parameters
    ----------
    files
        Hex SHA-256 of the newest content handed out, by path.
    notebooks
        By path.
    """

    files: dict[str, str] = field(default_factory=dict)
    notebooks: dict[str, HandedOutNotebook] = field(default_factory=dict)

    def add_notebook(self, path: str, *, release: str, learner_copy: str) -> None:
        """Take note of a notebook; of one that cannot be read nothing is known afterwards."""
        self.notebooks.pop(path, None)
        try:
            cells = read_notebook_json(learner_copy.encode(), file=path).cells
        except Invalid:
            return
        hashes = {cell_key(cell): text_hash(cell) for cell in cells}
        self.notebooks[path] = HandedOutNotebook(release, hashes)

    def to_json(self) -> bytes:
        """Return the record's file."""
        notebooks = {
            path: {"release": one.release, "cells": dict(one.cells)}
            for path, one in self.notebooks.items()
        }
        record = {"format": _FORMAT, "files": self.files, "notebooks": notebooks}
        return f"{json.dumps(record, indent=1, sort_keys=True)}\n".encode()


def read_handed_out(content: bytes) -> HandedOut:
    """Return the record in `content`; an empty one where it cannot be understood."""
    try:
        record = json.loads(content) if len(content) <= MAX_RECORD_BYTES else None
    except (ValueError, RecursionError):
        record = None
    if not isinstance(record, dict) or record.get("format") != _FORMAT:
        return HandedOut()
    return HandedOut(
        files=_hashes(record.get("files")),
        notebooks={
            path: HandedOutNotebook(one["release"], _hashes(one.get("cells")))
            for path, one in _mapping(record.get("notebooks")).items()
            if isinstance(one, dict) and isinstance(one.get("release"), str)
        },
    )


def cell_key(cell: JsonCell) -> str:
    """Return what a released cell is known by: its ``grade_id``, else its id in the file."""
    return grade_id(cell) or cell.id or ""


def is_place(key: str) -> bool:
    """Return whether a key only says where a cell stood, as of a notebook without cell ids.

    Another release may have another cell there.
    """
    return _PLACE.fullmatch(key) is not None


def grade_id(cell: JsonCell) -> str | None:
    """Return the ``grade_id`` in a cell's metadata, or None."""
    nbgrader = cell.metadata.get("nbgrader")
    found = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return found if isinstance(found, str) and found else None


def text_hash(cell: JsonCell) -> str:
    """Return the hex SHA-256 of a cell's type and text, without white space around it."""
    return hashlib.sha256(f"{cell.cell_type}\n{cell.source.strip()}".encode()).hexdigest()


def _mapping(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _hashes(value: object) -> dict[str, str]:
    return {
        name: digest
        for name, digest in _mapping(value).items()
        if isinstance(digest, str) and _SHA256.fullmatch(digest)
    }
