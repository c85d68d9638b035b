"""Releases in the database."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from jupyter_hybrid.domain.courses import StepKey, StepKind
from jupyter_hybrid.domain.notebooks import Cell, CellRole, Hint, Notebook
from jupyter_hybrid.domain.policies import (
    ExercisePolicy,
    Limits,
    Permission,
    SolutionAccess,
    TrustMode,
)
from jupyter_hybrid.domain.releases import ExerciseTrust, Release, ReleasedFile
from jupyter_hybrid.storage.models import ReleaseRow


class SqlReleases:
    """The `ReleaseRepository` port."""

    def __init__(self, orm: Session) -> None:
        self._orm = orm

    def add(self, release: Release, *, at: datetime) -> None:
        """Keep a release; once more, it only takes over the course's policy.

        How its tests run is forgotten with another policy: it has to be found out anew.
        """
        step, notebook = release.step, _notebook_to_json(release)
        known = self._row(step, release.hash)
        if known is not None:
            if known.notebook.get("policy") != notebook["policy"]:
                known.notebook = notebook
                known.trust = None
            return
        self._orm.add(
            ReleaseRow(
                course=step.course,
                module=step.module,
                step=step.step,
                hash=release.hash,
                kind=release.kind.value,
                path=release.path,
                notebook=notebook,
                learner_copy=release.learner_copy,
                files=[asdict(file) for file in release.files],
                created_at=at,
                trust=_trust_to_json(release.trust),
            )
        )

    def set_trust(self, step: StepKey, release: str, trust: Mapping[str, ExerciseTrust]) -> None:
        """Keep how the tests of a release run, if the release is kept."""
        row = self._row(step, release)
        if row is not None:
            row.trust = _trust_to_json(trust)

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
            policy=_policy_from_json(row.notebook.get("policy")),
            trust=_trust_from_json(row.trust),
        )

    def _row(self, step: StepKey, release: str) -> ReleaseRow | None:
        return self._orm.get(ReleaseRow, (step.course, step.module, step.step, release))


def _trust_to_json(trust: Mapping[str, ExerciseTrust] | None) -> dict[str, Any] | None:
    return None if trust is None else {key: asdict(one) for key, one in trust.items()}


def _trust_from_json(stored: dict[str, Any] | None) -> dict[str, ExerciseTrust] | None:
    if stored is None:
        return None
    return {
        key: ExerciseTrust(
            mode=TrustMode(one["mode"]) if one["mode"] else None,
            reasons=tuple(one["reasons"]),
            fault=one["fault"],
        )
        for key, one in stored.items()
    }


def _notebook_to_json(release: Release) -> dict[str, Any]:
    notebook = release.notebook
    return {
        # Lists as they come back from the database, so that both can be compared.
        "policy": {
            **asdict(release.policy),
            "imports": list(release.policy.imports),
            "allow": list(release.policy.allow),
        },
        "kernel_name": notebook.kernel_name,
        "language": notebook.language,
        "cells": [asdict(cell) for cell in notebook.cells],
    }


def _policy_from_json(stored: dict[str, Any] | None) -> ExercisePolicy:
    """Return a course's policy; releases of before hold none."""
    if stored is None:
        return ExercisePolicy()
    fields = _policy_fields(stored)
    return ExercisePolicy(**{**fields, "limits": Limits(**fields["limits"])})


def _policy_fields(stored: dict[str, Any]) -> dict[str, Any]:
    policy = dict(stored)
    if "solution" in policy:
        policy["solution"] = SolutionAccess(policy["solution"])
    if "imports" in policy:
        policy["imports"] = tuple(policy["imports"])
    if "allow" in policy:
        policy["allow"] = tuple(map(Permission, policy["allow"]))
    if policy.get("isolation") is not None:
        policy["isolation"] = TrustMode(policy["isolation"])
    return policy


def _cell_from_json(stored: dict[str, Any]) -> Cell:
    changed = {
        "role": CellRole(stored["role"]),
        "hints": _hints_from_json(stored["hints"]),
        "policy": _policy_fields(stored.get("policy", {})),
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
