"""The learner's copy of a notebook, made by nbgrader's own preprocessors.

Only what is listed here gets into a copy: of the notebook its kernel, of a cell its text, its
nbgrader metadata and how it is shown, of the attachments those that the remaining text shows.
Solutions hide in outputs, widget state and forgotten attachments as well.
"""

import importlib
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any
from urllib.parse import unquote

from jupyter_hybrid.content.notebook_file import PYTHON_KERNEL, SourceNotebook, nbformat_id
from jupyter_hybrid.content.notebook_json import NBFORMAT, JsonCell, is_unicode
from jupyter_hybrid.content.stubs import NBGRADER_STUBS, Stubs
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.errors import Invalid, Unavailable
from jupyter_hybrid.domain.exercises import exercises_of
from jupyter_hybrid.domain.notebooks import Cell, CellRole, Notebook

NBFORMAT_MINOR = 5

PREPROCESSORS = (
    "LockCells",
    "ClearSolutions",
    "CheckCellMetadata",
    "ClearHiddenTests",
    "ClearMarkScheme",
    "ComputeChecksums",
    "CheckCellMetadata",
)
"""The order of nbgrader's ``generate_assignment`` without what serves its database."""

_SHOWN_WITH_CELL = ("jupyter", "slideshow", "tags")
_WRITTEN_BY_NBGRADER = ("checksum", "cell_type")
_ATTACHMENT = re.compile(r"attachment:([^\s)\"'>]+)")


@dataclass(frozen=True, slots=True)
class LearnerCopy:
    """A released notebook.

    Parameters
    ----------
    text
        nbformat 4.5 as JSON text; the same for the same source.
    notebook
        The author's notebook with each `stub` as it stands in `text`.
    """

    text: str
    notebook: Notebook


class CopyMaker:
    """Makes learners' copies; may be called from several threads.

    Parameters
    ----------
    import_module
        How nbgrader is found: an extra that takes seconds to import, so not before it is needed.
    """

    def __init__(
        self, *, import_module: Callable[[str], ModuleType] = importlib.import_module
    ) -> None:
        self._import_module = import_module
        self._lock = threading.Lock()

    def make(
        self,
        source: SourceNotebook,
        *,
        step: StepKey,
        release: str,
        file: str,
        stubs: Stubs = NBGRADER_STUBS,
    ) -> LearnerCopy:
        """Return the copy of `source` that names `step` and `release`.

        Parameters
        ----------
        stubs
            What stands in for solutions; those that `source` was read with.

        Raises
        ------
        Invalid
            If nbgrader refuses the notebook, or the copy would not be valid; names `file`.
        Unavailable
            If nbgrader is not installed.
        """
        nbformat, preprocessors = self._libraries()
        copy = nbformat.from_dict(_copied(source, step=step, release=release))
        settings = {"ClearSolutions": {"code_stub": dict(stubs.code), "text_stub": stubs.text}}
        try:
            for name in PREPROCESSORS:
                options = settings.get(name, {})
                copy, _ = getattr(preprocessors, name)(**options).preprocess(copy, {})
            nbformat.validate(copy)
            text = str(nbformat.writes(copy, allow_nan=False))
        except (RuntimeError, ValueError, nbformat.ValidationError) as error:
            reason = (str(error).strip().splitlines() or ["no reason given"])[0]
            raise Invalid(f"{file} cannot be released: {reason[:300]}", field="notebook") from error
        if not is_unicode(text):
            raise Invalid(
                f"{file} cannot be released: its metadata hold half a character", field="notebook"
            )
        handed_out = [str(cell.source) for cell in copy.cells]
        return LearnerCopy(f"{text}\n", _with_stubs(source.notebook, handed_out))

    def _libraries(self) -> tuple[Any, Any]:
        with self._lock:
            try:
                return (
                    self._import_module("nbformat"),
                    self._import_module("nbgrader.preprocessors"),
                )
            except ImportError as error:
                raise Unavailable(
                    "notebooks cannot be released because nbgrader is not installed here;"
                    " run: pip install 'jupyter_hybrid[author]'"
                ) from error


def _with_stubs(notebook: Notebook, stubs: Sequence[str]) -> Notebook:
    cells = zip(notebook.cells, stubs, strict=True)
    return Notebook(
        tuple(replace(cell, stub=stub) for cell, stub in cells),
        kernel_name=notebook.kernel_name,
        language=notebook.language,
    )


def _copied(source: SourceNotebook, *, step: StepKey, release: str) -> dict[str, object]:
    exercises = {
        answer: exercise.key
        for exercise in exercises_of(source.notebook)
        for answer in exercise.answers
    }
    pairs = zip(source.json.cells, source.notebook.cells, strict=True)
    return {
        "nbformat": NBFORMAT,
        "nbformat_minor": NBFORMAT_MINOR,
        "metadata": {
            **_kernel_metadata(source),
            "jupyter_hybrid": {
                "course": step.course,
                "module": step.module,
                "step": step.step,
                "release": release,
                # Whatever else a learner's notebook holds, they added.
                "cells": [cell.id for cell in source.notebook.cells],
            },
        },
        "cells": [_copied_cell(raw, cell, exercise=exercises.get(cell.id)) for raw, cell in pairs],
    }


def _kernel_metadata(source: SourceNotebook) -> dict[str, object]:
    notebook = source.notebook
    spec = source.json.metadata.get("kernelspec")
    title = spec.get("display_name") if isinstance(spec, dict) else None
    if notebook.kernel_name == PYTHON_KERNEL or not isinstance(title, str):
        title = "Python 3 (ipykernel)" if notebook.language == "python" else notebook.kernel_name
    return {
        "kernelspec": {
            "display_name": title,
            "language": notebook.language,
            "name": notebook.kernel_name,
        }
    }


def _copied_cell(raw: JsonCell, cell: Cell, *, exercise: str | None) -> dict[str, object]:
    metadata: dict[str, object] = {
        key: raw.metadata[key] for key in _SHOWN_WITH_CELL if key in raw.metadata
    }
    nbgrader = raw.metadata.get("nbgrader")
    if isinstance(nbgrader, dict) and cell.role is not CellRole.FREE:
        metadata["nbgrader"] = {
            key: value for key, value in nbgrader.items() if key not in _WRITTEN_BY_NBGRADER
        }
    if exercise is not None:
        metadata["jupyter_hybrid"] = {"exercise": exercise}
    copy: dict[str, object] = {
        "id": nbformat_id(cell.id),
        "cell_type": raw.cell_type,
        "metadata": metadata,
        "source": raw.source,
    }
    if raw.cell_type == "code":
        return {**copy, "outputs": [], "execution_count": None}
    shown = _shown_attachments(raw.attachments, text=cell.stub)
    return {**copy, "attachments": shown} if shown else copy


def _shown_attachments(attachments: Mapping[str, object], *, text: str) -> dict[str, object]:
    shown = {unquote(name) for name in _ATTACHMENT.findall(text)}
    return {name: content for name, content in attachments.items() if name in shown}
