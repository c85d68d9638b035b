"""Releases in the database."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from jupyter_hybrid.domain.courses import StepKey, StepKind
from jupyter_hybrid.domain.notebooks import Cell, CellRole, Hint, Notebook
from jupyter_hybrid.domain.policies import SolutionAccess
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
                kind=release.kind.value,
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
            kind=StepKind(row.kind),
        )

    def _row(self, step: StepKey, release: str) -> ReleaseRow | None:
        return self._orm.get(ReleaseRow, (step.course, step.module, step.step, release))


def _notebook_to_json(notebook: Notebook) -> dict[str, Any]:
    return {
        "kernel_name": notebook.kernel_name,
        "language": notebook.language,
        "cells": [asdict(cell) for cell in notebook.cells],
    }


def _cell_from_json(stored: dict[str, Any]) -> Cell:
    policy = dict(stored.get("policy", {}))
    if "solution" in policy:
        policy["solution"] = SolutionAccess(policy["solution"])
    if "imports" in policy:
        policy["imports"] = tuple(policy["imports"])
    changed = {
        "role": CellRole(stored["role"]),
        "hints": _hints_from_json(stored["hints"]),
        "policy": policy,
        "limits": stored.get("limits", {}),
    }
    return Cell(**{**stored, **changed})


def _hints_from_json(stored: Sequence[Any]) -> tuple[Hint, ...]:
    """Return hints; releases of before hints had a number hold them as plain texts."""
    return tuple(
        Hint(hint, after=number) if isinstance(hint, str) else Hint(**hint)
        for number, hint in enumerate(stored, start=1)
    )


def _notebook_from_json(stored: dict[str, Any]) -> Notebook:
    return Notebook(
        cells=tuple(_cell_from_json(cell) for cell in stored["cells"]),
        kernel_name=stored["kernel_name"],
        language=stored["language"],
    )
