"""The notebooks of the sample courses, and the wrong answers that come with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

import yaml

from jupyter_hybrid.content.library import FolderLibrary
from jupyter_hybrid.content.samples import sample_courses
from jupyter_hybrid.domain.courses import StepKey
from jupyter_hybrid.domain.exercises import Exercise, rebuild
from jupyter_hybrid.domain.notebooks import CellRole
from jupyter_hybrid.domain.releases import Release
from jupyter_hybrid.services.ports import GradingTask

STEPS = (
    StepKey("python_for_analysts", "first_steps", "clean_orders"),
    StepKey("python_for_analysts", "first_steps", "compare_weeks"),
    StepKey("python_for_analysts", "tidy_records", "tickets"),
    StepKey("python_for_analysts", "ask_real_data", "strikes"),
    StepKey("kitchen_sink", "basics", "cells"),
    StepKey("kitchen_sink", "more", "grading"),
)


@dataclass(frozen=True)
class WrongAnswer:
    """A mistake that learners make.

    Parameters
    ----------
    exercise
        Key of the exercise that it answers.
    why
        The mistake, in words.
    answers
        Source by answer cell.
    """

    exercise: str
    why: str
    answers: Mapping[str, str]


class SampleNotebook:
    """A released notebook of a sample course."""

    def __init__(
        self, release: Release, files: Mapping[str, bytes], exercises: tuple[Exercise, ...]
    ) -> None:
        self.step = release.step
        self.release = release
        self.files = files
        self.exercises = exercises
        self.reference = {cell.id: cell.source for cell in release.notebook.answers}

    def is_checked_at_once(self, exercise: Exercise) -> bool:
        return all(
            self.release.notebook.get(cell).role is CellRole.TESTS for cell in exercise.graded
        )

    def task(self, answers: Mapping[str, str]) -> GradingTask:
        """Return the grading of all exercises with these answers."""
        return GradingTask(
            cells=rebuild(self.release.notebook, answers=answers),
            graded=frozenset(cell for one in self.exercises for cell in one.graded),
            folder=str(PurePosixPath(self.release.path).parent),
            files=self.files,
            reference=self.reference,
        )

    def wrong_answers(self) -> tuple[list[WrongAnswer], dict[str, list[str]]]:
        """Return the wrong answers, and which exercises' answers an exercise calls."""
        folder = sample_courses() / self.step.course / "wrong_answers"
        path = folder / f"{self.step.module}.{self.step.step}.yaml"
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        wrong = [
            WrongAnswer(exercise, entry["why"], entry["answers"])
            for exercise, entries in data["exercises"].items()
            for entry in entries
        ]
        return wrong, data.get("uses", {})


@cache
def sample_notebook(step: StepKey) -> SampleNotebook:
    """Return a notebook of `STEPS` as learners are handed it now."""
    library = FolderLibrary([sample_courses()])
    release, files = library.release(step)
    return SampleNotebook(release, files, library.outline(step).exercises)
