"""Releases of all kinds, and those of before kinds, policies and numbered hints."""

import json
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime

from alembic import command

from fakes.courses import STEP
from jupyter_hybrid.domain.courses import StepKind
from jupyter_hybrid.domain.notebooks import Cell, CellRole, Hint, Notebook
from jupyter_hybrid.domain.policies import ExercisePolicy, Limits, SolutionAccess, TrustMode
from jupyter_hybrid.domain.releases import ExerciseTrust, Release, ReleasedFile
from jupyter_hybrid.storage.database import Database
from jupyter_hybrid.storage.engine import make_engine, sqlite_url
from jupyter_hybrid.storage.migrate import configuration, migrate

NINE = datetime(2030, 1, 7, 9, tzinfo=UTC)
ANSWER = Cell(
    "mean",
    "code",
    "return 1",
    "pass",
    CellRole.ANSWER,
    hints=(Hint("look", after=2), Hint("there", after=5)),
    policy={"max_attempts": None, "solution": SolutionAccess.NEVER, "imports": ("numpy", "re")},
    limits={"cell_s": 1.5},
)


def kept(storage, release):
    with storage.transaction() as repositories:
        repositories.releases.add(release, at=NINE)
    with storage.transaction() as repositories:
        return repositories.releases.get(STEP, release.hash)


def test_what_a_cell_says_of_its_exercise_comes_back_as_it_was(storage):
    release = Release("a" * 64, STEP, "m/a.ipynb", Notebook((ANSWER,)), "{}")

    back = kept(storage, release)

    assert back == release
    assert back.notebook.cells[0].policy["solution"] is SolutionAccess.NEVER
    assert back.notebook.cells[0].policy["imports"] == ("numpy", "re")


def test_the_policy_of_the_course_is_that_of_the_last_time(storage):
    first = Release("a" * 64, STEP, "m/a.ipynb", Notebook((ANSWER,)), "{}")
    policy = ExercisePolicy(
        2, 1.5, SolutionAccess.NEVER, limits=Limits(cell_s=2.0), imports=("numpy",)
    )

    before = kept(storage, first)
    after = kept(storage, replace(first, policy=policy))

    assert (before.policy, after.policy) == (ExercisePolicy(), policy)
    assert after.notebook == first.notebook


def test_how_tests_run_is_kept_until_another_policy_comes(storage):
    release = Release("a" * 64, STEP, "m/a.ipynb", Notebook((ANSWER,)), "{}")
    trust = {
        "mean": ExerciseTrust(TrustMode.SEALED, ("split does not do: line 3",)),
        "mode": ExerciseTrust(None, (), "the tests do not work"),
    }
    kept(storage, release)
    with storage.transaction() as repositories:
        repositories.releases.set_trust(STEP, release.hash, trust)
        repositories.releases.set_trust(STEP, "b" * 64, trust)

    same = kept(storage, release)
    other = kept(storage, replace(release, policy=ExercisePolicy(isolation=TrustMode.SPLIT)))

    assert same.trust == trust
    assert other.trust is None
    assert other.policy.isolation is TrustMode.SPLIT


def test_a_release_may_come_with_how_its_tests_run(storage):
    trust = {"mean": ExerciseTrust(TrustMode.SPLIT)}
    release = Release("a" * 64, STEP, "m/a.ipynb", Notebook((ANSWER,)), "{}", trust=trust)

    assert kept(storage, release) == release


def test_a_release_that_is_no_notebook_comes_back_with_its_kind(storage):
    files = (ReleasedFile("m/a.mp4", "b" * 64, 3),)
    release = Release("a" * 64, STEP, "m/a.mp4", Notebook(()), "", files, StepKind.MEDIA)

    assert kept(storage, release) == release


def test_a_release_of_before_is_a_notebook_whose_hints_come_one_per_failure(tmp_path):
    file = tmp_path / "hybrid.sqlite"
    engine = make_engine(sqlite_url(file))
    command.upgrade(configuration(engine), "0001")
    cell = {
        "id": "mean",
        "cell_type": "code",
        "source": "return 1",
        "stub": "pass",
        "role": "answer",
        "points": 0.0,
        "exercise": None,
        "hints": ["look", "there"],
    }
    notebook = {"kernel_name": "python3", "language": "python", "cells": [cell]}
    with sqlite3.connect(file) as connection:
        connection.execute(
            "INSERT INTO releases VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                STEP.course, STEP.module, STEP.step, "c" * 64, "m/a.ipynb", json.dumps(notebook),
                "{}", "[]", "2030-01-07 09:00:00.000000",
            ),
        )  # fmt: skip
    migrate(engine)
    database = Database(engine)

    with database.transaction(is_reading=True) as repositories:
        release = repositories.releases.get(STEP, "c" * 64)
    database.close()

    assert release.kind is StepKind.NOTEBOOK
    assert release.notebook.cells == (
        Cell(
            "mean", "code", "return 1", "pass", CellRole.ANSWER,
            hints=(Hint("look", after=1), Hint("there", after=2)),
        ),
    )  # fmt: skip
