"""Rules for a step as a whole: whether it can be handed out, and whether it gives answers away."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from jupyter_hybrid.content.course_folder import read_capped
from jupyter_hybrid.content.library import MAX_STEP_FILES_BYTES, FolderLibrary
from jupyter_hybrid.content.lint_codes import Place, fault, split_advice
from jupyter_hybrid.content.main_file import MAX_TEXT_BYTES
from jupyter_hybrid.content.notebook_file import read_source_notebook
from jupyter_hybrid.content.notebook_json import MAX_NOTEBOOK_BYTES
from jupyter_hybrid.content.proof import (
    Secret,
    prove_files_give_nothing_away,
    prove_nothing_is_given_away,
)
from jupyter_hybrid.content.quiz_file import MAX_QUIZ_BYTES, read_quiz
from jupyter_hybrid.content.stubs import Stubs
from jupyter_hybrid.domain.courses import Step, StepKey, StepKind
from jupyter_hybrid.domain.errors import HybridError, Invalid
from jupyter_hybrid.domain.lint import LintMessage, Severity


def lint_handed_out(
    folder: Path, key: StepKey, *, step: Step, library: FolderLibrary
) -> Iterator[LintMessage]:
    """Yield why a step cannot be handed out, where no other rule has found a reason.

    Parameters
    ----------
    library
        One that offers the course of `folder`.
    """
    if step.path is None:
        return
    try:
        library.outline(key)
    except HybridError as error:
        text, advice = split_advice(error.message, advice="correct the file")
        yield fault("step-unusable", Place(step.path), text, advice)


def lint_quiz(folder: Path, path: str) -> Iterator[LintMessage]:
    """Yield all that is wrong with a quiz, each with its line."""
    try:
        read_quiz(read_capped(folder, path, n_bytes=MAX_QUIZ_BYTES), file=path)
    except Invalid as error:
        begin = re.compile(rf"(?:^|; ){re.escape(path)}(?:, line (\d+))?: ")
        parts = begin.split(error.message)
        found = list(zip(parts[1::2], parts[2::2], strict=True)) or [(None, error.message)]
        for line, problem in found:
            text, advice = split_advice(problem, advice="correct the line")
            place = Place(path, line=int(line) if line else None)
            yield fault("quiz-file", place, text, advice)


def lint_given_away(folder: Path, step: Step, *, stubs: Stubs) -> Iterator[LintMessage]:
    """Yield where a learner could read a solution or a hidden test of a notebook step.

    The same proof as of a release, on the texts of the cells that learners would get.
    """
    if step.path is None:
        return
    try:
        content = read_capped(folder, step.path, n_bytes=MAX_NOTEBOOK_BYTES)
        notebook = read_source_notebook(content, file=step.path, stubs=stubs).notebook
        files = _contents(folder, step)
    except Invalid:
        return  # a fault of its own
    copy = json.dumps({"cells": [{"source": cell.stub} for cell in notebook.cells]})
    try:
        prove_nothing_is_given_away(notebook, copy=copy, path=step.path, files=files)
    except Invalid as error:
        text, advice = split_advice(error.message, advice="take it out")
        yield fault("given-away", Place(step.path, cell=_cell(text)), text, advice)


def lint_files_given_away(
    folder: Path, step: Step, *, secrets: Sequence[Secret]
) -> Iterator[LintMessage]:
    """Yield the files of a step that show what another notebook takes out.

    A reading may well explain it, so that it does is a warning; of a file it is an error.

    Parameters
    ----------
    secrets
        Of all notebooks of the course.
    """
    if step.path is None:
        return
    others = [secret for secret in secrets if secret.path != step.path]
    try:
        files = _contents(folder, step)
        if step.kind is StepKind.READING:
            files = {**files, step.path: read_capped(folder, step.path, n_bytes=MAX_TEXT_BYTES)}
    except Invalid:
        return  # a fault of its own
    for path, content in files.items():
        severity = Severity.WARNING if path == step.path else Severity.ERROR
        try:
            prove_files_give_nothing_away({path: content}, others)
        except Invalid as error:
            text, advice = split_advice(error.message, advice="take it out")
            yield fault("given-away", Place(path), text, advice, severity=severity)


def _contents(folder: Path, step: Step) -> Mapping[str, bytes]:
    others = (path for path in step.files if path != step.path)
    return {path: read_capped(folder, path, n_bytes=MAX_STEP_FILES_BYTES) for path in others}


def _cell(text: str) -> int | None:
    found = re.search(r"taken out of cell (\d+)", text)
    return int(found[1]) if found else None
