"""Releases in the database."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.notebooks import Cell, CellRole, Notebook
from jupyter_hybrid.domain.releases import Release, ReleasedFile
from jupyter_hybrid.storage.models import ReleaseRow


class SqlReleases:
    """The `ReleaseRepository` port."""

    def __init__(self, orm: Session) -> None:
        self._orm = orm

    def add(self, release: Release, *, at: datetime) -> None:
        """Keep a release; keeping it twice is keeping it once."""
        if self._row(release.step, release.hash) is not None:
            return
        step = release.step
        self._orm.add(
            ReleaseRow(
                course=step.course,
                module=step.module,
                step=step.step,
                hash=release.hash,
                path=release.path,
                notebook=_notebook_to_json(release.notebook),
                learner_copy=release.learner_copy,
                files=[asdict(file) for file in release.files],
                created_at=at,
            )
        )

    def get(self, step: StepKey, release: str) -> Release | None:
        """Return the release of `step` with that hash, or None."""
        row = self._row(step, release)
        if row is None:
            return None
        return Release(
            hash=row.hash,
            step=step,
            path=row.path,
            notebook=_notebook_from_json(row.notebook),
            learner_copy=row.learner_copy,
            files=tuple(ReleasedFile(**file) for file in row.files),
        )

    def _row(self, step: StepKey, release: str) -> ReleaseRow | None:
        return self._orm.get(ReleaseRow, (step.course, step.module, step.step, release))


def _notebook_to_json(notebook: Notebook) -> dict[str, Any]:
    return {
        "kernel_name": notebook.kernel_name,
        "language": notebook.language,
        "cells": [asdict(cell) for cell in notebook.cells],
    }


def _notebook_from_json(stored: dict[str, Any]) -> Notebook:
    return Notebook(
        cells=tuple(
            Cell(**{**cell, "role": CellRole(cell["role"]), "hints": tuple(cell["hints"])})
            for cell in stored["cells"]
        ),
        kernel_name=stored["kernel_name"],
        language=stored["language"],
    )
